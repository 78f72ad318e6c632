//! Loans that a bank passes to another one (信贷资产转让). Knows no `Config`.

use codec::{Decode, Encode, MaxEncodedLen};
use frame::prelude::{BoundedVec, ConstU32};
use scale_info::TypeInfo;
use zhidai_primitives::{Day, Duty, LoanId, OrgId, SignedBy};

pub use zhidai_primitives::limits::MAX_TRANSFERRED;

/// For how many days after the first signature a transfer can be signed.
pub const TRANSFER_STANDS_DAYS: u32 = 30;

/// The duties of those who sign a transfer, in order: two persons of the bank that passes the loans on, then two of the
/// one that takes them.
const STEPS: [Duty; 4] = [Duty::Maker, Duty::Checker, Duty::Maker, Duty::Checker];
/// How many of them are of the bank that passes the loans on.
const OF_THE_FIRST: usize = 2;

/// Loans in ascending order, each once.
pub type TransferredLoans = BoundedVec<LoanId, ConstU32<MAX_TRANSFERRED>>;

/// Loans that a bank passes to another one, and who has signed that so far.
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct Transfer {
	/// The bank that takes them.
	pub to: OrgId,
	/// Which loans.
	pub loans: TransferredLoans,
	/// The day of the first signature.
	pub signed_on: Day,
	/// Who has signed, in the order of the steps.
	pub signed: BoundedVec<SignedBy, ConstU32<4>>,
}

impl Transfer {
	/// Which bank's officer, with which duty, signs next; nothing where all have.
	pub fn next(&self, from: OrgId) -> Option<(OrgId, Duty)> {
		let org = if self.signed.len() < OF_THE_FIRST { from } else { self.to };
		STEPS.get(self.signed.len()).map(|duty| (org, *duty))
	}

	/// Who has signed, with the duty of each.
	pub fn signatures(&self) -> impl Iterator<Item = (SignedBy, Duty)> + '_ {
		self.signed.iter().copied().zip(STEPS)
	}

	/// Whether it can be signed on this day.
	pub fn stands_on(&self, day: Day) -> bool {
		self.signed_on.plus_days(TRANSFER_STANDS_DAYS).is_none_or(|last| day <= last)
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use zhidai_primitives::OfficerId;

	#[test]
	fn two_of_each_bank_sign_in_their_order() {
		let (from, to) = (OrgId(1), OrgId(2));
		let (loans, signed_on) = (TransferredLoans::default(), Day(10));
		let mut transfer = Transfer { to, loans, signed_on, signed: Default::default() };
		let steps = [(from, Duty::Maker), (from, Duty::Checker), (to, Duty::Maker), (to, Duty::Checker)];
		for (number, step) in (0_u32..).zip(steps) {
			assert_eq!(transfer.next(from), Some(step));
			let by = SignedBy { officer: OfficerId(number), key_number: 0 };
			transfer.signed.try_push(by).unwrap();
		}
		assert_eq!(transfer.next(from), None);
		let duties: Vec<_> = transfer.signatures().map(|(_, duty)| duty).collect();
		assert_eq!(duties, STEPS);
		let last = 10 + TRANSFER_STANDS_DAYS;
		assert!(transfer.stands_on(Day(last)) && !transfer.stands_on(Day(last + 1)));
	}
}
