use super::{digest, sha256_of};
use crate::context::Context;
use clap::{Subcommand, ValueEnum};
use serde_json::{json, Value as Json};
use std::path::PathBuf;
use zhidai_primitives::{Day, Digest, OrgId};
use zhidai_sdk::calls::credentials;
use zhidai_sdk::{Error, Result};

/// What is recorded.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Kind {
	/// 监督抽查不合格
	FailedSpotCheck,
	/// 安全生产处罚
	PenaltySafety,
	/// 环保处罚
	PenaltyEnvironment,
	/// 纳税处罚
	PenaltyTax,
	/// 市场监管处罚
	PenaltyMarketRegulation,
	/// 经营异常
	AbnormalOperation,
	/// 严重违法失信
	SeriousBreach,
}

impl Kind {
	fn json(self) -> Json {
		match self {
			Self::FailedSpotCheck => json!("FailedSpotCheck"),
			Self::PenaltySafety => json!("PenaltySafety"),
			Self::PenaltyEnvironment => json!("PenaltyEnvironment"),
			Self::PenaltyTax => json!("PenaltyTax"),
			Self::PenaltyMarketRegulation => json!("PenaltyMarketRegulation"),
			Self::AbnormalOperation => json!("AbnormalOperation"),
			Self::SeriousBreach => json!("SeriousBreach"),
		}
	}
}

#[derive(Subcommand)]
pub(crate) enum Adverse {
	/// Enter a record; a checker confirms it, and only then it counts
	Report {
		/// The firm
		#[arg(long)]
		org: u32,
		/// What
		#[arg(long, value_enum)]
		kind: Kind,
		/// The day of what is recorded
		#[arg(long, value_name = "DATE")]
		happened_on: Day,
		/// The document; its digest goes to the chain
		#[arg(long, value_name = "FILE")]
		document: PathBuf,
	},
	/// Confirm a record as another person: a failed spot check freezes in the same block
	Confirm {
		/// The record
		id: u32,
		/// The document that the confirmer saw
		#[arg(long, value_name = "FILE", required_unless_present = "digest")]
		document: Option<PathBuf>,
		/// Or the digest that it was entered under
		#[arg(long, value_parser = digest, conflicts_with = "document")]
		digest: Option<Digest>,
	},
	/// Take back a record that is not confirmed
	Withdraw {
		/// The record
		id: u32,
	},
	/// Object to a record, as the firm (异议)
	Object {
		/// The record
		id: u32,
	},
	/// Book the re-inspection (复检)
	Reinspect {
		/// The record
		id: u32,
		/// It passed: the record is annulled
		#[arg(long, conflicts_with = "failed", required_unless_present = "failed")]
		passed: bool,
		/// It failed again
		#[arg(long)]
		failed: bool,
	},
	/// Make a record final (终结)
	Finalise {
		/// The record
		id: u32,
	},
	/// Annul a record: it counts as never (撤销)
	Annul {
		/// The record
		id: u32,
	},
	/// Book that it was set right: the freeze ends, the look-back still counts it (整改)
	Rectify {
		/// The record
		id: u32,
	},
	/// List the records of a firm
	List {
		/// The firm
		#[arg(long)]
		org: u32,
	},
}

impl Adverse {
	pub(crate) async fn run(self, context: &Context) -> Result<()> {
		let send = |call| context.send(call);
		match self {
			Self::Report { org, kind, happened_on, document } => {
				let call =
					credentials::report_adverse(OrgId(org), kind.json(), happened_on, sha256_of(&document)?);
				let next = |receipt: &zhidai_sdk::chain::Receipt| {
					Some(format!(
						"another person: zhidai adverse confirm {} --document FILE",
						receipt.number("record")?
					))
				};
				context.send_then(call, next).await
			}
			Self::Confirm { id, document, digest } => {
				let digest = match (document, digest) {
					(Some(document), _) => sha256_of(&document)?,
					(None, Some(digest)) => digest,
					(None, None) => return Err(Error::usage("give --document or --digest")),
				};
				context.confirm("a failed spot check freezes the firm's undrawn limits at every bank")?;
				send(credentials::confirm_adverse(id, digest)).await
			}
			Self::Withdraw { id } => send(credentials::withdraw_adverse(id)).await,
			Self::Object { id } => send(credentials::object(id)).await,
			Self::Reinspect { id, failed, .. } => send(credentials::reinspect(id, failed)).await,
			Self::Finalise { id } => send(credentials::finalise(id)).await,
			Self::Annul { id } => send(credentials::annul(id)).await,
			Self::Rectify { id } => send(credentials::rectify(id)).await,
			Self::List { org } => list(context, org).await,
		}
	}
}

async fn list(context: &Context, org: u32) -> Result<()> {
	let reader = context.read().await?;
	let ids = reader.record("Credentials", "AdverseByOrg", &[json!(org)]).await?.unwrap_or_else(|| json!([]));
	let mut records = Vec::new();
	for id in ids.as_array().into_iter().flatten() {
		let record = reader.record("Credentials", "AdverseRecords", std::slice::from_ref(id)).await?;
		records.push(json!({ "id": id, "record": record }));
	}
	context.show_at(&reader, &json!(records));
	Ok(())
}
