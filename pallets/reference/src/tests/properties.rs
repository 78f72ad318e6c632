//! Random sequences of calls against a plain model.

use super::*;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use zhidai_primitives::traits::{Calendar, Rates};

const KINDS: [RateKind; 3] = [RateKind::Lpr1Y, RateKind::Lpr5Y, RateKind::BankAverage(BANK_ORG)];

#[derive(Clone, Debug)]
enum Step {
	/// Kind, rate, days from the start.
	Propose(usize, u32, u32),
	/// Of all entries, the one at this place; by this rate from this day on.
	Correct(usize, u32, u32),
	/// Of the open entries, the one at this place; by a regulator or a bank.
	Confirm(usize, bool),
	/// Of the open entries, the one at this place.
	Withdraw(usize),
	/// Days go by.
	Wait(u32),
}

fn step() -> impl Strategy<Value = Step> {
	let value = || prop_oneof![9 => 1..=10_000_u32, 1 => Just(0), 1 => Just(10_001)];
	prop_oneof![
		4 => (0..3_usize, value(), 0..90_u32).prop_map(|(kind, value, days)| Step::Propose(kind, value, days)),
		4 => (0..20_usize, value(), 0..90_u32).prop_map(|(place, value, days)| Step::Correct(place, value, days)),
		6 => (0..8_usize, prop::bool::weighted(0.9)).prop_map(|(place, fits)| Step::Confirm(place, fits)),
		1 => (0..8_usize).prop_map(Step::Withdraw),
		1 => (0..20_u32).prop_map(Step::Wait),
	]
}

/// An entry as the model knows it: kind, rate, day, what it corrects.
#[derive(Clone, Copy)]
struct Entry {
	kind: usize,
	value: u32,
	day: u32,
	corrects: Option<u32>,
	/// The day on which it was entered, from the start.
	entered: u32,
}

/// What the pallet should know.
#[derive(Default)]
struct Model {
	now: u32,
	entries: BTreeMap<u32, Entry>,
	open: BTreeSet<u32>,
	confirmed: BTreeSet<u32>,
}

impl Model {
	/// The confirmed entries that nothing took the place of.
	fn standing(&self) -> impl Iterator<Item = (u32, Entry)> + '_ {
		let corrected =
			|number: u32| self.confirmed.iter().any(|by| self.entries[by].corrects == Some(number));
		let standing = self.confirmed.iter().filter(move |number| !corrected(**number));
		standing.map(|number| (*number, self.entries[number]))
	}

	fn accepts(&self, new: Entry) -> bool {
		let of_kind = || self.standing().filter(|(_, old)| old.kind == new.kind);
		let names = new.corrects.is_none_or(|number| of_kind().any(|(old, _)| old == number));
		let free = of_kind().all(|(number, old)| old.day != new.day || new.corrects == Some(number));
		let is_young = self.now - new.entered <= 30;
		(1..=10_000).contains(&new.value) && is_young && new.day <= self.now + 31 && names && free
	}

	/// The entry at a place among the open ones.
	fn at(&self, place: usize) -> Option<u32> {
		self.open.iter().nth(place % self.open.len().max(1)).copied()
	}
}

fn enter(model: &mut Model, start: Day, new: Entry) {
	let new = Entry { entered: model.now, ..new };
	let (kind, value, day) = (KINDS[new.kind], BasisPoints(new.value), Day(start.0 + new.day));
	let corrects = new.corrects.map(EntryId).and_then(correction);
	let result = Reference::propose_rate(maker(BANK), kind, value, day, source(), corrects, new_request());
	assert_eq!(result.is_ok(), model.accepts(new) && model.open.len() < 64, "{result:?}");
	if result.is_ok() {
		let number = model.entries.len() as u32;
		model.entries.insert(number, new);
		model.open.insert(number);
	}
}

fn play(model: &mut Model, start: Day, step: Step) {
	match step {
		Step::Propose(kind, value, day) => {
			let (corrects, entered) = (None, 0);
			enter(model, start, Entry { kind, value, day, corrects, entered });
		}
		Step::Correct(place, value, day) => {
			let number = (place % model.entries.len().max(1)) as u32;
			let Some(old) = model.entries.get(&number) else { return };
			let (kind, corrects, entered) = (old.kind, Some(number), 0);
			enter(model, start, Entry { kind, value, day, corrects, entered });
		}
		Step::Confirm(place, fits) => {
			let Some(number) = model.at(place) else { return };
			let by = checker(if fits { MARKET_REGULATOR } else { OTHER_BANK });
			let result = Reference::confirm_rate(by, EntryId(number), digest(EntryId(number)));
			assert_eq!(result.is_ok(), fits && model.accepts(model.entries[&number]), "{result:?}");
			if result.is_ok() {
				model.open.remove(&number);
				model.confirmed.insert(number);
			}
		}
		Step::Withdraw(place) => {
			let Some(number) = model.at(place) else { return };
			assert_ok!(Reference::withdraw(maker(BANK), EntryId(number)));
			model.open.remove(&number);
		}
		Step::Wait(days) => {
			model.now += days;
			set_clock(&Day(start.0 + model.now).to_string());
		}
	}
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(64))]

	#[test]
	fn the_rate_on_a_day_is_the_latest_that_stands_until_then(steps in prop::collection::vec(step(), 1..80)) {
		run(|| {
			let start = Reference::today();
			let mut model = Model::default();
			for step in steps {
				play(&mut model, start, step);
				Reference::check_invariants().unwrap();
			}
			for (place, kind) in KINDS.iter().enumerate() {
				for day in (0..120).step_by(7) {
					let expected = model
						.standing()
						.filter(|(_, entry)| entry.kind == place && entry.day <= day)
						.max_by_key(|(_, entry)| entry.day)
						.map(|(number, entry)| (number, entry.value, start.0 + entry.day));
					let found = Reference::rate_on(*kind, Day(start.0 + day)).ok();
					let found = found.map(|rate| (rate.entry.0, rate.value.0, rate.effective_from.0));
					assert_eq!(found, expected);
				}
			}
		});
	}

	#[test]
	fn working_days_add_up(start in 0..300_u32, one in 0..40_u16, more in 1..40_u16) {
		run(|| {
			add_calendar(2025, &["2025-05-01", "2025-05-02", "2025-10-01", "2025-10-02"], &["2025-04-27"]);
			add_calendar(2026, &["2026-01-01"], &["2026-01-04"]);
			let start = Day(day("2025-01-02").0 + start);
			let worked = Reference::working_days_after(start, 0).unwrap();
			let then = Reference::working_days_after(worked, one).unwrap();
			assert_eq!(Reference::working_days_after(then, 0), Ok(then));
			assert_eq!(
				Reference::working_days_after(then, more),
				Reference::working_days_after(worked, one + more)
			);
		});
	}
}
