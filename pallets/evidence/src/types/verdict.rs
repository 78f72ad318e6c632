//! What a side says of a document, and how it takes it back.

use super::{AlertTagSet, FingerprintSet};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame::deps::frame_support::BoundedVec;
use scale_info::TypeInfo;
use zhidai_primitives::{Day, Digest, OfficerId, Side, SignedBy, Verdict, VerdictSource};

/// The other side.
pub(crate) const fn opposite(side: Side) -> Side {
	match side {
		Side::Bank => Side::Regulator,
		Side::Regulator => Side::Bank,
	}
}

/// What an officer states as the verdict of a side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
	/// The digest of what the officer saw.
	pub digest: Digest,
	/// What was found.
	pub verdict: Verdict,
	/// The reference of the source's answer, where one was asked.
	pub reference: Option<Digest>,
	/// The document's fingerprints, where the verdict speaks for it.
	pub fingerprints: FingerprintSet,
	/// Its alert tags, where the verdict speaks for it.
	pub tags: AlertTagSet,
}

impl Statement {
	/// Whether something comes with it by which the document is known or found.
	pub fn knows_document(&self) -> bool {
		!(self.fingerprints.is_empty() && self.tags.is_empty())
	}

	/// Whether the verdict says that a register was asked, without the reference of its answer.
	pub const fn lacks_reference(&self) -> bool {
		matches!(self.verdict, Verdict::Confirmed(VerdictSource::Register)) && self.reference.is_none()
	}

	/// The same, with the fingerprints in one order and each once, so that two sides' sets compare.
	pub fn canonical(mut self) -> Self {
		let mut fingerprints = self.fingerprints.into_inner();
		fingerprints.sort_unstable();
		fingerprints.dedup();
		self.fingerprints = BoundedVec::truncate_from(fingerprints);
		self
	}
}

/// The verdict of one side on one revision. What was found never changes; a positive one can be
/// retracted, and given again then by another person of its side, in the place of the first.
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct VerdictRecord {
	/// What was found.
	pub verdict: Verdict,
	/// The digest of what was seen.
	pub digest: Digest,
	/// The reference of the source's answer.
	pub reference: Option<Digest>,
	/// Who gave it.
	pub officer: OfficerId,
	/// The number of the key with which it was given.
	pub key_number: u16,
	/// The document's fingerprints, ascending; empty where the verdict does not speak for it.
	pub fingerprints: FingerprintSet,
	/// When it was given.
	pub given_on: Day,
	/// That it was taken back, and why.
	pub retracted: Option<Retraction>,
}

impl VerdictRecord {
	/// The verdict that an officer gives today.
	pub fn new(statement: Statement, by: SignedBy, today: Day) -> Self {
		let Statement { digest, verdict, reference, fingerprints, .. } = statement;
		let SignedBy { officer, key_number } = by;
		let (given_on, retracted) = (today, None);
		Self { verdict, digest, reference, officer, key_number, fingerprints, given_on, retracted }
	}

	/// Since when it counts no more, where that is so: it was retracted, or it lapsed while it waited for the other
	/// side's.
	pub fn ended(&self, lapsed: Option<Day>) -> Option<VerdictEnd> {
		let retracted = self.retracted.map(|retraction| VerdictEnd::Retracted(retraction.retracted_on));
		retracted.or(lapsed.map(VerdictEnd::Lapsed))
	}

	/// Through which day it waits for the other side's. Only what speaks for a document ends by itself: a
	/// warning stands.
	pub fn waits_through(&self, days: u32) -> Option<Day> {
		self.verdict.is_positive().then(|| Day(self.given_on.0.saturating_add(days)))
	}
}

/// Since when a verdict counts no more. What was found stays on record; whoever shows it says this with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VerdictEnd {
	/// 已撤回: the day on which its side took it back.
	Retracted(Day),
	/// 已失效: the first day on which it no longer waited for the other side's.
	Lapsed(Day),
}

/// Why a side takes its positive verdict back.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Copy, Debug, PartialEq, Eq,
)]
pub enum RetractionReason {
	/// 红冲: the issuer reversed the document, with a red-letter invoice for one.
	Reversed,
	/// 退货或解约: the purchase was cancelled, or the goods went back.
	PurchaseCancelled,
	/// 伪造: the document is not genuine.
	NotGenuine,
	/// 误判: the side had judged it wrongly.
	JudgedInError,
}

/// That a verdict was taken back.
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo, Clone, Copy, Debug, PartialEq, Eq)]
pub struct Retraction {
	/// Why.
	pub reason: RetractionReason,
	/// The digest of the paper that shows it.
	pub paper: Digest,
	/// Who took it back.
	pub officer: OfficerId,
	/// When.
	pub retracted_on: Day,
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn fingerprints_compare_whatever_order_they_come_in() {
		let statement = |fingerprints: &[u8]| {
			let set = fingerprints.iter().map(|byte| [*byte; 32]).collect::<Vec<_>>();
			Statement {
				digest: Digest::zero(),
				verdict: Verdict::Consistent,
				reference: None,
				fingerprints: set.try_into().unwrap(),
				tags: Default::default(),
			}
			.canonical()
		};
		assert_eq!(statement(&[3, 1, 2]), statement(&[2, 3, 1, 3]));
		assert_ne!(statement(&[3, 1, 2]), statement(&[3, 1]));
	}

	#[test]
	fn only_a_verdict_that_speaks_for_a_document_ends_by_itself() {
		let given = |verdict| VerdictRecord {
			verdict,
			digest: Digest::zero(),
			reference: None,
			officer: OfficerId(1),
			key_number: 0,
			fingerprints: FingerprintSet::default(),
			given_on: Day(10),
			retracted: None,
		};
		assert_eq!(given(Verdict::Consistent).waits_through(30), Some(Day(40)));
		assert_eq!(given(Verdict::NotConsistent).waits_through(30), None);
		assert_eq!(given(Verdict::CannotTell).waits_through(30), None);
	}
}
