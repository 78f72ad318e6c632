//! Holds (止付): no money leaves the loan.

use crate::pallet::{Config, Error, Event, Holds, Loans, Pallet, WaitingFor};
use crate::types::hold::{Hold, HoldRecord};
use crate::types::waiting::ContractStage;
use frame::prelude::*;
use zhidai_primitives::traits::{Calendar, Directory};
use zhidai_primitives::{Actor, Duty, HoldKind, LoanId, LoanState, OfficerId, Ordered, OrgId};

impl<T: Config> Pallet<T> {
	/// One person is enough to stop money: it is undone, where wrong, by two.
	pub(crate) fn do_hold(origin: OriginFor<T>, id: LoanId, hold: Hold) -> DispatchResult {
		let kind = hold.kind();
		let actor = Self::holder(origin, kind)?;
		let mut loan = Self::held_by(actor, id, kind)?;
		loan.ensure(&[LoanState::Offered, LoanState::Active]).map_err(Error::<T>::from)?;
		let (placed_on, (order, until)) = (T::Calendar::today(), hold.order_and_end());
		ensure!(until.is_none_or(|until| until >= placed_on), Error::<T>::HoldEndsInPast);
		let standing = Holds::<T>::get(id, kind);
		let free = standing.is_none_or(|standing| standing.gives_way_to(actor.org, until, placed_on));
		ensure!(free, Error::<T>::AlreadyHeld);

		loan.holds = loan.holds.with(kind);
		let (by, officer) = (actor.org, actor.officer);
		let record = HoldRecord { placed_by: by, officer, placed_on, order, until, lift_asked_by: None };
		// What was asked of the hold that gives way is void.
		Self::forget_asked(id, kind, standing.and_then(|standing| standing.lift_asked_by));
		Holds::<T>::insert(id, kind, record);
		Loans::<T>::insert(id, loan);
		Self::deposit_event(Event::HoldPlaced { loan: id, kind, by, officer, until });
		Ok(())
	}

	/// The first officer asks, the second, a checker and another person, agrees: then the hold is gone.
	pub(crate) fn do_lift_hold(origin: OriginFor<T>, id: LoanId, kind: HoldKind) -> DispatchResult {
		let actor = Self::lifter(&ensure_signed(origin)?, kind)?;
		Self::held_by(actor, id, kind)?;
		let mut record = Holds::<T>::get(id, kind).ok_or(Error::<T>::HoldUnknown)?;
		Self::ensure_may_lift(actor, kind, &record)?;
		match record.lift_asked_by {
			Some(first) => Self::agree_to_lift(actor, id, kind, first),
			None => {
				let (by, officer) = (actor.org, actor.officer);
				record.lift_asked_by = Some((by, officer));
				WaitingFor::<T>::insert(by, (ContractStage::Lift(kind), Ordered::from(id.0)), ());
				Holds::<T>::insert(id, kind, record);
				Self::deposit_event(Event::HoldLiftAsked { loan: id, kind, by, officer });
				Ok(())
			}
		}
	}

	fn agree_to_lift(actor: Actor, id: LoanId, kind: HoldKind, first: (OrgId, OfficerId)) -> DispatchResult {
		T::Directory::ensure_different_persons(first.1, actor.officer)?;
		ensure!(actor.duties.has(Duty::Checker), Error::<T>::DutyMissing);
		Self::forget_asked(id, kind, Some(first));
		Loans::<T>::mutate_extant(id, |loan| loan.holds = loan.holds.without(kind));
		Holds::<T>::remove(id, kind);
		Self::deposit_event(Event::HoldLifted { loan: id, kind, by: actor.org, officer: actor.officer });
		Ok(())
	}

	/// A court's order is lifted by who entered it, or by a bureau whose region contains that one's: no lower level
	/// undoes what a higher one did.
	fn ensure_may_lift(actor: Actor, kind: HoldKind, record: &HoldRecord) -> DispatchResult {
		let is_courts = kind == HoldKind::Judicial;
		match is_courts && record.placed_by != actor.org && record.stands_on(T::Calendar::today()) {
			true => Self::ensure_competent(actor.org, record.placed_by),
			false => Ok(()),
		}
	}

	/// Nobody waits any more for what was asked.
	fn forget_asked(id: LoanId, kind: HoldKind, asked: Option<(OrgId, OfficerId)>) {
		if let Some((org, _)) = asked {
			WaitingFor::<T>::remove(org, (ContractStage::Lift(kind), Ordered::from(id.0)));
		}
	}
}
