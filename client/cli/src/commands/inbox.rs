use crate::context::Context;
use clap::Args;
use serde_json::{json, Value as Json};
use zhidai_sdk::Result;

#[derive(Args)]
pub(crate) struct Inbox {
	/// The account; else that of the key
	#[arg(long)]
	account: Option<String>,
}

impl Inbox {
	pub(crate) async fn run(self, context: &Context) -> Result<()> {
		let account = match self.account {
			Some(account) => account,
			None => context.own_account()?,
		};
		let reader = context.read().await?;
		let work = reader.items("ZhidaiApi", "inbox", &[json!(account)]).await?;
		context.show_at(&reader, &Json::Array(work));
		Ok(())
	}
}
