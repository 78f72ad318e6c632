//! Who must act next on a contract.

use crate::types::contract::Loan;
use codec::{Decode, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use zhidai_primitives::{HoldKind, LoanId, LoanState, Ordered, OrgId};

/// What a contract waits for.
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo, Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ContractStage {
	/// For a checker of the bank.
	Check,
	/// For the borrower's signature.
	Sign,
	/// For a checker of the bank: a repayment was entered.
	Repayment,
	/// For a checker of who placed the hold: a colleague asked that it be lifted.
	Lift(HoldKind),
	/// For a checker of the bank: a colleague asked that it be closed early.
	Close,
	/// For another checker of the bank: it is above the limit of the first.
	CheckSecond,
	/// For an officer of a bureau: a colleague asked that another market regulator attest its evidence.
	Regulator,
	/// For an officer of a bank: it is the first of loans that pass from one bank to another.
	Transfer,
}

/// Where a contract stands in an organisation's list: by what it waits for, then by its number.
pub type WaitingKey = (ContractStage, Ordered);

impl Loan {
	/// Who must act next before it is active, and in whose list at which place it then is.
	pub fn waits_for(&self, id: LoanId) -> Option<(OrgId, WaitingKey)> {
		match self.state {
			LoanState::Prepared => {
				let is_second = self.first_checker.is_some();
				let stage = if is_second { ContractStage::CheckSecond } else { ContractStage::Check };
				Some((self.bank, (stage, id.0.into())))
			}
			LoanState::Offered => Some((self.borrower, (ContractStage::Sign, id.0.into()))),
			LoanState::Active | LoanState::Closed | LoanState::Withdrawn | LoanState::Lapsed => None,
		}
	}
}
