//! A bank passes loans to another one.

use crate::pallet::{Config, Error, Event, Loans, Pallet, Transfers, WaitingFor};
use crate::types::party::LoanParty;
use crate::types::transfer::{Transfer, TransferredLoans};
use crate::types::waiting::{ContractStage, WaitingKey};
use frame::prelude::*;
use zhidai_primitives::traits::{Calendar, Checks, Directory};
use zhidai_primitives::{Actor, Duty, Fen, LoanId, OrgId, ShortText};

impl<T: Config> Pallet<T> {
	/// Each of four persons sends the same list: maker and checker of the bank that passes the loans on, then of the
	/// one that takes them. With the last one they pass; the borrowers are told.
	pub(crate) fn do_transfer(origin: OriginFor<T>, loans: TransferredLoans, to: OrgId) -> DispatchResult {
		let actor = Self::booking_officer(origin)?;
		let first = *loans.first().ok_or(Error::<T>::LoansMalformed)?;
		let from = Loans::<T>::get(first).ok_or(Error::<T>::LoanUnknown)?.bank;
		ensure!([from, to].contains(&actor.org), Error::<T>::BankNotAllowed);
		let limits = Self::ensure_transferable(&loans, from, to)?;
		let standing = Self::standing_transfer(first).filter(|it| (it.to, &it.loans) == (to, &loans));
		let (signed_on, signed) = (T::Calendar::today(), BoundedVec::default());
		let mut transfer = standing.unwrap_or(Transfer { to, loans, signed_on, signed });
		let duty = Self::ensure_next_signer(&transfer, from, actor)?;
		if duty == Duty::Checker {
			Self::count_transferred(actor, &limits)?;
		}
		let by = T::Directory::signature(actor.officer);
		transfer.signed.try_push(by).map_err(|_| Error::<T>::TransferSigned)?;
		let (count, officer) = (u16::try_from(transfer.loans.len()).unwrap_or(u16::MAX), actor.officer);
		Self::deposit_event(Event::TransferSigned { loan: first, count, from, to, by: actor.org, officer });
		match transfer.next(from) {
			Some((org, _)) => {
				Self::put_transfer(first, from, org, transfer);
				Ok(())
			}
			None => Self::pass_loans(actor, transfer, from),
		}
	}

	/// The bank that passes the loans on takes it back, or the one that was to take them declines: one person is
	/// enough, because nothing has passed.
	pub(crate) fn do_withdraw_transfer(
		origin: OriginFor<T>,
		first: LoanId,
		reason: ShortText,
	) -> DispatchResult {
		let actor = Self::booking_officer(origin)?;
		let from = Loans::<T>::get(first).ok_or(Error::<T>::LoanUnknown)?.bank;
		let to = Transfers::<T>::get(first).ok_or(Error::<T>::TransferUnknown)?.to;
		ensure!([from, to].contains(&actor.org), Error::<T>::BankNotAllowed);
		Self::forget_transfer(first, from);
		let (by, officer) = (actor.org, actor.officer);
		Self::deposit_event(Event::TransferWithdrawn { loan: first, from, to, by, officer, reason });
		Ok(())
	}

	/// Each loan's whole limit counts with what the checker checks for its borrower today: above its own limit another
	/// checker signs.
	fn count_transferred(actor: Actor, limits: &[(OrgId, Fen)]) -> DispatchResult {
		limits.iter().try_for_each(|(borrower, limit)| {
			T::Directory::count_checked(actor.officer, *borrower, Checks::Offers, *limit)
		})
	}

	/// The duty with which the officer signs next. Refuses whose turn it is not, and who signed before.
	fn ensure_next_signer(transfer: &Transfer, from: OrgId, actor: Actor) -> Result<Duty, DispatchError> {
		let (org, duty) = transfer.next(from).ok_or(Error::<T>::TransferSigned)?;
		match actor.org == org {
			true => {}
			// The bank that takes them only agrees to what two of the other one have signed.
			false if org == from => return Err(Error::<T>::TransferUnknown.into()),
			false => return Err(Error::<T>::TransferSigned.into()),
		}
		for (by, _) in transfer.signatures() {
			T::Directory::ensure_different_persons(by.officer, actor.officer)?;
		}
		let missing = if duty == Duty::Maker { Error::SignerNotAllowed } else { Error::<T>::DutyMissing };
		ensure!(actor.duties.has(duty), missing);
		Ok(duty)
	}

	fn pass_loans(actor: Actor, transfer: Transfer, from: OrgId) -> DispatchResult {
		let to = transfer.to;
		for id in transfer.loans {
			let loan = Loans::<T>::get(id).ok_or(Error::<T>::LoanUnknown)?;
			let borrower = loan.borrower;
			Self::put_party(id, loan, LoanParty::Bank, to, actor)?;
			Self::deposit_event(Event::LoanTransferred { loan: id, borrower, from, to });
		}
		Ok(())
	}

	/// The place of a transfer, by its first loan, in the list of who signs next.
	pub(crate) fn to_transfer(first: LoanId) -> WaitingKey {
		(ContractStage::Transfer, first.0.into())
	}

	/// Forgets the transfer that begins with this loan: it is closed, or another bank's.
	pub(crate) fn forget_transfer(first: LoanId, from: OrgId) {
		if let Some(transfer) = Transfers::<T>::take(first) {
			for org in [from, transfer.to] {
				WaitingFor::<T>::remove(org, Self::to_transfer(first));
			}
		}
	}
}
