//! A quality credential and the steps of its life.
//!
//! `Active → Suspended ⇄ Active → Revoked | Cancelled`. Expiry follows from the date alone and takes no step.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use zhidai_primitives::{CredentialTypeId, Day, Digest, OrgId, ShortText};

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

/// Whether a credential can be relied on today, and if not, why.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Copy, Debug, PartialEq, Eq,
)]
pub enum Usability {
	/// It can.
	Usable,
	/// 暂停.
	Suspended,
	/// 撤销.
	Revoked,
	/// 注销.
	Cancelled,
	/// 过期: its last day is past.
	Expired,
}

/// A step that the credential's state does not allow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CredentialStep {
	/// Only an active credential can be suspended.
	NotActive,
	/// Only a suspended credential can be restored.
	NotSuspended,
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
}

impl Credential {
	/// A credential that is recorded today.
	pub fn new(grant: Grant, today: Day) -> Self {
		Self { grant, state: CredentialState::Active, changed_on: today, reason: None }
	}

	/// What was granted.
	pub fn grant(&self) -> &Grant {
		&self.grant
	}

	/// Where it stands, apart from its date.
	pub fn state(&self) -> CredentialState {
		self.state
	}

	/// Why it was suspended or revoked.
	pub fn reason(&self) -> Option<&ShortText> {
		self.reason.as_ref()
	}

	/// Active → suspended.
	pub fn suspend(self, today: Day, reason: ShortText) -> Result<Self, CredentialStep> {
		match self.state {
			CredentialState::Active => Ok(self.into_state(CredentialState::Suspended, today, Some(reason))),
			_ => Err(CredentialStep::NotActive),
		}
	}

	/// Suspended → active.
	pub fn restore(self, today: Day) -> Result<Self, CredentialStep> {
		match self.state {
			CredentialState::Suspended => Ok(self.into_state(CredentialState::Active, today, None)),
			_ => Err(CredentialStep::NotSuspended),
		}
	}

	/// Active or suspended → revoked, for good.
	pub fn revoke(self, today: Day, reason: ShortText) -> Result<Self, CredentialStep> {
		self.end(CredentialState::Revoked, today, Some(reason))
	}

	/// Active or suspended → cancelled, for good. Its number can be recorded again.
	pub fn cancel(self, today: Day) -> Result<Self, CredentialStep> {
		self.end(CredentialState::Cancelled, today, None)
	}

	/// Whether it can be relied on today. On its last day it can.
	pub fn usability(&self, today: Day) -> Usability {
		match self.state {
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

	fn end(
		self,
		state: CredentialState,
		today: Day,
		reason: Option<ShortText>,
	) -> Result<Self, CredentialStep> {
		match self.state {
			CredentialState::Active | CredentialState::Suspended => Ok(self.into_state(state, today, reason)),
			CredentialState::Revoked | CredentialState::Cancelled => Err(CredentialStep::Ended),
		}
	}

	fn into_state(self, state: CredentialState, today: Day, reason: Option<ShortText>) -> Self {
		Self { state, changed_on: today, reason, ..self }
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	const TODAY: Day = Day(20_000);

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
		};
		Credential::new(grant, TODAY)
	}

	fn reason() -> ShortText {
		"年度监督审核未通过".try_into().unwrap()
	}

	#[test]
	fn a_suspended_credential_comes_back_as_it_was() {
		let suspended = credential(None).suspend(TODAY, reason()).unwrap();
		assert_eq!(suspended.usability(TODAY), Usability::Suspended);
		assert_eq!(suspended.reason(), Some(&reason()));
		assert_eq!(suspended.clone().suspend(TODAY, reason()), Err(CredentialStep::NotActive));
		assert_eq!(suspended.restore(TODAY), Ok(credential(None)));
		assert_eq!(credential(None).restore(TODAY), Err(CredentialStep::NotSuspended));
	}

	#[test]
	fn what_ended_stays_ended() {
		let active = credential(None);
		let suspended = active.clone().suspend(TODAY, reason()).unwrap();
		for standing in [active, suspended] {
			let revoked = standing.clone().revoke(TODAY, reason()).unwrap();
			let cancelled = standing.cancel(TODAY).unwrap();
			assert_eq!(revoked.usability(TODAY), Usability::Revoked);
			assert_eq!(cancelled.usability(TODAY), Usability::Cancelled);
			for ended in [revoked, cancelled] {
				assert!(ended.is_over(TODAY));
				assert_eq!(ended.clone().suspend(TODAY, reason()), Err(CredentialStep::NotActive));
				assert_eq!(ended.clone().restore(TODAY), Err(CredentialStep::NotSuspended));
				assert_eq!(ended.clone().revoke(TODAY, reason()), Err(CredentialStep::Ended));
				assert_eq!(ended.cancel(TODAY), Err(CredentialStep::Ended));
			}
		}
	}

	#[test]
	fn a_credential_holds_to_the_end_of_its_last_day() {
		let credential = credential(Some(TODAY));
		assert_eq!(credential.usability(TODAY), Usability::Usable);
		assert_eq!(credential.usability(Day(TODAY.0 + 1)), Usability::Expired);
		let suspended = credential.suspend(TODAY, reason()).unwrap();
		assert!(!suspended.is_over(TODAY) && suspended.is_over(Day(TODAY.0 + 1)));
	}
}
