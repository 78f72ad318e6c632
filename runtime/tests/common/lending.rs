//! Up to a loan whose evidence is verified: firms, accounts, reference data, credentials, contract, documents.

use super::consortium::*;
use super::*;
use pallet_evidence::Content;
use pallet_loans::OfferRequest;
use pallet_registry::{Act, BankCode, ReceivingAccount};
use zhidai_primitives::{
	AccountVersion, BasisPoints, CredentialTypeId, Digest as Hash, EntryId, EvidenceId, EvidenceKind, Fen,
	LoanId, OrgId, PlanLine, RateKind, Region, Role, SchemeId, Stage, Verdict,
};

pub type CredentialsCall = pallet_credentials::Call<Runtime>;
pub type EvidenceCall = pallet_evidence::Call<Runtime>;
pub type LoansCall = pallet_loans::Call<Runtime>;
pub type ReferenceCall = pallet_reference::Call<Runtime>;

/// 甬质贷.
pub const YONGZHIDAI: SchemeId = SchemeId(1);
/// 新质贷.
pub const XINZHIDAI: SchemeId = SchemeId(2);

/// 10,000,000.00 yuan.
pub const LIMIT: Fen = Fen(1_000_000_000);
/// The caps of the plan's lines: equipment, testing, parts.
pub const CAPS: [Fen; 3] = [Fen(600_000_000), Fen(100_000_000), Fen(300_000_000)];

/// The firms of the story.
#[derive(Clone, Copy, Debug)]
pub struct Firms {
	/// Borrows; officers `yj.…`.
	pub borrower: OrgId,
	/// An equipment maker; officers `hx.…`.
	pub equipment: OrgId,
	/// A testing body; officers `jc.…`.
	pub testing: OrgId,
	/// A payee without keys.
	pub parts: OrgId,
}

/// Firms with their accounts, a credential, a calendar: all that comes before a contract.
pub fn firms() -> Firms {
	let firms = Firms {
		borrower: admit_firm("宁波甬江精工有限公司", Some("yj"), NINGBO, Role::Enterprise),
		equipment: admit_firm("宁波海曙装备有限公司", Some("hx"), NINGBO, Role::Supplier),
		testing: admit_firm("浙江东海检测有限公司", Some("jc"), NINGBO, Role::InspectionBody),
		parts: admit_firm("余姚零件加工店", None, NINGBO, Role::Supplier),
	};
	for payee in [firms.equipment, firms.testing, firms.parts] {
		// Each bank counts its own versions.
		verify_account("bank-a", payee, 1);
		verify_account("bank-b", payee, 1);
	}
	calendar();
	record_credential("msa.maker", firms.borrower, 5);
	firms
}

/// A bank vouches for an account of an organisation, in its name; each call makes a new version, which the bank's
/// payments name. Each organisation and number have another account.
pub fn verify_account(bank: &str, payee: OrgId, number: u8) -> AccountVersion {
	let account = receiving_account(payee, number);
	let act = Act::VerifyPayeeAccount { payee, account };
	agreed(&format!("{bank}.maker"), &format!("{bank}.checker"), act);
	let bank = if bank == "bank-a" { BANK_A } else { BANK_B };
	pallet_registry::CurrentAccount::<Runtime>::get(bank, payee).expect("just verified").version
}

/// An account of an organisation by its number, in the organisation's name.
pub fn receiving_account(owner: OrgId, number: u8) -> ReceivingAccount {
	let organisation = pallet_registry::Organisations::<Runtime>::get(owner).expect("it was admitted");
	ReceivingAccount {
		holder: organisation.name,
		holder_reason: None,
		bank_code: BankCode(*b"102332002018"),
		account_hash: Hash::repeat_byte(number),
		fingerprint: Hash::from_low_u64_be(u64::from(owner.0) * 256 + u64::from(number)),
		record_digest: Hash::repeat_byte(number),
	}
}

/// The market regulator enters the year's calendar, a bank confirms it.
pub fn calendar() {
	let holidays = vec![Day::from_ymd(2026, 1, 1).unwrap()];
	done(
		"msa.maker",
		ReferenceCall::propose_calendar {
			year: 2026,
			holidays: holidays.try_into().unwrap(),
			workdays_on_weekends: Default::default(),
			source: Hash::repeat_byte(1),
			corrects: None,
			request_id: new_request(),
		},
	);
	let (entry, digest) = last_event(|event| match event {
		RuntimeEvent::Reference(pallet_reference::Event::CalendarProposed { entry, digest, .. }) => {
			Some((*entry, *digest))
		}
		_ => None,
	});
	done("bank-b.checker", ReferenceCall::confirm_calendar { entry, digest });
	next_block();
}

