//! The outbox: what was signed is written down before it is sent, and stays until its outcome is known.
//!
//! One append-only journal for each chain and account, in the user's state folder. A program that is killed, or a
//! machine that loses power, leaves either nothing or a signed transaction in it; the same command again finds it
//! there and goes on with the very same bytes, whose nonce lets them count once only. It signs anew only when the
//! old bytes *can no longer happen*.
//!
//! A call that creates something ([`crate::chain::Call::creates`]) is carried out once under one request: when its
//! outcome is final, the same command again answers with what was done. To do the same on purpose once more, a
//! command names its request. That is what one user of one machine has of it. Where the chain itself carries a call
//! out once under one request ([`About::request_id`]), the id is made before the first signature and kept with it,
//! so that whatever is signed later for the same request, here or with that id on another machine, cannot do it
//! twice.

mod journal;

use crate::disk::{make_folder, private_file, replace, sync_name};
use crate::error::{Error, Kind, Result};
use journal::Record;
use serde::{Deserialize, Serialize};
use std::fs::{self, File, TryLockError};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use zhidai_api::{Created, RequestId};

/// The most transactions of one account that may have no outcome yet.
const MOST_WAITING: usize = 256;
/// How many outcomes are kept, so that the same command again can be told what it did.
const MOST_ENDED: usize = 10_000;
/// When a journal has more records than this beyond what it must keep, it is written anew.
const SLACK: usize = 1_000;
/// A journal that has more bytes than this, and more than twice those that it must keep, is written anew: the bytes of
/// what has its outcome are the most of it.
const LONG: u64 = 4 << 20;
/// About how long a record is without what was signed.
const RECORD: usize = 512;
/// How long another process may hold the journal. It does so while it signs and sends once.
const LOCK_PATIENCE: Duration = Duration::from_secs(60);
const LOCK_POLL: Duration = Duration::from_millis(20);

/// What is known of a transaction.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "outcome")]
pub enum State {
	/// Written down, perhaps sent; its outcome is not known.
	Waiting,
	/// Carried out, and final.
	Final {
		/// The block.
		block: u64,
	},
	/// Refused: by a rule in a final block, or at the door.
	Refused {
		/// The block; nothing where it was refused at the door.
		block: Option<u64>,
		/// The rule, where the refusal names one.
		rule: Option<String>,
	},
	/// Refused in a final block, because an earlier transaction had carried the same request out.
	Before {
		/// The block.
		block: u64,
		/// What that one created.
		created: Created,
	},
	/// It is in no block and can be in none any more.
	Impossible,
}

impl State {
	/// Whether a final block said it.
	fn is_settled(&self) -> bool {
		matches!(self, Self::Final { .. } | Self::Before { .. } | Self::Refused { block: Some(_), .. })
	}
}

/// One signature of a transaction. The bytes are kept until its outcome is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
	/// By which it is found.
	pub hash: String,
	/// What is sent.
	pub bytes: Vec<u8>,
	/// The block at which it was signed.
	pub born_at: u64,
	/// After this block it can be in none.
	pub last_block: u64,
}

/// What a transaction is, apart from its signatures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
	/// What was asked for: the same for the same command.
	pub request: String,
	/// The call: `Evidence.file`.
	pub call: String,
	/// Who signed.
	pub account: String,
	/// The nonce, which only one of the signatures can use.
	pub nonce: u64,
	/// The payment that it is about, or the first of them.
	#[serde(default, skip_serializing_if = "Option::is_none")]
	pub uetr: Option<String>,
	/// Under which request the chain carries it out once, where the call takes one.
	#[serde(default, skip_serializing_if = "Option::is_none")]
	pub request_id: Option<RequestId>,
	/// What the command made of the chain's state of the moment, where it is known again by its own words: a digest of
	/// the call and its arguments.
	#[serde(default, skip_serializing_if = "Option::is_none")]
	pub call_digest: Option<String>,
}

/// A transaction: one call with one nonce.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
	/// What it is.
	pub about: About,
	/// Its signatures, in their order; only one of them can come to anything.
	pub signatures: Vec<Signature>,
	/// When it was first signed, in seconds since 1970.
	pub signed_at: u64,
	/// What is known of it.
	pub state: State,
}

impl Entry {
	/// Whether its outcome is not known.
	pub fn is_waiting(&self) -> bool {
		self.state == State::Waiting
	}

	/// Whether one of its signatures has this hash.
	pub fn has(&self, hash: &str) -> bool {
		self.signatures.iter().any(|signature| signature.hash.eq_ignore_ascii_case(hash))
	}

	/// The hash of its newest signature.
	pub fn hash(&self) -> &str {
		self.signatures.last().map_or("", |signature| &signature.hash)
	}
}

