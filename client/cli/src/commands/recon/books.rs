//! What the chain has of a bank and a day. It keeps no list of results by day: they are read through the bank's loans
//! and their payments, in pages, at one block. Bounded by the bank's own payments; of them only those of the day, and
//! those that the file names, are kept.

use super::compare::{Booked, Books, Kind, Mismatch, Payment};
use crate::output;
use crate::pages::PAGE;
use serde::{Deserialize, Deserializer};
use serde_json::{json, Value as Json};
use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};
use zhidai_api::{
	written_out, AccountVersion, BankOutcome, BankResult, Day, LoanId, MismatchReason, OrgId, PaymentStatus,
	TraceNode, TracePage, TracePayment, TraceRoot, Uetr,
};
use zhidai_sdk::chain::Reader;
use zhidai_sdk::fields::{
	Field, LINE_FAILED, LINE_RETURNED, LOAN_BANK, MISMATCH_REASON, MISMATCH_RESULT, OPEN_MISMATCHES,
	ORGANISATION_NAME, PAYMENT_LOAN,
};
use zhidai_sdk::{Error, Kind as ErrorKind, Result};

/// How often it is said how far the reading has come.
const TELL_EVERY: Duration = Duration::from_secs(2);

/// What is read, and how far it has come.
pub(super) struct Walk<'a> {
	reader: &'a Reader,
	bank: OrgId,
	/// The keys that the file names.
	named: &'a BTreeSet<Uetr>,
	books: Books,
	/// What the bank is called, where a loan says so.
	name: Option<String>,
	/// How many payments were read.
	count: usize,
	/// When it was last said how far it has come; nothing where programs read.
	told: Option<Instant>,
}

/// How the bank booked something, as the chain keeps it.
#[derive(Deserialize)]
struct Booking {
	bank_reference: String,
	#[serde(deserialize_with = "day")]
	booked_on: Day,
	#[serde(deserialize_with = "day")]
	value_on: Day,
}

/// A failure or a return, as the chain keeps it.
#[derive(Deserialize)]
struct Setback {
	reason: String,
	booking: Booking,
}

/// What the bank's file says of a payment, as the chain keeps it.
#[derive(Deserialize)]
enum Outcome {
	Settled,
	Failed { reason: String },
	Returned { reason: String },
}

/// A row that waits, as the chain keeps it.
#[derive(Deserialize)]
struct Waiting {
	uetr: Uetr,
	outcome: Outcome,
	amount_fen: u64,
	account: Option<AccountVersion>,
	bank_reference: String,
	#[serde(deserialize_with = "day")]
	booked_on: Day,
	#[serde(deserialize_with = "day")]
	value_on: Day,
}

/// Days are kept as numbers and told as people write them.
fn day<'de, D: Deserializer<'de>>(from: D) -> std::result::Result<Day, D::Error> {
	String::deserialize(from)?.parse().map_err(serde::de::Error::custom)
}

fn wrong(what: impl std::fmt::Display) -> Error {
	Error::unexpected(format!("the chain's records do not fit: {what}; is this program too old or too new?"))
}

impl<'a> Walk<'a> {
	/// Of a bank and a day, for a file with these keys. It is said how far it has come, where people wait.
	pub(super) fn new(
		reader: &'a Reader,
		bank: OrgId,
		day: Day,
		named: &'a BTreeSet<Uetr>,
		tells: bool,
	) -> Self {
		let books = Books { day, payments: BTreeMap::new(), others: BTreeMap::new(), mismatches: Vec::new() };
		let told = tells.then(Instant::now);
		Self { reader, bank, named, books, name: None, count: 0, told }
	}

	/// All of it, with the bank's name.
	pub(super) async fn read(mut self) -> Result<(String, Books)> {
		let (bank, reader) = (self.bank, self.reader);
		let loans: Vec<LoanId> = reader
			.ask_all("loans_of_bank", |cursor: Option<LoanId>, limit: u32| (bank, cursor, limit))
			.await?;
		for (done, loan) in loans.iter().enumerate() {
			self.loan(*loan).await?;
			self.tell(done + 1, loans.len());
		}
		self.strangers().await?;
		self.books.mismatches = mismatches(reader, bank).await?;
		let name = match self.name {
			Some(name) => name,
			None => name_of(reader, bank).await?,
		};
		Ok((name, self.books))
	}

	fn tell(&mut self, done: usize, loans: usize) {
		if self.told.is_some_and(|told| told.elapsed() >= TELL_EVERY) {
			output::say(&format!("read {done} of {loans} loans, {} payments", self.count));
			self.told = Some(Instant::now());
		}
	}

