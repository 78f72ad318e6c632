//! Holds: reasons for which no money may leave a loan. They stack, each lifted only by who may. Knows no `Config`.

use crate::types::ask::Ask;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame::prelude::{BoundedVec, ConstU32};
use scale_info::TypeInfo;
use zhidai_primitives::{Day, Digest, HoldKind, OfficerId, OrgId};

pub use zhidai_primitives::HoldKey;

/// A hold as it is placed.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Copy, Debug, PartialEq, Eq,
)]
pub enum Hold {
	/// The bank's own.
	Bank {
		/// The digest of what it rests on; zero where the bank names nothing.
		reference: Digest,
	},
	/// 反洗钱.
	AntiMoneyLaundering {
		/// The digest of what it rests on; zero where the bank names nothing.
		reference: Digest,
	},
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
pub struct HoldRecord<AccountId> {
	/// Which one it is.
	pub key: HoldKey,
	/// The officer who placed it.
	pub officer: OfficerId,
	/// The day on which it was placed.
	pub placed_on: Day,
	/// The last day on which it stands; nothing where it stands until lifted.
	pub until: Option<Day>,
	/// Who asked that it be lifted; another person must agree. It may count no more.
	pub lift_asked_by: Option<Ask<AccountId>>,
}

/// A hold that is no more: as it stood, and how it went.
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo, Clone, Copy, Debug, PartialEq, Eq)]
pub struct EndedHold {
	/// Which one it was.
	pub key: HoldKey,
	/// The officer who placed it.
	pub officer: OfficerId,
	/// The day on which it was placed.
	pub placed_on: Day,
	/// The last day on which it would have stood; nothing where it stood until lifted.
	pub until: Option<Day>,
	/// The day on which it went.
	pub ended_on: Day,
	/// Who lifted it; nothing where it had run out and gave way, or the same one took its place with a later end.
	pub lifted: Option<Lift>,
}

/// Two who lifted a hold.
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo, Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lift {
	/// Whose officers they were.
	pub org: OrgId,
	/// The officer who asked.
	pub asked_by: OfficerId,
	/// The officer who agreed.
	pub agreed_by: OfficerId,
}

impl Hold {
	/// What kind it is.
	pub const fn kind(&self) -> HoldKind {
		match self {
			Self::Bank { .. } => HoldKind::Bank,
			Self::AntiMoneyLaundering { .. } => HoldKind::AntiMoneyLaundering,
			Self::Judicial { .. } => HoldKind::Judicial,
			Self::Regulator { .. } => HoldKind::Regulator,
		}
	}

	/// By what it is told from the others, placed by this organisation.
	pub const fn key(&self, placed_by: OrgId) -> HoldKey {
		let reference = match self {
			Self::Bank { reference } | Self::AntiMoneyLaundering { reference } => *reference,
			Self::Judicial { order, .. } | Self::Regulator { order } => *order,
		};
		HoldKey { kind: self.kind(), placed_by, reference }
	}

	/// Its last day, where it has one.
	pub const fn until(&self) -> Option<Day> {
		match self {
			Self::Judicial { until, .. } => Some(*until),
			Self::Bank { .. } | Self::AntiMoneyLaundering { .. } | Self::Regulator { .. } => None,
		}
	}
}

impl<AccountId> HoldRecord<AccountId> {
	/// Whether it stands on this day.
	pub fn stands_on(&self, day: Day) -> bool {
		self.until.is_none_or(|until| day <= until)
	}

	/// What is kept of it when it is no more.
	pub fn ended(&self, ended_on: Day, lifted: Option<Lift>) -> EndedHold {
		let Self { key, officer, placed_on, until, .. } = self;
		EndedHold { key: *key, officer: *officer, placed_on: *placed_on, until: *until, ended_on, lifted }
	}

	/// Whether the same hold, placed again with this end, may take its place: where it ran out, or a court extends it.
	fn gives_way_to(&self, until: Option<Day>, today: Day) -> bool {
		let extends = matches!((self.until, until), (Some(own), Some(later)) if later > own);
		!self.stands_on(today) || extends
	}
}

/// The most holds of one kind that one organisation can have on a loan.
pub const MAX_HOLDS_OF_ONE: usize = 8;

/// The most holds on a loan.
pub const MAX_HOLDS: u32 = 64;

/// The most of them that are no court's: as many as a bank and a market regulator have. Banks and regulators that
/// had the loan before count with them, so that there is always room for the orders that five financial regulators
/// enter.
const MAX_HOLDS_BUT_COURTS: usize = 24;

/// Why a hold is not placed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HoldRefusal {
	/// It stands already.
	AlreadyHeld,
	/// There are as many as there can be, and none of them ran out.
	TooMany,
}

/// The holds of a loan that were placed and not lifted, in the order in which they were placed.
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct HoldList<AccountId>(BoundedVec<HoldRecord<AccountId>, ConstU32<MAX_HOLDS>>);

impl<AccountId> Default for HoldList<AccountId> {
	fn default() -> Self {
		Self(BoundedVec::default())
	}
}

