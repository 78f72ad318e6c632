//! Principal that came back.

use codec::{Decode, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use zhidai_primitives::{Day, Digest, Fen, OfficerId, SignedBy};

/// The most repayments of a loan that wait for their check.
pub const MAX_ENTERED: u32 = 16;

/// Principal that came back.
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo, Clone, Copy, Debug, PartialEq, Eq)]
pub struct Repayment {
	/// How much.
	pub amount: Fen,
	/// The day on which the bank booked it.
	pub booked_on: Day,
	/// The officer who entered it.
	pub officer: OfficerId,
	/// The officer who checked it.
	pub checker: OfficerId,
}

/// A repayment that one officer entered and no other has checked. It counts nowhere.
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo, Clone, Copy, Debug, PartialEq, Eq)]
pub struct EnteredRepayment {
	/// The digest of the bank's reference.
	pub bank_reference: Digest,
	/// How much.
	pub amount: Fen,
	/// The day on which the bank booked it.
	pub booked_on: Day,
	/// Who entered it.
	pub by: SignedBy,
}
