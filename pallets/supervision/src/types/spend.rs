//! What was spent, quarter by quarter, and whether the covenant is met: the rules alone, without storage.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame::deps::frame_support::{traits::ConstU32, BoundedVec};
use frame::hashing::blake2_256;
use scale_info::TypeInfo;
use zhidai_primitives::{
	signed, BasisPoints, Day, Digest, Fen, LoanId, OfficerId, OrgId, Quarter, Side, SignedBy,
};

/// The most quarters of one loan that can wait for their review to be closed.
pub const MAX_OPEN_QUARTERS: u32 = 8;

/// What was counted, and what of it was quality-upgrading spend (质量升级支出).
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Copy, Debug, Default, PartialEq, Eq,
)]
pub struct Spend {
	/// All payments counted.
	pub counted: Fen,
	/// The part on quality-upgrading lines whose evidence both sides verified.
	pub quality: Fen,
}

impl Spend {
	/// The sum, or nothing where it does not fit.
	pub fn checked_add(self, other: Self) -> Option<Self> {
		Some(Self {
			counted: self.counted.checked_add(other.counted)?,
			quality: self.quality.checked_add(other.quality)?,
		})
	}

	/// The difference, or nothing where it would be negative.
	pub fn checked_sub(self, other: Self) -> Option<Self> {
		Some(Self {
			counted: self.counted.checked_sub(other.counted)?,
			quality: self.quality.checked_sub(other.quality)?,
		})
	}
}

/// What was counted in one quarter of a loan.
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct QuarterSpend {
	/// What was added.
	pub added: Spend,
	/// Adjustments: what was counted in a quarter that is closed, and came back.
	pub taken_back: Spend,
	/// How many payments were added.
	pub payments: u32,
}

/// What was counted for a loan so far.
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo, Clone, Debug, Default, PartialEq, Eq)]
pub struct LoanSpend {
	/// The sum up to the last closed quarter: what its review says.
	pub closed: Spend,
	/// The last quarter whose review is closed. It and all before it never change again.
	pub last_closed: Option<Quarter>,
	/// Later quarters in which something was counted or a review was opened, ascending.
	pub open: BoundedVec<Quarter, ConstU32<MAX_OPEN_QUARTERS>>,
}

impl LoanSpend {
	/// Whether a quarter never changes again.
	pub fn is_closed(&self, quarter: Quarter) -> bool {
		self.last_closed.is_some_and(|last| quarter <= last)
	}

	/// Notes that a quarter waits for its review; answers whether there was room.
	#[must_use]
	pub fn wait(&mut self, quarter: Quarter) -> bool {
		match self.open.binary_search(&quarter) {
			Ok(_) => true,
			Err(place) => self.open.try_insert(place, quarter).is_ok(),
		}
	}

	/// Whether an earlier quarter waits for its review.
	pub fn earlier_waits(&self, quarter: Quarter) -> bool {
		self.open.iter().any(|open| *open < quarter)
	}

	/// Closes a quarter with the sum up to it.
	pub fn close(&mut self, quarter: Quarter, sum: Spend) {
		self.closed = sum;
		self.last_closed = Some(quarter);
		self.open.retain(|open| *open > quarter);
	}
}

/// What a review says. Bank and regulator sign its digest.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Copy, Debug, PartialEq, Eq,
)]
pub struct Figures {
	/// Drawn up to and including the quarter. Cumulative, like the covenant.
	pub drawn: Fen,
	/// Counted up to and including the quarter.
	pub spend: Spend,
	/// The covenant: this share of what was drawn must be quality-upgrading spend.
	pub share_bp: BasisPoints,
}

impl Figures {
	/// Figures as of a quarter. What is drawn today and not shown to be booked after the quarter counts as
	/// drawn in it, so that nobody gains by leaving a payment out; and what was counted was drawn.
	pub fn new(drawn_today: Fen, counted_later: Fen, spend: Spend, share_bp: BasisPoints) -> Self {
		let drawn = drawn_today.saturating_sub(counted_later).max(spend.counted);
		Self { drawn, spend, share_bp }
	}

	/// Whether the covenant is met (达标): exactly the share is enough, one fen less is not.
	pub fn met(&self) -> bool {
		let quality = u128::from(self.spend.quality.0).saturating_mul(10_000);
		quality >= u128::from(self.drawn.0).saturating_mul(u128::from(self.share_bp.0))
	}

	/// The digest that both sides sign, bound to the chain, the loan and the quarter.
	pub fn digest(&self, genesis: Digest, loan: LoanId, quarter: Quarter) -> Digest {
		Digest::from(blake2_256(&signed::review(genesis, loan, quarter, self)))
	}
}

/// A side's signature under a review. It counts while that organisation has the side's place in the loan, and that
/// officer could sign so.
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo, Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReviewSignature {
	/// For whom.
	pub org: OrgId,
	/// Who, and with which key.
	pub by: SignedBy,
}

/// The review of a quarter (按季核查).
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct Review {
	/// What it says.
	pub figures: Figures,
	/// What both sides sign.
	pub digest: Digest,
	/// Whether the covenant is met.
	pub met: bool,
	/// Who opened it.
	pub opened_by: OfficerId,
	/// When it was opened with these figures.
	pub opened_on: Day,
	/// The bank's signature.
	pub bank_signed: Option<ReviewSignature>,
	/// The regulator's signature.
	pub regulator_signed: Option<ReviewSignature>,
	/// When the second side signed: the review is closed and never changes again.
	pub closed_on: Option<Day>,
}