impl<AccountId> HoldList<AccountId> {
	/// The holds.
	pub fn iter(&self) -> impl Iterator<Item = &HoldRecord<AccountId>> {
		self.0.iter()
	}

	/// Whether there is none.
	pub fn is_empty(&self) -> bool {
		self.0.is_empty()
	}

	/// The kinds among them.
	pub fn kinds(&self) -> HoldKinds {
		self.iter().fold(HoldKinds::NONE, |kinds, record| kinds.with(record.key.kind))
	}

	/// Whether any of them stands on this day: one is enough to stop the money.
	pub fn any_stands_on(&self, day: Day) -> bool {
		self.iter().any(|record| record.stands_on(day))
	}

	/// In whose lists the loan waits for somebody who agrees to lift a hold, and of which kind; also for what was
	/// asked and counts no more, until it is asked anew.
	pub fn asked(&self) -> impl Iterator<Item = (OrgId, HoldKind)> + '_ {
		self.iter().filter_map(|record| Some((record.lift_asked_by.as_ref()?.org, record.key.kind)))
	}

	/// The hold of this key.
	pub fn find(&self, key: &HoldKey) -> Option<&HoldRecord<AccountId>> {
		self.iter().find(|record| record.key == *key)
	}

	/// The holds that are not in another list any more, or not for the same time.
	pub fn ended_in<'a>(&'a self, after: &'a Self) -> impl Iterator<Item = &'a HoldRecord<AccountId>> {
		self.iter().filter(move |record| {
			let days = |hold: &HoldRecord<AccountId>| (hold.placed_on, hold.until);
			after.find(&record.key).is_none_or(|now| days(now) != days(record))
		})
	}

	/// Adds a hold, or extends it. Where there is no room, the oldest of the organisation's, or of all, that ran out
	/// gives way.
	pub fn place(&mut self, record: HoldRecord<AccountId>, today: Day) -> Result<(), HoldRefusal> {
		if let Some(standing) = self.find(&record.key) {
			if !standing.gives_way_to(record.until, today) {
				return Err(HoldRefusal::AlreadyHeld);
			}
			self.remove(&record.key);
		}
		let (kind, org) = (record.key.kind, record.key.placed_by);
		let is_courts = |kind: HoldKind| kind == HoldKind::Judicial;
		let others = self.iter().filter(|other| !is_courts(other.key.kind)).count();
		if !is_courts(kind) && others >= MAX_HOLDS_BUT_COURTS {
			return Err(HoldRefusal::TooMany);
		}
		let own = |other: &HoldRecord<AccountId>| (other.key.kind, other.key.placed_by) == (kind, org);
		if self.iter().filter(|other| own(other)).count() >= MAX_HOLDS_OF_ONE {
			self.drop_one_over(own, today)?;
		} else if self.0.is_full() {
			self.drop_one_over(|_| true, today)?;
		}
		self.0.try_push(record).map_err(|_| HoldRefusal::TooMany)
	}

	fn drop_one_over(
		&mut self,
		is_one: impl Fn(&HoldRecord<AccountId>) -> bool,
		today: Day,
	) -> Result<(), HoldRefusal> {
		let over = self.iter().find(|other| is_one(other) && !other.stands_on(today)).map(|other| other.key);
		self.remove(&over.ok_or(HoldRefusal::TooMany)?);
		Ok(())
	}

	/// Notes who asks that a hold be lifted, in the place of who asked before.
	pub fn ask_to_lift(&mut self, key: &HoldKey, ask: Ask<AccountId>) {
		if let Some(record) = self.0.iter_mut().find(|record| record.key == *key) {
			record.lift_asked_by = Some(ask);
		}
	}

	/// Without what officers of an organisation asked.
	pub fn forget_asks_of(&mut self, org: OrgId) {
		for record in self.0.iter_mut() {
			record.lift_asked_by = record.lift_asked_by.take().filter(|ask| ask.org != org);
		}
	}

	/// Takes a hold away.
	pub fn remove(&mut self, key: &HoldKey) {
		self.0.retain(|record| record.key != *key);
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

	fn placed(org: u32, number: u64, until: Option<u32>) -> HoldRecord<u64> {
		let reference = Digest::from_low_u64_be(number);
		HoldRecord {
			key: HoldKey { kind: HoldKind::Judicial, placed_by: OrgId(org), reference },
			officer: OfficerId(400),
			placed_on: Day(10),
			until: until.map(Day),
			lift_asked_by: None,
		}
	}

	const TODAY: Day = Day(15);

	#[test]
	fn a_courts_hold_stands_through_its_last_day_and_can_only_be_extended() {
		let record = placed(4, 1, Some(20));
		assert!(record.stands_on(Day(20)) && !record.stands_on(Day(21)));
		let mut holds = HoldList::default();
		holds.place(record, TODAY).unwrap();
		assert_eq!(holds.place(record, TODAY), Err(HoldRefusal::AlreadyHeld));
		assert_eq!(holds.place(placed(4, 1, Some(19)), TODAY), Err(HoldRefusal::AlreadyHeld));
		holds.place(placed(4, 1, Some(21)), TODAY).unwrap();
		assert_eq!(holds.place(record, Day(21)), Err(HoldRefusal::AlreadyHeld));
		// One that ran out is placed anew, whatever its end.
		holds.place(record, Day(22)).unwrap();
		assert_eq!(holds.iter().count(), 1);
		let endless = placed(4, 2, None);
		holds.place(endless, TODAY).unwrap();
		assert!(endless.stands_on(Day(u32::MAX)));
		assert_eq!(holds.place(endless, Day(u32::MAX)), Err(HoldRefusal::AlreadyHeld));
	}

	#[test]
	fn a_second_order_stands_beside_the_first_and_one_is_enough() {
		let mut holds = HoldList::default();
		// The same order entered by another organisation is that one's own, too.
		let all = [placed(4, 1, Some(20)), placed(4, 2, Some(30)), placed(5, 1, Some(25))];
		for record in all {
			holds.place(record, TODAY).unwrap();
		}
		assert_eq!(holds.iter().copied().collect::<Vec<_>>(), all);
		for (record, last) in [(all[1], 25), (all[0], 25), (all[2], 0)] {
			holds.remove(&record.key);
			assert_eq!(holds.any_stands_on(Day(last)), last > 0);
			assert!(!holds.any_stands_on(Day(last + 1)));
		}
		assert!(holds.is_empty() && holds.kinds().is_empty());
	}

	#[test]
	fn who_asks_to_lift_one_asks_nothing_of_the_others() {
		let mut holds = HoldList::default();
		let (one, other) = (placed(4, 1, None), placed(4, 2, None));
		holds.place(one, TODAY).unwrap();
		holds.place(other, TODAY).unwrap();
		let ask = Ask { org: OrgId(4), officer: OfficerId(401), account: 401, asked_on: TODAY };
		holds.ask_to_lift(&one.key, ask);
		assert_eq!(holds.find(&other.key), Some(&other));
		assert_eq!(holds.asked().collect::<Vec<_>>(), [(OrgId(4), HoldKind::Judicial)]);
	}

	#[test]
	fn what_is_lifted_gives_way_or_is_extended_has_ended() {
		let mut holds = HoldList::default();
		let all = [placed(4, 1, Some(20)), placed(4, 2, Some(30)), placed(5, 1, None)];
		for record in all {
			holds.place(record, TODAY).unwrap();
		}
		let ended = |after: &HoldList<u64>| holds.ended_in(after).copied().collect::<Vec<_>>();
		let mut after = holds.clone();
		assert_eq!(ended(&after), []);
		after.place(placed(4, 1, Some(21)), TODAY).unwrap();
		after.remove(&all[2].key);
		assert_eq!(ended(&after), [all[0], all[2]]);
		// Who asks to lift one ends nothing.
		let mut asked = holds.clone();
		let ask = Ask { org: OrgId(4), officer: OfficerId(401), account: 401, asked_on: TODAY };
		asked.ask_to_lift(&all[1].key, ask);
		assert_eq!(ended(&asked), []);
	}

	/// With every change of a party its holds came to those of the one before, until no court's order had room.
	#[test]
	fn courts_have_room_however_often_banks_and_regulators_change() {
		let mut holds = HoldList::default();
		let others = |number: u32| {
			let record = placed(10 + number / 8, u64::from(number), None);
			HoldRecord { key: HoldKey { kind: HoldKind::Regulator, ..record.key }, ..record }
		};
		for number in 0..24 {
			holds.place(others(number), TODAY).unwrap();
		}
		assert_eq!(holds.place(others(24), TODAY), Err(HoldRefusal::TooMany));
		for number in 0..40 {
			holds.place(placed(40 + number / 8, u64::from(number), None), TODAY).unwrap();
		}
		holds.remove(&others(0).key);
		holds.place(others(24), TODAY).unwrap();
	}

	#[test]
	fn nobody_takes_anothers_room_and_what_ran_out_gives_way() {
		let mut holds = HoldList::default();
		let most = MAX_HOLDS_OF_ONE as u64;
		for number in 0..most {
			let until = (number == 3).then_some(16);
			holds.place(placed(4, number, until), TODAY).unwrap();
		}
		assert_eq!(holds.place(placed(4, most, None), TODAY), Err(HoldRefusal::TooMany));
		holds.place(placed(5, most, None), TODAY).unwrap();
		holds.place(placed(4, most, None), Day(17)).unwrap();
		assert_eq!(holds.find(&placed(4, 3, None).key), None, "the one that ran out");
		assert_eq!(holds.place(placed(4, most + 1, None), Day(17)), Err(HoldRefusal::TooMany));
		// A full list is full for everybody, but for what ran out in it.
		let mut full = HoldList::default();
		for number in 0..MAX_HOLDS {
			full.place(placed(10 + number / 8, u64::from(number), Some(20)), TODAY).unwrap();
		}
		assert_eq!(full.place(placed(4, 1, None), TODAY), Err(HoldRefusal::TooMany));
		full.place(placed(4, 1, None), Day(21)).unwrap();
		assert_eq!(full.iter().count(), MAX_HOLDS as usize);
	}
}
