//! What an organisation may use of the blocks and of the pools, and what of that one officer.

use super::bucket::{Bucket, Rate, FILL_STEPS};
use super::CallPriority;
use codec::{Decode, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// The most transactions that one account can have waiting beside the next.
pub const MOST_WAITING: u32 = 64;
/// The fewest, however many officers an organisation has.
pub const FEWEST_WAITING: u32 = 2;
/// The most bytes of one account that can wait: see [`Share`].
pub const MOST_BYTES_WAITING: u32 = 256 * 1024;
/// Half of a bucket.
const HALF: u64 = FILL_STEPS >> 1;
/// Priorities of two officers of one organisation lie within this of each other, those of a tier, those of a
/// step of the own use, and those of a band.
const ORG_WIDTH: u64 = 1 << 20;
const TIER_WIDTH: u64 = 1 << 40;
const STEP_WIDTH: u64 = 1 << 44;
const BAND_WIDTH: u64 = 1 << 49;
/// In so many steps the own use of those who share an allowance goes before the tier.
const STEPS: u64 = 16;
/// Who has used less than this of the own allowance rests: what others have used of a shared one does not
/// stop it.
const LITTLE: u64 = FILL_STEPS >> 4;
/// What of the organisation's allowance one officer can use: a half. Two have to be careless before a third
/// has to wait.
const PARTS_OF_AN_OFFICER: u64 = 2;

/// What an organisation may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Allowance {
	/// Of the blocks, for ordinary calls.
	pub ordinary: Rate,
	/// Of the blocks, for admin and protective acts only. Ordinary calls never touch it.
	pub reserve: Rate,
	/// What all such organisations together may use for ordinary calls, where there can be any number of them.
	pub together: Option<Rate>,
	/// How many transactions its officers can have waiting, all together.
	pub waiting: u32,
	/// How many bytes of them: see [`Share`].
	pub bytes_waiting: u32,
}

/// What one account can have waiting in every pool.
///
/// A transaction that stands `ahead` of the account's next one is let in up to `waiting`, and where
/// `(ahead + 1) × its length ≤ bytes`; the next one always. Long transactions can thus only wait close to the
/// next one, and all that wait of an account are never longer than the next one and less than four times
/// `bytes`, because ½ + ⅓ + … + 1/65 < 4.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
	/// How many beside the next.
	pub waiting: u32,
	/// How many bytes.
	pub bytes: u32,
}

impl Allowance {
	/// What each of so many officers can have waiting.
	pub const fn share(&self, officers: u32) -> Share {
		Share {
			waiting: bounded(part(self.waiting, officers), FEWEST_WAITING, MOST_WAITING),
			bytes: bounded(part(self.bytes_waiting, officers), 0, MOST_BYTES_WAITING),
		}
	}

	/// How many transactions of such an organisation can be in a pool at the most.
	pub const fn most_transactions(&self, most_officers: u32) -> u64 {
		let next_ones = most_officers as u64;
		let fewest = next_ones.saturating_mul(FEWEST_WAITING as u64);
		let waiting = if self.waiting as u64 > fewest { self.waiting as u64 } else { fewest };
		waiting.saturating_add(next_ones)
	}

	/// How many bytes of such an organisation, whose calls are never longer than `longest`, can be in a pool
	/// at the most.
	pub const fn most_bytes(&self, most_officers: u32, longest: u32) -> u64 {
		let next_ones = (most_officers as u64).saturating_mul(longest as u64);
		next_ones.saturating_add((self.bytes_waiting as u64).saturating_mul(4))
	}

	fn rate(&self, purse: Purse) -> Rate {
		match purse {
			Purse::Ordinary => self.ordinary,
			Purse::Reserve => self.reserve,
		}
	}
}

impl Share {
	/// Whether a transaction of this length, so far ahead, has too many before it.
	pub(super) const fn is_too_far(&self, ahead: u32) -> bool {
		ahead > self.waiting
	}

	/// Whether it is too long to wait there.
	pub(super) const fn is_too_long(&self, ahead: u32, length: u32) -> bool {
		ahead > 0 && (ahead as u64).saturating_add(1).saturating_mul(length as u64) > self.bytes as u64
	}
}

const fn part(whole: u32, parts: u32) -> u32 {
	match whole.checked_div(parts) {
		Some(part) => part,
		None => whole,
	}
}

const fn bounded(value: u32, least: u32, most: u32) -> u32 {
	if value < least {
		least
	} else if value > most {
		most
	} else {
		value
	}
}

/// What a call is charged to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purse {
	/// What any call may use.
	Ordinary,
	/// What only admin and protective acts may use.
	Reserve,
}

/// What somebody has used of both purses.
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Used {
	/// By ordinary calls.
	pub ordinary: Bucket,
	/// By admin and protective acts.
	pub reserve: Bucket,
}

impl Used {
	const fn of(self, purse: Purse) -> Bucket {
		match purse {
			Purse::Ordinary => self.ordinary,
			Purse::Reserve => self.reserve,
		}
	}

	fn with(self, purse: Purse, change: impl FnOnce(Bucket) -> Bucket) -> Self {
		match purse {
			Purse::Ordinary => Self { ordinary: change(self.ordinary), ..self },
			Purse::Reserve => Self { reserve: change(self.reserve), ..self },
		}
	}

