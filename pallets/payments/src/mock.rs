//! A runtime with this pallet alone. Its neighbours are `zhidai_primitives::testing`.

use crate as pallet_payments;
use crate::{
	Adjustment, BankReference, Lines, Order, OrderSignature, OrderSignatures, OrderSignaturesOf, Outcome,
	SettlementResult, SettlementResults,
};
use frame::{
	deps::{frame_support::derive_impl, sp_runtime::testing::TestSignature},
	testing_prelude::*,
};
pub(crate) use zhidai_primitives::testing::Books;
use zhidai_primitives::{
	drawdown_digest, results_digest,
	signed::{order_step, OrderStep},
	testing::{self, Document, Loan, Neighbours, State},
	AccountVersion, BookingKind, Day, Digest, DisposalKind, DraftLine, DraftNo, Duty, EvidenceId,
	EvidenceKind, Fen, LoanId, OfficerId, Ordered, OrgId, Page, PlanLine, PlanLineNo, Role, SignedBy, Stage,
	Uetr, Violation,
};

pub(crate) type AccountId = u64;

#[frame_construct_runtime]
mod runtime {
	#[runtime::runtime]
	#[runtime::derive(
		RuntimeCall,
		RuntimeEvent,
		RuntimeError,
		RuntimeOrigin,
		RuntimeFreezeReason,
		RuntimeHoldReason,
		RuntimeSlashReason,
		RuntimeLockId,
		RuntimeTask,
		RuntimeViewFunction
	)]
	pub struct Test;

	#[runtime::pallet_index(0)]
	pub type System = frame_system;
	#[runtime::pallet_index(1)]
	pub type Payments = pallet_payments;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = MockBlock<Test>;
	type AccountId = AccountId;
}

impl pallet_payments::Config for Test {
	type Directory = Neighbours;
	type Calendar = Neighbours;
	type Loans = Books;
	type Evidence = Books;
	type Findings = Neighbours;
	type Signature = TestSignature;
	type DraftLifeDays = ConstU32<30>;
	type TakeBackDays = ConstU32<TAKE_BACK_DAYS>;
	type WeightInfo = ();
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = Books;
}

/// For how long a confirmed receipt can be taken back.
pub(crate) const TAKE_BACK_DAYS: u32 = 5;

pub(crate) const BANK: u32 = 1;
pub(crate) const OTHER_BANK: u32 = 2;
pub(crate) const FIRM: u32 = 3;
pub(crate) const MACHINES: u32 = 4;
pub(crate) const TESTING: u32 = 5;
pub(crate) const STRANGERS: u32 = 6;
/// The market regulator of the loans.
pub(crate) const REGULATOR: u32 = 9;

pub(crate) const MAKER: AccountId = 100;
pub(crate) const CHECKER: AccountId = 101;
pub(crate) const RELEASER: AccountId = 102;
/// One person with every duty at the bank.
pub(crate) const BANK_ALL: AccountId = 103;
pub(crate) const VIEWER: AccountId = 104;
pub(crate) const OTHER_MAKER: AccountId = 200;
pub(crate) const BORROWER: AccountId = 300;
pub(crate) const MACHINES_CONFIRM: AccountId = 400;
pub(crate) const TESTING_CONFIRM: AccountId = 500;
pub(crate) const OUTSIDER: AccountId = 600;

pub(crate) const LOAN: LoanId = LoanId(7);
pub(crate) const OTHER_LOAN: LoanId = LoanId(8);
/// The invoice of the machines, verified, 600,000 fen.
pub(crate) const INVOICE: EvidenceId = EvidenceId(1);
/// A verified report of the testing body, 300,000 fen.
pub(crate) const REPORT: EvidenceId = EvidenceId(2);
/// An invoice of the machines that nobody has looked at.
pub(crate) const UNVERIFIED: EvidenceId = EvidenceId(3);
/// The purchase contract with the machines, verified, 100,000 fen.
pub(crate) const CONTRACT: EvidenceId = EvidenceId(4);
/// For the second loan.
pub(crate) const OTHER_INVOICE: EvidenceId = EvidenceId(5);

/// A loan as tests read it: its ledger in plain fields.
#[derive(Clone, Debug)]
pub(crate) struct Figures {
	pub(crate) pending: Fen,
	pub(crate) released: Fen,
	pub(crate) to_pay: Fen,
	pub(crate) settled: Fen,
	pub(crate) received: Fen,
	pub(crate) returned: Fen,
	pub(crate) taken_back: Fen,
	pub(crate) outstanding: Fen,
	pub(crate) drafts: u32,
	pub(crate) open: u32,
	pub(crate) plan: Vec<(PlanLine, Fen)>,
}

