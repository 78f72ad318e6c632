use super::allocation::part;
use super::settlement::Mismatch;
use super::sha256_of;
use super::trace::whole;
use crate::context::Context;
use crate::trace::taken_back;
use clap::{Args, Subcommand, ValueEnum};
use serde_json::{json, Value as Json};
use std::path::PathBuf;
use zhidai_api::{
	BookingKind, Day, DisposalKind, DocumentPart, Fen, LoanId, TraceCounterEntry, TraceEdge, TraceNode,
	TracePage, TracePayment, TraceRoot, Uetr,
};
use zhidai_sdk::calls::payments;
use zhidai_sdk::{Error, Kind, Result};

#[derive(Subcommand)]
pub(crate) enum Payment {
	/// Show a payment: parties, amount, evidence, status
	Show {
		/// The payment
		uetr: Uetr,
	},
	/// Confirm receipts, as the payee (收款确认)
	Confirm {
		/// The payments, up to 100
		#[arg(required = true, num_args = 1..=100)]
		uetrs: Vec<Uetr>,
	},
	/// Confirm receipts for a payee without officers, as the lending bank (assisted): entered by one officer, and
	/// entered again, equal, by a checker
	Assist {
		/// The payments, up to 100
		#[arg(required = true, num_args = 1..=100)]
		uetrs: Vec<Uetr>,
		/// The payee's own statement; its digest goes to the chain
		#[arg(long, value_name = "FILE")]
		witness: PathBuf,
	},
	/// Deny a receipt, as the payee; also one that the bank confirmed in its place
	Dispute {
		/// The payment
		uetr: Uetr,
		/// Why
		#[arg(long, value_parser = super::reason)]
		reason: String,
	},
	/// Take a confirmed receipt back, as who confirmed it: the payee, or two officers of the bank in its place (撤回确认)
	///
	/// Some days after it was confirmed it stands, and when the loan is closed.
	TakeBack {
		/// The payment
		uetr: Uetr,
		/// Why
		#[arg(long, value_parser = super::reason)]
		reason: String,
	},
	/// Results of settlement files that fit no payment, or not exactly (入账差异)
	#[command(subcommand)]
	Mismatch(Mismatch),
	/// Say on which documents of its purchase a payment rests beside its line's own, when they come (分摊), as the
	/// lending bank; in the place of what was said so before
	Allocate {
		/// The payment
		uetr: Uetr,
		/// A document that both sides have attested, and how much of the payment rests on it; up to 4. Without any, all
		/// of it rests on the line's own again
		#[arg(long = "part", value_name = "EVIDENCE:YUAN", value_parser = part)]
		parts: Vec<DocumentPart>,
	},
	/// Prepay principal with money on hand of a payment (提前还本): entered by one officer, and entered again, equal, by a
	/// checker
	Prepay(OnHand),
	/// Credit money on hand of a payment to the borrower (退还借款人), where nothing is owed: entered by one officer, and
	/// entered again, equal, by a checker
	Credit(OnHand),
	/// Reverse the disbursement of money on hand of a payment (放款撤销): undrawn again. Entered by one officer, and
	/// entered again, equal, by a checker
	Reverse(OnHand),
	/// Correct what was booked of a payment (冲正): a counter-entry, entered by one officer, and entered again, equal, by
	/// a checker
	///
	/// What was booked after it is corrected before it. The right result is booked under another reference.
	Correct {
		/// The payment
		uetr: Uetr,
		/// As what it was booked
		#[arg(long, value_enum)]
		booking: Booking,
		/// Under which reference of the bank
		#[arg(long, value_parser = super::bank_reference)]
		reference: String,
		/// Why it was wrong
		#[arg(long, value_parser = super::reason)]
		reason: String,
	},
	/// Draft payments anew of what came back and is on hand: RETURNED:NEW:ACCOUNT_VERSION each
	PayAgain {
		/// The loan
		#[arg(long)]
		loan: u32,
		/// A payment that came back, its new key, and the account's version; can be given several times
		#[arg(long = "line", required = true, value_parser = again)]
		lines: Vec<(Uetr, Uetr, u16)>,
		/// The draft's last day
		#[arg(long, value_name = "DATE")]
		expires_on: Day,
	},
}

/// How the bank booked where money on hand leads.
#[derive(Args)]
pub(crate) struct OnHand {
	/// The payment that came back, or was not paid after its disbursement
	uetr: Uetr,
	/// How much of it, in yuan
	#[arg(long, value_name = "YUAN")]
	amount: Fen,
	/// The bank's reference
	#[arg(long, value_parser = super::bank_reference)]
	reference: String,
	/// The booking date
	#[arg(long, value_name = "DATE")]
	booked_on: Day,
	/// The value date; else the booking date
	#[arg(long, value_name = "DATE")]
	value_on: Option<Day>,
}

