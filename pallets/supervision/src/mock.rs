//! A runtime with this pallet alone; its neighbours are `zhidai_primitives::testing`.

use crate as pallet_supervision;
use crate::{Figures, Review, Uetrs};
use frame::testing_prelude::*;
use zhidai_primitives::books::Ledger;
use zhidai_primitives::testing::{self, Books, Document, Loan, Neighbours};
use zhidai_primitives::traits::{Movement, PaymentFacts};
use zhidai_primitives::{
	BasisPoints, Day, Duty, EvidenceId, EvidenceKind, Fen, LoanId, OrgId, PaymentStatus, PlanLine,
	PlanLineNo, Quarter, Role, Stage, Uetr,
};

construct_runtime!(
	pub enum Test {
		System: frame_system,
		Supervision: pallet_supervision,
	}
);

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = MockBlock<Test>;
}

impl crate::Config for Test {
	type Directory = Neighbours;
	type Calendar = Neighbours;
	type Loans = Books;
	type Payments = Books;
	type Evidence = Books;
	type WeightInfo = ();
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = Helper;
}

pub(crate) const LOAN: LoanId = LoanId(1);
pub(crate) const BANK: OrgId = OrgId(2);
pub(crate) const BANK_MAKER: u64 = 200;
pub(crate) const BANK_CHECKER: u64 = 201;
pub(crate) const BANK_ATTESTS: u64 = 202;
pub(crate) const REGULATOR_MAKER: u64 = 300;
pub(crate) const REGULATOR_CHECKER: u64 = 301;
pub(crate) const REGULATOR_ATTESTS: u64 = 302;
pub(crate) const FINANCIAL_CHECKER: u64 = 600;
pub(crate) const FINANCIAL_ATTESTS: u64 = 601;
pub(crate) const OTHER_MAKER: u64 = 500;
pub(crate) const OTHER_CHECKER: u64 = 501;

/// Quarters of 2026.
pub(crate) const fn q(number: u8) -> Quarter {
	Quarter { year: 2026, number }
}

/// A loan of 1,000,000.00 yuan drawn, with a covenant of 30 %, on 2026-07-01.
pub(crate) fn externalities() -> TestState {
	testing::reset();
	testing::with(|world| world.today = Day::from_ymd(2026, 7, 1).unwrap_or_default());
	let (maker, checker) = (&[Duty::Maker][..], &[Duty::Checker][..]);
	testing::add_organisation(1, &[Role::Enterprise], &[maker, checker]);
	testing::add_organisation(2, &[Role::Bank], &[maker, checker, &[Duty::Attest]]);
	testing::add_organisation(3, &[Role::MarketRegulator], &[maker, checker, &[Duty::Attest]]);
	testing::add_organisation(5, &[Role::Bank], &[maker, checker]);
	testing::add_organisation(6, &[Role::FinancialRegulator], &[checker, &[Duty::Attest]]);
	testing::add_organisation(7, &[Role::MarketRegulator], &[checker]);
	let mut state: TestState =
		frame_system::GenesisConfig::<Test>::default().build_storage().unwrap_or_default().into();
	state.execute_with(|| {
		System::set_block_number(1);
		add_loan(1);
	});
	state
}

/// Adds a loan like the first. Plan line 0 is quality-upgrading, line 1 is not.
pub(crate) fn add_loan(loan: u32) {
	let line = |quality_upgrading| PlanLine {
		payee: OrgId(4),
		quality_upgrading,
		cap: Fen(u64::MAX),
		stage: Stage::Delivery,
		evidence_before: EvidenceKind::Invoice,
		invoice_due_days: None,
	};
	let plan = vec![line(true), line(false)];
	let new = Loan {
		regulator: OrgId(3),
		quality_share_bp: Some(BasisPoints(3_000)),
		..Loan::active(OrgId(1), BANK, Fen::ZERO, plan)
	};
	Books::change(|state| state.loans.insert(LoanId(loan), new));
	set_drawn_of(LoanId(loan), Fen::from_yuan(1_000_000));
}

fn set_drawn_of(loan: LoanId, drawn: Fen) {
	change_loan(loan, |loan| {
		loan.ledger = Ledger::new(Fen::from_yuan(10_000_000));
		loan.ledger.post(Movement::Reserve, drawn).expect("within the limit");
	});
}

fn change_loan(loan: LoanId, change: impl FnOnce(&mut Loan)) {
	Books::change(|state| state.loans.get_mut(&loan).map(change));
}

/// So much is drawn of the loan.
pub(crate) fn set_drawn(yuan: u64) {
	set_drawn_of(LOAN, Fen::from_yuan(yuan));
}

/// The loan was signed on this day, or is not.
pub(crate) fn set_signed_on(day: Option<Day>) {
	change_loan(LOAN, |loan| loan.signed_on = day);
}

/// The loan has another market regulator.
pub(crate) fn set_regulator(org: OrgId) {
	change_loan(LOAN, |loan| loan.regulator = org);
}

/// The loan has no covenant.
pub(crate) fn without_covenant() {
	change_loan(LOAN, |loan| loan.quality_share_bp = None);
}

