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
	/// A credential of a holder whose list is full and must be read through.
	record = 400,
	/// One record.
	suspend = 40,
	/// One record.
	restore = 40,
	/// One record.
	revoke = 40,
	/// One record and its number.
	cancel = 50,
	/// One record.
	report_adverse = 50,
	/// A record of a firm whose list is full and must be read through.
	confirm_adverse = 400,
	/// One record.
	withdraw_adverse = 40,
	/// One record and the firm's count.
	object = 50,
	/// One record and the firm's count.
	reinspect = 50,
	/// One record and the firm's count.
	finalise = 50,
	/// One record and the firm's count.
	annul = 50,
	/// One record and the firm's count.
	rectify = 50,
	/// One type.
	add_type = 20,
}
