//! How a transaction is begun: looked up in the outbox, signed where it is not there, written down, sent once.

use super::follow::{Ending, Follower, LEAST};
use super::request::new_request;
use super::submit::{sign, Live, ERA};
use super::{AtBlock, Call, Client, Words};
use crate::digests;
use crate::error::{Error, Kind, Result};
use crate::keys::Key;
use crate::outbox::{About, Entry, Outbox, State};
use serde_json::Value as Json;
use std::future::Future;
use std::time::Instant;
use subxt::config::substrate::SubstrateConfig;
use subxt::transactions::Signer;
use tokio::time::timeout_at;
use zhidai_api::RequestId;

/// What the outbox says of a request.
pub(super) enum Begun {
	/// It was carried out before.
	Before(Entry),
	/// It was sent: anew, or once more where an earlier run began it. With its end, where that was at the door.
	Sent { about: About, follower: Box<Follower>, ended: Option<Ending>, is_new: bool },
}

impl About {
	/// The call, under the id that was made for it.
	pub(super) fn call_signed(&self, call: &Call) -> Call {
		self.request_id.map_or_else(|| call.clone(), |id| call.under(&id))
	}
}

impl Client {
	/// Holds the outbox while the request is looked up, signed, written down and sent once: two processes with one
	/// key do not sign the same nonce. No longer than there is time, however slowly the node answers.
	pub(super) async fn begin(
		&self,
		call: &Call,
		key: &Key,
		outbox: &Outbox,
		name: &str,
		deadline: Instant,
	) -> Result<Begun> {
		let at = in_time(deadline, self.at_final_for_signing()).await?;
		let (takes, named) = (call.takes_request(at.metadata_ref()), call.request()?);
		if named.is_some() && !takes {
			let message = format!(
				"{} takes no request id: the chain knows a second one by what it names",
				call.title()
			);
			return Err(Error::usage(message));
		}
		let account = Signer::<SubstrateConfig>::account_id(key);
		let request = self.request_of(&at, call, takes, account.0, name)?;
		let mut held = outbox.hold().await.map_err(nothing_sent)?;
		let known = named.map_or_else(|| held.newest(&request), |id| held.newest_under(&id)).cloned();
		ensure_same(known.as_ref(), &request)?;
		if let Some(entry) = known.as_ref().filter(|entry| entry.is_waiting()) {
			let follower = Follower::new(entry.versions()?, entry.about.nonce, false)?;
			let about = entry.about.clone();
			return Ok(self.send_first((call, key), outbox, about, (follower, false), deadline).await);
		}
		let is_done = |entry: &&Entry| match entry.state {
			State::Final { .. } => call.creates(),
			State::Before { .. } => true,
			_ => false,
		};
		let call_digest = self.call_digest(call, account.0);
		if let Some(entry) = known.as_ref().filter(is_done) {
			ensure_same_call(entry, call_digest.as_deref())?;
			return Ok(Begun::Before(entry.clone()));
		}
		// An id that was made before is good for a later try, as long as that can come into a block.
		let good = |id: &RequestId| at.block_number() + ERA < u64::from(id.last_block);
		let request_id = match named.or_else(|| known?.about.request_id.filter(good)) {
			None if takes => Some(new_request(at.block_number())?),
			id => id,
		};
		let nonce = in_time(deadline, self.next_nonce(key)).await?;
		let (title, account, uetr) = (call.title(), account.to_string(), about_payment(&call.args));
		let about = About { request, call: title, account, nonce, uetr, request_id, call_digest };
		let version = sign(&at, &about.call_signed(call).payload(at.metadata_ref())?, key, nonce)?;
		held.sign(&about, &version.written()).map_err(nothing_sent)?;
		let follower = Follower::new(vec![version], nonce, true)?;
		// The journal is held until the node has answered: who signs next asks it for the nonce after this one.
		Ok(self.send_first((call, key), outbox, about, (follower, true), deadline).await)
	}

	/// By what the outbox knows a request again: of what is asked for, whatever id it has.
	fn request_of(
		&self,
		at: &AtBlock,
		call: &Call,
		takes: bool,
		account: [u8; 32],
		name: &str,
	) -> Result<String> {
		if let Some(words) = &call.words {
			return Ok(words.request(self.genesis().0, account, name));
		}
		let blank = RequestId { last_block: 0, random: [0; 16] };
		let call = if takes { call.under(&blank) } else { call.clone() };
		let data =
			at.transactions().call_data(&call.payload(at.metadata_ref())?).map_err(Error::unexpected)?;
		let request = digests::request(self.genesis().0, account, &data, name);
		Ok(format!("0x{}", hex::encode(request)))
	}

