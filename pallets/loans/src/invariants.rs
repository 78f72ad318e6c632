//! What must always hold of the stored loans.

use crate::pallet::{
	BankReferences, CollectionVersions, Config, EarlyClosings, EndedHolds, Entered, Holds, HoldsEnded,
	LapseFrom, LapseQueue, LastLoan, Ledgers, LoanTerms, Loans, LoansByBank, LoansByBorrower, OpenLoans,
	Pallet, PartyHistory, PlanLength, PlanLines, PlanUses, RegulatorChanges, Repayments, StandingOffers,
	Transfers, WaitingFor,
};
use crate::types::contract::{Loan, FIRST_TERMS};
use crate::types::hold::{EndedHold, MAX_HOLDS_OF_ONE};
use crate::types::party::{LoanParty, OpenLoanCounts};
use crate::types::repayment::Repayment;
use crate::types::transfer::Transfer;
use crate::types::waiting::{ContractStage, WaitingKey};
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;
use frame::deps::sp_runtime::TryRuntimeError;
use zhidai_primitives::books::{plan::check_line, Ledger};
use zhidai_primitives::traits::{Calendar, CollectionAccounts, Quota, QuotaState};
use zhidai_primitives::{Digest, Fen, LoanId, LoanState, Ordered, OrgId};

type Checked = Result<(), TryRuntimeError>;

fn must(holds: bool, what: &'static str) -> Checked {
	holds.then_some(()).ok_or(TryRuntimeError::Other(what))
}

fn sum(amounts: impl Iterator<Item = Fen>) -> Result<Fen, TryRuntimeError> {
	Fen::checked_sum(amounts).ok_or(TryRuntimeError::Other("a sum of money does not fit"))
}

impl<T: Config> Pallet<T> {
	/// What must always hold:
	///
	/// 1. drawn = pending + released + disbursed ≤ limit = the terms' amount, where disbursed = to pay + settled +
	///    received + on hand + prepaid + credited, and principal repaid = Σ repayments that count + prepaid ≤
	///    disbursed; of a closed loan nothing is owed;
	/// 2. of each plan, Σ caps = the amount, no payee is the borrower, of no line more is used than its cap,
	///    and what the lines say is reserved and paid is what the ledger says; every prepayment rests on its
	///    purchase contract;
	/// 3. only what the borrower signed has asked for its limit over all banks, not what is merely prepared or
	///    over, and an active loan was granted it;
	/// 4. a contract past `Prepared` has a maker and another officer as checker, one past `Offered` the
	///    signature of a third officer, who is the borrower's;
	/// 5. indexes, waiting lists, repayments and references agree with the loans that they are about;
	/// 6. a hold is on its loan once, no organisation has more of a kind than it may, and the loan's own record says
	///    which kinds there are; those that are no more are numbered without a gap, and none was lifted by one officer;
	/// 7. the collection account of an active loan is kept for the borrower, whoever is its bank or its borrower;
	/// 8. the offers that a bank's list for a borrower counts are open ones of the two, and an open one that it does
	///    not count is past its last day;
	/// 9. an offer stands no longer than its availability, and the sweep comes to every open one and to nothing else;
	/// 10. with each organisation exactly the active loans are counted in which it has a part;
	/// 11. each change of a party begins with who the last one left there, and a loan's parties are who the last left.
	pub fn check_invariants() -> Checked {
		for (id, loan) in Loans::<T>::iter() {
			must(id <= LastLoan::<T>::get() && id > LoanId(0), "a loan has a number that was not given")?;
			Self::check_signatures(id, &loan)?;
			Self::check_plan(id, &loan)?;
			Self::check_repayments(id, &loan)?;
			Self::check_listed(id, &loan)?;
			Self::check_holds(id, &loan)?;
			Self::check_quota(id, &loan)?;
			Self::check_collection(id, &loan)?;
			Self::check_offer_counted(id, &loan)?;
			Self::check_party_history(id, &loan)?;
		}
		Self::check_offers()?;
		Self::check_lapse_queue()?;
		Self::check_open()?;
		Self::check_nothing_stray()
	}

	fn check_party_history(id: LoanId, loan: &Loan) -> Checked {
		for (party, now) in loan.parties() {
			let mut last = None;
			for change in PartyHistory::<T>::get(id).into_iter().filter(|change| change.party == party) {
				let follows = last.is_none_or(|last| last == change.from) && change.from != change.to;
				must(follows, "a change of a party does not follow the one before")?;
				last = Some(change.to);
			}
			must(last.is_none_or(|last| last == now), "a party is not who the last change left")?;
		}
		Ok(())
	}

