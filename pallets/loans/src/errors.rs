//! The pallet's errors for what the types that know no `Config` refuse.

use crate::contract::WrongState;
use crate::ledger::LedgerRefusal;
use crate::plan::{PlanRefusal, SplitRefusal, UseRefusal};
use crate::Error;
use zhidai_primitives::PlanLineNo;

impl<T> From<WrongState> for Error<T> {
	fn from(_: WrongState) -> Self {
		Self::WrongState
	}
}

impl<T> From<LedgerRefusal> for Error<T> {
	fn from(refusal: LedgerRefusal) -> Self {
		match refusal {
			LedgerRefusal::LimitExceeded => Self::LimitExceeded,
			LedgerRefusal::Underflow => Self::LedgerUnderflow,
			LedgerRefusal::RepaymentAbovePaid => Self::RepaymentAbovePaid,
			LedgerRefusal::TooManyOpenDrafts => Self::TooManyOpenDrafts,
			LedgerRefusal::NotSettledYet => Self::NotSettledYet,
			LedgerRefusal::NotRepaidYet => Self::NotRepaidYet,
		}
	}
}

impl<T> From<PlanRefusal> for Error<T> {
	fn from(refusal: PlanRefusal) -> Self {
		match refusal {
			PlanRefusal::Empty => Self::PlanEmpty,
			PlanRefusal::LineZero(line) => Self::PlanLineZero { line },
			PlanRefusal::PrepaymentWithoutContract(line) => Self::PrepaymentWithoutContract { line },
			PlanRefusal::InvoiceDayMissing(line) => Self::InvoiceDayMissing { line },
			PlanRefusal::DoesNotSumToAmount => Self::PlanDoesNotSumToAmount,
			PlanRefusal::QualityShareBelowCovenant => Self::QualityShareBelowCovenant,
		}
	}
}

impl<T> From<SplitRefusal> for Error<T> {
	fn from(refusal: SplitRefusal) -> Self {
		match refusal {
			// Σ of what is left of the lines is the undrawn limit.
			SplitRefusal::AboveWhatIsLeft => Self::LimitExceeded,
			SplitRefusal::GivesNothing(line) => Self::SplitGivesNothing { line },
		}
	}
}

/// What a plan line refuses, with the line's number.
pub(crate) fn on_line<T>(refusal: UseRefusal, number: PlanLineNo) -> Error<T> {
	match refusal {
		UseRefusal::Exceeded => Error::PlanLineExceeded { line: number.0 },
		UseRefusal::Underflow => Error::LedgerUnderflow,
	}
}
