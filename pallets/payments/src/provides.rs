//! What the pallets to the right see.

use crate::{Config, Error, OpenPayments, Pallet, Payments, Settlements};
use frame::prelude::*;
use zhidai_primitives::{
	traits::{Obligations, PaymentBook, PaymentFacts},
	Ordered, OrgId, Uetr,
};

impl<T: Config> Obligations for Pallet<T> {
	fn ensure_free(org: OrgId) -> DispatchResult {
		ensure!(OpenPayments::<T>::get(org) == 0, Error::<T>::PaymentsOpen);
		Ok(())
	}
}

impl<T: Config> PaymentBook for Pallet<T> {
	fn facts(uetr: Uetr) -> Result<PaymentFacts, DispatchError> {
		let payment = Payments::<T>::get(uetr).ok_or(Error::<T>::PaymentUnknown)?;
		let status =
			Self::find_draft(payment.key())?.status(payment.line).ok_or(Error::<T>::PaymentUnknown)?;
		Ok(PaymentFacts {
			loan: payment.loan,
			plan_line: payment.plan_line,
			payee: payment.payee,
			amount: payment.amount(),
			evidence: payment.evidence,
			status,
			booked_on: Settlements::<T>::get(payment.key(), Ordered::from(u32::from(payment.line)))
				.map(|record| record.booked_on),
		})
	}
}
