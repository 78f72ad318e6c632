//! Which documents a payment rests on beside the one that its line names. Knows no `Config`.
//!
//! **Allocations** (分摊) are signed with the drawdown, or made later, when an invoice comes for what was paid on its
//! contract, out of what the line's own document bears. What rests on documents is always what the payments are, to the
//! fen. What of a payment came back and leads elsewhere rests on them no more: it is taken off the line's own document
//! first, and off the last of the others then; what pays it again rests on just that.

use super::line::LineState;
use alloc::{collections::BTreeMap, vec::Vec};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::iter;
use frame::prelude::*;
use zhidai_primitives::{Allocation, DocumentPart, EvidenceId, Fen};

pub use zhidai_primitives::limits::{MAX_ALLOCATIONS, MAX_DOCUMENTS_BESIDE};

/// The allocations that are signed with a drawdown.
pub type Allocations = BoundedVec<Allocation, ConstU32<MAX_ALLOCATIONS>>;
/// Parts of a payment that rest on documents beside its line's own.
pub type DocumentParts = BoundedVec<DocumentPart, ConstU32<MAX_DOCUMENTS_BESIDE>>;

/// A document, and how much rests on it.
pub(crate) type Part = (EvidenceId, Fen);
/// What payments of a draft rest on beside their lines' own documents, by line.
pub(crate) type PartsByLine = BTreeMap<u16, Vec<Part>>;

/// What of a payment rests on other documents, and was not signed with its own drawdown.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Debug, Default, PartialEq, Eq,
)]
pub struct LaterParts {
	/// What was signed with the payment that came back and that this one pays again: it stays.
	pub carried: DocumentParts,
	/// What the bank allocated since the release: it can be allocated anew.
	pub later: DocumentParts,
	/// What of that which was signed, here or carried, went with payments that pay this one again.
	pub moved: DocumentParts,
}

impl LaterParts {
	/// All of them.
	pub fn all(&self) -> impl Iterator<Item = &DocumentPart> {
		self.carried.iter().chain(self.later.iter())
	}

	/// Whether there is none.
	pub fn is_empty(&self) -> bool {
		self.carried.is_empty() && self.later.is_empty() && self.moved.is_empty()
	}

	/// How much of a document that was signed went with payments that pay this one again.
	pub(crate) fn moved_of(&self, evidence: EvidenceId) -> Fen {
		let moved = self.moved.iter().find(|moved| moved.evidence == evidence);
		moved.map_or(Fen::ZERO, DocumentPart::amount)
	}

	/// So much goes with a payment that pays this one again: of what was signed, and of each that was allocated later.
	pub(crate) fn give<'a>(
		&mut self,
		signed: impl Iterator<Item = &'a Part>,
		later: impl Iterator<Item = &'a Part>,
	) {
		for (evidence, amount) in signed.filter(|(_, amount)| !amount.is_zero()) {
			let known = self.moved.iter_mut().find(|moved| moved.evidence == *evidence);
			if let Some(moved) = known {
				moved.amount_fen = moved.amount_fen.saturating_add(amount.0);
				continue;
			}
			// There is room for as many as can be signed.
			let _ = self.moved.try_push(DocumentPart { evidence: *evidence, amount_fen: amount.0 });
		}
		for (kept, (_, amount)) in self.later.iter_mut().zip(later) {
			kept.amount_fen = kept.amount_fen.saturating_sub(amount.0);
		}
	}
}

impl LineState {
	/// Whether the money of a payment left or may leave, so that it rests on its documents as far as it has led nowhere
	/// else since.
	pub const fn has_left(self) -> bool {
		!matches!(self, Self::Follows | Self::Failed | Self::Excluded)
	}
}

/// A part as it is counted.
pub(crate) const fn part(part: &DocumentPart) -> Part {
	(part.evidence, part.amount())
}

/// What was signed, by line.
pub(crate) fn by_line(allocations: &[Allocation]) -> PartsByLine {
	let mut parts = PartsByLine::new();
	for allocation in allocations {
		parts.entry(allocation.line).or_default().push((allocation.evidence, allocation.amount()));
	}
	parts
}

/// What of an amount is left to the line's own document, of which so much rests on others.
pub(crate) fn left_to_own(amount: Fen, beside: &[Part]) -> Fen {
	beside.iter().fold(amount, |left, (_, part)| left.saturating_sub(*part))
}

/// All that a payment of this amount rests on: its own document first, with what is left to it.
pub(crate) fn documents(own: EvidenceId, amount: Fen, beside: &[Part]) -> impl Iterator<Item = Part> + '_ {
	iter::once((own, left_to_own(amount, beside))).chain(beside.iter().copied())
}

/// How much less rests on each of these, in their order, where so much less than before rests on all documents of a
/// payment: what its line's own bears goes first, then the last ones.
pub(crate) fn taken_off(beside: &[Part], before: Fen, less: Fen) -> Vec<Part> {
	let (mut had, mut has) = (before, before.saturating_sub(less));
	let mut off = Vec::with_capacity(beside.len());
	for (evidence, part) in beside {
		let (bore, bears) = (had.min(*part), has.min(*part));
		(had, has) = (had.saturating_sub(bore), has.saturating_sub(bears));
		off.push((*evidence, bore.saturating_sub(bears)));
	}
	off
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn what_no_allocation_names_rests_on_the_lines_own_document() {
		let (own, one, other) = (EvidenceId(1), EvidenceId(2), EvidenceId(3));
		let allocation = |line, evidence, amount_fen| Allocation { line, evidence, amount_fen };
		let parts = by_line(&[allocation(7, one, 30), allocation(0, other, 1), allocation(7, other, 20)]);
		let of_line = |line: u16, amount| -> Vec<Part> {
			documents(own, Fen(amount), parts.get(&line).map_or(&[][..], Vec::as_slice)).collect()
		};
		assert_eq!(of_line(7, 60), [(own, Fen(10)), (one, Fen(30)), (other, Fen(20))]);
		assert_eq!(of_line(7, 50)[0], (own, Fen::ZERO));
		assert_eq!(of_line(1, 60), [(own, Fen(60))]);
	}

	#[test]
	fn what_rests_on_a_payment_no_more_is_taken_off_its_own_document_first_and_off_the_last_one_then() {
		let beside = [(EvidenceId(2), Fen(30)), (EvidenceId(3), Fen(20))];
		let off = |before, less| -> [u64; 2] {
			let off = taken_off(&beside, Fen(before), Fen(less));
			[off[0].1 .0, off[1].1 .0]
		};
		assert_eq!((off(60, 10), off(60, 15), off(60, 40)), ([0, 0], [0, 5], [10, 20]));
		assert_eq!((off(60, 60), off(60, 99)), ([30, 20], [30, 20]));
		// Step by step it is the same.
		assert_eq!((off(45, 25), off(20, 20), off(0, 1)), ([10, 15], [20, 0], [0, 0]));
	}

	#[test]
	fn what_is_kept_of_a_payment_stays_small() {
		assert!(LaterParts::max_encoded_len() <= 3 * (1 + 4 * 13));
		assert!(LaterParts::default().is_empty());
	}
}
