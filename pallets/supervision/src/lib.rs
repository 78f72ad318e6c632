//! # Supervision (监管)
//!
//! What bank and regulators look at together: every quarter, what share of the drawn money went to quality upgrading
//! (甬质贷: 30 %, checked by the bank with the market regulator), and at any time the alerts that other parts raise.
//!
//! | call | who may |
//! |---|---|
//! | [`count`](pallet::Pallet::count) | a maker of the lending bank or of the loan's market regulator |
//! | [`take_back`](pallet::Pallet::take_back) | the same |
//! | [`open_review`](pallet::Pallet::open_review) | the same, once the quarter is over |
//! | [`sign_review`](pallet::Pallet::sign_review) | a checker of the lending bank and one of the regulator: once each, persons who had no part in it |
//! | [`close_alert`](pallet::Pallet::close_alert) | a checker or attesting officer of the bank or regulator concerned, or of a financial regulator |
//!
//! **Counting.** A payment is counted once, when it is booked, for the quarter of its booking date. It counts as
//! quality-upgrading where its plan line is and bank and regulator verified its evidence; where they verify it later, the
//! payment is named again and only that part is added. The share is cumulative and of what was *drawn*: what is not counted
//! still counts as drawn. A payment that came back is taken back.
//!
//! **Reviews** are closed in order, by both sides' signatures over one digest. A closed quarter never changes: what becomes
//! known later is counted in a quarter that is open (an adjustment), and shows in the cumulative figures from then on.

#![cfg_attr(not(feature = "std"), no_std)]
// What runs in Wasm must not panic, wrap or read out of bounds.
#![cfg_attr(
	not(any(test, feature = "runtime-benchmarks")),
	deny(
		clippy::arithmetic_side_effects,
		clippy::float_arithmetic,
		clippy::indexing_slicing,
		clippy::unwrap_used
	)
)]

extern crate alloc;

mod alert;
mod alerts;
#[cfg(feature = "runtime-benchmarks")]
pub mod benchmarking;
mod counting;
mod invariants;
#[cfg(test)]
mod mock;
mod reading;
mod reviews;
mod spend;
#[cfg(test)]
mod tests;
pub mod weights;

pub use alert::{loan_of, Alert, AlertId, AlertState};
pub use counting::{CountedPayment, Uetrs};
pub use pallet::*;
pub use spend::{Figures, LoanSpend, QuarterSpend, Review, Spend, MAX_OPEN_QUARTERS};
pub use weights::WeightInfo;

#[frame::pallet]
pub mod pallet {
	use crate::{
		loan_of, Alert, AlertId, CountedPayment, LoanSpend, QuarterSpend, Review, Uetrs, WeightInfo,
	};
	use frame::prelude::*;
	use zhidai_primitives::traits::{Calendar, Directory, EvidenceFacts, Finding, LoanBook, PaymentBook};
	use zhidai_primitives::{Digest, Duty, LoanId, OfficerId, OrgId, Quarter, ShortText, Side, Uetr};

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	/// The pallet.
	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config<Hash = Digest> {
		/// Organisations and officers.
		type Directory: Directory<Self::AccountId>;
		/// The current day.
		type Calendar: Calendar;
		/// Loans: parties, covenant, what is drawn.
		type Loans: LoanBook;
		/// Payments: when they were booked, what they rest on.
		type Payments: PaymentBook;
		/// Evidence: whether both sides verified it.
		type Evidence: EvidenceFacts;
		/// What the calls cost.
		type WeightInfo: WeightInfo;
		/// Sets up what benchmarks need from the neighbours.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: crate::benchmarking::BenchmarkHelper<Self::AccountId>;
	}

	// Hashers: ids are counters of the chain (Twox64Concat), and so is the key of a finding, which is a hash already; a
	// UETR is chosen outside (Blake2_128Concat); second keys are small integers below a hashed first key (Identity).

	/// Payments that were counted, each once.
	#[pallet::storage]
	pub type Counted<T: Config> = StorageMap<_, Blake2_128Concat, Uetr, CountedPayment>;

	/// What was counted in a quarter of a loan.
	#[pallet::storage]
	pub type QuarterUse<T: Config> =
		StorageDoubleMap<_, Twox64Concat, LoanId, Identity, Quarter, QuarterSpend, ValueQuery>;

	/// What was counted for a loan so far, and which quarters wait for their review.
	#[pallet::storage]
	pub type LoanUse<T: Config> = StorageMap<_, Twox64Concat, LoanId, LoanSpend, ValueQuery>;

	/// Reviews.
	#[pallet::storage]
	pub type Reviews<T: Config> = StorageDoubleMap<_, Twox64Concat, LoanId, Identity, Quarter, Review>;

