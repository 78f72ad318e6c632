//! What is left to an officer in a block, and what goes first.

use super::allowance::{Allowance, Purse, Used};
use super::bucket::{Rate, FILL_STEPS};
use super::CallPriority;

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
/// What of the reserve officers who are no admins can use, all together: a half. The other one is left to the
/// admins, who take away the keys of those that are careless.
const PARTS_OF_THE_OTHERS: u64 = 2;

/// What is left to an officer, as of a block.
#[derive(Clone, Copy, Debug)]
pub(super) struct Meter {
	pub(super) block: u32,
	pub(super) allowance: Allowance,
	/// Whether the officer is an admin.
	pub(super) is_admin: bool,
	/// What the organisation has used.
	pub(super) org: Used,
	/// What the officer has used.
	pub(super) officer: Used,
	/// What all organisations that share an allowance have used.
	pub(super) together: Used,
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

	/// Whether a cost has room in what is shared. Alone it has, whatever it is: else what is longer than a block's part
	/// would wait for ever.
	fn has_room_together(&self, purse: Purse, cost: u64, more: u64) -> bool {
		let Some(together) = self.allowance.together else { return true };
		let rate = together.rate(purse);
		let used = self.together.of(purse).used_at(self.block, rate.per_block);
		used == 0 || used.saturating_add(cost) <= rate.capacity.saturating_add(more)
	}

	/// What of the shared allowance is only for who rested: nothing for who has used a part of the own one, and nothing
	/// for a new draft.
	fn more_for_rested(&self, priority: CallPriority) -> u64 {
		let rests = self.own_fill(Purse::Ordinary) < LITTLE && priority != CallPriority::Draft;
		self.allowance.together.filter(|_| rests).map_or(0, |together| together.rested)
	}

	/// How much of the own allowance is used: the organisation's, or the officer's where that is more.
	fn own_fill(&self, purse: Purse) -> u64 {
		self.org_fill(purse).max(self.officer_fill(purse))
	}

	/// Whether a call of this cost can no longer be charged to the purse in this block: the own allowance is used up,
	/// or what is shared has no room for it. Of that, a part is kept for who rested; it is bounded too, because any
	/// number can rest and flood by turns.
	pub(super) fn is_used_up(&self, purse: Purse, priority: CallPriority, cost: u64) -> bool {
		let more = match purse {
			Purse::Ordinary => self.more_for_rested(priority),
			Purse::Reserve => 0,
		};
		self.own_fill(purse) >= FILL_STEPS || !self.has_room_together(purse, cost, more)
	}

	/// What a call of this cost is charged to: the reserve where it may use it and the cost has room in the
	/// organisation's and in the officer's part, of which half is the admins' alone, and in what is shared. A batch
	/// never takes more of it at once.
	pub(super) fn purse(&self, priority: CallPriority, cost: u64) -> Purse {
		let reserve = Purse::Reserve;
		let parts = if self.is_admin { 1 } else { PARTS_OF_THE_OTHERS };
		let has_room = |used: Used, rate: Rate| {
			let used = used.of(reserve).used_at(self.block, rate.per_block);
			used.saturating_add(cost) <= rate.divided_by(parts).capacity
		};
		let fits = has_room(self.org, Self::org_rate(&self.allowance, reserve))
			&& has_room(self.officer, Self::officer_rate(&self.allowance, reserve))
			&& self.has_room_together(reserve, cost, 0);
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
	/// the organisation before the officer. What signs a payment stands with those who have used least, so that of the
	/// steps after the draft none goes before an earlier one whose sender was busy; one whose sender has nothing left
	/// waits all the same, and so does a draft. The fill counts because the pool decides
	/// between equals in favour of what expires sooner, so a flooder with short eras would go first. What others have
	/// used of a shared allowance counts nowhere: else a few who flood would put everybody else behind.
	pub(super) fn priority(&self, purse: Purse, priority: CallPriority) -> u64 {
		let (org, officer) = (self.org_fill(purse), self.officer_fill(purse));
		let band: u64 = match purse {
			_ if self.own_fill(purse) >= FILL_STEPS => 0,
			Purse::Reserve => 3,
			Purse::Ordinary if priority.signs() || self.own_fill(purse) < HALF => 2,
			Purse::Ordinary => 1,
		};
		let left = |fill: u64| FILL_STEPS.saturating_sub(fill);
		let parts = [
			(band, BAND_WIDTH),
			(if priority.signs() { STEPS.saturating_sub(1) } else { self.step(purse) }, STEP_WIDTH),
			(priority.tier(), TIER_WIDTH),
			(left(org), ORG_WIDTH),
			(left(officer), 1),
		];
		parts.into_iter().fold(0, |sum: u64, (part, width)| sum.saturating_add(part.saturating_mul(width)))
	}
}

#[cfg(test)]
mod tests {
	use super::super::allowance::Together;
	use super::super::bucket::Bucket;
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
		Meter { block: 1, allowance, is_admin: true, org, officer, together: Used::default() }
	}

