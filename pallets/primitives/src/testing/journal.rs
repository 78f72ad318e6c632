//! A journal that remembers. In the chain's storage, so that it forgets what is undone.

use crate::traits::Journal;
use codec::{Decode, Encode};
use polkadot_sdk::sp_io::storage;
use std::vec::Vec;

const HEARD: &[u8] = b":testing/heard";

/// Hears of every change.
pub struct Listener;

impl<Change: Encode> Journal<Change> for Listener {
	fn record(change: Change) {
		storage::append(HEARD, change.encode());
	}
}

/// What the journal has heard, in order.
pub fn heard<Change: Decode>() -> Vec<Change> {
	let heard = storage::get(HEARD).map(|bytes| Decode::decode(&mut &bytes[..]));
	heard.map_or_else(Vec::new, |changes| changes.expect("one pallet's changes, each as it was recorded"))
}

/// Forgets what was heard so far.
pub fn forget_heard() {
	storage::clear(HEARD);
}
