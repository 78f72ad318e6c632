//! What a node's transaction pool answers.

use super::rule::refusal;
use super::Client;
use crate::error::{Error, Kind};
use subxt_rpcs::Error as RpcError;

/// What the pool did with a transaction.
#[derive(Debug, PartialEq, Eq)]
pub enum Push {
	/// It has it, now or before.
	Accepted,
	/// Not now; the same bytes may pass later.
	Later(Error),
	/// It had no room for it; or it had taken it, and has not kept it for itself: it may be known all the same.
	Dropped(Error),
	/// Not these bytes for half an hour, after something that may be long over; the same call signed anew may pass.
	SetAside(Error),
	/// The nonce is used, in a block or by another transaction that waits: perhaps by these very bytes.
	NonceUsed,
	/// Its era is over.
	TooOld,
	/// Refused for good.
	Refused(Error),
	/// The node does not answer, or answers with its own trouble, which says nothing of the transaction.
	Down(String),
}

/// Codes of `author_submitExtrinsic` (sc-rpc-api).
mod code {
	/// Whatever the pool answers lies here; other codes are the server's own.
	pub(super) const OF_THE_POOL: std::ops::Range<i32> = 1000..1100;
	/// A refusal at the door as our node tells it: with its number and name.
	pub(super) const VERIFICATION: i32 = 1002;
	pub(super) const INVALID: i32 = 1010;
	pub(super) const UNKNOWN: i32 = 1011;
	pub(super) const BANNED: i32 = 1012;
	pub(super) const ALREADY_IMPORTED: i32 = 1013;
	pub(super) const PRIORITY_TOO_LOW: i32 = 1014;
	pub(super) const DROPPED: i32 = 1016;
	pub(super) const FUTURE: i32 = 1021;
}

/// What the pool thinks of a transaction comes in the SDK's words only, which are compared whole; a test of the node
/// holds these to be the SDK's.
mod words {
	pub(super) const OUTDATED: &str = "Transaction is outdated";
	pub(super) const ANCIENT: &str = "Transaction has an ancient birth block";
	pub(super) const EXHAUSTS: &str = "Transaction would exhaust the block limits";
	pub(super) const FUTURE: &str = "Transaction will be valid in the future";
}

impl Push {
	pub(super) fn from_error(error: &RpcError) -> Self {
		match error {
			RpcError::User(answer) if code::OF_THE_POOL.contains(&answer.code) => {
				let data = answer.data.as_ref().map_or("", |data| data.get());
				Self::from_answer(answer.code, &answer.message, data)
			}
			// The node's server is busy, or in trouble: that says nothing about the transaction.
			RpcError::User(answer) => Self::trouble(answer.code, &answer.message),
			other => Self::Down(other.to_string()),
		}
	}

	fn trouble(code: i32, message: &str) -> Self {
		Self::Down(format!("the node answered: {message} ({code})"))
	}

	fn from_answer(code: i32, message: &str, data: &str) -> Self {
		let said: String = serde_json::from_str(data).unwrap_or_default();
		let custom = told_code(&said).or_else(|| custom_code(&said)).and_then(refusal);
		match (code, custom) {
			// Where somebody must change something first, waiting alone does not help.
			(code::VERIFICATION | code::INVALID | code::UNKNOWN, Some((refusal, error))) => {
				match refusal.retry_after() {
					Some(_) => Self::Later(error),
					None => Self::Refused(error),
				}
			}
			(code::INVALID, None) if said == words::OUTDATED => Self::NonceUsed,
			// The block that the era starts at is no longer known.
			(code::INVALID, None) if said == words::ANCIENT => Self::TooOld,
			(code::INVALID, None) if said == words::EXHAUSTS => Self::Later(busy("the next blocks are full")),
			(code::INVALID, None) if said == words::FUTURE => {
				Self::Later(busy("an earlier transaction is missing"))
			}
			(code::UNKNOWN, _) => Self::Later(busy("the node cannot judge the transaction yet")),
			(code::BANNED, _) => Self::SetAside(busy("the node has set the transaction aside for a while")),
			(code::ALREADY_IMPORTED, _) => Self::Accepted,
			(code::PRIORITY_TOO_LOW, _) => Self::NonceUsed,
			(code::DROPPED, _) => Self::Dropped(busy("the node's pool is full")),
			(code::FUTURE, _) => Self::Later(busy("the node's pool is full")),
			(code::VERIFICATION, None) => {
				by_newer_rule(&said, message).unwrap_or_else(|| Self::trouble(code, message))
			}
			(code::INVALID, None) => Self::Refused(Error::new(
				Kind::Refused,
				format!("the node refused the transaction: {message} {data}"),
			)),
			// A block that it does not have, a validation that it did not finish: that is the node's.
			_ => Self::trouble(code, message),
		}
	}
}

impl Client {
	/// Hands a signed transaction to a node. Where that one does not answer, the next is handed it; a refusal by
	/// the next says nothing, since the first may have taken it.
	pub async fn push(&self, bytes: &[u8]) -> Push {
		let wire = &self.node().wire;
		let generation = wire.generation();
		let push = match self.node().rpc.author_submit_extrinsic(bytes).await {
			Ok(_) => Push::Accepted,
			Err(error) => Push::from_error(&error),
		};
		match push {
			Push::Refused(error) | Push::Later(error) if wire.generation() != generation => {
				Push::Down(format!("a node fell silent with it, and another answered: {error}"))
			}
			push => push,
		}
	}
}

fn busy(message: &str) -> Error {
	Error::new(Kind::NotFinal, message)
}

