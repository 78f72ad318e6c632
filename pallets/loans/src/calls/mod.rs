//! What the calls do.

mod contract;
mod hold;
mod repayment;
