//! That a loan shall be closed early. Knows no `Config`.

use codec::{Decode, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use zhidai_primitives::{Fen, OfficerId};

/// An officer asks that a loan be closed of which the borrower could still draw; another person must agree.
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo, Clone, Copy, Debug, PartialEq, Eq)]
pub struct EarlyClosing {
	/// The officer who asks.
	pub officer: OfficerId,
	/// What had been drawn then. Where more was drawn since, nobody asks any more.
	pub drawn: Fen,
}
