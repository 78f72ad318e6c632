//! What counts where, and who may sign what.

use crate::{Config, Error, LoanSpend, LoanUse, Pallet, Review};
use frame::prelude::*;
use zhidai_primitives::traits::{Directory, EvidenceFacts, LoanInspect, PaymentFacts};
use zhidai_primitives::{Day, Duty, LoanFacts, LoanId, OfficerId, PaymentStatus, Quarter, Side};

impl<T: Config> Pallet<T> {
	/// Refuses a payment that is not booked, or that counts in another quarter.
	pub(crate) fn ensure_counts_in(
		facts: &PaymentFacts,
		signed_on: Day,
		usage: &LoanSpend,
		quarter: Quarter,
		line: u16,
	) -> DispatchResult {
		let booked = matches!(facts.status, PaymentStatus::Settled | PaymentStatus::Received);
		let booked_on = facts.booked_on.filter(|_| booked).ok_or(Error::<T>::NotBooked { line })?;
		// What a file says was booked before the signing counts with the quarter of the signing.
		let booked_in = booked_on.max(signed_on).quarter();
		// What was booked in a closed quarter is an adjustment of an open one.
		let belongs = booked_in == quarter || usage.is_closed(booked_in);
		ensure!(belongs, Error::<T>::NotInQuarter { line });
		Ok(())
	}

	/// Whether a payment is quality-upgrading spend: its line says so, and two sides read its evidence.
	pub(crate) fn is_quality(facts: &PaymentFacts) -> Result<bool, DispatchError> {
		let line = T::Loans::plan_line(facts.loan, facts.plan_line)?;
		let verified = |evidence| T::Evidence::ensure_verified(evidence).is_ok();
		Ok(line.quality_upgrading && facts.evidence.is_some_and(verified))
	}

	/// An open review with those signatures that count: of who has the side's place in the loan today, by an officer
	/// who could sign so, with the same key.
	pub(crate) fn counting(review: Review, facts: &LoanFacts) -> Review {
		review.counting(|side, signature| {
			let org = match side {
				Side::Bank => facts.bank,
				Side::Regulator => facts.regulator,
			};
			let by = signature.by;
			signature.org == org && T::Directory::signature_counts(by.officer, by.key_number, Duty::Checker)
		})
	}

	/// The review with the same figures, opened by a person who had no part in it yet; what is signed stays. Else a
	/// side could never sign whose only checker opened it.
	pub(crate) fn opened_by_another(review: Review, officer: OfficerId) -> Result<Review, DispatchError> {
		ensure!(review.opened_by != officer, Error::<T>::ReviewUnchanged);
		for person in review.people() {
			T::Directory::ensure_different_persons(person, officer)?;
		}
		Ok(Review { opened_by: officer, ..review })
	}

	/// Whether a review says what is counted now, and no quarter before it waits: as it stands it can be signed.
	pub(crate) fn is_current(loan: LoanId, quarter: Quarter, review: &Review) -> Result<bool, DispatchError> {
		let usage = LoanUse::<T>::get(loan);
		Ok(!usage.earlier_waits(quarter) && Self::sum_of(loan, &usage, quarter)? == review.figures.spend)
	}
}
