//! Receiving accounts: whose word they are, and whose an account is at a bank.

use super::*;
use zhidai_primitives::traits::CollectionAccounts;

fn ensure(version: u16, lender: OrgId) -> DispatchResult {
	Registry::ensure_payee_account(FIRM, AccountVersion(version), lender)
}

fn refused(version: u16, lender: OrgId, error: Error<Test>) {
	assert_eq!(ensure(version, lender), Err(error.into()));
}

fn verify(payee: OrgId, account: ReceivingAccount) -> TestAct {
	Act::VerifyPayeeAccount { payee, account }
}

/// The account of another one, said to be this payee's.
fn with_account_of(payee: OrgId, other: OrgId) -> TestAct {
	let fingerprint = receiving_account(other).fingerprint;
	verify(payee, ReceivingAccount { fingerprint, ..receiving_account(payee) })
}

fn void(version: u16) -> TestAct {
	Act::VoidPayeeAccount { payee: FIRM, version: AccountVersion(version), reason: reason("开户行来函") }
}

fn reason(text: &str) -> ShortText {
	ShortText::try_from(text).unwrap()
}

/// Who has the account of this one at a bank, in which version, and how many loans name it.
fn held(bank: OrgId, owner: OrgId) -> Option<(OrgId, AccountVersion, u32)> {
	let held = HeldAccounts::<Test>::get(bank, receiving_account(owner).fingerprint)?;
	Some((held.holder, held.version, held.loans))
}

/// Another firm that the bank brought in.
fn other_firm(number: u32) -> OrgId {
	assert_ok!(by_staff(BANK, firm(number, &[])));
	LastOrg::<Test>::get()
}

#[test]
fn a_bank_vouches_for_an_account_by_maker_and_checker() {
	with_consortium(|| {
		refused(0, BANK, Error::PayeeAccountUnknown);
		assert_ok!(by_staff(BANK, payee_account(FIRM)));
		let (version, holder_reason) = (AccountVersion(0), None);
		happened(Event::PayeeAccountVerified { payee: FIRM, version, bank: BANK, holder_reason });
		assert_ok!(ensure(0, BANK));
		let account = PayeeAccounts::<Test>::get((BANK, FIRM, AccountVersion(0))).unwrap();
		assert_eq!(account.verified_on, today());
		assert_eq!((account.maker, account.checker), (officer_at(&maker(BANK)), officer_at(&checker(BANK))));
	});
}

#[test]
fn a_new_version_retires_the_banks_own_one_before() {
	with_consortium(|| {
		assert_ok!(by_staff(BANK, payee_account(FIRM)));
		assert_ok!(by_staff(BANK, payee_account(FIRM)));
		let last = LastVersion { version: AccountVersion(1), is_void: false };
		assert_eq!(CurrentAccount::<Test>::get(BANK, FIRM), Some(last));
		refused(0, BANK, Error::PayeeAccountNotCurrent);
		assert_ok!(ensure(1, BANK));
		refused(2, BANK, Error::PayeeAccountUnknown);
	});
}

#[test]
fn no_bank_voids_or_redirects_what_another_bank_pays() {
	with_consortium(|| {
		assert_ok!(by_staff(BANK, payee_account(FIRM)));
		refused(0, OTHER_BANK, Error::PayeeAccountUnknown);
		assert_ok!(by_staff(OTHER_BANK, payee_account(FIRM)));
		assert_ok!(by_staff(OTHER_BANK, payee_account(FIRM)));
		// Versions go on for each bank alone.
		assert_ok!(ensure(0, BANK));
		refused(1, BANK, Error::PayeeAccountUnknown);
		refused(0, OTHER_BANK, Error::PayeeAccountNotCurrent);
		assert_ok!(ensure(1, OTHER_BANK));
	});
}

