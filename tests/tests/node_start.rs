//! What a node does not start with, and what it answers once it has started.

use anyhow::{bail, ensure, Context, Result};
use jsonrpsee::core::params::ArrayParams;
use serde_json::Value;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use zhidai_tests::binaries;
use zhidai_tests::consortium::Consortium;
use zhidai_tests::node::PATIENCE;

/// Starts a node that is to refuse by itself; what it says.
fn refused(folder: &Path, args: &[&str]) -> Result<String> {
	let log = folder.join("refused.log");
	let mut node = Command::new(binaries::find("zhidai-node")?)
		.args(args)
		.args(["--no-telemetry", "--no-prometheus", "--no-mdns", "--rpc-port=0", "--port=0"])
		.args(["--node-key", &"07".repeat(32), "--base-path"])
		.arg(folder.join("data"))
		.stdin(Stdio::null())
		.stdout(Stdio::null())
		.stderr(std::fs::File::create(&log)?)
		.spawn()?;
	let deadline = Instant::now() + PATIENCE;
	let status = loop {
		if let Some(status) = node.try_wait()? {
			break status;
		}
		if Instant::now() > deadline {
			node.kill()?;
			node.wait()?;
			bail!("a node started with {args:?}");
		}
		std::thread::sleep(Duration::from_millis(100));
	};
	let said = std::fs::read_to_string(&log)?;
	ensure!(!status.success(), "a node ended well with {args:?}: {said}");
	Ok(said)
}

/// Nor does a node follow it: what anybody can sign would be taken for its members' word.
#[test]
fn the_template_with_its_well_known_keys_does_not_start() -> Result<()> {
	let folder = tempfile::tempdir()?;
	for role in [&["--alice", "--validator"][..], &[]] {
		let said = refused(folder.path(), &[&["--chain", "consortium"][..], role].concat())?;
		assert!(said.contains("//msa.admin-1") && said.contains("--plain"), "{said}");
	}
	Ok(())
}

#[test]
fn authoring_is_not_forced_on_a_chain_of_several_validators() -> Result<()> {
	let folder = tempfile::tempdir()?;
	for args in
		[["--chain", "local", "--alice", "--force-authoring"], ["--chain", "local", "--alice", "--dev"]]
	{
		let said = refused(folder.path(), &args)?;
		assert!(said.contains("dev preset only"), "{said}");
	}
	Ok(())
}

#[test]
fn no_members_node_starts_with_a_pool_that_bans() -> Result<()> {
	let folder = tempfile::tempdir()?;
	let said = refused(folder.path(), &["--chain", "consortium", "--tx-ban-seconds", "1800"])?;
	assert!(said.contains("--tx-ban-seconds 1800") && said.contains("Start without it"), "{said}");
	Ok(())
}

#[test]
fn a_node_does_not_start_on_a_disk_without_room() -> Result<()> {
	let folder = tempfile::tempdir()?;
	let too_much = u64::MAX.to_string();
	let said = refused(folder.path(), &["--chain", "dev", "--alice", "--min-free-disk", &too_much])?;
	assert!(said.contains("MiB left") && said.contains("make room"), "{said}");
	Ok(())
}

/// A member changes the plain form of the template, and every node starts with what is made of it.
#[test]
fn a_plain_spec_becomes_the_same_spec_that_nodes_start_with() -> Result<()> {
	let folder = tempfile::tempdir()?;
	let write = |args: &[&str], name: &str| -> Result<String> {
		let path = folder.path().join(name);
		let written =
			Command::new(binaries::find("zhidai-node")?).args(args).arg("--output").arg(&path).output()?;
		ensure!(written.status.success(), "{}", String::from_utf8_lossy(&written.stderr));
		Ok(std::fs::read_to_string(path)?)
	};
	let plain = write(&["chain-spec", "--chain", "local", "--plain"], "plain.json")?;
	assert!(plain.contains("宁波市市场监督管理局"), "people can read it");
	let path = folder.path().join("plain.json");
	let made = write(&["chain-spec", "--chain", path.to_str().context("a path")?], "made.json")?;
	assert_eq!(made, write(&["chain-spec", "--chain", "local"], "raw.json")?);
	Ok(())
}

fn params(values: &[Value]) -> Result<ArrayParams> {
	let mut params = ArrayParams::new();
	values.iter().try_for_each(|value| params.insert(value))?;
	Ok(params)
}

/// On the old node RPC had a voter state of its own, which no voter ever wrote.
#[tokio::test(flavor = "multi_thread")]
async fn a_node_says_how_its_round_stands_and_refuses_pages_that_are_too_long_and_what_it_cannot_read(
) -> Result<()> {
	let folder = tempfile::tempdir()?;
	let consortium = Consortium::start(folder.path(), None).await?;
	consortium.wait_finality_moves(3).await?;
	for node in &consortium.nodes {
		let state: Value = node.call("grandpa_roundState", ArrayParams::new()).await?;
		assert_eq!(state["best"]["totalWeight"], 4, "{state}");
		assert_eq!(state["best"]["thresholdWeight"], 3, "{state}");
	}

	let trace = |limit: u32| {
		let node = &consortium.nodes[0];
		async move {
			let asked = params(&[1.into(), Value::Null, limit.into()])?;
			let refused = node.call::<Value>("zhidai_traceLoan", asked).await.err();
			Ok::<_, anyhow::Error>(refused.map(|error| format!("{error:#}")).unwrap_or_default())
		}
	};
	let longest = trace(1_000).await?;
	assert!(longest.contains("nothing to trace"), "there is no loan yet: {longest}");
	for limit in [0, 1_001, u32::MAX] {
		let refused = trace(limit).await?;
		assert!(refused.contains("a page has 1 to 1000 entries"), "{limit}: {refused}");
	}

	// Three bytes that are no transaction: the runtime stops at them, and that is told as final.
	let junk = params(&["0x0c84ffff".into()])?;
	let refused = consortium.nodes[0].call::<Value>("author_submitExtrinsic", junk).await.err();
	let refused = refused.map(|error| format!("{error:#}")).unwrap_or_default();
	assert!(refused.contains("no transaction of this chain's runtime"), "{refused}");
	Ok(())
}
