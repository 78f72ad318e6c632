//! Why questions are refused. Clients show the sentences as they are: the cause, then the remedy.

use frame::pallet_macros::pallet_section;

/// The section of the pallet that holds its errors.
#[pallet_section]
mod errors {
	#[pallet::error]
	#[derive(PartialEq, Eq)]
	pub enum Error<T> {
		/// A document is claimed under at least one key; give its fingerprints.
		NoKeys,
		/// A document is claimed under more keys than there can be; give fewer fingerprints.
		TooManyKeys,
		/// This revision was claimed under other keys; give it back first, or revise the evidence.
		OtherKeys,
	}
}