	/// After a charge in this block.
	pub(super) fn charged(self, purse: Purse, block: u32, rate: Rate, cost: u64) -> Self {
		self.with(purse, |bucket| bucket.charged(block, rate.per_block, cost))
	}

	/// After a part of a charge, made in the same block, was not needed.
	pub(super) fn given_back(self, purse: Purse, unspent: u64) -> Self {
		self.with(purse, |bucket| bucket.given_back(unspent))
	}
}

/// What is left to an officer, as of a block.
#[derive(Clone, Copy, Debug)]
pub(super) struct Meter {
	pub(super) block: u32,
	pub(super) allowance: Allowance,
	/// What the organisation has used.
	pub(super) org: Used,
	/// What the officer has used.
	pub(super) officer: Used,
	/// What all organisations that share an allowance have used.
	pub(super) together: Bucket,
}

impl Meter {
	/// What one officer can use of a purse.
	pub(super) fn officer_rate(allowance: &Allowance, purse: Purse) -> Rate {
		allowance.rate(purse).divided_by(PARTS_OF_AN_OFFICER)
	}

	/// What the organisation can use of a purse.
	pub(super) fn org_rate(allowance: &Allowance, purse: Purse) -> Rate {
		allowance.rate(purse)
	}

	fn org_fill(&self, purse: Purse) -> u64 {
		self.org.of(purse).fill_at(self.block, Self::org_rate(&self.allowance, purse))
	}

	fn officer_fill(&self, purse: Purse) -> u64 {
		self.officer.of(purse).fill_at(self.block, Self::officer_rate(&self.allowance, purse))
	}

	fn together_fill(&self, purse: Purse) -> u64 {
		match (purse, self.allowance.together) {
			(Purse::Ordinary, Some(rate)) => self.together.fill_at(self.block, rate),
			_ => 0,
		}
	}

	/// How much of the own allowance is used: the organisation's, or the officer's where that is more.
	fn own_fill(&self, purse: Purse) -> u64 {
		self.org_fill(purse).max(self.officer_fill(purse))
	}

	/// Whether nothing more can be charged to the purse in this block. What others have used of a shared
	/// allowance stops only who has used a part of the own one: who rested is let in while others flood.
	pub(super) fn is_used_up(&self, purse: Purse) -> bool {
		let own = self.own_fill(purse);
		own >= FILL_STEPS || (own >= LITTLE && self.together_fill(purse) >= FILL_STEPS)
	}

	/// What a call of this cost is charged to: the reserve where it may use it and the cost has room in the
	/// organisation's and in the officer's part. A batch never takes more of it at once.
	pub(super) fn purse(&self, priority: CallPriority, cost: u64) -> Purse {
		let reserve = Purse::Reserve;
		let has_room = |used: Used, rate: Rate| {
			used.of(reserve).used_at(self.block, rate.per_block).saturating_add(cost) <= rate.capacity
		};
		let fits = has_room(self.org, Self::org_rate(&self.allowance, reserve))
			&& has_room(self.officer, Self::officer_rate(&self.allowance, reserve));
		match priority.has_reserve() && fits {
			true => Purse::Reserve,
			false => Purse::Ordinary,
		}
	}

	/// The step of the own use, the higher the less was used; all have the highest who share nothing.
	fn step(&self, purse: Purse) -> u64 {
		let used = match (purse, self.allowance.together) {
			(Purse::Ordinary, Some(_)) => self.own_fill(purse).checked_div(LITTLE).unwrap_or(0),
			_ => 0,
		};
		STEPS.saturating_sub(1).saturating_sub(used)
	}

	/// The pool's priority. First what has the reserve, then those who have used less than half of their own
	/// allowance, then those who have used more, and behind all what can only wait; among those who share an
	/// allowance, who used clearly less of the own one; within each by the tier; within that, who used less,
	/// the organisation before the officer. The fill counts because the pool decides between equals in favour
	/// of what expires sooner, so a flooder with short eras would go first. What others have used of a shared
	/// allowance counts nowhere: else a few who flood would put everybody else behind.
	pub(super) fn priority(&self, purse: Purse, priority: CallPriority) -> u64 {
		let (org, officer) = (self.org_fill(purse), self.officer_fill(purse));
		let band: u64 = match purse {
			_ if self.own_fill(purse) >= FILL_STEPS => 0,
			Purse::Reserve => 3,
			Purse::Ordinary if self.own_fill(purse) < HALF => 2,
			Purse::Ordinary => 1,
		};
		let left = |fill: u64| FILL_STEPS.saturating_sub(fill);
		let parts = [
			(band, BAND_WIDTH),
			(self.step(purse), STEP_WIDTH),
			(priority.tier(), TIER_WIDTH),
			(left(org), ORG_WIDTH),
			(left(officer), 1),
		];
		parts.into_iter().fold(0, |sum: u64, (part, width)| sum.saturating_add(part.saturating_mul(width)))
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	const RATE: Rate = Rate { capacity: 1 << 20, per_block: 1 << 10 };
	const BANK: Allowance = Allowance {
		ordinary: RATE,
		reserve: Rate { capacity: 1 << 17, per_block: 1 << 7 },
		together: None,
		waiting: 1_024,
		bytes_waiting: 2 << 20,
	};

	fn meter(allowance: Allowance, org: Used, officer: Used) -> Meter {
		Meter { block: 1, allowance, org, officer, together: Bucket::default() }
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
}
