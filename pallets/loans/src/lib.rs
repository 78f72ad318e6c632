//! # Loans
//!
//! Loan contracts (借款合同): a bank offers, the borrower signs, and what was signed stands: the limit, the rate
//! against its dated reference, the availability period, and the spending plan, the closed list of who may be
//! paid how much for what. Every fen of the limit is at one place in the contract's [ledger](Ledger). Money
//! is paid elsewhere, by the bank's core system; the pallets to the right ask this one, each through no more
//! than it needs of [`LoanInspect`](zhidai_primitives::traits::LoanInspect), `LoanRoom`, `LoanPermission` and
//! `LoanMove`.
//!
//! | call | at the door | who may |
//! |---|---|---|
//! | [`offer`](Call::offer) 要约 | Bank × Maker | a maker of a bank; once under one request |
//! | [`check_offer`](Call::check_offer) 复核 | Bank × Checker | a checker of that bank, another person, within the checker's limit for this borrower and day; above it a second checker, another person, whose limit covers it |
//! | [`sign`](Call::sign) 签约 | Enterprise × Confirm | an officer of the borrower with duty `Confirm`, another person than the bank's maker and checker |
//! | [`withdraw`](Call::withdraw) 撤回 / 拒绝 | Bank, Enterprise × Maker, Checker, Confirm | a maker or checker of the bank; once offered, also the borrower's `Confirm` |
//! | [`lapse`](Call::lapse) 失效 | Bank, Enterprise × Maker, Checker, Confirm | a maker or checker of the bank, or the borrower's `Confirm`, after the offer's last day |
//! | [`book_repayment`](Call::book_repayment) 还本入账 | Bank × Maker, Checker | entered by a maker or checker of the bank, and entered again, equal, by a checker, another person |
//! | [`correct_repayment`](Call::correct_repayment) 冲正 | Bank × Maker, Checker | a counter-entry, entered by a maker or checker of the bank, and entered again, equal, by a checker, another person |
//! | [`close`](Call::close) 结清 | Bank × Maker, Checker | where no hold stands: a checker of the bank; while the borrower could still draw (提前终止), asked by a maker or checker and agreed by a checker, another person |
//! | [`hold`](Call::hold) 止付 | Bank, regulator × Checker | bank and anti-money-laundering: a checker of the bank; 司法冻结: a checker of a financial regulator competent for the borrower, on a court's order, or who extends its own that stands; 市监止付: a checker of the market regulator that the contract names |
//! | [`lift_hold`](Call::lift_hold) 解除 | Bank, regulator × Maker, Checker | asked by a maker or checker of who placed it, or took that one's place, or of a bank's own of the bank that lends now, agreed by another person, maker or checker there; one of the two is a checker |
//! | [`change_regulator`](Call::change_regulator) 变更市监部门 | MarketRegulator × Maker, Checker | asked by an officer of the market regulator that attests its evidence, or of one whose region is wider than that one's and contains the new one's; agreed by another person there; one of the two is a checker |
//! | [`take_over`](Call::take_over) 承继 | Bank, Enterprise, MarketRegulator × Maker, Checker, Confirm | any such officer of who succeeds a party of an active loan, as the council decided |
//! | [`transfer`](Call::transfer) 转让 | Bank × Maker, Checker | the same list by four persons: a maker and a checker of the lending bank, then a maker and a checker of the one that takes the loans; each checker within the checker's limit for each borrower and day |
//!
//! Two persons where money or standing is given or taken. One is enough to stop money, as two undo it; to
//! take an offer back, which gives nobody anything; and to close a loan of which nothing can be drawn any more,
//! as it closes only when what two persons booked repays it to the fen. Before, closing takes from the borrower
//! what the bank committed to lend, and is done by two.
//!
//! An offer counts while the bank's officers who prepared and checked it could sign it with those keys: after a
//! removal, a change of duties or of the key it is taken back and made anew. At most [`MAX_STANDING_OFFERS`] of one
//! bank stand beside each other for one borrower, so that no bank fills a firm's inbox; one that was signed, declined
//! or taken back, or whose last day is over, stands no more, and one that cannot be signed any more is shown to
//! nobody.
//!
//! An offer's last day is its availability's, and at most [`OfferLifeDays`](Config::OfferLifeDays) after its
//! preparation; it is pinned, so that it stands in what everyone signs. That it is over is booked by a sweep in
//! `on_idle`, one offer a block, or by `lapse`.
//!
//! ## The ledger
//!
//! Disbursement (放款) and payment (支付) are two facts: principal is owed from the disbursement on, whatever becomes of
//! the payment. Undrawn → pending → released → to pay → settled → received is the way of most money; what comes back,
//! or cannot be paid after it was disbursed, is *on hand*: drawn and owed, with nobody, until it is paid again,
//! prepaid, reversed within the bank, or credited to a borrower who owes nothing. *May draw* and *may pay* are two
//! rules (`LoanPermission`): a freeze, the end of the availability and a lost tier stop what is drawn anew, a hold
//! stops both. Nothing is edited: what was booked wrongly has a counter-entry of two persons beside it, in the ledger
//! the movement that undoes it.
//!
//! What one officer asks for, that a hold be lifted or a loan closed early, counts for [`ASK_STANDS_DAYS`] days, and
//! only while that officer could still ask with that key: not after a removal, a change of duties or of the key. What
//! counts no more is shown to nobody, and the next call asks anew. An ask is not taken back by a call of its own: a
//! second sending of the same transaction would do so by accident.
//!
//! Holds stack, also of one kind: a second court's order, or the bank's second reason, is a hold of its own
//! (轮候), told from the others by who placed it and the digest of what it rests on. Each is lifted alone, and
//! money moves when none stands. What stands is lifted by who placed it or by who took that one's place, and by
//! nobody who is merely as competent; only where who placed it has left, by who could place it now, and what a bank
//! placed by who lends the loan now. A loan under a hold is not closed. What was lifted, ran out or was extended is
//! kept, with who placed and who lifted it ([`EndedHolds`]); the contract's periods run on meanwhile. One
//! organisation has at most [`MAX_HOLDS_OF_ONE`] of a kind on a loan, so that nobody takes another's room.
//!
//! ## What a contract pins
//!
//! The version of the programme, the borrower's tier, the reference rate of the day it was prepared, the
//! covenant and the freeze clause, the edition of the rules ([`types::contract::RULEBOOK`]) and the digest of
//! the agreement's text. Checker and borrower name the digest of the whole request and of all that is
//! [pinned](Pinned) with it, [`OfferRequest::digest`].
//!
//! The collection account (回款账户), where the contract has one, is named by a version of the borrower's account that
//! the bank verified. From the signature until the loan is closed the registry keeps that account the borrower's: it is
//! no payee's at this bank, and the bank does not void it.
//!
//! ## The spending plan
//!
//! Every line names the kind of evidence that both sides must find good before money moves on it. A
//! prepayment goes before its invoice, but not before its purchase contract: it rests on that, and agrees on
//! the days until the invoice.
//!
//! A drawdown can be [divided](zhidai_primitives::books::split::divide) over lines of the plan, to the fen: by what is
//! left of each, over all that have something left, by amounts, or by shares; no line above what is left of it.
//! Milestones come later.
//!
//! ## What crosses to other banks
//!
//! A borrower's limit holds over all its loans at all banks. An offer takes nothing of it: else one bank could
//! keep a firm from borrowing elsewhere by offers that the firm never wanted. The borrower's signature asks
//! [`Quota`](zhidai_primitives::traits::Quota) for it; where the answer comes later, the offer waits, and is
//! signed once more when it is granted. Before anything is promised or leaves,
//! [`Fresh`](zhidai_primitives::traits::Fresh) says whether what this chain knows of the others is new
//! enough.
//!
//! ## What is read and not stored
//!
//! Whether money may leave today is asked each time: the borrower's standing and freeze, the end of a court's
//! hold, the availability period and the term follow from other records and from the date, with no
//! transaction. So is whether the rate that a contract was held against has been corrected since: the trace of
//! the loan says it, by number and with the reason.
//!
//! ## Who leaves
//!
//! Bank, borrower and market regulator of an active loan stay until it is closed: what each has is counted with
//! the borrower's signature and with the closing. Offers keep nobody: what only others say of an
//! organisation does not bind it.
//!
//! ## Another party takes a place
//!
//! What was signed stands: a party's place in an active loan passes to another organisation as an act of its own, which
//! stays on record ([`PartyHistory`]). It passes with all that waits
//! ([`PartyWork`](zhidai_primitives::traits::PartyWork)), and not while something waits that only the old
//! one can end. What the old one's officers asked for is void; its holds stay, and who placed them, or succeeded who
//! did, lifts them, or, of a bank's, the next bank. Who succeeds a party takes over what was signed until then.
//! What stops the money of a borrower, its freeze or its relation to a payee, keeps its place from passing. A bank's
//! or a borrower's place does not pass while a draft is open or a payment on its way. A debt that passes with its
//! borrower's place counts against the new one's limit, above every cap. Payees' accounts are each bank's own facts:
//! the next one verifies them anew. It takes no loan before it has verified the loan's collection account for the
//! borrower, and nobody takes a borrower's place before the bank has verified an account of that one
//! ([`CollectionVersions`]).
//!
//! ## What must always hold
//!
//! See [`check_invariants`](Pallet::check_invariants).

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

