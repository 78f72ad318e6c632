//! What the calls do.

mod closing;
mod contract;
mod hold;
mod parties;
mod repayment;
mod transfer;
