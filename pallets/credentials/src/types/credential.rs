//! A quality credential and the steps of its life.
//!
//! `Active → Suspended ⇄ Active → Revoked | Cancelled`. Expiry follows from the date alone and takes no step;
//! so does the end of a suspension that only one person declared.

use crate::Level;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use zhidai_primitives::{CredentialTypeId, Day, Digest, OrgId, ShortText};

pub use zhidai_primitives::Usability;

/// What was granted; never changes.
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct Grant {
	/// Who holds it.
	pub holder: OrgId,
	/// What it is.
	pub type_id: CredentialTypeId,
	/// The digest of the number on the certificate.
	pub number_digest: Digest,
	/// The digest of the certificate.
	pub document_digest: Digest,
	/// Since when it holds.
	pub granted_on: Day,
	/// The last day on which it holds; nothing where it has no end.
	pub expires_on: Option<Day>,
	/// The bureau that recorded it.
	pub recorded_by: OrgId,
	/// The bureau's level then.
	pub level: Level,
}

/// Where a credential stands, apart from its date.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Copy, Debug, PartialEq, Eq,
)]
pub enum CredentialState {
	/// 有效.
	Active,
	/// 暂停: can be restored.
	Suspended,
	/// 撤销: taken away for cause.
	Revoked,
	/// 注销: given up.
	Cancelled,
}

/// A suspension.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Copy, Debug, PartialEq, Eq,
)]
pub struct Suspension {
	/// The bureau that suspended.
	pub by: OrgId,
	/// The bureau's level: only the same or a higher one restores.
	pub level: Level,
	/// The last day of what one person declared alone; nothing once a second person confirmed it.
	pub until: Option<Day>,
}

/// A step that the credential's state does not allow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CredentialStep {
	/// It is suspended already, or ended.
	NotInForce,
	/// Only a suspended credential can be restored.
	NotSuspended,
	/// It is suspended, so that it cannot be cancelled.
	Suspended,
	/// It is revoked or cancelled, for good.
	Ended,
}

/// A credential as recorded for one holder.
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct Credential {
	grant: Grant,
	state: CredentialState,
	/// The day of the last step.
	changed_on: Day,
	/// Why it was suspended or revoked.
	reason: Option<ShortText>,
	/// The last suspension, until two persons end it: also one that was never confirmed and is past.
	suspension: Option<Suspension>,
}

impl Credential {
	/// A credential that is recorded today.
	pub fn new(grant: Grant, today: Day) -> Self {
		Self { grant, state: CredentialState::Active, changed_on: today, reason: None, suspension: None }
	}

	/// What was granted.
	pub fn grant(&self) -> &Grant {
		&self.grant
	}

	/// Where it stands today, apart from its own last day: what one person suspended is in force again after
	/// the last day of that.
	pub fn state(&self, today: Day) -> CredentialState {
		let is_past = || self.suspension.and_then(|one| one.until).is_some_and(|last| today > last);
		match self.state {
			CredentialState::Suspended if is_past() => CredentialState::Active,
			state => state,
		}
	}

	/// Whether it was taken away for cause.
	pub fn is_revoked(&self) -> bool {
		self.state == CredentialState::Revoked
	}

	/// Why it was suspended or revoked.
	pub fn reason(&self) -> Option<&ShortText> {
		self.reason.as_ref()
	}

	/// The last suspension, until two persons end it.
	pub fn suspension(&self) -> Option<Suspension> {
		self.suspension
	}

	/// Whether the word of one person of this level can suspend it now. Not where one person of the same or a
	/// higher level did so before and nobody confirmed it: else one person alone could hold a credential down
	/// for ever. Nor where two persons did: what they decided does not end by itself.
	pub fn heeds_one_person(&self, level: Level) -> bool {
		let is_ended = matches!(self.state, CredentialState::Revoked | CredentialState::Cancelled);
		!is_ended && self.suspension.is_none_or(|old| old.until.is_some() && level < old.level)
	}

	/// In force → suspended: by one person for some days, by two until it is restored. A higher level takes
	/// over what a lower one suspended. What one person suspended is replaced by the same level too, and once
	/// it is past by anybody; what two suspended is suspended once.
	pub fn suspend(self, today: Day, reason: ShortText, by: Suspension) -> Result<Self, CredentialStep> {
		let is_suspendable = match (self.state, self.suspension) {
			(CredentialState::Active, _) => true,
			(CredentialState::Suspended, Some(old)) => {
				let gives_way = |last| today > last || by.level <= old.level;
				by.level < old.level || old.until.is_some_and(gives_way)
			}
			_ => false,
		};
		if !is_suspendable {
			return Err(CredentialStep::NotInForce);
		}
		let suspended = self.into_state(CredentialState::Suspended, today, Some(reason));
		Ok(Self { suspension: Some(by), ..suspended })
	}

