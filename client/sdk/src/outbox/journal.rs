//! The journal's records: one a line, each with a check of its own, so that a torn line is known for one.

use super::{About, Entry, Signature, State};
use crate::error::{Error, Kind, Result};
use crate::keys::blake2_256;
use serde::{Deserialize, Serialize};
use std::path::Path;

/// Hexadecimal digits of the check before each record.
const CHECK: usize = 8;

/// A record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Record {
	/// A transaction was signed, and is about to be sent.
	Signed {
		#[serde(flatten)]
		about: About,
		hash: String,
		/// In hexadecimal digits; empty once the outcome is known.
		bytes: String,
		born_at: u64,
		last_block: u64,
		at: u64,
	},
	/// Its outcome is known.
	Ended { hash: String, state: State, at: u64 },
}

impl Record {
	pub(super) fn signed(about: &About, signature: &Signature, at: u64) -> Self {
		Self::Signed {
			about: about.clone(),
			hash: signature.hash.clone(),
			bytes: hex::encode(&signature.bytes),
			born_at: signature.born_at,
			last_block: signature.last_block,
			at,
		}
	}

	/// The record's line.
	pub(super) fn line(&self) -> Result<String> {
		let json = serde_json::to_string(self).map_err(Error::unexpected)?;
		Ok(format!("{} {json}\n", check(&json)))
	}

	fn read(line: &str) -> Option<Self> {
		let (found, json) = line.split_once(' ')?;
		serde_json::from_str(json).ok().filter(|_| found == check(json))
	}
}

fn check(json: &str) -> String {
	hex::encode(blake2_256(&[json.as_bytes()])).chars().take(CHECK).collect()
}

/// What a journal holds.
pub(super) struct Read {
	pub(super) entries: Vec<Entry>,
	/// How many records they were made of.
	pub(super) records: usize,
	/// Up to where the journal is whole. What follows is a record that a crash cut off.
	pub(super) whole_bytes: u64,
}

/// Reads a journal. A last line without its end is what a crash leaves; a whole line that is wrong is not, and is
/// an error.
pub(super) fn read(path: &Path, most_bytes: u64) -> Result<Read> {
	let length = std::fs::metadata(path).map_err(|error| Error::io("read", path, &error))?.len();
	if length > most_bytes {
		return Err(wrong(path, None, &format!("it has {length} bytes")));
	}
	let bytes = std::fs::read(path).map_err(|error| Error::io("read", path, &error))?;
	let mut read = Read { entries: Vec::new(), records: 0, whole_bytes: 0 };
	for (number, line) in (1_u64..).zip(bytes.split_inclusive(|byte| *byte == b'\n')) {
		let record =
			std::str::from_utf8(line).ok().and_then(|text| text.strip_suffix('\n')).and_then(Record::read);
		let Some(record) = record else {
			return match line.ends_with(b"\n") {
				false => Ok(read),
				true => Err(wrong(path, Some(number), "it is not what was written")),
			};
		};
		apply(&mut read.entries, record)?;
		read.records += 1;
		read.whole_bytes += line.len() as u64;
	}
	Ok(read)
}

fn wrong(path: &Path, line: Option<u64>, what: &str) -> Error {
	let message = format!(
		"the outbox cannot be read: {what}. What it holds may have been sent: look on the chain, then move the file away"
	);
	let error = Error::at(&path.display().to_string(), line, None, message);
	Error { kind: Kind::Verification, ..error }
}

/// What a record changes.
pub(super) fn apply(entries: &mut Vec<Entry>, record: Record) -> Result<()> {
	match record {
		Record::Signed { about, hash, bytes, born_at, last_block, at } => {
			let bytes = hex::decode(bytes).map_err(Error::unexpected)?;
			let signature = Signature { hash, bytes, born_at, last_block };
			let same = entries.iter_mut().rev().find(|entry| entry.about == about && entry.is_waiting());
			match same {
				Some(entry) => entry.signatures.push(signature),
				None => entries.push(Entry {
					about,
					signatures: vec![signature],
					signed_at: at,
					state: State::Waiting,
				}),
			}
		}
		Record::Ended { hash, state, .. } => {
			if let Some(entry) = entries.iter_mut().rev().find(|entry| entry.has(&hash)) {
				entry.state = state;
				// Nothing sends them again.
				entry.signatures.iter_mut().for_each(|signature| signature.bytes = Vec::new());
			}
		}
	}
	Ok(())
}
