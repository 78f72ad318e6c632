mod look_alikes;
mod party;

use super::{hex0x, sha256_of};
use crate::context::Context;
use crate::trace::said;
use clap::{Subcommand, ValueEnum};
use party::Parties;
use serde_json::{json, Value as Json};
use std::path::{Path, PathBuf};
use zhidai_api::{ClaimScope, ClaimSubject, Digest, EvidenceId, LoanId, OrgId, PendingClaim, Verdicts};
use zhidai_sdk::calls;
use zhidai_sdk::chain::{Call, Reader, Words};
use zhidai_sdk::documents::{self, Declaration, Document};
use zhidai_sdk::encode::Encoder;
use zhidai_sdk::render::Style;
use zhidai_sdk::{digests, fields, Error, Kind, Result};

/// What a side found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Finding {
	/// The bytes are the filed ones, and the declared fields agree with them (核验一致)
	Consistent,
	/// Confirmed at its source, with --source (查验属实)
	Confirmed,
	/// Not what was filed or declared (核验不一致)
	NotConsistent,
	/// Cannot be judged (无法判断)
	CannotTell,
}

/// Where a document was confirmed.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Source {
	/// The signature in the document
	DocumentSignature,
	/// The seller's or testing body's own statement
	IssuerStatement,
	/// A public register (查验平台), with --reference
	Register,
}

/// Why a side takes its positive verdict back.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Reason {
	/// The issuer reversed the document, with a red-letter invoice for one (红冲)
	Reversed,
	/// The purchase was cancelled, or the goods went back (退货, 解约)
	PurchaseCancelled,
	/// The document is not genuine (伪造)
	NotGenuine,
	/// The side had judged it wrongly (误判)
	JudgedInError,
}

impl Reason {
	/// As the chain names it.
	const fn name(self) -> &'static str {
		match self {
			Self::Reversed => "Reversed",
			Self::PurchaseCancelled => "PurchaseCancelled",
			Self::NotGenuine => "NotGenuine",
			Self::JudgedInError => "JudgedInError",
		}
	}
}

#[derive(Subcommand)]
pub(crate) enum Evidence {
	/// File a document for a loan: its digests go to the chain, its fields into a declaration beside it
	File {
		/// The loan
		#[arg(long)]
		loan: u32,
		/// The document: an e-invoice (XML), also a red-letter one, a contract, a report, a filing notice (JSON)
		#[arg(long, value_name = "FILE")]
		document: PathBuf,
		/// The contract of the purchase that it is of; of a red letter the invoice that it takes back
		#[arg(long, value_name = "EVIDENCE")]
		belongs_to: Option<u32>,
	},
	/// File a corrected document for evidence that is not verified
	Revise {
		/// The evidence
		id: u32,
		/// The revision that it replaces, from `zhidai evidence show`
		#[arg(long)]
		revision: u16,
		/// The corrected document
		#[arg(long, value_name = "FILE")]
		document: PathBuf,
		/// The contract of the purchase that it is of; of a red letter the invoice that it takes back
		#[arg(long, value_name = "EVIDENCE")]
		belongs_to: Option<u32>,
	},
	/// Give the own side's verdict: recomputes every digest from the document first (核验)
	Attest {
		/// The evidence
		id: u32,
		/// The document as it was received
		#[arg(long, value_name = "FILE")]
		document: PathBuf,
		/// Its declaration; else the one beside it
		#[arg(long, value_name = "FILE")]
		declaration: Option<PathBuf>,
		/// What was found
		#[arg(long, value_enum, default_value = "consistent")]
		verdict: Finding,
		/// Where it was confirmed
		#[arg(long, value_enum, required_if_eq("verdict", "confirmed"))]
		source: Option<Source>,
		/// The source's answer; its digest goes to the chain
		#[arg(long, value_name = "FILE")]
		reference: Option<PathBuf>,
	},
	/// Take the own side's positive verdict back (撤回核验): nothing more is paid on the evidence, until another
	/// person of the side attests it again
	Retract {
		/// The evidence
		id: u32,
		/// Why
		#[arg(long, value_enum)]
		reason: Reason,
		/// The paper that shows it, a red-letter invoice for one; its digest goes to the chain
		#[arg(long, value_name = "FILE")]
		paper: PathBuf,
	},
	/// Take evidence back that nothing rests on; what nobody gave a verdict on is gone then
	Withdraw {
		/// The evidence
		id: u32,
	},
	/// Have the loan's bank and market regulator of today attest evidence that was filed when it had others (承接)
	TakeOver {
		/// The evidence
		id: u32,
	},
	/// List the evidence of a loan
	List {
		/// The loan
		#[arg(long)]
		loan: u32,
	},
	/// Show evidence with its verdicts, and the documents that look like it
	Show {
		/// The evidence
		id: u32,
	},
	/// List claims that wait for the second side: whose, since when and until when
	#[command(group(clap::ArgGroup::new("scope").required(true)))]
	Claims {
		/// Of this evidence
		#[arg(group = "scope")]
		id: Option<u32>,
		/// Of this loan
		#[arg(long, group = "scope")]
		loan: Option<u32>,
		/// Those that wait for this organisation's verdict
		#[arg(long, group = "scope", value_name = "ORG")]
		waiting_for: Option<u32>,
	},
}