	/// Suspended → active.
	pub fn restore(self, today: Day) -> Result<Self, CredentialStep> {
		match self.state(today) {
			CredentialState::Suspended => Ok(self.into_state(CredentialState::Active, today, None)),
			_ => Err(CredentialStep::NotSuspended),
		}
	}

	/// Active or suspended → revoked, for good.
	pub fn revoke(self, today: Day, reason: ShortText) -> Result<Self, CredentialStep> {
		match self.state {
			CredentialState::Active | CredentialState::Suspended => {
				Ok(self.into_state(CredentialState::Revoked, today, Some(reason)))
			}
			CredentialState::Revoked | CredentialState::Cancelled => Err(CredentialStep::Ended),
		}
	}

	/// Active → cancelled, for good. Its number can be recorded again; so nobody escapes a revocation by
	/// giving up what is suspended.
	pub fn cancel(self, today: Day) -> Result<Self, CredentialStep> {
		match self.state(today) {
			CredentialState::Active => Ok(self.into_state(CredentialState::Cancelled, today, None)),
			CredentialState::Suspended => Err(CredentialStep::Suspended),
			CredentialState::Revoked | CredentialState::Cancelled => Err(CredentialStep::Ended),
		}
	}

	/// Whether it can be relied on today. On its last day it can.
	pub fn usability(&self, today: Day) -> Usability {
		match self.state(today) {
			CredentialState::Revoked => Usability::Revoked,
			CredentialState::Cancelled => Usability::Cancelled,
			_ if self.grant.expires_on.is_some_and(|last| today > last) => Usability::Expired,
			CredentialState::Suspended => Usability::Suspended,
			CredentialState::Active => Usability::Usable,
		}
	}

	/// Whether it can never be relied on again.
	pub fn is_over(&self, today: Day) -> bool {
		matches!(self.usability(today), Usability::Revoked | Usability::Cancelled | Usability::Expired)
	}