pub mod types;
pub mod weights;

mod access;
mod calls;
mod errors;
mod events;
#[cfg(any(feature = "std", feature = "try-runtime"))]
mod invariants;
mod provides;
mod reads;
mod rules;
mod store;

#[cfg(feature = "runtime-benchmarks")]
pub mod benchmarking;
#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;

pub use pallet::*;
pub use types::ask::{Ask, ASK_STANDS_DAYS};
pub use types::closing::EarlyClosing;
pub use types::contract::{Loan, OfferRequest, Pinned, Plan, RateReference, Terms, MAX_STANDING_OFFERS};
pub use types::hold::{EndedHold, Hold, HoldKey, HoldList, HoldRecord, Lift, MAX_HOLDS, MAX_HOLDS_OF_ONE};
pub use types::party::{
	LoanParty, OpenLoanCounts, PartyChange, PartyChanges, RegulatorChange, MAX_PARTY_CHANGES,
	MAX_REGULATOR_CHANGES,
};
pub use types::repayment::{EnteredRepayment, Repayment, RepaymentCorrection, MAX_ENTERED};
pub use types::transfer::{Transfer, TransferredLoans, MAX_TRANSFERRED, TRANSFER_STANDS_DAYS};
pub use types::waiting::{ContractStage, WaitingKey};
pub use weights::WeightInfo;
pub use zhidai_primitives::books::{Ledger, PlanUse};

