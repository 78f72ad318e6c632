//! # Quota (额度)
//!
//! A borrower's limit under a programme holds over all its loans at all banks (G-27). This is one of the four
//! facts that cross from one bank to another, so it stands apart, with storage of its own: pallet `loans`
//! knows the trait [`Quota`](zhidai_primitives::traits::Quota) and not the sum. Here, where one chain serves
//! all banks, the answer comes at once.
//!
//! No calls, no events: a grant is a part of the step by which the borrower signs.
//!
//! Whether a loan is the borrower's first, and a fund's sums by year, will stand here too, once a programme reads
//! them.
//!
//! What must always hold: what is granted under a programme to a borrower is the sum of its loans' grants.

#![cfg_attr(not(feature = "std"), no_std)]
// What runs in Wasm must not panic, wrap or read out of bounds.
#![cfg_attr(
	not(any(test, feature = "runtime-benchmarks")),
	deny(
		clippy::arithmetic_side_effects,
		clippy::float_arithmetic,
		clippy::indexing_slicing,
		clippy::unwrap_used
	)
)]

extern crate alloc;

mod errors;
#[cfg(any(feature = "std", feature = "try-runtime"))]
mod invariants;
mod provides;
mod types;

#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;

pub use pallet::*;
pub use types::Grant;

use frame::pallet_macros::import_section;

#[import_section(errors::errors)]
#[frame::pallet]
pub mod pallet {
	use super::*;
	use frame::prelude::*;
	use zhidai_primitives::{Fen, LoanId, OrgId, SchemeId};

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	/// What the pallet needs: nothing.
	#[pallet::config]
	pub trait Config: frame_system::Config {}

	/// The pallet.
	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	// Keys are ids that other pallets count: `Twox64Concat`.

	/// What each loan was granted.
	#[pallet::storage]
	pub type Grants<T> = StorageMap<_, Twox64Concat, LoanId, Grant>;

	/// Σ grants of a borrower under a programme, at all banks.
	#[pallet::storage]
	pub type Granted<T> = StorageDoubleMap<_, Twox64Concat, SchemeId, Twox64Concat, OrgId, Fen, ValueQuery>;

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), frame::deps::sp_runtime::TryRuntimeError> {
			Self::check_invariants()
		}
	}
}
