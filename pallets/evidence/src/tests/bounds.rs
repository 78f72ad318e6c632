//! Nobody fills another's desk.

use crate::mock::*;
use crate::{
	Error, FiledFor, OpenByFiler, OpenByLoan, MAX_FILED_PER_DAY, MAX_OPEN_PER_FILER, MAX_OPEN_PER_LOAN,
};
use frame::testing_prelude::*;
use zhidai_primitives::{testing, EvidenceId, LoanId, Verdict};

fn try_file(who: u64, loan: u32) -> DispatchResult {
	EvidencePallet::file(RuntimeOrigin::signed(who), LoanId(loan), invoice(), testing::new_request())
}

#[test]
fn what_waits_on_a_loan_is_bounded_for_each_filer() {
	run(|| {
		for _ in 0..MAX_OPEN_PER_LOAN {
			file(1);
		}
		assert_noop!(try_file(MAKER, 1), Error::<Test>::TooManyOpenForLoan);
		// The bank's own place on the loan, and the firm's on another loan, are free.
		assert_ok!(try_file(BANK_MAKER, 1));
		assert_ok!(try_file(MAKER, 2));
		// What is withdrawn or concluded makes room.
		assert_ok!(EvidencePallet::withdraw(RuntimeOrigin::signed(MAKER), EvidenceId(0)));
		assert_ok!(try_file(MAKER, 1));
		assert_noop!(try_file(MAKER, 1), Error::<Test>::TooManyOpenForLoan);
		for who in [BANK_ATTESTS, REGULATOR_ATTESTS] {
			assert_ok!(attest(who, EvidenceId(1), Verdict::NotConsistent, &[]));
		}
		assert_ok!(try_file(MAKER, 1));
	});
}

#[test]
fn what_waits_at_a_regulator_is_bounded_for_each_filer() {
	run(|| {
		let loans = MAX_OPEN_PER_FILER / MAX_OPEN_PER_LOAN;
		for loan in 1..=loans {
			set_loan(loan, |facts| facts.bank = BANK);
			for _ in 0..MAX_OPEN_PER_LOAN {
				file(loan);
			}
		}
		set_loan(loans + 1, |_| ());
		assert_noop!(try_file(MAKER, loans + 1), Error::<Test>::TooManyOpenOfFiler);
		assert_ok!(try_file(BANK_MAKER, loans + 1));
		assert_ok!(EvidencePallet::withdraw(RuntimeOrigin::signed(MAKER), EvidenceId(0)));
		assert_ok!(try_file(MAKER, loans + 1));
	});
}

/// An organisation could file and withdraw until no ids were left.
#[test]
fn what_is_filed_for_a_loan_in_a_day_is_bounded_for_each_filer_withdrawn_or_not() {
	run(|| {
		for _ in 0..MAX_FILED_PER_DAY {
			let evidence = file(1);
			assert_ok!(EvidencePallet::withdraw(RuntimeOrigin::signed(MAKER), evidence));
		}
		assert_noop!(try_file(MAKER, 1), Error::<Test>::TooManyFiledToday);
		// The bank's own share, and the firm's on another loan, are free.
		assert_ok!(try_file(BANK_MAKER, 1));
		assert_ok!(try_file(MAKER, 2));
		pass_days(1);
		assert_ok!(try_file(MAKER, 1));
		assert_eq!(FiledFor::<Test>::get(LoanId(1), BORROWER).count, 1);
	});
}

#[test]
fn a_rejected_revision_is_counted_again_and_a_waiting_one_only_once() {
	run(|| {
		let evidence = file(1);
		let open = || {
			let by_loan = OpenByLoan::<Test>::get(LoanId(1), BORROWER);
			assert_eq!(OpenByFiler::<Test>::get(REGULATOR, BORROWER), by_loan);
			by_loan
		};
		let revise = || revise(MAKER, evidence, invoice());
		assert_ok!(revise());
		assert_eq!(open(), 1);
		for who in [BANK_ATTESTS, REGULATOR_ATTESTS] {
			assert_ok!(attest(who, evidence, Verdict::NotConsistent, &[]));
		}
		assert_eq!(open(), 0);
		assert_ok!(revise());
		assert_eq!(open(), 1);
	});
}