use frame::pallet_macros::import_section;

#[import_section(errors::errors)]
#[import_section(events::events)]
#[frame::pallet]
pub mod pallet {
	use super::*;
	use frame::prelude::*;
	use zhidai_primitives::traits::{
		Calendar, CollectionAccounts, Directory, Fresh, Once, PartyWork, Quota, Rates, SchemeBook, Standing,
	};
	use zhidai_primitives::{
		AccountVersion, Day, Digest, Fen, HoldKind, LoanId, OfficerId, Ordered, OrgId, PlanLine, PlanLineNo,
		RequestId, RulebookVersion, ShortText, MAX_PLAN_LINES,
	};

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	/// What the pallet needs.
	#[pallet::config]
	pub trait Config: frame_system::Config<Hash = Digest> {
		/// Weights of the calls.
		type WeightInfo: WeightInfo;
		/// Organisations and officers.
		type Directory: Directory<Self::AccountId>;
		/// The accounts to which borrowers' receipts return.
		type CollectionAccounts: CollectionAccounts;
		/// The current day.
		type Calendar: Calendar;
		/// Which requests were carried out.
		type Once: Once;
		/// Reference rates.
		type Rates: Rates;
		/// Lending programmes.
		type SchemeBook: SchemeBook;
		/// Tiers and freezes of firms.
		type Standing: Standing;
		/// A borrower's limit over all banks.
		type Quota: Quota;
		/// Whether what this chain knows is new enough for money to be promised or to leave.
		type Fresh: Fresh;
		/// For how many days after its preparation an offer can be checked and signed at the most.
		#[pallet::constant]
		type OfferLifeDays: Get<u32>;
		/// What waits for the parties of loans elsewhere.
		type PartyWork: PartyWork;
		/// What benchmarks need from the other pallets.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: benchmarking::BenchmarkHelper<Self::AccountId>;
	}

