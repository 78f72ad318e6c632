//! The whole story on four real nodes, through the command line, as people would play it.

use anyhow::{Context, Result};
use std::path::Path;
use zhidai_tests::consortium::Consortium;
use zhidai_tests::story::{payments_equal_drawn, Player, Story};

#[tokio::test(flavor = "multi_thread")]
async fn the_story_goes_as_told_and_every_node_ends_with_the_same_state() -> Result<()> {
	let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../scripts/story");
	let folder = tempfile::tempdir()?;
	let story = Story::read(&data.join("story.json"))?;
	let consortium = Consortium::start(&folder.path().join("nodes"), Some(&story.start_date)).await?;
	consortium.wait_connected().await?;
	let urls = consortium.nodes.iter().map(|node| node.url()).collect();
	let mut player = Player::new(urls, &data, &folder.path().join("desk"))?;

	let outcomes = player.play(&story, |_, _| {}).await?;
	for outcome in &outcomes {
		assert!(outcome.as_expected, "{outcome:#?}");
	}
	let planned: usize = story.stages.iter().map(|stage| stage.steps.len()).sum();
	assert_eq!(outcomes.len(), planned);

	let loan = player.value("loan").context("the story keeps no loan")?.to_string();
	let trace = player.ask(&["trace", "loan", loan.trim_matches('"')]).await?;
	payments_equal_drawn(&trace)?;

	let last = consortium.finalised().await?;
	let expected = consortium.nodes[0].state_root(last).await?;
	assert!(expected.is_some());
	for node in &consortium.nodes {
		assert_eq!(node.state_root(last).await?, expected, "{}", node.validator());
	}
	Ok(())
}
