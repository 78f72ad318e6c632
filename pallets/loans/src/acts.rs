//! What the calls do.

use crate::contract::{Loan, OfferRequest, Pinned, Terms, FIRST_TERMS, RULEBOOK};
use crate::hold::{Hold, HoldKind, HoldKinds, HoldRecord};
use crate::ledger::Ledger;
use crate::pallet::{
	BankReferences, Committed, Config, Error, Event, Holds, LastLoan, Ledgers, LoanTerms, Loans, LoansByBank,
	LoansByBorrower, Pallet, PlanLength, PlanLines, Repayment, Repayments, WaitingFor,
};
use crate::rules::BANKS;
use frame::prelude::*;
use zhidai_primitives::traits::{Calendar, Directory, SchemeBook, Standing};
use zhidai_primitives::{
	Actor, Day, Digest, Duty, Fen, LoanId, LoanState, OrgId, PlanLine, PlanLineNo, SchemeTerms, SchemeVersion,
};

impl<T: Config> Pallet<T> {
	pub(crate) fn prepare(actor: Actor, request: OfferRequest) -> DispatchResult {
		let today = T::Calendar::today();
		let id = LastLoan::<T>::get().next().ok_or(Error::<T>::LoanNumbersUsedUp)?;
		let (version, scheme) = T::SchemeBook::current(request.scheme)?;
		let loan = Self::new_loan(actor, &request);
		Self::ensure_parties(&loan)?;
		let pinned = Self::pin(&loan, version, &scheme, today)?;
		let terms = Self::new_terms(id, &request, pinned);
		Self::ensure_rate(terms.rate_bp, pinned.rate_reference)?;
		Self::ensure_rules(&loan, &terms, &request.plan, &scheme, today)?;

		Self::store_plan(id, &request.plan);
		LastLoan::<T>::put(id);
		LoansByBorrower::<T>::insert(loan.borrower, id, ());
		LoansByBank::<T>::insert(loan.bank, id, ());
		Self::deposit_event(Event::LoanPrepared {
			loan: id,
			bank: loan.bank,
			borrower: loan.borrower,
			amount_fen: terms.amount,
			digest: terms.digest,
			maker: actor.officer,
		});
		LoanTerms::<T>::insert(id, FIRST_TERMS, terms);
		Self::store(id, loan, None);
		Ok(())
	}

	fn new_loan(actor: Actor, request: &OfferRequest) -> Loan {
		Loan {
			borrower: request.borrower,
			bank: actor.org,
			regulator: request.regulator,
			scheme: request.scheme,
			state: LoanState::Prepared,
			terms_version: FIRST_TERMS,
			holds: HoldKinds::NONE,
			maker: actor.officer,
			checker: None,
			signer: None,
			signed_on: None,
			term_ends_on: None,
		}
	}

	/// What the contract takes from its neighbours today.
	fn pin(
		loan: &Loan,
		scheme_version: SchemeVersion,
		scheme: &SchemeTerms,
		today: Day,
	) -> Result<Pinned, DispatchError> {
		Ok(Pinned {
			scheme_version,
			rulebook: RULEBOOK,
			tier: T::Standing::tier(loan.borrower, scheme)?,
			rate_reference: Self::rate_reference(scheme.rate_cap, loan.bank, today)?,
			quality_share_bp: scheme.covenant.map(|covenant| covenant.share_bp),
			freeze_from: scheme.freeze_from,
			prepared_on: today,
		})
	}

	fn new_terms(id: LoanId, request: &OfferRequest, pinned: Pinned) -> Terms {
		Terms {
			amount: request.amount,
			rate_bp: request.rate_bp,
			available_until: request.available_until,
			term_months: request.term_months,
			own_funds_bp: request.own_funds_bp,
			security: request.security,
			limit_override_reason: request.limit_override_reason.clone(),
			collection_account: request.collection_account,
			agreement: request.agreement,
			digest: request.digest(Self::genesis(), id, &pinned),
			pinned,
		}
	}

	pub(crate) fn make_offer(actor: Actor, id: LoanId, digest: Digest) -> DispatchResult {
		let (mut loan, terms) = Self::contract(id)?;
		ensure!(actor.org == loan.bank, Error::<T>::NotTheLendingBank);
		let waited_for = loan.waits_for();
		loan.check(actor.officer).map_err(Error::<T>::from)?;
		ensure!(digest == terms.digest, Error::<T>::DigestMismatch);
		T::Directory::ensure_different_persons(loan.maker, actor.officer)?;
		T::Directory::ensure_within_checker_limit(actor.officer, terms.amount)?;
		let pinned = terms.pinned;
		let scheme = T::SchemeBook::terms(loan.scheme, pinned.scheme_version)?;
		Self::ensure_parties(&loan)?;
		Self::ensure_tier_kept(loan.borrower, &scheme, pinned.tier)?;
		// The reference of the pinned day may have been corrected since.
		Self::ensure_rate(
			terms.rate_bp,
			Self::rate_reference(scheme.rate_cap, loan.bank, pinned.prepared_on)?,
		)?;
		Self::ensure_rules(&loan, &terms, &Self::plan_lines(id), &scheme, T::Calendar::today())?;

		Committed::<T>::mutate(loan.scheme, loan.borrower, |sum| {
			// The limits were just checked on the same sum.
			*sum = sum.checked_add(terms.amount).unwrap_or(*sum);
		});
		Self::deposit_event(Event::LoanOffered {
			loan: id,
			bank: loan.bank,
			borrower: loan.borrower,
			checker: actor.officer,
		});
		Self::store(id, loan, waited_for);
		Ok(())
	}

