//! Who may: which organisation and which duty for each call.

use crate::{Config, Error, EvidenceRecord, Pallet};
use frame::prelude::*;
use zhidai_primitives::traits::Directory;
use zhidai_primitives::{Actor, Duty, OrgId, Side};

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
		let actor = Self::authorise_party(who, record.content.buyer, record.bank)?;
		ensure!(actor.org == record.filer, Error::<T>::FilerNotAllowed);
		Ok(actor)
	}

	/// `give_verdict`, `retract`: an attesting officer of one of the two sides, and which side that is. One
	/// person is enough on each: money needs both sides, and what takes a verdict back only stops it.
	pub(crate) fn authorise_attester(
		who: &T::AccountId,
		record: &EvidenceRecord,
	) -> Result<(Actor, Side), DispatchError> {
		let actor = T::Directory::authorise(who, Duty::Attest)?;
		let side = record.side_of(actor.org).ok_or(Error::<T>::AttesterNotAllowed)?;
		Ok((actor, side))
	}
}
