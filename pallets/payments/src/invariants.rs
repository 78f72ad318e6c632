//! What always holds.

use crate::{
	types::{
		line::LineState,
		work::{work_key, Work, WorkKey},
	},
	Config, Correction, Disbursements, Disposal, Draft, DraftAllocations, DraftKey, DraftLines, DraftState,
	Drafts, EnteredCounts, EnteredFiles, EnteredQueue, LapseFrom, LapseQueue, LaterAllocations, LedTo,
	LineExtra, LineExtras, Lines, Mismatches, OpenMismatches, OpenPayments, Pallet, PaymentRef, Payments,
	Repays, SettlementRecord, Settlements, Signatures, TakenBack, WaitingWork, MAX_ENTERED_FILES,
};
use alloc::{
	collections::{BTreeMap, BTreeSet},
	vec::Vec,
};
use frame::{deps::sp_runtime::TryRuntimeError, prelude::Get};
use zhidai_primitives::{
	drawdown_digest, order_digest,
	traits::{Directory, LoanInspect, LoanRoom},
	DisposalKind, DraftLine, Fen, LoanId, Ordered, OrgId, PlanLineNo, SignedBy,
};

fn must(holds: bool, otherwise: &'static str) -> Result<(), TryRuntimeError> {
	if holds {
		Ok(())
	} else {
		Err(TryRuntimeError::Other(otherwise))
	}
}

/// What of a line's amount is drawn with it: reserved, on its way, arrived, or on hand. What is paid again is drawn
/// with the payment that does so.
fn drawn_of(draft: &Draft, line: u16, amount: u64, extra: &LineExtra) -> u64 {
	match draft.line(line) {
		Some(LineState::Follows) if draft.is_open() && !draft.repays => amount,
		Some(LineState::Follows | LineState::Failed | LineState::Excluded) | None => 0,
		Some(_) => amount.saturating_sub(led(extra, |led_to| {
			matches!(led_to, LedTo::PaidAgain { .. } | LedTo::Booked { kind: DisposalKind::Reverse, .. })
		})),
	}
}

/// What of a line's plan line is used with it: what pays again uses that of the first payment.
fn used_of(draft: &Draft, line: u16, amount: u64, extra: &LineExtra) -> (u64, u64) {
	let used = match draft.line(line) {
		Some(LineState::Follows) if draft.is_open() && !draft.repays => amount,
		Some(LineState::Follows | LineState::Failed | LineState::Excluded) | None => 0,
		Some(_) if draft.repays => 0,
		Some(_) => amount,
	};
	let reversed = led(extra, |led_to| matches!(led_to, LedTo::Booked { kind: DisposalKind::Reverse, .. }));
	(used, reversed)
}

