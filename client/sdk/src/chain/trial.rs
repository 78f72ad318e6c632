//! Trying a call out: what the door would say to it, without giving the node anything that it could put into a
//! block.

use super::rule::refusal;
use super::{node, sign_at, Call, Client};
use crate::error::{Error, Kind, Result};
use crate::keys::Key;
use subxt::transactions::{TransactionInvalid, TransactionUnknown, ValidationResult};
use zhidai_api::Refusal;

/// A nonce that no account reaches before the signature's era is over: the door looks at everything else first, and
/// no block ever takes it.
const NEVER: u64 = u32::MAX as u64;

impl Client {
	/// What the door would say of a call now. The node is handed a signature that is good for no block.
	pub async fn try_out(&self, call: &Call, key: &Key) -> Result<()> {
		let at = self.at_final_for_signing().await?;
		let call = call.with_request(at.metadata_ref(), at.block_number())?;
		let payload = call.payload(at.metadata_ref())?;
		let prepared = sign_at(&at, &payload, key, NEVER)?;
		let transactions = at.transactions();
		let answer = transactions.from_bytes(prepared.bytes).validate().await.map_err(node::broken)?;
		verdict(&answer)
	}
}

fn verdict(answer: &ValidationResult) -> Result<()> {
	let refused = |words: &str| Err(Error::new(Kind::Refused, format!("the node would refuse it: {words}")));
	let by_code = |code: u8| match refusal(code) {
		// The nonce is far away; that is what is asked last.
		Some((Refusal::TooManyWaiting | Refusal::TooManyBytesWaiting, _)) => Ok(()),
		Some((_, error)) => Err(error),
		None => refused(&format!("by its rule {code}, which this program does not know")),
	};
	match answer {
		ValidationResult::Valid(_)
		| ValidationResult::Invalid(TransactionInvalid::Future | TransactionInvalid::ExhaustsResources) => Ok(()),
		ValidationResult::Invalid(TransactionInvalid::Custom(code))
		| ValidationResult::Unknown(TransactionUnknown::Custom(code)) => by_code(*code),
		ValidationResult::Invalid(TransactionInvalid::BadProof) => {
			refused("the signature does not fit the chain's runtime")
		}
		ValidationResult::Invalid(TransactionInvalid::AncientBirthBlock) => {
			Err(Error::new(Kind::Network, "the node is so far behind that the transaction would be too old"))
		}
		ValidationResult::Invalid(TransactionInvalid::BadSigner) => refused("it is not signed by an account"),
		ValidationResult::Invalid(TransactionInvalid::Call) => refused("this call cannot be sent"),
		ValidationResult::Invalid(_) => refused("it is not valid"),
		ValidationResult::Unknown(_) => Err(Error::new(Kind::Network, "the node cannot judge it now")),
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn what_only_the_far_nonce_causes_is_no_refusal() {
		let code = Refusal::TooManyWaiting as u8;
		assert!(verdict(&ValidationResult::Unknown(TransactionUnknown::Custom(code))).is_ok());
		assert!(verdict(&ValidationResult::Invalid(TransactionInvalid::Future)).is_ok());
	}

	#[test]
	fn the_door_is_heard_whichever_way_it_refuses() {
		let stranger = Refusal::Stranger as u8;
		for answer in [
			ValidationResult::Invalid(TransactionInvalid::Custom(stranger)),
			ValidationResult::Unknown(TransactionUnknown::Custom(stranger)),
		] {
			let error = verdict(&answer).unwrap_err();
			assert_eq!((error.kind, error.rule.as_deref()), (Kind::NotAllowed, Some("Pool.Stranger")));
		}
		let forged = TransactionUnknown::Custom(Refusal::BadSignature as u8);
		assert!(
			verdict(&ValidationResult::Unknown(forged)).is_err(),
			"a signature that does not fit is no far nonce"
		);
		let error = verdict(&ValidationResult::Invalid(TransactionInvalid::BadProof)).unwrap_err();
		assert_eq!(error.kind, Kind::Refused);
		let error = verdict(&ValidationResult::Unknown(TransactionUnknown::CannotLookup)).unwrap_err();
		assert_eq!(error.kind, Kind::Network, "a node that cannot say has not refused");
	}
}
