//! Ready-made neighbours for the tests of pallets: a directory, a calendar, rates, programmes and a drawer
//! for findings, all in thread-local state that a test sets as it likes. Accounts are `u64`.

mod books;
mod crossing;
mod journal;
mod kept;
mod loans;
mod quota;

pub use books::{Books, Document, Loan, State};
pub use crossing::LateClaims;
pub use journal::{forget_heard, heard, Listener};
pub use loans::{set_loan, LoanList};
pub use quota::LateQuota;

use crate::traits::{
	Calendar, Checks, CollectionAccounts, Colleges, DatedRate, Directory, Finding, Findings, Fresh, IdSpace,
	Obligations, Once, PartyWork, Rates, SchemeBook, Standing,
};
use crate::{
	AccountVersion, Actor, BasisPoints, College, Created, Day, Duties, Duty, EntryId, Fen, LoanFacts, LoanId,
	OfficerId, OrgId, OrgStatus, RateKind, Region, RequestId, Role, Roles, SchemeId, SchemeTerms,
	SchemeVersion, SpotCheckState, TierNumber, REQUEST_LIFE_BLOCKS,
};
use polkadot_sdk::sp_runtime::{DispatchError, DispatchResult};
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::vec::Vec;

/// What the neighbours know. [`reset`] before a test, change with [`with`].
#[derive(Default)]
pub struct World {
	/// Account → officer: organisation, officer, duties, person.
	pub officers: BTreeMap<u64, (OrgId, OfficerId, Duties, u32)>,
	/// The numbers of the officers' keys; where one is missing, it is 0.
	pub keys: BTreeMap<OfficerId, u16>,
	/// Organisation → roles, status, region.
	pub organisations: BTreeMap<OrgId, (Roles, OrgStatus, Region)>,
	/// Checker limits.
	pub checker_limits: BTreeMap<OfficerId, Fen>,
	/// Related organisations, both ways.
	pub related: BTreeSet<(OrgId, OrgId)>,
	/// What single banks recorded: the bank and two organisations, both ways.
	pub related_by_banks: BTreeSet<(OrgId, OrgId, OrgId)>,
	/// Who has no officers, whoever acts for it here.
	pub without_officers: BTreeSet<OrgId>,
	/// Verified current accounts by payee and lending bank; where a pair is missing, version 0 is.
	pub accounts: BTreeMap<(OrgId, OrgId), AccountVersion>,
	/// Organisations of which a lender knows no account, or another than the lenders beside it: payee, lender.
	pub accounts_unknown: BTreeSet<(OrgId, OrgId)>,
	/// How many active loans name a version as their collection account, by borrower, version and lending bank.
	pub collections: BTreeMap<(OrgId, AccountVersion, OrgId), u32>,
	/// The current day.
	pub today: Day,
	/// Whether the year has no calendar, so that no working days can be counted.
	pub no_calendar: bool,
	/// Rates, effective from the first day.
	pub rates: BTreeMap<RateKind, BasisPoints>,
	/// The entries that say so; where one is missing, entry 0 does.
	pub rate_entries: BTreeMap<RateKind, EntryId>,
	/// Programmes: version 1 of each.
	pub schemes: BTreeMap<SchemeId, SchemeTerms>,
	/// Where loans stand: [`LoanList`].
	pub loans: BTreeMap<LoanId, LoanFacts>,
	/// What was raised.
	pub findings: Vec<Finding>,
	/// The tiers of firms, 0 where a firm does not qualify; where a firm is missing, it has tier 1.
	pub tiers: BTreeMap<OrgId, TierNumber>,
	/// How far failed spot checks of firms have come.
	pub spot_checks: BTreeMap<OrgId, SpotCheckState>,
	/// The first and the last id that the chain gives; without them all from 1 on.
	pub ids: Option<(u32, u32)>,
	/// Whether what the chain knows of the others is too old for money to leave.
	pub stale: bool,
	/// Organisations with fewer admins than who holds a validator seat needs.
	pub few_admins: BTreeSet<OrgId>,
	/// In which college those sit that hold a seat.
	pub seats: BTreeMap<OrgId, College>,
	/// What requests created.
	pub requests: BTreeMap<(OrgId, RequestId), Created>,
	/// Who stands for organisations that others succeeded.
	pub successors: BTreeMap<OrgId, OrgId>,
	/// Since when they do; where one is missing, since today.
	pub succeeded_on: BTreeMap<OrgId, Day>,
	/// Organisations of which something is open that keeps them from leaving.
	pub bound: BTreeSet<OrgId>,
	/// Loans of which something waits that cannot pass from one party to another.
	pub busy: BTreeSet<LoanId>,
	/// Whose places in loans passed to whom.
	pub passed: Vec<(LoanId, OrgId, OrgId)>,
}

