//! What each call costs at its worst.

use crate::*;
use alloc::vec::Vec;
use frame::benchmarking::prelude::*;
use zhidai_primitives::{
	traits::{dearest_request, Directory},
	BasisPoints, Day, Digest, Duty, Ordered, OrgId, RateKind, RequestId, Role, ShortText,
};

/// What only the runtime can set up.
pub trait BenchmarkHelper<AccountId> {
	/// An account of an officer with this duty, of an active organisation with this role. Each number gives
	/// another organisation and another person.
	fn officer(number: u32, role: Role, duty: Duty) -> AccountId;
}

const YEAR: u16 = 2028;

/// A bank's maker whose organisation has room for one entry more.
fn busy_maker<T: Config>() -> Result<(T::AccountId, OrgId), BenchmarkError> {
	let account = T::BenchmarkHelper::officer(0, Role::Bank, Duty::Maker);
	let org = T::Directory::authorise(&account, Duty::Maker)?.org;
	OpenCount::<T>::insert(org, MAX_OPEN_ENTRIES.saturating_sub(1));
	Ok((account, org))
}

/// A new request, where others are over and have to be forgotten.
fn request<T: Config>() -> RequestId {
	let now = frame_system::Pallet::<T>::block_number().saturated_into();
	dearest_request::<T::Once>(now, |next| frame_system::Pallet::<T>::set_block_number(next.into()))
}

/// A checker of the other college.
fn checker<T: Config>() -> RawOrigin<T::AccountId> {
	RawOrigin::Signed(T::BenchmarkHelper::officer(1, Role::MarketRegulator, Duty::Checker))
}

/// An entry that stands, for the next one to correct.
fn confirmed(content: Content, corrects: Option<Correction>) -> Confirmed {
	let (entered_by, confirmed_by, confirmed_on) = (OrgId(0), OrgId(1), Day(0));
	Confirmed { content, corrects, entered_by, confirmed_by, confirmed_on, superseded_by: None }
}

/// A correction with the longest reason.
fn correction(entry: EntryId) -> Result<Option<Correction>, BenchmarkError> {
	let reason = ShortText::new(alloc::vec![b'x'; 160]).ok_or("160 bytes of ASCII are a short text")?;
	Ok(Some(Correction { entry, reason }))
}

/// Fills the days by which the rates of a kind are found, the last one's with an entry that is to be
/// corrected.
fn fill_days<T: Config>(kind: RateKind) -> Result<(Day, EntryId), BenchmarkError> {
	let first = Pallet::<T>::clock_day().0;
	let starts = (0..MAX_INDEXED_DAYS)
		.map(|number| Start { from: Day(first.saturating_add(number)), entry: EntryId(number) })
		.collect::<Vec<_>>();
	let Start { from, entry } = *starts.last().ok_or("no days")?;
	let rate = RateEntry { kind, value_bp: BasisPoints(300), effective_from: from, source: Digest::zero() };
	let timeline = Timeline::new(starts).ok_or("too many days")?;
	let last = confirmed(Content::Rate(rate), None);
	NextEntry::<T>::put(EntryId(MAX_INDEXED_DAYS));
	Pallet::<T>::put_rate(kind, entry, last, timeline);
	CalendarOffset::<T>::put(1_000);
	Ok((from, entry))
}

type Holidays = BoundedVec<Day, ConstU32<MAX_HOLIDAYS>>;
type MakeUpDays = BoundedVec<Day, ConstU32<MAX_MAKE_UP_DAYS>>;

/// As many holidays and make-up days as a calendar can list.
fn longest_lists() -> Result<(Holidays, MakeUpDays), BenchmarkError> {
	let first = Day::from_ymd(u32::from(YEAR), 1, 1).map_err(|_| "no such year")?;
	let days = || (0..360).filter_map(|number| first.plus_days(number));
	let holidays = days().filter(|day| day.weekday() <= 5).take(64).collect::<Vec<_>>();
	let make_up_days = days().filter(|day| day.weekday() > 5).take(32).collect::<Vec<_>>();
	Ok((
		holidays.try_into().map_err(|_| "too many holidays")?,
		make_up_days.try_into().map_err(|_| "too many make-up days")?,
	))
}

/// A confirmed calendar with the longest lists, which the next one has to agree with.
fn confirmed_calendar<T: Config>() -> Result<(), BenchmarkError> {
	let (holidays, make_up_days) = longest_lists()?;
	let content = Content::Calendar(CalendarEntry {
		year: YEAR,
		days: YearDays { holidays, make_up_days },
		source: Digest::zero(),
	});
	NextEntry::<T>::put(EntryId(1));
	Pallet::<T>::put_calendar(YEAR, EntryId(0), confirmed(content, None));
	// All its days have come.
	let after = Day::from_ymd(u32::from(YEAR).saturating_add(1), 1, 1).map_err(|_| "no such year")?;
	let offset = i64::from(after.0).saturating_sub(i64::from(Pallet::<T>::clock_day().0));
	CalendarOffset::<T>::put(i32::try_from(offset).map_err(|_| "too far")?);
	Ok(())
}

