//! The bodies of the calls.

mod books;
mod calendar;
mod entry;
mod rate;
