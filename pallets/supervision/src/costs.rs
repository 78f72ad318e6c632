//! What calls cost that name payments. While there can be a plan line for each, they are measured apart: what is read
//! of a plan line, and once for a call, cannot be told from each other where there are hundreds.

use crate::{Config, Pallet, WeightInfo};
use frame::prelude::*;
use zhidai_primitives::MAX_PLAN_LINES;

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

	/// Of both kinds of taking back the dearer one.
	pub(crate) fn take_back_weight(payments: usize) -> Weight {
		let payments: u32 = payments.saturated_into();
		let (few, many) = (T::WeightInfo::take_back_quality_few, T::WeightInfo::take_back_quality);
		T::WeightInfo::take_back(payments).max(over_plan_lines(few, many, payments))
	}
}
