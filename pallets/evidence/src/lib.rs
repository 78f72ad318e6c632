//! # Evidence (证据)
//!
//! What a payment rests on: purchase contracts, invoices, inspection reports, patent filings, acceptance
//! certificates. The documents stay off the chain; here are their digests, who filed them, and what bank and
//! market regulator found. A document is *verified* when both sides gave a positive verdict over the same
//! digest with the same fingerprints (双节点验证); money may leave on it once it has also *landed* as this
//! financing's, for all banks.
//!
//! | call | at the door | who may |
//! |---|---|---|
//! | [`file`](pallet::Pallet::file) 存证 | Bank, Enterprise × Maker, Confirm | the borrower (maker or confirming officer) or the lending bank (maker), for a loan that is offered or active; once under one request |
//! | [`revise`](pallet::Pallet::revise) | Bank, Enterprise × Maker, Confirm | the organisation that filed it, while it is neither verified nor used, naming the revision that it replaces |
//! | [`give_verdict`](pallet::Pallet::give_verdict) 核验 | Bank, MarketRegulator × Attest | an attesting officer of the assigned bank, and one of the assigned regulator, while the loan is active: once each per revision, two persons, neither of them who filed it; again after the own side's retraction, another person than who retracted |
//! | [`withdraw`](pallet::Pallet::withdraw) | Bank, Enterprise × Maker, Confirm | the organisation that filed it, while no payment rests on it; removes what nobody spoke on |
//! | [`retract`](pallet::Pallet::retract) 撤回核验 | Bank, MarketRegulator × Attest | an attesting officer of a side that spoke for it, at any time |
//! | [`take_over`](pallet::Pallet::take_over) 承接 | Bank, MarketRegulator × Attest | an attesting officer of the loan's bank or market regulator, where the loan has other parties since it was filed |
//!
//! **Verdicts** are given on signed loans only. A mere offer is one bank's act: with verdicts on it, a bank
//! could take a firm's documents away from every other bank, without the firm. A positive verdict waits for
//! the other side's for [`PendingDays`](pallet::Config::PendingDays) days, then counts no more: its side may
//! give it again from the next day on, and is asked to when the other one speaks; a warning does not end.
//! It counts, too, only while its officer could give it with that key: a claim begins with two signatures that count,
//! and after a removal, or with another key, another officer of that side speaks anew, who finds it in the inbox when
//! the other side has spoken. Verdicts end with the loan's availability, except on a document on which money rests.
//!
//! **A purchase is one thing.** Its contract, or, without one, its only invoice, is the purchase; invoices, delivery
//! notes, acceptance certificates and reports name it when they are filed (`belongs_to`), and have its parties. No
//! paper adds money to it: what rests on all of its documents together never exceeds its amount, less its red letters
//! (红字发票), which take back from their filing on, and name the invoice. A red letter that comes after the money lowers
//! what is left, and where nothing is left, nothing more is released. A paper that could be of one of the seller's
//! contracts says of which; only what is older than all of them is a purchase by itself. An invoice that was only
//! issued wrongly and is issued anew (红冲重开) takes nothing back from its purchase: its sides retract it, and no red
//! letter is filed.
//!
//! **Retraction.** A side whose positive verdict turns out wrong (红冲, 退货, 伪造) takes it back, naming revision,
//! digest, reason and the digest of the paper that shows it. From then nothing is released on the evidence;
//! what was released stays, and people are told. One officer is enough, as for a verdict: that takes two persons
//! of two organisations, neither of whom filed the document, and this only stops money. Where it was wrong,
//! another officer of that side speaks again, over the same digest with the same fingerprints, and the
//! verdicts come to what they came to before; so one person alone locks nothing for good. Who took back what
//! and why stays in the events.
//!
//! **Another bank, market regulator or borrower** of the loan speaks for its evidence, and takes it back, once an
//! attesting officer of the loan has taken it over; the old one does not from the change on. What was said before
//! stays as it was said, and so does what it claims.
//!
//! **Fingerprints** are opaque here and come with the verdicts. One document finances one loan, at all banks together
//! ([`Claims`](zhidai_primitives::traits::Claims)). The claim begins when both sides speak for the document
//! with the same fingerprints: a verdict that waits is seen by everybody and blocks nobody, and of two
//! documents that wait, the first to get both verdicts wins. It ends when nothing was paid on it and the loan
//! is over or can no longer be drawn on, or a side has retracted, or one of the two sides is suspended or has left,
//! or the filer took it back: that is looked at when the next one comes with the same document, so that nobody can
//! forget it. Evidence whose claim gave way is not paid on; it is withdrawn and filed anew.
//!
//! **Look-alikes.** A verdict that speaks for a document may also carry alert tags: keyed digests of looser forms
//! (digits only, look-alikes, near amount and date). Who attests is told which other documents meet this one there
//! ([`look_alikes`](pallet::Pallet::look_alikes), the inbox, an event); nothing is refused for it.
//!
//! **Nobody fills another's desk**: how much evidence waits for verdicts is bounded for each filer, on a loan
//! and at a regulator. And nobody files without end: how much an organisation files for a loan on a day is bounded,
//! and what is withdrawn before anybody spoke leaves nothing but its events.
//!
//! **What must always hold** is said at [`check_invariants`](pallet::Pallet::check_invariants).

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
#[cfg(feature = "runtime-benchmarks")]
pub mod benchmarking;
mod calls;
mod costs;
mod errors;
mod events;
mod invariants;
#[cfg(test)]
mod mock;
mod provides;
mod reads;
mod rules;
mod store;
#[cfg(test)]
mod tests;
mod types;
pub mod weights;

