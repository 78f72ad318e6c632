//! # The reader of papers and files
//!
//! What Zhidai concludes from bytes: documents with what they declare ([`documents`]), tables and values
//! ([`files`]), the form in which numbers are compared ([`canonical`]), the encoding of a file ([`encoding`])
//! and the limits of the chain's texts ([`limits`]). One crate for command line, attestor and gateway, so
//! that all read alike. No network, no chain.
//!
//! A reader has three answers: it **read** the paper, it **refuses** it and names every fault with line and
//! field, or it **cannot tell**. It never guesses: no field is taken from a picture, a page's layout or a
//! file's name, and where two parts of a paper contradict each other the paper is refused and both are named.
//!
//! Bytes from strangers come here. Size, depth and number of elements are bounded before anything is parsed
//! ([`limits`]), and the body of every fuzz target (`fuzz/`) is run over mutated papers in the tests
//! (`tests/mutations.rs`).

pub mod canonical;
pub mod capitals;
pub mod documents;
pub mod encoding;
pub mod error;
pub mod files;
pub mod input;
pub mod limits;

mod amount;
mod patent;
mod xml;

pub use error::{Error, Fault, Kind, Result};
