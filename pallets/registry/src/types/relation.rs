//! Relations between organisations (关联方).
//!
//! A regulator's record binds everybody's loans, so that it is of two of whom one at least is in its region; a
//! bank's binds its own, and elsewhere only makes people look. Each stands beside the others': who ends one takes
//! nobody else's away. A regulator ends its own, and one whose region contains both ends any, at once; a bank its own.
//!
//! A firm's admins say who controls it, or a regulator in whose region it is, over whatever stood and until such a one
//! ends it: a controller in common makes two related, so that no regulator of elsewhere gives firms one. Whom a firm
//! names is not asked: the admins of that one, or a regulator of its region, end what the firm said itself.
//!
//! What is declared counts at once; what a side to it ends counts for [`WAITING_DAYS`] days more. A group has at most
//! [`MAX_CONTROL_DEPTH`] levels and [`MAX_GROUP`] organisations, from whichever end it is built, so its ends are always
//! seen as related; less by a firm's own word (3, 16) or that of a regulator of elsewhere (6, 48): they fill none.

use codec::{Decode, Encode, MaxEncodedLen};
use frame::deps::frame_support::{traits::ConstU32, BoundedVec};
use scale_info::TypeInfo;
use zhidai_primitives::{Day, OrgId};

/// The most levels that a group can have, from who controls it all to who controls nobody: enough for real
/// groups, and a bound for every payment.
pub const MAX_CONTROL_DEPTH: u32 = 8;
/// The most organisations of one group: all that have one controller at the top.
pub const MAX_GROUP: u32 = 64;
/// The most banks, and the most regulators, that can each record one relation.
pub const MAX_DECLARERS: u32 = 32;
/// How many days what its own side has ended still counts: nobody ends a relation and is paid the next day.
pub const WAITING_DAYS: u32 = 30;

/// How large a group can become by a word that puts an organisation under a controller. Who is named is not asked, so
/// that it depends on whose word it is: what firms say fills no group for regulators, and what regulators of elsewhere
/// say fills none for those whose region contains both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct GroupLimit {
	/// So many levels.
	pub levels: u32,
	/// So many organisations.
	pub organisations: u32,
}

impl GroupLimit {
	/// By the word of the organisation itself. Two such groups are one by any regulator's.
	pub const DECLARED: Self = Self { levels: 3, organisations: 16 };
	/// By that of a regulator in whose region the controller is not, or the top of the controller's group.
	pub const ELSEWHERE: Self = Self { levels: 6, organisations: 48 };
	/// By that of a regulator whose region contains all of them: as large as any.
	pub const WHOLE: Self = Self { levels: MAX_CONTROL_DEPTH, organisations: MAX_GROUP };

	/// Whether a group is within it.
	pub fn fits(self, levels: u32, organisations: u32) -> bool {
		levels <= self.levels && organisations <= self.organisations
	}
}

/// What regulators recorded of two organisations, each of them once.
pub type Relations = BoundedVec<Relation, ConstU32<MAX_DECLARERS>>;

/// What banks are told that other banks recorded of two organisations.
pub type RelationReportList = BoundedVec<RelationReport, ConstU32<MAX_DECLARERS>>;

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
	fn what_is_said_without_being_asked_leaves_room() {
		let [declared, elsewhere, whole] = [GroupLimit::DECLARED, GroupLimit::ELSEWHERE, GroupLimit::WHOLE];
		assert!(elsewhere.fits(2 * declared.levels, 2 * declared.organisations));
		assert!(whole.fits(elsewhere.levels + 1, elsewhere.organisations + declared.organisations));
		assert!(!whole.fits(whole.levels + 1, 1) && !whole.fits(1, whole.organisations + 1));
	}

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
