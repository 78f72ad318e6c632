//! The rules, by call.

mod alerts;
mod count;
mod properties;
mod review;
mod take_back;