	/// By what it is known whether a command makes the same call again that looks its arguments up on the chain.
	fn call_digest(&self, call: &Call, account: [u8; 32]) -> Option<String> {
		let made = call.words.as_ref().map(|_| Words::new(&call.title(), call.arguments()))?;
		Some(made.request(self.genesis().0, account, ""))
	}

	async fn send_first(
		&self,
		signer: (&Call, &Key),
		outbox: &Outbox,
		about: About,
		(mut follower, is_new): (Follower, bool),
		deadline: Instant,
	) -> Begun {
		let call = about.call_signed(signer.0);
		let live = Live { client: self, outbox, about: &about, signer: Some((&call, signer.1)) };
		let ended = follower.send(&live, deadline).await;
		Begun::Sent { about, follower: Box::new(follower), ended, is_new }
	}
}

/// What the node answers before anything is sent, where it does so in time.
async fn in_time<T>(deadline: Instant, answer: impl Future<Output = Result<T>>) -> Result<T> {
	let bound = deadline.max(Instant::now() + LEAST);
	let late = || nothing_sent(Error::new(Kind::Network, "the node has not answered in time"));
	timeout_at(bound.into(), answer).await.unwrap_or_else(|_| Err(late()))
}

/// Refuses an id that was given to something else.
fn ensure_same(known: Option<&Entry>, request: &str) -> Result<()> {
	match known.filter(|entry| entry.about.request != request) {
		Some(entry) => {
			let what = &entry.about.call;
			let message = format!(
				"this request id was given to another command here, {what}; name it for that one only"
			);
			Err(Error::usage(message))
		}
		None => Ok(()),
	}
}

/// Refuses to tell what a command did where its words would do something else by now: they name a document, say, whose
/// seller left and came back as another organisation.
fn ensure_same_call(entry: &Entry, call_digest: Option<&str>) -> Result<()> {
	let before = entry.about.call_digest.as_deref();
	if before.is_none() || before == call_digest {
		return Ok(());
	}
	let done = match &entry.state {
		State::Final { block } => format!("carried out before, in block {block}"),
		State::Before { created, .. } => format!("carried out before and made {created}"),
		_ => "carried out before".into(),
	};
	let message = format!(
		"this was {done}, and would be another call by now: what it names is another record on the chain, such as another \
		 organisation under a document's number. What was done stands; to do it for the present record as well: --request NAME"
	);
	Err(Error::usage(message))
}

fn nothing_sent(error: Error) -> Error {
	Error { message: format!("{}; nothing was sent this time", error.message), ..error }
}

/// The payment that a call is about, or the first of them.
fn about_payment(args: &Json) -> Option<String> {
	let first = |name: &str| args.get(name).and_then(|list| list.get(0)).cloned();
	let named = args.get("uetr").or_else(|| args.get("batch_uetr"));
	let named = named.or_else(|| args.get("receipt").and_then(|receipt| receipt.get("uetr"))).cloned();
	let found = named
		.or_else(|| first("uetrs"))
		.or_else(|| first("lines").or_else(|| first("results")).and_then(|line| line.get("uetr").cloned()));
	found.and_then(|uetr| uetr.as_str().map(str::to_owned))
}

#[cfg(test)]
mod tests {
	use super::*;
	use serde_json::json;

	#[test]
	fn the_payment_of_a_call_is_known() {
		let uetr = "3f2504e0-4f89-41d3-9a0c-0305e82c3301";
		for args in [
			json!({ "uetr": uetr }),
			json!({ "batch_uetr": uetr }),
			json!({ "uetrs": [uetr, "x"] }),
			json!({ "lines": [{ "uetr": uetr }] }),
			json!({ "results": [{ "uetr": uetr }] }),
			json!({ "receipt": { "uetr": uetr, "amount_fen": 1 }, "signature": {} }),
		] {
			assert_eq!(about_payment(&args).as_deref(), Some(uetr), "{args}");
		}
		assert_eq!(about_payment(&json!({ "lines": [1, 2] })), None);
	}
}
