//! Random sequences of calls against a plain model: a journal of signed entries.

use crate::mock::*;
use crate::{LoanUse, Reviews};
use frame::testing_prelude::*;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use std::cell::Cell;
use std::collections::BTreeMap;
use zhidai_primitives::{testing, Day, Fen, PaymentStatus, Uetr};

const PAYMENTS: u8 = 10;
const DRAWN: i64 = 1_000;

#[derive(Clone, Debug)]
enum Step {
	Count { payment: u8, quarter: u8 },
	TakeBack { payment: u8, quarter: u8 },
	Verify { payment: u8, verified: bool },
	Return { payment: u8 },
	Open { quarter: u8 },
	Sign { quarter: u8, bank: bool },
}

fn step() -> impl Strategy<Value = Step> {
	let (payment, quarter) = (0..PAYMENTS, 1..=4_u8);
	prop_oneof![
		8 => (payment.clone(), quarter.clone()).prop_map(|(payment, quarter)| Step::Count { payment, quarter }),
		4 => (payment.clone(), quarter.clone()).prop_map(|(payment, quarter)| Step::TakeBack { payment, quarter }),
		3 => (payment.clone(), any::<bool>()).prop_map(|(payment, verified)| Step::Verify { payment, verified }),
		2 => payment.prop_map(|payment| Step::Return { payment }),
		6 => quarter.clone().prop_map(|quarter| Step::Open { quarter }),
		10 => (quarter, any::<bool>()).prop_map(|(quarter, bank)| Step::Sign { quarter, bank }),
	]
}

/// A payment of so many yuan, booked in a quarter, on a quality-upgrading line or not.
#[derive(Clone, Debug)]
struct Payment {
	yuan: i64,
	quarter: u8,
	quality_line: bool,
	verified: bool,
	returned: bool,
	counted_in: Option<u8>,
	quality_in: Option<u8>,
}

/// In a quarter, so much was counted and so much of it as quality-upgrading.
#[derive(Clone, Debug)]
struct Entry {
	quarter: u8,
	counted: i64,
	quality: i64,
	adjustment: bool,
}

#[derive(Clone, Debug, Default, PartialEq)]
struct Paper {
	drawn: i64,
	counted: i64,
	quality: i64,
	signed: [bool; 2],
}

#[derive(Default)]
struct Model {
	payments: Vec<Payment>,
	journal: Vec<Entry>,
	waiting: std::collections::BTreeSet<u8>,
	last_closed: u8,
	reviews: BTreeMap<u8, Paper>,
}

impl Model {
	fn sum(&self, through: u8) -> (i64, i64) {
		let entries = self.journal.iter().filter(|entry| entry.quarter <= through);
		entries.fold((0, 0), |sum, entry| (sum.0 + entry.counted, sum.1 + entry.quality))
	}

	fn later(&self, quarter: u8) -> i64 {
		let later = self.journal.iter().filter(|entry| entry.quarter > quarter && !entry.adjustment);
		later.map(|entry| entry.counted).sum()
	}

	fn enter(&mut self, quarter: u8, counted: i64, quality: i64, adjustment: bool) {
		self.journal.push(Entry { quarter, counted, quality, adjustment });
		self.waiting.insert(quarter);
	}

	fn count(&mut self, number: u8, quarter: u8) -> bool {
		let payment = self.payments[usize::from(number)].clone();
		let belongs = payment.quarter == quarter || payment.quarter <= self.last_closed;
		if quarter <= self.last_closed || payment.returned || !belongs {
			return false;
		}
		let quality = payment.quality_line && payment.verified;
		let counted = match payment.counted_in {
			None => payment.yuan,
			Some(earlier) if quality && payment.quality_in.is_none() && earlier <= quarter => 0,
			Some(_) => return false,
		};
		if self.sum(u8::MAX).0 + counted > DRAWN {
			return false;
		}
		self.enter(quarter, counted, if quality { payment.yuan } else { 0 }, false);
		let entry = &mut self.payments[usize::from(number)];
		entry.counted_in.get_or_insert(quarter);
		entry.quality_in = quality.then_some(quarter);
		true
	}

	fn take_back(&mut self, number: u8, quarter: u8) -> bool {
		let payment = self.payments[usize::from(number)].clone();
		let Some(counted_in) = payment.counted_in else { return false };
		let retracted = payment.quality_in.is_some() && !payment.verified;
		if quarter <= self.last_closed || !(payment.returned || retracted) {
			return false;
		}
		let counted_in = payment.returned.then_some(counted_in);
		for (place, counted, quality) in
			[(counted_in, payment.yuan, 0), (payment.quality_in, 0, payment.yuan)]
		{
			match place {
				Some(place) if place <= self.last_closed => self.enter(quarter, -counted, -quality, true),
				Some(place) => self.enter(place, -counted, -quality, false),
				None => {}
			}
		}
		let entry = &mut self.payments[usize::from(number)];
		entry.quality_in = None;
		entry.counted_in = entry.counted_in.filter(|_| !payment.returned);
		true
	}

	fn open(&mut self, quarter: u8) -> bool {
		if quarter <= self.last_closed || self.waiting.iter().any(|waiting| *waiting < quarter) {
			return false;
		}
		let (counted, quality) = self.sum(quarter);
		let drawn = (DRAWN - self.later(quarter)).max(counted);
		let paper = Paper { drawn, counted, quality, signed: [false; 2] };
		let same = |old: &Paper| Paper { signed: [false; 2], ..old.clone() } == paper;
		if self.reviews.get(&quarter).is_some_and(same) {
			return false;
		}
		self.waiting.insert(quarter);
		self.reviews.insert(quarter, paper);
		true
	}

