//! Commands whose arguments are made of the chain's state of the moment.

use super::{no_key, Context};
use std::future::Future;
use zhidai_sdk::chain::{Call, Words};
use zhidai_sdk::outbox::{Entry, Outbox, State};
use zhidai_sdk::{Client, Kind, Result};

/// Whether it was carried out, and that is final.
fn is_done(entry: &Entry) -> bool {
	matches!(entry.state, State::Final { .. } | State::Before { .. })
}

impl Context {
	/// Sends what `resolve` makes of the chain's state. The same command again goes on with what it began, though the
	/// state is another one by then; what it did it tells where nothing is left to do.
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
		match (resolve.await, known) {
			// What waits is gone on with; what is done and can be done again is meant again.
			(Ok(call), _) => self.send(call.by(words)).await,
			(Err(_), Some(entry)) if entry.is_waiting() => self.go_on(client, &outbox, &entry).await,
			// There is nothing left to do, because it was done.
			(Err(error), Some(entry))
				if is_done(&entry) && matches!(error.kind, Kind::NotFound | Kind::NotAllowed) =>
			{
				self.go_on(client, &outbox, &entry).await
			}
			(Err(error), _) => Err(error),
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
