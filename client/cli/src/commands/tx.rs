use crate::context::Context;
use clap::Subcommand;
use serde_json::Value as Json;
use zhidai_sdk::chain::Call;
use zhidai_sdk::{Error, Result};

#[derive(Subcommand)]
pub(crate) enum Tx {
	/// Send any call of the chain
	Send {
		/// The call: Pallet.call
		call: String,
		/// Its arguments as JSON
		#[arg(long, default_value = "{}", value_name = "JSON")]
		args: String,
	},
}

impl Tx {
	pub(crate) async fn run(self, context: &Context) -> Result<()> {
		let Self::Send { call, args } = self;
		let (pallet, name) = call
			.split_once('.')
			.ok_or_else(|| Error::usage("write the call as Pallet.call, like Payments.lapse"))?;
		let args: Json = serde_json::from_str(&args)
			.map_err(|error| Error::usage(format!("--args is not JSON: {error}")))?;
		context.send(Call::new(pallet, name, args)).await
	}
}
