//! Finality on four real nodes: what the loss of nodes does, and that all hold the same state.

use anyhow::Result;
use std::time::Duration;
use zhidai_tests::consortium::Consortium;

#[tokio::test(flavor = "multi_thread")]
async fn finality_goes_on_with_one_node_down_stops_with_two_and_resumes_when_one_returns() -> Result<()> {
	let folder = tempfile::tempdir()?;
	let mut consortium = Consortium::start(folder.path(), None).await?;
	consortium.wait_connected().await?;
	consortium.wait_finality_moves(3).await?;

	consortium.take("dave")?.kill()?;
	consortium.wait_finality_moves(5).await?;

	let charlie = consortium.take("charlie")?.kill()?;
	// Votes that were under way may still finalise a block; after that nothing may.
	let built = consortium.nodes[0].best().await?;
	wait_for_best(&consortium, built + 4).await?;
	let stalled = consortium.finalised().await?;
	let best = consortium.nodes[0].best().await?;
	wait_for_best(&consortium, best + 4).await?;
	assert_eq!(consortium.finalised().await?, stalled, "two of four nodes finalised a block");

	consortium.restart(charlie).await?;
	consortium.wait_finalised(best + 4).await?;
	Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn every_node_holds_the_same_state() -> Result<()> {
	let folder = tempfile::tempdir()?;
	let consortium = Consortium::start(folder.path(), None).await?;
	consortium.wait_finality_moves(5).await?;
	let last = consortium.finalised().await?;
	for block in 0..=last {
		let expected = consortium.nodes[0].state_root(block).await?;
		assert!(expected.is_some(), "no block {block}");
		for node in &consortium.nodes {
			assert_eq!(node.state_root(block).await?, expected, "{} at block {block}", node.validator());
		}
	}
	Ok(())
}

async fn wait_for_best(consortium: &Consortium, block: u32) -> Result<()> {
	let deadline = std::time::Instant::now() + zhidai_tests::node::PATIENCE;
	while consortium.nodes[0].best().await? < block {
		anyhow::ensure!(std::time::Instant::now() < deadline, "no block {block}");
		tokio::time::sleep(Duration::from_millis(100)).await;
	}
	Ok(())
}
