//! Files, read whole and up to a bound.

use crate::error::{Error, Result};
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Read, Write};
use std::path::Path;

/// Reads a whole file, up to a bound. `-` is standard input.
pub fn read_bytes(path: &Path, limit: u64) -> Result<Vec<u8>> {
	let mut bytes = Vec::new();
	let read = match path.to_str() {
		Some("-") => std::io::stdin().take(limit + 1).read_to_end(&mut bytes),
		_ => std::fs::File::open(path).and_then(|file| file.take(limit + 1).read_to_end(&mut bytes)),
	};
	read.map_err(|error| Error::io("read", path, &error))?;
	match bytes.len() as u64 > limit {
		true => {
			let message = format!("the file is longer than {limit} bytes");
			Err(Error::at(&path.display().to_string(), None, None, message))
		}
		false => Ok(bytes),
	}
}

/// Writes a file that must be the same for whoever asks, now and after a power cut: whole, for its owner alone,
/// and never over one that is there. Whether it was written; where it was not, another one was there first.
/// Either way what counts is what stands in the file, so it is read again.
pub(crate) fn write_once(path: &Path, bytes: &[u8]) -> io::Result<bool> {
	path.file_name().ok_or(ErrorKind::InvalidInput)?;
	let folder = match path.parent() {
		Some(folder) if !folder.as_os_str().is_empty() => folder,
		_ => Path::new("."),
	};
	let suffix = hex::encode(random::<8>().map_err(io::Error::other)?);
	// Not with the file's own name in it, which may be as long as names can be.
	let draft = folder.join(format!(".zhidai-{suffix}.part"));
	let mut options = OpenOptions::new();
	options.write(true).create_new(true);
	#[cfg(unix)]
	std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
	let mut file = options.open(&draft)?;
	let linked = file.write_all(bytes).and_then(|()| file.sync_all()).and_then(|()| {
		// Unlike a renamed file, a link takes nobody's place.
		match fs::hard_link(&draft, path) {
			Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(false),
			linked => linked.map(|()| true),
		}
	});
	let removed = fs::remove_file(&draft);
	let is_written = linked?;
	removed?;
	File::open(folder)?.sync_all()?;
	Ok(is_written)
}

/// Bytes that nobody can guess.
pub(crate) fn random<const LENGTH: usize>() -> Result<[u8; LENGTH]> {
	let mut bytes = [0; LENGTH];
	getrandom::fill(&mut bytes)
		.map_err(|error| Error::unexpected(format!("the system gives no random bytes: {error}")))?;
	Ok(bytes)
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_file_is_read_up_to_its_bound() {
		let folder = tempfile::tempdir().unwrap();
		let path = folder.path().join("f");
		std::fs::write(&path, b"12345").unwrap();
		assert_eq!(read_bytes(&path, 5).unwrap(), b"12345");
		assert!(read_bytes(&path, 4).unwrap_err().to_string().contains("longer than 4 bytes"));
		assert!(read_bytes(&folder.path().join("none"), 4).unwrap_err().to_string().contains("cannot read"));
	}

	#[test]
	fn a_file_is_written_once_and_for_its_owner() {
		let folder = tempfile::tempdir().unwrap();
		let path = folder.path().join("f");
		assert!(write_once(&path, b"first").unwrap());
		assert!(!write_once(&path, b"second").unwrap());
		assert_eq!(std::fs::read(&path).unwrap(), b"first");
		assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "a draft was left");
		#[cfg(unix)]
		{
			use std::os::unix::fs::PermissionsExt;
			let mode = std::fs::metadata(&path).unwrap().permissions().mode();
			assert_eq!(mode & 0o777, 0o600);
		}
		assert!(write_once(&folder.path().join("f".repeat(255)), b"").unwrap());
		assert!(write_once(&folder.path().join("none/f"), b"").is_err());
		assert!(write_once(Path::new("/"), b"").is_err());
	}

	#[test]
	fn of_many_who_write_a_file_one_does() {
		let folder = tempfile::tempdir().unwrap();
		let path = folder.path().join("f");
		let start = std::sync::Barrier::new(8);
		let written: usize = std::thread::scope(|scope| {
			let write = |each: u8| {
				let (start, path) = (&start, &path);
				scope.spawn(move || {
					start.wait();
					write_once(path, &[each; 64]).unwrap()
				})
			};
			let threads: Vec<_> = (0..8).map(write).collect();
			threads.into_iter().map(|thread| usize::from(thread.join().unwrap())).sum()
		});
		let bytes = std::fs::read(&path).unwrap();
		assert_eq!((written, bytes.len()), (1, 64));
		assert!(bytes.windows(2).all(|pair| pair[0] == pair[1]), "two wrote into one file");
	}
}
