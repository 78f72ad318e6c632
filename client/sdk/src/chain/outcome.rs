//! What a node says became of a transaction: `zhidai_outcome`. Read at its last final block, so that any answer but
//! "not yet" stays true.

use super::follow::{Told, Verdict, Version};
use super::node::{is_no_such_method, Node};
use super::rule::kind_of;
use super::Client;
use crate::error::{Error, Kind, Result};
use serde::{Deserialize, Serialize};
use serde_json::{json, Value as Json};
use subxt::config::substrate::H256;
use subxt_rpcs::client::rpc_params;
use subxt_rpcs::Error as RpcError;

/// The node cannot answer now, or the question makes no sense to it: blocks are looked into instead.
const CANNOT_ANSWER: [i32; 2] = [4002, 4003];

/// A node's answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", tag = "outcome")]
pub enum Outcome {
	/// Carried out in a final block.
	#[serde(rename_all = "camelCase")]
	Final {
		/// The block.
		block: u64,
		/// Its hash.
		block_hash: String,
		/// Where in it.
		position: u32,
	},
	/// Refused by a rule in a final block.
	#[serde(rename_all = "camelCase")]
	Refused {
		/// The block.
		block: u64,
		/// Its hash.
		block_hash: String,
		/// Where in it.
		position: u32,
		/// The rule, where the node can name it.
		rule: Option<String>,
		/// In words.
		message: String,
	},
	/// In a final block whose state this node no longer has.
	#[serde(rename_all = "camelCase")]
	Included {
		/// The block.
		block: u64,
		/// Its hash.
		block_hash: String,
		/// Where in it.
		position: u32,
	},
	/// In no block, and can be in none any more.
	Impossible {
		/// `expired`, or `nonceUsed`.
		reason: String,
	},
	/// Not known yet.
	#[serde(rename_all = "camelCase")]
	NotYet {
		/// Whether the node has it waiting.
		in_pool: bool,
	},
}

#[derive(Deserialize)]
struct Answer {
	result: Json,
}

impl Node {
	/// Asks the node; nothing where it cannot say.
	pub(super) async fn outcome(
		&self,
		version: &Version,
		account: &str,
		nonce: u64,
	) -> Result<Option<Outcome>> {
		let question = json!({
			"hash": format!("{:?}", version.hash),
			"account": account,
			"nonce": nonce,
			"born": version.born_at,
			"dies": version.last_block,
		});
		let answer: std::result::Result<Answer, RpcError> =
			self.client.request("zhidai_outcome", rpc_params![question]).await;
		match answer {
			Ok(answer) => serde_json::from_value(answer.result)
				.map(Some)
				.map_err(|error| Error::unexpected(format!("the node's outcome cannot be read: {error}"))),
			Err(error) if is_no_such_method(&error) => Ok(None),
			Err(RpcError::User(answer)) if CANNOT_ANSWER.contains(&answer.code) => Ok(None),
			Err(error) => Err(super::node::broken(error)),
		}
	}
}

impl Client {
	/// What the chain's state says of a payment by its UETR, or of a draft or evidence by its digest: `question` is
	/// `{"uetr": …}` or `{"digest": …}`. For who has no hash of a transaction. The answer names the final block that
	/// it was read at. A node answers after so many records at the latest; it is asked until it has looked at all.
	pub async fn state_of(&self, mut question: Json) -> Result<Json> {
		loop {
			let answer: std::result::Result<Json, RpcError> =
				self.node().client.request("zhidai_outcome", rpc_params![question.clone()]).await;
			let answer = answer.map_err(super::node::broken)?;
			let next = answer.pointer("/result/next");
			match (next, &mut question) {
				(Some(next), Json::Object(fields)) => drop(fields.insert("next".into(), next.clone())),
				_ => return Ok(answer),
			}
		}
	}
}

impl Outcome {
	/// As far as following needs it.
	pub(super) fn told(&self) -> Result<Told> {
		Ok(match self {
			Self::Final { block, block_hash, position }
			| Self::Refused { block, block_hash, position, .. }
			| Self::Included { block, block_hash, position } => {
				let digits = block_hash.strip_prefix("0x").unwrap_or(block_hash);
				let hash = hex::decode(digits).ok().and_then(|bytes| <[u8; 32]>::try_from(bytes).ok());
				let hash = hash.ok_or_else(|| Error::unexpected("the node's outcome has no block hash"))?;
				let (block, hash, position) = (*block, H256(hash), *position);
				Told::Included { block, hash, position, verdict: self.verdict() }
			}
			Self::Impossible { .. } => Told::Impossible,
			Self::NotYet { .. } => Told::NotYet,
		})
	}

	fn verdict(&self) -> Verdict {
		match self {
			Self::Final { .. } => Verdict::CarriedOut,
			Self::Refused { rule: Some(rule), message, .. } => {
				Verdict::Refused(Error::new(kind_of(rule), message.as_str()).by_rule(rule, None))
			}
			Self::Refused { rule: None, message, .. } => {
				Verdict::Refused(Error::new(Kind::Refused, message.as_str()))
			}
			_ => Verdict::NotKept,
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;

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
			assert_eq!(outcome.told(), Ok(expected), "{answer}");
		}
		assert!(serde_json::from_value::<Outcome>(json!({ "outcome": "failed" })).is_err());
	}
}
