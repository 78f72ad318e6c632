//! Administrative regions, GB/T 2260.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// A region by its six-digit code: two digits province, two city, two county; zeros mean the whole (330200 Ningbo).
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Serialize,
	Deserialize,
	Clone,
	Copy,
	Debug,
	Default,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Hash,
)]
#[serde(transparent)]
pub struct Region(pub u32);

impl Region {
	/// The whole country.
	pub const NATION: Self = Self(0);

	/// Whether the number has the form of a region: at most six digits, and no county without its city or city without its province.
	pub const fn is_valid(self) -> bool {
		let (province, city, county) = (self.0 / 10_000, self.0 / 100 % 100, self.0 % 100);
		self.0 == 0 || (province >= 11 && province <= 82 && (city > 0 || county == 0))
	}

	/// Whether the other region lies in this one or is the same.
	pub const fn contains(self, other: Self) -> bool {
		if self.0 == 0 {
			true
		} else if self.0.is_multiple_of(10_000) {
			self.0 / 10_000 == other.0 / 10_000
		} else if self.0.is_multiple_of(100) {
			self.0 / 100 == other.0 / 100
		} else {
			self.0 == other.0
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_region_contains_its_parts() {
		let (zhejiang, ningbo, haishu) = (Region(330_000), Region(330_200), Region(330_203));
		assert!(Region::NATION.contains(haishu) && zhejiang.contains(ningbo) && ningbo.contains(haishu));
		assert!(haishu.contains(haishu) && !haishu.contains(ningbo) && !ningbo.contains(Region(330_102)));
		assert!(!Region(650_000).contains(ningbo) && !ningbo.contains(Region::NATION));
	}

	#[test]
	fn malformed_regions_are_known() {
		assert!(Region::NATION.is_valid() && Region(330_203).is_valid());
		assert!(!Region(330_003).is_valid() && !Region(1).is_valid() && !Region(3_302_030).is_valid());
	}
}
