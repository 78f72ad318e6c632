//! Who uses how much, and who goes first.

use super::*;

const RATE: Rate = Rate { capacity: 1 << 20, per_block: 1 << 10 };
const BANK: Allowance = Allowance {
	ordinary: RATE,
	reserve: Rate { capacity: 1 << 17, per_block: 1 << 7 },
	together: None,
	waiting: 1_024,
	bytes_waiting: 2 << 20,
};

/// Of an admin.
fn meter(allowance: Allowance, org: Used, officer: Used) -> Meter {
	Meter { block: 1, allowance, is_admin: true, org, officer, together: Bucket::default() }
}

fn ordinary(used: u64) -> Used {
	Used { ordinary: Bucket { block: 1, used }, ..Default::default() }
}

fn reserve(used: u64) -> Used {
	Used { reserve: Bucket { block: 1, used }, ..Default::default() }
}

#[test]
fn officers_share_what_can_wait() {
	assert_eq!(BANK.share(1), Share { waiting: 64, bytes: 256 * 1024 });
	assert_eq!(BANK.share(16), Share { waiting: 64, bytes: 128 * 1024 });
	assert_eq!(BANK.share(32), Share { waiting: 32, bytes: 64 * 1024 });
	assert_eq!(BANK.share(10_000).waiting, FEWEST_WAITING);
	assert_eq!(BANK.share(0), BANK.share(1));
}

#[test]
fn the_next_one_is_always_let_in_and_long_ones_wait_close_to_it() {
	let share = BANK.share(32);
	assert!(!share.is_too_long(0, 110 * 1024));
	assert!(share.is_too_long(1, 110 * 1024));
	assert!(!share.is_too_long(3, 16 * 1024) && share.is_too_long(4, 16 * 1024));
	assert!(!share.is_too_long(31, 2 * 1024) && share.is_too_long(31, 2 * 1024 + 1));
	assert!(!share.is_too_far(32) && share.is_too_far(33));
	assert!(share.is_too_long(u32::MAX, u32::MAX), "nothing wraps");
}

/// What the node sets its pool by.
#[test]
fn whatever_an_organisation_sends_is_within_its_bounds() {
	let longest = 110 * 1024;
	for officers in 1..=32_u32 {
		let share = BANK.share(officers);
		let mut bytes = u64::from(longest);
		let mut count = 1;
		for ahead in 1..=share.waiting {
			let length = (share.bytes / (ahead + 1)).min(longest);
			assert!(!share.is_too_long(ahead, length) && !share.is_too_far(ahead));
			bytes += u64::from(length);
			count += 1;
		}
		assert!(bytes * u64::from(officers) <= BANK.most_bytes(32, longest), "{officers}");
		assert!(count * u64::from(officers) <= BANK.most_transactions(32), "{officers}");
	}
	assert_eq!(BANK.most_transactions(32), 1_024 + 32);
	let small = Allowance { waiting: 8, ..BANK };
	assert_eq!(small.most_transactions(32), 3 * 32, "each officer has a few");
}

#[test]
fn an_officer_uses_half_and_the_reserve_is_not_touched_by_ordinary_calls() {
	let half = ordinary(1 << 19);
	let greedy = meter(BANK, half, half);
	assert!(greedy.is_used_up(Purse::Ordinary) && !greedy.is_used_up(Purse::Reserve));
	let colleague = meter(BANK, half, Used::default());
	assert!(!colleague.is_used_up(Purse::Ordinary));
	let all = meter(BANK, ordinary(1 << 20), Used::default());
	assert!(all.is_used_up(Purse::Ordinary));
	assert_eq!(all.purse(CallPriority::Admin, 1), Purse::Reserve);
	assert_eq!(all.purse(CallPriority::Protective, 1), Purse::Reserve);
	assert_eq!(all.purse(CallPriority::Draft, 1), Purse::Ordinary);
	// Who has used up the reserve, or an officer's half of it, goes on with what is left for everybody.
	for spent in
		[meter(BANK, reserve(1 << 17), Used::default()), meter(BANK, reserve(1 << 16), reserve(1 << 16))]
	{
		assert_eq!(spent.purse(CallPriority::Admin, 1), Purse::Ordinary);
		assert!(!spent.is_used_up(Purse::Ordinary));
	}
}

#[test]
fn no_call_takes_more_of_the_reserve_than_there_is() {
	let purse = |org, officer, cost| meter(BANK, org, officer).purse(CallPriority::Admin, cost);
	let fresh = Used::default();
	// An officer's half of it, and not a bit more.
	assert_eq!(purse(fresh, fresh, 1 << 16), Purse::Reserve);
	assert_eq!(purse(fresh, fresh, (1 << 16) + 1), Purse::Ordinary);
	assert_eq!(purse(reserve(1 << 16), fresh, 1 << 16), Purse::Reserve);
	assert_eq!(purse(reserve((1 << 16) + 1), fresh, 1 << 16), Purse::Ordinary);
	assert_eq!(purse(reserve(1), reserve(1), 1 << 16), Purse::Ordinary);
	assert_eq!(purse(fresh, fresh, u64::MAX), Purse::Ordinary, "nothing wraps");
}

