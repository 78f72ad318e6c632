//! Refusals at the door: what the transaction pool answers before a transaction takes any room.

use polkadot_sdk::sp_runtime::transaction_validity::{
	InvalidTransaction, TransactionValidityError, UnknownTransaction,
};

/// Why the pool refuses a transaction. The numbers never change; new ones are appended.
///
/// A permanent refusal is `Invalid`: the pool bans that transaction for a while. One that can pass later is `Unknown`:
/// the same transaction may come again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Refusal {
	/// The account is not an officer of any organisation.
	Stranger = 1,
	/// The officer was removed, has expired, or the key was replaced.
	OfficerNotActive = 2,
	/// The organisation is suspended or has left.
	OrganisationNotActive = 3,
	/// None of the organisation's roles may make this call, or the council may not decide what it proposes.
	CallOutsideRole = 4,
	/// The transaction would never expire, or lives longer than 256 blocks.
	NotMortal = 5,
	/// The account has as many transactions waiting as it may (temporary).
	TooManyWaiting = 6,
	/// The transaction is longer than any that is needed.
	TooLong = 7,
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
				"the organisation's roles and the officer's duties together do not allow this call: another officer, or another \
				 organisation, must make it (or the council may not decide what it proposes)"
			}
			Self::NotMortal => "transactions must expire; sign with an era of at most 256 blocks",
			Self::TooManyWaiting => {
				"this account has too many transactions waiting; wait until some are in a block"
			}
			Self::TooLong => {
				"the transaction is longer than any that is needed; send a batch's calls one by one"
			}
		}
	}

	/// Whether the same transaction can pass later.
	pub const fn is_temporary(self) -> bool {
		matches!(self, Self::TooManyWaiting)
	}
}

impl From<Refusal> for TransactionValidityError {
	fn from(refusal: Refusal) -> Self {
		match refusal.is_temporary() {
			true => Self::Unknown(UnknownTransaction::Custom(refusal as u8)),
			false => Self::Invalid(InvalidTransaction::Custom(refusal as u8)),
		}
	}
}
