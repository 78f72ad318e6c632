//! Who may: from an origin to an officer with a duty, and from there to the side of the loan for which it acts.

use crate::{Config, Draft, Error, Pallet, Signatures, Statements};
use frame::prelude::*;
use zhidai_primitives::{
	traits::{Directory, LoanInspect},
	Actor, Digest, Duty, LoanFacts, LoanId, LoanState, OfficerId, OrgId, OrgStatus, Role, Roles, SignedBy,
};

/// Who acts, on a loan of which these are the facts.
pub(crate) type OnLoan = (Actor, LoanFacts);

/// Who hands in what a payee has signed: whoever acts for a member but for the council alone.
const HANDING_IN: [Duty; 6] =
	[Duty::Confirm, Duty::Maker, Duty::Checker, Duty::Release, Duty::Attest, Duty::Admin];

/// On which side of the loan somebody acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Party {
	/// The lending bank's maker.
	Bank,
	/// The borrower, whose application is its mandate.
	Borrower,
}

impl<T: Config> Pallet<T> {
	/// The officer, if it has one of these duties; else the refusal for the first of them.
	fn any_duty(who: &T::AccountId, duties: &[Duty]) -> Result<Actor, DispatchError> {
		let mut refusal = None;
		for duty in duties {
			match T::Directory::authorise(who, *duty) {
				Ok(actor) => return Ok(actor),
				Err(error) => refusal = refusal.or(Some(error)),
			}
		}
		Err(refusal.unwrap_or(DispatchError::BadOrigin))
	}

	/// Refuses an officer who is the same natural person as one of those who signed before, at the bank or
	/// the borrower.
	pub(crate) fn ensure_another_person(
		actor: Actor,
		others: impl IntoIterator<Item = OfficerId>,
	) -> DispatchResult {
		others.into_iter().try_for_each(|other| T::Directory::ensure_different_persons(other, actor.officer))
	}

	/// The signatures of a draft that count still: by officers who could sign it today, with the same keys.
	pub(crate) fn counting(draft: &Draft) -> Signatures {
		let counts = |by: SignedBy, duty| T::Directory::signature_counts(by.officer, by.key_number, duty);
		draft.signatures.counting(counts)
	}

	/// Who entered a payee's statement at a bank, where that counts still: whoever did could enter it today, with the
	/// same key.
	pub(crate) fn entered_by(bank: OrgId, digest: Digest) -> Option<SignedBy> {
		let entered = Statements::<T>::get(bank).into_iter().find(|entered| entered.digest == digest)?;
		Self::could_book(entered.by).then_some(entered.by)
	}

	/// Whether an officer could enter today what a bank booked, with the same key.
	pub(crate) fn could_book(by: SignedBy) -> bool {
		let mut duties = [Duty::Maker, Duty::Checker].into_iter();
		duties.any(|duty| T::Directory::signature_counts(by.officer, by.key_number, duty))
	}

	/// An officer with this duty.
	pub(crate) fn officer(origin: OriginFor<T>, duty: Duty) -> Result<Actor, DispatchError> {
		T::Directory::authorise(&ensure_signed(origin)?, duty)
	}

	/// An officer of whatever organisation, who hands in what another one's has signed.
	pub(crate) fn any_officer(origin: OriginFor<T>) -> Result<Actor, DispatchError> {
		Self::any_duty(&ensure_signed(origin)?, &HANDING_IN)
	}

	/// An officer of a bank who enters what the bank booked.
	pub(crate) fn booking_officer(origin: OriginFor<T>) -> Result<Actor, DispatchError> {
		let actor = Self::any_duty(&ensure_signed(origin)?, &[Duty::Maker, Duty::Checker])?;
		T::Directory::ensure_organisation(actor.org, Roles::of(&[Role::Bank]))?;
		Ok(actor)
	}

	/// An officer of a bank who checks what a colleague entered of its bookings.
	pub(crate) fn checking_officer(origin: OriginFor<T>) -> Result<Actor, DispatchError> {
		let actor = Self::officer(origin, Duty::Checker)?;
		T::Directory::ensure_organisation(actor.org, Roles::of(&[Role::Bank]))?;
		Ok(actor)
	}

