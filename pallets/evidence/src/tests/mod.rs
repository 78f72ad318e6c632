//! The rules, by call.

mod bounds;
mod claims;
mod file;
mod give_verdict;
mod late;
mod look_alikes;
mod properties;
mod provides;
mod purchases;
mod reads;
mod retract;
mod revise;
mod taking_over;
mod withdraw;
