//! Files, read whole and up to a bound.

use crate::error::{Error, Result};
use std::io::Read;
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
}
