//! Files that outlast a power cut: what is in them, the names under which they stand, and the folders above those.

use crate::error::{Error, Result};
use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::path::Path;

/// Makes a folder that only this user reads, and those above it that are missing.
pub fn make_folder(path: &Path) -> Result<()> {
	let is_missing = |folder: &&Path| !folder.as_os_str().is_empty() && !folder.exists();
	let missing: Vec<&Path> = path.ancestors().take_while(is_missing).collect();
	let mut builder = fs::DirBuilder::new();
	builder.recursive(true);
	#[cfg(unix)]
	std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
	builder.create(path).map_err(|error| Error::io("make the folder", path, &error))?;
	for made in missing.into_iter().rev() {
		sync_name(made)?;
		sync(made)?;
	}
	Ok(())
}

/// Opens a file that only this user reads, to be read and added to; makes it where it is not there.
pub fn private_file(path: &Path) -> Result<File> {
	let mut options = OpenOptions::new();
	options.read(true).append(true).create(true);
	#[cfg(unix)]
	std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
	options.open(path).map_err(|error| Error::io("open", path, &error))
}

/// Writes a file anew, by way of another name that nobody else uses: whoever reads it, also after a power cut, finds
/// the old one or the new one whole.
pub fn replace(path: &Path, new: &Path, text: &str) -> Result<()> {
	put(path, new, text, |new, path| fs::rename(new, path))
}

/// Writes a file that is not there, by way of another name that nobody else uses: whoever reads it finds it whole, and
/// one that is there stays.
pub fn create(path: &Path, new: &Path, text: &str) -> Result<()> {
	put(path, new, text, |new, path| {
		match fs::hard_link(new, path) {
			Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => {
				// Disks that are carried about often know no second name: there the place is taken first.
				OpenOptions::new().write(true).create_new(true).open(path)?;
				fs::rename(new, path)
			}
			linked => linked.and_then(|()| fs::remove_file(new)),
		}
	})
}

/// Writes a text under another name, and has it take its place.
fn put(
	path: &Path,
	new: &Path,
	text: &str,
	takes_place: impl FnOnce(&Path, &Path) -> std::io::Result<()>,
) -> Result<()> {
	let failed = |error: std::io::Error| Error::io("write", new, &error);
	match fs::remove_file(new) {
		Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(failed(error)),
		_ => {}
	}
	let mut file = private_file(new)?;
	let written = file.write_all(text.as_bytes()).and_then(|()| file.sync_all());
	if let Err(error) = written.and_then(|()| takes_place(new, path)) {
		// Where the disk is full, half a file would only take room.
		let _ = fs::remove_file(new);
		return Err(Error::io("write", path, &error));
	}
	sync_name(path)
}

/// Makes last that something was created or renamed under this path.
pub fn sync_name(path: &Path) -> Result<()> {
	path.parent().map_or(Ok(()), sync)
}

fn sync(folder: &Path) -> Result<()> {
	// A name alone stands in the folder where the program runs.
	let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
	let synced = File::open(folder).and_then(|folder| folder.sync_all());
	synced.map_err(|error| Error::io("write to", folder, &error))
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn all_folders_that_are_missing_are_made() {
		let above = tempfile::tempdir().unwrap();
		let folder = above.path().join("a/b/c");
		make_folder(&folder).unwrap();
		make_folder(&folder).unwrap();
		assert!(folder.is_dir());
		let file = folder.join("file");
		fs::write(&file, "").unwrap();
		assert!(make_folder(&file.join("d")).is_err(), "a file is no folder");
	}

	/// What a crash left under the name itself stood in the way for ever.
	#[test]
	fn a_file_is_created_whole_where_there_is_none() {
		let folder = tempfile::tempdir().unwrap();
		let (path, new) = (folder.path().join("file"), folder.path().join("file.new"));
		fs::write(&new, "what a crash left").unwrap();
		create(&path, &new, "first").unwrap();
		assert!(create(&path, &new, "second").is_err(), "never overwritten");
		assert_eq!(fs::read_to_string(&path).unwrap(), "first");
		assert!(create(&path.join("below"), &new, "third").is_err());
		assert!(!new.exists(), "nothing is left beside it");
	}

	#[test]
	fn a_file_is_replaced_whole_or_not_at_all() {
		let folder = tempfile::tempdir().unwrap();
		let (path, new) = (folder.path().join("file"), folder.path().join("file.new"));
		fs::write(&new, "what a crash left").unwrap();
		replace(&path, &new, "first").unwrap();
		replace(&path, &new, "second").unwrap();
		assert_eq!(fs::read_to_string(&path).unwrap(), "second");
		// Nothing stands under a file.
		assert!(replace(&path.join("below"), &new, "third").is_err());
		assert_eq!(fs::read_to_string(&path).unwrap(), "second");
		assert!(!new.exists(), "nothing is left beside it");
	}
}
