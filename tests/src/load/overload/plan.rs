//! What a client process is to do: which calls are its own, whose, of which kind, and when each is due.
//!
//! Calls have numbers. Of every [`ROUND`] of them the first six are the steps of one payment, in their order; two are
//! in a hurry; the others are a stream, each officer's own, in which some are refused by a rule.

use super::super::drawdown::file_of;
use super::super::probe::{batch, entries, BATCH_FILES};
use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use zhidai_api::{
	AccountVersion, BankOutcome, BankResult, Day, Digest, DraftLine, DraftNo, EvidenceId, Fen, LoanId,
	PlanLineNo, Uetr,
};
use zhidai_sdk::calls::payments;
use zhidai_sdk::chain::Call;
use zhidai_sdk::keys::blake2_256;

/// After so many calls the kinds begin anew. All calls of a run are a multiple of it.
pub const ROUND: u64 = 50;
/// The steps of a payment.
pub const STEPS: u64 = 6;
/// For how many blocks a call in a hurry is signed, and another one.
pub const HURRIED_BLOCKS: u64 = 8;
/// The SDK's own.
pub const BLOCKS: u64 = 64;
/// Of so many calls of an officer's stream the last enters a file without results, and one in the middle is about a
/// draft that is not there: a rule refuses them.
const VARIED: u64 = 10;
const WITHOUT_DRAFT: u64 = 4;
/// What a payment is.
const AMOUNT_FEN: u64 = 100;

/// What a client does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
	/// The steps of payments, in their order.
	Chains,
	/// Calls that are signed for a few blocks.
	Hurry,
	/// Calls that are signed before the first is offered.
	Stream,
}

impl Part {
	/// Where its calls begin in a round, and how many there are.
	const fn place(self) -> (u64, u64) {
		match self {
			Self::Chains => (0, STEPS),
			Self::Hurry => (STEPS, 2),
			Self::Stream => (STEPS + 2, ROUND - STEPS - 2),
		}
	}

	/// The number of its call at this place among its own.
	pub const fn number(self, place: u64) -> u64 {
		let (first, count) = self.place();
		place / count * ROUND + first + place % count
	}

	/// How many it has of so many calls.
	pub const fn count(self, calls: u64) -> u64 {
		calls / ROUND * self.place().1
	}
}

/// What kind of call it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
	/// 经办: a payment's draft.
	Draft,
	/// 支付委托.
	Mandate,
	/// 复核.
	Approve,
	/// 授权.
	Release,
	/// 录入: the file that books it is entered.
	Enter,
	/// 入账: it is booked.
	Settle,
	/// Some files that nobody has are entered.
	File,
	/// The same, and with them one without results: a rule refuses all of them.
	EmptyFile,
	/// Signs a draft that is not there: a rule refuses it.
	WithoutDraft,
	/// The least urgent of calls, signed for a few blocks: a rule refuses it where it comes in time. The last of an
	/// officer leaves nonces out, so that it never does.
	Hurried,
}

impl Kind {
	/// The steps of a payment.
	pub const CHAIN: [Self; STEPS as usize] =
		[Self::Draft, Self::Mandate, Self::Approve, Self::Release, Self::Enter, Self::Settle];

	/// For people.
	pub const fn name(self) -> &'static str {
		match self {
			Self::Draft => "draft",
			Self::Mandate => "mandate",
			Self::Approve => "approve",
			Self::Release => "release",
			Self::Enter => "enter",
			Self::Settle => "settle",
			Self::File => "entries of files",
			Self::EmptyFile => "entries with an empty file",
			Self::WithoutDraft => "signature under no draft",
			Self::Hurried => "in a hurry",
		}
	}

	/// How many more files are entered where it is carried out.
	pub const fn files(self) -> u64 {
		match self {
			Self::Enter => 1,
			Self::File => BATCH_FILES,
			_ => 0,
		}
	}
}

/// What one client process is to do.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Plan {
	/// Tells the calls of this run from those of others.
	pub run: String,
	/// What it does.
	pub part: Part,
	/// The place of its first officer among all of this part.
	pub first: u64,
	/// How many officers of this part there are, at all clients.
	pub among: u64,
	/// How many calls all clients make.
	pub calls: u64,
	/// How many calls a second all of them offer.
	pub per_second: f64,
	/// The file that says when the first is due; written when every client is ready.
	pub go: PathBuf,
	/// The officers who sign here, by the names of their development keys. For payments: who drafts, who enters,
	/// who approves and books, who releases, and then who mandates.
	pub officers: Vec<String>,
	/// The nodes, the own one first.
	pub urls: Vec<String>,
	/// The client's own folder: outboxes and notes.
	pub folder: PathBuf,
	/// The day on the chain.
	pub today: Day,
	/// The loan that is drawn on.
	pub loan: LoanId,
	/// The invoice of its first plan line.
	pub evidence: Option<EvidenceId>,
	/// For how long after the last call was due outcomes are waited for.
	pub longest_ms: u64,
}

