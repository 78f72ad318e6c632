//! One drawdown: six calls, by the officers whose steps they are, each as soon as the one before is final. Or an
//! order: everybody signs beforehand, one call hands it in, and two enter and book the results.

use super::desk::{Desk, Done, Failure};
use super::scene::Loan;
use anyhow::Context;
use serde::Serialize;
use serde_json::json;
use std::sync::Arc;
use std::time::Instant;
use zhidai_api::{
	order_digest, results_digest, signed::OrderStep, AccountVersion, BankOutcome, BankResult, Day, Digest,
	DraftLine, DraftNo, Fen, PlanLineNo, Uetr, MAX_LINES,
};
use zhidai_sdk::calls::payments;
use zhidai_sdk::chain::Call;
use zhidai_sdk::keys::{blake2_256, random};

/// A step of a drawdown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Step {
	/// 经办: the bank's maker drafts it.
	Draft,
	/// 支付委托: the borrower mandates it.
	Mandate,
	/// 复核: the bank's checker approves it.
	Approve,
	/// 授权: the bank's releaser releases it.
	Release,
	/// All of these at once: an order that everybody signed is handed in.
	Order,
	/// 录入: the bank's maker enters the results.
	Enter,
	/// 入账: its checker books them.
	Settle,
}

impl Step {
	/// Every step, in order.
	pub const ALL: [Self; 7] =
		[Self::Draft, Self::Mandate, Self::Approve, Self::Release, Self::Order, Self::Enter, Self::Settle];

	/// Its name.
	pub const fn name(self) -> &'static str {
		match self {
			Self::Draft => "draft",
			Self::Mandate => "mandate",
			Self::Approve => "approve",
			Self::Release => "release",
			Self::Order => "order",
			Self::Enter => "enter",
			Self::Settle => "settle",
		}
	}
}

/// A call that is final.
#[derive(Clone, Copy, Debug)]
pub struct Called {
	/// Which step it is.
	pub step: Step,
	/// When it could have been sent: the offered moment of a draft, the last signature of an order, or when the step
	/// before was known to be final.
	pub due: Instant,
	/// When it was known to be final.
	pub learnt: Instant,
}

/// A drawdown that is settled.
#[derive(Clone, Copy, Debug)]
pub struct Settled {
	/// When it was offered.
	pub due: Instant,
	/// When its settlement was known to be final.
	pub learnt: Instant,
	/// How many payments it has.
	pub payments: u64,
	/// Their sum.
	pub sum_fen: u64,
}

/// A drawdown that is to be made.
pub struct Drawdown {
	loan: Arc<Loan>,
	lines: Vec<DraftLine>,
	due: Instant,
	today: Day,
	genesis: Digest,
}

impl Drawdown {
	/// One of so many payments, spread over the lines of the loan's plan. Amounts differ, so that sums can tell.
	pub fn new(
		loan: Arc<Loan>,
		payments: u16,
		due: Instant,
		today: Day,
		genesis: Digest,
	) -> zhidai_sdk::Result<Self> {
		let batch = Uetr::from_random(random()?);
		let shift = u16::from(batch.0[0]);
		let plan_lines = u16::try_from(loan.evidence.len()).unwrap_or(u16::MAX).max(1);
		let line = |number: u16| {
			let plan_line = number.wrapping_add(shift) % plan_lines;
			DraftLine {
				uetr: Uetr::of_batch_line(batch, number),
				plan_line: PlanLineNo(plan_line),
				account: AccountVersion(0),
				amount_fen: 100 + u64::from(number.wrapping_add(shift) % 97),
				evidence: loan.evidence.get(usize::from(plan_line)).copied(),
			}
		};
		let lines = (0..payments).map(line).collect();
		Ok(Self { loan, lines, due, today, genesis })
	}

	/// Its first call.
	pub fn draft(&self) -> Call {
		payments::draft(self.loan.id, &self.lines, self.expires_on())
	}

	/// Makes it, and tells of every call that is final.
	pub async fn make(self, mut called: impl FnMut(Called)) -> Result<Settled, (Step, Failure)> {
		let (loan, bank) = (&self.loan, &self.loan.bank);
		let place = loan.places.clone().acquire_owned().await;
		let place = place.map_err(|error| (Step::Draft, Failure(error.to_string())))?;
		let mut progress = Progress { due: self.due, called: &mut called };

		let drafted = progress.step(Step::Draft, bank.makers.next(), &self.draft()).await?;
		let (number, digest) = self.drafted(&drafted).map_err(|failure| (Step::Draft, failure))?;
		let call = payments::mandate(loan.id, number, digest);
		progress.step(Step::Mandate, bank.confirmers.next(), &call).await?;
		let call = payments::approve(loan.id, number, digest);
		progress.step(Step::Approve, bank.checkers.next(), &call).await?;
		let call = payments::release(loan.id, number, digest, &self.named());
		progress.step(Step::Release, bank.releasers.next(), &call).await?;
		// The chain has closed the draft. One that failed before stays open there and keeps its place.
		drop(place);
		self.settle(&mut progress, digest).await
	}

