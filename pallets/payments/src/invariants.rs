//! What always holds.

use crate::{
	types::{
		line::LineState,
		work::{work_key, Work, WorkKey},
	},
	Config, Draft, DraftKey, DraftLines, DraftState, Drafts, EnteredCounts, EnteredFiles, EnteredQueue,
	LapseFrom, LapseQueue, LineExtra, LineExtras, Lines, Mismatches, OpenMismatches, OpenPayments, Pallet,
	PaymentRef, Payments, Repays, SettlementRecord, Settlements, Signatures, WaitingWork, MAX_ENTERED_FILES,
};
use alloc::{collections::BTreeMap, vec::Vec};
use frame::deps::sp_runtime::TryRuntimeError;
use zhidai_primitives::{
	order_digest,
	traits::{Directory, LoanInspect},
	DraftLine, Fen, LoanId, Ordered, OrgId, PlanLineNo, SignedBy,
};

fn must(holds: bool, otherwise: &'static str) -> Result<(), TryRuntimeError> {
	if holds {
		Ok(())
	} else {
		Err(TryRuntimeError::Other(otherwise))
	}
}

/// Whether a line counts as drawn: reserved, on its way, arrived, or returned and not paid again.
fn is_drawn(draft: &Draft, line: u16) -> bool {
	match draft.line(line) {
		Some(LineState::Follows) => draft.is_open() && !draft.repays,
		Some(LineState::Failed | LineState::Excluded | LineState::PaidAgain) | None => false,
		Some(_) => true,
	}
}

impl<T: Config> Pallet<T> {
	/// Checks everything:
	///
	/// 1. each draft's lines, last day and returned payments are what its digest, sum and count say, each
	///    line names its evidence and has its payment, and no payment is without;
	/// 2. a draft past `Drafted` has mandate, maker and checker, three different persons, and a draft with
	///    released lines has a releaser who is neither the maker nor who mandated; of each line that was released
	///    or left out it is known by whom, and of each that was received;
	/// 3. a draft is done when no line follows, and nothing of a rejected one was released;
	/// 4. the indexes (who must act next, lapses) agree with the drafts;
	/// 5. what the bank booked is recorded, and nothing else; nothing of it before its release, no return before its
	///    booking; what it confirmed in a payee's place two officers did;
	/// 6. what a draft pays again was returned, and is paid again once;
	/// 7. each loan has drawn what its payments say, within its limit, and each plan line within its cap;
	/// 8. what was entered and not booked, and what waits as a mismatch, is listed once and counted;
	/// 9. with each payee exactly the payments are counted that are booked and neither confirmed nor come back.
	pub fn check_invariants() -> Result<(), TryRuntimeError> {
		let drafts: Vec<(DraftKey, Draft)> =
			Drafts::<T>::iter().map(|(loan, number, draft)| ((loan, number.into()), draft)).collect();
		let mut payments = 0_usize;
		for (key, draft) in &drafts {
			let lines = DraftLines::<T>::get(key.0, Ordered::from(key.1));
			payments = payments.saturating_add(lines.len());
			Self::check_lines(*key, draft, &lines)?;
			Self::check_signatures(draft)?;
			Self::check_bookings(*key, draft, &lines)?;
			Self::check_repaid(*key, draft, &lines)?;
		}
		must(Payments::<T>::iter_keys().count() == payments, "a payment has no line")?;
		Self::check_entered()?;
		Self::check_mismatches()?;
		Self::check_indexes(&drafts)?;
		Self::check_open(&drafts)?;
		Self::check_ledgers(&drafts)
	}

	fn check_open(drafts: &[(DraftKey, Draft)]) -> Result<(), TryRuntimeError> {
		let mut open = BTreeMap::<OrgId, u32>::new();
		for (key, draft) in drafts {
			for (line, paid) in (0..).zip(DraftLines::<T>::get(key.0, Ordered::from(key.1)).iter()) {
				if draft.line(line).is_some_and(LineState::is_unconfirmed) {
					let payee = T::Loans::plan_line(key.0, paid.plan_line)?.payee;
					let count = open.entry(payee).or_default();
					*count = count.saturating_add(1);
				}
			}
		}
		let counted: BTreeMap<_, _> = OpenPayments::<T>::iter().collect();
		must(open == counted, "the open payments to a payee are counted wrongly")
	}

