//! Random sequences of questions against a plain model.

use super::{keys, subject};
use crate::mock::*;
use crate::Holders;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use zhidai_primitives::traits::{ClaimState, Claims};

#[derive(Clone, Debug)]
enum Step {
	Want { subject: (u32, u16), keys: BTreeSet<u8> },
	Discharge { subject: (u32, u16) },
}

fn step() -> impl Strategy<Value = Step> {
	let named = (0..4_u32, 0..2_u16);
	let keys = proptest::collection::btree_set(0..6_u8, 0..6);
	prop_oneof![
		3 => (named.clone(), keys).prop_map(|(subject, keys)| Step::Want { subject, keys }),
		1 => named.prop_map(|subject| Step::Discharge { subject }),
	]
}

type Model = BTreeMap<(u32, u16), BTreeSet<u8>>;

/// What is answered; changes the model where a document lands.
fn expect(model: &mut Model, asked: (u32, u16), wanted: &BTreeSet<u8>) -> Option<ClaimState> {
	if wanted.is_empty() || wanted.len() > 4 {
		return None;
	}
	if let Some(own) = model.get(&asked) {
		return (own == wanted).then_some(ClaimState::Landed);
	}
	if model.values().any(|keys| !keys.is_disjoint(wanted)) {
		return Some(ClaimState::Taken);
	}
	model.insert(asked, wanted.clone());
	Some(ClaimState::Landed)
}

proptest! {
	#![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

	#[test]
	fn the_pallet_answers_as_the_model_does(steps in proptest::collection::vec(step(), 1..60)) {
		externalities().execute_with(|| -> Result<(), TestCaseError> {
			let mut model = Model::new();
			for step in steps {
				match step {
					Step::Want { subject: (evidence, revision), keys: wanted } => {
						let bytes: Vec<u8> = wanted.iter().copied().collect();
						let answer = ClaimsPallet::want(subject(evidence, revision), &keys(&bytes));
						prop_assert_eq!(answer.ok(), expect(&mut model, (evidence, revision), &wanted));
					}
					Step::Discharge { subject: (evidence, revision) } => {
						ClaimsPallet::discharge(subject(evidence, revision));
						model.remove(&(evidence, revision));
					}
				}
				for key in 0..6_u8 {
					let holder = model.iter().find(|(_, keys)| keys.contains(&key)).map(|(named, _)| *named);
					let expected = holder.map(|(evidence, revision)| subject(evidence, revision));
					prop_assert_eq!(Holders::<Test>::get([key; 32]), expected);
				}
				prop_assert_eq!(ClaimsPallet::check_invariants(), Ok(()));
			}
			Ok(())
		})?;
	}
}
