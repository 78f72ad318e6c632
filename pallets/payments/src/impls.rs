//! What the pallets to the right see, and how refusals of a draft become the pallet's errors.

use crate::{draft::Refused, Config, Error, Pallet, Payments, Settlements};
use frame::prelude::*;
use zhidai_primitives::{
	traits::{PaymentBook, PaymentFacts},
	Uetr,
};

impl<T: Config> PaymentBook for Pallet<T> {
	fn facts(uetr: Uetr) -> Result<PaymentFacts, DispatchError> {
		let payment = Payments::<T>::get(uetr).ok_or(Error::<T>::NoSuchPayment)?;
		let status = Self::draft_of(payment.key())?.status(payment.line).ok_or(Error::<T>::NoSuchPayment)?;
		Ok(PaymentFacts {
			loan: payment.loan,
			plan_line: payment.plan_line,
			payee: payment.payee,
			amount: payment.amount(),
			evidence: payment.evidence,
			status,
			booked_on: Settlements::<T>::get(payment.key(), payment.line).map(|record| record.booked_on),
		})
	}
}

impl<T> From<Refused> for Error<T> {
	fn from(refused: Refused) -> Self {
		match refused {
			Refused::DigestMismatch => Self::DigestMismatch,
			Refused::Expired => Self::DraftExpired,
			Refused::NotExpired => Self::NotExpired,
			Refused::WrongState => Self::WrongState,
			Refused::AlreadyMandated => Self::AlreadyMandated,
			Refused::AlreadyMade => Self::AlreadyMade,
			Refused::MandateMissing => Self::MandateMissing,
			Refused::MakerMissing => Self::MakerMissing,
			Refused::AlreadyReleased => Self::AlreadyReleased,
			Refused::LineNotOpen(line) => Self::LineNotOpen { line },
		}
	}
}
