//! # Payments (支付)
//!
//! Loan money goes straight to the suppliers: the borrower applies and mandates (提款申请, 委托), the contract splits, the
//! bank's maker, checker and releaser sign the same digest, the bank's core system pays and reports, and the payee
//! confirms. The chain splits and permits; it moves no money itself.
//!
//! A **draft** is up to 500 payments under one digest that binds chain, loan, every line, the last day, and the
//! returned payments that it pays again. Lines never change; their states live packed in the draft, so that a payment
//! costs one random key for its whole life. The signatures come one after the other, each with its call, or all at once
//! in an **order** (`types::order`).
//!
//! No line is without **evidence**: of the kind that its plan line names, and found good by the lending bank and the
//! market regulator when the line is released. **Allocations** (分摊) let it rest on several (`types::allocation`).
//!
//! | call | at the door | who may |
//! |---|---|---|
//! | `draft`, `draft_allocated`, `drawdown`, `pay_again` | Bank, Enterprise × Maker, Confirm | the lending bank's `Maker` (makes), or the borrower's `Confirm` (applies and mandates) |
//! | `mandate` | Enterprise × Confirm | the borrower's `Confirm`, another person than the bank's maker, checker and releaser |
//! | `make` | Bank × Maker | the lending bank's `Maker` |
//! | `approve` | Bank × Checker | the lending bank's `Checker`, another person than the maker, within the checker's limit for this borrower and day; above it a second checker, another person, whose limit covers it |
//! | `release` | Bank × Release | the lending bank's `Release`, another person than the maker |
//! | `execute` | Bank × Maker, Checker, Release | any of these of the lending bank hands in what the four have signed |
//! | `exclude` | Bank × Checker | the lending bank's `Checker` |
//! | `reject` | Bank, Enterprise × Maker, Checker, Confirm | the lending bank's `Maker` or `Checker`, or the borrower's `Confirm`, before anything is released |
//! | `allocate` | Bank × Maker, Checker | the lending bank's `Maker` or `Checker`, for a payment under way or arrived |
//! | `enter_results` | Bank × Maker, Checker | a bank's `Maker` or `Checker` |
//! | `settle` | Bank × Checker | a bank's `Checker`, another person than who entered the file, for payments of its own loans |
//! | `adjust` | Bank × Maker, Checker | entered by a maker or checker of the lending bank, and entered again, equal, by a checker, another person |
//! | `close_mismatch` | Bank × Checker | the bank's `Checker`, another person than who entered the file |
//! | `confirm`, `dispute` | payee × Confirm | the payee's `Confirm`; it can also deny what the bank confirmed in its place |
//! | `confirm_assisted` | Bank × Maker, Checker | on the statement of a payee without officers: entered by a maker or checker of the lending bank, and entered again, equal, by a checker, another person |
//! | `confirm_signed` | any × Admin, Maker, Checker, Release, Attest, Confirm | whoever hands in what the payee's `Confirm` has signed |
//! | `take_back_receipt` | payee, Bank × Maker, Checker, Confirm | who confirmed, for some days: the payee's `Confirm`; in its place a maker or checker of the lending bank, and a checker, another person |
//! | `lapse` | Bank, Enterprise × Maker, Checker, Release, Confirm | an officer of the lending bank or the borrower, after the draft's last day |
//!
//! Two persons stand behind every payment that leaves, and every file that says what became of it; one is enough to
//! refuse, leave out, deny or allocate, which give nobody money (decision 7). Whose signatures count: `types::draft`.
//!
//! A **result** is booked where it fits its payment; what differs waits in the bank's queue of **mismatches**:
//! `calls::mismatches` says how. **Disbursement** (放款) and payment are two facts; what came back is **on hand** until
//! it leads somewhere; what was booked wrongly has a **counter-entry** (冲正) of two persons beside it: `types::on_hand`.
//! A **receipt** is the payee's word, sent or signed beside the chain, and can be taken back: `calls::receipts`.
//!
//! Borrower, bank and the market regulator that the contract names take part at every step, or the step is refused by
//! name: who was suspended or has left since borrows, lends and vouches for nothing. Payees take part when a line is
//! drafted and when it is released. Whoever must act next finds the draft or the payment in its list, `WaitingWork`.
//! What must always hold: see [`check_invariants`](Pallet::check_invariants).

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

#[cfg(feature = "runtime-benchmarks")]
pub mod benchmarking;
#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;
pub mod weights;

