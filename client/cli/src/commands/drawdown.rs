mod split;

use super::{allocation::allocation, digest, hash, in_file, settlement, DraftId};
use crate::context::Context;
use clap::{Args, Subcommand};
use serde_json::{json, Value as Json};
use std::path::{Path, PathBuf};
use zhidai_api::{
	drawdown_digest, order_digest, Allocation, Day, Digest, DraftLine, DraftNo, Fen, LoanId, Uetr, Violation,
};
use zhidai_sdk::calls::payments;
use zhidai_sdk::chain::{Call, Reader, Receipt, Rule};
use zhidai_sdk::fields::{DRAFT_DIGEST, DRAFT_EXPIRES_ON, DRAFT_STATE, PAYMENT_DRAFT, PAYMENT_LOAN};
use zhidai_sdk::files::{tried_keys, with_keys};
use zhidai_sdk::reader::encoding::Encoding;
use zhidai_sdk::render::yuan;
use zhidai_sdk::{Error, Kind, Result};

/// Exactly what is signed: recomputed from the file that the signer has read, or named by its digest.
#[derive(Args)]
pub(crate) struct Signed {
	/// The draft: LOAN/DRAFT
	draft: DraftId,
	/// The drawdown file that you have read; its digest is made here
	#[arg(long, value_name = "FILE", required_unless_present = "digest", requires = "expires_on")]
	csv: Option<PathBuf>,
	/// The draft's last day, which is signed with the file
	#[arg(long, value_name = "DATE", requires = "csv")]
	expires_on: Option<Day>,
	/// The returned payments that the file's lines pay again, in their order; can be given several times
	#[arg(long, value_name = "UETR", requires = "csv")]
	returned: Vec<Uetr>,
	/// What of the file's payments rests on other documents than their lines name, as it was drafted
	#[arg(long = "allocate", value_name = "LINE:EVIDENCE:YUAN", value_parser = allocation, requires = "csv")]
	allocations: Vec<Allocation>,
	/// Or the digest of the draft
	#[arg(long, value_parser = digest, conflicts_with = "csv")]
	digest: Option<Digest>,
}

#[derive(Subcommand)]
pub(crate) enum Drawdown {
	/// Draft the payments of a CSV file: by the borrower as its application, or by the bank's maker
	///
	/// Header: uetr,plan_line,amount_yuan,account_version,evidence. Where a key is left out, it is made and written to
	/// NAME.keyed.csv before anything is sent, so the same command again is safe.
	Draft {
		/// The loan
		#[arg(long)]
		loan: u32,
		/// The payments
		#[arg(long, value_name = "FILE")]
		csv: PathBuf,
		/// The draft's last day
		#[arg(long, value_name = "DATE")]
		expires_on: Day,
		/// How much of a payment, by its line from 0, rests on another document, too (分摊); can be given several times
		#[arg(long = "allocate", value_name = "LINE:EVIDENCE:YUAN", value_parser = allocation)]
		allocations: Vec<Allocation>,
	},
	/// Let the contract divide a drawdown over lines of its plan (拆分): by what is left of each, by amounts, by shares
	///
	/// With --dry-run, what each line would get and every rule that the payments would break.
	Split(split::Split),
	/// Every rule that the payments of a CSV file would break, sending nothing
	Check {
		/// The loan
		#[arg(long)]
		loan: u32,
		/// The payments
		#[arg(long, value_name = "FILE")]
		csv: PathBuf,
		/// The draft's last day
		#[arg(long, value_name = "DATE")]
		expires_on: Option<Day>,
	},
	/// Mandate the bank to pay, as the borrower (支付委托)
	Mandate(Signed),
	/// Take up the borrower's application, as the bank's maker (经办)
	Make(Signed),
	/// Approve, as the bank's checker (复核)
	Approve(Signed),
	/// Reject
	Reject {
		#[command(flatten)]
		signed: Signed,
		/// Why
		#[arg(long, value_parser = super::reason)]
		reason: String,
	},
	/// Release: the bank may pay (授权)
	Release {
		#[command(flatten)]
		signed: Signed,
		/// Only these lines, from 0; can be given several times. Without it, all that still wait
		#[arg(long = "line")]
		lines: Vec<u16>,
	},
	/// Leave lines out for good: undrawn again
	Exclude {
		#[command(flatten)]
		signed: Signed,
		/// A line, from 0; can be given several times
		#[arg(long = "line", required = true)]
		lines: Vec<u16>,
	},
	/// Enter the bank's settlement results from a CSV file (录入), for another officer to book
	///
	/// Header: uetr,outcome,amount_yuan,account_version,bank_reference,booked_on,value_on,reason; outcome is settled,
	/// failed or returned, and account_version can be empty.
	Enter {
		/// The results
		#[arg(long, value_name = "FILE")]
		csv: PathBuf,
		/// The file's encoding: utf-8, gb18030 or utf-16; needed only where it could be two
		#[arg(long)]
		encoding: Option<Encoding>,
	},
	/// List the settlement files of a bank that were entered and not booked
	Entered {
		/// The bank; else that of the key
		#[arg(long)]
		bank: Option<u32>,
	},
	/// Book a settlement file that another officer has entered, as a checker (入账, 退汇); header as for `enter`
	///
	/// What fits no payment, or not exactly, waits as a mismatch. Where nothing of the file was booked, now or before,
	/// the exit code is 3.
	Settle {
		/// The results
		#[arg(long, value_name = "FILE")]
		csv: PathBuf,
		/// The file's encoding: utf-8, gb18030 or utf-16; needed only where it could be two
		#[arg(long)]
		encoding: Option<Encoding>,
	},
	/// Book that a draft expired
	Lapse {
		/// The draft: LOAN/DRAFT
		draft: DraftId,
	},
	/// List the drafts of a loan
	List {
		/// The loan
		#[arg(long)]
		loan: u32,
	},
	/// Show a draft, its lines and the digest that is signed
	Show {
		/// The draft: LOAN/DRAFT
		draft: DraftId,
	},
}