	fn check_open() -> Checked {
		let mut open = BTreeMap::<OrgId, OpenLoanCounts>::new();
		for loan in Loans::<T>::iter_values().filter(|loan| loan.state == LoanState::Active) {
			for (party, org) in loan.parties() {
				let counts = open.entry(org).or_default();
				*counts = counts.counting(party, true);
			}
		}
		let counted: BTreeMap<_, _> = OpenLoans::<T>::iter().collect();
		must(open == counted, "the open loans of an organisation are counted wrongly")
	}

	fn check_quota(id: LoanId, loan: &Loan) -> Checked {
		let asked = T::Quota::state(id);
		let may_have_asked = matches!(loan.state, LoanState::Offered | LoanState::Active);
		must(asked.is_none() || may_have_asked, "a limit is taken without an offer")?;
		let granted = asked == Some(QuotaState::Granted);
		must(granted || loan.state != LoanState::Active, "a contract was signed without its limit")
	}

	fn check_collection(id: LoanId, loan: &Loan) -> Checked {
		let is_active = loan.state == LoanState::Active;
		let account = Self::collection_account(id).filter(|_| is_active);
		let is_kept = |version| T::CollectionAccounts::collections(loan.borrower, version, loan.bank) > 0;
		must(account.is_none_or(is_kept), "an active loan's collection account can be another's")
	}

	fn check_offer_counted(id: LoanId, loan: &Loan) -> Checked {
		let Some(terms) = Self::terms(id).filter(|_| loan.is_offer()) else { return Ok(()) };
		let counted = StandingOffers::<T>::get(loan.bank, loan.borrower);
		let last_day = terms.pinned.expires_on;
		let times = counted.iter().filter(|offer| **offer == (id, last_day)).count();
		let is_over = last_day < T::Calendar::today();
		must(times == 1 || (times == 0 && is_over), "an offer that stands is not counted once")
	}

	fn check_offers() -> Checked {
		for (bank, borrower, offers) in StandingOffers::<T>::iter() {
			must(!offers.is_empty(), "an empty list of offers is kept")?;
			let is_open = |id: LoanId| {
				Loans::<T>::get(id)
					.is_some_and(|loan| loan.is_offer() && (loan.bank, loan.borrower) == (bank, borrower))
			};
			must(
				offers.iter().all(|(id, _)| is_open(*id)),
				"an offer is counted that is over, or another's",
			)?;
		}
		Ok(())
	}

	fn check_lapse_queue() -> Checked {
		let (from, mut open) = (LapseFrom::<T>::get(), 0_usize);
		for (id, loan) in Loans::<T>::iter() {
			let Some(terms) = Self::terms(id).filter(|_| loan.is_offer()) else { continue };
			let last_day = terms.pinned.expires_on;
			must(last_day <= terms.available_until, "an offer stands longer than its availability")?;
			must(LapseQueue::<T>::contains_key(last_day, Ordered::from(id)), "an offer never lapses")?;
			must(from.is_some_and(|from| from <= last_day), "the sweep is past an offer")?;
			open = open.saturating_add(1);
		}
		must(LapseQueue::<T>::iter_keys().count() == open, "the lapse queue is not the open offers")
	}

	fn check_signatures(id: LoanId, loan: &Loan) -> Checked {
		must(LoanTerms::<T>::contains_key(id, loan.terms_version), "a loan has no terms")?;
		must(
			(FIRST_TERMS..=loan.terms_version).all(|n| LoanTerms::<T>::contains_key(id, n)),
			"terms are missing",
		)?;
		let checked = match loan.state {
			LoanState::Prepared => loan.checker.is_none(),
			LoanState::Offered | LoanState::Active | LoanState::Closed => loan.checker.is_some(),
			LoanState::Withdrawn | LoanState::Lapsed => true,
		};
		let (maker, checker) = (loan.maker.officer, loan.checker.map(|by| by.officer));
		must(checked && checker != Some(maker), "maker and checker are not two officers")?;
		let first = loan.first_checker.map(|by| by.officer);
		must(
			first.is_none_or(|first| first != maker && checker != Some(first)),
			"one officer checked twice",
		)?;
		let signed = loan.signer.is_some() && loan.signed_on.is_some() && loan.term_ends_on.is_some();
		must(signed == loan.has_ledger(), "a loan is active without signature, or signed and not active")?;
		let of_bank = [Some(maker), checker];
		must(!signed || !of_bank.contains(&loan.signer), "an officer of the bank signed for the borrower")
	}

