use super::*;
use crate::{Error, Event, OpenCount, MAX_OPEN_ENTRIES};
use zhidai_primitives::{
	testing::{self, Neighbours},
	traits::Once,
	Created, OfficerId, OrgId, Page, Role, Roles,
};

#[test]
fn of_the_two_who_vouch_for_an_entry_one_is_a_bank_and_one_a_regulator() {
	run(|| {
		let refused = || Error::<Test>::ConfirmationNotAllowed;
		for (by, same_college, other_college) in [
			(BANK, [BANK, OTHER_BANK], [MARKET_REGULATOR, FINANCIAL_REGULATOR]),
			(MARKET_REGULATOR, [MARKET_REGULATOR, FINANCIAL_REGULATOR], [BANK, OTHER_BANK]),
		] {
			for other in other_college {
				let day = day("2025-01-01").plus_days(NextEntry::<Test>::get().0).unwrap();
				assert_ok!(propose_rate(by, RateKind::Lpr1Y, 300, day));
				let (entry, named) = (last_entry(), digest(last_entry()));
				for same in same_college {
					assert_noop!(Reference::confirm_rate(checker(same), entry, named), refused());
				}
				assert_ok!(Reference::confirm_rate(checker(other), entry, named));
				let year = u16::try_from(2025 + entry.0).unwrap();
				assert_ok!(propose_calendar(by, year, &[], &[]));
				let (entry, named) = (last_entry(), digest(last_entry()));
				for same in same_college {
					assert_noop!(Reference::confirm_calendar(checker(same), entry, named), refused());
				}
				assert_ok!(Reference::confirm_calendar(checker(other), entry, named));
			}
		}
	});
}

#[test]
fn an_organisation_of_both_colleges_does_not_confirm_itself() {
	run(|| {
		let both = Roles::of(&[Role::Bank, Role::FinancialRegulator]);
		testing::with(|world| world.organisations.get_mut(&BANK_ORG).unwrap().0 = both);
		assert_ok!(propose_rate(BANK, RateKind::Lpr1Y, 300, day("2025-03-03")));
		let (entry, named) = (last_entry(), digest(last_entry()));
		let refused = || Error::<Test>::ConfirmationNotAllowed;
		assert_noop!(Reference::confirm_rate(checker(BANK), entry, named), refused());
		// Nor do two banks of which one is a regulator too.
		assert_noop!(Reference::confirm_rate(checker(OTHER_BANK), entry, named), refused());
		assert_ok!(Reference::confirm_rate(checker(FINANCIAL_REGULATOR), entry, named));
	});
}

#[test]
fn one_person_with_officers_in_two_organisations_does_not_confirm_itself() {
	run(|| {
		testing::with(|world| {
			let person = world.officers[&BANK].3;
			world.officers.get_mut(&(FINANCIAL_REGULATOR + 1)).unwrap().3 = person;
		});
		assert_ok!(propose_rate(BANK, RateKind::Lpr1Y, 300, day("2025-03-03")));
		let (entry, digest) = (last_entry(), digest(last_entry()));
		assert_noop!(
			Reference::confirm_rate(checker(FINANCIAL_REGULATOR), entry, digest),
			DispatchError::Other("same person")
		);
		assert_ok!(Reference::confirm_rate(checker(MARKET_REGULATOR), entry, digest));
	});
}

#[test]
fn who_confirms_names_the_digest_of_what_it_saw() {
	run(|| {
		assert_ok!(propose_rate(BANK, RateKind::Lpr1Y, 300, day("2025-03-03")));
		assert_ok!(propose_rate(BANK, RateKind::Lpr1Y, 300, day("2025-03-03")));
		let by = || checker(MARKET_REGULATOR);
		// The same content under another number is another entry.
		assert_noop!(
			Reference::confirm_rate(by(), EntryId(0), digest(EntryId(1))),
			Error::<Test>::DigestMismatch
		);
		assert_noop!(
			Reference::confirm_rate(by(), EntryId(0), Digest::zero()),
			Error::<Test>::DigestMismatch
		);
		assert_ok!(propose_calendar(BANK, 2025, &["2025-10-01"], &[]));
		assert_noop!(
			Reference::confirm_calendar(by(), last_entry(), Digest::zero()),
			Error::<Test>::DigestMismatch
		);
	});
}

#[test]
fn an_entry_is_confirmed_once_and_as_what_it_is() {
	run(|| {
		let by = || checker(MARKET_REGULATOR);
		assert_ok!(propose_rate(BANK, RateKind::Lpr1Y, 300, day("2025-03-03")));
		let rate = (EntryId(0), digest(EntryId(0)));
		assert_noop!(Reference::confirm_calendar(by(), rate.0, rate.1), Error::<Test>::EntryUnknown);
		assert_ok!(Reference::confirm_rate(by(), rate.0, rate.1));
		assert_noop!(Reference::confirm_rate(by(), rate.0, rate.1), Error::<Test>::EntryUnknown);

		assert_ok!(propose_calendar(BANK, 2025, &["2025-10-01"], &[]));
		let calendar = (EntryId(1), digest(EntryId(1)));
		assert_noop!(Reference::confirm_rate(by(), calendar.0, calendar.1), Error::<Test>::EntryUnknown);
		assert_ok!(Reference::confirm_calendar(by(), calendar.0, calendar.1));
		assert_noop!(Reference::confirm_calendar(by(), calendar.0, calendar.1), Error::<Test>::EntryUnknown);
	});
}

