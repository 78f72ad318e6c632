//! What `loans` asks.

use crate::pallet::{Config, Error, Granted, Grants, Pallet};
use crate::types::Grant;
use frame::prelude::*;
use zhidai_primitives::traits::{Quota, QuotaState};
use zhidai_primitives::{Fen, LoanId, OrgId, SchemeId};

impl<T: Config> Pallet<T> {
	/// The sum with an amount more, where it stays within the cap.
	fn sum_with(scheme: SchemeId, borrower: OrgId, amount: Fen, cap: Fen) -> Option<Fen> {
		Granted::<T>::get(scheme, borrower).checked_add(amount).filter(|sum| *sum <= cap)
	}
}

impl<T: Config> Quota for Pallet<T> {
	fn may_fit(scheme: SchemeId, borrower: OrgId, amount: Fen, cap: Fen) -> bool {
		Self::sum_with(scheme, borrower, amount, cap).is_some()
	}

	fn want(
		loan: LoanId,
		scheme: SchemeId,
		borrower: OrgId,
		amount: Fen,
		cap: Fen,
	) -> Result<QuotaState, DispatchError> {
		let grant = Grant { scheme, borrower, amount };
		if let Some(standing) = Grants::<T>::get(loan) {
			ensure!(standing == grant, Error::<T>::AskedOtherwise);
			return Ok(QuotaState::Granted);
		}
		let Some(sum) = Self::sum_with(scheme, borrower, amount, cap) else { return Ok(QuotaState::Refused) };
		Grants::<T>::insert(loan, grant);
		// Nothing of zero is kept.
		Granted::<T>::mutate_exists(scheme, borrower, |stored| *stored = (!sum.is_zero()).then_some(sum));
		Ok(QuotaState::Granted)
	}

	fn state(loan: LoanId) -> Option<QuotaState> {
		Grants::<T>::contains_key(loan).then_some(QuotaState::Granted)
	}

	fn close(loan: LoanId) {
		let Some(grant) = Grants::<T>::take(loan) else { return };
		Granted::<T>::mutate_exists(grant.scheme, grant.borrower, |sum| {
			let rest = sum.unwrap_or_default().saturating_sub(grant.amount);
			*sum = (!rest.is_zero()).then_some(rest);
		});
	}
}