	fn check_lines((loan, number): DraftKey, draft: &Draft, lines: &Lines) -> Result<(), TryRuntimeError> {
		let returned = Repays::<T>::get(loan, Ordered::from(number));
		let digest = order_digest(Self::genesis_hash(), loan, lines, draft.expires_on, &returned);
		must(digest == draft.digest, "the digest is not that of the draft")?;
		let sum = Fen::checked_sum(lines.iter().map(DraftLine::amount));
		must(sum == Some(draft.sum), "the sum is not that of the lines")?;
		must(
			lines.len() == usize::from(draft.count) && !lines.is_empty(),
			"the count is not that of the lines",
		)?;
		for (line, paid) in (0..).zip(lines.iter()) {
			let payment = Payments::<T>::get(paid.uetr).ok_or("a line has no payment")?;
			let payee = T::Loans::plan_line(loan, paid.plan_line)?.payee;
			let expected = PaymentRef {
				version: payment.version,
				loan,
				draft: number,
				line,
				plan_line: paid.plan_line,
				payee,
				amount_fen: paid.amount_fen,
				evidence: paid.evidence,
			};
			must(payment == expected, "a payment is not that of its line")?;
			must(!paid.amount().is_zero() && paid.uetr.is_version_4(), "a payment is void")?;
			must(paid.evidence.is_some(), "a payment rests on nothing")?;
			must(payee != T::Loans::facts(loan)?.borrower, "the borrower is its own payee")?;
		}
		Ok(())
	}

	fn check_signatures(draft: &Draft) -> Result<(), TryRuntimeError> {
		let signatures = draft.signatures;
		let released = draft.was_released();
		let follows = draft.following().next().is_some();
		let signed = matches!(draft.state, DraftState::Approved | DraftState::Done) || released;
		if signed {
			let (Some(mandate), Some(maker), Some(checker)) =
				(signatures.mandate, signatures.maker, signatures.checker)
			else {
				return Err("an approved draft lacks a signature".into());
			};
			for (one, other) in [(maker, checker), (mandate, maker), (mandate, checker)] {
				T::Directory::ensure_different_persons(one.officer, other.officer)?;
			}
			if let Some(first) = signatures.first_check {
				T::Directory::ensure_different_persons(first.officer, checker.officer)?;
			}
		}
		if released {
			let releaser = signatures.releaser.ok_or("a released draft has no releaser")?;
			let signed = |by: Option<SignedBy>| by.is_some_and(|by| by.officer == releaser);
			must(!signed(signatures.maker), "the maker released")?;
			must(!signed(signatures.mandate), "who mandated released")?;
		}
		Self::check_decided(draft)?;
		must(
			draft.released_on.is_some() == released,
			"a draft does not know since when money of it may leave",
		)?;
		must(draft.state != DraftState::Done || !follows, "a done draft has lines that follow")?;
		must(!draft.is_open() || follows, "an open draft has no line that follows")?;
		must(draft.state != DraftState::Rejected || !released, "a rejected draft was released")
	}

	/// Whoever released a line is neither the maker nor who mandated, also where others released the rest.
	fn check_decided(draft: &Draft) -> Result<(), TryRuntimeError> {
		let Signatures { mandate, maker, .. } = draft.signatures;
		for line in 0..draft.count {
			let Some(state) = draft.line(line) else { return Err("a line has no state".into()) };
			let by = draft.decided_by.who(line);
			must(by.is_some() == (state != LineState::Follows), "nobody is known to have decided on a line")?;
			let is_by = |other: Option<SignedBy>| {
				by.zip(other).is_some_and(|(by, other)| by.officer == other.officer)
			};
			let is_others = !is_by(mandate) && !is_by(maker);
			must(!state.was_released() || is_others, "who made or mandated a line released it")?;
			let is_known = state != LineState::Received || draft.confirmed_by.who(line).is_some();
			must(is_known, "nobody is known to have confirmed a receipt")?;
		}
		Ok(())
	}

