//! Acts that need two persons of one organisation.

use crate::{
	account::BankCode,
	officer::{FirstOfficers, NewOfficer},
	organisation::NewOrganisation,
};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame::hashing::blake2_256;
use scale_info::TypeInfo;
use zhidai_primitives::{Day, Digest, Duties, Duty, Fen, Name, OfficerId, OrgId, Role, Roles};

/// How long an act waits for its approval, in days.
pub const ACT_LIFE_DAYS: u32 = 30;
/// The most acts that one organisation can have waiting.
pub const MAX_OPEN_ACTS: u32 = 32;

/// A proposed act, counted over the whole registry from 1.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Clone,
	Copy,
	Debug,
	Default,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
)]
pub struct ActId(pub u32);

impl ActId {
	/// The id after this one, or nothing where the counter is used up.
	pub fn next(self) -> Option<Self> {
		self.0.checked_add(1).map(Self)
	}
}

/// What one officer proposes and another person of the same organisation approves.
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub enum Act<AccountId> {
	/// A bank or bureau admits a firm under its own name. Without officers, the firm is a payee without keys.
	#[codec(index = 0)]
	AdmitFirm {
		/// The firm.
		organisation: NewOrganisation,
		/// None, or at least two admins of different persons.
		officers: FirstOfficers<AccountId>,
	},
	/// Adds an officer to the own organisation.
	#[codec(index = 1)]
	AddOfficer(NewOfficer<AccountId>),
	/// Removes an officer of the own organisation, for good.
	#[codec(index = 2)]
	RemoveOfficer(OfficerId),
	/// Gives an officer of the own organisation other duties.
	#[codec(index = 3)]
	ChangeDuties {
		/// The officer.
		officer: OfficerId,
		/// All duties from now on.
		duties: Duties,
	},
	/// Sets up to which amount an officer of the own organisation may check.
	#[codec(index = 4)]
	SetCheckerLimit {
		/// The officer.
		officer: OfficerId,
		/// The largest amount; nothing lifts the limit.
		limit: Option<Fen>,
	},
	/// Sets the last day on which an officer of the own organisation may act.
	#[codec(index = 5)]
	SetExpiry {
		/// The officer.
		officer: OfficerId,
		/// The last day; nothing lifts the date.
		valid_until: Option<Day>,
	},
	/// Gives an officer of the own organisation, whose key is lost, a new one.
	#[codec(index = 6)]
	ReplaceKey {
		/// The officer.
		officer: OfficerId,
		/// The new key, never used before.
		new_account: AccountId,
	},
	/// Declares who controls the own organisation.
	#[codec(index = 7)]
	SetController {
		/// The controlling organisation; nothing where no member does.
		controller: Option<OrgId>,
	},
	/// The own organisation leaves, for good.
	#[codec(index = 8)]
	Exit,
	/// A bank vouches for the receiving account of a payee; its own earlier version is retired.
	#[codec(index = 9)]
	VerifyPayeeAccount {
		/// The payee.
		payee: OrgId,
		/// 户名: the account's holder.
		holder: Name,
		/// 联行号: the branch where it is kept.
		bank_code: BankCode,
		/// The salted hash of the account number.
		account_hash: Digest,
		/// The digest of the account number as sealed for those who pay to it.
		sealed_digest: Digest,
	},
	/// A regulator or bank records that two organisations are related (关联方).
	#[codec(index = 10)]
	DeclareRelated {
		/// The one.
		one: OrgId,
		/// The other.
		other: OrgId,
	},
	/// A regulator, or who declared it, records that two organisations are no longer related.
	#[codec(index = 11)]
	DeclareUnrelated {
		/// The one.
		one: OrgId,
		/// The other.
		other: OrgId,
	},
	/// The sponsor gives a firm that has no officers at all its first ones.
	#[codec(index = 12)]
	FirstOfficers {
		/// The firm.
		org: OrgId,
		/// At least two admins of different persons.
		officers: FirstOfficers<AccountId>,
	},
}

/// Who can propose and who can approve an act.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Demand {
	/// The proposer's duty.
	pub proposer: Duty,
	/// The approver's duty.
	pub approver: Duty,
	/// Their organisation has one of these roles.
	pub roles: Roles,
}

/// What an act costs: acts of one kind do work of one size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ActKind {
	/// Adds this many officers to another organisation.
	Admission(u32),
	/// Changes the own organisation and looks at all its officers.
	Roster,
	/// Writes one record.
	Record,
	/// Leaves, with all that was waiting.
	Exit,
}

