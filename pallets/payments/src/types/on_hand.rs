//! What came back of a payment, where that has led, and what was booked wrongly. Knows no `Config`.
//!
//! **Disbursement** (放款) and payment are two facts. The usual payment has one booking for both; a bank whose core
//! disburses first sends a result `Disbursed` before. From then on principal is owed, and a payment that fails is not
//! undrawn: it is on hand, as what came back is. Money **on hand** leads somewhere: `pay_again` (it is drawn: also
//! after the availability or under a freeze, but under no hold), or by `adjust` prepaid, credited to a borrower who
//! owes nothing, or its disbursement reversed, each all or in part. Paid again it keeps its plan line and its document;
//! prepaid or credited it gives the document back, on which nothing was paid with it, and not the plan line, because
//! the limit does not come back; reversed it gives back both.
//!
//! Nothing is edited. A booking that was wrong has a **counter-entry** (冲正) by two persons beside it, under the
//! booking's own reference; what rests on it is undone first. The right result is booked after it, under another
//! reference: exactly what was corrected is not booked again.

use crate::types::{
	line::{LineState, Movements},
	records::{SetbackRecord, SettlementRecord, SettlementResult},
};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame::prelude::*;
use zhidai_primitives::{traits::Movement, BookingKind, Day, DisposalKind, ShortText, SignedBy, Uetr};

/// In how many parts a payment comes back at the most.
pub const MAX_RETURNS: u32 = 8;
/// In how many parts what came back leads somewhere in part at the most; after them all that is on hand does at once,
/// so that nothing is stuck.
pub const MAX_PARTS: u32 = 7;
/// The most of all. Each after the parts takes what has come back since the one before: at most [`MAX_RETURNS`] and a
/// failure, and once more for each counter-entry.
pub const MAX_DISPOSALS: u32 = MAX_PARTS + MAX_RETURNS + 1 + MAX_CORRECTIONS;
/// How many bookings of a payment have counter-entries at the most.
pub const MAX_CORRECTIONS: u32 = 8;

/// A part that came back (退汇), or all.
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct ReturnRecord {
	/// Why, and how the bank booked it.
	pub setback: SetbackRecord,
	/// How much.
	#[codec(compact)]
	pub amount_fen: u64,
	/// Where the payment stood.
	pub before: LineState,
}

/// Where money that came back led.
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub enum LedTo {
	/// 重付: to its payee, by another payment.
	PaidAgain {
		/// Which.
		by: Uetr,
	},
	/// To the bank, or to the borrower.
	Booked {
		/// Which.
		kind: DisposalKind,
		/// How the bank booked it.
		record: SettlementRecord,
		/// The officer who entered it.
		entered_by: SignedBy,
	},
}

/// Money that came back, and led somewhere.
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct Disposal {
	/// How much.
	#[codec(compact)]
	pub amount_fen: u64,
	/// Where to.
	pub led_to: LedTo,
}

/// A booking that was wrong, with its counter-entry (冲正). Neither is ever changed.
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct Correction {
	/// What was booked.
	pub booking: BookingKind,
	/// How much.
	#[codec(compact)]
	pub amount_fen: u64,
	/// How the bank had booked it.
	pub record: SettlementRecord,
	/// Why it had failed or come back, where it was that.
	pub said: Option<ShortText>,
	/// Why that was wrong.
	pub reason: ShortText,
	/// When it was corrected.
	pub corrected_on: Day,
	/// The officer who entered the counter-entry.
	pub entered_by: SignedBy,
	/// The officer who checked it.
	pub checked_by: SignedBy,
}

impl ReturnRecord {
	/// Whether it is exactly this part, by whomever it was booked.
	pub fn is_of(&self, result: &SettlementResult) -> bool {
		self.amount_fen == result.amount_fen && self.setback.is_of(result)
	}
}

impl LedTo {
	/// Where the payment stands when nothing of it is on hand any more.
	pub const fn ends(&self) -> LineState {
		match self {
			Self::PaidAgain { .. } => LineState::PaidAgain,
			Self::Booked { kind: DisposalKind::Prepay, .. } => LineState::Prepaid,
			Self::Booked { kind: DisposalKind::Credit, .. } => LineState::CreditedBack,
			Self::Booked { kind: DisposalKind::Reverse, .. } => LineState::Reversed,
		}
	}

	/// The booking that a counter-entry could name.
	pub fn booking(&self) -> Option<(BookingKind, &SettlementRecord)> {
		match self {
			Self::PaidAgain { .. } => None,
			Self::Booked { kind, record, .. } => Some((BookingKind::from(*kind), record)),
		}
	}
}

/// What a disposal does to the ledger.
pub(crate) const fn disposing(kind: DisposalKind) -> Movements {
	match kind {
		DisposalKind::Prepay => &[Movement::Prepay],
		DisposalKind::Credit => &[Movement::Credit],
		DisposalKind::Reverse => &[Movement::Reverse],
	}
}

/// What its counter-entry does.
pub(crate) const fn undo_disposed(kind: DisposalKind) -> Movements {
	match kind {
		DisposalKind::Prepay => &[Movement::UndoPrepay],
		DisposalKind::Credit => &[Movement::UndoCredit],
		DisposalKind::Reverse => &[Movement::UndoReverse],
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::types::records::LineExtra;
	use zhidai_primitives::Fen;

	fn paid_again(amount_fen: u64) -> Disposal {
		Disposal { amount_fen, led_to: LedTo::PaidAgain { by: Uetr::from_random([1; 16]) } }
	}

	#[test]
	fn what_has_led_nowhere_is_on_hand() {
		let mut extra = LineExtra::default();
		assert_eq!(extra.on_hand(Fen(40)), Fen(40));
		extra.disposals.try_push(paid_again(15)).unwrap();
		assert_eq!((extra.led(), extra.on_hand(Fen(40)), extra.on_hand(Fen(15))), (Fen(15), Fen(25), Fen(0)));
		assert_eq!(paid_again(1).led_to.ends(), LineState::PaidAgain);
	}
}
