//! The account to which the borrower's receipts return, from the signature until the loan is closed.

use super::*;
use crate::OfferRequest;
use zhidai_primitives::traits::CollectionAccounts;
use zhidai_primitives::AccountVersion;

const ACCOUNT: AccountVersion = AccountVersion(0);

/// How many active loans of the bank keep the borrower's account.
fn kept() -> u32 {
	testing::Neighbours::collections(OrgId(BORROWER), ACCOUNT, OrgId(BANK))
}

fn with_account() -> OfferRequest {
	OfferRequest { collection_account: Some(ACCOUNT), ..request() }
}

fn close(by: u64, loan: LoanId) -> DispatchResult {
	LoansPallet::close(RuntimeOrigin::signed(by), loan)
}

#[test]
fn sz_16_an_active_loan_keeps_the_borrowers_collection_account() {
	run(|| {
		let (one, other) = (offered(with_account()), offered(with_account()));
		let without = offered(request());
		assert_eq!(kept(), 0, "an offer keeps nothing");
		for loan in [one, other, without] {
			assert_ok!(sign(SIGNER, loan));
		}
		assert_eq!(kept(), 2);
		// Before the availability is over two persons close.
		for (loan, left) in [(without, 2), (one, 1), (other, 0)] {
			assert_ok!(close(MAKER, loan));
			assert_ok!(close(CHECKER, loan));
			assert_eq!((state(loan), kept()), (Some(LoanState::Closed), left));
		}
	});
}

/// The bank verified another account of the borrower's after its checker had offered the contract.
#[test]
fn sz_16_the_collection_account_is_asked_again_when_the_contract_is_signed() {
	run(|| {
		let loan = offered(with_account());
		let set = |version| {
			testing::with(|world| {
				world.accounts.insert((OrgId(BORROWER), OrgId(BANK)), AccountVersion(version))
			})
		};
		set(1);
		assert_noop!(sign(SIGNER, loan), DispatchError::Other("account not current"));
		assert_eq!(kept(), 0);
		set(0);
		assert_ok!(sign(SIGNER, loan));
		// Of the active loan it stays the one that was signed.
		set(1);
		assert_eq!((kept(), state(loan)), (1, Some(LoanState::Active)));
	});
}

/// How many active loans of this bank keep this version of an organisation's accounts.
fn kept_at(bank: u32, org: u32, version: u16) -> u32 {
	testing::Neighbours::collections(OrgId(org), AccountVersion(version), OrgId(bank))
}

/// The bank before kept it, and the next one could give it to a supplier.
#[test]
fn sz_16_a_loan_passes_to_a_bank_that_knows_its_collection_account_and_is_kept_there() {
	run(|| {
		let (loan, without) = (active(with_account()), active(request()));
		let transfer = |by: u64, loan: LoanId| {
			let loans: crate::TransferredLoans = vec![loan].try_into().unwrap();
			LoansPallet::transfer(RuntimeOrigin::signed(by), loans, OrgId(OTHER_BANK))
		};
		testing::with(|world| world.accounts_unknown.insert((OrgId(BORROWER), OrgId(OTHER_BANK))));
		assert_noop!(transfer(MAKER, loan), Error::<Test>::CollectionAccountMissing);
		assert_ok!(transfer(MAKER, without));
		testing::with(|world| {
			world.accounts_unknown.clear();
			world.accounts.insert((OrgId(BORROWER), OrgId(OTHER_BANK)), AccountVersion(4));
		});
		for by in [MAKER, CHECKER, OTHER_MAKER, OTHER_CHECKER] {
			assert_ok!(transfer(by, loan));
		}
		assert_eq!((kept(), kept_at(OTHER_BANK, BORROWER, 4)), (0, 1));
		assert_eq!(LoansPallet::collection_account(loan), Some(AccountVersion(4)));
		let signed = LoansPallet::terms(loan).unwrap().collection_account;
		assert_eq!(signed, Some(ACCOUNT), "what was signed stands");
		for by in [OTHER_MAKER, OTHER_CHECKER] {
			assert_ok!(close(by, loan));
		}
		assert_eq!(kept_at(OTHER_BANK, BORROWER, 4), 0);
	});
}

#[test]
fn sz_16_who_takes_a_borrowers_place_collects_on_an_account_of_its_own() {
	run(|| {
		let loan = active(with_account());
		let account = (OrgId(OTHER_BORROWER), OrgId(BANK));
		testing::with(|world| {
			world.successors.insert(OrgId(BORROWER), OrgId(OTHER_BORROWER));
			world.accounts_unknown.insert(account);
		});
		let take_over = || LoansPallet::take_over(RuntimeOrigin::signed(OTHER_SIGNER), loan);
		assert_noop!(take_over(), Error::<Test>::CollectionAccountMissing);
		testing::with(|world| {
			world.accounts_unknown.clear();
			world.accounts.insert(account, AccountVersion(2));
		});
		assert_ok!(take_over());
		assert_eq!((kept(), kept_at(BANK, OTHER_BORROWER, 2)), (0, 1));
		for by in [MAKER, CHECKER] {
			assert_ok!(close(by, loan));
		}
		assert_eq!(kept_at(BANK, OTHER_BORROWER, 2), 0);
	});
}
