//! How records and their indexes are stored together: one writer for each, which journals.

use crate::{
	AdverseByOrg, AdverseId, AdverseKind, AdverseRecord, AdverseRecords, ByHolder, ByNumber, Config,
	Credential, CredentialState, CredentialType, Credentials, CredentialsChange, Error, FailedChecks, Grant,
	LastType, NextAdverse, NextCredential, OpenRecords, Pallet, Report, Types, MAX_CHECKS_OF_ONE,
	MAX_CREDENTIALS_OF_ONE, MAX_OTHERS_OF_ONE, MAX_OTHERS_PER_FIRM, MAX_PER_FIRM,
};
use alloc::vec::Vec;
use frame::prelude::*;
use zhidai_primitives::{
	traits::{Calendar, Journal},
	CredentialId, CredentialTypeId, Day, OfficerId, Ordered, OrgId,
};

impl<T: Config> Pallet<T> {
	/// The one writer of the catalogue.
	pub(crate) fn put_type(type_id: CredentialTypeId, new: CredentialType) {
		LastType::<T>::put(type_id);
		Types::<T>::insert(type_id, &new);
		T::Journal::record(CredentialsChange::Type(type_id, new));
	}

	/// The one writer of credentials. A cancelled one gives its number free.
	pub(crate) fn put_credential(id: CredentialId, credential: Credential) {
		let (type_id, number) = (credential.grant().type_id, credential.grant().number_digest);
		if credential.state(T::Calendar::today()) == CredentialState::Cancelled {
			ByNumber::<T>::mutate_exists(type_id, number, |standing| {
				let mut left = standing.take().unwrap_or_default();
				left.retain(|other| *other != id);
				*standing = (!left.is_empty()).then_some(left);
			});
		}
		Credentials::<T>::insert(id, &credential);
		T::Journal::record(CredentialsChange::Credential(id, credential));
	}

	/// The one writer of adverse records, with the count that freezes and the list of what is open.
	pub(crate) fn put_adverse(id: AdverseId, before: Option<&AdverseRecord>, after: AdverseRecord) {
		let frozen_before = before.and_then(AdverseRecord::freezes_at);
		FailedChecks::<T>::mutate_exists(after.report().org, |failures| {
			let moved = failures.unwrap_or_default().moved(frozen_before, after.freezes_at());
			*failures = (moved != Default::default()).then_some(moved);
		});
		let (bureau, place) = (after.report().bureau, Ordered::from(id.0));
		match (before.is_some_and(AdverseRecord::is_open), after.is_open()) {
			(false, true) => OpenRecords::<T>::insert(bureau, place, ()),
			(true, false) => OpenRecords::<T>::remove(bureau, place),
			(true, true) | (false, false) => (),
		}
		AdverseRecords::<T>::insert(id, &after);
		T::Journal::record(CredentialsChange::Adverse(id, after));
	}

	/// Stores a new credential and lists it with its holder and under its number.
	pub(crate) fn add_credential(grant: Grant) -> Result<CredentialId, DispatchError> {
		let today = T::Calendar::today();
		let id = NextCredential::<T>::get();
		NextCredential::<T>::put(id.next().ok_or(Error::<T>::CounterUsedUp)?);
		Self::list_credential(id, &grant, today)?;
		Self::list_number(id, &grant, today)?;
		Self::put_credential(id, Credential::new(grant, today));
		Ok(id)
	}

	/// Lists a credential under its number. Where there is no room, the oldest that can never be used again gives its
	/// place: nobody can cancel what was revoked, and who records and revokes would keep the number from all others.
	fn list_number(id: CredentialId, grant: &Grant, today: Day) -> DispatchResult {
		ByNumber::<T>::try_mutate(grant.type_id, grant.number_digest, |standing| -> DispatchResult {
			if standing.is_full() {
				let is_over = |other: &CredentialId| {
					Credentials::<T>::get(other).is_none_or(|other| other.is_over(today))
				};
				let over = standing.iter().copied().find(is_over);
				standing.retain(|other| Some(*other) != over);
			}
			standing.try_push(id).map_err(|_| Error::<T>::TooManyUnderNumber)?;
			Ok(())
		})
	}

	/// Lists a credential with its holder, where it takes the place of what can never be used again. One bureau has
	/// only some of the places: what it records, in whatever state, keeps no other bureau's credential out.
	fn list_credential(id: CredentialId, grant: &Grant, today: Day) -> DispatchResult {
		ByHolder::<T>::try_mutate(grant.holder, |list| -> DispatchResult {
			// In a shorter one no bound is reached.
			let is_short = u32::try_from(list.len()).is_ok_and(|listed| listed < MAX_CREDENTIALS_OF_ONE);
			let own = if is_short { 0 } else { Self::count_recorded(list, grant.recorded_by, today) };
			ensure!(own < MAX_CREDENTIALS_OF_ONE, Error::<T>::TooManyCredentialsOfBureau);
			list.try_push(id).map_err(|_| Error::<T>::TooManyCredentials)?;
			Ok(())
		})
	}

	/// Counts the holder's credentials that are not over and that one bureau recorded. Leaves what is over out of a
	/// list that is full.
	fn count_recorded(
		list: &mut BoundedVec<CredentialId, ConstU32<MAX_PER_FIRM>>,
		bureau: OrgId,
		today: Day,
	) -> u32 {
		let (is_full, mut own) = (list.is_full(), 0_u32);
		list.retain(|old| {
			let Some(old) = Credentials::<T>::get(old).filter(|old| !old.is_over(today)) else {
				return !is_full;
			};
			own = own.saturating_add(u32::from(old.grant().recorded_by == bureau));
			true
		});
		own
	}

