//! Holds: reasons for which no money may leave a loan. They stack, each lifted only by who may. Knows no `Config`.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use zhidai_primitives::{Day, Digest, HoldKind, OfficerId, OrgId};

/// A hold as it is placed.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Copy, Debug, PartialEq, Eq,
)]
pub enum Hold {
	/// The bank's own.
	Bank,
	/// 反洗钱.
	AntiMoneyLaundering,
	/// 司法冻结: with the court's order and its last day.
	Judicial {
		/// The digest of the order's number.
		order: Digest,
		/// The last day on which it stands.
		until: Day,
	},
	/// 市监止付: with the regulator's decision.
	Regulator {
		/// The digest of the decision's number.
		order: Digest,
	},
}

/// A hold as it stands in the books.
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo, Clone, Copy, Debug, PartialEq, Eq)]
pub struct HoldRecord {
	/// The organisation that placed it.
	pub placed_by: OrgId,
	/// Its officer.
	pub officer: OfficerId,
	/// The day on which it was placed.
	pub placed_on: Day,
	/// The digest of the number of the court's order or the regulator's decision.
	pub order: Option<Digest>,
	/// The last day on which it stands; nothing where it stands until lifted.
	pub until: Option<Day>,
	/// Who asked that it be lifted; another person must agree.
	pub lift_asked_by: Option<(OrgId, OfficerId)>,
}

impl Hold {
	/// What kind it is.
	pub const fn kind(&self) -> HoldKind {
		match self {
			Self::Bank => HoldKind::Bank,
			Self::AntiMoneyLaundering => HoldKind::AntiMoneyLaundering,
			Self::Judicial { .. } => HoldKind::Judicial,
			Self::Regulator { .. } => HoldKind::Regulator,
		}
	}

	/// The order or decision, and the hold's last day, where it has them.
	pub const fn order_and_end(&self) -> (Option<Digest>, Option<Day>) {
		match self {
			Self::Bank | Self::AntiMoneyLaundering => (None, None),
			Self::Judicial { order, until } => (Some(*order), Some(*until)),
			Self::Regulator { order } => (Some(*order), None),
		}
	}
}

impl HoldRecord {
	/// Whether it stands on this day.
	pub fn stands_on(&self, day: Day) -> bool {
		self.until.is_none_or(|until| day <= until)
	}

	/// Whether a hold with this end may take its place: where it ran out, or where a court extends it through the same
	/// organisation. Another's order does not replace it, so that lifting the one never lifts the other.
	pub fn gives_way_to(&self, by: OrgId, until: Option<Day>, today: Day) -> bool {
		let extends = matches!((self.until, until), (Some(own), Some(later)) if later > own);
		!self.stands_on(today) || extends && self.placed_by == by
	}
}

/// A set of kinds of hold, in the loan's own record so that the usual case, none, costs no further read.
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HoldKinds(u8);

const fn bit(kind: HoldKind) -> u8 {
	match kind {
		HoldKind::Bank => 1,
		HoldKind::AntiMoneyLaundering => 2,
		HoldKind::Judicial => 4,
		HoldKind::Regulator => 8,
	}
}

impl HoldKinds {
	/// None.
	pub const NONE: Self = Self(0);

	/// Whether there is none.
	pub const fn is_empty(self) -> bool {
		self.0 == 0
	}

	/// Whether it has this kind.
	pub const fn has(self, kind: HoldKind) -> bool {
		self.0 & bit(kind) != 0
	}

	/// With this kind.
	#[must_use]
	pub const fn with(self, kind: HoldKind) -> Self {
		Self(self.0 | bit(kind))
	}

	/// Without this kind.
	#[must_use]
	pub const fn without(self, kind: HoldKind) -> Self {
		Self(self.0 & !bit(kind))
	}

	/// The kinds in it.
	pub fn iter(self) -> impl Iterator<Item = HoldKind> {
		HoldKind::ALL.into_iter().filter(move |kind| self.has(*kind))
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn holds_stack_and_lift_one_by_one() {
		let all = HoldKind::ALL.into_iter().fold(HoldKinds::NONE, HoldKinds::with);
		assert_eq!(all.iter().collect::<Vec<_>>(), HoldKind::ALL);
		let rest = all.without(HoldKind::Bank);
		assert!(!rest.has(HoldKind::Bank) && rest.has(HoldKind::Judicial) && !rest.is_empty());
		let rest = rest.without(HoldKind::Judicial).without(HoldKind::AntiMoneyLaundering);
		assert!(rest.without(HoldKind::Regulator).is_empty());
	}

	#[test]
	fn a_courts_hold_stands_through_its_last_day_and_can_only_be_extended() {
		let record = HoldRecord {
			placed_by: OrgId(4),
			officer: OfficerId(400),
			placed_on: Day(10),
			order: Some(Digest::zero()),
			until: Some(Day(20)),
			lift_asked_by: None,
		};
		assert!(record.stands_on(Day(20)) && !record.stands_on(Day(21)));
		assert!(
			record.gives_way_to(record.placed_by, Some(Day(21)), Day(15))
				&& !record.gives_way_to(record.placed_by, Some(Day(20)), Day(15))
		);
		assert!(record.gives_way_to(record.placed_by, Some(Day(20)), Day(21)));
		let another = OrgId(record.placed_by.0 + 1);
		assert!(
			!record.gives_way_to(another, Some(Day(21)), Day(15)),
			"another's order does not take its place"
		);
		assert!(record.gives_way_to(another, Some(Day(21)), Day(21)));
		let endless = HoldRecord { until: None, ..record };
		assert!(endless.stands_on(Day(u32::MAX)) && !endless.gives_way_to(record.placed_by, None, Day(15)));
	}
}
