//! Types with their rules. None knows `Config`.

pub mod alert;
pub mod counted;
pub mod spend;
pub mod waiting;
