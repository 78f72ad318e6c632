//! The journal's records: one a line, each with a check of its own, so that a torn line is known for one.

use super::{About, Entry, Signature, State};
use crate::error::{Error, Kind, Result};
use crate::keys::blake2_256;
use serde::{Deserialize, Serialize};
use std::fs::File;
use std::io::{BufRead, BufReader, Read as _};
use std::path::Path;

/// Hexadecimal digits of the check before each record.
const CHECK: usize = 8;
/// Longer lines are not read: no transaction is that long, so something else is in the file. A journal may have any
/// number of records.
pub(super) const MOST_LINE: u64 = 16 << 20;

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
pub(super) fn read(path: &Path) -> Result<Read> {
	let file = File::open(path).map_err(|error| Error::io("read", path, &error))?;
	read_from(BufReader::new(file), path)
}

/// The same from anything that has a journal's bytes.
pub(super) fn read_from(mut file: impl BufRead, path: &Path) -> Result<Read> {
	let failed = |error: std::io::Error| Error::io("read", path, &error);
	let mut read = Read { entries: Vec::new(), records: 0, whole_bytes: 0 };
	let mut line = Vec::new();
	loop {
		line.clear();
		let mut next = file.by_ref().take(MOST_LINE + 1);
		let length = next.read_until(b'\n', &mut line).map_err(failed)? as u64;
		let number = read.records as u64 + 1;
		if length > MOST_LINE {
			return Err(wrong(path, number, "it is longer than any transaction"));
		}
		let text = std::str::from_utf8(&line).ok().and_then(|text| text.strip_suffix('\n'));
		let Some(record) = text.and_then(Record::read) else {
			return match line.ends_with(b"\n") {
				false => Ok(read),
				true => Err(wrong(path, number, "it is not what was written")),
			};
		};
		apply(&mut read.entries, record)?;
		read.records += 1;
		read.whole_bytes += length;
	}
}

fn wrong(path: &Path, line: u64, what: &str) -> Error {
	let message = format!(
		"the outbox cannot be read: {what}. What it holds may have been sent: look on the chain, then move the file away"
	);
	let error = Error::at(&path.display().to_string(), Some(line), None, message);
	Error { kind: Kind::Verification, ..error }
}

/// What a record changes. Whatever is told later, what a final block said stays.
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
			let entry = entries.iter_mut().rev().find(|entry| entry.has(&hash));
			if let Some(entry) = entry.filter(|entry| !entry.state.is_settled()) {
				entry.state = state;
				// Nothing sends them again.
				entry.signatures.iter_mut().for_each(|signature| signature.bytes = Vec::new());
			}
		}
	}
	Ok(())
}
