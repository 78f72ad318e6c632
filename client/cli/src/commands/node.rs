use crate::context::Context;
use clap::Subcommand;
use serde_json::json;
use zhidai_sdk::{Error, Kind, Result};

#[derive(Subcommand)]
pub(crate) enum Node {
	/// Whether the node answers, its chain, its best and its last final block
	Status,
}

/// Behind by more than this, finality has stopped.
const LAG: u64 = 10;

impl Node {
	pub(crate) async fn run(self, context: &Context) -> Result<()> {
		let Self::Status = self;
		let client = context.client().await?;
		let (best, finalised) = client.heights().await?;
		let at = client.at_final().await?;
		context.show(&json!({
			"url": client.url(),
			"genesis": format!("{:?}", client.genesis()),
			"spec_version": at.spec_version(),
			"best": best,
			"final": finalised,
		}));
		match best.saturating_sub(finalised) > LAG {
			true => Err(Error::new(Kind::Network, format!("finality is {} blocks behind", best - finalised))),
			false => Ok(()),
		}
	}
}