/// Both sides speak for a document, or do not.
pub(crate) fn verify(evidence: u32, verified: bool) {
	Books::change(|state| {
		state.documents.get_mut(&EvidenceId(evidence)).expect("a document").verified = verified
	});
}

/// Runs a test and checks what must always hold after it.
pub(crate) fn run(test: impl FnOnce()) {
	externalities().execute_with(|| {
		test();
		Supervision::check_invariants().expect("what must always hold");
	});
}

pub(crate) fn uetr(number: u8) -> Uetr {
	Uetr::from_random([number; 16])
}

/// A payment of the loan, settled in the quarter's second month; on a quality-upgrading line with verified
/// evidence, or not.
pub(crate) fn pay(number: u8, yuan: u64, booked_in: Quarter, quality: bool) -> Uetr {
	let evidence = EvidenceId(u32::from(number));
	let facts = PaymentFacts {
		loan: LOAN,
		plan_line: PlanLineNo(u16::from(!quality)),
		payee: OrgId(4),
		amount: Fen::from_yuan(yuan),
		evidence: Some(evidence),
		status: PaymentStatus::Settled,
		booked_on: booked_in.first_day().and_then(|day| day.plus_months(1)),
	};
	record(uetr(number), facts, evidence);
	uetr(number)
}

/// A payment that rests on a verified document.
fn record(uetr: Uetr, facts: PaymentFacts, evidence: EvidenceId) {
	let document = Document {
		loan: LOAN,
		kind: EvidenceKind::Invoice,
		payee: OrgId(4),
		verified: true,
		amount: facts.amount,
		used: facts.amount,
		purchase: None,
	};
	Books::change(|state| {
		state.documents.insert(evidence, document);
		state.payments.insert(uetr, facts);
	});
}

/// Changes a payment.
pub(crate) fn set_payment(uetr: Uetr, change: impl FnOnce(&mut PaymentFacts)) {
	Books::change(|state| state.payments.get_mut(&uetr).map(change));
}

pub(crate) fn named(uetrs: &[Uetr]) -> Uetrs {
	uetrs.to_vec().try_into().expect("not too many")
}

pub(crate) fn count(quarter: Quarter, uetrs: &[Uetr]) -> DispatchResult {
	Supervision::count(RuntimeOrigin::signed(BANK_MAKER), LOAN, quarter, named(uetrs))
}

pub(crate) fn take_back(quarter: Quarter, uetrs: &[Uetr]) -> DispatchResult {
	Supervision::take_back(RuntimeOrigin::signed(REGULATOR_MAKER), LOAN, quarter, named(uetrs))
}

pub(crate) fn open(quarter: Quarter) -> DispatchResult {
	Supervision::open_review(RuntimeOrigin::signed(REGULATOR_MAKER), LOAN, quarter)
}

pub(crate) fn review(quarter: Quarter) -> Review {
	Supervision::review(LOAN, quarter).expect("opened before")
}

pub(crate) fn figures(quarter: Quarter) -> Figures {
	review(quarter).figures
}

/// Signs what the review says now.
pub(crate) fn sign(who: u64, quarter: Quarter) -> DispatchResult {
	let digest = Supervision::review(LOAN, quarter).map(|review| review.digest).unwrap_or_default();
	Supervision::sign_review(RuntimeOrigin::signed(who), LOAN, quarter, digest)
}

/// Opens and closes the review of a quarter.
pub(crate) fn close(quarter: Quarter) {
	assert_ok!(open(quarter));
	assert_ok!(sign(BANK_CHECKER, quarter));
	assert_ok!(sign(REGULATOR_CHECKER, quarter));
}

#[cfg(feature = "runtime-benchmarks")]
pub struct Helper;

#[cfg(feature = "runtime-benchmarks")]
impl crate::benchmarking::BenchmarkHelper<u64> for Helper {
	fn cast(payments: u32) -> crate::benchmarking::Cast<u64> {
		let sample = pay(0, 1, q(1), true);
		let facts = Books::read().payments.remove(&sample).expect("paid before");
		let uetrs: Vec<Uetr> = (0..payments).map(|n| Uetr::of_batch_line(sample, n as u16)).collect();
		for (uetr, number) in uetrs.iter().zip(0_u32..) {
			let evidence = EvidenceId(number);
			record(*uetr, PaymentFacts { evidence: Some(evidence), ..facts.clone() }, evidence);
		}
		crate::benchmarking::Cast {
			loan: LOAN,
			quarter: q(1),
			uetrs,
			maker: BANK_MAKER,
			bank_checker: BANK_CHECKER,
			regulator_checker: REGULATOR_CHECKER,
			supervisor: FINANCIAL_ATTESTS,
		}
	}

	fn return_payments(uetrs: &[Uetr]) {
		for uetr in uetrs {
			set_payment(*uetr, |facts| facts.status = PaymentStatus::Returned);
		}
	}

	fn deny(uetr: Uetr) {
		set_payment(uetr, |facts| facts.status = PaymentStatus::Disputed);
	}

	fn retract_evidence(uetrs: &[Uetr]) {
		for uetr in uetrs {
			let evidence = Books::read().payments.get(uetr).and_then(|facts| facts.evidence);
			verify(evidence.expect("paid before").0, false);
		}
	}
}
