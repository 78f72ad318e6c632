//! Release (授权) and leaving lines out.

use crate::{
	line::LineStep, ByPayee, Config, Draft, DraftKey, DraftLines, Drafts, Error, Event, LineNumbers, Pallet,
	Payments, Repays, WeightInfo,
};
use alloc::vec::Vec;
use frame::{deps::sp_runtime::ArithmeticError, prelude::*};
use zhidai_primitives::{
	traits::{Calendar, LoanBook},
	Actor, Digest, DraftLine, Fen, LoanId, Uetr, MAX_LINES,
};

impl<T: Config> Pallet<T> {
	/// The most that a release of so many lines costs; none named means all, and a draft that pays again costs more.
	pub(crate) fn release_weight(named: usize) -> Weight {
		let lines = if named == 0 { MAX_LINES.saturated_into() } else { named };
		let first = Self::over_plan_lines(T::WeightInfo::release, lines);
		first.max(Self::over_plan_lines(T::WeightInfo::release_again, lines))
	}

	/// Releases lines of an approved draft; yields how many, and whether they pay returned money again.
	pub(crate) fn authorise_lines(
		actor: Actor,
		key: DraftKey,
		digest: Digest,
		named: LineNumbers,
	) -> Result<(u16, bool), DispatchError> {
		let (loan, number) = key;
		let mut draft = Self::draft_of(key)?;
		let others = draft.release(actor.officer, digest, T::Calendar::today()).map_err(Error::<T>::from)?;
		Self::ensure_another_person(actor, others)?;

		let numbers: Vec<u16> =
			if named.is_empty() { draft.following().collect() } else { named.into_inner() };
		let all = DraftLines::<T>::get(loan, number);
		let mut lines = Vec::with_capacity(numbers.len());
		let mut movements = None;
		for line in &numbers {
			movements = Some(draft.part(*line, LineStep::Release).map_err(Error::<T>::from)?);
			let of = all.get(usize::from(*line)).ok_or(Error::<T>::LineNotOpen { line: *line })?;
			lines.push((*line, of));
		}
		let facts = T::Loans::facts(loan)?;
		let broken = Self::release_violations(loan, &facts, lines.iter().copied()).next();
		broken.map_or(Ok(()), |first| Err(first.rule))?;

		let uses = lines.iter().map(|(_, of)| (of.plan_line, of.amount()));
		Self::post(loan, movements.unwrap_or_default(), uses)?;
		if draft.repays {
			Self::replace_returned(key, &lines)?;
		}
		let payments: Vec<&DraftLine> = lines.iter().map(|(_, of)| *of).collect();
		Self::tell_release(actor, key, &draft, &payments)?;
		let repays = draft.repays;
		Self::store(key, draft)?;
		Ok((u16::try_from(lines.len()).unwrap_or(u16::MAX), repays))
	}

	/// The returned payments that these lines pay again are done with.
	fn replace_returned((loan, number): DraftKey, lines: &[(u16, &DraftLine)]) -> DispatchResult {
		let returned = Repays::<T>::get(loan, number);
		for (line, of) in lines {
			let refused = Error::<T>::NotReturned { line: *line };
			let uetr: Uetr =
				*returned.get(usize::from(*line)).ok_or(Error::<T>::NotReturned { line: *line })?;
			let old = Payments::<T>::get(uetr).ok_or(Error::<T>::NoSuchPayment)?;
			Drafts::<T>::try_mutate(old.loan, old.draft, |draft| {
				draft.as_mut().and_then(|draft| draft.step(old.line, LineStep::PayAgain)).ok_or(refused)
			})?;
			Self::deposit_event(Event::PaymentPaidAgain { uetr, paid_again_by: of.uetr, loan });
		}
		Ok(())
	}

	fn tell_release(actor: Actor, key: DraftKey, draft: &Draft, lines: &[&DraftLine]) -> DispatchResult {
		let (loan, number) = key;
		let mut payees = alloc::collections::BTreeMap::new();
		let mut sum = Fen::ZERO;
		for line in lines {
			let payee = match payees.get_mut(&line.plan_line) {
				Some((payee, count)) => {
					*count = u16::saturating_add(*count, 1);
					*payee
				}
				None => {
					let payee = T::Loans::plan_line(loan, line.plan_line)?.payee;
					payees.insert(line.plan_line, (payee, 1));
					payee
				}
			};
			sum = sum.checked_add(line.amount()).ok_or(ArithmeticError::Overflow)?;
			let (uetr, amount_fen) = (line.uetr, line.amount_fen);
			Self::deposit_event(Event::PaymentReleased { uetr, loan, payee, amount_fen });
		}
		for (payee, count) in payees.into_values() {
			ByPayee::<T>::mutate(payee, key, |released| *released = released.saturating_add(count));
		}
		let (digest, sum_fen, officer) = (draft.digest, sum.0, actor.officer);
		let count = u16::try_from(lines.len()).unwrap_or(u16::MAX);
		Self::deposit_event(Event::Released { loan, draft: number, digest, count, sum_fen, officer });
		Ok(())
	}

	/// Leaves lines of an approved draft out.
	pub(crate) fn leave_out(
		actor: Actor,
		key: DraftKey,
		digest: Digest,
		lines: &LineNumbers,
	) -> DispatchResult {
		let (loan, number): (LoanId, _) = key;
		let mut draft = Self::draft_of(key)?;
		draft.exclude(digest).map_err(Error::<T>::from)?;
		for line in lines {
			draft.part(*line, LineStep::Exclude).map_err(Error::<T>::from)?;
		}
		let sum_fen = Self::undraw(key, &draft, lines)?.0;
		let (count, officer) = (u16::try_from(lines.len()).unwrap_or(u16::MAX), actor.officer);
		Self::store(key, draft)?;
		Self::deposit_event(Event::Excluded { loan, draft: number, digest, count, sum_fen, officer });
		Ok(())
	}
}