/// Now, in milliseconds since 1970.
pub fn now_ms() -> u64 {
	let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
	u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}

/// By what the outbox knows a call.
pub fn request(number: u64) -> String {
	format!("overload/{number}")
}

/// The number in it.
pub fn number_of(request: &str) -> Result<u64> {
	let digits = request.strip_prefix("overload/").with_context(|| format!("not of this run: {request}"))?;
	Ok(digits.parse()?)
}

impl Plan {
	/// Reads it from a file.
	pub fn read(path: &Path) -> Result<Self> {
		let text = std::fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))?;
		Ok(serde_json::from_str(&text)?)
	}

	/// Where its notes go.
	pub fn notes(&self) -> PathBuf {
		self.folder.join("notes")
	}

	/// The file by which it says that it can begin.
	pub fn ready(&self) -> PathBuf {
		self.folder.join("ready")
	}

	/// The numbers of an officer's calls and what each is, in the order in which they are due. Payments are no
	/// officer's.
	pub fn calls_of(&self, officer: usize) -> impl Iterator<Item = (u64, Kind)> {
		let (part, count) = (self.part, self.part.count(self.calls));
		let step = usize::try_from(self.among.max(1)).unwrap_or(usize::MAX);
		let places = (self.first + officer as u64..count).step_by(step);
		(0..).zip(places).map(move |(own, place)| (part.number(place), kind(part, own, place)))
	}

	/// All calls of this client.
	pub fn own_calls(&self) -> Vec<(u64, Kind)> {
		match self.part {
			Part::Chains => {
				let places = 0..self.part.count(self.calls);
				places.map(|place| (self.part.number(place), kind(self.part, place, place))).collect()
			}
			_ => (0..self.officers.len()).flat_map(|officer| self.calls_of(officer)).collect(),
		}
	}

	/// How long after the first a call is due.
	pub fn due_after(&self, number: u64) -> Duration {
		Duration::from_secs_f64(number as f64 / self.per_second.max(0.001))
	}

	/// By what the payment of a call is known.
	pub fn uetr(&self, number: u64) -> Uetr {
		let mut bytes = [0; 16];
		let hash = blake2_256(&[b"zhidai/bench/overload", self.run.as_bytes(), &number.to_le_bytes()]);
		bytes.iter_mut().zip(hash).for_each(|(place, byte)| *place = byte);
		Uetr::from_random(bytes)
	}

	fn digest(&self, what: &[u8], number: u64) -> Digest {
		blake2_256(&[b"zhidai/bench/overload/", what, self.run.as_bytes(), &number.to_le_bytes()]).into()
	}

	/// The file that books a payment, as its two officers hand it in.
	fn file(&self, payment: u64) -> Result<[Call; 2]> {
		let result = BankResult {
			uetr: self.uetr(payment),
			outcome: BankOutcome::Settled,
			amount_fen: AMOUNT_FEN,
			account: None,
			bank_reference: format!("OVERLOAD-{payment:07}"),
			booked_on: self.today,
			value_on: self.today,
		};
		file_of(self.digest(b"file", payment), &[result])
	}

	/// Files that nobody has, no other call's.
	fn files(&self, number: u64) -> impl Iterator<Item = Digest> + '_ {
		(0..BATCH_FILES).map(move |file| self.digest(b"strange file", number * BATCH_FILES + file))
	}

	/// A call that stands for itself. `officer` tells who signs it.
	pub fn call(&self, number: u64, kind: Kind, officer: &str) -> Call {
		match kind {
			Kind::EmptyFile => {
				let empty = self.digest(b"empty file", number);
				let empty = payments::enter_results(empty, empty, 0, Fen::ZERO);
				batch(
					self.files(number)
						.map(|file| payments::enter_results(file, file, 1, Fen(1)))
						.chain([empty]),
				)
			}
			Kind::WithoutDraft => {
				let (draft, digest) = (nobodys_draft(number), self.digest(b"no draft", number));
				match officer.contains(".maker") {
					true => payments::make(self.loan, draft, digest),
					false => payments::approve(self.loan, draft, digest),
				}
			}
			Kind::Hurried => payments::lapse(self.loan, nobodys_draft(number)),
			_ => entries(self.files(number)),
		}
	}

	/// The first step of a payment.
	pub fn draft(&self, number: u64) -> Result<Call> {
		let line = DraftLine {
			uetr: self.uetr(number),
			plan_line: PlanLineNo(0),
			account: AccountVersion(0),
			amount_fen: AMOUNT_FEN,
			evidence: self.evidence,
		};
		Ok(payments::draft(self.loan, &[line], self.today.plus_days(30).context("no such day")?))
	}

	/// The steps after it, in their order.
	pub fn steps(&self, first: u64, draft: DraftNo, digest: Digest) -> Result<[(Kind, Call); 5]> {
		let loan = self.loan;
		let [enter, settle] = self.file(first)?;
		Ok([
			(Kind::Mandate, payments::mandate(loan, draft, digest)),
			(Kind::Approve, payments::approve(loan, draft, digest)),
			(Kind::Release, payments::release(loan, draft, digest, &[0])),
			(Kind::Enter, enter),
			(Kind::Settle, settle),
		])
	}
}

