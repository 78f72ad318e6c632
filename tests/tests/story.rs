//! The whole story on four real nodes, through the command line, as people would play it.

use anyhow::{Context, Result};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;
use zhidai_tests::consortium::Consortium;
use zhidai_tests::story::{last_block, payments_equal_ledger, shown_equals_trace, Player, Story};

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

	// Whichever node is asked knows all of it.
	consortium.wait_finalised(last_block(&outcomes)).await?;
	let loan = player.value("loan").context("the story keeps no loan")?.to_string();
	let trace = player.ask(&["trace", "loan", loan.trim_matches('"')]).await?;
	payments_equal_ledger(&trace)?;
	the_loan_is_closed_to_the_fen(&mut player, loan.trim_matches('"'), &trace).await?;
	the_order_is_told_with_all_that_came_of_it(&trace)?;
	the_state_is_asked_by_key_and_by_digest(&mut player, &trace).await?;
	let file = std::fs::read_to_string(data.join("drawdowns/settlement.csv"))?;
	the_banks_file_is_compared_both_ways(&mut player, &trace, &file, folder.path()).await?;

	let last = consortium.finalised().await?;
	let expected = consortium.nodes[0].state_root(last).await?;
	assert!(expected.is_some());
	for node in &consortium.nodes {
		assert_eq!(node.state_root(last).await?, expected, "{}", node.validator());
	}
	Ok(())
}

/// All that was drawn was paid and confirmed, but what was prepaid with what came back; nothing is owed.
async fn the_loan_is_closed_to_the_fen(player: &mut Player, loan: &str, trace: &Value) -> Result<()> {
	let shown = player.ask(&["loan", "show", loan]).await?;
	shown_equals_trace(&shown, trace)?;
	assert_eq!(shown["value"]["contract"]["state"], "Closed", "{shown}");
	let figures = &shown["value"]["figures"];
	for (name, fen) in [
		("limit_fen", 1_000_000_000_u64),
		("drawn_fen", 821_000_005),
		("undrawn_fen", 178_999_995),
		("received_fen", 817_080_000),
		("prepaid_fen", 3_920_005),
		("repaid_fen", 821_000_005),
		("on_hand_fen", 0),
		("outstanding_fen", 0),
	] {
		assert_eq!(figures[name], fen, "{name}");
	}
	let plan = figures["plan"].as_array().context("figures without a plan")?;
	let paid = |line: &Value| Some((line["plan_line"].as_u64()?, line["paid_fen"].as_u64()?));
	let paid: BTreeMap<u64, u64> = plan.iter().filter_map(paid).collect();
	let expected = [300_000_000, 394_000_001, 37_000_000, 88_800_005, 1_199_999];
	let expected: BTreeMap<u64, u64> = (0..).zip(expected).collect();
	assert_eq!(paid, expected);
	Ok(())
}

/// Its four payments, and the one that was made in the place of what came back.
fn the_order_is_told_with_all_that_came_of_it(trace: &Value) -> Result<()> {
	let nodes = trace["value"]["nodes"].as_array().context("a trace without nodes")?;
	let payment = |number: u32| {
		let uetr = format!("c0ffee00-2026-4401-8000-{number:012}");
		let found =
			nodes.iter().find_map(|node| node.get("Payment").filter(|payment| payment["uetr"] == uetr));
		found.with_context(|| format!("no payment {uetr} in the trace"))
	};
	let (machines, tests, castings, second, again) =
		(payment(1)?, payment(2)?, payment(3)?, payment(4)?, payment(5)?);
	for (payment, status, fen, assisted) in [
		(machines, "Received", 80_000_000_u64, false),
		(tests, "PaidAgain", 12_000_000, false),
		(castings, "Received", 13_920_005, true),
		(second, "Received", 64_000_000, false),
		(again, "Received", 12_000_000, false),
	] {
		let told = (&payment["status"], &payment["amount_fen"], &payment["assisted"]);
		assert_eq!(told, (&status.into(), &fen.into(), &assisted.into()), "{payment}");
	}
	// In one draft, which never waited: all four signed the order.
	for payment in [machines, tests, castings, second] {
		assert_eq!(payment["draft"], machines["draft"]);
		let signers = ["mandate", "maker", "checker", "releaser"].map(|step| payment[step].as_u64());
		assert!(signers.iter().all(Option::is_some), "{payment}");
	}
	assert_eq!(tests["came_back"]["paid_again_fen"], 12_000_000_u64);
	assert_eq!(castings["came_back"]["prepaid_fen"], 3_920_005_u64);
	let corrections = second["corrections"].as_array().context("a payment without corrections")?;
	let corrected: Vec<_> =
		corrections.iter().map(|entry| (&entry["booking"], &entry["bank_reference"])).collect();
	assert_eq!(corrected, [(&Value::from("Failed"), &Value::from("YJ20260401C0004"))]);
	assert_eq!(second["bank_reference"], "YJ20260401C0005");
	Ok(())
}

