use super::*;

fn refuse(act: TestAct, error: Error<Test>) {
	assert_noop!(propose(admin(FIRM), act), error);
}

#[test]
fn two_admins_add_an_officer() {
	with_consortium(|| {
		assert_ok!(by_admins(FIRM, Act::AddOfficer(officer(49, &[Duty::Confirm]))));
		let actor = Registry::authorise(&account(49), Duty::Confirm).unwrap();
		assert_eq!(actor.org, FIRM);
		happened(Event::OfficerAdded { org: FIRM, officer: actor.officer, account: account(49) });
		assert_eq!(System::providers(&account(49)), 1);
	});
}

#[test]
fn an_officer_has_a_duty_and_a_key_of_its_own() {
	with_consortium(|| {
		refuse(Act::AddOfficer(officer(49, &[])), Error::NoDuties);
		refuse(Act::AddOfficer(officer(23, &[Duty::View])), Error::KeyAlreadyUsed);
		let ended = NewOfficer { valid_until: Some(Day(today().0 - 1)), ..officer(49, &[Duty::View]) };
		refuse(Act::AddOfficer(ended), Error::ExpiryInPast);
		let officer = officer_at(&maker(FIRM));
		refuse(Act::ChangeDuties { officer, duties: Duties::NONE }, Error::NoDuties);
		refuse(Act::ChangeDuties { officer, duties: Duties(1 << 15) }, Error::DutiesMalformed);
	});
}

#[test]
fn an_organisation_has_only_so_many_officers_at_a_time() {
	with_consortium(|| {
		for n in 0..MOST_OFFICERS - MAX_RECOVERY_ADMINS - 4 {
			assert_ok!(by_admins(FIRM, Act::AddOfficer(officer(400 + n, &[Duty::View]))));
		}
		let more = || Act::AddOfficer(officer(499, &[Duty::View]));
		refuse(more(), Error::TooManyOfficers);
		assert_ok!(by_admins(FIRM, Act::RemoveOfficer(officer_at(&account(400)))));
		assert_ok!(by_admins(FIRM, more()));
	});
}

#[test]
fn a_removed_officer_cannot_act_and_keeps_its_nonce() {
	with_consortium(|| {
		let (account, officer) = (maker(FIRM), officer_at(&maker(FIRM)));
		System::inc_account_nonce(&account);
		assert_ok!(by_admins(FIRM, Act::RemoveOfficer(officer)));
		happened(Event::OfficerRemoved { org: FIRM, officer });
		assert_eq!(Registry::authorise(&account, Duty::Maker), Err(Error::<Test>::OfficerNotActive.into()));
		assert_eq!((System::providers(&account), System::account_nonce(&account)), (1, 1));
		assert_eq!(Registry::key_of(officer), Some(account.clone()));
		let again = NewOfficer { account, ..super::officer(43, &[Duty::Maker]) };
		refuse(Act::AddOfficer(again), Error::KeyAlreadyUsed);
		refuse(Act::RemoveOfficer(officer), Error::OfficerUnknown);
	});
}

#[test]
fn nobody_touches_the_officers_of_another_organisation() {
	with_consortium(|| {
		let officer = officer_at(&maker(BANK));
		refuse(Act::RemoveOfficer(officer), Error::OfficerUnknown);
		refuse(Act::ChangeDuties { officer, duties: Duties::of(&[Duty::View]) }, Error::OfficerUnknown);
		refuse(Act::SetCheckerLimit { officer, limit: None }, Error::OfficerUnknown);
		refuse(Act::SetExpiry { officer, valid_until: None }, Error::OfficerUnknown);
		refuse(
			Act::ReplaceKey { officer, new_account: account(99), proof: no_proof() },
			Error::OfficerUnknown,
		);
	});
}

#[test]
fn the_last_two_admins_stay() {
	with_consortium(|| {
		let officer = officer_at(&admin(FIRM));
		refuse(Act::RemoveOfficer(officer), Error::TooFewAdmins);
		refuse(Act::ChangeDuties { officer, duties: Duties::of(&[Duty::Maker]) }, Error::TooFewAdmins);
		refuse(Act::SetExpiry { officer, valid_until: Some(today()) }, Error::TooFewAdmins);
		let same_person = NewOfficer { person: person(42), ..super::officer(49, &[Duty::Admin]) };
		assert_ok!(by_admins(FIRM, Act::AddOfficer(same_person)));
		refuse(Act::RemoveOfficer(officer), Error::TooFewAdmins);
		assert_ok!(by_admins(FIRM, Act::AddOfficer(super::officer(50, &[Duty::Admin]))));
		assert_ok!(by_admins(FIRM, Act::RemoveOfficer(officer)));
	});
}

#[test]
fn who_holds_a_seat_keeps_three_admins() {
	with_consortium(|| {
		assert!(!Registry::keeps_admins_for_seat(BANK));
		assert_ok!(by_admins(BANK, Act::AddOfficer(super::officer(29, &[Duty::Admin]))));
		assert!(Registry::keeps_admins_for_seat(BANK));
		give_seat(BANK);
		let officer = officer_at(&account(29));
		let less = |act| {
			assert_noop!(propose(admin(BANK), act), Error::<Test>::TooFewAdmins);
		};
		less(Act::RemoveOfficer(officer));
		less(Act::ChangeDuties { officer, duties: Duties::of(&[Duty::View]) });
		less(Act::SetExpiry { officer, valid_until: Some(today()) });
		assert_ok!(by_admins(BANK, Act::AddOfficer(super::officer(28, &[Duty::Admin]))));
		assert_ok!(by_admins(BANK, Act::RemoveOfficer(officer)));
	});
}

