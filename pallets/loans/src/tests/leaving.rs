//! Whom a loan keeps from leaving.

use super::*;

const REGULATOR: u32 = 3;

fn free(org: u32) -> DispatchResult {
	LoansPallet::ensure_free(OrgId(org))
}

#[test]
fn bank_borrower_and_regulator_stay_until_their_loan_is_closed() {
	run(|| {
		let loan = active(request());
		assert_noop!(free(BANK), Error::<Test>::LoansOpenAsBank);
		assert_noop!(free(BORROWER), Error::<Test>::LoansOpenAsBorrower);
		assert_noop!(free(REGULATOR), Error::<Test>::LoansOpenAsRegulator);
		for stranger in [OTHER_BANK, OTHER_BORROWER, 4, 6, 7] {
			assert_ok!(free(stranger));
		}
		for officer in [MAKER, CHECKER] {
			assert_ok!(LoansPallet::close(RuntimeOrigin::signed(officer), loan));
		}
		for party in [BANK, BORROWER, REGULATOR] {
			assert_ok!(free(party));
		}
	});
}

/// An offer is a bank's word alone: it would keep whom it likes.
#[test]
fn offers_keep_nobody() {
	run(|| {
		prepared(request());
		let loan = offered(request());
		for party in [BANK, BORROWER, REGULATOR] {
			assert_ok!(free(party));
		}
		assert_ok!(LoansPallet::withdraw(RuntimeOrigin::signed(SIGNER), loan));
		assert_ok!(free(BORROWER));
	});
}

#[test]
fn as_long_as_one_loan_is_open_its_parties_stay() {
	run(|| {
		let loans = [active(request()), active(request())];
		let answers: [DispatchResult; 2] = [Err(Error::<Test>::LoansOpenAsBank.into()), Ok(())];
		for (loan, left) in loans.into_iter().zip(answers) {
			for officer in [MAKER, CHECKER] {
				assert_ok!(LoansPallet::close(RuntimeOrigin::signed(officer), loan));
			}
			assert_eq!(free(BANK), left);
		}
	});
}
