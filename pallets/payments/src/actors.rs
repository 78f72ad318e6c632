//! Who may act on a loan's payments.

use crate::{Config, Error, Pallet};
use frame::prelude::*;
use zhidai_primitives::{
	traits::{Directory, LoanBook},
	Actor, Duty, LoanFacts, LoanId, OfficerId,
};

/// On which side of the loan somebody acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Party {
	/// The lending bank's maker.
	Bank,
	/// The borrower, whose application is its mandate.
	Borrower,
}

impl<T: Config> Pallet<T> {
	/// The officer, if it has one of these duties; else the refusal for the first of them.
	pub(crate) fn with_any_duty(who: &T::AccountId, duties: &[Duty]) -> Result<Actor, DispatchError> {
		let mut refusal = None;
		for duty in duties {
			match T::Directory::authorise(who, *duty) {
				Ok(actor) => return Ok(actor),
				Err(error) => refusal = refusal.or(Some(error)),
			}
		}
		Err(refusal.unwrap_or(DispatchError::BadOrigin))
	}

	/// Refuses an officer who is the same natural person as one of those who signed before, at the bank or the borrower.
	pub(crate) fn ensure_another_person(
		actor: Actor,
		others: impl IntoIterator<Item = OfficerId>,
	) -> DispatchResult {
		others.into_iter().try_for_each(|other| T::Directory::ensure_different_persons(other, actor.officer))
	}

	/// An officer of the lending bank with one of these duties.
	pub(crate) fn of_bank(who: &T::AccountId, loan: LoanId, duties: &[Duty]) -> Result<Actor, DispatchError> {
		let actor = Self::with_any_duty(who, duties)?;
		ensure!(T::Loans::facts(loan)?.bank == actor.org, Error::<T>::NotTheLendingBank);
		Ok(actor)
	}

	/// An officer of the borrower with this duty.
	pub(crate) fn of_borrower(who: &T::AccountId, loan: LoanId, duty: Duty) -> Result<Actor, DispatchError> {
		let actor = T::Directory::authorise(who, duty)?;
		ensure!(T::Loans::facts(loan)?.borrower == actor.org, Error::<T>::NotTheBorrower);
		Ok(actor)
	}

	/// An officer of the lending bank with one of these duties, or of the borrower with the duty to confirm.
	pub(crate) fn of_party(
		who: &T::AccountId,
		loan: LoanId,
		bank_duties: &[Duty],
	) -> Result<Actor, DispatchError> {
		let facts = T::Loans::facts(loan)?;
		Self::party(who, &facts, bank_duties).map(|(actor, _)| actor)
	}

	/// Who makes a draft: the bank's maker, or the borrower's officer who mandates.
	pub(crate) fn drafter(who: &T::AccountId, facts: &LoanFacts) -> Result<(Actor, Party), DispatchError> {
		Self::party(who, facts, &[Duty::Maker])
	}

	fn party(
		who: &T::AccountId,
		facts: &LoanFacts,
		bank_duties: &[Duty],
	) -> Result<(Actor, Party), DispatchError> {
		let as_bank = Self::with_any_duty(who, bank_duties);
		let as_borrower = T::Directory::authorise(who, Duty::Confirm);
		// Whoever has either duty tells for whom it acts; the duty must then be the right one for that side.
		let org = as_bank.as_ref().or(as_borrower.as_ref()).map_err(|error| *error).map(|actor| actor.org)?;
		if org == facts.bank {
			as_bank.map(|actor| (actor, Party::Bank))
		} else if org == facts.borrower {
			as_borrower.map(|actor| (actor, Party::Borrower))
		} else {
			Err(Error::<T>::NotAParty.into())
		}
	}
}
