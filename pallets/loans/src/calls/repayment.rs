//! Principal comes back (还本).

use crate::pallet::{BankReferences, Config, Entered, Error, Event, Ledgers, Pallet, Repayments, WaitingFor};
use crate::types::contract::Loan;
use crate::types::repayment::{EnteredRepayment, Repayment};
use crate::types::waiting::{ContractStage, WaitingKey};
use frame::prelude::*;
use zhidai_primitives::traits::{Calendar, Directory, Movement};
use zhidai_primitives::{Actor, Day, Digest, Duty, Fen, LoanId, LoanState, SignedBy};

impl<T: Config> Pallet<T> {
	/// The first officer enters, the second, a checker and another person, enters the same again (双人录入): then
	/// it is booked.
	pub(crate) fn do_book_repayment(
		origin: OriginFor<T>,
		id: LoanId,
		amount: Fen,
		bank_reference: Digest,
		booked_on: Day,
	) -> DispatchResult {
		let actor = Self::booking_officer(origin)?;
		let loan = Self::lent_by(actor, id)?;
		let by = T::Directory::signature(actor.officer);
		let entry = EnteredRepayment { bank_reference, amount, booked_on, corrects: None, by };
		Self::ensure_repayment(id, &loan, &entry)?;
		match Self::standing_entry(id, bank_reference) {
			Some(first) if first.by.officer != actor.officer && actor.duties.has(Duty::Checker) => {
				Self::check_repayment(actor, id, &loan, first, entry)
			}
			// It is entered anew: its own, one that somebody left behind, or one that counts no more. An entry counts
			// nowhere.
			_ => Self::enter_repayment(id, &loan, entry),
		}
	}

	/// What a colleague entered under this reference, where that counts still.
	pub(crate) fn standing_entry(id: LoanId, bank_reference: Digest) -> Option<EnteredRepayment> {
		let entered =
			Entered::<T>::get(id).into_iter().find(|entry| entry.bank_reference == bank_reference)?;
		Self::could_book(entered.by).then_some(entered)
	}

	/// Whether an officer could enter today what a bank booked, with the same key.
	pub(crate) fn could_book(by: SignedBy) -> bool {
		let mut duties = [Duty::Maker, Duty::Checker].into_iter();
		duties.any(|duty| T::Directory::signature_counts(by.officer, by.key_number, duty))
	}

	fn enter_repayment(id: LoanId, loan: &Loan, entry: EnteredRepayment) -> DispatchResult {
		Self::put_entered(id, loan, entry)?;
		let EnteredRepayment { bank_reference, amount, booked_on, by, .. } = entry;
		let (amount_fen, officer) = (amount, by.officer);
		Self::deposit_event(Event::RepaymentEntered {
			loan: id,
			bank_reference,
			amount_fen,
			booked_on,
			officer,
		});
		Ok(())
	}

	fn check_repayment(
		actor: Actor,
		id: LoanId,
		loan: &Loan,
		first: EnteredRepayment,
		second: EnteredRepayment,
	) -> DispatchResult {
		T::Directory::ensure_different_persons(first.by.officer, actor.officer)?;
		let EnteredRepayment { bank_reference, amount, booked_on, .. } = second;
		ensure!((first.amount, first.booked_on) == (amount, booked_on), Error::<T>::RepaymentDiffers);
		let mut ledger = Self::signed_ledger(id)?;
		ledger.post(Movement::Repay, amount).map_err(Error::<T>::from)?;

		Self::forget_entered(id, loan, bank_reference);
		Ledgers::<T>::insert(id, ledger);
		BankReferences::<T>::insert(loan.bank, bank_reference, id);
		let (officer, checker) = (first.by.officer, actor.officer);
		let booked = Repayment { amount, booked_on, officer, checker, corrected: None };
		Repayments::<T>::insert(id, bank_reference, booked);
		Self::deposit_event(Event::RepaymentBooked {
			loan: id,
			bank_reference,
			amount_fen: amount,
			booked_on,
			officer: checker,
		});
		Ok(())
	}

	pub(crate) fn forget_entered(id: LoanId, loan: &Loan, bank_reference: Digest) {
		Entered::<T>::mutate_exists(id, |stored| {
			let mut entered = stored.take().unwrap_or_default();
			entered.retain(|other| other.bank_reference != bank_reference);
			*stored = (!entered.is_empty()).then_some(entered);
		});
		if !Entered::<T>::contains_key(id) {
			WaitingFor::<T>::remove(loan.bank, Self::to_check(id));
		}
	}

	/// The place of a loan's entered repayments in the bank's list.
	pub(crate) fn to_check(id: LoanId) -> WaitingKey {
		(ContractStage::Repayment, id.0.into())
	}

	/// A repayment that the bank can have booked: of something, since the contract was signed, under a new
	/// reference, of no more than is owed.
	fn ensure_repayment(id: LoanId, loan: &Loan, entry: &EnteredRepayment) -> DispatchResult {
		loan.ensure(&[LoanState::Active]).map_err(Error::<T>::from)?;
		let booked_on = entry.booked_on;
		ensure!(!entry.amount.is_zero(), Error::<T>::RepaymentZero);
		ensure!(booked_on <= T::Calendar::today(), Error::<T>::BookedInFuture);
		ensure!(loan.signed_on.is_some_and(|signed| booked_on >= signed), Error::<T>::BookedBeforeSigning);
		// Of the bank before this one the loan keeps its repayments, under that one's references.
		let used = BankReferences::<T>::contains_key(loan.bank, entry.bank_reference)
			|| Repayments::<T>::contains_key(id, entry.bank_reference);
		ensure!(!used, Error::<T>::ReferenceUsed);
		Self::signed_ledger(id)?.post(Movement::Repay, entry.amount).map_err(Error::<T>::from)?;
		Ok(())
	}
}
