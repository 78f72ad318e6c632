//! One member cannot hurt another: a flood on four real nodes, with the pools that they set themselves. The
//! long form is `zhidai-bench flood`.

use anyhow::Result;
use std::time::Duration;
use zhidai_tests::load::flood::{flood, Settings};

#[tokio::test(flavor = "multi_thread")]
async fn a_bank_that_sends_all_it_may_and_strangers_beside_it_hold_up_no_other_bank() -> Result<()> {
	let folder = tempfile::tempdir()?;
	// The same files and drafts again and again: ever new ones would keep a small machine's cores busy with them alone.
	let length = Duration::from_secs(15);
	let settings = Settings { crew: 3, length, strangers_per_second: 200, is_new: false };
	let seen = flood(&folder.path().join("nodes"), &settings, |text| eprintln!("{text}")).await?;
	eprintln!("{seen:#?}");
	// Other work may run beside this.
	seen.ensure_harmless(Duration::from_secs(2))
}
