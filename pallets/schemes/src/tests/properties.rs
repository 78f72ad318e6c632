//! Random sequences of calls against a plain model.

use super::*;
use crate::Preset;
use proptest::prelude::*;
use std::collections::BTreeMap;
use zhidai_primitives::{traits::SchemeBook, Fen};

#[derive(Clone, Debug)]
enum Step {
	/// A new programme with this limit of the first tier, in fen over the second's.
	New(u64),
	/// A next version with this limit.
	Next(u16, u64),
	Retire(u16),
}

fn step() -> impl Strategy<Value = Step> {
	prop_oneof![
		2 => (0..1_000_u64).prop_map(Step::New),
		6 => (0..6_u16, 0..1_000_u64).prop_map(|(scheme, over)| Step::Next(scheme, over)),
		1 => (0..6_u16).prop_map(Step::Retire),
	]
}

fn terms_over(over: u64) -> SchemeTerms {
	terms(|terms| terms.tiers[0].limit.amount = Fen(terms.tiers[1].limit.amount.0 + over))
}

/// Versions of a programme in order, and whether it is retired.
type Model = BTreeMap<u16, (Vec<SchemeTerms>, bool)>;

fn play(model: &mut Model, step: Step) {
	match step {
		Step::New(over) => {
			assert_ok!(publish(None, terms_over(over)));
			let number = model.keys().next_back().map_or(1, |last| last + 1);
			model.insert(number, (vec![terms_over(over)], false));
		}
		Step::Next(scheme, over) => {
			let result = publish(Some(SchemeId(scheme)), terms_over(over));
			match model.get_mut(&scheme).filter(|entry| !entry.1) {
				Some((versions, _)) => {
					assert_ok!(result);
					versions.push(terms_over(over));
				}
				None => assert!(result.is_err()),
			}
		}
		Step::Retire(scheme) => {
			let expected = model.get_mut(&scheme).filter(|entry| !entry.1).map(|entry| entry.1 = true);
			assert_eq!(retire(SchemeId(scheme)).ok(), expected);
		}
	}
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(64))]

	#[test]
	fn a_version_once_published_never_changes(steps in prop::collection::vec(step(), 1..60)) {
		run(|| {
			let mut model: Model =
				Preset::ALL.iter().map(|preset| (preset.id().0, (vec![preset.terms().unwrap()], false))).collect();
			for step in steps {
				play(&mut model, step);
				for (scheme, (versions, retired)) in &model {
					let scheme = SchemeId(*scheme);
					for (number, version) in (1..).zip(versions) {
						assert_eq!(Schemes::terms(scheme, SchemeVersion(number)).as_ref(), Ok(version));
					}
					let last = SchemeVersion(versions.len().try_into().unwrap());
					let current = Schemes::current(scheme).ok().map(|(version, _)| version);
					assert_eq!(current, (!retired).then_some(last));
				}
			}
		});
	}
}