/// An officer days later, at another machine, without the hash of any transaction.
async fn the_state_is_asked_by_key_and_by_digest(player: &mut Player, trace: &Value) -> Result<()> {
	let nodes = trace["value"]["nodes"].as_array().context("a trace without nodes")?;
	let payment = nodes.iter().find_map(|node| node.get("Payment")).context("a trace without payments")?;
	let uetr = payment["uetr"].as_str().context("a payment without its key")?;
	let about = player.ask(&["tx", "about", "--uetr", uetr]).await?;
	let record = &about["result"]["record"];
	assert_eq!(
		(&about["result"]["outcome"], &record["kind"]),
		(&"known".into(), &"payment".into()),
		"{about}"
	);
	assert_eq!((&record["uetr"], &record["status"]), (&payment["uetr"], &payment["status"]), "{about}");

	let evidence = player.value("evidence_invoice").context("the story keeps no invoice")?.to_string();
	let shown = player.ask(&["evidence", "show", evidence.trim_matches('"')]).await?;
	let digest = shown["value"]["record"]["digest"].as_str().context("evidence without a digest")?;
	let about = player.ask(&["tx", "about", "--digest", digest]).await?;
	let record = &about["result"]["record"];
	assert_eq!((&record["kind"], &record["status"]), (&"evidence".into(), &"Verified".into()), "{about}");
	assert!(about["result"]["since"].is_object(), "{about}");

	let list = player.ask(&["tx", "list", "--all"]).await?;
	let entries = list["value"].as_array().context("no list")?;
	let sent = entries.iter().rev().find(|entry| entry["outcome"] == "final").context("nothing is final")?;
	let hash = sent["transaction"].as_str().context("a transaction without its hash")?;
	let about = player.ask(&["tx", "about", "--hash", hash]).await?;
	let result = &about["result"];
	assert_eq!((&result["outcome"], &result["block"]), (&"final".into(), &sent["block"]), "{about}");

	let unknown = format!("0x{}", "ee".repeat(32));
	for flag in ["--digest", "--hash"] {
		let refused = player.ask(&["tx", "about", flag, &unknown]).await;
		assert!(
			refused.is_err_and(|error| format!("{error:#}").contains("not known")),
			"what is not there is said: {flag}"
		);
	}
	Ok(())
}

/// Weeks later, when payees have confirmed and the calendar has moved: the file of the day still agrees; one in which a
/// row is changed, and one in which a row is missing, do not, and it is said which.
async fn the_banks_file_is_compared_both_ways(
	player: &mut Player,
	trace: &Value,
	file: &str,
	folder: &Path,
) -> Result<()> {
	let bank = trace["value"]["loan"]["bank"].to_string();
	let path = folder.join("day.csv");
	let csv = path.to_str().context("a path as text")?;
	let args = ["recon", "--date", "2026-03-16", "--bank", &bank, "--file", csv];
	std::fs::write(&path, file)?;
	let agrees = player.ask(&args).await?;
	let value = &agrees["value"];
	assert_eq!(value["agrees"], true, "{agrees}");
	assert_eq!(value["agreed"], 11, "{agrees}");
	assert_eq!(value["sums"]["settled"]["difference_fen"], 0, "{agrees}");
	assert_eq!(value["sums"]["failed"]["chain"]["sum_fen"], 13_920_005, "{agrees}");

	let changed = file.replace("500000.01", "500000.02");
	let without =
		file.replace("c0ffee00-2026-4316-8000-000000000006", "c0ffee00-2026-4316-8000-0000000000ff");
	for (file, expected) in [
		(changed, &["day.csv, line 3, amount_yuan: ", "¥500,000.02 in the file, ¥500,000.01 on the chain"]),
		(without, &["day.csv, line 12, uetr: not on the chain", "not in the file 文件无"]),
	] {
		std::fs::write(&path, file)?;
		let differs = player.ask(&args).await.err().context("what differs is refused")?;
		for words in expected {
			assert!(format!("{differs:#}").contains(words), "{words} in {differs:#}");
		}
	}
	Ok(())
}