	/// Whether an organisation is the lender, or, where the loan is closed and no place in it passes any more, who
	/// succeeds the lender.
	pub(crate) fn lends(org: OrgId, facts: &LoanFacts) -> bool {
		let succeeds = || facts.state == LoanState::Closed && T::Directory::is_successor(org, facts.bank);
		facts.bank == org || succeeds()
	}

	/// Whether a payee, or who succeeds it, can confirm or deny itself, now or when it takes part again: who left for
	/// good speaks for nobody, and who lends, whose place it may have taken, is no witness of its own payments.
	pub(crate) fn speaks_for_itself(payee: OrgId, lender: OrgId) -> bool {
		let is_member =
			|org: OrgId| T::Directory::status(org).is_some_and(|status| status != OrgStatus::Exited);
		let speaks = |org: OrgId| org != lender && is_member(org) && T::Directory::has_officers(org);
		core::iter::once(payee).chain(T::Directory::successor(payee)).any(speaks)
	}

	/// An officer of the lending bank with this duty.
	pub(crate) fn bank_officer(
		origin: OriginFor<T>,
		loan: LoanId,
		duty: Duty,
	) -> Result<OnLoan, DispatchError> {
		let actor = Self::officer(origin, duty)?;
		let facts = T::Loans::facts(loan)?;
		ensure!(facts.bank == actor.org, Error::<T>::BankNotAllowed);
		Ok((actor, facts))
	}

	/// An officer of the lending bank who hands in what others have signed.
	pub(crate) fn handing_in_officer(origin: OriginFor<T>, loan: LoanId) -> Result<OnLoan, DispatchError> {
		let actor = Self::any_duty(&ensure_signed(origin)?, &[Duty::Maker, Duty::Checker, Duty::Release])?;
		let facts = T::Loans::facts(loan)?;
		ensure!(facts.bank == actor.org, Error::<T>::BankNotAllowed);
		Ok((actor, facts))
	}

	/// An officer who mandates for the borrower.
	pub(crate) fn mandating_officer(origin: OriginFor<T>, loan: LoanId) -> Result<OnLoan, DispatchError> {
		let actor = Self::officer(origin, Duty::Confirm)?;
		let facts = T::Loans::facts(loan)?;
		ensure!(facts.borrower == actor.org, Error::<T>::BorrowerNotAllowed);
		Ok((actor, facts))
	}

	/// An officer of the lending bank with one of these duties, or one who mandates for the borrower.
	pub(crate) fn party_officer(
		origin: OriginFor<T>,
		loan: LoanId,
		bank_duties: &[Duty],
	) -> Result<OnLoan, DispatchError> {
		let who = ensure_signed(origin)?;
		let facts = T::Loans::facts(loan)?;
		let (actor, _) = Self::party(&who, &facts, bank_duties)?;
		Ok((actor, facts))
	}

	/// Who makes a draft: the bank's maker, or the borrower's officer who mandates.
	pub(crate) fn drafter(
		origin: OriginFor<T>,
		loan: LoanId,
	) -> Result<(Actor, Party, LoanFacts), DispatchError> {
		let who = ensure_signed(origin)?;
		let facts = T::Loans::facts(loan)?;
		let (actor, party) = Self::party(&who, &facts, &[Duty::Maker])?;
		Ok((actor, party, facts))
	}

	fn party(
		who: &T::AccountId,
		facts: &LoanFacts,
		bank_duties: &[Duty],
	) -> Result<(Actor, Party), DispatchError> {
		let as_bank = Self::any_duty(who, bank_duties);
		let as_borrower = T::Directory::authorise(who, Duty::Confirm);
		// Whoever has either duty tells for whom it acts; the duty must then be the right one for that side.
		let org = as_bank.as_ref().or(as_borrower.as_ref()).map_err(|error| *error).map(|actor| actor.org)?;
		if org == facts.bank {
			as_bank.map(|actor| (actor, Party::Bank))
		} else if org == facts.borrower {
			as_borrower.map(|actor| (actor, Party::Borrower))
		} else {
			Err(Error::<T>::PartyNotAllowed.into())
		}
	}
}