	pub(crate) fn make_active(actor: Actor, id: LoanId, digest: Digest) -> DispatchResult {
		let (mut loan, terms) = Self::contract(id)?;
		ensure!(actor.org == loan.borrower, Error::<T>::NotTheBorrower);
		let waited_for = loan.waits_for();
		let today = T::Calendar::today();
		let term_ends_on = Self::term_end(&terms, today)?;
		loan.sign(actor.officer, today, term_ends_on).map_err(Error::<T>::from)?;
		ensure!(digest == terms.digest, Error::<T>::DigestMismatch);
		Self::ensure_not_of_the_bank(&loan, actor)?;
		ensure!(terms.available_until >= today, Error::<T>::AvailabilityInPast);
		Self::ensure_not_held(id, &loan, today)?;
		T::Directory::ensure_organisation(loan.bank, BANKS)?;
		Self::ensure_parties(&loan)?;
		Self::ensure_payees(loan.bank, loan.borrower, &Self::plan_lines(id))?;
		let scheme = T::SchemeBook::terms(loan.scheme, terms.pinned.scheme_version)?;
		Self::ensure_tier_kept(loan.borrower, &scheme, terms.pinned.tier)?;

		Ledgers::<T>::insert(id, Ledger::new(terms.amount));
		Self::deposit_event(Event::LoanSigned {
			loan: id,
			bank: loan.bank,
			borrower: loan.borrower,
			signer: actor.officer,
			term_ends_on,
		});
		Self::store(id, loan, waited_for);
		Ok(())
	}

	/// Nobody signs for the borrower what the same person made or checked for the bank.
	fn ensure_not_of_the_bank(loan: &Loan, signer: Actor) -> DispatchResult {
		core::iter::once(loan.maker)
			.chain(loan.checker)
			.try_for_each(|officer| T::Directory::ensure_different_persons(officer, signer.officer))
	}

	pub(crate) fn make_withdrawn(actor: Actor, id: LoanId) -> DispatchResult {
		let (mut loan, terms) = Self::contract(id)?;
		let prepares = actor.duties.has(Duty::Maker) || actor.duties.has(Duty::Checker);
		let by_bank = actor.org == loan.bank && prepares;
		let by_borrower = actor.org == loan.borrower && actor.duties.has(Duty::Confirm);
		ensure!(by_bank || by_borrower, Error::<T>::NotAParty);
		let (waited_for, committed) = (loan.waits_for(), loan.is_committed());
		loan.withdraw(by_bank).map_err(Error::<T>::from)?;

		if committed {
			Self::free(&loan, terms.amount);
		}
		Self::deposit_event(Event::LoanWithdrawn {
			loan: id,
			bank: loan.bank,
			borrower: loan.borrower,
			by: actor.org,
			officer: actor.officer,
		});
		Self::store(id, loan, waited_for);
		Ok(())
	}

	pub(crate) fn book(
		actor: Actor,
		id: LoanId,
		amount: Fen,
		bank_reference: Digest,
		booked_on: Day,
	) -> DispatchResult {
		let loan = Self::lent_by(actor, id)?;
		loan.ensure(&[LoanState::Active]).map_err(Error::<T>::from)?;
		ensure!(!amount.is_zero(), Error::<T>::RepaymentZero);
		ensure!(booked_on <= T::Calendar::today(), Error::<T>::BookedInFuture);
		ensure!(loan.signed_on.is_some_and(|signed| booked_on >= signed), Error::<T>::BookedBeforeSigning);
		ensure!(!BankReferences::<T>::contains_key(loan.bank, bank_reference), Error::<T>::ReferenceUsed);
		let mut ledger = Self::signed_ledger(id)?;
		ledger.repay(amount).map_err(Error::<T>::from)?;

		Ledgers::<T>::insert(id, ledger);
		BankReferences::<T>::insert(loan.bank, bank_reference, id);
		Repayments::<T>::insert(id, bank_reference, Repayment { amount, booked_on, officer: actor.officer });
		Self::deposit_event(Event::RepaymentBooked {
			loan: id,
			bank_reference,
			amount_fen: amount,
			booked_on,
			officer: actor.officer,
		});
		Ok(())
	}

