//! Only members, only what is theirs, only as much as is theirs.

use super::{bucket, CallPolicy};
use crate::{Buckets, Config, Pallet, WeightInfo};
use codec::{Decode, DecodeWithMemTracking, Encode};
use core::{fmt, marker::PhantomData};
use frame::deps::frame_support::dispatch::DispatchInfo;
use frame::deps::sp_runtime::traits::{AsSystemOriginSigner, Implication};
use frame::prelude::*;
use zhidai_primitives::{OrgId, Refusal};

/// Refuses, in the pool already, whoever is not an active officer of an active organisation, calls that none of its
/// roles may make, and more than the organisation's allowance; gives calls their priority.
///
/// Every transaction in the pool is validated on a fresh copy of the state, so the pool sees the bucket as of the parent
/// block; it is charged in the block, in `prepare`. In the block an empty bucket answers `ExhaustsResources`: the
/// proposer then skips the transaction and keeps it for a later block. Any other answer would drop it.
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

	/// Refuses an organisation that has used up its allowance; else what it has used.
	fn ensure_allowance(org: OrgId, source: TransactionSource) -> Result<u64, TransactionValidityError> {
		let used = Buckets::<T>::get(org).used_at(Self::block(), T::AllowancePerBlock::get());
		match source {
			_ if used < T::AllowanceCapacity::get() => Ok(used),
			TransactionSource::InBlock => Err(InvalidTransaction::ExhaustsResources.into()),
			TransactionSource::Local | TransactionSource::External => Err(Refusal::AllowanceUsed.into()),
		}
	}
}

impl<T: Config> fmt::Debug for AdmitMember<T> {
	fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
		out.write_str("AdmitMember")
	}
}

impl<T: Config + Send + Sync> TransactionExtension<T::RuntimeCall> for AdmitMember<T>
where
	T::RuntimeCall: Dispatchable<Info = DispatchInfo>,
	<T::RuntimeCall as Dispatchable>::RuntimeOrigin: AsSystemOriginSigner<T::AccountId>,
{
	const IDENTIFIER: &'static str = "AdmitMember";
	type Implicit = ();
	/// Whose allowance is charged.
	type Val = OrgId;
	type Pre = ();

	fn weight(&self, _: &T::RuntimeCall) -> Weight {
		<T as Config>::WeightInfo::admit_member()
	}

	fn validate(
		&self,
		origin: T::RuntimeOrigin,
		call: &T::RuntimeCall,
		_: &DispatchInfoOf<T::RuntimeCall>,
		_: usize,
		_: Self::Implicit,
		_: &impl Implication,
		source: TransactionSource,
	) -> ValidateResult<Self::Val, T::RuntimeCall> {
		let who = origin.as_system_origin_signer().ok_or(InvalidTransaction::BadSigner)?;
		let (actor, state) = Pallet::<T>::member(who).map_err(Refusal::from)?;
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
		_: usize,
	) -> Result<Self::Pre, TransactionValidityError> {
		let (block, per_block) = (Self::block(), T::AllowancePerBlock::get());
		Buckets::<T>::mutate(org, |bucket| {
			*bucket = bucket.charged(block, per_block, info.call_weight.ref_time());
		});
		Ok(())
	}
}
