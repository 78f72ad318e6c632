//! Types with their lifecycle rules. None knows `Config`.

pub mod draft;
pub mod line;
pub mod records;
pub mod work;