/// Officers who are no admins use half of the reserve, all together, and each a quarter: whoever of them floods
/// with acts that have it, the admins take their keys away all the same.
#[test]
fn half_of_the_reserve_is_the_admins_alone() {
	let purse = |is_admin, org, officer, cost| {
		Meter { is_admin, ..meter(BANK, org, officer) }.purse(CallPriority::Admin, cost)
	};
	let fresh = Used::default();
	assert_eq!(purse(false, fresh, fresh, 1 << 15), Purse::Reserve);
	assert_eq!(purse(false, fresh, fresh, (1 << 15) + 1), Purse::Ordinary, "a quarter");
	assert_eq!(purse(false, reserve(1 << 15), fresh, 1 << 15), Purse::Reserve);
	assert_eq!(purse(false, reserve((1 << 15) + 1), fresh, 1 << 15), Purse::Ordinary, "together a half");
	assert_eq!(purse(false, reserve(1 << 16), fresh, 1), Purse::Ordinary);
	assert_eq!(purse(true, reserve(1 << 16), fresh, 1 << 16), Purse::Reserve, "the other half");
}

fn lately(used: u64) -> Used {
	Used { lately: Bucket { block: 1, used }, ..Default::default() }
}

/// Who uses a little in every block does not rest, though what it uses in one is forgotten in the next.
#[test]
fn who_used_its_little_lately_has_not_rested() {
	let firm = Allowance { together: Some(RATE), ..BANK };
	let full = Bucket { block: 1, used: 1 << 20 };
	let at = |is_admin, org, officer| Meter { is_admin, together: full, ..meter(firm, org, officer) };
	let (fresh, busy) = (Used::default(), lately(1 << 16));
	assert!(!at(false, lately((1 << 16) - 1), fresh).is_used_up(Purse::Ordinary));
	assert!(at(false, busy, fresh).is_used_up(Purse::Ordinary));
	assert!(!at(true, busy, fresh).is_used_up(Purse::Ordinary), "an admin rests by itself");
	assert!(at(true, busy, lately(1 << 15)).is_used_up(Purse::Ordinary));
	let quiet = Meter { together: Bucket::default(), ..at(false, busy, busy) };
	assert!(!quiet.is_used_up(Purse::Ordinary), "nobody is stopped where nobody floods");
	let bank = Meter { is_admin: false, together: full, ..meter(BANK, busy, busy) };
	assert!(!bank.is_used_up(Purse::Ordinary), "banks share nothing");
	let rest = Meter::org_rest(&firm).expect("shared");
	assert_eq!((rest.capacity, rest.per_block), (1 << 16, RATE.per_block / 100));
	assert_eq!((Meter::org_rest(&BANK), Meter::officer_rest(&BANK)), (None, None));
	let used = fresh.noted(1, rest, 70).given_back(Purse::Reserve, 20);
	assert_eq!(used, lately(50));
}

/// Of any number of firms, whose reserves are together more than blocks have.
#[test]
fn who_has_not_rested_goes_behind_the_banks_with_its_reserve_too() {
	let firm = Allowance { together: Some(RATE), ..BANK };
	let at = |org, officer| Meter { is_admin: false, ..meter(firm, org, officer) };
	let rank = |meter: Meter, priority| meter.priority(meter.purse(priority, 1), priority);
	let bank = rank(meter(BANK, Used::default(), Used::default()), CallPriority::Other);
	let (fresh, busy) = (Used::default(), lately(1 << 16));
	assert!(rank(at(fresh, fresh), CallPriority::Admin) > bank);
	assert!(rank(at(busy, fresh), CallPriority::Protective) < bank);
	assert!(rank(at(busy, fresh), CallPriority::Admin) > rank(at(busy, fresh), CallPriority::Draft));
	assert!(rank(Meter { is_admin: true, ..at(busy, fresh) }, CallPriority::Admin) > bank);
	assert!(rank(at(busy, fresh), CallPriority::Draft) < bank, "with ordinary calls as well");
}

