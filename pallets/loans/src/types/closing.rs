//! That a loan shall be closed early. Knows no `Config`.

use crate::types::ask::Ask;
use codec::{Decode, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use zhidai_primitives::Fen;

/// An officer asks that a loan be closed of which the borrower could still draw; another person must agree.
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo, Clone, Copy, Debug, PartialEq, Eq)]
pub struct EarlyClosing<AccountId> {
	/// Who asks.
	pub ask: Ask<AccountId>,
	/// What had been drawn then. Where more was drawn since, nobody asks any more.
	pub drawn: Fen,
}
