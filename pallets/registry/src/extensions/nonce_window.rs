//! How many transactions one account can have waiting.

use crate::{Config, WeightInfo};
use codec::{Decode, DecodeWithMemTracking, Encode};
use core::fmt;
use frame::deps::frame_support::dispatch::DispatchInfo;
use frame::deps::sp_runtime::traits::{AsSystemOriginSigner, Implication, PostDispatchInfoOf};
use frame::prelude::*;
use zhidai_primitives::Refusal;

/// The most transactions that one account can have waiting beside the next.
pub const MOST_WAITING: u32 = 64;

type Inner<T> = frame_system::CheckNonce<T>;

/// `CheckNonce` with an end: a nonce further ahead than [`MOST_WAITING`] is refused until the account has caught up. The
/// pool holds one transaction for each nonce of an account, so this bounds what a member can have in every pool.
/// Bytes and identifier are those of `CheckNonce`.
#[derive(Encode, Decode, DecodeWithMemTracking, Clone, Eq, PartialEq, TypeInfo)]
#[scale_info(skip_type_params(T))]
pub struct NonceWindow<T: Config>(#[codec(compact)] pub T::Nonce);

impl<T: Config> NonceWindow<T> {
	/// A transaction with this nonce.
	pub fn from(nonce: T::Nonce) -> Self {
		Self(nonce)
	}

	fn inner(&self) -> Inner<T> {
		Inner::<T>::from(self.0)
	}

	fn is_too_far(&self, who: &T::AccountId) -> bool {
		let next = frame_system::Pallet::<T>::account_nonce(who);
		self.0 > next.saturating_add(MOST_WAITING.into())
	}
}

impl<T: Config> fmt::Debug for NonceWindow<T> {
	fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
		write!(out, "NonceWindow({:?})", self.0)
	}
}

impl<T: Config + Send + Sync> TransactionExtension<T::RuntimeCall> for NonceWindow<T>
where
	T::RuntimeCall: Dispatchable<Info = DispatchInfo>,
	<T::RuntimeCall as Dispatchable>::RuntimeOrigin: AsSystemOriginSigner<T::AccountId> + Clone,
{
	const IDENTIFIER: &'static str = "CheckNonce";
	type Implicit = ();
	type Val = <Inner<T> as TransactionExtension<T::RuntimeCall>>::Val;
	type Pre = <Inner<T> as TransactionExtension<T::RuntimeCall>>::Pre;

	fn weight(&self, _: &T::RuntimeCall) -> Weight {
		<T as Config>::WeightInfo::nonce_window()
	}

	fn validate(
		&self,
		origin: T::RuntimeOrigin,
		call: &T::RuntimeCall,
		info: &DispatchInfoOf<T::RuntimeCall>,
		len: usize,
		implicit: Self::Implicit,
		implication: &impl Implication,
		source: TransactionSource,
	) -> ValidateResult<Self::Val, T::RuntimeCall> {
		if origin.as_system_origin_signer().is_some_and(|who| self.is_too_far(who)) {
			return Err(Refusal::TooManyWaiting.into());
		}
		self.inner().validate(origin, call, info, len, implicit, implication, source)
	}

	fn prepare(
		self,
		val: Self::Val,
		origin: &T::RuntimeOrigin,
		call: &T::RuntimeCall,
		info: &DispatchInfoOf<T::RuntimeCall>,
		len: usize,
	) -> Result<Self::Pre, TransactionValidityError> {
		self.inner().prepare(val, origin, call, info, len)
	}

	fn post_dispatch_details(
		pre: Self::Pre,
		info: &DispatchInfoOf<T::RuntimeCall>,
		post_info: &PostDispatchInfoOf<T::RuntimeCall>,
		len: usize,
		result: &DispatchResult,
	) -> Result<Weight, TransactionValidityError> {
		<Inner<T> as TransactionExtension<T::RuntimeCall>>::post_dispatch_details(
			pre, info, post_info, len, result,
		)
	}
}
