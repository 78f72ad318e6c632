//! Signatures over a draft's digest, before anything is released: mandate, maker, checker, and who refuses it.

use crate::{store::Taken, types::records::Signed, Config, Error, Event, Pallet, WeightInfo};
use alloc::vec::Vec;
use frame::prelude::*;
use zhidai_primitives::{
	traits::{Calendar, Checks, Directory},
	Actor, Digest, DraftNo, Duty, Fen, LoanId, ShortText,
};

/// What becomes of an approval that is above the checker's limit.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Above {
	/// It waits for a second checker.
	WaitsForSecond,
	/// It is refused.
	Refused,
}

impl<T: Config> Pallet<T> {
	pub(crate) fn do_mandate(
		origin: OriginFor<T>,
		loan: LoanId,
		draft: DraftNo,
		digest: Digest,
	) -> DispatchResult {
		let (actor, facts) = Self::mandating_officer(origin, loan)?;
		Self::ensure_parties(&facts)?;
		let mut taken = Self::take_to_sign((loan, draft), &facts)?;
		Self::sign_mandate(actor, &mut taken, digest)?;
		Self::put_draft(taken);
		Ok(())
	}

	/// The borrower's signature over a draft that was taken.
	pub(crate) fn sign_mandate(actor: Actor, taken: &mut Taken, digest: Digest) -> DispatchResult {
		let today = T::Calendar::today();
		let by = T::Directory::signature(actor.officer);
		let maker = taken.draft.mandate(by, digest, today).map_err(Error::<T>::from)?;
		Self::ensure_another_person(actor, maker)?;
		let ((loan, draft), Signed { count, sum_fen }) = (taken.key, taken.draft.signed());
		Self::deposit_event(Event::Mandated { loan, draft, digest, count, sum_fen, officer: actor.officer });
		Ok(())
	}

	pub(crate) fn do_make(
		origin: OriginFor<T>,
		loan: LoanId,
		draft: DraftNo,
		digest: Digest,
	) -> DispatchResult {
		let (actor, facts) = Self::bank_officer(origin, loan, Duty::Maker)?;
		Self::ensure_parties(&facts)?;
		let mut taken = Self::take_to_sign((loan, draft), &facts)?;
		let today = T::Calendar::today();
		let by = T::Directory::signature(actor.officer);
		let mandate = taken.draft.make(by, digest, today).map_err(Error::<T>::from)?;
		Self::ensure_another_person(actor, mandate)?;
		let Signed { count, sum_fen } = taken.draft.signed();
		Self::put_draft(taken);
		Self::deposit_event(Event::Made { loan, draft, digest, count, sum_fen, officer: actor.officer });
		Ok(())
	}

	pub(crate) fn do_approve(
		origin: OriginFor<T>,
		loan: LoanId,
		draft: DraftNo,
		digest: Digest,
	) -> DispatchResult {
		let (actor, facts) = Self::bank_officer(origin, loan, Duty::Checker)?;
		Self::ensure_parties(&facts)?;
		let mut taken = Self::take_to_sign((loan, draft), &facts)?;
		Self::sign_approval(actor, &mut taken, digest, Above::WaitsForSecond)?;
		Self::put_draft(taken);
		Ok(())
	}

	/// The checker's signature over a draft that was taken. Above its limit for this borrower and day it is kept, where
	/// another one's can come, which must cover it.
	pub(crate) fn sign_approval(
		actor: Actor,
		taken: &mut Taken,
		digest: Digest,
		above_limit: Above,
	) -> DispatchResult {
		let today = T::Calendar::today();
		let by = T::Directory::signature(actor.officer);
		// Who looked first and may approve it alone by now does so; a second look of the same checker is none.
		let own = taken.draft.signatures.first_check.take_if(|by| by.officer == actor.officer);
		let first = taken.draft.signatures.first_check.map(|by| by.officer);
		let others = taken.draft.approve(by, digest, today).map_err(Error::<T>::from)?;
		Self::ensure_another_person(actor, others.into_iter().chain(first))?;
		let ((loan, draft), Signed { count, sum_fen }) = (taken.key, taken.draft.signed());
		let officer = actor.officer;
		let event =
			match T::Directory::count_checked(officer, taken.borrower, Checks::Drawdowns, Fen(sum_fen)) {
				Ok(()) => Event::Approved { loan, draft, digest, count, sum_fen, officer },
				Err(above) => {
					let is_first = own.is_none() && first.is_none();
					ensure!(is_first && above_limit == Above::WaitsForSecond, above);
					taken.draft.await_second();
					Event::Checked { loan, draft, digest, count, sum_fen, officer }
				}
			};
		Self::deposit_event(event);
		Ok(())
	}

	pub(crate) fn do_reject(
		origin: OriginFor<T>,
		loan: LoanId,
		draft: DraftNo,
		digest: Digest,
		reason: ShortText,
	) -> DispatchResultWithPostInfo {
		let (actor, facts) = Self::party_officer(origin, loan, &[Duty::Maker, Duty::Checker])?;
		let mut taken = Self::take_draft((loan, draft), &facts)?;
		taken.draft.reject(digest).map_err(Error::<T>::from)?;
		let following: Vec<u16> = taken.draft.following().collect();
		Self::undraw(taken.key, &taken.draft, &following)?;
		let (Signed { count, sum_fen }, officer) = (taken.draft.signed(), actor.officer);
		Self::close_draft(taken);
		Self::deposit_event(Event::Rejected { loan, draft, digest, count, sum_fen, officer, reason });
		let weight = Self::over_plan_lines(T::WeightInfo::reject, count.into());
		Ok(Some(weight.saturating_add(Self::allocated_weight((loan, draft)))).into())
	}
}