	fn into_state(self, state: CredentialState, today: Day, reason: Option<ShortText>) -> Self {
		Self { state, changed_on: today, reason, suspension: None, ..self }
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	const TODAY: Day = Day(20_000);
	const LATER: Day = Day(20_006);

	fn credential(expires_on: Option<Day>) -> Credential {
		let digest = Digest::repeat_byte(1);
		let grant = Grant {
			holder: OrgId(10),
			type_id: CredentialTypeId(1),
			number_digest: digest,
			document_digest: digest,
			granted_on: Day(19_000),
			expires_on,
			recorded_by: OrgId(1),
			level: Level::City,
		};
		Credential::new(grant, TODAY)
	}

	fn reason() -> ShortText {
		"年度监督审核未通过".try_into().unwrap()
	}

	/// By one person through the fifth day after.
	fn by_one(level: Level) -> Suspension {
		Suspension { by: OrgId(1), level, until: Some(Day(TODAY.0 + 5)) }
	}

	fn by_two(level: Level) -> Suspension {
		Suspension { until: None, ..by_one(level) }
	}

	fn suspended(by: Suspension) -> Credential {
		credential(None).suspend(TODAY, reason(), by).unwrap()
	}

	#[test]
	fn a_suspended_credential_comes_back_as_it_was() {
		let suspended = suspended(by_two(Level::City));
		assert_eq!(suspended.usability(Day(99_999)), Usability::Suspended);
		assert_eq!(suspended.reason(), Some(&reason()));
		let again = suspended.clone().suspend(TODAY, reason(), by_two(Level::City));
		assert_eq!(again, Err(CredentialStep::NotInForce));
		assert_eq!(suspended.restore(TODAY), Ok(credential(None)));
		assert_eq!(credential(None).restore(TODAY), Err(CredentialStep::NotSuspended));
	}

	#[test]
	fn what_one_person_suspended_ends_by_itself_unless_a_second_confirms_it() {
		let alone = suspended(by_one(Level::City));
		assert_eq!(alone.usability(Day(TODAY.0 + 5)), Usability::Suspended);
		assert_eq!(alone.usability(LATER), Usability::Usable);
		assert_eq!(alone.clone().restore(LATER), Err(CredentialStep::NotSuspended));
		// One person's word is heeded once: after that it takes two.
		assert!(credential(None).heeds_one_person(Level::City) && !alone.heeds_one_person(Level::City));
		let confirmed = alone.clone().suspend(TODAY, reason(), by_two(Level::City)).unwrap();
		assert_eq!(confirmed.usability(LATER), Usability::Suspended);
		// Confirmed late, it is suspended anew.
		let late = alone.suspend(LATER, reason(), by_two(Level::City)).unwrap();
		assert_eq!(late.usability(LATER), Usability::Suspended);
		assert!(late.restore(LATER).unwrap().heeds_one_person(Level::City));
	}

	#[test]
	fn a_higher_level_takes_over_what_a_lower_one_suspended() {
		let by_city = suspended(by_two(Level::City));
		let by_province = by_city.suspend(TODAY, reason(), by_two(Level::Provincial)).unwrap();
		assert_eq!(by_province.suspension(), Some(by_two(Level::Provincial)));
		let back = by_province.suspend(TODAY, reason(), by_two(Level::City));
		assert_eq!(back, Err(CredentialStep::NotInForce));
	}

	#[test]
	fn a_lower_level_replaces_one_persons_suspension_only_once_it_is_past() {
		let by_province = suspended(by_one(Level::Provincial));
		let replaced = |level, today| by_province.clone().suspend(today, reason(), by_two(level));
		for level in [Level::National, Level::Provincial] {
			assert!(replaced(level, Day(TODAY.0 + 5)).is_ok());
		}
		for level in [Level::City, Level::County] {
			assert_eq!(replaced(level, Day(TODAY.0 + 5)), Err(CredentialStep::NotInForce));
			assert!(replaced(level, LATER).is_ok());
		}
	}

	#[test]
	fn one_person_of_a_higher_level_is_heeded_once_more() {
		let (alone, by_both) = (suspended(by_one(Level::City)), suspended(by_two(Level::City)));
		let levels = [Level::County, Level::City, Level::Provincial, Level::National];
		assert_eq!(levels.map(|level| alone.heeds_one_person(level)), [false, false, true, true]);
		assert_eq!(levels.map(|level| by_both.heeds_one_person(level)), [false; 4]);
		let again = alone.suspend(LATER, reason(), by_one(Level::Provincial)).unwrap();
		assert_eq!(levels.map(|level| again.heeds_one_person(level)), [false, false, false, true]);
	}

	#[test]
	fn only_what_is_in_force_is_cancelled() {
		assert_eq!(suspended(by_two(Level::City)).cancel(TODAY), Err(CredentialStep::Suspended));
		assert_eq!(suspended(by_one(Level::City)).cancel(TODAY), Err(CredentialStep::Suspended));
		assert!(suspended(by_one(Level::City)).cancel(LATER).is_ok());
	}

	#[test]
	fn what_ended_stays_ended() {
		let revoked_of = |standing: Credential| standing.revoke(TODAY, reason()).unwrap();
		let revoked = revoked_of(credential(None));
		assert_eq!(revoked_of(suspended(by_two(Level::City))), revoked);
		let cancelled = credential(None).cancel(TODAY).unwrap();
		assert_eq!(revoked.usability(TODAY), Usability::Revoked);
		assert_eq!(cancelled.usability(TODAY), Usability::Cancelled);
		for ended in [revoked, cancelled] {
			assert!(ended.is_over(TODAY) && !ended.heeds_one_person(Level::National));
			assert_eq!(ended.is_revoked(), ended.state(TODAY) == CredentialState::Revoked);
			let suspended = ended.clone().suspend(TODAY, reason(), by_two(Level::National));
			assert_eq!(suspended, Err(CredentialStep::NotInForce));
			assert_eq!(ended.clone().restore(TODAY), Err(CredentialStep::NotSuspended));
			assert_eq!(ended.clone().revoke(TODAY, reason()), Err(CredentialStep::Ended));
			assert_eq!(ended.cancel(TODAY), Err(CredentialStep::Ended));
		}
	}

	#[test]
	fn a_credential_holds_to_the_end_of_its_last_day() {
		let credential = credential(Some(TODAY));
		assert_eq!(credential.usability(TODAY), Usability::Usable);
		assert_eq!(credential.usability(Day(TODAY.0 + 1)), Usability::Expired);
		let suspended = credential.suspend(TODAY, reason(), by_two(Level::City)).unwrap();
		assert!(!suspended.is_over(TODAY) && suspended.is_over(Day(TODAY.0 + 1)));
	}
}
