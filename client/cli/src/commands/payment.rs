use super::allocation::part;
use super::settlement::Mismatch;
use super::sha256_of;
use super::trace::whole;
use crate::context::Context;
use clap::Subcommand;
use serde_json::{json, Value as Json};
use std::path::PathBuf;
use zhidai_api::{Day, DocumentPart, LoanId, TraceEdge, TraceNode, TracePage, TracePayment, TraceRoot, Uetr};
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
	/// Draft payments anew that came back: RETURNED:NEW:ACCOUNT_VERSION each
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
			Self::Allocate { uetr, parts } => send(payments::allocate(uetr, &parts)).await,
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
		"booked_by": payment.booked_by,
		"bank_reference": payment.bank_reference,
		"booked_on": day(payment.booked_on),
		"value_on": day(payment.value_on),
		"assisted": payment.assisted,
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
		for line in ["¥4,500,000.00", "已确认收款", "2026-03-16", "REF-1"] {
			assert!(text.contains(line), "{line} in\n{text}");
		}
		assert_eq!(
			(&all[0]["bank"], &all[0]["borrower"], &all[0]["payee"]),
			(&json!(3), &json!(5), &json!(6))
		);
		assert_eq!((&all[0]["evidence"], &all[1]["evidence"]), (&json!([2]), &json!([4, 5])));
		assert_eq!((&all[1]["booked_on"], &all[1]["maker"]), (&Json::Null, &Json::Null));
	}
}