	pub(crate) fn make_closed(actor: Actor, id: LoanId) -> DispatchResult {
		let mut loan = Self::lent_by(actor, id)?;
		loan.close().map_err(Error::<T>::from)?;
		let ledger = Self::signed_ledger(id)?;
		ledger.ensure_closable().map_err(Error::<T>::from)?;

		Self::free(&loan, ledger.limit());
		Self::deposit_event(Event::LoanClosed {
			loan: id,
			bank: loan.bank,
			borrower: loan.borrower,
			officer: actor.officer,
		});
		Loans::<T>::insert(id, loan);
		Ok(())
	}

	pub(crate) fn place_hold(actor: Actor, id: LoanId, hold: Hold) -> DispatchResult {
		let mut loan = Self::held_by(actor, id, hold.kind())?;
		loan.ensure(&[LoanState::Offered, LoanState::Active]).map_err(Error::<T>::from)?;
		let (today, kind, (order, until)) = (T::Calendar::today(), hold.kind(), hold.order_and_end());
		ensure!(until.is_none_or(|until| until >= today), Error::<T>::HoldEndsInPast);
		let free = Holds::<T>::get(id, kind).is_none_or(|standing| standing.gives_way_to(until, today));
		ensure!(free, Error::<T>::AlreadyHeld);

		loan.holds = loan.holds.with(kind);
		let record =
			HoldRecord { placed_by: actor.org, officer: actor.officer, placed_on: today, order, until };
		Holds::<T>::insert(id, kind, record);
		Loans::<T>::insert(id, loan);
		Self::deposit_event(Event::HoldPlaced {
			loan: id,
			kind,
			by: actor.org,
			officer: actor.officer,
			until,
		});
		Ok(())
	}

	pub(crate) fn remove_hold(actor: Actor, id: LoanId, kind: HoldKind) -> DispatchResult {
		let mut loan = Self::held_by(actor, id, kind)?;
		ensure!(loan.holds.has(kind), Error::<T>::NotHeld);

		loan.holds = loan.holds.without(kind);
		Holds::<T>::remove(id, kind);
		Loans::<T>::insert(id, loan);
		Self::deposit_event(Event::HoldLifted { loan: id, kind, by: actor.org, officer: actor.officer });
		Ok(())
	}

	/// The loan, where the actor may hold it: the lending bank, or a financial regulator that is competent for the borrower.
	fn held_by(actor: Actor, id: LoanId, kind: HoldKind) -> Result<Loan, DispatchError> {
		match kind {
			HoldKind::Bank | HoldKind::AntiMoneyLaundering => Self::lent_by(actor, id),
			HoldKind::Judicial => {
				let loan = Loans::<T>::get(id).ok_or(Error::<T>::NoSuchLoan)?;
				Self::ensure_competent(actor.org, loan.borrower)?;
				Ok(loan)
			}
		}
	}

	/// The loan, where the actor is of the lending bank.
	fn lent_by(actor: Actor, id: LoanId) -> Result<Loan, DispatchError> {
		let loan = Loans::<T>::get(id).ok_or(Error::<T>::NoSuchLoan)?;
		ensure!(actor.org == loan.bank, Error::<T>::NotTheLendingBank);
		Ok(loan)
	}

	/// A loan with its terms in force.
	pub(crate) fn contract(id: LoanId) -> Result<(Loan, Terms), DispatchError> {
		let loan = Loans::<T>::get(id).ok_or(Error::<T>::NoSuchLoan)?;
		let terms = LoanTerms::<T>::get(id, loan.terms_version).ok_or(Error::<T>::NoSuchLoan)?;
		Ok((loan, terms))
	}

	/// The ledger of a loan that was signed.
	pub(crate) fn signed_ledger(id: LoanId) -> Result<Ledger, DispatchError> {
		Ledgers::<T>::get(id).ok_or_else(|| Error::<T>::WrongState.into())
	}

	/// Stores a loan and keeps the list of who must act next.
	fn store(id: LoanId, loan: Loan, waited_for: Option<OrgId>) {
		if let Some(org) = waited_for {
			WaitingFor::<T>::remove(org, id);
		}
		if let Some(org) = loan.waits_for() {
			WaitingFor::<T>::insert(org, id, loan.state);
		}
		Loans::<T>::insert(id, loan);
	}

	fn store_plan(id: LoanId, lines: &[PlanLine]) {
		for (number, line) in (0_u16..).zip(lines) {
			PlanLines::<T>::insert(id, PlanLineNo(number), line);
		}
		// A plan has at most 100 lines.
		PlanLength::<T>::insert(id, u16::try_from(lines.len()).unwrap_or(u16::MAX));
	}

	/// The amount no longer counts against the borrower's limit.
	fn free(loan: &Loan, amount: Fen) {
		Committed::<T>::mutate_exists(loan.scheme, loan.borrower, |sum| {
			let rest = sum.unwrap_or_default().saturating_sub(amount);
			*sum = (!rest.is_zero()).then_some(rest);
		});
	}

	/// The hash of block 0: what binds a digest to this chain.
	fn genesis() -> Digest {
		frame_system::Pallet::<T>::block_hash(BlockNumberFor::<T>::zero())
	}
}
