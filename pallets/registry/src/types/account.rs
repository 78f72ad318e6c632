//! Receiving accounts of payees, and whose an account is at a bank.
//!
//! Payments of a loan name a version of the payee's account that the lending bank itself verified. Versions are
//! numbered by bank and payee: no bank changes, voids or uses up another's.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use zhidai_primitives::{AccountVersion, Day, Digest, Name, OfficerId, OrgId, ShortText};

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

/// What a bank vouches for: an account, as the bank where it is kept knows it.
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct ReceivingAccount {
	/// 户名: the account's holder, as the receiving bank's paper names it.
	pub holder: Name,
	/// Why it is the payee's although the paper names its holder otherwise; nothing where the two are one name.
	pub holder_reason: Option<ShortText>,
	/// 联行号: the branch where the account is kept.
	pub bank_code: BankCode,
	/// The salted hash of the account number.
	pub account_hash: Digest,
	/// The keyed fingerprint of bank and number: equal wherever the account is, and opaque to whoever lacks the key.
	pub fingerprint: Digest,
	/// The digest of the record of the account that its verifier keeps: the salt and the number.
	pub record_digest: Digest,
}

/// A receiving account of a payee, in one version of one bank: that bank's own fact. What was vouched for never
/// changes; the bank's last version is the one that its payments can name, until the bank voids it.
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct PayeeAccount {
	/// What the bank vouched for.
	pub account: ReceivingAccount,
	/// The officer who entered it.
	pub maker: OfficerId,
	/// The officer, another person, who checked it.
	pub checker: OfficerId,
	/// When it was verified.
	pub verified_on: Day,
	/// That the bank vouches for it no more.
	pub voided: Option<Voided>,
}

/// That a bank vouches for an account no more: who said so, and why.
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct Voided {
	/// Why.
	pub reason: ShortText,
	/// The officer who entered it.
	pub maker: OfficerId,
	/// The officer, another person, who checked it.
	pub checker: OfficerId,
	/// When.
	pub voided_on: Day,
}

/// The last version of a bank's accounts of a payee.
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo, Clone, Copy, Debug, PartialEq, Eq)]
pub struct LastVersion {
	/// Its number.
	pub version: AccountVersion,
	/// Whether the bank vouches for it no more, so that no payment can name it.
	pub is_void: bool,
}

/// Whose an account is at a bank: one organisation's, from the first version under which the bank verified it until
/// the bank voids the last one.
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo, Clone, Copy, Debug, PartialEq, Eq)]
pub struct HeldAccount {
	/// The organisation.
	pub holder: OrgId,
	/// The last of its versions that is this account.
	pub version: AccountVersion,
	/// How many active loans of the bank name it as the account to which the borrower's receipts return (回款账户).
	pub loans: u32,
}

impl HeldAccount {
	/// An account that a bank verifies for the first time.
	pub const fn new(holder: OrgId, version: AccountVersion) -> Self {
		Self { holder, version, loans: 0 }
	}

	/// The same account in a later version of its holder's.
	pub fn verified_again(self, version: AccountVersion) -> Self {
		Self { version, ..self }
	}

	/// With one more loan that names it; nothing where they cannot be counted any more.
	pub fn with_loan(self) -> Option<Self> {
		Some(Self { loans: self.loans.checked_add(1)?, ..self })
	}

	/// With one loan less, which is over.
	pub fn without_loan(self) -> Self {
		Self { loans: self.loans.saturating_sub(1), ..self }
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_bank_code_is_12_digits() {
		assert!(BankCode(*b"102332002018").is_valid());
		assert!(!BankCode(*b"10233200201X").is_valid());
	}

	#[test]
	fn an_account_stays_its_holders_and_counts_the_loans_that_name_it() {
		let first = HeldAccount::new(OrgId(4), AccountVersion(0));
		let named = first.with_loan().and_then(HeldAccount::with_loan).unwrap();
		let later = named.verified_again(AccountVersion(3));
		assert_eq!(later, HeldAccount { holder: OrgId(4), version: AccountVersion(3), loans: 2 });
		assert_eq!(later.without_loan().without_loan().without_loan().loans, 0);
		assert!(HeldAccount { loans: u32::MAX, ..first }.with_loan().is_none());
	}
}
