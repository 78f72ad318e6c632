//! What the calls cost at their worst: every line uses another plan line as far as there are any, and other evidence;
//! results and receipts each lie in a draft and a loan of their own, returned payments in a draft of their own.

mod helper;
mod orders;

use crate::{calls::DAYS_PER_SWEEP, *};
use alloc::vec::Vec;
use frame::benchmarking::prelude::*;
pub use helper::{BenchmarkHelper, BenchmarkLoan};
use orders::ordered;
use zhidai_primitives::{
	traits::{Calendar, LoanInspect},
	AccountVersion, Day, Digest, DraftLine, DraftNo, EvidenceId, Fen, LoanId, OfficerId, Ordered, PlanLineNo,
	ShortText, SignedBy, Split, Uetr, MAX_LINES, MAX_PLAN_LINES,
};

type Set<T> = BenchmarkLoan<<T as frame_system::Config>::AccountId>;

fn loan<T: Config>() -> Set<T> {
	T::BenchmarkHelper::loans(1, MAX_PLAN_LINES).remove(0)
}

/// So many loans of one plan line, whose payee is the same.
fn loans<T: Config>(count: u32) -> Vec<Set<T>> {
	T::BenchmarkHelper::loans(count, 1)
}

fn uetr(number: u32) -> Uetr {
	let mut bytes = [0; 16];
	bytes[..4].copy_from_slice(&number.to_be_bytes());
	Uetr::from_random(bytes)
}

fn line<T: Config>(set: &Set<T>, number: u32, plan_line: u32) -> DraftLine {
	let plan_line = PlanLineNo(u16::try_from(plan_line).unwrap());
	let evidence = Some(T::BenchmarkHelper::evidence(set.loan, plan_line));
	DraftLine { uetr: uetr(number), plan_line, account: AccountVersion(0), amount_fen: 100, evidence }
}

/// So many lines, in turn over so many lines of the plan.
fn lines<T: Config>(set: &Set<T>, count: u32, plan_lines: u32) -> Lines {
	Lines::truncate_from((0..count).map(|number| line::<T>(set, number, number % plan_lines)).collect())
}

fn today<T: Config>() -> Day {
	T::Calendar::today()
}

fn signed<T: Config>(who: &T::AccountId) -> OriginFor<T> {
	RawOrigin::Signed(who.clone()).into()
}

fn digest<T: Config>(loan: LoanId, draft: DraftNo) -> Digest {
	Drafts::<T>::get(loan, Ordered::from(draft)).unwrap().digest
}

fn reason() -> ShortText {
	ShortText::new(alloc::vec![b'x'; 160]).unwrap()
}

fn drafted<T: Config>(set: &Set<T>, lines: Lines) -> (DraftNo, Digest) {
	let first = lines.first().unwrap().uetr;
	Pallet::<T>::draft(signed::<T>(&set.maker), set.loan, lines, today::<T>()).unwrap();
	let draft = Payments::<T>::get(first).unwrap().draft;
	(draft, digest::<T>(set.loan, draft))
}

fn approve<T: Config>(set: &Set<T>, draft: DraftNo) -> Digest {
	let digest = digest::<T>(set.loan, draft);
	Pallet::<T>::mandate(signed::<T>(&set.borrower), set.loan, draft, digest).unwrap();
	Pallet::<T>::approve(signed::<T>(&set.checker), set.loan, draft, digest).unwrap();
	digest
}

/// A signature of nobody: it counts no more, and whoever signs next looks for its officer.
const NOBODYS: SignedBy = SignedBy { officer: OfficerId(u32::MAX), key_number: 0 };

