//! What the calls do.

mod filing;
mod verdicts;
