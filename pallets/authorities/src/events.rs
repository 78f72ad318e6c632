//! What happened.

use frame::pallet_macros::pallet_section;

/// The section of the pallet that holds its events.
#[pallet_section]
mod events {
	/// What happened. `pallet-collective` reports the count of votes and the outcome under the same proposal hash; a
	/// withdrawn motion shows there as disapproved.
	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
		/// An officer opened a motion; the seat's aye is its first vote.
		Proposed {
			/// Whose seat.
			org: OrgId,
			/// Which of its seats.
			seat_number: u8,
			/// Who acted.
			officer: OfficerId,
			/// The call to decide.
			proposal_hash: T::Hash,
			/// The number of the motion.
			index: u32,
			/// The ayes that pass it.
			threshold: u32,
		},
		/// The officer of a council of one seat had a call carried out. `pallet-collective` reports its result.
		DecidedAlone {
			/// Whose seat.
			org: OrgId,
			/// Which of its seats.
			seat_number: u8,
			/// Who acted.
			officer: OfficerId,
			/// The call.
			proposal_hash: T::Hash,
		},
		/// An officer gave or changed a seat's vote.
		Voted {
			/// Whose seat.
			org: OrgId,
			/// Which of its seats.
			seat_number: u8,
			/// Who acted.
			officer: OfficerId,
			/// The call to decide.
			proposal_hash: T::Hash,
			/// The number of the motion.
			index: u32,
			/// Aye or nay.
			approve: bool,
		},
		/// An officer had the votes counted.
		MotionClosed {
			/// Whose officer.
			org: OrgId,
			/// Who acted.
			officer: OfficerId,
			/// The call that was to decide.
			proposal_hash: T::Hash,
			/// The number of the motion.
			index: u32,
		},
		/// An officer had the votes counted: they passed the motion, and its call is refused, also now that its time is
		/// over. Nothing was carried out.
		MotionNotCarriedOut {
			/// Whose officer.
			org: OrgId,
			/// Who acted.
			officer: OfficerId,
			/// The call that was decided.
			proposal_hash: T::Hash,
			/// The number of the motion.
			index: u32,
			/// What refused the call.
			error: DispatchError,
		},
		/// The seat that opened a motion took it back.
		MotionWithdrawn {
			/// Whose seat.
			org: OrgId,
			/// Which of its seats.
			seat_number: u8,
			/// Who acted.
			officer: OfficerId,
			/// The call that was to decide.
			proposal_hash: T::Hash,
			/// The number of the motion.
			index: u32,
		},
		/// An officer replaced a seat's session keys; they are in force after the session has ended twice.
		SessionKeysSet {
			/// Whose seat.
			org: OrgId,
			/// Which of its seats.
			seat_number: u8,
			/// Who acted.
			officer: OfficerId,
			/// The seat's account, the validator.
			seat: T::AccountId,
		},
	}
}
