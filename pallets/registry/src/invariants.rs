//! What must always hold in the registry.

use crate::{
	Acts, AdmissionsOf, AdmissionsToConfirm, Approver, Config, Controlled, CurrentAccount, FormerNames,
	FreedNumbers, HeldAccounts, LastAct, LastOfficer, LastOrg, OfficerKeys, OfficerRecord, OfficerRecords,
	Officers, OfficersOf, OpenActs, OrgByNumber, OrgStates, Organisations, OwnRelations, Pallet,
	PayeeAccounts, Predecessors, Recoveries, Related, RelationReports, RequestPlaces, RequestQueue, Requests,
	Successions, Voided, MAX_OPEN_ACTS_OF_ONE,
};
use alloc::vec::Vec;
use frame::deps::sp_runtime::TryRuntimeError;
use frame::prelude::*;
use zhidai_primitives::{traits::Calendar, OfficerId, Ordered, OrgId, OrgStatus, Region};

type Check = Result<(), TryRuntimeError>;

impl<T: Config> Pallet<T> {
	/// Checks everything that must always hold:
	///
	/// 1. Every organisation has a state. One that has not left is found by each of its numbers; no number
	///    finds an organisation that does not have it; its region is one of GB/T 2260, and who said it is a bureau.
	/// 2. An organisation with officers has two admins of different persons whom no date ends; one without
	///    has no keys.
	/// 3. The list of an organisation's officers is exactly those who serve.
	/// 4. An account that can act is the current key of an officer who serves, and says what the officer's
	///    record says. Every other key that was ever used is known, and without power.
	/// 5. Every key's account has a provider, so that its nonce never starts again.
	/// 6. The waiting acts of an organisation are listed with who proposed them, once, and no officer has
	///    more than may; those that bureaus confirm are exactly the ones that bureaus see, each under every region
	///    around its firm; an organisation that left has none.
	/// 7. A bank's versions of a payee's account have no gap, and the last is current or void; each was checked, and
	///    voided, by another officer than its maker. At a bank an account that is current is its payee's and nobody
	///    else's; of an account that somebody has there the last version is not void.
	/// 8. A relation is of two organisations, the lower id first, and recorded once by each bank and regulator. Who is
	///    controlled is listed with who controls it; no group has more levels or organisations than are
	///    followed.
	/// 9. No id is above its counter.
	/// 10. A recovery is of an organisation that takes part and has officers, and brings admins. Nobody
	///     brought in more firms in a day than may.
	/// 11. Every request that is kept stands once in the queue, which has no gap; none is of a time that is
	///     further ahead than can be.
	/// 12. A number that is free was one's that has left. For an organisation that has a successor one stands that has
	///     none, and which lists it once; nobody lists another.
	pub fn check_invariants() -> Check {
		Self::check_organisations()?;
		Self::check_successions()?;
		Self::check_officers()?;
		Self::check_keys()?;
		Self::check_acts()?;
		Self::check_accounts()?;
		Self::check_relations()?;
		Self::check_control()?;
		Self::check_recoveries()?;
		Self::check_requests()
	}

	fn check_organisations() -> Check {
		for (org, organisation) in Organisations::<T>::iter() {
			ensure!(org <= LastOrg::<T>::get(), "an organisation is above its counter");
			ensure!(OrgStates::<T>::contains_key(org), "an organisation has no state");
			ensure!(organisation.region.is_known(), "an organisation is nowhere");
			let said_by =
				organisation.region_by.is_none_or(|bureau| Self::region_of_bureau(bureau).is_some());
			ensure!(said_by, "a region is nobody's word");
			let found = |number| OrgByNumber::<T>::get(number) == Some(org);
			let all_found = organisation.numbers().all(|number| found(number.key()));
			let left = Self::status_of(org) == Some(OrgStatus::Exited);
			ensure!(all_found || left, "an organisation is not found by its numbers");
			let linked = organisation.linked.map(|linked| linked.number);
			let has_linked = linked.is_none_or(|linked| organisation.numbers().any(|own| own == linked));
			ensure!(has_linked, "a number is linked that it does not have");
		}
		for (number, org) in OrgByNumber::<T>::iter() {
			let organisation = Organisations::<T>::get(org).ok_or("a number of nobody")?;
			ensure!(organisation.numbers().any(|own| own.key() == number), "a number is another's");
		}
		let organisations = Organisations::<T>::iter_keys().count();
		ensure!(OrgStates::<T>::iter_keys().count() == organisations, "a state without an organisation");
		Ok(())
	}