use frame::pallet_macros::import_section;
pub use pallet::*;
pub use reads::{DraftView, LineKey, PaymentView};
pub use types::*;
pub use weights::WeightInfo;

/// The signatures of an order in a runtime.
pub type OrderSignaturesOf<T> =
	OrderSignatures<<T as frame::deps::frame_system::Config>::AccountId, <T as Config>::Signature>;

#[import_section(errors::errors)]
#[import_section(events::events)]
#[frame::pallet]
pub mod pallet {
	use super::*;
	use frame::deps::sp_runtime::traits::Verify;
	use frame::prelude::*;
	use zhidai_primitives::{
		traits::{
			Calendar, Directory, EvidenceDesk, EvidenceFacts, Findings, LoanInspect, LoanMove,
			LoanPermission, LoanRoom,
		},
		BookingKind, Day, Digest, DisposalKind, DraftNo, Fen, LoanId, MismatchReason, OfficerId, Ordered,
		OrgId, Receipt, ReceiptSaid, ShortText, Split, Uetr,
	};

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	/// What the pallet needs.
	#[pallet::config]
	pub trait Config: frame_system::Config<Hash = Digest> {
		/// Who acts.
		type Directory: Directory<Self::AccountId>;
		/// Which day it is.
		type Calendar: Calendar;
		/// The loans: what they say, what is left of them, whether money may leave, and their ledgers.
		type Loans: LoanInspect + LoanRoom + LoanPermission + LoanMove;
		/// The evidence that payments rest on.
		type Evidence: EvidenceFacts + EvidenceDesk;
		/// Where disputes and results that fit nothing go.
		type Findings: Findings;
		/// How officers' keys sign what is handed in for them.
		type Signature: Parameter + Verify<Signer: IdentifyAccount<AccountId = Self::AccountId>>;
		/// For how many days at the most a draft can be signed and released.
		#[pallet::constant]
		type DraftLifeDays: Get<u32>;
		/// For how many days after the day on which a receipt was confirmed who confirmed it can take that back.
		#[pallet::constant]
		type TakeBackDays: Get<u32>;
		/// What the calls cost.
		type WeightInfo: WeightInfo;
		/// What only the runtime can set up.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: benchmarking::BenchmarkHelper<Self::AccountId, Self::Signature>;
	}

	/// The pallet.
	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	// The banks choose the key: Blake2.
	/// UETR → where its payment is found. Written once; a key is used up for ever.
	#[pallet::storage]
	pub type Payments<T> = StorageMap<_, Blake2_128Concat, Uetr, PaymentRef>;

	// Our counters; the second key in big-endian bytes: a loan's drafts lie in their order.
	/// Loan, draft number → the draft.
	#[pallet::storage]
	pub type Drafts<T> = StorageDoubleMap<_, Twox64Concat, LoanId, Identity, Ordered, Draft>;

	// As `Drafts`; apart from it because lines never change and are large.
	/// Loan, draft number → its lines, which never change.
	#[pallet::storage]
	pub type DraftLines<T> = StorageDoubleMap<_, Twox64Concat, LoanId, Identity, Ordered, Lines, ValueQuery>;

	// As `Drafts`.
	/// Loan, draft number → for each line the returned payment that it pays again; only drafts that do so have one.
	#[pallet::storage]
	pub type Repays<T> =
		StorageDoubleMap<_, Twox64Concat, LoanId, Identity, Ordered, ReturnedPayments, ValueQuery>;

	// As `Drafts`.
	/// Loan, draft number → what of its payments rests on other documents than their lines name, as it was signed.
	#[pallet::storage]
	pub type DraftAllocations<T> =
		StorageDoubleMap<_, Twox64Concat, LoanId, Identity, Ordered, Allocations, ValueQuery>;

	// As `Settlements`.
	/// Draft, line → what of the payment rests on other documents and was not signed with its own drawdown.
	#[pallet::storage]
	pub type LaterAllocations<T> =
		StorageDoubleMap<_, Twox64Concat, DraftKey, Identity, Ordered, LaterParts, ValueQuery>;

	// Our counters, in big-endian bytes: entries lie in the order in which they are listed, the oldest first.
	/// Organisation, what it must do, draft → how many lines wait for that.
	#[pallet::storage]
	pub type WaitingWork<T> = StorageDoubleMap<_, Twox64Concat, OrgId, Identity, WorkKey, u16>;

