//! What the benchmarks begin with: drafts, files, queues, statements.

use super::{BenchmarkHelper, BenchmarkLoan};
use crate::*;
use alloc::vec::Vec;
use frame::benchmarking::prelude::*;
use zhidai_primitives::{
	limits::MAX_MISMATCHES,
	results_digest,
	traits::{Calendar, LoanInspect},
	AccountVersion, BookingKind, Day, Digest, DocumentPart, DraftLine, DraftNo, Fen, LoanId, MismatchReason,
	OfficerId, Ordered, OrgId, PlanLineNo, ShortText, SignedBy, Uetr, MAX_LINES, MAX_PLAN_LINES,
};

pub(super) type Set<T> = BenchmarkLoan<<T as frame_system::Config>::AccountId>;

pub(super) fn loan<T: Config>() -> Set<T> {
	T::BenchmarkHelper::loans(1, MAX_PLAN_LINES).remove(0)
}

/// So many loans of one plan line, each of another payee.
pub(super) fn loans<T: Config>(count: u32) -> Vec<Set<T>> {
	T::BenchmarkHelper::loans(count, 1)
}

pub(super) fn ids<T: Config>(sets: &[Set<T>]) -> Vec<LoanId> {
	sets.iter().map(|set| set.loan).collect()
}

pub(super) fn uetr(number: u32) -> Uetr {
	let mut bytes = [0; 16];
	bytes[..4].copy_from_slice(&number.to_be_bytes());
	Uetr::from_random(bytes)
}

pub(super) fn line<T: Config>(set: &Set<T>, number: u32, plan_line: u32) -> DraftLine {
	let plan_line = PlanLineNo(u16::try_from(plan_line).unwrap());
	let evidence = Some(T::BenchmarkHelper::evidence(set.loan, plan_line));
	DraftLine { uetr: uetr(number), plan_line, account: AccountVersion(0), amount_fen: 100, evidence }
}

/// So many lines, in turn over so many lines of the plan.
pub(super) fn lines<T: Config>(set: &Set<T>, count: u32, plan_lines: u32) -> Lines {
	Lines::truncate_from((0..count).map(|number| line::<T>(set, number, number % plan_lines)).collect())
}

pub(super) fn today<T: Config>() -> Day {
	T::Calendar::today()
}

pub(super) fn signed<T: Config>(who: &T::AccountId) -> OriginFor<T> {
	RawOrigin::Signed(who.clone()).into()
}

pub(super) fn digest<T: Config>(loan: LoanId, draft: DraftNo) -> Digest {
	Drafts::<T>::get(loan, Ordered::from(draft)).unwrap().digest
}

pub(super) fn reason() -> ShortText {
	ShortText::new(alloc::vec![b'x'; 160]).unwrap()
}

pub(super) fn drafted<T: Config>(set: &Set<T>, lines: Lines) -> (DraftNo, Digest) {
	let first = lines.first().unwrap().uetr;
	Pallet::<T>::draft(signed::<T>(&set.maker), set.loan, lines, today::<T>()).unwrap();
	let draft = Payments::<T>::get(first).unwrap().draft;
	(draft, digest::<T>(set.loan, draft))
}

pub(super) fn approve<T: Config>(set: &Set<T>, draft: DraftNo) -> Digest {
	let digest = digest::<T>(set.loan, draft);
	Pallet::<T>::mandate(signed::<T>(&set.borrower), set.loan, draft, digest).unwrap();
	Pallet::<T>::approve(signed::<T>(&set.checker), set.loan, draft, digest).unwrap();
	digest
}

/// A signature of nobody: it counts no more, and whoever signs next looks for its officer.
pub(super) const NOBODYS: SignedBy = SignedBy { officer: OfficerId(u32::MAX), key_number: 0 };

/// A draft that was approved, of whose signatures one counts no more.
pub(super) fn approved_without<T: Config>(
	set: &Set<T>,
	lines: Lines,
	forget: impl FnOnce(&mut Signatures),
) -> (DraftNo, Digest) {
	let (number, _) = drafted::<T>(set, lines);
	let digest = approve::<T>(set, number);
	Drafts::<T>::mutate(set.loan, Ordered::from(number), |draft| {
		forget(&mut draft.as_mut().unwrap().signatures)
	});
	(number, digest)
}

