//! Commands whose arguments are made of the chain's state of the moment.

use super::{no_key, state, Context};
use std::future::Future;
use zhidai_sdk::chain::{Call, Words};
use zhidai_sdk::outbox::{Entry, Outbox, State};
use zhidai_sdk::{Client, Result};

/// Whether it was carried out, and that is final.
fn is_done(entry: &Entry) -> bool {
	matches!(entry.state, State::Final { .. } | State::Before { .. })
}

impl Context {
	/// Sends what `resolve` makes of the chain's state. The same command again goes on with what it began, though the
	/// state is another one by then; what it did within the last day it tells, and later where there is nothing to do
	/// any more.
	pub(crate) async fn send_meant(
		&self,
		words: Words,
		resolve: impl Future<Output = Result<Call>>,
	) -> Result<()> {
		if self.is_trial() {
			return self.send(resolve.await?).await;
		}
		if self.global.dev.is_none() && self.global.key_file.is_none() {
			return Err(no_key());
		}
		let client = self.client_for_signing().await?;
		let account = self.own_account()?;
		let outbox = Outbox::new(&self.state_dir()?, client.genesis().0, &account);
		let known = client.known(&words, &account, &outbox, &self.global.request)?;
		// Under another id it is another request.
		let known =
			known.filter(|entry| self.global.request_id.is_none_or(|id| entry.about.request_id == Some(id)));
		if let Some(entry) = known.as_ref().filter(|entry| is_done(entry) && state::is_recent(entry)) {
			return self.go_on(client, &outbox, entry).await;
		}
		match (resolve.await, known.filter(|entry| entry.is_waiting() || is_done(entry))) {
			(Ok(call), _) => self.send(call.by(words)).await,
			(Err(_), Some(entry)) => self.go_on(client, &outbox, &entry).await,
			(Err(error), None) => Err(error),
		}
	}

	/// Goes on with what was signed, without making it anew, or tells what it did.
	async fn go_on(&self, client: &Client, outbox: &Outbox, entry: &Entry) -> Result<()> {
		let receipt = match entry.is_waiting() {
			true => client.resume(entry, outbox, &self.options()).await?,
			false => client.told(entry, outbox).await?,
		};
		self.resumed(&entry.about.call, &receipt);
		Ok(())
	}
}
