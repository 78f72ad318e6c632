//! A loan that is repaid ends (结清).

use crate::pallet::{Config, EarlyClosings, Error, Event, Loans, Pallet, WaitingFor};
use crate::types::ask::Ask;
use crate::types::closing::EarlyClosing;
use crate::types::contract::Loan;
use crate::types::waiting::{ContractStage, WaitingKey};
use frame::prelude::*;
use zhidai_primitives::books::Ledger;
use zhidai_primitives::traits::{Calendar, Directory, LoanInspect, Quota};
use zhidai_primitives::{Actor, Duty, LoanId};

impl<T: Config> Pallet<T> {
	/// Not while a hold stands: who placed it is not asked. Where nothing can be drawn any more, closing takes nothing
	/// from the borrower: a checker is enough. Before, it ends what the bank committed to lend, and two persons do it.
	pub(crate) fn do_close(origin: OriginFor<T>, id: LoanId) -> DispatchResult {
		let who = ensure_signed(origin)?;
		let actor = Self::booking(&who)?;
		let mut loan = Self::lent_by(actor, id)?;
		loan.close().map_err(Error::<T>::from)?;
		Self::ensure_not_held(id, &loan, T::Calendar::today())?;
		let ledger = Self::signed_ledger(id)?;
		ledger.ensure_closable().map_err(Error::<T>::from)?;
		let is_checker = actor.duties.has(Duty::Checker);
		match Self::is_early(id, &ledger)? {
			true if is_checker && Self::is_agreed(actor, id)? => Self::end(actor, id, loan),
			// A maker asks, also in the place of who asked before.
			true => Self::ask_to_close(actor, who, id, &loan, &ledger),
			false => {
				ensure!(is_checker, Error::<T>::DutyMissing);
				Self::end(actor, id, loan);
			}
		}
		Ok(())
	}

	/// Whether the borrower could still draw.
	fn is_early(id: LoanId, ledger: &Ledger) -> Result<bool, DispatchError> {
		let last = <Self as LoanInspect>::facts(id)?.drawable_until;
		Ok(!ledger.undrawn().is_zero() && T::Calendar::today() <= last)
	}

	/// Whether a colleague asks for it, who must be another person than this one.
	fn is_agreed(actor: Actor, id: LoanId) -> Result<bool, DispatchError> {
		let Some(asked) = Self::early_closing(id) else { return Ok(false) };
		T::Directory::ensure_different_persons(asked.ask.officer, actor.officer)?;
		Ok(true)
	}

	fn ask_to_close(actor: Actor, account: T::AccountId, id: LoanId, loan: &Loan, ledger: &Ledger) {
		let (bank, borrower, officer) = (loan.bank, loan.borrower, actor.officer);
		let ask = Ask { org: actor.org, officer, account, asked_on: T::Calendar::today() };
		EarlyClosings::<T>::insert(id, EarlyClosing { ask, drawn: ledger.drawn() });
		WaitingFor::<T>::insert(bank, Self::to_close(id), ());
		Self::deposit_event(Event::LoanCloseAsked { loan: id, bank, borrower, officer });
	}

	/// Its amount no longer counts against the borrower's limit, and its collection account is kept for it no more.
	fn end(actor: Actor, id: LoanId, loan: Loan) {
		let (bank, borrower, officer) = (loan.bank, loan.borrower, actor.officer);
		T::Quota::close(id);
		Self::close_collection(id, &loan);
		Self::count_open(&loan, false);
		// What was entered and never checked was not booked.
		Self::forget_entries(id, bank);
		Self::forget_regulator_change(id);
		Self::deposit_event(Event::LoanClosed { loan: id, bank, borrower, officer });
		Loans::<T>::insert(id, loan);
	}

	/// The place of a loan that shall be closed early in the bank's list.
	pub(crate) fn to_close(id: LoanId) -> WaitingKey {
		(ContractStage::Close, id.0.into())
	}
}
