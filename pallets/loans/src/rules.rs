//! The rules of a contract that ask the neighbours: who may borrow, whom the plan may pay, limits, rate, periods.

use crate::access::{BANKS, MARKET_REGULATORS};
use crate::pallet::{Config, Error, Holds, Loans, Pallet};
use crate::types::contract::{Loan, RateReference, Terms};
use crate::types::party::LoanParty;
use alloc::vec::Vec;
use frame::prelude::*;
use zhidai_primitives::books::plan;
use zhidai_primitives::traits::{CollectionAccounts, DatedRate, Directory, PartyWork, Rates, Standing};
use zhidai_primitives::{
	AccountVersion, BasisPoints, Day, DrawRule, Duty, Fen, LimitKind, LoanId, LoanState, OrgId, PlanLine,
	RateCap, RateKind, Role, Roles, SchemeTerms, SignedBy, Tier, TierNumber,
};

const ENTERPRISES: Roles = Roles::of(&[Role::Enterprise]);
/// Who can be paid out of a loan.
const PAYEES: Roles =
	Roles::of(&[Role::Supplier, Role::InspectionBody, Role::CertificationBody, Role::Enterprise]);

/// Up to which sum over all banks a contract may stand, and what refuses it above.
pub(crate) struct Bound<T> {
	pub(crate) cap: Fen,
	pub(crate) refusal: Error<T>,
}

impl<T: Config> Pallet<T> {
	/// Every rule that does not pin anything: asked when a contract is prepared and again when it is checked.
	pub(crate) fn ensure_rules(
		loan: &Loan,
		terms: &Terms,
		lines: &[PlanLine],
		scheme: &SchemeTerms,
		today: Day,
	) -> DispatchResult {
		Self::ensure_form(terms, scheme, today)?;
		plan::check(lines, terms.amount, terms.pinned.quality_share_bp).map_err(Error::<T>::from)?;
		Self::ensure_payees(loan.bank, loan.borrower, lines)?;
		Self::ensure_collection_account(loan, terms)
	}

	/// The collection account, where there is one, is the borrower's own that the bank verified last. What the bank
	/// verified for the borrower is no payee's there.
	pub(crate) fn ensure_collection_account(loan: &Loan, terms: &Terms) -> DispatchResult {
		match terms.collection_account {
			Some(account) => T::Directory::ensure_payee_account(loan.borrower, account, loan.bank),
			None => Ok(()),
		}
	}

	/// An enterprise borrows, from another organisation, and the regulator is competent for it.
	pub(crate) fn ensure_parties(loan: &Loan) -> DispatchResult {
		ensure!(loan.borrower != loan.bank, Error::<T>::BorrowerIsTheBank);
		T::Directory::ensure_organisation(loan.borrower, ENTERPRISES)
			.map_err(|_| Error::<T>::BorrowerIsNotAnEnterprise)?;
		T::Directory::ensure_organisation(loan.regulator, MARKET_REGULATORS)
			.map_err(|_| Error::<T>::RegulatorNotCompetent)?;
		Self::ensure_competent(loan.regulator, loan.borrower)
	}

	/// The regulator's region contains the borrower's.
	pub(crate) fn ensure_competent(regulator: OrgId, borrower: OrgId) -> DispatchResult {
		let competent = match (T::Directory::region(regulator), T::Directory::region(borrower)) {
			(Some(own), Some(other)) => own.contains(other),
			_ => false,
		};
		competent.then_some(()).ok_or_else(|| Error::<T>::RegulatorNotCompetent.into())
	}

	/// Who says which market regulator attests a loan: the one that does, and one whose region is wider than that one's
	/// and contains the next one's. One of the same region takes no other's loans.
	pub(crate) fn ensure_over_regulator(by: OrgId, loan: &Loan, next: OrgId) -> DispatchResult {
		let is_above = || {
			let region = |org| T::Directory::region(org);
			let (own, before) = region(by).zip(region(loan.regulator))?;
			Some(own != before && own.contains(before) && own.contains(region(next)?))
		};
		let may = by == loan.regulator || is_above().unwrap_or(false);
		ensure!(may, Error::<T>::RegulatorNotAllowed);
		Ok(())
	}

