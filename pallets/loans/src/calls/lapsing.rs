//! Offers whose last day is over end (失效).

use crate::pallet::{Config, Error, Event, LapseFrom, LapseQueue, Loans, Pallet};
use crate::WeightInfo;
use frame::prelude::*;
use zhidai_primitives::traits::{Calendar, Quota};
use zhidai_primitives::{Day, LoanId, Ordered};

/// How many days without offers the sweep passes over in one block.
pub(crate) const DAYS_PER_SWEEP: u32 = 8;

impl<T: Config> Pallet<T> {
	/// By either party, before the sweep comes to it: it takes nothing that the day has not taken.
	pub(crate) fn do_lapse(origin: OriginFor<T>, id: LoanId) -> DispatchResult {
		let actor = Self::party_officer(origin)?;
		let loan = Loans::<T>::get(id).ok_or(Error::<T>::LoanUnknown)?;
		Self::speaks_for_borrower(actor, &loan)?;
		Self::lapse_offer(id)
	}

	/// Books that the last day of an offer is over. What its borrower asked for of the limit over all banks is free.
	fn lapse_offer(id: LoanId) -> DispatchResult {
		let (mut loan, terms) = Self::contract(id)?;
		let (waited_for, last_day) = (loan.waits_for(id), terms.pinned.expires_on);
		loan.lapse().map_err(Error::<T>::from)?;
		ensure!(T::Calendar::today() > last_day, Error::<T>::OfferStands);

		T::Quota::close(id);
		Self::close_offer(id, &loan, last_day);
		Self::deposit_event(Event::OfferLapsed { loan: id, bank: loan.bank, borrower: loan.borrower });
		Self::put_loan(id, loan, waited_for);
		Ok(())
	}

	/// Books one lapse, or passes over a few days without offers; yields what it cost.
	pub(crate) fn sweep(remaining: Weight) -> Weight {
		let (sweep, lapse) = (<T as Config>::WeightInfo::sweep(), <T as Config>::WeightInfo::lapse());
		let has_room = remaining.all_gte(sweep.saturating_add(lapse));
		let Some(mut day) = LapseFrom::<T>::get().filter(|_| has_room) else {
			return T::DbWeight::get().reads(1);
		};
		let (today, first) = (T::Calendar::today(), day);
		if day >= today {
			return T::DbWeight::get().reads(3);
		}
		let mut cost = sweep;
		for _ in 0..DAYS_PER_SWEEP {
			if day >= today {
				break;
			}
			if let Some(place) = LapseQueue::<T>::iter_key_prefix(day).next() {
				Self::lapse_from_queue(day, place);
				cost = cost.saturating_add(lapse);
				break;
			}
			day = day.plus_days(1).unwrap_or(today);
		}
		if day != first {
			LapseFrom::<T>::put(day);
		}
		cost
	}

	/// A lapse that is refused must not stand before all others for ever.
	fn lapse_from_queue(day: Day, place: Ordered) {
		if Self::lapse_offer(place.into()).is_err() {
			LapseQueue::<T>::remove(day, place);
		}
	}
}
