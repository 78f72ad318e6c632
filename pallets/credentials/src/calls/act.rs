//! Proposing, confirming and taking back what takes two persons.

use crate::{
	rules::Outcome, Act, ActId, AdverseByOrg, AdverseId, AdverseRecord, AdverseState, ByHolder, ByNumber,
	Config, Credential, Error, Event, Grant, NextAct, OpenRevocations, Pallet, Pending, PendingAct,
	PendingByContent, PendingCount, PendingOfOne, Report, WeightInfo, MAX_CHECKS_OF_ONE,
	MAX_CREDENTIALS_OF_ONE, MAX_PENDING_ACTS, MAX_PENDING_ACTS_OF_ONE, MAX_PENDING_ACTS_OF_OTHERS,
	MAX_PER_FIRM,
};
use frame::prelude::*;
use zhidai_primitives::{
	traits::{Calendar, Directory},
	Actor, CredentialId, Digest, OfficerId, Ordered, OrgId,
};

/// A count after one went; no count is kept that is zero.
fn one_less(count: Option<u32>) -> Option<u32> {
	count.and_then(|count| count.checked_sub(1)).filter(|left| *left > 0)
}

impl<T: Config> Pallet<T> {
	/// Stores an act that waits for a second person of the same organisation.
	pub(crate) fn open_act(maker: &Actor, act: Act) -> DispatchResult {
		Self::ensure_may(maker.org, &act)?;
		Self::ensure_possible(&act, maker.org)?;
		let key_number = T::Directory::key_number(maker.officer).ok_or(Error::<T>::MakerNotActive)?;
		let proposed_on = T::Calendar::today();
		let pending = PendingAct { act, maker: maker.officer, key_number, proposed_on };
		let content = pending.content();
		Self::make_way(maker, content)?;
		Self::take_place(maker, &pending.act)?;
		let id = NextAct::<T>::get();
		NextAct::<T>::put(id.next().ok_or(Error::<T>::CounterUsedUp)?);
		if let Act::Revoke { credential, .. } = pending.act {
			OpenRevocations::<T>::mutate(credential, |open| *open = open.saturating_add(1));
		}
		if let Some(content) = content {
			PendingByContent::<T>::insert(maker.org, content, id);
		}
		let digest = pending.digest(Self::genesis(), maker.org, id);
		Pending::<T>::insert(maker.org, Ordered::from(id.0), pending);
		let (bureau, maker) = (maker.org, maker.officer);
		Self::deposit_event(Event::ActProposed { act: id, digest, bureau, maker });
		Ok(())
	}

	/// Refuses what waits already. What can be confirmed no more, since it waited too long or its maker's key was
	/// replaced, gives way.
	fn make_way(maker: &Actor, content: Option<Digest>) -> DispatchResult {
		let Some(act) = content.and_then(|content| PendingByContent::<T>::get(maker.org, content)) else {
			return Ok(());
		};
		let waiting = Pending::<T>::get(maker.org, Ordered::from(act.0));
		let counts = |it: &PendingAct| Self::maker_stands(it) && !it.has_expired(T::Calendar::today());
		ensure!(!waiting.as_ref().is_some_and(counts), Error::<T>::ActAlreadyProposed);
		Self::take_act(maker.org, act)?;
		let (bureau, officer) = (maker.org, maker.officer);
		Self::deposit_event(Event::ActWithdrawn { act, bureau, officer });
		Ok(())
	}

	/// Takes a place of the organisation and of the officer for an act.
	fn take_place(maker: &Actor, act: &Act) -> DispatchResult {
		let most = if act.protects() { MAX_PENDING_ACTS } else { MAX_PENDING_ACTS_OF_OTHERS };
		let (waiting, own) = (PendingCount::<T>::get(maker.org), PendingOfOne::<T>::get(maker.officer));
		ensure!(own < MAX_PENDING_ACTS_OF_ONE, Error::<T>::TooManyActsOfOne);
		ensure!(waiting < most, Error::<T>::TooManyActs);
		PendingCount::<T>::insert(maker.org, waiting.saturating_add(1));
		PendingOfOne::<T>::insert(maker.officer, own.saturating_add(1));
		Ok(())
	}

	pub(crate) fn do_confirm(origin: OriginFor<T>, act: ActId, digest: Digest) -> DispatchResultWithPostInfo {
		let actor = Self::checker(origin)?;
		let pending = Self::take_act(actor.org, act)?;
		ensure!(digest == pending.digest(Self::genesis(), actor.org, act), Error::<T>::DigestMismatch);
		T::Directory::ensure_different_persons(pending.maker, actor.officer)?;
		ensure!(!pending.has_expired(T::Calendar::today()), Error::<T>::ActExpired);
		ensure!(Self::maker_stands(&pending), Error::<T>::MakerNotActive);
		Self::ensure_still_may(actor.org, &pending.act)?;
		let outcome = Self::ensure_possible(&pending.act, actor.org)?;
		let cost = Self::confirmation_weight(&outcome);
		match outcome {
			Outcome::NewCredential(grant) => Self::enter_credential(grant, pending.maker, &actor)?,
			Outcome::NewAdverse(report) => Self::enter_adverse(report, pending.maker, &actor)?,
			Outcome::Credential(id, after) => Self::change_credential(pending, id, after, &actor),
			Outcome::Adverse(id, before, after) => {
				Self::put_adverse(id, Some(&before), after.clone());
				Self::deposit_event(Self::adverse_event(id, &after, pending.maker, &actor));
			}
		}
		Ok(Some(cost).into())
	}