	fn check_plan(id: LoanId, loan: &Loan) -> Checked {
		let plan = Self::plan(id);
		let amount = Self::terms(id).map_or(Fen::ZERO, |terms| terms.amount);
		must(plan.len() == usize::from(PlanLength::<T>::get(id)), "a plan has not its length")?;
		must(plan.len() == PlanLines::<T>::iter_key_prefix(id).count(), "a plan has stray lines")?;
		must(PlanUses::<T>::iter_key_prefix(id).count() <= plan.len(), "a use has no plan line")?;
		must(sum(plan.iter().map(|(_, line, _)| line.cap))? == amount, "a plan is not the amount")?;
		must(plan.iter().all(|(_, line, _)| line.payee != loan.borrower), "a plan pays the borrower")?;
		let checked = plan.iter().all(|(number, line, _)| check_line(number.0, line).is_ok());
		must(checked, "a plan line is for nothing, or a prepayment without contract")?;
		must(plan.iter().all(|(_, line, used)| used.used() <= line.cap), "a plan line is exceeded")?;
		let reserved = sum(plan.iter().map(|(.., used)| used.reserved()))?;
		let paid = sum(plan.iter().map(|(.., used)| used.paid()))?;
		must(
			Ledgers::<T>::contains_key(id) == loan.has_ledger(),
			"a ledger without signature, or none with",
		)?;
		let ledger = Self::ledger(id).unwrap_or(Ledger::new(amount));
		must(ledger.limit() == amount && ledger.drawn() <= amount, "more is drawn than the limit")?;
		must(ledger.pending() == reserved, "pending is not what the plan lines have reserved")?;
		must(
			sum([ledger.released(), ledger.disbursed()].into_iter())? == paid,
			"what was released is not on the plan lines",
		)
	}

	fn check_repayments(id: LoanId, loan: &Loan) -> Checked {
		let ledger = Self::ledger(id).unwrap_or_default();
		let booked = sum(Repayments::<T>::iter_prefix_values(id).map(|repayment| repayment.counts()))?;
		let repaid = ledger.repaid_principal();
		must(
			sum([booked, ledger.prepaid()].into_iter())? == repaid,
			"repayments are not the principal repaid",
		)?;
		must(repaid <= ledger.disbursed(), "more is repaid than was disbursed")?;
		let by_two = |repayment: Repayment| {
			repayment.corrected.is_none_or(|corrected| corrected.officer != corrected.checker)
		};
		must(Repayments::<T>::iter_prefix_values(id).all(by_two), "one officer corrected a repayment")?;
		// A bank that lent it before booked under references of its own.
		let changes = PartyHistory::<T>::get(id);
		let lenders = changes.iter().filter(|change| change.party == LoanParty::Bank);
		let banks: BTreeSet<_> = lenders.map(|change| change.from).chain([loan.bank]).collect();
		let referred = |reference: Digest| {
			banks.iter().any(|bank| BankReferences::<T>::get(bank, reference) == Some(id))
		};
		must(Repayments::<T>::iter_key_prefix(id).all(referred), "a repayment's reference is not taken")?;
		must(loan.state != LoanState::Closed || ledger.drawn() == repaid, "a closed loan is not repaid")
	}

	fn check_listed(id: LoanId, loan: &Loan) -> Checked {
		let place = Ordered::from(id);
		let at_borrower = LoansByBorrower::<T>::contains_key(loan.borrower, place);
		must(at_borrower, "a loan is not listed at its borrower")?;
		must(LoansByBank::<T>::contains_key(loan.bank, place), "a loan is not listed at its bank")?;
		let all = Self::expected_to_wait(id, loan);
		let listed = all.iter().all(|(org, place)| WaitingFor::<T>::contains_key(org, place));
		must(listed, "a contract waits unseen")
	}