#[test]
fn no_bank_uses_up_the_versions_of_another() {
	with_consortium(|| {
		assert_ok!(by_staff(BANK, payee_account(FIRM)));
		let set = |version| {
			let last = LastVersion { version: AccountVersion(version), is_void: false };
			CurrentAccount::<Test>::insert(BANK, FIRM, last);
		};
		set(u16::MAX);
		assert_noop!(propose(maker(BANK), payee_account(FIRM)), Error::<Test>::IdsExhausted);
		assert_ok!(by_staff(OTHER_BANK, payee_account(FIRM)));
		assert_ok!(ensure(0, OTHER_BANK));
		set(0);
	});
}

#[test]
fn only_banks_vouch() {
	with_consortium(|| {
		for org in [REGULATOR, FIRM] {
			assert_noop!(propose(maker(org), payee_account(FIRM)), Error::<Test>::RoleMissing);
		}
	});
}

#[test]
fn the_payee_is_active_and_the_bank_code_has_12_digits() {
	with_consortium(|| {
		let refuse = |act, error: Error<Test>| {
			assert_noop!(propose(maker(BANK), act), error);
		};
		refuse(payee_account(OrgId(77)), Error::OrganisationUnknown);
		let bank_code = BankCode(*b"10233200201 ");
		refuse(
			verify(FIRM, ReceivingAccount { bank_code, ..receiving_account(FIRM) }),
			Error::BankCodeMalformed,
		);
		assert_ok!(Registry::suspend(council(), FIRM));
		refuse(payee_account(FIRM), Error::OrganisationNotActive);
	});
}

/// One account was three suppliers' at one bank: whoever had it was paid by every plan.
#[test]
fn at_a_bank_an_account_is_one_organisations() {
	with_consortium(|| {
		let (second, third) = (other_firm(8), other_firm(9));
		assert_ok!(by_staff(BANK, payee_account(FIRM)));
		assert_eq!(held(BANK, FIRM), Some((FIRM, AccountVersion(0), 0)));
		for payee in [second, third] {
			let act = with_account_of(payee, FIRM);
			assert_noop!(propose(maker(BANK), act), Error::<Test>::AccountHeldByAnother);
			// Each has one of its own.
			assert_ok!(by_staff(BANK, payee_account(payee)));
		}
		// Another branch and another salt are the same account; so it is the same firm's, and stands in a new version.
		let again = ReceivingAccount {
			bank_code: BankCode(*b"102332002026"),
			account_hash: Digest::repeat_byte(9),
			..receiving_account(FIRM)
		};
		assert_ok!(by_staff(BANK, verify(FIRM, again)));
		assert_eq!(held(BANK, FIRM), Some((FIRM, AccountVersion(1), 0)));
		// With another account the firm has both: what was paid to the first was its own.
		let fingerprint = Digest::repeat_byte(0xaa);
		assert_ok!(by_staff(BANK, verify(FIRM, ReceivingAccount { fingerprint, ..receiving_account(FIRM) })));
		assert_noop!(
			propose(maker(BANK), with_account_of(second, FIRM)),
			Error::<Test>::AccountHeldByAnother
		);
	});
}

#[test]
fn one_of_two_proposals_for_an_account_is_approved() {
	with_consortium(|| {
		let second = other_firm(8);
		let (first, digest) = proposed(maker(BANK), payee_account(FIRM)).unwrap();
		let (other, other_digest) = proposed(maker(BANK), with_account_of(second, FIRM)).unwrap();
		assert_ok!(approve(by(checker(BANK)), first, digest));
		let second = approve(by(checker(BANK)), other, other_digest);
		assert_eq!(second, Err(Error::<Test>::AccountHeldByAnother.into()));
	});
}

#[test]
fn what_one_bank_has_seen_binds_no_other() {
	with_consortium(|| {
		let second = other_firm(8);
		assert_ok!(by_staff(BANK, payee_account(FIRM)));
		assert_ok!(by_staff(OTHER_BANK, with_account_of(second, FIRM)));
		assert_eq!(held(BANK, FIRM), Some((FIRM, AccountVersion(0), 0)));
		assert_eq!(held(OTHER_BANK, FIRM), Some((second, AccountVersion(0), 0)));
	});
}

