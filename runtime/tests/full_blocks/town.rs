//! The scene of every block: a bank, its bureaus, a firm with as much history as is looked at, payees with accounts
//! and controllers, a programme with as many tiers and credentials as one can have. It is what the benchmarks have
//! (`runtime/src/benchmarks`), set by the pallets' own calls in the state that the chain begins with.

use crate::common::consortium::{officer, organisation, proven, BANK_A, MARKET_BUREAU, NINGBO};
use crate::common::{account, new_request, today, START_MILLISECONDS};
use codec::Encode;
use pallet_authorities::{seat_account, College, CouncilInstance, Seat, SeatList, Seats, MAX_SEATS};
use pallet_evidence::Content;
use pallet_loans::{OfferRequest, StandingOffers};
use pallet_payments::{Lines, Outcome, SettlementResult, SettlementResults};
use pallet_reference::{AverageTimelines, NextEntry, OpenEntries, Start, Timeline, MAX_INDEXED_DAYS};
use pallet_registry::{
	Act, ActOf, BankCode, KeyFor, LastAct, LastOrg, OrgState, OrgStates, ReceivingAccount, MAX_CONTROL_DEPTH,
};
use polkadot_sdk::*;
use sp_io::hashing::{blake2_128, blake2_256};
use std::cell::Cell;
use zhidai_primitives::{
	results_digest, AccountVersion, AdverseKind, BasisPoints, CleanRecord, CredentialId, CredentialTypeId,
	Day, Digest, DraftLine, DraftNo, DrawRule, Duty, EvidenceId, EvidenceKind, Fen, Limit, LimitKind, LoanId,
	Name, Ordered, OrgId, PlanLine, PlanLineNo, Provenance, QualityCovenant, RateCap, RateKind, Region, Role,
	Roles, SchemeId, SchemeTerms, ShortText, SpotCheckState, Stage, Tier, TierNumber, Uetr, Verdict,
	MAX_PLAN_LINES,
};
use zhidai_runtime::{
	AccountId, Credentials, Evidence, Loans, Payments, Reference, Registry, Runtime, RuntimeOrigin, Schemes,
};

/// As many as a firm's credentials, and its adverse records, can be.
const MOST_PER_FIRM: u32 = 64;
/// 质量管理体系认证, which market regulators record.
pub const CREDENTIAL: CredentialTypeId = CredentialTypeId(22);
/// What a plan line allows.
const CAP: Fen = Fen(1_000_000);
/// What a payment is.
pub const AMOUNT_FEN: u64 = 100;

/// Who there is.
pub struct Town {
	/// A firm that qualifies; officers `firm.…`.
	pub borrower: OrgId,
	/// As many as a plan can have; the first one has officers, `payee.…`.
	pub payees: Vec<OrgId>,
	scheme: SchemeId,
	keys: Cell<u32>,
}

/// A draft, and what is signed.
#[derive(Clone, Copy)]
pub struct Drafted {
	/// Of which loan.
	pub loan: LoanId,
	/// The draft.
	pub draft: DraftNo,
	/// What everybody signs.
	pub digest: Digest,
}

/// An officer of the preset or of the town.
pub fn by(name: &str) -> RuntimeOrigin {
	RuntimeOrigin::signed(account(name))
}

/// The council's decision.
pub fn council() -> RuntimeOrigin {
	pallet_collective::RawOrigin::<AccountId, CouncilInstance>::Members(4, 4).into()
}

/// The longest reason.
pub fn reason() -> ShortText {
	ShortText::new(vec![b'x'; 160]).expect("160 bytes of ASCII are a short text")
}

/// A digest of a number.
pub fn numbered(number: impl Encode) -> Digest {
	Digest::from(blake2_256(&number.encode()))
}

/// One officer proposes an act, another approves it.
pub fn agreed(proposer: &str, approver: &str, act: ActOf<Runtime>) {
	Registry::propose(by(proposer), act.clone(), new_request()).unwrap();
	let act_id = LastAct::<Runtime>::get();
	Registry::approve(by(approver), act_id, act.digest(act_id)).unwrap();
}