	/// In whose lists a loan must be.
	fn expected_to_wait(id: LoanId, loan: &Loan) -> Vec<(OrgId, WaitingKey)> {
		let entered =
			Entered::<T>::contains_key(id).then(|| (loan.bank, (ContractStage::Repayment, id.0.into())));
		let closing =
			EarlyClosings::<T>::contains_key(id).then(|| (loan.bank, (ContractStage::Close, id.0.into())));
		let change = RegulatorChanges::<T>::get(id)
			.map(|asked| (asked.ask.org, (ContractStage::Regulator, id.0.into())));
		let transfer = Transfers::<T>::get(id)
			.and_then(|transfer| transfer.next(loan.bank))
			.map(|(org, _)| (org, (ContractStage::Transfer, id.0.into())));
		// Once for each kind, however many of it are asked about.
		let asked: BTreeSet<_> = Holds::<T>::get(id).asked().collect();
		let asked = asked.into_iter().map(|(org, kind)| (org, (ContractStage::Lift(kind), id.0.into())));
		let at_bank = loan.waits_for(id).into_iter().chain(entered).chain(closing);
		at_bank.chain(change).chain(transfer).chain(asked).collect()
	}

	fn check_holds(id: LoanId, loan: &Loan) -> Checked {
		let holds = Holds::<T>::get(id);
		must(loan.holds == holds.kinds(), "a hold is not recorded, or recorded and not there")?;
		must(Holds::<T>::contains_key(id) != holds.is_empty(), "an empty list of holds is kept")?;
		let mut of_one = BTreeMap::new();
		for record in holds.iter() {
			let held: &mut usize = of_one.entry((record.key.kind, record.key.placed_by)).or_default();
			*held = held.saturating_add(1);
		}
		must(of_one.values().all(|held| *held <= MAX_HOLDS_OF_ONE), "an organisation has too many holds")?;
		let keys: BTreeSet<_> = holds.iter().map(|record| record.key).collect();
		must(keys.len() == holds.iter().count(), "a hold is there twice")?;
		let ended: Vec<_> = EndedHolds::<T>::iter_prefix(id).collect();
		let is_whole = (0..HoldsEnded::<T>::get(id))
			.all(|number| EndedHolds::<T>::contains_key(id, Ordered::from(number)));
		must(
			is_whole && u32::try_from(ended.len()) == Ok(HoldsEnded::<T>::get(id)),
			"a loan's history of holds has a gap",
		)?;
		let by_two = |hold: &EndedHold| hold.lifted.is_none_or(|lift| lift.asked_by != lift.agreed_by);
		must(ended.iter().all(|(_, hold)| by_two(hold)), "one officer lifted a hold")
	}

	/// Every entry was found from its loan; so as many entries as loans have means that there is no other.
	fn check_nothing_stray() -> Checked {
		let loans = Loans::<T>::iter_keys().count();
		must(LoansByBorrower::<T>::iter_keys().count() == loans, "a borrower lists a stray loan")?;
		must(LoansByBank::<T>::iter_keys().count() == loans, "a bank lists a stray loan")?;
		let waiting: usize =
			Loans::<T>::iter().map(|(id, loan)| Self::expected_to_wait(id, &loan).len()).sum();
		must(WaitingFor::<T>::iter_keys().count() == waiting, "a stray contract waits")?;
		must(
			Repayments::<T>::iter_keys().count() == BankReferences::<T>::iter_keys().count(),
			"a reference is taken without a repayment",
		)?;
		let known = |id: LoanId| Loans::<T>::contains_key(id);
		must(Ledgers::<T>::iter_keys().all(known), "a ledger has no loan")?;
		must(Holds::<T>::iter_keys().all(known), "a hold has no loan")?;
		let active = |id: LoanId| Loans::<T>::get(id).is_some_and(|loan| loan.state == LoanState::Active);
		must(Entered::<T>::iter_keys().all(active), "a repayment is entered for a loan that is not active")?;
		must(EarlyClosings::<T>::iter_keys().all(active), "an early closing of a loan that is not active")?;
		must(RegulatorChanges::<T>::iter_keys().all(active), "a regulator for a loan that is not active")?;
		must(PartyHistory::<T>::iter_keys().all(known), "parties of no loan changed")?;
		let has_account = |id: LoanId| Self::collection_account(id).is_some();
		must(CollectionVersions::<T>::iter_keys().all(has_account), "no loan's collection account passed")?;
		must(Transfers::<T>::iter_keys().all(active), "a transfer of a loan that is not active")?;
		let is_listed = |(first, transfer): (LoanId, Transfer)| transfer.loans.first() == Some(&first);
		must(Transfers::<T>::iter().all(is_listed), "a transfer is not under its first loan")?;
		must(Repayments::<T>::iter_keys().all(|(id, _)| known(id)), "a repayment has no loan")?;
		must(
			PlanUses::<T>::iter_keys().all(|(id, line)| PlanLines::<T>::contains_key(id, line)),
			"a use has no line",
		)
	}
}
