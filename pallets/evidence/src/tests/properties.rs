//! Random sequences of calls against a plain model.

use crate::mock::*;
use crate::{FinancingSide, Fingerprints, Status};
use frame::testing_prelude::*;
use proptest::prelude::*;
use std::collections::BTreeSet;
use zhidai_primitives::traits::EvidenceDesk;
use zhidai_primitives::{EvidenceId, Fen, Verdict};

#[derive(Clone, Debug)]
enum Step {
	File { loan: u32 },
	Revise { evidence: usize },
	Withdraw { evidence: usize },
	Verdict { evidence: usize, side: usize, verdict: u8, prints: BTreeSet<u8> },
	Reserve { evidence: usize, amount: u64 },
	Free { evidence: usize, amount: u64 },
}

fn step() -> impl Strategy<Value = Step> {
	let evidence = 0..6_usize;
	let prints = proptest::collection::btree_set(0..3_u8, 1..3);
	prop_oneof![
		2 => (1..=2_u32).prop_map(|loan| Step::File { loan }),
		1 => evidence.clone().prop_map(|evidence| Step::Revise { evidence }),
		1 => evidence.clone().prop_map(|evidence| Step::Withdraw { evidence }),
		8 => (evidence.clone(), 0..2_usize, 0..6_u8, prints)
			.prop_map(|(evidence, side, verdict, prints)| Step::Verdict { evidence, side, verdict, prints }),
		3 => (evidence.clone(), 1..70_000_u64).prop_map(|(evidence, amount)| Step::Reserve { evidence, amount }),
		2 => (evidence, 1..70_000_u64).prop_map(|(evidence, amount)| Step::Free { evidence, amount }),
	]
}

/// One side's verdict: for it with these fingerprints, against it (`None`, true), cannot tell (`None`, false).
type Opinion = (Option<BTreeSet<u8>>, bool);

#[derive(Clone, Debug, Default)]
struct Document {
	loan: u32,
	opinions: [Option<Opinion>; 2],
	withdrawn: bool,
	used: u64,
}

impl Document {
	fn status(&self) -> Status {
		if self.withdrawn {
			return Status::Withdrawn;
		}
		let [Some((bank, bank_against)), Some((regulator, regulator_against))] = &self.opinions else {
			return Status::Filed;
		};
		match (bank, regulator, *bank_against || *regulator_against) {
			(Some(bank), Some(regulator), _) if bank == regulator => Status::Verified,
			(Some(_), Some(_), _) | (Some(_), None, true) | (None, Some(_), true) => Status::Conflicting,
			(None, None, true) => Status::Rejected,
			_ => Status::Undecided,
		}
	}

	fn claims(&self) -> BTreeSet<u8> {
		match self.status().stands() {
			true => {
				self.opinions.iter().flatten().filter_map(|opinion| opinion.0.clone()).flatten().collect()
			}
			false => BTreeSet::new(),
		}
	}

	fn fresh(&self) -> bool {
		self.used == 0 && !matches!(self.status(), Status::Verified | Status::Withdrawn)
	}
}

/// What the model expects of a step; changes the model where it expects success.
fn expect(model: &mut Vec<Document>, step: &Step) -> bool {
	let of = |model: &Vec<Document>, index: &usize| model.get(*index).cloned();
	match step {
		Step::File { loan } => {
			model.push(Document { loan: *loan, ..Document::default() });
			true
		}
		Step::Revise { evidence } => of(model, evidence).is_some_and(|document| {
			let fresh = document.fresh();
			if fresh {
				model[*evidence].opinions = [None, None];
			}
			fresh
		}),
		Step::Withdraw { evidence } => of(model, evidence).is_some_and(|document| {
			let may = document.used == 0 && !document.withdrawn;
			model[*evidence].withdrawn |= may;
			may
		}),
		Step::Verdict { evidence, side, verdict, prints } => of(model, evidence).is_some_and(|document| {
			let first = document.opinions.iter().all(Option::is_none);
			let positive = *verdict < 4;
			let taken = model.iter().any(|other| !other.claims().is_disjoint(prints));
			let may =
				!document.withdrawn && document.opinions[*side].is_none() && !(positive && first && taken);
			if may {
				let opinion = (positive.then(|| prints.clone()), *verdict == 4);
				model[*evidence].opinions[*side] = Some(opinion);
			}
			may
		}),
		Step::Reserve { evidence, amount } => of(model, evidence).is_some_and(|document| {
			let may = document.status().stands() && document.used + amount <= 100_000;
			model[*evidence].used += if may { *amount } else { 0 };
			may
		}),
		Step::Free { evidence, amount } => {
			if let Some(document) = model.get_mut(*evidence) {
				document.used = document.used.saturating_sub(*amount);
			}
			true
		}
	}
}

fn apply(model: &[Document], step: &Step) -> DispatchResult {
	let id = |evidence: &usize| EvidenceId(*evidence as u32);
	let origin = RuntimeOrigin::signed(MAKER);
	match step {
		Step::File { loan } => EvidencePallet::file(origin, zhidai_primitives::LoanId(*loan), invoice()),
		Step::Revise { evidence } => EvidencePallet::revise(origin, id(evidence), invoice()),
		Step::Withdraw { evidence } => EvidencePallet::withdraw(origin, id(evidence)),
		Step::Verdict { evidence, side, verdict, prints } => {
			let Some(document) = model.get(*evidence) else { return Err(DispatchError::Other("none")) };
			let bank = if document.loan == 1 { BANK_ATTESTS } else { OTHER_ATTESTS };
			let who = if *side == 0 { bank } else { REGULATOR_ATTESTS };
			let prints: Vec<u8> = prints.iter().copied().collect();
			match verdict {
				0..=3 => attest(who, id(evidence), Verdict::Consistent, &prints),
				4 => attest(who, id(evidence), Verdict::NotConsistent, &[]),
				_ => attest(who, id(evidence), Verdict::CannotTell, &[]),
			}
		}
		Step::Reserve { evidence, amount } => EvidencePallet::reserve(id(evidence), Fen(*amount)),
		Step::Free { evidence, amount } => {
			EvidencePallet::free(id(evidence), Fen(*amount));
			Ok(())
		}
	}
}

proptest! {
	#![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

	#[test]
	fn the_pallet_does_what_the_model_does(steps in proptest::collection::vec(step(), 1..60)) {
		externalities().execute_with(|| -> Result<(), TestCaseError> {
			let mut model = Vec::new();
			for step in steps {
				let done = frame::deps::frame_support::storage::with_storage_layer(|| apply(&model, &step));
				let expected = expect(&mut model, &step);
				prop_assert_eq!(done.is_ok(), expected, "{:?}: {:?}", step, done);
				for (number, document) in model.iter().enumerate() {
					let state = state(EvidenceId(number as u32));
					prop_assert_eq!((state.status, state.used), (document.status(), Fen(document.used)));
				}
				for print in 0..5_u8 {
					let holder = Fingerprints::<Test>::get([print; 32], FinancingSide::Payable);
					let expected = model.iter().position(|document| document.claims().contains(&print));
					prop_assert_eq!(holder.map(|claim| claim.evidence.0 as usize), expected);
				}
				prop_assert_eq!(EvidencePallet::check_invariants(), Ok(()));
			}
			Ok(())
		})?;
	}
}
