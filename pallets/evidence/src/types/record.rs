//! What is kept of a piece of evidence.

use codec::{Decode, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use zhidai_primitives::traits::ClaimSubject;
use zhidai_primitives::{Day, Digest, EvidenceId, Fen, LoanFacts, LoanId, OfficerId, OrgId, Side};

use super::Content;

pub use zhidai_primitives::EvidenceStatus as Status;

/// A revision of a piece of evidence. Of what it says nothing changes; who attests and who keeps it are the parties of
/// its loan, which can have been others when it was filed.
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct EvidenceRecord {
	/// The loan that it belongs to.
	pub loan: LoanId,
	/// The bank that attests it: the loan's when it was filed, or last taken over.
	pub bank: OrgId,
	/// The market regulator that attests it, likewise.
	pub regulator: OrgId,
	/// The organisation that filed it, the borrower or the bank, or which has that one's place in the loan.
	pub filer: OrgId,
	/// The officer who filed this revision.
	pub filed_by: OfficerId,
	/// When this revision was filed.
	pub filed_on: Day,
	/// What was stated of the document.
	pub content: Content,
	/// What verdicts on this revision name: [`evidence_digest`](super::evidence_digest).
	pub digest: Digest,
}

impl EvidenceRecord {
	/// The side for which an organisation attests this evidence, if it does.
	pub fn side_of(&self, org: OrgId) -> Option<Side> {
		match org {
			_ if org == self.bank => Some(Side::Bank),
			_ if org == self.regulator => Some(Side::Regulator),
			_ => None,
		}
	}

	/// Whether it is attested and kept by the present parties of its loan.
	pub fn is_of(&self, facts: &LoanFacts) -> bool {
		let sides = (self.bank, self.regulator) == (facts.bank, facts.regulator);
		sides && [facts.bank, facts.borrower].contains(&self.filer)
	}

	/// The same, attested and kept by the present parties of its loan.
	pub fn taken_over(&self, facts: &LoanFacts) -> Self {
		let filer = if self.filer == self.bank { facts.bank } else { facts.borrower };
		Self { bank: facts.bank, regulator: facts.regulator, filer, ..self.clone() }
	}

	/// The organisation that attests for a side.
	pub const fn org_of(&self, side: Side) -> OrgId {
		match side {
			Side::Bank => self.bank,
			Side::Regulator => self.regulator,
		}
	}
}

/// How much evidence an organisation has filed for a loan on a day, withdrawn or not.
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Filings {
	/// The day.
	pub day: Day,
	/// How much.
	pub count: u32,
}

impl Filings {
	/// Counts one more on this day; nothing where there was as much as may be.
	pub fn one_more(self, today: Day, most: u32) -> Option<Self> {
		let before = if self.day == today { self.count } else { 0 };
		(before < most).then_some(Self { day: today, count: before.saturating_add(1) })
	}
}

/// What a document is in its purchase.
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo, Clone, Copy, Debug, PartialEq, Eq)]
pub enum InPurchase {
	/// It is the purchase, by its contract or its only invoice: the sum of the payments that rest on any of its
	/// documents, this one among them.
	Whole(Fen),
	/// It belongs to this document.
	PartOf(EvidenceId),
}

/// Where a piece of evidence stands. Kept apart from the record, because it changes.
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo, Clone, Copy, Debug, PartialEq, Eq)]
pub struct EvidenceState {
	/// The current revision, from 0.
	pub revision: u16,
	/// What the verdicts on the current revision come to.
	pub status: Status,
	/// The sum of the payments that rest on it: what was released, and what drafts reserve.
	pub used: Fen,
	/// What it is in its purchase.
	pub in_purchase: InPurchase,
	/// What red letters take back of it; of a purchase, of any of its invoices.
	pub reversed: Fen,
	/// How many papers belong to it.
	pub papers: u16,
}

impl EvidenceState {
	/// A new revision, on which nothing rests.
	pub fn filed(revision: u16, belongs_to: Option<EvidenceId>) -> Self {
		let in_purchase = belongs_to.map_or(InPurchase::Whole(Fen::ZERO), InPurchase::PartOf);
		let (used, reversed) = (Fen::ZERO, Fen::ZERO);
		Self { revision, status: Status::Filed, used, in_purchase, reversed, papers: 0 }
	}

