//! Proposing, approving and withdrawing what needs two persons.

use crate::{
	act::Signatures, Act, ActId, ActKind, Acts, Config, Error, Event, LastAct, OfficerRecords, OpenActs,
	Pallet, PendingAct, WeightInfo, MAX_FIRST_OFFICERS,
};
use alloc::vec::Vec;
use frame::deps::{frame_support::storage::with_transaction, sp_runtime::TransactionOutcome};
use frame::prelude::*;
use zhidai_primitives::{
	traits::{Calendar, Directory},
	Actor, Digest, Duty, OfficerId, OrgId,
};

type ActOf<T> = Act<<T as frame_system::Config>::AccountId>;

impl<T: Config> Pallet<T> {
	/// Keeps an act for another person's approval. What could not be done now is not proposed.
	pub(crate) fn open_act(by: Actor, act: ActOf<T>) -> DispatchResult {
		let Actor { org, officer, .. } = by;
		Self::rehearse(act.clone(), Signatures { org, proposer: officer, approver: officer })?;
		let act_id = LastAct::<T>::get().next().ok_or(Error::<T>::IdsExhausted)?;
		LastAct::<T>::put(act_id);
		OpenActs::<T>::try_append(org, act_id).map_err(|()| Error::<T>::TooManyOpenActs)?;
		let digest = act.digest(act_id);
		let proposed_on = T::Calendar::today();
		Acts::<T>::insert(act_id, PendingAct { org, proposer: officer, proposed_on, act });
		Self::deposit_event(Event::ActProposed { act_id, org, officer, digest });
		Ok(())
	}

	/// Does what was proposed, if another person of the organisation names exactly that; what it cost.
	pub(crate) fn approve_act(
		who: &T::AccountId,
		act_id: ActId,
		digest: Digest,
	) -> Result<Weight, DispatchError> {
		let pending = Acts::<T>::get(act_id).ok_or(Error::<T>::ActUnknown)?;
		let demand = pending.act.demand();
		let actor = Self::authorise_as(who, demand.approver, demand.roles)?;
		ensure!(pending.org == actor.org, Error::<T>::ActOfAnother);
		ensure!(!pending.has_expired(T::Calendar::today()), Error::<T>::ActExpired);
		ensure!(pending.act.digest(act_id) == digest, Error::<T>::ActDigestDiffers);
		Self::ensure_different_persons(pending.proposer, actor.officer)?;
		Self::ensure_still(pending.proposer, demand.proposer)?;
		Self::close_act(actor.org, act_id);
		let cost = approval_weight::<T>(pending.act.kind());
		let by = Signatures { org: actor.org, proposer: pending.proposer, approver: actor.officer };
		Self::apply(pending.act, by)?;
		Self::deposit_event(Event::ActApproved { act_id, org: actor.org, officer: actor.officer });
		Ok(cost)
	}

	/// Takes back an act: the proposer and the admins can, and after its time anyone of the organisation, so that
	/// nobody can fill the organisation's places.
	pub(crate) fn withdraw_act(by: Actor, act_id: ActId) -> DispatchResult {
		let pending = Acts::<T>::get(act_id).ok_or(Error::<T>::ActUnknown)?;
		ensure!(pending.org == by.org, Error::<T>::ActOfAnother);
		let may = pending.proposer == by.officer
			|| by.duties.has(Duty::Admin)
			|| pending.has_expired(T::Calendar::today());
		ensure!(may, Error::<T>::NotTheProposer);
		Self::close_act(by.org, act_id);
		Self::deposit_event(Event::ActWithdrawn { act_id, org: by.org, officer: by.officer });
		Ok(())
	}

	/// The acts of an organisation that wait for approval, at most [`crate::MAX_OPEN_ACTS`], oldest first.
	pub fn pending_acts(org: OrgId) -> Vec<(ActId, PendingAct<T::AccountId>)> {
		OpenActs::<T>::get(org)
			.into_iter()
			.filter_map(|act_id| Acts::<T>::get(act_id).map(|pending| (act_id, pending)))
			.collect()
	}

