//! A runtime with this pallet and the claims that the real one wires, or, where a test asks for it, claims
//! that are answered late. The other neighbours are `zhidai_primitives::testing`.

use crate as pallet_evidence;
use crate::{AlertTagSet, Content, EvidenceState, Fingerprint, FingerprintSet, RetractionReason, States};
use frame::deps::frame_support::weights::RuntimeDbWeight;
use frame::testing_prelude::*;
use zhidai_primitives::testing::{self, LateClaims, LoanList, Neighbours};
use zhidai_primitives::{
	Digest, Duty, EvidenceId, EvidenceKind, Fen, LoanFacts, LoanId, LoanState, OrgId, OrgStatus, Role,
	Verdict,
};

construct_runtime!(
	pub enum Test {
		System: frame_system,
		ClaimsPallet: pallet_claims,
		EvidencePallet: pallet_evidence,
	}
);

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = MockBlock<Test>;
	type DbWeight = KeyPrice;
}

/// What a key of the state costs here: less than what the weights of tests have for a look-up.
pub struct KeyPrice;

impl Get<RuntimeDbWeight> for KeyPrice {
	fn get() -> RuntimeDbWeight {
		RuntimeDbWeight { read: 1_000_000, write: 1_000_000 }
	}
}

impl pallet_claims::Config for Test {}

impl crate::Config for Test {
	type Directory = Neighbours;
	type Calendar = Neighbours;
	type Once = Neighbours;
	type Loans = LoanList;
	type Claims = Answers;
	type LookAlikes = ClaimsPallet;
	type Findings = Neighbours;
	type PendingDays = ConstU32<PENDING_DAYS>;
	type WeightInfo = ();
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = Helper;
}

/// For how many days a verdict waits.
pub(crate) const PENDING_DAYS: u32 = 30;

/// The real claims, which a test can have answered late.
pub(crate) type Answers = LateClaims<ClaimsPallet>;

/// Changes a loan.
pub(crate) fn set_loan(loan: u32, change: impl FnOnce(&mut LoanFacts)) {
	testing::set_loan(loan, change);
}

/// A loan is offered, signed, over.
pub(crate) fn set_loan_state(loan: u32, state: LoanState) {
	set_loan(loan, |facts| facts.state = state);
}

/// Through which day from today a loan can be drawn.
pub(crate) fn set_drawable_days(loan: u32, days: u32) {
	let last = testing::with(|world| world.today.plus_days(days)).expect("not the last day");
	set_loan(loan, |facts| facts.drawable_until = facts.drawable_until.min(last));
}

/// An organisation is suspended, leaves, takes part again.
pub(crate) fn set_status(org: OrgId, status: OrgStatus) {
	testing::with(|world| {
		if let Some(known) = world.organisations.get_mut(&org) {
			known.1 = status;
		}
	});
}

/// Days pass.
pub(crate) fn pass_days(days: u32) {
	testing::with(|world| world.today = world.today.plus_days(days).expect("not the last day"));
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
/// Another one.
pub(crate) const REGULATOR_TOO: u64 = 301;
/// The second bank's attesting officer.
pub(crate) const OTHER_ATTESTS: u64 = 501;
/// Another one.
pub(crate) const OTHER_TOO: u64 = 502;

/// Loan 1 at the bank, loan 2 of the same borrower at the other bank, both active under one regulator.
pub(crate) fn externalities() -> TestState {
	testing::reset();
	let (maker, attest) = (&[Duty::Maker][..], &[Duty::Attest][..]);
	testing::add_organisation(1, &[Role::Enterprise], &[maker, &[Duty::Confirm], &[Duty::View]]);
	testing::add_organisation(2, &[Role::Bank], &[&[Duty::Maker, Duty::Attest], attest, &[Duty::Confirm]]);
	testing::add_organisation(3, &[Role::MarketRegulator], &[attest, attest]);
	testing::add_organisation(4, &[Role::Supplier], &[maker]);
	testing::add_organisation(5, &[Role::Bank], &[maker, attest, attest]);
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
		ClaimsPallet::check_invariants().expect("what must always hold of claims");
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
		belongs_to: None,
	}
}

/// Files an invoice for a loan.
pub(crate) fn file(loan: u32) -> EvidenceId {
	let evidence = crate::NextEvidence::<Test>::get();
	let request = testing::new_request();
	assert_ok!(EvidencePallet::file(RuntimeOrigin::signed(MAKER), LoanId(loan), invoice(), request));
	evidence
}

/// Replaces the current revision.
pub(crate) fn revise(who: u64, evidence: EvidenceId, content: Content) -> DispatchResult {
	let revision = States::<Test>::get(evidence).map_or(0, |state| state.revision);
	EvidencePallet::revise(RuntimeOrigin::signed(who), evidence, revision, content)
}

/// A set of fingerprints.
pub(crate) fn fingerprints(bytes: &[u8]) -> FingerprintSet {
	let set: Vec<Fingerprint> = bytes.iter().map(|byte| [*byte; 32]).collect();
	set.try_into().expect("a few")
}

/// The digest of the current revision.
pub(crate) fn digest(evidence: EvidenceId) -> Digest {
	crate::Evidence::<Test>::get(evidence).map(|record| record.digest).unwrap_or_default()
}

/// Without the weight.
pub(crate) fn plain(result: DispatchResultWithPostInfo) -> DispatchResult {
	result.map(|_| ()).map_err(|refused| refused.error)
}

/// Gives a verdict on the current revision and digest.
pub(crate) fn attest(who: u64, evidence: EvidenceId, verdict: Verdict, prints: &[u8]) -> DispatchResult {
	let (revision, digest, origin) = (state(evidence).revision, digest(evidence), RuntimeOrigin::signed(who));
	let (prints, tags) = (fingerprints(prints), AlertTagSet::default());
	plain(EvidencePallet::give_verdict(origin, evidence, revision, digest, verdict, None, prints, tags))
}

/// Takes a verdict on the current revision back.
pub(crate) fn retract(who: u64, evidence: EvidenceId) -> DispatchResult {
	let (revision, digest, origin) = (state(evidence).revision, digest(evidence), RuntimeOrigin::signed(who));
	let (reason, paper) = (RetractionReason::Reversed, Digest::repeat_byte(9));
	EvidencePallet::retract(origin, evidence, revision, digest, reason, paper)
}

/// Whose document a fingerprint is.
pub(crate) fn holder(print: u8) -> Option<EvidenceId> {
	pallet_claims::Holders::<Test>::get([print; 32]).map(|subject| subject.evidence)
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
		set_loan(2, |facts| facts.bank = BANK);
		crate::benchmarking::Cast {
			loan: LoanId(1),
			other_loan: LoanId(2),
			borrower: BORROWER,
			seller: SELLER,
			filer: SIGNER,
			bank: BANK_ATTESTS,
			regulator: REGULATOR_ATTESTS,
		}
	}

	fn end(loan: LoanId) {
		set_loan_state(loan.0, LoanState::Closed);
	}

	fn change_parties(loan: LoanId) -> u64 {
		testing::add_organisation(6, &[Role::MarketRegulator], &[&[Duty::Attest]]);
		set_loan(loan.0, |facts| {
			(facts.bank, facts.borrower, facts.regulator) = (OrgId(7), OrgId(8), OrgId(6));
		});
		600
	}
}
