//! Receiving accounts of payees.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use zhidai_primitives::{Day, Digest, Name, OfficerId};

/// The CNAPS number of a bank branch (联行号): 12 digits.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Copy, Debug, PartialEq, Eq,
)]
pub struct BankCode(pub [u8; 12]);

impl BankCode {
	/// Whether it is 12 digits.
	pub fn is_valid(&self) -> bool {
		self.0.iter().all(u8::is_ascii_digit)
	}
}

/// A receiving account of a payee, in one version of one bank: that bank's own fact. It never changes; the
/// bank's last version is the one that its payments can name.
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct PayeeAccount {
	/// 户名: the account's holder, as the receiving bank knows it.
	pub holder: Name,
	/// 联行号: the branch where the account is kept.
	pub bank_code: BankCode,
	/// The salted hash of the account number.
	pub account_hash: Digest,
	/// The digest of the record of the account that its verifier keeps: the salt and the number.
	pub record_digest: Digest,
	/// The officer who entered it.
	pub maker: OfficerId,
	/// The officer, another person, who checked it.
	pub checker: OfficerId,
	/// When it was verified.
	pub verified_on: Day,
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_bank_code_is_12_digits() {
		assert!(BankCode(*b"102332002018").is_valid());
		assert!(!BankCode(*b"10233200201X").is_valid());
	}
}