	/// The pallet.
	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	// Keys are this pallet's counters or ids that the registry counts: `Twox64Concat`. Second keys that are
	// such numbers need no hash of their own under a hashed first: `Identity`. Bank references are chosen
	// outside: `Blake2_128Concat`.

	/// The number of the last loan; the first is 1.
	#[pallet::storage]
	pub type LastLoan<T> = StorageValue<_, LoanId, ValueQuery>;

	/// Loans: the slim record that every act reads.
	#[pallet::storage]
	pub type Loans<T> = StorageMap<_, Twox64Concat, LoanId, Loan>;

	/// Terms by version; written once.
	#[pallet::storage]
	pub type LoanTerms<T> = StorageDoubleMap<_, Twox64Concat, LoanId, Identity, u16, Terms>;

	/// Ledgers of the loans that were signed.
	#[pallet::storage]
	pub type Ledgers<T> = StorageMap<_, Twox64Concat, LoanId, Ledger>;

	/// The lines of the spending plans, from 0; written once.
	#[pallet::storage]
	pub type PlanLines<T> = StorageDoubleMap<_, Twox64Concat, LoanId, Identity, PlanLineNo, PlanLine>;

	/// What is used of each plan line.
	#[pallet::storage]
	pub type PlanUses<T> =
		StorageDoubleMap<_, Twox64Concat, LoanId, Identity, PlanLineNo, PlanUse, ValueQuery>;

	/// How many lines each plan has.
	#[pallet::storage]
	pub type PlanLength<T> = StorageMap<_, Twox64Concat, LoanId, u16, ValueQuery>;

	/// The loans of a borrower, the oldest first.
	#[pallet::storage]
	pub type LoansByBorrower<T> = StorageDoubleMap<_, Twox64Concat, OrgId, Identity, Ordered, ()>;

	/// The loans of a bank, the oldest first.
	#[pallet::storage]
	pub type LoansByBank<T> = StorageDoubleMap<_, Twox64Concat, OrgId, Identity, Ordered, ()>;

	/// In how many active loans an organisation has a part: it leaves when there is none.
	#[pallet::storage]
	pub type OpenLoans<T> = StorageMap<_, Twox64Concat, OrgId, OpenLoanCounts, ValueQuery>;

	/// The offers of a bank that stand for a borrower, each with its last day: neither signed nor taken back, and not
	/// known to be past that day.
	#[pallet::storage]
	pub type StandingOffers<T> = StorageDoubleMap<
		_,
		Twox64Concat,
		OrgId,
		Identity,
		OrgId,
		BoundedVec<(LoanId, Day), ConstU32<MAX_STANDING_OFFERS>>,
		ValueQuery,
	>;

	/// Last day, offer → (): what lapses after that day.
	#[pallet::storage]
	pub type LapseQueue<T> = StorageDoubleMap<_, Twox64Concat, Day, Identity, Ordered, ()>;

	/// The first day of [`LapseQueue`] that can have offers.
	#[pallet::storage]
	pub type LapseFrom<T> = StorageValue<_, Day>;

