//! The rules, by call.

mod alerts;
mod count;
mod passing;
mod properties;
mod review;
mod take_back;
