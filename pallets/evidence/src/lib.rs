//! # Evidence (证据)
//!
//! What a payment rests on: purchase contracts, invoices, inspection reports, patent filings, acceptance certificates. The
//! documents stay off the chain; here are their digests, who filed them, and what bank and market regulator found. A
//! document is *verified* when both sides gave a positive verdict over the same digest with the same fingerprints
//! (双节点验证); only then may money leave on it.
//!
//! | call | who may |
//! |---|---|
//! | [`file`](pallet::Pallet::file) | the borrower (maker or confirming officer) or the lending bank (maker), for a loan that is offered or active |
//! | [`revise`](pallet::Pallet::revise) | the organisation that filed it, while it is neither verified nor used |
//! | [`give_verdict`](pallet::Pallet::give_verdict) | an attesting officer of the assigned bank, and one of the assigned regulator: once each per revision, two persons, neither of them who filed it |
//! | [`withdraw`](pallet::Pallet::withdraw) | the organisation that filed it, while no payment rests on it |
//!
//! **Fingerprints** are opaque here and come with the verdicts. The first positive verdict claims them, for all banks;
//! the other side must bring the same ones. They are freed when the revision is replaced, withdrawn, or not verified after
//! both verdicts. A fingerprint that stands for another document is refused: one invoice does not finance two loans.

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
mod desk;
mod filing;
mod invariants;
mod judgement;
#[cfg(test)]
mod mock;
mod reading;
#[cfg(test)]
mod tests;
mod types;
mod verdicts;
pub mod weights;

pub use judgement::judge;
pub use pallet::*;
pub use types::{
	evidence_digest, Claim, Content, EvidenceRecord, EvidenceState, FinancingSide, Fingerprint,
	FingerprintSet, Statement, Status, VerdictRecord, MAX_FINGERPRINTS, MAX_REVISIONS,
};
pub use weights::WeightInfo;

