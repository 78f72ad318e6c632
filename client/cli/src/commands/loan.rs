mod figures;

use super::{digest, in_file, json_file};
use crate::context::Context;
use crate::output;
use clap::{Args, Subcommand, ValueEnum};
use serde_json::{json, Value as Json};
use std::path::PathBuf;
use zhidai_api::{Day, Digest, Fen, LoanId, OrgId};
use zhidai_sdk::calls::loans;
use zhidai_sdk::chain::{Call, Reader, Words};
use zhidai_sdk::encode::Encoder;
use zhidai_sdk::fields::{self, HOLD_KEY, HOLD_KIND, HOLD_PLACED_BY, HOLD_REFERENCE, PINNED, TERMS_VERSION};
use zhidai_sdk::render::Style;
use zhidai_sdk::{digests, Error, Kind, Result};

/// Exactly what is signed: recomputed from the file that the signer has read, or named by its digest.
#[derive(Args)]
pub(crate) struct Signed {
	/// The offer that you have read; its digest is made here, with what the chain pinned
	#[arg(long, value_name = "FILE", required_unless_present = "digest")]
	file: Option<PathBuf>,
	/// Or the digest of the offer
	#[arg(long, value_parser = digest, conflicts_with = "file")]
	digest: Option<Digest>,
}

/// Which of a loan's holds: as much as tells it from the others.
#[derive(Args)]
pub(crate) struct Which {
	/// Which kind
	#[arg(long, value_enum)]
	kind: HoldKind,
	/// The order or decision that it was placed with
	#[arg(long, value_name = "FILE")]
	order: Option<PathBuf>,
	/// Or its digest, as the trace shows it
	#[arg(long, value_parser = digest, conflicts_with = "order")]
	reference: Option<Digest>,
	/// The organisation that placed it
	#[arg(long, value_name = "ORG")]
	placed_by: Option<u32>,
}

impl Which {
	/// Lifts the hold that is meant now. The same command again means the same one, though it stands no more by then.
	async fn lift(&self, context: &Context, loan: u32) -> Result<()> {
		let order = self.order.as_deref().map(super::sha256_of).transpose()?;
		let reference = order.or(self.reference);
		let named = json!({
			"loan": loan, "kind": self.kind.name(), "reference": reference, "placed_by": self.placed_by,
		});
		context.send_meant(Words::new("Loans.lift_hold", named), self.call(context, loan, reference)).await
	}

	async fn call(&self, context: &Context, loan: u32, reference: Option<Digest>) -> Result<Call> {
		Ok(loans::lift_hold(LoanId(loan), self.key(context, loan, reference).await?))
	}

	/// The hold's key, where exactly one of those on the loan is meant.
	async fn key(&self, context: &Context, loan: u32, reference: Option<Digest>) -> Result<Json> {
		let reader = context.read_exact().await?;
		let holds = fields::items("Loans.Holds", reader.record("Loans", "Holds", &[json!(loan)]).await?)?;
		let wanted = [
			(HOLD_KIND, Some(json!(self.kind.name()))),
			(HOLD_REFERENCE, reference.map(|digest| json!(digest))),
			(HOLD_PLACED_BY, self.placed_by.map(|org| json!(org))),
		];
		let mut meant = Vec::new();
		for hold in &holds {
			let mut is_meant = true;
			for (field, value) in &wanted {
				let found = field.get(hold)?;
				is_meant &= value.as_ref().is_none_or(|value| found == value);
			}
			if is_meant {
				meant.push(HOLD_KEY.get(hold)?);
			}
		}
		match meant.as_slice() {
			[key] => Ok((*key).clone()),
			[] => Err(Error::new(Kind::NotFound, format!("there is no such hold on loan {loan}"))),
			several => {
				let list =
					several.iter().map(|key| format!("\n{}", output::indented(key))).collect::<String>();
				Err(Error::usage(format!(
					"several holds are meant; say which with --order, --reference or --placed-by:{list}"
				)))
			}
		}
	}
}

