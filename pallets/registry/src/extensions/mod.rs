//! The door: transaction extensions that refuse in the pool what must not take room in a block.
//!
//! The chain has no fees, so these are what keeps strangers out and members within bounds:
//!
//! | extension | refuses |
//! |---|---|
//! | [`MortalEra`] | transactions that never expire, or live longer than 256 blocks |
//! | [`AdmitMember`] | strangers, officers and organisations not active, calls outside the role, what is too long, an empty allowance |
//! | [`NonceWindow`] | more than 64 waiting transactions of one account |
//!
//! `MortalEra` and `NonceWindow` keep the identifiers and bytes of the extensions that they replace, and `AdmitMember` has
//! no bytes, so that no wallet needs to know them. Calls inside a batch or a motion do not pass here: dispatchables
//! check the actor again.

mod admit_member;
mod bucket;
mod mortal_era;
mod nonce_window;
mod policy;

pub use admit_member::AdmitMember;
pub use bucket::Bucket;
pub use mortal_era::{MortalEra, LONGEST_PERIOD};
pub use nonce_window::{NonceWindow, MOST_WAITING};
pub use policy::{CallPolicy, CallPriority};
