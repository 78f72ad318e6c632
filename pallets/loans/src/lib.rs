//! # Loans
//!
//! Loan contracts (借款合同): a bank offers, the borrower signs, and what was signed stands: the limit, the rate against its
//! dated reference, the availability period, and the spending plan, the closed list of who may be paid how much for
//! what. Every fen of the limit is at one place in the contract's [ledger]. Money is paid elsewhere, by the bank's core
//! system; the pallets to the right ask this one, through [`LoanBook`](zhidai_primitives::traits::LoanBook), what may
//! leave, and tell it what left.
//!
//! | call | who may |
//! |---|---|
//! | [`offer`](Call::offer) 要约 | a maker of a bank |
//! | [`check_offer`](Call::check_offer) 复核 | a checker of that bank, another person, within the checker's limit |
//! | [`sign`](Call::sign) 签约 | an officer of the borrower with duty `Confirm`, another person than the bank's maker and checker |
//! | [`withdraw`](Call::withdraw) 撤回 / 拒绝 | a maker or checker of the bank; once offered, also the borrower's `Confirm` |
//! | [`book_repayment`](Call::book_repayment) 还本入账 | a checker of the bank |
//! | [`close`](Call::close) 结清 | a checker of the bank |
//! | [`hold`](Call::hold), [`lift_hold`](Call::lift_hold) 止付 | bank and anti-money-laundering: a checker of the bank; 司法冻结: a checker of a financial regulator competent for the borrower, on a court's order |
//!
//! ## What a contract pins
//!
//! The version of the programme, the borrower's tier, the reference rate of the day it was prepared, the covenant and the freeze
//! clause, the edition of the rules ([`contract::RULEBOOK`]) and the digest of the agreement's text. Checker and borrower name
//! the digest of the whole request and of all that is [pinned](contract::Pinned) with it,
//! [`OfferRequest::digest`](contract::OfferRequest::digest).
//!
//! ## The spending plan
//!
//! Every line names the kind of evidence that both sides must find good before money moves on it. A prepayment goes before
//! its invoice, but not before its purchase contract: it rests on that, and agrees on the days until the invoice.
//!
//! A drawdown can be [divided](plan::split) over all lines: by what is left of each, to the fen, no line above what is left
//! of it.
//!
//! ## What is read and not stored
//!
//! Whether money may leave today is asked each time: the borrower's standing and freeze, the end of a court's hold, the availability
//! period and the term follow from other records and from the date, with no transaction.

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

pub mod contract;
pub mod hold;
pub mod ledger;
pub mod plan;
pub mod weights;

mod acts;
mod book;
mod errors;
#[cfg(any(feature = "std", feature = "try-runtime"))]
mod invariants;
mod read;
mod rules;

#[cfg(feature = "runtime-benchmarks")]
pub mod benchmarking;
#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;

pub use contract::{Loan, OfferRequest, Pinned, Plan, RateReference, Terms};
pub use hold::{Hold, HoldKind, HoldRecord};
pub use ledger::Ledger;
pub use pallet::*;
pub use plan::PlanUse;
pub use weights::WeightInfo;

#[frame::pallet]
pub mod pallet {
	use super::*;
	use frame::prelude::*;
	use zhidai_primitives::traits::{Calendar, Directory, Rates, SchemeBook, Standing};
	use zhidai_primitives::{
		Day, Digest, Duty, Fen, LoanId, LoanState, OfficerId, OrgId, PlanLine, PlanLineNo, RulebookVersion,
		SchemeId, MAX_PLAN_LINES,
	};

	#[pallet::config]
	pub trait Config: frame_system::Config<Hash = Digest> {
		/// Weights of the calls.
		type WeightInfo: WeightInfo;
		/// Organisations and officers.
		type Directory: Directory<Self::AccountId>;
		/// The current day.
		type Calendar: Calendar;
		/// Reference rates.
		type Rates: Rates;
		/// Lending programmes.
		type SchemeBook: SchemeBook;
		/// Tiers and freezes of firms.
		type Standing: Standing;
		/// What benchmarks need from the other pallets.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: benchmarking::BenchmarkHelper<Self::AccountId>;
	}

