//! A runtime of this pallet alone, with ready-made neighbours, and a small consortium:
//!
//! | org | is | accounts |
//! |---|---|---|
//! | 1, 2 | banks | `x00` maker, `x01` checker, `x02` both, `x03` views only |
//! | 3 | market regulator of Ningbo | `300` maker, `301` checker |
//! | 11 | another one | `1100` checker |
//! | 12 | market regulator of Zhejiang | `1200` maker, `1201` checker, `1202` maker |
//! | 4 | financial regulator of Ningbo | `400` checker, `401` maker |
//! | 5, 10 | enterprises | `x00` signs, `x01` maker |
//! | 6, 7, 8, 9 | two suppliers, a testing body, a certification body | |
//!
//! Programmes: 1 like 甬质贷, 2 like 新质贷, 3 like 苏质贷.

use crate as pallet_loans;
use crate::{OfferRequest, Plan};
use frame::testing_prelude::*;
pub(crate) use zhidai_primitives::testing::NOT_QUALIFIED;
use zhidai_primitives::testing::{self, LateQuota, Neighbours};
use zhidai_primitives::traits::{LoanMove, Movement};
use zhidai_primitives::{
	BasisPoints, Day, Digest, DrawRule, Duty, EvidenceKind, Fen, Limit, LimitKind, LoanId, Name, OrgId,
	PlanLine, PlanLineNo, Provenance, QualityCovenant, RateCap, RateKind, Region, Role, SchemeId,
	SchemeTerms, SpotCheckState, Stage, Tier, TierNumber,
};

construct_runtime!(
	pub struct Test {
		System: frame_system,
		QuotaPallet: pallet_quota,
		LoansPallet: pallet_loans,
	}
);

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = frame_system::mocking::MockBlock<Test>;
}

impl pallet_quota::Config for Test {}

impl pallet_loans::Config for Test {
	type WeightInfo = ();
	type Directory = Neighbours;
	type CollectionAccounts = Neighbours;
	type Calendar = Neighbours;
	type Once = Neighbours;
	type Rates = Neighbours;
	type SchemeBook = Neighbours;
	type Standing = Neighbours;
	type Quota = AllBanks;
	type Fresh = Neighbours;
	// Longer than the half year in which what the tests offer is available.
	type OfferLifeDays = ConstU32<200>;
	type PartyWork = Neighbours;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = Scenes;
}

/// The real quota, which a test can have answer late.
pub(crate) type AllBanks = LateQuota<QuotaPallet>;

/// Sets a firm's tier; 0 means that it does not qualify.
pub(crate) fn set_tier(org: u32, tier: u8) {
	testing::with(|world| world.tiers.insert(OrgId(org), TierNumber(tier)));
}

/// Sets how far a failed spot check of a firm has come.
pub(crate) fn set_spot_check(org: u32, state: Option<SpotCheckState>) {
	testing::with(|world| match state {
		Some(state) => drop(world.spot_checks.insert(OrgId(org), state)),
		None => drop(world.spot_checks.remove(&OrgId(org))),
	});
}

pub(crate) fn set_today(day: Day) {
	testing::with(|world| world.today = day);
}

/// 2026-01-05, the day on which every test begins.
pub(crate) fn today() -> Day {
	Day::from_ymd(2026, 1, 5).unwrap()
}

pub(crate) const BANK: u32 = 1;
pub(crate) const OTHER_BANK: u32 = 2;
pub(crate) const BORROWER: u32 = 5;
pub(crate) const OTHER_BORROWER: u32 = 10;
pub(crate) const MAKER: u64 = 100;
pub(crate) const CHECKER: u64 = 101;
pub(crate) const BOTH: u64 = 102;
pub(crate) const VIEWER: u64 = 103;
pub(crate) const OTHER_MAKER: u64 = 200;
pub(crate) const OTHER_CHECKER: u64 = 201;
pub(crate) const COURT_CLERK: u64 = 400;
pub(crate) const SIGNER: u64 = 500;
pub(crate) const OTHER_SIGNER: u64 = 1000;

pub(crate) const NINGBO: SchemeId = SchemeId(1);
pub(crate) const XINJIANG: SchemeId = SchemeId(2);
pub(crate) const SUZHOU: SchemeId = SchemeId(3);

