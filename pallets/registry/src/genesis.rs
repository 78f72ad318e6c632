//! The organisations that are there from the first block.

use crate::{
	extensions::CallPolicy, Config, NewOfficer, NewOrganisation, Pallet, RegistrationId, MAX_FIRST_OFFICERS,
	MAX_RECOVERY_ADMINS,
};
use alloc::vec::Vec;
use frame::prelude::*;
use serde::{Deserialize, Serialize};
use zhidai_primitives::{CreditCode, Day, Digest, Duties, Fen, Name, Region, Role, Roles};

/// An organisation at genesis: a seat or bureau, or a firm of a test chain.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GenesisOrganisation<AccountId> {
	/// Its full name.
	pub name: Name,
	/// 统一社会信用代码.
	pub credit_code: CreditCode,
	/// GB/T 2260, six digits.
	pub region: Region,
	/// By their names: `["MarketRegulator"]`.
	pub roles: Roles,
	/// At least two admins of different persons; three for who is to hold a validator seat.
	pub officers: Vec<GenesisOfficer<AccountId>>,
}

/// An officer at genesis.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GenesisOfficer<AccountId> {
	/// The key.
	pub account: AccountId,
	/// The salted commitment to the natural person, in hexadecimal.
	pub person: Digest,
	/// By their names: `["Admin", "Maker"]`.
	pub duties: Duties,
	/// The largest amount that the officer may check.
	#[serde(default)]
	pub checker_limit_fen: Option<u64>,
	/// The last day on which the officer may act, in days since 1970-01-01.
	#[serde(default)]
	pub valid_until: Option<Day>,
}

impl<AccountId> From<GenesisOfficer<AccountId>> for NewOfficer<AccountId, ()> {
	fn from(officer: GenesisOfficer<AccountId>) -> Self {
		let GenesisOfficer { account, person, duties, checker_limit_fen, valid_until } = officer;
		let checker_limit = checker_limit_fen.map(Fen);
		// Who writes a genesis answers for its keys.
		Self { account, person, duties, checker_limit, valid_until, proof: () }
	}
}

impl<T: Config> Pallet<T> {
	/// What a runtime sets lets everybody in, and leaves room for who comes in.
	pub(crate) fn assert_config() {
		let places = MAX_FIRST_OFFICERS.saturating_add(MAX_RECOVERY_ADMINS);
		assert!(T::MaxOfficers::get() >= places, "the first officers and a recovery must fit");
		for role in Role::ALL {
			let allowance = T::Policy::allowance(Roles::of(&[*role]));
			let is_let_in = allowance.ordinary.capacity > 1 && allowance.reserve.capacity > 1;
			assert!(is_let_in, "nobody is let in");
			assert!(allowance.waiting > 0, "{role:?} waits for nothing");
		}
	}

	/// Admits the organisations in order, so that the first has id 1. Every role can be there from the start.
	pub(crate) fn admit_at_genesis(organisations: &[GenesisOrganisation<T::AccountId>]) -> DispatchResult {
		for genesis in organisations {
			let GenesisOrganisation { name, credit_code, region, roles, officers } = genesis.clone();
			let registration = RegistrationId::CreditCode(credit_code);
			let new = NewOrganisation { name, registration, former_number: None, region, roles };
			let org = Self::admit(new, Roles::of(Role::ALL), None)?;
			let officers: Vec<NewOfficer<T::AccountId, ()>> = officers.into_iter().map(Into::into).collect();
			Self::add_first_officers(org, &officers)?;
		}
		Ok(())
	}
}
