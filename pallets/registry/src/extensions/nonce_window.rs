//! How many transactions one account can have waiting.

use super::{CallPolicy, Share};
use crate::{Config, Officers, OfficersOf, OrgStates, WeightInfo};
use codec::{Decode, DecodeWithMemTracking, Encode};
use core::fmt;
use frame::deps::frame_support::dispatch::DispatchInfo;
use frame::deps::sp_runtime::traits::{AsSystemOriginSigner, Implication, PostDispatchInfoOf};
use frame::prelude::*;
use zhidai_primitives::{refuse, Refusal};

type Inner<T> = frame_system::CheckNonce<T>;

/// `CheckNonce` with an end: a transaction too far ahead of the account's next one, or too long to wait
/// there, is refused until the account has caught up: see [`Share`]. The pool holds one transaction for each
/// nonce of an account, so this bounds what a member can have in every pool, by count and by bytes, whichever
/// node it is sent to and however it came.
///
/// A pool also looks at what waits from the final block, where the next nonce is some blocks behind: clients that count
/// their window from the final nonce lose nothing there. Bytes and identifier are those of `CheckNonce`.
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

	/// Refuses what would make an account have more waiting than its share. The next transaction always
	/// passes, so a block reads nothing for this.
	fn ensure_room(&self, who: &T::AccountId, len: usize) -> Result<(), TransactionValidityError> {
		let next = frame_system::Pallet::<T>::account_nonce(who);
		let ahead: u32 = self.0.saturating_sub(next).saturated_into();
		if ahead == 0 {
			return Ok(());
		}
		// Strangers were refused before.
		let Some(share) = Self::share_of(who) else { return Ok(()) };
		ensure!(!share.is_too_far(ahead), refuse(Refusal::TooManyWaiting));
		ensure!(!share.is_too_long(ahead, len.saturated_into()), refuse(Refusal::TooManyBytesWaiting));
		Ok(())
	}

	fn share_of(who: &T::AccountId) -> Option<Share> {
		let org = Officers::<T>::get(who)?.org;
		let roles = OrgStates::<T>::get(org)?.roles;
		let officers = OfficersOf::<T>::decode_len(org).unwrap_or(1);
		Some(T::Policy::allowance(roles).share(officers.saturated_into()))
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
		if let Some(who) = origin.as_system_origin_signer() {
			self.ensure_room(who, len)?;
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
