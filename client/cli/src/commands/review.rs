use super::{digest, quarter};
use crate::context::Context;
use clap::{Args, Subcommand};
use serde_json::json;
use zhidai_api::{Digest, LoanId, Quarter, Uetr};
use zhidai_sdk::calls::supervision;
use zhidai_sdk::Result;

#[derive(Args)]
pub(crate) struct Period {
	/// The loan
	#[arg(long)]
	loan: u32,
	/// The quarter, like 2026Q1
	#[arg(long, value_parser = quarter)]
	quarter: Quarter,
}

#[derive(Subcommand)]
pub(crate) enum Review {
	/// Count payments of a quarter, up to 500 at a time
	Count {
		#[command(flatten)]
		period: Period,
		/// The payments
		#[arg(required = true, num_args = 1..=500)]
		uetrs: Vec<Uetr>,
	},
	/// Take counted payments back that were returned, or whose evidence was retracted (冲回)
	TakeBack {
		#[command(flatten)]
		period: Period,
		/// The payments
		#[arg(required = true, num_args = 1..=500)]
		uetrs: Vec<Uetr>,
	},
	/// Open the review after the quarter's end
	Open(Period),
	/// Sign the review: the bank's checker and the regulator's
	Sign {
		#[command(flatten)]
		period: Period,
		/// The review's digest, from `zhidai review show`
		#[arg(long, value_parser = digest)]
		digest: Digest,
	},
	/// Show a review
	Show(Period),
}

impl Review {
	pub(crate) async fn run(self, context: &Context) -> Result<()> {
		match self {
			Self::Count { period, uetrs } => {
				context.send(supervision::count(LoanId(period.loan), period.quarter, &uetrs)).await
			}
			Self::TakeBack { period, uetrs } => {
				context.send(supervision::take_back(LoanId(period.loan), period.quarter, &uetrs)).await
			}
			Self::Open(period) => {
				context.send(supervision::open_review(LoanId(period.loan), period.quarter)).await
			}
			Self::Sign { period, digest } => {
				context.send(supervision::sign_review(LoanId(period.loan), period.quarter, digest)).await
			}
			Self::Show(period) => {
				let keys = [json!(period.loan), json!(period.quarter)];
				context.show_record("such review", "Supervision", "Reviews", &keys).await
			}
		}
	}
}
