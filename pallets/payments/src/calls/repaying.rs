//! Returned money is paid again.

use crate::{
	types::{
		line::LineState,
		records::{Lines, PayAgainLine, PaymentRef},
	},
	Config, Drafts, Error, LineExtras, Pallet, Payments,
};
use alloc::vec::Vec;
use frame::prelude::*;
use zhidai_primitives::{DraftLine, LoanId, Ordered, Uetr, MAX_LINES};

impl<T: Config> Pallet<T> {
	/// The lines that pay returned payments again: same plan line, amount and evidence, another key. Marks the returned
	/// payments, so that none is paid again twice.
	pub(crate) fn replacements(
		loan: LoanId,
		lines: &[PayAgainLine],
	) -> Result<(Lines, BoundedVec<Uetr, ConstU32<MAX_LINES>>), DispatchError> {
		let mut replaced = Vec::with_capacity(lines.len());
		for (line, again) in (0_u16..).zip(lines) {
			let old = Self::returned(loan, again.returned).ok_or(Error::<T>::NotReturned { line })?;
			LineExtras::<T>::try_mutate(again.returned, |extra| {
				match extra.get_or_insert_default().paid_again_by.replace(again.uetr) {
					Some(_) => Err(Error::<T>::AlreadyPaidAgain { line }),
					None => Ok(()),
				}
			})?;
			replaced.push(DraftLine {
				uetr: again.uetr,
				plan_line: old.plan_line,
				account: again.account,
				amount_fen: old.amount_fen,
				evidence: old.evidence,
			});
		}
		let returned = lines.iter().map(|again| again.returned).collect();
		Ok((Lines::truncate_from(replaced), BoundedVec::truncate_from(returned)))
	}

	fn returned(loan: LoanId, uetr: Uetr) -> Option<PaymentRef> {
		let payment = Payments::<T>::get(uetr).filter(|payment| payment.loan == loan)?;
		let draft = Drafts::<T>::get(payment.loan, Ordered::from(payment.draft))?;
		(draft.line(payment.line) == Some(LineState::Returned)).then_some(payment)
	}
}
