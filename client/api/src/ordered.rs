//! Numbers as keys that are listed in their order.

use crate::{DraftNo, EntryId, LoanId, OrgId};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// A number in big-endian bytes. Keys of an unhashed map are listed by their bytes; only so is the first page
/// the oldest entries, and what is added later comes after the cursor.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
)]
pub struct Ordered([u8; 4]);

impl Ordered {
	/// The number.
	pub const fn get(self) -> u32 {
		u32::from_be_bytes(self.0)
	}
}

impl From<u32> for Ordered {
	fn from(number: u32) -> Self {
		Self(number.to_be_bytes())
	}
}

/// Ids as keys, and back.
macro_rules! ids {
	($($id:ident),*) => {$(
		impl From<$id> for Ordered {
			fn from(id: $id) -> Self {
				id.0.into()
			}
		}

		impl From<Ordered> for $id {
			fn from(key: Ordered) -> Self {
				Self(key.get())
			}
		}
	)*};
}

ids!(DraftNo, EntryId, LoanId, OrgId);

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn an_id_comes_back_from_its_key() {
		assert_eq!(LoanId::from(Ordered::from(LoanId(256))), LoanId(256));
	}

	#[test]
	fn keys_sort_by_their_bytes_as_the_numbers_do() {
		let numbers = [0, 1, 255, 256, 65_535, 65_536, u32::MAX];
		let keys = numbers.map(|number| Ordered::from(number).encode());
		assert!(keys.is_sorted());
		assert_eq!(numbers.map(|number| Ordered::from(number).get()), numbers);
	}
}