#[test]
fn what_a_bank_voids_is_not_paid_and_can_be_anothers() {
	with_consortium(|| {
		let second = other_firm(8);
		assert_noop!(propose(maker(BANK), void(0)), Error::<Test>::PayeeAccountUnknown);
		assert_ok!(by_staff(BANK, payee_account(FIRM)));
		assert_noop!(propose(maker(OTHER_BANK), void(0)), Error::<Test>::PayeeAccountUnknown);
		assert_noop!(propose(maker(FIRM), void(0)), Error::<Test>::RoleMissing);
		assert_ok!(by_staff(BANK, void(0)));
		happened(Event::PayeeAccountVoided {
			payee: FIRM,
			version: AccountVersion(0),
			bank: BANK,
			reason: reason("开户行来函"),
		});
		refused(0, BANK, Error::PayeeAccountVoid);
		assert_noop!(propose(maker(BANK), void(0)), Error::<Test>::PayeeAccountVoid);
		let voided = PayeeAccounts::<Test>::get((BANK, FIRM, AccountVersion(0))).unwrap().voided.unwrap();
		assert_eq!((voided.maker, voided.checker), (officer_at(&maker(BANK)), officer_at(&checker(BANK))));
		assert_eq!((voided.reason, voided.voided_on), (reason("开户行来函"), today()));
		// It is nobody's, and then another's; the firm's versions go on.
		assert_eq!(held(BANK, FIRM), None);
		assert_ok!(by_staff(BANK, with_account_of(second, FIRM)));
		assert_noop!(propose(maker(BANK), payee_account(FIRM)), Error::<Test>::AccountHeldByAnother);
		let fingerprint = Digest::repeat_byte(0xaa);
		assert_ok!(by_staff(BANK, verify(FIRM, ReceivingAccount { fingerprint, ..receiving_account(FIRM) })));
		assert_ok!(ensure(1, BANK));
	});
}

#[test]
fn of_an_account_in_several_versions_the_last_one_is_voided() {
	with_consortium(|| {
		assert_ok!(by_staff(BANK, payee_account(FIRM)));
		assert_ok!(by_staff(BANK, payee_account(FIRM)));
		assert_noop!(propose(maker(BANK), void(0)), Error::<Test>::PayeeAccountNotCurrent);
		// A retired account is voided too, and the current one stands.
		let fingerprint = Digest::repeat_byte(0xaa);
		assert_ok!(by_staff(BANK, verify(FIRM, ReceivingAccount { fingerprint, ..receiving_account(FIRM) })));
		assert_ok!(by_staff(BANK, void(1)));
		assert_eq!(held(BANK, FIRM), None);
		assert_ok!(ensure(2, BANK));
		// Of who has left, too.
		assert_ok!(Registry::exit(council(), FIRM));
		assert_ok!(by_staff(BANK, void(2)));
	});
}

