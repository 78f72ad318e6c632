//! What runtime APIs ask: why a firm has its tier, and what waits for a bureau's second person.

use crate::{
	ActId, AdverseByOrg, AdverseId, AdverseRecords, AdverseState, ByHolder, Config, Considered, Credentials,
	Error, OpenRecords, Pallet, Pending, PendingAct, Weighed,
};
use alloc::vec::Vec;
use zhidai_primitives::{
	entries_after, keys_after,
	traits::{Calendar, Directory},
	CredentialTypeId, Day, Digest, Ordered, OrgId, Page, SchemeTerms, TierNumber,
};

/// The best tier that credentials of a type give.
fn tier_of_type(terms: &SchemeTerms, type_id: CredentialTypeId) -> Option<TierNumber> {
	terms.tiers.iter().filter(|tier| tier.qualified_by.contains(&type_id)).map(|tier| tier.number).min()
}

impl<T: Config> Pallet<T> {
	/// Why a firm has the tier that it has under these terms, or none: every rule, not only the first that
	/// fails.
	pub fn explain_tier(org: OrgId, terms: &SchemeTerms) -> Weighed {
		let against = Self::counting_records(org, terms);
		let considered = Self::weighed_credentials(org, terms);
		let best = considered.iter().filter_map(Considered::gives).min();
		let by = considered
			.iter()
			.filter(|one| best.is_some() && one.gives() == best)
			.map(|one| one.credential)
			.collect();
		let in_region = T::Directory::region(org).is_some_and(|region| terms.region.contains(region));
		let rules = [
			(in_region, Error::<T>::OutsideProgrammeRegion),
			(against.is_empty(), Error::<T>::AdverseRecordInWindow),
			(best.is_some(), Error::<T>::NoQualifyingCredential),
		];
		let failed =
			rules.into_iter().filter(|(holds, _)| !holds).map(|(_, error)| error.into()).collect::<Vec<_>>();
		Weighed { tier: best.filter(|_| failed.is_empty()), by, failed, against, considered }
	}

	/// The records that keep the firm's record from being clean under the terms.
	fn counting_records(org: OrgId, terms: &SchemeTerms) -> Vec<AdverseId> {
		let Some(clean) = &terms.clean_record else { return Vec::new() };
		let today = T::Calendar::today();
		let counts =
			|id: &AdverseId| AdverseRecords::<T>::get(id).is_some_and(|record| record.counts(today, clean));
		AdverseByOrg::<T>::get(org).into_iter().filter(counts).collect()
	}

	fn weighed_credentials(org: OrgId, terms: &SchemeTerms) -> Vec<Considered> {
		let today = T::Calendar::today();
		let weigh = |id| {
			let credential = Credentials::<T>::get(id)?;
			let type_id = credential.grant().type_id;
			let usability = credential.usability(today);
			Some(Considered { credential: id, type_id, usability, tier: tier_of_type(terms, type_id) })
		};
		ByHolder::<T>::get(org).into_iter().filter_map(weigh).collect()
	}

	/// The records of a firm to which it can object while it has its time for that, the oldest first, after one: each
	/// with the last day, or nothing where no calendar tells it yet. A firm's list is bounded.
	pub fn records_to_object(
		firm: OrgId,
		after: Option<AdverseId>,
		limit: u32,
	) -> Page<(AdverseId, Option<Day>), AdverseId> {
		let today = T::Calendar::today();
		let open = |id: AdverseId| {
			let record = AdverseRecords::<T>::get(id).filter(|it| it.state() == AdverseState::Served)?;
			let until = Self::objection_ends_on(&record).ok();
			until.is_none_or(|last| today <= last).then_some((id, until))
		};
		let left = AdverseByOrg::<T>::get(firm).into_iter().filter(|id| after.is_none_or(|last| *id > last));
		Page::collect(left.filter_map(open), limit, |(id, _)| *id)
	}

	/// The open records with which the bureau that entered them must go on (终结, 复检), the oldest first, after one: to
	/// which the firm objected, or where its time for that is over. What a maker proposed already, and can still be
	/// confirmed, is left out, and so is what no calendar tells: a page can be empty and not be the last.
	pub fn records_to_finalise(
		bureau: OrgId,
		after: Option<AdverseId>,
		limit: u32,
	) -> Page<(AdverseId, OrgId, AdverseState), AdverseId> {
		let (today, proposed) = (T::Calendar::today(), Self::records_proposed_on(bureau));
		let places = keys_after::<OpenRecords<T>, _, _>(bureau, after.map(|last| last.0));
		let Page { items, next } = Page::collect(places.map(|key| AdverseId(key.get())), limit, |id| *id);
		let due = |id: AdverseId| {
			let record = AdverseRecords::<T>::get(id).filter(|_| !proposed.contains(&id))?;
			let is_over = || Self::objection_ends_on(&record).is_ok_and(|last| today > last);
			let is_due = record.state() == AdverseState::Objected || is_over();
			is_due.then(|| (id, record.report().org, record.state()))
		};
		Page { items: items.into_iter().filter_map(due).collect(), next }
	}

	/// The records on which an act waits that a second person can confirm. A bureau's acts are bounded.
	fn records_proposed_on(bureau: OrgId) -> Vec<AdverseId> {
		let acts = Pending::<T>::iter_prefix_values(bureau);
		let confirmable = acts.filter(|pending| Self::is_confirmable(bureau, pending));
		confirmable.filter_map(|pending| pending.act.record()).collect()
	}

	/// The acts of a bureau that a second person can confirm today, oldest first, after one: not what waited too long,
	/// nor what its maker could not propose any more. A page can be empty and not be the last.
	pub fn acts_to_confirm(
		bureau: OrgId,
		after: Option<ActId>,
		limit: u32,
	) -> Page<(ActId, Digest, PendingAct), ActId> {
		let Page { items, next } = Self::pending_acts(bureau, after, limit);
		let confirmable = items.into_iter().filter(|(_, _, pending)| Self::is_confirmable(bureau, pending));
		Page { items: confirmable.collect(), next }
	}

	/// The acts of a bureau that wait for a second person, oldest first, with what that person names: those after
	/// an act, at most so many.
	pub fn pending_acts(
		bureau: OrgId,
		after: Option<ActId>,
		limit: u32,
	) -> Page<(ActId, Digest, PendingAct), ActId> {
		let left = entries_after::<Pending<T>, _, _>(bureau, after.map(|last| last.0));
		let with_digest = |(key, pending): (Ordered, PendingAct)| {
			let act = ActId(key.get());
			(act, pending.digest(Self::genesis(), bureau, act), pending)
		};
		Page::collect(left.map(with_digest), limit, |(act, ..)| *act)
	}
}