	// Ids that the registry counts.
	/// Payee → how many payments to it are booked and not confirmed, or denied and not examined: with none it leaves.
	#[pallet::storage]
	pub type OpenPayments<T> = StorageMap<_, Twox64Concat, OrgId, u32, ValueQuery>;

	// Our counters; the results of one draft are neighbours in the trie, so a file of a batch writes no random keys.
	/// Draft, line → how the bank booked the payment.
	#[pallet::storage]
	pub type Settlements<T> =
		StorageDoubleMap<_, Twox64Concat, DraftKey, Identity, Ordered, SettlementRecord>;

	// As `Settlements`. The usual payment has none: its booking is that of both.
	/// Draft, line → how the bank disbursed the payment, where that has a booking of its own.
	#[pallet::storage]
	pub type Disbursements<T> =
		StorageDoubleMap<_, Twox64Concat, DraftKey, Identity, Ordered, SettlementRecord>;

	// The banks choose the key: Blake2.
	/// UETR → what is said of a payment beyond its state: failures, returns, where they led, corrections, witnesses.
	#[pallet::storage]
	pub type LineExtras<T> = StorageMap<_, Blake2_128Concat, Uetr, LineExtra>;

	/// What officers of a bank entered on payees' statements, and no other has checked.
	#[pallet::storage]
	pub type Statements<T> = StorageMap<_, Twox64Concat, OrgId, EnteredStatements, ValueQuery>;

	/// What officers of a bank entered of payments by hand, and no other has checked.
	#[pallet::storage]
	pub type Adjustments<T> = StorageMap<_, Twox64Concat, OrgId, EnteredAdjustments, ValueQuery>;

	// The banks choose the second key: Blake2. Per bank, so that no bank can use up another's digest.
	/// Bank, digest of a settlement file → what an officer said of it, until another books it.
	#[pallet::storage]
	pub type EnteredFiles<T> =
		StorageDoubleMap<_, Twox64Concat, OrgId, Blake2_128Concat, Digest, EnteredFile>;

	// Our counters, in big-endian bytes: the oldest first.
	/// Bank, number → the digest of an entered file.
	#[pallet::storage]
	pub type EnteredQueue<T> = StorageDoubleMap<_, Twox64Concat, OrgId, Identity, Ordered, Digest>;

	/// Bank → how many files were entered, and from which number on they can still wait.
	#[pallet::storage]
	pub type EnteredCounts<T> = StorageMap<_, Twox64Concat, OrgId, EnteredCount, ValueQuery>;

	// Our counters, in big-endian bytes: the oldest first.
	/// Bank, number → a result that was not booked, until it is or somebody closes it.
	#[pallet::storage]
	pub type Mismatches<T> = StorageDoubleMap<_, Twox64Concat, OrgId, Identity, Ordered, Mismatch>;

	/// Bank → its open mismatches by the keys that they name.
	#[pallet::storage]
	pub type OpenMismatches<T> = StorageMap<_, Twox64Concat, OrgId, MismatchList, ValueQuery>;

	// Days and our counters.
	/// Last day, draft → (): the open drafts by the day after which they lapse.
	#[pallet::storage]
	pub type LapseQueue<T> = StorageDoubleMap<_, Twox64Concat, Day, Identity, DraftKey, ()>;

