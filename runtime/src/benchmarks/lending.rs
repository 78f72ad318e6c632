//! Loans and payments of the scenes.
//!
//! The town has what its rules make expensive: a programme with as many tiers and credentials as one can
//! have, a borrower with as many credentials and past penalties as are looked at, and controllers above the
//! borrower and every payee.

use super::papers::{verified_document, verified_evidence};
use super::{council, done, members, new_request, set_today, signed, Helper, CITY};
use crate::{
	AccountId, Credentials, Evidence, Loans, Payments, Reference, Registry, Runtime, Schemes, Signature,
};
use alloc::{format, vec, vec::Vec};
use codec::Encode;
use pallet_evidence::RetractionReason;
use pallet_loans::{LastLoan, OfferRequest, Plan};
use pallet_payments::{Drafts, LineNumbers, Lines, Outcome, SettlementResult, SettlementResults};
use pallet_reference::{AverageTimelines, NextEntry, OpenEntries, Start, Timeline, MAX_INDEXED_DAYS};
use pallet_registry::{Succession, Successions};
use pallet_schemes::NextScheme;
use polkadot_sdk::*;
use sp_io::hashing::blake2_256;
use zhidai_primitives::traits::{Calendar, CollectionAccounts, EvidenceFacts, LoanInspect};
use zhidai_primitives::{
	results_digest, AccountVersion, AdverseKind, BasisPoints, CleanRecord, CredentialId, CredentialTypeId,
	Day, Digest, DraftLine, DraftNo, DrawRule, Duty, EvidenceId, EvidenceKind, Fen, Limit, LimitKind, LoanId,
	Name, Ordered, OrgId, PlanLine, PlanLineNo, Provenance, QualityCovenant, RateCap, RateKind, Region, Role,
	Roles, SchemeId, SchemeTerms, ShortText, SpotCheckState, Stage, Tier, TierNumber, Uetr, MAX_PLAN_LINES,
};

/// The day of contract and payment: 2026-02-16.
const DRAWN_ON: Day = Day(20_500);
/// A day of the quarter after it: 2026-04-17.
const REVIEWED_ON: Day = Day(20_560);
/// As many as a firm's credentials, and its adverse records, can be.
const MOST_PER_FIRM: u32 = 64;
/// 质量管理体系认证, which market regulators record.
const CREDENTIAL: CredentialTypeId = CredentialTypeId(22);
const ONE_YUAN: u64 = 100;
/// The one account of the borrower that the bank verified.
const COLLECTION_ACCOUNT: AccountVersion = AccountVersion(0);
/// What a plan line allows.
pub(super) const CAP: Fen = Fen(10_000 * ONE_YUAN);

/// A bank, its bureaus, a firm that qualifies, and payees.
struct Town {
	bank: OrgId,
	regulator: OrgId,
	financial_regulator: OrgId,
	borrower: OrgId,
	scheme: SchemeId,
	payees: Vec<OrgId>,
}

impl Town {
	fn new(payees: u32) -> Self {
		set_today(DRAWN_ON);
		let admit = |role| members::admit(Roles::of(&[role]), CITY);
		let bank = admit(Role::Bank);
		let regulator = admit(Role::MarketRegulator);
		let financial_regulator = admit(Role::FinancialRegulator);
		let borrower = members::admit_firm(bank, Roles::of(&[Role::Enterprise]), Region(330_203), true);
		members::give_controllers(borrower);
		// To which its receipts return.
		members::verify_account(bank, borrower);
		give_record(regulator, borrower);
		enter_rate(bank, regulator);
		let payee = |number| {
			let payee = members::admit_firm(bank, Roles::of(&[Role::Supplier]), CITY, number == 0);
			members::verify_account(bank, payee);
			members::give_controllers(payee);
			payee
		};
		let payees = (0..payees).map(payee).collect();
		Self { bank, regulator, financial_regulator, borrower, scheme: publish_scheme(), payees }
	}

	/// An active loan with a plan line for every payee.
	fn lend(&self) -> LoanId {
		self.lend_for(&self.payees)
	}