/// Why a loan is held.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum HoldKind {
	/// By the bank (止付)
	Bank,
	/// Anti-money-laundering (反洗钱)
	AntiMoneyLaundering,
	/// By a court (司法冻结)
	Judicial,
	/// By the market regulator that the contract names (市监止付)
	Regulator,
}

impl HoldKind {
	const fn name(self) -> &'static str {
		match self {
			Self::Bank => "Bank",
			Self::AntiMoneyLaundering => "AntiMoneyLaundering",
			Self::Judicial => "Judicial",
			Self::Regulator => "Regulator",
		}
	}
}

#[derive(Subcommand)]
pub(crate) enum Loan {
	/// Prepare a contract with its spending plan (经办)
	Offer {
		/// The offer as JSON
		#[arg(long, value_name = "FILE")]
		file: PathBuf,
	},
	/// Check a prepared contract, as another person (复核)
	Check {
		/// The loan
		id: u32,
		#[command(flatten)]
		signed: Signed,
	},
	/// Sign an offered contract, as the borrower (签约)
	Sign {
		/// The loan
		id: u32,
		#[command(flatten)]
		signed: Signed,
	},
	/// Take an offer back, or decline it
	Withdraw {
		/// The loan
		id: u32,
	},
	/// Book that an offer's last day is over (失效), before the chain does
	Lapse {
		/// The loan
		id: u32,
	},
	/// Book a repayment of principal (还款): entered by one officer, and entered again by a checker
	Repay {
		/// The loan
		id: u32,
		/// How much, in yuan
		#[arg(long, value_name = "YUAN")]
		amount: Fen,
		/// The bank's reference; only its digest goes to the chain
		#[arg(long)]
		reference: String,
		/// The booking date
		#[arg(long, value_name = "DATE")]
		booked_on: Day,
	},
	/// Correct a repayment that was booked wrongly (冲正): entered by one officer, and entered again by a checker
	CorrectRepayment {
		/// The loan
		id: u32,
		/// The bank's reference that it was booked under
		#[arg(long)]
		reference: String,
		/// Why it was wrong
		#[arg(long, value_parser = super::reason)]
		reason: String,
	},
	/// Close a loan that is repaid (结清): asked by one officer and agreed by a checker, while the borrower could
	/// still draw
	Close {
		/// The loan
		id: u32,
	},
	/// Hold a loan: no money leaves it. Each order, and each reason of the bank, is a hold of its own
	Hold {
		/// The loan
		id: u32,
		/// Why
		#[arg(long, value_enum)]
		kind: HoldKind,
		/// The court's order, the regulator's decision, or what the bank's hold rests on; its digest goes to the chain
		#[arg(long, value_name = "FILE", required_if_eq_any([("kind", "judicial"), ("kind", "regulator")]))]
		order: Option<PathBuf>,
		/// The order's last day
		#[arg(long, value_name = "DATE", required_if_eq("kind", "judicial"))]
		until: Option<Day>,
	},
	/// Lift one hold: asked by one officer, agreed by another, one of the two a checker; the others stand
	Lift {
		/// The loan
		id: u32,
		#[command(flatten)]
		which: Which,
	},
	/// Have another market regulator attest a loan's evidence (变更市监部门): asked by one officer of the bureau that does,
	/// or of one above both, agreed by another
	Regulator {
		/// The loan
		id: u32,
		/// The market regulator
		#[arg(long, value_name = "ORG")]
		to: u32,
	},
	/// Pass loans to another bank (转让): maker and checker of each bank give the same command
	Transfer {
		/// The loans
		#[arg(required = true)]
		ids: Vec<u32>,
		/// The bank that takes them
		#[arg(long, value_name = "ORG")]
		to: u32,
	},
	/// Take the place of the party that the own organisation succeeds (承继), as the council decided
	TakeOver {
		/// The loan
		id: u32,
	},
	/// List the loans of a bank or a borrower
	List {
		/// The bank
		#[arg(long, conflicts_with = "borrower")]
		bank: Option<u32>,
		/// The borrower
		#[arg(long)]
		borrower: Option<u32>,
	},
	/// Show a loan: every figure with what it is the sum of (对账), contract, ledger, plan, holds, how its parties
	/// changed, repayments that wait for their check, an early closing, another regulator or a transfer that was asked
	/// for
	Show {
		/// The loan
		id: u32,
	},
}

