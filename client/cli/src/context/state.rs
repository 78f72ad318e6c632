//! This user's state: where it lies, and which runtimes were confirmed.

use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};
use zhidai_sdk::outbox::Entry;
use zhidai_sdk::{disk, Error, Result};

/// Other processes of the same user may be sending; only what is older has been left alone.
pub(crate) const OLD: u64 = 120;

/// The folder of this user's state.
pub(super) fn folder(given: Option<&Path>) -> Result<PathBuf> {
	let absolute = |name: &str| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
	given
		.map(Path::to_owned)
		.or_else(|| absolute("XDG_STATE_HOME").map(|state| state.join("zhidai")))
		.or_else(|| absolute("HOME").map(|home| home.join(".local/state/zhidai")))
		.ok_or_else(|| {
			Error::usage(
				"no folder to write down what is sent; give --state-dir FOLDER or set ZHIDAI_STATE_DIR",
			)
		})
}

/// Whether a transaction was signed so long ago that nobody follows it any more.
pub(crate) fn is_old(entry: &Entry) -> bool {
	entry.signed_at.saturating_add(OLD) < now()
}

/// In seconds since 1970.
fn now() -> u64 {
	SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}

/// The runtimes of a chain that were confirmed by the hash of their metadata.
pub(super) struct Pins(PathBuf);

impl Pins {
	pub(super) fn of(folder: &Path, genesis: [u8; 32]) -> Self {
		Self(folder.join("metadata").join(hex::encode(genesis)))
	}

	pub(super) fn read(&self) -> Result<Vec<[u8; 32]>> {
		let text = match std::fs::read_to_string(&self.0) {
			Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
			text => text.map_err(|error| Error::io("read", &self.0, &error))?,
		};
		text.lines().filter(|line| !line.is_empty()).map(crate::commands::hash).collect()
	}

	pub(super) fn add(&self, hash: [u8; 32]) -> Result<()> {
		let mut known = self.read()?;
		if known.contains(&hash) {
			return Ok(());
		}
		known.push(hash);
		let text: String = known.iter().map(|hash| format!("0x{}\n", hex::encode(hash))).collect();
		if let Some(folder) = self.0.parent() {
			disk::make_folder(folder)?;
		}
		// Two processes at once do not write into each other's.
		disk::replace(&self.0, &self.0.with_extension(format!("{}.new", std::process::id())), &text)
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn what_was_confirmed_is_remembered_for_this_chain_alone() {
		let folder = tempfile::tempdir().unwrap();
		let pins = Pins::of(folder.path(), [1; 32]);
		assert_eq!(pins.read(), Ok(Vec::new()));
		pins.add([7; 32]).unwrap();
		pins.add([8; 32]).unwrap();
		pins.add([7; 32]).unwrap();
		assert_eq!(pins.read(), Ok(vec![[7; 32], [8; 32]]));
		assert_eq!(Pins::of(folder.path(), [2; 32]).read(), Ok(Vec::new()));
		let files = std::fs::read_dir(folder.path().join("metadata")).unwrap().count();
		assert_eq!(files, 1, "nothing is left beside it");
	}

	#[test]
	fn a_given_folder_is_taken() {
		assert_eq!(folder(Some(Path::new("/s"))), Ok(PathBuf::from("/s")));
	}
}
