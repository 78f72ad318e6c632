//! What the calls do.

mod alerts;
mod counting;
mod reviews;
