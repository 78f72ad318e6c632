//! What the pallets to the right ask.

use crate::types::canonical;
use crate::{AlertTags, Claim, Claims, Config, Error, Holders, Pallet, Subjects, Tagged, Tags};
use alloc::vec::Vec;
use frame::prelude::*;
use zhidai_primitives::traits::{self, ClaimKey, ClaimState, ClaimSubject, LookAlike, Noted};
use zhidai_primitives::AlertTag;

impl<T: Config> traits::Claims for Pallet<T> {
	fn want(subject: ClaimSubject, keys: &[ClaimKey]) -> Result<ClaimState, DispatchError> {
		let keys = canonical(keys).ok_or(Error::<T>::TooManyKeys)?;
		ensure!(!keys.is_empty(), Error::<T>::NoKeys);
		if let Some(known) = Claims::<T>::get(subject) {
			ensure!(known.keys == keys, Error::<T>::OtherKeys);
			return Ok(known.state);
		}
		if keys.iter().any(Holders::<T>::contains_key) {
			return Ok(ClaimState::Taken);
		}
		for key in &keys {
			Holders::<T>::insert(key, subject);
		}
		let state = ClaimState::Landed;
		Claims::<T>::insert(subject, Claim { keys, state });
		Ok(state)
	}

	fn state(subject: ClaimSubject) -> Option<ClaimState> {
		Claims::<T>::get(subject).map(|claim| claim.state)
	}

	fn holders(subject: ClaimSubject, keys: &[ClaimKey]) -> Vec<ClaimSubject> {
		let holders = keys.iter().filter_map(Holders::<T>::get);
		let mut others: Vec<_> = holders.filter(|holder| *holder != subject).collect();
		others.sort_unstable();
		others.dedup();
		others
	}

	fn discharge(subject: ClaimSubject) {
		for key in Claims::<T>::take(subject).iter().flat_map(|claim| &claim.keys) {
			Holders::<T>::remove(key);
		}
	}
}

/// Takes a tag into a document's own; whether it is there now. What has no room is left out.
fn take(own: &mut AlertTags, tag: AlertTag) -> bool {
	match own.binary_search(&tag) {
		Ok(_) => true,
		Err(place) => own.try_insert(place, tag).is_ok(),
	}
}

/// Puts a document under a tag; whether it is new there. Where there is no room, the oldest without a claim gives
/// way: what both sides found good is never pushed out by what was merely filed, and where all are claimed the
/// newcomer is left out. Counts whose claims it looks up.
fn put<T: Config>(found: &mut Subjects, subject: ClaimSubject, looked_up: &mut u32) -> bool {
	if found.contains(&subject) {
		return false;
	}
	if found.is_full() {
		let loose = found.iter().position(|other| {
			*looked_up = looked_up.saturating_add(1);
			!Claims::<T>::contains_key(other)
		});
		let Some(oldest) = loose else { return false };
		found.remove(oldest);
	}
	found.try_push(subject).is_ok()
}

fn others(subject: ClaimSubject, tag: &AlertTag, found: &[ClaimSubject], seen: &mut Vec<LookAlike>) {
	let form = tag.form;
	let others = found.iter().filter(|other| **other != subject);
	seen.extend(others.map(|other| LookAlike { subject: *other, form }));
}

fn each_once(mut seen: Vec<LookAlike>) -> Vec<LookAlike> {
	seen.sort_unstable();
	seen.dedup();
	seen
}

impl<T: Config> traits::LookAlikes for Pallet<T> {
	fn note(subject: ClaimSubject, tags: &[AlertTag]) -> Noted {
		let (mut own, mut seen, mut looked_up) = (Tags::<T>::get(subject), Vec::new(), 0);
		for tag in tags {
			let is_own = take(&mut own, *tag);
			let mut found = Tagged::<T>::get(tag);
			others(subject, tag, &found, &mut seen);
			// Also where it gave way to others since: there may be room again.
			if is_own && put::<T>(&mut found, subject, &mut looked_up) {
				Tagged::<T>::insert(tag, found);
			}
		}
		if !own.is_empty() {
			Tags::<T>::insert(subject, own);
		}
		Noted { others: each_once(seen), looked_up }
	}

	fn others(subject: ClaimSubject) -> Vec<LookAlike> {
		let mut seen = Vec::new();
		for tag in &Tags::<T>::get(subject) {
			others(subject, tag, &Tagged::<T>::get(tag), &mut seen);
		}
		each_once(seen)
	}

	fn forget(subject: ClaimSubject) {
		for tag in &Tags::<T>::take(subject) {
			Tagged::<T>::mutate_exists(tag, |found| {
				if let Some(subjects) = found {
					subjects.retain(|other| *other != subject);
				}
				*found = found.take().filter(|subjects| !subjects.is_empty());
			});
		}
	}
}