impl Evidence {
	pub(crate) async fn run(self, context: &Context) -> Result<()> {
		match self {
			Self::File { loan, document, belongs_to } => {
				let filing = Filing::read(context, &document, belongs_to)?;
				let words = filing.words("Evidence.file", json!(loan));
				let make = |content| calls::evidence::file(LoanId(loan), content);
				context.send_meant(words, filing.call(context, None, make)).await
			}
			Self::Revise { id, revision, document, belongs_to } => {
				let filing = Filing::read(context, &document, belongs_to)?;
				let words = filing.words("Evidence.revise", json!([id, revision]));
				let make = |content| calls::evidence::revise(EvidenceId(id), revision, content);
				context.send_meant(words, filing.call(context, Some(id), make)).await
			}
			Self::Attest { id, document, declaration, verdict, source, reference } => {
				let declaration = declaration.unwrap_or_else(|| Declaration::path_of(&document));
				let verdict = Statement { finding: verdict, source, reference };
				attest(context, id, &document, &declaration, verdict).await
			}
			Self::Retract { id, reason, paper } => {
				let named = Named::read(context, id).await?;
				let (evidence, reason, paper) = (EvidenceId(id), reason.name(), sha256_of(&paper)?);
				context
					.send(calls::evidence::retract(evidence, named.revision, named.digest, reason, paper))
					.await
			}
			Self::Withdraw { id } => context.send(calls::evidence::withdraw(EvidenceId(id))).await,
			Self::TakeOver { id } => context.send(calls::evidence::take_over(EvidenceId(id))).await,
			Self::List { loan } => list(context, loan).await,
			Self::Show { id } => show(context, id).await,
			Self::Claims { id, loan, waiting_for } => claims(context, id, loan, waiting_for).await,
		}
	}
}

/// What a person may want to know of the document before signing for it.
fn say_remarks(document: &Document) {
	document.remarks.iter().for_each(|remark| crate::output::say(&format!("remark: {remark}")));
}

/// A document that is to be filed, read once: its digests, its fields and what it is likened to are those of the same
/// bytes.
struct Filing {
	document: Document,
	fields_digest: String,
	belongs_to: Option<u32>,
}

impl Filing {
	fn read(context: &Context, path: &Path, belongs_to: Option<u32>) -> Result<Self> {
		let document = Document::read(path)?;
		say_remarks(&document);
		let declaration = match context.is_trial() {
			true => Declaration::tried(path, &document.fields),
			false => Declaration::beside(path, &document.fields),
		}?;
		Ok(Self { fields_digest: hex0x(&declaration.digest()?), document, belongs_to })
	}

	/// By what the filing is known again, whoever its sides are on the chain by then.
	fn words(&self, call: &str, about: Json) -> Words {
		let named = json!({
			"about": about, "sha256": hex0x(&self.document.sha256), "fields_digest": &self.fields_digest,
			"belongs_to": self.belongs_to,
		});
		Words::new(call, named)
	}

	async fn call(
		&self,
		context: &Context,
		own: Option<u32>,
		make: impl FnOnce(Json) -> Call,
	) -> Result<Call> {
		let parties = Parties::of(&context.read_exact().await?, &self.document.fields).await?;
		look_alikes::say_before_filing(context, &self.document.fields, &parties.sides, own).await?;
		Ok(make(self.content(&parties)))
	}

	/// What is filed of it.
	fn content(&self, parties: &Parties) -> Json {
		let fields = &self.document.fields;
		json!({
			"kind": fields.kind,
			"sha256": hex0x(&self.document.sha256),
			"sm3": hex0x(&self.document.sm3),
			"fields_digest": &self.fields_digest,
			"amount": fields.amount,
			"dated_on": fields.dated_on.to_string(),
			"seller": &parties.seller,
			"buyer": &parties.buyer,
			"belongs_to": self.belongs_to,
		})
	}
}

struct Statement {
	finding: Finding,
	source: Option<Source>,
	reference: Option<PathBuf>,
}