	fn check_bookings(key: DraftKey, draft: &Draft, lines: &Lines) -> Result<(), TryRuntimeError> {
		for (line, paid) in (0..).zip(lines.iter()) {
			let extra = LineExtras::<T>::get(paid.uetr).unwrap_or_default();
			let booking = Settlements::<T>::get(key, Ordered::from(u32::from(line)));
			let booked = booking.is_some();
			Self::check_dates(draft, booking.as_ref(), &extra)?;
			let (must_be, may_be) = match draft.line(line) {
				Some(LineState::Settled | LineState::Received | LineState::Disputed) => (true, true),
				// Where a payment that pays again failed, the money came back without having been booked.
				Some(LineState::Returned | LineState::PaidAgain) => (extra.failed.is_none(), true),
				_ => (false, false),
			};
			must((!must_be || booked) && (may_be || !booked), "a booking does not fit its payment")?;
			let confirmed_by = draft.confirmed_by.who(line).map(|by| by.officer);
			let is_assisted = draft.line(line) == Some(LineState::Received) && extra.is_assisted();
			let entered_by = extra.witnessed_by.map(|by| by.officer);
			must(
				!is_assisted || (entered_by.is_some() && entered_by != confirmed_by),
				"one officer confirmed in a payee's place",
			)?;
			must(
				draft.line(line) != Some(LineState::Failed) || extra.failed.is_some(),
				"a failure has no reason",
			)?;
			must(
				draft.line(line) != Some(LineState::Disputed) || extra.disputed.is_some(),
				"a dispute has no reason",
			)?;
		}
		Ok(())
	}

	/// Nothing is booked before it could leave, nor came back before it was booked.
	fn check_dates(
		draft: &Draft,
		booking: Option<&SettlementRecord>,
		extra: &LineExtra,
	) -> Result<(), TryRuntimeError> {
		let setbacks = [extra.failed.as_ref(), extra.returned.as_ref()].into_iter().flatten();
		for record in booking.into_iter().chain(setbacks.map(|setback| &setback.booking)) {
			let is_later = draft.released_on.is_some_and(|released_on| released_on <= record.booked_on);
			must(is_later, "a booking is older than the release")?;
		}
		let came_back = extra.returned.as_ref().map(|returned| returned.booking.booked_on);
		let is_later =
			booking.zip(came_back).is_none_or(|(booking, came_back)| booking.booked_on <= came_back);
		must(is_later, "a payment came back before it was booked")
	}

	/// What was entered and not booked.
	fn check_entered() -> Result<(), TryRuntimeError> {
		for (bank, file_digest, entered) in EnteredFiles::<T>::iter() {
			let place = EnteredQueue::<T>::get(bank, Ordered::from(entered.number));
			must(place == Some(file_digest), "an entered file is not in its place")?;
			let files = EnteredCounts::<T>::get(bank);
			let waits = (files.oldest..files.next).contains(&entered.number);
			must(waits, "an entered file has a number that is passed, or was not given")?;
		}
		let (files, places) =
			(EnteredFiles::<T>::iter_keys().count(), EnteredQueue::<T>::iter_keys().count());
		must(files == places, "the list of entered files is not the files")?;
		for files in EnteredCounts::<T>::iter_values() {
			let most = files.oldest.saturating_add(MAX_ENTERED_FILES);
			must(files.oldest <= files.next && files.next <= most, "a bank has too many entered files")?;
		}
		Ok(())
	}

	/// What waits in the banks' queues.
	fn check_mismatches() -> Result<(), TryRuntimeError> {
		let mut listed = 0_usize;
		for (bank, list) in OpenMismatches::<T>::iter() {
			let numbers: Vec<u32> = list.open.iter().map(|open| open.mismatch).collect();
			must(
				numbers.is_sorted() && numbers.iter().all(|number| *number < list.next),
				"a queue is mixed up",
			)?;
			for open in &list.open {
				let record = Mismatches::<T>::get(bank, Ordered::from(open.mismatch));
				let record = record.ok_or("an open mismatch has no record")?;
				let is_same = record.result.uetr == open.uetr && record.result.mark() == open.row;
				must(is_same, "a mismatch is listed as another one")?;
			}
			listed = listed.saturating_add(numbers.len());
		}
		must(Mismatches::<T>::iter_keys().count() == listed, "a mismatch is not listed")
	}

