//! Refusals at the door: what the transaction pool answers before a transaction takes any room.

/// How long a block takes: what waits for the next blocks is worth asking for again after that.
const SECONDS_OF_A_BLOCK: u32 = 1;

/// Why the pool refuses a transaction. The numbers never change; new ones are appended.
///
/// `Invalid` is only what can never pass, on no fork: pools forget such a transaction, and can ban it. Whatever another
/// block can make right (an officer who is just being added, a role that is just being given) is `Unknown`: the same
/// transaction may come again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Refusal {
	/// The account is not an officer of any organisation.
	Stranger = 1,
	/// The officer was removed, has expired, or the key was replaced.
	OfficerNotActive = 2,
	/// The organisation is suspended or has left.
	OrganisationNotActive = 3,
	/// None of the organisation's roles and the officer's duties may make this call.
	CallOutsideRole = 4,
	/// The transaction would never expire, or lives longer than 256 blocks.
	NotMortal = 5,
	/// The account has as many transactions waiting as it may.
	TooManyWaiting = 6,
	/// The transaction is longer than any call of its kind.
	TooLong = 7,
	/// No member may make this call, or the council may not decide what it proposes.
	NobodysCall = 8,
	/// The account has as many bytes waiting as it may.
	TooManyBytesWaiting = 9,
	/// The signature does not fit at this block.
	BadSignature = 10,
	/// The node that was handed it looks after as many as it can. A node says so, not the runtime.
	NodeFull = 11,
	/// The bytes are no transaction of the chain's runtime. A node says so, not the runtime.
	Unreadable = 12,
}

impl Refusal {
	/// Every refusal, with the sentence that clients show.
	pub const ALL: &'static [Self] = &[
		Self::Stranger,
		Self::OfficerNotActive,
		Self::OrganisationNotActive,
		Self::CallOutsideRole,
		Self::NotMortal,
		Self::TooManyWaiting,
		Self::TooLong,
		Self::NobodysCall,
		Self::TooManyBytesWaiting,
		Self::BadSignature,
		Self::NodeFull,
		Self::Unreadable,
	];

	/// What was wrong and what would be right.
	pub const fn explanation(self) -> &'static str {
		match self {
			Self::Stranger => {
				"this account is not an officer of any member; ask two admins of your organisation to add it"
			}
			Self::OfficerNotActive => {
				"this officer or key is no longer active; sign with the officer's current key"
			}
			Self::OrganisationNotActive => "the organisation is suspended or has left the consortium",
			Self::CallOutsideRole => {
				"the organisation's roles and the officer's duties together do not allow this call; another officer, or another \
				 organisation, must make it"
			}
			Self::NotMortal => "transactions must expire; sign with an era of at most 256 blocks",
			Self::TooManyWaiting => {
				"this account has too many transactions waiting; wait until some are in a block"
			}
			Self::TooLong => {
				"the transaction is longer than any call of its kind; send a batch's calls one by one"
			}
			Self::NobodysCall => {
				"no member may make this call, or the council may not decide what it proposes; there is another call for it"
			}
			Self::TooManyBytesWaiting => {
				"this account has too many bytes waiting; wait until its long transactions are in a block"
			}
			Self::BadSignature => {
				"the signature is not of this account, call and chain, or the node does not know the block that it was \
				 made at: not yet, or no longer; sign anew"
			}
			Self::NodeFull => {
				"this node looks after as many transactions as it can; send the same one again after the next block, or to \
				 another node"
			}
			Self::Unreadable => {
				"these bytes are no transaction of this chain's runtime; sign with a program that knows the chain's metadata"
			}
		}
	}

	/// Whether the same transaction can pass later, or on another fork.
	pub const fn is_temporary(self) -> bool {
		match self {
			Self::NotMortal | Self::TooLong | Self::NobodysCall | Self::Unreadable => false,
			Self::Stranger
			| Self::OfficerNotActive
			| Self::OrganisationNotActive
			| Self::CallOutsideRole
			| Self::TooManyWaiting
			| Self::TooManyBytesWaiting
			| Self::BadSignature
			| Self::NodeFull => true,
		}
	}

	/// After how many seconds the same transaction is worth sending again; nothing where somebody must change something
	/// first, or where it can never pass.
	pub const fn retry_after(self) -> Option<u32> {
		match self {
			Self::TooManyWaiting | Self::TooManyBytesWaiting | Self::BadSignature | Self::NodeFull => {
				Some(SECONDS_OF_A_BLOCK)
			}
			Self::Stranger
			| Self::OfficerNotActive
			| Self::OrganisationNotActive
			| Self::CallOutsideRole
			| Self::NotMortal
			| Self::TooLong
			| Self::NobodysCall
			| Self::Unreadable => None,
		}
	}

	/// The same in blocks: what a node answers.
	pub const fn retry_after_blocks(self) -> Option<u32> {
		match self.retry_after() {
			Some(seconds) => seconds.checked_div(SECONDS_OF_A_BLOCK),
			None => None,
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn every_refusal_is_listed_once_with_its_number() {
		let numbers: alloc::vec::Vec<u8> = Refusal::ALL.iter().map(|refusal| *refusal as u8).collect();
		assert!((1..).zip(&numbers).all(|(expected, number)| expected == *number), "{numbers:?}");
	}

	#[test]
	fn what_can_never_pass_is_not_worth_asking_for_again() {
		for refusal in Refusal::ALL {
			assert!(refusal.retry_after().is_none() || refusal.is_temporary(), "{refusal:?}");
		}
	}
}