fn led(extra: &LineExtra, counts: impl Fn(&LedTo) -> bool) -> u64 {
	let such = extra.disposals.iter().filter(|disposal| counts(&disposal.led_to));
	such.fold(0, |sum, disposal| disposal.amount_fen.saturating_add(sum))
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
	///    booking, no payment before its disbursement; what it confirmed in a payee's place, and what it booked by
	///    hand, two officers did; what came back of a line is the sum of its returns, and no more has led somewhere; no
	///    receipt before its booking, each signed one once, and what was taken back in time, by who had confirmed it;
	/// 6. what a draft pays again came back, and is paid again once;
	/// 7. each loan has drawn what its payments say, within its limit, and each plan line is used as they say, within
	///    its cap;
	/// 8. what was entered and not booked, and what waits as a mismatch, is listed once and counted;
	/// 9. with each payee exactly the payments are counted that are booked and neither confirmed nor come back, nor
	///    denied and examined;
	/// 10. what of a payment rests on documents beside its line's own is no more than the payment, each document once,
	///     and was allocated later only where the payment left.
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
		Self::check_allocations()?;
		Self::check_entered()?;
		Self::check_mismatches()?;
		Self::check_indexes(&drafts)?;
		Self::check_open(&drafts)?;
		Self::check_ledgers(&drafts)
	}

	fn check_allocations() -> Result<(), TryRuntimeError> {
		for (loan, number, allocations) in DraftAllocations::<T>::iter() {
			let lines = DraftLines::<T>::get(loan, number);
			let is_of_line = |line: u16| lines.get(usize::from(line)).is_some();
			let are_of_lines = allocations.iter().all(|allocation| is_of_line(allocation.line));
			must(!allocations.is_empty() && are_of_lines, "an allocation is of no line")?;
		}
		for (key, line, later) in LaterAllocations::<T>::iter() {
			let draft = Self::find_draft(key)?;
			let line = u16::try_from(line.get()).ok().and_then(|line| draft.line(line));
			let left = line.is_some_and(LineState::was_released);
			must(left && !later.is_empty(), "what never left is allocated later")?;
		}
		for payment in Payments::<T>::iter_values() {
			let beside = Self::parts_beside(&payment);
			let sum = Fen::checked_sum(beside.iter().map(|(_, part)| *part));
			must(sum.is_some_and(|sum| sum <= payment.amount()), "more is allocated than is paid")?;
			let mut documents: Vec<_> = beside.iter().map(|(document, _)| Some(*document)).collect();
			documents.push(payment.evidence);
			documents.sort();
			let are_distinct = documents.windows(2).all(|two| two.first() != two.last());
			must(are_distinct, "a document bears a payment twice")?;
		}
		Ok(())
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
		let allocations = DraftAllocations::<T>::get(loan, Ordered::from(number));
		let genesis = Self::genesis_hash();
		let digest = match draft.repays {
			true => order_digest(genesis, loan, lines, draft.expires_on, &returned),
			false => drawdown_digest(genesis, loan, lines, draft.expires_on, &allocations),
		};
		must(!draft.repays || allocations.is_empty(), "what is paid again is allocated anew")?;
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
			let place = Ordered::from(u32::from(line));
			let booking = Settlements::<T>::get(key, place);
			let (booked, state) = (booking.is_some(), draft.line(line));
			Self::check_dates(draft, booking.as_ref(), Disbursements::<T>::get(key, place), &extra)?;
			Self::check_came_back(draft, line, paid.amount(), &extra)?;
			let (must_be, may_be) = match state {
				Some(
					LineState::Settled | LineState::Received | LineState::Disputed | LineState::Examined,
				) => (true, true),
				// Where a payment failed that was disbursed, the money is on hand without having been paid.
				Some(state) if state.is_back() => (extra.failed.is_none(), extra.failed.is_none()),
				_ => (false, false),
			};
			must((!must_be || booked) && (may_be || !booked), "a booking does not fit its payment")?;
			let can_be_apart = booked || state.is_some_and(|state| state.is_back()) && !draft.repays;
			must(
				can_be_apart
					|| state == Some(LineState::Disbursed)
					|| !Disbursements::<T>::contains_key(key, place),
				"what is disbursed is not",
			)?;
			Self::check_receipt(draft, line, booking.as_ref(), &extra)?;
			must(state != Some(LineState::Failed) || extra.failed.is_some(), "a failure has no reason")?;
			let is_denied = matches!(state, Some(LineState::Disputed | LineState::Examined));
			must(!is_denied || extra.disputed.is_some(), "a dispute has no reason")?;
		}
		Ok(())
	}

	/// Of what came back every fen is recorded, and led somewhere at the most once, by two officers.
	fn check_came_back(
		draft: &Draft,
		line: u16,
		amount: Fen,
		extra: &LineExtra,
	) -> Result<(), TryRuntimeError> {
		let (back, state) = (draft.notes.back(line), draft.line(line));
		let is_back = state.is_some_and(LineState::is_back);
		let failed = if is_back && extra.failed.is_some() { amount } else { Fen::ZERO };
		let parts = extra.returns.iter().map(|part| Fen(part.amount_fen)).chain([failed]);
		must(Fen::checked_sum(parts) == Some(back), "what came back is not what was booked as returned")?;
		must(is_back == (back == amount), "a payment is returned, or not, against what came back")?;
		let on_hand = back.checked_sub(extra.led()).ok_or("more led somewhere than came back")?;
		must(!is_back || on_hand.is_zero() || state == Some(LineState::Returned), "money on hand is hidden")?;
		must(
			!on_hand.is_zero() || state != Some(LineState::Returned),
			"nothing is on hand of what is returned",
		)?;
		let by_two = |disposal: &Disposal| match &disposal.led_to {
			LedTo::PaidAgain { .. } => true,
			LedTo::Booked { record, entered_by, .. } => record.booked_by.officer != entered_by.officer,
		};
		must(extra.disposals.iter().all(by_two), "one officer led money somewhere")?;
		let by_two = |correction: &Correction| correction.entered_by.officer != correction.checked_by.officer;
		must(extra.corrections.iter().all(by_two), "one officer corrected a booking")?;
		let is_noted = draft.notes.is_corrected(line) != extra.corrections.is_empty();
		must(is_noted, "a draft does not know what was corrected")
	}

	/// Nothing is booked before it could leave, nor came back before it was booked.
	fn check_dates(
		draft: &Draft,
		booking: Option<&SettlementRecord>,
		disbursement: Option<SettlementRecord>,
		extra: &LineExtra,
	) -> Result<(), TryRuntimeError> {
		let returned = || extra.returns.iter().map(|part| &part.setback);
		let setbacks = extra.failed.iter().chain(returned()).map(|setback| &setback.booking);
		for record in booking.into_iter().chain(setbacks).chain(&disbursement) {
			let is_later = draft.released_on.is_some_and(|released_on| released_on <= record.booked_on);
			must(is_later, "a booking is older than the release")?;
		}
		let came_back = returned().map(|setback| setback.booking.booked_on).min();
		let is_later =
			booking.zip(came_back).is_none_or(|(booking, came_back)| booking.booked_on <= came_back);
		must(is_later, "a payment came back before it was booked")?;
		let is_later = booking
			.zip(disbursement.as_ref())
			.is_none_or(|(booking, before)| before.booked_on <= booking.booked_on);
		must(is_later, "a payment was booked before it was disbursed")
	}

	/// A receipt is not older than the booking, and two officers stand behind one in a payee's place.
	fn check_receipt(
		draft: &Draft,
		line: u16,
		booking: Option<&SettlementRecord>,
		extra: &LineExtra,
	) -> Result<(), TryRuntimeError> {
		let confirmed = draft.confirmed_by.who(line);
		let received = draft.line(line) == Some(LineState::Received);
		let came_before = || confirmed.zip(booking).is_some_and(|(it, booking)| it.on < booking.booked_on);
		must(!received || confirmed.is_some(), "a receipt was confirmed by nobody")?;
		must(!received || !came_before(), "a receipt was confirmed before the bank paid")?;
		let entered_by = extra.witnessed_by.map(|by| by.officer);
		let are_two = entered_by.is_some() && entered_by != confirmed.map(|confirmed| confirmed.by.officer);
		let is_assisted = received && extra.is_assisted();
		must(!is_assisted || are_two, "one officer confirmed in a payee's place")?;
		Self::check_taken_back(extra)
	}

	/// What was taken back was confirmed before, in its days; and no signed receipt was taken twice.
	fn check_taken_back(extra: &LineExtra) -> Result<(), TryRuntimeError> {
		let days: Vec<_> = extra.taken_back.iter().flat_map(|it| [it.confirmed.on, it.on]).collect();
		must(days.is_sorted(), "a receipt was taken back before it was confirmed")?;
		let in_time = |it: &TakenBack| it.on.0 <= it.confirmed.on.0.saturating_add(T::TakeBackDays::get());
		must(extra.taken_back.iter().all(in_time), "a receipt was taken back too late")?;
		let are_two = |it: &TakenBack| match it.entered_by {
			Some(first) => first.officer != it.by.officer && it.witness.is_some(),
			None => it.witness.is_none() || it.denied.is_some(),
		};
		must(extra.taken_back.iter().all(are_two), "one officer took back what two had confirmed")?;
		let receipts: BTreeSet<_> = extra.receipts.iter().collect();
		must(receipts.len() == extra.receipts.len(), "a signed receipt was taken twice")
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
			let extra = LineExtras::<T>::get(uetr).unwrap_or_default();
			must(old.loan == loan && old.amount() >= paid.amount(), "more is paid again than was paid")?;
			let is_this = |disposal: &&Disposal| {
				disposal.led_to == LedTo::PaidAgain { by: paid.uetr }
					&& disposal.amount_fen == paid.amount_fen
			};
			let led = extra.disposals.iter().filter(is_this).count();
			let waits = extra.paying_again == Some(paid.uetr);
			match draft.line(line) {
				Some(state) if state.was_released() => {
					must(led == 1 && !waits, "paid again, but not marked")?;
				}
				Some(LineState::Follows) if draft.is_open() => {
					let draft = Self::find_draft(old.key()).map_err(|_| "a payment has no draft")?;
					let on_hand = extra.on_hand(draft.notes.back(old.line));
					must(led == 0 && waits, "being paid again, but not marked")?;
					must(paid.amount() <= on_hand, "more is being paid again than is on hand")?;
				}
				_ => must(led == 0 && !waits, "not paid again, but marked")?,
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
		let mut used = BTreeMap::<(LoanId, PlanLineNo), (u64, u64)>::new();
		for (key, draft) in drafts {
			let sum = drawn.entry(key.0).or_default();
			for (line, paid) in (0..).zip(DraftLines::<T>::get(key.0, Ordered::from(key.1)).iter()) {
				let extra = LineExtras::<T>::get(paid.uetr).unwrap_or_default();
				*sum = sum.saturating_add(drawn_of(draft, line, paid.amount_fen, &extra));
				let (takes, gives) = used_of(draft, line, paid.amount_fen, &extra);
				let of_line = used.entry((key.0, paid.plan_line)).or_default();
				*of_line = (of_line.0.saturating_add(takes), of_line.1.saturating_add(gives));
			}
		}
		for (loan, sum) in drawn {
			let facts = T::Loans::facts(loan)?;
			must(facts.drawn == Fen(sum), "the ledger is not the sum of the payments")?;
			must(facts.drawn <= facts.limit, "a loan has drawn more than its limit")?;
		}
		for ((loan, line), (takes, gives)) in used {
			let sum = takes.checked_sub(gives).ok_or("more of a plan line is reversed than was used")?;
			let left = T::Loans::plan_line(loan, line)?.cap.checked_sub(Fen(sum));
			must(left.is_some(), "a plan line is above its cap")?;
			must(
				left == Some(T::Loans::remaining(loan, line)),
				"a plan line is not used as its payments say",
			)?;
		}
		Ok(())
	}
}
