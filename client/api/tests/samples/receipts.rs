//! Receipts that were confirmed and taken back.

use super::day;
use zhidai_api::{OfficerId, ShortText, TraceTakenBack};

/// Confirmed by the payee after a denial and taken back, and the same in its place by the bank.
pub fn taken_back() -> Vec<TraceTakenBack> {
	let reason = |text: &str| ShortText::try_from(text).unwrap();
	let own = TraceTakenBack {
		confirmed_by: OfficerId(61),
		confirmed_on: day("2026-03-17"),
		assisted: false,
		denied: Some(reason("未收到")),
		entered_by: None,
		taken_back_by: OfficerId(62),
		taken_back_on: day("2026-03-18"),
		reason: reason("点错"),
	};
	let of_the_bank = TraceTakenBack {
		confirmed_by: OfficerId(32),
		assisted: true,
		denied: None,
		entered_by: Some(OfficerId(31)),
		taken_back_by: OfficerId(32),
		..own.clone()
	};
	vec![own, of_the_bank]
}
