//! Benchmarks of the calls, each at its worst: the longest plan, every line another payee.

mod scene;

use super::*;
use crate::calls::DAYS_PER_SWEEP;
use alloc::vec::Vec;
use frame::benchmarking::prelude::*;
use scene::*;
pub use scene::{BenchmarkHelper, Scene};
use zhidai_primitives::traits::Calendar;
use zhidai_primitives::{
	Day, Digest, Fen, HoldKind, LoanState, OfficerId, OrgId, ShortText, SignedBy, MAX_PLAN_LINES,
};

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn offer(n: Linear<1, MAX_PLAN_LINES>) -> Result<(), BenchmarkError> {
		let scene = scene::<T>(n);
		crowd::<T>(&scene)?;
		let (request, request_id) = (request::<T>(&scene), request_id::<T>());

		#[extrinsic_call]
		_(RawOrigin::Signed(scene.maker), request, request_id);

		assert_eq!(u32::from(PlanLength::<T>::get(LastLoan::<T>::get())), n);
		Ok(())
	}

	#[benchmark]
	fn check_offer() -> Result<(), BenchmarkError> {
		let scene = scene::<T>(MAX_PLAN_LINES);
		let (loan, digest) = prepared::<T>(&scene)?;
		// As the second checker, who looks for the first one's officer too.
		let nobody = SignedBy { officer: OfficerId(u32::MAX), key_number: 0 };
		Loans::<T>::mutate_extant(loan, |loan| loan.first_checker = Some(nobody));

		#[extrinsic_call]
		_(RawOrigin::Signed(scene.checker), loan, digest);

		assert_eq!(Loans::<T>::get(loan).map(|loan| loan.state), Some(LoanState::Offered));
		Ok(())
	}

	#[benchmark]
	fn sign() -> Result<(), BenchmarkError> {
		let scene = scene::<T>(MAX_PLAN_LINES);
		crowd::<T>(&scene)?;
		let (loan, digest) = offered::<T>(&scene)?;

		#[extrinsic_call]
		_(RawOrigin::Signed(scene.signer), loan, digest);

		assert_eq!(Loans::<T>::get(loan).map(|loan| loan.state), Some(LoanState::Active));
		Ok(())
	}

	#[benchmark]
	fn withdraw() -> Result<(), BenchmarkError> {
		let scene = scene::<T>(1);
		crowd::<T>(&scene)?;
		let (loan, _) = offered::<T>(&scene)?;

		#[extrinsic_call]
		_(RawOrigin::Signed(scene.signer), loan);

		assert_eq!(Loans::<T>::get(loan).map(|loan| loan.state), Some(LoanState::Withdrawn));
		Ok(())
	}

	#[benchmark]
	fn book_repayment() -> Result<(), BenchmarkError> {
		let scene = scene::<T>(1);
		let loan = paid::<T>(&scene)?;
		let (reference, today) = (Digest::repeat_byte(4), T::Calendar::today());
		// As many wait as can, and the second officer's step costs more than the first's.
		for number in 1..MAX_ENTERED {
			let other = numbered(number);
			let maker = RawOrigin::Signed(scene.maker.clone()).into();
			Pallet::<T>::book_repayment(maker, loan, Fen(1), other, today)?;
		}
		enter::<T>(&scene, loan, reference)?;

		#[extrinsic_call]
		_(RawOrigin::Signed(scene.checker), loan, LINE, reference, today);

		assert!(Repayments::<T>::contains_key(loan, reference));
		Ok(())
	}

	#[benchmark]
	fn correct_repayment() -> Result<(), BenchmarkError> {
		let scene = scene::<T>(1);
		let loan = paid::<T>(&scene)?;
		let (maker, checker) =
			(RawOrigin::Signed(scene.maker.clone()), RawOrigin::Signed(scene.checker.clone()));
		let (reference, today) = (Digest::repeat_byte(4), T::Calendar::today());
		enter::<T>(&scene, loan, reference)?;
		Pallet::<T>::book_repayment(checker.clone().into(), loan, LINE, reference, today)?;
		// Beside it as many wait as can.
		let waiting = |number| EnteredRepayment {
			bank_reference: numbered(number),
			amount: Fen(1),
			booked_on: today,
			corrects: None,
			by: SignedBy { officer: OfficerId(0), key_number: 0 },
		};
		for number in 1..MAX_ENTERED {
			Entered::<T>::mutate(loan, |entered| entered.try_push(waiting(number))).map_err(|_| "no room")?;
		}
		let reason = ShortText::new(alloc::vec![b'x'; 160]).ok_or("no text")?;
		Pallet::<T>::correct_repayment(maker.into(), loan, reference, reason.clone())?;

		#[extrinsic_call]
		_(checker, loan, reference, reason);

		assert!(Repayments::<T>::get(loan, reference).is_some_and(|repayment| repayment.corrected.is_some()));
		Ok(())
	}

	#[benchmark]
	fn close() -> Result<(), BenchmarkError> {
		// The second officer's step costs more than the first's, and than one officer's later: something can be drawn.
		let scene = scene::<T>(2);
		let loan = paid::<T>(&scene)?;
		let checker = RawOrigin::Signed(scene.checker.clone());
		let (reference, today) = (Digest::repeat_byte(4), T::Calendar::today());
		enter::<T>(&scene, loan, reference)?;
		Pallet::<T>::book_repayment(checker.clone().into(), loan, LINE, reference, today)?;
		Pallet::<T>::close(RawOrigin::Signed(scene.maker.clone()).into(), loan)?;
		// Another regulator was asked for, and a transfer begun. As many orders as there can be have run out.
		let next = scene.other_regulator;
		Pallet::<T>::change_regulator(RawOrigin::Signed(scene.bureau_maker).into(), loan, next)?;
		begin_transfer::<T>(loan, bank_of::<T>(loan)?);
		for number in 0..MAX_HOLDS {
			place_until::<T>(loan, OrgId(u32::MAX - number), numbered(number), yesterday::<T>());
		}
		note_holds::<T>(loan);

		#[extrinsic_call]
		_(checker, loan);

		assert_eq!(Loans::<T>::get(loan).map(|loan| loan.state), Some(LoanState::Closed));
		Ok(())
	}

	#[benchmark]
	fn hold() -> Result<(), BenchmarkError> {
		let scene = scene::<T>(1);
		let loan = paid::<T>(&scene)?;
		fill::<T>(loan, MAX_HOLDS - 1);
		// One ran out and gives way, so that it is kept among those that are no more.
		place_until::<T>(loan, scene.regulator, Digest::repeat_byte(5), yesterday::<T>());

		#[extrinsic_call]
		_(RawOrigin::Signed(scene.court_clerk), loan, court_order::<T>());

		assert_eq!(Holds::<T>::get(loan).iter().count(), MAX_HOLDS as usize);
		assert_eq!(HoldsEnded::<T>::get(loan), 1);
		Ok(())
	}

	#[benchmark]
	fn lift_hold() -> Result<(), BenchmarkError> {
		let scene = scene::<T>(1);
		let loan = paid::<T>(&scene)?;
		let clerk = RawOrigin::Signed(scene.court_clerk);
		fill::<T>(loan, MAX_HOLDS - 1);
		// Another bureau's order that ran out: who placed it is looked up, and the regions of both.
		let key = place_until::<T>(loan, scene.regulator, Digest::repeat_byte(3), yesterday::<T>());
		let maker = RawOrigin::Signed(scene.court_maker).into();
		Pallet::<T>::lift_hold(maker, loan, key)?;

		#[extrinsic_call]
		_(clerk, loan, key);

		assert!(Holds::<T>::get(loan).find(&key).is_none());
		Ok(())
	}

	#[benchmark]
	fn lapse() -> Result<(), BenchmarkError> {
		let scene = scene::<T>(1);
		crowd::<T>(&scene)?;
		let (loan, _) = offered::<T>(&scene)?;
		outlive::<T>(loan, &scene);

		#[extrinsic_call]
		_(RawOrigin::Signed(scene.signer), loan);

		assert_eq!(Loans::<T>::get(loan).map(|loan| loan.state), Some(LoanState::Lapsed));
		Ok(())
	}

	/// Nothing of these days lapses.
	#[benchmark]
	fn sweep() {
		let _ = scene::<T>(1);
		let first = Day(T::Calendar::today().0.saturating_sub(DAYS_PER_SWEEP + 1));
		LapseFrom::<T>::put(first);

		#[block]
		{
			Pallet::<T>::sweep(Weight::MAX);
		}

		assert_eq!(LapseFrom::<T>::get(), first.plus_days(DAYS_PER_SWEEP));
	}

	#[benchmark]
	fn change_regulator() -> Result<(), BenchmarkError> {
		let scene = scene::<T>(1);
		let loan = paid::<T>(&scene)?;
		burden::<T>(loan, scene.regulator, &[HoldKind::Regulator], &scene.maker);
		let next = scene.other_regulator;
		Pallet::<T>::change_regulator(RawOrigin::Signed(scene.bureau_maker).into(), loan, next)?;

		#[extrinsic_call]
		_(RawOrigin::Signed(scene.bureau_checker), loan, next);

		assert_eq!(Loans::<T>::get(loan).map(|loan| loan.regulator), Some(next));
		Ok(())
	}

	#[benchmark]
	fn take_over() -> Result<(), BenchmarkError> {
		let scene = scene::<T>(MAX_PLAN_LINES);
		let loan = paid::<T>(&scene)?;
		burden::<T>(loan, scene.borrower, &[], &scene.signer);
		let heir = T::BenchmarkHelper::succeed(scene.borrower, bank_of::<T>(loan)?);

		#[extrinsic_call]
		_(RawOrigin::Signed(heir), loan);

		assert!(Loans::<T>::get(loan).is_some_and(|loan| loan.borrower != scene.borrower));
		Ok(())
	}

	#[benchmark]
	fn transfer(n: Linear<1, MAX_TRANSFERRED>) -> Result<(), BenchmarkError> {
		let scene = scene::<T>(1);
		let (mut loans, mut borrowers) = (TransferredLoans::default(), Vec::new());
		for _ in 0..n {
			let loan = paid::<T>(&scene)?;
			let from = bank_of::<T>(loan)?;
			burden::<T>(loan, from, &[HoldKind::Bank, HoldKind::AntiMoneyLaundering], &scene.maker);
			// Each is another borrower's, and the first loan of a transfer that was begun before.
			begin_transfer::<T>(loan, from);
			borrowers.push(T::BenchmarkHelper::another_borrower(loan));
			loans.try_push(loan).map_err(|_| "as many as can be")?;
		}
		let (maker, checker, to) = T::BenchmarkHelper::other_bank(&borrowers);
		for officer in [scene.maker, scene.checker, maker] {
			Pallet::<T>::transfer(RawOrigin::Signed(officer).into(), loans.clone(), to)?;
		}

		#[extrinsic_call]
		_(RawOrigin::Signed(checker), loans.clone(), to);

		assert!(loans.iter().all(|loan| Loans::<T>::get(loan).is_some_and(|loan| loan.bank == to)));
		Ok(())
	}

	#[benchmark]
	fn withdraw_transfer() -> Result<(), BenchmarkError> {
		let scene = scene::<T>(1);
		let mut loans = TransferredLoans::default();
		for _ in 0..MAX_TRANSFERRED {
			loans.try_push(paid::<T>(&scene)?).map_err(|_| "as many as can be")?;
		}
		let first = *loans.first().ok_or("as many as can be")?;
		let reason = ShortText::new(alloc::vec![b'x'; 160]).ok_or("160 letters are a reason")?;
		let (maker, _, to) = T::BenchmarkHelper::other_bank(&[scene.borrower]);
		for officer in [scene.maker, scene.checker] {
			Pallet::<T>::transfer(RawOrigin::Signed(officer).into(), loans.clone(), to)?;
		}

		#[extrinsic_call]
		_(RawOrigin::Signed(maker), first, reason);

		assert!(!Transfers::<T>::contains_key(first));
		Ok(())
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::new_test_ext(), crate::mock::Test);
}
