//! Only members, only what is theirs, only as much as is theirs.

use super::meter::Meter;
use super::{CallPolicy, Purse};
use crate::{Buckets, Config, OfficerBuckets, Pallet, TogetherUsed, WeightInfo};
use codec::{Decode, DecodeWithMemTracking, Encode};
use core::{fmt, marker::PhantomData};
use frame::deps::frame_support::dispatch::{DispatchInfo, PostDispatchInfo};
use frame::deps::sp_runtime::traits::{AsSystemOriginSigner, Implication, PostDispatchInfoOf};
use frame::prelude::*;
use zhidai_primitives::{refuse, Actor, Duties, Duty, OfficerId, OrgId, Refusal, Roles};

/// Refuses, in the pool already, whoever is not an active officer of an active organisation, calls that none of its
/// roles may make, and what is longer than any call of its kind; gives calls their priority; lets no
/// organisation take more of the blocks than its allowance, no officer more than half of that, and keeps a
/// reserve for admin and protective acts.
///
/// The allowance is charged in the block, in `prepare`, for all by which a transaction fills a block: the weight of the
/// call and of the extensions, the base weight, and the length. What the call did not need is given back. Where it is
/// used up, the block answers `ExhaustsResources`: the proposer then skips the transaction and keeps it for a
/// later block. Any other answer would drop it, and in the pool, which asks again and again about what waits,
/// would forget it: there the transaction waits its turn, at the lowest priority, and how much waits is
/// bounded by [`super::NonceWindow`].
///
/// Zero-sized, and must stay so: clients leave out extensions without bytes, so no wallet needs to know it.
#[derive(Encode, Decode, DecodeWithMemTracking, Clone, Eq, PartialEq, TypeInfo)]
#[scale_info(skip_type_params(T))]
pub struct AdmitMember<T: Config>(PhantomData<T>);

impl<T: Config> Default for AdmitMember<T> {
	fn default() -> Self {
		Self(PhantomData)
	}
}

impl<T: Config> AdmitMember<T> {
	/// The extension.
	pub fn new() -> Self {
		Self::default()
	}

	fn block() -> u32 {
		frame_system::Pallet::<T>::block_number().saturated_into()
	}

	/// By what a transaction fills a block, in picoseconds.
	fn cost(info: &DispatchInfo, len: usize) -> u64 {
		let base = T::BlockWeights::get().get(info.class).base_extrinsic;
		let length = T::AllowancePerByte::get().saturating_mul(len.saturated_into());
		info.total_weight().saturating_add(base).ref_time().saturating_add(length)
	}

	/// Refuses what is longer than any call of its kind: it only keeps others out of the block.
	fn ensure_length(call: &T::RuntimeCall, len: usize) -> Result<(), TransactionValidityError> {
		let longest: usize = T::Policy::longest(call).saturated_into();
		ensure!(len <= longest, refuse(Refusal::TooLong));
		Ok(())
	}

	/// Refuses a call that the officer may not send; for good only where nobody may.
	fn ensure_allowed(
		call: &T::RuntimeCall,
		roles: Roles,
		duties: Duties,
	) -> Result<(), TransactionValidityError> {
		if T::Policy::allows(call, roles, duties) {
			return Ok(());
		}
		ensure!(T::Policy::is_somebodys(call), refuse(Refusal::NobodysCall));
		Err(refuse(Refusal::CallOutsideRole))
	}

	/// What is left to the officer and to the organisation.
	fn meter(actor: &Actor, roles: Roles) -> Meter {
		let allowance = T::Policy::allowance(roles);
		Meter {
			block: Self::block(),
			is_admin: actor.duties.has(Duty::Admin),
			org: Buckets::<T>::get(actor.org),
			officer: OfficerBuckets::<T>::get(actor.officer),
			together: allowance.together.map(|_| TogetherUsed::<T>::get()).unwrap_or_default(),
			allowance,
		}
	}