	/// The contracts that wait for an organisation, by what they wait for: listed in that order, the oldest first.
	#[pallet::storage]
	pub type WaitingFor<T> = StorageDoubleMap<_, Twox64Concat, OrgId, Identity, WaitingKey, ()>;

	/// Repayments that one officer entered and no other has checked.
	#[pallet::storage]
	pub type Entered<T> =
		StorageMap<_, Twox64Concat, LoanId, BoundedVec<EnteredRepayment, ConstU32<MAX_ENTERED>>, ValueQuery>;

	/// Repayments of principal, by the digest of the bank's reference.
	#[pallet::storage]
	pub type Repayments<T> = StorageDoubleMap<_, Twox64Concat, LoanId, Blake2_128Concat, Digest, Repayment>;

	/// The references that a bank used, so that one booking counts once over all its loans.
	#[pallet::storage]
	pub type BankReferences<T> = StorageDoubleMap<_, Twox64Concat, OrgId, Blake2_128Concat, Digest, LoanId>;

	/// The holds that were placed and not lifted. In one record: whoever asks whether money may leave reads them all.
	#[pallet::storage]
	pub type Holds<T: Config> = StorageMap<_, Twox64Concat, LoanId, HoldList<T::AccountId>, ValueQuery>;

	/// Holds that are no more, in the order in which they went: a loan's history.
	#[pallet::storage]
	pub type EndedHolds<T> = StorageDoubleMap<_, Twox64Concat, LoanId, Identity, Ordered, EndedHold>;

	/// How many holds of a loan are no more.
	#[pallet::storage]
	pub type HoldsEnded<T> = StorageMap<_, Twox64Concat, LoanId, u32, ValueQuery>;

	/// The loans that an officer asks to close early.
	#[pallet::storage]
	pub type EarlyClosings<T: Config> = StorageMap<_, Twox64Concat, LoanId, EarlyClosing<T::AccountId>>;

	/// How the parties of a loan changed, where they did.
	#[pallet::storage]
	pub type PartyHistory<T> = StorageMap<_, Twox64Concat, LoanId, PartyChanges, ValueQuery>;

	/// Under which version the bank of a loan knows its collection account, where its bank or its borrower changed.
	#[pallet::storage]
	pub type CollectionVersions<T> = StorageMap<_, Twox64Concat, LoanId, AccountVersion>;

	/// The loans for which an officer of a bureau asks for another market regulator.
	#[pallet::storage]
	pub type RegulatorChanges<T: Config> = StorageMap<_, Twox64Concat, LoanId, RegulatorChange<T::AccountId>>;

	/// Loans that pass from a bank to another one, by the first of them, while not all have signed it.
	#[pallet::storage]
	pub type Transfers<T> = StorageMap<_, Twox64Concat, LoanId, Transfer>;

	#[pallet::extra_constants]
	impl<T: Config> Pallet<T> {
		/// The edition of the lending rules that contracts pin.
		#[pallet::constant_name(Rulebook)]
		fn rulebook() -> RulebookVersion {
			types::contract::RULEBOOK
		}

		/// The most lines that a spending plan can have.
		#[pallet::constant_name(MaxPlanLines)]
		fn max_plan_lines() -> u32 {
			MAX_PLAN_LINES
		}
	}

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
		/// Prepares a contract. It pins the programme's version, the borrower's tier and the day's reference rate.
		/// Once under one request.
		#[pallet::call_index(0)]
		#[pallet::weight(<T as Config>::WeightInfo::offer(u32::try_from(request.plan.len()).unwrap_or(MAX_PLAN_LINES)))]
		pub fn offer(origin: OriginFor<T>, request: OfferRequest, request_id: RequestId) -> DispatchResult {
			Self::do_offer(origin, request, request_id)
		}

		/// Offers a prepared contract to the borrower, naming its digest. The rules are checked again, as of today.
		#[pallet::call_index(1)]
		pub fn check_offer(origin: OriginFor<T>, loan: LoanId, digest: Digest) -> DispatchResult {
			Self::do_check_offer(origin, loan, digest)
		}

