//! What holds for everybody, rates and the calendar: who vouches for it, and what a correction does.

mod common;

use common::consortium::*;
use common::lending::*;
use common::*;
use pallet_reference::Correction;
use pallet_registry::KeyFor;
use zhidai_primitives::traits::{Calendar, Finding};
use zhidai_primitives::{BasisPoints, Day, Digest as Hash, Duty, EntryId, RateKind, Role, Roles};
use zhidai_runtime::{Reference, Runtime, Supervision};

type ReferenceError = pallet_reference::Error<Runtime>;

/// The LPR of today.
fn lpr() -> ReferenceCall {
	ReferenceCall::propose_rate {
		kind: RateKind::Lpr1Y,
		value_bp: BasisPoints(300),
		effective_from: today(),
		source: Hash::repeat_byte(3),
		corrects: None,
		request_id: new_request(),
	}
}

/// The calendar of 2026 with these holidays, or its correction.
fn year(holidays: &[Day], corrects: Option<Correction>) -> ReferenceCall {
	ReferenceCall::propose_calendar {
		year: 2026,
		holidays: holidays.to_vec().try_into().unwrap(),
		workdays_on_weekends: Default::default(),
		source: Hash::repeat_byte(1),
		corrects,
		request_id: new_request(),
	}
}

/// An officer enters it; its number, and what is named to confirm it.
#[track_caller]
fn entered(name: &str, call: ReferenceCall) -> (EntryId, Hash) {
	let entry = pallet_reference::NextEntry::<Runtime>::get();
	done(name, call);
	let open = pallet_reference::OpenEntries::<Runtime>::get(entry).expect("it waits");
	(entry, open.digest(entry))
}

fn confirm_rate((entry, digest): (EntryId, Hash)) -> ReferenceCall {
	ReferenceCall::confirm_rate { entry, digest }
}

fn confirm_year((entry, digest): (EntryId, Hash)) -> ReferenceCall {
	ReferenceCall::confirm_calendar { entry, digest }
}

/// The council admits an organisation that gets no seat.
#[track_caller]
fn admit_without_seat(short: &str, roles: &[Role]) {
	let admission = bureau("宁波市无席位机构", short, NINGBO);
	let RegistryCall::admit_by_council { mut organisation, officers } = admission else {
		panic!("an admission");
	};
	organisation.roles = Roles::of(roles);
	// The keys sign for the organisation as it is admitted.
	let officers = proven(KeyFor::Admission(organisation.digest()), officers.into_inner());
	decided(RegistryCall::admit_by_council { organisation, officers }).expect("admitted");
}

/// 财政局 in the seat that the preset gives to the financial regulator.
#[test]
fn a_finance_bureau_that_sits_with_the_regulators_vouches_as_one_of_them() {
	let seated = |preset: &mut serde_json::Value| {
		preset["registry"]["organisations"][1]["roles"] = serde_json::json!(["FinanceBureau"]);
	};
	chain_with(seated, || {
		let rate = entered("bank-a.maker", lpr());
		refused("bank-b.checker", confirm_rate(rate), ReferenceError::ConfirmationNotAllowed);
		done("nfra.checker", confirm_rate(rate));
		let calendar = entered("msa.maker", year(&[], None));
		refused("nfra.checker", confirm_year(calendar), ReferenceError::ConfirmationNotAllowed);
		done("bank-b.checker", confirm_year(calendar));
	});
}

#[test]
fn who_holds_no_seat_counts_where_alone_it_could_sit() {
	chain(|| {
		admit_without_seat("czj", &[Role::FinanceBureau]);
		admit_without_seat("both", &[Role::Bank, Role::FinancialRegulator]);
		admit_without_seat("hz", &[Role::MarketRegulator]);
		for short in ["czj", "both"] {
			let (maker, checker) = (format!("{short}.maker"), format!("{short}.checker"));
			refused(&maker, lpr(), ReferenceError::EntryNotAllowed);
			refused(&maker, year(&[], None), ReferenceError::EntryNotAllowed);
			let rate = entered("bank-a.maker", lpr());
			refused(&checker, confirm_rate(rate), ReferenceError::ConfirmationNotAllowed);
			done("bank-a.maker", ReferenceCall::withdraw { entry: rate.0 });
			next_block();
		}
		let rate = entered("hz.maker", lpr());
		refused("nfra.checker", confirm_rate(rate), ReferenceError::ConfirmationNotAllowed);
		done("bank-a.checker", confirm_rate(rate));
	});
}

/// A stolen key enters rates, and its officer is removed; or the council suspends the organisation. Nothing rests on
/// what it signed months later, and who could have confirmed it clears it away.
#[test]
fn an_entry_ends_with_its_makers_key_and_with_the_organisations_part() {
	chain(|| {
		let confirm_by = |name: &str, rate, rule| refused(name, confirm_rate(rate), rule);
		let rate = entered("bank-b.maker", lpr());
		let removal = pallet_registry::Act::RemoveOfficer(officer_id("bank-b.maker"));
		agreed("bank-b.admin-1", "bank-b.admin-2", removal);
		confirm_by("msa.checker", rate, ReferenceError::MakerNotActive);
		refused(
			"bank-a.maker",
			ReferenceCall::withdraw { entry: rate.0 },
			ReferenceError::WithdrawalNotAllowed,
		);
		done("nfra.checker", ReferenceCall::withdraw { entry: rate.0 });

		let maker = officer("bank-b.maker-2", &[Duty::Maker]);
		agreed("bank-b.admin-1", "bank-b.admin-2", pallet_registry::Act::AddOfficer(maker));
		let rate = entered("bank-b.maker-2", lpr());
		decided(RegistryCall::suspend { org: BANK_B }).expect("suspended");
		next_block();
		confirm_by("msa.checker", rate, ReferenceError::MakerNotActive);
		decided(RegistryCall::reinstate { org: BANK_B }).expect("reinstated");
		next_block();
		done("bank-a.admin-1", ReferenceCall::move_calendar { days: 31 });
		next_block();
		confirm_by("msa.checker", rate, ReferenceError::EntryExpired);
		done("msa.checker", ReferenceCall::withdraw { entry: rate.0 });
	});
}

/// 更正: an alert tells people, and a clock that runs ends by the new calendar.
#[test]
fn a_corrected_calendar_raises_an_alert_and_counts_at_once() {
	chain(|| {
		calendar();
		let old = pallet_reference::CalendarOf::<Runtime>::get(2026).expect("the year has a calendar");
		let day = |day| Day::from_ymd(2026, 1, day).unwrap();
		let end = || Reference::working_days_after(today(), 5);
		let told = || {
			let alerts = Supervision::open_alerts(None, 10).items;
			alerts.into_iter().map(|(_, alert)| alert.finding).collect::<Vec<_>>()
		};
		// From Monday, the 5th.
		assert_eq!(end(), Ok(day(12)));
		let correction = Correction { entry: old, reason: "通知有调整".try_into().unwrap() };
		let new = entered("msa.maker", year(&[day(1), day(7)], Some(correction)));
		assert_eq!((told(), end()), (vec![], Ok(day(12))), "what is only entered corrects nothing");
		done("bank-a.checker", confirm_year(new));
		next_block();
		assert_eq!(told(), [Finding::CalendarCorrected { year: 2026, entry: old, by: new.0 }]);
		assert_eq!(end(), Ok(day(13)));
	});
}
