//! `docs/errors.md` is written from the runtime's metadata and from the table of refusals at the door: it must say what
//! they say.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;
use zhidai_api::Refusal;
use zhidai_sdk::chain::{kind_at_the_door, kind_of, Rule};
use zhidai_sdk::{bundled_metadata, Kind};

const HEAD: &str = "# Refusals

Every refusal of the chain, with the exit code of the command line: the cause; the remedy. Written by a test from the runtime's
metadata (`UPDATE=1 scripts/check`); `zhidai explain NAME` shows the same.

## At the door

Answered before a transaction takes any room. *Later* says whether the same transaction can pass by waiting alone.

| refusal | exit | later | what it says |
|---|---|---|---|
";

const fn exit_code(kind: Kind) -> i32 {
	kind as i32
}

fn page() -> String {
	let metadata = bundled_metadata().expect("metadata.scale is the runtime's");
	let mut page = HEAD.to_owned();
	for refusal in Refusal::ALL {
		let name = format!("{refusal:?}");
		let exit = kind_at_the_door(&name).map(exit_code).expect("a refusal has an exit code");
		let later = if refusal.retry_after().is_some() { "yes" } else { "no" };
		let _ = writeln!(page, "| `Pool.{name}` | {exit} | {later} | {} |", refusal.explanation());
	}
	let mut pallets: BTreeMap<String, Vec<Rule>> = BTreeMap::new();
	for rule in Rule::all(&metadata) {
		let pallet = rule.name.split('.').next().unwrap_or_default().to_owned();
		pallets.entry(pallet).or_default().push(rule);
	}
	for (pallet, rules) in pallets {
		let _ = writeln!(page, "\n## {pallet}\n\n| rule | exit | what it says |\n|---|---|---|");
		for rule in rules {
			let said = rule.explanation.replace('|', "\\|").replace('\n', " ");
			let _ = writeln!(page, "| `{}` | {} | {said} |", rule.name, exit_code(kind_of(&rule.name)));
		}
	}
	page
}

#[test]
fn the_page_of_errors_says_what_the_runtime_says() {
	let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/errors.md");
	let page = page();
	if std::env::var_os("UPDATE_METADATA").is_some() {
		std::fs::write(&path, &page).unwrap();
	}
	let committed = std::fs::read_to_string(&path).unwrap_or_default();
	assert!(committed == page, "docs/errors.md is not of this runtime; run: UPDATE=1 scripts/check");
}