	fn sign(&mut self, quarter: u8, side: usize) -> bool {
		let sum = self.sum(quarter);
		let earlier = self.waiting.iter().any(|waiting| *waiting < quarter);
		let Some(paper) = self.reviews.get_mut(&quarter) else { return false };
		if quarter <= self.last_closed
			|| paper.signed[side]
			|| earlier
			|| sum != (paper.counted, paper.quality)
		{
			return false;
		}
		paper.signed[side] = true;
		if paper.signed == [true; 2] {
			self.last_closed = quarter;
			self.waiting.retain(|waiting| *waiting > quarter);
		}
		true
	}

	fn expect(&mut self, step: &Step) -> bool {
		match *step {
			Step::Count { payment, quarter } => self.count(payment, quarter),
			Step::TakeBack { payment, quarter } => self.take_back(payment, quarter),
			Step::Verify { payment, verified } => {
				self.payments[usize::from(payment)].verified = verified;
				true
			}
			Step::Return { payment } => {
				self.payments[usize::from(payment)].returned = true;
				true
			}
			Step::Open { quarter } => self.open(quarter),
			Step::Sign { quarter, bank } => self.sign(quarter, usize::from(!bank)),
		}
	}
}

fn set_up(seeds: &[(u8, bool, bool, u8)]) -> Model {
	testing::with(|world| world.today = Day::from_ymd(2027, 6, 1).unwrap());
	set_drawn(DRAWN as u64);
	let mut model = Model::default();
	for (number, (quarter, quality_line, verified, yuan)) in (0_u8..).zip(seeds) {
		pay(number, u64::from(*yuan), q(*quarter), *quality_line);
		if !verified {
			verify(u32::from(number), false);
		}
		model.payments.push(Payment {
			yuan: i64::from(*yuan),
			quarter: *quarter,
			quality_line: *quality_line,
			verified: *verified,
			returned: false,
			counted_in: None,
			quality_in: None,
		});
	}
	model
}

fn apply(step: &Step) -> DispatchResult {
	match *step {
		Step::Count { payment, quarter } => count(q(quarter), &[uetr(payment)]),
		Step::TakeBack { payment, quarter } => take_back(q(quarter), &[uetr(payment)]),
		Step::Verify { payment, verified } => {
			verify(u32::from(payment), verified);
			Ok(())
		}
		Step::Return { payment } => {
			let key: Uetr = uetr(payment);
			set_payment(key, |facts| facts.status = PaymentStatus::Returned);
			Ok(())
		}
		Step::Open { quarter } => open(q(quarter)),
		Step::Sign { quarter, bank } => sign(if bank { BANK_CHECKER } else { REGULATOR_CHECKER }, q(quarter)),
	}
}

/// How often the random sequences came to what matters; a test that never gets there shows nothing.
#[derive(Default)]
struct Reached {
	closed: Cell<u32>,
	closed_again: Cell<u32>,
	adjusted: Cell<u32>,
}

fn compare(seeds: &[(u8, bool, bool, u8)], steps: &[Step], reached: &Reached) -> Result<(), TestCaseError> {
	let mut model = set_up(seeds);
	for step in steps {
		let (frozen, closed) = (model.last_closed, model.reviews.get(&model.last_closed).cloned());
		let done = frame::deps::frame_support::storage::with_storage_layer(|| apply(step));
		prop_assert_eq!(done.is_ok(), model.expect(step), "{:?}: {:?}", step, done);
		let usage = LoanUse::<Test>::get(LOAN);
		for number in model.last_closed.max(1)..=4 {
			let (counted, quality) = model.sum(number);
			let sum = Supervision::spend_through(LOAN, &usage, Some(q(number))).unwrap();
			prop_assert_eq!((sum.counted, sum.quality), (yuan(counted), yuan(quality)));
		}
		for (number, paper) in &model.reviews {
			let review = Reviews::<Test>::get(LOAN, q(*number)).unwrap();
			prop_assert_eq!(review.figures.drawn, yuan(paper.drawn));
			prop_assert_eq!(review.met, paper.quality * 10 >= paper.drawn * 3);
			prop_assert_eq!(review.closed_on.is_some(), paper.signed == [true; 2]);
		}
		// A closed quarter never changes.
		prop_assert_eq!(closed.as_ref(), model.reviews.get(&frozen));
		prop_assert_eq!(Supervision::check_invariants(), Ok(()));
	}
	let closed = model.reviews.values().filter(|paper| paper.signed == [true; 2]).count();
	reached.closed.set(reached.closed.get() + u32::from(closed > 0));
	reached.closed_again.set(reached.closed_again.get() + u32::from(closed > 1));
	let adjusted = model.journal.iter().any(|entry| entry.adjustment);
	reached.adjusted.set(reached.adjusted.get() + u32::from(adjusted));
	Ok(())
}

#[test]
fn the_pallet_does_what_the_model_does() {
	let seed = (1..=4_u8, any::<bool>(), any::<bool>(), 1..=250_u8);
	let seeds = proptest::collection::vec(seed, usize::from(PAYMENTS));
	let steps = proptest::collection::vec(step(), 40..160);
	let config = ProptestConfig { cases: 192, failure_persistence: None, ..ProptestConfig::default() };
	let reached = Reached::default();
	TestRunner::new(config)
		.run(&(seeds, steps), |(seeds, steps)| {
			externalities().execute_with(|| compare(&seeds, &steps, &reached))
		})
		.unwrap();
	let Reached { closed, closed_again, adjusted } = reached;
	assert!(closed.get() > 20 && closed_again.get() > 5 && adjusted.get() > 0);
}

fn yuan(amount: i64) -> Fen {
	Fen::from_yuan(u64::try_from(amount).expect("sums are never negative"))
}
