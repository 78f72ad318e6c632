//! Percentiles and windows of time.

use serde::Serialize;
use std::time::{Duration, Instant};

/// A stretch of time: its beginning belongs to it, its end does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
	/// Where it begins.
	pub from: Instant,
	/// Where it ends.
	pub to: Instant,
}

impl Window {
	/// Whether a moment lies in it.
	pub fn contains(&self, moment: Instant) -> bool {
		self.from <= moment && moment < self.to
	}

	/// How long it is.
	pub fn length(&self) -> Duration {
		self.to.saturating_duration_since(self.from)
	}

	/// So many in the window, as a rate per second.
	pub fn per_second(&self, count: u64) -> f64 {
		match self.length().as_secs_f64() {
			length if length > 0.0 => count as f64 / length,
			_ => 0.0,
		}
	}
}

/// How long things took, in milliseconds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Latency {
	/// How many there were.
	pub count: u64,
	/// Half of them took no longer.
	pub p50_ms: Option<u64>,
	/// Ninety-nine of a hundred took no longer.
	pub p99_ms: Option<u64>,
	/// The longest.
	pub max_ms: Option<u64>,
}

impl Latency {
	/// Of these times.
	pub fn of(times: impl IntoIterator<Item = Duration>) -> Self {
		let mut all: Vec<u64> =
			times.into_iter().map(|time| u64::try_from(time.as_millis()).unwrap_or(u64::MAX)).collect();
		all.sort_unstable();
		Self {
			count: all.len() as u64,
			p50_ms: percentile(&all, 50),
			p99_ms: percentile(&all, 99),
			max_ms: all.last().copied(),
		}
	}
}

/// The least of these values, in ascending order, that so many percent do not exceed (nearest rank).
pub fn percentile(ascending: &[u64], percent: usize) -> Option<u64> {
	let rank = ascending.len().checked_mul(percent)?.div_ceil(100).max(1);
	ascending.get(rank - 1).copied()
}

/// Processor time per payment, in microseconds.
pub fn micros_each(time: Duration, payments: u64) -> Option<u64> {
	u64::try_from(time.as_micros()).ok()?.checked_div(payments)
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_percentile_is_a_value_that_was_measured() {
		let hundred: Vec<u64> = (1..=100).collect();
		assert_eq!((percentile(&hundred, 50), percentile(&hundred, 99)), (Some(50), Some(99)));
		assert_eq!((percentile(&hundred, 100), percentile(&hundred, 0)), (Some(100), Some(1)));
		assert_eq!((percentile(&[7], 50), percentile(&[7], 99)), (Some(7), Some(7)));
		assert_eq!((percentile(&[1, 2], 50), percentile(&[1, 2], 51)), (Some(1), Some(2)));
		assert_eq!(percentile(&[], 50), None);
	}

	#[test]
	fn a_latency_does_not_ask_for_an_order() {
		let times = [30, 10, 20].map(Duration::from_millis);
		let expected = Latency { count: 3, p50_ms: Some(20), p99_ms: Some(30), max_ms: Some(30) };
		assert_eq!(Latency::of(times), expected);
		assert_eq!(Latency::of([]), Latency::default());
	}

	#[test]
	fn a_window_has_its_beginning_but_not_its_end() {
		let from = Instant::now();
		let at = |seconds| from + Duration::from_secs(seconds);
		let window = Window { from: at(1), to: at(11) };
		assert!(!window.contains(from) && window.contains(at(1)) && window.contains(at(10)));
		assert!(!window.contains(at(11)));
		assert_eq!(window.per_second(25), 2.5);
		assert_eq!(Window { from, to: from }.per_second(25), 0.0);
	}

	#[test]
	fn processor_time_is_shared_among_payments() {
		assert_eq!(micros_each(Duration::from_millis(3), 2), Some(1_500));
		assert_eq!(micros_each(Duration::from_millis(3), 0), None);
	}
}
