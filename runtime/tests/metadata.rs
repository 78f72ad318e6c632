//! The client's typed code is made from a committed copy of the runtime's metadata: it must be this runtime's.

use std::path::Path;
use zhidai_runtime::Runtime;

/// The newest metadata version that the client's code generator reads.
const VERSION: u32 = 15;

#[test]
fn the_clients_metadata_is_this_runtimes() {
	let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../client/sdk/metadata.scale");
	let current = Runtime::metadata_at_version(VERSION).unwrap().to_vec();
	if std::env::var_os("UPDATE_METADATA").is_some() {
		std::fs::write(&path, &current).unwrap();
	}
	let committed = std::fs::read(&path).unwrap_or_default();
	assert!(
		committed == current,
		"client/sdk/metadata.scale is not this runtime's; run: UPDATE=1 scripts/check"
	);
}
