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

use crate::error::{Error, Kind, Result};
use journal::Record;
use serde::{Deserialize, Serialize};
use std::fs::{self, File, OpenOptions, TryLockError};
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
/// Longer journals are not read: something else is in the file.
const MOST_BYTES: u64 = 256 << 20;
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

fn private_folder(path: &Path) -> Result<()> {
	let mut builder = fs::DirBuilder::new();
	builder.recursive(true);
	#[cfg(unix)]
	std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
	builder.create(path).map_err(|error| Error::io("make the folder", path, &error))
}

fn private_file(path: &Path) -> Result<File> {
	let mut options = OpenOptions::new();
	options.read(true).append(true).create(true);
	#[cfg(unix)]
	std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
	options.open(path).map_err(|error| Error::io("open", path, &error))
}

/// Makes what was created or renamed in a folder last through a power cut.
fn sync_folder(path: &Path) -> Result<()> {
	let Some(folder) = path.parent() else { return Ok(()) };
	let synced = File::open(folder).and_then(|folder| folder.sync_all());
	synced.map_err(|error| Error::io("write to", folder, &error))
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
		Ok(journal::read(&self.path, MOST_BYTES)?.entries)
	}

	/// Waits until no other process holds it, and holds it.
	pub async fn hold(&self) -> Result<Held> {
		private_folder(self.path.parent().unwrap_or(Path::new(".")))?;
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
		let is_new = !path.exists();
		let file = private_file(path)?;
		if is_new {
			sync_folder(path)?;
		}
		let read = journal::read(path, MOST_BYTES)?;
		// What a crash left of a record that was being written was never sent.
		file.set_len(read.whole_bytes).map_err(|error| Error::io("mend", path, &error))?;
		let mut held = Self { path: path.to_owned(), file, entries: read.entries, _lock: lock };
		let ended = held.entries.iter().filter(|entry| !entry.is_waiting()).count();
		if ended > MOST_ENDED + SLACK || read.records > held.needed_records() + SLACK {
			held.compact()?;
		}
		Ok(held)
	}

	fn needed_records(&self) -> usize {
		self.entries.iter().map(|entry| entry.signatures.len() + usize::from(!entry.is_waiting())).sum()
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

	/// Writes down how a transaction ended.
	pub fn end(&mut self, hash: &str, state: State) -> Result<()> {
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
		let new = self.path.with_extension("new");
		let failed = |error: std::io::Error| Error::io("write", &new, &error);
		match fs::remove_file(&new) {
			Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(failed(error)),
			_ => {}
		}
		let mut file = private_file(&new)?;
		file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).map_err(failed)?;
		fs::rename(&new, &self.path).map_err(failed)?;
		sync_folder(&self.path)?;
		self.file = private_file(&self.path)?;
		Ok(())
	}
}

#[cfg(test)]
mod tests;
