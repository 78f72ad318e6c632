use crate::{
	AccountVersion, Actor, College, Day, Duty, Fen, OfficerId, OrgId, OrgStatus, Region, Role, Roles,
	SignedBy,
};
use polkadot_sdk::sp_runtime::{DispatchError, DispatchResult};

/// What a checker's limit is counted for, each kind apart: a contract and its drawdowns are of the same money.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Checks {
	/// Contracts that are offered, or pass from bank to bank.
	Offers,
	/// Drawdowns that are approved.
	Drawdowns,
}

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

	/// Whether this checker may check such an amount alone: with what it has checked of the kind for the borrower
	/// today, it is within its limit.
	fn checks_alone(checker: OfficerId, borrower: OrgId, of_what: Checks, amount: Fen) -> bool;

	/// Counts an amount that this checker checks alone. Refuses, and counts nothing, where that is above its limit.
	fn count_checked(checker: OfficerId, borrower: OrgId, of_what: Checks, amount: Fen) -> DispatchResult;

	/// Refuses where the organisation is not an active one with one of these roles.
	fn ensure_organisation(org: OrgId, roles: Roles) -> DispatchResult;

	/// Refuses where this is not a receiving account of the payee that the lending bank itself verified, or
	/// no longer the current one of those, or one that the bank voided.
	fn ensure_payee_account(payee: OrgId, version: AccountVersion, lender: OrgId) -> DispatchResult;

	/// Whether an organisation takes part; nothing where there is none.
	fn status(org: OrgId) -> Option<OrgStatus>;

	/// Whether the organisation has officers, who can speak for it.
	fn has_officers(org: OrgId) -> bool;

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

	/// Since when another one stands for an organisation, whoever does today; nothing where none does.
	fn succeeded_on(org: OrgId) -> Option<Day>;

	/// Whether an organisation stands today for another one that it succeeded, and has what that one had placed.
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

/// The accounts to which borrowers' receipts return (回款账户), of those that the lending bank verified for the borrower;
/// implemented by `registry`, which gives no other organisation of that bank an account that an active loan names.
pub trait CollectionAccounts {
	/// A loan that names this version is active from now on. Refuses as [`Directory::ensure_payee_account`] does.
	fn open_collection(borrower: OrgId, version: AccountVersion, lender: OrgId) -> DispatchResult;

	/// Such a loan is over.
	fn close_collection(borrower: OrgId, version: AccountVersion, lender: OrgId);

	/// How many active loans of the lender name the account that this version is.
	fn collections(borrower: OrgId, version: AccountVersion, lender: OrgId) -> u32;

	/// The version of an organisation's accounts that the lender verified last. Nothing where it verified none, or
	/// voided it.
	fn current_account(org: OrgId, lender: OrgId) -> Option<AccountVersion>;

	/// The version of the borrower's accounts that the next lender verified last, where that is the account that this
	/// version is at the lender.
	fn same_account(
		borrower: OrgId,
		version: AccountVersion,
		lender: OrgId,
		next: OrgId,
	) -> Option<AccountVersion>;
}

/// Who sits where; implemented by `authorities`.
pub trait Colleges {
	/// In which college the seats of an organisation count; nothing where it holds none.
	fn college(org: OrgId) -> Option<College>;
}