	#[pallet::pallet]
	pub struct Pallet<T>(_);

	// Keys are this pallet's counters or ids that the registry counts: `Twox64Concat`. Second keys that are such numbers
	// need no hash of their own under a hashed first: `Identity`. Bank references are chosen outside: `Blake2_128Concat`.

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

	/// Σ limits of a borrower's offered and active loans under a programme, at all banks (G-27).
	#[pallet::storage]
	pub type Committed<T> = StorageDoubleMap<_, Twox64Concat, SchemeId, Twox64Concat, OrgId, Fen, ValueQuery>;

	/// The loans of a borrower.
	#[pallet::storage]
	pub type LoansByBorrower<T> = StorageDoubleMap<_, Twox64Concat, OrgId, Identity, LoanId, ()>;

	/// The loans of a bank.
	#[pallet::storage]
	pub type LoansByBank<T> = StorageDoubleMap<_, Twox64Concat, OrgId, Identity, LoanId, ()>;

	/// The contracts that wait for an organisation: the bank to check, or the borrower to sign.
	#[pallet::storage]
	pub type WaitingFor<T> = StorageDoubleMap<_, Twox64Concat, OrgId, Identity, LoanId, LoanState>;

	/// Repayments of principal, by the digest of the bank's reference.
	#[pallet::storage]
	pub type Repayments<T> = StorageDoubleMap<_, Twox64Concat, LoanId, Blake2_128Concat, Digest, Repayment>;

	/// The references that a bank used, so that one booking counts once over all its loans.
	#[pallet::storage]
	pub type BankReferences<T> = StorageDoubleMap<_, Twox64Concat, OrgId, Blake2_128Concat, Digest, LoanId>;

	/// The holds that were placed and not lifted.
	#[pallet::storage]
	pub type Holds<T> = StorageDoubleMap<_, Twox64Concat, LoanId, Identity, HoldKind, HoldRecord>;

	/// Principal that came back.
	#[derive(Encode, Decode, MaxEncodedLen, TypeInfo, Clone, Copy, Debug, PartialEq, Eq)]
	pub struct Repayment {
		/// How much.
		pub amount: Fen,
		/// The day on which the bank booked it.
		pub booked_on: Day,
		/// The officer who entered it.
		pub officer: OfficerId,
	}

	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	// The fields are named for the records that they are found in.
	#[allow(missing_docs)]
	pub enum Event<T: Config> {
		/// A bank's maker prepared a contract.
		LoanPrepared {
			loan: LoanId,
			bank: OrgId,
			borrower: OrgId,
			amount_fen: Fen,
			digest: Digest,
			maker: OfficerId,
		},
		/// A bank's checker offered it to the borrower.
		LoanOffered { loan: LoanId, bank: OrgId, borrower: OrgId, checker: OfficerId },
		/// The borrower signed.
		LoanSigned { loan: LoanId, bank: OrgId, borrower: OrgId, signer: OfficerId, term_ends_on: Day },
		/// The bank took the contract back, or the borrower declined.
		LoanWithdrawn { loan: LoanId, bank: OrgId, borrower: OrgId, by: OrgId, officer: OfficerId },
		/// Principal came back.
		RepaymentBooked {
			loan: LoanId,
			bank_reference: Digest,
			amount_fen: Fen,
			booked_on: Day,
			officer: OfficerId,
		},
		/// A loan is paid back in full.
		LoanClosed { loan: LoanId, bank: OrgId, borrower: OrgId, officer: OfficerId },
		/// No money may leave a loan.
		HoldPlaced { loan: LoanId, kind: HoldKind, by: OrgId, officer: OfficerId, until: Option<Day> },
		/// A hold is gone; others may stand.
		HoldLifted { loan: LoanId, kind: HoldKind, by: OrgId, officer: OfficerId },
	}