/// A draft that was released becomes as long as one can be, of lines that were released like its first ones: whoever
/// acts on some lines reads and writes all of it.
pub fn lengthen<T: Config>(loan: LoanId, draft: DraftNo) {
	let (place, most) = (Ordered::from(draft), u16::try_from(MAX_LINES).unwrap());
	DraftLines::<T>::mutate(loan, place, |lines| {
		let first = *lines.first().unwrap();
		lines.bounded_resize(usize::from(most), first);
	});
	Drafts::<T>::mutate(loan, place, |draft| {
		let draft = draft.as_mut().unwrap();
		let mut states = LineStates::new(most);
		for line in 0..most {
			states.set(line, draft.line(line).unwrap_or(LineState::Released));
		}
		let releaser = draft.decided_by.who(0).unwrap();
		draft.decided_by.note(releaser, 0..most);
		draft.confirmed_by.note(Confirmation { by: NOBODYS, on: today::<T>() }, 0..most);
		// Of the lines that nobody acts on something came back.
		(draft.count..most).for_each(|line| draft.notes.set_back(line, Fen(100)));
		(draft.count, draft.lines) = (most, states);
	});
}

/// So many payments, in turn on these loans and on so many lines of their plans, each released in a draft of its own,
/// which is as long as one can be.
pub(super) fn released<T: Config>(sets: &[Set<T>], count: u32, plan_lines: u32) {
	for (number, set) in (0..count).zip(sets.iter().cycle()) {
		let line = line::<T>(set, number, number % plan_lines);
		let (draft, _) = drafted::<T>(set, Lines::truncate_from(alloc::vec![line]));
		let digest = approve::<T>(set, draft);
		let releaser = signed::<T>(&set.releaser);
		Pallet::<T>::release(releaser, set.loan, draft, digest, LineNumbers::default()).unwrap();
		lengthen::<T>(set.loan, draft);
	}
}

/// So many payments of one draft, each on a plan line of its own as far as there are any, released. The draft is as
/// long as one can be.
pub(super) fn released_together<T: Config>(set: &Set<T>, count: u32) {
	let (number, _) = drafted::<T>(set, lines::<T>(set, count, count.min(MAX_PLAN_LINES)));
	let digest = approve::<T>(set, number);
	let releaser = signed::<T>(&set.releaser);
	Pallet::<T>::release(releaser, set.loan, number, digest, LineNumbers::default()).unwrap();
	lengthen::<T>(set.loan, number);
}

/// As many results, each with the longest reference of its own and with the account that was paid to.
pub(super) fn file<T: Config>(count: u32, outcome: Outcome) -> SettlementResults {
	let result = |number| SettlementResult {
		uetr: uetr(number),
		outcome: outcome.clone(),
		amount_fen: 100,
		account: Some(AccountVersion(0)),
		bank_reference: BankReference::truncate_from(alloc::format!("{number:0>35}").into_bytes()),
		booked_on: today::<T>(),
		value_on: today::<T>(),
	};
	SettlementResults::truncate_from((0..count).map(result).collect())
}

/// A file that the maker has entered.
pub(super) fn entered<T: Config>(set: &Set<T>, mark: u8, results: &SettlementResults) -> Digest {
	let file_digest = Digest::repeat_byte(mark);
	let sum = Fen::checked_sum(results.iter().map(SettlementResult::amount)).unwrap();
	let count = u16::try_from(results.len()).unwrap();
	let digest = results_digest(results);
	Pallet::<T>::enter_results(signed::<T>(&set.maker), file_digest, digest, count, sum).unwrap();
	file_digest
}

/// One that the checker books, too.
pub(super) fn book<T: Config>(set: &Set<T>, mark: u8, results: SettlementResults) {
	let file_digest = entered::<T>(set, mark, &results);
	Pallet::<T>::settle(signed::<T>(&set.checker), file_digest, results).unwrap();
}

pub(super) fn bank_of<T: Config>(set: &Set<T>) -> OrgId {
	T::Loans::facts(set.loan).unwrap().bank
}