impl OnHand {
	async fn dispose(self, context: &Context, kind: DisposalKind) -> Result<()> {
		let Self { uetr, amount, reference, booked_on, value_on } = self;
		let disposal = json!({
			"kind": kind, "amount_fen": amount.0, "bank_reference": reference,
			"booked_on": booked_on, "value_on": value_on.unwrap_or(booked_on),
		});
		adjust(context, uetr, json!({ "Dispose": disposal })).await
	}
}

/// A booking of a payment.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Booking {
	/// 放款, under a reference of its own
	Disbursed,
	/// 入账, and with it the disbursement where that has no reference of its own
	Settled,
	/// Not paid
	Failed,
	/// 退汇, in full or in part
	Returned,
	/// 提前还本
	Prepaid,
	/// 退还借款人
	CreditedBack,
	/// 放款撤销
	Reversed,
}

impl From<Booking> for BookingKind {
	fn from(booking: Booking) -> Self {
		match booking {
			Booking::Disbursed => Self::Disbursed,
			Booking::Settled => Self::Settled,
			Booking::Failed => Self::Failed,
			Booking::Returned => Self::Returned,
			Booking::Prepaid => Self::Prepaid,
			Booking::CreditedBack => Self::CreditedBack,
			Booking::Reversed => Self::Reversed,
		}
	}
}

/// One officer enters it, and a checker the same once more.
async fn adjust(context: &Context, uetr: Uetr, adjustment: Json) -> Result<()> {
	let next = "where it was entered: another officer, a checker, gives the same command";
	context.send_then(payments::adjust(uetr, adjustment), |_| Some(next.to_owned())).await
}

fn again(text: &str) -> std::result::Result<(Uetr, Uetr, u16), String> {
	let mut parts = text.split(':');
	let mut next = || parts.next().unwrap_or_default();
	let (returned, new, account) = (next(), next(), next());
	let key = |text: &str| text.parse::<Uetr>().map_err(|error| error.to_string());
	let account = account.parse().map_err(|_| format!("{text:?} is not RETURNED:NEW:ACCOUNT_VERSION"))?;
	Ok((key(returned)?, key(new)?, account))
}

impl Payment {
	pub(crate) async fn run(self, context: &Context) -> Result<()> {
		let send = |call| context.send(call);
		match self {
			Self::Show { uetr } => show(context, uetr).await,
			Self::Mismatch(command) => command.run(context).await,
			Self::Confirm { uetrs } => send(payments::confirm(&uetrs)).await,
			Self::Assist { uetrs, witness } => {
				send(payments::confirm_assisted(&uetrs, sha256_of(&witness)?)).await
			}
			Self::Dispute { uetr, reason } => send(payments::dispute(uetr, &reason)).await,
			Self::TakeBack { uetr, reason } => send(payments::take_back_receipt(uetr, &reason)).await,
			Self::Allocate { uetr, parts } => send(payments::allocate(uetr, &parts)).await,
			Self::Prepay(on_hand) => on_hand.dispose(context, DisposalKind::Prepay).await,
			Self::Credit(on_hand) => on_hand.dispose(context, DisposalKind::Credit).await,
			Self::Reverse(on_hand) => on_hand.dispose(context, DisposalKind::Reverse).await,
			Self::Correct { uetr, booking, reference, reason } => {
				let booking = BookingKind::from(booking);
				let correction = json!({ "booking": booking, "bank_reference": reference, "reason": reason });
				adjust(context, uetr, json!({ "Correct": correction })).await
			}
			Self::PayAgain { loan, lines, expires_on } => {
				let lines = lines.iter().map(
					|(returned, uetr, account)| json!({ "returned": returned, "uetr": uetr, "account": account }),
				);
				let lines: Vec<_> = lines.collect();
				send(payments::pay_again(LoanId(loan), json!(lines), expires_on)).await
			}
		}
	}
}

/// As JSON for programs, by the runtime's own metadata; people are shown the typed report.
async fn show(context: &Context, uetr: Uetr) -> Result<()> {
	let reader = context.read().await?;
	let root = TraceRoot::Payment(uetr);
	let missing = || Error::new(Kind::NotFound, format!("there is no payment {uetr}"));
	if context.json() {
		let pages = reader.pages("ZhidaiApi", "trace", &[json!(root)]).await?;
		let nodes = pages.iter().filter_map(|page| page.get("nodes")?.as_array()).flatten();
		let payment = nodes.into_iter().find_map(|node| node.get("Payment")).ok_or_else(missing)?;
		context.show_at(&reader, payment);
		return Ok(());
	}
	let page = whole(&reader, root).await?;
	let payment = page.nodes.iter().find_map(|node| match node {
		TraceNode::Payment(payment) if payment.uetr == uetr => Some(payment),
		_ => None,
	});
	context.show_at(&reader, &shown(&page, payment.ok_or_else(missing)?));
	Ok(())
}

