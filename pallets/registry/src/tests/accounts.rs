use super::*;

#[test]
fn a_bank_vouches_for_an_account_by_maker_and_checker() {
	with_consortium(|| {
		assert_noop!(
			Registry::ensure_payee_account(FIRM, AccountVersion(0)),
			Error::<Test>::PayeeAccountNotVerified
		);
		assert_ok!(by_staff(BANK, payee_account(FIRM)));
		happened(Event::PayeeAccountVerified { payee: FIRM, version: AccountVersion(0), bank: BANK });
		assert_ok!(Registry::ensure_payee_account(FIRM, AccountVersion(0)));
		let account = PayeeAccounts::<Test>::get(FIRM, AccountVersion(0)).unwrap();
		assert_eq!((account.bank, account.verified_on), (BANK, today()));
		assert_eq!((account.maker, account.checker), (officer_at(&maker(BANK)), officer_at(&checker(BANK))));
	});
}

#[test]
fn a_new_version_retires_the_one_before() {
	with_consortium(|| {
		assert_ok!(by_staff(BANK, payee_account(FIRM)));
		assert_ok!(by_staff(OTHER_BANK, payee_account(FIRM)));
		assert_eq!(CurrentAccount::<Test>::get(FIRM), Some(AccountVersion(1)));
		assert_noop!(
			Registry::ensure_payee_account(FIRM, AccountVersion(0)),
			Error::<Test>::PayeeAccountNotCurrent
		);
		assert_ok!(Registry::ensure_payee_account(FIRM, AccountVersion(1)));
		assert_noop!(
			Registry::ensure_payee_account(FIRM, AccountVersion(2)),
			Error::<Test>::PayeeAccountNotVerified
		);
	});
}

#[test]
fn only_banks_vouch() {
	with_consortium(|| {
		for org in [REGULATOR, FIRM] {
			assert_noop!(Registry::propose(by(maker(org)), payee_account(FIRM)), Error::<Test>::RoleMissing);
		}
	});
}

#[test]
fn the_payee_is_active_and_the_bank_code_has_12_digits() {
	with_consortium(|| {
		let refuse = |act, error: Error<Test>| {
			assert_noop!(Registry::propose(by(maker(BANK)), act), error);
		};
		refuse(payee_account(OrgId(77)), Error::OrganisationUnknown);
		let Act::VerifyPayeeAccount { payee, holder, account_hash, sealed_digest, .. } = payee_account(FIRM)
		else {
			unreachable!()
		};
		let bank_code = BankCode(*b"10233200201 ");
		refuse(
			Act::VerifyPayeeAccount { payee, holder, bank_code, account_hash, sealed_digest },
			Error::BankCodeMalformed,
		);
		assert_ok!(Registry::suspend(council(), FIRM));
		refuse(payee_account(FIRM), Error::OrganisationNotActive);
	});
}

#[test]
fn versions_end_before_they_start_again() {
	with_consortium(|| {
		CurrentAccount::<Test>::insert(FIRM, AccountVersion(u16::MAX));
		assert_noop!(Registry::propose(by(maker(BANK)), payee_account(FIRM)), Error::<Test>::IdsExhausted);
		CurrentAccount::<Test>::remove(FIRM);
	});
}