impl Figures {
	pub(crate) fn drawn_now(&self) -> Fen {
		let paid = [self.to_pay, self.settled, self.received, self.returned, self.taken_back];
		Fen(self.pending.0 + self.released.0 + paid.iter().map(|balance| balance.0).sum::<u64>())
	}
}

/// What tests read of the books.
pub(crate) trait Read {
	fn loan(loan: LoanId) -> Figures;
}

impl Read for Books {
	fn loan(loan: LoanId) -> Figures {
		let Loan { ledger, plan, .. } = Books::find(loan).unwrap();
		Figures {
			pending: ledger.pending(),
			released: ledger.released(),
			to_pay: ledger.to_pay(),
			settled: ledger.settled(),
			received: ledger.received(),
			returned: ledger.on_hand(),
			taken_back: ledger.taken_back(),
			outstanding: ledger.outstanding(),
			drafts: ledger.next_draft().0,
			open: ledger.open_drafts(),
			plan: plan.into_iter().map(|(line, line_use)| (line, line_use.used())).collect(),
		}
	}
}

pub(crate) fn plan_line(payee: u32, cap: u64, evidence_before: EvidenceKind) -> PlanLine {
	let prepaid = evidence_before == EvidenceKind::PurchaseContract;
	let stage = if prepaid { Stage::Prepayment } else { Stage::Delivery };
	let (cap, payee) = (Fen(cap), OrgId(payee));
	PlanLine { payee, quality_upgrading: true, cap, stage, evidence_before, invoice_due_days: Some(30) }
}

pub(crate) fn document(
	loan: LoanId,
	kind: EvidenceKind,
	payee: u32,
	verified: bool,
	amount: u64,
) -> Document {
	let (payee, amount, used, purchase) = (OrgId(payee), Fen(amount), Fen::ZERO, None);
	Document { loan, kind, payee, verified, amount, used, purchase }
}

fn state() -> State {
	let plan = vec![
		plan_line(MACHINES, 600_000, EvidenceKind::Invoice),
		plan_line(TESTING, 300_000, EvidenceKind::InspectionReport),
		plan_line(MACHINES, 100_000, EvidenceKind::PurchaseContract),
	];
	let loan = |bank| Loan::active(OrgId(FIRM), OrgId(bank), Fen(1_000_000), plan.clone());
	State {
		loans: [(LOAN, loan(BANK)), (OTHER_LOAN, loan(OTHER_BANK))].into(),
		documents: [
			(INVOICE, document(LOAN, EvidenceKind::Invoice, MACHINES, true, 600_000)),
			(REPORT, document(LOAN, EvidenceKind::InspectionReport, TESTING, true, 300_000)),
			(UNVERIFIED, document(LOAN, EvidenceKind::Invoice, MACHINES, false, 600_000)),
			(CONTRACT, document(LOAN, EvidenceKind::PurchaseContract, MACHINES, true, 100_000)),
			(OTHER_INVOICE, document(OTHER_LOAN, EvidenceKind::Invoice, MACHINES, true, 600_000)),
		]
		.into(),
		..State::default()
	}
}

/// Runs a test on the story's loan, and checks every invariant after it.
pub(crate) fn run(test: impl FnOnce()) {
	ext().execute_with(|| {
		test();
		Payments::check_invariants().unwrap();
	});
}

pub(crate) fn ext() -> TestState {
	testing::reset();
	testing::add_organisation(
		BANK,
		&[Role::Bank],
		&[
			&[Duty::Maker],
			&[Duty::Checker],
			&[Duty::Release],
			&[Duty::Maker, Duty::Checker, Duty::Release, Duty::Confirm],
			&[Duty::View],
		],
	);
	let all: &[Duty] = &[Duty::Maker, Duty::Checker, Duty::Release];
	testing::add_organisation(OTHER_BANK, &[Role::Bank], &[all, &[Duty::Checker], &[Duty::Release]]);
	testing::add_organisation(FIRM, &[Role::Enterprise], &[&[Duty::Confirm], &[Duty::Maker]]);
	testing::add_organisation(MACHINES, &[Role::Supplier], &[&[Duty::Confirm]]);
	testing::add_organisation(TESTING, &[Role::InspectionBody], &[&[Duty::Confirm]]);
	testing::add_organisation(STRANGERS, &[Role::Supplier], &[&[Duty::Confirm, Duty::Maker, Duty::Checker]]);
	testing::add_organisation(REGULATOR, &[Role::MarketRegulator], &[&[Duty::Attest]]);
	let mut ext = TestState::new(frame_system::GenesisConfig::<Test>::default().build_storage().unwrap());
	ext.execute_with(|| {
		System::set_block_number(1);
		Books::put(&state());
	});
	ext
}