	/// The payments of a loan.
	async fn loan(&mut self, loan: LoanId) -> Result<()> {
		let mut cursor = None;
		loop {
			let question = (TraceRoot::Loan(loan), cursor, PAGE);
			let page: Option<TracePage> = self.reader.ask("trace", question).await?;
			let page = page.ok_or_else(|| wrong(format!("no loan {loan} of the bank's list")))?;
			let next = page.next;
			self.page(page).await?;
			match next {
				None => return Ok(()),
				same if same == cursor => {
					return Err(Error::unexpected("the chain's answer to trace goes on where it began"))
				}
				next => cursor = next,
			}
		}
	}

	async fn page(&mut self, page: TracePage) -> Result<()> {
		let (loan, mut names, mut payments) = (page.loan.loan, BTreeMap::new(), Vec::new());
		for node in page.nodes {
			match node {
				TraceNode::Organisation(org) => drop(names.insert(org.org, org.name)),
				TraceNode::Payment(payment) => payments.push(payment),
				TraceNode::Evidence(_) => {}
			}
		}
		let shown = |org: OrgId| names.get(&org).map(|name| titled(name.as_str(), org));
		if self.name.is_none() {
			self.name = shown(self.bank);
		}
		self.count += payments.len();
		for payment in payments {
			let payee = shown(payment.payee).unwrap_or_else(|| format!("org {}", payment.payee));
			self.payment(loan, payee, payment).await?;
		}
		Ok(())
	}

	/// Keeps a payment with what is booked of it, where it is of the day or in the file.
	async fn payment(&mut self, loan: LoanId, payee: String, payment: TracePayment) -> Result<()> {
		use PaymentStatus::{Failed, PaidAgain, Returned};
		let is_named = self.named.contains(&payment.uetr);
		let came_back = matches!(payment.status, Failed | Returned | PaidAgain);
		if !is_named && !came_back && payment.booked_on != Some(self.books.day) {
			return Ok(());
		}
		let mut booked: Vec<Booked> = settled(&payment).into_iter().collect();
		if came_back {
			setbacks(self.reader, payment.uetr, &mut booked).await?;
		}
		if is_named || booked.iter().any(|booked| booked.booked_on == self.books.day) {
			let (amount, account, status) = (payment.amount_fen, payment.account, payment.status);
			let kept = Payment { loan, payee, amount, account, status, booked };
			self.books.payments.insert(payment.uetr, kept);
		}
		Ok(())
	}

	/// The payments that the file names and that are of no loan of the bank.
	async fn strangers(&mut self) -> Result<()> {
		let is_stranger = |uetr: &&Uetr| !self.books.payments.contains_key(*uetr);
		let strangers: Vec<Uetr> = self.named.iter().filter(is_stranger).copied().collect();
		for uetr in strangers {
			let Some(payment) = self.reader.record("Payments", "Payments", &[json!(uetr)]).await? else {
				continue;
			};
			let loan: u32 = PAYMENT_LOAN.number(&payment)?;
			let record = self.reader.record("Loans", "Loans", &[json!(loan)]).await?;
			let record = record.ok_or_else(|| wrong(format!("a payment of loan {loan} and not the loan")))?;
			self.books.others.insert(uetr, OrgId(LOAN_BANK.number(&record)?));
		}
		Ok(())
	}
}

/// How it was booked, where it was.
fn settled(payment: &TracePayment) -> Option<Booked> {
	Some(Booked {
		kind: Kind::Settled,
		bank_reference: payment.bank_reference.clone()?,
		booked_on: payment.booked_on?,
		value_on: payment.value_on?,
		reason: None,
		is_implied: false,
	})
}

/// How it failed and came back, beside how it was booked. Where one row told of booking and return, both were booked
/// alike.
async fn setbacks(reader: &Reader, uetr: Uetr, booked: &mut Vec<Booked>) -> Result<()> {
	let Some(extra) = reader.record("Payments", "LineExtras", &[json!(uetr)]).await? else { return Ok(()) };
	booked.extend(setback(&extra, LINE_FAILED, Kind::Failed)?);
	let Some(returned) = setback(&extra, LINE_RETURNED, Kind::Returned)? else { return Ok(()) };
	for settled in booked.iter_mut().filter(|booked| booked.kind == Kind::Settled) {
		let same_days = settled.booked_on == returned.booked_on && settled.value_on == returned.value_on;
		settled.is_implied = same_days && settled.bank_reference == returned.bank_reference;
	}
	booked.push(returned);
	Ok(())
}