	/// The first day of [`LapseQueue`] that can have drafts.
	#[pallet::storage]
	pub type LapseFrom<T> = StorageValue<_, Day>;

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn on_idle(_: BlockNumberFor<T>, remaining: Weight) -> Weight {
			Self::sweep(remaining)
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), frame::deps::sp_runtime::TryRuntimeError> {
			Self::check_invariants()
		}
	}

	#[pallet::call(weight(<T as Config>::WeightInfo))]
	impl<T: Config> Pallet<T> {
		/// A drawdown of explicit lines (提款申请): the bank's maker makes it, or the borrower applies for it and
		/// mandates it.
		#[pallet::call_index(0)]
		#[pallet::weight(Pallet::<T>::draft_weight(lines.len()))]
		pub fn draft(origin: OriginFor<T>, loan: LoanId, lines: Lines, expires_on: Day) -> DispatchResult {
			Self::do_draft(origin, loan, lines, expires_on)
		}

		/// A drawdown that the contract divides over lines of the spending plan, to the fen: by what is left of all
		/// that have something left, by amounts, or by shares. The key of each payment follows from the batch's key and
		/// the number of the plan line.
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::drawdown(lines.len().saturated_into()))]
		pub fn drawdown(
			origin: OriginFor<T>,
			loan: LoanId,
			batch_uetr: Uetr,
			split: Split,
			lines: SplitLines,
			expires_on: Day,
		) -> DispatchResult {
			Self::do_drawdown(origin, loan, batch_uetr, &split, &lines, expires_on)
		}

		/// The borrower mandates what the bank made (委托).
		#[pallet::call_index(2)]
		pub fn mandate(origin: OriginFor<T>, loan: LoanId, draft: DraftNo, digest: Digest) -> DispatchResult {
			Self::do_mandate(origin, loan, draft, digest)
		}

		/// A maker of the bank takes up what the borrower applied for (经办).
		#[pallet::call_index(3)]
		pub fn make(origin: OriginFor<T>, loan: LoanId, draft: DraftNo, digest: Digest) -> DispatchResult {
			Self::do_make(origin, loan, draft, digest)
		}

		/// A checker of the bank approves (复核). Nothing is released by that.
		#[pallet::call_index(4)]
		pub fn approve(origin: OriginFor<T>, loan: LoanId, draft: DraftNo, digest: Digest) -> DispatchResult {
			Self::do_approve(origin, loan, draft, digest)
		}

		/// The bank refuses a draft or the borrower takes it back, before anything of it is released.
		#[pallet::call_index(5)]
		#[pallet::weight(Pallet::<T>::reject_weight())]
		pub fn reject(
			origin: OriginFor<T>,
			loan: LoanId,
			draft: DraftNo,
			digest: Digest,
			reason: ShortText,
		) -> DispatchResultWithPostInfo {
			Self::do_reject(origin, loan, draft, digest, reason)
		}

		/// The bank authorises payments (授权): all that still follow the draft, or these lines of it.
		#[pallet::call_index(6)]
		#[pallet::weight(Pallet::<T>::release_weight(lines.len()))]
		pub fn release(
			origin: OriginFor<T>,
			loan: LoanId,
			draft: DraftNo,
			digest: Digest,
			lines: LineNumbers,
		) -> DispatchResultWithPostInfo {
			Self::do_release(origin, loan, draft, digest, lines)
		}

		/// The bank leaves lines of an approved draft out: undrawn again.
		#[pallet::call_index(7)]
		#[pallet::weight(Pallet::<T>::exclude_weight(lines.len()))]
		pub fn exclude(
			origin: OriginFor<T>,
			loan: LoanId,
			draft: DraftNo,
			digest: Digest,
			lines: LineNumbers,
		) -> DispatchResultWithPostInfo {
			Self::do_exclude(origin, loan, draft, digest, &lines)
		}

		/// Books the results of a settlement file that a colleague has entered. What does not fit is queued; the rest
		/// counts.
		#[pallet::call_index(8)]
		#[pallet::weight((Pallet::<T>::settle_weight(results), DispatchClass::Operational))]
		pub fn settle(
			origin: OriginFor<T>,
			file_digest: Digest,
			results: SettlementResults,
		) -> DispatchResultWithPostInfo {
			Self::do_settle(origin, file_digest, &results)
		}

		/// The payee confirms receipts (收款确认), also ones that it had denied.
		#[pallet::call_index(9)]
		#[pallet::weight(Pallet::<T>::receipts_weight(T::WeightInfo::confirm, uetrs.len()))]
		pub fn confirm(origin: OriginFor<T>, uetrs: Receipts) -> DispatchResultWithPostInfo {
			Self::do_confirm(origin, &uetrs)
		}

		/// The bank confirms receipts on the statement of a payee without officers, of which it keeps the digest:
		/// entered by one officer, and entered again by a checker.
		#[pallet::call_index(10)]
		#[pallet::weight(Pallet::<T>::receipts_weight(T::WeightInfo::confirm_assisted, uetrs.len()))]
		pub fn confirm_assisted(
			origin: OriginFor<T>,
			uetrs: Receipts,
			witness: Digest,
		) -> DispatchResultWithPostInfo {
			Self::do_confirm_assisted(origin, &uetrs, witness)
		}

		/// The payee denies a receipt, also one that the bank confirmed in its place. It can confirm it later; else
		/// the bank books the return, or a regulator closes the alert.
		#[pallet::call_index(11)]
		pub fn dispute(origin: OriginFor<T>, uetr: Uetr, reason: ShortText) -> DispatchResult {
			Self::do_dispute(origin, uetr, reason)
		}

		/// A draft that pays returned money again, under new keys; signed and released like every draft.
		#[pallet::call_index(12)]
		#[pallet::weight(Pallet::<T>::pay_again_weight(lines.len()))]
		pub fn pay_again(
			origin: OriginFor<T>,
			loan: LoanId,
			lines: PayAgainLines,
			expires_on: Day,
		) -> DispatchResult {
			Self::do_pay_again(origin, loan, &lines, expires_on)
		}

		/// Books that a draft's last day has passed, before the sweep comes to it.
		#[pallet::call_index(13)]
		#[pallet::weight(Pallet::<T>::lapse_weight())]
		pub fn lapse(origin: OriginFor<T>, loan: LoanId, draft: DraftNo) -> DispatchResultWithPostInfo {
			Self::do_lapse(origin, loan, draft)
		}

		/// An officer says which results a settlement file has (录入), so that another one can book them. Of a file that
		/// is entered already it takes the place of that.
		#[pallet::call_index(14)]
		#[pallet::weight((T::WeightInfo::enter_results(), DispatchClass::Operational))]
		pub fn enter_results(
			origin: OriginFor<T>,
			file_digest: Digest,
			results_digest: Digest,
			count: u16,
			sum: Fen,
		) -> DispatchResult {
			Self::do_enter_results(origin, file_digest, results_digest, count, sum)
		}

		/// The bank closes a mismatch with what it belongs to.
		#[pallet::call_index(15)]
		pub fn close_mismatch(
			origin: OriginFor<T>,
			mismatch: u32,
			link: MismatchLink,
			reason: ShortText,
		) -> DispatchResult {
			Self::do_close_mismatch(origin, mismatch, link, reason)
		}

		/// An order: payments that borrower, maker, checker and releaser have signed beforehand are drafted, mandated,
		/// approved and released at once, all or none. An order is carried out once, because its payments' keys are.
		#[pallet::call_index(20)]
		#[pallet::weight(Pallet::<T>::execute_weight(order))]
		pub fn execute(
			origin: OriginFor<T>,
			order: Order,
			signatures: OrderSignaturesOf<T>,
		) -> DispatchResultWithPostInfo {
			Self::do_execute(origin, order, &signatures)
		}

		/// What two officers of the bank book of one payment by hand (调账): where money that came back leads, or a
		/// counter-entry (冲正). Entered by one officer, and entered again, equal, by a checker.
		#[pallet::call_index(21)]
		#[pallet::weight(Pallet::<T>::adjust_weight())]
		pub fn adjust(origin: OriginFor<T>, uetr: Uetr, adjustment: Adjustment) -> DispatchResult {
			Self::do_adjust(origin, uetr, adjustment)
		}

		/// A receipt, or a denial, that an officer of the payee has signed beside the chain: whoever hands it in, it is
		/// the payee's word, and counts once.
		#[pallet::call_index(22)]
		pub fn confirm_signed(
			origin: OriginFor<T>,
			receipt: Receipt,
			signature: OrderSignature<T::AccountId, T::Signature>,
		) -> DispatchResult {
			Self::do_confirm_signed(origin, receipt, &signature)
		}

		/// A confirmed receipt was a mistake (撤回确认): who confirmed it takes it back, and the payment waits for the
		/// payee's word again. In the payee's place two persons of the bank do so.
		#[pallet::call_index(23)]
		pub fn take_back_receipt(origin: OriginFor<T>, uetr: Uetr, reason: ShortText) -> DispatchResult {
			Self::do_take_back_receipt(origin, uetr, reason)
		}

		/// A drawdown of which payments rest on more documents than their lines name: these amounts of them on these.
		#[pallet::call_index(24)]
		#[pallet::weight(Pallet::<T>::draft_allocated_weight(lines.len(), allocations.len()))]
		pub fn draft_allocated(
			origin: OriginFor<T>,
			loan: LoanId,
			lines: Lines,
			allocations: Allocations,
			expires_on: Day,
		) -> DispatchResult {
			Self::do_draft_allocated(origin, loan, lines, allocations, expires_on)
		}

		/// Parts of a payment rest on documents that came later (分摊), in the place of what was so allocated before.
		#[pallet::call_index(25)]
		pub fn allocate(origin: OriginFor<T>, uetr: Uetr, parts: DocumentParts) -> DispatchResult {
			Self::do_allocate(origin, uetr, parts)
		}
	}
}