std::thread_local! {
	static WORLD: RefCell<World> = RefCell::new(World::default());
	static REQUESTS: Cell<u128> = const { Cell::new(0) };
}

/// A request that nobody made before, good for the next days of blocks.
pub fn new_request() -> RequestId {
	let number = REQUESTS.with(|requests| requests.replace(requests.get().wrapping_add(1)));
	RequestId { last_block: REQUEST_LIFE_BLOCKS, random: number.to_be_bytes() }
}

/// Reads or changes the world.
pub fn with<R>(change: impl FnOnce(&mut World) -> R) -> R {
	WORLD.with(|world| change(&mut world.borrow_mut()))
}

/// Empties the world and sets the day to 2026-01-05, a Monday.
pub fn reset() {
	with(|world| *world = World { today: Day::from_ymd(2026, 1, 5).unwrap_or_default(), ..World::default() });
}

/// Adds an active organisation in Ningbo, with officers: account `org * 100 + n` for the n-th duty set, each
/// another person.
pub fn add_organisation(org: u32, roles: &[Role], officers: &[&[Duty]]) {
	with(|world| {
		world.organisations.insert(OrgId(org), (Roles::of(roles), OrgStatus::Active, Region(330_200)));
		for (number, duties) in (0_u32..).zip(officers) {
			let officer = org * 100 + number;
			world
				.officers
				.insert(u64::from(officer), (OrgId(org), OfficerId(officer), Duties::of(duties), officer));
		}
	});
}

/// With what a firm is refused that has tier 0.
pub const NOT_QUALIFIED: DispatchError = DispatchError::Other("not qualified");
/// With what working days are refused that cannot be counted.
pub const NO_CALENDAR: DispatchError = DispatchError::Other("no calendar");
/// With what an organisation is refused to leave of which something is open.
pub const STILL_BOUND: DispatchError = DispatchError::Other("still bound");
/// With what a loan is refused to pass of which something waits.
pub const STILL_BUSY: DispatchError = DispatchError::Other("still busy");

/// Under what is kept what checkers have checked.
const CHECKED: &[u8] = b"testing/checked";

/// What checkers have checked: by checker, borrower, whether of offers, and day.
type Checked = BTreeMap<(OfficerId, OrgId, bool, Day), Fen>;

/// What a checker has checked for a borrower today.
fn checked(checker: OfficerId, borrower: OrgId, of_what: Checks) -> Fen {
	let key = (checker, borrower, of_what == Checks::Offers, Neighbours::today());
	kept::read::<Checked>(CHECKED).get(&key).copied().unwrap_or_default()
}

/// The neighbours.
pub struct Neighbours;

impl Directory<u64> for Neighbours {
	fn authorise(account: &u64, duty: Duty) -> Result<Actor, DispatchError> {
		with(|world| {
			let (org, officer, duties, _) =
				*world.officers.get(account).ok_or(DispatchError::Other("stranger"))?;
			if !matches!(world.organisations.get(&org), Some((_, OrgStatus::Active, _))) {
				return Err(DispatchError::Other("organisation not active"));
			}
			if !duties.has(duty) {
				return Err(DispatchError::Other("duty missing"));
			}
			Ok(Actor { org, officer, duties })
		})
	}

	fn authorise_as(account: &u64, duty: Duty, roles: Roles) -> Result<Actor, DispatchError> {
		let actor = Self::authorise(account, duty)?;
		Self::ensure_organisation(actor.org, roles)?;
		Ok(actor)
	}

	fn ensure_different_persons(one: OfficerId, other: OfficerId) -> DispatchResult {
		let person = |officer| {
			with(|world| world.officers.values().find(|entry| entry.1 == officer).map(|entry| entry.3))
		};
		if one == other || person(one) == person(other) {
			return Err(DispatchError::Other("same person"));
		}
		Ok(())
	}

	fn key_number(officer: OfficerId) -> Option<u16> {
		with(|world| {
			let is_known = world.officers.values().any(|entry| entry.1 == officer);
			is_known.then(|| world.keys.get(&officer).copied().unwrap_or_default())
		})
	}

