//! Filing, revising and withdrawing.

use crate::{
	evidence_digest, ByLoan, Config, Content, Error, Event, Evidence, EvidenceRecord, EvidenceState,
	NextEvidence, Pallet, States, Superseded,
};
use frame::prelude::*;
use zhidai_primitives::{
	traits::{Calendar, Claims, LoanInspect, LookAlikes, Once},
	Created, Digest, EvidenceId, LoanId, Ordered, RequestId,
};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_file(
		origin: OriginFor<T>,
		loan: LoanId,
		content: Content,
		request: RequestId,
	) -> DispatchResult {
		let who = ensure_signed(origin)?;
		let facts = T::Loans::facts(loan)?;
		let actor = Self::authorise_party(&who, facts.borrower, facts.bank)?;
		T::Once::ensure_new(actor.org, request)?;
		Self::ensure_open(&facts)?;
		Self::ensure_content(&content, facts.borrower)?;
		ensure!(facts.bank != facts.regulator, Error::<T>::SidesNotIndependent);
		let evidence = NextEvidence::<T>::get();
		Self::ensure_belongs(evidence, loan, &content)?;
		Self::count_filing(loan, actor.org)?;

		NextEvidence::<T>::put(evidence.next().ok_or(Error::<T>::NoMoreIds)?);
		Self::join_purchase(loan, &content)?;
		let digest = Self::digest_of(evidence, 0, &content);
		let (amount_fen, belongs_to) = (content.amount.0, content.belongs_to);
		let (filer, officer) = (actor.org, actor.officer);
		let record = EvidenceRecord {
			loan,
			bank: facts.bank,
			regulator: facts.regulator,
			filer,
			filed_by: officer,
			filed_on: T::Calendar::today(),
			content,
			digest,
		};
		ByLoan::<T>::insert(loan, Ordered::from(evidence.0), evidence);
		Self::open_revision(evidence, 0, record)?;
		T::Once::keep(filer, request, Created::Evidence(evidence));
		Self::deposit_event(Event::Filed { evidence, loan, digest, amount_fen, filer, officer, belongs_to });
		Ok(())
	}

	pub(crate) fn do_revise(
		origin: OriginFor<T>,
		evidence: EvidenceId,
		replaced: u16,
		content: Content,
	) -> DispatchResult {
		let who = ensure_signed(origin)?;
		let (record, state) = Self::known(evidence)?;
		let actor = Self::authorise_filer(&who, &record)?;
		let facts = T::Loans::facts(record.loan)?;
		let revision = Self::ensure_revisable(&state, replaced)?;
		Self::ensure_alone(evidence, &record, &state)?;
		Self::ensure_open(&facts)?;
		Self::ensure_content(&content, facts.borrower)?;

		Self::close_verdicts(evidence, &record, &state);
		T::Claims::discharge(state.subject(evidence));
		T::LookAlikes::forget(state.subject(evidence));
		Self::leave_purchase(&record, state.status);
		Self::ensure_belongs(evidence, record.loan, &content)?;
		Self::join_purchase(record.loan, &content)?;
		let digest = Self::digest_of(evidence, revision, &content);
		let (loan, amount_fen, officer) = (record.loan, content.amount.0, actor.officer);
		let belongs_to = content.belongs_to;
		let filed_on = T::Calendar::today();
		let next = EvidenceRecord { filed_by: officer, filed_on, content, digest, ..record.clone() };
		Superseded::<T>::insert(evidence, state.revision, record);
		Self::open_revision(evidence, revision, next)?;
		Self::deposit_event(Event::Revised {
			evidence,
			loan,
			revision,
			digest,
			amount_fen,
			officer,
			belongs_to,
		});
		Ok(())
	}

	pub(crate) fn do_withdraw(origin: OriginFor<T>, evidence: EvidenceId) -> DispatchResult {
		let who = ensure_signed(origin)?;
		let (record, state) = Self::known(evidence)?;
		let actor = Self::authorise_filer(&who, &record)?;
		Self::ensure_withdrawable(&state)?;
		Self::ensure_alone(evidence, &record, &state)?;

		Self::close_verdicts(evidence, &record, &state);
		T::Claims::discharge(state.subject(evidence));
		T::LookAlikes::forget(state.subject(evidence));
		Self::leave_purchase(&record, state.status);
		let (loan, digest, officer) = (record.loan, record.digest, actor.officer);
		let is_kept = Self::put_withdrawn(evidence, loan, state);
		Self::deposit_event(Event::Withdrawn { evidence, loan, digest, is_kept, officer });
		Ok(())
	}

	/// The current revision of a piece of evidence and where it stands.
	pub fn known(evidence: EvidenceId) -> Result<(EvidenceRecord, EvidenceState), DispatchError> {
		let record = Evidence::<T>::get(evidence).ok_or(Error::<T>::EvidenceUnknown)?;
		let state = States::<T>::get(evidence).ok_or(Error::<T>::EvidenceUnknown)?;
		Ok((record, state))
	}

	/// Makes a revision the current one and asks both sides for their verdicts.
	fn open_revision(evidence: EvidenceId, revision: u16, record: EvidenceRecord) -> DispatchResult {
		Self::open_verdicts(evidence, revision, &record)?;
		States::<T>::insert(evidence, EvidenceState::filed(revision, record.content.belongs_to));
		Evidence::<T>::insert(evidence, record);
		Ok(())
	}

	fn digest_of(evidence: EvidenceId, revision: u16, content: &Content) -> Digest {
		let genesis = frame_system::Pallet::<T>::block_hash(BlockNumberFor::<T>::zero());
		evidence_digest(genesis, evidence, revision, content)
	}
}
