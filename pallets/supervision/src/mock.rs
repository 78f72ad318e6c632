//! A runtime with this pallet alone; its neighbours are thread-local.

use crate as pallet_supervision;
use crate::{Figures, Review, Uetrs};
use frame::testing_prelude::*;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use zhidai_primitives::testing::{self, Neighbours};
use zhidai_primitives::traits::{
	EvidenceFacts, LoanBook, Movement, PaymentBook, PaymentFacts, PaymentStatus,
};
use zhidai_primitives::{
	BasisPoints, Day, DraftNo, Duty, EvidenceId, EvidenceKind, Fen, LoanFacts, LoanId, LoanState, OrgId,
	PlanLine, PlanLineNo, Quarter, Role, SchemeId, SchemeVersion, Stage, Uetr,
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

/// What the neighbouring books hold.
#[derive(Default)]
pub(crate) struct Pages {
	pub(crate) loans: BTreeMap<LoanId, LoanFacts>,
	pub(crate) payments: BTreeMap<Uetr, PaymentFacts>,
	pub(crate) verified: BTreeSet<EvidenceId>,
}

std::thread_local! {
	static PAGES: RefCell<Pages> = RefCell::new(Pages::default());
}

/// Reads or changes the books.
pub(crate) fn books<R>(change: impl FnOnce(&mut Pages) -> R) -> R {
	PAGES.with(|pages| change(&mut pages.borrow_mut()))
}

/// Loans, payments and evidence, as a test sets them. Plan line 0 is quality-upgrading, line 1 is not.
pub struct Books;

impl LoanBook for Books {
	fn facts(loan: LoanId) -> Result<LoanFacts, DispatchError> {
		books(|pages| pages.loans.get(&loan).cloned()).ok_or(DispatchError::Other("no such loan"))
	}
	fn ensure_drawable(_: LoanId) -> DispatchResult {
		unimplemented!()
	}
	fn plan_line(_: LoanId, number: PlanLineNo) -> Result<PlanLine, DispatchError> {
		Ok(PlanLine {
			payee: OrgId(4),
			quality_upgrading: number == PlanLineNo(0),
			cap: Fen(u64::MAX),
			stage: Stage::Delivery,
			evidence_before: EvidenceKind::Invoice,
			invoice_due_days: None,
		})
	}
	fn plan_length(_: LoanId) -> u16 {
		unimplemented!()
	}
	fn split(_: LoanId, _: Fen) -> Result<Vec<(PlanLineNo, Fen)>, DispatchError> {
		unimplemented!()
	}
	fn remaining(_: LoanId, _: PlanLineNo) -> Fen {
		unimplemented!()
	}
	fn undrawn(_: LoanId) -> Fen {
		unimplemented!()
	}
	fn open_draft(_: LoanId) -> Result<DraftNo, DispatchError> {
		unimplemented!()
	}
	fn close_draft(_: LoanId) {
		unimplemented!()
	}
	fn post(_: LoanId, _: Movement, _: &[(PlanLineNo, Fen)]) -> DispatchResult {
		unimplemented!()
	}
}

impl PaymentBook for Books {
	fn facts(uetr: Uetr) -> Result<PaymentFacts, DispatchError> {
		books(|pages| pages.payments.get(&uetr).cloned()).ok_or(DispatchError::Other("no such payment"))
	}
}

impl EvidenceFacts for Books {
	fn ensure_fits(_: EvidenceId, _: LoanId, _: EvidenceKind, _: OrgId) -> DispatchResult {
		unimplemented!()
	}
	fn ensure_verified(evidence: EvidenceId) -> DispatchResult {
		let verified = books(|pages| pages.verified.contains(&evidence));
		verified.then_some(()).ok_or(DispatchError::Other("not verified"))
	}
	fn remaining(_: EvidenceId) -> Fen {
		unimplemented!()
	}
}

pub(crate) const LOAN: LoanId = LoanId(1);
pub(crate) const BANK: OrgId = OrgId(2);
pub(crate) const BANK_MAKER: u64 = 200;
pub(crate) const BANK_CHECKER: u64 = 201;
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
	books(|pages| *pages = Pages::default());
	let (maker, checker) = (&[Duty::Maker][..], &[Duty::Checker][..]);
	testing::add_organisation(1, &[Role::Enterprise], &[maker, checker]);
	testing::add_organisation(2, &[Role::Bank], &[maker, checker]);
	testing::add_organisation(3, &[Role::MarketRegulator], &[maker, checker, &[Duty::Attest]]);
	testing::add_organisation(5, &[Role::Bank], &[maker, checker]);
	testing::add_organisation(6, &[Role::FinancialRegulator], &[checker, &[Duty::Attest]]);
	testing::add_organisation(7, &[Role::MarketRegulator], &[checker]);
	add_loan(1);
	let mut state: TestState =
		frame_system::GenesisConfig::<Test>::default().build_storage().unwrap_or_default().into();
	state.execute_with(|| System::set_block_number(1));
	state
}

/// Adds a loan like the first.
pub(crate) fn add_loan(loan: u32) {
	let facts = LoanFacts {
		borrower: OrgId(1),
		bank: BANK,
		regulator: OrgId(3),
		scheme: SchemeId(1),
		scheme_version: SchemeVersion(1),
		state: LoanState::Active,
		quality_share_bp: Some(BasisPoints(3_000)),
		drawn: Fen::from_yuan(1_000_000),
		limit: Fen::from_yuan(10_000_000),
	};
	books(|pages| pages.loans.insert(LoanId(loan), facts));
}

/// Changes the loan.
pub(crate) fn set_loan(change: impl FnOnce(&mut LoanFacts)) {
	books(|pages| pages.loans.get_mut(&LOAN).map(change));
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

/// A payment of the loan, settled in the quarter's second month; on a quality-upgrading line with verified evidence, or not.
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
	books(|pages| {
		pages.verified.insert(evidence);
		pages.payments.insert(uetr(number), facts);
	});
	uetr(number)
}

/// Changes a payment.
pub(crate) fn set_payment(uetr: Uetr, change: impl FnOnce(&mut PaymentFacts)) {
	books(|pages| pages.payments.get_mut(&uetr).map(change));
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
		let facts = Books::facts_of(sample);
		let uetrs: Vec<Uetr> = (0..payments).map(|n| Uetr::of_batch_line(sample, n as u16)).collect();
		books(|pages| {
			for (uetr, number) in uetrs.iter().zip(0_u32..) {
				pages.verified.insert(EvidenceId(number));
				let evidence = Some(EvidenceId(number));
				pages.payments.insert(*uetr, PaymentFacts { evidence, ..facts.clone() });
			}
		});
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
}

#[cfg(feature = "runtime-benchmarks")]
impl Books {
	fn facts_of(uetr: Uetr) -> PaymentFacts {
		<Self as PaymentBook>::facts(uetr).expect("paid before")
	}
}