/// The officers of a firm: two admins, two who confirm, a maker and a checker.
pub fn crew(short: &str, key_for: KeyFor) -> pallet_registry::FirstOfficersOf<Runtime> {
	let duties = [
		("admin-1", Duty::Admin),
		("admin-2", Duty::Admin),
		("confirm-1", Duty::Confirm),
		("confirm-2", Duty::Confirm),
		("maker", Duty::Maker),
		("checker", Duty::Checker),
	];
	let one = |(who, duty)| officer(&format!("{short}.{who}"), &[duty]);
	proven(key_for, duties.map(one).to_vec())
}

/// A settlement file of results that are all the same but for the references, which are as long as can be, booked today
/// on the account that was paid to.
pub fn results(uetrs: &[Uetr], outcome: &Outcome) -> SettlementResults {
	let result = |(number, uetr): (usize, &Uetr)| SettlementResult {
		uetr: *uetr,
		outcome: outcome.clone(),
		amount_fen: AMOUNT_FEN,
		account: Some(AccountVersion(0)),
		bank_reference: format!("{number:0>35}").into_bytes().try_into().unwrap(),
		booked_on: today(),
		value_on: today(),
	};
	uetrs.iter().enumerate().map(result).collect::<Vec<_>>().try_into().unwrap()
}

/// The maker enters a file.
pub fn enter(file_digest: Digest, results: &SettlementResults) {
	let sum = Fen(AMOUNT_FEN * results.len() as u64);
	let (digest, count) = (results_digest(results), results.len().try_into().unwrap());
	Payments::enter_results(by("bank-a.maker"), file_digest, digest, count, sum).unwrap();
}

impl Town {
	/// Sets the scene.
	pub fn new() -> Self {
		pallet_timestamp::Now::<Runtime>::put(START_MILLISECONDS);
		fill_seats();
		let borrower = admit("firm", Region(330_203), Role::Enterprise);
		give_controllers(borrower);
		// To which its receipts return.
		verify_account(borrower);
		give_record(borrower);
		enter_rate();
		let payees = (0..MAX_PLAN_LINES).map(|number| {
			let short = if number == 0 { "payee" } else { "" };
			let payee = admit(short, NINGBO, Role::Supplier);
			give_controllers(payee);
			verify_account(payee);
			payee
		});
		let payees = payees.collect();
		Self { borrower, payees, scheme: publish_scheme(), keys: Cell::new(0) }
	}

	/// A payment's key that was not used.
	pub fn uetr(&self) -> Uetr {
		let number = self.keys.replace(self.keys.get() + 1);
		Uetr::from_random(blake2_128(&(b"full blocks", number).encode()))
	}

	/// A contract with so many plan lines, each for another payee.
	pub fn request(&self, lines: u32) -> OfferRequest {
		let line = |payee: &OrgId| PlanLine {
			payee: *payee,
			quality_upgrading: true,
			cap: CAP,
			stage: Stage::Delivery,
			evidence_before: EvidenceKind::Invoice,
			invoice_due_days: None,
		};
		let plan: Vec<_> = self.payees.iter().take(lines as usize).map(line).collect();
		OfferRequest {
			borrower: self.borrower,
			regulator: MARKET_BUREAU,
			scheme: self.scheme,
			amount: Fen(CAP.0 * u64::from(lines)),
			rate_bp: BasisPoints(300),
			available_until: today().plus_days(180).unwrap(),
			term_months: 12,
			own_funds_bp: BasisPoints(3_000),
			security: Some(Digest::repeat_byte(1)),
			limit_override_reason: None,
			collection_account: Some(AccountVersion(0)),
			agreement: Digest::repeat_byte(3),
			plan: plan.try_into().unwrap(),
		}
	}

	/// A contract that the maker prepared, and its digest. A block of offers has more of them than can stand for one
	/// borrower: the oldest are forgotten, so that the list is as long as it can be.
	pub fn prepared(&self, lines: u32) -> (LoanId, Digest) {
		StandingOffers::<Runtime>::mutate(BANK_A, self.borrower, |offers| {
			if offers.is_full() {
				offers.remove(0);
			}
		});
		Loans::offer(by("bank-a.maker"), self.request(lines), new_request()).unwrap();
		let loan = pallet_loans::LastLoan::<Runtime>::get();
		(loan, Loans::terms(loan).unwrap().digest)
	}

