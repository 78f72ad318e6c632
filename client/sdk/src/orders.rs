//! Orders: one file with a drawdown and every signature over it, which goes from hand to hand, also to machines without
//! a network.
//!
//! A file says what is signed in full, so that whoever signs reads it there: the digest is made of it, and a file whose
//! digest, sum or signatures are not those of its lines is no order. What the chain will say to it only the chain can
//! tell: a dry run of handing it in asks.

use crate::calls::payments;
use crate::chain::Call;
use crate::disk;
use crate::error::{Error, Kind, Result};
use crate::keys::{account_of, verifies, Key, Scheme};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{json, Value as Json};
use std::collections::BTreeMap;
use std::fmt::Display;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use zhidai_api::limits::MAX_ALLOCATIONS;
use zhidai_api::signed::{order_step, OrderStep};
use zhidai_api::{
	drawdown_digest, AccountVersion, Allocation, Day, Digest, DraftLine, EvidenceId, Fen, LoanId, PlanLineNo,
	Uetr, MAX_LINES,
};

/// The form of the files that this version writes and reads.
const FORMAT: &str = "zhidai/order/v1";

/// What people write: `1,234.56`, `2026-04-30`.
pub(crate) mod as_text {
	use super::*;
	use serde::de::Error as _;

	pub fn serialize<T: Display, S: Serializer>(
		value: &T,
		serializer: S,
	) -> std::result::Result<S::Ok, S::Error> {
		serializer.collect_str(value)
	}

	pub fn deserialize<'de, T, D>(deserializer: D) -> std::result::Result<T, D::Error>
	where
		T: FromStr<Err: Display>,
		D: Deserializer<'de>,
	{
		String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
	}
}

/// A payment of an order.
#[derive(Serialize, Deserialize, Clone, Copy, Debug, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct OrderLine {
	/// Its key.
	pub uetr: Uetr,
	/// The line of the spending plan, which says who is paid.
	pub plan_line: PlanLineNo,
	/// The payee's account, by version.
	pub account: AccountVersion,
	/// What is paid, in yuan.
	#[serde(with = "as_text")]
	pub amount: Fen,
	/// The evidence that it rests on.
	pub evidence: Option<EvidenceId>,
}

impl From<&DraftLine> for OrderLine {
	fn from(line: &DraftLine) -> Self {
		let DraftLine { uetr, plan_line, account, amount_fen, evidence } = *line;
		Self { uetr, plan_line, account, amount: Fen(amount_fen), evidence }
	}
}

impl From<&OrderLine> for DraftLine {
	fn from(line: &OrderLine) -> Self {
		let OrderLine { uetr, plan_line, account, amount, evidence } = *line;
		Self { uetr, plan_line, account, amount_fen: amount.0, evidence }
	}
}

/// A signature over one step of an order, or over a receipt, by the key of this account.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct Given {
	/// The account, an officer's.
	pub account: String,
	/// The key's scheme.
	pub scheme: Scheme,
	/// The public key in hexadecimal digits.
	pub public: String,
	/// The signature in hexadecimal digits.
	pub signature: String,
}

impl Given {
	/// What the key says of this message.
	pub(crate) fn by(key: &Key, message: &[u8]) -> Self {
		let (_, signature) = key.sign_message_named(message);
		Self {
			account: key.account().to_string(),
			scheme: key.scheme(),
			public: hex::encode(key.public()),
			signature: hex::encode(signature),
		}
	}

	/// Whether this account's key signed the message.
	pub(crate) fn holds(&self, message: &[u8]) -> bool {
		let (Ok(public), Ok(signature)) = (hex::decode(&self.public), hex::decode(&self.signature)) else {
			return false;
		};
		account_of(self.scheme, &public).to_string() == self.account
			&& verifies(self.scheme, &public, message, &signature)
	}