	/// One with a plan line for each of these payees.
	fn lend_for(&self, payees: &[OrgId]) -> LoanId {
		let line = |payee: &OrgId| PlanLine {
			payee: *payee,
			quality_upgrading: true,
			cap: CAP,
			stage: Stage::Delivery,
			evidence_before: EvidenceKind::Invoice,
			invoice_due_days: None,
		};
		let plan = Plan::truncate_from(payees.iter().map(line).collect());
		let request = OfferRequest {
			borrower: self.borrower,
			regulator: self.regulator,
			scheme: self.scheme,
			amount: Fen::checked_sum(plan.iter().map(|line| line.cap)).unwrap_or_default(),
			rate_bp: BasisPoints(300),
			available_until: Day(DRAWN_ON.0 + 90),
			term_months: 12,
			own_funds_bp: BasisPoints(3_000),
			security: None,
			limit_override_reason: None,
			collection_account: Some(COLLECTION_ACCOUNT),
			agreement: Digest::repeat_byte(3),
			plan,
		};
		done(Loans::offer(self.of_bank(Duty::Maker), request, new_request()));
		let loan = LastLoan::<Runtime>::get();
		let digest = Loans::terms(loan).expect("it was prepared").digest;
		done(Loans::check_offer(self.of_bank(Duty::Checker), loan, digest));
		done(Loans::sign(self.of_borrower(Duty::Confirm), loan, digest));
		loan
	}

	/// Payments of one yuan that the bank has booked, each on the next line of the plan, and in a draft of its own that
	/// is as long as one can be.
	fn pay(&self, loan: LoanId, payments: u32) -> Vec<Uetr> {
		let uetrs: Vec<Uetr> = (0..payments).map(|number| self.release(loan, number)).collect();
		book(self.bank, &uetrs, Outcome::Settled);
		uetrs
	}

	/// Releases a payment, in the loan's draft of this number.
	fn release(&self, loan: LoanId, number: u32) -> Uetr {
		let (line, draft) = (self.line(loan, number), DraftNo(number));
		done(Payments::draft(self.of_bank(Duty::Maker), loan, Lines::truncate_from(vec![line]), DRAWN_ON));
		let digest = Drafts::<Runtime>::get(loan, Ordered::from(draft)).expect("it was drafted").digest;
		done(Payments::mandate(self.of_borrower(Duty::Confirm), loan, draft, digest));
		done(Payments::approve(self.of_bank(Duty::Checker), loan, draft, digest));
		done(Payments::release(self.of_bank(Duty::Release), loan, draft, digest, LineNumbers::default()));
		pallet_payments::benchmarking::lengthen::<Runtime>(loan, draft);
		line.uetr
	}

	fn line(&self, loan: LoanId, number: u32) -> DraftLine {
		let lines = u32::try_from(self.payees.len()).unwrap_or(MAX_PLAN_LINES);
		let plan_line = PlanLineNo(u16::try_from(number % lines).unwrap_or_default());
		let batch = Uetr::from_random([9; 16]);
		DraftLine {
			uetr: Uetr::of_batch_line(batch, u16::try_from(number).unwrap_or_default()),
			plan_line,
			account: AccountVersion(0),
			amount_fen: ONE_YUAN,
			evidence: Some(verified_evidence(loan, plan_line)),
		}
	}

	fn of_bank(&self, duty: Duty) -> crate::RuntimeOrigin {
		signed(members::officer(self.bank, duty))
	}

	fn of_borrower(&self, duty: Duty) -> crate::RuntimeOrigin {
		signed(members::officer(self.borrower, duty))
	}
}

/// As if another bureau had recorded the last credential, each 16 of them another: one has no more of a firm's places.
fn by_another(number: u32) {
	let recorded_by = OrgId(u32::MAX - number / pallet_credentials::MAX_CREDENTIALS_OF_ONE);
	let last = CredentialId(pallet_credentials::NextCredential::<Runtime>::get().0 - 1);
	pallet_credentials::Credentials::<Runtime>::mutate_extant(last, |kept| {
		let grant = pallet_credentials::Grant { recorded_by, ..kept.grant().clone() };
		*kept = pallet_credentials::Credential::new(grant, DRAWN_ON);
	});
}