pub(crate) fn today() -> Day {
	testing::with(|world| world.today)
}

pub(crate) fn last_day() -> Day {
	today().plus_days(10).unwrap()
}

pub(crate) fn pass_days(days: u32) {
	testing::with(|world| world.today = world.today.plus_days(days).unwrap());
}

pub(crate) fn key(number: u8) -> Uetr {
	Uetr::from_random([number; 16])
}

pub(crate) fn line(number: u8, plan_line: u16, amount_fen: u64) -> DraftLine {
	let evidence = Some([INVOICE, REPORT, CONTRACT][usize::from(plan_line)]);
	let (plan_line, account) = (PlanLineNo(plan_line), AccountVersion(0));
	DraftLine { uetr: key(number), plan_line, account, amount_fen, evidence }
}

/// One line of each plan line, 100 / 200 / 300 fen, keys 1 to 3.
pub(crate) fn three() -> Lines {
	vec![line(1, 0, 100), line(2, 1, 200), line(3, 2, 300)].try_into().unwrap()
}

pub(crate) fn origin(account: AccountId) -> RuntimeOrigin {
	RuntimeOrigin::signed(account)
}

/// A signature with an officer's first key.
pub(crate) fn signed_by(officer: u32) -> Option<SignedBy> {
	Some(SignedBy { officer: OfficerId(officer), key_number: 0 })
}

/// From now on an officer has another key.
pub(crate) fn rotate(officer: u32) {
	testing::with(|world| *world.keys.entry(OfficerId(officer)).or_default() += 1);
}

pub(crate) fn digest_of(draft: DraftNo) -> Digest {
	crate::Drafts::<Test>::get(LOAN, Ordered::from(draft)).unwrap().digest
}

/// Drafts by the bank's maker.
pub(crate) fn drafted(lines: Lines) -> DraftNo {
	let number = DraftNo(Books::loan(LOAN).drafts);
	assert_ok!(Payments::draft(origin(MAKER), LOAN, lines, last_day()));
	number
}

/// Mandate and approval of what the maker drafted.
pub(crate) fn approve(draft: DraftNo) {
	assert_ok!(Payments::mandate(origin(BORROWER), LOAN, draft, digest_of(draft)));
	assert_ok!(Payments::approve(origin(CHECKER), LOAN, draft, digest_of(draft)));
}

pub(crate) fn approved(lines: Lines) -> DraftNo {
	let draft = drafted(lines);
	approve(draft);
	draft
}

pub(crate) fn release(draft: DraftNo) {
	assert_ok!(Payments::release(origin(RELEASER), LOAN, draft, digest_of(draft), Default::default()));
}

pub(crate) fn released(lines: Lines) -> DraftNo {
	let draft = approved(lines);
	release(draft);
	draft
}

/// An order of these lines.
pub(crate) fn order(lines: Lines) -> Order {
	Order { loan: LOAN, lines, expires_on: last_day(), allocations: Default::default() }
}

/// What is signed of an order.
pub(crate) fn digest_of_order(order: &Order) -> Digest {
	drawdown_digest(System::block_hash(0), order.loan, &order.lines, order.expires_on, &order.allocations)
}

/// A step of an order, signed with this account's key.
pub(crate) fn step_signed(
	step: OrderStep,
	order: &Order,
	account: AccountId,
) -> OrderSignature<AccountId, TestSignature> {
	let message = order_step(step, digest_of_order(order));
	OrderSignature { account, signature: TestSignature(account, message) }
}

/// Every step of an order, signed by whose it is.
pub(crate) fn all_signed(order: &Order) -> OrderSignaturesOf<Test> {
	OrderSignatures {
		mandate: step_signed(OrderStep::Mandate, order, BORROWER),
		make: step_signed(OrderStep::Make, order, MAKER),
		approve: step_signed(OrderStep::Approve, order, CHECKER),
		release: step_signed(OrderStep::Release, order, RELEASER),
	}
}

/// What the bank says of a payment today: its own amount, a reference of its own.
pub(crate) fn result(number: u8, outcome: Outcome) -> SettlementResult {
	let bank_reference = BankReference::try_from(format!("A{number}").into_bytes()).unwrap();
	let amount_fen = crate::Payments::<Test>::get(key(number)).map_or(1, |payment| payment.amount_fen);
	let (uetr, account, booked_on, value_on) = (key(number), None, today(), today());
	SettlementResult { uetr, outcome, amount_fen, account, bank_reference, booked_on, value_on }
}

