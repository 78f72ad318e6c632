//! What was seen of a flood, and whether nobody was hurt.

use super::milliseconds;
use super::senders::{Sent, ACCEPTED, NONCE_USED};
use anyhow::{ensure, Result};
use serde::Serialize;
use std::collections::BTreeMap;
use std::time::Duration;

/// Within this an act of two admins of the flooding bank must be final. It takes some seconds; the flood goes on until
/// it is.
const LONGEST_ACT: u64 = 60_000;

/// What was seen.
#[derive(Clone, Debug, Serialize)]
pub struct Flooded {
	/// From offering a draft to its final release with nothing else going on, in milliseconds: the median.
	pub usual_milliseconds: u64,
	/// The longest of them: what is usual, too.
	pub longest_usual_milliseconds: u64,
	/// The same in the flood: the median.
	pub flooded_milliseconds: u64,
	/// The longest of them.
	pub longest_milliseconds: u64,
	/// How many payments were released in the flood.
	pub released: usize,
	/// The longest time in which no block became final on some node, in milliseconds.
	pub longest_without_finality: u64,
	/// The most memory that one node had, in MiB.
	pub most_memory_mib: u64,
	/// How many officers the flooding bank has.
	pub officers: usize,
	/// How many of them flood.
	pub flooding: usize,
	/// From the proposal to remove one of its officers to the final approval by another admin, in milliseconds. The
	/// flood went on until then.
	pub removal_milliseconds: u64,
	/// What the nodes took of the flooding bank, by kind of call.
	pub sent: BTreeMap<String, u64>,
	/// What the flooding bank was answered, by kind.
	pub answers: BTreeMap<String, u64>,
	/// How much strangers were to send.
	pub knocks_due: u64,
	/// What they were answered, by kind.
	pub strangers: BTreeMap<String, u64>,
}

/// The only way to meet a stranger.
const STRANGER: &str = "Pool.Stranger";
/// What tells an officer to wait, or to send something shorter.
const WAIT: [&str; 3] = ["Pool.TooManyWaiting", "Pool.TooManyBytesWaiting", "Pool.TooLong"];
/// The same bytes again before the next block: what a pool forgot, it does not look at before.
const SET_ASIDE: &str = "the node has set the transaction aside for a while";

/// Signed over a block that this node has not got yet.
const EARLY: &str = "Pool.BadSignature";
/// The same of a node that does not know the block, or the era, at all.
const UNJUDGED: &str = "the node cannot judge the transaction yet";

impl Flooded {
	/// Whether there was a flood, and nobody was hurt. In the flood the median may be twice the median in peace, and
	/// the longest twice the longest; or longer by what is spared, where that is more: on a busy machine the usual time
	/// is short by luck.
	pub fn ensure_harmless(&self, spared: Duration) -> Result<()> {
		self.ensure_flood()?;
		ensure!(self.released > 0, "nothing was paid in the flood: {self:?}");
		let allowed = |usual: u64| usual.saturating_mul(2).max(usual.saturating_add(milliseconds(spared)));
		let (median, longest) = (self.flooded_milliseconds, self.longest_milliseconds);
		ensure!(median <= allowed(self.usual_milliseconds), "payments take too long: {self:?}");
		ensure!(longest <= allowed(self.longest_usual_milliseconds), "one payment took too long: {self:?}");
		ensure!(
			self.removal_milliseconds <= LONGEST_ACT,
			"the flooding bank's own admins are kept out: {self:?}"
		);
		ensure!(self.longest_without_finality <= 5_000, "finality stopped: {self:?}");
		ensure!(self.most_memory_mib < 1_024, "a node takes too much memory: {self:?}");
		Ok(())
	}