pub use pallet::*;
pub use types::{
	evidence_digest, judge, AlertTagSet, Content, EvidenceRecord, EvidenceState, Filings, Fingerprint,
	FingerprintSet, InPurchase, Retraction, RetractionReason, SellerPapers, Statement, Status, VerdictEnd,
	VerdictRecord, MAX_FILED_PER_DAY, MAX_FINGERPRINTS, MAX_OPEN_PER_FILER, MAX_OPEN_PER_LOAN, MAX_PAPERS,
	MAX_REVISIONS,
};
pub use weights::WeightInfo;

use frame::pallet_macros::import_section;

#[import_section(errors::errors)]
#[import_section(events::events)]
#[frame::pallet]
pub mod pallet {
	use crate::{
		AlertTagSet, Content, EvidenceRecord, EvidenceState, Filings, FingerprintSet, RetractionReason,
		SellerPapers, Statement, Status, VerdictRecord, WeightInfo,
	};
	use frame::prelude::*;
	use zhidai_primitives::{
		traits::{Calendar, Claims, Directory, Findings, LoanInspect, LookAlikes, Once},
		Day, Digest, EvidenceId, LoanId, OfficerId, Ordered, OrgId, RequestId, Side, Verdict,
	};

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
		/// Which requests were carried out.
		type Once: Once;
		/// The loans that evidence belongs to.
		type Loans: LoanInspect;
		/// One document, one financing, over all banks. The answer may come later.
		type Claims: Claims;
		/// Which documents look alike, over all banks.
		type LookAlikes: LookAlikes;
		/// Where conflicts and retractions are reported.
		type Findings: Findings;
		/// For how many days a positive verdict waits for the other side's.
		#[pallet::constant]
		type PendingDays: Get<u32>;
		/// What the calls cost.
		type WeightInfo: WeightInfo;
		/// Sets up what benchmarks need from the neighbours.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: crate::benchmarking::BenchmarkHelper<Self::AccountId>;
	}

	// Hashers: ids are our own counters (Twox64Concat); second keys are small integers below a hashed first
	// key (Identity), in the order of the numbers where lists are read from them.

	/// The id of the next piece of evidence.
	#[pallet::storage]
	pub type NextEvidence<T: Config> = StorageValue<_, EvidenceId, ValueQuery>;

	/// The current revision of every piece of evidence.
	#[pallet::storage]
	pub type Evidence<T: Config> = StorageMap<_, Twox64Concat, EvidenceId, EvidenceRecord>;

	/// Revisions that were replaced.
	#[pallet::storage]
	pub type Superseded<T: Config> =
		StorageDoubleMap<_, Twox64Concat, EvidenceId, Identity, u16, EvidenceRecord>;

	/// Where every piece of evidence stands.
	#[pallet::storage]
	pub type States<T: Config> = StorageMap<_, Twox64Concat, EvidenceId, EvidenceState>;

	/// Verdicts, by revision and side.
	#[pallet::storage]
	pub type Verdicts<T: Config> =
		StorageDoubleMap<_, Twox64Concat, EvidenceId, Identity, (u16, Side), VerdictRecord>;

	/// The inbox of an organisation: evidence that waits for its verdict, with the current revision.
	#[pallet::storage]
	pub type PendingVerdicts<T: Config> = StorageDoubleMap<_, Twox64Concat, OrgId, Identity, Ordered, u16>;

	/// The evidence of a loan.
	#[pallet::storage]
	pub type ByLoan<T: Config> = StorageDoubleMap<_, Twox64Concat, LoanId, Identity, Ordered, EvidenceId>;

	/// How much evidence on a loan waits for verdicts, by who filed it.
	#[pallet::storage]
	pub type OpenByLoan<T: Config> =
		StorageDoubleMap<_, Twox64Concat, LoanId, Identity, OrgId, u32, ValueQuery>;

	/// How much evidence waits for verdicts where this regulator attests, by who filed it.
	#[pallet::storage]
	pub type OpenByFiler<T: Config> =
		StorageDoubleMap<_, Twox64Concat, OrgId, Identity, OrgId, u32, ValueQuery>;

	/// The papers of a seller for a loan that belong to nothing: its contracts, and what is a purchase by itself.
	#[pallet::storage]
	pub type Sellers<T: Config> =
		StorageDoubleMap<_, Twox64Concat, LoanId, Twox64Concat, OrgId, SellerPapers, ValueQuery>;

	/// How much an organisation filed for a loan on the last day on which it did.
	#[pallet::storage]
	pub type FiledFor<T: Config> =
		StorageDoubleMap<_, Twox64Concat, LoanId, Identity, OrgId, Filings, ValueQuery>;

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), frame::deps::sp_runtime::TryRuntimeError> {
			Self::check_invariants()
		}
	}

	#[pallet::call(weight(<T as Config>::WeightInfo))]
	impl<T: Config> Pallet<T> {
		/// Files evidence for a loan (存证) and asks its bank and its regulator for their verdicts. Once under one
		/// request.
		#[pallet::call_index(0)]
		pub fn file(
			origin: OriginFor<T>,
			loan: LoanId,
			content: Content,
			request_id: RequestId,
		) -> DispatchResult {
			Self::do_file(origin, loan, content, request_id)
		}

		/// Replaces a revision of evidence by a new one; its verdicts start anew.
		#[pallet::call_index(1)]
		pub fn revise(
			origin: OriginFor<T>,
			evidence: EvidenceId,
			revision: u16,
			content: Content,
		) -> DispatchResult {
			Self::do_revise(origin, evidence, revision, content)
		}

		/// Gives the verdict of the bank or of the regulator (核验). Once per side and revision, and again where the
		/// side took it back.
		#[pallet::call_index(2)]
		// Operational: a verdict must find room in a full block.
		#[pallet::weight((Pallet::<T>::verdict_weight(tags.len()), DispatchClass::Operational))]
		pub fn give_verdict(
			origin: OriginFor<T>,
			evidence: EvidenceId,
			revision: u16,
			digest: Digest,
			verdict: Verdict,
			reference: Option<Digest>,
			fingerprints: FingerprintSet,
			tags: AlertTagSet,
		) -> DispatchResultWithPostInfo {
			let statement = Statement { digest, verdict, reference, fingerprints, tags }.canonical();
			Self::do_give_verdict(origin, evidence, revision, statement)
		}

		/// Takes evidence back on which no payment rests; its fingerprints are free again. What has one revision and
		/// never had a verdict is removed.
		#[pallet::call_index(3)]
		pub fn withdraw(origin: OriginFor<T>, evidence: EvidenceId) -> DispatchResult {
			Self::do_withdraw(origin, evidence)
		}

		/// Takes the own side's positive verdict back (撤回核验): nothing more is released on the evidence. Names what was
		/// attested, why that is no longer true, and the digest of the paper that shows it.
		#[pallet::call_index(4)]
		// Operational: what stops money must find room in a full block.
		#[pallet::weight((<T as Config>::WeightInfo::retract(), DispatchClass::Operational))]
		pub fn retract(
			origin: OriginFor<T>,
			evidence: EvidenceId,
			revision: u16,
			digest: Digest,
			reason: RetractionReason,
			paper: Digest,
		) -> DispatchResult {
			Self::do_retract(origin, evidence, revision, digest, reason, paper)
		}

		/// Has the present bank and market regulator of the loan attest evidence that was filed when it had others.
		#[pallet::call_index(5)]
		pub fn take_over(origin: OriginFor<T>, evidence: EvidenceId) -> DispatchResult {
			Self::do_take_over(origin, evidence)
		}
	}
}