	/// The id of the next alert.
	#[pallet::storage]
	pub type NextAlert<T: Config> = StorageValue<_, AlertId, ValueQuery>;

	/// Alerts, open and closed.
	#[pallet::storage]
	pub type Alerts<T: Config> = StorageMap<_, Twox64Concat, AlertId, Alert>;

	/// The alerts that wait for somebody.
	#[pallet::storage]
	pub type OpenAlerts<T: Config> = StorageMap<_, Twox64Concat, AlertId, ()>;

	/// The alerts of a loan, open and closed.
	#[pallet::storage]
	pub type AlertsByLoan<T: Config> = StorageDoubleMap<_, Twox64Concat, LoanId, Identity, AlertId, ()>;

	/// Open alerts by what was found, so that one finding does not open two.
	#[pallet::storage]
	pub type OpenByFinding<T: Config> = StorageMap<_, Twox64Concat, [u8; 32], AlertId>;

	/// What happened.
	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
		/// Payments were counted for a quarter.
		Counted {
			/// The loan.
			loan: LoanId,
			/// The quarter.
			quarter: Quarter,
			/// How many were named.
			payments: u32,
			/// What was added to the counted sum.
			counted_fen: u64,
			/// What was added to quality-upgrading spend.
			quality_fen: u64,
			/// Whose officer counted.
			org: OrgId,
			/// Who counted.
			officer: OfficerId,
		},
		/// Payments that came back count no longer.
		TakenBack {
			/// The loan.
			loan: LoanId,
			/// The quarter that is adjusted where the payment's own is closed.
			quarter: Quarter,
			/// How many were named.
			payments: u32,
			/// What was taken from the counted sum.
			counted_fen: u64,
			/// What was taken from quality-upgrading spend.
			quality_fen: u64,
			/// Whose officer acted.
			org: OrgId,
			/// Who acted.
			officer: OfficerId,
		},
		/// A review was opened, or opened again with other figures; signatures on the earlier figures are void.
		ReviewOpened {
			/// The loan.
			loan: LoanId,
			/// The quarter.
			quarter: Quarter,
			/// What both sides sign.
			digest: Digest,
			/// Drawn up to the quarter's end.
			drawn_fen: u64,
			/// Quality-upgrading spend up to the quarter's end.
			quality_fen: u64,
			/// Whether the covenant is met.
			met: bool,
			/// Who opened it.
			officer: OfficerId,
		},
		/// A side signed a review.
		ReviewSigned {
			/// The loan.
			loan: LoanId,
			/// The quarter.
			quarter: Quarter,
			/// The side.
			side: Side,
			/// Who signed.
			officer: OfficerId,
		},
		/// Both sides signed: the quarter is closed.
		ReviewClosed {
			/// The loan.
			loan: LoanId,
			/// The quarter.
			quarter: Quarter,
			/// What both sides signed.
			digest: Digest,
			/// Whether the covenant is met.
			met: bool,
		},
		/// An alert was opened.
		AlertRaised {
			/// The alert.
			alert: AlertId,
			/// The loan that it is about.
			loan: Option<LoanId>,
			/// What was found.
			finding: Finding,
		},
		/// An alert was closed.
		AlertClosed {
			/// The alert.
			alert: AlertId,
			/// The loan that it is about.
			loan: Option<LoanId>,
			/// Whose officer closed it.
			org: OrgId,
			/// Who closed it.
			officer: OfficerId,
		},
	}

	/// Why a call is refused.
	#[pallet::error]
	#[derive(PartialEq, Eq)]
	pub enum Error<T> {
		/// The organisation is neither the lending bank nor the market regulator of the loan; leave it to them.
		NotReviewer,
		/// There is no such quarter; give a year and a number from 1 to 4.
		QuarterUnknown,
		/// The quarter has not begun; count for the quarter in which the payment was booked, or the current one.
		QuarterNotBegun,
		/// The quarter is not over; review it after its last day.
		QuarterNotOver,
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
		/// The payment did not come back; only returned payments are taken back.
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
		/// The review is open with the same figures; sign it.
		ReviewUnchanged,
		/// There is no review of this quarter; open it first.
		NoSuchReview,
		/// The review names other figures than the digest; read it again before signing.
		DigestMismatch,
		/// This side has already signed; wait for the other side.
		AlreadySigned,
		/// Payments were counted since the review was opened; open it again and sign what it says then.
		FiguresChanged,
		/// There is no alert with this id; look it up in the list of open alerts.
		NoSuchAlert,
		/// The alert is already closed; read its outcome.
		AlertAlreadyClosed,
		/// The alert does not concern this organisation; leave it to the bank and the regulators concerned.
		NotConcerned,
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), frame::deps::sp_runtime::TryRuntimeError> {
			Self::check_invariants()
		}
	}

	#[pallet::call(weight(<T as Config>::WeightInfo))]
	impl<T: Config> Pallet<T> {
		/// Counts booked payments for a quarter (计入). A payment counts once; named again, it adds the quality-upgrading part
		/// that became known since. All are counted or none.
		#[pallet::call_index(0)]
		#[pallet::weight(<T as Config>::WeightInfo::count(uetrs.len().try_into().unwrap_or(u32::MAX)))]
		pub fn count(origin: OriginFor<T>, loan: LoanId, quarter: Quarter, uetrs: Uetrs) -> DispatchResult {
			let who = ensure_signed(origin)?;
			let (actor, _, facts) = Self::authorise_reviewer(&who, Duty::Maker, loan)?;
			let sum = Self::count_payments(loan, quarter, facts.drawn, &uetrs)?;
			Self::deposit_event(Event::Counted {
				loan,
				quarter,
				payments: u32::try_from(uetrs.len()).unwrap_or(u32::MAX),
				counted_fen: sum.counted.0,
				quality_fen: sum.quality.0,
				org: actor.org,
				officer: actor.officer,
			});
			Ok(())
		}

		/// Opens the review of a quarter that is over, or opens it again where its figures changed.
		#[pallet::call_index(1)]
		pub fn open_review(origin: OriginFor<T>, loan: LoanId, quarter: Quarter) -> DispatchResult {
			let who = ensure_signed(origin)?;
			let (actor, _, facts) = Self::authorise_reviewer(&who, Duty::Maker, loan)?;
			let review = Self::put_review(loan, quarter, &facts, actor.officer)?;
			Self::deposit_event(Event::ReviewOpened {
				loan,
				quarter,
				digest: review.digest,
				drawn_fen: review.figures.drawn.0,
				quality_fen: review.figures.spend.quality.0,
				met: review.met,
				officer: actor.officer,
			});
			Ok(())
		}

		/// Signs a review for the bank or the regulator. The second signature closes the quarter; a missed covenant opens an
		/// alert.
		#[pallet::call_index(2)]
		pub fn sign_review(
			origin: OriginFor<T>,
			loan: LoanId,
			quarter: Quarter,
			digest: Digest,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			let (actor, side, _) = Self::authorise_reviewer(&who, Duty::Checker, loan)?;
			let review = Self::put_signature(loan, quarter, digest, side, actor.officer)?;
			Self::deposit_event(Event::ReviewSigned { loan, quarter, side, officer: actor.officer });
			if review.closed_on.is_some() {
				Self::close_quarter(loan, quarter, &review);
				Self::deposit_event(Event::ReviewClosed { loan, quarter, digest, met: review.met });
			}
			Ok(())
		}

		/// Closes an alert, with what came of it (办结).
		#[pallet::call_index(3)]
		pub fn close_alert(origin: OriginFor<T>, alert: AlertId, outcome: ShortText) -> DispatchResult {
			let who = ensure_signed(origin)?;
			let actor = T::Directory::authorise(&who, Duty::Checker)
				.or_else(|_| T::Directory::authorise(&who, Duty::Attest))?;
			let finding = Self::put_outcome(alert, actor, outcome)?;
			Self::deposit_event(Event::AlertClosed {
				alert,
				loan: loan_of(&finding),
				org: actor.org,
				officer: actor.officer,
			});
			Ok(())
		}

		/// Takes counted payments back that were returned (退汇冲回): from the quarter that they were counted in, or, where that
		/// is closed, as an adjustment of `quarter`. All are taken back or none.
		#[pallet::call_index(4)]
		#[pallet::weight(<T as Config>::WeightInfo::take_back(uetrs.len().try_into().unwrap_or(u32::MAX)))]
		pub fn take_back(
			origin: OriginFor<T>,
			loan: LoanId,
			quarter: Quarter,
			uetrs: Uetrs,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			let (actor, _, _) = Self::authorise_reviewer(&who, Duty::Maker, loan)?;
			let sum = Self::take_back_payments(loan, quarter, &uetrs)?;
			Self::deposit_event(Event::TakenBack {
				loan,
				quarter,
				payments: u32::try_from(uetrs.len()).unwrap_or(u32::MAX),
				counted_fen: sum.counted.0,
				quality_fen: sum.quality.0,
				org: actor.org,
				officer: actor.officer,
			});
			Ok(())
		}
	}
}
