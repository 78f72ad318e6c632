use crate::{
	AccountVersion, Actor, College, Duty, Fen, OfficerId, OrgId, OrgStatus, Region, Role, Roles, SignedBy,
};
use polkadot_sdk::sp_runtime::{DispatchError, DispatchResult};

/// Organisations and officers; implemented by `registry`.
pub trait Directory<AccountId> {
	/// Who this account is, where it is the current key of an active officer, with this duty, of an active
	/// organisation.
	fn authorise(account: &AccountId, duty: Duty) -> Result<Actor, DispatchError>;

	/// Like [`Self::authorise`], for an act that only organisations with one of these roles may do.
	fn authorise_as(account: &AccountId, duty: Duty, roles: Roles) -> Result<Actor, DispatchError>;

	/// Refuses where the two officers are one natural person, or the same officer.
	fn ensure_different_persons(one: OfficerId, other: OfficerId) -> DispatchResult;

	/// The number of the officer's current key, from 0; nothing where there is no such officer.
	fn key_number(officer: OfficerId) -> Option<u16>;

	/// Whether what this officer signed with this key still counts: the officer could sign it today, with the same key,
	/// this duty, and for an organisation that takes part.
	fn signature_counts(officer: OfficerId, key_number: u16, duty: Duty) -> bool;

	/// What is kept of a signature that this officer gives now. Of who is no officer it counts for nothing.
	fn signature(officer: OfficerId) -> SignedBy {
		SignedBy { officer, key_number: Self::key_number(officer).unwrap_or_default() }
	}

	/// Refuses where this checker may not check an amount as large as this.
	fn ensure_within_checker_limit(checker: OfficerId, amount: Fen) -> DispatchResult;

	/// Refuses where the organisation is not an active one with one of these roles.
	fn ensure_organisation(org: OrgId, roles: Roles) -> DispatchResult;

	/// Refuses where this is not a receiving account of the payee that the lending bank itself verified, or
	/// no longer the current one of those.
	fn ensure_payee_account(payee: OrgId, version: AccountVersion, lender: OrgId) -> DispatchResult;

	/// Whether an organisation takes part; nothing where there is none.
	fn status(org: OrgId) -> Option<OrgStatus>;

	/// Where the organisation is registered; nothing where there is none.
	fn region(org: OrgId) -> Option<Region>;

	/// Whether the organisation, active or not, has this role.
	fn has_role(org: OrgId, role: Role) -> bool;

	/// Whether the two are related for everybody: one organisation, a controller in common, one controls the
	/// other, or a regulator recorded it.
	fn are_related(one: OrgId, other: OrgId) -> bool;

	/// Whether the two are related for the loans of this lender: for everybody, or because this lender itself
	/// recorded it.
	fn are_related_for(one: OrgId, other: OrgId, lender: OrgId) -> bool;

	/// Whether a bank other than this lender recorded that the two are related. It binds that bank's loans
	/// only; here it is something that people must look at.
	fn is_relation_reported(one: OrgId, other: OrgId, lender: OrgId) -> bool;

	/// Whether the organisation has as many standing admins, of different persons, as who holds a validator
	/// seat needs.
	fn keeps_admins_for_seat(org: OrgId) -> bool;

	/// Who stands today for an organisation that another one succeeded; nothing where none did.
	fn successor(org: OrgId) -> Option<OrgId>;

	/// Whether an organisation stands today for another one that it succeeded.
	fn is_successor(org: OrgId, former: OrgId) -> bool {
		Self::successor(former) == Some(org)
	}
}

/// What keeps an organisation from leaving; implemented to the right of the registry and wired by the runtime, so that
/// data still flows one way.
pub trait Obligations {
	/// Refuses where something of the organisation is open, by the name of what holds it. Reads counters, and goes
	/// through no list.
	fn ensure_free(org: OrgId) -> DispatchResult;
}

impl Obligations for () {
	fn ensure_free(_: OrgId) -> DispatchResult {
		Ok(())
	}
}

impl<One: Obligations, Other: Obligations> Obligations for (One, Other) {
	fn ensure_free(org: OrgId) -> DispatchResult {
		One::ensure_free(org)?;
		Other::ensure_free(org)
	}
}

/// Who sits where; implemented by `authorities`.
pub trait Colleges {
	/// In which college the seats of an organisation count; nothing where it holds none.
	fn college(org: OrgId) -> Option<College>;
}
