//! The reading of the fund trace (资金流向), whose form is [`zhidai_api::TracePage`].
//!
//! Off the critical path: nothing in a block calls it. Lists come in pages.

use crate::verdicts::verdicts;
use crate::{Evidence, Loans, Payments, Reference, Runtime};
use alloc::{collections::BTreeSet, string::String, vec::Vec};
use pallet_payments::{BankReference, Correction, LedTo, LineExtra, PaymentView, TakenBack};
use zhidai_api::{
	DisposalKind, EntryId, EvidenceId, Fen, LoanId, OrgId, PaymentStatus, SignedBy, TraceCameBack,
	TraceCorrection, TraceCounterEntry, TraceCursor, TraceEdge, TraceEndedHold, TraceEvidence, TraceHold,
	TraceLoan, TraceNode, TraceOrganisation, TracePage, TracePayment, TracePlanLine, TraceRate, TraceRateNow,
	TraceRoot, TraceTakenBack, Verdicts, MAX_ENDED_HOLDS,
};
use zhidai_primitives::traits::{Calendar, EvidenceFacts};

/// A page of the trace; nothing where there is no such loan or payment.
pub fn trace(root: TraceRoot, cursor: Option<TraceCursor>, limit: u32) -> Option<TracePage> {
	let (loan, payments, next) = match root {
		TraceRoot::Loan(loan) => {
			let page = Payments::payments_of(loan, cursor, limit);
			(loan, page.items, page.next)
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
			let registration = record.registration.as_str().into();
			let node = TraceOrganisation { org, name: record.name, registration };
			self.nodes.push(TraceNode::Organisation(node));
		}
	}

	fn payment(&mut self, bank: OrgId, payment: PaymentView) {
		self.organisation(payment.payee);
		let uetr = payment.uetr;
		self.edges.push(TraceEdge::Pays { uetr, from: bank, to: payment.payee, amount_fen: payment.amount });
		for evidence in payment.documents.iter().map(|part| part.evidence) {
			self.document(evidence);
			self.edges.push(TraceEdge::RestsOn { uetr, evidence });
		}
		if let Some(returned) = payment.pays_again {
			self.edges.push(TraceEdge::PaysAgain { uetr, returned });
		}
		let (booked, apart) = (payment.settlement.as_ref(), payment.disbursement.as_ref());
		let extra = payment.extra.unwrap_or_default();
		let officer = |by: Option<SignedBy>| by.map(|by| by.officer);
		self.nodes.push(TraceNode::Payment(TracePayment {
			uetr,
			draft: payment.draft,
			line: payment.line,
			plan_line: payment.plan_line,
			payee: payment.payee,
			account: payment.account,
			amount_fen: payment.amount,
			status: payment.status,
			mandate: officer(payment.signatures.mandate),
			maker: officer(payment.signatures.maker),
			checker: officer(payment.signatures.checker),
			first_checker: officer(payment.signatures.first_check),
			releaser: officer(payment.decided_by.filter(|_| payment.status != PaymentStatus::Cancelled)),
			excluded_by: officer(payment.decided_by.filter(|_| payment.status == PaymentStatus::Cancelled)),
			confirmed_by: officer(payment.confirmed_by),
			confirmed_on: payment.confirmed_on,
			booked_by: booked.map(|record| record.booked_by.officer),
			disbursement_reference: apart.map(|record| printed(&record.bank_reference)),
			disbursed_on: apart.or(booked).map(|record| record.booked_on),
			disbursement_value_on: apart.map(|record| record.value_on),
			bank_reference: booked.map(|record| printed(&record.bank_reference)),
			booked_on: booked.map(|record| record.booked_on),
			value_on: booked.map(|record| record.value_on),
			assisted: extra.is_assisted(),
			words: extra.words(),
			came_back: came_back(payment.back, &extra),
			corrections: extra.corrections.iter().map(counter_entry).collect(),
			taken_back: extra.taken_back.into_iter().map(trace_taken_back).collect(),
		}));
	}

	fn document(&mut self, evidence: EvidenceId) {
		if !self.documents.insert(evidence) {
			return;
		}
		let Ok((record, _)) = Evidence::known(evidence) else { return };
		let Some(Verdicts { bank, regulator }) = verdicts(evidence) else { return };
		self.nodes.push(TraceNode::Evidence(TraceEvidence {
			evidence,
			document: record.content.kind,
			amount_fen: record.content.amount,
			dated_on: record.content.dated_on,
			digest: record.digest,
			sha256: record.content.sha256,
			verified: Evidence::ensure_verified(evidence).is_ok(),
			bank_verdict: bank,
			regulator_verdict: regulator,
		}));
	}
}

