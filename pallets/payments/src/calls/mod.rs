//! What the calls do.

mod drafting;
mod receipts;
mod releasing;
mod repaying;
mod settling;
mod signing;
