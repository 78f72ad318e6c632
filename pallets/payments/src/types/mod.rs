//! Types with their lifecycle rules. None knows `Config`.

pub mod adjustment;
pub mod allocation;
pub mod booking;
pub mod by_line;
pub mod draft;
pub mod entered;
pub mod exports;
pub mod line;
pub mod mismatch;
pub mod notes;
pub mod on_hand;
pub mod order;
pub mod records;
pub mod statement;
pub mod work;
