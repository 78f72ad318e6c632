use super::sha256_of;
use crate::context::Context;
use clap::Subcommand;
use serde_json::json;
use std::path::PathBuf;
use zhidai_sdk::calls::supervision;
use zhidai_sdk::Result;

#[derive(Subcommand)]
pub(crate) enum Alert {
	/// List the alerts, open and closed
	List,
	/// Show an alert
	Show {
		/// The alert
		id: u32,
	},
	/// Answer an alert about the own bank (说明); a regulator closes it
	Answer {
		/// The alert
		id: u32,
		/// How many further findings you saw that it counts; refused where more came since
		#[arg(long, default_value_t = 0)]
		further: u32,
		/// What the bank found out
		#[arg(long, value_parser = super::reason)]
		text: String,
		/// A document that shows it; its digest goes to the chain
		#[arg(long, value_name = "FILE")]
		document: Option<PathBuf>,
	},
	/// Close an alert with what was found
	Close {
		/// The alert
		id: u32,
		/// How many further findings you saw that it counts ("further" in `alert show` and the inbox); refused where
		/// more came since
		#[arg(long, default_value_t = 0)]
		further: u32,
		/// What was found
		#[arg(long)]
		outcome: String,
	},
}

impl Alert {
	pub(crate) async fn run(self, context: &Context) -> Result<()> {
		match self {
			Self::List => context.show_records("alert", "Supervision", "Alerts", &[]).await,
			Self::Show { id } => {
				context.show_record(&format!("alert {id}"), "Supervision", "Alerts", &[json!(id)]).await
			}
			Self::Answer { id, further, text, document } => {
				let document = document.as_deref().map(sha256_of).transpose()?;
				context.send(supervision::answer_alert(id, further, &text, document)).await
			}
			Self::Close { id, further, outcome } => {
				context.send(supervision::close_alert(id, further, &outcome)).await
			}
		}
	}
}