/// No loan has so many drafts. Every call is another one.
fn nobodys_draft(number: u64) -> DraftNo {
	DraftNo(u32::MAX - u32::try_from(number).unwrap_or(u32::MAX >> 1))
}

/// What an officer's call is: by its place among the own ones, and among those of the part.
fn kind(part: Part, own: u64, place: u64) -> Kind {
	match (part, own % VARIED) {
		(Part::Chains, _) => Kind::CHAIN[usize::try_from(place % STEPS).unwrap_or(0)],
		(Part::Hurry, _) => Kind::Hurried,
		(Part::Stream, WITHOUT_DRAFT) => Kind::WithoutDraft,
		(Part::Stream, last) if last == VARIED - 1 => Kind::EmptyFile,
		(Part::Stream, _) => Kind::File,
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use serde_json::json;
	use std::collections::BTreeSet;

	fn plan(part: Part, first: u64) -> Plan {
		Plan {
			run: "test".into(),
			part,
			first,
			among: 4,
			calls: 1_000,
			per_second: 50.0,
			go: "go".into(),
			officers: vec!["bank-a.maker".into(), "bank-a.checker".into()],
			urls: vec!["ws://127.0.0.1:1".into()],
			folder: "a".into(),
			today: "2026-01-05".parse().unwrap(),
			loan: LoanId(1),
			evidence: Some(EvidenceId(1)),
			longest_ms: 60_000,
		}
	}

	#[test]
	fn every_call_is_one_clients() {
		let mut plans = vec![plan(Part::Chains, 0)];
		for part in [Part::Hurry, Part::Stream] {
			plans.extend([plan(part, 0), plan(part, 2)]);
		}
		let numbers: Vec<u64> = plans.iter().flat_map(Plan::own_calls).map(|(number, _)| number).collect();
		assert_eq!(numbers.len(), 1_000);
		assert_eq!(numbers.into_iter().collect::<BTreeSet<_>>(), (0..1_000).collect());
		assert_eq!(plans[0].due_after(50), Duration::from_secs(1));
	}

	#[test]
	fn the_steps_of_a_payment_stand_together_in_their_order() {
		let calls = plan(Part::Chains, 0).own_calls();
		let second: Vec<_> = calls[6..12].to_vec();
		assert_eq!(second, (50..).zip(Kind::CHAIN).collect::<Vec<_>>());
		let steps = plan(Part::Chains, 0).steps(50, DraftNo(3), Digest::zero()).unwrap();
		assert!(steps.iter().map(|(kind, _)| *kind).eq(Kind::CHAIN[1..].iter().copied()));
		assert_eq!(steps[4].1.args["results"][0]["uetr"], json!(plan(Part::Chains, 0).uetr(50)));
		assert_eq!(steps[3].1.args["file_digest"], steps[4].1.args["file_digest"]);
	}

	#[test]
	fn the_tenth_call_of_an_officer_enters_a_file_without_results() {
		let plan = plan(Part::Stream, 2);
		let own: Vec<(u64, Kind)> = plan.calls_of(1).collect();
		let call = |place: usize| plan.call(own[place].0, own[place].1, "bank-a.checker");
		let count = |place: usize, entry: usize| {
			call(place).args["calls"][entry]["Payments"]["enter_results"]["count"].clone()
		};
		let last = usize::try_from(BATCH_FILES).unwrap();
		assert_eq!((own[4].1, own[9].1), (Kind::WithoutDraft, Kind::EmptyFile));
		assert_eq!((count(9, 0), count(9, last)), (json!(1), json!(0)));
		assert_eq!((count(8, last - 1), count(8, last)), (json!(1), serde_json::Value::Null));
		assert_ne!(call(8), call(7), "they are two calls");
		assert_eq!(call(4).title(), "Payments.approve");
		assert_eq!(plan.call(own[4].0, own[4].1, "bank-a.maker-2").title(), "Payments.make");
	}

	#[test]
	fn a_call_is_known_again_by_its_number() {
		assert_eq!(number_of(&request(7)).unwrap(), 7);
		assert!(number_of("0x07").is_err());
	}
}