/// The number in our node's own answer, whose data is a text that is JSON.
fn told_code(said: &str) -> Option<u8> {
	let told: serde_json::Value = serde_json::from_str(said).ok()?;
	told.get("code")?.as_u64()?.try_into().ok()
}

/// What our node refuses by a rule that this program does not know yet.
fn by_newer_rule(said: &str, message: &str) -> Option<Push> {
	let told: serde_json::Value = serde_json::from_str(said).ok()?;
	let error = Error::new(Kind::Refused, message).by_rule(told.get("rule")?.as_str()?, None);
	let is_temporary = told.get("retryAfterBlocks").is_some_and(serde_json::Value::is_u64);
	Some(if is_temporary { Push::Later(error) } else { Push::Refused(error) })
}

/// The number of the door's refusal where another node answers: what is invalid says `Custom error: 7`, what is not
/// known to be `Custom(7)`.
fn custom_code(said: &str) -> Option<u8> {
	let unknown = || said.strip_prefix("Custom(")?.strip_suffix(')');
	said.strip_prefix("Custom error: ").or_else(unknown)?.parse().ok()
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn what_the_pool_answers_is_understood() {
		let push = |code: i32, data: &str| Push::from_answer(code, "m", data);
		assert_eq!(push(1013, "\"0x01\""), Push::Accepted);
		assert_eq!(push(1014, "\"The transaction has too low priority\""), Push::NonceUsed);
		assert_eq!(push(1010, "\"Transaction is outdated\""), Push::NonceUsed);
		assert_eq!(push(1010, "\"Transaction has an ancient birth block\""), Push::TooOld);
		assert!(matches!(push(1012, ""), Push::SetAside(_)) && matches!(push(1016, ""), Push::Dropped(_)));
		let Push::Refused(stranger) = push(1011, "\"Custom(1)\"") else { panic!("not refused") };
		assert_eq!((stranger.kind, stranger.rule.as_deref()), (Kind::NotAllowed, Some("Pool.Stranger")));
		assert!(
			matches!(push(1011, "\"Custom error: 2\""), Push::Refused(_)),
			"waiting does not make an officer"
		);
		let Push::Later(window) = push(1011, "\"Custom(6)\"") else { panic!("not temporary") };
		assert_eq!(window.rule.as_deref(), Some("Pool.TooManyWaiting"));
		let told = |code: u8| {
			let data =
				serde_json::json!({ "code": code, "rule": "Pool.X", "retryAfterBlocks": 1 }).to_string();
			push(1002, &serde_json::to_string(&data).unwrap())
		};
		assert_eq!(told(6), push(1011, "\"Custom(6)\""), "our node's own form says the same");
		assert_eq!(told(1), push(1011, "\"Custom(1)\""));
		assert_eq!(told(7), push(1010, "\"Custom error: 7\""));
		let Push::Later(full) = told(11) else { panic!("not temporary") };
		assert_eq!(full.rule.as_deref(), Some("Pool.NodeFull"));
		let Push::Refused(unreadable) = told(12) else { panic!("not refused") };
		assert_eq!(unreadable.rule.as_deref(), Some("Pool.Unreadable"));
		assert!(matches!(push(1011, "\"CannotLookup\""), Push::Later(_)), "the node could not judge it");
		let Push::Refused(long) = push(1010, "\"Custom error: 7\"") else { panic!("not refused") };
		assert_eq!((long.kind, long.rule.as_deref()), (Kind::Refused, Some("Pool.TooLong")));
		assert!(matches!(push(1010, "\"Transaction has a bad signature\""), Push::Refused(_)));
		for later in [words::EXHAUSTS, words::FUTURE] {
			assert!(matches!(push(1010, &format!("{later:?}")), Push::Later(_)), "{later}");
		}
	}

	#[test]
	fn a_nodes_own_trouble_is_no_refusal() {
		let canceled = "\"RuntimeApi(\\\"Validation was canceled\\\")\"";
		for (code, data) in [(1002, canceled), (1002, "\"RuntimeApi\""), (1002, ""), (1020, ""), (1040, "")] {
			assert!(matches!(Push::from_answer(code, "m", data), Push::Down(_)), "{code} {data}");
		}
		let newer = |after: serde_json::Value| {
			let data = serde_json::json!({ "code": 200, "rule": "Pool.Newer", "retryAfterBlocks": after });
			Push::from_answer(1002, "why", &serde_json::to_string(&data.to_string()).unwrap())
		};
		let error = || Error::new(Kind::Refused, "why").by_rule("Pool.Newer", None);
		assert_eq!(newer(serde_json::Value::Null), Push::Refused(error()));
		assert_eq!(newer(1.into()), Push::Later(error()));
	}

	/// Words that only hold such ones say something else.
	#[test]
	fn the_pools_words_are_taken_whole() {
		assert_eq!(custom_code("Custom error: 7"), Some(7));
		assert_eq!(custom_code("Custom(7)"), Some(7));
		for other in
			["", "Custom", "Custom(7", "Custom error: 7 of 9", "Customs(1)", "no Custom(1)", "Custom(256)"]
		{
			assert_eq!(custom_code(other), None, "{other}");
		}
		let push = |data: &str| Push::from_answer(1010, "m", &format!("{data:?}"));
		for other in ["a future that is outdated", "not ancient", "Custom error: x"] {
			assert!(matches!(push(other), Push::Refused(_)), "{other}");
		}
	}

	#[test]
	fn a_server_in_trouble_refuses_nothing() {
		for code in [-32_603, -32_009, -32_000] {
			let answer = subxt_rpcs::UserError { code, message: "m".into(), data: None };
			assert!(matches!(Push::from_error(&RpcError::User(answer)), Push::Down(_)), "{code}");
		}
	}
}
