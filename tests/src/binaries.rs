//! Where the built binaries are.

use anyhow::{bail, Result};
use std::path::PathBuf;

/// The path of a binary of this workspace: beside the running program, or one folder up (tests run in `deps`).
pub fn find(name: &str) -> Result<PathBuf> {
	let program = std::env::current_exe()?;
	for folder in program.ancestors().skip(1).take(2) {
		let path = folder.join(name);
		if path.is_file() {
			return Ok(path);
		}
	}
	bail!("{name} is not built; run: cargo build --release --workspace")
}