	/// The same as an order.
	pub async fn order(self, mut called: impl FnMut(Called)) -> Result<Settled, (Step, Failure)> {
		let bank = &self.loan.bank;
		let failed = |failure| (Step::Order, failure);
		let digest = self.digest();
		let call = self.execution(digest).map_err(unfit).map_err(failed)?;
		// From the last signature on.
		let mut progress = Progress { due: Instant::now(), called: &mut called };
		let executed = progress.step(Step::Order, bank.releasers.next(), &call).await?;
		self.drafted(&executed).map_err(failed)?;
		self.settle(&mut progress, digest).await
	}

	/// Its results are entered, and booked by another officer.
	async fn settle<F: FnMut(Called)>(
		&self,
		progress: &mut Progress<'_, F>,
		digest: Digest,
	) -> Result<Settled, (Step, Failure)> {
		let bank = &self.loan.bank;
		let [enter, settle] = self.settlement(digest).map_err(|failure| (Step::Enter, failure))?;
		progress.step(Step::Enter, bank.makers.next(), &enter).await?;
		let booked = progress.step(Step::Settle, bank.checkers.next(), &settle).await?;
		self.booked(&booked).map_err(|failure| (Step::Settle, failure))
	}

	/// The call that hands it in, with every signature.
	fn execution(&self, digest: Digest) -> anyhow::Result<Call> {
		let bank = &self.loan.bank;
		let signatures = json!({
			"mandate": bank.confirmers.next()?.order_signature(OrderStep::Mandate, digest),
			"make": bank.makers.next()?.order_signature(OrderStep::Make, digest),
			"approve": bank.checkers.next()?.order_signature(OrderStep::Approve, digest),
			"release": bank.releasers.next()?.order_signature(OrderStep::Release, digest),
		});
		let order = json!({ "loan": self.loan.id, "lines": self.lines, "allocations": [], "expires_on": self.expires_on() });
		Ok(payments::execute(order, signatures))
	}

	/// What everybody signs.
	fn digest(&self) -> Digest {
		order_digest(self.genesis, self.loan.id, &self.lines, self.expires_on(), &[])
	}

	/// The lines that are released; none means all. A release that names none is charged for 500 lines, so small drafts
	/// name theirs.
	fn named(&self) -> Vec<u16> {
		let count = u16::try_from(self.lines.len()).unwrap_or(u16::MAX);
		(0..count).filter(|_| u32::from(count) < MAX_LINES).collect()
	}

	fn expires_on(&self) -> Day {
		self.today.plus_days(30).unwrap_or(self.today)
	}

	/// The draft's number, and what everybody signs: made here, and compared with what the chain says.
	fn drafted(&self, done: &Done) -> Result<(DraftNo, Digest), Failure> {
		let number = DraftNo(done.number("draft").map_err(unfit)?);
		let own = self.digest();
		match done.text("digest").map_err(unfit)?.parse::<Digest>() {
			Ok(digest) if digest == own => Ok((number, own)),
			_ => Err(Failure("the chain's digest of a draft is another one".into())),
		}
	}

	/// What the first officer says of the bank's file, and what the second one books.
	fn settlement(&self, digest: Digest) -> Result<[Call; 2], Failure> {
		let result = |(number, line): (usize, &DraftLine)| BankResult {
			uetr: line.uetr,
			outcome: BankOutcome::Settled,
			amount_fen: line.amount_fen,
			account: None,
			bank_reference: format!("BENCH-{number:06}"),
			booked_on: self.today,
			value_on: self.today,
		};
		let results: Vec<_> = self.lines.iter().enumerate().map(result).collect();
		let file = blake2_256(&[b"zhidai/bench/file", digest.as_bytes()]);
		file_of(file.into(), &results).map_err(unfit)
	}

	/// Every result must have found its payment.
	fn booked(&self, done: &Done) -> Result<Settled, Failure> {
		let payments = self.lines.len() as u64;
		let event = done.events.iter().find(|event| event.name == "Payments.FileBooked");
		let settled = event.and_then(|event| event.fields.get("settled")?.as_u64());
		if settled != Some(payments) {
			return Err(Failure(format!("{settled:?} of {payments} results were booked")));
		}
		let sum_fen = self.lines.iter().map(|line| line.amount_fen).sum();
		Ok(Settled { due: self.due, learnt: done.learnt, payments, sum_fen })
	}
}

fn unfit(error: anyhow::Error) -> Failure {
	Failure(format!("{error:#}"))
}

/// A settlement file as its two officers hand it in.
pub fn file_of(file: Digest, results: &[BankResult]) -> anyhow::Result<[Call; 2]> {
	let sum = Fen::checked_sum(results.iter().map(|result| Fen(result.amount_fen)));
	let (sum, count) = (sum.context("a sum")?, u16::try_from(results.len())?);
	let enter = payments::enter_results(file, results_digest(results), count, sum);
	Ok([enter, payments::settle(file, results)])
}

struct Progress<'a, F> {
	due: Instant,
	called: &'a mut F,
}

impl<F: FnMut(Called)> Progress<'_, F> {
	async fn step(
		&mut self,
		step: Step,
		desk: anyhow::Result<&Arc<Desk>>,
		call: &Call,
	) -> Result<Done, (Step, Failure)> {
		let desk = desk.map_err(|error| (step, Failure(error.to_string())))?;
		let done = desk.make(call).await.map_err(|failure| (step, failure))?;
		(self.called)(Called { step, due: self.due, learnt: done.learnt });
		self.due = done.learnt;
		Ok(done)
	}
}
