//! Of what blocks are full: one kind of call each, at its worst as far as a transaction can have it.

mod members;
mod money;
mod papers;
mod standing;

use crate::town::Town;
use zhidai_runtime::RuntimeCall;

/// A call and who sends it.
pub type Sent = (String, RuntimeCall);

/// Calls that are made when the chain has begun: some name what only then is known, such as its genesis hash.
pub type Later = Box<dyn FnOnce(&Town) -> Vec<Sent>>;

/// A kind of call.
pub struct Kind {
	/// What it is.
	pub name: &'static str,
	/// The most that a block can have, where something else than its room bounds that.
	pub most: u32,
	/// Sets the scene for so many calls.
	pub set: fn(&Town, u32) -> Later,
}

/// More than a block has room for.
const ANY: u32 = 2_000;

/// Every kind.
pub fn all() -> Vec<Kind> {
	let mut kinds = money::kinds();
	kinds.extend(papers::kinds());
	kinds.extend(standing::kinds());
	kinds.extend(members::kinds());
	kinds
}

/// Calls of which everything is known before.
fn now(calls: Vec<Sent>) -> Later {
	Box::new(move |_| calls)
}

/// So many calls, each made out of its number, all by one officer.
fn each(who: &str, count: u32, call: impl Fn(u32) -> RuntimeCall) -> Later {
	now((0..count).map(|number| (who.to_owned(), call(number))).collect())
}

/// A firm's officers send in turn: one has half of the firm's allowance.
fn confirmer(short: &str, number: u32) -> String {
	format!("{short}.confirm-{}", number % 2 + 1)
}
