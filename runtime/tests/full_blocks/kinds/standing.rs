//! Credentials and adverse records, and the rates and calendars that others are held against.

use super::{each, now, Kind, Later};
use crate::common::consortium::{BANK_A, MARKET_BUREAU};
use crate::common::{new_request, today, START_MILLISECONDS};
use crate::town::{by, confirm_act, numbered, reason, Town, CREDENTIAL};
use polkadot_sdk::*;
use zhidai_primitives::{AdverseKind, BasisPoints, CredentialId, Day, Digest, EntryId, OrgId, RateKind};
use zhidai_runtime::{Credentials, Reference, Runtime, RuntimeCall};

type Call = pallet_credentials::Call<Runtime>;
type AdverseId = pallet_credentials::AdverseId;
type ReferenceCall = pallet_reference::Call<Runtime>;

/// One maker of a bureau has so many acts waiting at the most.
const MOST_ACTS: u32 = 60;
/// A firm has at most so many failed checks of one bureau.
const MOST_RECORDS: u32 = 16;

pub(super) fn kinds() -> Vec<Kind> {
	let kind = |name, most, set| Kind { name, most, set };
	vec![
		kind("record", MOST_ACTS, record),
		kind("confirm a credential", MOST_ACTS, confirm_credential),
		kind("suspend a credential", MOST_ACTS, suspend),
		kind("restore a credential", MOST_ACTS, restore),
		kind("revoke a credential", MOST_ACTS, revoke),
		kind("cancel a credential", MOST_ACTS, cancel),
		kind("withdraw an act of a bureau", MOST_ACTS, withdraw),
		kind("report_adverse", MOST_ACTS, report),
		kind("reinspect", MOST_RECORDS, reinspect),
		kind("finalise", MOST_RECORDS, finalise),
		kind("annul", MOST_RECORDS, annul),
		kind("rectify", MOST_RECORDS, rectify),
		kind("reverse", MOST_RECORDS, reverse),
		kind("object", MOST_RECORDS, object),
		kind("propose_rate", 60, propose_rate),
		kind("confirm_rate", 30, confirm_rate),
		kind("withdraw an entry", 60, withdraw_entry),
		kind("propose_calendar", 60, propose_calendar),
		kind("confirm_calendar", 10, confirm_calendar),
		kind("move_calendar", 100, move_calendar),
	]
}

fn holder(town: &Town, number: u32) -> OrgId {
	town.payees[number as usize % town.payees.len()]
}

fn record(town: &Town, count: u32) -> Later {
	each("msa.maker", count, |number| {
		let digest = numbered(("of full blocks", number));
		let (holder, type_id, today) = (holder(town, number), CREDENTIAL, today());
		let (number_digest, document_digest) = (digest, digest);
		let (granted_on, expires_on) = (today, Some(today));
		Call::record { holder, type_id, number_digest, document_digest, granted_on, expires_on }.into()
	})
}

fn propose(town: &Town, number: u32) {
	let digest = numbered(("of full blocks", number));
	let (maker, holder) = (by("msa.maker"), holder(town, number));
	Credentials::record(maker, holder, CREDENTIAL, digest, digest, today(), None).unwrap();
}

/// So many credentials in force.
fn granted(town: &Town, count: u32) -> Vec<CredentialId> {
	let grant = |number| {
		let id = pallet_credentials::NextCredential::<Runtime>::get();
		propose(town, number);
		confirm_act();
		id
	};
	(0..count).map(grant).collect()
}

/// The bureau's maker does this with each of these credentials.
fn with_each(credentials: Vec<CredentialId>, call: impl Fn(CredentialId) -> Call) -> Later {
	now(credentials.into_iter().map(|id| ("msa.maker".to_owned(), call(id).into())).collect())
}

fn confirm_credential(town: &Town, count: u32) -> Later {
	(0..count).for_each(|number| propose(town, number));
	Box::new(|_| {
		let waiting = Credentials::pending_acts(MARKET_BUREAU, None, 1_000).items;
		let confirm = |(act, digest, _)| ("msa.checker".to_owned(), Call::confirm { act, digest }.into());
		waiting.into_iter().map(confirm).collect()
	})
}

