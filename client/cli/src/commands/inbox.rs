use crate::context::Context;
use clap::Args;
use serde_json::{json, Value as Json};
use zhidai_sdk::chain::Reader;
use zhidai_sdk::{Error, Result};

/// Entries of one page.
const PAGE: u32 = 500;

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
		let work = collect(&reader, &account).await?;
		context.show_at(&reader, &Json::Array(work));
		Ok(())
	}
}

/// All pages of an inbox in one. A page can be empty and not be the last.
async fn collect(reader: &Reader, account: &str) -> Result<Vec<Json>> {
	let (mut work, mut cursor) = (Vec::new(), Json::Null);
	loop {
		let page = reader.api("ZhidaiApi", "inbox", &[json!(account), cursor, json!(PAGE)]).await?;
		let (Some(Json::Array(items)), Some(next)) = (page.get("items"), page.get("next")) else {
			return Err(Error::unexpected("the chain's answer is no page of an inbox"));
		};
		work.extend(items.iter().cloned());
		cursor = next.clone();
		if cursor.is_null() {
			return Ok(work);
		}
	}
}