fn add_organisations() {
	use Duty::{Checker, Confirm, Maker, View};
	for bank in [BANK, OTHER_BANK] {
		testing::add_organisation(bank, &[Role::Bank], &[&[Maker], &[Checker], &[Maker, Checker], &[View]]);
	}
	testing::add_organisation(3, &[Role::MarketRegulator], &[&[Maker], &[Checker]]);
	testing::add_organisation(11, &[Role::MarketRegulator], &[&[Checker]]);
	testing::add_organisation(12, &[Role::MarketRegulator], &[&[Maker], &[Checker], &[Maker]]);
	testing::with(|world| {
		world.organisations.entry(OrgId(12)).and_modify(|entry| entry.2 = Region(330_000));
	});
	testing::add_organisation(4, &[Role::FinancialRegulator], &[&[Checker], &[Maker]]);
	for firm in [BORROWER, OTHER_BORROWER] {
		testing::add_organisation(firm, &[Role::Enterprise], &[&[Confirm], &[Maker]]);
	}
	testing::add_organisation(6, &[Role::Supplier], &[]);
	testing::add_organisation(7, &[Role::Supplier], &[]);
	testing::add_organisation(8, &[Role::InspectionBody], &[]);
	testing::add_organisation(9, &[Role::CertificationBody], &[]);
}

fn tier(number: u8, amount_yuan: u64, kind: LimitKind) -> Tier {
	Tier {
		number: TierNumber(number),
		limit: Limit { amount: Fen::from_yuan(amount_yuan), kind },
		qualified_by: Default::default(),
	}
}

fn scheme(tiers: Vec<Tier>, rate_cap: RateCap, term_max_months: Option<u16>) -> SchemeTerms {
	SchemeTerms {
		name: Name::try_from("质贷").unwrap(),
		region: Region(330_200),
		provenance: Provenance::Official,
		tiers: tiers.try_into().unwrap(),
		rate_cap,
		term_max_months,
		clean_record: None,
		at_draw: DrawRule::Qualified,
		covenant: None,
		freeze_from: None,
		demo: Default::default(),
	}
}

fn add_schemes() {
	let (guide, cap) = (LimitKind::Guide, LimitKind::Cap);
	let ningbo = SchemeTerms {
		covenant: Some(QualityCovenant { share_bp: BasisPoints(3_000) }),
		freeze_from: Some(SpotCheckState::Served),
		..scheme(vec![tier(1, 500_000_000, cap)], RateCap::None, Some(36))
	};
	// Above ten million the bank may ask for security: the text has no rule that refuses.
	let tiers = vec![tier(1, 30_000_000, guide), tier(2, 20_000_000, guide), tier(3, 10_000_000, cap)];
	let xinjiang = scheme(tiers, RateCap::BankAverage, None);
	let margin = RateCap::Lpr1YPlus(BasisPoints(50));
	let suzhou = scheme(vec![tier(1, 30_000_000, cap)], margin, Some(12));
	testing::with(|world| {
		world.schemes.extend([(NINGBO, ningbo), (XINJIANG, xinjiang), (SUZHOU, suzhou)]);
		world.rates.insert(RateKind::BankAverage(OrgId(BANK)), BasisPoints(400));
		world.rates.insert(RateKind::BankAverage(OrgId(OTHER_BANK)), BasisPoints(420));
		world.rates.insert(RateKind::Lpr1Y, BasisPoints(300));
	});
}

/// A fresh chain with the consortium in it.
pub(crate) fn new_test_ext() -> TestState {
	testing::reset();
	add_organisations();
	add_schemes();
	let mut ext: TestState = frame_system::GenesisConfig::<Test>::default().build_storage().unwrap().into();
	ext.execute_with(|| System::set_block_number(1));
	ext
}

/// Runs a test, and checks everything that must always hold afterwards.
pub(crate) fn run(test: impl FnOnce()) {
	new_test_ext().execute_with(|| {
		test();
		assert_ok!(LoansPallet::check_invariants());
		assert_ok!(QuotaPallet::check_invariants());
	});
}

pub(crate) fn line(payee: u32, quality_upgrading: bool, cap: Fen) -> PlanLine {
	PlanLine {
		payee: OrgId(payee),
		quality_upgrading,
		cap,
		stage: Stage::Delivery,
		evidence_before: EvidenceKind::Invoice,
		invoice_due_days: None,
	}
}

/// A plan of three lines, 20 % prepaid and 40 % on delivery for equipment, 40 % for testing: 60 % of it
/// quality upgrading.
pub(crate) fn plan(amount: Fen) -> Plan {
	let fifth = amount.share(1, 5).unwrap();
	let (two, rest) = (amount.share(2, 5).unwrap(), amount.share(3, 5).unwrap());
	let prepaid = PlanLine {
		stage: Stage::Prepayment,
		evidence_before: EvidenceKind::PurchaseContract,
		invoice_due_days: Some(30),
		..line(6, true, fifth)
	};
	let last = amount.checked_sub(fifth).unwrap().checked_sub(two).unwrap();
	assert!(last <= rest);
	vec![prepaid, line(7, false, two), line(8, true, last)].try_into().unwrap()
}

