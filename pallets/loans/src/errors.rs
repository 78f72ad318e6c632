//! Why calls are refused, and how refusals of the types that know no `Config` become the pallet's errors.
//! Clients show the sentences as they are: the cause, then the remedy.

use crate::types::contract::WrongState;
use crate::types::hold::HoldRefusal;
use crate::Error;
use frame::pallet_macros::pallet_section;
use zhidai_primitives::books::{LedgerRefusal, PlanRefusal, SplitRefusal, UseRefusal};
use zhidai_primitives::PlanLineNo;

/// The section of the pallet that holds its errors.
#[pallet_section]
mod errors {
	#[pallet::error]
	// A `plan_line` is the number of a line of the spending plan, from 0.
	#[allow(missing_docs)]
	pub enum Error<T> {
		/// There is no such loan; look the number up among the organisation's loans.
		LoanUnknown,
		/// The spending plan has no such line; name a line of the plan, counted from 0.
		PlanLineUnknown,
		/// The contract is not in the state that this act needs; look at its state and do what comes before.
		WrongState,
		/// The digest is not that of the contract as it stands; read the contract again and name its digest.
		DigestMismatch,
		/// The officer's bank is not the lender; only officers of the lending bank may do this.
		BankNotAllowed,
		/// The officer's organisation is not the borrower; only the borrower may sign.
		BorrowerNotAllowed,
		/// The officer is neither a maker or checker of the lending bank nor authorised to sign for the
		/// borrower; ask one of them.
		PartyNotAllowed,
		/// The borrower is not an active enterprise of the consortium; have it admitted first.
		BorrowerIsNotAnEnterprise,
		/// A bank cannot lend to itself; name another borrower.
		BorrowerIsTheBank,
		/// This is not an active regulator of the needed kind whose region contains the borrower's; name the
		/// competent one.
		RegulatorNotCompetent,
		/// The spending plan is empty; add a line for every payee.
		PlanEmpty,
		/// A plan line is for nothing; give it a cap above zero or leave it out.
		PlanLineZero { plan_line: u16 },
		/// The caps of the plan are not together the loan's amount; make them sum to it, to the fen.
		PlanDoesNotSumToAmount,
		/// A prepayment rests on other evidence than its purchase contract; name the purchase contract as its evidence.
		PrepaymentWithoutContract { plan_line: u16 },
		/// The quality-upgrading lines are less than the programme's covenant; plan more quality-upgrading spend.
		QualityShareBelowCovenant,
		/// A plan line pays the borrower itself; name the supplier.
		PayeeIsBorrower { plan_line: u16 },
		/// A plan line pays someone related to the borrower; name an independent payee.
		PayeeRelatedToBorrower { plan_line: u16 },
		/// A plan line pays no active supplier, testing or certification body or enterprise; have the payee
		/// admitted first.
		PayeeNotAdmitted { plan_line: u16 },
		/// The rate is above the programme's cap over the reference rate of the day; lower the rate.
		RateAboveCap,
		/// A term has at least one month; give the term in calendar months.
		TermZero,
		/// The term is longer than the programme allows; shorten it.
		TermTooLong,
		/// The availability period is over; prepare a contract with a later last day.
		AvailabilityInPast,
		/// The availability period goes beyond the term; end it within the term.
		AvailabilityAfterTerm,
		/// The borrower's own share is more than the whole; give it in basis points, at most 10,000.
		OwnFundsAboveWhole,
		/// The borrower's loans under the programme, at all banks, would exceed the tier's limit; lower the amount.
		AmountAboveTierLimit,
		/// The amount goes beyond a guide limit; give the reason for going beyond, or lower the amount.
		OverrideReasonMissing,
		/// The programme's terms do not have this tier; have the programme corrected.
		TierNotInScheme,
		/// The borrower's tier is now below the one that the contract pins; have the credentials restored or
		/// contract anew.
		TierLowered,
		/// The amount is more than the undrawn limit; draw less.
		LimitExceeded,
		/// The amount is more than what is left of a plan line; pay less on it.
		PlanLineExceeded { plan_line: u16 },
		/// More would move than there is; read the ledger again.
		LedgerUnderflow,
		/// The split gives a plan line nothing; draw more, or divide it by amounts.
		SplitGivesNothing { plan_line: u16 },
		/// The loan has as many open drafts as it may; finish, reject or let lapse some.
		TooManyOpenDrafts,
		/// A hold stands on the loan, so that no money leaves and it is not closed; it must be lifted by who placed
		/// it, or a court's must run out.
		LoanHeld,
		/// A failed spot check froze the undrawn limit of contracts with the freeze clause; it opens when
		/// that is rectified or annulled.
		UndrawnLimitFrozen,
		/// The availability period is over; money can no longer be drawn from this contract.
		NotAvailable,
		/// The term is over; money can no longer be drawn from this contract.
		TermEnded,
		/// A repayment of nothing is none; give an amount above zero.
		RepaymentZero,
		/// Principal repaid would exceed what is disbursed; book at most what is outstanding, and correct repayments
		/// before what they repay.
		RepaymentAbovePaid,
		/// The bank already booked a repayment under this reference; it counts once.
		ReferenceUsed,
		/// The booking day is in the future; give the day on which the bank booked it.
		BookedInFuture,
		/// The booking day is before the contract was signed; give the day on which the bank booked it.
		BookedBeforeSigning,
		/// Drafts are open or payments on their way; settle, reject or let them lapse first.
		NotSettledYet,
		/// Principal is outstanding; book its repayment first.
		NotRepaidYet,
		/// This hold stands already; another order is another hold, and a court's can be placed again to stand longer.
		AlreadyHeld,
		/// There is no such hold on the loan; look at the holds of the loan.
		HoldUnknown,
		/// The organisation has as many holds of this kind on the loan as it may, or the loan as many as there can
		/// be, and none of them ran out; lift one that is done with.
		TooManyHolds,
		/// The hold would end in the past; give its last day.
		HoldEndsInPast,
		/// Another officer entered another amount or day under this reference; compare both with the bank's
		/// booking, and have the wrong one entered again by who entered it.
		RepaymentDiffers,
		/// The organisation is not the market regulator of the loan, nor, to change it, one of a wider region that
		/// contains both; ask such a one.
		RegulatorNotAllowed,
		/// The borrower's limit over all banks is asked for and not granted yet; sign when it has.
		QuotaNotGranted,
		/// The officer is no checker, and a checker does this, or one of its two steps; have one do it.
		DutyMissing,
		/// The loan numbers are used up; the chain needs an upgrade.
		LoanNumbersUsedUp,
		/// Who prepared or checked this offer for the bank could not sign it today: the officer was removed, has
		/// expired, has another key or lost the duty; have the bank take the offer back and make it anew.
		BankSignatureVoid,
		/// As many offers of this bank as may stand for this borrower wait for its signature; have it sign or decline
		/// some, take some back, or wait until their last day is over.
		TooManyOffers,
		/// A prepayment does not say when its invoice is due; agree on the days from the payment to the invoice.
		InvoiceDayMissing { plan_line: u16 },
		/// Another organisation placed this hold; only that one, or who took its place, lifts it.
		LiftNotAllowed,
		/// The offer's last day is over, and nobody signed it; have the bank make it anew.
		OfferLapsed,
		/// The offer's last day is not over; sign it, decline it or take it back, or wait.
		OfferStands,
		/// Nothing is left of a plan line; leave it out of the split.
		PlanLineUsedUp { plan_line: u16 },
		/// A plan line that has something left is not named; name every one that does, or divide by amounts or shares.
		SplitLeavesLineOut,
		/// A plan line is named twice in the split, or out of the plan's order; name each once, in the plan's order.
		SplitOutOfOrder { plan_line: u16 },
		/// The split has not one amount, or one share, for each plan line that it names; give as many as lines.
		SplitCountDiffers,
		/// The shares of the split are not together the whole; make them sum to 10,000 basis points.
		SplitSharesNotWhole,
		/// Loans of which the organisation is the lender are open; have them repaid and closed, pass them to another
		/// bank, or have its successor take them over.
		LoansOpenAsBank,
		/// Loans of which the organisation is the borrower are open; have them repaid and closed, or its successor take
		/// them over.
		LoansOpenAsBorrower,
		/// Loans that name the organisation as their market regulator are open; have another one named, or its
		/// successor take them over.
		LoansOpenAsRegulator,
		/// The organisation has this part in the loan already; nothing is left to do.
		PartyUnchanged,
		/// One organisation would have two parts in the loan; name another one.
		PartiesNotIndependent,
		/// The organisation succeeds no party of the loan, or did before that one signed it; the council decides who
		/// succeeds whom.
		SuccessorNotAllowed,
		/// No loan is named, or they are not named once each in ascending order; name them so.
		LoansMalformed,
		/// The lending bank does not offer these loans to this bank; have a maker and a checker there sign it first.
		TransferUnknown,
		/// Both persons of this bank have signed that these loans pass; wait for the other bank, or 30 days.
		TransferSigned,
		/// The first of a bank's two steps is a maker's, and the officer is none; have one do it.
		SignerNotAllowed,
		/// The parties of the loan have changed as often as they may; leave them as they are until it is closed.
		TooManyPartyChanges,
		/// The bank has not verified the loan's collection account, or it is not the one that it verified last for the
		/// borrower; have it verify the account to which the borrower's receipts return.
		CollectionAccountMissing,
		/// Money that came back has led nowhere yet; pay it again, prepay with it, reverse its disbursement, or credit
		/// it to the borrower where nothing is owed.
		MoneyOnHand,
		/// The loan has no repayment under this reference; look at what was booked.
		RepaymentUnknown,
		/// This repayment has its counter-entry; book the right one under a reference of its own.
		RepaymentCorrected,
	}
}

