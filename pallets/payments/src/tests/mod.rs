//! The rules, as sentences.

mod adjusting;
mod allocating;
mod correcting;
mod disbursing;
mod drafting;
mod examining;
mod lapsing;
mod leaving;
mod ordering;
mod parties;
mod properties;
mod receipts;
mod releasing;
mod repaying;
mod results;
mod settling;
mod signed_receipts;
mod signing;
mod taking_back;
mod views;