impl Drawdown {
	pub(crate) async fn run(self, context: &Context) -> Result<()> {
		let send = |call| context.send(call);
		match self {
			Self::Draft { loan, csv, expires_on, allocations } => {
				draft(context, loan, &csv, expires_on, &allocations).await
			}
			Self::Split(split) => split.run(context).await,
			Self::Check { loan, csv, expires_on } => {
				in_file(&csv, check(context, loan, &tried_keys(&csv)?, expires_on).await)
			}
			Self::Mandate(signed) => {
				let (loan, draft, digest) = signed.parts(context).await?;
				send(payments::mandate(loan, draft, digest)).await
			}
			Self::Make(signed) => {
				let (loan, draft, digest) = signed.parts(context).await?;
				send(payments::make(loan, draft, digest)).await
			}
			Self::Approve(signed) => {
				let (loan, draft, digest) = signed.parts(context).await?;
				send(payments::approve(loan, draft, digest)).await
			}
			Self::Reject { signed, reason } => {
				let (loan, draft, digest) = signed.parts(context).await?;
				send(payments::reject(loan, draft, digest, &reason)).await
			}
			Self::Release { signed, lines } => {
				let (loan, draft, digest) = signed.parts(context).await?;
				send(payments::release(loan, draft, digest, &lines)).await
			}
			Self::Exclude { signed, lines } => {
				let (loan, draft, digest) = signed.parts(context).await?;
				send(payments::exclude(loan, draft, digest, &lines)).await
			}
			Self::Enter { csv, encoding } => settlement::enter(context, &csv, encoding).await,
			Self::Entered { bank } => settlement::list(context, "file", "EnteredFiles", bank).await,
			Self::Settle { csv, encoding } => settlement::settle(context, &csv, encoding).await,
			Self::Lapse { draft } => send(payments::lapse(draft.loan, draft.draft)).await,
			Self::List { loan } => context.show_records("draft", "Payments", "Drafts", &[json!(loan)]).await,
			Self::Show { draft } => show(context, draft).await,
		}
	}
}

impl Signed {
	/// What is signed: loan, draft and digest.
	async fn parts(&self, context: &Context) -> Result<(LoanId, DraftNo, Digest)> {
		let DraftId { loan, draft } = self.draft;
		let digest = match (&self.csv, self.expires_on, self.digest) {
			(Some(csv), Some(expires_on), _) => {
				let genesis = Digest::from(context.client().await?.genesis().0);
				let lines = with_keys(csv)?;
				match (self.returned.as_slice(), self.allocations.as_slice()) {
					([], allocations) => drawdown_digest(genesis, loan, &lines, expires_on, allocations),
					(returned, []) => order_digest(genesis, loan, &lines, expires_on, returned),
					_ => return Err(Error::usage("what is paid again has no allocations of its own")),
				}
			}
			(None, _, Some(digest)) => digest,
			_ => return Err(Error::usage("give --csv with --expires-on, or --digest")),
		};
		Ok((loan, draft, digest))
	}
}

/// What is drawn down, and signed.
#[derive(Clone, Copy)]
pub(super) struct Drawn<'a> {
	pub(super) loan: u32,
	pub(super) lines: &'a [DraftLine],
	pub(super) allocations: &'a [Allocation],
	pub(super) expires_on: Day,
}

