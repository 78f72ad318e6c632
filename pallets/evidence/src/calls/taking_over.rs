//! Evidence follows its loan to another bank, market regulator or borrower.

use crate::{Config, Error, Event, Pallet};
use frame::prelude::*;
use zhidai_primitives::EvidenceId;

impl<T: Config> Pallet<T> {
	/// One person is enough: what the loan's parties are was decided where they changed. Verdicts stay as they were
	/// given, and what waits for one waits for the side that can give it.
	pub(crate) fn do_take_over(origin: OriginFor<T>, evidence: EvidenceId) -> DispatchResult {
		let who = ensure_signed(origin)?;
		let (record, state) = Self::known(evidence)?;
		let (actor, facts) = Self::authorise_side(&who, record.loan)?;
		ensure!(!record.is_of(&facts), Error::<T>::AlreadyTakenOver);
		let (loan, next) = (record.loan, record.taken_over(&facts));
		let (bank, regulator, filer, officer) = (next.bank, next.regulator, next.filer, actor.officer);
		Self::put_taken_over(evidence, &record, &state, next)?;
		Self::deposit_event(Event::TakenOver { evidence, loan, bank, regulator, filer, officer });
		Ok(())
	}
}