/// The bank's queue is so long, with mismatches of payments that nobody knows.
pub(super) fn fill_queue<T: Config>(set: &Set<T>, most: u32) {
	OpenMismatches::<T>::mutate(bank_of::<T>(set), |list| {
		while list.open.len() < most as usize {
			let mismatch = list.next;
			let open = OpenMismatch { mismatch, uetr: uetr(1_000_000 + mismatch), row: [0; 8] };
			list.open.try_push(open).unwrap();
			list.next += 1;
		}
	});
}

/// A file that books so many payments of one draft, entered, where the bank's queue is as long as it can be.
pub(super) fn file_on_one_draft<T: Config>(count: u32) -> (Set<T>, Digest, SettlementResults) {
	let set = loan::<T>();
	released_together::<T>(&set, count);
	fill_queue::<T>(&set, MAX_MISMATCHES);
	let results = file::<T>(count, Outcome::Settled);
	let file_digest = entered::<T>(&set, 9, &results);
	(set, file_digest, results)
}

/// The last places of the bank's full queue are these results': each waits there.
pub(super) fn queue_own<T: Config>(set: &Set<T>, results: &SettlementResults) {
	let bank = bank_of::<T>(set);
	let (entered_by, checked_by) = (NOBODYS.officer, NOBODYS.officer);
	OpenMismatches::<T>::mutate(bank, |list| {
		list.open.truncate(MAX_MISMATCHES as usize - results.len());
		for result in results {
			let (reason, file_digest) = (MismatchReason::NotReleased, Digest::repeat_byte(8));
			let (result, queued_on) = (result.clone(), today::<T>());
			let mismatch = list.queue(&result).unwrap();
			let record = Mismatch { result, reason, file_digest, queued_on, entered_by, checked_by };
			Mismatches::<T>::insert(bank, Ordered::from(mismatch), record);
		}
	});
}

pub(super) fn settled<T: Config>(sets: &[Set<T>], count: u32, plan_lines: u32) {
	released::<T>(sets, count, plan_lines);
	book::<T>(&sets[0], 1, file::<T>(count, Outcome::Settled));
}

/// So many returned payments, each in a draft of its own, with what pays them again.
pub(super) fn returned<T: Config>(set: &Set<T>, count: u32, plan_lines: u32) -> PayAgainLines {
	settled::<T>(core::slice::from_ref(set), count, plan_lines);
	book::<T>(set, 2, file::<T>(count, Outcome::Returned { reason: reason() }));
	let again = |number: u32| PayAgainLine {
		returned: uetr(number),
		uetr: uetr(number + MAX_LINES),
		account: AccountVersion(0),
	};
	PayAgainLines::truncate_from((0..count).map(again).collect())
}

/// A draft that pays so many returned payments again, approved.
pub(super) fn again_approved<T: Config>(count: u32, plan_lines: u32) -> (Set<T>, DraftNo, Digest) {
	let set = loan::<T>();
	let again = returned::<T>(&set, count, plan_lines);
	let first = again[0].uetr;
	Pallet::<T>::pay_again(signed::<T>(&set.maker), set.loan, again, today::<T>()).unwrap();
	let draft = Payments::<T>::get(first).unwrap().draft;
	let digest = approve::<T>(&set, draft);
	(set, draft, digest)
}

/// As many statements of the bank wait as can, with one of so many payments of these loans as the last.
pub(super) fn enter_statement<T: Config>(sets: &[Set<T>], count: u32, witness: Digest) {
	T::BenchmarkHelper::dismiss(&ids::<T>(sets));
	for number in 1..MAX_STATEMENTS {
		let other = EnteredStatement::new(&[uetr(number)], Digest::repeat_byte(7), NOBODYS);
		Statements::<T>::mutate(bank_of::<T>(&sets[0]), |all| all.try_push(other)).unwrap();
	}
	Pallet::<T>::confirm_assisted(signed::<T>(&sets[0].maker), keys(count), witness).unwrap();
}

/// As many officers have confirmed lines of a draft as it keeps, none of them its first line.
fn fill_confirmed<T: Config>(loan: LoanId, draft: DraftNo) {
	let on = today::<T>();
	Drafts::<T>::mutate(loan, Ordered::from(draft), |draft| {
		let draft = draft.as_mut().unwrap();
		for number in 0..2 * MAX_LINES {
			let officer = OfficerId(u32::MAX - 1 - number);
			let line = 1 + u16::try_from(number % (MAX_LINES - 1)).unwrap();
			draft.confirmed_by.note(Confirmation { by: SignedBy { officer, key_number: 0 }, on }, [line]);
		}
	});
}

