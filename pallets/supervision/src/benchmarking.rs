//! Benchmarks: every call at its worst.

use crate::{
	types::waiting::review_key, AlertId, Alerts, Answer, Call, Config, Counted, LoanUse, OpenAlerts, Pallet,
	QuarterSpend, QuarterUse, Reviews, ReviewsToSign, Uetrs, MAX_ANSWERS, MAX_OPEN_ALERTS, MAX_OPEN_QUARTERS,
};
use alloc::vec::Vec;
use frame::benchmarking::prelude::*;
use zhidai_primitives::traits::{Directory, Finding, Findings};
use zhidai_primitives::{
	Digest, Duty, LoanId, OfficerId, Ordered, OrgId, Quarter, ShortText, Uetr, MAX_LINES, MAX_PLAN_LINES,
};

/// Who plays in a benchmark.
pub struct Cast<AccountId> {
	/// An active loan with a quality covenant above zero, on which the payments are drawn.
	pub loan: LoanId,
	/// A quarter that is over.
	pub quarter: Quarter,
	/// Payments of the loan, booked in the quarter, each in a draft of its own, as long as one can be, on a
	/// quality-upgrading line of its own as far as the plan allows, and resting on verified evidence.
	pub uetrs: Vec<Uetr>,
	/// A maker of the loan's bank.
	pub maker: AccountId,
	/// A checker of the loan's bank, another person.
	pub bank_checker: AccountId,
	/// A checker of the loan's market regulator, a third person.
	pub regulator_checker: AccountId,
	/// An officer of a financial regulator with the duty `Attest` and without `Checker`.
	pub supervisor: AccountId,
}

/// What only the runtime can set up.
pub trait BenchmarkHelper<AccountId> {
	/// Sets up a loan with this many payments, at least one. Called once per benchmark.
	fn cast(payments: u32) -> Cast<AccountId>;

	/// Marks the payments as returned (退汇).
	fn return_payments(uetrs: &[Uetr]);

	/// The payee of the first plan line denies this payment.
	fn deny(uetr: Uetr);

	/// A side retracts its verdicts on what the payments rest on.
	fn retract_evidence(uetrs: &[Uetr]);
}

fn named<T: Config>(cast: &Cast<T::AccountId>) -> Uetrs {
	BoundedVec::truncate_from(cast.uetrs.clone())
}

/// Lets as many quarters wait as can, all after the cast's, with nothing counted in them.
fn fill_quarters<T: Config>(cast: &Cast<T::AccountId>) {
	LoanUse::<T>::mutate(cast.loan, |usage| {
		for year in (1_u16..).take(MAX_OPEN_QUARTERS.saturating_sub(1) as usize) {
			let later = Quarter { year: cast.quarter.year.saturating_add(year), number: 1 };
			assert!(usage.wait(later));
			QuarterUse::<T>::insert(cast.loan, later, QuarterSpend::default());
		}
	});
}

/// As many reviews of a loan as can be wait for an organisation.
pub fn fill_reviews<T: Config>(loan: LoanId, org: OrgId) {
	for year in (1_u16..).take(MAX_OPEN_QUARTERS as usize) {
		let quarter = Quarter { year, number: 1 };
		LoanUse::<T>::mutate(loan, |usage| assert!(usage.wait(quarter)));
		ReviewsToSign::<T>::insert(org, review_key(loan, quarter), ());
	}
}

/// Has officers of whom none is the one that acts answer the first alert, at the greatest length.
fn fill_answers<T: Config>(count: u32) -> Result<(), BenchmarkError> {
	let text = ShortText::new(alloc::vec![b'x'; 160]).ok_or("a text of 160 bytes fits")?;
	let document = Some(Digest::repeat_byte(2));
	Alerts::<T>::mutate_extant(AlertId(0), |entry| {
		for number in 0..count {
			let officer = OfficerId(u32::MAX.saturating_sub(number));
			let answer =
				Answer { officer, text: text.clone(), document, further: entry.further, on: entry.raised_on };
			assert!(entry.answers.try_push(answer).is_ok());
		}
	});
	Ok(())
}

