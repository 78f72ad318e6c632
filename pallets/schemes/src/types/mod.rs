//! What a programme's terms must be like, and what becomes of a programme. Nothing here knows `Config`.

mod change;
mod soundness;

pub use change::SchemeChange;
pub use soundness::{ensure_sound, Fault};