	fn signature_counts(officer: OfficerId, key_number: u16, duty: Duty) -> bool {
		let has_key = Self::key_number(officer) == Some(key_number);
		has_key
			&& with(|world| {
				let takes_part =
					|org: &OrgId| matches!(world.organisations.get(org), Some((_, OrgStatus::Active, _)));
				let mut officers = world.officers.values();
				officers.any(|(org, own, duties, _)| *own == officer && duties.has(duty) && takes_part(org))
			})
	}

	fn checks_alone(checker: OfficerId, borrower: OrgId, of_what: Checks, amount: Fen) -> bool {
		let limit = with(|world| world.checker_limits.get(&checker).copied());
		limit.is_none_or(|limit| checked(checker, borrower, of_what).0.saturating_add(amount.0) <= limit.0)
	}

	fn count_checked(checker: OfficerId, borrower: OrgId, of_what: Checks, amount: Fen) -> DispatchResult {
		if !Self::checks_alone(checker, borrower, of_what, amount) {
			return Err(DispatchError::Other("above checker limit"));
		}
		let sum = checked(checker, borrower, of_what).0.saturating_add(amount.0);
		let key = (checker, borrower, of_what == Checks::Offers, Self::today());
		kept::change(CHECKED, |sums: &mut Checked| sums.insert(key, Fen(sum)));
		Ok(())
	}

	fn ensure_organisation(org: OrgId, roles: Roles) -> DispatchResult {
		match with(|world| world.organisations.get(&org).copied()) {
			Some((own, OrgStatus::Active, _)) if own.meets(roles) => Ok(()),
			_ => Err(DispatchError::Other("role missing")),
		}
	}

	fn ensure_payee_account(payee: OrgId, version: AccountVersion, lender: OrgId) -> DispatchResult {
		let current = with(|world| world.accounts.get(&(payee, lender)).copied().unwrap_or_default());
		(current == version).then_some(()).ok_or(DispatchError::Other("account not current"))
	}

	fn status(org: OrgId) -> Option<OrgStatus> {
		with(|world| world.organisations.get(&org).map(|entry| entry.1))
	}

	fn has_officers(org: OrgId) -> bool {
		with(|world| {
			let has = world.officers.values().any(|(own, ..)| *own == org);
			has && !world.without_officers.contains(&org)
		})
	}

	fn region(org: OrgId) -> Option<Region> {
		with(|world| world.organisations.get(&org).map(|entry| entry.2))
	}

	fn has_role(org: OrgId, role: Role) -> bool {
		with(|world| world.organisations.get(&org).is_some_and(|entry| entry.0.has(role)))
	}

	fn are_related(one: OrgId, other: OrgId) -> bool {
		with(|world| world.related.contains(&(one, other)) || world.related.contains(&(other, one)))
	}

	fn are_related_for(one: OrgId, other: OrgId, lender: OrgId) -> bool {
		Self::are_related(one, other)
			|| with(|world| {
				let by_lender = |one, other| world.related_by_banks.contains(&(lender, one, other));
				by_lender(one, other) || by_lender(other, one)
			})
	}

	fn is_relation_reported(one: OrgId, other: OrgId, lender: OrgId) -> bool {
		with(|world| {
			let mut declared = world.related_by_banks.iter();
			declared.any(|(bank, first, second)| {
				*bank != lender && ((*first, *second) == (one, other) || (*first, *second) == (other, one))
			})
		})
	}

	fn keeps_admins_for_seat(org: OrgId) -> bool {
		with(|world| !world.few_admins.contains(&org))
	}

	fn successor(org: OrgId) -> Option<OrgId> {
		with(|world| world.successors.get(&org).copied())
	}

	fn succeeded_on(org: OrgId) -> Option<Day> {
		with(|world| {
			let since = world.succeeded_on.get(&org).copied().unwrap_or(world.today);
			world.successors.contains_key(&org).then_some(since)
		})
	}
}

impl Obligations for Neighbours {
	fn ensure_free(org: OrgId) -> DispatchResult {
		match with(|world| world.bound.contains(&org)) {
			true => Err(STILL_BOUND),
			false => Ok(()),
		}
	}
}

impl PartyWork for Neighbours {
	fn ensure_can_pass(loan: LoanId, _: OrgId) -> DispatchResult {
		match with(|world| world.busy.contains(&loan)) {
			true => Err(STILL_BUSY),
			false => Ok(()),
		}
	}

	fn pass(loan: LoanId, from: OrgId, to: OrgId) {
		with(|world| world.passed.push((loan, from, to)));
	}
}