/// A supplier's account was the borrower's own collection account.
#[test]
fn the_account_that_an_active_loan_names_is_no_payees_and_is_not_voided() {
	with_consortium(|| {
		let second = other_firm(8);
		assert_ok!(by_staff(BANK, payee_account(FIRM)));
		let open = |version| Registry::open_collection(FIRM, AccountVersion(version), BANK);
		assert_noop!(open(1), Error::<Test>::PayeeAccountUnknown);
		assert_ok!(open(0));
		assert_ok!(open(0));
		assert_eq!(Registry::collections(FIRM, AccountVersion(0), BANK), 2);
		assert_noop!(
			propose(maker(BANK), with_account_of(second, FIRM)),
			Error::<Test>::CollectionAccountOfAnother
		);
		assert_noop!(propose(maker(BANK), void(0)), Error::<Test>::AccountCollects);
		// A newer version, of another account or the same, leaves the loans where they are.
		let fingerprint = Digest::repeat_byte(0xaa);
		assert_ok!(by_staff(BANK, verify(FIRM, ReceivingAccount { fingerprint, ..receiving_account(FIRM) })));
		assert_noop!(open(0), Error::<Test>::PayeeAccountNotCurrent);
		assert_ok!(by_staff(BANK, payee_account(FIRM)));
		assert_eq!(held(BANK, FIRM), Some((FIRM, AccountVersion(2), 2)));
		assert_noop!(propose(maker(BANK), void(2)), Error::<Test>::AccountCollects);
		for left in [1, 0] {
			Registry::close_collection(FIRM, AccountVersion(0), BANK);
			assert_eq!(Registry::collections(FIRM, AccountVersion(2), BANK), left);
		}
		assert_ok!(by_staff(BANK, void(2)));
		assert_ok!(by_staff(BANK, with_account_of(second, FIRM)));
		assert_noop!(open(2), Error::<Test>::PayeeAccountVoid);
	});
}

#[test]
fn the_holder_is_the_payee_by_name_or_somebody_says_why() {
	with_consortium(|| {
		let named = |holder: &str, why: Option<&str>| {
			let holder = Name::try_from(holder).unwrap();
			let holder_reason = why.map(reason);
			verify(FIRM, ReceivingAccount { holder, holder_reason, ..receiving_account(FIRM) })
		};
		for other in ["第5号", "第4号分公司", "第号", "第四号"] {
			assert_noop!(propose(maker(BANK), named(other, None)), Error::<Test>::HolderDiffers);
		}
		// What is only written otherwise is the same name, for which there is nothing to say.
		assert_ok!(by_staff(BANK, named("第４号", None)));
		assert_ok!(by_staff(BANK, named("第 4\u{3000}号", None)));
		assert_noop!(propose(maker(BANK), named("第４号", Some("全角"))), Error::<Test>::HolderReasonNotDue);
		let why = "变更名称, 开户行未更新";
		assert_ok!(by_staff(BANK, named("第四号", Some(why))));
		happened(Event::PayeeAccountVerified {
			payee: FIRM,
			version: AccountVersion(2),
			bank: BANK,
			holder_reason: Some(reason(why)),
		});
		let kept = PayeeAccounts::<Test>::get((BANK, FIRM, AccountVersion(2))).unwrap().account;
		assert_eq!((kept.holder.as_str(), kept.holder_reason), ("第四号", Some(reason(why))));
	});
}

#[test]
fn an_account_is_the_same_at_another_bank_where_that_one_verified_it_last() {
	with_consortium(|| {
		let same = || Registry::same_account(FIRM, AccountVersion(0), BANK, OTHER_BANK);
		assert_ok!(by_staff(BANK, payee_account(FIRM)));
		assert_eq!((same(), Registry::current_account(FIRM, OTHER_BANK)), (None, None));
		let fingerprint = Digest::repeat_byte(0xaa);
		let other = ReceivingAccount { fingerprint, ..receiving_account(FIRM) };
		assert_ok!(by_staff(OTHER_BANK, verify(FIRM, other)));
		let current = Registry::current_account(FIRM, OTHER_BANK);
		assert_eq!((same(), current), (None, Some(AccountVersion(0))));
		assert_ok!(by_staff(OTHER_BANK, payee_account(FIRM)));
		assert_eq!(same(), Some(AccountVersion(1)));
		// Of a version that is not the bank's last one any more, too.
		assert_ok!(by_staff(BANK, payee_account(FIRM)));
		assert_eq!(same(), Some(AccountVersion(1)));
		assert_ok!(by_staff(OTHER_BANK, void(1)));
		assert_eq!((same(), Registry::current_account(FIRM, OTHER_BANK)), (None, None));
	});
}
