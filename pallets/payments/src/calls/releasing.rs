//! Release (授权) and leaving lines out.

use crate::{
	store::{allocations::bears, Taken},
	types::{
		draft::Draft,
		line::{LineStep, Movements},
		records::{Disposal, DraftKey, LedTo, LineNumbers, Lines, Signatures},
	},
	weights::WeightInfo,
	Config, DraftLines, Drafts, Error, Event, LineExtras, Pallet, Payments, Repays,
};
use alloc::{collections::BTreeMap, vec::Vec};
use core::cell::Cell;
use frame::{deps::sp_runtime::ArithmeticError, prelude::*};
use zhidai_primitives::{
	traits::{Calendar, Directory, LoanInspect},
	Actor, Digest, DraftLine, DraftNo, Duty, Fen, LoanId, Ordered, SignedBy, Uetr,
};

impl<T: Config> Pallet<T> {
	/// All lines that still follow the draft, or these of them.
	pub(crate) fn do_release(
		origin: OriginFor<T>,
		loan: LoanId,
		number: DraftNo,
		digest: Digest,
		named: LineNumbers,
	) -> DispatchResultWithPostInfo {
		let (actor, facts) = Self::bank_officer(origin, loan, Duty::Release)?;
		// Before the signatures: those of who is suspended count no more, which is not why nothing leaves.
		Self::ensure_parties(&facts)?;
		let mut taken = Self::take_draft((loan, number), &facts)?;
		let counting = Self::counting(&taken.draft);
		Self::sign_release(actor, &mut taken, digest, counting)?;

		let numbers: Vec<u16> =
			if named.is_empty() { taken.draft.following().collect() } else { named.into_inner() };
		let all = DraftLines::<T>::get(loan, Ordered::from(number));
		let by = T::Directory::signature(actor.officer);
		let (lines, movements) = Self::part_lines(by, &mut taken.draft, numbers, &all)?;
		let reported = Cell::new(0);
		let repays = taken.draft.repays;
		let released = lines.iter().copied();
		let broken = Self::release_violations(loan, &facts, repays, released, Some(&reported)).next();
		broken.map_or(Ok(()), |first| Err(first.rule))?;
		let beside = Self::ensure_documents_payable(taken.key, repays, &lines)?;

		Self::let_go(actor, &taken, &lines, movements)?;
		Self::put_or_close_draft(taken);
		let weight = Self::released_weight(lines.len(), repays, reported.get());
		Ok(Some(weight.saturating_add(Self::released_beside(lines.len(), repays, beside))).into())
	}

	/// The releaser's signature over a draft that was taken, of whose others these count still.
	pub(crate) fn sign_release(
		actor: Actor,
		taken: &mut Taken,
		digest: Digest,
		counting: Signatures,
	) -> DispatchResult {
		let today = T::Calendar::today();
		let others = taken.draft.release(actor.officer, digest, today, counting).map_err(Error::<T>::from)?;
		Self::ensure_another_person(actor, others)
	}

