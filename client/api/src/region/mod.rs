//! Administrative regions, GB/T 2260.

mod table;

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};
use table::PREFECTURES;

/// A region by its six-digit code: two digits province, two city, two county; zeros mean the whole (330200
/// Ningbo).
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

	/// Whether the number has the form of a region: at most six digits, and no county without its city or
	/// city without its province.
	pub const fn is_valid(self) -> bool {
		let (province, city, county) = (self.0 / 10_000, self.0 / 100 % 100, self.0 % 100);
		self.0 == 0 || (province >= 11 && province <= 82 && (city > 0 || county == 0))
	}

	/// Whether there is, or was, such a region: its province and prefecture stand in the table. Counties
	/// change every year, and registers give offices of development zones numbers of their own, so a county
	/// that is not known is let pass.
	pub fn is_known(self) -> bool {
		let prefecture = u16::try_from(self.0 / 100);
		self.0 == 0 || (self.is_valid() && prefecture.is_ok_and(|it| PREFECTURES.binary_search(&it).is_ok()))
	}

	/// The region in six digits of a number: a credit code's, a registration number's. The national
	/// register's own code 100000 stands for the whole country. Nothing where it is not digits, or there is
	/// no such region.
	pub fn from_digits(digits: &[u8]) -> Option<Self> {
		if digits.len() != 6 || !digits.iter().all(u8::is_ascii_digit) {
			return None;
		}
		let number: u32 = core::str::from_utf8(digits).ok()?.parse().ok()?;
		let region = match (number, number / 100 % 100) {
			(100_000, _) => return Some(Self::NATION),
			// An office of the province: its last two digits are no county.
			(_, 0) => Self(number.saturating_sub(number % 10_000)),
			_ => Self(number),
		};
		(region != Self::NATION && region.is_known()).then_some(region)
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

	/// The regions that contain this one, from itself to the nation, each once.
	pub fn around(self) -> impl Iterator<Item = Self> {
		let city = Self(self.0.saturating_sub(self.0 % 100));
		let province = Self(self.0.saturating_sub(self.0 % 10_000));
		let mut last = None;
		let is_another = move |region: &Self| last.replace(*region) != Some(*region);
		[self, city, province, Self::NATION].into_iter().filter(is_another)
	}

	/// Whether one of the two lies in the other: what a number says and what a record says can both be true.
	pub const fn agrees_with(self, other: Self) -> bool {
		self.contains(other) || other.contains(self)
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
		assert!(haishu.agrees_with(zhejiang) && zhejiang.agrees_with(haishu));
		assert!(!haishu.agrees_with(Region(330_212)) && !ningbo.agrees_with(Region(650_000)));
	}

	#[test]
	fn the_regions_around_one_are_those_that_contain_it() {
		let around = |region| Region(region).around().map(|region| region.0).collect::<alloc::vec::Vec<_>>();
		assert_eq!(around(330_203), [330_203, 330_200, 330_000, 0]);
		assert_eq!(around(330_200), [330_200, 330_000, 0]);
		assert_eq!(around(330_000), [330_000, 0]);
		assert_eq!(around(0), [0]);
		let regions = [0, 330_000, 330_200, 330_203, 330_212, 330_102, 650_000].map(Region);
		for one in regions {
			for other in regions {
				let is_around = other.around().any(|region| region == one);
				assert_eq!(one.contains(other), is_around, "{one:?} {other:?}");
			}
		}
	}

	#[test]
	fn malformed_regions_are_known() {
		assert!(Region::NATION.is_valid() && Region(330_203).is_valid());
		assert!(!Region(330_003).is_valid() && !Region(1).is_valid() && !Region(3_302_030).is_valid());
	}

	#[test]
	fn the_table_is_in_order_and_has_every_province() {
		assert!(PREFECTURES.windows(2).all(|pair| pair[0] < pair[1]));
		for province in
			[11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46, 50]
		{
			assert!(Region(province * 10_000).is_known(), "{province}");
		}
		for province in [51, 52, 53, 54, 61, 62, 63, 64, 65, 71, 81, 82] {
			assert!(Region(province * 10_000).is_known(), "{province}");
		}
	}

	#[test]
	fn a_region_is_known_by_its_prefecture() {
		for known in [0, 110_000, 330_200, 330_203, 330_299, 441_900, 469_027, 512_900, 659_012, 350_299] {
			assert!(Region(known).is_known(), "{known}");
		}
		for unknown in [1, 29_919, 335_000, 990_000, 112_319, 3_302_030] {
			assert!(!Region(unknown).is_known(), "{unknown}");
		}
	}

	#[test]
	fn six_digits_of_a_number_name_a_region() {
		assert_eq!(Region::from_digits(b"330203"), Some(Region(330_203)));
		assert_eq!(Region::from_digits(b"100000"), Some(Region::NATION));
		assert_eq!(Region::from_digits(b"330001"), Some(Region(330_000)));
		for nowhere in [&b"029919"[..], b"33020A", b"33020", b"+33020", b"000000", b"100100"] {
			assert_eq!(Region::from_digits(nowhere), None, "{nowhere:?}");
		}
	}
}
