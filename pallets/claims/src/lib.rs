//! # Claims (一票一融)
//!
//! One document, one financing, over all banks (重复融资 is refused). A document is claimed under keys that are
//! opaque here: all of them or none. A claim names its subject (which revision of which evidence) and nothing
//! else: no loan, no bank, no amount, so that the table can one day stand on a hub that knows none of these.
//!
//! There are no calls. The pallet of the evidence asks through
//! [`Claims`](zhidai_primitives::traits::Claims), and here every question is answered at once: the document
//! has landed, or it is taken. Whether a claim still stands is known only where its evidence is kept; who
//! keeps it gives it back.
//!
//! Beside the keys, which refuse, stand *tags*, which refuse nothing: a document is noted under the digests
//! of looser forms (digits only, look-alikes, near amount and date), so that who attests is told which other
//! documents it looks like ([`LookAlikes`](zhidai_primitives::traits::LookAlikes)). Bounded on both sides:
//! [`MAX_TAGS`] of a document, [`MAX_UNDER_TAG`] documents under a tag. A document that is claimed keeps its places:
//! nobody pushes it out with papers that were merely filed. Where all places of a tag are claimed, a newcomer is told
//! of them and not found there itself.
//!
//! **What must always hold**: a key is one subject's, and a subject's keys are all its own; a document that is
//! found under a tag has that tag among its own.

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
mod invariants;
#[cfg(test)]
mod mock;
mod provides;
#[cfg(test)]
mod tests;
mod types;

pub use pallet::*;
pub use types::{AlertTags, Claim, ClaimKeys, Subjects, MAX_TAGS, MAX_UNDER_TAG};

use frame::pallet_macros::import_section;

#[import_section(errors::errors)]
#[frame::pallet]
pub mod pallet {
	use crate::{AlertTags, Claim, Subjects};
	use frame::prelude::*;
	use zhidai_primitives::traits::{ClaimKey, ClaimSubject};
	use zhidai_primitives::AlertTag;

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	/// The pallet.
	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	/// What the pallet needs: nothing.
	#[pallet::config]
	pub trait Config: frame_system::Config {}

	// Keys come from outside: Blake2. Evidence has an id of our own counters: Twox.
	/// Key → whose document it is.
	#[pallet::storage]
	pub type Holders<T> = StorageMap<_, Blake2_128Concat, ClaimKey, ClaimSubject>;

	// How far a claim has come is one fact of all its keys, and is asked for each document of a release: one read.
	/// Subject → its keys, and how far they have come.
	#[pallet::storage]
	pub type Claims<T> = StorageMap<_, Twox64Concat, ClaimSubject, Claim>;

	// As `Claims`.
	/// Subject → under which tags it is noted.
	#[pallet::storage]
	pub type Tags<T> = StorageMap<_, Twox64Concat, ClaimSubject, AlertTags, ValueQuery>;

	// As `Holders`.
	/// Tag → the documents that look alike in this, in the order in which they came.
	#[pallet::storage]
	pub type Tagged<T> = StorageMap<_, Blake2_128Concat, AlertTag, Subjects, ValueQuery>;

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), frame::deps::sp_runtime::TryRuntimeError> {
			Self::check_invariants()
		}
	}
}
