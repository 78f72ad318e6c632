//! Proposing, approving, rejecting and withdrawing what needs two persons.

use crate::{
	types::act::Signatures, Act, ActId, ActKind, ActOf, Acts, Approver, Config, Error, Event, LastAct,
	OfficerRecords, OpenActs, Pallet, PendingAct, PendingActOf, WeightInfo, MAX_FIRST_OFFICERS,
	MAX_OPEN_ACTS_OF_ONE,
};
use alloc::vec::Vec;
use frame::deps::{
	frame_support::{dispatch::WithPostDispatchInfo, storage::with_transaction},
	sp_runtime::TransactionOutcome,
};
use frame::prelude::*;
use zhidai_primitives::{
	traits::{Calendar, Directory, Once},
	Actor, Created, Digest, Duty, OfficerId, OrgId, RequestId, ShortText,
};

impl<T: Config> Pallet<T> {
	/// Keeps an act for another person's approval. What could not be done now is not proposed.
	pub(crate) fn do_propose(origin: OriginFor<T>, act: ActOf<T>, request: RequestId) -> DispatchResult {
		let who = ensure_signed(origin)?;
		let demand = act.demand();
		let by = Self::authorise_as(&who, demand.proposer, demand.roles)?;
		let (org, officer) = (by.org, by.officer);
		Self::ensure_new(org, request)?;
		Self::ensure_keys_proven(org, &act)?;
		Self::rehearse(act.clone(), Signatures { org, proposer: officer, approver: officer })?;
		let act_id = Self::open_act(org, officer, &act)?;
		let digest = act.digest(act_id);
		let (proposed_on, firm_in) = (T::Calendar::today(), Self::region_of_firm(&act));
		let key_number = Self::key_number(officer).ok_or(Error::<T>::OfficerUnknown)?;
		Self::put_act(act_id, PendingAct { org, proposer: officer, key_number, proposed_on, act, firm_in });
		Self::keep(org, request, Created::Act(act_id.0));
		Self::deposit_event(Event::ActProposed { act_id, org, officer, digest });
		Ok(())
	}

	/// Does what was proposed, if another person names exactly that; what it cost.
	pub(crate) fn do_approve(
		origin: OriginFor<T>,
		act_id: ActId,
		digest: Digest,
	) -> DispatchResultWithPostInfo {
		// What is refused before the act is looked at costs what an act that writes one record costs.
		let refusing = <T as Config>::WeightInfo::approve_record();
		let checked = Self::approvable(origin, act_id, digest);
		let (pending, actor) = checked.map_err(|refusal| refusal.with_weight(refusing))?;
		Self::close_act(pending.org, act_id);
		let cost = approval_weight::<T>(pending.act.kind());
		let by = Signatures { org: pending.org, proposer: pending.proposer, approver: actor.officer };
		Self::apply(pending.act, by).map_err(|refusal| refusal.with_weight(cost))?;
		Self::deposit_event(Event::ActApproved { act_id, org: actor.org, officer: actor.officer });
		Ok(Some(cost).into())
	}

	/// The waiting act, and who may approve it now.
	fn approvable(
		origin: OriginFor<T>,
		act_id: ActId,
		digest: Digest,
	) -> Result<(PendingActOf<T>, Actor), DispatchError> {
		ensure_signed(origin.clone())?;
		let pending = Acts::<T>::get(act_id).ok_or(Error::<T>::ActUnknown)?;
		let actor = Self::approver(origin, &pending)?;
		ensure!(!pending.has_expired(T::Calendar::today()), Error::<T>::ActExpired);
		ensure!(pending.act.digest(act_id) == digest, Error::<T>::ActDigestDiffers);
		Self::ensure_different_persons(pending.proposer, actor.officer)?;
		Self::ensure_still(&pending)?;
		Ok((pending, actor))
	}

