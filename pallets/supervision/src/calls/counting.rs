//! Counting payments, and taking them back.

use crate::{
	Config, Counted, CountedPayment, Error, Event, LoanSpend, LoanUse, Pallet, QuarterSpend, QuarterUse,
	Spend, Uetrs,
};
use frame::prelude::*;
use zhidai_primitives::traits::{Calendar, PaymentBook, PaymentFacts};
use zhidai_primitives::{Day, Duty, Fen, LoanFacts, LoanId, PaymentStatus, Quarter, Uetr};

fn overflow() -> DispatchError {
	ArithmeticError::Overflow.into()
}

fn spend(counted: Fen, quality: Fen) -> Spend {
	Spend { counted, quality }
}

/// Whether it came back, wherever that led since, or its booking was corrected, or less of it stands than was counted:
/// what stands is counted anew.
fn came_back(facts: &PaymentFacts, counted: Fen) -> bool {
	use PaymentStatus::{Disputed, Examined, Received, Settled};
	!matches!(facts.status, Settled | Received | Disputed | Examined) || facts.amount < counted
}

impl<T: Config> Pallet<T> {
	pub(crate) fn do_count(
		origin: OriginFor<T>,
		loan: LoanId,
		quarter: Quarter,
		uetrs: &Uetrs,
	) -> DispatchResult {
		let (actor, _, facts) = Self::reviewer(origin, Duty::Maker, loan)?;
		let sum = Self::count_payments(loan, quarter, &facts, uetrs)?;
		Self::deposit_event(Event::Counted {
			loan,
			quarter,
			payments: u32::try_from(uetrs.len()).unwrap_or(u32::MAX),
			counted_fen: sum.counted.0,
			quality_fen: sum.quality.0,
			org: actor.org,
			officer: actor.officer,
		});
		Ok(())
	}

	pub(crate) fn do_take_back(
		origin: OriginFor<T>,
		loan: LoanId,
		quarter: Quarter,
		uetrs: &Uetrs,
	) -> DispatchResult {
		let (actor, _, facts) = Self::reviewer(origin, Duty::Maker, loan)?;
		let sum = Self::take_back_payments(loan, quarter, &facts, uetrs)?;
		Self::deposit_event(Event::TakenBack {
			loan,
			quarter,
			payments: u32::try_from(uetrs.len()).unwrap_or(u32::MAX),
			counted_fen: sum.counted.0,
			quality_fen: sum.quality.0,
			org: actor.org,
			officer: actor.officer,
		});
		Ok(())
	}

	/// Counts payments; answers what was added.
	fn count_payments(
		loan: LoanId,
		quarter: Quarter,
		facts: &LoanFacts,
		uetrs: &Uetrs,
	) -> Result<Spend, DispatchError> {
		let (mut usage, signed_on) = Self::open_usage(loan, quarter, facts, uetrs)?;
		let mut quarter_use = QuarterUse::<T>::get(loan, quarter);
		let mut sum = Spend::default();
		for (line, uetr) in (0_u16..).zip(uetrs) {
			let added = Self::count_payment(loan, quarter, (&usage, signed_on), line, uetr)?;
			sum = sum.checked_add(added).ok_or_else(overflow)?;
			quarter_use.payments = quarter_use.payments.saturating_add(u32::from(!added.counted.is_zero()));
		}
		quarter_use.added = quarter_use.added.checked_add(sum).ok_or_else(overflow)?;
		ensure!(usage.wait(quarter), Error::<T>::TooManyOpenQuarters);
		QuarterUse::<T>::insert(loan, quarter, quarter_use);
		let total = Self::spend_through(loan, &usage, None).ok_or_else(overflow)?;
		ensure!(total.counted <= facts.drawn, Error::<T>::CountedAboveDrawn);
		LoanUse::<T>::insert(loan, usage);
		Ok(sum)
	}

	/// Takes payments back; answers what was taken.
	fn take_back_payments(
		loan: LoanId,
		quarter: Quarter,
		facts: &LoanFacts,
		uetrs: &Uetrs,
	) -> Result<Spend, DispatchError> {
		let (mut usage, _) = Self::open_usage(loan, quarter, facts, uetrs)?;
		let mut sum = Spend::default();
		for (line, uetr) in (0_u16..).zip(uetrs) {
			let taken = Self::take_back_payment(loan, quarter, &usage, line, uetr)?;
			sum = sum.checked_add(taken).ok_or_else(overflow)?;
		}
		if QuarterUse::<T>::get(loan, quarter).taken_back != Spend::default() {
			ensure!(usage.wait(quarter), Error::<T>::TooManyOpenQuarters);
		}
		LoanUse::<T>::insert(loan, usage);
		Ok(sum)
	}

	/// What was counted for a loan up to a quarter, or in all.
	pub(crate) fn spend_through(loan: LoanId, usage: &LoanSpend, quarter: Option<Quarter>) -> Option<Spend> {
		let included = |open: &&Quarter| quarter.is_none_or(|last| **open <= last);
		usage.open.iter().filter(included).try_fold(usage.closed, |sum, open| {
			let quarter_use = QuarterUse::<T>::get(loan, open);
			sum.checked_add(quarter_use.added)?.checked_sub(quarter_use.taken_back)
		})
	}