/// 1,000,000.00 yuan under 甬质贷 for two years, to be drawn within half a year.
pub(crate) fn request() -> OfferRequest {
	let amount = Fen::from_yuan(1_000_000);
	OfferRequest {
		borrower: OrgId(BORROWER),
		regulator: OrgId(3),
		scheme: NINGBO,
		amount,
		rate_bp: BasisPoints(350),
		available_until: today().plus_months(6).unwrap(),
		term_months: 24,
		own_funds_bp: BasisPoints(2_000),
		security: None,
		limit_override_reason: None,
		collection_account: None,
		agreement: Digest::repeat_byte(7),
		plan: plan(amount),
	}
}

/// The same under another programme with another amount, the term fitting all of them.
pub(crate) fn request_for(scheme: SchemeId, amount_yuan: u64) -> OfferRequest {
	let amount = Fen::from_yuan(amount_yuan);
	OfferRequest { scheme, amount, plan: plan(amount), term_months: 12, ..request() }
}

pub(crate) fn offer(by: u64, request: OfferRequest) -> DispatchResult {
	LoansPallet::offer(RuntimeOrigin::signed(by), request, testing::new_request())
}

pub(crate) fn check(by: u64, loan: LoanId) -> DispatchResult {
	LoansPallet::check_offer(RuntimeOrigin::signed(by), loan, digest(loan))
}

pub(crate) fn sign(by: u64, loan: LoanId) -> DispatchResult {
	LoansPallet::sign(RuntimeOrigin::signed(by), loan, digest(loan))
}

pub(crate) fn digest(loan: LoanId) -> Digest {
	LoansPallet::terms(loan).map(|terms| terms.digest).unwrap_or_default()
}

/// Prepared by bank 1.
pub(crate) fn prepared(request: OfferRequest) -> LoanId {
	assert_ok!(offer(MAKER, request));
	pallet_loans::LastLoan::<Test>::get()
}

/// Offered by bank 1.
pub(crate) fn offered(request: OfferRequest) -> LoanId {
	let loan = prepared(request);
	assert_ok!(check(CHECKER, loan));
	loan
}

/// Signed by the borrower of the request.
pub(crate) fn active(request: OfferRequest) -> LoanId {
	let signer = u64::from(request.borrower.0) * 100;
	let loan = offered(request);
	assert_ok!(sign(signer, loan));
	loan
}

/// Both officers of a bank enter the same repayment; what the last of them was told.
pub(crate) fn repay_by(
	officers: &[u64],
	loan: LoanId,
	amount: Fen,
	reference: u8,
	booked_on: Day,
) -> DispatchResult {
	officers.iter().try_for_each(|officer| {
		let reference = Digest::repeat_byte(reference);
		LoansPallet::book_repayment(RuntimeOrigin::signed(*officer), loan, amount, reference, booked_on)
	})
}

pub(crate) fn post(loan: LoanId, movement: Movement, uses: &[(u16, u64)]) -> DispatchResult {
	let uses: Vec<_> = uses.iter().map(|(line, fen)| (PlanLineNo(*line), Fen(*fen))).collect();
	LoansPallet::post(loan, &[movement], &uses)
}

/// An active loan of which this much, in fen, was paid on line 1.
pub(crate) fn paid(fen: u64) -> LoanId {
	let loan = active(request());
	for movement in [Movement::Reserve, Movement::Release, Movement::Disburse, Movement::Settle] {
		assert_ok!(post(loan, movement, &[(1, fen)]));
	}
	loan
}

#[cfg(feature = "runtime-benchmarks")]
pub struct Scenes;

#[cfg(feature = "runtime-benchmarks")]
impl pallet_loans::benchmarking::BenchmarkHelper<u64> for Scenes {
	fn other_bank(_: OrgId) -> (u64, u64, OrgId) {
		(OTHER_MAKER, OTHER_CHECKER, OrgId(OTHER_BANK))
	}

	fn succeed(firm: OrgId, _: OrgId) -> u64 {
		testing::add_organisation(13, &[Role::Enterprise], &[&[Duty::Confirm]]);
		testing::with(|world| world.successors.insert(firm, OrgId(13)));
		1300
	}

	fn scene(payees: u32) -> pallet_loans::benchmarking::Scene<u64> {
		let payees = (0..payees).map(|number| 1_000 + number).collect::<Vec<_>>();
		for payee in &payees {
			testing::add_organisation(*payee, &[Role::Supplier], &[]);
		}
		pallet_loans::benchmarking::Scene {
			maker: MAKER,
			checker: CHECKER,
			signer: SIGNER,
			court_clerk: COURT_CLERK,
			court_maker: 401,
			borrower: OrgId(BORROWER),
			collection_account: zhidai_primitives::AccountVersion(0),
			regulator: OrgId(3),
			other_regulator: OrgId(11),
			bureau_maker: 1200,
			bureau_checker: 1201,
			scheme: NINGBO,
			payees: payees.into_iter().map(OrgId).collect(),
		}
	}
}