	/// Whether both knocked hard enough, and the door alone refused them: a node that is down, or a pool that is
	/// full, is no door.
	fn ensure_flood(&self) -> Result<()> {
		let is_waiting = |name: &String| WAIT.contains(&name.as_str());
		ensure!(self.answers.contains_key(ACCEPTED), "the bank sent nothing: {self:?}");
		let missing = Sent::ALL.iter().find(|sent| !self.sent.contains_key(sent.name()));
		ensure!(missing.is_none(), "nothing of one kind was taken, {missing:?}: {self:?}");
		ensure!(self.answers.keys().any(is_waiting), "the bank never had to wait: {self:?}");
		let other = self.answers.keys().find(|name| {
			let expected = [ACCEPTED, NONCE_USED, SET_ASIDE, EARLY, UNJUDGED].contains(&name.as_str());
			!expected && !is_waiting(name)
		});
		ensure!(other.is_none(), "the bank was answered something else than to wait: {self:?}");
		let other = self.strangers.keys().find(|name| ![STRANGER, EARLY, UNJUDGED].contains(&name.as_str()));
		ensure!(other.is_none(), "a stranger was answered something else: {self:?}");
		let knocked: u64 = self.strangers.values().sum();
		ensure!(knocked > 0 && knocked >= self.knocks_due / 2, "strangers hardly knocked: {self:?}");
		Ok(())
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	fn counted(answers: &[(&str, u64)]) -> BTreeMap<String, u64> {
		answers.iter().map(|(name, count)| ((*name).into(), *count)).collect()
	}

	fn harmless() -> Flooded {
		Flooded {
			usual_milliseconds: 1_500,
			longest_usual_milliseconds: 2_000,
			flooded_milliseconds: 3_000,
			longest_milliseconds: 4_000,
			released: 4,
			longest_without_finality: 2_000,
			most_memory_mib: 500,
			officers: 29,
			flooding: 25,
			removal_milliseconds: 4_000,
			sent: Sent::ALL.iter().map(|sent| (sent.name().to_owned(), 2)).collect(),
			answers: counted(&[(ACCEPTED, 9), (NONCE_USED, 1), (WAIT[0], 5), (WAIT[1], 5), (WAIT[2], 5)]),
			knocks_due: 1_000,
			strangers: counted(&[(STRANGER, 500), (EARLY, 1), (UNJUDGED, 1)]),
		}
	}

	#[test]
	fn only_the_door_may_refuse_and_only_when_somebody_knocks() {
		let fails = |change: fn(&mut Flooded)| {
			let mut seen = harmless();
			change(&mut seen);
			seen.ensure_harmless(Duration::ZERO).unwrap_err().to_string()
		};
		assert!(harmless().ensure_harmless(Duration::ZERO).is_ok());
		assert!(fails(|seen| seen.answers = counted(&[(WAIT[0], 5)])).starts_with("the bank sent nothing"));
		assert!(fails(|seen| seen.answers = counted(&[(ACCEPTED, 5)])).contains("never had to wait"));
		for other in ["down: no route", "the node's pool is full", "too old", "Pool.Stranger"] {
			let mut seen = harmless();
			seen.answers.insert(other.into(), 1);
			let error = seen.ensure_harmless(Duration::ZERO).unwrap_err().to_string();
			assert!(error.starts_with("the bank was answered something else"), "{error}");
		}
		for other in [ACCEPTED, "down: no route", NONCE_USED, SET_ASIDE] {
			let mut seen = harmless();
			seen.strangers.insert(other.into(), 1);
			let error = seen.ensure_harmless(Duration::ZERO).unwrap_err().to_string();
			assert!(error.starts_with("a stranger was answered something else"), "{error}");
		}
		let forget = |seen: &mut Flooded| {
			seen.sent.remove("key rotation");
		};
		assert!(fails(forget).starts_with("nothing of one kind"));
		assert!(fails(|seen| seen.removal_milliseconds = 60_001).contains("own admins are kept out"));
		assert!(fails(|seen| seen.strangers = counted(&[(STRANGER, 499)])).contains("hardly knocked"));
		assert!(fails(|seen| seen.strangers.clear()).contains("hardly knocked"));
	}

	#[test]
	fn a_payment_may_take_twice_its_usual_time_or_what_is_spared_it() {
		let median = |usual, flooded| Flooded {
			usual_milliseconds: usual,
			flooded_milliseconds: flooded,
			..harmless()
		};
		let longest = |usual, flooded| Flooded {
			longest_usual_milliseconds: usual,
			longest_milliseconds: flooded,
			..harmless()
		};
		let kinds: [fn(u64, u64) -> Flooded; 2] = [median, longest];
		for with in kinds {
			let is = |usual, flooded, spared| {
				with(usual, flooded).ensure_harmless(Duration::from_secs(spared)).is_ok()
			};
			assert!(is(1_500, 3_000, 0) && !is(1_500, 3_001, 0));
			assert!(is(1_500, 3_500, 2) && !is(1_500, 3_501, 2));
			assert!(is(3_000, 6_000, 2) && !is(3_000, 6_001, 2));
		}
	}
}
