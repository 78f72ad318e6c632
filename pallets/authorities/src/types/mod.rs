//! Seats, colleges, motions, session keys: their rules, without storage.

mod college_rule;
mod key_change;
mod motion;
mod no_token;
mod seat;

pub use college_rule::{college_rule, spare_seats, threshold, CollegeRule};
pub(crate) use key_change::is_rested;
pub use key_change::KeyChange;
pub(crate) use motion::Tally;
pub use no_token::NoToken;
pub(crate) use seat::count_colleges;
pub use seat::{seat_account, MAX_SEATS};
pub use zhidai_primitives::{College, Seat};