/// Bank A enters its average, the financial regulator confirms it.
pub fn bank_average(value_bp: u32) {
	enter_average(value_bp, None);
}

/// Bank A corrects its average of today, the financial regulator confirms it.
pub fn correct_bank_average(value_bp: u32, entry: EntryId, reason: &str) {
	let correction = pallet_reference::Correction { entry, reason: reason.try_into().unwrap() };
	enter_average(value_bp, Some(correction));
}

fn enter_average(value_bp: u32, corrects: Option<pallet_reference::Correction>) {
	let kind = RateKind::BankAverage(BANK_A);
	let (value_bp, effective_from) = (BasisPoints(value_bp), today());
	let source = Hash::repeat_byte(2);
	let request_id = new_request();
	let rate = ReferenceCall::propose_rate { kind, value_bp, effective_from, source, corrects, request_id };
	done("bank-a.maker", rate);
	let (entry, digest) = last_event(|event| match event {
		RuntimeEvent::Reference(pallet_reference::Event::RateProposed { entry, digest, .. }) => {
			Some((*entry, *digest))
		}
		_ => None,
	});
	done("nfra.checker", ReferenceCall::confirm_rate { entry, digest });
	next_block();
}

/// The act that a bureau's maker proposed last in this block, and what the checker names.
pub fn proposed_credential_act() -> (pallet_credentials::ActId, Hash) {
	last_event(|event| match event {
		RuntimeEvent::Credentials(pallet_credentials::Event::ActProposed { act, digest, .. }) => {
			Some((*act, *digest))
		}
		_ => None,
	})
}

/// The checker beside a bureau's maker confirms it.
pub fn confirm_proposed(bureau_maker: &str) {
	let (act, digest) = proposed_credential_act();
	done(&bureau_maker.replace(".maker", ".checker"), CredentialsCall::confirm { act, digest });
}

/// A market bureau records a credential of this type, by two persons.
pub fn record_credential(bureau_maker: &str, holder: OrgId, type_id: u16) {
	done(
		bureau_maker,
		CredentialsCall::record {
			holder,
			type_id: CredentialTypeId(type_id),
			number_digest: Hash::from_low_u64_be(u64::from(holder.0)),
			document_digest: Hash::repeat_byte(3),
			granted_on: Day::from_ymd(2025, 6, 1).unwrap(),
			expires_on: None,
		},
	);
	confirm_proposed(bureau_maker);
	next_block();
}

/// A contract over [`LIMIT`] under 甬质贷 with three payees.
pub fn request(firms: Firms) -> OfferRequest {
	let line = |payee, cap, quality_upgrading, stage, evidence_before| PlanLine {
		payee,
		quality_upgrading,
		cap,
		stage,
		evidence_before,
		invoice_due_days: (stage == Stage::Prepayment).then_some(30),
	};
	let [equipment, testing, parts] = CAPS;
	let plan = vec![
		line(firms.equipment, equipment, true, Stage::Delivery, EvidenceKind::Invoice),
		line(firms.testing, testing, true, Stage::Acceptance, EvidenceKind::InspectionReport),
		line(firms.parts, parts, false, Stage::Prepayment, EvidenceKind::PurchaseContract),
	];
	OfferRequest {
		borrower: firms.borrower,
		regulator: MARKET_BUREAU,
		scheme: YONGZHIDAI,
		amount: LIMIT,
		rate_bp: BasisPoints(345),
		available_until: today().plus_days(180).unwrap(),
		term_months: 12,
		own_funds_bp: BasisPoints(2_000),
		security: None,
		limit_override_reason: None,
		collection_account: None,
		agreement: Hash::repeat_byte(4),
		plan: plan.try_into().unwrap(),
	}
}

/// A bank's maker prepares a contract; its number and digest.
#[track_caller]
pub fn prepared(bank: &str, request: OfferRequest) -> (LoanId, Hash) {
	done(&format!("{bank}.maker"), LoansCall::offer { request, request_id: new_request() });
	last_event(|event| match event {
		RuntimeEvent::Loans(pallet_loans::Event::LoanPrepared { loan, digest, .. }) => Some((*loan, *digest)),
		_ => None,
	})
}

