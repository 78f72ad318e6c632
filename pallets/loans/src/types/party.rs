//! Who has a part in a loan, and how many loans each has. Knows no `Config`.

use crate::types::ask::Ask;
use crate::types::contract::Loan;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame::prelude::{BoundedVec, ConstU32};
use scale_info::TypeInfo;
use zhidai_primitives::{Day, OrgId};

/// As what an organisation has a part in a loan.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Copy, Debug, PartialEq, Eq,
)]
pub enum LoanParty {
	/// It lends.
	Bank,
	/// It borrows.
	Borrower,
	/// It attests the loan's evidence.
	Regulator,
}

/// That another organisation took a party's place in a loan.
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo, Clone, Copy, Debug, PartialEq, Eq)]
pub struct PartyChange {
	/// Which party.
	pub party: LoanParty,
	/// Who it was before.
	pub from: OrgId,
	/// Who it is from then on.
	pub to: OrgId,
	/// When.
	pub on: Day,
}

/// How often the parties of one loan can change.
pub const MAX_PARTY_CHANGES: u32 = 64;

/// With how many changes of a loan's parties bureaus can still name another regulator for it: the rest is left to
/// banks, and to who succeeds a party.
pub const MAX_REGULATOR_CHANGES: usize = 32;

/// How the parties of a loan changed, the oldest first.
pub type PartyChanges = BoundedVec<PartyChange, ConstU32<MAX_PARTY_CHANGES>>;

/// An officer of a bureau asks that another market regulator attest a loan's evidence; another person must agree.
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo, Clone, Copy, Debug, PartialEq, Eq)]
pub struct RegulatorChange<AccountId> {
	/// Who asks.
	pub ask: Ask<AccountId>,
	/// Which market regulator it shall be.
	pub regulator: OrgId,
}

impl Loan {
	/// Who has this part in it.
	pub const fn party(&self, party: LoanParty) -> OrgId {
		match party {
			LoanParty::Bank => self.bank,
			LoanParty::Borrower => self.borrower,
			LoanParty::Regulator => self.regulator,
		}
	}

	/// Gives this part to an organisation.
	pub fn set_party(&mut self, party: LoanParty, org: OrgId) {
		match party {
			LoanParty::Bank => self.bank = org,
			LoanParty::Borrower => self.borrower = org,
			LoanParty::Regulator => self.regulator = org,
		}
	}

	/// Its parties.
	pub const fn parties(&self) -> [(LoanParty, OrgId); 3] {
		[
			(LoanParty::Bank, self.bank),
			(LoanParty::Borrower, self.borrower),
			(LoanParty::Regulator, self.regulator),
		]
	}
}

/// In how many active loans an organisation has a part.
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OpenLoanCounts {
	/// It lends.
	pub as_bank: u32,
	/// It borrows.
	pub as_borrower: u32,
	/// It attests their evidence.
	pub as_regulator: u32,
}

impl OpenLoanCounts {
	/// With one loan more, or one less.
	pub fn counting(mut self, party: LoanParty, is_open: bool) -> Self {
		let count = match party {
			LoanParty::Bank => &mut self.as_bank,
			LoanParty::Borrower => &mut self.as_borrower,
			LoanParty::Regulator => &mut self.as_regulator,
		};
		*count = if is_open { count.saturating_add(1) } else { count.saturating_sub(1) };
		self
	}

	/// Whether there is none.
	pub fn is_empty(&self) -> bool {
		*self == Self::default()
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn loans_are_counted_by_the_part_that_one_has_in_them() {
		let counts = [LoanParty::Bank, LoanParty::Bank, LoanParty::Regulator]
			.into_iter()
			.fold(OpenLoanCounts::default(), |counts, party| counts.counting(party, true));
		assert_eq!((counts.as_bank, counts.as_borrower, counts.as_regulator), (2, 0, 1));
		let one = counts.counting(LoanParty::Bank, false).counting(LoanParty::Regulator, false);
		assert_eq!((one.as_bank, one.as_regulator, one.is_empty()), (1, 0, false));
		assert!(one.counting(LoanParty::Bank, false).is_empty());
	}
}