	#[pallet::error]
	// A `line` is a plan line's number, from 0.
	#[allow(missing_docs)]
	pub enum Error<T> {
		/// There is no such loan; look the number up among the organisation's loans.
		NoSuchLoan,
		/// The spending plan has no such line; name a line of the plan, counted from 0.
		NoSuchPlanLine,
		/// The contract is not in the state that this act needs; look at its state and do what comes before.
		WrongState,
		/// The digest is not that of the contract as it stands; read the contract again and name its digest.
		DigestMismatch,
		/// The officer's bank is not the lender; only officers of the lending bank may do this.
		NotTheLendingBank,
		/// The officer's organisation is not the borrower; only the borrower may sign.
		NotTheBorrower,
		/// The officer is neither a maker or checker of the lending bank nor authorised to sign for the borrower; ask one of them.
		NotAParty,
		/// The borrower is not an active enterprise of the consortium; have it admitted first.
		BorrowerIsNotAnEnterprise,
		/// A bank cannot lend to itself; name another borrower.
		BorrowerIsTheBank,
		/// This is not an active regulator of the needed kind whose region contains the borrower's; name the competent one.
		RegulatorNotCompetent,
		/// The spending plan is empty; add a line for every payee.
		PlanEmpty,
		/// A plan line is for nothing; give it a cap above zero or leave it out.
		PlanLineZero { line: u16 },
		/// The caps of the plan are not together the loan's amount; make them sum to it, to the fen.
		PlanDoesNotSumToAmount,
		/// A prepayment rests on other evidence than its purchase contract; name the purchase contract as its evidence.
		PrepaymentWithoutContract { line: u16 },
		/// The quality-upgrading lines are less than the programme's covenant; plan more quality-upgrading spend.
		QualityShareBelowCovenant,
		/// A plan line pays the borrower itself; name the supplier.
		PayeeIsBorrower { line: u16 },
		/// A plan line pays someone related to the borrower; name an independent payee.
		PayeeRelatedToBorrower { line: u16 },
		/// A plan line pays no active supplier, testing or certification body or enterprise; have the payee admitted first.
		PayeeNotAdmitted { line: u16 },
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
		/// The borrower's loans under the programme exceed what may be lent without security; name collateral or guarantee.
		SecurityMissing,
		/// The programme's terms do not have this tier; have the programme corrected.
		TierNotInScheme,
		/// The borrower's tier is now below the one that the contract pins; have the credentials restored or contract anew.
		TierLowered,
		/// The amount is more than the undrawn limit; draw less.
		LimitExceeded,
		/// The amount is more than what is left of a plan line; pay less on it.
		PlanLineExceeded { line: u16 },
		/// More would move than there is; read the ledger again.
		LedgerUnderflow,
		/// The split gives a plan line nothing; draw more, or name the lines explicitly.
		SplitGivesNothing { line: u16 },
		/// The loan has as many open drafts as it may; finish, reject or let lapse some.
		TooManyOpenDrafts,
		/// A hold stands on the loan; it must be lifted by who placed it, or a court's must run out.
		LoanHeld,
		/// A failed spot check froze the undrawn limit of contracts with the freeze clause; it opens when that is rectified or annulled.
		UndrawnLimitFrozen,
		/// The availability period is over; money can no longer be drawn from this contract.
		NotAvailable,
		/// The term is over; money can no longer be drawn from this contract.
		TermEnded,
		/// A repayment of nothing is none; give an amount above zero.
		RepaymentZero,
		/// Principal repaid would exceed what was paid; book at most what is outstanding, and pay returned money either back or again.
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
		/// This hold stands already; a court's can be placed again only to stand longer.
		AlreadyHeld,
		/// There is no such hold; look at the holds of the loan.
		NotHeld,
		/// The hold would end in the past; give its last day.
		HoldEndsInPast,
		/// The loan numbers are used up; the chain needs an upgrade.
		LoanNumbersUsedUp,
		/// A prepayment does not say when its invoice is due; agree on the days from the payment to the invoice.
		InvoiceDayMissing { line: u16 },
	}

