//! Random sequences of calls, against the rules written down a second time, without any pallet.

use super::*;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Debug, Clone)]
enum Step {
	Propose { seat: usize, number: u32 },
	Vote { seat: usize, number: u32, approve: bool },
	Close { number: u32 },
	Withdraw { seat: usize, number: u32 },
	SetKeys { seat: usize, key: u64 },
	Wait { blocks: u64 },
}

struct Motion {
	index: u32,
	proposer: usize,
	ayes: BTreeSet<usize>,
	nays: BTreeSet<usize>,
	end: u64,
}

struct Model {
	block: u64,
	/// Organisations of the seats; regulators come first.
	seats: Vec<u32>,
	regulators: usize,
	motions: BTreeMap<u32, Motion>,
	next_index: u32,
	decided: BTreeMap<u32, u32>,
	/// In force, queued, next.
	keys: [Vec<u64>; 3],
	/// Key → the seat that it names for ever.
	users: BTreeMap<u64, usize>,
	/// When a seat set keys last.
	set_at: BTreeMap<usize, u64>,
	ends_left: u8,
	not_before: u64,
}

impl Model {
	fn new(regulators: u32, banks: u32) -> Self {
		let seats: Vec<u32> = (1..=regulators).chain(FIRST_BANK..FIRST_BANK + banks).collect();
		let keys: Vec<u64> = (1..=seats.len() as u64).collect();
		Self {
			block: 1,
			seats,
			regulators: regulators as usize,
			motions: BTreeMap::new(),
			next_index: 0,
			decided: BTreeMap::new(),
			users: keys.iter().copied().zip(0..).collect(),
			set_at: BTreeMap::new(),
			keys: [keys.clone(), keys.clone(), keys],
			ends_left: 0,
			not_before: 0,
		}
	}

	/// More than two thirds.
	fn decides(&self, votes: usize) -> bool {
		votes * 3 > self.seats.len() * 2
	}

	fn propose(&mut self, seat: usize, number: u32) -> bool {
		let own = self.motions.values().filter(|motion| motion.proposer == seat).count() as u32;
		if self.motions.contains_key(&number) || own == MOTIONS_PER_SEAT {
			return false;
		}
		let end = self.block + MOTION_DURATION;
		let index = self.next_index;
		let motion = Motion { index, proposer: seat, ayes: [seat].into(), nays: BTreeSet::new(), end };
		self.motions.insert(number, motion);
		self.next_index += 1;
		true
	}

	fn vote(&mut self, seat: usize, number: u32, approve: bool) -> bool {
		let Some(motion) = self.motions.get_mut(&number) else { return false };
		let (to, from) =
			if approve { (&mut motion.ayes, &mut motion.nays) } else { (&mut motion.nays, &mut motion.ayes) };
		from.remove(&seat);
		to.insert(seat)
	}

	fn close(&mut self, number: u32) -> bool {
		let Some(motion) = self.motions.get(&number) else { return false };
		let passed = self.decides(motion.ayes.len());
		let blocked = !self.decides(self.seats.len() - motion.nays.len());
		if !passed && !blocked && self.block < motion.end {
			return false;
		}
		if passed {
			let of_regulators = motion.ayes.iter().filter(|seat| **seat < self.regulators).count();
			assert!(of_regulators > 0 && of_regulators < motion.ayes.len(), "one college decided alone");
			*self.decided.entry(number).or_default() += 1;
		}
		self.motions.remove(&number);
		true
	}

	fn withdraw(&mut self, seat: usize, number: u32) -> bool {
		let Some(motion) = self.motions.get(&number) else { return false };
		let others = motion.ayes.iter().filter(|aye| **aye != seat).count();
		if motion.proposer != seat || others > 0 {
			return false;
		}
		self.motions.remove(&number);
		true
	}

	fn set_keys(&mut self, seat: usize, key: u64) -> bool {
		let is_rested = self.set_at.get(&seat).is_none_or(|at| self.block >= at + KEY_CHANGE_INTERVAL);
		let is_free = self.users.get(&key).is_none_or(|user| *user == seat);
		if self.keys[2][seat] == key || !is_free || !is_rested {
			return false;
		}
		self.users.insert(key, seat);
		self.set_at.insert(seat, self.block);
		self.keys[2][seat] = key;
		self.ends_left = 2;
		true
	}

	fn wait(&mut self, blocks: u64) {
		for _ in 0..blocks {
			self.block += 1;
			if self.ends_left > 0 && self.block >= self.not_before {
				self.keys[0] = self.keys[1].clone();
				self.keys[1] = self.keys[2].clone();
				self.ends_left -= 1;
				self.not_before = self.block + ROTATION_GAP;
			}
		}
	}

