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
/// In so many parts: the same as a part of a rate.
const LITTLE_PARTS: u64 = 16;
/// So much slower than the allowance comes back what was used of it lately. Else whoever uses a little in every
/// block would rest for ever, and enough of them would together use all of every block.
const SLOWER: u64 = 100;
/// What of the organisation's allowance one officer can use: a half. Two have to be careless before a third
/// has to wait.
const PARTS_OF_AN_OFFICER: u64 = 2;
/// What of the reserve officers who are no admins can use, all together: a half. The other one is left to the
/// admins, who take away the keys of those that are careless.
const PARTS_OF_THE_OTHERS: u64 = 2;

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
	/// By either, of who shares an allowance: forgotten slowly, so that it tells who has rested.
	pub lately: Bucket,
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

	/// After the same charge was noted as made lately.
	pub(super) fn noted(self, block: u32, rate: Rate, cost: u64) -> Self {
		Self { lately: self.lately.charged(block, rate.per_block, cost), ..self }
	}

	/// After a part of a charge, made in the same block, was not needed.
	pub(super) fn given_back(self, purse: Purse, unspent: u64) -> Self {
		let used = self.with(purse, |bucket| bucket.given_back(unspent));
		Self { lately: used.lately.given_back(unspent), ..used }
	}
}

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

	/// Up to how much one has rested that an organisation has used lately, and how fast that is forgotten;
	/// nothing where no allowance is shared.
	pub(super) fn org_rest(allowance: &Allowance) -> Option<Rate> {
		allowance.together?;
		let rate = allowance.ordinary;
		let per_block = rate.divided_by(SLOWER).per_block;
		Some(Rate { per_block, ..rate.divided_by(LITTLE_PARTS) })
	}

	/// The same of one officer.
	pub(super) fn officer_rest(allowance: &Allowance) -> Option<Rate> {
		Self::org_rest(allowance).map(|rate| rate.divided_by(PARTS_OF_AN_OFFICER))
	}

	/// Whether who acts has rested; everybody has who shares nothing. Of an admin the own acts count, so that no
	/// colleague puts it behind.
	fn has_rested(&self) -> bool {
		let (used, rest) = match self.is_admin {
			true => (self.officer, Self::officer_rest(&self.allowance)),
			false => (self.org, Self::org_rest(&self.allowance)),
		};
		rest.is_none_or(|rate| used.lately.used_at(self.block, rate.per_block) < rate.capacity)
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
	/// allowance stops only who has used a part of the own one, now or lately: who rested is let in while others
	/// flood.
	pub(super) fn is_used_up(&self, purse: Purse) -> bool {
		let own = self.own_fill(purse);
		let goes_on = own < LITTLE && self.has_rested();
		own >= FILL_STEPS || (!goes_on && self.together_fill(purse) >= FILL_STEPS)
	}

	/// What a call of this cost is charged to: the reserve where it may use it and the cost has room in the
	/// organisation's and in the officer's part, of which half is the admins' alone. A batch never takes more of it
	/// at once.
	pub(super) fn purse(&self, priority: CallPriority, cost: u64) -> Purse {
		let reserve = Purse::Reserve;
		let parts = if self.is_admin { 1 } else { PARTS_OF_THE_OTHERS };
		let has_room = |used: Used, rate: Rate| {
			let used = used.of(reserve).used_at(self.block, rate.per_block);
			used.saturating_add(cost) <= rate.divided_by(parts).capacity
		};
		let fits = has_room(self.org, Self::org_rate(&self.allowance, reserve))
			&& has_room(self.officer, Self::officer_rate(&self.allowance, reserve));
		match priority.has_reserve() && fits {
			true => Purse::Reserve,
			false => Purse::Ordinary,
		}
	}

	/// Whether it goes before everything ordinary. Of those who share an allowance only who rested: there can be any
	/// number of them, and all their reserves together would be whole blocks.
	fn goes_first(&self, purse: Purse) -> bool {
		purse == Purse::Reserve && self.has_rested()
	}

	/// The step of the own use, the higher the less was used; all have the highest who share nothing.
	fn step(&self, purse: Purse) -> u64 {
		let used = match self.allowance.together {
			Some(_) if !self.goes_first(purse) => {
				let own = self.own_fill(purse).checked_div(LITTLE).unwrap_or(0);
				own.max(u64::from(!self.has_rested()))
			}
			_ => 0,
		};
		STEPS.saturating_sub(1).saturating_sub(used)
	}

	/// The pool's priority. First what has the reserve, then those who have used less than half of their own
	/// allowance, then those who have used more, and behind all what can only wait; among those who share an
	/// allowance, who used clearly less of the own one, now and lately; within each by the tier; within that, who
	/// used less, the organisation before the officer. The fill counts because the pool decides between equals in
	/// favour of what expires sooner, so a flooder with short eras would go first. What others have used of a shared
	/// allowance counts nowhere: else a few who flood would put everybody else behind.
	pub(super) fn priority(&self, purse: Purse, priority: CallPriority) -> u64 {
		let (org, officer) = (self.org_fill(purse), self.officer_fill(purse));
		let band: u64 = match self.own_fill(purse) {
			FILL_STEPS.. => 0,
			_ if self.goes_first(purse) => 3,
			own if own < HALF => 2,
			_ => 1,
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
mod tests;
