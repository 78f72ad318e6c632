//! What must always hold.

use crate::{
	AdverseByOrg, AdverseId, AdverseRecord, AdverseRecords, AdverseState, AwaitingConfirmation, ByHolder,
	ByNumber, Config, CredentialState, Credentials, FailedChecks, Failures, LastType, NextAdverse,
	NextCredential, Pallet, Types,
};
use alloc::collections::{BTreeMap, BTreeSet};
use frame::{deps::sp_runtime::TryRuntimeError, prelude::*};
use zhidai_primitives::{traits::Calendar, OrgId};

impl<T: Config> Pallet<T> {
	/// What must always hold:
	///
	/// 1. Ids in use are below their counters; a credential's type is in the catalogue.
	/// 2. A holder's list names credentials of this holder, each once, and every one that can still be used.
	/// 3. A number points at the credential that has it; every credential that is not cancelled is found by its number.
	/// 4. A firm's list of adverse records names confirmed records of this firm, each once, and every one not annulled.
	/// 5. A record waits for a checker of its bureau exactly while it is entered.
	/// 6. A record is confirmed by another officer than the one who entered it, and only a final one is rectified.
	/// 7. The counts of failed spot checks agree with the records; no count is kept that is all zeros.
	pub fn check_invariants() -> Result<(), TryRuntimeError> {
		Self::ids_are_known()?;
		Self::holders_lists_agree()?;
		Self::numbers_agree()?;
		Self::firms_lists_agree()?;
		Self::inboxes_agree()?;
		Self::records_are_sound()?;
		Self::failure_counts_agree()
	}

	fn ids_are_known() -> Result<(), TryRuntimeError> {
		let (last, credentials, records) =
			(LastType::<T>::get(), NextCredential::<T>::get(), NextAdverse::<T>::get());
		ensure!(Types::<T>::iter_keys().all(|id| id <= last), "a type is above the highest id");
		ensure!(
			Credentials::<T>::iter_keys().all(|id| id < credentials),
			"a credential is above the counter"
		);
		ensure!(
			AdverseRecords::<T>::iter_keys().all(|id| id < records),
			"an adverse record is above the counter"
		);
		let typed = Credentials::<T>::iter_values().all(|one| Types::<T>::contains_key(one.grant().type_id));
		ensure!(typed, "a credential's type is not in the catalogue");
		Ok(())
	}

	fn holders_lists_agree() -> Result<(), TryRuntimeError> {
		let mut listed = BTreeSet::new();
		for (holder, list) in ByHolder::<T>::iter() {
			for id in list {
				let of_holder = Credentials::<T>::get(id).is_some_and(|one| one.grant().holder == holder);
				ensure!(of_holder, "a holder's list names a credential that is not the holder's");
				ensure!(listed.insert(id), "a credential is listed twice");
			}
		}
		let today = T::Calendar::today();
		let complete = Credentials::<T>::iter().all(|(id, one)| one.is_over(today) || listed.contains(&id));
		ensure!(complete, "a credential that can still be used is not listed");
		Ok(())
	}

	fn numbers_agree() -> Result<(), TryRuntimeError> {
		for ((type_id, number), id) in ByNumber::<T>::iter() {
			let has_it = Credentials::<T>::get(id)
				.is_some_and(|one| one.grant().type_id == type_id && one.grant().number_digest == number);
			ensure!(has_it, "a number points at a credential that does not have it");
		}
		for (id, one) in Credentials::<T>::iter() {
			let found = ByNumber::<T>::get((one.grant().type_id, one.grant().number_digest));
			let cancelled = one.state() == CredentialState::Cancelled;
			ensure!(cancelled != (found == Some(id)), "a credential and its number do not agree");
		}
		Ok(())
	}

	fn firms_lists_agree() -> Result<(), TryRuntimeError> {
		let mut listed = BTreeSet::new();
		for (org, list) in AdverseByOrg::<T>::iter() {
			for id in list {
				let confirmed = |record: AdverseRecord| {
					record.report().org == org && record.state() != AdverseState::Entered
				};
				let of_firm = AdverseRecords::<T>::get(id).is_some_and(confirmed);
				ensure!(of_firm, "a firm's list names a record that is not the firm's, or not confirmed");
				ensure!(listed.insert(id), "an adverse record is listed twice");
			}
		}
		let idle =
			|record: &AdverseRecord| matches!(record.state(), AdverseState::Entered | AdverseState::Annulled);
		let complete = AdverseRecords::<T>::iter().all(|(id, record)| idle(&record) || listed.contains(&id));
		ensure!(complete, "a record that counts is not listed");
		Ok(())
	}

	fn inboxes_agree() -> Result<(), TryRuntimeError> {
		let waiting = AwaitingConfirmation::<T>::iter_keys().collect::<BTreeSet<_>>();
		let entered = AdverseRecords::<T>::iter()
			.filter(|(_, record)| record.state() == AdverseState::Entered)
			.map(|(id, record)| (record.report().bureau, id))
			.collect::<BTreeSet<(OrgId, AdverseId)>>();
		ensure!(waiting == entered, "the bureaus' inboxes do not agree with the records");
		Ok(())
	}

	fn records_are_sound() -> Result<(), TryRuntimeError> {
		for record in AdverseRecords::<T>::iter_values() {
			let sound = match record.checker() {
				None => record.state() == AdverseState::Entered,
				Some(checker) => record.state() != AdverseState::Entered && checker != record.report().maker,
			};
			ensure!(sound, "a record counts without a second officer");
			let standing = !record.is_rectified() || record.state() == AdverseState::Final;
			ensure!(standing, "a record is rectified that is not final");
		}
		Ok(())
	}

	fn failure_counts_agree() -> Result<(), TryRuntimeError> {
		let mut counted = BTreeMap::<OrgId, Failures>::new();
		for record in AdverseRecords::<T>::iter_values().filter(|record| record.freezes_at().is_some()) {
			let count = counted.entry(record.report().org).or_default();
			*count = count.moved(None, record.freezes_at());
		}
		let kept = FailedChecks::<T>::iter().collect::<BTreeMap<_, _>>();
		ensure!(kept == counted, "the counts of failed spot checks do not agree with the records");
		Ok(())
	}
}
