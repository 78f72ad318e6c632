//! Who stands for an organisation that is no more.

use codec::{Decode, Encode, MaxEncodedLen};
use frame::prelude::{BoundedVec, ConstU32};
use scale_info::TypeInfo;
use zhidai_primitives::{Day, OrgId};

/// For how many others an organisation can stand, those for which they stood counted with them.
pub const MAX_PREDECESSORS: u32 = 32;

/// The organisations for which one stands.
pub type PredecessorList = BoundedVec<OrgId, ConstU32<MAX_PREDECESSORS>>;

/// That another organisation took the place of one.
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo, Clone, Copy, Debug, PartialEq, Eq)]
pub struct Succession {
	/// Who took its place. Never changes.
	pub successor: OrgId,
	/// Who stands for it today: that one, or who took that one's place in turn.
	pub heir: OrgId,
	/// Since when it has a successor.
	pub since: Day,
}
