//! A contract comes about: prepared, checked, signed, or taken back.

use crate::access::BANKS;
use crate::pallet::{
	Config, Error, Event, LastLoan, Ledgers, LoanTerms, Loans, LoansByBank, LoansByBorrower, Pallet,
};
use crate::types::contract::{Loan, OfferRequest, Pinned, Terms, FIRST_TERMS, RULEBOOK};
use crate::types::hold::HoldKinds;
use frame::prelude::*;
use zhidai_primitives::books::Ledger;
use zhidai_primitives::{
	traits::{Calendar, Checks, Directory, Fresh, Once, Quota, QuotaState, SchemeBook, Standing},
	Actor, Created, Day, Digest, Duty, Fen, LoanId, LoanState, Ordered, RequestId, SchemeTerms,
	SchemeVersion,
};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_offer(
		origin: OriginFor<T>,
		request: OfferRequest,
		request_id: RequestId,
	) -> DispatchResult {
		let actor = Self::bank_officer(origin, Duty::Maker)?;
		T::Once::ensure_new(actor.org, request_id)?;
		T::Fresh::ensure()?;
		let today = T::Calendar::today();
		let id = LastLoan::<T>::get().next().ok_or(Error::<T>::LoanNumbersUsedUp)?;
		let (version, scheme) = T::SchemeBook::current(request.scheme)?;
		let loan = Self::new_loan(actor, &request);
		Self::ensure_parties(&loan)?;
		let pinned = Self::pin(&loan, version, &scheme, today, request.available_until)?;
		let terms = Self::new_terms(id, &request, pinned);
		Self::ensure_rate(terms.rate_bp, pinned.rate_reference)?;
		Self::ensure_rules(&loan, &terms, &request.plan, &scheme, today)?;
		Self::ensure_may_fit(&loan, &terms, &scheme)?;
		Self::open_offer(id, &loan, pinned.expires_on, today)?;

		Self::put_plan(id, &request.plan);
		LastLoan::<T>::put(id);
		T::Once::keep(loan.bank, request_id, Created::Loan(id));
		LoansByBorrower::<T>::insert(loan.borrower, Ordered::from(id), ());
		LoansByBank::<T>::insert(loan.bank, Ordered::from(id), ());
		Self::deposit_event(Event::LoanPrepared {
			loan: id,
			bank: loan.bank,
			borrower: loan.borrower,
			amount_fen: terms.amount,
			digest: terms.digest,
			maker: actor.officer,
		});
		LoanTerms::<T>::insert(id, FIRST_TERMS, terms);
		Self::put_loan(id, loan, None);
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
			maker: T::Directory::signature(actor.officer),
			checker: None,
			first_checker: None,
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
		available_until: Day,
	) -> Result<Pinned, DispatchError> {
		let stands = today.plus_days(T::OfferLifeDays::get());
		Ok(Pinned {
			scheme_version,
			rulebook: RULEBOOK,
			tier: T::Standing::tier(loan.borrower, scheme)?,
			rate_reference: Self::rate_reference(scheme.rate_cap, loan.bank, today)?,
			quality_share_bp: scheme.covenant.map(|covenant| covenant.share_bp),
			freeze_from: scheme.freeze_from,
			prepared_on: today,
			expires_on: stands.map_or(available_until, |last| last.min(available_until)),
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

	/// The rules are asked again, as of today. An offer takes nothing of the borrower's limit over all banks: only what
	/// the borrower itself signs does.
	pub(crate) fn do_check_offer(origin: OriginFor<T>, id: LoanId, digest: Digest) -> DispatchResult {
		let actor = Self::bank_officer(origin, Duty::Checker)?;
		T::Fresh::ensure()?;
		let (mut loan, terms) = Self::contract(id)?;
		ensure!(actor.org == loan.bank, Error::<T>::BankNotAllowed);
		let (waited_for, today) = (loan.waits_for(id), T::Calendar::today());
		Self::ensure_offer_stands(&loan, &terms, today)?;
		loan.check(T::Directory::signature(actor.officer)).map_err(Error::<T>::from)?;
		ensure!(digest == terms.digest, Error::<T>::DigestMismatch);
		// A first check that counts no more is as none. Who gave it and may check alone by now does so.
		let first = Self::first_check(&loan);
		loan.first_checker = first.filter(|by| by.officer != actor.officer);
		core::iter::once(loan.maker)
			.chain(loan.first_checker)
			.try_for_each(|by| T::Directory::ensure_different_persons(by.officer, actor.officer))?;
		Self::ensure_signed_for_the_bank(&loan)?;
		let pinned = terms.pinned;
		let scheme = T::SchemeBook::terms(loan.scheme, pinned.scheme_version)?;
		Self::ensure_parties(&loan)?;
		Self::ensure_tier_kept(loan.borrower, &scheme, pinned.tier)?;
		// The reference of the pinned day may have been corrected since.
		Self::ensure_rate(
			terms.rate_bp,
			Self::rate_reference(scheme.rate_cap, loan.bank, pinned.prepared_on)?,
		)?;
		Self::ensure_rules(&loan, &terms, &Self::plan_lines(id), &scheme, today)?;

		Self::ensure_may_fit(&loan, &terms, &scheme)?;
		let event = Self::offer_or_wait(actor, id, &mut loan, first.is_none(), terms.amount)?;
		Self::deposit_event(event);
		Self::put_loan(id, loan, waited_for);
		Ok(())
	}

	/// Within the checker's limit it is offered. Above it this check is kept, where it is the first, and another
	/// checker's limit must cover it.
	fn offer_or_wait(
		actor: Actor,
		id: LoanId,
		loan: &mut Loan,
		is_first: bool,
		amount: Fen,
	) -> Result<Event<T>, DispatchError> {
		let (bank, borrower, checker) = (loan.bank, loan.borrower, actor.officer);
		match T::Directory::count_checked(checker, borrower, Checks::Offers, amount) {
			Ok(()) => Ok(Event::LoanOffered { loan: id, bank, borrower, checker }),
			Err(above) => {
				ensure!(is_first, above);
				loan.await_second_check();
				Ok(Event::OfferChecked { loan: id, bank, borrower, checker })
			}
		}
	}

	/// The borrower's signature asks for its limit over all banks. The answer may come later: then the offer stands,
	/// and the borrower signs once more when it has.
	pub(crate) fn do_sign(origin: OriginFor<T>, id: LoanId, digest: Digest) -> DispatchResult {
		let actor = Self::signer(origin)?;
		T::Fresh::ensure()?;
		let (mut loan, terms) = Self::contract(id)?;
		ensure!(actor.org == loan.borrower, Error::<T>::BorrowerNotAllowed);
		let waited_for = loan.waits_for(id);
		let today = T::Calendar::today();
		Self::ensure_offer_stands(&loan, &terms, today)?;
		let term_ends_on = Self::term_end(&terms, today)?;
		loan.sign(actor.officer, today, term_ends_on).map_err(Error::<T>::from)?;
		ensure!(digest == terms.digest, Error::<T>::DigestMismatch);
		Self::ensure_not_of_the_bank(&loan, actor)?;
		Self::ensure_not_held(id, &loan, today)?;
		T::Directory::ensure_organisation(loan.bank, BANKS)?;
		Self::ensure_signed_for_the_bank(&loan)?;
		Self::ensure_parties(&loan)?;
		Self::ensure_payees(loan.bank, loan.borrower, &Self::plan_lines(id))?;
		Self::ensure_collection_account(&loan, &terms)?;
		let scheme = T::SchemeBook::terms(loan.scheme, terms.pinned.scheme_version)?;
		Self::ensure_tier_kept(loan.borrower, &scheme, terms.pinned.tier)?;
		let reference = Self::rate_reference(scheme.rate_cap, loan.bank, terms.pinned.prepared_on)?;
		Self::ensure_rate(terms.rate_bp, reference)?;
		if Self::ask_quota(id, &loan, &terms, &scheme)? == QuotaState::Wanted {
			Self::deposit_event(Event::QuotaAsked {
				loan: id,
				borrower: loan.borrower,
				officer: actor.officer,
			});
			return Ok(());
		}

		Self::open_collection(&loan, &terms)?;
		Ledgers::<T>::insert(id, Ledger::new(terms.amount));
		Self::close_offer(id, &loan, terms.pinned.expires_on);
		Self::count_open(&loan, true);
		Self::deposit_event(Event::LoanSigned {
			loan: id,
			bank: loan.bank,
			borrower: loan.borrower,
			signer: actor.officer,
			term_ends_on,
		});
		Self::put_loan(id, loan, waited_for);
		Ok(())
	}

	/// Nobody signs for the borrower what the same person made or checked for the bank.
	fn ensure_not_of_the_bank(loan: &Loan, signer: Actor) -> DispatchResult {
		core::iter::once(loan.maker)
			.chain(loan.first_checker)
			.chain(loan.checker)
			.try_for_each(|by| T::Directory::ensure_different_persons(by.officer, signer.officer))
	}

	/// The bank takes a contract back, or the borrower declines it.
	pub(crate) fn do_withdraw(origin: OriginFor<T>, id: LoanId) -> DispatchResult {
		let actor = Self::party_officer(origin)?;
		let (mut loan, terms) = Self::contract(id)?;
		let by_borrower = Self::speaks_for_borrower(actor, &loan)?;
		let waited_for = loan.waits_for(id);
		loan.withdraw(!by_borrower).map_err(Error::<T>::from)?;

		T::Quota::close(id);
		Self::close_offer(id, &loan, terms.pinned.expires_on);
		Self::deposit_event(Event::LoanWithdrawn {
			loan: id,
			bank: loan.bank,
			borrower: loan.borrower,
			by: actor.org,
			officer: actor.officer,
		});
		Self::put_loan(id, loan, waited_for);
		Ok(())
	}

	/// A loan with its terms in force.
	pub(crate) fn contract(id: LoanId) -> Result<(Loan, Terms), DispatchError> {
		let loan = Loans::<T>::get(id).ok_or(Error::<T>::LoanUnknown)?;
		let terms = LoanTerms::<T>::get(id, loan.terms_version).ok_or(Error::<T>::LoanUnknown)?;
		Ok((loan, terms))
	}

	/// The ledger of a loan that was signed.
	pub(crate) fn signed_ledger(id: LoanId) -> Result<Ledger, DispatchError> {
		Ledgers::<T>::get(id).ok_or_else(|| Error::<T>::WrongState.into())
	}

	/// Asks for the amount over all banks, or hears what was answered. What is refused refuses the call.
	fn ask_quota(
		id: LoanId,
		loan: &Loan,
		terms: &Terms,
		scheme: &SchemeTerms,
	) -> Result<QuotaState, DispatchError> {
		let bound = Self::bound(terms, scheme)?;
		let state = match T::Quota::state(id) {
			Some(QuotaState::Wanted) => return Err(Error::<T>::QuotaNotGranted.into()),
			Some(answered) => answered,
			None => T::Quota::want(id, loan.scheme, loan.borrower, terms.amount, bound.cap)?,
		};
		ensure!(state != QuotaState::Refused, bound.refusal);
		Ok(state)
	}

	/// As far as is known, the amount will be granted: a hint for the maker, and again for the checker, who else
	/// learn it only when the borrower signs.
	fn ensure_may_fit(loan: &Loan, terms: &Terms, scheme: &SchemeTerms) -> DispatchResult {
		let bound = Self::bound(terms, scheme)?;
		let fits = T::Quota::may_fit(loan.scheme, loan.borrower, terms.amount, bound.cap);
		fits.then_some(()).ok_or(bound.refusal.into())
	}

	/// The hash of block 0: what binds a digest to this chain.
	fn genesis() -> Digest {
		frame_system::Pallet::<T>::block_hash(BlockNumberFor::<T>::zero())
	}
}