/// A bank offers a contract by maker and checker, the borrower signs it.
#[track_caller]
pub fn signed_loan(bank: &str, request: OfferRequest) -> LoanId {
	let (loan, digest) = prepared(bank, request);
	done(&format!("{bank}.checker"), LoansCall::check_offer { loan, digest });
	done("yj.confirm", LoansCall::sign { loan, digest });
	next_block();
	loan
}

/// A bank closes a loan of which the borrower could still draw: one officer asks, another agrees.
#[track_caller]
pub fn closed_early(bank: &str, loan: LoanId) {
	for duty in ["maker", "checker"] {
		done(&format!("{bank}.{duty}"), LoansCall::close { loan });
	}
}

/// What a document says.
pub fn document(kind: EvidenceKind, seller: OrgId, buyer: OrgId, amount: Fen) -> Content {
	let digest = |byte| Hash::repeat_byte(byte);
	let (sha256, sm3, fields_digest) = (digest(5), digest(6), digest(7));
	Content { kind, sha256, sm3, fields_digest, amount, dated_on: today(), seller, buyer, belongs_to: None }
}

/// The borrower files a document; its id and what verdicts name.
#[track_caller]
pub fn filed(loan: LoanId, content: Content) -> (EvidenceId, Hash) {
	done("yj.maker", EvidenceCall::file { loan, content, request_id: new_request() });
	last_event(|event| match event {
		RuntimeEvent::Evidence(pallet_evidence::Event::Filed { evidence, digest, .. }) => {
			Some((*evidence, *digest))
		}
		_ => None,
	})
}

/// A verdict that speaks for a document with these fingerprints.
pub fn consistent((evidence, digest): (EvidenceId, Hash), fingerprints: &[u8]) -> EvidenceCall {
	let fingerprints = fingerprints.iter().map(|byte| [*byte; 32]).collect::<Vec<_>>();
	EvidenceCall::give_verdict {
		evidence,
		revision: 0,
		digest,
		verdict: Verdict::Consistent,
		reference: None,
		fingerprints: fingerprints.try_into().unwrap(),
		tags: Default::default(),
	}
}

/// A document for which bank and regulator both speak.
#[track_caller]
pub fn verified(bank: &str, loan: LoanId, content: Content, fingerprints: &[u8]) -> EvidenceId {
	let evidence = filed(loan, content);
	done(&format!("{bank}.attest"), consistent(evidence, fingerprints));
	done("msa.attest", consistent(evidence, fingerprints));
	next_block();
	evidence.0
}

/// An active loan of a bank, with the invoice, the report and the purchase contract that its plan wants, all verified.
#[derive(Clone, Copy, Debug)]
pub struct Ready {
	pub firms: Firms,
	pub loan: LoanId,
	pub invoice: EvidenceId,
	pub report: EvidenceId,
	pub contract: EvidenceId,
}

/// A loan that can be drawn in full. The marks stand for the documents' fingerprints.
pub fn ready(bank: &str, firms: Firms, marks: [u8; 3]) -> Ready {
	let loan = signed_loan(bank, request(firms));
	let invoice = document(EvidenceKind::Invoice, firms.equipment, firms.borrower, CAPS[0]);
	let report = document(EvidenceKind::InspectionReport, firms.testing, firms.borrower, CAPS[1]);
	let contract = document(EvidenceKind::PurchaseContract, firms.parts, firms.borrower, CAPS[2]);
	Ready {
		firms,
		loan,
		invoice: verified(bank, loan, invoice, &marks[..1]),
		report: verified(bank, loan, report, &marks[1..2]),
		contract: verified(bank, loan, contract, &marks[2..]),
	}
}

/// A market bureau of Xinjiang (officers `xj.…`) and a borrower there (officers `tj.…`) with a credential of
/// tier 3, bank A's average at this rate.
pub fn xinjiang(average_bp: u32) -> (OrgId, OrgId) {
	decided(bureau("新疆维吾尔自治区市场监督管理局", "xj", XINJIANG)).unwrap();
	let regulator = pallet_registry::LastOrg::<Runtime>::get();
	let borrower = admit_firm("天山精工有限公司", Some("tj"), Region(650_100), Role::Enterprise);
	record_credential("xj.maker", borrower, 22);
	bank_average(average_bp);
	(regulator, borrower)
}
