//! Transactions must expire.

use crate::{Config, WeightInfo};
use codec::{Decode, DecodeWithMemTracking, Encode};
use core::{fmt, marker::PhantomData};
use frame::deps::sp_runtime::{generic::Era, traits::Implication};
use frame::prelude::*;
use zhidai_primitives::{refuse, Refusal};

/// The longest period of an era, in blocks. `frame_system` keeps as many block hashes.
pub const LONGEST_PERIOD: u64 = 256;

type Inner<T> = frame_system::CheckMortality<T>;

/// `CheckMortality` that refuses what never expires. The bytes, the implicit hash and the identifier are its own, so
/// clients that know `CheckMortality` know this. A transaction that lives for ever could be held back and sent when it
/// means something else.
#[derive(Encode, Decode, DecodeWithMemTracking, Clone, Eq, PartialEq, TypeInfo)]
#[scale_info(skip_type_params(T))]
pub struct MortalEra<T: Config + Send + Sync>(pub Era, PhantomData<T>);

impl<T: Config + Send + Sync> MortalEra<T> {
	/// A transaction that lives in this era.
	pub fn from(era: Era) -> Self {
		Self(era, PhantomData)
	}

	fn inner(&self) -> Inner<T> {
		Inner::<T>::from(self.0)
	}
}

impl<T: Config + Send + Sync> fmt::Debug for MortalEra<T> {
	fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
		write!(out, "MortalEra({:?})", self.0)
	}
}

impl<T: Config + Send + Sync> TransactionExtension<T::RuntimeCall> for MortalEra<T> {
	const IDENTIFIER: &'static str = "CheckMortality";
	type Implicit = T::Hash;
	type Val = ();
	type Pre = ();

	fn implicit(&self) -> Result<Self::Implicit, TransactionValidityError> {
		self.inner().implicit()
	}

	fn weight(&self, _: &T::RuntimeCall) -> Weight {
		<T as Config>::WeightInfo::mortal_era()
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
		match self.0 {
			Era::Mortal(period, _) if period <= LONGEST_PERIOD => {
				self.inner().validate(origin, call, info, len, implicit, implication, source)
			}
			Era::Mortal(..) | Era::Immortal => Err(refuse(Refusal::NotMortal)),
		}
	}

	impl_tx_ext_default!(T::RuntimeCall; prepare);
}
