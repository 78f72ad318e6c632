//! What must always hold.

use crate::{
	Act, ActId, AdverseByOrg, AdverseKind, AdverseRecords, AdverseState, ByHolder, ByNumber, Config,
	Credential, CredentialState, Credentials, FailedChecks, Failures, LastType, NextAct, NextAdverse,
	NextCredential, OpenRecords, OpenRevocations, Pallet, Pending, PendingByContent, PendingCount,
	PendingOfOne, Types, MAX_CHECKS_OF_ONE, MAX_CREDENTIALS_OF_ONE, MAX_OTHERS_OF_ONE, MAX_OTHERS_PER_FIRM,
	MAX_PENDING_ACTS, MAX_PENDING_ACTS_OF_ONE,
};
use alloc::collections::{BTreeMap, BTreeSet};
use frame::{deps::sp_runtime::TryRuntimeError, prelude::*};
use zhidai_primitives::{traits::Calendar, Ordered, OrgId};

impl<T: Config> Pallet<T> {
	/// What must always hold:
	///
	/// 1. Ids in use are below their counters; a credential's type is in the catalogue.
	/// 2. A holder's list names credentials of this holder, each once, and every one that can still be used; of these
	///    one bureau recorded 16 at most.
	/// 3. A number points at credentials that have it, none of them cancelled, and each that is not revoked of another
	///    bureau; every one that can still be used is found by its number.
	/// 4. A firm's list of adverse records names records of this firm, each once, and every one that can
	///    count anywhere; at most 48 of those that can are not failed checks, and of these at most 32 one
	///    bureau's. What gave its place up freezes nothing and is in no list.
	/// 5. The acts that wait are counted, no more than 256 of an organisation and 64 of an officer, and their ids
	///    were given out; so are those of them that would revoke a credential. Each that does not protect at once is
	///    found by what it is, and none of these waits twice.
	/// 6. A record is confirmed by another officer than the one who entered it; only a final one is
	///    rectified, and only an annulled one reversed. A suspended credential says who suspended it.
	/// 7. The counts of failed spot checks agree with the records; no count is kept that is all zeros.
	/// 8. A record is listed as open with its bureau exactly where it is neither final nor annulled.
	pub fn check_invariants() -> Result<(), TryRuntimeError> {
		Self::ids_are_known()?;
		Self::holders_lists_agree()?;
		Self::numbers_agree()?;
		Self::firms_lists_agree()?;
		Self::acts_agree()?;
		Self::records_are_sound()?;
		Self::failure_counts_agree()?;
		Self::open_records_agree()
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
		let (mut listed, today) = (BTreeSet::new(), T::Calendar::today());
		for (holder, list) in ByHolder::<T>::iter() {
			let mut recorded = BTreeMap::<OrgId, u32>::new();
			for id in list {
				let one = Credentials::<T>::get(id).filter(|one| one.grant().holder == holder);
				let one = one.ok_or("a holder's list names a credential that is not the holder's")?;
				ensure!(listed.insert(id), "a credential is listed twice");
				let of_bureau = recorded.entry(one.grant().recorded_by).or_default();
				*of_bureau = of_bureau.saturating_add(u32::from(!one.is_over(today)));
			}
			let within = recorded.values().all(|own| *own <= MAX_CREDENTIALS_OF_ONE);
			ensure!(within, "a bureau recorded too many credentials of a holder");
		}
		let complete = Credentials::<T>::iter().all(|(id, one)| one.is_over(today) || listed.contains(&id));
		ensure!(complete, "a credential that can still be used is not listed");
		Ok(())
	}

	fn numbers_agree() -> Result<(), TryRuntimeError> {
		for (type_id, number, standing) in ByNumber::<T>::iter() {
			let mut recorders = BTreeSet::new();
			ensure!(!standing.is_empty(), "a number is kept that no credential has");
			for id in standing {
				let has_it =
					|one: &Credential| one.grant().type_id == type_id && one.grant().number_digest == number;
				let one = Credentials::<T>::get(id).filter(has_it);
				let one = one.ok_or("a number points at a credential that does not have it")?;
				let is_new = one.is_revoked() || recorders.insert(one.grant().recorded_by);
				ensure!(is_new, "what a bureau recorded stands twice under a number");
			}
		}
		let today = T::Calendar::today();
		for (id, one) in Credentials::<T>::iter() {
			let found = ByNumber::<T>::get(one.grant().type_id, one.grant().number_digest).contains(&id);
			let cancelled = one.state(today) == CredentialState::Cancelled;
			ensure!(!(cancelled && found), "a cancelled credential has a number");
			ensure!(found || one.is_over(today), "a credential that can still be used has no number");
		}
		Ok(())
	}

