//! # The client of Zhidai
//!
//! What people and banks build on: keys in sealed files ([`keys`]), drawdown and settlement files ([`files`]),
//! documents with their digests and fingerprints ([`documents`]; both are read by the crate [`reader`]), and a
//! [`Client`] that submits a transaction and follows it until it is final, whatever the nodes do in between. What
//! it signs it writes down first ([`outbox`]), so that a command that is given again, after a crash or without a
//! reason, goes on with what it began and does nothing twice. What several sign beforehand, also where no network is,
//! goes from hand to hand in a file ([`orders`], [`receipts`]).
//!
//! What the chain reports ([`chain::Reader::ask`]) comes in the types that it shares with its clients ([`api`]); what
//! it keeps comes in them too, where it has such a type ([`chain::Reader::kept`]), else by known fields ([`fields`]).
//!
//! Errors are one type, [`Error`], which says what was wrong, where, and which rule of the chain refused in the
//! runtime's own words.

pub mod calls;
pub mod chain;
pub mod digests;
pub mod disk;
pub mod encode;
pub mod error;
pub mod fields;
pub mod keys;
pub mod orders;
pub mod outbox;
pub mod proofs;
pub mod receipts;
pub mod render;

mod reading;

pub use chain::{bundled_metadata, Client};
pub use error::{Error, Kind, Result};
pub use subxt;
pub use zhidai_api as api;
pub use zhidai_reader as reader;
pub use zhidai_reader::{documents, files};
