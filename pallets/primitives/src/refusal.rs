//! Refusals at the door, as the transaction pool is told them.

use polkadot_sdk::sp_runtime::transaction_validity::{
	InvalidTransaction, TransactionValidityError, UnknownTransaction,
};
use zhidai_api::Refusal;

/// `Invalid` where the transaction can never pass, on no fork; else `Unknown`: it may come again.
pub fn refuse(refusal: Refusal) -> TransactionValidityError {
	match refusal.is_temporary() {
		true => TransactionValidityError::Unknown(UnknownTransaction::Custom(refusal as u8)),
		false => TransactionValidityError::Invalid(InvalidTransaction::Custom(refusal as u8)),
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn only_what_can_never_pass_is_invalid() {
		for refusal in Refusal::ALL {
			let invalid = matches!(refuse(*refusal), TransactionValidityError::Invalid(_));
			let never = matches!(
				refusal,
				Refusal::NotMortal | Refusal::TooLong | Refusal::NobodysCall | Refusal::Unreadable
			);
			assert_eq!(invalid, never, "{refusal:?}");
		}
	}
}