/// Gives a firm as many credentials as it can have, and as many penalties that lie too far back to count.
fn give_record(regulator: OrgId, firm: OrgId) {
	let (maker, checker) =
		(members::officer(regulator, Duty::Maker), members::officer(regulator, Duty::Checker));
	let confirm = || {
		let (act, digest, _) = Credentials::pending_acts(regulator, None, 1).items.remove(0);
		done(Credentials::confirm(signed(checker.clone()), act, digest));
	};
	for number in 0..MOST_PER_FIRM {
		let digest = Digest::from(blake2_256(&number.encode()));
		done(Credentials::record(signed(maker.clone()), firm, CREDENTIAL, digest, digest, DRAWN_ON, None));
		confirm();
		by_another(number);
		let (kind, request) = (AdverseKind::PenaltyEnvironment, new_request());
		done(Credentials::report_adverse(signed(maker.clone()), firm, kind, Day(1), digest, request));
		confirm();
	}
}

/// Enters the bank's average rate, as the last of as many days as are listed.
fn enter_rate(bank: OrgId, regulator: OrgId) {
	let kind = RateKind::BankAverage(bank);
	let (entry, from) = (NextEntry::<Runtime>::get(), DRAWN_ON);
	let maker = signed(members::officer(bank, Duty::Maker));
	let (value_bp, source) = (BasisPoints(345), Digest::repeat_byte(4));
	done(Reference::propose_rate(maker, kind, value_bp, from, source, None, new_request()));
	let digest = OpenEntries::<Runtime>::get(entry).expect("it was proposed").digest(entry);
	let earlier = (from.0 - MAX_INDEXED_DAYS + 1..from.0).map(|day| Start { from: Day(day), entry });
	let timeline = Timeline::new(earlier.collect()).expect("the days ascend");
	AverageTimelines::<Runtime>::insert(bank, timeline);
	done(Reference::confirm_rate(signed(members::officer(regulator, Duty::Checker)), entry, digest));
}

/// Publishes a programme with every clause, and as many tiers and credentials as one can have.
fn publish_scheme() -> SchemeId {
	let name = Name::new(vec![b'x'; 96]).expect("96 bytes of ASCII are a name");
	let amount = Fen(500_000_000 * ONE_YUAN);
	let others = 1_000..1_031;
	let qualified_by: Vec<CredentialTypeId> = others.map(CredentialTypeId).chain([CREDENTIAL]).collect();
	let tier = |number| Tier {
		number: TierNumber(number),
		limit: Limit { amount, kind: LimitKind::Cap },
		qualified_by: qualified_by.clone().try_into().expect("32 credentials"),
	};
	let kinds = AdverseKind::ALL.to_vec().try_into().expect("seven kinds");
	let terms = SchemeTerms {
		name: name.clone(),
		region: CITY,
		provenance: Provenance::Official,
		tiers: (1..=8).map(tier).collect::<Vec<_>>().try_into().expect("eight tiers"),
		rate_cap: RateCap::BankAverage,
		term_max_months: Some(12),
		clean_record: Some(CleanRecord { years: 3, kinds }),
		at_draw: DrawRule::Qualified,
		covenant: Some(QualityCovenant { share_bp: BasisPoints(3_000) }),
		freeze_from: Some(SpotCheckState::Served),
		demo: vec![name; 16].try_into().expect("sixteen names"),
	};
	let scheme = NextScheme::<Runtime>::get();
	done(Schemes::publish(council(), None, terms));
	scheme
}

/// Has the bank's officers enter and book what became of payments, today.
fn book(bank: OrgId, uetrs: &[Uetr], outcome: Outcome) {
	let today = Reference::today();
	let result = |uetr: &Uetr| SettlementResult {
		uetr: *uetr,
		outcome: outcome.clone(),
		amount_fen: pallet_payments::Payments::<Runtime>::get(uetr).expect("a payment").amount_fen,
		account: None,
		bank_reference: format!("{uetr}").replace('-', "").into_bytes().try_into().expect("32 digits"),
		booked_on: today,
		value_on: today,
	};
	let file = Digest::from(blake2_256(&(uetrs, &outcome).encode()));
	let results = SettlementResults::truncate_from(uetrs.iter().map(result).collect());
	let sum = Fen::checked_sum(results.iter().map(SettlementResult::amount)).expect("it fits");
	let count = u16::try_from(results.len()).expect("a file has no more");
	let digest = results_digest(&results);
	let maker = signed(members::officer(bank, Duty::Maker));
	done(Payments::enter_results(maker, file, digest, count, sum));
	done(Payments::settle(signed(members::officer(bank, Duty::Checker)), file, results));
}

/// Whom a loan's first plan line pays.
fn first_payee(loan: &LoanId) -> OrgId {
	done(<Loans as LoanInspect>::plan_line(*loan, PlanLineNo(0))).payee
}

