//! Receipts: one file with what a payee says of a payment and its officer's signature, which others hand in, and which
//! can be signed on a machine without a network.
//!
//! As an order's, the file says what is signed in full: a file whose digest or signature is not that of what it says is
//! no receipt. What the chain will say to it only the chain can tell: a dry run of handing it in asks.

use crate::calls::payments;
use crate::chain::Call;
use crate::disk;
use crate::error::{Error, Kind, Result};
use crate::keys::Key;
use crate::orders::{as_text, beside, Given};
use serde::{Deserialize, Serialize};
use serde_json::{json, Value as Json};
use std::path::Path;
use zhidai_api::signed::receipt_step;
use zhidai_api::{receipt_digest, Day, Digest, Fen, Receipt, ReceiptSaid, ShortText, Uetr};

/// The form of the files that this version writes and reads.
const FORMAT: &str = "zhidai/receipt/v1";

/// Whether the payee has the money, as people write it.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum Said {
	/// It came on this day.
	ReceivedOn(#[serde(with = "as_text")] Day),
	/// It did not, and why that is said.
	Denied(ShortText),
}

impl From<&Said> for ReceiptSaid {
	fn from(said: &Said) -> Self {
		match said {
			Said::ReceivedOn(on) => Self::Received { on: *on },
			Said::Denied(reason) => Self::Denied { reason: reason.clone() },
		}
	}
}

/// What a payee says of a payment, and who signed it.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct ReceiptFile {
	format: String,
	/// The chain, by the hash of its first block.
	pub genesis: Digest,
	/// The payment.
	pub uetr: Uetr,
	/// What was paid, in yuan.
	#[serde(with = "as_text")]
	pub amount: Fen,
	/// Whether the payee has it.
	pub said: Said,
	/// The last day on which it can be handed in.
	#[serde(with = "as_text")]
	pub expires_on: Day,
	/// How many words were said of the payment before; a later one ends the receipt.
	pub after: u8,
	/// What is signed.
	pub digest: Digest,
	/// Who signed it.
	pub signature: Option<Given>,
}

impl ReceiptFile {
	/// A receipt that nobody has signed.
	pub fn new(
		genesis: [u8; 32],
		uetr: Uetr,
		amount: Fen,
		said: Said,
		expires_on: Day,
		after: u8,
	) -> Result<Self> {
		let receipt = Receipt { uetr, amount_fen: amount.0, said: (&said).into(), expires_on, after };
		let (format, digest) = (FORMAT.into(), receipt_digest(genesis.into(), &receipt));
		let genesis = genesis.into();
		let file = Self { format, genesis, uetr, amount, said, expires_on, after, digest, signature: None };
		file.ensure_genuine()?;
		Ok(file)
	}

	/// What a file says, where it is a receipt: its digest is that of what it says, and its signature holds.
	pub fn parse(json: Json) -> Result<Self> {
		let malformed = |error: serde_json::Error| {
			Error::usage(format!("not a receipt of `zhidai receipt new`: {error}"))
		};
		let file: Self = serde_json::from_value(json).map_err(malformed)?;
		if file.format != FORMAT {
			let found = &file.format;
			return Err(Error::usage(format!(
				"a receipt of the form {found:?}; this program knows {FORMAT}"
			)));
		}
		file.ensure_genuine()?;
		Ok(file)
	}

	/// As it is signed.
	pub fn receipt(&self) -> Receipt {
		let Self { uetr, amount, expires_on, after, .. } = *self;
		Receipt { uetr, amount_fen: amount.0, said: (&self.said).into(), expires_on, after }
	}

	fn message(&self) -> Vec<u8> {
		receipt_step(self.receipt().said.kind(), self.digest)
	}

	fn ensure_genuine(&self) -> Result<()> {
		let otherwise = |what: String| Err(Error::new(Kind::Verification, what));
		if self.amount.is_zero() {
			return Err(Error::usage("a payment moves at least one fen"));
		}
		let made = receipt_digest(self.genesis, &self.receipt());
		if self.digest != made {
			return otherwise(format!("the digest is not that of what the receipt says, {made:?}"));
		}
		match &self.signature {
			Some(given) if !given.holds(&self.message()) => {
				otherwise(format!("the signature is not that of {} over this receipt", given.account))
			}
			_ => Ok(()),
		}
	}

	/// Signs it with a key, the same or the first.
	pub fn sign(&mut self, key: &Key) -> Result<()> {
		let given = Given::by(key, &self.message());
		match &self.signature {
			Some(before) if before.account != given.account => Err(Error::usage(format!(
				"signed by {} already; a receipt has one signature: take it out of the file first",
				before.account
			))),
			_ => {
				self.signature = Some(given);
				Ok(())
			}
		}
	}