impl CollectionAccounts for Neighbours {
	fn open_collection(borrower: OrgId, version: AccountVersion, lender: OrgId) -> DispatchResult {
		Self::ensure_payee_account(borrower, version, lender)?;
		with(|world| *world.collections.entry((borrower, version, lender)).or_default() += 1);
		Ok(())
	}

	fn close_collection(borrower: OrgId, version: AccountVersion, lender: OrgId) {
		with(|world| {
			let loans = world.collections.entry((borrower, version, lender)).or_default();
			*loans = loans.saturating_sub(1);
		});
	}

	fn collections(borrower: OrgId, version: AccountVersion, lender: OrgId) -> u32 {
		with(|world| world.collections.get(&(borrower, version, lender)).copied()).unwrap_or_default()
	}

	fn current_account(org: OrgId, lender: OrgId) -> Option<AccountVersion> {
		with(|world| {
			let is_known = !world.accounts_unknown.contains(&(org, lender));
			is_known.then(|| world.accounts.get(&(org, lender)).copied().unwrap_or_default())
		})
	}

	fn same_account(borrower: OrgId, _: AccountVersion, _: OrgId, next: OrgId) -> Option<AccountVersion> {
		Self::current_account(borrower, next)
	}
}

impl Colleges for Neighbours {
	fn college(org: OrgId) -> Option<College> {
		with(|world| world.seats.get(&org).copied())
	}
}

impl Calendar for Neighbours {
	fn today() -> Day {
		with(|world| world.today)
	}

	fn working_days_after(day: Day, count: u16) -> Result<Day, DispatchError> {
		let last = day.plus_days(u32::from(count)).filter(|_| !with(|world| world.no_calendar));
		last.ok_or(NO_CALENDAR)
	}
}

impl Rates for Neighbours {
	fn rate_on(kind: RateKind, _: Day) -> Result<DatedRate, DispatchError> {
		with(|world| {
			let value = *world.rates.get(&kind).ok_or(DispatchError::Other("no rate"))?;
			let entry = world.rate_entries.get(&kind).copied().unwrap_or_default();
			Ok(DatedRate { value, effective_from: Day(0), entry })
		})
	}
}

impl SchemeBook for Neighbours {
	fn current(scheme: SchemeId) -> Result<(SchemeVersion, SchemeTerms), DispatchError> {
		Self::terms(scheme, SchemeVersion(1)).map(|terms| (SchemeVersion(1), terms))
	}

	fn terms(scheme: SchemeId, _: SchemeVersion) -> Result<SchemeTerms, DispatchError> {
		with(|world| world.schemes.get(&scheme).cloned()).ok_or(DispatchError::Other("no scheme"))
	}
}

impl Standing for Neighbours {
	fn tier(org: OrgId, _: &SchemeTerms) -> Result<TierNumber, DispatchError> {
		match with(|world| world.tiers.get(&org).copied()).unwrap_or(TierNumber(1)) {
			TierNumber(0) => Err(NOT_QUALIFIED),
			tier => Ok(tier),
		}
	}

	fn is_frozen(org: OrgId, from: SpotCheckState) -> bool {
		with(|world| world.spot_checks.get(&org).is_some_and(|state| *state >= from))
	}
}

impl IdSpace for Neighbours {
	fn first() -> u32 {
		with(|world| world.ids).map_or(1, |(first, _)| first)
	}

	fn is_ours(id: u32) -> bool {
		let (first, last) = with(|world| world.ids).unwrap_or((1, u32::MAX));
		(first..=last).contains(&id)
	}
}

impl Findings for Neighbours {
	fn raise(finding: Finding) {
		with(|world| world.findings.push(finding));
	}
}

impl Fresh for Neighbours {
	fn ensure() -> DispatchResult {
		match with(|world| world.stale) {
			true => Err(DispatchError::Other("stale")),
			false => Ok(()),
		}
	}
}

impl Once for Neighbours {
	fn ensure_new(org: OrgId, request: RequestId) -> DispatchResult {
		match Self::created(org, request) {
			Some(_) => Err(DispatchError::Other("request already used")),
			None => Ok(()),
		}
	}

	fn keep(org: OrgId, request: RequestId, created: Created) {
		with(|world| world.requests.insert((org, request), created));
	}

	fn created(org: OrgId, request: RequestId) -> Option<Created> {
		with(|world| world.requests.get(&(org, request)).copied())
	}
}
