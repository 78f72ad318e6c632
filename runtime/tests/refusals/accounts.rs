//! Whose an account is at a bank: one organisation's, also where a borrower's receipts return to it; by what name.

use super::*;
use pallet_registry::ReceivingAccount;
use zhidai_primitives::AccountVersion;

fn vouched(payee: OrgId, account: ReceivingAccount) -> RegistryCall {
	let act = Act::VerifyPayeeAccount { payee, account };
	RegistryCall::propose { act, request_id: new_request() }
}

/// An account of another one, by its number, in the payee's own name.
fn account_of(owner: OrgId, number: u8, payee: OrgId) -> ReceivingAccount {
	let fingerprint = receiving_account(owner, number).fingerprint;
	ReceivingAccount { fingerprint, ..receiving_account(payee, number) }
}

fn void(payee: OrgId, version: AccountVersion) -> pallet_registry::ActOf<Runtime> {
	let reason = "开户行来函更正".try_into().unwrap();
	Act::VoidPayeeAccount { payee, version, reason }
}

/// Bank A's maker and checker carry it out.
fn by_bank_a(act: pallet_registry::ActOf<Runtime>) {
	agreed("bank-a.maker", "bank-a.checker", act);
}

/// One account was verified for three suppliers of one plan, and had all of the money.
#[test]
fn three_suppliers_do_not_have_one_account() {
	chain(|| {
		let firms = firms();
		for payee in [firms.testing, firms.parts] {
			for maker in ["bank-a.maker", "bank-b.maker"] {
				let act = vouched(payee, account_of(firms.equipment, 1, payee));
				refused(maker, act, RegistryError::AccountHeldByAnother);
			}
		}
		// What bank A had verified wrongly it voids, and then it is whose it is. Bank B's word stands.
		by_bank_a(void(firms.equipment, AccountVersion(0)));
		let account = account_of(firms.equipment, 1, firms.parts);
		by_bank_a(Act::VerifyPayeeAccount { payee: firms.parts, account: account.clone() });
		let again = vouched(firms.equipment, receiving_account(firms.equipment, 1));
		refused("bank-a.maker", again, RegistryError::AccountHeldByAnother);
		refused("bank-b.maker", vouched(firms.parts, account), RegistryError::AccountHeldByAnother);
	});
}

#[test]
fn to_an_account_that_the_bank_voided_nothing_is_released() {
	with_loan(|scene| {
		let first = line(1, 2, 100, Some(scene.contract));
		let signed = approved("bank-a", scene.loan, &[first]);
		by_bank_a(void(scene.firms.parts, AccountVersion(0)));
		refused("bank-a.release", release(scene.loan, signed, &[]), RegistryError::PayeeAccountVoid);
		let second = DraftLine { uetr: uetr(2), ..first };
		refused("bank-a.maker", draft(scene.loan, &[second]), RegistryError::PayeeAccountVoid);
		let account = verify_account("bank-a", scene.firms.parts, 2);
		assert_eq!(account, AccountVersion(1));
		done("bank-a.maker", draft(scene.loan, &[DraftLine { account, ..second }]));
	});
}

/// The supplier's account was the borrower's own: the money went round and stopped nowhere.
#[test]
fn sz_16_no_supplier_has_the_borrowers_collection_account() {
	chain(|| {
		let firms = firms();
		let own = verify_account("bank-a", firms.borrower, 7);
		let taken = || account_of(firms.borrower, 7, firms.parts);
		refused("bank-a.maker", vouched(firms.parts, taken()), RegistryError::AccountHeldByAnother);
		let loan = signed_loan("bank-a", OfferRequest { collection_account: Some(own), ..request(firms) });
		refused("bank-a.maker", vouched(firms.parts, taken()), RegistryError::CollectionAccountOfAnother);
		let ended = RegistryCall::propose { act: void(firms.borrower, own), request_id: new_request() };
		refused("bank-a.maker", ended, RegistryError::AccountCollects);
		// Also when the bank knows a newer account of the borrower's.
		verify_account("bank-a", firms.borrower, 8);
		refused("bank-a.maker", vouched(firms.parts, taken()), RegistryError::CollectionAccountOfAnother);
		// When the loan is over, the bank can be told that the account is another's now.
		closed_early("bank-a", loan);
		next_block();
		refused("bank-a.maker", vouched(firms.parts, taken()), RegistryError::AccountHeldByAnother);
		by_bank_a(void(firms.borrower, own));
		by_bank_a(Act::VerifyPayeeAccount { payee: firms.parts, account: taken() });
	});
}

#[test]
fn sz_16_no_borrower_collects_on_a_suppliers_account() {
	chain(|| {
		let firms = firms();
		let taken = account_of(firms.parts, 1, firms.borrower);
		refused("bank-a.maker", vouched(firms.borrower, taken), RegistryError::AccountHeldByAnother);
		// So the contract has no version to name; the supplier's own is none of the borrower's.
		let named = OfferRequest { collection_account: Some(AccountVersion(0)), ..request(firms) };
		refused("bank-a.maker", offer(named), RegistryError::PayeeAccountUnknown);
		done("bank-a.maker", offer(request(firms)));
	});
}

#[test]
fn sz_16_a_contract_whose_collection_account_was_voided_is_not_signed() {
	chain(|| {
		let firms = firms();
		let own = verify_account("bank-a", firms.borrower, 7);
		let (loan, digest) =
			prepared("bank-a", OfferRequest { collection_account: Some(own), ..request(firms) });
		done("bank-a.checker", LoansCall::check_offer { loan, digest });
		by_bank_a(void(firms.borrower, own));
		refused("yj.confirm", LoansCall::sign { loan, digest }, RegistryError::PayeeAccountVoid);
	});
}

#[test]
fn an_account_in_another_name_is_verified_for_a_reason_that_stays() {
	chain(|| {
		let payee = firms().parts;
		let named = |holder: &str, why: Option<&str>| ReceivingAccount {
			holder: holder.try_into().unwrap(),
			holder_reason: why.map(|why| why.try_into().unwrap()),
			..receiving_account(payee, 2)
		};
		let other = "余姚零件加工厂";
		refused("bank-a.maker", vouched(payee, named(other, None)), RegistryError::HolderDiffers);
		let why = "个体工商户转企业, 账户未更名";
		by_bank_a(Act::VerifyPayeeAccount { payee, account: named(other, Some(why)) });
		let key = (BANK_A, payee, AccountVersion(1));
		let kept = pallet_registry::PayeeAccounts::<Runtime>::get(key).unwrap().account;
		assert_eq!(kept, named(other, Some(why)));
		// The same name in other characters is no other name.
		let wide = named("余姚　零件加工店", None);
		by_bank_a(Act::VerifyPayeeAccount { payee, account: wide });
		let needless = vouched(payee, named("余姚零件加工店", Some(why)));
		refused("bank-a.maker", needless, RegistryError::HolderReasonNotDue);
	});
}