#[test]
fn organisations_without_number_share_an_allowance_and_who_rested_goes_on() {
	let firm = Allowance { together: Some(RATE), ..BANK };
	let full = Bucket { block: 1, used: 1 << 20 };
	let shared = |org, officer| Meter { together: full, ..meter(firm, org, officer) };
	let flooding = shared(ordinary(1 << 16), Used::default());
	assert!(flooding.is_used_up(Purse::Ordinary) && !flooding.is_used_up(Purse::Reserve));
	assert!(shared(ordinary(1 << 15), ordinary(1 << 15)).is_used_up(Purse::Ordinary), "an officer too");
	assert!(!shared(ordinary((1 << 16) - 1), Used::default()).is_used_up(Purse::Ordinary));
	assert!(shared(ordinary(1 << 20), Used::default()).is_used_up(Purse::Ordinary), "its own bounds it");
	let bank = Meter { together: full, ..meter(BANK, ordinary(1 << 19), Used::default()) };
	assert!(!bank.is_used_up(Purse::Ordinary), "banks have nothing to do with it");
}

#[test]
fn among_firms_who_used_clearly_less_goes_first_and_what_others_used_counts_nowhere() {
	let firm = Allowance { together: Some(RATE), ..BANK };
	let full = Bucket { block: 1, used: 1 << 20 };
	let rank = |meter: Meter, priority| meter.priority(Purse::Ordinary, priority);
	let rested = meter(firm, Used::default(), Used::default());
	let busy = meter(firm, ordinary(1 << 16), Used::default());
	assert!(rank(rested, CallPriority::Other) > rank(busy, CallPriority::Draft));
	assert!(rank(rested, CallPriority::Draft) > rank(rested, CallPriority::Mandate));
	let half = meter(firm, ordinary(1 << 19), Used::default());
	assert!(rank(busy, CallPriority::Other) > rank(half, CallPriority::Draft));
	for meter in [rested, busy, half] {
		let flooded = Meter { together: full, ..meter };
		assert_eq!(rank(flooded, CallPriority::Mandate), rank(meter, CallPriority::Mandate));
	}
	// No firm goes before a bank for having used little; one that has not goes behind.
	let bank = meter(BANK, Used::default(), Used::default());
	assert_eq!(rank(rested, CallPriority::Draft), rank(bank, CallPriority::Draft));
	assert!(rank(bank, CallPriority::Other) > rank(busy, CallPriority::Draft));
	// No part reaches into the next one.
	let most = |meter: Meter| rank(meter, CallPriority::Protective);
	assert!(most(half) < rank(meter(firm, ordinary(1 << 18), Used::default()), CallPriority::Other));
}

#[test]
fn a_charge_goes_to_one_purse_and_what_was_not_needed_comes_back() {
	let used = Used::default().charged(Purse::Reserve, 5, RATE, 100);
	assert_eq!(used, Used { reserve: Bucket { block: 5, used: 100 }, ..Default::default() });
	let used = used.charged(Purse::Ordinary, 5, RATE, 70).given_back(Purse::Ordinary, 20);
	assert_eq!((used.ordinary.used, used.reserve.used), (50, 100));
}

#[test]
fn urgent_acts_go_first_and_flooders_last() {
	let rank = |meter: Meter, priority| meter.priority(meter.purse(priority, 1), priority);
	let fresh = meter(BANK, Used::default(), Used::default());
	let busy = meter(BANK, ordinary(1 << 18), Used::default());
	let flooding = meter(BANK, ordinary(3 << 18), ordinary(1 << 10));
	let spent = meter(BANK, ordinary(1 << 20), ordinary(1 << 10));
	for (earlier, later) in [
		// Admin and protective acts go first, whatever else the organisation does.
		(rank(spent, CallPriority::Admin), rank(fresh, CallPriority::Draft)),
		(rank(spent, CallPriority::Protective), rank(spent, CallPriority::Admin)),
		// The tier decides between those who used little, then who used less.
		(rank(busy, CallPriority::Draft), rank(fresh, CallPriority::Settlement)),
		(rank(fresh, CallPriority::Draft), rank(busy, CallPriority::Draft)),
		// Who floods goes behind who does not, whatever the step; who has nothing left, behind all.
		(rank(fresh, CallPriority::Other), rank(flooding, CallPriority::Draft)),
		(rank(flooding, CallPriority::Other), rank(spent, CallPriority::Draft)),
	] {
		assert!(earlier > later, "{earlier:#x} {later:#x}");
	}
	// Within an organisation, who used less.
	let officer = |used| rank(meter(BANK, ordinary(1 << 18), ordinary(used)), CallPriority::Release);
	assert!(officer(0) > officer(1 << 17));
}

#[test]
fn the_steps_of_a_payment_go_in_their_order() {
	use CallPriority::*;
	let fresh = meter(BANK, Used::default(), Used::default());
	let ranks: Vec<u64> =
		CallPriority::ALL.iter().map(|step| fresh.priority(Purse::Ordinary, *step)).collect();
	assert!(ranks.windows(2).all(|pair| pair[0] < pair[1]));
	assert!(Draft > Mandate && Mandate > Making && Making > Approval);
	assert!(Approval > Release && Release > Settlement && Settlement > Other);
}
