//! Filing, revising and withdrawing.

use crate::{
	evidence_digest, ByLoan, Config, Content, Error, Evidence, EvidenceRecord, EvidenceState, NextEvidence,
	Pallet, PendingVerdicts, States, Status, Superseded, MAX_REVISIONS,
};
use frame::prelude::*;
use zhidai_primitives::traits::{Calendar, Directory, LoanInspect};
use zhidai_primitives::{Actor, Digest, Duty, EvidenceId, Fen, LoanFacts, LoanId, LoanState, OrgId};

impl<T: Config> Pallet<T> {
	/// The current revision of a piece of evidence and where it stands.
	pub fn known(evidence: EvidenceId) -> Result<(EvidenceRecord, EvidenceState), DispatchError> {
		let record = Evidence::<T>::get(evidence).ok_or(Error::<T>::NoSuchEvidence)?;
		let state = States::<T>::get(evidence).ok_or(Error::<T>::NoSuchEvidence)?;
		Ok((record, state))
	}

	/// A loan that evidence can be filed for.
	pub(crate) fn open_loan(loan: LoanId) -> Result<LoanFacts, DispatchError> {
		let facts = T::Loans::facts(loan)?;
		ensure!(matches!(facts.state, LoanState::Offered | LoanState::Active), Error::<T>::LoanNotOpen);
		Ok(facts)
	}

	/// An officer of the borrower who prepares or confirms, or a maker of the bank.
	pub(crate) fn authorise_party(
		who: &T::AccountId,
		borrower: OrgId,
		bank: OrgId,
	) -> Result<Actor, DispatchError> {
		let actor = T::Directory::authorise(who, Duty::Maker)
			.or_else(|_| T::Directory::authorise(who, Duty::Confirm))?;
		if actor.org == bank {
			// A bank confirms nothing here: it needs the maker, and the directory's own refusal where there is none.
			return T::Directory::authorise(who, Duty::Maker);
		}
		ensure!(actor.org == borrower, Error::<T>::NotBorrowerNorBank);
		Ok(actor)
	}

	/// An officer of the organisation that filed the evidence.
	pub(crate) fn authorise_filer(
		who: &T::AccountId,
		record: &EvidenceRecord,
	) -> Result<Actor, DispatchError> {
		let actor = Self::authorise_party(who, record.content.buyer, record.bank)?;
		ensure!(actor.org == record.filer, Error::<T>::NotFiler);
		Ok(actor)
	}

	/// Refuses what cannot be evidence of a purchase by this borrower.
	pub(crate) fn ensure_content(content: &Content, borrower: OrgId) -> DispatchResult {
		ensure!(content.has_digests(), Error::<T>::DigestMissing);
		ensure!(!content.amount.is_zero(), Error::<T>::ZeroAmount);
		ensure!(content.dated_on <= T::Calendar::today(), Error::<T>::DatedInFuture);
		ensure!(content.buyer == borrower, Error::<T>::BuyerIsNotBorrower);
		ensure!(content.seller != content.buyer, Error::<T>::SellerIsBuyer);
		ensure!(T::Directory::status(content.seller).is_some(), Error::<T>::SellerUnknown);
		Ok(())
	}

	/// Stores new evidence; answers its id and the digest that verdicts name.
	pub(crate) fn file_first(
		loan: LoanId,
		facts: &LoanFacts,
		actor: Actor,
		content: Content,
	) -> Result<(EvidenceId, Digest), DispatchError> {
		ensure!(facts.bank != facts.regulator, Error::<T>::SidesNotIndependent);
		let evidence = NextEvidence::<T>::get();
		NextEvidence::<T>::put(evidence.next().ok_or(Error::<T>::NoMoreIds)?);
		let digest = Self::digest_of(evidence, 0, &content);
		let record = EvidenceRecord {
			loan,
			bank: facts.bank,
			regulator: facts.regulator,
			filer: actor.org,
			filed_by: actor.officer,
			filed_on: T::Calendar::today(),
			content,
			digest,
		};
		ByLoan::<T>::insert(loan, evidence, ());
		Self::put_revision(evidence, 0, record);
		Ok((evidence, digest))
	}

	/// Replaces the current revision; answers the new revision's number and the digest that verdicts name.
	pub(crate) fn file_again(
		evidence: EvidenceId,
		record: EvidenceRecord,
		state: EvidenceState,
		actor: Actor,
		content: Content,
	) -> Result<(u16, Digest), DispatchError> {
		ensure!(state.status != Status::Withdrawn, Error::<T>::Withdrawn);
		ensure!(state.status != Status::Verified, Error::<T>::AlreadyVerified);
		ensure!(state.used.is_zero(), Error::<T>::InUse);
		let revision = state.revision.saturating_add(1);
		ensure!(revision < MAX_REVISIONS, Error::<T>::TooManyRevisions);
		Self::free_fingerprints(evidence, state.revision);
		let digest = Self::digest_of(evidence, revision, &content);
		let next = EvidenceRecord {
			filed_by: actor.officer,
			filed_on: T::Calendar::today(),
			content,
			digest,
			..record.clone()
		};
		Superseded::<T>::insert(evidence, state.revision, record);
		Self::put_revision(evidence, revision, next);
		Ok((revision, digest))
	}

	/// Marks evidence as withdrawn.
	pub(crate) fn take_back(
		evidence: EvidenceId,
		record: &EvidenceRecord,
		state: EvidenceState,
	) -> DispatchResult {
		ensure!(state.status != Status::Withdrawn, Error::<T>::Withdrawn);
		ensure!(state.used.is_zero(), Error::<T>::InUse);
		Self::free_fingerprints(evidence, state.revision);
		PendingVerdicts::<T>::remove(record.bank, evidence);
		PendingVerdicts::<T>::remove(record.regulator, evidence);
		States::<T>::insert(evidence, EvidenceState { status: Status::Withdrawn, ..state });
		Ok(())
	}

	fn digest_of(evidence: EvidenceId, revision: u16, content: &Content) -> Digest {
		let genesis = frame_system::Pallet::<T>::block_hash(BlockNumberFor::<T>::zero());
		evidence_digest(genesis, evidence, revision, content)
	}

	/// Makes a revision the current one and asks both sides for their verdicts.
	fn put_revision(evidence: EvidenceId, revision: u16, record: EvidenceRecord) {
		PendingVerdicts::<T>::insert(record.bank, evidence, revision);
		PendingVerdicts::<T>::insert(record.regulator, evidence, revision);
		States::<T>::insert(evidence, EvidenceState { revision, status: Status::Filed, used: Fen::ZERO });
		Evidence::<T>::insert(evidence, record);
	}
}
