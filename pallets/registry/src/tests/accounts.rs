use super::*;

fn ensure(version: u16, lender: OrgId) -> DispatchResult {
	Registry::ensure_payee_account(FIRM, AccountVersion(version), lender)
}

fn refused(version: u16, lender: OrgId, error: Error<Test>) {
	assert_eq!(ensure(version, lender), Err(error.into()));
}

#[test]
fn a_bank_vouches_for_an_account_by_maker_and_checker() {
	with_consortium(|| {
		refused(0, BANK, Error::PayeeAccountUnknown);
		assert_ok!(by_staff(BANK, payee_account(FIRM)));
		happened(Event::PayeeAccountVerified { payee: FIRM, version: AccountVersion(0), bank: BANK });
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
		assert_eq!(CurrentAccount::<Test>::get(BANK, FIRM), Some(AccountVersion(1)));
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
		CurrentAccount::<Test>::insert(BANK, FIRM, AccountVersion(u16::MAX));
		assert_noop!(propose(maker(BANK), payee_account(FIRM)), Error::<Test>::IdsExhausted);
		assert_ok!(by_staff(OTHER_BANK, payee_account(FIRM)));
		assert_ok!(ensure(0, OTHER_BANK));
		CurrentAccount::<Test>::insert(BANK, FIRM, AccountVersion(0));
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
		let Act::VerifyPayeeAccount { payee, holder, account_hash, record_digest, .. } = payee_account(FIRM)
		else {
			unreachable!()
		};
		let bank_code = BankCode(*b"10233200201 ");
		refuse(
			Act::VerifyPayeeAccount { payee, holder, bank_code, account_hash, record_digest },
			Error::BankCodeMalformed,
		);
		assert_ok!(Registry::suspend(council(), FIRM));
		refuse(payee_account(FIRM), Error::OrganisationNotActive);
	});
}
