//! What the calls cost at their worst: every line uses another plan line as far as there are any, and other evidence;
//! results and receipts each lie in a draft and a loan of their own, returned payments in a draft of their own, and
//! each of these drafts is as long as one can be.

#[cfg(test)]
mod books;
mod helper;
mod orders;
mod scene;

use crate::{calls::DAYS_PER_SWEEP, *};
use frame::benchmarking::prelude::*;
pub use helper::{BenchmarkHelper, BenchmarkLoan};
use orders::{denied, ordered};
pub use scene::lengthen;
use scene::*;
use zhidai_primitives::{
	limits::{ACT_LIFE_DAYS, MAX_ALLOCATIONS, MAX_MISMATCHES},
	traits::LoanInspect,
	AccountVersion, Allocation, Day, Digest, Fen, Ordered, PlanLineNo, Split, MAX_LINES, MAX_PLAN_LINES,
};

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
		Drafts::<T>::mutate(set.loan, Ordered::from(number), |stored| {
			stored.as_mut().unwrap().signatures.first_check = Some(NOBODYS)
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
		let (set, number, digest) = again_approved::<T>(1, 1);
		#[extrinsic_call]
		release(RawOrigin::Signed(set.releaser), set.loan, number, digest, LineNumbers::default());
		assert_eq!(Drafts::<T>::get(set.loan, Ordered::from(number)).unwrap().state, DraftState::Done);
	}

	#[benchmark]
	fn release_again(n: Linear<MAX_PLAN_LINES, MAX_LINES>, p: Linear<1, MAX_PLAN_LINES>) {
		let (set, number, digest) = again_approved::<T>(n, p);
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
		fill_queue::<T>(&sets[0], MAX_MISMATCHES);
		let results = file::<T>(n, Outcome::Settled);
		let file_digest = entered::<T>(&sets[0], 9, &results);
		#[extrinsic_call]
		_(RawOrigin::Signed(sets[0].checker.clone()), file_digest, results);
		assert_eq!(Settlements::<T>::iter().count(), n as usize);
	}

	#[benchmark]
	fn settle_few(n: Linear<1, MAX_PLAN_LINES>) {
		let (set, file_digest, results) = file_on_one_draft::<T>(n);
		#[extrinsic_call]
		settle(RawOrigin::Signed(set.checker), file_digest, results);
		assert_eq!(Settlements::<T>::iter().count(), n as usize);
	}

	#[benchmark]
	fn settle_in_draft(n: Linear<MAX_PLAN_LINES, MAX_LINES>) {
		let (set, file_digest, results) = file_on_one_draft::<T>(n);
		#[extrinsic_call]
		settle(RawOrigin::Signed(set.checker), file_digest, results);
		assert_eq!(Settlements::<T>::iter().count(), n as usize);
	}

	/// No weight of its own: what a result costs here beyond one of `settle_few` is what it costs to close its own
	/// mismatch.
	#[benchmark(extra)]
	fn settle_closing(n: Linear<1, MAX_PLAN_LINES>) {
		let (set, file_digest, results) = file_on_one_draft::<T>(n);
		queue_own::<T>(&set, &results);
		#[extrinsic_call]
		settle(RawOrigin::Signed(set.checker), file_digest, results);
		assert_eq!(Mismatches::<T>::iter().count(), 0);
	}

	#[benchmark]
	fn fail(n: Linear<1, MAX_LINES>) {
		let sets = loans::<T>(n);
		// A return also writes the reason, and takes the payment from the payee's lists; the first of the file is not
		// known: it is queued, and opens an alert.
		settled::<T>(&sets, n, 1);
		fill_queue::<T>(&sets[0], MAX_MISMATCHES - 1);
		let mut results = file::<T>(n, Outcome::Returned { reason: reason() });
		results[0].uetr = uetr(MAX_LINES);
		let file_digest = entered::<T>(&sets[0], 9, &results);
		#[extrinsic_call]
		settle(RawOrigin::Signed(sets[0].checker.clone()), file_digest, results);
		assert_eq!(LineExtras::<T>::iter().count() + 1, n as usize);
	}

	#[benchmark]
	fn confirm(n: Linear<1, MAX_RECEIPTS>) {
		let sets = loans::<T>(n);
		settled::<T>(&sets, n, 1);
		// Who succeeds the payees speaks for them.
		let heir = T::BenchmarkHelper::succeed(&ids::<T>(&sets));
		#[extrinsic_call]
		_(RawOrigin::Signed(heir), keys(n));
		assert_eq!(
			Drafts::<T>::iter_values().filter(|number| number.line(0) == Some(LineState::Received)).count(),
			n as usize
		);
	}

	#[benchmark]
	fn confirm_assisted(n: Linear<1, MAX_RECEIPTS>) {
		let sets = loans::<T>(n);
		settled::<T>(&sets, n, 1);
		enter_statement::<T>(&sets, n, Digest::repeat_byte(9));
		#[extrinsic_call]
		_(RawOrigin::Signed(sets[0].checker.clone()), keys(n), Digest::repeat_byte(9));
		assert_eq!(LineExtras::<T>::iter().count(), n as usize);
	}

	#[benchmark]
	fn dispute() {
		let sets = loans::<T>(1);
		// What the bank confirmed also moves in the ledger, and who succeeds the payee denies it.
		assisted::<T>(&sets);
		let heir = T::BenchmarkHelper::succeed(&ids::<T>(&sets));
		#[extrinsic_call]
		_(RawOrigin::Signed(heir), uetr(0), reason());
		assert!(LineExtras::<T>::get(uetr(0)).unwrap().disputed.is_some());
	}

	#[benchmark]
	fn confirm_signed() {
		let sets = loans::<T>(1);
		// A denial opens an alert, and what the bank confirmed also moves in the ledger. Who succeeds the payee has
		// signed, and an admin is found last.
		assisted::<T>(&sets);
		let heir = T::BenchmarkHelper::succeed(&ids::<T>(&sets));
		let (receipt, signature) = denied::<T>(heir);
		#[extrinsic_call]
		_(RawOrigin::Signed(sets[0].admin.clone()), receipt, signature);
		assert!(LineExtras::<T>::get(uetr(0)).unwrap().disputed.is_some());
	}

	#[benchmark]
	fn take_back_receipt() {
		let sets = loans::<T>(1);
		assisted::<T>(&sets);
		Pallet::<T>::take_back_receipt(signed::<T>(&sets[0].maker), uetr(0), reason()).unwrap();
		#[extrinsic_call]
		_(RawOrigin::Signed(sets[0].checker.clone()), uetr(0), reason());
		assert_eq!(LineExtras::<T>::get(uetr(0)).unwrap().taken_back.len(), 1);
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
		// Who releases is found last.
		#[extrinsic_call]
		_(RawOrigin::Signed(set.releaser), set.loan, number);
		assert_eq!(Drafts::<T>::get(set.loan, Ordered::from(number)).unwrap().state, DraftState::Lapsed);
	}

	#[benchmark]
	fn enter_results() {
		let set = loan::<T>();
		let (bank, results) = (bank_of::<T>(&set), file::<T>(1, Outcome::Settled));
		// Two have waited too long, and the third is entered anew.
		let files = [1, 2, 3].map(|mark| entered::<T>(&set, mark, &results));
		for file_digest in &files[..2] {
			EnteredFiles::<T>::mutate(bank, file_digest, |file| {
				file.as_mut().unwrap().entered_on = Day(today::<T>().0.saturating_sub(ACT_LIFE_DAYS + 1))
			});
		}
		#[extrinsic_call]
		_(RawOrigin::Signed(set.maker), files[2], Digest::repeat_byte(9), 1_u16, Fen(1));
		assert_eq!(EnteredCounts::<T>::get(bank).oldest, 2);
	}

	#[benchmark]
	fn close_mismatch() {
		let set = loan::<T>();
		let lines = lines::<T>(&set, 1, 1);
		drafted::<T>(&set, lines);
		// Not released, so that it is queued.
		book::<T>(&set, 1, file::<T>(1, Outcome::Settled));
		fill_queue::<T>(&set, MAX_MISMATCHES);
		let (bank, link) = (bank_of::<T>(&set), MismatchLink::Payment { uetr: uetr(0) });
		#[extrinsic_call]
		_(RawOrigin::Signed(set.checker), 0_u32, link, reason());
		assert_eq!(Mismatches::<T>::iter_key_prefix(bank).count(), 0);
	}

	#[benchmark]
	fn draft_allocated(n: Linear<1, MAX_ALLOCATIONS>) {
		let set = loan::<T>();
		let lines = lines::<T>(&set, MAX_PLAN_LINES, MAX_PLAN_LINES);
		// Each rests on a document of another purchase, too.
		let allocation = |line: u32| {
			let line = u16::try_from(line).unwrap();
			let evidence = T::BenchmarkHelper::evidence(set.loan, PlanLineNo(line));
			Allocation { line, evidence, amount_fen: 1 }
		};
		let allocations = Allocations::truncate_from((0..n).map(allocation).collect());
		#[extrinsic_call]
		_(RawOrigin::Signed(set.maker), set.loan, lines, allocations, today::<T>());
		assert_eq!(DraftAllocations::<T>::iter_values().next().unwrap().len(), n as usize);
	}

	#[benchmark]
	fn allocate() {
		let set = loan::<T>();
		released::<T>(core::slice::from_ref(&set), 1, 1);
		// From as many documents as can be to as many others, by an officer who is no maker.
		let parts = beside_own::<T>(&set);
		Pallet::<T>::allocate(signed::<T>(&set.maker), uetr(0), parts).unwrap();
		let others = beside_own::<T>(&set);
		#[extrinsic_call]
		_(RawOrigin::Signed(set.checker), uetr(0), others.clone());
		assert_eq!(LaterAllocations::<T>::iter_values().next().unwrap().later, others);
	}

	#[benchmark]
	fn adjust() {
		// A failure that was none takes its room in limit, plan and document again, and waits for the bank.
		let set = loan::<T>();
		released_together::<T>(&set, MAX_LINES);
		book::<T>(&set, 1, file::<T>(1, Outcome::Failed { reason: reason() }));
		fill_extra::<T>(uetr(0));
		let counter_entry = counter_entry(file::<T>(1, Outcome::Settled)[0].bank_reference.clone());
		enter_adjustment::<T>(&set, uetr(0), &counter_entry);
		#[extrinsic_call]
		_(RawOrigin::Signed(set.checker), uetr(0), counter_entry);
		let kept = LineExtras::<T>::get(uetr(0)).unwrap();
		assert_eq!(kept.corrections.len(), MAX_CORRECTIONS as usize);
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
