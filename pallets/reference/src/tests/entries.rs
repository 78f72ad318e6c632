use super::*;
use crate::{Error, Event, OpenCount, MAX_OPEN_ENTRIES};
use zhidai_primitives::{
	testing::{self, Neighbours},
	traits::Once,
	College, Created, Duties, Duty, OfficerId, OrgId, OrgStatus, Page, Role,
};

const FINANCE_BUREAU: u64 = 600;
const BANK_AND_REGULATOR: u64 = 700;

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

/// Brings in organisation 6, a finance bureau, and 7, which is bank and regulator.
fn add_neutral() {
	let officers: &[&[Duty]] = &[&[Duty::Maker], &[Duty::Checker]];
	testing::add_organisation(6, &[Role::FinanceBureau], officers);
	testing::add_organisation(7, &[Role::Bank, Role::FinancialRegulator], officers);
}

#[test]
fn an_organisations_college_is_that_of_its_seat_and_not_of_its_roles() {
	run(|| {
		add_neutral();
		let refused = || Error::<Test>::ConfirmationNotAllowed;
		for (org, by) in [(OrgId(6), FINANCE_BUREAU), (OrgId(7), BANK_AND_REGULATOR)] {
			for (college, same, other) in
				[(College::Regulators, MARKET_REGULATOR, BANK), (College::Banks, BANK, MARKET_REGULATOR)]
			{
				testing::with(|world| world.seats.insert(org, college));
				let day = day("2025-01-01").plus_days(NextEntry::<Test>::get().0).unwrap();
				assert_ok!(propose_rate(by, RateKind::Lpr1Y, 300, day));
				let (entry, named) = (last_entry(), digest(last_entry()));
				assert_noop!(Reference::confirm_rate(checker(same), entry, named), refused());
				assert_ok!(Reference::confirm_rate(checker(other), entry, named));
				let year = u16::try_from(2025 + entry.0).unwrap();
				assert_ok!(propose_calendar(same, year, &[], &[]));
				let (entry, named) = (last_entry(), digest(last_entry()));
				assert_noop!(Reference::confirm_calendar(checker(by), entry, named), refused());
				assert_ok!(propose_calendar(other, year, &[], &[]));
				let (entry, named) = (last_entry(), digest(last_entry()));
				assert_ok!(Reference::confirm_calendar(checker(by), entry, named));
			}
		}
	});
}

#[test]
fn who_counts_in_no_college_vouches_for_nothing_that_is_everybodys() {
	run(|| {
		add_neutral();
		let today = day("2025-03-03");
		for by in [FINANCE_BUREAU, BANK_AND_REGULATOR] {
			assert_noop!(propose_rate(by, RateKind::Lpr1Y, 300, today), Error::<Test>::EntryNotAllowed);
			assert_noop!(propose_calendar(by, 2025, &[], &[]), Error::<Test>::EntryNotAllowed);
			for other in [BANK, MARKET_REGULATOR] {
				assert_ok!(propose_rate(other, RateKind::Lpr1Y, 300, today));
				assert_noop!(
					Reference::confirm_rate(checker(by), last_entry(), digest(last_entry())),
					Error::<Test>::ConfirmationNotAllowed
				);
			}
		}
	});
}