	fn enter_credential(grant: Grant, maker: OfficerId, actor: &Actor) -> DispatchResult {
		let (holder, type_id) = (grant.holder, grant.type_id);
		let others = ByNumber::<T>::get(type_id, grant.number_digest);
		let credential = Self::add_credential(grant)?;
		let (bureau, checker) = (actor.org, actor.officer);
		Self::deposit_event(Event::Recorded { credential, holder, type_id, bureau, maker, checker });
		if !others.is_empty() {
			Self::deposit_event(Event::NumberShared { credential, holder, bureau, others });
		}
		Ok(())
	}

	fn enter_adverse(report: Report, maker: OfficerId, actor: &Actor) -> DispatchResult {
		let (org, kind, happened_on) = (report.org, report.kind, report.happened_on);
		let (record, left_out) = Self::add_adverse(report, actor.officer)?;
		let (bureau, checker) = (actor.org, actor.officer);
		if let Some(left_out) = left_out {
			let (bureau, check) = (Self::adverse(left_out)?.report().bureau, record);
			Self::deposit_event(Event::AdverseLeftOut { record: left_out, org, bureau, check });
		}
		Self::deposit_event(Event::AdverseServed { record, org, kind, happened_on, bureau, maker, checker });
		Ok(())
	}

	/// What a confirmation costs: only a list that is long is read through.
	fn confirmation_weight(outcome: &Outcome) -> Weight {
		let (listed, read_from) = match outcome {
			Outcome::NewCredential(grant) => {
				(ByHolder::<T>::decode_len(grant.holder), MAX_CREDENTIALS_OF_ONE)
			}
			Outcome::NewAdverse(report) => (AdverseByOrg::<T>::decode_len(report.org), MAX_CHECKS_OF_ONE),
			Outcome::Credential(..) | Outcome::Adverse(..) => (None, MAX_PER_FIRM),
		};
		let has_room = |listed: usize| u32::try_from(listed).is_ok_and(|listed| listed < read_from);
		match listed.is_none_or(has_room) {
			true => T::WeightInfo::confirm_with_room(),
			false => T::WeightInfo::confirm(),
		}
	}

	pub(crate) fn do_withdraw(origin: OriginFor<T>, act: ActId) -> DispatchResult {
		let actor = Self::withdrawer(origin)?;
		Self::take_act(actor.org, act)?;
		let (bureau, officer) = (actor.org, actor.officer);
		Self::deposit_event(Event::ActWithdrawn { act, bureau, officer });
		Ok(())
	}

	/// Takes an act of the organisation from those that wait.
	fn take_act(org: OrgId, act: ActId) -> Result<PendingAct, DispatchError> {
		let pending = Pending::<T>::take(org, Ordered::from(act.0)).ok_or(Error::<T>::ActUnknown)?;
		PendingCount::<T>::mutate_exists(org, |count| *count = one_less(*count));
		PendingOfOne::<T>::mutate_exists(pending.maker, |count| *count = one_less(*count));
		if let Some(content) = pending.content() {
			PendingByContent::<T>::remove(org, content);
		}
		if let Act::Revoke { credential, .. } = pending.act {
			OpenRevocations::<T>::mutate_exists(credential, |open| *open = one_less(*open));
		}
		Ok(pending)
	}

	fn change_credential(pending: PendingAct, credential: CredentialId, after: Credential, actor: &Actor) {
		let (holder, bureau) = (after.grant().holder, actor.org);
		let (maker, checker) = (pending.maker, actor.officer);
		Self::put_credential(credential, after);
		Self::deposit_event(match pending.act {
			Act::Suspend { reason, .. } => {
				Event::SuspensionConfirmed { credential, holder, bureau, maker, checker, reason }
			}
			Act::Revoke { reason, .. } => {
				Event::Revoked { credential, holder, bureau, maker, checker, reason }
			}
			Act::Cancel { .. } => {
				let (by, officer, checker) = (bureau, maker, Some(checker));
				Event::Cancelled { credential, holder, by, officer, checker }
			}
			_ => Event::Restored { credential, holder, bureau, maker, checker },
		});
	}

	/// What a step made of an adverse record, as it is told.
	fn adverse_event(record: AdverseId, after: &AdverseRecord, maker: OfficerId, actor: &Actor) -> Event<T> {
		let (org, bureau, checker) = (after.report().org, actor.org, actor.officer);
		match (after.state(), after.reversal(), after.is_rectified()) {
			(AdverseState::Annulled, Some(reversal), _) => {
				let (reason, document) = (reversal.reason.clone(), reversal.document);
				Event::AdverseReversed { record, org, bureau, maker, checker, reason, document }
			}
			(AdverseState::Annulled, None, _) => {
				Event::AdverseAnnulled { record, org, bureau, maker, checker }
			}
			(_, _, true) => Event::AdverseRectified { record, org, bureau, maker, checker },
			(AdverseState::Final, ..) => Event::AdverseFinalised { record, org, bureau, maker, checker },
			_ => Event::AdverseReinspected { record, org, bureau, maker, checker },
		}
	}

	pub(crate) fn genesis() -> T::Hash {
		frame_system::Pallet::<T>::block_hash(BlockNumberFor::<T>::zero())
	}
}