impl Review {
	/// A side's signature.
	pub const fn signed(&self, side: Side) -> Option<ReviewSignature> {
		match side {
			Side::Bank => self.bank_signed,
			Side::Regulator => self.regulator_signed,
		}
	}

	/// Who had a part in it: nobody of them signs it again.
	pub fn people(&self) -> impl Iterator<Item = OfficerId> {
		let signed = [self.bank_signed, self.regulator_signed].into_iter().flatten();
		core::iter::once(self.opened_by).chain(signed.map(|signature| signature.by.officer))
	}

	/// The same review with those signatures alone that count; the others are given anew.
	pub fn counting(self, counts: impl Fn(Side, &ReviewSignature) -> bool) -> Self {
		let bank_signed = self.bank_signed.filter(|signature| counts(Side::Bank, signature));
		let regulator_signed = self.regulator_signed.filter(|signature| counts(Side::Regulator, signature));
		Self { bank_signed, regulator_signed, ..self }
	}

	/// Signs for a side; closes the review where both have signed.
	pub fn sign(&mut self, side: Side, signature: ReviewSignature, today: Day) {
		match side {
			Side::Bank => self.bank_signed = Some(signature),
			Side::Regulator => self.regulator_signed = Some(signature),
		}
		if self.bank_signed.is_some() && self.regulator_signed.is_some() {
			self.closed_on = Some(today);
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	const fn q(number: u8) -> Quarter {
		Quarter { year: 2026, number }
	}

	fn figures(drawn: u64, quality: u64) -> Figures {
		Figures::new(
			Fen(drawn),
			Fen::ZERO,
			Spend { counted: Fen(quality), quality: Fen(quality) },
			BasisPoints(3_000),
		)
	}

	#[test]
	fn nb_03_exactly_30_percent_is_met_and_one_fen_below_is_not() {
		assert!(figures(1_000_000, 300_000).met());
		assert!(!figures(1_000_000, 299_999).met());
		// A share that is no whole fen is not rounded in the borrower's favour: 30 % of 101 fen is 30.3 fen.
		assert!(!figures(101, 30).met());
		assert!(figures(101, 31).met());
	}

	#[test]
	fn nothing_overflows_where_amounts_are_as_large_as_they_can_be() {
		assert!(!figures(u64::MAX, u64::MAX / 10 * 3 - 1).met());
		assert!(figures(u64::MAX, u64::MAX).met());
		let most = Spend { counted: Fen(u64::MAX), quality: Fen(1) };
		assert_eq!(most.checked_add(Spend { counted: Fen(1), quality: Fen(0) }), None);
		assert_eq!(Spend::default().checked_sub(most), None);
	}

	#[test]
	fn nb_03_what_is_not_shown_to_be_later_counts_as_drawn() {
		let spend = Spend { counted: Fen(30), quality: Fen(30) };
		let share = BasisPoints(3_000);
		assert_eq!(Figures::new(Fen(200), Fen(100), spend, share).drawn, Fen(100));
		assert_eq!(Figures::new(Fen(200), Fen::ZERO, spend, share).drawn, Fen(200));
		assert_eq!(Figures::new(Fen(100), Fen(100), spend, share).drawn, Fen(30));
	}

	#[test]
	fn the_digest_changes_with_everything_it_binds() {
		let digest_of = |figures: Figures| figures.digest(Digest::zero(), LoanId(1), q(1));
		let base = figures(100, 30);
		for other in [
			base.digest(Digest::repeat_byte(1), LoanId(1), q(1)),
			base.digest(Digest::zero(), LoanId(2), q(1)),
			base.digest(Digest::zero(), LoanId(1), q(2)),
			digest_of(Figures { drawn: Fen(101), ..base }),
			digest_of(Figures { spend: Spend { counted: Fen(31), ..base.spend }, ..base }),
			digest_of(Figures { spend: Spend { quality: Fen(31), ..base.spend }, ..base }),
			digest_of(Figures { share_bp: BasisPoints(3_001), ..base }),
		] {
			assert_ne!(digest_of(base), other);
		}
	}

	#[test]
	fn quarters_wait_in_order_and_close_with_all_before() {
		let mut spend = LoanSpend::default();
		for number in [3, 1, 2, 3] {
			assert!(spend.wait(q(number)));
		}
		assert_eq!(spend.open.to_vec(), vec![q(1), q(2), q(3)]);
		assert!(spend.earlier_waits(q(2)) && !spend.earlier_waits(q(1)));
		spend.close(q(2), Spend::default());
		assert_eq!(spend.open.to_vec(), vec![q(3)]);
		assert!(spend.is_closed(q(1)) && spend.is_closed(q(2)) && !spend.is_closed(q(3)));
	}

	#[test]
	fn only_so_many_quarters_wait() {
		let mut spend = LoanSpend::default();
		for year in 0..8 {
			assert!(spend.wait(Quarter { year: 2020 + year, number: 1 }));
		}
		assert!(!spend.wait(q(2)) && spend.wait(q(1)));
	}
}