fn suspend(town: &Town, count: u32) -> Later {
	enter_calendar();
	with_each(granted(town, count), |credential| Call::suspend { credential, reason: reason() })
}

fn restore(town: &Town, count: u32) -> Later {
	let credentials = granted(town, count);
	for id in &credentials {
		Credentials::suspend(by("msa.maker"), *id, reason()).unwrap();
		confirm_act();
	}
	with_each(credentials, |credential| Call::restore { credential })
}

fn revoke(town: &Town, count: u32) -> Later {
	enter_calendar();
	with_each(granted(town, count), |credential| Call::revoke { credential, reason: reason() })
}

fn cancel(town: &Town, count: u32) -> Later {
	with_each(granted(town, count), |credential| Call::cancel { credential })
}

fn withdraw(town: &Town, count: u32) -> Later {
	(0..count).for_each(|number| propose(town, number));
	let waiting = Credentials::pending_acts(MARKET_BUREAU, None, 1_000).items;
	now(waiting
		.into_iter()
		.map(|(act, ..)| ("msa.maker".to_owned(), Call::withdraw { act }.into()))
		.collect())
}

const KIND: AdverseKind = AdverseKind::FailedSpotCheck;

fn report(town: &Town, count: u32) -> Later {
	each("msa.maker", count, |number| {
		let (org, kind, happened_on) = (holder(town, number), KIND, today());
		Call::report_adverse { org, kind, happened_on, digest: numbered(number), request_id: new_request() }
			.into()
	})
}

/// So many records that were served, of the payee with officers.
fn served(town: &Town, count: u32) -> Vec<AdverseId> {
	let serve = |number| {
		let id = pallet_credentials::NextAdverse::<Runtime>::get();
		let maker = by("msa.maker");
		Credentials::report_adverse(maker, town.payees[0], KIND, today(), numbered(number), new_request())
			.unwrap();
		confirm_act();
		id
	};
	(0..count).map(serve).collect()
}

/// The same, when the time to object is over.
fn unopposed(town: &Town, count: u32) -> Vec<AdverseId> {
	enter_calendar();
	let records = served(town, count);
	pass_days(60);
	records
}

/// The same, final.
fn upheld(town: &Town, count: u32) -> Vec<AdverseId> {
	let records = unopposed(town, count);
	for record in &records {
		Credentials::finalise(by("msa.maker"), *record).unwrap();
		confirm_act();
	}
	records
}

fn pass_days(days: u64) {
	pallet_timestamp::Now::<Runtime>::put(START_MILLISECONDS + days * 24 * 3600 * 1000);
}

fn of_each(records: Vec<AdverseId>, call: impl Fn(AdverseId) -> Call) -> Later {
	now(records.into_iter().map(|id| ("msa.maker".to_owned(), call(id).into())).collect())
}

fn reinspect(town: &Town, count: u32) -> Later {
	of_each(unopposed(town, count), |record| Call::reinspect { record })
}

fn finalise(town: &Town, count: u32) -> Later {
	of_each(unopposed(town, count), |record| Call::finalise { record })
}

fn annul(town: &Town, count: u32) -> Later {
	of_each(served(town, count), |record| Call::annul { record })
}

fn rectify(town: &Town, count: u32) -> Later {
	of_each(upheld(town, count), |record| Call::rectify { record })
}

fn reverse(town: &Town, count: u32) -> Later {
	let document = Digest::repeat_byte(7);
	of_each(upheld(town, count), |record| Call::reverse { record, reason: reason(), document })
}

fn object(town: &Town, count: u32) -> Later {
	let call = |(number, record)| (super::confirmer("payee", number), Call::object { record }.into());
	now((0..).zip(served(town, count)).map(call).collect())
}