#[test]
fn duties_change_at_once() {
	with_consortium(|| {
		let (officer, duties) = (officer_at(&maker(FIRM)), Duties::of(&[Duty::Confirm]));
		assert_ok!(by_admins(FIRM, Act::ChangeDuties { officer, duties }));
		happened(Event::DutiesChanged { org: FIRM, officer, duties });
		assert_ok!(Registry::authorise(&maker(FIRM), Duty::Confirm));
		assert_eq!(Registry::authorise(&maker(FIRM), Duty::Maker), Err(Error::<Test>::DutyMissing.into()));
	});
}

#[test]
fn an_officer_expires_by_the_date_alone() {
	with_consortium(|| {
		let officer = officer_at(&maker(FIRM));
		let valid_until = Some(today().plus_days(2).unwrap());
		assert_ok!(by_admins(FIRM, Act::SetExpiry { officer, valid_until }));
		happened(Event::ExpirySet { org: FIRM, officer, valid_until });
		days_later(2);
		assert_ok!(Registry::authorise(&maker(FIRM), Duty::Maker));
		days_later(1);
		assert_eq!(
			Registry::authorise(&maker(FIRM), Duty::Maker),
			Err(Error::<Test>::OfficerNotActive.into())
		);
		refuse(Act::SetExpiry { officer, valid_until }, Error::ExpiryInPast);
		assert_ok!(by_admins(FIRM, Act::SetExpiry { officer, valid_until: None }));
		assert_ok!(Registry::authorise(&maker(FIRM), Duty::Maker));
	});
}

#[test]
fn a_checker_limit_holds_to_the_fen() {
	with_consortium(|| {
		let officer = officer_at(&checker(BANK));
		let check = |amount| Registry::count_checked(officer, FIRM, Checks::Drawdowns, Fen(amount));
		assert_ok!(check(u64::MAX));
		assert_ok!(limit_checker(BANK, Some(Fen(100))));
		happened(Event::CheckerLimitSet { org: BANK, officer, limit_fen: Some(100) });
		assert_noop!(check(101), Error::<Test>::AboveCheckerLimit);
		assert_ok!(check(100));
		assert_ok!(limit_checker(BANK, None));
		assert_ok!(check(101));
	});
}

/// Two officers of one person had the limit twice.
#[test]
fn a_checker_limit_is_a_persons_at_an_organisation() {
	with_consortium(|| {
		let limit = Some(Fen(100));
		let first = officer_at(&checker(BANK));
		assert_ok!(limit_checker(BANK, limit));
		let person = crate::OfficerRecords::<Test>::get(first).unwrap().person;
		let twin = |n| NewOfficer { person, checker_limit: limit, ..officer(n, &[Duty::Checker]) };
		assert_ok!(by_admins(BANK, Act::AddOfficer(twin(49))));
		assert_ok!(by_admins(OTHER_BANK, Act::AddOfficer(twin(48))));
		let check = |officer, amount| Registry::count_checked(officer, FIRM, Checks::Drawdowns, Fen(amount));
		assert_ok!(check(first, 60));
		let second = officer_at(&account(49));
		assert_noop!(check(second, 41), Error::<Test>::AboveCheckerLimit);
		assert_ok!(check(second, 40));
		assert_noop!(check(first, 1), Error::<Test>::AboveCheckerLimit);
		// Nobody uses it up from elsewhere, under the same person.
		assert_ok!(check(officer_at(&account(48)), 100));
	});
}

/// A sum in parts slipped under every limit.
#[test]
fn a_checker_limit_is_for_all_that_is_checked_for_a_borrower_on_a_day() {
	with_consortium(|| {
		let officer = officer_at(&checker(BANK));
		let check = |borrower, what, amount| Registry::count_checked(officer, borrower, what, Fen(amount));
		assert_ok!(limit_checker(BANK, Some(Fen(100))));
		assert_ok!(check(FIRM, Checks::Drawdowns, 60));
		assert!(!Registry::checks_alone(officer, FIRM, Checks::Drawdowns, Fen(41)));
		assert!(Registry::checks_alone(officer, FIRM, Checks::Drawdowns, Fen(40)));
		assert_noop!(check(FIRM, Checks::Drawdowns, 41), Error::<Test>::AboveCheckerLimit);
		assert_ok!(check(FIRM, Checks::Drawdowns, 40));
		assert_noop!(check(FIRM, Checks::Drawdowns, 1), Error::<Test>::AboveCheckerLimit);
		// Offers are counted apart, and another borrower, and another day.
		assert_ok!(check(FIRM, Checks::Offers, 100));
		assert_ok!(check(BANK, Checks::Drawdowns, 100));
		assert_noop!(check(FIRM, Checks::Offers, u64::MAX), Error::<Test>::AboveCheckerLimit);
		days_later(1);
		assert_ok!(check(FIRM, Checks::Drawdowns, 100));
	});
}