	/// The call that hands it in.
	pub fn call(&self) -> Result<Call> {
		let given = self.signature.as_ref().ok_or_else(|| Error::usage("not signed yet"))?;
		Ok(payments::confirm_signed(json!(self.receipt()), given.argument()))
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

#[cfg(test)]
mod tests {
	use super::*;
	use crate::keys::Scheme;

	fn file(said: Said) -> ReceiptFile {
		let last = "2026-04-30".parse().expect("a day");
		let uetr = Uetr::from_random([1; 16]);
		ReceiptFile::new([7; 32], uetr, Fen(123_456), said, last, 2).expect("a receipt")
	}

	fn received() -> ReceiptFile {
		file(Said::ReceivedOn("2026-03-17".parse().expect("a day")))
	}

	fn denied() -> ReceiptFile {
		file(Said::Denied("未收到".try_into().expect("a reason")))
	}

	fn key(seed: u8, scheme: Scheme) -> Key {
		Key::from_seed("k", scheme, [seed; 32]).expect("a key")
	}

	#[test]
	fn a_file_says_what_is_signed_and_reads_back() {
		for scheme in [Scheme::Ed25519, Scheme::Sr25519, Scheme::Ecdsa] {
			let (mut one, mut other) = (received(), denied());
			one.sign(&key(1, scheme)).expect("signed");
			other.sign(&key(1, scheme)).expect("signed");
			let json = json!(one);
			assert_eq!((&json["amount"], &json["expires_on"]), (&json!("1,234.56"), &json!("2026-04-30")));
			assert_eq!(json["said"], json!({ "received_on": "2026-03-17" }));
			assert_eq!(json!(other)["said"], json!({ "denied": "未收到" }));
			assert_eq!(ReceiptFile::parse(json).as_ref(), Ok(&one));
			assert_eq!(ReceiptFile::parse(json!(other)).as_ref(), Ok(&other));
		}
	}

	#[test]
	fn what_was_changed_is_no_receipt() {
		let mut signed = received();
		signed.sign(&key(1, Scheme::Ed25519)).expect("signed");
		let mut other = denied();
		other.sign(&key(1, Scheme::Ed25519)).expect("signed");
		let changed = |change: &dyn Fn(&mut Json)| {
			let mut json = json!(signed);
			change(&mut json);
			ReceiptFile::parse(json).expect_err("changed").kind
		};
		let of_the_other = json!(other)["signature"].clone();
		let changes: [&dyn Fn(&mut Json); 8] = [
			&|json| json["amount"] = json!("1,234.57"),
			&|json| json["said"] = json!({ "received_on": "2026-03-18" }),
			&|json| json["said"] = json!({ "denied": "未收到" }),
			&|json| json["expires_on"] = json!("2026-05-01"),
			&|json| json["after"] = json!(4),
			&|json| json["genesis"] = json!(Digest::repeat_byte(8)),
			&|json| json["signature"]["account"] = json!("5GrwvaEF"),
			&|json| json["signature"] = of_the_other.clone(),
		];
		assert!(changes.iter().all(|change| changed(*change) == Kind::Verification));
		let malformed: [&dyn Fn(&mut Json); 4] = [
			&|json| json["format"] = json!("zhidai/receipt/v9"),
			&|json| json["note"] = json!("x"),
			&|json| json["amount"] = json!("0.00"),
			&|json| json["said"] = json!({ "denied": "" }),
		];
		assert!(malformed.iter().all(|change| changed(*change) == Kind::Usage));
	}

	#[test]
	fn a_signed_receipt_goes_as_one_call() {
		let mut file = received();
		assert!(file.call().is_err_and(|error| error.message == "not signed yet"));
		file.sign(&key(1, Scheme::Ed25519)).expect("signed");
		assert!(file.sign(&key(2, Scheme::Ed25519)).is_err());
		let call = file.call().expect("signed");
		assert_eq!(call.title(), "Payments.confirm_signed");
		assert_eq!(call.args["receipt"]["uetr"], json!(file.uetr));
		assert_eq!(call.args["receipt"]["after"], json!(2));
		let day: Day = "2026-03-17".parse().expect("a day");
		assert_eq!(call.args["receipt"]["said"], json!({ "Received": { "on": day } }));
		let given = file.signature.as_ref().expect("signed");
		assert_eq!(call.args["signature"]["account"], json!(given.account));
	}
}
