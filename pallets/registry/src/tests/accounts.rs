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
		refused(0, BANK, Error::PayeeAccountNotVerified);
		assert_ok!(by_staff(BANK, payee_account(FIRM)));
		happened(Event::PayeeAccountVerified { payee: FIRM, version: AccountVersion(0), bank: BANK });
		assert_ok!(ensure(0, BANK));
		let account = PayeeAccounts::<Test>::get(FIRM, AccountVersion(0)).unwrap();
		assert_eq!((account.bank, account.verified_on), (BANK, today()));
		assert_eq!((account.maker, account.checker), (officer_at(&maker(BANK)), officer_at(&checker(BANK))));
	});
}

#[test]
fn a_new_version_retires_the_banks_own_one_before() {
	with_consortium(|| {
		assert_ok!(by_staff(BANK, payee_account(FIRM)));
		assert_ok!(by_staff(BANK, payee_account(FIRM)));
		assert_eq!(CurrentAccount::<Test>::get(FIRM, BANK), Some(AccountVersion(1)));
		refused(0, BANK, Error::PayeeAccountNotCurrent);
		assert_ok!(ensure(1, BANK));
		refused(2, BANK, Error::PayeeAccountNotVerified);
		let status = |version| PayeeAccounts::<Test>::get(FIRM, AccountVersion(version)).unwrap().status;
		assert_eq!([0, 1].map(status), [AccountStatus::Retired, AccountStatus::Verified]);
	});
}

#[test]
fn no_bank_voids_or_redirects_what_another_bank_pays() {
	with_consortium(|| {
		assert_ok!(by_staff(BANK, payee_account(FIRM)));
		assert_ok!(by_staff(OTHER_BANK, payee_account(FIRM)));
		assert_ok!(ensure(0, BANK));
		assert_ok!(ensure(1, OTHER_BANK));
		refused(1, BANK, Error::PayeeAccountOfAnotherBank);
		refused(0, OTHER_BANK, Error::PayeeAccountOfAnotherBank);
		// Versions go on per payee, whichever bank comes next, and each bank retires its own.
		assert_ok!(by_staff(BANK, payee_account(FIRM)));
		assert_eq!(LastAccount::<Test>::get(FIRM), Some(AccountVersion(2)));
		refused(0, BANK, Error::PayeeAccountNotCurrent);
		assert_ok!(ensure(2, BANK));
		assert_ok!(ensure(1, OTHER_BANK));
		let status = |version| PayeeAccounts::<Test>::get(FIRM, AccountVersion(version)).unwrap().status;
		use AccountStatus::{Retired, Verified};
		assert_eq!([0, 1, 2].map(status), [Retired, Verified, Verified]);
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
		LastAccount::<Test>::insert(FIRM, AccountVersion(u16::MAX));
		assert_noop!(Registry::propose(by(maker(BANK)), payee_account(FIRM)), Error::<Test>::IdsExhausted);
		LastAccount::<Test>::remove(FIRM);
	});
}
