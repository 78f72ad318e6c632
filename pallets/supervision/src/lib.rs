//! # Supervision (监管)
//!
//! What bank and regulators look at together: every quarter, what share of the drawn money went to quality upgrading
//! (甬质贷: 30 %, checked by the bank with the market regulator), and at any time the alerts that other parts raise.
//!
//! | call | at the door | who may |
//! |---|---|---|
//! | [`count`](pallet::Pallet::count) | Bank, regulator × Maker | a maker of the lending bank or of the loan's market regulator |
//! | [`take_back`](pallet::Pallet::take_back) | Bank, regulator × Maker | the same |
//! | [`open_review`](pallet::Pallet::open_review) | Bank, regulator × Maker | the same, once the loan is signed and the quarter over |
//! | [`sign_review`](pallet::Pallet::sign_review) | Bank, regulator × Checker | a checker of the lending bank and one of the regulator: once each, persons who had no part in it |
//! | [`answer_alert`](pallet::Pallet::answer_alert) | Bank × Checker, Attest | a checker or attesting officer of the bank that the alert is about |
//! | [`close_alert`](pallet::Pallet::close_alert) | regulator × Checker, Attest | a checker or attesting officer of the market regulator concerned, or of a financial regulator; never of the bank that it is about |
//!
//! **Counting.** A payment is counted once, when it is booked, for the quarter of its booking date. It counts as
//! quality-upgrading where its plan line is and bank and regulator verified its evidence; where they verify
//! it later, the payment is named again and only that part is added. The share is cumulative and of what was
//! *drawn*: what is not counted still counts as drawn. A payment that came back is taken back. Where a side
//! retracted its verdict on the evidence, only the quality-upgrading part is: a retracted verdict counts like
//! none, and where both sides speak for it again the payment is named again.
//!
//! **Reviews** are of quarters in which a signed contract stood, and closed in order, by both sides' signatures
//! over one digest, each of whom has that place in the loan and could sign so still, with the same key, when the other
//! signs; else it signs anew. A closed quarter never changes: what becomes known later is counted in a quarter that is
//! open (an adjustment), and shows in the cumulative figures from then on.
//!
//! **Alerts.** One finding is one alert until it is closed. Of one kind, and about one loan (or one bank,
//! where there is no loan), only so many are listed at a time: what is found beyond that is told by an event
//! and counted by the last of them, so that nobody floods the others' lists and nothing passes unseen: who closes
//! an alert names how many further findings it counted, and is refused where more came since. A payment that its
//! payee **denies** has an alert of its own always, because closing that, and nothing else of a regulator's, says
//! that the denial is examined and holds nobody any more (`PaymentBook::examined`): beyond so many it stands
//! among its loan's alerts, can be answered and closed there, and is listed when one of them is closed, the oldest
//! first. One call examines one payment, however many are denied. The bank that an
//! alert is about answers it (说明), and again where more findings were counted since; one person can, for an
//! answer closes nothing, and another officer of the bank can say more. Up to [`MAX_ANSWERS`] answers stand beside
//! each other, the last place for an officer who has given none; none is overwritten. One person closes an alert:
//! that moves no money and gives nobody standing, and the officer and the outcome stay on record. It is a
//! regulator's person: a bank sees what is found about it, and does not close it. A review takes two sides.
//!
//! What must always hold: see [`check_invariants`](pallet::Pallet::check_invariants).

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

#[cfg(feature = "runtime-benchmarks")]
pub mod benchmarking;
#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;
pub mod weights;

mod access;
mod calls;
mod costs;
mod errors;
mod events;
#[cfg(any(feature = "std", feature = "try-runtime"))]
mod invariants;
mod provides;
mod reads;
mod rules;
mod store;
mod types;

pub use pallet::*;
pub use reads::{AlertPage, ReviewPage};
pub use types::alert::{
	loan_of, Alert, AlertOwner, AlertState, Answer, Answers, OpenCount, MAX_ANSWERS, MAX_OPEN_ALERTS,
};
pub use types::counted::{CountedPayment, Uetrs};
pub use types::spend::{Figures, LoanSpend, QuarterSpend, Review, ReviewSignature, Spend, MAX_OPEN_QUARTERS};
pub use types::waiting::ReviewKey;
pub use weights::WeightInfo;
pub use zhidai_primitives::AlertId;

use frame::pallet_macros::import_section;

#[import_section(errors::errors)]
#[import_section(events::events)]
#[frame::pallet]
pub mod pallet {
	use super::*;
	use frame::prelude::*;
	use zhidai_primitives::traits::{Calendar, Directory, EvidenceFacts, Finding, LoanInspect, PaymentBook};
	use zhidai_primitives::{Digest, LoanId, OfficerId, Ordered, OrgId, Quarter, ShortText, Side, Uetr};

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	/// The pallet.
	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	/// What the pallet needs.
	#[pallet::config]
	pub trait Config: frame_system::Config<Hash = Digest> {
		/// Organisations and officers.
		type Directory: Directory<Self::AccountId>;
		/// The current day.
		type Calendar: Calendar;
		/// Loans: parties, covenant, plan, what is drawn.
		type Loans: LoanInspect;
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

