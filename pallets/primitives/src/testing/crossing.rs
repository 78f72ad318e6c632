//! Claims that are answered late, around claims that are answered at once: callers that pass with them can wait. Kept
//! in the chain's storage, so that a refused call takes its questions back.

use super::kept;
use crate::traits::{ClaimKey, ClaimState, ClaimSubject, Claims};
use codec::{Decode, Encode};
use core::marker::PhantomData;
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

#[derive(Encode, Decode, Clone, Default)]
struct Waiting {
	late: bool,
	questions: Vec<Question>,
}

fn read() -> Waiting {
	kept::read(KEY)
}

fn change<R>(change: impl FnOnce(&mut Waiting) -> R) -> R {
	kept::change(KEY, change)
}

fn ask(subject: ClaimSubject, keys: &[ClaimKey], elsewhere: bool) -> ClaimState {
	change(|waiting| {
		let mut asked = waiting.questions.iter();
		if let Some(known) = asked.find(|question| question.subject == subject) {
			return known.state;
		}
		let state = ClaimState::Wanted;
		waiting.questions.push(Question { subject, keys: keys.to_vec(), state, elsewhere });
		state
	})
}

/// Claims as a hub answers them, once a test lets them be late: wanted at first, landed or taken when
/// [`LateClaims::answer`] is called.
pub struct LateClaims<Inner>(PhantomData<Inner>);

impl<Inner: Claims> LateClaims<Inner> {
	/// From now on answers wait for [`Self::answer`].
	pub fn be_late() {
		change(|waiting| waiting.late = true);
	}

	/// Another chain asks for a document.
	pub fn ask_elsewhere(subject: ClaimSubject, keys: &[ClaimKey]) {
		ask(subject, keys, true);
	}

	/// The answers arrive, in the order of the questions: a document lands where none of its keys has landed before.
	pub fn answer() {
		change(|Waiting { questions, .. }| {
			let mut landed: BTreeSet<ClaimKey> = BTreeSet::new();
			for question in questions.iter().filter(|question| question.state == ClaimState::Landed) {
				landed.extend(&question.keys);
			}
			for question in questions.iter_mut().filter(|question| question.state == ClaimState::Wanted) {
				let is_free = question.keys.iter().all(|key| !landed.contains(key))
					&& Inner::holders(question.subject, &question.keys).is_empty();
				question.state = if is_free { ClaimState::Landed } else { ClaimState::Taken };
				if is_free {
					landed.extend(&question.keys);
				}
			}
		});
	}
}

impl<Inner: Claims> Claims for LateClaims<Inner> {
	fn want(subject: ClaimSubject, keys: &[ClaimKey]) -> Result<ClaimState, DispatchError> {
		match read().late {
			true => Ok(ask(subject, keys, false)),
			false => Inner::want(subject, keys),
		}
	}

	fn state(subject: ClaimSubject) -> Option<ClaimState> {
		let mut asked = read().questions.into_iter();
		let known = asked.find(|question| question.subject == subject).map(|question| question.state);
		known.or_else(|| Inner::state(subject))
	}

	fn holders(subject: ClaimSubject, keys: &[ClaimKey]) -> Vec<ClaimSubject> {
		let known = |question: &Question| {
			!question.elsewhere && question.subject != subject && question.state != ClaimState::Taken
		};
		let held = read().questions.into_iter().filter(|question| known(question) && question.meets(keys));
		held.map(|question| question.subject).chain(Inner::holders(subject, keys)).collect()
	}

	fn discharge(subject: ClaimSubject) {
		if read().questions.iter().any(|question| question.subject == subject) {
			change(|waiting| waiting.questions.retain(|question| question.subject != subject));
		}
		Inner::discharge(subject);
	}
}