#[frame::pallet]
pub mod pallet {
	use crate::{
		Claim, Content, EvidenceRecord, EvidenceState, FinancingSide, Fingerprint, FingerprintSet, Statement,
		Status, VerdictRecord, WeightInfo,
	};
	use frame::prelude::*;
	use zhidai_primitives::traits::{Calendar, Directory, Findings, LoanInspect};
	use zhidai_primitives::{Digest, EvidenceId, LoanId, OfficerId, OrgId, Side, Verdict};

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
		/// The loans that evidence belongs to.
		type Loans: LoanInspect;
		/// Where a conflict of verdicts is reported.
		type Findings: Findings;
		/// What the calls cost.
		type WeightInfo: WeightInfo;
		/// Sets up what benchmarks need from the neighbours.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: crate::benchmarking::BenchmarkHelper<Self::AccountId>;
	}

	// Hashers: ids are our own counters (Twox64Concat); a fingerprint comes from outside (Blake2_128Concat); second keys are
	// small integers below a hashed first key (Identity).

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
	pub type PendingVerdicts<T: Config> = StorageDoubleMap<_, Twox64Concat, OrgId, Identity, EvidenceId, u16>;

	/// Documents that are financed: which evidence a fingerprint stands for, across all banks.
	#[pallet::storage]
	pub type Fingerprints<T: Config> =
		StorageDoubleMap<_, Blake2_128Concat, Fingerprint, Identity, FinancingSide, Claim>;

	/// The evidence of a loan.
	#[pallet::storage]
	pub type ByLoan<T: Config> = StorageDoubleMap<_, Twox64Concat, LoanId, Identity, EvidenceId, ()>;

	/// What happened.
	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
		/// Evidence was filed; bank and regulator are asked for their verdicts over the digest.
		Filed {
			/// The evidence.
			evidence: EvidenceId,
			/// Its loan.
			loan: LoanId,
			/// What verdicts name.
			digest: Digest,
			/// The amount on the document.
			amount_fen: u64,
			/// The organisation that filed.
			filer: OrgId,
			/// The officer who filed.
			officer: OfficerId,
		},
		/// A new revision replaced the evidence; verdicts start anew.
		Revised {
			/// The evidence.
			evidence: EvidenceId,
			/// Its loan.
			loan: LoanId,
			/// The new revision.
			revision: u16,
			/// What verdicts name now.
			digest: Digest,
			/// The amount on the document.
			amount_fen: u64,
			/// The officer who filed.
			officer: OfficerId,
		},
		/// A side gave its verdict.
		VerdictGiven {
			/// The evidence.
			evidence: EvidenceId,
			/// Its loan.
			loan: LoanId,
			/// The revision.
			revision: u16,
			/// The side.
			side: Side,
			/// What it found.
			verdict: Verdict,
			/// Its organisation.
			org: OrgId,
			/// Its officer.
			officer: OfficerId,
		},
		/// Both verdicts are given.
		Concluded {
			/// The evidence.
			evidence: EvidenceId,
			/// Its loan.
			loan: LoanId,
			/// The revision.
			revision: u16,
			/// What they come to.
			status: Status,
		},
		/// The evidence was taken back.
		Withdrawn {
			/// The evidence.
			evidence: EvidenceId,
			/// Its loan.
			loan: LoanId,
			/// The officer who took it back.
			officer: OfficerId,
		},
	}

	/// Why a call is refused.
	#[pallet::error]
	#[derive(PartialEq, Eq)]
	pub enum Error<T> {
		/// There is no evidence with this id; look its id up among the loan's evidence.
		NoSuchEvidence,
		/// The evidence belongs to another loan; name evidence that was filed for this loan.
		EvidenceOfAnotherLoan,
		/// The evidence is of another kind than the plan line demands; name or file a document of that kind.
		EvidenceOfAnotherKind,
		/// The payee is not the document's seller or issuer; name a document of the payee.
		PayeeNotParty,
		/// The evidence is rejected, conflicting, undecided or withdrawn; revise it or file other evidence.
		NotStanding,
		/// Bank and regulator have not both spoken for the evidence; wait for the missing verdict, or revise it.
		NotVerified,
		/// The payments on this document would exceed its amount; lower the amount or name another document.
		AboveDocumentAmount,
		/// The loan is neither offered nor active; file evidence for a loan that is.
		LoanNotOpen,
		/// Only the borrower or the lending bank files evidence for a loan; sign as an officer of one of them.
		NotBorrowerNorBank,
		/// Only the organisation that filed the evidence may change it; ask it to.
		NotFiler,
		/// The document's buyer is not the loan's borrower; file a document that was made out to the borrower.
		BuyerIsNotBorrower,
		/// The document's seller or issuer is not an organisation of the consortium; have it admitted first.
		SellerUnknown,
		/// Seller and buyer are the same organisation; file a document of a purchase from someone else.
		SellerIsBuyer,
		/// One organisation is both bank and regulator of this loan; two must attest, so correct the contract.
		SidesNotIndependent,
		/// The date on the document is in the future; correct the date.
		DatedInFuture,
		/// The amount on the document is zero; state the gross amount.
		ZeroAmount,
		/// A digest of the document or of its fields is missing; give SHA-256, SM3 and the digest of the fields.
		DigestMissing,
		/// The evidence is already verified and cannot be revised; withdraw it while unused, or file another document.
		AlreadyVerified,
		/// Payments rest on the evidence; it can be changed only after they are rejected or have lapsed.
		InUse,
		/// The evidence was withdrawn; file it anew.
		Withdrawn,
		/// The evidence was revised as often as it may be; withdraw it and file it anew.
		TooManyRevisions,
		/// The organisation is neither the bank nor the regulator that attests this evidence; leave it to them.
		NotAssigned,
		/// The verdict is on a revision that is not the current one; look at the current one.
		RevisionNotCurrent,
		/// The verdict names another digest than the evidence has; fetch the document again and check it.
		DigestMismatch,
		/// This side has already given its verdict on this revision; a verdict is given once, ask for a revision.
		AlreadyGiven,
		/// A verdict that speaks for a document must carry its fingerprints; compute them with the consortium's key.
		FingerprintMissing,
		/// A verdict that does not speak for a document cannot carry fingerprints; leave them out.
		FingerprintUnexpected,
		/// A verdict that was confirmed in a register must carry the reference of the query; add it.
		ReferenceMissing,
		/// The document is already financed under other evidence (重复融资); find that one, or give a negative verdict.
		FingerprintTaken,
		/// No ids are left for evidence; the chain needs a new edition.
		NoMoreIds,
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
		/// Files evidence for a loan (存证) and asks its bank and its regulator for their verdicts.
		#[pallet::call_index(0)]
		pub fn file(origin: OriginFor<T>, loan: LoanId, content: Content) -> DispatchResult {
			let who = ensure_signed(origin)?;
			let facts = Self::open_loan(loan)?;
			let actor = Self::authorise_party(&who, facts.borrower, facts.bank)?;
			Self::ensure_content(&content, facts.borrower)?;
			let (evidence, digest) = Self::file_first(loan, &facts, actor, content)?;
			Self::deposit_event(Event::Filed {
				evidence,
				loan,
				digest,
				amount_fen: content.amount.0,
				filer: actor.org,
				officer: actor.officer,
			});
			Ok(())
		}

		/// Replaces evidence by a new revision; its verdicts start anew.
		#[pallet::call_index(1)]
		pub fn revise(origin: OriginFor<T>, evidence: EvidenceId, content: Content) -> DispatchResult {
			let who = ensure_signed(origin)?;
			let (record, state) = Self::known(evidence)?;
			let actor = Self::authorise_filer(&who, &record)?;
			let facts = Self::open_loan(record.loan)?;
			Self::ensure_content(&content, facts.borrower)?;
			let loan = record.loan;
			let (revision, digest) = Self::file_again(evidence, record, state, actor, content)?;
			Self::deposit_event(Event::Revised {
				evidence,
				loan,
				revision,
				digest,
				amount_fen: content.amount.0,
				officer: actor.officer,
			});
			Ok(())
		}

		/// Gives the verdict of the bank or of the regulator (核验). Once per side and revision.
		#[pallet::call_index(2)]
		// Operational: a verdict must find room in a full block.
		#[pallet::weight((<T as Config>::WeightInfo::give_verdict(), DispatchClass::Operational))]
		pub fn give_verdict(
			origin: OriginFor<T>,
			evidence: EvidenceId,
			revision: u16,
			digest: Digest,
			verdict: Verdict,
			reference: Option<Digest>,
			fingerprints: FingerprintSet,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			let actor = T::Directory::authorise(&who, zhidai_primitives::Duty::Attest)?;
			let (record, state) = Self::known(evidence)?;
			let statement = Statement { digest, verdict, reference, fingerprints }.canonical();
			let side = Self::ensure_verdict(evidence, revision, &record, state, actor, &statement)?;
			let status = Self::put_verdict(evidence, &record, state, side, actor, statement)?;
			let loan = record.loan;
			let (org, officer) = (actor.org, actor.officer);
			Self::deposit_event(Event::VerdictGiven {
				evidence,
				loan,
				revision,
				side,
				verdict,
				org,
				officer,
			});
			if status != Status::Filed {
				Self::deposit_event(Event::Concluded { evidence, loan, revision, status });
			}
			Ok(())
		}

		/// Takes evidence back on which no payment rests; its fingerprints are free again.
		#[pallet::call_index(3)]
		pub fn withdraw(origin: OriginFor<T>, evidence: EvidenceId) -> DispatchResult {
			let who = ensure_signed(origin)?;
			let (record, state) = Self::known(evidence)?;
			let actor = Self::authorise_filer(&who, &record)?;
			Self::take_back(evidence, &record, state)?;
			Self::deposit_event(Event::Withdrawn { evidence, loan: record.loan, officer: actor.officer });
			Ok(())
		}
	}
}
