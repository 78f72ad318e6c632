//! What a node says became of a transaction: `zhidai_outcome`. Read at its last final block, so that any answer but
//! "not yet" stays true.

use super::follow::{Told, Verdict, Version};
use super::node::{is_no_such_method, patience, Node};
use super::rule::kind_of;
use super::Client;
use crate::error::{Error, Kind, Result};
use serde_json::Value as Json;
use subxt::config::substrate::H256;
use subxt_rpcs::client::rpc_params;
use subxt_rpcs::Error as RpcError;
use tokio::time::Instant;
use zhidai_api::{At, Outcome, Question};

/// The node cannot answer now, or the question makes no sense to it: blocks are looked into instead.
const CANNOT_ANSWER: [i32; 2] = [4002, 4003];

impl Node {
	/// Asks the node, and while it is busy until then; nothing where it cannot say.
	pub(super) async fn outcome(
		&self,
		version: &Version,
		account: &str,
		nonce: u64,
		until: Instant,
	) -> Result<Option<Outcome>> {
		let block = |number: u64| u32::try_from(number).map_err(Error::unexpected);
		let question = Question {
			hash: version.hash.0.into(),
			account,
			nonce: u32::try_from(nonce).map_err(Error::unexpected)?,
			born: block(version.born_at)?,
			dies: block(version.last_block)?,
			uetr: None,
		};
		match self.question("zhidai_outcome", until, || rpc_params![&question]).await {
			Ok(answer) => serde_json::from_value::<At<Outcome>>(answer)
				.map(|answer| Some(answer.result))
				.map_err(|error| Error::unexpected(format!("the node's outcome cannot be read: {error}"))),
			Err(error) if is_no_such_method(&error) => Ok(None),
			Err(RpcError::User(answer)) if CANNOT_ANSWER.contains(&answer.code) => Ok(None),
			Err(error) => Err(super::node::broken(error)),
		}
	}
}

impl Client {
	/// What the chain's state says of a payment by its UETR, or of a draft or evidence by its digest: `question` is
	/// `{"uetr": …}` or `{"digest": …}`, for who has no hash of a transaction; or `{"hash": …}`, what the last final
	/// blocks did to a transaction of which no more is known. The answer names the final block that it was read at.
	/// A node answers after so many records at the latest; it is asked until it has looked at all.
	pub async fn state_of(&self, mut question: Json) -> Result<Json> {
		loop {
			let answer = self.node().question("zhidai_outcome", patience(), || rpc_params![&question]).await;
			let answer = answer.map_err(super::node::broken)?;
			let next = answer.pointer("/result/next");
			match (next, &mut question) {
				(Some(next), Json::Object(fields)) => drop(fields.insert("next".into(), next.clone())),
				_ => return Ok(answer),
			}
		}
	}
}

/// What is said of a transaction by what is said of each of its signatures, the newest last.
pub(super) fn of_all(told: Vec<Option<Outcome>>) -> Option<Outcome> {
	let openness = |outcome: &Option<Outcome>| match outcome {
		Some(Outcome::Final { .. } | Outcome::Refused { .. } | Outcome::Included { .. }) => 3,
		// It may be in a block.
		None => 2,
		Some(Outcome::NotYet { .. }) => 1,
		Some(Outcome::Impossible { .. }) => 0,
	};
	told.into_iter().max_by_key(openness).flatten()
}

/// As far as following needs it.
pub(super) fn told(outcome: &Outcome) -> Told {
	match outcome {
		Outcome::Final { place } | Outcome::Refused { place, .. } | Outcome::Included { place } => {
			let (block, hash, position) = (place.block.into(), H256(place.block_hash.0), place.position);
			Told::Included { block, hash, position, verdict: verdict(outcome) }
		}
		Outcome::Impossible { .. } => Told::Impossible,
		Outcome::NotYet { .. } => Told::NotYet,
	}
}

fn verdict(outcome: &Outcome) -> Verdict {
	match outcome {
		Outcome::Final { .. } => Verdict::CarriedOut,
		Outcome::Refused { refusal, .. } => Verdict::Refused(match &refusal.rule {
			Some(rule) => Error::new(kind_of(rule), refusal.message.as_str()).by_rule(rule, None),
			None => Error::new(Kind::Refused, refusal.message.as_str()),
		}),
		_ => Verdict::NotKept,
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use serde_json::json;

	#[test]
	fn what_is_open_of_one_signature_is_open() {
		let read = |outcome: Json| serde_json::from_value::<Outcome>(outcome).unwrap();
		let impossible = |reason: &str| Some(read(json!({ "outcome": "impossible", "reason": reason })));
		let (expired, nonce_used) = (impossible("expired"), impossible("nonceUsed"));
		let open = Some(read(json!({ "outcome": "notYet", "inPool": false })));
		let hash = format!("0x{}", "ab".repeat(32));
		let done = Some(read(json!({ "outcome": "final", "block": 7, "blockHash": hash, "position": 3 })));
		for (told, expected) in [
			(vec![], &None),
			(vec![&expired, &nonce_used], &nonce_used),
			(vec![&open, &expired], &open),
			(vec![&None, &expired], &None),
			(vec![&None, &open], &None),
			(vec![&done, &None, &expired], &done),
		] {
			assert_eq!(&of_all(told.into_iter().cloned().collect()), expected);
		}
	}

	#[test]
	fn every_outcome_is_read() {
		let hash = format!("0x{}", "ab".repeat(32));
		let place =
			|outcome: &str| json!({ "outcome": outcome, "block": 7, "blockHash": hash, "position": 3 });
		let included =
			|verdict| Told::Included { block: 7, hash: H256::repeat_byte(0xab), position: 3, verdict };
		let mut refused = place("refused");
		refused["message"] = json!("no mandate");
		refused["rule"] = Json::Null;
		let mut by_rule = refused.clone();
		by_rule["rule"] = json!("Registry.DutyMissing");
		refused["pallet"] = json!(60);
		refused["error"] = json!("0x05000000");
		for (answer, expected) in [
			(place("final"), included(Verdict::CarriedOut)),
			(refused, included(Verdict::Refused(Error::new(Kind::Refused, "no mandate")))),
			(
				by_rule,
				included(Verdict::Refused(
					Error::new(Kind::NotAllowed, "no mandate").by_rule("Registry.DutyMissing", None),
				)),
			),
			(place("included"), included(Verdict::NotKept)),
			(json!({ "outcome": "impossible", "reason": "expired" }), Told::Impossible),
			(json!({ "outcome": "notYet", "inPool": true, "payment": null }), Told::NotYet),
		] {
			let outcome: Outcome = serde_json::from_value(answer.clone()).unwrap();
			assert_eq!(told(&outcome), expected, "{answer}");
		}
		assert!(serde_json::from_value::<Outcome>(json!({ "outcome": "failed" })).is_err());
	}
}