	/// The organisation can attest the loan's evidence from now on: competent for its borrower, and no other party of
	/// it.
	pub(crate) fn ensure_next_regulator(loan: &Loan, next: OrgId) -> DispatchResult {
		ensure!(next != loan.regulator, Error::<T>::PartyUnchanged);
		ensure!(![loan.bank, loan.borrower].contains(&next), Error::<T>::PartiesNotIndependent);
		T::Directory::ensure_organisation(next, MARKET_REGULATORS)
			.map_err(|_| Error::<T>::RegulatorNotCompetent)?;
		Self::ensure_competent(next, loan.borrower)
	}

	/// The bank can lend it from now on: no other party of the loan, and nothing is on its way at the old one.
	pub(crate) fn ensure_next_bank(id: LoanId, loan: &Loan, next: OrgId) -> DispatchResult {
		ensure!(next != loan.bank, Error::<T>::PartyUnchanged);
		ensure!(![loan.borrower, loan.regulator].contains(&next), Error::<T>::PartiesNotIndependent);
		T::Directory::ensure_organisation(next, BANKS)?;
		Self::next_collection(id, loan, LoanParty::Bank, next)?;
		Self::ensure_idle(id)
	}

	/// The firm can owe it from now on: no other party of the loan, on no line of its plan, one for which the market
	/// regulator is competent, and nothing is on its way. What stops the money of who owes it until then, a freeze or a
	/// relation to a payee, is on record of that one alone: nobody sheds it by passing the loan on.
	pub(crate) fn ensure_next_borrower(id: LoanId, loan: &Loan, next: OrgId) -> DispatchResult {
		ensure!(![loan.bank, loan.regulator].contains(&next), Error::<T>::PartiesNotIndependent);
		T::Directory::ensure_organisation(next, ENTERPRISES)
			.map_err(|_| Error::<T>::BorrowerIsNotAnEnterprise)?;
		Self::ensure_competent(loan.regulator, next)?;
		let (_, terms) = Self::contract(id)?;
		Self::ensure_not_frozen(loan.borrower, &terms)?;
		for (plan_line, line) in (0_u16..).zip(Self::plan_lines(id)) {
			ensure!(line.payee != next, Error::<T>::PayeeIsBorrower { plan_line });
			let is_related = T::Directory::are_related_for(loan.borrower, line.payee, loan.bank);
			ensure!(!is_related, Error::<T>::PayeeRelatedToBorrower { plan_line });
		}
		Self::next_collection(id, loan, LoanParty::Borrower, next)?;
		Self::ensure_idle(id)
	}

	/// Under which version the loan's collection account, where it has one, is known when another organisation has a
	/// party's place. To another bank it passes only as the same account; another borrower has one of its own, the one
	/// that the bank verified last. Nothing where nothing of it changes.
	pub(crate) fn next_collection(
		id: LoanId,
		loan: &Loan,
		party: LoanParty,
		to: OrgId,
	) -> Result<Option<AccountVersion>, DispatchError> {
		let Some(account) = Self::collection_account(id) else { return Ok(None) };
		let next = match party {
			LoanParty::Bank => T::CollectionAccounts::same_account(loan.borrower, account, loan.bank, to),
			LoanParty::Borrower => T::CollectionAccounts::current_account(to, loan.bank),
			LoanParty::Regulator => return Ok(None),
		};
		next.map(Some).ok_or_else(|| Error::<T>::CollectionAccountMissing.into())
	}

	/// These loans can pass from one bank to the other today, each once; of each its borrower and its limit.
	pub(crate) fn ensure_transferable(
		loans: &[LoanId],
		from: OrgId,
		to: OrgId,
	) -> Result<Vec<(OrgId, Fen)>, DispatchError> {
		ensure!(loans.is_sorted_by(|one, other| one < other), Error::<T>::LoansMalformed);
		let mut limits = Vec::with_capacity(loans.len());
		for id in loans {
			let loan = Loans::<T>::get(id).ok_or(Error::<T>::LoanUnknown)?;
			ensure!(loan.bank == from, Error::<T>::BankNotAllowed);
			loan.ensure(&[LoanState::Active]).map_err(Error::<T>::from)?;
			Self::ensure_next_bank(*id, &loan, to)?;
			T::PartyWork::ensure_can_pass(*id, from)?;
			limits.push((loan.borrower, Self::signed_ledger(*id)?.limit()));
		}
		Ok(limits)
	}

