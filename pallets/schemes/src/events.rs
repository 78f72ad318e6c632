//! What happened.

use frame::pallet_macros::pallet_section;

/// The section of the pallet that holds its events.
#[pallet_section]
mod events {
	/// What happened.
	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A version of a programme was published and is in force.
		SchemePublished {
			/// The programme.
			scheme: SchemeId,
			/// The version.
			version: SchemeVersion,
		},
		/// A programme takes no new contracts.
		SchemeRetired {
			/// The programme.
			scheme: SchemeId,
			/// Its last version.
			version: SchemeVersion,
		},
	}
}