	fn close_act(org: OrgId, act_id: ActId) {
		Acts::<T>::remove(act_id);
		OpenActs::<T>::mutate(org, |open| open.retain(|other| *other != act_id));
	}

	/// Applies an act and rolls it back: proposal and approval pass the very same checks.
	fn rehearse(act: ActOf<T>, by: Signatures) -> DispatchResult {
		with_transaction(|| TransactionOutcome::Rollback(Self::apply(act, by)))
	}

	/// The proposer's signature counts only while the proposer could still give it.
	fn ensure_still(officer: OfficerId, duty: Duty) -> DispatchResult {
		let record = OfficerRecords::<T>::get(officer).ok_or(Error::<T>::OfficerUnknown)?;
		let may_act = record.entry(officer).may_act_on(T::Calendar::today());
		ensure!(may_act, Error::<T>::OfficerNotActive);
		ensure!(record.duties.has(duty), Error::<T>::DutyMissing);
		Ok(())
	}

	fn apply(act: ActOf<T>, by: Signatures) -> DispatchResult {
		let own = by.org;
		match act {
			Act::AdmitFirm { organisation, officers } => Self::admit_firm(organisation, own, &officers),
			Act::FirstOfficers { org, officers } => Self::give_first_officers(org, own, &officers),
			Act::AddOfficer(officer) => Self::add_officer(own, &officer).map(|_| ()),
			Act::RemoveOfficer(officer) => Self::remove_officer(own, officer),
			Act::ChangeDuties { officer, duties } => Self::change_duties(own, officer, duties),
			Act::SetCheckerLimit { officer, limit } => Self::set_checker_limit(own, officer, limit),
			Act::SetExpiry { officer, valid_until } => Self::set_expiry(own, officer, valid_until),
			Act::ReplaceKey { officer, new_account } => Self::replace_key(own, officer, &new_account),
			Act::SetController { controller } => Self::set_controller(own, controller),
			Act::Exit => Self::leave_by_own_act(own),
			Act::VerifyPayeeAccount { payee, holder, bank_code, account_hash, sealed_digest } => {
				Self::verify_payee_account(payee, holder, bank_code, (account_hash, sealed_digest), by)
			}
			Act::DeclareRelated { one, other } => Self::declare_related(one, other, own),
			Act::DeclareUnrelated { one, other } => Self::declare_unrelated(one, other, own),
		}
	}
}

/// What proposing an act costs.
pub(crate) fn proposal_weight<T: Config>(kind: ActKind) -> Weight {
	match kind {
		ActKind::Admission(officers) => <T as Config>::WeightInfo::propose_admission(officers),
		ActKind::Roster => <T as Config>::WeightInfo::propose_roster(),
		ActKind::Record => <T as Config>::WeightInfo::propose_record(),
		ActKind::Exit => <T as Config>::WeightInfo::propose_exit(),
	}
}

/// What approving an act costs.
pub(crate) fn approval_weight<T: Config>(kind: ActKind) -> Weight {
	match kind {
		ActKind::Admission(officers) => <T as Config>::WeightInfo::approve_admission(officers),
		ActKind::Roster => <T as Config>::WeightInfo::approve_roster(),
		ActKind::Record => <T as Config>::WeightInfo::approve_record(),
		ActKind::Exit => <T as Config>::WeightInfo::approve_exit(),
	}
}

/// What approving costs at most: the call does not say which act it approves.
pub(crate) fn worst_approval_weight<T: Config>() -> Weight {
	[ActKind::Admission(MAX_FIRST_OFFICERS), ActKind::Roster, ActKind::Record, ActKind::Exit]
		.into_iter()
		.map(approval_weight::<T>)
		.fold(Weight::zero(), |most, weight| most.max(weight))
}