	fn ordinary(used: u64) -> Used {
		Used { ordinary: Bucket { block: 1, used }, ..Default::default() }
	}

	fn reserve(used: u64) -> Used {
		Used { reserve: Bucket { block: 1, used }, ..Default::default() }
	}

	#[test]
	fn an_officer_uses_half_and_the_reserve_is_not_touched_by_ordinary_calls() {
		let half = ordinary(1 << 19);
		let greedy = meter(BANK, half, half);
		let is_used_up = |meter: &Meter, purse| meter.is_used_up(purse, CallPriority::Other, 1);
		assert!(is_used_up(&greedy, Purse::Ordinary) && !is_used_up(&greedy, Purse::Reserve));
		let colleague = meter(BANK, half, Used::default());
		assert!(!is_used_up(&colleague, Purse::Ordinary));
		let all = meter(BANK, ordinary(1 << 20), Used::default());
		assert!(is_used_up(&all, Purse::Ordinary));
		assert_eq!(all.purse(CallPriority::Admin, 1), Purse::Reserve);
		assert_eq!(all.purse(CallPriority::Protective, 1), Purse::Reserve);
		assert_eq!(all.purse(CallPriority::Draft, 1), Purse::Ordinary);
		// Who has used up the reserve, or an officer's half of it, goes on with what is left for everybody.
		for spent in
			[meter(BANK, reserve(1 << 17), Used::default()), meter(BANK, reserve(1 << 16), reserve(1 << 16))]
		{
			assert_eq!(spent.purse(CallPriority::Admin, 1), Purse::Ordinary);
			assert!(!is_used_up(&spent, Purse::Ordinary));
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

	const SHARED: Together =
		Together { ordinary: RATE, rested: 1 << 10, reserve: Rate { capacity: 1 << 10, per_block: 1 << 10 } };

	/// A firm, where all firms have used so much of what they share.
	fn firm(used: u64, org: Used) -> Meter {
		let allowance = Allowance { together: Some(SHARED), ..BANK };
		Meter { together: ordinary(used), ..meter(allowance, org, Used::default()) }
	}

	#[test]
	fn organisations_without_number_share_an_allowance_and_who_rested_goes_on_within_bounds() {
		let stops = |meter: Meter, priority, cost| meter.is_used_up(Purse::Ordinary, priority, cost);
		let (other, full) = (CallPriority::Other, 1 << 20);
		let (rested, flooding) = (Used::default(), ordinary(1 << 16));
		assert!(stops(firm(full, flooding), other, 1));
		assert!(!firm(full, flooding).is_used_up(Purse::Reserve, CallPriority::Admin, 1));
		assert!(stops(Meter { officer: flooding, ..firm(full, rested) }, other, 1), "an officer too");
		let little = ordinary((1 << 16) - 1);
		assert!(!stops(firm(full, little), other, 1 << 10));
		assert!(stops(firm(full, little), CallPriority::Draft, 1), "what is not begun can wait");
		assert!(stops(firm(full, ordinary(1 << 20)), other, 1), "its own bounds it");
		// Any number can rest: what is kept for them is bounded, to the bit.
		assert!(stops(firm(full, rested), other, (1 << 10) + 1));
		assert!(stops(firm(full + (1 << 10), rested), other, 1));
		assert!(!stops(firm(full - 1, flooding), other, 1) && stops(firm(full - 1, flooding), other, 2));
		assert!(!stops(firm(0, flooding), other, u64::MAX), "alone, whatever it is");
		let bank = Meter { together: ordinary(full), ..meter(BANK, ordinary(1 << 19), Used::default()) };
		assert!(!stops(bank, other, 1), "banks have nothing to do with it");
	}

	#[test]
	fn admin_acts_of_organisations_without_number_share_a_reserve_and_are_ordinary_beyond_it() {
		let shared = |used| Meter { together: reserve(used), ..firm(0, Used::default()) };
		let purse = |used, cost| shared(used).purse(CallPriority::Admin, cost);
		assert_eq!(purse(1 << 9, 1 << 9), Purse::Reserve);
		assert_eq!(purse(1 << 9, (1 << 9) + 1), Purse::Ordinary);
		assert_eq!(purse(1 << 10, 1), Purse::Ordinary);
		assert_eq!(
			meter(BANK, Used::default(), Used::default()).purse(CallPriority::Admin, 1 << 16),
			Purse::Reserve
		);
	}

	#[test]
	fn among_firms_who_used_clearly_less_goes_first_and_what_others_used_counts_nowhere() {
		let firm = Allowance { together: Some(SHARED), ..BANK };
		let full = ordinary(1 << 20);
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
		assert!(Approval > Release && Release > Entering && Entering > Settlement && Settlement > Other);
	}
}