	/// As the call takes it.
	pub(crate) fn argument(&self) -> Json {
		let kind = match self.scheme {
			Scheme::Ed25519 => "Ed25519",
			Scheme::Sr25519 => "Sr25519",
			Scheme::Ecdsa => "Ecdsa",
		};
		json!({ "account": self.account, "signature": { kind: format!("0x{}", self.signature) } })
	}
}

/// A drawdown with the signatures that were given so far.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct OrderFile {
	format: String,
	/// The chain, by the hash of its first block.
	pub genesis: Digest,
	/// The loan.
	pub loan: LoanId,
	/// The last day on which it can be handed in.
	#[serde(with = "as_text")]
	pub expires_on: Day,
	/// The payments.
	pub lines: Vec<OrderLine>,
	/// What of them rests on other documents than their lines name, in fen.
	#[serde(default, skip_serializing_if = "Vec::is_empty")]
	pub allocations: Vec<Allocation>,
	/// What they come to, in yuan.
	#[serde(with = "as_text")]
	pub sum: Fen,
	/// What is signed.
	pub digest: Digest,
	/// Who signed which step.
	pub signatures: BTreeMap<OrderStep, Given>,
}

impl OrderFile {
	/// An order that nobody has signed.
	pub fn new(
		genesis: [u8; 32],
		loan: LoanId,
		lines: &[DraftLine],
		allocations: &[Allocation],
		expires_on: Day,
	) -> Result<Self> {
		let order = Self {
			format: FORMAT.into(),
			genesis: genesis.into(),
			loan,
			expires_on,
			lines: lines.iter().map(OrderLine::from).collect(),
			allocations: allocations.to_vec(),
			sum: sum(lines)?,
			digest: drawdown_digest(genesis.into(), loan, lines, expires_on, allocations),
			signatures: BTreeMap::new(),
		};
		order.ensure_genuine()?;
		Ok(order)
	}

	/// What a file says, where it is an order: its digest and sum are those of its lines, and every signature holds.
	pub fn parse(json: Json) -> Result<Self> {
		let malformed =
			|error: serde_json::Error| Error::usage(format!("not an order of `zhidai order new`: {error}"));
		let order: Self = serde_json::from_value(json).map_err(malformed)?;
		if order.format != FORMAT {
			return Err(Error::usage(format!(
				"an order of the form {:?}; this program knows {FORMAT}",
				order.format
			)));
		}
		order.ensure_genuine()?;
		Ok(order)
	}

	/// The payments, as they are signed.
	pub fn draft_lines(&self) -> Vec<DraftLine> {
		self.lines.iter().map(DraftLine::from).collect()
	}

	fn ensure_genuine(&self) -> Result<()> {
		let otherwise = |what: String| Err(Error::new(Kind::Verification, what));
		let lines = self.draft_lines();
		if lines.is_empty() || lines.len() > MAX_LINES as usize {
			return Err(Error::usage(format!("an order has from 1 to {MAX_LINES} payments")));
		}
		if self.allocations.len() > MAX_ALLOCATIONS as usize {
			return Err(Error::usage(format!("an order has at most {MAX_ALLOCATIONS} allocations")));
		}
		if self.sum != sum(&lines)? {
			return otherwise(format!("the sum is not that of the payments, {}", sum(&lines)?));
		}
		let made = drawdown_digest(self.genesis, self.loan, &lines, self.expires_on, &self.allocations);
		if self.digest != made {
			return otherwise(format!("the digest is not that of what the order says, {made:?}"));
		}
		for (step, given) in &self.signatures {
			if !given.holds(&order_step(*step, self.digest)) {
				return otherwise(format!(
					"the signature for {} is not that of {} over this order",
					step.name(),
					given.account
				));
			}
		}
		Ok(())
	}

	/// Adds a key's signature for a step.
	pub fn sign(&mut self, step: OrderStep, key: &Key) -> Result<()> {
		let given = Given::by(key, &order_step(step, self.digest));
		self.add(step, given)
	}