/// Printable ASCII: the booking checked it.
fn printed(reference: &BankReference) -> String {
	String::from_utf8_lossy(reference).into_owned()
}

fn came_back(all: Fen, extra: &LineExtra) -> TraceCameBack {
	let led = |is: fn(&LedTo) -> bool| {
		let such = extra.disposals.iter().filter(|disposal| is(&disposal.led_to));
		Fen(such.fold(0, |sum: u64, disposal| sum.saturating_add(disposal.amount_fen)))
	};
	TraceCameBack {
		all_fen: all,
		on_hand_fen: extra.on_hand(all),
		paid_again_fen: led(|led_to| matches!(led_to, LedTo::PaidAgain { .. })),
		prepaid_fen: led(|led_to| matches!(led_to, LedTo::Booked { kind: DisposalKind::Prepay, .. })),
		credited_fen: led(|led_to| matches!(led_to, LedTo::Booked { kind: DisposalKind::Credit, .. })),
		reversed_fen: led(|led_to| matches!(led_to, LedTo::Booked { kind: DisposalKind::Reverse, .. })),
	}
}

fn counter_entry(correction: &Correction) -> TraceCounterEntry {
	TraceCounterEntry {
		booking: correction.booking,
		amount_fen: Fen(correction.amount_fen),
		bank_reference: printed(&correction.record.bank_reference),
		booked_on: correction.record.booked_on,
		reason: correction.reason.clone(),
		corrected_on: correction.corrected_on,
		entered_by: correction.entered_by.officer,
		checked_by: correction.checked_by.officer,
	}
}

fn trace_taken_back(taken: TakenBack) -> TraceTakenBack {
	TraceTakenBack {
		confirmed_by: taken.confirmed.by.officer,
		confirmed_on: taken.confirmed.on,
		// The payee had not spoken for itself then.
		assisted: taken.witness.is_some() && taken.denied.is_none(),
		denied: taken.denied,
		entered_by: taken.entered_by.map(|by| by.officer),
		taken_back_by: taken.by.officer,
		taken_back_on: taken.on,
		reason: taken.reason,
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
		lift_asked_by: Loans::lift_ask(&hold).map(|ask| ask.org),
	});
	shown.collect()
}

fn trace_ended_holds(loan: LoanId) -> Vec<TraceEndedHold> {
	let shown = Loans::last_ended_holds(loan, MAX_ENDED_HOLDS).into_iter().map(|hold| TraceEndedHold {
		hold: hold.key.kind,
		placed_by: hold.key.placed_by,
		reference: hold.key.reference,
		officer: hold.officer,
		placed_on: hold.placed_on,
		until: hold.until,
		ended_on: hold.ended_on,
		lifted_by: hold.lifted.map(|lift| lift.org),
		lift_asked_by: hold.lifted.map(|lift| lift.asked_by),
		lift_agreed_by: hold.lifted.map(|lift| lift.agreed_by),
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
		to_pay_fen: ledger.to_pay(),
		settled_fen: ledger.settled(),
		received_fen: ledger.received(),
		on_hand_fen: ledger.on_hand(),
		prepaid_fen: ledger.prepaid(),
		credited_fen: ledger.credited(),
		disbursed_fen: ledger.disbursed(),
		drawn_fen: ledger.drawn(),
		repaid_fen: ledger.repaid_principal(),
		plan: plan.collect(),
		holds: trace_holds(loan),
		ended_holds: trace_ended_holds(loan),
		rate: trace_rate(loan),
	})
}