/// As if the council had decided that one organisation stands for another; for more than one can.
fn put_successor(org: OrgId, heir: OrgId) {
	let succession = Succession { successor: heir, heir, since: DRAWN_ON };
	Successions::<Runtime>::insert(org, succession);
}

impl pallet_loans::benchmarking::BenchmarkHelper<AccountId> for Helper {
	fn other_bank(borrowers: &[OrgId]) -> (AccountId, AccountId, OrgId) {
		let bank = members::admit(Roles::of(&[Role::Bank]), CITY);
		borrowers.iter().for_each(|borrower| members::verify_account(bank, *borrower));
		(members::officer(bank, Duty::Maker), members::officer(bank, Duty::Checker), bank)
	}

	fn another_borrower(loan: LoanId) -> OrgId {
		let bank = done(<Loans as LoanInspect>::facts(loan)).bank;
		let firm = members::admit_firm(bank, Roles::of(&[Role::Enterprise]), CITY, false);
		members::verify_account(bank, firm);
		done(Registry::open_collection(firm, COLLECTION_ACCOUNT, bank));
		pallet_loans::Loans::<Runtime>::mutate_extant(loan, |loan| loan.borrower = firm);
		firm
	}

	fn await_reviews(loan: LoanId, party: OrgId) {
		pallet_supervision::benchmarking::fill_reviews::<Runtime>(loan, party);
	}

	fn succeed(firm: OrgId, bank: OrgId) -> AccountId {
		let heir = members::admit(Roles::of(&[Role::Enterprise]), CITY);
		members::verify_account(bank, heir);
		done(Registry::succeed(council(), firm, heir));
		members::officer(heir, Duty::Confirm)
	}

	fn scene(payees: u32) -> pallet_loans::benchmarking::Scene<AccountId> {
		let town = Town::new(payees);
		let province = members::admit(Roles::of(&[Role::MarketRegulator]), Region(330_000));
		pallet_loans::benchmarking::Scene {
			maker: members::officer(town.bank, Duty::Maker),
			checker: members::officer(town.bank, Duty::Checker),
			signer: members::officer(town.borrower, Duty::Confirm),
			court_clerk: members::officer(town.financial_regulator, Duty::Checker),
			court_maker: members::officer(town.financial_regulator, Duty::Maker),
			borrower: town.borrower,
			collection_account: COLLECTION_ACCOUNT,
			regulator: town.regulator,
			other_regulator: members::admit(Roles::of(&[Role::MarketRegulator]), CITY),
			bureau_maker: members::officer(province, Duty::Maker),
			bureau_checker: members::officer(province, Duty::Checker),
			scheme: town.scheme,
			payees: town.payees,
		}
	}
}

impl pallet_evidence::benchmarking::BenchmarkHelper<AccountId> for Helper {
	fn change_parties(loan: LoanId) -> AccountId {
		let regulator = members::admit(Roles::of(&[Role::MarketRegulator]), CITY);
		let bank = members::admit(Roles::of(&[Role::Bank]), CITY);
		let borrower = members::admit_firm(bank, Roles::of(&[Role::Enterprise]), CITY, false);
		pallet_loans::Loans::<Runtime>::mutate_extant(loan, |loan| {
			(loan.bank, loan.borrower, loan.regulator) = (bank, borrower, regulator);
		});
		members::officer(regulator, Duty::Attest)
	}

	fn cast() -> pallet_evidence::benchmarking::Cast<AccountId> {
		let town = Town::new(1);
		pallet_evidence::benchmarking::Cast {
			loan: town.lend(),
			other_loan: town.lend(),
			borrower: town.borrower,
			seller: town.payees[0],
			filer: members::officer(town.borrower, Duty::Confirm),
			bank: members::officer(town.bank, Duty::Attest),
			regulator: members::officer(town.regulator, Duty::Attest),
		}
	}

	fn end(loan: LoanId) {
		let bank = done(<Loans as LoanInspect>::facts(loan)).bank;
		// Before its availability ends: one person asks, another agrees.
		for duty in [Duty::Maker, Duty::Checker] {
			done(Loans::close(signed(members::officer(bank, duty)), loan));
		}
	}
}