	fn check_successions() -> Check {
		for (number, former) in FreedNumbers::<T>::iter() {
			let organisation = Organisations::<T>::get(former).ok_or("a free number was nobody's")?;
			ensure!(organisation.numbers().any(|own| own.key() == number), "a free number was another's");
			ensure!(!OrgByNumber::<T>::contains_key(number), "a number is free and taken");
			ensure!(
				Self::status_of(former) == Some(OrgStatus::Exited),
				"a number is free of one that stayed"
			);
		}
		let is_known = |(org, _)| Organisations::<T>::contains_key(org);
		ensure!(FormerNames::<T>::iter_keys().all(is_known), "a former name of nobody");
		let mut listed = 0_usize;
		for (org, all) in Predecessors::<T>::iter() {
			ensure!(!all.is_empty() && OrgStates::<T>::contains_key(org), "nobody stands for others");
			ensure!(!Successions::<T>::contains_key(org), "who stands for others has a successor");
			for former in &all {
				let succession = Successions::<T>::get(former).ok_or("who was not succeeded is listed")?;
				ensure!(succession.heir == org, "another one stands for it");
				ensure!(OrgStates::<T>::contains_key(succession.successor), "a successor is nobody");
			}
			listed = listed.saturating_add(all.len());
		}
		ensure!(Successions::<T>::iter_keys().count() == listed, "a successor does not list it once");
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
				let least = crate::LEAST_ADMINS;
				ensure!(
					crate::keeps_admins(records.into_iter(), least),
					"an organisation has too few admins"
				);
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
		let mut seen = 0_usize;
		for (act_id, pending) in Acts::<T>::iter() {
			ensure!(act_id <= LastAct::<T>::get(), "an act is above its counter");
			let open = OpenActs::<T>::get(pending.org);
			let places = open.iter().filter(|other| **other == (act_id, pending.proposer)).count();
			ensure!(places == 1, "an act is not listed once");
			let own = open.iter().filter(|(_, proposer)| *proposer == pending.proposer).count();
			ensure!(
				u32::try_from(own).is_ok_and(|own| own <= MAX_OPEN_ACTS_OF_ONE),
				"an officer has too many acts"
			);
			let for_bureaus = pending.act.demand().by == Approver::Bureau;
			ensure!(pending.firm_in.is_some() == for_bureaus, "bureaus see another act");
			for region in pending.firm_in.into_iter().flat_map(Region::around) {
				let place = Ordered::from(act_id.0);
				ensure!(
					AdmissionsToConfirm::<T>::contains_key(region, place),
					"a bureau does not see an act"
				);
				seen = seen.saturating_add(1);
			}
			let status = Self::status_of(pending.org);
			ensure!(status.is_some_and(|status| status != OrgStatus::Exited), "an act of one that left");
			let proposer = OfficerRecords::<T>::get(pending.proposer).ok_or("an act without a proposer")?;
			ensure!(proposer.org == pending.org, "an act's proposer is another's");
		}
		let listed = OpenActs::<T>::iter_values().map(|open| open.len()).sum::<usize>();
		ensure!(listed == Acts::<T>::iter_keys().count(), "a listed act is not there");
		ensure!(
			AdmissionsToConfirm::<T>::iter_keys().count() == seen,
			"bureaus see an act that is not there"
		);
		Ok(())
	}

	fn check_accounts() -> Check {
		for ((bank, payee, version), verified) in PayeeAccounts::<T>::iter() {
			let last = CurrentAccount::<T>::get(bank, payee).ok_or("a bank without a current account")?;
			ensure!(version <= last.version, "an account from the future");
			ensure!(verified.maker != verified.checker, "an account with one signature");
			let by_two = |voided: &Voided| voided.maker != voided.checker;
			ensure!(verified.voided.as_ref().is_none_or(by_two), "an account was voided by one");
		}
		for (bank, payee, last) in CurrentAccount::<T>::iter() {
			let versions = usize::from(last.version.0).saturating_add(1);
			let found = PayeeAccounts::<T>::iter_key_prefix((bank, payee)).count();
			ensure!(found == versions, "versions have a gap");
			let verified =
				PayeeAccounts::<T>::get((bank, payee, last.version)).ok_or("a version is not kept")?;
			ensure!(last.is_void == verified.voided.is_some(), "a void account can be named, or another not");
			let held = HeldAccounts::<T>::get(bank, verified.account.fingerprint);
			let is_own = held.is_some_and(|held| (held.holder, held.version) == (payee, last.version));
			ensure!(last.is_void || is_own, "a current account is another's");
		}
		for (bank, fingerprint, held) in HeldAccounts::<T>::iter() {
			let verified = PayeeAccounts::<T>::get((bank, held.holder, held.version));
			let is_that =
				verified.is_some_and(|it| it.account.fingerprint == fingerprint && it.voided.is_none());
			ensure!(is_that, "somebody has an account that was not verified, or is void");
		}
		Ok(())
	}