#[test]
fn a_banks_own_average_asks_no_college_of_that_bank() {
	run(|| {
		add_neutral();
		let today = day("2025-03-03");
		assert_ok!(propose_rate(BANK_AND_REGULATOR, RateKind::BankAverage(OrgId(7)), 400, today));
		let (entry, named) = (last_entry(), digest(last_entry()));
		// Not by itself, not by another bank, not by who does not count among the regulators.
		for by in [BANK_AND_REGULATOR, BANK, FINANCE_BUREAU] {
			assert_noop!(
				Reference::confirm_rate(checker(by), entry, named),
				Error::<Test>::ConfirmationNotAllowed
			);
		}
		testing::with(|world| world.seats.insert(OrgId(6), College::Regulators));
		assert_ok!(Reference::confirm_rate(checker(FINANCE_BUREAU), entry, named));
		// Nor does its being a regulator too let it speak for another bank.
		let another = propose_rate(BANK_AND_REGULATOR, RateKind::BankAverage(BANK_ORG), 400, today);
		assert_noop!(another, Error::<Test>::AverageNotAllowed);
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
		// One member of the other college does not keep it from the others, as long as they can confirm it.
		let other = checker(MARKET_REGULATOR);
		assert_noop!(Reference::withdraw(other, entry), Error::<Test>::WithdrawalNotAllowed);
		// Its checkers make no entries.
		assert_noop!(Reference::withdraw(checker(BANK), entry), Error::<Test>::WithdrawalNotAllowed);
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

/// An officer who is removed, or loses the duty; a key that is replaced; an organisation that is suspended.
fn ways_to_fall() -> [fn(); 4] {
	let removed = || {
		testing::with(|world| world.officers.remove(&BANK));
	};
	let without_duty =
		|| testing::with(|world| world.officers.get_mut(&BANK).unwrap().2 = Duties::of(&[Duty::View]));
	let new_key = || {
		testing::with(|world| world.keys.insert(OfficerId(300), 1));
	};
	let suspended =
		|| testing::with(|world| world.organisations.get_mut(&BANK_ORG).unwrap().1 = OrgStatus::Suspended);
	[removed, without_duty, new_key, suspended]
}

/// What a stolen key had entered was once confirmed months after its officer was gone.
#[test]
fn an_entry_counts_only_while_its_maker_could_still_make_it() {
	for fall in ways_to_fall() {
		run(|| {
			assert_ok!(propose_rate(BANK, RateKind::Lpr1Y, 300, day("2025-03-03")));
			let rate = last_entry();
			assert_ok!(propose_calendar(BANK, 2025, &[], &[]));
			let calendar = last_entry();
			assert_eq!(waiting_for(1), [rate.0, calendar.0]);
			fall();
			let by = || checker(MARKET_REGULATOR);
			let gone = || Error::<Test>::MakerNotActive;
			assert_noop!(Reference::confirm_rate(by(), rate, digest(rate)), gone());
			assert_noop!(Reference::confirm_calendar(by(), calendar, digest(calendar)), gone());
			assert_eq!([waiting_for(1), waiting_for(2)].concat(), [0_u32; 0]);
			// Who could have confirmed it clears it away: nobody of the organisation may be able to.
			assert_noop!(Reference::withdraw(checker(OTHER_BANK), rate), Error::<Test>::WithdrawalNotAllowed);
			assert_ok!(Reference::withdraw(by(), rate));
			let (entry, org, officer) = (rate, OrgId(1), OfficerId(101));
			System::assert_last_event(Event::EntryWithdrawn { entry, org, officer }.into());
			assert_ok!(Reference::withdraw(checker(FINANCIAL_REGULATOR), calendar));
			assert_eq!(OpenCount::<Test>::get(BANK_ORG), 0);
		});
	}
}

#[test]
fn an_officer_with_a_new_key_enters_it_anew() {
	run(|| {
		testing::with(|world| world.keys.insert(OfficerId(300), 1));
		assert_ok!(propose_rate(BANK, RateKind::Lpr1Y, 300, day("2025-03-03")));
		assert_eq!(waiting_for(1), [0]);
		assert_ok!(Reference::confirm_rate(checker(MARKET_REGULATOR), EntryId(0), digest(EntryId(0))));
	});
}

#[test]
fn an_entry_is_confirmed_within_30_days() {
	run(|| {
		assert_ok!(propose_rate(BANK, RateKind::Lpr1Y, 300, day("2025-03-03")));
		assert_ok!(propose_rate(BANK, RateKind::Lpr5Y, 350, day("2025-03-03")));
		let confirm = |entry| {
			Reference::confirm_rate(checker(MARKET_REGULATOR), EntryId(entry), digest(EntryId(entry)))
		};
		set_clock("2025-04-02");
		assert_eq!(waiting_for(1), [0, 1]);
		assert_ok!(confirm(0));
		set_clock("2025-04-03");
		assert_noop!(confirm(1), Error::<Test>::EntryExpired);
		assert_eq!(waiting_for(1), [0_u32; 0]);
		// Its place is free once it is taken back.
		assert_ok!(Reference::withdraw(maker(BANK), EntryId(1)));
		assert_eq!(OpenCount::<Test>::get(BANK_ORG), 0);
	});
}

#[test]
fn what_waits_is_taken_back_by_a_checker_whom_it_waits_for_and_by_no_other() {
	run(|| {
		let today = day("2025-03-03");
		assert_ok!(propose_rate(MARKET_REGULATOR, RateKind::BankAverage(BANK_ORG), 310, today));
		let average = last_entry();
		for other in [checker(OTHER_BANK), maker(OTHER_BANK), maker(BANK), checker(FINANCIAL_REGULATOR)] {
			assert_noop!(Reference::withdraw(other, average), Error::<Test>::WithdrawalNotAllowed);
		}
		assert_noop!(Reference::withdraw(maker(ENTERPRISE), average), DispatchError::Other("duty missing"));
		assert_ok!(Reference::withdraw(checker(BANK), average));
	});
}

/// An entry whose day was taken can be confirmed no more, and is shown to nobody.
#[test]
fn what_no_longer_fits_waits_for_nobody() {
	run(|| {
		let today = day("2025-03-03");
		assert_ok!(propose_rate(BANK, RateKind::Lpr1Y, 300, today));
		assert_ok!(propose_rate(OTHER_BANK, RateKind::Lpr1Y, 301, today));
		assert_eq!(waiting_for(1), [0, 1]);
		assert_ok!(Reference::confirm_rate(checker(MARKET_REGULATOR), EntryId(0), digest(EntryId(0))));
		assert_eq!(waiting_for(1), [0_u32; 0]);
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