	/// What a quarter's counting begins with, and when the contract was signed. Nothing is counted in a quarter that
	/// was over before: nobody could review it, and it would keep every later one from being closed.
	fn open_usage(
		loan: LoanId,
		quarter: Quarter,
		facts: &LoanFacts,
		uetrs: &Uetrs,
	) -> Result<(LoanSpend, Day), DispatchError> {
		let begin = quarter.first_day().ok_or(Error::<T>::QuarterMalformed)?;
		ensure!(begin <= T::Calendar::today(), Error::<T>::QuarterNotBegun);
		ensure!(!uetrs.is_empty(), Error::<T>::NothingNamed);
		let signed_on = facts.signed_on.ok_or(Error::<T>::NotSigned)?;
		ensure!(quarter >= signed_on.quarter(), Error::<T>::QuarterBeforeSigning);
		let usage = LoanUse::<T>::get(loan);
		ensure!(!usage.is_closed(quarter), Error::<T>::PeriodClosed);
		Ok((usage, signed_on))
	}

	fn count_payment(
		loan: LoanId,
		quarter: Quarter,
		(usage, signed_on): (&LoanSpend, Day),
		line: u16,
		uetr: &Uetr,
	) -> Result<Spend, DispatchError> {
		let facts = T::Payments::facts(*uetr)?;
		ensure!(facts.loan == loan, Error::<T>::OfAnotherLoan { line });
		Self::ensure_counts_in(&facts, signed_on, usage, quarter, line)?;
		let quality = if Self::is_quality(&facts)? { facts.amount } else { Fen::ZERO };
		let in_quarter = (!quality.is_zero()).then_some(quarter);
		let (entry, added) = match Counted::<T>::get(uetr) {
			None => {
				let entry = CountedPayment { loan, amount: facts.amount, quarter, quality: in_quarter };
				(entry, spend(facts.amount, quality))
			}
			// Its evidence was verified after it had been counted.
			Some(entry) if in_quarter.is_some() && entry.quality.is_none() => {
				ensure!(entry.quarter <= quarter, Error::<T>::NotInQuarter { line });
				(CountedPayment { quality: in_quarter, ..entry }, spend(Fen::ZERO, entry.amount))
			}
			Some(_) => return Err(Error::<T>::AlreadyCounted { line }.into()),
		};
		Counted::<T>::insert(uetr, entry);
		Ok(added)
	}

	fn take_back_payment(
		loan: LoanId,
		quarter: Quarter,
		usage: &LoanSpend,
		line: u16,
		uetr: &Uetr,
	) -> Result<Spend, DispatchError> {
		let entry = Counted::<T>::get(uetr).ok_or(Error::<T>::NotCounted { line })?;
		ensure!(entry.loan == loan, Error::<T>::OfAnotherLoan { line });
		let facts = T::Payments::facts(*uetr)?;
		if !came_back(&facts, entry.amount) {
			// A retracted verdict counts like none: the payment stays counted, and is named again where both sides
			// speak for its evidence anew.
			let counts_no_more = entry.quality.is_some() && !Self::is_quality(&facts)?;
			ensure!(counts_no_more, Error::<T>::NotReturned { line });
			Counted::<T>::insert(uetr, CountedPayment { quality: None, ..entry });
			return Self::take_quality(loan, quarter, usage, &entry);
		}
		Counted::<T>::remove(uetr);
		let counted = spend(entry.amount, Fen::ZERO);
		Self::take_from(loan, entry.quarter, quarter, usage, counted, 1)?;
		let quality = Self::take_quality(loan, quarter, usage, &entry)?;
		counted.checked_add(quality).ok_or_else(overflow)
	}

	/// Takes what a payment counted as quality-upgrading spend; answers how much that was.
	fn take_quality(
		loan: LoanId,
		quarter: Quarter,
		usage: &LoanSpend,
		entry: &CountedPayment,
	) -> Result<Spend, DispatchError> {
		let Some(counted_in) = entry.quality else { return Ok(Spend::default()) };
		let part = spend(Fen::ZERO, entry.amount);
		Self::take_from(loan, counted_in, quarter, usage, part, 0)?;
		Ok(part)
	}

	/// Takes a part from the quarter that it was counted in, or adjusts another one for it.
	fn take_from(
		loan: LoanId,
		counted_in: Quarter,
		adjusted: Quarter,
		usage: &LoanSpend,
		part: Spend,
		payments: u32,
	) -> DispatchResult {
		if usage.is_closed(counted_in) {
			return QuarterUse::<T>::try_mutate(loan, adjusted, |quarter_use: &mut QuarterSpend| {
				quarter_use.taken_back = quarter_use.taken_back.checked_add(part).ok_or_else(overflow)?;
				Ok(())
			});
		}
		QuarterUse::<T>::try_mutate(loan, counted_in, |quarter_use: &mut QuarterSpend| {
			quarter_use.added = quarter_use.added.checked_sub(part).ok_or_else(overflow)?;
			quarter_use.payments = quarter_use.payments.saturating_sub(payments);
			Ok(())
		})
	}
}