fn setback(extra: &Json, field: Field, kind: Kind) -> Result<Option<Booked>> {
	let kept: Option<Setback> = serde_json::from_value(field.get(extra)?.clone()).map_err(wrong)?;
	Ok(kept.map(|Setback { reason, booking: Booking { bank_reference, booked_on, value_on } }| Booked {
		kind,
		bank_reference,
		booked_on,
		value_on,
		reason: Some(reason),
		is_implied: false,
	}))
}

/// The bank's open mismatches. The list of them is asked for first: mostly there are none.
async fn mismatches(reader: &Reader, bank: OrgId) -> Result<Vec<Mismatch>> {
	let key = [json!(bank)];
	let Some(list) = reader.record("Payments", "OpenMismatches", &key).await? else { return Ok(Vec::new()) };
	if OPEN_MISMATCHES.get(&list)?.as_array().is_some_and(Vec::is_empty) {
		return Ok(Vec::new());
	}
	let records = reader.records("Payments", "Mismatches", &key).await?;
	records.into_iter().map(|(keys, record)| mismatch(&keys, &record)).collect()
}

fn mismatch(keys: &[Json], record: &Json) -> Result<Mismatch> {
	let number = keys.first().and_then(Json::as_u64).and_then(|number| u32::try_from(number).ok());
	let number = number.ok_or_else(|| wrong("a mismatch without a number"))?;
	let reason: MismatchReason =
		serde_json::from_value(MISMATCH_REASON.get(record)?.clone()).map_err(wrong)?;
	let row: Waiting = serde_json::from_value(MISMATCH_RESULT.get(record)?.clone()).map_err(wrong)?;
	let Waiting { uetr, outcome, amount_fen, account, bank_reference, booked_on, value_on } = row;
	let outcome = match outcome {
		Outcome::Settled => BankOutcome::Settled,
		Outcome::Failed { reason } => BankOutcome::Failed { reason },
		Outcome::Returned { reason } => BankOutcome::Returned { reason },
	};
	let result = BankResult { uetr, outcome, amount_fen, account, bank_reference, booked_on, value_on };
	Ok(Mismatch { number, reason, result })
}

fn titled(name: &str, org: OrgId) -> String {
	format!("{} (org {org})", written_out(name))
}

async fn name_of(reader: &Reader, org: OrgId) -> Result<String> {
	let record = reader.record("Registry", "Organisations", &[json!(org)]).await?;
	let none = || Error::new(ErrorKind::NotFound, format!("there is no organisation {org}"));
	Ok(titled(ORGANISATION_NAME.text(&record.ok_or_else(none)?)?, org))
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_mismatch_is_read_as_the_row_that_the_bank_handed_in() {
		let record = |outcome: Json| {
			json!({
				"result": {
					"uetr": "01010101-0101-4101-8101-010101010101", "outcome": outcome, "amount_fen": 7,
					"account": null, "bank_reference": "R", "booked_on": "2026-03-16", "value_on": "2026-03-17",
				},
				"reason": "AmountDiffers", "queued_on": "2026-03-18",
			})
		};
		let read = mismatch(&[json!(3)], &record(json!("Settled"))).unwrap();
		assert_eq!((read.number, read.reason), (3, MismatchReason::AmountDiffers));
		assert_eq!((read.result.amount_fen, read.result.booked_on), (7, "2026-03-16".parse().unwrap()));
		let read = mismatch(&[json!(3)], &record(json!({ "Failed": { "reason": "户名不符" } }))).unwrap();
		assert_eq!(read.result.outcome, BankOutcome::Failed { reason: "户名不符".into() });
		assert!(mismatch(&[], &record(json!("Settled"))).is_err());
		assert!(mismatch(&[json!(3)], &record(json!("Lost"))).is_err());
	}

	#[test]
	fn a_failure_is_read_with_its_reason_and_its_booking() {
		let booking = json!({
			"bank_reference": "R", "booked_on": "2026-03-16", "value_on": "2026-03-17", "booked_by": {},
		});
		let extra = json!({ "failed": { "reason": "账户已销", "booking": booking }, "returned": null });
		let failed = setback(&extra, LINE_FAILED, Kind::Failed).unwrap().unwrap();
		assert_eq!((failed.reason.as_deref(), failed.bank_reference.as_str()), (Some("账户已销"), "R"));
		assert!(setback(&extra, LINE_RETURNED, Kind::Returned).unwrap().is_none());
		assert!(setback(&json!({}), LINE_FAILED, Kind::Failed).is_err());
		assert!(setback(&json!({ "failed": { "reason": "R" } }), LINE_FAILED, Kind::Failed).is_err());
	}
}