	/// No draft is open and no payment on its way.
	fn ensure_idle(id: LoanId) -> DispatchResult {
		let ledger = Self::signed_ledger(id)?;
		let on_their_way = [ledger.pending(), ledger.released(), ledger.to_pay()];
		let is_idle = ledger.open_drafts() == 0 && on_their_way.iter().all(|balance| balance.is_zero());
		ensure!(is_idle, Error::<T>::NotSettledYet);
		Ok(())
	}

	/// Every payee takes part and is independent of the borrower, as far as this lender must see.
	pub(crate) fn ensure_payees(lender: OrgId, borrower: OrgId, lines: &[PlanLine]) -> DispatchResult {
		for (plan_line, PlanLine { payee, .. }) in (0_u16..).zip(lines) {
			ensure!(*payee != borrower, Error::<T>::PayeeIsBorrower { plan_line });
			ensure!(
				!T::Directory::are_related_for(borrower, *payee, lender),
				Error::<T>::PayeeRelatedToBorrower { plan_line }
			);
			T::Directory::ensure_organisation(*payee, PAYEES)
				.map_err(|_| Error::<T>::PayeeNotAdmitted { plan_line })?;
		}
		Ok(())
	}

	/// Term, availability period and own funds; terms are calendar months (G-30).
	fn ensure_form(terms: &Terms, scheme: &SchemeTerms, today: Day) -> DispatchResult {
		ensure!(terms.term_months > 0, Error::<T>::TermZero);
		ensure!(scheme.term_max_months.is_none_or(|most| terms.term_months <= most), Error::<T>::TermTooLong);
		ensure!(terms.own_funds_bp <= BasisPoints::WHOLE, Error::<T>::OwnFundsAboveWhole);
		let end = Self::term_end(terms, today)?;
		ensure!(terms.available_until >= today, Error::<T>::AvailabilityInPast);
		ensure!(terms.available_until <= end, Error::<T>::AvailabilityAfterTerm);
		Ok(())
	}

	/// The last day of a term that begins on this day.
	pub(crate) fn term_end(terms: &Terms, from: Day) -> Result<Day, DispatchError> {
		from.plus_months(u32::from(terms.term_months)).ok_or_else(|| Error::<T>::TermTooLong.into())
	}

	fn tier(scheme: &SchemeTerms, number: TierNumber) -> Result<&Tier, DispatchError> {
		let tier = scheme.tiers.iter().find(|tier| tier.number == number);
		tier.ok_or_else(|| Error::<T>::TierNotInScheme.into())
	}

	/// The tier's bound on the sum of all loans of the borrower under the programme at all banks (G-27). A cap
	/// binds; a guide can be passed with a reason (G-28, XJ-01).
	pub(crate) fn bound(terms: &Terms, scheme: &SchemeTerms) -> Result<Bound<T>, DispatchError> {
		let tier = Self::tier(scheme, terms.pinned.tier)?;
		let refusal = match tier.limit.kind {
			LimitKind::Cap => Some(Error::<T>::AmountAboveTierLimit),
			LimitKind::Guide if terms.limit_override_reason.is_none() => {
				Some(Error::<T>::OverrideReasonMissing)
			}
			LimitKind::Guide => None,
		};
		let above_all = || Bound { cap: Fen(u64::MAX), refusal: Error::<T>::AmountAboveTierLimit };
		Ok(refusal.map_or_else(above_all, |refusal| Bound { cap: tier.limit.amount, refusal }))
	}