impl Drawn<'_> {
	async fn digest(&self, context: &Context) -> Result<Digest> {
		let genesis = Digest::from(context.client().await?.genesis().0);
		Ok(drawdown_digest(genesis, LoanId(self.loan), self.lines, self.expires_on, self.allocations))
	}
}

/// The call that drafts it.
pub(super) fn drawdown(
	loan: LoanId,
	lines: &[DraftLine],
	allocations: &[Allocation],
	expires_on: Day,
) -> Call {
	match allocations {
		[] => payments::draft(loan, lines, expires_on),
		_ => payments::draft_allocated(loan, lines, allocations, expires_on),
	}
}

fn next(receipt: &Receipt) -> Option<String> {
	let (loan, draft) = (receipt.number("loan")?, receipt.number("draft")?);
	let digest = receipt.event("Payments.Drafted")?.get("digest")?.as_str()?;
	Some(format!("zhidai drawdown mandate {loan}/{draft} --digest {digest}"))
}

async fn draft(
	context: &Context,
	loan: u32,
	csv: &Path,
	expires_on: Day,
	allocations: &[Allocation],
) -> Result<()> {
	if context.is_trial() {
		return in_file(csv, check(context, loan, &tried_keys(csv)?, Some(expires_on)).await);
	}
	let lines = with_keys(csv)?;
	let call = drawdown(LoanId(loan), &lines, allocations, expires_on);
	let drawn = Drawn { loan, lines: &lines, allocations, expires_on };
	let sent = match context.submit(&call).await {
		// By whatever rule: a key that is used is only the first that comes to mind.
		Err(error) if error.kind == Kind::Refused => match drafted_before(context, drawn).await? {
			Some(number) => return say_drafted(context, loan, number, &lines),
			None => Err(error),
		},
		sent => sent,
	};
	let Some(receipt) = in_file(csv, sent)? else { return Ok(()) };
	ensure_drafted(context, drawn, &receipt).await?;
	context.done(&call, &receipt, next(&receipt));
	Ok(())
}

/// The number of the final draft that is this very one and still counts: the command was given before, and
/// went through. A draft that was rejected or has lapsed does not count; there the refusal stands.
async fn drafted_before(context: &Context, drawn: Drawn<'_>) -> Result<Option<DraftNo>> {
	let same = same_draft(context, drawn).await?;
	let counts = |state: &str| matches!(state, "Drafted" | "Approved" | "Done");
	Ok(same.filter(|(_, state)| counts(state)).map(|(number, _)| number))
}

/// The number of the final draft or order that is this very one, and where it stands.
pub(super) async fn same_draft(context: &Context, drawn: Drawn<'_>) -> Result<Option<(DraftNo, String)>> {
	let loan = drawn.loan;
	let Some(first) = drawn.lines.first() else { return Ok(None) };
	let reader = context.read_exact().await?;
	let Some(payment) = reader.record("Payments", "Payments", &[json!(first.uetr)]).await? else {
		return Ok(None);
	};
	let number: u32 = PAYMENT_DRAFT.number(&payment)?;
	if PAYMENT_LOAN.number::<u32>(&payment)? != loan {
		return Ok(None);
	}
	let Some(draft) = reader.record("Payments", "Drafts", &[json!(loan), json!(number)]).await? else {
		return Ok(None);
	};
	let state = DRAFT_STATE.text(&draft)?.to_owned();
	let found = hash(DRAFT_DIGEST.text(&draft)?)?;
	let own = drawn.digest(context).await?;
	Ok((found == own.0).then_some((DraftNo(number), state)))
}

/// What the same command says the second time: it is done.
pub(super) fn say_drafted(context: &Context, loan: u32, number: DraftNo, lines: &[DraftLine]) -> Result<()> {
	let sum = sum_of(lines);
	context.show(&json!({
		"outcome": "final before", "loan": loan, "draft": number.0, "payments": lines.len(), "sum_fen": sum,
	}));
	if !context.json() {
		crate::output::say(&format!("next: zhidai drawdown show {loan}/{}", number.0));
	}
	Ok(())
}

/// Refuses where the chain drafted something else than was sent: a node that lies is found out here.
async fn ensure_drafted(context: &Context, drawn: Drawn<'_>, receipt: &Receipt) -> Result<()> {
	let Some(event) = receipt.event("Payments.Drafted") else { return Ok(()) };
	let expected = drawn.digest(context).await?;
	let found = event.get("digest").and_then(Json::as_str).map(hash).transpose()?;
	match found == Some(expected.0) {
		true => Ok(()),
		false => Err(Error::new(
			Kind::Verification,
			"the chain's digest of the draft is not the digest of what was sent",
		)),
	}
}