pub(crate) fn failed() -> Outcome {
	Outcome::Failed { reason: "账号不符".try_into().unwrap() }
}

pub(crate) fn returned() -> Outcome {
	Outcome::Returned { reason: "退汇".try_into().unwrap() }
}

/// An officer enters a file.
pub(crate) fn enter(who: AccountId, file: Digest, results: &SettlementResults) -> DispatchResult {
	let sum = Fen::checked_sum(results.iter().map(SettlementResult::amount)).unwrap();
	let count = u16::try_from(results.len()).unwrap();
	Payments::enter_results(origin(who), file, results_digest(results), count, sum)
}

/// The maker enters a file, the checker books it.
pub(crate) fn settle(file: Digest, results: Vec<SettlementResult>) -> DispatchResultWithPostInfo {
	let results = results.try_into().unwrap();
	enter(MAKER, file, &results).unwrap();
	Payments::settle(origin(CHECKER), file, results)
}

/// An officer enters where money on hand of a payment leads, or enters it again.
pub(crate) fn dispose(who: AccountId, number: u8, kind: DisposalKind, amount_fen: u64) -> DispatchResult {
	let bank_reference = BankReference::try_from(format!("D{number}").into_bytes()).unwrap();
	let (booked_on, value_on) = (today(), today());
	let adjustment = Adjustment::Dispose { kind, amount_fen, bank_reference, booked_on, value_on };
	Payments::adjust(origin(who), key(number), adjustment)
}

/// An officer enters the counter-entry of what was booked under this reference, or enters it again.
pub(crate) fn correct(who: AccountId, number: u8, booking: BookingKind, reference: &str) -> DispatchResult {
	let bank_reference = BankReference::try_from(reference.as_bytes().to_vec()).unwrap();
	let adjustment =
		Adjustment::Correct { booking, bank_reference, reason: "核心系统记错".try_into().unwrap() };
	Payments::adjust(origin(who), key(number), adjustment)
}

/// The maker enters a counter-entry, the checker enters it again.
pub(crate) fn corrected(number: u8, booking: BookingKind, reference: &str) -> DispatchResult {
	correct(MAKER, number, booking, reference)?;
	correct(CHECKER, number, booking, reference)
}

/// A part of a payment came back, under this reference.
pub(crate) fn part_returned(number: u8, amount_fen: u64, reference: &str) -> SettlementResult {
	let bank_reference = BankReference::try_from(reference.as_bytes().to_vec()).unwrap();
	SettlementResult { amount_fen, bank_reference, ..result(number, returned()) }
}

/// Books results as a file of its own.
pub(crate) fn book(file: u8, results: &[(u8, Outcome)]) {
	let results = results.iter().map(|(number, outcome)| result(*number, outcome.clone())).collect();
	assert_ok!(settle(Digest::repeat_byte(file), results));
}

/// The payees have no officers of their own; their accounts act all the same, as those of who gets officers later.
pub(crate) fn without_officers() {
	testing::with(|world| world.without_officers.extend([OrgId(MACHINES), OrgId(TESTING)]));
}

/// Keys 1 to 3, booked.
pub(crate) fn settled() -> DraftNo {
	let draft = released(three());
	book(1, &[(1, Outcome::Settled), (2, Outcome::Settled), (3, Outcome::Settled)]);
	draft
}

/// Every rule that a draft of these lines would break, read two by two.
pub(crate) fn broken(loan: LoanId, lines: &[DraftLine], expires_on: Option<Day>) -> Vec<Violation> {
	let page = |before| Ok::<_, ()>(Payments::check_payment(loan, lines, expires_on, before, 2));
	Page::every(page).unwrap()
}

/// Every rule that a release of what still follows a draft would break, read two by two.
pub(crate) fn broken_at_release(draft: DraftNo) -> Vec<Violation> {
	Page::every(|before| Ok::<_, ()>(Payments::check_release(LOAN, draft, before, 2))).unwrap()
}

pub(crate) fn events() -> Vec<crate::Event<Test>> {
	System::read_events_for_pallet()
}

/// Who must act next on a draft, as the lists say it.
pub(crate) fn waiting(loan: LoanId, draft: DraftNo) -> Vec<(u32, crate::Work, u16)> {
	let all = crate::WaitingWork::<Test>::iter();
	let mut found: Vec<_> = all
		.filter(|(_, (_, of_loan, of_draft), _)| (of_loan.get(), of_draft.get()) == (loan.0, draft.0))
		.map(|(org, (work, ..), lines)| (org.0, work, lines))
		.collect();
	found.sort_by_key(|(org, work, _)| (*work, *org));
	found
}
