//! # What chain and clients both say
//!
//! The typed contract between the runtime and whoever talks to it: ids, money, days, texts, credit codes,
//! roles and duties, the terms of a programme, the lines of a drawdown, the bytes that people and keys sign
//! ([`signed`]), the ids of requests, what the runtime reports (the fund trace, work that waits, rules that a draft
//! would break, tiers, motions, claims that wait, what is found by a key) in pages, what became of a transaction, the
//! refusals at the door, and the limits of all of these. Runtime, node, clients and tests share these types; JSON is
//! for people and for runtimes that a client does not know. What is public in a file is public here.
//!
//! No FRAME, no node, no network: only how things are written down. A kind that is added to a report goes to
//! the end of its enumeration: `tests/vectors` hold how each is written.

#![cfg_attr(not(feature = "std"), no_std)]
// What runs in Wasm must not panic, wrap or read out of bounds.
#![cfg_attr(
	not(test),
	deny(
		clippy::arithmetic_side_effects,
		clippy::float_arithmetic,
		clippy::indexing_slicing,
		clippy::unwrap_used
	)
)]

extern crate alloc;

mod actor;
mod adverse;
mod allocation;
mod claim;
mod council;
mod credit_code;
mod day;
mod draft;
mod evidence;
mod find;
pub mod hash;
mod hold;
mod ids;
mod inbox;
pub mod limits;
mod loan;
mod money;
mod names;
mod ordered;
mod outcome;
mod page;
mod payment;
mod receipt;
mod refusal;
mod region;
mod registration;
mod request;
mod scheme;
pub mod signed;
mod standing;
mod text;
mod trace;
mod uetr;
mod unseen;

pub use actor::*;
pub use adverse::*;
pub use allocation::*;
pub use claim::*;
pub use council::*;
pub use credit_code::*;
pub use day::*;
pub use draft::*;
pub use evidence::*;
pub use find::*;
pub use hold::*;
pub use ids::*;
pub use inbox::*;
pub use limits::{ACT_LIFE_DAYS, MAX_LINES, MAX_OPEN_DRAFTS, MAX_PAGE, MAX_PLAN_LINES};
pub use loan::*;
pub use money::*;
pub use names::*;
pub use ordered::*;
pub use outcome::*;
pub use page::*;
pub use payment::*;
pub use receipt::*;
pub use refusal::*;
pub use region::*;
pub use registration::*;
pub use request::*;
pub use scheme::*;
pub use standing::*;
pub use text::*;
pub use trace::*;
pub use uetr::*;
pub use unseen::*;
