//! The leaky bucket of an organisation.

use codec::{Decode, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// Priorities of one tier lie this far from the next tier's.
const TIER_WIDTH: u64 = 1 << 32;
/// The fill of a bucket is told apart in this many steps.
const FILL_STEPS: u64 = 1 << 16;

/// What an organisation has used of its allowance, in picoseconds of execution (`ref_time`), as of a block. What has
/// leaked since is computed on read, so that nothing is written for organisations that rest.
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

	/// The bucket after a charge in this block.
	pub fn charged(self, block: u32, per_block: u64, cost: u64) -> Self {
		Self { block, used: self.used_at(block, per_block).saturating_add(cost) }
	}

	/// The bucket after a part of a charge, made in the same block, was not needed.
	pub fn given_back(self, unspent: u64) -> Self {
		Self { used: self.used.saturating_sub(unspent), ..self }
	}
}

/// The pool's priority: the tier first, then how much of the allowance is left. The fill counts because the pool
/// decides between equals in favour of what expires sooner, so a flooder with short eras would go first.
pub(crate) fn priority(tier: u64, used: u64, capacity: u64) -> u64 {
	let step = capacity.checked_div(FILL_STEPS).unwrap_or(0).max(1);
	let fill = used.checked_div(step).unwrap_or(FILL_STEPS).min(FILL_STEPS);
	tier.saturating_mul(TIER_WIDTH).saturating_add(FILL_STEPS.saturating_sub(fill))
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
	fn a_tier_outranks_any_fill_and_less_fill_outranks_more() {
		let capacity = 1_000_000_000;
		assert!(priority(1, capacity, capacity) > priority(0, 0, capacity));
		assert!(priority(1, 0, capacity) > priority(1, capacity / 2, capacity));
		assert!(priority(1, capacity / 2, capacity) > priority(1, capacity, capacity));
		assert_eq!(priority(2, u64::MAX, 0), priority(2, u64::MAX, 1), "no capacity is no division by zero");
	}
}