	#[pallet::extra_constants]
	impl<T: Config> Pallet<T> {
		/// The edition of the lending rules that contracts pin.
		#[pallet::constant_name(Rulebook)]
		fn rulebook() -> RulebookVersion {
			contract::RULEBOOK
		}

		/// The most lines that a spending plan can have.
		#[pallet::constant_name(MaxPlanLines)]
		fn max_plan_lines() -> u32 {
			MAX_PLAN_LINES
		}
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
		/// Prepares a contract. It pins the programme's version, the borrower's tier and the day's reference rate.
		#[pallet::call_index(0)]
		#[pallet::weight(<T as Config>::WeightInfo::offer(u32::try_from(request.plan.len()).unwrap_or(MAX_PLAN_LINES)))]
		pub fn offer(origin: OriginFor<T>, request: OfferRequest) -> DispatchResult {
			let who = ensure_signed(origin)?;
			let actor = T::Directory::authorise_as(&who, Duty::Maker, rules::BANKS)?;
			Self::prepare(actor, request)
		}

		/// Offers a prepared contract to the borrower, naming its digest. The rules are checked again, as of today.
		#[pallet::call_index(1)]
		pub fn check_offer(origin: OriginFor<T>, loan: LoanId, digest: Digest) -> DispatchResult {
			let who = ensure_signed(origin)?;
			let actor = T::Directory::authorise_as(&who, Duty::Checker, rules::BANKS)?;
			Self::make_offer(actor, loan, digest)
		}

		/// Signs an offered contract, naming its digest. From this day its term runs.
		#[pallet::call_index(2)]
		pub fn sign(origin: OriginFor<T>, loan: LoanId, digest: Digest) -> DispatchResult {
			let who = ensure_signed(origin)?;
			let actor = T::Directory::authorise(&who, Duty::Confirm)?;
			Self::make_active(actor, loan, digest)
		}

		/// Takes a contract back, or declines it, before it is signed.
		#[pallet::call_index(3)]
		pub fn withdraw(origin: OriginFor<T>, loan: LoanId) -> DispatchResult {
			let who = ensure_signed(origin)?;
			let actor = Self::authorise_any(&who, &[Duty::Maker, Duty::Checker, Duty::Confirm])?;
			Self::make_withdrawn(actor, loan)
		}

		/// Books principal that the bank's core system booked. A reference counts once.
		#[pallet::call_index(4)]
		pub fn book_repayment(
			origin: OriginFor<T>,
			loan: LoanId,
			amount: Fen,
			bank_reference: Digest,
			booked_on: Day,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			let actor = T::Directory::authorise_as(&who, Duty::Checker, rules::BANKS)?;
			Self::book(actor, loan, amount, bank_reference, booked_on)
		}

		/// Closes a loan that is settled and repaid. Its amount no longer counts against the borrower's limit.
		#[pallet::call_index(5)]
		pub fn close(origin: OriginFor<T>, loan: LoanId) -> DispatchResult {
			let who = ensure_signed(origin)?;
			let actor = T::Directory::authorise_as(&who, Duty::Checker, rules::BANKS)?;
			Self::make_closed(actor, loan)
		}

		/// Stops money from leaving. Holds stack; the contract's periods run on.
		#[pallet::call_index(6)]
		// A hold must come before the payments of its block.
		#[pallet::weight((<T as Config>::WeightInfo::hold(), DispatchClass::Operational))]
		pub fn hold(origin: OriginFor<T>, loan: LoanId, hold: Hold) -> DispatchResult {
			let who = ensure_signed(origin)?;
			let actor = T::Directory::authorise_as(&who, Duty::Checker, hold.kind().roles())?;
			Self::place_hold(actor, loan, hold)
		}

		/// Lifts a hold.
		#[pallet::call_index(7)]
		pub fn lift_hold(origin: OriginFor<T>, loan: LoanId, kind: HoldKind) -> DispatchResult {
			let who = ensure_signed(origin)?;
			let actor = T::Directory::authorise_as(&who, Duty::Checker, kind.roles())?;
			Self::remove_hold(actor, loan, kind)
		}
	}
}