	/// Takes back an act: the proposer and the admins can, and after its time anyone of the organisation, so
	/// that nobody can fill the organisation's places. One person is enough: nothing was given that could be
	/// taken.
	pub(crate) fn do_withdraw(origin: OriginFor<T>, act_id: ActId) -> DispatchResult {
		let by = Self::any_officer(origin)?;
		let pending = Acts::<T>::get(act_id).ok_or(Error::<T>::ActUnknown)?;
		ensure!(pending.org == by.org, Error::<T>::ActNotAllowed);
		let may = pending.proposer == by.officer
			|| by.duties.has(Duty::Admin)
			|| pending.has_expired(T::Calendar::today());
		ensure!(may, Error::<T>::WithdrawalNotAllowed);
		Self::close_act(by.org, act_id);
		Self::deposit_event(Event::ActWithdrawn { act_id, org: by.org, officer: by.officer });
		Ok(())
	}

	/// Refuses an act and says why: whoever may decide on it can, also after its time, and a bureau also where the
	/// bank that proposed cannot act any more. One person is enough: nothing was given, and what is set right is
	/// proposed again.
	pub(crate) fn do_reject(origin: OriginFor<T>, act_id: ActId, reason: ShortText) -> DispatchResult {
		ensure_signed(origin.clone())?;
		let pending = Acts::<T>::get(act_id).ok_or(Error::<T>::ActUnknown)?;
		let by = Self::decider(origin, &pending)?;
		Self::close_act(pending.org, act_id);
		let (proposed_by, org, officer) = (pending.org, by.org, by.officer);
		Self::deposit_event(Event::ActRejected { act_id, proposed_by, org, officer, reason });
		Ok(())
	}

	/// Takes a place of the organisation and of the officer for an act; its number.
	fn open_act(org: OrgId, officer: OfficerId, act: &ActOf<T>) -> Result<ActId, DispatchError> {
		let act_id = LastAct::<T>::get().next().ok_or(Error::<T>::IdsExhausted)?;
		LastAct::<T>::put(act_id);
		OpenActs::<T>::try_mutate(org, |open| {
			let own: Vec<_> = open.iter().filter(|(_, proposer)| *proposer == officer).collect();
			let waits = own.iter().any(|(id, _)| Self::is_waiting(*id, act));
			ensure!(!waits, Error::<T>::ActAlreadyProposed);
			let may = u32::try_from(own.len()).is_ok_and(|own| own < MAX_OPEN_ACTS_OF_ONE);
			ensure!(may, Error::<T>::TooManyOpenActsOfOne);
			let has_place = u32::try_from(open.len()).is_ok_and(|waiting| waiting < act.places());
			ensure!(has_place, Error::<T>::TooManyOpenActs);
			open.try_push((act_id, officer)).map_err(|_| Error::<T>::TooManyOpenActs)
		})?;
		Ok(act_id)
	}

	/// Whether this act is the one with that number, and can still be approved.
	fn is_waiting(act_id: ActId, act: &ActOf<T>) -> bool {
		let today = T::Calendar::today();
		Acts::<T>::get(act_id).is_some_and(|pending| {
			pending.act == *act && !pending.has_expired(today) && Self::proposer_stands(&pending)
		})
	}

	/// Ends an act, and frees its place.
	fn close_act(org: OrgId, act_id: ActId) {
		Self::remove_act(act_id);
		OpenActs::<T>::mutate(org, |open| open.retain(|(other, _)| *other != act_id));
	}

	/// Ends every act that an organisation has waiting.
	pub(crate) fn close_acts(org: OrgId) {
		for (act_id, _) in OpenActs::<T>::take(org) {
			Self::remove_act(act_id);
		}
	}

	/// Applies an act and rolls it back: proposal and approval pass the very same checks.
	fn rehearse(act: ActOf<T>, by: Signatures) -> DispatchResult {
		with_transaction(|| TransactionOutcome::Rollback(Self::apply(act, by)))
	}

	/// The bureau whose officer approves the act; while it is only rehearsed, who proposes it.
	fn confirming(act: &ActOf<T>, by: Signatures) -> Option<OrgId> {
		let approver = (act.demand().by == Approver::Bureau).then_some(by.approver)?;
		OfficerRecords::<T>::get(approver).map(|record| record.org)
	}

