//! What an organisation may use of the blocks and of the pools, and what of that one officer.

use super::bucket::{Bucket, Rate};
use codec::{Decode, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// The most transactions that one account can have waiting beside the next.
pub const MOST_WAITING: u32 = 64;
/// The fewest, however many officers an organisation has.
pub const FEWEST_WAITING: u32 = 2;
/// The most bytes of one account that can wait: see [`Share`].
pub const MOST_BYTES_WAITING: u32 = 256 * 1024;

/// What an organisation may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Allowance {
	/// Of the blocks, for ordinary calls.
	pub ordinary: Rate,
	/// Of the blocks, for admin and protective acts only. Ordinary calls never touch it.
	pub reserve: Rate,
	/// What all such organisations may use together, where there can be any number of them.
	pub together: Option<Together>,
	/// How many transactions its officers can have waiting, all together.
	pub waiting: u32,
	/// How many bytes of them: see [`Share`].
	pub bytes_waiting: u32,
}

/// What organisations share of which there can be any number. However many of them flood, and however little each of
/// them uses, the rest of every block is the others': nothing of it is saved up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Together {
	/// For ordinary calls.
	pub ordinary: Rate,
	/// How much more of a block those may use who rested, but not for a new draft: what was begun can go on while
	/// others flood.
	pub rested: u64,
	/// For admin and protective acts. What has no room there is charged as an ordinary call.
	pub reserve: Rate,
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

	/// What such an organisation can use of a purse.
	pub(super) const fn rate(&self, purse: Purse) -> Rate {
		match purse {
			Purse::Ordinary => self.ordinary,
			Purse::Reserve => self.reserve,
		}
	}
}

impl Together {
	/// What all of them can use of a purse.
	pub(super) const fn rate(&self, purse: Purse) -> Rate {
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
	pub(super) const fn of(self, purse: Purse) -> Bucket {
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
	fn a_charge_goes_to_one_purse_and_what_was_not_needed_comes_back() {
		let used = Used::default().charged(Purse::Reserve, 5, RATE, 100);
		assert_eq!(used, Used { reserve: Bucket { block: 5, used: 100 }, ..Default::default() });
		let used = used.charged(Purse::Ordinary, 5, RATE, 70).given_back(Purse::Ordinary, 20);
		assert_eq!((used.ordinary.used, used.reserve.used), (50, 100));
	}
}