	fn motion(&self, number: u32) -> (H256, u32) {
		let index = self.motions.get(&number).map_or(0, |motion| motion.index);
		(BlakeTwo256::hash_of(&decision(number)), index)
	}

	/// Takes the step here and on the chain; both accept it, or both refuse it.
	fn step(&mut self, step: &Step) {
		let officer = |seat: usize| by(council_officer(self.seats[seat]));
		let (here, there) = match *step {
			Step::Propose { seat, number } => {
				let there = Authorities::propose(officer(seat), 0, Box::new(decision(number)));
				(self.propose(seat, number), there.is_ok())
			}
			Step::Vote { seat, number, approve } => {
				let (hash, index) = self.motion(number);
				let there = Authorities::vote(officer(seat), 0, hash, index, approve);
				(self.vote(seat, number, approve), there.is_ok())
			}
			Step::Close { number } => {
				let there = close(self.motion(number));
				(self.close(number), there.is_ok())
			}
			Step::Withdraw { seat, number } => {
				let (hash, index) = self.motion(number);
				let there = Authorities::withdraw(officer(seat), 0, hash, index);
				(self.withdraw(seat, number), there.is_ok())
			}
			Step::SetKeys { seat, key } => {
				let proof = proof(seat_of(self.seats[seat]), key);
				let there = Authorities::set_session_keys(officer(seat), 0, keys(key), proof);
				(self.set_keys(seat, key), there.is_ok())
			}
			Step::Wait { blocks } => {
				self.wait(blocks);
				run_to(self.block);
				(true, true)
			}
		};
		assert_eq!(here, there, "{step:?}");
	}

	/// The chain is where the model is.
	fn compare(&self) {
		let in_force: Vec<u64> = KeysInForce::get().into_iter().map(|(_, key)| key).collect();
		assert_eq!(in_force, self.keys[0]);
		for number in 0..NUMBERS {
			assert_eq!(decided(number), self.decided.get(&number).copied().unwrap_or_default());
			let Some(motion) = self.motions.get(&number) else {
				assert!(!is_open(self.motion(number)));
				continue;
			};
			let (index, _, ayes, nays) = votes(self.motion(number));
			let accounts = |seats: &BTreeSet<usize>| -> BTreeSet<u64> {
				seats.iter().map(|seat| seat_of(self.seats[*seat])).collect()
			};
			assert_eq!(index, motion.index);
			assert_eq!(ayes.into_iter().collect::<BTreeSet<_>>(), accounts(&motion.ayes));
			assert_eq!(nays.into_iter().collect::<BTreeSet<_>>(), accounts(&motion.nays));
		}
		assert_ok!(Authorities::check_invariants());
	}
}

/// How many decisions there are to propose: more than one seat can, and few enough that votes meet.
const NUMBERS: u32 = MOTIONS_PER_SEAT + 3;

fn step(seats: usize) -> impl Strategy<Value = Step> {
	prop_oneof![
		2 => (0..seats, 0..NUMBERS).prop_map(|(seat, number)| Step::Propose { seat, number }),
		8 => (0..seats, 0..NUMBERS, prop::bool::weighted(0.8))
			.prop_map(|(seat, number, approve)| Step::Vote { seat, number, approve }),
		2 => (0..NUMBERS).prop_map(|number| Step::Close { number }),
		1 => (0..seats, 0..NUMBERS).prop_map(|(seat, number)| Step::Withdraw { seat, number }),
		1 => (0..seats, 1..12_u64).prop_map(|(seat, key)| Step::SetKeys { seat, key }),
		1 => (1..40_u64).prop_map(|blocks| Step::Wait { blocks }),
	]
}

fn consortium_and_steps() -> impl Strategy<Value = ((u32, u32), Vec<Step>)> {
	prop::sample::select(vec![(1, 1), (2, 1), (2, 2), (4, 2), (4, 3)]).prop_flat_map(|(regulators, banks)| {
		let seats = (regulators + banks) as usize;
		(Just((regulators, banks)), prop::collection::vec(step(seats), 1..80))
	})
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(256))]

	#[test]
	fn the_chain_does_what_the_rules_say(((regulators, banks), steps) in consortium_and_steps()) {
		Consortium::of(regulators, banks).run(|| {
			let mut model = Model::new(regulators, banks);
			model.compare();
			for step in &steps {
				model.step(step);
				model.compare();
			}
		});
	}
}
