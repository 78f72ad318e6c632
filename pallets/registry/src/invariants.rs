//! What must always hold in the registry.

use crate::{
	AccountStatus, Acts, Config, CurrentAccount, LastAccount, LastAct, LastOfficer, LastOrg, OfficerKeys,
	OfficerRecord, OfficerRecords, Officers, OfficersOf, OpenActs, OrgByRegistration, OrgStates,
	Organisations, Pallet, PayeeAccounts, Related,
};
use alloc::vec::Vec;
use frame::deps::sp_runtime::TryRuntimeError;
use frame::prelude::*;
use zhidai_primitives::{OfficerId, OrgStatus};

type Check = Result<(), TryRuntimeError>;

impl<T: Config> Pallet<T> {
	/// Checks everything that must always hold:
	///
	/// 1. Every organisation has a state. One that has not left is found by its registration number; no number finds an
	///    organisation that is registered under another.
	/// 2. An organisation with officers has two admins of different persons whom no date ends; one without has no keys.
	/// 3. The list of an organisation's officers is exactly those who serve.
	/// 4. An account that can act is the current key of an officer who serves, and says what the officer's record says.
	///    Every other key that was ever used is known, and without power.
	/// 5. Every key's account has a provider, so that its nonce never starts again.
	/// 6. The waiting acts of an organisation are listed, once; an organisation that left has none.
	/// 7. Of the receiving accounts that a bank verified for a payee exactly the newest version is verified; every one was
	///    checked by another officer than its maker. Versions have no gap.
	/// 8. A relation is of two organisations, the lower id first. Chains of controllers end.
	/// 9. No id is above its counter.
	pub fn check_invariants() -> Check {
		Self::check_organisations()?;
		Self::check_officers()?;
		Self::check_keys()?;
		Self::check_acts()?;
		Self::check_accounts()?;
		Self::check_relations()
	}

	fn check_organisations() -> Check {
		for (org, organisation) in Organisations::<T>::iter() {
			ensure!(org <= LastOrg::<T>::get(), "an organisation is above its counter");
			ensure!(OrgStates::<T>::contains_key(org), "an organisation has no state");
			let found = OrgByRegistration::<T>::get(organisation.registration) == Some(org);
			let left = Self::status_of(org) == Some(OrgStatus::Exited);
			ensure!(found || left, "an organisation is not found by its registration");
		}
		for (registration, org) in OrgByRegistration::<T>::iter() {
			let organisation = Organisations::<T>::get(org).ok_or("a registration of nobody")?;
			ensure!(organisation.registration == registration, "a registration is another's");
		}
		let organisations = Organisations::<T>::iter_keys().count();
		ensure!(OrgStates::<T>::iter_keys().count() == organisations, "a state without an organisation");
		Ok(())
	}

	fn check_officers() -> Check {
		for (officer, record) in OfficerRecords::<T>::iter() {
			ensure!(officer <= LastOfficer::<T>::get(), "an officer is above its counter");
			ensure!(OrgStates::<T>::contains_key(record.org), "an officer without an organisation");
			let places =
				OfficersOf::<T>::get(record.org).into_iter().filter(|other| *other == officer).count();
			ensure!(places == usize::from(record.serves()), "an officer's list does not agree");
		}
		for (org, officers) in OfficersOf::<T>::iter() {
			let records: Vec<OfficerRecord> = officers
				.iter()
				.filter_map(OfficerRecords::<T>::get)
				.filter(|record| record.org == org)
				.collect();
			ensure!(records.len() == officers.len(), "a list names an officer of another");
			if !officers.is_empty() {
				Self::ensure_two_admins(org)?;
			}
		}
		Ok(())
	}