	/// Adds what others signed on a copy of this order.
	pub fn join(&mut self, copy: Self) -> Result<()> {
		if copy.digest != self.digest {
			return Err(Error::usage(format!(
				"the files are of two orders: {:?} and {:?}",
				self.digest, copy.digest
			)));
		}
		copy.signatures.into_iter().try_for_each(|(step, given)| self.add(step, given))
	}

	fn add(&mut self, step: OrderStep, given: Given) -> Result<()> {
		match self.signatures.get(&step) {
			Some(before) if before.account != given.account => Err(Error::usage(format!(
				"{} is signed by {} already; a step has one signature: take it out of the file first",
				step.name(),
				before.account
			))),
			_ => {
				self.signatures.insert(step, given);
				Ok(())
			}
		}
	}

	/// The steps that nobody has signed.
	pub fn missing(&self) -> Vec<OrderStep> {
		OrderStep::ALL.into_iter().filter(|step| !self.signatures.contains_key(step)).collect()
	}

	/// The call that hands it in.
	pub fn call(&self) -> Result<Call> {
		let missing: Vec<_> = self.missing().into_iter().map(OrderStep::name).collect();
		if !missing.is_empty() {
			return Err(Error::usage(format!("not signed yet: {}", missing.join(", "))));
		}
		let signatures =
			self.signatures.iter().map(|(step, given)| (step.name().to_owned(), given.argument()));
		let signatures: serde_json::Map<String, Json> = signatures.collect();
		let order = json!({
			"loan": self.loan, "lines": self.draft_lines(), "expires_on": self.expires_on,
			"allocations": self.allocations,
		});
		Ok(payments::execute(order, json!(signatures)))
	}

	/// Writes a new file; one that is there is never overwritten.
	pub fn write_new(&self, path: &Path) -> Result<()> {
		disk::create(path, &beside(path), &self.text()?)
	}

	/// Writes the file anew, whole or not at all.
	pub fn rewrite(&self, path: &Path) -> Result<()> {
		disk::replace(path, &beside(path), &self.text()?)
	}

	fn text(&self) -> Result<String> {
		Ok(serde_json::to_string_pretty(self).map_err(Error::unexpected)? + "\n")
	}
}

/// A name in the same folder that no other process uses.
pub(crate) fn beside(path: &Path) -> PathBuf {
	path.with_extension(format!("{}.new", std::process::id()))
}

fn sum(lines: &[DraftLine]) -> Result<Fen> {
	let sum = Fen::checked_sum(lines.iter().map(DraftLine::amount));
	sum.ok_or_else(|| Error::usage("the amounts come to more than there can be"))
}

#[cfg(test)]
mod tests {
	use super::*;

	fn line(number: u8) -> DraftLine {
		DraftLine {
			uetr: Uetr::from_random([number; 16]),
			plan_line: PlanLineNo(0),
			account: AccountVersion(1),
			amount_fen: 123_456,
			evidence: Some(EvidenceId(2)),
		}
	}

	fn order() -> OrderFile {
		let last = "2026-04-30".parse().expect("a day");
		OrderFile::new([7; 32], LoanId(1), &[line(1), line(2)], &[], last).expect("an order")
	}

	/// Signed by a key of each kind.
	fn signed() -> OrderFile {
		let mut order = order();
		let kinds = [Scheme::Ed25519, Scheme::Sr25519, Scheme::Ecdsa, Scheme::Ed25519];
		for (seed, (step, scheme)) in (1_u8..).zip(OrderStep::ALL.into_iter().zip(kinds)) {
			let key = Key::from_seed("k", scheme, [seed; 32]).expect("a key");
			order.sign(step, &key).expect("signed");
		}
		order
	}