/// The journal of one account on one chain.
#[derive(Clone, Debug)]
pub struct Outbox {
	path: PathBuf,
}

/// The journal, held: no other process reads or writes it.
pub struct Held {
	path: PathBuf,
	file: File,
	entries: Vec<Entry>,
	/// Keeps others out until it is dropped.
	_lock: File,
}

/// Now, in seconds since 1970.
pub(crate) fn now() -> u64 {
	SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}

/// The whole hash would make the path longer than it need be; the first half tells chains apart.
fn chain_name(genesis: [u8; 32]) -> String {
	hex::encode(genesis.get(..16).unwrap_or_default())
}

impl Outbox {
	/// The outbox of an account of a chain, under a folder of this user.
	pub fn new(folder: &Path, genesis: [u8; 32], account: &str) -> Self {
		Self { path: folder.join("outbox").join(chain_name(genesis)).join(format!("{account}.journal")) }
	}

	/// Whether it is of the chain with this genesis.
	pub fn is_of(&self, genesis: [u8; 32]) -> bool {
		let chain = self.path.parent().and_then(Path::file_name).and_then(|name| name.to_str());
		chain == Some(chain_name(genesis).as_str())
	}

	/// The outboxes of all chains and accounts under a folder.
	pub fn all(folder: &Path) -> Result<Vec<Self>> {
		let mut found = Vec::new();
		for chain in files_of(&folder.join("outbox"))? {
			let journals = files_of(&chain)?.into_iter();
			let is_journal =
				|path: &PathBuf| path.extension().is_some_and(|extension| extension == "journal");
			found.extend(journals.filter(is_journal).map(|path| Self { path }));
		}
		Ok(found)
	}

	/// Where it lies.
	pub fn path(&self) -> &Path {
		&self.path
	}

	/// What is in it. Reads beside whoever holds it: a record that is being written is not seen yet.
	pub fn entries(&self) -> Result<Vec<Entry>> {
		if !self.path.exists() {
			return Ok(Vec::new());
		}
		Ok(journal::read(&self.path)?.entries)
	}

	/// Waits until no other process holds it, and holds it.
	pub async fn hold(&self) -> Result<Held> {
		make_folder(self.path.parent().unwrap_or(Path::new(".")))?;
		let lock_path = self.path.with_extension("lock");
		let lock = private_file(&lock_path)?;
		let started = std::time::Instant::now();
		loop {
			match lock.try_lock() {
				Ok(()) => break,
				Err(TryLockError::WouldBlock) if started.elapsed() < LOCK_PATIENCE => {
					tokio::time::sleep(LOCK_POLL).await;
				}
				Err(TryLockError::WouldBlock) => {
					return Err(Error::new(
						Kind::NotFinal,
						format!("another process holds {}", lock_path.display()),
					));
				}
				Err(TryLockError::Error(error)) => return Err(Error::io("lock", &lock_path, &error)),
			}
		}
		Held::open(&self.path, lock)
	}

	/// Writes down how a transaction ended.
	pub async fn end(&self, hash: &str, state: State) -> Result<()> {
		self.hold().await?.end(hash, state)
	}

	/// Writes down that a transaction can no longer happen; see [`Held::end_impossible`].
	pub async fn end_impossible(&self, known: &[String]) -> Result<State> {
		self.hold().await?.end_impossible(known)
	}
}

/// What the bytes of a journal say, without a last record that a crash cut off; its name is for messages. A journal
/// that was changed is an error.
pub fn parse(name: &str, bytes: &[u8]) -> Result<Vec<Entry>> {
	Ok(journal::read_from(bytes, Path::new(name))?.entries)
}

fn files_of(folder: &Path) -> Result<Vec<PathBuf>> {
	let entries = match fs::read_dir(folder) {
		Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
		entries => entries.map_err(|error| Error::io("read", folder, &error))?,
	};
	let paths: std::io::Result<Vec<_>> = entries.map(|entry| entry.map(|entry| entry.path())).collect();
	let mut paths = paths.map_err(|error| Error::io("read", folder, &error))?;
	paths.sort();
	Ok(paths)
}

impl Held {
	fn open(path: &Path, lock: File) -> Result<Self> {
		let file = private_file(path)?;
		let read = journal::read(path)?;
		// What a crash left of a record that was being written was never sent.
		file.set_len(read.whole_bytes).map_err(|error| Error::io("mend", path, &error))?;
		if read.whole_bytes == 0 {
			// Its first record lasts no longer than its name and those of its folders, which may have been made by a
			// process that was killed.
			path.ancestors().take(3).try_for_each(sync_name)?;
		}
		let mut held = Self { path: path.to_owned(), file, entries: read.entries, _lock: lock };
		let ended = held.entries.iter().filter(|entry| !entry.is_waiting()).count();
		let is_long = read.whole_bytes > LONG && read.whole_bytes > 2 * held.needed_bytes();
		if is_long || ended > MOST_ENDED + SLACK || read.records > held.needed_records() + SLACK {
			held.compact()?;
		}
		Ok(held)
	}

