//! Only members, only what is theirs, only as much as is theirs.

use super::{bucket, CallPolicy};
use crate::{Buckets, Config, Pallet, WeightInfo};
use codec::{Decode, DecodeWithMemTracking, Encode};
use core::{fmt, marker::PhantomData};
use frame::deps::frame_support::dispatch::{DispatchInfo, PostDispatchInfo};
use frame::deps::sp_runtime::traits::{AsSystemOriginSigner, Implication, PostDispatchInfoOf};
use frame::prelude::*;
use zhidai_primitives::{OrgId, Refusal};

/// Refuses, in the pool already, whoever is not an active officer of an active organisation, calls that none of its
/// roles may make, and what is longer than any real call; gives calls their priority; lets no organisation take more of
/// the blocks than its allowance.
///
/// The allowance is charged in the block, in `prepare`, for all by which a transaction fills a block: the weight of the
/// call and of the extensions, the base weight, and the length. What the call did not need is given back. Where it is
/// used up, the block answers `ExhaustsResources`: the proposer then skips the transaction and keeps it for a later block.
/// Any other answer would drop it, and in the pool, which asks again and again about what waits, would ban it: there the
/// transaction waits its turn, at the lowest priority, and how many wait is bounded by the window of nonces.
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

	/// Refuses what is longer than any real transaction: it only keeps others out of the block.
	fn ensure_length(len: usize) -> Result<(), TransactionValidityError> {
		let longest: usize = T::MaxTransactionLength::get().saturated_into();
		ensure!(len <= longest, Refusal::TooLong);
		Ok(())
	}

	/// What an organisation has used of its allowance. A block takes nothing from one that has used it up.
	fn ensure_allowance(org: OrgId, source: TransactionSource) -> Result<u64, TransactionValidityError> {
		let used = Buckets::<T>::get(org).used_at(Self::block(), T::AllowancePerBlock::get());
		let exhausted = source == TransactionSource::InBlock && used >= T::AllowanceCapacity::get();
		ensure!(!exhausted, InvalidTransaction::ExhaustsResources);
		Ok(used)
	}
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
	/// Whose allowance is charged.
	type Val = OrgId;
	type Pre = OrgId;

	fn weight(&self, _: &T::RuntimeCall) -> Weight {
		<T as Config>::WeightInfo::admit_member()
	}

	fn validate(
		&self,
		origin: T::RuntimeOrigin,
		call: &T::RuntimeCall,
		_: &DispatchInfoOf<T::RuntimeCall>,
		len: usize,
		_: Self::Implicit,
		_: &impl Implication,
		source: TransactionSource,
	) -> ValidateResult<Self::Val, T::RuntimeCall> {
		let who = origin.as_system_origin_signer().ok_or(InvalidTransaction::BadSigner)?;
		let (actor, state) = Pallet::<T>::member(who).map_err(Refusal::from)?;
		Self::ensure_length(len)?;
		if !T::Policy::allows(call, state.roles, actor.duties) {
			return Err(Refusal::CallOutsideRole.into());
		}
		let used = Self::ensure_allowance(actor.org, source)?;
		let tier = T::Policy::priority(call).tier();
		let priority = bucket::priority(tier, used, T::AllowanceCapacity::get());
		Ok((ValidTransaction { priority, ..Default::default() }, actor.org, origin))
	}

	fn prepare(
		self,
		org: Self::Val,
		_: &T::RuntimeOrigin,
		_: &T::RuntimeCall,
		info: &DispatchInfoOf<T::RuntimeCall>,
		len: usize,
	) -> Result<Self::Pre, TransactionValidityError> {
		let (block, per_block) = (Self::block(), T::AllowancePerBlock::get());
		Buckets::<T>::mutate(org, |bucket| {
			*bucket = bucket.charged(block, per_block, Self::cost(info, len));
		});
		Ok(org)
	}

	fn post_dispatch_details(
		org: Self::Pre,
		info: &DispatchInfoOf<T::RuntimeCall>,
		post_info: &PostDispatchInfoOf<T::RuntimeCall>,
		_: usize,
		_: &DispatchResult,
	) -> Result<Weight, TransactionValidityError> {
		let unspent = post_info.calc_unspent(info).ref_time();
		if unspent > 0 {
			Buckets::<T>::mutate(org, |bucket| *bucket = bucket.given_back(unspent));
		}
		Ok(Weight::zero())
	}
}