impl Loan {
	pub(crate) async fn run(self, context: &Context) -> Result<()> {
		let send = |call| context.send(call);
		match self {
			Self::Offer { file } => {
				let call = loans::offer(json_file(&file)?);
				let next = |receipt: &zhidai_sdk::chain::Receipt| {
					let loan = receipt.number("loan")?;
					Some(format!("another person: zhidai loan check {loan} --file {}", file.display()))
				};
				in_file(&file, context.send_then(call, next).await)
			}
			Self::Check { id, signed } => {
				let digest = signed.digest(context, id).await?;
				send(loans::check_offer(LoanId(id), digest)).await
			}
			Self::Sign { id, signed } => {
				let digest = signed.digest(context, id).await?;
				send(loans::sign(LoanId(id), digest)).await
			}
			Self::Withdraw { id } => send(loans::withdraw(LoanId(id))).await,
			Self::Lapse { id } => send(loans::lapse(LoanId(id))).await,
			Self::Repay { id, amount, reference, booked_on } => {
				let reference = digests::bank_reference(&reference)?;
				send(loans::book_repayment(LoanId(id), amount, reference.into(), booked_on)).await
			}
			Self::CorrectRepayment { id, reference, reason } => {
				let reference = digests::bank_reference(&reference)?;
				send(loans::correct_repayment(LoanId(id), reference.into(), &reason)).await
			}
			Self::Close { id } => send(loans::close(LoanId(id))).await,
			Self::Hold { id, kind, order, until } => {
				let hold = hold_of(kind, order, until)?;
				context.confirm(&format!("no money will leave loan {id}"))?;
				send(loans::hold(LoanId(id), hold)).await
			}
			Self::Lift { id, which } => which.lift(context, id).await,
			Self::Transfer { mut ids, to } => {
				ids.sort_unstable();
				let ids: Vec<LoanId> = ids.into_iter().map(LoanId).collect();
				send(loans::transfer(&ids, OrgId(to))).await
			}
			Self::TakeOver { id } => send(loans::take_over(LoanId(id))).await,
			Self::Regulator { id, to } => send(loans::change_regulator(LoanId(id), OrgId(to))).await,
			Self::List { bank, borrower } => list(context, bank, borrower).await,
			Self::Show { id } => show(context, id).await,
		}
	}
}

/// A hold, as the chain takes it.
fn hold_of(kind: HoldKind, order: Option<PathBuf>, until: Option<Day>) -> Result<Json> {
	Ok(match (kind, order, until) {
		(HoldKind::Judicial, Some(order), Some(until)) => {
			json!({ "Judicial": { "order": super::sha256_of(&order)?, "until": until.to_string() } })
		}
		(HoldKind::Judicial, ..) => return Err(Error::usage("a court's hold has --order and --until")),
		(HoldKind::Regulator, Some(order), _) => {
			json!({ "Regulator": { "order": super::sha256_of(&order)? } })
		}
		(HoldKind::Regulator, None, _) => return Err(Error::usage("a regulator's hold has --order")),
		(HoldKind::Bank | HoldKind::AntiMoneyLaundering, order, _) => {
			let reference = order.as_deref().map(super::sha256_of).transpose()?.unwrap_or_default();
			json!({ kind.name(): { "reference": reference } })
		}
	})
}

impl Signed {
	/// The digest of what the signer has read.
	async fn digest(&self, context: &Context, loan: u32) -> Result<Digest> {
		let Some(file) = &self.file else {
			return self.digest.ok_or_else(|| Error::usage("give --file or --digest"));
		};
		let request = json_file(file)?;
		let reader = context.read_to_sign(Style::Json).await?;
		let encoder = Encoder::new(reader.metadata());
		let offer = in_file(file, encoder.argument("Loans", "offer", "request", &request))?;
		let terms = terms(&reader, loan).await?;
		// It is signed too, and is in no file: the signer sees it here.
		let pinned = PINNED.get(&terms)?;
		if !context.json() {
			output::say(&format!("pinned by the chain:\n{}", output::indented(pinned)));
		}
		let pinned = encoder.stored("Loans", "LoanTerms", "pinned", &terms)?;
		Ok(digests::offer(context.client().await?.genesis().0, loan, &offer, &pinned).into())
	}
}