/// A payment with its parties and what it rests on, for people.
fn shown(page: &TracePage, payment: &TracePayment) -> Json {
	let day = |day: Option<Day>| day.map(|day| day.to_string());
	let evidence: Vec<_> = page
		.edges
		.iter()
		.filter_map(|edge| match edge {
			TraceEdge::RestsOn { uetr, evidence } if *uetr == payment.uetr => Some(evidence),
			_ => None,
		})
		.collect();
	json!({
		"uetr": payment.uetr,
		"loan": page.loan.loan,
		"draft": payment.draft,
		"line": payment.line,
		"plan_line": payment.plan_line,
		"bank": page.loan.bank,
		"borrower": page.loan.borrower,
		"payee": payment.payee,
		"account": payment.account,
		"amount_fen": payment.amount_fen,
		"evidence": evidence,
		"status": payment.status.chinese(),
		"mandate": payment.mandate,
		"maker": payment.maker,
		"checker": payment.checker,
		"first_checker": payment.first_checker,
		"releaser": payment.releaser,
		"excluded_by": payment.excluded_by,
		"confirmed_by": payment.confirmed_by,
		"confirmed_on": day(payment.confirmed_on),
		"booked_by": payment.booked_by,
		"bank_reference": payment.bank_reference,
		"booked_on": day(payment.booked_on),
		"value_on": day(payment.value_on),
		"disbursement_reference": payment.disbursement_reference,
		"disbursed_on": day(payment.disbursed_on),
		"disbursement_value_on": day(payment.disbursement_value_on),
		"assisted": payment.assisted,
		"came_back": came_back(payment),
		"corrections": payment.corrections.iter().map(corrected).collect::<Vec<_>>(),
		"taken_back": payment.taken_back.iter().map(taken_back).collect::<Vec<_>>(),
		"words": payment.words,
	})
}

/// What came back, and where it led; nothing where nothing did.
fn came_back(payment: &TracePayment) -> Option<Json> {
	let back = payment.came_back;
	(!back.all_fen.is_zero()).then(|| {
		json!({
			"all_fen": back.all_fen,
			"on_hand_fen": back.on_hand_fen,
			"paid_again_fen": back.paid_again_fen,
			"prepaid_fen": back.prepaid_fen,
			"credited_fen": back.credited_fen,
			"reversed_fen": back.reversed_fen,
		})
	})
}

/// A booking that was wrong, with its counter-entry.
fn corrected(entry: &TraceCounterEntry) -> Json {
	json!({
		"booking": entry.booking.chinese(),
		"amount_fen": entry.amount_fen,
		"bank_reference": entry.bank_reference,
		"booked_on": entry.booked_on.to_string(),
		"reason": entry.reason,
		"corrected_on": entry.corrected_on.to_string(),
		"entered_by": entry.entered_by,
		"checked_by": entry.checked_by,
	})
}

#[cfg(test)]
mod tests {
	use super::*;

	/// As the chain writes it.
	fn page() -> TracePage {
		let vector: Json =
			serde_json::from_str(include_str!("../../../api/tests/vectors/trace_page.json")).unwrap();
		serde_json::from_value(vector["json"].clone()).unwrap()
	}

	#[test]
	fn a_payment_is_shown_with_its_parties_its_amount_and_what_it_rests_on() {
		let page = page();
		let all = page.nodes.iter().filter_map(|node| match node {
			TraceNode::Payment(payment) => Some(shown(&page, payment)),
			_ => None,
		});
		let all: Vec<_> = all.collect();
		let text = crate::output::human(&all[0]);
		for line in [
			"¥4,500,000.00",
			"已确认收款",
			"2026-03-16",
			"REF-1",
			"LOAN-1",
			"核心系统记错",
			"¥111.11",
			"撤回 2026-03-18 · 点错",
		] {
			assert!(text.contains(line), "{line} in\n{text}");
		}
		assert_eq!(
			(&all[0]["bank"], &all[0]["borrower"], &all[0]["payee"]),
			(&json!(3), &json!(5), &json!(6))
		);
		assert_eq!((&all[0]["evidence"], &all[1]["evidence"]), (&json!([2]), &json!([4, 5])));
		assert_eq!((&all[1]["booked_on"], &all[1]["maker"]), (&Json::Null, &Json::Null));
		assert_eq!((&all[1]["came_back"], &all[1]["corrections"]), (&Json::Null, &json!([])));
	}
}
