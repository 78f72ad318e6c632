//! Receipts that a payee's officer signed beside the chain: anybody hands them in, once.

use crate::{
	types::{order::OrderSignature, records::PaymentRef},
	Config, Error, Event, LineExtras, Pallet, Payments, Settlements,
};
use frame::{deps::sp_runtime::traits::Verify, prelude::*};
use zhidai_primitives::{
	receipt_digest,
	signed::receipt_step,
	traits::{Calendar, Directory},
	Actor, Day, Digest, Duty, Fen, Ordered, Receipt, ReceiptSaid,
};

impl<T: Config> Pallet<T> {
	/// What the payee's officer signed is done as if that officer sent it: by the same rules, with the same records.
	pub(crate) fn do_confirm_signed(
		origin: OriginFor<T>,
		receipt: Receipt,
		given: &OrderSignature<T::AccountId, T::Signature>,
	) -> DispatchResult {
		let handing_in = Self::any_officer(origin)?;
		let Receipt { uetr, amount_fen, .. } = receipt;
		let payment = Payments::<T>::get(uetr).ok_or(Error::<T>::PaymentUnknown)?;
		ensure!(Self::with_payee(&payment)? == Fen(amount_fen), Error::<T>::ReceiptAmountDiffers);
		ensure!(T::Calendar::today() <= receipt.expires_on, Error::<T>::ReceiptExpired);
		let digest = receipt_digest(Self::genesis_hash(), &receipt);
		let signer = Self::signer_of_receipt(&receipt, digest, given)?;
		Self::ensure_payee(signer, payment.payee)?;
		Self::use_receipt(&receipt, digest)?;
		match &receipt.said {
			ReceiptSaid::Received { on } => {
				Self::ensure_can_have_come(&payment, *on)?;
				Self::receive(signer, &[uetr], None)?;
			}
			ReceiptSaid::Denied { reason } => Self::deny(signer, uetr, reason.clone())?,
		}
		let (signer, officer) = (signer.officer, handing_in.officer);
		Self::deposit_event(Event::ReceiptHandedIn {
			uetr,
			receipt: digest,
			said: receipt.said,
			signer,
			officer,
		});
		Ok(())
	}

	/// What of a payment a payee can say that it has: all but what came back. Of what came back altogether its state
	/// says that nothing is confirmed.
	fn with_payee(payment: &PaymentRef) -> Result<Fen, DispatchError> {
		let whole = payment.amount();
		let standing = Self::find_draft(payment.key())?.standing(payment.line, whole);
		Ok(if standing.is_zero() { whole } else { standing })
	}

	/// Who signed the receipt: an officer who could confirm or deny today, with that key.
	fn signer_of_receipt(
		receipt: &Receipt,
		digest: Digest,
		given: &OrderSignature<T::AccountId, T::Signature>,
	) -> Result<Actor, DispatchError> {
		// A key that was replaced is nobody's any more, as one of an officer who was removed.
		let Ok(signer) = T::Directory::authorise(&given.account, Duty::Confirm) else {
			return Err(Error::<T>::ReceiptSignerMissing.into());
		};
		let message = receipt_step(receipt.said.kind(), digest);
		let is_signed = given.signature.verify(message.as_slice(), &given.account);
		ensure!(is_signed, Error::<T>::ReceiptSignatureInvalid);
		Ok(signer)
	}

	/// A receipt is taken once, and before any later word: what was said or taken back since is not undone by whoever
	/// kept it, handed in or not.
	fn use_receipt(receipt: &Receipt, digest: Digest) -> DispatchResult {
		LineExtras::<T>::try_mutate(receipt.uetr, |extra| {
			let extra = extra.get_or_insert_default();
			ensure!(!extra.receipts.contains(&digest), Error::<T>::ReceiptUsed);
			ensure!(receipt.after == extra.words(), Error::<T>::ReceiptOutdated);
			// There is room for as many as can be taken back and said anew.
			extra.receipts.try_push(digest).map_err(|_| Error::<T>::TakenBackTooOften.into())
		})
	}

	/// Money comes when the bank has paid, and not in days that have not come. What is not booked is refused by its
	/// state.
	fn ensure_can_have_come(payment: &PaymentRef, on: Day) -> DispatchResult {
		let booking = Settlements::<T>::get(payment.key(), Ordered::from(u32::from(payment.line)));
		let is_later = booking.is_none_or(|booking| booking.booked_on.min(booking.value_on) <= on);
		ensure!(is_later && on <= T::Calendar::today(), Error::<T>::ReceiptDayOutOfRange);
		Ok(())
	}
}