/// So many payments that were counted as quality-upgrading, and whose evidence was retracted then; all quarters wait.
fn retracted<T: Config>(
	payments: u32,
) -> Result<(Cast<T::AccountId>, RawOrigin<T::AccountId>), BenchmarkError> {
	let cast = T::BenchmarkHelper::cast(payments);
	fill_quarters::<T>(&cast);
	let maker = RawOrigin::Signed(cast.maker.clone());
	Pallet::<T>::count(maker.clone().into(), cast.loan, cast.quarter, named::<T>(&cast))?;
	T::BenchmarkHelper::retract_evidence(&cast.uetrs);
	Ok((cast, maker))
}

#[benchmarks]
mod benchmarks {
	use super::*;

	// Worst case: every payment is on a quality-upgrading line and its evidence is verified; all quarters wait.
	#[benchmark]
	fn count_few(n: Linear<1, MAX_PLAN_LINES>) -> Result<(), BenchmarkError> {
		let cast = T::BenchmarkHelper::cast(n);
		fill_quarters::<T>(&cast);

		#[extrinsic_call]
		count(RawOrigin::Signed(cast.maker.clone()), cast.loan, cast.quarter, named::<T>(&cast));

		assert_eq!(QuarterUse::<T>::get(cast.loan, cast.quarter).payments, n);
		Ok(())
	}

	// Worst case: the same.
	#[benchmark]
	fn count(n: Linear<MAX_PLAN_LINES, MAX_LINES>) -> Result<(), BenchmarkError> {
		let cast = T::BenchmarkHelper::cast(n);
		fill_quarters::<T>(&cast);

		#[extrinsic_call]
		_(RawOrigin::Signed(cast.maker.clone()), cast.loan, cast.quarter, named::<T>(&cast));

		assert_eq!(QuarterUse::<T>::get(cast.loan, cast.quarter).payments, n);
		Ok(())
	}

	// Worst case: all quarters wait, another person opened the review and a side has signed it.
	#[benchmark]
	fn open_review() -> Result<(), BenchmarkError> {
		let cast = T::BenchmarkHelper::cast(1);
		fill_quarters::<T>(&cast);
		let (loan, quarter) = (cast.loan, cast.quarter);
		let maker = || RawOrigin::Signed(cast.maker.clone());
		Pallet::<T>::open_review(maker().into(), loan, quarter)?;
		let digest = Reviews::<T>::get(loan, quarter).map(|review| review.digest).unwrap_or_default();
		let bank = RawOrigin::Signed(cast.bank_checker.clone()).into();
		Pallet::<T>::sign_review(bank, loan, quarter, digest)?;
		let other = T::Directory::authorise(&cast.regulator_checker, Duty::Checker)?.officer;
		Reviews::<T>::mutate(loan, quarter, |review| {
			review.iter_mut().for_each(|review| review.opened_by = other);
		});

		#[extrinsic_call]
		_(maker(), loan, quarter);

		assert!(Reviews::<T>::get(loan, quarter).is_some_and(|review| review.opened_by != other));
		Ok(())
	}

	// Worst case: the second signature on a missed covenant, which closes the quarter and opens an alert.
	// Nothing was counted, so the covenant is missed.
	#[benchmark]
	fn sign_review() -> Result<(), BenchmarkError> {
		let cast = T::BenchmarkHelper::cast(1);
		fill_quarters::<T>(&cast);
		let maker = RawOrigin::Signed(cast.maker.clone()).into();
		Pallet::<T>::open_review(maker, cast.loan, cast.quarter)?;
		let digest =
			Reviews::<T>::get(cast.loan, cast.quarter).map(|review| review.digest).unwrap_or_default();
		let bank = RawOrigin::Signed(cast.bank_checker.clone()).into();
		Pallet::<T>::sign_review(bank, cast.loan, cast.quarter, digest)?;

		#[extrinsic_call]
		_(RawOrigin::Signed(cast.regulator_checker.clone()), cast.loan, cast.quarter, digest);

		assert!(LoanUse::<T>::get(cast.loan).is_closed(cast.quarter));
		assert_eq!(OpenAlerts::<T>::iter_keys().count(), 1);
		Ok(())
	}

