//! The one writer of each shared record; each tells the journal. What is a bank's own does not: other banks' chains
//! do not hear of it.

use crate::{
	ActId, Acts, AdmissionsToConfirm, BankRelation, Change, Config, Controlled, Error, FormerNames,
	FreedNumbers, KeyRecord, LastOfficer, LastOrg, NumberKey, OfficerKeys, OfficerRecord, OfficerRecords,
	Officers, OrgByNumber, OrgState, OrgStates, Organisation, Organisations, OwnRelations, Pallet,
	PendingActOf, PredecessorList, Predecessors, Recoveries, RecoveryOf, Related, RelationReport,
	RelationReports, Relations, Succession, Successions, MAX_GROUP,
};
use frame::prelude::*;
use zhidai_primitives::{
	traits::{Calendar, IdSpace, Journal},
	Day, Name, OfficerId, Ordered, OrgId, Region,
};

impl<T: Config> Pallet<T> {
	pub(crate) fn put_organisation(org: OrgId, organisation: Organisation) {
		Organisations::<T>::insert(org, &organisation);
		T::Journal::record(Change::Organisation(org, organisation));
	}

	pub(crate) fn put_state(org: OrgId, state: OrgState) {
		OrgStates::<T>::insert(org, state);
		T::Journal::record(Change::State(org, state));
	}

	pub(crate) fn put_number(number: NumberKey, org: Option<OrgId>) {
		OrgByNumber::<T>::set(number, org);
		T::Journal::record(Change::Number(number, org));
	}

	/// Writes whose a number was that is nobody's now; nothing where somebody took it up.
	pub(crate) fn put_freed(number: NumberKey, former: Option<OrgId>) {
		FreedNumbers::<T>::set(number, former);
		T::Journal::record(Change::FreedNumber(number, former));
	}

	pub(crate) fn put_succession(former: OrgId, succession: Succession) {
		Successions::<T>::insert(former, succession);
		T::Journal::record(Change::Succession(former, succession));
	}

	/// Writes what an organisation was called until this day.
	pub(crate) fn put_former_name(org: OrgId, until: Day, name: Name) {
		FormerNames::<T>::insert(org, Ordered::from(until.0), &name);
		T::Journal::record(Change::FormerName(org, until, name));
	}

	/// Writes for whom an organisation stands. The successions say it too, so that the journal hears it from them.
	pub(crate) fn put_predecessors(org: OrgId, all: PredecessorList) {
		match all.is_empty() {
			true => Predecessors::<T>::remove(org),
			false => Predecessors::<T>::insert(org, all),
		}
	}

	pub(crate) fn put_officer(officer: OfficerId, record: OfficerRecord) {
		OfficerRecords::<T>::insert(officer, &record);
		T::Journal::record(Change::Officer(officer, record));
	}

	/// Writes an officer who serves, and with it what the door reads of the account in use.
	pub(crate) fn put_serving_officer(account: &T::AccountId, officer: OfficerId, record: OfficerRecord) {
		Officers::<T>::insert(account, record.entry(officer));
		Self::put_officer(officer, record);
	}

	/// Writes a key, and with it what the door reads of its account.
	pub(crate) fn put_key(
		officer: OfficerId,
		number: u16,
		key: KeyRecord<T::AccountId>,
		record: &OfficerRecord,
	) {
		let active = key.until.is_none();
		let entry = crate::OfficerEntry { active, ..record.entry(officer) };
		Officers::<T>::insert(&key.account, entry);
		OfficerKeys::<T>::insert(officer, number, &key);
		T::Journal::record(Change::Key(officer, number, key));
	}

	/// Writes an act that waits, and lists it for the bureaus that can decide on it.
	pub(crate) fn put_act(act_id: ActId, pending: PendingActOf<T>) {
		for region in pending.firm_in.into_iter().flat_map(Region::around) {
			AdmissionsToConfirm::<T>::insert(region, Ordered::from(act_id.0), ());
		}
		Acts::<T>::insert(act_id, pending);
	}

	/// Forgets an act that waits no more.
	pub(crate) fn remove_act(act_id: ActId) {
		let firm_in = Acts::<T>::take(act_id).and_then(|pending| pending.firm_in);
		for region in firm_in.into_iter().flat_map(Region::around) {
			AdmissionsToConfirm::<T>::remove(region, Ordered::from(act_id.0));
		}
	}

	/// Writes the admins that the council gives an organisation; nothing where none wait any more.
	pub(crate) fn put_recovery(org: OrgId, recovery: Option<RecoveryOf<T>>) {
		Recoveries::<T>::set(Ordered::from(org), recovery.clone());
		T::Journal::record(Change::Recovery(org, recovery));
	}

	/// Writes whom an organisation controls directly.
	pub(crate) fn put_controlled(controller: OrgId, below: BoundedVec<OrgId, ConstU32<MAX_GROUP>>) {
		Controlled::<T>::insert(controller, &below);
		T::Journal::record(Change::Controlled(controller, below.into_inner()));
	}

	/// Writes what regulators recorded of two organisations, the lower id first.
	pub(crate) fn put_relations(one: OrgId, other: OrgId, recorded: Relations) {
		match recorded.is_empty() {
			true => Related::<T>::remove(one, Ordered::from(other)),
			false => Related::<T>::insert(one, Ordered::from(other), &recorded),
		}
		T::Journal::record(Change::Relation(one, other, recorded.into_inner()));
	}

	/// Writes what a bank recorded of two organisations, the lower id first, and what other banks are told of it.
	/// What has ended by now makes room among that.
	pub(crate) fn put_bank_relation(
		bank: OrgId,
		one: OrgId,
		other: OrgId,
		relation: Option<BankRelation>,
	) -> DispatchResult {
		let (today, other) = (T::Calendar::today(), Ordered::from(other));
		RelationReports::<T>::try_mutate_exists(one, other, |stored| {
			let mut reports = stored.take().unwrap_or_default();
			reports.retain(|it| it.bank != bank && it.holds_on(today));
			if let Some(BankRelation { until, .. }) = relation {
				let report = RelationReport { bank, until };
				reports.try_push(report).map_err(|_| Error::<T>::TooManyDeclarers)?;
			}
			*stored = (!reports.is_empty()).then_some(reports);
			Ok::<_, DispatchError>(())
		})?;
		OwnRelations::<T>::set((bank, one, other), relation);
		Ok(())
	}

	/// The next organisation's id, of those that this chain gives; counts it.
	pub(crate) fn next_org() -> Option<OrgId> {
		let last = LastOrg::<T>::get();
		let next = if last == OrgId(0) { Some(OrgId(T::IdSpace::first())) } else { last.next() };
		let next = next.filter(|id| T::IdSpace::is_ours(id.0))?;
		LastOrg::<T>::put(next);
		Some(next)
	}

	/// The next officer's id, of those that this chain gives; counts it.
	pub(crate) fn next_officer() -> Option<OfficerId> {
		let last = LastOfficer::<T>::get();
		let next = if last == OfficerId(0) { Some(OfficerId(T::IdSpace::first())) } else { last.next() };
		let next = next.filter(|id| T::IdSpace::is_ours(id.0))?;
		LastOfficer::<T>::put(next);
		Some(next)
	}
}
