//! A local consortium of real node processes, and what is played on it.
//!
//! Everything here drives the built binaries `zhidai-node` and `zhidai` from outside, as operators and
//! officers would. Ports are chosen by the system, folders are new for each consortium, and only processes
//! that were started here are ended.

pub mod binaries;
pub mod consortium;
pub mod load;
pub mod node;
pub mod story;