impl Statement {
	fn verdict(&self) -> Result<Json> {
		let confirmed = |source| json!({ "Confirmed": source });
		Ok(match (self.finding, self.source) {
			(Finding::Confirmed, Some(Source::DocumentSignature)) => confirmed("DocumentSignature"),
			(Finding::Confirmed, Some(Source::IssuerStatement)) => confirmed("IssuerStatement"),
			(Finding::Confirmed, Some(Source::Register)) => confirmed("Register"),
			(Finding::Confirmed, None) => {
				return Err(Error::usage("say where it was confirmed with --source"))
			}
			(_, Some(_)) => return Err(Error::usage("--source goes with --verdict confirmed only")),
			(Finding::Consistent, None) => json!("Consistent"),
			(Finding::NotConsistent, None) => json!("NotConsistent"),
			(Finding::CannotTell, None) => json!("CannotTell"),
		})
	}

	const fn speaks_for(&self) -> bool {
		matches!(self.finding, Finding::Consistent | Finding::Confirmed)
	}
}

/// What a verdict and a retraction name: a revision and its digest, computed from what was filed.
struct Named {
	record: Json,
	revision: u16,
	digest: Digest,
}

impl Named {
	async fn read(context: &Context, id: u32) -> Result<Self> {
		let reader = context.read_to_sign(Style::Json).await?;
		let missing = || no_evidence(EvidenceId(id));
		let record = reader.record("Evidence", "Evidence", &[json!(id)]).await?.ok_or_else(missing)?;
		let state = reader.record("Evidence", "States", &[json!(id)]).await?.ok_or_else(missing)?;
		let revision = fields::REVISION.number(&state)?;
		let content = fields::CONTENT.get(&record)?;
		let bytes = Encoder::new(reader.metadata()).argument("Evidence", "file", "content", content)?;
		let digest = digests::evidence(context.client().await?.genesis().0, id, revision, &bytes).into();
		Ok(Self { record, revision, digest })
	}
}

async fn attest(
	context: &Context,
	id: u32,
	path: &Path,
	declaration: &Path,
	statement: Statement,
) -> Result<()> {
	let verdict = statement.verdict()?;
	let Named { record, revision, digest } = Named::read(context, id).await?;
	// Signed with the digest; the paper itself knows no ids.
	let whole = fields::CONTENT.get(&record)?.get("belongs_to").filter(|whole| !whole.is_null());
	whole
		.into_iter()
		.for_each(|whole| crate::output::say(&format!("filed as belonging to evidence {whole}")));
	let (mut fingerprints, mut tags) = (Vec::new(), Vec::new());
	if statement.speaks_for() {
		let document = Document::read(path)?;
		say_remarks(&document);
		let declaration = Declaration::read(declaration)?;
		let parties = Parties::of(&context.read_to_sign(Style::Json).await?, &document.fields).await?;
		compare(&record, &document, &declaration, &parties)?;
		let key = context.consortium_key()?;
		fingerprints = documents::fingerprints(&key, &document.fields, &parties.sides)?;
		tags = documents::alert_tags(&key, &document.fields, &parties.sides)?;
		look_alikes::say(&context.read_exact().await?, &tags, Some(id)).await?;
	}
	let reference = statement.reference.as_deref().map(sha256_of).transpose()?;
	let fingerprints: Vec<Digest> = fingerprints.into_iter().map(Digest::from).collect();
	let (evidence, tags) = (EvidenceId(id), look_alikes::json(&tags));
	let call =
		calls::evidence::give_verdict(evidence, revision, digest, verdict, reference, &fingerprints, tags);
	context.send(call).await
}

/// Refuses where the document is not what was filed. Every difference is named.
fn compare(record: &Json, document: &Document, declaration: &Declaration, parties: &Parties) -> Result<()> {
	declaration.ensure_matches(&document.fields)?;
	let read = &document.fields;
	let read = [
		("SHA-256", fields::CONTENT_SHA256, json!(hex0x(&document.sha256))),
		("SM3", fields::CONTENT_SM3, json!(hex0x(&document.sm3))),
		("declared fields", fields::CONTENT_FIELDS_DIGEST, json!(hex0x(&declaration.digest()?))),
		("kind", fields::CONTENT_KIND, json!(read.kind)),
		("amount", fields::CONTENT_AMOUNT, json!(read.amount)),
		("date", fields::CONTENT_DATED_ON, json!(read.dated_on.to_string())),
		("seller", fields::CONTENT_SELLER, parties.seller.clone()),
		("buyer", fields::CONTENT_BUYER, parties.buyer.clone()),
	];
	let mut differs = Vec::new();
	for (name, field, value) in &read {
		if field.get(record)? != value {
			differs.push(*name);
		}
	}
	match differs.is_empty() {
		true => Ok(()),
		false => {
			let message = format!(
				"the document does not match what was filed: {}; no verdict was given. To say so on the chain: --verdict not-consistent",
				differs.join(", ")
			);
			Err(Error::new(Kind::Verification, message))
		}
	}
}