/// A year with as many holidays, and as many weekends that are worked, as a calendar lists.
fn longest(year: u16) -> (pallet_reference::YearDays, u16) {
	let first = Day::from_ymd(u32::from(year), 1, 1).unwrap();
	let days = || (0..360).filter_map(|number| first.plus_days(number));
	let holidays: Vec<_> = days().filter(|day| day.weekday() <= 5).take(64).collect();
	let make_up_days: Vec<_> = days().filter(|day| day.weekday() > 5).take(32).collect();
	let (holidays, make_up_days) = (holidays.try_into().unwrap(), make_up_days.try_into().unwrap());
	(pallet_reference::YearDays { holidays, make_up_days }, year)
}

fn calendar_call((days, year): (pallet_reference::YearDays, u16)) -> ReferenceCall {
	let (holidays, workdays_on_weekends) = (days.holidays, days.make_up_days);
	let source = Digest::repeat_byte(1);
	ReferenceCall::propose_calendar {
		year,
		holidays,
		workdays_on_weekends,
		source,
		corrects: None,
		request_id: new_request(),
	}
}

/// A year's calendar that waits for its confirmation.
fn entered(year: u16) -> (EntryId, Digest) {
	let entry = pallet_reference::NextEntry::<Runtime>::get();
	let (days, year) = longest(year);
	let source = Digest::repeat_byte(1);
	let maker = by("msa.maker");
	Reference::propose_calendar(maker, year, days.holidays, days.make_up_days, source, None, new_request())
		.unwrap();
	(entry, waiting(entry))
}

fn waiting(entry: EntryId) -> Digest {
	pallet_reference::OpenEntries::<Runtime>::get(entry).unwrap().digest(entry)
}

/// The calendar of the scene's year.
fn enter_calendar() {
	let (entry, digest) = entered(2026);
	Reference::confirm_calendar(by("bank-b.checker"), entry, digest).unwrap();
}

fn propose_calendar(_: &Town, count: u32) -> Later {
	each("msa.maker", count, |number| calendar_call(longest(2027 + number as u16 % 10)).into())
}

fn confirm_calendar(_: &Town, count: u32) -> Later {
	each("bank-b.checker", count, |number| {
		let (entry, digest) = entered(2027 + number as u16);
		ReferenceCall::confirm_calendar { entry, digest }.into()
	})
}

fn propose_rate(_: &Town, count: u32) -> Later {
	let rate = |number| -> RuntimeCall {
		let (kind, value_bp) = (RateKind::BankAverage(BANK_A), BasisPoints(340));
		let effective_from = today().plus_days(1 + number % 30).unwrap();
		let source = Digest::repeat_byte(4);
		ReferenceCall::propose_rate {
			kind,
			value_bp,
			effective_from,
			source,
			corrects: None,
			request_id: new_request(),
		}
		.into()
	};
	each("bank-a.maker", count, rate)
}

/// A rate from so many days on that waits for its confirmation.
fn entered_rate(days: u32) -> EntryId {
	let entry = pallet_reference::NextEntry::<Runtime>::get();
	let (kind, day) = (RateKind::BankAverage(BANK_A), today().plus_days(days).unwrap());
	let source = Digest::repeat_byte(4);
	Reference::propose_rate(by("bank-a.maker"), kind, BasisPoints(340), day, source, None, new_request())
		.unwrap();
	entry
}

fn confirm_rate(_: &Town, count: u32) -> Later {
	each("msa.checker", count, |number| {
		let entry = entered_rate(1 + number);
		ReferenceCall::confirm_rate { entry, digest: waiting(entry) }.into()
	})
}

fn withdraw_entry(_: &Town, count: u32) -> Later {
	each("bank-a.maker", count, |number| {
		ReferenceCall::withdraw { entry: entered_rate(1 + number % 30) }.into()
	})
}

fn move_calendar(_: &Town, count: u32) -> Later {
	each("bank-b.admin-1", count, |_| ReferenceCall::move_calendar { days: 1 }.into())
}