	/// These lines are released in the draft by this officer; yields them, and what that does to the ledger.
	pub(crate) fn part_lines<'a>(
		by: SignedBy,
		draft: &mut Draft,
		numbers: Vec<u16>,
		all: &'a Lines,
	) -> Result<(Vec<(u16, &'a DraftLine)>, Movements), DispatchError> {
		let mut lines = Vec::with_capacity(numbers.len());
		let mut movements = None;
		for position in numbers {
			movements = Some(draft.part(position, LineStep::Release).map_err(Error::<T>::from)?);
			let line = all.get(usize::from(position)).ok_or(Error::<T>::LineNotOpen { line: position })?;
			lines.push((position, line));
		}
		draft.decided_by.note(by, lines.iter().map(|(line, _)| *line));
		Ok((lines, movements.unwrap_or_default()))
	}

	/// The money of these lines may leave the bank: it moves in the ledger, and everybody is told.
	pub(crate) fn let_go(
		actor: Actor,
		taken: &Taken,
		lines: &[(u16, &DraftLine)],
		movements: Movements,
	) -> DispatchResult {
		let uses = lines.iter().map(|(_, line)| (line.plan_line, line.amount()));
		Self::post(taken.key.0, movements, uses)?;
		if taken.draft.repays {
			Self::replace_returned(taken.key, lines)?;
		}
		Self::tell_release(actor, taken.key, &taken.draft, lines)
	}

	/// So much of what is on hand of the payments that came back leads to these lines.
	fn replace_returned((loan, number): DraftKey, lines: &[(u16, &DraftLine)]) -> DispatchResult {
		let returned = Repays::<T>::get(loan, Ordered::from(number));
		for (position, line) in lines {
			let refused = Error::<T>::NotReturned { line: *position };
			let uetr: Uetr =
				*returned.get(usize::from(*position)).ok_or(Error::<T>::NotReturned { line: *position })?;
			let old = Payments::<T>::get(uetr).ok_or(Error::<T>::PaymentUnknown)?;
			let mut extra = LineExtras::<T>::get(uetr).ok_or(refused)?;
			let led_to = LedTo::PaidAgain { by: line.uetr };
			let disposal = Disposal { amount_fen: line.amount_fen, led_to };
			Self::carry_parts(&old, (bears(&old, &extra), line.amount()), ((loan, number), *position));
			// Where the payment stands after it waits for nobody, as before.
			Drafts::<T>::mutate(old.loan, Ordered::from(old.draft), |draft| -> DispatchResult {
				let draft = draft.as_mut().ok_or(Error::<T>::DraftUnknown)?;
				Self::lead(draft, old.line, &mut extra, disposal)
			})?;
			extra.paying_again = None;
			LineExtras::<T>::insert(uetr, extra);
			Self::deposit_event(Event::PaymentPaidAgain { uetr, paid_again_by: line.uetr, loan });
		}
		Ok(())
	}

	/// Tells of the release.
	fn tell_release(
		actor: Actor,
		(loan, number): DraftKey,
		draft: &Draft,
		lines: &[(u16, &DraftLine)],
	) -> DispatchResult {
		let (mut payees, mut sum) = (BTreeMap::new(), Fen::ZERO);
		for (_, line) in lines {
			let payee = match payees.get(&line.plan_line) {
				Some(payee) => *payee,
				None => {
					let payee = T::Loans::plan_line(loan, line.plan_line)?.payee;
					payees.insert(line.plan_line, payee);
					payee
				}
			};
			sum = sum.checked_add(line.amount()).ok_or(ArithmeticError::Overflow)?;
			let (uetr, amount_fen) = (line.uetr, line.amount_fen);
			Self::deposit_event(Event::PaymentReleased { uetr, loan, payee, amount_fen });
		}
		let (digest, sum_fen, officer) = (draft.digest, sum.0, actor.officer);
		let count = u16::try_from(lines.len()).unwrap_or(u16::MAX);
		Self::deposit_event(Event::Released { loan, draft: number, digest, count, sum_fen, officer });
		Ok(())
	}

	/// Leaves lines of an approved draft out: undrawn again.
	pub(crate) fn do_exclude(
		origin: OriginFor<T>,
		loan: LoanId,
		number: DraftNo,
		digest: Digest,
		lines: &LineNumbers,
	) -> DispatchResultWithPostInfo {
		let (actor, facts) = Self::bank_officer(origin, loan, Duty::Checker)?;
		let mut taken = Self::take_draft((loan, number), &facts)?;
		taken.draft.exclude(digest).map_err(Error::<T>::from)?;
		ensure!(!lines.is_empty(), Error::<T>::EmptyDraft);
		for line in lines {
			taken.draft.part(*line, LineStep::Exclude).map_err(Error::<T>::from)?;
		}
		taken.draft.decided_by.note(T::Directory::signature(actor.officer), lines.iter().copied());
		let sum_fen = Self::undraw(taken.key, &taken.draft, lines)?.0;
		let (count, officer) = (u16::try_from(lines.len()).unwrap_or(u16::MAX), actor.officer);
		Self::put_or_close_draft(taken);
		Self::deposit_event(Event::Excluded { loan, draft: number, digest, count, sum_fen, officer });
		let weight = Self::over_plan_lines(T::WeightInfo::exclude, lines.len());
		Ok(Some(weight.saturating_add(Self::allocated_weight((loan, number)))).into())
	}
}
