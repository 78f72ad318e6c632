//! What the calls do.

mod filing;
mod taking_over;
mod verdicts;
