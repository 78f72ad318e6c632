//! What a verdict costs, by what it touches: declared at its most before, and given back after.

use crate::{Config, Pallet, Status, WeightInfo, MAX_FINGERPRINTS};
use frame::prelude::*;
use zhidai_primitives::traits::MAX_UNDER_TAG;

/// What is read of each claim that stands no more: the benchmark has one loan for all of them, and each can be of a
/// loan of its own, whose facts have three keys, and of two organisations of its own.
const KEYS_OF_A_LOAN: u64 = 5;
/// The same where nothing gives way yet: its evidence and where that stands, too.
const KEYS_OF_A_CLAIM: u64 = 7;

/// What a verdict touched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Touched {
	/// Where its evidence stood before.
	pub(crate) from: Status,
	/// What the verdicts come to now.
	pub(crate) to: Status,
	/// How many claims on the document it met that stand no more.
	pub(crate) over: u32,
	/// How many tags came with it.
	pub(crate) tags: u32,
	/// Of how many documents under these it was looked up whether they are claimed.
	pub(crate) looked_up: u32,
}

impl<T: Config> Pallet<T> {
	/// The most that a verdict with so many tags costs: under each, all places are taken.
	pub(crate) fn verdict_weight(tags: usize) -> Weight {
		let tags: u32 = tags.saturated_into();
		let looked_up = tags.saturating_mul(MAX_UNDER_TAG);
		let most = |to, over| Self::given_weight(Touched { from: Status::Filed, to, over, tags, looked_up });
		let (first, second) =
			(most(Status::Filed, MAX_FINGERPRINTS), most(Status::Verified, MAX_FINGERPRINTS));
		first.max(second).max(most(Status::Conflicting, 0))
	}

	/// What a verdict cost. The benchmarks have all places taken under each tag: what had not to be looked up is not
	/// charged.
	pub(crate) fn given_weight(touched: Touched) -> Weight {
		let Touched { from, to, over, tags, looked_up } = touched;
		let keys = T::DbWeight::get();
		let of_each = |keys_of_one: u64| keys.reads(keys_of_one.saturating_mul(over.into()));
		let given = match (from, to) {
			(_, Status::Conflicting) => Self::conflicting_weight(tags),
			(Status::Filed, Status::Filed) => {
				T::WeightInfo::give_first_verdict(tags).saturating_add(of_each(KEYS_OF_A_CLAIM))
			}
			_ => T::WeightInfo::give_verdict(over, tags).saturating_add(of_each(KEYS_OF_A_LOAN)),
		};
		let places = tags.saturating_mul(MAX_UNDER_TAG);
		given.saturating_sub(keys.reads(places.saturating_sub(looked_up).into()))
	}

	/// The benchmark of a conflict speaks against the document, without tags; who speaks for it can have them.
	fn conflicting_weight(tags: u32) -> Weight {
		let of_tags = T::WeightInfo::give_verdict(0, tags).saturating_sub(T::WeightInfo::give_verdict(0, 0));
		T::WeightInfo::give_conflicting_verdict().saturating_add(of_tags)
	}
}
