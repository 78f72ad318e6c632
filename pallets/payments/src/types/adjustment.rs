//! What two officers of a bank book of one payment by hand: where money on hand leads, and counter-entries. Knows no
//! `Config`.

use crate::types::records::BankReference;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame::prelude::*;
use zhidai_primitives::{BookingKind, Day, DisposalKind, ShortText, SignedBy, Uetr};

/// The most adjustments of a bank that wait for their check.
pub const MAX_ADJUSTMENTS: u32 = 32;

/// What is booked of a payment by hand.
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub enum Adjustment {
	/// Money that came back leads somewhere: prepaid, credited to the borrower, or its disbursement reversed.
	Dispose {
		/// Where to.
		kind: DisposalKind,
		/// How much of what is on hand.
		amount_fen: u64,
		/// The bank's reference.
		bank_reference: BankReference,
		/// The booking date.
		booked_on: Day,
		/// The value date.
		value_on: Day,
	},
	/// 冲正: what the bank booked under this reference was wrong.
	Correct {
		/// As what it was booked.
		booking: BookingKind,
		/// Under which reference.
		bank_reference: BankReference,
		/// Why it was wrong.
		reason: ShortText,
	},
}

/// Those of a bank that wait.
pub type EnteredAdjustments = BoundedVec<EnteredAdjustment, ConstU32<MAX_ADJUSTMENTS>>;

/// One that an officer entered and no other has checked. It counts nowhere.
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct EnteredAdjustment {
	/// The payment.
	pub uetr: Uetr,
	/// What the second officer must enter again.
	pub adjustment: Adjustment,
	/// How many bookings of the payment had counter-entries then: what was entered before one counts no more after it.
	pub corrected: u32,
	/// Who entered it.
	pub by: SignedBy,
}
