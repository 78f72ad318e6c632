//! Types with their lifecycle rules. None knows `Config`.

pub mod ask;
pub mod closing;
pub mod contract;
pub mod hold;
pub mod party;
pub mod repayment;
pub mod transfer;
pub mod waiting;
