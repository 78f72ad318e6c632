//! What a client process notes: one line for every answer, so that what it knew is there when it was killed.

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

/// What happened to a call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
	/// A node took it.
	Accepted,
	/// It was told to wait, by this rule; it may be offered again.
	ToldToWait(String),
	/// It was told to wait and is not offered again.
	GivenUp(String),
	/// Refused at the door for good, or by a rule in a final block while it was offered.
	Refused(String),
	/// There was no answer that says whether a node has it.
	Unclear(String),
	/// A node took it from the outbox of the process that was killed.
	Resumed,
	/// A node took it again that did not have it any more.
	SentAgain,
	/// Its outcome was told.
	Ended,
}

impl Event {
	/// Whether a node has it, or had it.
	pub fn is_accepted(&self) -> bool {
		matches!(self, Self::Accepted | Self::Resumed | Self::SentAgain)
	}
}

/// A line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
	/// The call's number.
	pub call: u64,
	/// When, in milliseconds since 1970.
	pub at: u64,
	/// What.
	pub event: Event,
}

/// Where a client writes.
pub struct Notes(Mutex<File>);

impl Notes {
	/// Goes on with the file where there is one.
	pub fn open(path: &Path) -> Result<Self> {
		let file = OpenOptions::new().create(true).append(true).open(path);
		Ok(Self(Mutex::new(file.with_context(|| format!("opening {}", path.display()))?)))
	}

	/// Writes a line at once. What was written stays when the process is killed; a power cut is not what is tried here.
	pub fn write(&self, call: u64, event: Event) -> Result<()> {
		let mut line = serde_json::to_string(&Note { call, at: super::plan::now_ms(), event })?;
		line.push('\n');
		let mut file = self.0.lock().unwrap_or_else(PoisonError::into_inner);
		Ok(file.write_all(line.as_bytes())?)
	}
}

/// Reads notes. A line that a kill cut off was never finished.
pub fn read(path: &Path) -> Result<Vec<Note>> {
	let text = match std::fs::read_to_string(path) {
		Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
		text => text.with_context(|| format!("reading {}", path.display()))?,
	};
	let whole = text.rsplit_once('\n').map_or("", |(whole, _)| whole);
	let note = |line: &str| serde_json::from_str(line).with_context(|| format!("not a note: {line}"));
	whole.lines().map(note).collect()
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn what_a_kill_cut_off_is_left_out() {
		let folder = tempfile::tempdir().unwrap();
		let path = folder.path().join("notes");
		assert!(read(&path).unwrap().is_empty());
		let notes = Notes::open(&path).unwrap();
		notes.write(7, Event::Accepted).unwrap();
		notes.write(8, Event::ToldToWait("Pool.TooManyWaiting".into())).unwrap();
		notes.0.lock().unwrap().write_all(b"{\"call\":9,").unwrap();
		let events: Vec<_> = read(&path).unwrap().into_iter().map(|note| (note.call, note.event)).collect();
		assert_eq!(events, [(7, Event::Accepted), (8, Event::ToldToWait("Pool.TooManyWaiting".into()))]);
	}
}
