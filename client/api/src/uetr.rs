//! Unique end-to-end transaction references (ISO 20022 UETR).

use crate::hash::blake2_128;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::fmt;
use core::str::FromStr;
use scale_info::TypeInfo;

/// A payment's key: an RFC 4122 version 4 UUID. The same key twice is refused, so a payment can be sent again safely.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Clone,
	Copy,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Hash,
)]
pub struct Uetr(pub [u8; 16]);

/// Why a text is not a UETR.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UetrError {
	/// Not of the form `xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx`.
	Malformed,
	/// A UUID, but not of version 4.
	NotVersion4,
}

impl fmt::Display for UetrError {
	fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
		out.write_str(match self {
			Self::Malformed => "not a UETR; write it like 3f2504e0-4f89-41d3-9a0c-0305e82c3301",
			Self::NotVersion4 => "a UETR must be a version 4 UUID",
		})
	}
}

impl core::error::Error for UetrError {}

impl Uetr {
	/// A UETR from any 16 bytes: sets the bits that mark version 4.
	pub const fn from_random(mut bytes: [u8; 16]) -> Self {
		bytes[6] = (bytes[6] & 0x0f) | 0x40;
		bytes[8] = (bytes[8] & 0x3f) | 0x80;
		Self(bytes)
	}

	/// The key of one line of a drawdown that the contract splits: the same batch key and line give the same key.
	pub fn of_batch_line(batch: Self, line: u16) -> Self {
		Self::from_random(blake2_128(&(b"zhidai/uetr", batch.0, line).encode()))
	}

	/// Whether the bits that mark version 4 are set.
	pub const fn is_version_4(self) -> bool {
		let [_, _, _, _, _, _, version, _, variant, ..] = self.0;
		version >> 4 == 4 && variant >> 6 == 2
	}
}

impl fmt::Display for Uetr {
	fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
		for (index, byte) in self.0.iter().enumerate() {
			if matches!(index, 4 | 6 | 8 | 10) {
				out.write_str("-")?;
			}
			write!(out, "{byte:02x}")?;
		}
		Ok(())
	}
}

impl fmt::Debug for Uetr {
	fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
		write!(out, "Uetr({self})")
	}
}

impl FromStr for Uetr {
	type Err = UetrError;

	fn from_str(text: &str) -> Result<Self, UetrError> {
		let lengths = [8, 4, 4, 4, 12];
		let mut bytes = [0; 16];
		let mut digits = alloc::vec::Vec::with_capacity(32);
		let mut groups = text.split('-');
		for length in lengths {
			let group = groups.next().filter(|group| group.len() == length).ok_or(UetrError::Malformed)?;
			for character in group.chars() {
				digits.push(character.to_digit(16).ok_or(UetrError::Malformed)?);
			}
		}
		if groups.next().is_some() {
			return Err(UetrError::Malformed);
		}
		for (byte, pair) in bytes.iter_mut().zip(digits.chunks(2)) {
			let [high, low] = pair else { return Err(UetrError::Malformed) };
			*byte = u8::try_from((high << 4) | low).map_err(|_| UetrError::Malformed)?;
		}
		Some(Self(bytes)).filter(|uetr| uetr.is_version_4()).ok_or(UetrError::NotVersion4)
	}
}

impl serde::Serialize for Uetr {
	fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
		serializer.collect_str(self)
	}
}

impl<'de> serde::Deserialize<'de> for Uetr {
	fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
		alloc::string::String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use alloc::string::ToString;

	#[test]
	fn a_uetr_prints_and_reads_back() {
		let text = "3f2504e0-4f89-41d3-9a0c-0305e82c3301";
		assert_eq!(text.parse::<Uetr>().unwrap().to_string(), text);
		for (text, error) in [
			("", UetrError::Malformed),
			("3f2504e04f8941d39a0c0305e82c3301", UetrError::Malformed),
			("3f2504e0-4f89-41d3-9a0c-0305e82c33011", UetrError::Malformed),
			("3f2504e0-4f89-41d3-9a0c-0305e82c3301-", UetrError::Malformed),
			("3f2504e0-4f89-41d3-9a0c-0305e82c330g", UetrError::Malformed),
			("3f2504e0-4f89-11d3-9a0c-0305e82c3301", UetrError::NotVersion4),
			("3f2504e0-4f89-41d3-7a0c-0305e82c3301", UetrError::NotVersion4),
		] {
			assert_eq!(text.parse::<Uetr>(), Err(error), "{text}");
		}
	}

	#[test]
	fn lines_of_a_batch_have_their_own_stable_keys() {
		let batch = Uetr::from_random([7; 16]);
		let first = Uetr::of_batch_line(batch, 0);
		assert!(first.is_version_4() && Uetr([0xff; 16]) != first);
		assert_eq!(first, Uetr::of_batch_line(batch, 0));
		assert_ne!(first, Uetr::of_batch_line(batch, 1));
	}
}
