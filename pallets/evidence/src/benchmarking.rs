//! Benchmarks: every call at its worst.

use crate::{
	AlertTagSet, Call, Config, Content, Evidence, FingerprintSet, NextEvidence, Pallet, RetractionReason,
	States, Status, Verdicts, MAX_FINGERPRINTS,
};
use frame::benchmarking::prelude::*;
use zhidai_primitives::traits::{
	dearest_request, Calendar, ClaimSubject, Claims, EvidenceDesk, LookAlikes, MAX_UNDER_TAG,
};
use zhidai_primitives::{
	AlertTag, Digest, EvidenceId, EvidenceKind, Fen, LoanId, LooseForm, OrgId, RequestId, Side, Verdict,
	VerdictSource, MAX_ALERT_TAGS,
};

/// Who plays in a benchmark.
pub struct Cast<AccountId> {
	/// An active loan.
	pub loan: LoanId,
	/// Another one of the same people.
	pub other_loan: LoanId,
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
	/// Sets up active loans and their people. Called once per benchmark.
	fn cast() -> Cast<AccountId>;

	/// The loan is over (结清).
	fn end(loan: LoanId);

	/// The loan has another bank, another borrower and another market regulator; an attesting officer of this one.
	fn change_parties(loan: LoanId) -> AccountId;
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
		belongs_to: None,
	}
}

/// As many fingerprints as a document has, from this one on.
fn fingerprints(first: u8) -> FingerprintSet {
	let all = (0..MAX_FINGERPRINTS).map(|number| [first.saturating_add(number as u8); 32]);
	BoundedVec::truncate_from(all.collect())
}

/// A new request, where others are over and have to be forgotten.
fn request<T: Config>() -> RequestId {
	let now = frame_system::Pallet::<T>::block_number().saturated_into();
	dearest_request::<T::Once>(now, |next| frame_system::Pallet::<T>::set_block_number(next.into()))
}

fn filed<T: Config>(
	cast: &Cast<T::AccountId>,
	loan: LoanId,
	content: Content,
) -> Result<EvidenceId, BenchmarkError> {
	let evidence = NextEvidence::<T>::get();
	Pallet::<T>::file(RawOrigin::Signed(cast.filer.clone()).into(), loan, content, request::<T>())?;
	Ok(evidence)
}

/// An invoice, and the contract that it belongs to.
fn file<T: Config>(cast: &Cast<T::AccountId>, loan: LoanId) -> Result<EvidenceId, BenchmarkError> {
	let invoice = content::<T>(cast, Fen(100_000_000));
	let contract = filed::<T>(cast, loan, Content { kind: EvidenceKind::PurchaseContract, ..invoice })?;
	filed::<T>(cast, loan, Content { belongs_to: Some(contract), ..invoice })
}

fn digest<T: Config>(evidence: EvidenceId) -> Result<Digest, BenchmarkError> {
	Ok(Evidence::<T>::get(evidence).ok_or("filed before")?.digest)
}

fn speak_for<T: Config>(
	who: &T::AccountId,
	evidence: EvidenceId,
	fingerprints: FingerprintSet,
) -> Result<(), BenchmarkError> {
	Pallet::<T>::give_verdict(
		RawOrigin::Signed(who.clone()).into(),
		evidence,
		0,
		digest::<T>(evidence)?,
		Verdict::Confirmed(VerdictSource::Register),
		Some(Digest::repeat_byte(4)),
		fingerprints,
		crowded_tags::<T>(0, MAX_ALERT_TAGS),
	)
	.map_err(|refused| refused.error)?;
	Ok(())
}

/// So many tags, each with as many documents of its own under it as there can be, all but the last of
/// them claimed: each is looked at before one gives way.
fn crowded_tags<T: Config>(first: u8, count: u32) -> AlertTagSet {
	let tag = |number: u32| AlertTag { form: LooseForm::Near, key: [first.saturating_add(number as u8); 8] };
	let tags: AlertTagSet = BoundedVec::truncate_from((0..count).map(tag).collect());
	for (place, tag) in (u32::from(first)..).zip(&tags) {
		for number in 0..MAX_UNDER_TAG {
			let evidence = EvidenceId(1_000_000 + place * MAX_UNDER_TAG + number);
			let subject = ClaimSubject { evidence, revision: 0 };
			T::LookAlikes::note(subject, &[*tag]);
			if number + 1 < MAX_UNDER_TAG {
				let key = frame::hashing::blake2_256(&evidence.0.to_be_bytes());
				T::Claims::want(subject, &[key]).expect("nobody has this key");
			}
		}
	}
	tags
}

