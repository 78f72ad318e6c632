//! What a client process is to do: which calls are its own, whose, and when each is due.

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use zhidai_api::Uetr;
use zhidai_sdk::calls::payments;
use zhidai_sdk::chain::Call;
use zhidai_sdk::keys::blake2_256;

/// One officer's every tenth call hands in a file once more: a rule refuses one of the two.
const REPEATED: u64 = 10;

/// What one client process is to do.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Plan {
	/// Tells the calls of this run from those of others.
	pub run: String,
	/// Which of the clients it is, from 0.
	pub client: u64,
	/// How many clients there are.
	pub clients: u64,
	/// How many calls all of them make.
	pub calls: u64,
	/// How many calls a second all of them offer.
	pub per_second: f64,
	/// When the first is due, in milliseconds since 1970.
	pub begins_at: u64,
	/// The officers who sign here, by the names of their development keys.
	pub officers: Vec<String>,
	/// The nodes, the own one first.
	pub urls: Vec<String>,
	/// The client's own folder: outboxes and notes.
	pub folder: PathBuf,
	/// The day on the chain.
	pub today: String,
	/// For how long after it was due a call that is told to wait is offered again.
	pub patience_ms: u64,
	/// For how long after the last call was due outcomes are waited for.
	pub longest_ms: u64,
}

/// Now, in milliseconds since 1970.
pub fn now_ms() -> u64 {
	let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
	u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}

impl Plan {
	/// Reads it from a file.
	pub fn read(path: &Path) -> Result<Self> {
		let text = std::fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))?;
		Ok(serde_json::from_str(&text)?)
	}

	/// Where its notes go.
	pub fn notes(&self) -> PathBuf {
		self.folder.join("notes")
	}

	/// The numbers of an officer's calls, in the order in which they are due.
	pub fn calls_of(&self, officer: usize) -> impl Iterator<Item = u64> {
		let first = self.client + officer as u64 * self.clients;
		(first..self.calls).step_by(usize::try_from(self.round()).unwrap_or(usize::MAX))
	}

	/// After how many calls an officer's next one comes.
	fn round(&self) -> u64 {
		(self.clients * self.officers.len() as u64).max(1)
	}

	/// When a call is due, in milliseconds since 1970.
	pub fn due_at(&self, number: u64) -> u64 {
		let after = Duration::from_secs_f64(number as f64 / self.per_second.max(0.001));
		self.begins_at + u64::try_from(after.as_millis()).unwrap_or(u64::MAX)
	}

	/// After this, outcomes are not waited for any more.
	pub fn ends_at(&self) -> u64 {
		self.due_at(self.calls) + self.longest_ms
	}

	/// By what a call is known in the outbox.
	pub fn uetr(&self, number: u64) -> Uetr {
		let mut bytes = [0; 16];
		let hash = blake2_256(&[b"zhidai/bench/overload", self.run.as_bytes(), &number.to_le_bytes()]);
		bytes.iter_mut().zip(hash).for_each(|(place, byte)| *place = byte);
		Uetr::from_random(bytes)
	}

	/// The call: a settlement file with one result, of a payment that the chain does not know. It is booked, with an
	/// alert; handed in twice, it is refused.
	pub fn call(&self, number: u64) -> Call {
		let is_repeated = number / self.round() % REPEATED == REPEATED - 1;
		let file = if is_repeated { number - self.round() } else { number };
		let digest = blake2_256(&[b"zhidai/bench/overload/file", self.run.as_bytes(), &file.to_le_bytes()]);
		let result = json!({
			"uetr": self.uetr(number),
			"outcome": "Settled",
			"bank_reference": format!("OVERLOAD-{number:06}"),
			"booked_on": self.today,
			"value_on": self.today,
		});
		payments::settle(digest.into(), json!([result]))
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use std::collections::BTreeSet;

	fn plan(client: u64, folder: &Path) -> Plan {
		Plan {
			run: "test".into(),
			client,
			clients: 2,
			calls: 100,
			per_second: 50.0,
			begins_at: 1_000,
			officers: vec!["bank-a.maker".into(), "bank-a.maker-2".into()],
			urls: vec!["ws://127.0.0.1:1".into()],
			folder: folder.into(),
			today: "2026-01-05".into(),
			patience_ms: 10_000,
			longest_ms: 60_000,
		}
	}

	#[test]
	fn every_call_is_one_officers() {
		let plans = [plan(0, Path::new("a")), plan(1, Path::new("b"))];
		let numbers: Vec<u64> =
			plans.iter().flat_map(|plan| (0..2).flat_map(|officer| plan.calls_of(officer))).collect();
		assert_eq!(numbers.len(), 100);
		assert_eq!(numbers.into_iter().collect::<BTreeSet<_>>(), (0..100).collect());
		assert_eq!((plans[0].due_at(0), plans[0].due_at(50)), (1_000, 2_000));
	}

	#[test]
	fn the_tenth_call_of_an_officer_hands_in_the_file_before_once_more() {
		let plan = plan(1, Path::new("a"));
		let own: Vec<u64> = plan.calls_of(1).collect();
		let file = |place: usize| plan.call(own[place]).args["file_digest"].clone();
		assert!((1..9).all(|place| file(place) != file(place - 1)));
		assert_eq!(file(9), file(8));
		assert_ne!(plan.call(own[9]), plan.call(own[8]), "they are two calls");
		assert_eq!(plan.call(own[9]).args["results"][0]["uetr"], json!(plan.uetr(own[9])));
	}
}
