//! What the calls do.

mod closing;
mod contract;
mod hold;
mod lapsing;
mod repayment;

#[cfg(feature = "runtime-benchmarks")]
pub(crate) use lapsing::DAYS_PER_SWEEP;
mod parties;
mod repayment;
mod transfer;