	/// A contract that waits for the borrower.
	pub fn offered(&self, lines: u32) -> (LoanId, Digest) {
		let (loan, digest) = self.prepared(lines);
		Loans::check_offer(by("bank-a.checker"), loan, digest).unwrap();
		(loan, digest)
	}

	/// An active loan.
	pub fn loan(&self, lines: u32) -> LoanId {
		let (loan, digest) = self.offered(lines);
		Loans::sign(by("firm.confirm-1"), loan, digest).unwrap();
		loan
	}

	/// What an invoice of a plan line's payee says.
	pub fn invoice(&self, line: u32, amount: Fen) -> Content {
		Content {
			kind: EvidenceKind::Invoice,
			sha256: Digest::repeat_byte(5),
			sm3: Digest::repeat_byte(6),
			fields_digest: Digest::repeat_byte(7),
			amount,
			dated_on: today(),
			seller: self.payees[line as usize],
			buyer: self.borrower,
			belongs_to: None,
		}
	}

	/// An invoice that waits for its verdicts.
	pub fn filed(&self, loan: LoanId, line: u32, amount: Fen) -> EvidenceId {
		self.file(loan, self.invoice(line, amount))
	}

	/// A paper of the purchase that an invoice of the first plan line is, for which both sides speak.
	pub fn paper(&self, loan: LoanId, invoice: EvidenceId, amount: Fen) -> EvidenceId {
		let (kind, belongs_to) = (EvidenceKind::AcceptanceCertificate, Some(invoice));
		let evidence = self.file(loan, Content { kind, belongs_to, ..self.invoice(0, amount) });
		for who in ["bank-a.attest", "msa.attest"] {
			speak_for(who, evidence, Verdict::Consistent);
		}
		evidence
	}

	fn file(&self, loan: LoanId, content: Content) -> EvidenceId {
		let evidence = pallet_evidence::NextEvidence::<Runtime>::get();
		Evidence::file(by("firm.confirm-1"), loan, content, new_request()).unwrap();
		// A scene has more than is filed for a loan in a day.
		pallet_evidence::FiledFor::<Runtime>::remove(loan, self.borrower);
		evidence
	}

	/// An invoice for which both sides speak.
	pub fn verified(&self, loan: LoanId, line: u32, amount: Fen) -> EvidenceId {
		let evidence = self.filed(loan, line, amount);
		for who in ["bank-a.attest", "msa.attest"] {
			speak_for(who, evidence, Verdict::Consistent);
		}
		evidence
	}

	/// So many payments, in turn over so many lines of the plan, each on a document of its own.
	pub fn lines(&self, loan: LoanId, count: u32, plan_lines: u32) -> Lines {
		let line = |number| {
			let plan_line = number % plan_lines;
			let evidence = Some(self.verified(loan, plan_line, Fen(AMOUNT_FEN)));
			let plan_line = PlanLineNo(u16::try_from(plan_line).unwrap());
			let (uetr, account) = (self.uetr(), AccountVersion(0));
			DraftLine { uetr, plan_line, account, amount_fen: AMOUNT_FEN, evidence }
		};
		(0..count).map(line).collect::<Vec<_>>().try_into().unwrap()
	}

	/// The bank's maker drafts these payments.
	pub fn draft(&self, loan: LoanId, lines: &Lines) -> Drafted {
		Payments::draft(by("bank-a.maker"), loan, lines.clone(), last_day()).unwrap();
		drafted(loan, lines[0].uetr)
	}

	/// A draft that waits for its release.
	pub fn approved(&self, loan: LoanId, lines: &Lines) -> Drafted {
		approve(self.draft(loan, lines))
	}

	/// A draft whose payments wait for the bank's results; their keys.
	pub fn released(&self, loan: LoanId, lines: &Lines) -> Vec<Uetr> {
		release(self.approved(loan, lines));
		lines.iter().map(|line| line.uetr).collect()
	}

	/// So many payments, each in a draft of its own and in turn on so many loans of one plan line, released.
	pub fn singles(&self, count: u32, loans: u32) -> Vec<Uetr> {
		let loans: Vec<LoanId> = (0..loans).map(|_| self.loan(1)).collect();
		let one = |number: u32| {
			let loan = loans[number as usize % loans.len()];
			self.released(loan, &self.lines(loan, 1, 1))[0]
		};
		(0..count).map(one).collect()
	}
}

