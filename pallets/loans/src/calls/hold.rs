//! Holds (止付): no money leaves the loan.

use crate::pallet::{Config, Error, Event, Holds, Loans, Pallet};
use crate::types::ask::Ask;
use crate::types::contract::Loan;
use crate::types::hold::{Hold, HoldKey, HoldRecord, Lift};
use frame::prelude::*;
use zhidai_primitives::traits::{Calendar, Directory};
use zhidai_primitives::{Actor, HoldKind, LoanId, LoanState, OrgStatus};

impl<T: Config> Pallet<T> {
	/// One person is enough to stop money: it is undone, where wrong, by two.
	pub(crate) fn do_hold(origin: OriginFor<T>, id: LoanId, hold: Hold) -> DispatchResult {
		let kind = hold.kind();
		let actor = Self::holder(origin, kind)?;
		let (today, until, key) = (T::Calendar::today(), hold.until(), hold.key(actor.org));
		let before = Holds::<T>::get(id);
		// What ran out is not extended but placed anew.
		let extends = before.find(&key).is_some_and(|own| own.stands_on(today));
		let loan = Self::held_by(actor, id, kind, extends)?;
		loan.ensure(&[LoanState::Offered, LoanState::Active]).map_err(Error::<T>::from)?;
		ensure!(until.is_none_or(|until| until >= today), Error::<T>::HoldEndsInPast);
		let officer = actor.officer;
		let record = HoldRecord { key, officer, placed_on: today, until, lift_asked_by: None };
		let mut after = before.clone();
		// What was asked of a hold that gives way is void.
		after.place(record, today).map_err(Error::<T>::from)?;

		Self::put_holds(id, loan, &before, after, None);
		let HoldKey { placed_by: by, reference, .. } = key;
		Self::deposit_event(Event::HoldPlaced { loan: id, kind, reference, by, officer, until });
		Ok(())
	}

	/// The first officer asks, the second, another person, agrees, and one of the two is a checker: then this hold is
	/// gone, and no other.
	pub(crate) fn do_lift_hold(origin: OriginFor<T>, id: LoanId, key: HoldKey) -> DispatchResult {
		let HoldKey { kind, placed_by, reference } = key;
		let who = ensure_signed(origin)?;
		let actor = Self::lifter(&who, kind)?;
		let loan = Loans::<T>::get(id).ok_or(Error::<T>::LoanUnknown)?;
		let before = Holds::<T>::get(id);
		let record = before.find(&key).ok_or(Error::<T>::HoldUnknown)?;
		Self::ensure_may_lift(actor, &loan, record)?;
		let (by, officer, mut after) = (actor.org, actor.officer, before.clone());
		let (event, lifted) = match Self::lift_ask(record) {
			Some(ask) => {
				T::Directory::ensure_different_persons(ask.officer, officer)?;
				ensure!(Self::may_agree(ask, kind, actor.org, actor.duties), Error::<T>::DutyMissing);
				after.remove(&key);
				let lifted = Lift { org: by, asked_by: ask.officer, agreed_by: officer };
				(Event::HoldLifted { loan: id, kind, placed_by, reference, by, officer }, Some(lifted))
			}
			// Also in the place of what was asked and counts no more.
			None => {
				let asked_on = T::Calendar::today();
				after.ask_to_lift(&key, Ask { org: by, officer, account: who, asked_on });
				(Event::HoldLiftAsked { loan: id, kind, placed_by, reference, by, officer }, None)
			}
		};
		Self::put_holds(id, loan, &before, after, lifted);
		Self::deposit_event(event);
		Ok(())
	}

	/// A hold is lifted by who placed it, or by who took that one's place: as competent as they is not enough. Where
	/// who placed it has left, who could place it now lifts it, of a court's order a bureau whose region contains that
	/// one's; and a court's that ran out stops nothing, so that any bureau that is competent for the borrower clears
	/// it away. A bank's own goes with the loan: who lends it now lifts it, and is nobody's hostage.
	fn ensure_may_lift(actor: Actor, loan: &Loan, record: &HoldRecord<T::AccountId>) -> DispatchResult {
		let HoldKey { kind, placed_by, .. } = record.key;
		if placed_by == actor.org || T::Directory::is_successor(actor.org, placed_by) {
			return Ok(());
		}
		let has_left = T::Directory::status(placed_by) == Some(OrgStatus::Exited);
		match kind {
			HoldKind::Judicial if !record.stands_on(T::Calendar::today()) => {
				Self::ensure_competent(actor.org, loan.borrower)
			}
			HoldKind::Judicial if has_left => Self::ensure_competent(actor.org, placed_by),
			HoldKind::Regulator if has_left && actor.org == loan.regulator => Ok(()),
			HoldKind::Bank | HoldKind::AntiMoneyLaundering if actor.org == loan.bank => Ok(()),
			_ => Err(Error::<T>::LiftNotAllowed.into()),
		}
	}
}
