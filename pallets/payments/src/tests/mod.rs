//! The rules, as sentences.

mod drafting;
mod lapsing;
mod leaving;
mod properties;
mod receipts;
mod releasing;
mod repaying;
mod settling;
mod signing;
mod views;
