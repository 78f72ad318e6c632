//! # Zhidai primitives
//!
//! What every pallet speaks: the words that it shares with clients (from `zhidai-api`: ids, money, credit
//! codes, calendar days, roles and duties, the terms of a lending programme), the books of a loan, and the
//! traits through which the pallets meet. No storage, no dispatchables.
//!
//! Data flows one way: registry → reference → schemes → credentials → quota → loans → evidence → payments →
//! supervision. A pallet knows the pallets to its left only through the traits in [`traits`]. A trait method
//! that refuses answers with the error of the pallet that owns the rule, so that a rule has one name and one
//! remedy wherever it is met.

#![cfg_attr(not(feature = "std"), no_std)]
// What runs in Wasm must not panic, wrap or read out of bounds.
#![cfg_attr(
	not(any(test, feature = "testing")),
	deny(
		clippy::arithmetic_side_effects,
		clippy::float_arithmetic,
		clippy::indexing_slicing,
		clippy::unwrap_used
	)
)]

extern crate alloc;

mod digest;
mod listing;
mod refusal;
mod violation;

pub mod books;
pub mod traits;

#[cfg(feature = "testing")]
pub mod testing;

pub use digest::{drawdown_digest, order_digest, receipt_digest, results_digest, Digest};
pub use listing::{entries_after, keys_after};
pub use refusal::refuse;
pub use violation::{rule_of, Violation};
// The words that are shared with clients. What stands above takes the place of its namesake: digests by the host, rules
// as the pallets' errors.
pub use zhidai_api::*;
