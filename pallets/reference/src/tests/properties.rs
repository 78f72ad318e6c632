//! Random sequences of calls against a plain model.

use super::*;
use proptest::prelude::*;
use std::collections::BTreeMap;
use zhidai_primitives::traits::{Calendar, Rates};

const KINDS: [RateKind; 3] = [RateKind::Lpr1Y, RateKind::Lpr5Y, RateKind::BankAverage(BANK_ORG)];

#[derive(Clone, Debug)]
enum Step {
	/// Kind, rate, days from the start.
	Propose(usize, u32, u32),
	/// Of the open entries, the one at this place.
	Confirm(usize),
	/// Of the open entries, the one at this place.
	Withdraw(usize),
	/// Days go by.
	Wait(u32),
}

fn step() -> impl Strategy<Value = Step> {
	prop_oneof![
		4 => (0..3_usize, prop_oneof![9 => 1..=10_000_u32, 1 => Just(0), 1 => Just(10_001)], 0..90_u32)
			.prop_map(|(kind, value, days)| Step::Propose(kind, value, days)),
		4 => (0..8_usize).prop_map(Step::Confirm),
		1 => (0..8_usize).prop_map(Step::Withdraw),
		1 => (0..20_u32).prop_map(Step::Wait),
	]
}

/// What the pallet should know.
#[derive(Default)]
struct Model {
	now: u32,
	next: u32,
	/// Entry → kind, rate, day.
	open: BTreeMap<u32, (usize, u32, u32)>,
	/// Kind → day → rate.
	confirmed: BTreeMap<usize, BTreeMap<u32, u32>>,
}

impl Model {
	fn accepts(&self, (kind, value, day): (usize, u32, u32)) -> bool {
		let later = self.confirmed.get(&kind).and_then(|days| days.range(day..).next());
		(1..=10_000).contains(&value) && day <= self.now + 31 && later.is_none()
	}

	/// The entry at a place among the open ones.
	fn at(&self, place: usize) -> Option<u32> {
		self.open.keys().nth(place % self.open.len().max(1)).copied()
	}
}

fn play(model: &mut Model, start: Day, step: Step) {
	match step {
		Step::Propose(kind, value, day) => {
			let result = propose_rate(BANK, KINDS[kind], value, Day(start.0 + day));
			assert_eq!(result.is_ok(), model.accepts((kind, value, day)) && model.open.len() < 64);
			if result.is_ok() {
				model.open.insert(model.next, (kind, value, day));
				model.next += 1;
			}
		}
		Step::Confirm(place) => {
			let Some(entry) = model.at(place) else { return };
			let rate = model.open[&entry];
			let id = EntryId(entry);
			let result = Reference::confirm_rate(checker(MARKET_REGULATOR), id, digest(id));
			assert_eq!(result.is_ok(), model.accepts(rate));
			if result.is_ok() {
				model.open.remove(&entry);
				model.confirmed.entry(rate.0).or_default().insert(rate.2, rate.1);
			}
		}
		Step::Withdraw(place) => {
			let Some(entry) = model.at(place) else { return };
			assert_ok!(Reference::withdraw(maker(BANK), EntryId(entry)));
			model.open.remove(&entry);
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
	fn the_rate_on_a_day_is_the_latest_confirmed_until_then(steps in prop::collection::vec(step(), 1..80)) {
		run(|| {
			let start = Reference::today();
			let mut model = Model::default();
			for step in steps {
				play(&mut model, start, step);
				Reference::check_invariants().unwrap();
			}
			for (number, kind) in KINDS.iter().enumerate() {
				for day in (0..120).step_by(7) {
					let expected = model
						.confirmed
						.get(&number)
						.and_then(|days| days.range(..=day).next_back())
						.map(|(from, value)| (*value, start.0 + from));
					let found = Reference::rate_on(*kind, Day(start.0 + day)).ok();
					assert_eq!(found.map(|rate| (rate.value.0, rate.effective_from.0)), expected);
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
