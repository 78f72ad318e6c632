use super::credential::next;
use super::{digest, sha256_of};
use crate::context::Context;
use clap::{Subcommand, ValueEnum};
use serde_json::{json, Value as Json};
use std::path::PathBuf;
use zhidai_api::{AdverseId, Day, Digest, OrgId};
use zhidai_sdk::calls::credentials;
use zhidai_sdk::Result;

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
	/// Enter a record; another person confirms it, and only then it counts
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
	/// Confirm as another person what was proposed: a failed spot check freezes in the same block
	Confirm {
		/// The act
		act: u32,
		/// The digest that it was proposed under
		#[arg(long, value_parser = digest)]
		digest: Digest,
	},
	/// Take back what waits for another person, or refuse it as that person
	Withdraw {
		/// The act
		act: u32,
	},
	/// Object to a record, as the firm (异议)
	Object {
		/// The record
		id: u32,
	},
	/// Propose that a re-inspection (复检) failed again, once the firm objected or its time to is over; one that
	/// passed is `annul`, or `rectify` where the record is final
	Reinspect {
		/// The record
		id: u32,
	},
	/// Propose that a record is final (终结), once the firm's time to object is over
	Finalise {
		/// The record
		id: u32,
	},
	/// Propose to annul a record after a passed re-inspection: it counts as never (撤销)
	Annul {
		/// The record
		id: u32,
	},
	/// Propose that it was set right: the freeze ends, the look-back still counts it (整改)
	Rectify {
		/// The record
		id: u32,
	},
	/// Propose that a court or the higher authority set a final record aside (行政诉讼, 行政复议)
	Reverse {
		/// The record
		id: u32,
		/// Why
		#[arg(long)]
		reason: String,
		/// The decision; its digest goes to the chain
		#[arg(long, value_name = "FILE")]
		document: PathBuf,
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
		let propose = |call| context.send_then(call, |receipt| next("adverse", receipt));
		match self {
			Self::Report { org, kind, happened_on, document } => {
				let document = sha256_of(&document)?;
				propose(credentials::report_adverse(OrgId(org), kind.json(), happened_on, document)).await
			}
			Self::Confirm { act, digest } => {
				context.confirm("a failed spot check freezes the firm's undrawn limits at every bank")?;
				context.send(credentials::confirm(act, digest)).await
			}
			Self::Withdraw { act } => context.send(credentials::withdraw(act)).await,
			Self::Object { id } => context.send(credentials::object(id)).await,
			Self::Reinspect { id } => propose(credentials::reinspect(id)).await,
			Self::Finalise { id } => propose(credentials::finalise(id)).await,
			Self::Annul { id } => propose(credentials::annul(id)).await,
			Self::Rectify { id } => propose(credentials::rectify(id)).await,
			Self::Reverse { id, reason, document } => {
				propose(credentials::reverse(id, &reason, sha256_of(&document)?)).await
			}
			Self::List { org } => list(context, org).await,
		}
	}
}

async fn list(context: &Context, org: u32) -> Result<()> {
	let reader = context.read().await?;
	let ids: Option<Vec<AdverseId>> = reader.kept("Credentials", "AdverseByOrg", &[json!(org)]).await?;
	let mut records = Vec::new();
	for id in ids.unwrap_or_default() {
		let record = reader.record("Credentials", "AdverseRecords", &[json!(id)]).await?;
		records.push(json!({ "id": id, "record": record }));
	}
	context.show_at(&reader, &json!(records));
	Ok(())
}
