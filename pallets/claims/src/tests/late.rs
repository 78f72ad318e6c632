//! The double that answers late, around this pallet: what its callers are tested with.

use super::{keys, subject};
use crate::mock::*;
use zhidai_primitives::testing::LateClaims;
use zhidai_primitives::traits::{ClaimState, Claims};

type Late = LateClaims<ClaimsPallet>;

#[test]
fn an_answer_comes_late_and_the_first_to_ask_wins() {
	run(|| {
		assert_eq!(Late::want(subject(8, 0), &keys(&[8])), Ok(ClaimState::Landed));
		Late::be_late();
		Late::ask_elsewhere(subject(9, 0), &keys(&[1]));
		for (number, key) in [(1, 1), (2, 2), (3, 2), (4, 8)] {
			assert_eq!(Late::want(subject(number, 0), &keys(&[key])), Ok(ClaimState::Wanted));
		}
		assert_eq!(Late::holders(subject(3, 0), &keys(&[1, 2])), [subject(1, 0), subject(2, 0)]);
		Late::answer();
		let states: Vec<_> = (1..5).map(|number| Late::state(subject(number, 0))).collect();
		let (landed, taken) = (Some(ClaimState::Landed), Some(ClaimState::Taken));
		assert_eq!(states, [taken, landed, taken, taken]);
		for number in [2, 8] {
			Late::discharge(subject(number, 0));
			assert_eq!(Late::state(subject(number, 0)), None);
		}
	});
}
