//! What the calls do.

mod adjusting;
mod allocating;
mod correcting;
mod drafting;
mod mismatches;
mod ordering;
mod receipts;
mod releasing;
mod repaying;
mod results;
mod settling;
mod signed_receipts;
mod signing;
mod taking_back;

#[cfg(feature = "runtime-benchmarks")]
pub(crate) use drafting::DAYS_PER_SWEEP;
