//! Every change of a shared record is heard as it stands after the act; a bank's own facts are not.

use super::*;

type Heard = Change<frame::deps::sp_runtime::AccountId32, frame::deps::sp_runtime::MultiSignature>;

/// Whether every shared record is what was last heard of it.
fn agrees(heard: &[Heard]) {
	for change in heard {
		let last = |same: &dyn Fn(&Heard) -> bool| heard.iter().rev().find(|other| same(other)).cloned();
		match change {
			Change::Organisation(org, _) => {
				let last = last(&|other| matches!(other, Change::Organisation(it, _) if it == org));
				let now = Organisations::<Test>::get(org).map(|record| Change::Organisation(*org, record));
				assert_eq!(last, now);
			}
			Change::State(org, _) => {
				let last = last(&|other| matches!(other, Change::State(it, _) if it == org));
				assert_eq!(last, OrgStates::<Test>::get(org).map(|state| Change::State(*org, state)));
			}
			Change::Number(number, _) => {
				let last = last(&|other| matches!(other, Change::Number(it, _) if it == number));
				assert_eq!(last, Some(Change::Number(*number, OrgByNumber::<Test>::get(number))));
			}
			Change::FreedNumber(number, _) => {
				let last = last(&|other| matches!(other, Change::FreedNumber(it, _) if it == number));
				let now = FreedNumbers::<Test>::get(number);
				assert_eq!(last, Some(Change::FreedNumber(*number, now)));
			}
			Change::Succession(org, _) => {
				let last = last(&|other| matches!(other, Change::Succession(it, _) if it == org));
				let now = Successions::<Test>::get(org).map(|record| Change::Succession(*org, record));
				assert_eq!(last, now);
			}
			Change::FormerName(org, until, _) => {
				let now = FormerNames::<Test>::get(org, Ordered::from(until.0));
				assert_eq!(Some(change.clone()), now.map(|name| Change::FormerName(*org, *until, name)));
			}
			Change::Officer(officer, _) => {
				let last = last(&|other| matches!(other, Change::Officer(it, _) if it == officer));
				let now =
					OfficerRecords::<Test>::get(officer).map(|record| Change::Officer(*officer, record));
				assert_eq!(last, now);
			}
			Change::Key(officer, number, _) => {
				let last =
					last(&|other| matches!(other, Change::Key(it, key, _) if (it, key) == (officer, number)));
				let now = OfficerKeys::<Test>::get(officer, number);
				assert_eq!(last, now.map(|key| Change::Key(*officer, *number, key)));
			}
			Change::Relation(one, other, _) => {
				let last = last(
					&|change| matches!(change, Change::Relation(low, high, _) if (low, high) == (one, other)),
				);
				let now = Related::<Test>::get(one, Ordered::from(*other)).into_inner();
				assert_eq!(last, Some(Change::Relation(*one, *other, now)));
			}
			Change::Controlled(controller, _) => {
				let last = last(&|other| matches!(other, Change::Controlled(it, _) if it == controller));
				let now = Controlled::<Test>::get(controller).into_inner();
				assert_eq!(last, Some(Change::Controlled(*controller, now)));
			}
			Change::Recovery(org, _) => {
				let last = last(&|other| matches!(other, Change::Recovery(it, _) if it == org));
				assert_eq!(last, Some(Change::Recovery(*org, Registry::recovery(*org))));
			}
		}
	}
}

#[test]
fn the_journal_hears_what_is_shared() {
	with_consortium(|| {
		assert_ok!(by_staff(BANK, firm(9, &staff(OrgId(9)))));
		assert_ok!(by_admins(FIRM, Act::AddOfficer(officer(49, &[Duty::View]))));
		let officer = officer_at(&account(49));
		assert_ok!(by_admins(FIRM, Act::ReplaceKey { officer, new_account: account(50), proof: no_proof() }));
		assert_ok!(by_admins(FIRM, Act::ChangeDuties { officer, duties: Duties::of(&[Duty::Maker]) }));
		assert_ok!(by_admins(FIRM, Act::RemoveOfficer(officer)));
		assert_ok!(by_admins(FIRM, Act::SetController { controller: Some(BANK) }));
		assert_ok!(by_staff(REGULATOR, Act::DeclareRelated { one: FIRM, other: BANK }));
		assert_ok!(by_staff(REGULATOR, Act::DeclareUnrelated { one: FIRM, other: BANK, recorded_by: None }));
		assert_ok!(by_staff(REGULATOR, Act::CorrectRegion { org: FIRM, region: Region(330_203) }));
		let admins = proven(KeyFor::Organisation(FIRM), [super::officer(401, &[Duty::Admin])]);
		assert_ok!(Registry::open_recovery(council(), FIRM, admins));
		let name = Name::try_from("更名后").unwrap();
		assert_ok!(by_staff(REGULATOR, Act::CorrectName { org: FIRM, name }));
		assert_ok!(Registry::suspend(council(), FIRM));
		assert_ok!(Registry::exit(council(), FIRM));
		assert_ok!(by_staff(OTHER_BANK, firm(FIRM.0, &[])));
		let heard = heard();
		agrees(&heard);
		let kinds = [
			heard.iter().filter(|change| matches!(change, Change::Organisation(..))).count() > 1,
			heard.iter().any(
				|change| matches!(change, Change::State(org, state) if *org == FIRM && state.status == OrgStatus::Exited),
			),
			heard.iter().any(|change| matches!(change, Change::Number(_, None))),
			heard.iter().any(
				|change| matches!(change, Change::Officer(it, record) if *it == officer && !record.serves()),
			),
			heard.iter().any(
				|change| matches!(change, Change::Key(it, 1, key) if *it == officer && key.until.is_some()),
			),
			heard
				.iter()
				.any(|change| matches!(change, Change::Relation(_, _, recorded) if recorded.is_empty())),
			heard.iter().any(
				|change| matches!(change, Change::Controlled(it, below) if *it == BANK && *below == [FIRM]),
			),
			heard.iter().any(|change| matches!(change, Change::Recovery(it, Some(_)) if *it == FIRM)),
			heard.iter().any(|change| matches!(change, Change::Recovery(it, None) if *it == FIRM)),
			heard.iter().any(|change| matches!(change, Change::FreedNumber(_, Some(it)) if *it == FIRM)),
			heard.iter().any(|change| matches!(change, Change::Succession(it, _) if *it == FIRM)),
			heard.iter().any(|change| matches!(change, Change::FormerName(it, ..) if *it == FIRM)),
		];
		assert_eq!(kinds, [true; 12]);
	});
}

#[test]
fn the_journal_does_not_hear_what_is_a_banks_own() {
	with_consortium(|| {
		assert_ok!(by_staff(BANK, payee_account(FIRM)));
		assert_ok!(by_staff(BANK, Act::DeclareRelated { one: FIRM, other: OTHER_BANK }));
		assert_ok!(by_staff(BANK, Act::DeclareUnrelated { one: FIRM, other: OTHER_BANK, recorded_by: None }));
		assert_eq!(heard(), []);
	});
}