	fn apply(act: ActOf<T>, by: Signatures) -> DispatchResult {
		let own = by.org;
		let confirmed_by = Self::confirming(&act, by);
		match act {
			Act::AdmitFirm { organisation, officers } => {
				Self::admit_firm(organisation, own, confirmed_by, &officers)
			}
			Act::FirstOfficers { org, officers, name, roles, region } => {
				Self::give_first_officers(org, &officers)?;
				Self::correct_firm(org, name, roles, region, confirmed_by)
			}
			Act::AddOfficer(officer) => {
				Self::ensure_place(own)?;
				Self::add_officer(own, &officer).map(|_| ())
			}
			Act::RemoveOfficer(officer) => Self::remove_officer(own, officer),
			Act::ChangeDuties { officer, duties } => Self::change_duties(own, officer, duties),
			Act::SetCheckerLimit { officer, limit } => Self::set_checker_limit(own, officer, limit),
			Act::SetExpiry { officer, valid_until } => Self::set_expiry(own, officer, valid_until),
			Act::ReplaceKey { officer, new_account, .. } => Self::replace_key(own, officer, &new_account),
			Act::SetController { controller } => Self::declare_controller(own, controller),
			Act::SetControllerOf { org, controller } => Self::record_controller(org, controller, own),
			Act::Disown { org } => Self::disown(org, own),
			Act::Exit => Self::leave_by_own_act(own),
			Act::VerifyPayeeAccount { payee, account } => Self::verify_payee_account(payee, account, by),
			Act::VoidPayeeAccount { payee, version, reason } => {
				Self::void_payee_account(payee, version, reason, by)
			}
			Act::DeclareRelated { one, other } => Self::declare_related(one, other, own),
			Act::DeclareUnrelated { one, other, recorded_by } => {
				Self::declare_unrelated(one, other, recorded_by, own)
			}
			Act::CorrectRegion { org, region } => Self::correct_region(org, region, own),
			Act::LinkNumber { org, number } => Self::link_number(org, number, own),
			Act::UnlinkNumber { org, number } => Self::unlink_number(org, number, own),
			Act::CorrectName { org, name } => Self::correct_name(org, name, own),
		}
	}
}

/// What proposing an act costs.
pub(crate) fn proposal_weight<T: Config>(kind: ActKind) -> Weight {
	match kind {
		ActKind::Admission(officers) => <T as Config>::WeightInfo::propose_admission(officers),
		ActKind::Roster => <T as Config>::WeightInfo::propose_roster(),
		ActKind::Key => <T as Config>::WeightInfo::propose_key(),
		ActKind::Relation => <T as Config>::WeightInfo::propose_relation(),
		ActKind::Record => <T as Config>::WeightInfo::propose_record(),
		ActKind::Exit => <T as Config>::WeightInfo::propose_exit(),
		ActKind::Control => <T as Config>::WeightInfo::propose_control(),
	}
}

/// What approving an act costs.
pub(crate) fn approval_weight<T: Config>(kind: ActKind) -> Weight {
	match kind {
		ActKind::Admission(officers) => <T as Config>::WeightInfo::approve_admission(officers),
		ActKind::Roster => <T as Config>::WeightInfo::approve_roster(),
		ActKind::Key => <T as Config>::WeightInfo::approve_key(),
		ActKind::Relation => <T as Config>::WeightInfo::approve_relation(),
		ActKind::Record => <T as Config>::WeightInfo::approve_record(),
		ActKind::Exit => <T as Config>::WeightInfo::approve_exit(),
		ActKind::Control => <T as Config>::WeightInfo::approve_control(),
	}
}

/// What approving costs at most: the call does not say which act it approves.
pub(crate) fn worst_approval_weight<T: Config>() -> Weight {
	let admission = ActKind::Admission(MAX_FIRST_OFFICERS);
	let writing = [ActKind::Relation, ActKind::Record, ActKind::Control];
	[admission, ActKind::Roster, ActKind::Key, ActKind::Exit]
		.into_iter()
		.chain(writing)
		.map(approval_weight::<T>)
		.fold(Weight::zero(), |most, weight| most.max(weight))
}
