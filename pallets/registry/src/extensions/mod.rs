//! The door: transaction extensions that refuse in the pool what must not take room in a block.
//!
//! The chain has no fees, so these are what keeps strangers out and members within bounds:
//!
//! | extension | refuses |
//! |---|---|
//! | [`MortalEra`] | transactions that never expire, or live longer than 256 blocks |
//! | [`AdmitMember`] | strangers, officers and organisations not active, calls outside the role, what is too long for its kind, an empty allowance |
//! | [`NonceWindow`] | more waiting of one account than its share, by count and by bytes |
//!
//! `MortalEra` and `NonceWindow` keep the identifiers and bytes of the extensions that they replace, and
//! `AdmitMember` has no bytes, so that no wallet needs to know them. Calls inside a batch or a motion do not
//! pass here: dispatchables check the actor again.
//!
//! ## What one organisation can do to the others
//!
//! | of | bounded by |
//! |---|---|
//! | a block | its [`Allowance`], a leaky bucket; one officer has at most half of it; firms have little, and share what all firms may use, admin acts too: [`Together`] is a part of every block, and a smaller one for those who rested, however many flood |
//! | its own admins | the reserve: admin and protective acts have a bucket that no other call can use up, and half of it is the admins' alone |
//! | the order in a block | tiers of [`CallPriority`], after the bands of the own use: reserve · less than half used · more · nothing left; among firms, who used clearly less before that |
//! | every pool | the [`Share`] of each account: how many, and how many bytes. The node's pool has room for all of them at once |
//!
//! Every validation runs on the state of one block and sees one transaction, so the pool's bounds are stated
//! over nonces: a pool holds one transaction for each nonce, and the distance from the next one bounds both
//! how many and how long. A refusal is `Invalid` only where it holds on every fork and for ever, and for a nonce
//! that is used here (`Stale`), which another fork may not have seen; everything else is `Unknown`: see
//! [`zhidai_primitives::Refusal`].

mod admit_member;
mod allowance;
mod bucket;
mod meter;
mod mortal_era;
mod nonce_window;
mod policy;

pub use admit_member::AdmitMember;
pub use allowance::{
	Allowance, Purse, Share, Together, Used, FEWEST_WAITING, MOST_BYTES_WAITING, MOST_WAITING,
};
pub use bucket::{Bucket, Rate};
pub use mortal_era::{MortalEra, LONGEST_PERIOD};
pub use nonce_window::NonceWindow;
pub use policy::{CallPolicy, CallPriority};