/// A draft that was approved, of whose signatures one counts no more.
fn approved_without<T: Config>(
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

/// So many payments, in turn on these loans and on so many lines of their plans, each released in a draft of its own.
fn released<T: Config>(sets: &[Set<T>], count: u32, plan_lines: u32) {
	for (number, set) in (0..count).zip(sets.iter().cycle()) {
		let line = line::<T>(set, number, number % plan_lines);
		let (draft, _) = drafted::<T>(set, Lines::truncate_from(alloc::vec![line]));
		let digest = approve::<T>(set, draft);
		let releaser = signed::<T>(&set.releaser);
		Pallet::<T>::release(releaser, set.loan, draft, digest, LineNumbers::default()).unwrap();
	}
}

/// So many payments of one draft, each on a plan line of its own as far as there are any, released.
fn released_together<T: Config>(set: &Set<T>, count: u32) {
	let (number, _) = drafted::<T>(set, lines::<T>(set, count, count.min(MAX_PLAN_LINES)));
	let digest = approve::<T>(set, number);
	let releaser = signed::<T>(&set.releaser);
	Pallet::<T>::release(releaser, set.loan, number, digest, LineNumbers::default()).unwrap();
}

fn file<T: Config>(count: u32, outcome: Outcome) -> SettlementResults {
	let result = |number| SettlementResult {
		uetr: uetr(number),
		outcome: outcome.clone(),
		bank_reference: BankReference::truncate_from(alloc::vec![b'x'; MAX_BANK_REFERENCE as usize]),
		booked_on: today::<T>(),
		value_on: today::<T>(),
	};
	SettlementResults::truncate_from((0..count).map(result).collect())
}

fn settled<T: Config>(sets: &[Set<T>], count: u32, plan_lines: u32) {
	released::<T>(sets, count, plan_lines);
	let results = file::<T>(count, Outcome::Settled);
	Pallet::<T>::settle(signed::<T>(&sets[0].maker), Digest::repeat_byte(1), results).unwrap();
}

/// So many returned payments, each in a draft of its own, with what pays them again.
fn returned<T: Config>(set: &Set<T>, count: u32, plan_lines: u32) -> PayAgainLines {
	settled::<T>(core::slice::from_ref(set), count, plan_lines);
	let results = file::<T>(count, Outcome::Returned { reason: reason() });
	Pallet::<T>::settle(signed::<T>(&set.maker), Digest::repeat_byte(2), results).unwrap();
	let again = |number: u32| PayAgainLine {
		returned: uetr(number),
		uetr: uetr(number + MAX_LINES),
		account: AccountVersion(0),
	};
	PayAgainLines::truncate_from((0..count).map(again).collect())
}

/// As many statements of the bank wait as can, with one of these payments as the last.
fn entered<T: Config>(set: &Set<T>, count: u32, witness: Digest) {
	let bank = T::Loans::facts(set.loan).unwrap().bank;
	T::BenchmarkHelper::dismiss(set.loan);
	for number in 1..MAX_STATEMENTS {
		let other = EnteredStatement::new(&[uetr(number)], Digest::repeat_byte(7), NOBODYS);
		Statements::<T>::mutate(bank, |all| all.try_push(other)).unwrap();
	}
	Pallet::<T>::confirm_assisted(signed::<T>(&set.maker), keys(count), witness).unwrap();
}

fn keys(count: u32) -> Receipts {
	Receipts::truncate_from((0..count).map(uetr).collect::<Vec<_>>())
}

fn numbers(count: u32) -> LineNumbers {
	LineNumbers::truncate_from((0..count).map(|line| u16::try_from(line).unwrap()).collect())
}

#[benchmarks]
mod benches {
	use super::*;

	#[benchmark]
	fn draft(n: Linear<MAX_PLAN_LINES, MAX_LINES>, p: Linear<1, MAX_PLAN_LINES>) {
		let set = loan::<T>();
		let lines = lines::<T>(&set, n, p);
		#[extrinsic_call]
		_(RawOrigin::Signed(set.maker), set.loan, lines, today::<T>());
		assert_eq!(Payments::<T>::iter().count(), n as usize);
	}

	#[benchmark]
	fn draft_one() {
		let set = loan::<T>();
		let lines = lines::<T>(&set, 1, 1);
		#[extrinsic_call]
		draft(RawOrigin::Signed(set.maker), set.loan, lines, today::<T>());
		assert_eq!(Payments::<T>::iter().count(), 1);
	}

	#[benchmark]
	fn drawdown(n: Linear<1, MAX_PLAN_LINES>) {
		let set = T::BenchmarkHelper::loans(1, n).remove(0);
		// What is left is read of every line in any case; by it the lines are put in an order too.
		let named = |line: u32| {
			let plan_line = PlanLineNo(u16::try_from(line).unwrap());
			let evidence = Some(T::BenchmarkHelper::evidence(set.loan, plan_line));
			SplitLine { plan_line, account: AccountVersion(0), evidence }
		};
		let lines = (0..n).map(named).collect();
		let split = Split::ByLeft { amount: Fen(u64::from(n) * 50) };
		#[extrinsic_call]
		_(
			RawOrigin::Signed(set.maker),
			set.loan,
			uetr(0),
			split,
			SplitLines::truncate_from(lines),
			today::<T>(),
		);
		assert_eq!(Payments::<T>::iter().count(), n as usize);
	}

	#[benchmark]
	fn mandate() {
		let set = loan::<T>();
		let lines = lines::<T>(&set, MAX_LINES, MAX_PLAN_LINES);
		// Anew, which looks at all three signatures.
		let (number, digest) =
			approved_without::<T>(&set, lines, |signatures| signatures.mandate = Some(NOBODYS));
		#[extrinsic_call]
		_(RawOrigin::Signed(set.borrower), set.loan, number, digest);
		let signatures = Drafts::<T>::get(set.loan, Ordered::from(number)).unwrap().signatures;
		assert!(signatures.mandate.is_some_and(|by| by != NOBODYS));
	}

	#[benchmark]
	fn make() {
		let set = loan::<T>();
		let lines = lines::<T>(&set, MAX_LINES, MAX_PLAN_LINES);
		// Anew, which looks at all three signatures.
		let (number, digest) =
			approved_without::<T>(&set, lines, |signatures| signatures.maker = Some(NOBODYS));
		#[extrinsic_call]
		_(RawOrigin::Signed(set.maker), set.loan, number, digest);
		let signatures = Drafts::<T>::get(set.loan, Ordered::from(number)).unwrap().signatures;
		assert!(signatures.maker.is_some_and(|by| by != NOBODYS));
	}

	#[benchmark]
	fn approve() {
		let set = loan::<T>();
		let (number, digest) = drafted::<T>(&set, lines::<T>(&set, MAX_LINES, MAX_PLAN_LINES));
		Pallet::<T>::mandate(signed::<T>(&set.borrower), set.loan, number, digest).unwrap();
		// As the second checker, who looks for the first one's officer too.
		Drafts::<T>::mutate(set.loan, Ordered::from(number), |draft| {
			draft.as_mut().unwrap().signatures.first_check = Some(NOBODYS)
		});
		#[extrinsic_call]
		_(RawOrigin::Signed(set.checker), set.loan, number, digest);
		assert_eq!(Drafts::<T>::get(set.loan, Ordered::from(number)).unwrap().state, DraftState::Approved);
	}

	#[benchmark]
	fn reject(n: Linear<MAX_PLAN_LINES, MAX_LINES>, p: Linear<1, MAX_PLAN_LINES>) {
		let set = loan::<T>();
		let (number, digest) = drafted::<T>(&set, lines::<T>(&set, n, p));
		#[extrinsic_call]
		_(RawOrigin::Signed(set.checker), set.loan, number, digest, reason());
		assert_eq!(Drafts::<T>::get(set.loan, Ordered::from(number)).unwrap().state, DraftState::Rejected);
	}

	#[benchmark]
	fn release(n: Linear<MAX_PLAN_LINES, MAX_LINES>, p: Linear<1, MAX_PLAN_LINES>) {
		let set = loan::<T>();
		let (number, _) = drafted::<T>(&set, lines::<T>(&set, n, p));
		let digest = super::approve::<T>(&set, number);
		#[extrinsic_call]
		_(RawOrigin::Signed(set.releaser), set.loan, number, digest, LineNumbers::default());
		assert_eq!(Drafts::<T>::get(set.loan, Ordered::from(number)).unwrap().state, DraftState::Done);
	}

	#[benchmark]
	fn release_one() {
		let set = loan::<T>();
		let (number, _) = drafted::<T>(&set, lines::<T>(&set, 1, 1));
		let digest = super::approve::<T>(&set, number);
		#[extrinsic_call]
		release(RawOrigin::Signed(set.releaser), set.loan, number, digest, LineNumbers::default());
		assert_eq!(Drafts::<T>::get(set.loan, Ordered::from(number)).unwrap().state, DraftState::Done);
	}

	#[benchmark]
	fn release_reported(n: Linear<0, 32>) {
		let set = loan::<T>();
		let (number, _) = drafted::<T>(&set, lines::<T>(&set, MAX_PLAN_LINES, MAX_PLAN_LINES));
		let digest = super::approve::<T>(&set, number);
		T::BenchmarkHelper::report(set.loan, n);
		#[extrinsic_call]
		release(RawOrigin::Signed(set.releaser), set.loan, number, digest, LineNumbers::default());
		assert_eq!(Drafts::<T>::get(set.loan, Ordered::from(number)).unwrap().state, DraftState::Done);
	}

	#[benchmark]
	fn release_again_one() {
		let set = loan::<T>();
		let again = returned::<T>(&set, 1, 1);
		let first = again[0].uetr;
		Pallet::<T>::pay_again(signed::<T>(&set.maker), set.loan, again, today::<T>()).unwrap();
		let number = Payments::<T>::get(first).unwrap().draft;
		let digest = super::approve::<T>(&set, number);
		#[extrinsic_call]
		release(RawOrigin::Signed(set.releaser), set.loan, number, digest, LineNumbers::default());
		assert_eq!(Drafts::<T>::get(set.loan, Ordered::from(number)).unwrap().state, DraftState::Done);
	}

	#[benchmark]
	fn release_again(n: Linear<MAX_PLAN_LINES, MAX_LINES>, p: Linear<1, MAX_PLAN_LINES>) {
		let set = loan::<T>();
		let again = returned::<T>(&set, n, p);
		let first = again[0].uetr;
		Pallet::<T>::pay_again(signed::<T>(&set.maker), set.loan, again, today::<T>()).unwrap();
		let number = Payments::<T>::get(first).unwrap().draft;
		let digest = super::approve::<T>(&set, number);
		#[extrinsic_call]
		release(RawOrigin::Signed(set.releaser), set.loan, number, digest, LineNumbers::default());
		assert_eq!(Drafts::<T>::get(set.loan, Ordered::from(number)).unwrap().state, DraftState::Done);
	}

	#[benchmark]
	fn execute(n: Linear<MAX_PLAN_LINES, MAX_LINES>, p: Linear<1, MAX_PLAN_LINES>) {
		let set = loan::<T>();
		let (order, signatures) = ordered::<T>(&set, lines::<T>(&set, n, p));
		#[extrinsic_call]
		_(RawOrigin::Signed(set.releaser), order, signatures);
		assert_eq!(Payments::<T>::iter().count(), n as usize);
	}

	#[benchmark]
	fn execute_one() {
		let set = loan::<T>();
		let (order, signatures) = ordered::<T>(&set, lines::<T>(&set, 1, 1));
		#[extrinsic_call]
		execute(RawOrigin::Signed(set.releaser), order, signatures);
		assert_eq!(Payments::<T>::iter().count(), 1);
	}

	#[benchmark]
	fn exclude(n: Linear<MAX_PLAN_LINES, MAX_LINES>, p: Linear<1, MAX_PLAN_LINES>) {
		let set = loan::<T>();
		let (number, _) = drafted::<T>(&set, lines::<T>(&set, MAX_LINES, p));
		let digest = super::approve::<T>(&set, number);
		// The longest draft, and the last of its lines: what ends the draft writes most.
		let others = LineNumbers::truncate_from(numbers(MAX_LINES).into_iter().skip(n as usize).collect());
		if !others.is_empty() {
			Pallet::<T>::exclude(signed::<T>(&set.checker), set.loan, number, digest, others).unwrap();
		}
		#[extrinsic_call]
		_(RawOrigin::Signed(set.checker), set.loan, number, digest, numbers(n));
		assert_eq!(Drafts::<T>::get(set.loan, Ordered::from(number)).unwrap().state, DraftState::Done);
	}

	#[benchmark]
	fn settle(n: Linear<1, MAX_LINES>) {
		let sets = loans::<T>(n);
		released::<T>(&sets, n, 1);
		let results = file::<T>(n, Outcome::Settled);
		#[extrinsic_call]
		_(RawOrigin::Signed(sets[0].maker.clone()), Digest::repeat_byte(9), results);
		assert_eq!(Settlements::<T>::iter().count(), n as usize);
	}

	#[benchmark]
	fn settle_few(n: Linear<1, MAX_PLAN_LINES>) {
		let set = loan::<T>();
		released_together::<T>(&set, n);
		let results = file::<T>(n, Outcome::Settled);
		#[extrinsic_call]
		settle(RawOrigin::Signed(set.maker), Digest::repeat_byte(9), results);
		assert_eq!(Settlements::<T>::iter().count(), n as usize);
	}

	#[benchmark]
	fn settle_in_draft(n: Linear<MAX_PLAN_LINES, MAX_LINES>) {
		let set = loan::<T>();
		released_together::<T>(&set, n);
		let results = file::<T>(n, Outcome::Settled);
		#[extrinsic_call]
		settle(RawOrigin::Signed(set.maker), Digest::repeat_byte(9), results);
		assert_eq!(Settlements::<T>::iter().count(), n as usize);
	}

	#[benchmark]
	fn fail(n: Linear<1, MAX_LINES>) {
		let sets = loans::<T>(n);
		released::<T>(&sets, n, 1);
		// A failure also writes the reason, and gives the evidence back; the first of the file is not known,
		// which opens an alert.
		let mut results = file::<T>(n, Outcome::Failed { reason: reason() });
		results[0].uetr = uetr(MAX_LINES);
		#[extrinsic_call]
		settle(RawOrigin::Signed(sets[0].maker.clone()), Digest::repeat_byte(9), results);
		assert_eq!(LineExtras::<T>::iter().count() + 1, n as usize);
	}

	#[benchmark]
	fn confirm(n: Linear<1, MAX_RECEIPTS>) {
		let sets = loans::<T>(n);
		settled::<T>(&sets, n, 1);
		#[extrinsic_call]
		_(RawOrigin::Signed(sets[0].payee.clone()), keys(n));
		assert_eq!(
			Drafts::<T>::iter_values().filter(|number| number.line(0) == Some(LineState::Received)).count(),
			n as usize
		);
	}

	#[benchmark]
	fn confirm_assisted(n: Linear<1, MAX_RECEIPTS>) {
		let sets = loans::<T>(n);
		settled::<T>(&sets, n, 1);
		entered::<T>(&sets[0], n, Digest::repeat_byte(9));
		#[extrinsic_call]
		_(RawOrigin::Signed(sets[0].checker.clone()), keys(n), Digest::repeat_byte(9));
		assert_eq!(LineExtras::<T>::iter().count(), n as usize);
	}

	#[benchmark]
	fn dispute() {
		let set = loan::<T>();
		settled::<T>(core::slice::from_ref(&set), 1, 1);
		// What the bank confirmed also moves in the ledger.
		let (checker, witness) = (signed::<T>(&set.checker), Digest::repeat_byte(9));
		entered::<T>(&set, 1, witness);
		Pallet::<T>::confirm_assisted(checker, keys(1), witness).unwrap();
		#[extrinsic_call]
		_(RawOrigin::Signed(set.payee), uetr(0), reason());
		assert!(LineExtras::<T>::get(uetr(0)).unwrap().disputed.is_some());
	}

	#[benchmark]
	fn pay_again(n: Linear<MAX_PLAN_LINES, MAX_LINES>, p: Linear<1, MAX_PLAN_LINES>) {
		let set = loan::<T>();
		let again = returned::<T>(&set, n, p);
		#[extrinsic_call]
		_(RawOrigin::Signed(set.maker), set.loan, again, today::<T>());
		assert_eq!(Payments::<T>::iter().count(), 2 * n as usize);
	}

	#[benchmark]
	fn pay_again_one() {
		let set = loan::<T>();
		let again = returned::<T>(&set, 1, 1);
		#[extrinsic_call]
		pay_again(RawOrigin::Signed(set.maker), set.loan, again, today::<T>());
		assert_eq!(Payments::<T>::iter().count(), 2);
	}

	#[benchmark]
	fn lapse(n: Linear<MAX_PLAN_LINES, MAX_LINES>, p: Linear<1, MAX_PLAN_LINES>) {
		let set = loan::<T>();
		let (number, _) = drafted::<T>(&set, lines::<T>(&set, n, p));
		let over = Day(today::<T>().0 - 1);
		Drafts::<T>::mutate(set.loan, Ordered::from(number), |number| {
			number.as_mut().unwrap().expires_on = over
		});
		LapseQueue::<T>::remove(today::<T>(), (set.loan, number));
		LapseQueue::<T>::insert(over, (set.loan, number), ());
		assert!(T::Loans::facts(set.loan).is_ok());
		#[extrinsic_call]
		_(RawOrigin::Signed(set.maker), set.loan, number);
		assert_eq!(Drafts::<T>::get(set.loan, Ordered::from(number)).unwrap().state, DraftState::Lapsed);
	}

	/// Nothing of these days lapses.
	#[benchmark]
	fn sweep() {
		let _ = loan::<T>();
		let first = Day(today::<T>().0 - DAYS_PER_SWEEP - 1);
		LapseFrom::<T>::put(first);
		#[block]
		{
			Pallet::<T>::sweep(Weight::MAX);
		}
		assert_eq!(LapseFrom::<T>::get(), first.plus_days(DAYS_PER_SWEEP));
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::ext(), crate::mock::Test);
}
