//! Weights, measured by `scripts/weights`, and what a key of the state costs.

pub mod frame_system_extensions;
pub mod pallet_authorities;
pub mod pallet_credentials;
pub mod pallet_evidence;
pub mod pallet_loans;
pub mod pallet_payments;
pub mod pallet_reference;
pub mod pallet_registry;
pub mod pallet_schemes;
pub mod pallet_supervision;
pub mod pallet_timestamp;
pub mod pallet_utility;

use frame_support::traits::Get;
use frame_support::weights::constants::WEIGHT_REF_TIME_PER_NANOS;
use frame_support::weights::RuntimeDbWeight;
use polkadot_sdk::*;

/// What it costs to read a key of the state, and to write one: `scripts/weights --check` measures both, among a million
/// records. A read takes a microsecond where the node has the key at hand and twenty where it has not; a write takes
/// twenty among the thousands of a full block and seventy alone. What a benchmark measures has the trie's own work in it
/// already, so that these prices are for what comes beside it.
pub struct KeyPrice;

impl KeyPrice {
	/// In nanoseconds.
	const READ: u64 = 4_000;
	/// In nanoseconds.
	const WRITE: u64 = 25_000;
}

impl Get<RuntimeDbWeight> for KeyPrice {
	fn get() -> RuntimeDbWeight {
		let price = RuntimeDbWeight {
			read: Self::READ.saturating_mul(WEIGHT_REF_TIME_PER_NANOS),
			write: Self::WRITE.saturating_mul(WEIGHT_REF_TIME_PER_NANOS),
		};
		#[cfg(feature = "std")]
		let price = raised::raise(price);
		price
	}
}

/// A price that a test raises by a little, to see in a weight how many keys it is for. Not in the chain's code.
#[cfg(feature = "std")]
pub mod raised {
	use super::RuntimeDbWeight;
	use std::cell::Cell;

	std::thread_local! {
		static BY: Cell<(u64, u64)> = const { Cell::new((0, 0)) };
	}

	pub(super) fn raise(price: RuntimeDbWeight) -> RuntimeDbWeight {
		let (read, write) = BY.get();
		RuntimeDbWeight { read: price.read.saturating_add(read), write: price.write.saturating_add(write) }
	}

	/// Does something while a read costs so many picoseconds more, and a write so many.
	pub fn while_keys_cost(read: u64, write: u64, act: impl FnOnce()) {
		let before = BY.replace((read, write));
		act();
		BY.set(before);
	}
}
