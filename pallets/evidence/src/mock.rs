//! A runtime with this pallet alone; its neighbours are thread-local.

use crate as pallet_evidence;
use crate::{Content, EvidenceState, Fingerprint, FingerprintSet, States};
use frame::testing_prelude::*;
use std::cell::RefCell;
use std::collections::BTreeMap;
use zhidai_primitives::testing::{self, Neighbours};
use zhidai_primitives::traits::LoanInspect;
use zhidai_primitives::{
	Digest, Duty, EvidenceId, EvidenceKind, Fen, LoanFacts, LoanId, LoanState, OrgId, PlanLine, PlanLineNo,
	Role, SchemeId, SchemeVersion, Verdict,
};

construct_runtime!(
	pub enum Test {
		System: frame_system,
		EvidencePallet: pallet_evidence,
	}
);

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = MockBlock<Test>;
}

impl crate::Config for Test {
	type Directory = Neighbours;
	type Calendar = Neighbours;
	type Loans = Loans;
	type Findings = Neighbours;
	type WeightInfo = ();
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = Helper;
}

std::thread_local! {
	static LOANS: RefCell<BTreeMap<LoanId, LoanFacts>> = const { RefCell::new(BTreeMap::new()) };
}

/// A loan book of facts that a test sets.
pub struct Loans;

impl LoanInspect for Loans {
	fn facts(loan: LoanId) -> Result<LoanFacts, DispatchError> {
		LOANS.with(|loans| loans.borrow().get(&loan).cloned()).ok_or(DispatchError::Other("no such loan"))
	}
	fn plan_line(_: LoanId, _: PlanLineNo) -> Result<PlanLine, DispatchError> {
		Err(DispatchError::Other("no such plan line"))
	}
}

/// Changes a loan.
pub(crate) fn set_loan(loan: u32, change: impl FnOnce(&mut LoanFacts)) {
	LOANS.with(|loans| {
		let mut loans = loans.borrow_mut();
		change(loans.entry(LoanId(loan)).or_insert(LoanFacts {
			borrower: BORROWER,
			bank: BANK,
			regulator: REGULATOR,
			scheme: SchemeId(1),
			scheme_version: SchemeVersion(1),
			state: LoanState::Active,
			quality_share_bp: None,
			drawn: Fen::ZERO,
			limit: Fen::from_yuan(10_000_000),
		}));
	});
}

pub(crate) const BORROWER: OrgId = OrgId(1);
pub(crate) const BANK: OrgId = OrgId(2);
pub(crate) const REGULATOR: OrgId = OrgId(3);
pub(crate) const SELLER: OrgId = OrgId(4);
pub(crate) const OTHER_BANK: OrgId = OrgId(5);

/// The borrower's maker.
pub(crate) const MAKER: u64 = 100;
/// The borrower's confirming officer.
pub(crate) const SIGNER: u64 = 101;
/// The borrower's viewer.
pub(crate) const VIEWER: u64 = 102;
/// The bank's maker, who also attests.
pub(crate) const BANK_MAKER: u64 = 200;
/// The bank's attesting officer.
pub(crate) const BANK_ATTESTS: u64 = 201;
/// The bank's confirming officer, not a maker.
pub(crate) const BANK_SIGNER: u64 = 202;
/// The regulator's attesting officer.
pub(crate) const REGULATOR_ATTESTS: u64 = 300;
/// The second bank's attesting officer.
pub(crate) const OTHER_ATTESTS: u64 = 501;

/// Loan 1 at the bank, loan 2 of the same borrower at the other bank, both active under one regulator.
pub(crate) fn externalities() -> TestState {
	testing::reset();
	LOANS.with(|loans| loans.borrow_mut().clear());
	let (maker, attest) = (&[Duty::Maker][..], &[Duty::Attest][..]);
	testing::add_organisation(1, &[Role::Enterprise], &[maker, &[Duty::Confirm], &[Duty::View]]);
	testing::add_organisation(2, &[Role::Bank], &[&[Duty::Maker, Duty::Attest], attest, &[Duty::Confirm]]);
	testing::add_organisation(3, &[Role::MarketRegulator], &[attest]);
	testing::add_organisation(4, &[Role::Supplier], &[maker]);
	testing::add_organisation(5, &[Role::Bank], &[maker, attest]);
	set_loan(1, |_| ());
	set_loan(2, |facts| facts.bank = OTHER_BANK);
	let mut state: TestState =
		frame_system::GenesisConfig::<Test>::default().build_storage().unwrap_or_default().into();
	state.execute_with(|| System::set_block_number(1));
	state
}

/// Runs a test and checks what must always hold after it.
pub(crate) fn run(test: impl FnOnce()) {
	externalities().execute_with(|| {
		test();
		EvidencePallet::check_invariants().expect("what must always hold");
	});
}

/// An invoice over 1,000.00 yuan that was made out to the borrower.
pub(crate) fn invoice() -> Content {
	Content {
		kind: EvidenceKind::Invoice,
		sha256: Digest::repeat_byte(1),
		sm3: Digest::repeat_byte(2),
		fields_digest: Digest::repeat_byte(3),
		amount: Fen::from_yuan(1_000),
		dated_on: testing::with(|world| world.today),
		seller: SELLER,
		buyer: BORROWER,
	}
}

/// Files an invoice for a loan.
pub(crate) fn file(loan: u32) -> EvidenceId {
	let evidence = crate::NextEvidence::<Test>::get();
	assert_ok!(EvidencePallet::file(RuntimeOrigin::signed(MAKER), LoanId(loan), invoice()));
	evidence
}

/// A set of fingerprints.
pub(crate) fn fingerprints(bytes: &[u8]) -> FingerprintSet {
	let set: Vec<Fingerprint> = bytes.iter().map(|byte| [*byte; 32]).collect();
	set.try_into().expect("a few")
}

/// Gives a verdict on the current revision and digest.
pub(crate) fn attest(who: u64, evidence: EvidenceId, verdict: Verdict, prints: &[u8]) -> DispatchResult {
	let digest = crate::Evidence::<Test>::get(evidence).map(|record| record.digest).unwrap_or_default();
	let revision = state(evidence).revision;
	let origin = RuntimeOrigin::signed(who);
	EvidencePallet::give_verdict(origin, evidence, revision, digest, verdict, None, fingerprints(prints))
}

/// Where evidence stands.
pub(crate) fn state(evidence: EvidenceId) -> EvidenceState {
	States::<Test>::get(evidence).expect("filed before")
}

/// Files an invoice for loan 1 that both sides speak for.
pub(crate) fn verified(prints: &[u8]) -> EvidenceId {
	let evidence = file(1);
	assert_ok!(attest(BANK_ATTESTS, evidence, Verdict::Consistent, prints));
	assert_ok!(attest(REGULATOR_ATTESTS, evidence, Verdict::Consistent, prints));
	evidence
}

#[cfg(feature = "runtime-benchmarks")]
pub struct Helper;

#[cfg(feature = "runtime-benchmarks")]
impl crate::benchmarking::BenchmarkHelper<u64> for Helper {
	fn cast() -> crate::benchmarking::Cast<u64> {
		crate::benchmarking::Cast {
			loan: LoanId(1),
			borrower: BORROWER,
			seller: SELLER,
			filer: SIGNER,
			bank: BANK_ATTESTS,
			regulator: REGULATOR_ATTESTS,
		}
	}
}
