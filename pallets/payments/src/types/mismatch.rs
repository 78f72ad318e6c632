//! Results that fit no payment, or not exactly: each bank's queue of mismatches (差异).
//!
//! A result is booked where key, amount, account (as far as the file says it), dates and order fit. Exactly what was
//! booked before is *already booked*, in whatever file it comes. What differs waits here with the reason, until
//! exactly that row can be booked, or until a checker closes it with what it belongs to. A payment has one booking, one
//! failure, and returns in up to eight parts. A bank's reference is compared with that of the payment's own booking
//! and, within a file, with the other payments'; over all files it is the bank's core that keeps it unique.

use crate::types::records::SettlementResult;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame::{hashing::blake2_256, prelude::*};
use zhidai_primitives::{limits::MAX_MISMATCHES, Day, Digest, MismatchReason, OfficerId, Uetr};

/// A result that was not booked.
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct Mismatch {
	/// What the bank's file says.
	pub result: SettlementResult,
	/// Why it was not booked.
	pub reason: MismatchReason,
	/// The file.
	pub file_digest: Digest,
	/// Since when it waits.
	pub queued_on: Day,
	/// The officer who entered the file.
	pub entered_by: OfficerId,
	/// The officer who booked it.
	pub checked_by: OfficerId,
}

/// What a mismatch turned out to belong to.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Copy, Debug, PartialEq, Eq,
)]
pub enum MismatchLink {
	/// Nothing on this chain: the reason says it.
	Nothing,
	/// A payment of the bank's own loans.
	Payment {
		/// Its key.
		uetr: Uetr,
	},
	/// Another open mismatch of the bank.
	Mismatch {
		/// Its number.
		mismatch: u32,
	},
}

/// By what a row of a file is known again.
pub type RowMark = [u8; 8];

/// An open mismatch, as far as every file asks for it.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Copy, Debug, PartialEq, Eq,
)]
pub struct OpenMismatch {
	/// Its number.
	pub mismatch: u32,
	/// The key that the row names.
	pub uetr: Uetr,
	/// The row.
	pub row: RowMark,
}

/// A bank's open mismatches, the oldest first. One record, so that a file asks once for all of them.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Debug, Default, PartialEq, Eq,
)]
pub struct MismatchList {
	/// The number of the next one.
	pub next: u32,
	/// Those that are open.
	pub open: BoundedVec<OpenMismatch, ConstU32<MAX_MISMATCHES>>,
}

impl SettlementResult {
	/// By what this row is known again.
	pub fn mark(&self) -> RowMark {
		let hash = self.using_encoded(blake2_256);
		hash.first_chunk().copied().unwrap_or_default()
	}
}

impl MismatchList {
	/// Where this row stands; the row is only hashed where one of the same payment is open.
	fn place(&self, result: &SettlementResult) -> Option<usize> {
		let mut of_payment = (0..).zip(&self.open).filter(|(_, open)| open.uetr == result.uetr).peekable();
		of_payment.peek()?;
		let row = result.mark();
		of_payment.find(|(_, open)| open.row == row).map(|(place, _)| place)
	}

	/// The number of exactly this row, where it waits.
	pub fn number(&self, result: &SettlementResult) -> Option<u32> {
		self.open.get(self.place(result)?).map(|open| open.mismatch)
	}

	/// Puts a row at the end; its number, or nothing where there is no room.
	pub fn queue(&mut self, result: &SettlementResult) -> Option<u32> {
		let mismatch = self.next;
		self.open.try_push(OpenMismatch { mismatch, uetr: result.uetr, row: result.mark() }).ok()?;
		self.next = mismatch.saturating_add(1);
		Some(mismatch)
	}

	/// Takes exactly this row out, which was booked; its number.
	pub fn take(&mut self, result: &SettlementResult) -> Option<u32> {
		let place = self.place(result)?;
		Some(self.open.remove(place).mismatch)
	}

	/// Takes the one of this number out.
	pub fn close(&mut self, mismatch: u32) {
		self.open.retain(|open| open.mismatch != mismatch);
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::types::records::Outcome;

	fn row(key: u8, amount_fen: u64) -> SettlementResult {
		SettlementResult {
			uetr: Uetr::from_random([key; 16]),
			outcome: Outcome::Settled,
			amount_fen,
			account: None,
			bank_reference: Default::default(),
			booked_on: Day(1),
			value_on: Day(1),
		}
	}

	#[test]
	fn a_row_is_known_again_and_another_of_the_same_payment_is_not_it() {
		let mut list = MismatchList::default();
		assert_eq!(
			(list.queue(&row(1, 5)), list.queue(&row(1, 6)), list.queue(&row(2, 5))),
			(Some(0), Some(1), Some(2))
		);
		let numbers = [row(1, 6), row(1, 7), row(3, 5)].map(|row| list.number(&row));
		assert_eq!(numbers, [Some(1), None, None]);
		assert_eq!(
			(list.take(&row(1, 7)), list.take(&row(1, 5)), list.take(&row(1, 5))),
			(None, Some(0), None)
		);
		list.close(2);
		list.close(9);
		assert_eq!(list.open.iter().map(|open| open.mismatch).collect::<Vec<_>>(), [1]);
		assert_eq!(list.queue(&row(4, 1)), Some(3), "no number is given twice");
	}

	#[test]
	fn there_is_room_for_so_many_and_no_more() {
		let mut list = MismatchList::default();
		for number in 0..MAX_MISMATCHES {
			assert_eq!(list.queue(&row(1, number.into())), Some(number));
		}
		assert_eq!(list.queue(&row(2, 1)), None);
		list.close(0);
		assert_eq!(list.queue(&row(2, 1)), Some(MAX_MISMATCHES));
	}
}