	/// Stores a new adverse record, served today, and lists it with its firm. Answers its id, and the record that gave
	/// it its place, where one did.
	pub(crate) fn add_adverse(
		report: Report,
		checker: OfficerId,
	) -> Result<(AdverseId, Option<AdverseId>), DispatchError> {
		let id = NextAdverse::<T>::get();
		NextAdverse::<T>::put(id.next().ok_or(Error::<T>::CounterUsedUp)?);
		let left_out = Self::list_adverse(id, &report)?;
		Self::put_adverse(id, None, AdverseRecord::new(report, checker, T::Calendar::today()));
		Ok((id, left_out))
	}

	/// Lists a record with its firm, where it takes the place of what counts nowhere any more. The last places are for
	/// failed checks, one bureau has only some of these and of the others, and where all is full a failed check takes
	/// the place of one that freezes nothing, which is answered. So of all that other bureaus can enter nothing keeps a
	/// bureau's failed check from being served, and from freezing, but 64 failed checks that freeze. A listing takes
	/// the place of what is no listing in the same way: no bureaus' penalties keep it out.
	fn list_adverse(id: AdverseId, report: &Report) -> Result<Option<AdverseId>, DispatchError> {
		AdverseByOrg::<T>::try_mutate(report.org, |list| -> Result<Option<AdverseId>, DispatchError> {
			// In a shorter one no bound is reached.
			let is_short = u32::try_from(list.len()).is_ok_and(|listed| listed < MAX_CHECKS_OF_ONE);
			let counts = if is_short { Counts::default() } else { Self::count_listed(list, report.bureau) };
			let (freezes, is_listing) = (is_check(report.kind), report.kind.is_listing());
			let others_are_full = !freezes && counts.others >= MAX_OTHERS_PER_FIRM;
			match freezes {
				true => ensure!(counts.own_checks < MAX_CHECKS_OF_ONE, Error::<T>::TooManyOfBureau),
				false => ensure!(counts.own_others < MAX_OTHERS_OF_ONE, Error::<T>::TooManyOfBureau),
			}
			let left_out = if is_listing && others_are_full {
				Self::leave_out_of(list, |kind| !kind.is_listing() && !is_check(kind))
			} else if is_listing && list.is_full() {
				Self::leave_out_of(list, |kind| !kind.is_listing())
			} else if freezes && list.is_full() {
				Self::leave_out_of(list, |_| true)
			} else {
				None
			};
			ensure!(!others_are_full || left_out.is_some(), Error::<T>::TooManyRecords);
			list.try_push(id).map_err(|_| Error::<T>::TooManyRecords)?;
			Ok(left_out)
		})
	}

	/// Leaves a record that freezes nothing, of a kind that gives its place, out of a firm's list: of the bureau that
	/// has most of these, so that who fills the list loses its own and nobody else's; the oldest final one, or else the
	/// oldest, and a listing last.
	fn leave_out_of(
		list: &mut BoundedVec<AdverseId, ConstU32<MAX_PER_FIRM>>,
		gives_place: impl Fn(AdverseKind) -> bool,
	) -> Option<AdverseId> {
		let without_freeze = |id: &AdverseId| {
			let before = AdverseRecords::<T>::get(id).filter(|one| gives_place(one.report().kind))?;
			let after = before.clone().leave_out()?;
			Some((*id, before, after))
		};
		let records: Vec<_> = list.iter().filter_map(without_freeze).collect();
		let bureaus: Vec<OrgId> = records.iter().map(|(_, before, _)| before.report().bureau).collect();
		let count = |bureau: &OrgId| bureaus.iter().filter(|other| *other == bureau).count();
		// The first of those that have as many.
		let most = bureaus.iter().rev().copied().max_by_key(count)?;
		let mut of_most: Vec<_> =
			records.into_iter().filter(|(_, before, _)| before.report().bureau == most).collect();
		of_most.sort_by_key(|(_, before, _)| (before.report().kind.is_listing(), before.is_open()));
		let (id, before, after) = of_most.into_iter().next()?;
		list.retain(|listed| *listed != id);
		Self::put_adverse(id, Some(&before), after);
		Some(id)
	}

	/// Counts the firm's records that count somewhere. Leaves what counts nowhere out of a list that is full.
	fn count_listed(list: &mut BoundedVec<AdverseId, ConstU32<MAX_PER_FIRM>>, bureau: OrgId) -> Counts {
		let (today, is_full) = (T::Calendar::today(), list.is_full());
		let mut counts = Counts::default();
		list.retain(|old| {
			let Some(old) = AdverseRecords::<T>::get(old).filter(|old| old.matters(today)) else {
				return !is_full;
			};
			let is_own = u32::from(old.report().bureau == bureau);
			if is_check(old.report().kind) {
				counts.own_checks = counts.own_checks.saturating_add(is_own);
			} else {
				counts.others = counts.others.saturating_add(1);
				counts.own_others = counts.own_others.saturating_add(is_own);
			}
			true
		});
		counts
	}
}

fn is_check(kind: AdverseKind) -> bool {
	kind == AdverseKind::FailedSpotCheck
}

/// How many records of a firm's list count somewhere.
#[derive(Default)]
struct Counts {
	/// Failed checks that one bureau entered.
	own_checks: u32,
	/// What is no failed check.
	others: u32,
	/// Of these, what that bureau entered.
	own_others: u32,
}