impl pallet_payments::benchmarking::BenchmarkHelper<AccountId, Signature> for Helper {
	fn loans(count: u32, plan_lines: u32) -> Vec<pallet_payments::benchmarking::BenchmarkLoan<AccountId>> {
		let town = Town::new(count.saturating_mul(plan_lines));
		let set = |payees: &[OrgId]| pallet_payments::benchmarking::BenchmarkLoan {
			loan: town.lend_for(payees),
			maker: members::officer(town.bank, Duty::Maker),
			checker: members::officer(town.bank, Duty::Checker),
			releaser: members::officer(town.bank, Duty::Release),
			borrower: members::officer(town.borrower, Duty::Confirm),
			admin: members::officer(town.bank, Duty::Admin),
		};
		town.payees.chunks(plan_lines as usize).map(set).collect()
	}

	fn dismiss(loans: &[LoanId]) {
		for payee in loans.iter().map(first_payee) {
			pallet_registry::OfficersOf::<Runtime>::remove(payee);
			put_successor(payee, OrgId(u32::MAX - payee.0));
		}
	}

	fn succeed(loans: &[LoanId]) -> AccountId {
		let heir = members::admit(Roles::of(&[Role::Supplier]), CITY);
		loans.iter().map(first_payee).for_each(|payee| put_successor(payee, heir));
		members::officer(heir, Duty::Confirm)
	}

	fn report(loan: LoanId, plan_lines: u32) {
		let borrower = done(<Loans as LoanInspect>::facts(loan)).borrower;
		for line in 0..plan_lines {
			let line = PlanLineNo(u16::try_from(line).unwrap_or_default());
			let payee = done(<Loans as LoanInspect>::plan_line(loan, line)).payee;
			members::relate_by_banks(borrower, payee);
		}
	}

	fn evidence(loan: LoanId, line: PlanLineNo) -> EvidenceId {
		verified_evidence(loan, line)
	}

	fn beside(loan: LoanId, line: PlanLineNo, own: EvidenceId, count: u32) -> Vec<EvidenceId> {
		let contract = Some(Evidence::purchase(own));
		(0..count).map(|_| verified_document(loan, line, EvidenceKind::Invoice, contract)).collect()
	}

	fn sign(account: &AccountId, message: &[u8]) -> Signature {
		pallet_registry::benchmarking::keystore_signature(account, message)
	}
}

impl pallet_supervision::benchmarking::BenchmarkHelper<AccountId> for Helper {
	fn cast(payments: u32) -> pallet_supervision::benchmarking::Cast<AccountId> {
		let town = Town::new(payments.min(MAX_PLAN_LINES));
		let loan = town.lend();
		let uetrs = town.pay(loan, payments);
		set_today(REVIEWED_ON);
		pallet_supervision::benchmarking::Cast {
			loan,
			quarter: DRAWN_ON.quarter(),
			uetrs,
			maker: members::officer(town.bank, Duty::Maker),
			bank_checker: members::officer(town.bank, Duty::Checker),
			regulator_checker: members::officer(town.regulator, Duty::Checker),
			supervisor: members::officer(town.financial_regulator, Duty::Attest),
		}
	}

	fn return_payments(uetrs: &[Uetr]) {
		let first = uetrs.first().and_then(pallet_payments::Payments::<Runtime>::get).expect("paid before");
		let bank = done(<Loans as LoanInspect>::facts(first.loan)).bank;
		let reason = ShortText::new(vec![b'x'; 160]).expect("160 bytes of ASCII are a short text");
		book(bank, uetrs, Outcome::Returned { reason });
	}

	fn deny(uetr: Uetr) {
		let payment = pallet_payments::Payments::<Runtime>::get(uetr).expect("paid before");
		let reason = ShortText::new(vec![b'x'; 160]).expect("160 bytes of ASCII are a short text");
		// The first payee has a crew.
		let payee = signed(members::officer(payment.payee, Duty::Confirm));
		done(Payments::dispute(payee, uetr, reason));
	}

	fn retract_evidence(uetrs: &[Uetr]) {
		for uetr in uetrs {
			let payment = pallet_payments::Payments::<Runtime>::get(uetr).expect("paid before");
			let evidence = payment.evidence.expect("it rests on evidence");
			let (record, _) = done(Evidence::known(evidence));
			let (reason, paper) = (RetractionReason::Reversed, Digest::repeat_byte(8));
			let who = signed(members::officer(record.bank, Duty::Attest));
			done(Evidence::retract(who, evidence, 0, record.digest, reason, paper));
		}
	}
}
