//! For people.

use super::{Endings, Overloaded};
use std::collections::BTreeMap;
use std::fmt::Write;

impl Overloaded {
	/// Two tables, by what nodes did and by kind, and what else has to be said.
	pub fn table(&self) -> String {
		let mut text = head("calls");
		for (name, endings) in [
			("accepted by a node", &self.accepted),
			("perhaps accepted: killed or silent in the middle", &self.perhaps),
			("told to wait at the door, and given up", &self.turned_away),
		] {
			text += &row(name, endings);
		}
		let unsigned = "never signed: a step before it came to nothing";
		let _ = writeln!(text, "| {unsigned} | {} | – | – | – | – |\n", self.not_signed);
		text += &head("kind");
		self.by_kind.iter().for_each(|(kind, endings)| text += &row(kind.name(), endings));
		text.push('\n');
		for line in self.lines() {
			let _ = writeln!(text, "{line}");
		}
		text
	}

	fn lines(&self) -> Vec<String> {
		let capacity =
			self.capacity_per_second.map_or_else(|| "not tried".into(), |rate| format!("{rate:.0} calls/s"));
		vec![
			format!(
				"what the chain takes: {capacity}; to be offered: {:.0}/s, reached: {:.0}/s; told to have ended \
				 meanwhile: {:.0}/s",
				self.offered_per_second, self.reached_per_second, self.ended_per_second
			),
			format!(
				"calls: {}; from the first offer to the last ending: {:.1} s",
				self.calls,
				self.whole_ms as f64 / 1_000.0
			),
			format!(
				"payments whose steps were all carried out: {}; steps that overtook an earlier one: {}; steps refused: {}",
				self.steps.whole,
				self.steps.overtaken,
				counted(&self.steps.refused)
			),
			format!(
				"handed in backwards between two blocks: payments whose steps were all carried out: {}; steps that overtook \
				 an earlier one: {}; steps refused: {}",
				self.backwards.whole,
				self.backwards.overtaken,
				counted(&self.backwards.refused)
			),
			format!(
				"told to wait and accepted later: {}; given up: {}; refused when offered: {}",
				self.waited,
				counted(&self.given_up),
				counted(&self.refused_at_once)
			),
			format!(
				"signed anew with the same nonce: {}, with another: {}; sent again because no node had it: {}",
				self.signed_anew_same_nonce, self.signed_anew_other_nonce, self.sent_again
			),
			format!(
				"killed with {} on their way and {} not begun; gone on with out of the outbox: {}",
				self.killed.on_their_way, self.killed.not_begun, self.resumed
			),
			format!(
				"files entered on the chain: {}; where outbox and node differ: {}",
				self.files_entered, self.disagreements
			),
		]
	}
}

fn head(what: &str) -> String {
	format!(
		"| {what} | | final | refused by a rule | can no longer happen | without an ending |\n\
		 |---|---|---|---|---|---|\n"
	)
}

fn row(name: &str, endings: &Endings) -> String {
	format!(
		"| {name} | {} | {} | {} | {} | {} |\n",
		endings.count(),
		endings.carried_out,
		counted(&endings.refused),
		counted(&endings.impossible),
		endings.without
	)
}

/// `12 (2 rule, 10 other)`.
fn counted(list: &BTreeMap<String, u64>) -> String {
	let each: Vec<String> = list.iter().map(|(name, count)| format!("{count} {name}")).collect();
	match each.is_empty() {
		true => "0".into(),
		false => format!("{} ({})", list.values().sum::<u64>(), each.join(", ")),
	}
}