	fn needed_records(&self) -> usize {
		self.entries.iter().map(|entry| entry.signatures.len() + usize::from(!entry.is_waiting())).sum()
	}

	/// About how long the journal is with nothing but what it must keep.
	fn needed_bytes(&self) -> u64 {
		let signatures = self.entries.iter().flat_map(|entry| &entry.signatures);
		// In hexadecimal digits.
		let signed: usize = signatures.map(|signature| 2 * signature.bytes.len()).sum();
		(signed + RECORD * self.needed_records()) as u64
	}

	/// The newest transaction of a request.
	pub fn newest(&self, request: &str) -> Option<&Entry> {
		self.entries.iter().rev().find(|entry| entry.about.request == request)
	}

	/// The newest transaction under an id.
	pub fn newest_under(&self, request_id: &RequestId) -> Option<&Entry> {
		self.entries.iter().rev().find(|entry| entry.about.request_id.as_ref() == Some(request_id))
	}

	/// Writes a signature down; when this returns, it survives a crash.
	pub fn sign(&mut self, about: &About, signature: &Signature) -> Result<()> {
		let waiting = self.entries.iter().filter(|entry| entry.is_waiting()).count();
		if waiting >= MOST_WAITING {
			return Err(Error::usage(format!(
				"{waiting} transactions of this key have no outcome yet; see `zhidai tx list`, and `zhidai tx resume`"
			)));
		}
		let record = Record::signed(about, signature, now());
		self.write(&record)?;
		journal::apply(&mut self.entries, record)
	}

	/// Writes down how a transaction ended. What a final block said of it stays as it is.
	pub fn end(&mut self, hash: &str, state: State) -> Result<()> {
		let known = self.entries.iter().rev().find(|entry| entry.has(hash));
		if known.is_some_and(|entry| entry.state.is_settled()) {
			return Ok(());
		}
		let record = Record::Ended { hash: hash.into(), state, at: now() };
		self.write(&record)?;
		journal::apply(&mut self.entries, record)
	}

	/// Writes down that a transaction can no longer happen, for who knows that of these signatures. Answers how it
	/// ended: where another process noted an outcome, that stays. Where another process signed it anew, nothing is
	/// known of that signature.
	pub fn end_impossible(&mut self, known: &[String]) -> Result<State> {
		let entry = self.entries.iter().rev().find(|entry| known.iter().any(|hash| entry.has(hash)));
		let Some(entry) = entry else { return Ok(State::Impossible) };
		if !entry.is_waiting() {
			return Ok(entry.state.clone());
		}
		let is_known = |hash: &str| known.iter().any(|known| known.eq_ignore_ascii_case(hash));
		if !entry.signatures.iter().all(|signature| is_known(&signature.hash)) {
			return Err(Error::new(Kind::NotFinal, "another process signed it anew; give the command again"));
		}
		let hash = entry.hash().to_owned();
		self.end(&hash, State::Impossible)?;
		Ok(State::Impossible)
	}

	fn write(&mut self, record: &Record) -> Result<()> {
		let line = record.line()?;
		if line.len() as u64 > journal::MOST_LINE {
			return Err(Error::unexpected("the transaction is longer than any that the outbox keeps"));
		}
		let before = self.file.metadata().map(|data| data.len()).unwrap_or_default();
		let written = self.file.write_all(line.as_bytes()).and_then(|()| self.file.sync_data());
		written.map_err(|error| {
			// Half a record, where the disk is full, is taken back so that the next one does not follow it.
			let _ = self.file.set_len(before);
			Error::io("write to", &self.path, &error)
		})
	}

	/// Writes the journal anew: all that waits, and the newest outcomes without their bytes.
	fn compact(&mut self) -> Result<()> {
		let mut ended = self.entries.iter().filter(|entry| !entry.is_waiting()).count();
		self.entries.retain(|entry| {
			let keep = entry.is_waiting() || ended <= MOST_ENDED;
			ended -= usize::from(!entry.is_waiting());
			keep
		});
		let mut text = String::new();
		for entry in &self.entries {
			for signature in &entry.signatures {
				text += &Record::signed(&entry.about, signature, entry.signed_at).line()?;
			}
			if !entry.is_waiting() {
				let hash = entry.hash().to_owned();
				text += &Record::Ended { hash, state: entry.state.clone(), at: entry.signed_at }.line()?;
			}
		}
		replace(&self.path, &self.path.with_extension("new"), &text)?;
		self.file = private_file(&self.path)?;
		Ok(())
	}
}

#[cfg(test)]
mod tests;
