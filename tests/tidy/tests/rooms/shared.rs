//! What crosses from one bank to another (decision 3): which storage that is follows from what the journal hears of,
//! and from the pallets that are nothing but a trait for it.

use super::{code, functions, written, WITHOUT_CALLS};
use std::collections::BTreeSet;
use zhidai_tidy::report;

/// What other banks' chains will be told, by pallet: written in its store and nowhere else. Where a pallet has no
/// calls, its trait is the one writer.
const SHARED: &[(&str, &[&str])] = &[
	("authorities", &["Seats", "CollegeOf", "OpenMotions", "Proposers", "KeyUsers"]),
	("claims", &["Claims", "Holders", "Tagged", "Tags"]),
	(
		"credentials",
		&["Types", "Credentials", "ByNumber", "ByHolder", "AdverseRecords", "AdverseByOrg", "FailedChecks"],
	),
	("quota", &["Grants", "Granted"]),
	("reference", &["Entries", "Timelines", "CalendarOf", "CalendarOffset", "Averages", "AverageTimelines"]),
	(
		"registry",
		&[
			"Organisations",
			"OrgStates",
			"OrgByNumber",
			"FormerNames",
			"FreedNumbers",
			"Successions",
			"Predecessors",
			"Officers",
			"OfficerRecords",
			"OfficerKeys",
			"Related",
			"Controlled",
			"Recoveries",
		],
	),
	("schemes", &["Terms", "Current"]),
];

#[test]
fn a_shared_record_has_one_writer() {
	let mut found = Vec::new();
	let mut seen = BTreeSet::new();
	for (pallet, room, source) in code() {
		let Some((_, shared)) = SHARED.iter().find(|(known, _)| *known == pallet) else { continue };
		let writer = if WITHOUT_CALLS.contains(&pallet.as_str()) { "provides.rs" } else { "store.rs" };
		for function in functions(&source) {
			for map in written(&function.body).intersection(&shared.iter().copied().collect()) {
				seen.insert((pallet.clone(), (*map).to_owned()));
				if room != writer {
					found.push(format!("{} `{}` writes {map}", function.place, function.name));
				}
			}
		}
	}
	let listed = SHARED.iter().flat_map(|(pallet, maps)| maps.iter().map(move |map| (*pallet, *map)));
	let lost = listed.filter(|(pallet, map)| !seen.contains(&((*pallet).to_owned(), (*map).to_owned())));
	found.extend(lost.map(|(pallet, map)| format!("pallets/{pallet}: nothing writes {map}: is it gone?")));
	report("a shared record is written in its pallet's store alone", &found);
}

/// Shared, and not told to the journal: what follows from a record of which it hears, and what the council's chain
/// alone keeps.
const NOT_HEARD: &[(&str, &[&str])] = &[
	("authorities", &["OpenMotions", "Proposers", "KeyUsers"]),
	("credentials", &["ByHolder", "AdverseByOrg"]),
	("reference", &["Timelines", "AverageTimelines", "CalendarOf"]),
	("registry", &["Predecessors"]),
];

/// Written beside a shared record and this chain's own: its last number, and who must act next.
const OWN: &[(&str, &[&str])] = &[("credentials", &["LastType", "OpenRecords"])];

fn all(lists: &[(&str, &[&str])]) -> BTreeSet<(String, String)> {
	let maps = |(pallet, maps): &(&str, &[&str])| {
		maps.iter().map(|map| ((*pallet).to_owned(), (*map).to_owned())).collect::<Vec<_>>()
	};
	lists.iter().flat_map(maps).collect()
}

#[test]
fn what_is_shared_is_what_the_journal_hears_of_and_what_crosses() {
	let mut heard = BTreeSet::new();
	for (pallet, _, source) in code() {
		let crosses = WITHOUT_CALLS.contains(&pallet.as_str());
		for function in functions(&source) {
			if crosses || function.body.contains("T::Journal::record(") {
				let maps = written(&function.body).into_iter();
				heard.extend(maps.map(|map| (pallet.clone(), map.to_owned())));
			}
		}
	}
	assert!(heard.len() > 20, "{heard:?}");
	let (shared, own, not_heard) = (all(SHARED), all(OWN), all(NOT_HEARD));
	let expected: BTreeSet<_> = heard.difference(&own).chain(&not_heard).cloned().collect();
	let missing =
		expected.difference(&shared).map(|(pallet, map)| format!("pallets/{pallet}: {map} is missing"));
	let stray =
		shared.difference(&expected).map(|(pallet, map)| format!("pallets/{pallet}: nobody hears of {map}"));
	let gone = own.difference(&heard).chain(heard.intersection(&not_heard));
	let gone = gone.map(|(pallet, map)| format!("pallets/{pallet}: {map} is excused, and need not be"));
	let found: Vec<String> = missing.chain(stray).chain(gone).collect();
	report("what is shared follows from the journal and from the traits that cross", &found);
}