	fn charge(charge: &Charge, cost: u64) {
		let (block, Charge { org, officer, purse, roles }) = (Self::block(), *charge);
		let allowance = T::Policy::allowance(roles);
		Buckets::<T>::mutate(org, |used| {
			*used = used.charged(purse, block, Meter::org_rate(&allowance, purse), cost);
		});
		OfficerBuckets::<T>::mutate(officer, |used| {
			*used = used.charged(purse, block, Meter::officer_rate(&allowance, purse), cost);
		});
		if let Some(together) = allowance.together {
			TogetherUsed::<T>::mutate(|used| *used = used.charged(purse, block, together.rate(purse), cost));
		}
	}

	fn give_back(charge: &Charge, unspent: u64) {
		let Charge { org, officer, purse, roles } = *charge;
		Buckets::<T>::mutate(org, |used| *used = used.given_back(purse, unspent));
		OfficerBuckets::<T>::mutate(officer, |used| *used = used.given_back(purse, unspent));
		if T::Policy::allowance(roles).together.is_some() {
			TogetherUsed::<T>::mutate(|used| *used = used.given_back(purse, unspent));
		}
	}
}

/// Whose allowance a transaction is charged to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Charge {
	org: OrgId,
	officer: OfficerId,
	purse: Purse,
	roles: Roles,
}

impl<T: Config> fmt::Debug for AdmitMember<T> {
	fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
		out.write_str("AdmitMember")
	}
}

impl<T: Config + Send + Sync> TransactionExtension<T::RuntimeCall> for AdmitMember<T>
where
	T::RuntimeCall: Dispatchable<Info = DispatchInfo, PostInfo = PostDispatchInfo>,
	<T::RuntimeCall as Dispatchable>::RuntimeOrigin: AsSystemOriginSigner<T::AccountId>,
{
	const IDENTIFIER: &'static str = "AdmitMember";
	type Implicit = ();
	type Val = Charge;
	type Pre = Charge;

	fn weight(&self, _: &T::RuntimeCall) -> Weight {
		<T as Config>::WeightInfo::admit_member()
	}

	fn validate(
		&self,
		origin: T::RuntimeOrigin,
		call: &T::RuntimeCall,
		info: &DispatchInfoOf<T::RuntimeCall>,
		len: usize,
		_: Self::Implicit,
		_: &impl Implication,
		source: TransactionSource,
	) -> ValidateResult<Self::Val, T::RuntimeCall> {
		let who = origin.as_system_origin_signer().ok_or(InvalidTransaction::BadSigner)?;
		let (actor, state) = Pallet::<T>::member(who).map_err(|reason| refuse(reason.into()))?;
		Self::ensure_allowed(call, state.roles, actor.duties)?;
		Self::ensure_length(call, len)?;
		let (urgency, meter) = (T::Policy::priority(call), Self::meter(&actor, state.roles));
		let cost = Self::cost(info, len);
		let purse = meter.purse(urgency, cost);
		// A block takes nothing that cannot be charged; the pool keeps it.
		let exhausted = source == TransactionSource::InBlock && meter.is_used_up(purse, urgency, cost);
		ensure!(!exhausted, InvalidTransaction::ExhaustsResources);
		let priority = meter.priority(purse, urgency);
		let charge = Charge { org: actor.org, officer: actor.officer, purse, roles: state.roles };
		Ok((ValidTransaction { priority, ..Default::default() }, charge, origin))
	}

	fn prepare(
		self,
		charge: Self::Val,
		_: &T::RuntimeOrigin,
		_: &T::RuntimeCall,
		info: &DispatchInfoOf<T::RuntimeCall>,
		len: usize,
	) -> Result<Self::Pre, TransactionValidityError> {
		Self::charge(&charge, Self::cost(info, len));
		Ok(charge)
	}

	fn post_dispatch_details(
		charge: Self::Pre,
		info: &DispatchInfoOf<T::RuntimeCall>,
		post_info: &PostDispatchInfoOf<T::RuntimeCall>,
		_: usize,
		_: &DispatchResult,
	) -> Result<Weight, TransactionValidityError> {
		let unspent = post_info.calc_unspent(info).ref_time();
		if unspent > 0 {
			Self::give_back(&charge, unspent);
		}
		Ok(Weight::zero())
	}
}