/// Prints every rule that would be broken; the exit code is that of a refusal where there is one.
async fn check(context: &Context, loan: u32, lines: &[DraftLine], expires_on: Option<Day>) -> Result<()> {
	let reader = context.read_exact().await?;
	ensure_unbroken(&reader, loan, lines, expires_on).await?;
	let sum = sum_of(lines);
	context.show_at(&reader, &json!({ "payments": lines.len(), "sum_fen": sum, "broken_rules": [] }));
	Ok(())
}

/// Refuses with every rule that these payments would break.
async fn ensure_unbroken(
	reader: &Reader,
	loan: u32,
	lines: &[DraftLine],
	expires_on: Option<Day>,
) -> Result<()> {
	let asked = |cursor: Option<u32>, limit: u32| (LoanId(loan), lines.to_vec(), expires_on, cursor, limit);
	let violations: Vec<Violation> = reader.ask_all("check_payment", asked).await?;
	Error::collect(violations.iter().map(|violation| broken(reader.metadata(), violation)).collect())
}

fn sum_of(lines: &[DraftLine]) -> Fen {
	Fen::checked_sum(lines.iter().map(DraftLine::amount)).unwrap_or_default()
}

fn broken(metadata: &zhidai_sdk::subxt::metadata::Metadata, violation: &Violation) -> Error {
	let mut error = match Rule::reported(metadata, violation.rule) {
		Some(rule) => Rule { line: violation.line.map(u32::from), ..rule }.into_error(),
		None => {
			Error::new(Kind::Refused, format!("a rule that this program does not know: {:?}", violation.rule))
		}
	};
	if let Some((have, allowed)) = violation.have.zip(violation.allowed) {
		// Of all rules only the last day is no amount.
		let shown = |value: u64| match error.rule.as_deref() {
			Some("Payments.ExpiryOutOfRange") => {
				u32::try_from(value).map_or_else(|_| "–".into(), |day| Day(day).to_string())
			}
			_ => yuan(Fen(value)),
		};
		error.message = format!("{} (has {}, allowed {})", error.message, shown(have), shown(allowed));
	}
	Error { kind: Kind::Refused, ..error }
}

async fn show(context: &Context, id: DraftId) -> Result<()> {
	let reader = context.read_to_sign(context.style()).await?;
	let missing = || Error::new(Kind::NotFound, format!("there is no draft {}/{}", id.loan, id.draft));
	let draft = reader.record("Payments", "Drafts", &id.keys()).await?.ok_or_else(missing)?;
	let lines = reader.record("Payments", "DraftLines", &id.keys()).await?;
	let returned = reader.record("Payments", "Repays", &id.keys()).await?;
	let allocations = reader.record("Payments", "DraftAllocations", &id.keys()).await?;
	ensure_genuine(context, &reader, id, &draft).await?;
	let shown = json!({
		"loan": id.loan, "draft": id.draft, "record": draft, "lines": lines, "allocations": allocations,
		"pays_again": returned,
	});
	context.show_at(&reader, &shown);
	Ok(())
}

/// Refuses to show a draft whose lines do not have the digest that is signed: people approve what they are shown, by
/// that digest. Made here of the bytes that the chain holds.
async fn ensure_genuine(context: &Context, reader: &Reader, id: DraftId, draft: &Json) -> Result<()> {
	let lines: Option<Vec<DraftLine>> = reader.kept("Payments", "DraftLines", &id.keys()).await?;
	let returned: Option<Vec<Uetr>> = reader.kept("Payments", "Repays", &id.keys()).await?;
	let allocations: Option<Vec<Allocation>> =
		reader.kept("Payments", "DraftAllocations", &id.keys()).await?;
	let (lines, returned) = (lines.unwrap_or_default(), returned.unwrap_or_default());
	let last: Day = DRAFT_EXPIRES_ON.text(draft)?.parse().map_err(Error::unexpected)?;
	let genesis = Digest::from(context.client().await?.genesis().0);
	let made = match returned.as_slice() {
		[] => drawdown_digest(genesis, id.loan, &lines, last, &allocations.unwrap_or_default()),
		_ => order_digest(genesis, id.loan, &lines, last, &returned),
	};
	match Digest::from(hash(DRAFT_DIGEST.text(draft)?)?) == made {
		true => Ok(()),
		false => Err(Error::new(
			Kind::Verification,
			"the node's draft is not genuine: its lines do not have the digest that is signed",
		)),
	}
}