/// The terms in force of a loan.
async fn terms(reader: &Reader, loan: u32) -> Result<Json> {
	let missing = || Error::new(Kind::NotFound, format!("there is no loan {loan}"));
	let record = reader.record("Loans", "Loans", &[json!(loan)]).await?.ok_or_else(missing)?;
	let version = TERMS_VERSION.get(&record)?.clone();
	reader.record("Loans", "LoanTerms", &[json!(loan), version]).await?.ok_or_else(missing)
}

async fn list(context: &Context, bank: Option<u32>, borrower: Option<u32>) -> Result<()> {
	let reader = context.read().await?;
	let ids: Vec<Json> = match (bank, borrower) {
		(Some(org), _) => reader.items("ZhidaiApi", "loans_of_bank", &[json!(org)]).await?,
		(None, Some(org)) => reader.items("ZhidaiApi", "loans_of_borrower", &[json!(org)]).await?,
		(None, None) => {
			let all = reader.records("Loans", "Loans", &[]).await?;
			all.into_iter().map(|(keys, _)| super::only(keys, "Loans.Loans")).collect::<Result<_>>()?
		}
	};
	let mut loans = Vec::new();
	for id in ids {
		let missing = || Error::unexpected(format!("the chain lists loan {id} and does not keep it"));
		let loan = reader.record("Loans", "Loans", std::slice::from_ref(&id)).await?.ok_or_else(missing)?;
		loans.push(json!({ "loan": id, "contract": loan }));
	}
	context.show_at(&reader, &Json::Array(loans));
	Ok(())
}

async fn show(context: &Context, id: u32) -> Result<()> {
	let reader = context.read().await?;
	let key = [json!(id)];
	let missing = || Error::new(Kind::NotFound, format!("there is no loan {id}"));
	let loan = reader.record("Loans", "Loans", &key).await?.ok_or_else(missing)?;
	let terms = terms(&reader, id).await?;
	let ledger = reader.record("Loans", "Ledgers", &key).await?;
	let uses = reader.records("Loans", "PlanUses", &key).await?;
	let lines = reader.records("Loans", "PlanLines", &key).await?;
	let line_of_plan = |(keys, line): &(Vec<Json>, Json)| {
		let used = uses.iter().find(|(known, _)| known == keys).map(|(_, used)| used);
		json!({ "plan_line": keys.first(), "line": line, "use": used })
	};
	let plan: Vec<Json> = lines.iter().map(line_of_plan).collect();
	let figures = match &ledger {
		Some(ledger) => Some(figures::read(&reader, ledger, &lines, &uses).await?),
		// Nothing is drawn of what nobody signed.
		None => None,
	};
	let holds = reader.record("Loans", "Holds", &key).await?;
	let closing = reader.record("Loans", "EarlyClosings", &key).await?;
	let entered = reader.record("Loans", "Entered", &key).await?;
	let changes = reader.record("Loans", "PartyHistory", &key).await?;
	let regulator = reader.record("Loans", "RegulatorChanges", &key).await?;
	let transfer = reader.record("Loans", "Transfers", &key).await?;
	// Where the bank or the borrower is another one than signed, the collection account has another version.
	let collection = reader.record("Loans", "CollectionVersions", &key).await?;
	let mut shown = json!({
		"loan": id, "contract": loan, "terms": terms, "ledger": ledger, "plan": plan,
		"holds": holds, "entered": entered, "early_closing": closing, "party_changes": changes,
		"regulator_change": regulator, "transfer": transfer, "collection_version": collection,
	});
	match context.json() {
		true => shown["figures"] = json!(figures.as_ref().map(figures::Figures::json)),
		false => {
			output::print(&figures::headline(&reader, id, &loan).await?);
			if let Some(figures) = &figures {
				output::print(&format!("\n{}\n", figures.text()));
			}
		}
	}
	context.show_at(&reader, &shown);
	Ok(())
}
