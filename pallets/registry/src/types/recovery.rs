//! How an organisation that cannot act any more gets admins again.

use crate::types::officer::FirstOfficers;
use codec::{Decode, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use zhidai_primitives::Day;

/// How many days an organisation's own admins can object to admins that the council would give it.
pub const RECOVERY_NOTICE_DAYS: u32 = 14;

/// The most admins that a recovery brings. So many places of every organisation are kept for them.
pub const MAX_RECOVERY_ADMINS: u32 = 3;

/// Admins that the council gives an organisation, unless one of its own objects.
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct Recovery<AccountId, Proof> {
	/// The admins, who are added to those that there are.
	pub admins: FirstOfficers<AccountId, Proof>,
	/// The last day on which one of the organisation's own admins can object.
	pub objections_until: Day,
}

impl<AccountId, Proof> Recovery<AccountId, Proof> {
	/// Whether the notice is over.
	pub fn is_due(&self, today: Day) -> bool {
		today > self.objections_until
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_recovery_is_due_when_the_notice_is_over() {
		let recovery = Recovery::<u64, ()> { admins: Default::default(), objections_until: Day(14) };
		assert!(!recovery.is_due(Day(14)) && recovery.is_due(Day(15)));
	}
}
