//! The bodies of the calls.

mod calendar;
mod entry;
mod rate;