/// Evidence for which both sides speak, under these fingerprints.
fn verified<T: Config>(
	cast: &Cast<T::AccountId>,
	loan: LoanId,
	first: u8,
) -> Result<EvidenceId, BenchmarkError> {
	let evidence = file::<T>(cast, loan)?;
	speak_for::<T>(&cast.bank, evidence, fingerprints(first))?;
	speak_for::<T>(&cast.regulator, evidence, fingerprints(first))?;
	Ok(evidence)
}

#[benchmarks]
mod benchmarks {
	use super::*;

	// Worst case: the officer is found only as a confirming one, after the search for a maker; it is a red letter, of
	// an invoice that belongs to a contract.
	#[benchmark]
	fn file() -> Result<(), BenchmarkError> {
		let cast = T::BenchmarkHelper::cast();
		let belongs_to = Some(super::file::<T>(&cast, cast.loan)?);
		let (kind, amount) = (EvidenceKind::RedLetterInvoice, Fen(100_000_000));
		let content = Content { kind, belongs_to, ..content::<T>(&cast, amount) };
		let request_id = request::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(cast.filer.clone()), cast.loan, content, request_id);

		assert_eq!(NextEvidence::<T>::get(), EvidenceId(3));
		Ok(())
	}

	// Worst case: it was retracted while a draft was on it, so that its claim is given back only now; its two
	// sides gave different tags.
	#[benchmark]
	fn revise() -> Result<(), BenchmarkError> {
		let cast = T::BenchmarkHelper::cast();
		let evidence = verified::<T>(&cast, cast.loan, 0)?;
		T::LookAlikes::note(ClaimSubject { evidence, revision: 0 }, &crowded_tags::<T>(100, MAX_ALERT_TAGS));
		let (digest, paper) = (digest::<T>(evidence)?, Digest::repeat_byte(5));
		let origin = RawOrigin::Signed(cast.bank.clone()).into();
		<Pallet<T> as EvidenceDesk>::reserve(evidence, Fen(1))?;
		Pallet::<T>::retract(origin, evidence, 0, digest, RetractionReason::Reversed, paper)?;
		<Pallet<T> as EvidenceDesk>::free(evidence, Fen(1));
		let belongs_to = Evidence::<T>::get(evidence).ok_or("filed before")?.content.belongs_to;
		let content = Content { belongs_to, ..content::<T>(&cast, Fen(100_000_000)) };

		#[extrinsic_call]
		_(RawOrigin::Signed(cast.filer.clone()), evidence, 0, content);

		assert!(States::<T>::get(evidence).is_some_and(|state| state.revision == 1));
		Ok(())
	}

	// Worst case: the other side's verdict is of a key that was replaced, so that it is taken away and that side is
	// asked again; under each tag all places are taken.
	#[benchmark]
	fn give_first_verdict(t: Linear<0, MAX_ALERT_TAGS>) -> Result<(), BenchmarkError> {
		let cast = T::BenchmarkHelper::cast();
		let evidence = super::file::<T>(&cast, cast.loan)?;
		speak_for::<T>(&cast.bank, evidence, fingerprints(0))?;
		Verdicts::<T>::mutate(evidence, (0, Side::Bank), |given| {
			given.iter_mut().for_each(|given| given.key_number = u16::MAX);
		});
		let (digest, tags) = (digest::<T>(evidence)?, crowded_tags::<T>(200, t));

		#[extrinsic_call]
		give_verdict(
			RawOrigin::Signed(cast.regulator.clone()),
			evidence,
			0,
			digest,
			Verdict::Confirmed(VerdictSource::Register),
			Some(Digest::repeat_byte(4)),
			fingerprints(0),
			tags,
		);

		assert!(!Verdicts::<T>::contains_key(evidence, (0, Side::Bank)));
		Ok(())
	}

	// Worst case: it is the second verdict, and each fingerprint is held by another claim, as large as a
	// claim can be, of a loan that is over; the first side gave no tags, and under each of these all places are
	// taken.
	#[benchmark]
	fn give_verdict(
		n: Linear<0, MAX_FINGERPRINTS>,
		t: Linear<0, MAX_ALERT_TAGS>,
	) -> Result<(), BenchmarkError> {
		let cast = T::BenchmarkHelper::cast();
		for claim in 0..n {
			verified::<T>(&cast, cast.other_loan, (claim * MAX_FINGERPRINTS) as u8)?;
		}
		T::BenchmarkHelper::end(cast.other_loan);
		let evidence = super::file::<T>(&cast, cast.loan)?;
		let print = |number| [(number * MAX_FINGERPRINTS) as u8; 32];
		let prints: FingerprintSet = BoundedVec::truncate_from((0..MAX_FINGERPRINTS).map(print).collect());
		speak_for::<T>(&cast.bank, evidence, prints.clone())?;
		T::LookAlikes::forget(ClaimSubject { evidence, revision: 0 });
		// Tags that nobody has given yet: under the others the claims made above may leave no room.
		let (digest, tags) = (digest::<T>(evidence)?, crowded_tags::<T>(200, t));

		#[extrinsic_call]
		_(
			RawOrigin::Signed(cast.regulator.clone()),
			evidence,
			0,
			digest,
			Verdict::Confirmed(VerdictSource::Register),
			Some(Digest::repeat_byte(4)),
			prints,
			tags,
		);

		assert!(States::<T>::get(evidence).is_some_and(|state| state.status == Status::Verified));
		Ok(())
	}

	// Worst case: an alert is opened.
	#[benchmark]
	fn give_conflicting_verdict() -> Result<(), BenchmarkError> {
		let cast = T::BenchmarkHelper::cast();
		let evidence = super::file::<T>(&cast, cast.loan)?;
		speak_for::<T>(&cast.bank, evidence, fingerprints(0))?;
		let digest = digest::<T>(evidence)?;
		let (against, none) = (Verdict::NotConsistent, FingerprintSet::default());

		#[extrinsic_call]
		give_verdict(
			RawOrigin::Signed(cast.regulator.clone()),
			evidence,
			0,
			digest,
			against,
			None,
			none,
			AlertTagSet::default(),
		);

		assert!(States::<T>::get(evidence).is_some_and(|state| state.status == Status::Conflicting));
		Ok(())
	}

	// Worst case: the regulator has spoken for it, and it has as many tags as two sides give; the bank is still asked.
	// What nobody spoke on is removed, which has no tags; of what is claimed, nobody is asked and no verdict looked up.
	#[benchmark]
	fn withdraw() -> Result<(), BenchmarkError> {
		let cast = T::BenchmarkHelper::cast();
		let evidence = super::file::<T>(&cast, cast.loan)?;
		speak_for::<T>(&cast.regulator, evidence, fingerprints(0))?;
		T::LookAlikes::note(ClaimSubject { evidence, revision: 0 }, &crowded_tags::<T>(100, MAX_ALERT_TAGS));

		#[extrinsic_call]
		_(RawOrigin::Signed(cast.filer.clone()), evidence);

		assert!(States::<T>::get(evidence).is_some_and(|state| state.status == Status::Withdrawn));
		Ok(())
	}

	// Worst case: both have spoken for it, and the claim is given back; an alert is opened.
	#[benchmark]
	fn retract() -> Result<(), BenchmarkError> {
		let cast = T::BenchmarkHelper::cast();
		let evidence = verified::<T>(&cast, cast.loan, 0)?;
		let digest = digest::<T>(evidence)?;
		let (reason, paper) = (RetractionReason::Reversed, Digest::repeat_byte(5));

		#[extrinsic_call]
		_(RawOrigin::Signed(cast.regulator.clone()), evidence, 0, digest, reason, paper);

		assert!(States::<T>::get(evidence).is_some_and(|state| state.status == Status::Retracted));
		Ok(())
	}

	// Worst case: both sides are still asked, and all three parties of the loan are others.
	#[benchmark]
	fn take_over() -> Result<(), BenchmarkError> {
		let cast = T::BenchmarkHelper::cast();
		let evidence = super::file::<T>(&cast, cast.loan)?;
		let before = Evidence::<T>::get(evidence).ok_or("filed before")?.regulator;
		let regulator = T::BenchmarkHelper::change_parties(cast.loan);

		#[extrinsic_call]
		_(RawOrigin::Signed(regulator), evidence);

		assert!(Evidence::<T>::get(evidence).is_some_and(|record| record.regulator != before));
		Ok(())
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::externalities(), crate::mock::Test);
}