/// The last day of drafts.
pub fn last_day() -> Day {
	today().plus_days(30).unwrap()
}

/// The draft in which a payment is.
pub fn drafted(loan: LoanId, uetr: Uetr) -> Drafted {
	let draft = pallet_payments::Payments::<Runtime>::get(uetr).unwrap().draft;
	let digest = pallet_payments::Drafts::<Runtime>::get(loan, Ordered::from(draft)).unwrap().digest;
	Drafted { loan, draft, digest }
}

/// The borrower mandates, the checker approves.
pub fn approve(drafted: Drafted) -> Drafted {
	let Drafted { loan, draft, digest } = drafted;
	Payments::mandate(by("firm.confirm-1"), loan, draft, digest).unwrap();
	Payments::approve(by("bank-a.checker"), loan, draft, digest).unwrap();
	drafted
}

/// All of it is released.
pub fn release(Drafted { loan, draft, digest }: Drafted) {
	Payments::release(by("bank-a.release"), loan, draft, digest, Default::default()).unwrap();
}

/// The bank books results.
pub fn book(uetrs: &[Uetr], outcome: &Outcome) {
	let (file, results) = (numbered((uetrs, outcome)), results(uetrs, outcome));
	enter(file, &results);
	Payments::settle(by("bank-a.checker"), file, results).unwrap();
}

/// The digest of a document's current revision.
pub fn evidence_digest(evidence: EvidenceId) -> Digest {
	pallet_evidence::Evidence::<Runtime>::get(evidence).unwrap().digest
}

/// As many fingerprints as a document has, no other document's.
pub fn fingerprints(evidence: EvidenceId) -> pallet_evidence::FingerprintSet {
	let all = (0..pallet_evidence::MAX_FINGERPRINTS).map(|number| numbered((evidence, number)).0);
	all.collect::<Vec<_>>().try_into().unwrap()
}

/// A side speaks for a document, or against it.
pub fn speak_for(who: &str, evidence: EvidenceId, verdict: Verdict) {
	let prints = if verdict.is_positive() { fingerprints(evidence) } else { Default::default() };
	let digest = evidence_digest(evidence);
	Evidence::give_verdict(by(who), evidence, 0, digest, verdict, None, prints, Default::default()).unwrap();
}

/// As many seats as there can be: the preset's, and others of somebody who takes no part.
fn fill_seats() {
	let org = OrgId(u32::MAX);
	let mut accounts = SeatList::<Runtime>::get().into_inner();
	for number in 0..MAX_SEATS as u8 {
		let seat = Seat { org, number, college: College::Banks };
		let Some(account) = seat_account(org, number).filter(|_| accounts.len() < MAX_SEATS as usize) else {
			break;
		};
		Seats::<Runtime>::insert(&account, seat);
		accounts.push(account);
	}
	let mut members = accounts.clone();
	members.sort();
	pallet_collective::Members::<Runtime, CouncilInstance>::put(members);
	SeatList::<Runtime>::put(frame_support::BoundedVec::truncate_from(accounts));
}

/// Bank A brings in a firm, with officers where it has a short name.
fn admit(short: &str, region: Region, role: Role) -> OrgId {
	let organisation = organisation("收款人", region, role);
	let (approver, officers) = match short {
		"" => ("bank-a.checker", Default::default()),
		short => ("msa.checker", crew(short, KeyFor::Admission(organisation.digest()))),
	};
	agreed("bank-a.maker", approver, Act::AdmitFirm { organisation, officers });
	LastOrg::<Runtime>::get()
}

fn verify_account(payee: OrgId) {
	agreed("bank-a.maker", "bank-a.checker", payee_account(payee));
}

/// The act by which a bank verifies an account of this payee, whose holder has another name.
pub fn payee_account(payee: OrgId) -> ActOf<Runtime> {
	let account = ReceivingAccount {
		holder: Name::new(vec![b'x'; 96]).unwrap(),
		holder_reason: Some(reason()),
		bank_code: BankCode(*b"102332002018"),
		account_hash: Digest::repeat_byte(1),
		fingerprint: Digest::from_low_u64_be(payee.0.into()),
		record_digest: Digest::repeat_byte(2),
	};
	Act::VerifyPayeeAccount { payee, account }
}