	fn check_relations() -> Check {
		let own = OwnRelations::<T>::iter_keys().map(|(_, one, other)| (one, other));
		for (one, other) in Related::<T>::iter_keys().chain(own) {
			let other = OrgId::from(other);
			ensure!(one < other && OrgStates::<T>::contains_key(other), "a relation is not of two");
			ensure!(OrgStates::<T>::contains_key(one), "a relation is not of two");
		}
		for mut recorded in Related::<T>::iter_values().map(|recorded| recorded.into_inner()) {
			let count = recorded.len();
			recorded.sort_by_key(|relation| relation.declared_by);
			recorded.dedup_by_key(|relation| relation.declared_by);
			ensure!(count > 0 && recorded.len() == count, "a regulator's relation is not recorded once");
		}
		let (today, mut standing) = (T::Calendar::today(), 0_usize);
		for (one, other, reports) in RelationReports::<T>::iter() {
			standing = standing.saturating_add(reports.iter().filter(|it| it.holds_on(today)).count());
			for report in reports {
				let own = OwnRelations::<T>::get((report.bank, one, other));
				ensure!(own.is_some_and(|own| own.until == report.until), "a report is of nothing");
			}
		}
		let own = OwnRelations::<T>::iter_values().filter(|own| own.holds_on(today)).count();
		ensure!(own == standing, "a bank's relation is not reported, or twice");
		Ok(())
	}

	fn check_control() -> Check {
		let today = T::Calendar::today();
		for (org, state) in OrgStates::<T>::iter() {
			if let Some(controller) = state.controller_on(today) {
				let places =
					Controlled::<T>::get(controller).into_iter().filter(|other| *other == org).count();
				ensure!(places == 1, "who is controlled is not listed once");
			} else {
				// The top of a group: what is below it can be followed, and everybody finds it.
				Self::extent(org)?;
			}
			let top = Self::controllers(org).last().and_then(OrgStates::<T>::get);
			ensure!(
				top.is_none_or(|top| top.controller_on(today).is_none()),
				"a chain is not followed to its end"
			);
		}
		Ok(())
	}

	fn check_recoveries() -> Check {
		for (org, recovery) in Recoveries::<T>::iter() {
			let org = OrgId::from(org);
			ensure!(Self::status_of(org) == Some(OrgStatus::Active), "a recovery of one that cannot object");
			ensure!(!OfficersOf::<T>::get(org).is_empty(), "a recovery of nobody");
			Self::ensure_recovery_admins(&recovery.admins)?;
		}
		let most = T::MaxAdmissionsPerDay::get();
		let too_many = AdmissionsOf::<T>::iter_values().any(|admissions| admissions.count > most);
		ensure!(!too_many, "more firms in a day than may");
		Ok(())
	}

	fn check_requests() -> Check {
		let now = frame_system::Pallet::<T>::block_number().saturated_into();
		let (first, next) = RequestPlaces::<T>::get();
		let places = usize::try_from(next.saturating_sub(first)).map_err(|_| "a queue without an end")?;
		ensure!(RequestQueue::<T>::iter_keys().count() == places, "the queue of requests has a gap");
		ensure!(Requests::<T>::iter_keys().count() == places, "a request is not in the queue once");
		for (place, (org, request)) in RequestQueue::<T>::iter() {
			ensure!((first..next).contains(&place), "a request is beside the queue");
			ensure!(Requests::<T>::contains_key(org, request), "a request in the queue is not kept");
			ensure!(!request.is_too_far_ahead(now), "a request is kept for too long");
		}
		Ok(())
	}
}
