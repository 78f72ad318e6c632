//! The fund trace (资金流向): where the money of a loan went, as a graph that people and programs can follow.
//!
//! Off the critical path: nothing in a block calls it. Lists come in pages.

use crate::verdicts::{verdicts, TraceVerdict, Verdicts};
use crate::{Evidence, Loans, Payments, Reference, Runtime};
use alloc::{collections::BTreeSet, string::String, vec::Vec};
use codec::{Decode, Encode};
use pallet_loans::HoldKind;
use pallet_payments::PaymentView;
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};
use zhidai_primitives::traits::{Calendar, EvidenceFacts, PaymentStatus};
use zhidai_primitives::{
	AccountVersion, BasisPoints, Day, Digest, DraftNo, EntryId, EvidenceId, EvidenceKind, Fen, LoanId,
	LoanState, Name, OfficerId, OrgId, PlanLineNo, RateKind, SchemeId, SchemeVersion, ShortText, Stage, Uetr,
};

/// The most payments of a page.
pub const MAX_PAGE: u32 = 1_000;

/// From where to trace.
#[derive(Encode, Decode, TypeInfo, Serialize, Deserialize, Clone, Copy, Debug, PartialEq, Eq)]
pub enum TraceRoot {
	/// All payments of a loan.
	Loan(LoanId),
	/// One payment.
	Payment(Uetr),
}

/// Where the next page begins: a draft of the loan, and a line of it.
pub type TraceCursor = (DraftNo, u16);

/// A page of a trace: a loan, the nodes of this page and how money and proof connect them.
#[derive(Encode, Decode, TypeInfo, Serialize, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct TracePage {
	/// The loan.
	pub loan: TraceLoan,
	/// The organisations, payments and documents of this page, each once.
	pub nodes: Vec<TraceNode>,
	/// What connects them.
	pub edges: Vec<TraceEdge>,
	/// With what to ask for the next page; nothing after the last.
	pub next: Option<TraceCursor>,
}

/// A loan with its ledger, in fen.
#[derive(Encode, Decode, TypeInfo, Serialize, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct TraceLoan {
	/// The loan.
	pub loan: LoanId,
	/// Who borrows.
	pub borrower: OrgId,
	/// Who lends.
	pub bank: OrgId,
	/// Who attests its evidence beside the bank.
	pub regulator: OrgId,
	/// The programme.
	pub scheme: SchemeId,
	/// The version of the programme.
	pub scheme_version: SchemeVersion,
	/// Where the contract stands.
	pub state: LoanState,
	/// The contract's limit.
	pub limit_fen: Fen,
	/// Drafted and not yet released.
	pub pending_fen: Fen,
	/// Released and not yet booked.
	pub released_fen: Fen,
	/// Booked.
	pub settled_fen: Fen,
	/// Confirmed by the payee.
	pub received_fen: Fen,
	/// Returned and not yet paid again.
	pub returned_fen: Fen,
	/// All of these five: what was drawn.
	pub drawn_fen: Fen,
	/// Principal repaid.
	pub repaid_fen: Fen,
	/// The spending plan.
	pub plan: Vec<TracePlanLine>,
	/// Why no money may leave, where that is so: every hold that stands, also where several are of one kind.
	pub holds: Vec<TraceHold>,
	/// What the contract's rate was held against; nothing where the programme caps no rate.
	pub rate: Option<TraceRate>,
}

/// The reference that a contract's rate was held against when it was prepared.
#[derive(Encode, Decode, TypeInfo, Serialize, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct TraceRate {
	/// Which rate.
	pub rate: RateKind,
	/// The entry that the contract pins.
	pub entry: EntryId,
	/// What that says.
	pub value_bp: BasisPoints,
	/// The highest rate that the programme allowed over it.
	pub cap_bp: BasisPoints,
	/// What took the entry's place since (更正), in that order. The contract stands; people look at it.
	pub corrections: Vec<TraceCorrection>,
	/// What holds for the same day now, where that is another entry: a correction, or one that was entered late.
	pub now: Option<TraceRateNow>,
}

/// A correction of a rate.
#[derive(Encode, Decode, TypeInfo, Serialize, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct TraceCorrection {
	/// The entry that took the place of the one before.
	pub entry: EntryId,
	/// Why.
	pub reason: Option<ShortText>,
	/// When it was confirmed.
	pub confirmed_on: Day,
}

/// What a rate is for a past day, as is known now.
#[derive(Encode, Decode, TypeInfo, Serialize, Clone, Copy, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct TraceRateNow {
	/// The entry that says so.
	pub entry: EntryId,
	/// The rate.
	pub value_bp: BasisPoints,
}

/// A hold on a loan.
#[derive(Encode, Decode, TypeInfo, Serialize, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct TraceHold {
	/// What kind it is.
	pub hold: HoldKind,
	/// Who placed it.
	pub placed_by: OrgId,
	/// The digest of the court's order, of the regulator's decision, or of what the bank names; zero where it names
	/// nothing.
	pub reference: Digest,
	/// The officer.
	pub officer: OfficerId,
	/// Since when it stands.
	pub placed_on: Day,
	/// The last day on which it stands; nothing where it stands until lifted.
	pub until: Option<Day>,
	/// Whose officer asks that it be lifted; it stands until another person agrees.
	pub lift_asked_by: Option<OrgId>,
}

