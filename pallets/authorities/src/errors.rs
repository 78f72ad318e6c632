//! Why calls are refused. Clients show the sentences as they are: the cause, then the remedy.

use frame::pallet_macros::pallet_section;

/// The section of the pallet that holds its errors.
#[pallet_section]
mod errors {
	#[pallet::error]
	pub enum Error<T> {
		/// Your organisation has no validator seat of this number; name one of its own seats.
		SeatUnknown,
		/// No motion with this hash and this index is open; list the open motions and name both as they stand there.
		MotionUnknown,
		/// The council does not decide calls of this kind; propose one that is for the council.
		ProposalNotForCouncil,
		/// The proposed call is longer than a motion may be; split it into several motions.
		ProposalTooLong,
		/// The proposed call takes more of a block than a motion may; split it into several motions.
		ProposalTooHeavy,
		/// A motion on exactly this call is open already; vote on that one.
		MotionAlreadyOpen,
		/// This seat has as many motions open as a seat may; close or withdraw one of them first.
		TooManyMotions,
		/// Another seat opened this motion; have an officer of that seat withdraw it, or vote against it.
		WithdrawalNotAllowed,
		/// The ayes pass this motion already; it can only be closed now, which carries it out.
		MotionPassed,
		/// Another seat has voted for this motion, so only votes and time end it now; vote against it.
		MotionSupported,
		/// The votes do not decide this motion yet and its time is not over; wait for more votes or for its last block.
		MotionUndecided,
		/// The seat has given this very vote before; nothing is left to do, or give the other one.
		VoteGiven,
		/// These already are the seat's session keys; have the node make new ones and set those.
		KeysUnchanged,
		/// This seat set session keys a short while ago; wait until the interval between two changes is over.
		KeysSetRecently,
		/// One of these session keys is or was another seat's; have the seat's own node make new ones.
		KeyOfAnotherSeat,
		/// The proof does not show that the node holds these keys for this seat; have the node make keys and proof
		/// with `author_rotateKeysWithOwner` over the seat's account.
		KeyProofWrong,
	}
}
