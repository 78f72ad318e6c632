//! Principal that came back.

use codec::{Decode, Encode, MaxEncodedLen};
use frame::hashing::blake2_256;
use scale_info::TypeInfo;
use zhidai_primitives::{Day, Digest, Fen, OfficerId, ShortText, SignedBy};

/// The most repayments of a loan that wait for their check.
pub const MAX_ENTERED: u32 = 16;

/// Principal that came back. What was booked stays as it is; where it was wrong, its counter-entry says so.
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct Repayment {
	/// How much.
	pub amount: Fen,
	/// The day on which the bank booked it.
	pub booked_on: Day,
	/// The officer who entered it.
	pub officer: OfficerId,
	/// The officer who checked it.
	pub checker: OfficerId,
	/// 冲正: its counter-entry, where it was wrong. It counts no more then.
	pub corrected: Option<RepaymentCorrection>,
}

impl Repayment {
	/// What it repays: nothing where it was corrected.
	pub fn counts(&self) -> Fen {
		match self.corrected {
			None => self.amount,
			Some(_) => Fen::ZERO,
		}
	}
}

/// The counter-entry (冲正) of a repayment.
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct RepaymentCorrection {
	/// Why.
	pub reason: ShortText,
	/// When.
	pub corrected_on: Day,
	/// The officer who entered it.
	pub officer: OfficerId,
	/// The officer who checked it.
	pub checker: OfficerId,
}

/// A repayment, or the counter-entry of one, that one officer entered and no other has checked. It counts nowhere.
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo, Clone, Copy, Debug, PartialEq, Eq)]
pub struct EnteredRepayment {
	/// The digest of the bank's reference.
	pub bank_reference: Digest,
	/// How much.
	pub amount: Fen,
	/// The day on which the bank booked it.
	pub booked_on: Day,
	/// Of a counter-entry, the digest of its reason.
	pub corrects: Option<Digest>,
	/// Who entered it.
	pub by: SignedBy,
}

/// By what the second officer's reason is held against the first one's.
pub fn reason_digest(reason: &ShortText) -> Digest {
	Digest::from(reason.using_encoded(blake2_256))
}