impl<AccountId> Act<AccountId> {
	/// Who can propose and who can approve it.
	pub fn demand(&self) -> Demand {
		let by_two_admins =
			Demand { proposer: Duty::Admin, approver: Duty::Admin, roles: Roles::of(Role::ALL) };
		let by_maker_and_checker = |roles| Demand { proposer: Duty::Maker, approver: Duty::Checker, roles };
		match self {
			Self::AddOfficer(_)
			| Self::RemoveOfficer(_)
			| Self::ChangeDuties { .. }
			| Self::SetCheckerLimit { .. }
			| Self::SetExpiry { .. }
			| Self::ReplaceKey { .. }
			| Self::SetController { .. }
			| Self::Exit => by_two_admins,
			Self::AdmitFirm { .. } | Self::FirstOfficers { .. } => by_maker_and_checker(Roles::ADMITTING),
			Self::VerifyPayeeAccount { .. } => by_maker_and_checker(Roles::of(&[Role::Bank])),
			Self::DeclareRelated { .. } | Self::DeclareUnrelated { .. } => {
				by_maker_and_checker(Roles::of(&[
					Role::MarketRegulator,
					Role::FinancialRegulator,
					Role::Bank,
				]))
			}
		}
	}

	/// What it costs.
	pub fn kind(&self) -> ActKind {
		match self {
			Self::AdmitFirm { officers, .. } | Self::FirstOfficers { officers, .. } => {
				ActKind::Admission(u32::try_from(officers.len()).unwrap_or(u32::MAX))
			}
			Self::AddOfficer(_)
			| Self::RemoveOfficer(_)
			| Self::ChangeDuties { .. }
			| Self::SetCheckerLimit { .. }
			| Self::SetExpiry { .. }
			| Self::ReplaceKey { .. }
			| Self::SetController { .. } => ActKind::Roster,
			Self::VerifyPayeeAccount { .. } | Self::DeclareRelated { .. } | Self::DeclareUnrelated { .. } => {
				ActKind::Record
			}
			Self::Exit => ActKind::Exit,
		}
	}
}

impl<AccountId: Encode> Act<AccountId> {
	/// What the approver names: exactly this act under this number, not "whatever is there now".
	pub fn digest(&self, act_id: ActId) -> Digest {
		Digest::from(blake2_256(&(b"zhidai/act/v1", act_id, self).encode()))
	}
}

/// An act that waits for its approval.
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct PendingAct<AccountId> {
	/// The organisation whose officers propose and approve.
	pub org: OrgId,
	/// Who proposed.
	pub proposer: OfficerId,
	/// When.
	pub proposed_on: Day,
	/// What.
	pub act: Act<AccountId>,
}

impl<AccountId> PendingAct<AccountId> {
	/// Whether it can no longer be approved.
	pub fn has_expired(&self, today: Day) -> bool {
		self.proposed_on.plus_days(ACT_LIFE_DAYS).is_some_and(|last| today > last)
	}
}

/// Whose signatures an act has.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Signatures {
	/// The organisation of both.
	pub(crate) org: OrgId,
	/// Who proposed.
	pub(crate) proposer: OfficerId,
	/// Who approved; the proposer while the act is only rehearsed.
	pub(crate) approver: OfficerId,
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn the_digest_binds_the_act_and_its_number() {
		let act = |officer| Act::<u64>::RemoveOfficer(OfficerId(officer));
		assert_eq!(act(1).digest(ActId(1)), act(1).digest(ActId(1)));
		assert_ne!(act(1).digest(ActId(1)), act(2).digest(ActId(1)));
		assert_ne!(act(1).digest(ActId(1)), act(1).digest(ActId(2)));
	}

	#[test]
	fn an_act_waits_30_days() {
		let act = PendingAct::<u64> {
			org: OrgId(1),
			proposer: OfficerId(1),
			proposed_on: Day(100),
			act: Act::Exit,
		};
		assert!(!act.has_expired(Day(130)) && act.has_expired(Day(131)));
	}

	#[test]
	fn the_own_organisation_is_the_business_of_its_admins() {
		let demand = Act::<u64>::Exit.demand();
		assert_eq!((demand.proposer, demand.approver), (Duty::Admin, Duty::Admin));
		let demand = Act::<u64>::DeclareRelated { one: OrgId(1), other: OrgId(2) }.demand();
		assert_eq!((demand.proposer, demand.approver), (Duty::Maker, Duty::Checker));
		assert!(!demand.roles.has(Role::Enterprise));
	}
}
