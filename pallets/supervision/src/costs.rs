//! What calls cost that name payments, or examine one. While there can be a plan line for each, they are measured
//! apart: what is read of a plan line, and once for a call, cannot be told from each other where there are hundreds.

use crate::{Config, Pallet, WeightInfo};
use frame::prelude::*;
use zhidai_primitives::MAX_PLAN_LINES;

/// Interim, until `close_alert` is measured anew: the keys of a denial that is examined, and of the alert that takes
/// the place of its own.
const KEYS_OF_A_DENIAL: (u64, u64) = (7, 9);

/// So many payments, each on a plan line of its own as far as a plan can have as many.
fn over_plan_lines(few: impl Fn(u32) -> Weight, many: impl Fn(u32) -> Weight, payments: u32) -> Weight {
	match payments <= MAX_PLAN_LINES {
		true => few(payments),
		false => few(MAX_PLAN_LINES).max(many(payments)),
	}
}

impl<T: Config> Pallet<T> {
	pub(crate) fn count_weight(payments: usize) -> Weight {
		over_plan_lines(T::WeightInfo::count_few, T::WeightInfo::count, payments.saturated_into())
	}

	/// The most that closing an alert costs: that of a denial, for whose place another one waits.
	pub(crate) fn close_alert_weight() -> Weight {
		let (reads, writes) = KEYS_OF_A_DENIAL;
		T::WeightInfo::close_alert().saturating_add(T::DbWeight::get().reads_writes(reads, writes))
	}

	/// Of both kinds of taking back the dearer one.
	pub(crate) fn take_back_weight(payments: usize) -> Weight {
		let payments: u32 = payments.saturated_into();
		let (few, many) = (T::WeightInfo::take_back_quality_few, T::WeightInfo::take_back_quality);
		T::WeightInfo::take_back(payments).max(over_plan_lines(few, many, payments))
	}
}