/// A line of the spending plan, in fen.
#[derive(Encode, Decode, TypeInfo, Serialize, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct TracePlanLine {
	/// Its number.
	pub number: PlanLineNo,
	/// Who is paid.
	pub payee: OrgId,
	/// Whether it counts as quality-upgrading spend.
	pub quality_upgrading: bool,
	/// When in the purchase it falls.
	pub stage: Stage,
	/// The most that may be paid.
	pub cap_fen: Fen,
	/// What is reserved or paid of it.
	pub used_fen: Fen,
}

/// A node of the graph. Kinds are appended, never changed.
#[derive(Encode, Decode, TypeInfo, Serialize, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", tag = "kind")]
pub enum TraceNode {
	/// An organisation.
	#[codec(index = 0)]
	Organisation {
		/// Which.
		org: OrgId,
		/// Its name.
		name: Name,
		/// Its credit code or registration number.
		registration: Vec<u8>,
	},
	/// An entrusted payment.
	#[codec(index = 1)]
	Payment {
		/// Its key.
		uetr: Uetr,
		/// The draft.
		draft: DraftNo,
		/// The line of the draft.
		line: u16,
		/// The line of the plan.
		plan_line: PlanLineNo,
		/// Who is paid.
		payee: OrgId,
		/// On which account, by version.
		account: AccountVersion,
		/// What is paid.
		amount_fen: Fen,
		/// Where it stands.
		status: PaymentStatus,
		/// The borrower's mandate.
		mandate: Option<OfficerId>,
		/// The bank's maker.
		maker: Option<OfficerId>,
		/// The bank's checker.
		checker: Option<OfficerId>,
		/// Who released it.
		releaser: Option<OfficerId>,
		/// The bank's reference.
		bank_reference: Option<String>,
		/// The booking date.
		booked_on: Option<Day>,
		/// The value date.
		value_on: Option<Day>,
		/// Whether the payee confirmed through its bank (assisted), and has not denied it since.
		assisted: bool,
	},
	/// A document.
	#[codec(index = 2)]
	Evidence {
		/// Which.
		evidence: EvidenceId,
		/// What it is.
		document: EvidenceKind,
		/// What it is about.
		amount_fen: Fen,
		/// The date on it.
		dated_on: Day,
		/// The digest that the verdicts name.
		digest: Digest,
		/// SHA-256 of the document.
		sha256: Digest,
		/// Whether money may leave on it: both sides speak for it, over one digest, and it is this
		/// financing's for all banks.
		verified: bool,
		/// The lending bank's verdict, and whether it still counts.
		bank_verdict: Option<TraceVerdict>,
		/// The regulator's verdict, and whether it still counts.
		regulator_verdict: Option<TraceVerdict>,
	},
}

/// An edge of the graph. Kinds are appended, never changed.
#[derive(Encode, Decode, TypeInfo, Serialize, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", tag = "kind")]
pub enum TraceEdge {
	/// Money: from the lending bank, out of the loan, to a payee.
	#[codec(index = 0)]
	Pays {
		/// The payment.
		uetr: Uetr,
		/// The bank.
		from: OrgId,
		/// The payee.
		to: OrgId,
		/// How much.
		amount_fen: Fen,
	},
	/// Proof: a payment rests on a document.
	#[codec(index = 1)]
	RestsOn {
		/// The payment.
		uetr: Uetr,
		/// The document.
		evidence: EvidenceId,
	},
	/// A payment replaces one that came back.
	#[codec(index = 2)]
	PaysAgain {
		/// The new payment.
		uetr: Uetr,
		/// The one that came back.
		returned: Uetr,
	},
}

/// A page of the trace; nothing where there is no such loan or payment.
pub fn trace(root: TraceRoot, cursor: Option<TraceCursor>, limit: u32) -> Option<TracePage> {
	let (loan, payments, next) = match root {
		TraceRoot::Loan(loan) => {
			let page = Payments::payments_of(loan, cursor, limit.clamp(1, MAX_PAGE));
			(loan, page.payments, page.next)
		}
		TraceRoot::Payment(uetr) => {
			let payment = Payments::payment_view(uetr)?;
			(payment.loan, alloc::vec![payment], None)
		}
	};
	let loan = trace_loan(loan)?;
	let mut graph = Graph::default();
	for org in [loan.borrower, loan.bank, loan.regulator] {
		graph.organisation(org);
	}
	for payment in payments {
		graph.payment(loan.bank, payment);
	}
	Some(TracePage { loan, nodes: graph.nodes, edges: graph.edges, next })
}

#[derive(Default)]
struct Graph {
	nodes: Vec<TraceNode>,
	edges: Vec<TraceEdge>,
	organisations: BTreeSet<OrgId>,
	documents: BTreeSet<EvidenceId>,
}

