//! What a double keeps in the chain's storage, so that a refused call rolls it back.

use codec::{Decode, Encode};
use polkadot_sdk::frame_support::storage::unhashed;

/// What is kept under a key.
pub(super) fn read<Kept: Decode + Default>(key: &[u8]) -> Kept {
	unhashed::get_or_default(key)
}

/// Changes what is kept under a key.
pub(super) fn change<Kept: Encode + Decode + Default, R>(
	key: &[u8],
	change: impl FnOnce(&mut Kept) -> R,
) -> R {
	let mut kept = read(key);
	let result = change(&mut kept);
	unhashed::put(key, &kept);
	result
}