	fn firms_lists_agree() -> Result<(), TryRuntimeError> {
		let (mut listed, today) = (BTreeSet::new(), T::Calendar::today());
		for (org, list) in AdverseByOrg::<T>::iter() {
			let (mut others, mut checks) = (BTreeMap::<OrgId, u32>::new(), BTreeMap::<OrgId, u32>::new());
			for id in list {
				let record = AdverseRecords::<T>::get(id).filter(|record| record.report().org == org);
				let record = record.ok_or("a firm's list names a record that is not the firm's")?;
				ensure!(listed.insert(id), "an adverse record is listed twice");
				ensure!(!record.is_left_out(), "a record is listed that gave its place up");
				if record.matters(today) {
					let is_check = record.report().kind == AdverseKind::FailedSpotCheck;
					let counted = if is_check { &mut checks } else { &mut others };
					let of_bureau = counted.entry(record.report().bureau).or_default();
					*of_bureau = of_bureau.saturating_add(1);
				}
			}
			ensure!(others.values().all(|own| *own <= MAX_OTHERS_OF_ONE), "a bureau has too many records");
			ensure!(checks.values().all(|own| *own <= MAX_CHECKS_OF_ONE), "a bureau has too many checks");
			let others = others.values().fold(0_u32, |sum, own| sum.saturating_add(*own));
			ensure!(others <= MAX_OTHERS_PER_FIRM, "what does not freeze takes the last places");
		}
		let complete =
			AdverseRecords::<T>::iter().all(|(id, record)| !record.matters(today) || listed.contains(&id));
		ensure!(complete, "a record that counts is not listed");
		Ok(())
	}

	fn acts_agree() -> Result<(), TryRuntimeError> {
		fn count<K: Ord>(counted: &mut BTreeMap<K, u32>, key: K) {
			let count = counted.entry(key).or_default();
			*count = count.saturating_add(1);
		}
		let (mut counted, mut of_one) = (BTreeMap::<OrgId, u32>::new(), BTreeMap::new());
		let mut revoking = BTreeMap::new();
		for (org, key, pending) in Pending::<T>::iter() {
			ensure!(ActId(key.get()) < NextAct::<T>::get(), "an act is above the counter");
			count(&mut counted, org);
			count(&mut of_one, pending.maker);
			if let Some(content) = pending.content() {
				let found = PendingByContent::<T>::get(org, content).map(|id| Ordered::from(id.0));
				ensure!(found == Some(key), "an act is not found by what it is");
			}
			if let Act::Revoke { credential, .. } = pending.act {
				count(&mut revoking, credential);
			}
		}
		let open = OpenRevocations::<T>::iter().collect::<BTreeMap<_, _>>();
		ensure!(open == revoking, "the counts of open revocations do not agree with the acts");
		let kept = PendingCount::<T>::iter().collect::<BTreeMap<_, _>>();
		ensure!(kept == counted, "the counts of acts that wait do not agree with the acts");
		ensure!(kept.values().all(|count| *count <= MAX_PENDING_ACTS), "too many acts wait");
		let kept = PendingOfOne::<T>::iter().collect::<BTreeMap<_, _>>();
		ensure!(kept == of_one, "the counts of an officer's acts do not agree with the acts");
		ensure!(kept.values().all(|count| *count <= MAX_PENDING_ACTS_OF_ONE), "an officer has too many acts");
		let found = Pending::<T>::iter_values().filter(|pending| pending.content().is_some()).count();
		ensure!(PendingByContent::<T>::iter_keys().count() == found, "what does not wait is found");
		Ok(())
	}

	fn records_are_sound() -> Result<(), TryRuntimeError> {
		for record in AdverseRecords::<T>::iter_values() {
			ensure!(record.checker() != record.report().maker, "a record counts without a second officer");
			let standing = !record.is_rectified() || record.state() == AdverseState::Final;
			ensure!(standing, "a record is rectified that is not final");
			let set_aside = record.reversal().is_none() || record.state() == AdverseState::Annulled;
			ensure!(set_aside, "a record is reversed and still counts");
			let freezes = record.freezes_at().is_some();
			ensure!(!(freezes && record.is_left_out()), "a record that freezes gave its place up");
		}
		let today = T::Calendar::today();
		for credential in Credentials::<T>::iter_values() {
			let is_suspended = credential.state(today) == CredentialState::Suspended;
			ensure!(!is_suspended || credential.suspension().is_some(), "nobody suspended a credential");
		}
		Ok(())
	}

	fn open_records_agree() -> Result<(), TryRuntimeError> {
		let mut open = 0_usize;
		for (id, record) in AdverseRecords::<T>::iter() {
			let is_listed = OpenRecords::<T>::contains_key(record.report().bureau, Ordered::from(id.0));
			ensure!(is_listed == record.is_open(), "a record and the list of open ones do not agree");
			open = open.saturating_add(usize::from(is_listed));
		}
		ensure!(OpenRecords::<T>::iter_keys().count() == open, "what is no record is listed as open");
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
