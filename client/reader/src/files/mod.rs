//! Files of banks and firms: drawdown and settlement tables, and files with one value. Every fault is told,
//! each with its line, its column, what stood there and what would be right.
//!
//! | file | read by | its form is |
//! |---|---|---|
//! | drawdown (提款明细) | [`read_drawdown`] | ours |
//! | settlement (入账回单) | [`read_settlement`]; to be compared only, [`read_booking_day`] | ours; a bank's core exports it, mostly in GB18030 |
//! | account number (账号) | [`read_account_number`] | one number in a text file |
//!
//! What cannot be told: whether an account exists and whose it is, and whether a booking took place.

mod account;
mod drawdown;
mod keyed;
mod settlement;
mod table;

pub use crate::input::read_bytes;
pub use account::{read_account_number, read_value, KeptAccount};
pub use drawdown::{read_drawdown, DrawdownRow, DRAWDOWN_HEADER};
pub use keyed::{adopt_keys, keyed_path, tried_keys, with_keys, write_drawdown};
pub use settlement::{read_booking_day, read_settlement, Outcome, SettlementRow, SETTLEMENT_HEADER};
pub use table::Table;
