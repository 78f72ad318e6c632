//! Commands whose arguments are made of the chain's state of the moment: which hold is lifted, the number of the next
//! key, who stands behind a paper's numbers.
//!
//! Given again, such a command would make other arguments of another state, and so be another request: after its hold
//! is lifted there is none, after a rotation the next number is another one. So it is known again by its own words.
//! Where it did what is done once, and its words would do something else by now, it asks for a name: what it did for
//! one organisation is no answer for another.

use super::{Client, Receipt};
use crate::digests;
use crate::error::{Error, Result};
use crate::outbox::{Entry, Outbox};
use serde_json::Value as Json;
use std::time::Instant;
use subxt::config::substrate::AccountId32;

/// What a command says, before anything of the chain's state is added to it.
#[derive(Clone, Debug, PartialEq)]
pub struct Words {
	/// The call that it makes: `Loans.lift_hold`.
	call: String,
	/// What it names: numbers, and digests of the files that it reads.
	words: Json,
}

impl Words {
	/// The words of a command that makes this call.
	pub fn new(call: &str, words: Json) -> Self {
		Self { call: call.into(), words }
	}

	/// By what the outbox knows the request again.
	pub(super) fn request(&self, genesis: [u8; 32], account: [u8; 32], name: &str) -> String {
		let request = digests::command(genesis, account, &self.call, &self.words.to_string(), name);
		format!("0x{}", hex::encode(request))
	}
}

impl Client {
	/// The newest transaction that an account's command with these words made, under the name that was given to it.
	pub fn known(&self, words: &Words, account: &str, outbox: &Outbox, name: &str) -> Result<Option<Entry>> {
		let account: AccountId32 = account.parse().map_err(Error::unexpected)?;
		let request = words.request(self.genesis().0, account.0, name);
		Ok(outbox.entries()?.into_iter().rev().find(|entry| entry.about.request == request))
	}

	/// Tells what an earlier run did that is final.
	pub async fn told(&self, entry: &Entry, outbox: &Outbox) -> Result<Receipt> {
		self.receipt_of(entry, outbox, Instant::now()).await
	}
}
