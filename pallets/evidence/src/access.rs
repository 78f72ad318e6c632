//! Who may: which organisation and which duty for each call.

use crate::{Config, Error, EvidenceRecord, Pallet};
use frame::prelude::*;
use zhidai_primitives::traits::{Directory, LoanInspect};
use zhidai_primitives::{Actor, Duty, LoanFacts, LoanId, OrgId, Side};

impl<T: Config> Pallet<T> {
	/// `file`: an officer of the borrower who prepares or confirms, or a maker of the bank.
	pub(crate) fn authorise_party(
		who: &T::AccountId,
		borrower: OrgId,
		bank: OrgId,
	) -> Result<Actor, DispatchError> {
		let actor = T::Directory::authorise(who, Duty::Maker)
			.or_else(|_| T::Directory::authorise(who, Duty::Confirm))?;
		if actor.org == bank {
			// A bank confirms nothing here: it needs the maker, and the directory's own refusal where there is none.
			return T::Directory::authorise(who, Duty::Maker);
		}
		ensure!(actor.org == borrower, Error::<T>::PartyNotAllowed);
		Ok(actor)
	}

	/// `revise`, `withdraw`: such an officer of the organisation that filed the evidence.
	pub(crate) fn authorise_filer(
		who: &T::AccountId,
		record: &EvidenceRecord,
	) -> Result<Actor, DispatchError> {
		let facts = T::Loans::facts(record.loan)?;
		let actor = Self::authorise_party(who, facts.borrower, facts.bank)?;
		ensure!(record.is_of(&facts), Error::<T>::PartiesChanged);
		ensure!(actor.org == record.filer, Error::<T>::FilerNotAllowed);
		Ok(actor)
	}

	/// `take_over`: an attesting officer of the loan's bank or market regulator of today.
	pub(crate) fn authorise_side(
		who: &T::AccountId,
		loan: LoanId,
	) -> Result<(Actor, LoanFacts), DispatchError> {
		let actor = T::Directory::authorise(who, Duty::Attest)?;
		let facts = T::Loans::facts(loan)?;
		let is_side = [facts.bank, facts.regulator].contains(&actor.org);
		ensure!(is_side, Error::<T>::AttesterNotAllowed);
		Ok((actor, facts))
	}

	/// `give_verdict`, `retract`: an attesting officer of one of the two sides, and which side that is. One
	/// person is enough on each: money needs both sides, and what takes a verdict back only stops it.
	pub(crate) fn authorise_attester(
		who: &T::AccountId,
		record: &EvidenceRecord,
	) -> Result<(Actor, Side), DispatchError> {
		let actor = T::Directory::authorise(who, Duty::Attest)?;
		let is_taken_over = record.is_of(&T::Loans::facts(record.loan)?);
		ensure!(is_taken_over, Error::<T>::PartiesChanged);
		let side = record.side_of(actor.org).ok_or(Error::<T>::AttesterNotAllowed)?;
		Ok((actor, side))
	}
}