fn open_calendar<T: Config>() -> Result<(T::AccountId, EntryId, Digest), BenchmarkError> {
	confirmed_calendar::<T>()?;
	let (account, _) = busy_maker::<T>()?;
	let (holidays, make_up_days) = longest_lists()?;
	let entry = NextEntry::<T>::get();
	let origin = RawOrigin::Signed(account.clone()).into();
	let (corrects, request_id) = (correction(EntryId(0))?, request::<T>());
	Pallet::<T>::propose_calendar(
		origin,
		YEAR,
		holidays,
		make_up_days,
		Digest::zero(),
		corrects,
		request_id,
	)?;
	let digest = OpenEntries::<T>::get(entry).ok_or("not open")?.digest(entry);
	Ok((account, entry, digest))
}

#[benchmarks]
mod benchmarks {
	use super::*;

	/// Worst: a bank's own average that corrects another, after a full list of days.
	#[benchmark]
	fn propose_rate() -> Result<(), BenchmarkError> {
		let (account, org) = busy_maker::<T>()?;
		let kind = RateKind::BankAverage(org);
		let (day, old) = fill_days::<T>(kind)?;
		let (entry, corrects) = (NextEntry::<T>::get(), correction(old)?);
		let request_id = request::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(account), kind, BasisPoints(345), day, Digest::zero(), corrects, request_id);

		assert!(OpenEntries::<T>::contains_key(entry));
		Ok(())
	}

	/// Worst: the list of days is full, and another entry is corrected.
	#[benchmark]
	fn confirm_rate() -> Result<(), BenchmarkError> {
		let (account, org) = busy_maker::<T>()?;
		let kind = RateKind::BankAverage(org);
		let (day, old) = fill_days::<T>(kind)?;
		let (entry, corrects) = (NextEntry::<T>::get(), correction(old)?);
		let origin = RawOrigin::Signed(account).into();
		let (value_bp, request_id) = (BasisPoints(345), request::<T>());
		Pallet::<T>::propose_rate(origin, kind, value_bp, day, Digest::zero(), corrects, request_id)?;
		let digest = OpenEntries::<T>::get(entry).ok_or("not open")?.digest(entry);
		let checker = checker::<T>();

		#[extrinsic_call]
		_(checker, entry, digest);

		assert!(
			Averages::<T>::get(org, Ordered::from(old)).is_some_and(|old| old.superseded_by == Some(entry))
		);
		Ok(())
	}

	/// Worst: the longest lists, compared with a confirmed calendar as long whose days have all come.
	#[benchmark]
	fn propose_calendar() -> Result<(), BenchmarkError> {
		confirmed_calendar::<T>()?;
		let (account, _) = busy_maker::<T>()?;
		let (holidays, make_up_days) = longest_lists()?;
		let (entry, corrects) = (NextEntry::<T>::get(), correction(EntryId(0))?);
		let request_id = request::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(account), YEAR, holidays, make_up_days, Digest::zero(), corrects, request_id);

		assert!(OpenEntries::<T>::contains_key(entry));
		Ok(())
	}

	/// Worst: as for proposing.
	#[benchmark]
	fn confirm_calendar() -> Result<(), BenchmarkError> {
		let (_, entry, digest) = open_calendar::<T>()?;
		let checker = checker::<T>();

		#[extrinsic_call]
		_(checker, entry, digest);

		assert_eq!(CalendarOf::<T>::get(YEAR), Some(entry));
		Ok(())
	}

	/// Worst: the largest entry, a calendar with the longest lists, taken back by the other college.
	#[benchmark]
	fn withdraw() -> Result<(), BenchmarkError> {
		let (_, entry, _) = open_calendar::<T>()?;
		// Its maker has another key since, so that it can be confirmed no more.
		OpenEntries::<T>::mutate(entry, |open| {
			open.iter_mut().for_each(|open| open.key_number = u16::MAX);
		});
		let checker = checker::<T>();

		#[extrinsic_call]
		_(checker, entry);

		assert!(!OpenEntries::<T>::contains_key(entry));
		Ok(())
	}

	/// The same for every argument.
	#[benchmark]
	fn move_calendar() -> Result<(), BenchmarkError> {
		CalendarMovable::<T>::put(true);
		CalendarOffset::<T>::put(0);
		let account = T::BenchmarkHelper::officer(0, Role::Bank, Duty::Admin);

		#[extrinsic_call]
		_(RawOrigin::Signed(account), 30);

		assert_eq!(CalendarOffset::<T>::get(), 30);
		Ok(())
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::new_test_ext(), crate::mock::Test);
}