	// Worst case: the officer is found only as an attesting one, after the search for a checker; the longest outcome,
	// and as many answers as there can be; a payment of the longest draft is examined, and another alert of the loan
	// waits for the place.
	#[benchmark]
	fn close_alert() -> Result<(), BenchmarkError> {
		let cast = T::BenchmarkHelper::cast(1);
		let denied = *cast.uetrs.first().ok_or("the cast has a payment")?;
		T::BenchmarkHelper::deny(denied);
		let raise = |uetr| {
			<Pallet<T> as Findings>::raise(Finding::PaymentDisputed { loan: cast.loan, uetr });
		};
		raise(denied);
		(0..MAX_OPEN_ALERTS).for_each(|number| raise(Uetr::of_batch_line(denied, number)));
		let next = Ordered::from(u32::from(MAX_OPEN_ALERTS));
		assert!(!OpenAlerts::<T>::contains_key(next));
		fill_answers::<T>(MAX_ANSWERS)?;
		let outcome = ShortText::new(alloc::vec![b'x'; 160]).ok_or("a text of 160 bytes fits")?;

		#[extrinsic_call]
		_(RawOrigin::Signed(cast.supervisor.clone()), AlertId(0), 0, outcome);

		assert!(Alerts::<T>::contains_key(AlertId(0)) && !OpenAlerts::<T>::contains_key(Ordered::from(0)));
		assert!(OpenAlerts::<T>::contains_key(next));
		Ok(())
	}

	// Worst case: the longest answer, with a document, beside as many as there can be.
	#[benchmark]
	fn answer_alert() -> Result<(), BenchmarkError> {
		let cast = T::BenchmarkHelper::cast(1);
		<Pallet<T> as Findings>::raise(Finding::CovenantMissed { loan: cast.loan, quarter: cast.quarter });
		fill_answers::<T>(MAX_ANSWERS.saturating_sub(1))?;
		let text = ShortText::new(alloc::vec![b'x'; 160]).ok_or("a text of 160 bytes fits")?;
		let document = Some(Digest::repeat_byte(1));

		#[extrinsic_call]
		_(RawOrigin::Signed(cast.bank_checker.clone()), AlertId(0), 0, text, document);

		assert!(Alerts::<T>::get(AlertId(0)).is_some_and(|alert| alert.is_answered()));
		Ok(())
	}

	// Worst case: every payment counted as quality-upgrading.
	#[benchmark]
	fn take_back(n: Linear<1, MAX_LINES>) -> Result<(), BenchmarkError> {
		let cast = T::BenchmarkHelper::cast(n);
		let maker = RawOrigin::Signed(cast.maker.clone());
		Pallet::<T>::count(maker.clone().into(), cast.loan, cast.quarter, named::<T>(&cast))?;
		T::BenchmarkHelper::return_payments(&cast.uetrs);

		#[extrinsic_call]
		_(maker, cast.loan, cast.quarter, named::<T>(&cast));

		assert_eq!(Counted::<T>::iter_keys().count(), 0);
		Ok(())
	}

	// Worst case: all quarters wait.
	#[benchmark]
	fn take_back_quality_few(n: Linear<1, MAX_PLAN_LINES>) -> Result<(), BenchmarkError> {
		let (cast, maker) = retracted::<T>(n)?;

		#[extrinsic_call]
		take_back(maker, cast.loan, cast.quarter, named::<T>(&cast));

		assert!(Counted::<T>::iter_values().all(|payment| payment.quality.is_none()));
		Ok(())
	}

	// Worst case: the same.
	#[benchmark]
	fn take_back_quality(n: Linear<MAX_PLAN_LINES, MAX_LINES>) -> Result<(), BenchmarkError> {
		let (cast, maker) = retracted::<T>(n)?;

		#[extrinsic_call]
		take_back(maker, cast.loan, cast.quarter, named::<T>(&cast));

		assert!(Counted::<T>::iter_values().all(|payment| payment.quality.is_none()));
		Ok(())
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::externalities(), crate::mock::Test);
}
