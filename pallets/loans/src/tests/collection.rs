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
