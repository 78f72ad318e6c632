//! Drafts come and go: making, splitting, closing, lapsing.

use crate::{
	access::Party,
	store::{
		posting::{evidence_uses, plan_uses},
		Taken,
	},
	types::{
		allocation::{by_line, Allocations},
		draft::Draft,
		records::{
			DraftKey, Lines, PayAgainLines, PaymentRef, ReturnedPayments, Signed, SplitLine, PAYMENT_VERSION,
		},
	},
	Config, DraftAllocations, DraftLines, Error, Event, LapseFrom, LapseQueue, LineExtras, Pallet, Payments,
	Repays, WeightInfo,
};
use alloc::vec::Vec;
use frame::{
	deps::{frame_support::storage::with_storage_layer, sp_runtime::ArithmeticError},
	prelude::*,
};
use zhidai_primitives::{
	drawdown_digest, order_digest,
	traits::{Calendar, Directory, EvidenceDesk, LoanInspect, LoanMove, LoanRoom, Movement},
	Actor, Day, Digest, DraftLine, DraftNo, Duty, Fen, LoanFacts, LoanId, Ordered, PlanLineNo, Split, Uetr,
	MAX_LINES,
};

/// How many days without drafts the sweep passes over in one block.
pub(crate) const DAYS_PER_SWEEP: u32 = 8;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_draft(
		origin: OriginFor<T>,
		loan: LoanId,
		lines: Lines,
		expires_on: Day,
	) -> DispatchResult {
		let (actor, party, facts) = Self::drafter(origin, loan)?;
		Self::open(loan, &facts, (lines, Allocations::default()), None, expires_on, (actor, party))
	}

	pub(crate) fn do_drawdown(
		origin: OriginFor<T>,
		loan: LoanId,
		batch: Uetr,
		by: &Split,
		named: &[SplitLine],
		expires_on: Day,
	) -> DispatchResult {
		let (actor, party, facts) = Self::drafter(origin, loan)?;
		let lines = Self::split(loan, batch, by, named)?;
		Self::open(loan, &facts, (lines, Allocations::default()), None, expires_on, (actor, party))
	}

	pub(crate) fn do_pay_again(
		origin: OriginFor<T>,
		loan: LoanId,
		lines: &PayAgainLines,
		expires_on: Day,
	) -> DispatchResult {
		let (actor, party, facts) = Self::drafter(origin, loan)?;
		let (lines, returned) = Self::replacements(loan, lines)?;
		let lines = (lines, Allocations::default());
		Self::open(loan, &facts, lines, Some(returned), expires_on, (actor, party))
	}

	pub(crate) fn do_lapse(origin: OriginFor<T>, loan: LoanId, draft: DraftNo) -> DispatchResultWithPostInfo {
		Self::party_officer(origin, loan, &[Duty::Maker, Duty::Checker, Duty::Release])?;
		let count = Self::lapse_draft((loan, draft))?;
		let weight = Self::over_plan_lines(T::WeightInfo::lapse, count.into());
		Ok(Some(weight.saturating_add(Self::allocated_weight((loan, draft)))).into())
	}

	/// The lines of a drawdown that the contract divides. No other lines of the plan are read than those that are
	/// named: the call is charged for these.
	fn split(loan: LoanId, batch: Uetr, by: &Split, named: &[SplitLine]) -> Result<Lines, DispatchError> {
		ensure!(batch.is_version_4(), Error::<T>::UetrNotVersion4 { line: 0 });
		let numbers: Vec<PlanLineNo> = named.iter().map(|line| line.plan_line).collect();
		let parts = T::Loans::split(loan, &numbers, by)?;
		let line = |(named, part): (&SplitLine, Fen)| DraftLine {
			uetr: Uetr::of_batch_line(batch, named.plan_line.0),
			plan_line: named.plan_line,
			account: named.account,
			amount_fen: part.0,
			evidence: named.evidence,
		};
		let lines: Vec<_> = named.iter().zip(parts).map(line).collect();
		lines.try_into().map_err(|_| ArithmeticError::Overflow.into())
	}

	/// Makes a draft of these lines, after every rule was kept. `returned`: the payments that it pays again.
	pub(crate) fn open(
		loan: LoanId,
		facts: &LoanFacts,
		(lines, allocations): (Lines, Allocations),
		returned: Option<ReturnedPayments>,
		expires_on: Day,
		(actor, party): (Actor, Party),
	) -> DispatchResult {
		let repays = returned.is_some();
		Self::ensure_allocations(loan, &lines, &allocations, false)?;
		let reserves = (!repays).then_some(allocations.as_slice());
		let broken = Self::draft_violations(loan, facts, &lines, Some(expires_on), reserves).next();
		broken.map_or(Ok(()), |first| Err(first.rule))?;
		let genesis = Self::genesis_hash();
		let digest = match &returned {
			Some(again) => order_digest(genesis, loan, &lines, expires_on, again),
			None => drawdown_digest(genesis, loan, &lines, expires_on, &allocations),
		};
		let mut taken = Self::new_draft((loan, facts), &lines, digest, expires_on, repays)?;
		let number = taken.key.1;
		match returned {
			Some(returned) => Repays::<T>::insert(loan, Ordered::from(number), returned),
			None => Self::reserve((loan, number), &lines, allocations)?,
		}
		let by = Some(T::Directory::signature(actor.officer));
		match party {
			Party::Bank => taken.draft.signatures.maker = by,
			Party::Borrower => taken.draft.signatures.mandate = by,
		}
		Self::tell_draft(actor, &taken);
		Self::put_draft(taken);
		DraftLines::<T>::insert(loan, Ordered::from(number), lines);
		LapseQueue::<T>::insert(expires_on, (loan, number), ());
		LapseFrom::<T>::mutate(|from| *from = Some(from.map_or(expires_on, |from| from.min(expires_on))));
		Ok(())
	}

	/// A draft of these lines under the loan's next number, each payment found under its key; nobody has signed it, and
	/// it is not stored yet.
	pub(crate) fn new_draft(
		(loan, facts): (LoanId, &LoanFacts),
		lines: &Lines,
		digest: Digest,
		expires_on: Day,
		repays: bool,
	) -> Result<Taken, DispatchError> {
		let key = (loan, T::Loans::open_draft(loan)?);
		Self::index_payments(key, lines)?;
		let sum = Fen::checked_sum(lines.iter().map(DraftLine::amount)).ok_or(ArithmeticError::Overflow)?;
		let count = u16::try_from(lines.len()).map_err(|_| ArithmeticError::Overflow)?;
		Ok(Taken::new(key, Draft::new(digest, sum, count, expires_on, repays), facts))
	}

	/// Tells of a new draft, and who made it or applied for it.
	pub(crate) fn tell_draft(actor: Actor, taken: &Taken) {
		let ((loan, draft), officer) = (taken.key, actor.officer);
		let (digest, expires_on) = (taken.draft.digest, taken.draft.expires_on);
		let Signed { count, sum_fen } = taken.draft.signed();
		Self::deposit_event(Event::Drafted { loan, draft, digest, count, sum_fen, expires_on, officer });
	}

	/// The chain that digests are bound to.
	pub(crate) fn genesis_hash() -> zhidai_primitives::Digest {
		frame_system::Pallet::<T>::block_hash(BlockNumberFor::<T>::zero())
	}

	/// Reserves what the lines use: of the limit and the plan, and of the documents, of which more than one can bear a
	/// payment.
	pub(crate) fn reserve(
		(loan, number): DraftKey,
		lines: &Lines,
		allocations: Allocations,
	) -> DispatchResult {
		T::Loans::post(loan, &[Movement::Reserve], &plan_uses(lines.iter()))?;
		let uses = evidence_uses((0..).zip(lines.iter()), &by_line(&allocations));
		uses.into_iter().try_for_each(|(evidence, amount)| T::Evidence::reserve(evidence, amount))?;
		if !allocations.is_empty() {
			DraftAllocations::<T>::insert(loan, Ordered::from(number), allocations);
		}
		Ok(())
	}

	fn index_payments((loan, draft): DraftKey, lines: &Lines) -> DispatchResult {
		for (number, line) in (0_u16..).zip(lines.iter()) {
			let payee = T::Loans::plan_line(loan, line.plan_line)?.payee;
			let payment = PaymentRef {
				version: PAYMENT_VERSION,
				loan,
				draft,
				line: number,
				plan_line: line.plan_line,
				payee,
				amount_fen: line.amount_fen,
				evidence: line.evidence,
			};
			Payments::<T>::insert(line.uetr, payment);
		}
		Ok(())
	}

	/// What some lines of a draft reserved, is undrawn again; yields their sum.
	pub(crate) fn undraw(
		(loan, number): DraftKey,
		draft: &Draft,
		lines: &[u16],
	) -> Result<Fen, DispatchError> {
		let all = DraftLines::<T>::get(loan, Ordered::from(number));
		let chosen = || lines.iter().filter_map(|line| all.get(usize::from(*line)));
		if draft.repays {
			let returned = Repays::<T>::get(loan, Ordered::from(number));
			for uetr in lines.iter().filter_map(|line| returned.get(usize::from(*line))) {
				LineExtras::<T>::mutate(uetr, |extra| {
					if let Some(extra) = extra {
						extra.paying_again = None;
					}
				});
			}
		} else {
			T::Loans::post(loan, &[Movement::Cancel], &plan_uses(chosen()))?;
			let numbered = lines.iter().filter_map(|line| Some((*line, all.get(usize::from(*line))?)));
			Self::free_evidence(numbered, &Self::signed_parts((loan, number)));
		}
		Fen::checked_sum(chosen().map(DraftLine::amount)).ok_or(ArithmeticError::Overflow.into())
	}

	/// Books that the last day of a draft has passed; yields how many lines the draft has.
	fn lapse_draft(key: DraftKey) -> Result<u16, DispatchError> {
		let facts = T::Loans::facts(key.0)?;
		let mut taken = Self::take_draft(key, &facts)?;
		taken.draft.lapse(T::Calendar::today()).map_err(Error::<T>::from)?;
		let left: Vec<u16> = taken.draft.following().collect();
		let sum_fen = Self::undraw(key, &taken.draft, &left)?.0;
		let (digest, lines) = (taken.draft.digest, taken.draft.count);
		Self::close_draft(taken);
		let count = u16::try_from(left.len()).unwrap_or(lines);
		let (loan, draft) = key;
		Self::deposit_event(Event::Lapsed { loan, draft, digest, count, sum_fen });
		Ok(lines)
	}

	/// Books one lapse, or passes over a few days without drafts; yields what it cost.
	pub(crate) fn sweep(remaining: Weight) -> Weight {
		let most = T::WeightInfo::sweep().saturating_add(Self::lapse_weight());
		let Some(mut day) = LapseFrom::<T>::get().filter(|_| remaining.all_gte(most)) else {
			return T::DbWeight::get().reads(1);
		};
		let (today, first) = (T::Calendar::today(), day);
		if day >= today {
			return T::DbWeight::get().reads(3);
		}
		let mut cost = T::WeightInfo::sweep();
		for _ in 0..DAYS_PER_SWEEP {
			if day >= today {
				break;
			}
			if let Some(key) = LapseQueue::<T>::iter_key_prefix(day).next() {
				let lines = Self::lapse_from_queue(day, key);
				cost = cost.saturating_add(Self::over_plan_lines(T::WeightInfo::lapse, lines.into()));
				cost = cost.saturating_add(Self::allocated_weight(key));
				break;
			}
			day = day.plus_days(1).unwrap_or(today);
		}
		if day != first {
			LapseFrom::<T>::put(day);
		}
		cost
	}

	/// Of how many lines the draft was. A lapse that is refused must not stand before all others for ever; how far it
	/// came is not known.
	fn lapse_from_queue(day: Day, key: DraftKey) -> u16 {
		with_storage_layer(|| Self::lapse_draft(key)).unwrap_or_else(|_| {
			LapseQueue::<T>::remove(day, key);
			MAX_LINES.saturated_into()
		})
	}
}
