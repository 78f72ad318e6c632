//! The leaky bucket.

use codec::{Decode, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// The fill of a bucket is told apart in this many steps.
pub(super) const FILL_STEPS: u64 = 1 << 16;

/// How much a bucket holds, and how fast it leaks, in picoseconds of execution (`ref_time`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
	/// What may be used at once.
	pub capacity: u64,
	/// What of it comes back with every block.
	pub per_block: u64,
}

impl Rate {
	/// A part of it.
	pub const fn divided_by(self, parts: u64) -> Self {
		match (self.capacity.checked_div(parts), self.per_block.checked_div(parts)) {
			(Some(capacity), Some(per_block)) => Self { capacity, per_block },
			_ => self,
		}
	}
}

/// What was used of an allowance, in picoseconds of execution, as of a block. What has leaked since is
/// computed on read, so that nothing is written for those who rest.
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bucket {
	/// The block of the last charge.
	pub block: u32,
	/// What was used then, less what had leaked.
	pub used: u64,
}

impl Bucket {
	/// What counts as used in this block.
	pub fn used_at(self, block: u32, per_block: u64) -> u64 {
		let blocks = u64::from(block.saturating_sub(self.block));
		self.used.saturating_sub(per_block.saturating_mul(blocks))
	}

	/// How full it is in this block, of [`FILL_STEPS`]; all of them where nothing more goes in.
	pub(super) fn fill_at(self, block: u32, rate: Rate) -> u64 {
		let used = self.used_at(block, rate.per_block);
		if used >= rate.capacity {
			return FILL_STEPS;
		}
		let step = rate.capacity.checked_div(FILL_STEPS).unwrap_or(0).max(1);
		used.checked_div(step).unwrap_or(FILL_STEPS).min(FILL_STEPS.saturating_sub(1))
	}

	/// The bucket after a charge in this block.
	pub fn charged(self, block: u32, per_block: u64, cost: u64) -> Self {
		Self { block, used: self.used_at(block, per_block).saturating_add(cost) }
	}

	/// The bucket after a part of a charge, made in the same block, was not needed.
	pub fn given_back(self, unspent: u64) -> Self {
		Self { used: self.used.saturating_sub(unspent), ..self }
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn the_bucket_leaks_with_every_block() {
		let bucket = Bucket::default().charged(10, 100, 250);
		assert_eq!(bucket, Bucket { block: 10, used: 250 });
		assert_eq!([10, 11, 12, 13].map(|block| bucket.used_at(block, 100)), [250, 150, 50, 0]);
		assert_eq!(bucket.charged(11, 100, 30), Bucket { block: 11, used: 180 });
		assert_eq!(bucket.used_at(9, 100), 250, "an earlier block does not wrap");
		assert_eq!(bucket.charged(10, 100, u64::MAX).used, u64::MAX);
		assert_eq!(bucket.given_back(50), Bucket { block: 10, used: 200 });
		assert_eq!(bucket.given_back(u64::MAX).used, 0);
	}

	#[test]
	fn only_what_is_used_up_is_full() {
		let rate = Rate { capacity: 1 << 20, per_block: 100 };
		let fill = |used| Bucket { block: 1, used }.fill_at(1, rate);
		assert_eq!(
			[0, 1 << 19, (1 << 20) - 1, 1 << 20].map(fill),
			[0, FILL_STEPS / 2, FILL_STEPS - 1, FILL_STEPS]
		);
		assert_eq!(fill(u64::MAX), FILL_STEPS);
		let nothing = Rate { capacity: 0, per_block: 0 };
		assert_eq!(Bucket::default().fill_at(1, nothing), FILL_STEPS, "no capacity is no division by zero");
		let little = Rate { capacity: 3, per_block: 0 };
		assert_eq!(Bucket { block: 1, used: 2 }.fill_at(1, little), 2, "steps are never empty");
		assert_eq!(rate.divided_by(2), Rate { capacity: 1 << 19, per_block: 50 });
		assert_eq!(rate.divided_by(0), rate);
	}
}