#[test]
fn an_entry_is_taken_back_only_by_the_organisation_that_made_it() {
	run(|| {
		assert_ok!(propose_rate(BANK, RateKind::Lpr1Y, 300, day("2025-03-03")));
		let (entry, digest) = (last_entry(), digest(last_entry()));
		assert_noop!(Reference::withdraw(maker(OTHER_BANK), entry), Error::<Test>::WithdrawalNotAllowed);
		assert_noop!(Reference::withdraw(checker(BANK), entry), DispatchError::Other("duty missing"));
		assert_ok!(Reference::withdraw(maker(BANK), entry));
		System::assert_last_event(
			Event::EntryWithdrawn { entry, org: BANK_ORG, officer: OfficerId(300) }.into(),
		);
		assert_noop!(Reference::withdraw(maker(BANK), entry), Error::<Test>::EntryUnknown);
		assert_noop!(
			Reference::confirm_rate(checker(MARKET_REGULATOR), entry, digest),
			Error::<Test>::EntryUnknown
		);
	});
}

#[test]
fn an_entry_is_made_once_under_one_request() {
	run(|| {
		let (today, used) = (day("2025-03-03"), DispatchError::Other("request already used"));
		let (kind, value_bp) = (RateKind::Lpr1Y, BasisPoints(300));
		let rate = |by, id| Reference::propose_rate(maker(by), kind, value_bp, today, source(), None, id);
		let calendar = |by, id| {
			let (holidays, make_up_days) = (Default::default(), Default::default());
			Reference::propose_calendar(maker(by), 2025, holidays, make_up_days, source(), None, id)
		};
		let (first, second) = (new_request(), new_request());
		assert_ok!(rate(BANK, first));
		assert_noop!(rate(BANK, first), used);
		assert_noop!(calendar(BANK, first), used);
		assert_ok!(calendar(BANK, second));
		assert_noop!(calendar(BANK, second), used);
		assert_eq!(Neighbours::created(BANK_ORG, first), Some(Created::Entry(EntryId(0))));
		assert_eq!(Neighbours::created(BANK_ORG, second), Some(Created::Entry(EntryId(1))));
		// Another organisation's request is another one; and what was refused was not carried out.
		assert_ok!(rate(OTHER_BANK, first));
		let third = new_request();
		assert_noop!(rate(ENTERPRISE, third), DispatchError::Other("role missing"));
		assert_eq!(Neighbours::created(OrgId(5), third), None);
		// Also where it could not be made a second time.
		assert_ok!(Reference::confirm_rate(checker(MARKET_REGULATOR), EntryId(0), digest(EntryId(0))));
		assert_noop!(rate(BANK, first), used);
	});
}

/// The entries that wait for an organisation, read in the smallest pages.
fn waiting_for(org: u32) -> Vec<u32> {
	let in_list = |list| {
		let page = |after| Ok::<_, ()>(Reference::entries_to_confirm(list, OrgId(org), after, 1));
		Page::every(page).unwrap()
	};
	Reference::confirms_as(OrgId(org)).into_iter().flat_map(in_list).map(|(entry, _)| entry.0).collect()
}

#[test]
fn an_entry_waits_for_who_is_of_the_other_college_and_an_average_for_its_bank() {
	run(|| {
		let today = day("2025-03-03");
		assert_ok!(propose_rate(BANK, RateKind::Lpr1Y, 300, today));
		assert_ok!(propose_calendar(MARKET_REGULATOR, 2025, &[], &[]));
		assert_ok!(propose_rate(MARKET_REGULATOR, RateKind::BankAverage(BANK_ORG), 310, today));
		assert_ok!(propose_rate(BANK, RateKind::BankAverage(BANK_ORG), 320, today));
		assert_eq!((waiting_for(1), waiting_for(2)), (vec![0, 3], vec![0, 3]));
		assert_eq!((waiting_for(BANK_ORG.0), waiting_for(OTHER_BANK_ORG.0)), (vec![1, 2], vec![1]));
		assert_eq!(waiting_for(5), [0_u32; 0]);
		assert_ok!(Reference::confirm_calendar(checker(OTHER_BANK), EntryId(1), digest(EntryId(1))));
		assert_ok!(Reference::withdraw(maker(BANK), EntryId(0)));
		assert_eq!((waiting_for(1), waiting_for(BANK_ORG.0)), (vec![3], vec![2]));
		assert_eq!(waiting_for(OTHER_BANK_ORG.0), [0_u32; 0]);
	});
}

#[test]
fn an_organisation_has_at_most_64_entries_waiting_and_each_that_goes_makes_room() {
	run(|| {
		let today = day("2025-03-03");
		for _ in 0..MAX_OPEN_ENTRIES {
			assert_ok!(propose_rate(BANK, RateKind::Lpr1Y, 300, today));
		}
		let full = Error::<Test>::TooManyOpenEntries;
		assert_noop!(propose_rate(BANK, RateKind::Lpr1Y, 300, today), full);
		assert_noop!(propose_calendar(BANK, 2025, &[], &[]), Error::<Test>::TooManyOpenEntries);
		// Another organisation has its own room.
		assert_ok!(propose_rate(OTHER_BANK, RateKind::Lpr1Y, 300, today));

		assert_ok!(Reference::withdraw(maker(BANK), EntryId(0)));
		assert_ok!(propose_calendar(BANK, 2025, &[], &[]));
		assert_ok!(Reference::confirm_rate(checker(MARKET_REGULATOR), EntryId(1), digest(EntryId(1))));
		assert_ok!(propose_rate(BANK, RateKind::Lpr5Y, 300, today));
		assert_eq!(OpenCount::<Test>::get(BANK_ORG), MAX_OPEN_ENTRIES);
	});
}

#[test]
fn entry_numbers_that_are_used_up_are_not_given_again() {
	run(|| {
		NextEntry::<Test>::put(EntryId(u32::MAX));
		assert_noop!(
			propose_rate(BANK, RateKind::Lpr1Y, 300, day("2025-03-03")),
			Error::<Test>::CounterUsedUp
		);
	});
}
