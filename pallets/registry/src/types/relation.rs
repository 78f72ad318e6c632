//! Relations between organisations (关联方).

use codec::{Decode, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use zhidai_primitives::{Day, OrgId};

/// The most levels that a group can have, from who controls it all to who controls nobody: enough for real
/// groups, and a bound for every payment.
pub const MAX_CONTROL_DEPTH: u32 = 8;
/// The most organisations of one group: all that have one controller at the top.
pub const MAX_GROUP: u32 = 64;
/// The most banks that can each record one relation.
pub const MAX_DECLARERS: u32 = 32;
/// How many days what its own side has ended still counts: nobody ends a relation and is paid the next day.
pub const WAITING_DAYS: u32 = 30;

/// A relation that a regulator recorded: it binds everybody's loans.
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo, Clone, Copy, Debug, PartialEq, Eq)]
pub struct Relation {
	/// Since when it is recorded.
	pub since: Day,
	/// The regulator that recorded it.
	pub declared_by: OrgId,
}

/// A relation that a bank recorded: its own fact, which binds its own loans.
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo, Clone, Copy, Debug, PartialEq, Eq)]
pub struct BankRelation {
	/// Since when it is recorded.
	pub since: Day,
	/// The last day on which it counts, where the bank has ended it.
	pub until: Option<Day>,
}

impl BankRelation {
	/// Whether it counts on this day.
	pub fn holds_on(&self, today: Day) -> bool {
		self.until.is_none_or(|last| last >= today)
	}
}

/// What other banks are told of it, who look closer where it would bind them.
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo, Clone, Copy, Debug, PartialEq, Eq)]
pub struct RelationReport {
	/// The bank that recorded it.
	pub bank: OrgId,
	/// The last day on which it counts, where the bank has ended it.
	pub until: Option<Day>,
}

impl RelationReport {
	/// Whether it counts on this day.
	pub fn holds_on(&self, today: Day) -> bool {
		self.until.is_none_or(|last| last >= today)
	}
}

/// Two organisations, the lower id first.
pub(crate) fn sorted(one: OrgId, other: OrgId) -> (OrgId, OrgId) {
	(one.min(other), one.max(other))
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_banks_relation_counts_up_to_its_last_day() {
		let relation = BankRelation { since: Day(1), until: Some(Day(5)) };
		assert!(relation.holds_on(Day(5)) && !relation.holds_on(Day(6)));
		assert!(BankRelation { until: None, ..relation }.holds_on(Day(u32::MAX)));
		let report = RelationReport { bank: OrgId(1), until: relation.until };
		assert!(report.holds_on(Day(5)) && !report.holds_on(Day(6)));
		assert_eq!(sorted(OrgId(2), OrgId(1)), (OrgId(1), OrgId(2)));
	}
}