/// As many controllers above an organisation as are followed, none of them above another.
fn give_controllers(org: OrgId) {
	let mut below = org;
	for (above, _) in (1_000_000 + org.0 * 100..).zip(1..MAX_CONTROL_DEPTH) {
		let state = OrgState::new(Roles::of(&[Role::Supplier]));
		OrgStates::<Runtime>::insert(OrgId(above), state);
		OrgStates::<Runtime>::mutate_extant(below, |state| state.controller = Some(OrgId(above)));
		pallet_registry::Controlled::<Runtime>::try_append(OrgId(above), below).unwrap();
		below = OrgId(above);
	}
}

/// As if another bureau had recorded the last credential, each 16 of them another: one has no more of a firm's places.
fn by_another(number: u32) {
	let recorded_by = OrgId(u32::MAX - number / pallet_credentials::MAX_CREDENTIALS_OF_ONE);
	let last = CredentialId(pallet_credentials::NextCredential::<Runtime>::get().0 - 1);
	pallet_credentials::Credentials::<Runtime>::mutate_extant(last, |kept| {
		let grant = pallet_credentials::Grant { recorded_by, ..kept.grant().clone() };
		*kept = pallet_credentials::Credential::new(grant, today());
	});
}

/// As many credentials as a firm can have, and as many penalties that lie too far back to count.
fn give_record(firm: OrgId) {
	for number in 0..MOST_PER_FIRM {
		let digest = numbered(number);
		let maker = || by("msa.maker");
		Credentials::record(maker(), firm, CREDENTIAL, digest, digest, today(), None).unwrap();
		confirm_act();
		by_another(number);
		let kind = AdverseKind::PenaltyEnvironment;
		Credentials::report_adverse(maker(), firm, kind, Day(1), digest, new_request()).unwrap();
		confirm_act();
	}
}

/// The bureau's checker confirms the only act that waits.
pub fn confirm_act() {
	let (act, digest, _) = Credentials::pending_acts(MARKET_BUREAU, None, 1).items.remove(0);
	Credentials::confirm(by("msa.checker"), act, digest).unwrap();
}

/// The bank's average rate, as the last of as many days as are listed.
fn enter_rate() {
	let (kind, from) = (RateKind::BankAverage(BANK_A), today());
	let entry = NextEntry::<Runtime>::get();
	let maker = by("bank-a.maker");
	Reference::propose_rate(maker, kind, BasisPoints(345), from, Digest::repeat_byte(4), None, new_request())
		.unwrap();
	let digest = OpenEntries::<Runtime>::get(entry).unwrap().digest(entry);
	let earlier = (from.0 - MAX_INDEXED_DAYS + 1..from.0).map(|day| Start { from: Day(day), entry });
	AverageTimelines::<Runtime>::insert(BANK_A, Timeline::new(earlier.collect()).unwrap());
	Reference::confirm_rate(by("msa.checker"), entry, digest).unwrap();
}

/// A programme with every clause.
fn publish_scheme() -> SchemeId {
	let name = Name::new(vec![b'x'; 96]).unwrap();
	let amount = Fen::from_yuan(500_000_000);
	let qualified_by: Vec<_> = (1_000..1_031).map(CredentialTypeId).chain([CREDENTIAL]).collect();
	let tier = |number| Tier {
		number: TierNumber(number),
		limit: Limit { amount, kind: LimitKind::Cap },
		qualified_by: qualified_by.clone().try_into().unwrap(),
	};
	let terms = SchemeTerms {
		name: name.clone(),
		region: NINGBO,
		provenance: Provenance::Official,
		tiers: (1..=8).map(tier).collect::<Vec<_>>().try_into().unwrap(),
		rate_cap: RateCap::BankAverage,
		term_max_months: Some(12),
		clean_record: Some(CleanRecord { years: 3, kinds: AdverseKind::ALL.to_vec().try_into().unwrap() }),
		at_draw: DrawRule::Qualified,
		covenant: Some(QualityCovenant { share_bp: BasisPoints(3_000) }),
		freeze_from: Some(SpotCheckState::Served),
		demo: vec![name; 16].try_into().unwrap(),
	};
	let scheme = pallet_schemes::NextScheme::<Runtime>::get();
	Schemes::publish(council(), None, terms).unwrap();
	scheme
}
