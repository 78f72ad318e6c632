//! Which purchases of one seller a loan has, and which papers that name none. Knows no `Config`.

use super::Content;
use codec::{Decode, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use zhidai_primitives::{Day, EvidenceKind};

/// The papers of one seller for one loan that belong to nothing: contracts, and what is a purchase by itself.
///
/// A paper that does not say to which of the seller's contracts it belongs could be paid beside it, so it must say so;
/// only what is dated before every contract can be of none. The dates are those of since when there was one: what is
/// withdrawn before others leaves them as they were, which asks for more rather than for less.
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SellerPapers {
	/// How many purchase contracts.
	pub contracts: u32,
	/// The earliest date on one of them.
	pub first_contract_on: Day,
	/// How many others.
	pub loose: u32,
	/// The latest date on one of them.
	pub last_loose_on: Day,
}

impl SellerPapers {
	/// Whether a paper of this date could be of one of the contracts.
	pub fn has_contract_before(&self, dated_on: Day) -> bool {
		self.contracts > 0 && self.first_contract_on <= dated_on
	}

	/// Whether a paper that belongs to nothing could be of a contract of this date.
	pub fn has_loose_since(&self, dated_on: Day) -> bool {
		self.loose > 0 && self.last_loose_on >= dated_on
	}

	/// With one more.
	pub fn with(mut self, content: &Content) -> Self {
		let (count, date) = self.of_kind(content.kind);
		*date = match (*count, content.kind) {
			(0, _) => content.dated_on,
			(_, EvidenceKind::PurchaseContract) => content.dated_on.min(*date),
			_ => content.dated_on.max(*date),
		};
		*count = count.saturating_add(1);
		self
	}

	/// Without one; nothing where it was the last.
	pub fn without(mut self, content: &Content) -> Option<Self> {
		let (count, _) = self.of_kind(content.kind);
		*count = count.saturating_sub(1);
		(self.contracts > 0 || self.loose > 0).then_some(self)
	}

	fn of_kind(&mut self, kind: EvidenceKind) -> (&mut u32, &mut Day) {
		match kind {
			EvidenceKind::PurchaseContract => (&mut self.contracts, &mut self.first_contract_on),
			_ => (&mut self.loose, &mut self.last_loose_on),
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use zhidai_primitives::{Digest, Fen, OrgId};

	fn paper(kind: EvidenceKind, day: u32) -> Content {
		Content {
			kind,
			sha256: Digest::zero(),
			sm3: Digest::zero(),
			fields_digest: Digest::zero(),
			amount: Fen(1),
			dated_on: Day(day),
			seller: OrgId(4),
			buyer: OrgId(1),
			belongs_to: None,
		}
	}

	#[test]
	fn only_what_is_older_than_every_contract_is_of_none() {
		let contract = |day| paper(EvidenceKind::PurchaseContract, day);
		let none = SellerPapers::default();
		assert!(!none.has_contract_before(Day(100)));
		let two = none.with(&contract(20)).with(&contract(10));
		let has = [9, 10, 21].map(|day| two.has_contract_before(Day(day)));
		assert_eq!(has, [false, true, true]);
		// The earliest goes, and its date stays.
		let one = two.without(&contract(10)).unwrap();
		assert_eq!((one.contracts, one.has_contract_before(Day(10))), (1, true));
		assert_eq!(one.without(&contract(20)), None);
	}

	#[test]
	fn a_contract_comes_before_the_papers_of_its_purchase() {
		let invoice = |day| paper(EvidenceKind::Invoice, day);
		let two = SellerPapers::default().with(&invoice(10)).with(&invoice(5));
		let has = [10, 11].map(|day| two.has_loose_since(Day(day)));
		assert_eq!(has, [true, false]);
		assert_eq!(two.without(&invoice(10)).and_then(|one| one.without(&invoice(5))), None);
		assert!(!SellerPapers::default().has_loose_since(Day(0)));
	}
}
