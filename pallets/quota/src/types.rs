//! What is granted. Knows no `Config`.

use codec::{Decode, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use zhidai_primitives::{Fen, OrgId, SchemeId};

/// What a loan was granted.
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo, Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grant {
	/// The programme.
	pub scheme: SchemeId,
	/// Who borrows.
	pub borrower: OrgId,
	/// How much counts against the borrower's limit.
	pub amount: Fen,
}
