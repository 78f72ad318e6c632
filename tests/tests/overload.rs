//! Whatever a node accepts has an ending, and a node tells which: client processes that offer calls of several kinds,
//! one of them and the node that it talks to killed in the middle. The long form is `zhidai-bench overload`.

use anyhow::Result;
use std::time::Duration;
use zhidai_tests::load::overload::{overload, Settings};
use zhidai_tests::node::NodeSettings;

#[tokio::test(flavor = "multi_thread")]
async fn every_call_that_a_node_accepts_has_an_ending_whoever_is_killed_in_the_middle() -> Result<()> {
	let folder = tempfile::tempdir()?;
	let settings = Settings {
		calls: 600,
		// Several seconds, so that there is a middle.
		per_second: Some(60.0),
		probe: Duration::ZERO,
		crew: 2,
		clients: 1,
		down: Duration::from_secs(2),
		nodes: NodeSettings::default(),
	};
	let told = overload(&folder.path().join("nodes"), &settings, |text| eprintln!("{text}")).await?;
	eprintln!("{}", told.table());
	told.ensure_told()
}
