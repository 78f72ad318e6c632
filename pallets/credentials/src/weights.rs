//! What the calls weigh: the trait, and fixed numbers for tests. The measured weights belong to the runtime.

use frame::prelude::Weight;

macro_rules! weights {
	($($(#[$doc:meta])* $call:ident = $micros:literal,)*) => {
		/// The weight of each call, at its worst case.
		pub trait WeightInfo {
			$($(#[$doc])* fn $call() -> Weight;)*
		}

		impl WeightInfo for () {
			$(fn $call() -> Weight {
				Weight::from_parts($micros * 1_000_000, 0)
			})*
		}
	};
}

weights! {
	/// One act.
	record = 80,
	/// One act and one record.
	suspend = 80,
	/// One act.
	restore = 60,
	/// One act and one record.
	revoke = 80,
	/// One act.
	cancel = 60,
	/// One act.
	report_adverse = 60,
	/// One act.
	reinspect = 60,
	/// One act.
	finalise = 60,
	/// One act.
	annul = 60,
	/// One act.
	rectify = 60,
	/// One act.
	reverse = 60,
	/// A credential of a holder whose list is full and must be read through, under a number that others share.
	confirm = 400,
	/// The same, where the list is too short to be read.
	confirm_with_room = 90,
	/// One act.
	withdraw = 40,
	/// One record and the firm's count.
	object = 50,
	/// One type.
	add_type = 20,
}
