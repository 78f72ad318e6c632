//! The rules, by call.

mod desk;
mod file;
mod give_verdict;
mod properties;
mod reading;
mod revise;
mod withdraw;
