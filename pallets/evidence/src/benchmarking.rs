//! Benchmarks: every call at its worst.

use crate::{Call, Config, Content, Evidence, FingerprintSet, NextEvidence, Pallet, States, Status};
use frame::benchmarking::prelude::*;
use zhidai_primitives::traits::Calendar;
use zhidai_primitives::{Digest, EvidenceId, EvidenceKind, Fen, LoanId, OrgId, Verdict, VerdictSource};

/// Who plays in a benchmark.
pub struct Cast<AccountId> {
	/// An active loan.
	pub loan: LoanId,
	/// Its borrower.
	pub borrower: OrgId,
	/// An organisation that can be paid.
	pub seller: OrgId,
	/// An officer of the borrower with the duty `Confirm` and without `Maker`.
	pub filer: AccountId,
	/// An attesting officer of the loan's bank.
	pub bank: AccountId,
	/// An attesting officer of the loan's market regulator, another person.
	pub regulator: AccountId,
}

/// What only the runtime can set up.
pub trait BenchmarkHelper<AccountId> {
	/// Sets up an active loan and its people. Called once per benchmark.
	fn cast() -> Cast<AccountId>;
}

fn content<T: Config>(cast: &Cast<T::AccountId>, amount: Fen) -> Content {
	Content {
		kind: EvidenceKind::Invoice,
		sha256: Digest::repeat_byte(1),
		sm3: Digest::repeat_byte(2),
		fields_digest: Digest::repeat_byte(3),
		amount,
		dated_on: T::Calendar::today(),
		seller: cast.seller,
		buyer: cast.borrower,
	}
}

fn fingerprints(seed: u8) -> FingerprintSet {
	BoundedVec::truncate_from((0..4).map(|number| [seed.saturating_add(number); 32]).collect())
}

fn file<T: Config>(cast: &Cast<T::AccountId>) -> Result<EvidenceId, BenchmarkError> {
	let evidence = NextEvidence::<T>::get();
	let content = content::<T>(cast, Fen(100_000_000));
	Pallet::<T>::file(RawOrigin::Signed(cast.filer.clone()).into(), cast.loan, content)?;
	Ok(evidence)
}

fn speak_for<T: Config>(who: &T::AccountId, evidence: EvidenceId) -> Result<(), BenchmarkError> {
	let record = Evidence::<T>::get(evidence).ok_or("filed before")?;
	Pallet::<T>::give_verdict(
		RawOrigin::Signed(who.clone()).into(),
		evidence,
		0,
		record.digest,
		Verdict::Confirmed(VerdictSource::Register),
		Some(Digest::repeat_byte(4)),
		fingerprints(0),
	)?;
	Ok(())
}

#[benchmarks]
mod benchmarks {
	use super::*;

	// Worst case: the officer is found only as a confirming one, after the search for a maker.
	#[benchmark]
	fn file() -> Result<(), BenchmarkError> {
		let cast = T::BenchmarkHelper::cast();
		let content = content::<T>(&cast, Fen(100_000_000));

		#[extrinsic_call]
		_(RawOrigin::Signed(cast.filer.clone()), cast.loan, content);

		assert_eq!(NextEvidence::<T>::get(), EvidenceId(1));
		Ok(())
	}

	// Worst case: the bank has spoken for it, so that its fingerprints are freed.
	#[benchmark]
	fn revise() -> Result<(), BenchmarkError> {
		let cast = T::BenchmarkHelper::cast();
		let evidence = super::file::<T>(&cast)?;
		speak_for::<T>(&cast.bank, evidence)?;
		let content = content::<T>(&cast, Fen(200_000_000));

		#[extrinsic_call]
		_(RawOrigin::Signed(cast.filer.clone()), evidence, content);

		assert!(States::<T>::get(evidence).is_some_and(|state| state.revision == 1));
		Ok(())
	}

	// Worst case: both speak for it with other fingerprints; the bank's are freed and an alert is opened.
	#[benchmark]
	fn give_verdict() -> Result<(), BenchmarkError> {
		let cast = T::BenchmarkHelper::cast();
		let evidence = super::file::<T>(&cast)?;
		speak_for::<T>(&cast.bank, evidence)?;
		let record = Evidence::<T>::get(evidence).ok_or("filed before")?;

		#[extrinsic_call]
		_(
			RawOrigin::Signed(cast.regulator.clone()),
			evidence,
			0,
			record.digest,
			Verdict::Confirmed(VerdictSource::Register),
			Some(Digest::repeat_byte(4)),
			fingerprints(100),
		);

		assert!(States::<T>::get(evidence).is_some_and(|state| state.status == Status::Conflicting));
		Ok(())
	}

	// Worst case: both have spoken for it.
	#[benchmark]
	fn withdraw() -> Result<(), BenchmarkError> {
		let cast = T::BenchmarkHelper::cast();
		let evidence = super::file::<T>(&cast)?;
		speak_for::<T>(&cast.bank, evidence)?;
		speak_for::<T>(&cast.regulator, evidence)?;

		#[extrinsic_call]
		_(RawOrigin::Signed(cast.filer.clone()), evidence);

		assert!(States::<T>::get(evidence).is_some_and(|state| state.status == Status::Withdrawn));
		Ok(())
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::externalities(), crate::mock::Test);
}