fn no_evidence(evidence: EvidenceId) -> Error {
	let message =
		format!("there is no evidence {evidence}, or it was withdrawn before anybody gave a verdict");
	Error::new(Kind::NotFound, message)
}

async fn full(reader: &Reader, evidence: EvidenceId) -> Result<Json> {
	let key = [json!(evidence)];
	let missing = || no_evidence(evidence);
	let record = reader.record("Evidence", "Evidence", &key).await?.ok_or_else(missing)?;
	let state = reader.record("Evidence", "States", &key).await?.ok_or_else(missing)?;
	let mut verdicts = Vec::new();
	for (keys, verdict) in reader.records("Evidence", "Verdicts", &key).await? {
		verdicts.push(json!({ "by": super::only(keys, "Evidence.Verdicts")?, "verdict": verdict }));
	}
	let subject = ClaimSubject { evidence, revision: fields::REVISION.number(&state)? };
	let looks_like = look_alikes::noted(reader, subject).await?;
	// Whether the document is this financing's for all banks; nothing while a side's verdict is missing, or once the
	// claim has given way to another.
	let claim = reader.record("Claims", "Claims", &[json!(subject)]).await?;
	let claim = claim.as_ref().map(|claim| fields::CLAIM_STATE.get(claim)).transpose()?;
	let standing = standing(reader, evidence).await?;
	let pending = pending(reader, ClaimScope::Evidence(evidence)).await?;
	Ok(json!({
		"evidence": evidence, "record": record, "state": state, "verdicts": verdicts, "standing": standing,
		"claim": claim, "pending_claim": pending.first().map(waiting), "looks_like": looks_like,
	}))
}

/// Whether each side's verdict still counts, and since when not: what was retracted or has lapsed is not shown as
/// if it stood.
async fn standing(reader: &Reader, evidence: EvidenceId) -> Result<Json> {
	let given: Option<Verdicts> = reader.ask("verdicts", (evidence,)).await?;
	Ok(given
		.map_or(Json::Null, |given| json!({ "bank": said(given.bank), "regulator": said(given.regulator) })))
}

/// Claims that wait for the second side.
async fn pending(reader: &Reader, scope: ClaimScope) -> Result<Vec<PendingClaim>> {
	reader.ask_all("pending_claims", |cursor: Option<EvidenceId>, limit: u32| (scope, cursor, limit)).await
}

/// A claim that waits, for people and in the record of a document.
fn waiting(claim: &PendingClaim) -> Json {
	json!({
		"evidence": claim.evidence,
		"revision": claim.revision,
		"loan": claim.loan,
		"side": claim.side,
		"org": claim.org,
		"officer": claim.officer,
		"since": claim.since.to_string(),
		"until": claim.until.to_string(),
		"waits_for": claim.waits_for,
	})
}

/// As JSON for programs, by the runtime's own metadata; people are shown the typed report.
async fn claims(
	context: &Context,
	id: Option<u32>,
	loan: Option<u32>,
	waiting_for: Option<u32>,
) -> Result<()> {
	let scope = match (id, loan, waiting_for) {
		(Some(id), ..) => ClaimScope::Evidence(EvidenceId(id)),
		(None, Some(loan), _) => ClaimScope::Loan(LoanId(loan)),
		(None, None, org) => ClaimScope::WaitFor(OrgId(org.unwrap_or_default())),
	};
	let reader = context.read().await?;
	let found = match context.json() {
		true => reader.items("ZhidaiApi", "pending_claims", &[json!(scope)]).await?,
		false => pending(&reader, scope).await?.iter().map(waiting).collect(),
	};
	context.show_at(&reader, &Json::Array(found));
	Ok(())
}

async fn list(context: &Context, loan: u32) -> Result<()> {
	let reader = context.read().await?;
	let mut list = Vec::new();
	for (_, id) in reader.records("Evidence", "ByLoan", &[json!(loan)]).await? {
		let number = id.as_u64().and_then(|number| u32::try_from(number).ok());
		let number =
			number.ok_or_else(|| Error::unexpected("Evidence.ByLoan keeps something else than evidence"))?;
		list.push(full(&reader, EvidenceId(number)).await?);
	}
	context.show_at(&reader, &Json::Array(list));
	Ok(())
}

async fn show(context: &Context, id: u32) -> Result<()> {
	let reader = context.read().await?;
	let record = full(&reader, EvidenceId(id)).await?;
	context.show_at(&reader, &record);
	Ok(())
}