	/// The reference that the programme holds a bank's rate against, as of a day.
	pub(crate) fn rate_reference(
		cap: RateCap,
		bank: OrgId,
		day: Day,
	) -> Result<Option<RateReference>, DispatchError> {
		let (kind, margin) = match cap {
			RateCap::None => return Ok(None),
			RateCap::BankAverage => (RateKind::BankAverage(bank), BasisPoints(0)),
			RateCap::Lpr1YPlus(margin) => (RateKind::Lpr1Y, margin),
		};
		let DatedRate { value, effective_from, entry } = T::Rates::rate_on(kind, day)?;
		// A cap that does not fit is above every rate.
		let cap = value.checked_add(margin).unwrap_or(BasisPoints(u32::MAX));
		Ok(Some(RateReference { kind, value, effective_from, entry, cap }))
	}

	/// The rate is not above the cap.
	pub(crate) fn ensure_rate(rate: BasisPoints, reference: Option<RateReference>) -> DispatchResult {
		ensure!(reference.is_none_or(|reference| rate <= reference.cap), Error::<T>::RateAboveCap);
		Ok(())
	}

	/// What the programme asks again at a drawdown (G-31): only what its text has.
	pub(crate) fn ensure_still_qualified(borrower: OrgId, scheme: &SchemeTerms) -> DispatchResult {
		match scheme.at_draw {
			DrawRule::Nothing => Ok(()),
			DrawRule::Qualified => T::Standing::tier(borrower, scheme).map(|_| ()),
		}
	}

	/// The borrower still qualifies, for the pinned tier or a better one.
	pub(crate) fn ensure_tier_kept(
		borrower: OrgId,
		scheme: &SchemeTerms,
		pinned: TierNumber,
	) -> DispatchResult {
		ensure!(T::Standing::tier(borrower, scheme)? <= pinned, Error::<T>::TierLowered);
		Ok(())
	}

	/// An offer can be checked and signed through its last day. Of what is no offer its state says why not.
	pub(crate) fn ensure_offer_stands(loan: &Loan, terms: &Terms, today: Day) -> DispatchResult {
		let is_offer = loan.is_offer();
		ensure!(!is_offer || terms.available_until >= today, Error::<T>::AvailabilityInPast);
		let is_over = is_offer && terms.pinned.expires_on < today;
		ensure!(!is_over && loan.state != LoanState::Lapsed, Error::<T>::OfferLapsed);
		Ok(())
	}

	/// Whoever prepared and checked it for the bank could sign it today, with the same key.
	pub(crate) fn ensure_signed_for_the_bank(loan: &Loan) -> DispatchResult {
		ensure!(Self::is_signed_for_the_bank(loan), Error::<T>::BankSignatureVoid);
		Ok(())
	}

	/// Whether the bank's signatures, as far as they are given, count still.
	pub(crate) fn is_signed_for_the_bank(loan: &Loan) -> bool {
		let counts = |by: SignedBy, duty| T::Directory::signature_counts(by.officer, by.key_number, duty);
		counts(loan.maker, Duty::Maker) && loan.checker.is_none_or(|by| counts(by, Duty::Checker))
	}

	/// Who checked it first for the bank, where that counts and is not enough.
	pub(crate) fn first_check(loan: &Loan) -> Option<SignedBy> {
		let counts = |by: &SignedBy| T::Directory::signature_counts(by.officer, by.key_number, Duty::Checker);
		loan.first_checker.filter(counts)
	}

	/// No failed spot check of the borrower has come so far that the contract's clause stops the money.
	pub(crate) fn ensure_not_frozen(borrower: OrgId, terms: &Terms) -> DispatchResult {
		let is_frozen = terms.pinned.freeze_from.is_some_and(|from| T::Standing::is_frozen(borrower, from));
		ensure!(!is_frozen, Error::<T>::UndrawnLimitFrozen);
		Ok(())
	}

	/// No hold stands today. The usual loan has none and costs no further read.
	pub(crate) fn ensure_not_held(id: LoanId, loan: &Loan, today: Day) -> DispatchResult {
		let is_held = !loan.holds.is_empty() && Holds::<T>::get(id).any_stands_on(today);
		ensure!(!is_held, Error::<T>::LoanHeld);
		Ok(())
	}
}
