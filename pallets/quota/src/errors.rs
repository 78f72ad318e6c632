//! Why a question is refused.

use frame::pallet_macros::pallet_section;

/// The section of the pallet that holds its errors.
#[pallet_section]
mod errors {
	#[pallet::error]
	pub enum Error<T> {
		/// The loan asked for another amount, programme or borrower before; close what it has first.
		AskedOtherwise,
	}
}
