//! The calendar's start.

use crate::{CalendarMovable, Config, GenesisConfig, Pallet};

impl<T: Config> GenesisConfig<T> {
	/// Stores it.
	pub(crate) fn put(&self) {
		// A genesis that breaks a rule must not become a chain: this is the only way to refuse it.
		assert!(
			self.calendar_movable || self.calendar_offset_days == 0,
			"calendar_offset_days must be 0 where calendar_movable is false"
		);
		CalendarMovable::<T>::put(self.calendar_movable);
		Pallet::<T>::put_offset(self.calendar_offset_days);
	}
}
