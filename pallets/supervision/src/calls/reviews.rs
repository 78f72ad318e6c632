//! Quarterly reviews.

use crate::{
	Config, Error, Event, Figures, LoanSpend, LoanUse, Pallet, QuarterUse, Review, ReviewSignature, Reviews,
	Spend,
};
use frame::prelude::*;
use zhidai_primitives::traits::{Calendar, Directory, Finding, Findings};
use zhidai_primitives::{Actor, Digest, Duty, Fen, LoanFacts, LoanId, OfficerId, Quarter, Side};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_open_review(origin: OriginFor<T>, loan: LoanId, quarter: Quarter) -> DispatchResult {
		let (actor, _, facts) = Self::reviewer(origin, Duty::Maker, loan)?;
		let review = Self::review_as_of_now(loan, quarter, &facts, actor.officer)?;
		Self::deposit_event(Event::ReviewOpened {
			loan,
			quarter,
			digest: review.digest,
			drawn_fen: review.figures.drawn.0,
			quality_fen: review.figures.spend.quality.0,
			met: review.met,
			officer: actor.officer,
		});
		Ok(())
	}

	pub(crate) fn do_sign_review(
		origin: OriginFor<T>,
		loan: LoanId,
		quarter: Quarter,
		digest: Digest,
	) -> DispatchResult {
		let (actor, side, facts) = Self::reviewer(origin, Duty::Checker, loan)?;
		let review = Self::signed_review(loan, quarter, digest, side, &actor, &facts)?;
		Self::put_review(loan, quarter, &facts, &review);
		Self::deposit_event(Event::ReviewSigned { loan, quarter, side, officer: actor.officer });
		if review.closed_on.is_some() {
			Self::close_quarter(loan, quarter, &review);
			Self::deposit_event(Event::ReviewClosed { loan, quarter, digest, met: review.met });
		}
		Ok(())
	}

	/// Stores the review of a quarter with its figures as they are now.
	fn review_as_of_now(
		loan: LoanId,
		quarter: Quarter,
		facts: &LoanFacts,
		officer: OfficerId,
	) -> Result<Review, DispatchError> {
		let end = quarter.end().ok_or(Error::<T>::QuarterMalformed)?;
		let today = T::Calendar::today();
		ensure!(today >= end, Error::<T>::QuarterNotOver);
		let signed_on = facts.signed_on.ok_or(Error::<T>::NotSigned)?;
		ensure!(end > signed_on, Error::<T>::QuarterBeforeSigning);
		let share_bp = facts.quality_share_bp.ok_or(Error::<T>::NoCovenant)?;
		let mut usage = LoanUse::<T>::get(loan);
		ensure!(!usage.is_closed(quarter), Error::<T>::PeriodClosed);
		ensure!(!usage.earlier_waits(quarter), Error::<T>::EarlierQuarterOpen);
		let spend = Self::sum_of(loan, &usage, quarter)?;
		let figures = Figures::new(facts.drawn, Self::counted_after(loan, &usage, quarter), spend, share_bp);
		let genesis = frame_system::Pallet::<T>::block_hash(BlockNumberFor::<T>::zero());
		let digest = figures.digest(genesis, loan, quarter);
		let same = Reviews::<T>::get(loan, quarter).filter(|review| review.digest == digest);
		let review = match same {
			Some(review) => Self::opened_by_another(Self::counting(review, facts), officer)?,
			None => Review {
				figures,
				digest,
				met: figures.met(),
				opened_by: officer,
				opened_on: today,
				bank_signed: None,
				regulator_signed: None,
				closed_on: None,
			},
		};
		ensure!(usage.wait(quarter), Error::<T>::TooManyOpenQuarters);
		Self::put_review(loan, quarter, facts, &review);
		LoanUse::<T>::insert(loan, usage);
		Ok(review)
	}

	/// The review with a side's signature. One that counts no more is given anew, also the other side's.
	fn signed_review(
		loan: LoanId,
		quarter: Quarter,
		digest: Digest,
		side: Side,
		actor: &Actor,
		facts: &LoanFacts,
	) -> Result<Review, DispatchError> {
		let review = Reviews::<T>::get(loan, quarter).ok_or(Error::<T>::ReviewUnknown)?;
		ensure!(review.closed_on.is_none(), Error::<T>::PeriodClosed);
		ensure!(review.digest == digest, Error::<T>::DigestMismatch);
		let mut review = Self::counting(review, facts);
		ensure!(review.signed(side).is_none(), Error::<T>::AlreadySigned);
		for person in review.people() {
			T::Directory::ensure_different_persons(person, actor.officer)?;
		}
		ensure!(Self::is_current(loan, quarter, &review)?, Error::<T>::FiguresChanged);
		let (org, by) = (actor.org, T::Directory::signature(actor.officer));
		review.sign(side, ReviewSignature { org, by }, T::Calendar::today());
		Ok(review)
	}

	/// Closes a quarter that both sides signed: from now on it never changes.
	fn close_quarter(loan: LoanId, quarter: Quarter, review: &Review) {
		LoanUse::<T>::mutate(loan, |usage| usage.close(quarter, review.figures.spend));
		if !review.met {
			<Self as Findings>::raise(Finding::CovenantMissed { loan, quarter });
		}
	}

	pub(crate) fn sum_of(loan: LoanId, usage: &LoanSpend, quarter: Quarter) -> Result<Spend, DispatchError> {
		Self::spend_through(loan, usage, Some(quarter)).ok_or(ArithmeticError::Overflow.into())
	}

	/// What is shown to be booked after a quarter.
	pub(crate) fn counted_after(loan: LoanId, usage: &LoanSpend, quarter: Quarter) -> Fen {
		let later = usage.open.iter().filter(|open| **open > quarter);
		let counted = later.map(|open| QuarterUse::<T>::get(loan, open).added.counted);
		Fen::checked_sum(counted).unwrap_or(Fen(u64::MAX))
	}
}