impl<T> From<WrongState> for Error<T> {
	fn from(_: WrongState) -> Self {
		Self::WrongState
	}
}

impl<T> From<HoldRefusal> for Error<T> {
	fn from(refusal: HoldRefusal) -> Self {
		match refusal {
			HoldRefusal::AlreadyHeld => Self::AlreadyHeld,
			HoldRefusal::TooMany => Self::TooManyHolds,
		}
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
			LedgerRefusal::MoneyOnHand => Self::MoneyOnHand,
		}
	}
}

impl<T> From<PlanRefusal> for Error<T> {
	fn from(refusal: PlanRefusal) -> Self {
		match refusal {
			PlanRefusal::Empty => Self::PlanEmpty,
			PlanRefusal::LineZero(plan_line) => Self::PlanLineZero { plan_line },
			PlanRefusal::PrepaymentWithoutContract(plan_line) => {
				Self::PrepaymentWithoutContract { plan_line }
			}
			PlanRefusal::InvoiceDayMissing(plan_line) => Self::InvoiceDayMissing { plan_line },
			PlanRefusal::DoesNotSumToAmount => Self::PlanDoesNotSumToAmount,
			PlanRefusal::QualityShareBelowCovenant => Self::QualityShareBelowCovenant,
		}
	}
}

/// What a split over these lines refuses, with the number of the line that it is about.
pub(crate) fn split_refused<T>(refusal: SplitRefusal, lines: &[PlanLineNo]) -> Error<T> {
	let number = |place: u16| lines.get(usize::from(place)).map_or(place, |line| line.0);
	match refusal {
		// Σ of what is left of the lines is the undrawn limit.
		SplitRefusal::AboveWhatIsLeft => Error::LimitExceeded,
		SplitRefusal::UsedUp(place) => Error::PlanLineUsedUp { plan_line: number(place) },
		SplitRefusal::Exceeded(place) => Error::PlanLineExceeded { plan_line: number(place) },
		SplitRefusal::GivesNothing(place) => Error::SplitGivesNothing { plan_line: number(place) },
		SplitRefusal::CountDiffers => Error::SplitCountDiffers,
		SplitRefusal::SharesNotWhole => Error::SplitSharesNotWhole,
	}
}

/// What a plan line refuses, with the line's number.
pub(crate) fn on_line<T>(refusal: UseRefusal, number: PlanLineNo) -> Error<T> {
	match refusal {
		UseRefusal::Exceeded => Error::PlanLineExceeded { plan_line: number.0 },
		UseRefusal::Underflow => Error::LedgerUnderflow,
	}
}
