//! What crosses from one bank to another, answered late: callers that wait can be tested. Kept in the chain's
//! storage, so that a refused call takes its questions back.

use crate::traits::{ClaimKey, ClaimState, ClaimSubject, Claims};
use codec::{Decode, Encode};
use polkadot_sdk::sp_io::storage;
use polkadot_sdk::sp_runtime::DispatchError;
use std::collections::BTreeSet;
use std::vec::Vec;

const KEY: &[u8] = b"testing/late-claims";

#[derive(Encode, Decode, Clone)]
struct Question {
	subject: ClaimSubject,
	keys: Vec<ClaimKey>,
	state: ClaimState,
	/// Another chain asked: only the answers show it here.
	elsewhere: bool,
}

impl Question {
	fn meets(&self, keys: &[ClaimKey]) -> bool {
		self.keys.iter().any(|key| keys.contains(key))
	}
}

/// Claims as a hub answers them: wanted at first, landed or taken when [`LateClaims::answer`] is called.
pub struct LateClaims;

impl LateClaims {
	fn read() -> Vec<Question> {
		let bytes = storage::get(KEY).unwrap_or_default();
		Decode::decode(&mut &bytes[..]).unwrap_or_default()
	}

	fn write(questions: &[Question]) {
		storage::set(KEY, &questions.encode());
	}

	fn ask(subject: ClaimSubject, keys: &[ClaimKey], elsewhere: bool) -> ClaimState {
		let mut questions = Self::read();
		if let Some(known) = questions.iter().find(|question| question.subject == subject) {
			return known.state;
		}
		let state = ClaimState::Wanted;
		questions.push(Question { subject, keys: keys.to_vec(), state, elsewhere });
		Self::write(&questions);
		state
	}

	/// Another chain asks for a document.
	pub fn ask_elsewhere(subject: ClaimSubject, keys: &[ClaimKey]) {
		Self::ask(subject, keys, true);
	}

	/// The answers arrive, in the order of the questions: a document lands where none of its keys has landed before.
	pub fn answer() {
		let mut questions = Self::read();
		let mut landed: BTreeSet<ClaimKey> = BTreeSet::new();
		for question in questions.iter().filter(|question| question.state == ClaimState::Landed) {
			landed.extend(&question.keys);
		}
		for question in questions.iter_mut().filter(|question| question.state == ClaimState::Wanted) {
			let is_free = question.keys.iter().all(|key| !landed.contains(key));
			question.state = if is_free { ClaimState::Landed } else { ClaimState::Taken };
			if is_free {
				landed.extend(&question.keys);
			}
		}
		Self::write(&questions);
	}
}

impl Claims for LateClaims {
	fn want(subject: ClaimSubject, keys: &[ClaimKey]) -> Result<ClaimState, DispatchError> {
		Ok(Self::ask(subject, keys, false))
	}

	fn state(subject: ClaimSubject) -> Option<ClaimState> {
		Self::read().into_iter().find(|question| question.subject == subject).map(|question| question.state)
	}

	fn holders(subject: ClaimSubject, keys: &[ClaimKey]) -> Vec<ClaimSubject> {
		let known = |question: &Question| {
			!question.elsewhere && question.subject != subject && question.state != ClaimState::Taken
		};
		let held = Self::read().into_iter().filter(|question| known(question) && question.meets(keys));
		held.map(|question| question.subject).collect()
	}

	fn discharge(subject: ClaimSubject) {
		let mut questions = Self::read();
		questions.retain(|question| question.subject != subject);
		Self::write(&questions);
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::EvidenceId;
	use polkadot_sdk::sp_io::TestExternalities;

	fn subject(evidence: u32) -> ClaimSubject {
		ClaimSubject { evidence: EvidenceId(evidence), revision: 0 }
	}

	#[test]
	fn an_answer_comes_late_and_the_first_to_ask_wins() {
		TestExternalities::default().execute_with(|| {
			LateClaims::ask_elsewhere(subject(9), &[[1; 32]]);
			for (number, key) in [(1, 1), (2, 2), (3, 2)] {
				assert_eq!(LateClaims::want(subject(number), &[[key; 32]]), Ok(ClaimState::Wanted));
			}
			assert_eq!(LateClaims::holders(subject(3), &[[1; 32], [2; 32]]), [subject(1), subject(2)]);
			LateClaims::answer();
			let states: Vec<_> = (1..4).map(|number| LateClaims::state(subject(number))).collect();
			let (landed, taken) = (Some(ClaimState::Landed), Some(ClaimState::Taken));
			assert_eq!(states, [taken, landed, taken]);
			LateClaims::discharge(subject(2));
			assert_eq!(LateClaims::state(subject(2)), None);
		});
	}
}
