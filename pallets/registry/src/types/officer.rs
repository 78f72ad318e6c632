//! What is known of an officer, and the rule that keeps an organisation from locking itself out.

use alloc::collections::BTreeSet;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame::deps::frame_support::{traits::ConstU32, BoundedVec};
use scale_info::TypeInfo;
use zhidai_primitives::{Day, Digest, Duties, Duty, Fen, OfficerId, OrgId};

pub use zhidai_primitives::limits::MAX_FIRST_OFFICERS;

/// The least number of admins that an organisation keeps.
pub const LEAST_ADMINS: usize = 2;
/// The least number of admins that an organisation with a validator seat keeps: one lost key must not be the
/// end.
pub const LEAST_ADMINS_OF_SEAT: usize = 3;

/// The officers named when an organisation is admitted.
pub type FirstOfficers<AccountId, Proof> =
	BoundedVec<NewOfficer<AccountId, Proof>, ConstU32<MAX_FIRST_OFFICERS>>;

/// An officer who is to be added.
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct NewOfficer<AccountId, Proof> {
	/// The officer's key: sr25519, ed25519 or ecdsa. Never used before by anyone.
	pub account: AccountId,
	/// The salted commitment to the natural person. The same person has the same commitment wherever it acts.
	pub person: Digest,
	/// What the officer may do.
	pub duties: Duties,
	/// The largest amount that the officer may check; nothing where there is no limit.
	pub checker_limit: Option<Fen>,
	/// The last day on which the officer may act; nothing where there is none.
	pub valid_until: Option<Day>,
	/// The key's signature over [`crate::key_message`]: that whoever names the key holds it, and meant it for this
	/// organisation, person and duties. Nothing at genesis.
	pub proof: Proof,
}

impl<AccountId: Encode, Proof> NewOfficer<AccountId, Proof> {
	/// Everything that is said of the officer, without the proof: what its key signs.
	pub fn entry(&self) -> impl Encode + '_ {
		(&self.account, self.person, self.duties, self.checker_limit, self.valid_until)
	}
}

/// Whether an officer still serves.
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo, Clone, Copy, Debug, PartialEq, Eq)]
pub enum OfficerStatus {
	/// 在任.
	Active,
	/// 离任: for good; history stays.
	Removed,
}

/// An officer as recorded. Officers are compared by their id and person, never by their keys.
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct OfficerRecord {
	/// The organisation acted for.
	pub org: OrgId,
	/// The salted commitment to the natural person.
	pub person: Digest,
	/// What the officer may do.
	pub duties: Duties,
	/// The largest amount that the officer may check; nothing where there is no limit.
	pub checker_limit: Option<Fen>,
	/// The last day on which the officer may act; nothing where there is none.
	pub valid_until: Option<Day>,
	/// Whether the officer still serves.
	pub status: OfficerStatus,
	/// The number of the current key, from 0.
	pub key_number: u16,
}

impl OfficerRecord {
	/// The record of an officer who joins an organisation.
	pub fn new<AccountId, Proof>(org: OrgId, new: &NewOfficer<AccountId, Proof>) -> Self {
		Self {
			org,
			person: new.person,
			duties: new.duties,
			checker_limit: new.checker_limit,
			valid_until: new.valid_until,
			status: OfficerStatus::Active,
			key_number: 0,
		}
	}

	/// Whether the officer still serves, expired or not.
	pub fn serves(&self) -> bool {
		self.status == OfficerStatus::Active
	}

	/// What an account that holds the officer's current key reads.
	pub fn entry(&self, officer: OfficerId) -> OfficerEntry {
		OfficerEntry {
			officer,
			org: self.org,
			duties: self.duties,
			valid_until: self.valid_until,
			active: self.serves(),
		}
	}

	/// An admin whom no date will end.
	fn is_standing_admin(&self) -> bool {
		self.serves() && self.duties.has(Duty::Admin) && self.valid_until.is_none()
	}
}

/// Whether there are at least so many admins, each another person. Only admins without an expiry date count:
/// what holds today then holds on every later day, with no transaction.
pub fn keeps_admins(officers: impl Iterator<Item = OfficerRecord>, least: usize) -> bool {
	let persons = officers.filter(OfficerRecord::is_standing_admin).map(|officer| officer.person);
	persons.collect::<BTreeSet<_>>().len() >= least
}

/// An account, seen from the door: one read says who it is.
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo, Clone, Copy, Debug, PartialEq, Eq)]
pub struct OfficerEntry {
	/// The officer whose key it is or was.
	pub officer: OfficerId,
	/// The organisation acted for.
	pub org: OrgId,
	/// What the officer may do.
	pub duties: Duties,
	/// The last day on which the officer may act.
	pub valid_until: Option<Day>,
	/// Whether it is the current key of an officer who serves. A key that is not, never is again.
	pub active: bool,
}

impl OfficerEntry {
	/// Whether the account can act on this day.
	pub fn may_act_on(&self, today: Day) -> bool {
		self.active && self.valid_until.is_none_or(|last| last >= today)
	}
}

/// A key of an officer, current or earlier.
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct KeyRecord<AccountId> {
	/// The account.
	pub account: AccountId,
	/// Since when it is the officer's.
	pub from: Day,
	/// When it was replaced or the officer was removed.
	pub until: Option<Day>,
}

#[cfg(test)]
mod tests {
	use super::*;

	fn admin(person: u8) -> OfficerRecord {
		OfficerRecord {
			org: OrgId(1),
			person: Digest::repeat_byte(person),
			duties: Duties::of(&[Duty::Admin, Duty::Maker]),
			checker_limit: None,
			valid_until: None,
			status: OfficerStatus::Active,
			key_number: 0,
		}
	}

	#[test]
	fn two_admins_are_two_persons_whom_no_date_ends() {
		let two = |other: OfficerRecord| keeps_admins([admin(1), admin(1), other].into_iter(), LEAST_ADMINS);
		assert!(two(admin(2)));
		assert!(!two(admin(1)));
		assert!(!two(OfficerRecord { valid_until: Some(Day(20_000)), ..admin(2) }));
		assert!(!two(OfficerRecord { status: OfficerStatus::Removed, ..admin(2) }));
		assert!(!two(OfficerRecord { duties: Duties::of(&[Duty::Maker]), ..admin(2) }));
		assert!(!keeps_admins(core::iter::empty(), LEAST_ADMINS));
		let three =
			|other| keeps_admins([admin(1), admin(2), admin(other)].into_iter(), LEAST_ADMINS_OF_SEAT);
		assert!(three(3) && !three(2));
	}

	#[test]
	fn an_officer_acts_up_to_the_last_day() {
		let entry = OfficerRecord { valid_until: Some(Day(10)), ..admin(1) }.entry(OfficerId(7));
		assert!(entry.may_act_on(Day(10)) && !entry.may_act_on(Day(11)));
		assert!(!OfficerEntry { active: false, ..entry }.may_act_on(Day(9)));
		assert!(OfficerEntry { valid_until: None, ..entry }.may_act_on(Day(u32::MAX)));
	}
}