impl Graph {
	fn organisation(&mut self, org: OrgId) {
		if !self.organisations.insert(org) {
			return;
		}
		if let Some(record) = pallet_registry::Organisations::<Runtime>::get(org) {
			let registration = record.registration.as_str().as_bytes().to_vec();
			self.nodes.push(TraceNode::Organisation { org, name: record.name, registration });
		}
	}

	fn payment(&mut self, bank: OrgId, payment: PaymentView) {
		self.organisation(payment.payee);
		let uetr = payment.uetr;
		self.edges.push(TraceEdge::Pays { uetr, from: bank, to: payment.payee, amount_fen: payment.amount });
		if let Some(evidence) = payment.evidence {
			self.document(evidence);
			self.edges.push(TraceEdge::RestsOn { uetr, evidence });
		}
		if let Some(returned) = payment.pays_again {
			self.edges.push(TraceEdge::PaysAgain { uetr, returned });
		}
		let booked = payment.settlement.as_ref();
		self.nodes.push(TraceNode::Payment {
			uetr,
			draft: payment.draft,
			line: payment.line,
			plan_line: payment.plan_line,
			payee: payment.payee,
			account: payment.account,
			amount_fen: payment.amount,
			status: payment.status,
			mandate: payment.signatures.mandate,
			maker: payment.signatures.maker,
			checker: payment.signatures.checker,
			releaser: payment.signatures.releaser,
			// Printable ASCII: the settlement checked it.
			bank_reference: booked.map(|record| String::from_utf8_lossy(&record.bank_reference).into_owned()),
			booked_on: booked.map(|record| record.booked_on),
			value_on: booked.map(|record| record.value_on),
			assisted: payment.extra.is_some_and(|extra| extra.is_assisted()),
		});
	}

	fn document(&mut self, evidence: EvidenceId) {
		if !self.documents.insert(evidence) {
			return;
		}
		let Ok((record, _)) = Evidence::known(evidence) else { return };
		let Some(Verdicts { bank, regulator }) = verdicts(evidence) else { return };
		self.nodes.push(TraceNode::Evidence {
			evidence,
			document: record.content.kind,
			amount_fen: record.content.amount,
			dated_on: record.content.dated_on,
			digest: record.digest,
			sha256: record.content.sha256,
			verified: Evidence::ensure_verified(evidence).is_ok(),
			bank_verdict: bank,
			regulator_verdict: regulator,
		});
	}
}

fn trace_rate(loan: LoanId) -> Option<TraceRate> {
	let (pinned, now) = Loans::pinned_rate(loan)?;
	let corrections = Reference::corrections(pinned.kind, pinned.entry).into_iter();
	let told = |(entry, by): (EntryId, pallet_reference::Confirmed)| TraceCorrection {
		entry,
		reason: by.corrects.map(|correction| correction.reason),
		confirmed_on: by.confirmed_on,
	};
	Some(TraceRate {
		rate: pinned.kind,
		entry: pinned.entry,
		value_bp: pinned.value,
		cap_bp: pinned.cap,
		corrections: corrections.map(told).collect(),
		now: now.map(|now| TraceRateNow { entry: now.entry, value_bp: now.value }),
	})
}

fn trace_holds(loan: LoanId) -> Vec<TraceHold> {
	let today = <Reference as Calendar>::today();
	let standing = Loans::holds(loan).into_iter().filter(|hold| hold.stands_on(today));
	let shown = standing.map(|hold| TraceHold {
		hold: hold.key.kind,
		placed_by: hold.key.placed_by,
		reference: hold.key.reference,
		officer: hold.officer,
		placed_on: hold.placed_on,
		until: hold.until,
		lift_asked_by: hold.lift_asked_by.map(|(org, _)| org),
	});
	shown.collect()
}

fn trace_loan(loan: LoanId) -> Option<TraceLoan> {
	let record = Loans::loan(loan)?;
	let ledger = Loans::ledger(loan).unwrap_or_else(|| pallet_loans::Ledger::new(Fen::ZERO));
	let plan = Loans::plan(loan).into_iter().map(|(number, line, used)| TracePlanLine {
		number,
		payee: line.payee,
		quality_upgrading: line.quality_upgrading,
		stage: line.stage,
		cap_fen: line.cap,
		used_fen: used.used(),
	});
	Some(TraceLoan {
		loan,
		borrower: record.borrower,
		bank: record.bank,
		regulator: record.regulator,
		scheme: record.scheme,
		scheme_version: Loans::terms(loan)?.pinned.scheme_version,
		state: record.state,
		limit_fen: ledger.limit(),
		pending_fen: ledger.pending(),
		released_fen: ledger.released(),
		settled_fen: ledger.settled(),
		received_fen: ledger.received(),
		returned_fen: ledger.returned(),
		drawn_fen: ledger.drawn(),
		repaid_fen: ledger.repaid_principal(),
		plan: plan.collect(),
		holds: trace_holds(loan),
		rate: trace_rate(loan),
	})
}