	/// The open reviews by each side's organisation, in the order of loans and quarters: also those that the side
	/// signed, for its signature may count no more.
	#[pallet::storage]
	pub type ReviewsToSign<T: Config> = StorageDoubleMap<_, Twox64Concat, OrgId, Identity, ReviewKey, ()>;

	/// The id of the next alert.
	#[pallet::storage]
	pub type NextAlert<T: Config> = StorageValue<_, AlertId, ValueQuery>;

	/// Alerts, open and closed.
	#[pallet::storage]
	pub type Alerts<T: Config> = StorageMap<_, Twox64Concat, AlertId, Alert>;

	/// The alerts that wait for somebody, in the order in which they were raised.
	#[pallet::storage]
	pub type OpenAlerts<T: Config> = StorageMap<_, Identity, Ordered, ()>;

	/// The alerts that wait for an organisation: the bank, until it has answered, and the market regulator of the
	/// loan, or the bank alone. Financial regulators look at all of them.
	#[pallet::storage]
	pub type OpenByOrg<T: Config> = StorageDoubleMap<_, Twox64Concat, OrgId, Identity, Ordered, ()>;

	/// How many alerts of a kind are listed about a loan, or about a bank where there is no loan.
	#[pallet::storage]
	pub type OpenCounts<T: Config> =
		StorageDoubleMap<_, Twox64Concat, AlertOwner, Identity, u8, OpenCount, ValueQuery>;

	/// The alerts of a loan, open and closed.
	#[pallet::storage]
	pub type AlertsByLoan<T: Config> = StorageDoubleMap<_, Twox64Concat, LoanId, Identity, Ordered, ()>;

	/// Alerts of denials for which the lists have no place yet, the oldest first.
	#[pallet::storage]
	pub type UnlistedAlerts<T: Config> = StorageDoubleMap<_, Twox64Concat, LoanId, Identity, Ordered, ()>;

	/// Open alerts by what was found, so that one finding does not open two.
	#[pallet::storage]
	pub type OpenByFinding<T: Config> = StorageMap<_, Twox64Concat, [u8; 32], AlertId>;

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), frame::deps::sp_runtime::TryRuntimeError> {
			Self::check_invariants()
		}
	}

	#[pallet::call(weight(<T as Config>::WeightInfo))]
	impl<T: Config> Pallet<T> {
		/// Counts booked payments for a quarter (计入). A payment counts once; named again, it adds the
		/// quality-upgrading part that became known since. All are counted or none.
		#[pallet::call_index(0)]
		#[pallet::weight(Pallet::<T>::count_weight(uetrs.len()))]
		pub fn count(origin: OriginFor<T>, loan: LoanId, quarter: Quarter, uetrs: Uetrs) -> DispatchResult {
			Self::do_count(origin, loan, quarter, &uetrs)
		}

		/// Opens the review of a quarter of a signed loan that is over, or opens it again where its figures changed;
		/// or, with the same figures, in the place of another person, who is then free to sign it.
		#[pallet::call_index(1)]
		pub fn open_review(origin: OriginFor<T>, loan: LoanId, quarter: Quarter) -> DispatchResult {
			Self::do_open_review(origin, loan, quarter)
		}

		/// Signs a review for the bank or the regulator. The second signature closes the quarter; a missed
		/// covenant opens an alert.
		#[pallet::call_index(2)]
		pub fn sign_review(
			origin: OriginFor<T>,
			loan: LoanId,
			quarter: Quarter,
			digest: Digest,
		) -> DispatchResult {
			Self::do_sign_review(origin, loan, quarter, digest)
		}

		/// Closes an alert, with what came of it (办结). Names how many further findings the alert counted when the
		/// officer looked: where more came since, it is refused. A payment that its payee denies is examined with it
		/// (已核查), and keeps nobody from leaving or passing on a loan any more.
		#[pallet::call_index(3)]
		#[pallet::weight(Pallet::<T>::close_alert_weight())]
		pub fn close_alert(
			origin: OriginFor<T>,
			alert: AlertId,
			further: u32,
			outcome: ShortText,
		) -> DispatchResult {
			Self::do_close_alert(origin, alert, further, outcome)
		}

		/// Takes counted payments back that were returned (退汇冲回), and quality-upgrading spend whose evidence a side
		/// retracted (撤回核验): from the quarter that it was counted in, or, where that is closed, as an adjustment of
		/// `quarter`. All are taken back or none.
		#[pallet::call_index(4)]
		#[pallet::weight(Pallet::<T>::take_back_weight(uetrs.len()))]
		pub fn take_back(
			origin: OriginFor<T>,
			loan: LoanId,
			quarter: Quarter,
			uetrs: Uetrs,
		) -> DispatchResult {
			Self::do_take_back(origin, loan, quarter, &uetrs)
		}

		/// Answers an alert about the own bank (说明), with the digest of a document where one shows it. Names how many
		/// further findings the alert counted when the officer looked. Each officer answers what it counts once, beside
		/// what others said. A regulator closes it.
		#[pallet::call_index(5)]
		pub fn answer_alert(
			origin: OriginFor<T>,
			alert: AlertId,
			further: u32,
			text: ShortText,
			document: Option<Digest>,
		) -> DispatchResult {
			Self::do_answer_alert(origin, alert, further, text, document)
		}
	}
}
