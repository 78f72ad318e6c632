//! The bodies of the calls.

mod programme;