	fn check_repaid((loan, number): DraftKey, draft: &Draft, lines: &Lines) -> Result<(), TryRuntimeError> {
		let returned = Repays::<T>::get(loan, Ordered::from(number));
		must(returned.len() == if draft.repays { lines.len() } else { 0 }, "a line pays nothing again")?;
		for ((line, paid), uetr) in (0..).zip(lines.iter()).zip(returned.iter()) {
			let old = Payments::<T>::get(uetr).ok_or("a payment that was never made is paid again")?;
			let state =
				Drafts::<T>::get(old.loan, Ordered::from(old.draft)).and_then(|draft| draft.line(old.line));
			let by = LineExtras::<T>::get(uetr).and_then(|extra| extra.paid_again_by);
			must(old.loan == loan && old.amount() == paid.amount(), "another amount is paid again")?;
			match draft.line(line) {
				Some(state_now) if state_now.was_released() => {
					must(
						state == Some(LineState::PaidAgain) && by == Some(paid.uetr),
						"paid again, but not marked",
					)?;
				}
				Some(LineState::Follows) if draft.is_open() => {
					must(
						state == Some(LineState::Returned) && by == Some(paid.uetr),
						"being paid again, but not marked",
					)?;
				}
				_ => must(by != Some(paid.uetr), "not paid again, but marked")?,
			}
		}
		Ok(())
	}

	fn check_indexes(drafts: &[(DraftKey, Draft)]) -> Result<(), TryRuntimeError> {
		let open = drafts.iter().filter(|(_, draft)| draft.is_open()).count();
		must(LapseQueue::<T>::iter_keys().count() == open, "the lapse queue is not the open drafts")?;
		let from = LapseFrom::<T>::get();
		let mut waiting = BTreeMap::<(OrgId, WorkKey), u16>::new();
		for (key, draft) in drafts {
			let facts = T::Loans::facts(key.0)?;
			let queued = LapseQueue::<T>::contains_key(draft.expires_on, key);
			must(queued == draft.is_open(), "a draft is in the wrong place of the lapse queue")?;
			must(
				!draft.is_open() || from.is_some_and(|from| from <= draft.expires_on),
				"the sweep is past a draft",
			)?;
			for (work, lines) in draft.waiting().each().filter(|(_, lines)| *lines > 0) {
				let org = if work.is_the_borrowers() { facts.borrower } else { facts.bank };
				waiting.insert((org, work_key(work, *key)), lines);
			}
			for (line, paid) in (0..).zip(DraftLines::<T>::get(key.0, Ordered::from(key.1)).iter()) {
				if draft.line(line) == Some(LineState::Settled) {
					let payee = T::Loans::plan_line(key.0, paid.plan_line)?.payee;
					let count = waiting.entry((payee, work_key(Work::Confirm, *key))).or_default();
					*count = count.saturating_add(1);
				}
			}
		}
		let listed = WaitingWork::<T>::iter().map(|(org, place, lines)| ((org, place), lines)).collect();
		must(waiting == listed, "the lists of who must act next are not what the drafts say")
	}

	fn check_ledgers(drafts: &[(DraftKey, Draft)]) -> Result<(), TryRuntimeError> {
		let mut drawn = BTreeMap::<LoanId, u64>::new();
		let mut used = BTreeMap::<(LoanId, PlanLineNo), u64>::new();
		for (key, draft) in drafts {
			let sum = drawn.entry(key.0).or_default();
			for (line, paid) in (0..).zip(DraftLines::<T>::get(key.0, Ordered::from(key.1)).iter()) {
				if is_drawn(draft, line) {
					*sum = sum.saturating_add(paid.amount_fen);
					let line = used.entry((key.0, paid.plan_line)).or_default();
					*line = line.saturating_add(paid.amount_fen);
				}
			}
		}
		for (loan, sum) in drawn {
			let facts = T::Loans::facts(loan)?;
			must(facts.drawn == Fen(sum), "the ledger is not the sum of the payments")?;
			must(facts.drawn <= facts.limit, "a loan has drawn more than its limit")?;
		}
		for ((loan, line), sum) in used {
			must(Fen(sum) <= T::Loans::plan_line(loan, line)?.cap, "a plan line is above its cap")?;
		}
		Ok(())
	}
}