	#[test]
	fn a_file_says_what_is_signed_and_reads_back() {
		let order = signed();
		let json = json!(order);
		assert_eq!((&json["sum"], &json["expires_on"]), (&json!("2,469.12"), &json!("2026-04-30")));
		assert_eq!(json["lines"][0]["amount"], json!("1,234.56"));
		assert_eq!(OrderFile::parse(json).as_ref(), Ok(&order));
		let folder = tempfile::tempdir().expect("a folder");
		let path = folder.path().join("order.json");
		order.write_new(&path).expect("written");
		assert!(order.write_new(&path).is_err(), "never overwritten");
		order.rewrite(&path).expect("written");
		let text = std::fs::read_to_string(&path).expect("a text");
		assert_eq!(OrderFile::parse(serde_json::from_str(&text).expect("JSON")), Ok(order));
	}

	#[test]
	fn what_rests_on_which_document_is_signed_too() {
		let part = Allocation { line: 1, evidence: EvidenceId(3), amount_fen: 100 };
		let last = "2026-04-30".parse().expect("a day");
		let order = OrderFile::new([7; 32], LoanId(1), &[line(1), line(2)], &[part], last).expect("an order");
		assert_ne!(order.digest, self::order().digest);
		let mut json = json!(order);
		assert_eq!(OrderFile::parse(json.clone()).as_ref(), Ok(&order));
		json["allocations"][0]["amount_fen"] = json!(101);
		assert!(OrderFile::parse(json).is_err_and(|error| error.kind == Kind::Verification));
	}

	#[test]
	fn what_was_changed_is_no_order() {
		let changed = |change: fn(&mut Json)| {
			let mut json = json!(signed());
			change(&mut json);
			OrderFile::parse(json).expect_err("changed")
		};
		let kinds = [
			changed(|json| json["lines"][0]["amount"] = json!("1,234.57")),
			changed(|json| json["lines"][0]["account"] = json!(2)),
			changed(|json| json["expires_on"] = json!("2026-05-01")),
			changed(|json| json["loan"] = json!(2)),
			changed(|json| json["genesis"] = json!(Digest::repeat_byte(8))),
			changed(|json| json["digest"] = json!(Digest::repeat_byte(8))),
			// One step's signature in another's place.
			changed(|json| json["signatures"]["make"] = json["signatures"]["mandate"].clone()),
			changed(|json| json["signatures"]["approve"]["account"] = json!("5GrwvaEF")),
		];
		assert!(kinds.iter().all(|error| error.kind == Kind::Verification), "{kinds:?}");
		for error in [
			changed(|json| json["format"] = json!("zhidai/order/v9")),
			changed(|json| json["note"] = json!("x")),
			changed(|json| json["lines"] = json!([])),
		] {
			assert_eq!(error.kind, Kind::Usage, "{error}");
		}
	}

	#[test]
	fn copies_that_were_signed_apart_come_together_and_go_as_one_call() {
		let all = signed();
		let (mut one, mut other) = (order(), order());
		for (step, given) in all.signatures.clone() {
			let copy = if step < OrderStep::Approve { &mut one } else { &mut other };
			copy.signatures.insert(step, given);
		}
		assert_eq!(one.missing(), [OrderStep::Approve, OrderStep::Release]);
		assert!(one.call().is_err_and(|error| error.message == "not signed yet: approve, release"));
		one.join(other).expect("the same order");
		assert_eq!(one, all);
		let call = one.call().expect("all have signed");
		assert_eq!((call.title().as_str(), &call.args["order"]["loan"]), ("Payments.execute", &json!(1)));
		let release = &call.args["signatures"]["release"];
		assert_eq!(release["account"], json!(all.signatures[&OrderStep::Release].account));
		assert!(release["signature"]["Ed25519"].as_str().is_some_and(|text| text.starts_with("0x")));
		// Another's signature takes no place that is taken.
		let stranger = Key::from_seed("k", Scheme::Ed25519, [9; 32]).expect("a key");
		assert!(one.sign(OrderStep::Make, &stranger).is_err());
		let last = "2026-05-01".parse().expect("a day");
		let another = OrderFile::new([7; 32], LoanId(1), &[line(1)], &[], last).expect("an order");
		assert!(one.join(another).is_err());
	}
}
