//! Why calls are refused. Clients show the sentences as they are: the cause, then the remedy.

use frame::pallet_macros::pallet_section;

/// The section of the pallet that holds its errors.
#[pallet_section]
mod errors {
	#[pallet::error]
	#[derive(PartialEq, Eq)]
	pub enum Error<T> {
		/// The organisation is neither the lending bank nor the market regulator of the loan; leave it to them.
		ReviewerNotAllowed,
		/// There is no such quarter; give a year and a number from 1 to 4.
		QuarterMalformed,
		/// The quarter has not begun; count for the quarter in which the payment was booked, or the current one.
		QuarterNotBegun,
		/// The quarter is not over; review it after its last day.
		QuarterNotOver,
		/// The loan's contract is not signed; review a quarter once it is.
		NotSigned,
		/// The quarter was over before the contract was signed; review the quarters from the day of signing on.
		QuarterBeforeSigning,
		/// The quarter's review is closed and never changes; count in a later quarter, as an adjustment.
		PeriodClosed,
		/// No payment is named; name at least one.
		NothingNamed,
		/// The payment belongs to another loan; leave it out.
		OfAnotherLoan {
			/// Which one of the list, from 0.
			line: u16,
		},
		/// The payment is not booked by the bank, or came back; count it when it is settled.
		NotBooked {
			/// Which one of the list, from 0.
			line: u16,
		},
		/// The payment was booked in another quarter that is not closed; count it for that quarter.
		NotInQuarter {
			/// Which one of the list, from 0.
			line: u16,
		},
		/// The payment is already counted, and nothing became known since; leave it out.
		AlreadyCounted {
			/// Which one of the list, from 0.
			line: u16,
		},
		/// The payment was never counted, so it cannot be taken back; leave it out.
		NotCounted {
			/// Which one of the list, from 0.
			line: u16,
		},
		/// The payment did not come back, and what it counts for still stands; only returned payments are taken back,
		/// and quality spend whose evidence a side retracted.
		NotReturned {
			/// Which one of the list, from 0.
			line: u16,
		},
		/// More would be counted than is drawn; first take back the payments that were returned and paid again.
		CountedAboveDrawn,
		/// Too many quarters of the loan wait for their review; close the earliest first.
		TooManyOpenQuarters,
		/// The contract has no quality-upgrading covenant; there is nothing to review.
		NoCovenant,
		/// An earlier quarter waits for its review; close that one first.
		EarlierQuarterOpen,
		/// The officer opened the review with the same figures already; have it signed, by other persons.
		ReviewUnchanged,
		/// There is no review of this quarter; open it first.
		ReviewUnknown,
		/// The review names other figures than the digest; read it again before signing.
		DigestMismatch,
		/// This side has already signed; wait for the other side.
		AlreadySigned,
		/// Payments were counted since the review was opened; open it again and sign what it says then.
		FiguresChanged,
		/// There is no alert with this id; look it up in the list of open alerts.
		AlertUnknown,
		/// The alert is already closed; read its outcome.
		AlertAlreadyClosed,
		/// The alert is about this organisation, or does not concern it; leave it to the regulators concerned.
		AlertNotAllowed,
		/// More findings of its kind came since, or other ones are named than it counts; look at it again and name
		/// how many it counts.
		FurtherDiffers,
		/// The alert is about another organisation; leave the answer to the bank that it is about.
		AnswerNotAllowed,
		/// You have answered all that the alert counts; leave it to another officer of the bank to say more, or to the
		/// regulator, who closes it.
		AlertAlreadyAnswered,
		/// The alert has as many answers as it may, the last place being for an officer who has given none; leave it to
		/// such a one, or to the regulator, who closes it.
		TooManyAnswers,
		/// Alerts about the loan are open; have a regulator close them before another organisation takes a place in it.
		AlertsOpen,
	}
}