	fn check_keys() -> Check {
		for (officer, number, key) in OfficerKeys::<T>::iter() {
			let record = OfficerRecords::<T>::get(officer).ok_or("a key without an officer")?;
			ensure!(number <= record.key_number, "a key from the future");
			let is_current = number == record.key_number && record.serves();
			ensure!(key.until.is_none() == is_current, "a key's end does not agree");
			let entry = Officers::<T>::get(&key.account).ok_or("a key's account is not known")?;
			ensure!(entry.officer == officer && entry.org == record.org, "an account is another's");
			ensure!(entry.active == is_current, "an account's power does not agree");
			ensure!(!is_current || entry == record.entry(officer), "an account says another thing");
			let providers = frame_system::Pallet::<T>::providers(&key.account);
			ensure!(providers > 0, "a key's account has no provider");
		}
		let every_key = OfficerKeys::<T>::iter_keys().count();
		ensure!(Officers::<T>::iter_keys().count() == every_key, "an account without a key");
		let keys_of = |officer: OfficerId| OfficerKeys::<T>::iter_key_prefix(officer).count();
		for (officer, record) in OfficerRecords::<T>::iter() {
			let numbers = usize::from(record.key_number).saturating_add(1);
			ensure!(keys_of(officer) == numbers, "an officer's keys have a gap");
		}
		Ok(())
	}

	fn check_acts() -> Check {
		for (act_id, pending) in Acts::<T>::iter() {
			ensure!(act_id <= LastAct::<T>::get(), "an act is above its counter");
			let places = OpenActs::<T>::get(pending.org).into_iter().filter(|other| *other == act_id).count();
			ensure!(places == 1, "an act is not listed once");
			let status = Self::status_of(pending.org);
			ensure!(status.is_some_and(|status| status != OrgStatus::Exited), "an act of one that left");
			let proposer = OfficerRecords::<T>::get(pending.proposer).ok_or("an act without a proposer")?;
			ensure!(proposer.org == pending.org, "an act's proposer is another's");
		}
		let listed = OpenActs::<T>::iter_values().map(|open| open.len()).sum::<usize>();
		ensure!(listed == Acts::<T>::iter_keys().count(), "a listed act is not there");
		Ok(())
	}

	fn check_accounts() -> Check {
		for (payee, version, account) in PayeeAccounts::<T>::iter() {
			let current =
				CurrentAccount::<T>::get(payee, account.bank).ok_or("a bank without a current account")?;
			ensure!(version <= current, "an account from the future");
			let is_current = version == current;
			ensure!((account.status == AccountStatus::Verified) == is_current, "an account's status");
			ensure!(account.maker != account.checker, "an account with one signature");
			let last = LastAccount::<T>::get(payee).ok_or("an account without a counter")?;
			ensure!(version <= last, "an account is above its counter");
		}
		for (payee, bank, version) in CurrentAccount::<T>::iter() {
			let account = PayeeAccounts::<T>::get(payee, version);
			ensure!(account.is_some_and(|account| account.bank == bank), "a current account is not there");
		}
		for (payee, last) in LastAccount::<T>::iter() {
			ensure!(PayeeAccounts::<T>::contains_key(payee, last), "the last account is not there");
			let versions = usize::from(last.0).saturating_add(1);
			ensure!(PayeeAccounts::<T>::iter_key_prefix(payee).count() == versions, "versions have a gap");
		}
		Ok(())
	}

	fn check_relations() -> Check {
		for (one, other) in Related::<T>::iter_keys() {
			ensure!(one < other && OrgStates::<T>::contains_key(other), "a relation is not of two");
			ensure!(OrgStates::<T>::contains_key(one), "a relation is not of two");
		}
		for (org, state) in OrgStates::<T>::iter() {
			let mut above = state.controller;
			let mut steps = OrgStates::<T>::iter_keys().count();
			while let Some(controller) = above {
				ensure!(controller != org && steps > 0, "controllers form a circle");
				steps = steps.saturating_sub(1);
				above = OrgStates::<T>::get(controller).and_then(|state| state.controller);
			}
		}
		Ok(())
	}
}