	/// What rests on all documents of the purchase; nothing where it is only a part of one.
	pub const fn purchase_used(&self) -> Fen {
		match self.in_purchase {
			InPurchase::Whole(used) => used,
			InPurchase::PartOf(_) => Fen::ZERO,
		}
	}

	/// Whether payments rest on it, or on a paper of the purchase that it is.
	pub fn bears_money(&self) -> bool {
		!(self.used.is_zero() && self.purchase_used().is_zero())
	}

	/// The most that can rest on it, or on the purchase that it is: what it is about, less red letters.
	pub fn limit(&self, gross: Fen) -> Fen {
		gross.saturating_sub(self.reversed)
	}

	/// The same, as if red letters took nothing back of it.
	pub fn unreversed(self) -> Self {
		Self { reversed: Fen::ZERO, ..self }
	}

	/// What rests on it with so much more; nothing where that is above the limit.
	pub fn used_with(&self, gross: Fen, more: Fen) -> Option<Fen> {
		self.used.checked_add(more).filter(|used| *used <= self.limit(gross))
	}

	/// The purchase with so much more on it; nothing where that is above the limit, or this is no purchase.
	pub fn purchase_with(&self, gross: Fen, more: Fen) -> Option<InPurchase> {
		let InPurchase::Whole(used) = self.in_purchase else { return None };
		used.checked_add(more).filter(|used| *used <= self.limit(gross)).map(InPurchase::Whole)
	}

	/// The purchase with so much less on it.
	pub fn purchase_without(&self, less: Fen) -> InPurchase {
		match self.in_purchase {
			InPurchase::Whole(used) => InPurchase::Whole(used.saturating_sub(less)),
			part => part,
		}
	}

	/// What the current revision is claimed as.
	pub const fn subject(&self, evidence: EvidenceId) -> ClaimSubject {
		ClaimSubject { evidence, revision: self.revision }
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_record_that_changes_often_stays_small() {
		// A longer one becomes a node of its own.
		assert!(EvidenceState::max_encoded_len() <= 32);
	}

	#[test]
	fn red_letters_lower_what_can_rest_on_a_purchase_and_never_what_does() {
		let in_purchase = InPurchase::Whole(Fen(60));
		let (used, reversed) = (Fen(20), Fen(30));
		let state = EvidenceState { used, in_purchase, reversed, ..EvidenceState::filed(0, None) };
		assert_eq!((state.limit(Fen(100)), state.limit(Fen(10))), (Fen(70), Fen::ZERO));
		let used_with = |more| state.used_with(Fen(100), Fen(more));
		assert_eq!((used_with(50), used_with(51)), (Some(Fen(70)), None));
		let purchase_with = |more| state.purchase_with(Fen(100), Fen(more));
		assert_eq!(purchase_with(10), Some(InPurchase::Whole(Fen(70))));
		assert_eq!((purchase_with(11), purchase_with(u64::MAX)), (None, None));
		let unreversed = state.unreversed();
		assert_eq!(unreversed.used_with(Fen(100), Fen(80)), Some(Fen(100)));
		assert_eq!(state.purchase_without(Fen(61)), InPurchase::Whole(Fen::ZERO));
		assert!(state.bears_money() && !EvidenceState::filed(1, None).bears_money());
		let part = EvidenceState::filed(0, Some(EvidenceId(7)));
		assert_eq!((part.purchase_used(), part.purchase_with(Fen(100), Fen(1))), (Fen::ZERO, None));
	}

	#[test]
	fn what_was_filed_on_another_day_counts_no_more() {
		let one = Filings::default().one_more(Day(3), 2).unwrap();
		let two = one.one_more(Day(3), 2).unwrap();
		assert_eq!((one.count, two.count, two.one_more(Day(3), 2)), (1, 2, None));
		assert_eq!(two.one_more(Day(4), 2), Some(Filings { day: Day(4), count: 1 }));
	}
}
