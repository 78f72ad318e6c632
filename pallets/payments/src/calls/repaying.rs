//! What came back of payments is paid again.

use crate::{
	types::{
		draft::Draft,
		records::{Disposal, LineExtra, Lines, PayAgainLine, PaymentRef, ReturnedPayments, MAX_PARTS},
	},
	Config, Drafts, Error, LineExtras, Pallet, Payments,
};
use alloc::vec::Vec;
use frame::prelude::*;
use zhidai_primitives::{DraftLine, Fen, LoanId, Ordered, Uetr};

impl<T: Config> Pallet<T> {
	/// The lines that pay what is on hand of payments again: same plan line and evidence, another key. Marks the
	/// payments that came back, so that nothing is paid again twice.
	pub(crate) fn replacements(
		loan: LoanId,
		lines: &[PayAgainLine],
	) -> Result<(Lines, ReturnedPayments), DispatchError> {
		let mut replaced = Vec::with_capacity(lines.len());
		for (line, again) in (0_u16..).zip(lines) {
			let (old, back) =
				Self::came_back(loan, again.returned).ok_or(Error::<T>::NotReturned { line })?;
			let mut extra = LineExtras::<T>::get(again.returned).unwrap_or_default();
			let on_hand = extra.on_hand(back);
			ensure!(!on_hand.is_zero(), Error::<T>::NotReturned { line });
			let other = extra.paying_again.replace(again.uetr);
			ensure!(other.is_none(), Error::<T>::AlreadyPaidAgain { line });
			LineExtras::<T>::insert(again.returned, extra);
			replaced.push(DraftLine {
				uetr: again.uetr,
				plan_line: old.plan_line,
				account: again.account,
				amount_fen: on_hand.0,
				evidence: old.evidence,
			});
		}
		let returned = lines.iter().map(|again| again.returned).collect();
		Ok((Lines::truncate_from(replaced), ReturnedPayments::truncate_from(returned)))
	}

	/// A payment of the loan, and how much of it came back.
	fn came_back(loan: LoanId, uetr: Uetr) -> Option<(PaymentRef, Fen)> {
		let payment = Payments::<T>::get(uetr).filter(|payment| payment.loan == loan)?;
		let draft = Drafts::<T>::get(payment.loan, Ordered::from(payment.draft))?;
		Some((payment, draft.notes.back(payment.line)))
	}

	/// Some of what is on hand of a payment leads somewhere. In parts only so often: then all of it at once, so that
	/// nothing is left over for which there is no room.
	pub(crate) fn lead(
		draft: &mut Draft,
		line: u16,
		extra: &mut LineExtra,
		disposal: Disposal,
	) -> DispatchResult {
		let back = draft.notes.back(line);
		let (on_hand, amount) = (extra.on_hand(back), Fen(disposal.amount_fen));
		ensure!(!amount.is_zero() && amount <= on_hand, Error::<T>::NotOnHand);
		let parts = u32::try_from(extra.disposals.len()).unwrap_or(u32::MAX);
		ensure!(amount == on_hand || parts < MAX_PARTS, Error::<T>::TooManyParts);
		let ends = disposal.led_to.ends();
		extra.disposals.try_push(disposal).map_err(|_| Error::<T>::TooManyParts)?;
		draft.lead(line, extra.on_hand(back), ends);
		Ok(())
	}
}
