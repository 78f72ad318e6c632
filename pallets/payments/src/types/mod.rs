//! Types with their lifecycle rules. None knows `Config`.

pub mod draft;
pub mod entered;
pub mod line;
pub mod mismatch;
pub mod records;
pub mod work;