/// The bank has confirmed the first payment of these loans in the payee's place.
pub(super) fn assisted<T: Config>(sets: &[Set<T>]) {
	settled::<T>(sets, 1, 1);
	fill_confirmed::<T>(sets[0].loan, Payments::<T>::get(uetr(0)).unwrap().draft);
	let (checker, witness) = (signed::<T>(&sets[0].checker), Digest::repeat_byte(9));
	enter_statement::<T>(sets, 1, witness);
	Pallet::<T>::confirm_assisted(checker, keys(1), witness).unwrap();
}

/// New documents of the purchase that the first payment rests on, each with a part of it.
pub(super) fn beside_own<T: Config>(set: &Set<T>) -> DocumentParts {
	let own = Payments::<T>::get(uetr(0)).unwrap().evidence.unwrap();
	let documents = T::BenchmarkHelper::beside(set.loan, PlanLineNo(0), own, MAX_DOCUMENTS_BESIDE);
	let part = |evidence| DocumentPart { evidence, amount_fen: 10 };
	DocumentParts::truncate_from(documents.into_iter().map(part).collect())
}

pub(super) fn keys(count: u32) -> Receipts {
	Receipts::truncate_from((0..count).map(uetr).collect::<Vec<_>>())
}

pub(super) fn numbers(count: u32) -> LineNumbers {
	LineNumbers::truncate_from((0..count).map(|line| u16::try_from(line).unwrap()).collect())
}

/// As much is on record of a payment as there can be beside one counter-entry more.
pub(super) fn fill_extra<T: Config>(uetr: Uetr) {
	LineExtras::<T>::mutate(uetr, |extra| {
		let extra = extra.as_mut().unwrap();
		let setback = extra.failed.clone().unwrap();
		let (record, booking) = (setback.booking.clone(), BookingKind::Returned);
		let (amount_fen, said) = (1, Some(setback.reason.clone()));
		while extra.returns.len() < MAX_RETURNS as usize {
			let part = ReturnRecord { setback: setback.clone(), amount_fen, before: LineState::Settled };
			extra.returns.try_push(part).unwrap();
		}
		while extra.corrections.len() + 1 < MAX_CORRECTIONS as usize {
			let correction = Correction {
				booking,
				amount_fen,
				record: record.clone(),
				said: said.clone(),
				reason: reason(),
				corrected_on: today::<T>(),
				entered_by: NOBODYS,
				checked_by: NOBODYS,
			};
			extra.corrections.try_push(correction).unwrap();
		}
		extra.receipts = BoundedVec::truncate_from(alloc::vec![Digest::zero(); MAX_SIGNED_RECEIPTS as usize]);
		extra.taken_back =
			BoundedVec::truncate_from(alloc::vec![taken_back::<T>(); MAX_TAKINGS_BACK as usize]);
	});
}

/// The longest record that a receipt was taken back.
fn taken_back<T: Config>() -> TakenBack {
	let on = today::<T>();
	TakenBack {
		confirmed: Confirmation { by: NOBODYS, on },
		witness: Some(Digest::zero()),
		witnessed_by: Some(NOBODYS),
		denied: Some(reason()),
		by: NOBODYS,
		entered_by: Some(NOBODYS),
		on,
		reason: reason(),
	}
}

/// That a failure under this reference was none.
pub(super) fn counter_entry(bank_reference: BankReference) -> Adjustment {
	Adjustment::Correct { booking: BookingKind::Failed, bank_reference, reason: reason() }
}

/// As many adjustments of the bank wait as can, with this one as the last.
pub(super) fn enter_adjustment<T: Config>(set: &Set<T>, key: Uetr, adjustment: &Adjustment) {
	for number in 1..MAX_ADJUSTMENTS {
		let (uetr, adjustment) = (uetr(number), adjustment.clone());
		let other = EnteredAdjustment { uetr, adjustment, corrected: 0, by: NOBODYS };
		Adjustments::<T>::mutate(bank_of::<T>(set), |all| all.try_push(other)).unwrap();
	}
	Pallet::<T>::adjust(signed::<T>(&set.maker), key, adjustment.clone()).unwrap();
}
