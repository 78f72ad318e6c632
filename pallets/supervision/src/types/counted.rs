//! What is kept of a payment that was counted.

use codec::{Decode, Encode, MaxEncodedLen};
use frame::deps::frame_support::{traits::ConstU32, BoundedVec};
use scale_info::TypeInfo;
use zhidai_primitives::{Fen, LoanId, Quarter, Uetr, MAX_LINES};

/// Payments by their keys.
pub type Uetrs = BoundedVec<Uetr, ConstU32<MAX_LINES>>;

/// How a payment was counted.
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo, Clone, Copy, Debug, PartialEq, Eq)]
pub struct CountedPayment {
	/// The loan.
	pub loan: LoanId,
	/// What was paid.
	pub amount: Fen,
	/// For which quarter it was counted.
	pub quarter: Quarter,
	/// For which quarter it was counted as quality-upgrading; nothing where it was not.
	pub quality: Option<Quarter>,
}
