//! What the calls do.

mod closing;
mod contract;
mod correcting;
mod hold;
mod lapsing;
mod parties;
mod repayment;
mod transfer;

#[cfg(feature = "runtime-benchmarks")]
pub(crate) use lapsing::DAYS_PER_SWEEP;
