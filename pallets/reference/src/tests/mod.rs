//! One file per group of rules.

mod calendars;
mod entries;
mod invariants;
mod moving;
mod properties;
mod rates;

use crate::{mock::*, Correction, EntryId, NextEntry, OpenEntries};
use frame::testing_prelude::*;
use zhidai_primitives::{testing::new_request, BasisPoints, Day, Digest, RateKind, ShortText};

/// Who checks for the organisation of a maker.
fn checker(maker: u64) -> RuntimeOrigin {
	RuntimeOrigin::signed(maker + 1)
}

fn maker(maker: u64) -> RuntimeOrigin {
	RuntimeOrigin::signed(maker)
}

fn source() -> Digest {
	Digest::repeat_byte(7)
}

fn propose_rate(by: u64, kind: RateKind, value_bp: u32, effective_from: Day) -> DispatchResult {
	let value_bp = BasisPoints(value_bp);
	Reference::propose_rate(maker(by), kind, value_bp, effective_from, source(), None, new_request())
}

/// Why something is corrected.
fn because() -> ShortText {
	"录入有误".try_into().unwrap()
}

fn correction(entry: EntryId) -> Option<Correction> {
	Some(Correction { entry, reason: because() })
}

/// Corrects a rate.
fn correct_rate(
	by: u64,
	kind: RateKind,
	value_bp: u32,
	effective_from: Day,
	entry: EntryId,
) -> DispatchResult {
	let (value_bp, corrects) = (BasisPoints(value_bp), correction(entry));
	Reference::propose_rate(maker(by), kind, value_bp, effective_from, source(), corrects, new_request())
}

fn propose_calendar(by: u64, year: u16, holidays: &[&str], make_up_days: &[&str]) -> DispatchResult {
	enter_calendar(by, year, holidays, make_up_days, None)
}

fn enter_calendar(
	by: u64,
	year: u16,
	holidays: &[&str],
	make_up_days: &[&str],
	corrects: Option<Correction>,
) -> DispatchResult {
	let list = |texts: &[&str]| texts.iter().map(|text| day(text)).collect::<Vec<_>>();
	let (holidays, make_up_days) = (list(holidays), list(make_up_days));
	Reference::propose_calendar(
		maker(by),
		year,
		holidays.try_into().unwrap(),
		make_up_days.try_into().unwrap(),
		source(),
		corrects,
		new_request(),
	)
}

/// The entry made last.
fn last_entry() -> EntryId {
	EntryId(NextEntry::<Test>::get().0.checked_sub(1).unwrap())
}

/// The digest of an open entry.
fn digest(entry: EntryId) -> Digest {
	OpenEntries::<Test>::get(entry).unwrap().digest(entry)
}

/// A rate entered by the bank and confirmed by the market regulator.
fn add_rate(kind: RateKind, value_bp: u32, effective_from: Day) {
	assert_ok!(propose_rate(BANK, kind, value_bp, effective_from));
	let entry = last_entry();
	assert_ok!(Reference::confirm_rate(checker(MARKET_REGULATOR), entry, digest(entry)));
}

/// A calendar entered by the market regulator and confirmed by the bank.
fn add_calendar(year: u16, holidays: &[&str], make_up_days: &[&str]) {
	assert_ok!(propose_calendar(MARKET_REGULATOR, year, holidays, make_up_days));
	let entry = last_entry();
	assert_ok!(Reference::confirm_calendar(checker(BANK), entry, digest(entry)));
}