		/// Signs an offered contract, naming its digest. Only now it counts against the borrower's limit, and from this
		/// day its term runs.
		#[pallet::call_index(2)]
		pub fn sign(origin: OriginFor<T>, loan: LoanId, digest: Digest) -> DispatchResult {
			Self::do_sign(origin, loan, digest)
		}

		/// Takes a contract back, or declines it, before it is signed.
		#[pallet::call_index(3)]
		pub fn withdraw(origin: OriginFor<T>, loan: LoanId) -> DispatchResult {
			Self::do_withdraw(origin, loan)
		}

		/// Books principal that the bank's core system booked: entered by one officer, and entered again by a
		/// checker. A reference counts once.
		#[pallet::call_index(4)]
		pub fn book_repayment(
			origin: OriginFor<T>,
			loan: LoanId,
			amount: Fen,
			bank_reference: Digest,
			booked_on: Day,
		) -> DispatchResult {
			Self::do_book_repayment(origin, loan, amount, bank_reference, booked_on)
		}

		/// Closes a loan that is settled and repaid: at once where nothing can be drawn any more, else asked by one
		/// officer and agreed by a checker. Its amount no longer counts against the borrower's limit.
		#[pallet::call_index(5)]
		pub fn close(origin: OriginFor<T>, loan: LoanId) -> DispatchResult {
			Self::do_close(origin, loan)
		}

		/// Stops money from leaving. Holds stack, also of one kind; the contract's periods run on.
		#[pallet::call_index(6)]
		// A hold must come before the payments of its block.
		#[pallet::weight((<T as Config>::WeightInfo::hold(), DispatchClass::Operational))]
		pub fn hold(origin: OriginFor<T>, loan: LoanId, hold: Hold) -> DispatchResult {
			Self::do_hold(origin, loan, hold)
		}

		/// Lifts one hold: asked by one officer, agreed by another, one of the two a checker. The others stand.
		#[pallet::call_index(7)]
		pub fn lift_hold(origin: OriginFor<T>, loan: LoanId, hold: HoldKey) -> DispatchResult {
			Self::do_lift_hold(origin, loan, hold)
		}

		/// Has another market regulator attest an active loan's evidence: asked by one officer of a bureau, agreed by
		/// another, one of the two a checker.
		#[pallet::call_index(8)]
		pub fn change_regulator(origin: OriginFor<T>, loan: LoanId, regulator: OrgId) -> DispatchResult {
			Self::do_change_regulator(origin, loan, regulator)
		}

		/// Takes the place of the party that the officer's organisation succeeds, by the council's decision.
		#[pallet::call_index(9)]
		pub fn take_over(origin: OriginFor<T>, loan: LoanId) -> DispatchResult {
			Self::do_take_over(origin, loan)
		}

		/// Books that an offer's last day is over, before the sweep comes to it.
		#[pallet::call_index(10)]
		pub fn lapse(origin: OriginFor<T>, loan: LoanId) -> DispatchResult {
			Self::do_lapse(origin, loan)
		}

		/// Passes loans to another bank, which lends them from then on: signed by two persons of each bank, who all
		/// send the same list, in ascending order.
		#[pallet::call_index(11)]
		#[pallet::weight(<T as Config>::WeightInfo::transfer(u32::try_from(loans.len()).unwrap_or(MAX_TRANSFERRED)))]
		pub fn transfer(origin: OriginFor<T>, loans: TransferredLoans, to: OrgId) -> DispatchResult {
			Self::do_transfer(origin, loans, to)
		}

		/// Books that a repayment was booked wrongly (冲正), by its bank reference: entered by one officer, and entered
		/// again by a checker. What was booked stays on record.
		#[pallet::call_index(12)]
		pub fn correct_repayment(
			origin: OriginFor<T>,
			loan: LoanId,
			bank_reference: Digest,
			reason: ShortText,
		) -> DispatchResult {
			Self::do_correct_repayment(origin, loan, bank_reference, reason)
		}
	}
}
