//! What a draft must keep when it is made, and again when it is released. One iterator serves both the calls,
//! which stop at its first violation, and `check_payment`, which lists every one.
//!
//! In this order: the draft as a whole (lines, last day, who of the loan takes part, whether money may leave it
//! today), each line in turn (key, amount, plan, payee, account, evidence), then the sums (limit, plan lines,
//! documents).

mod allocations;

use crate::{
	store::posting::{evidence_uses, plan_uses},
	types::allocation::{by_line, PartsByLine},
	Config, Error, Pallet, Payments,
};
use alloc::{
	collections::{BTreeMap, BTreeSet},
	vec::Vec,
};
use core::cell::Cell;
use core::iter;
use frame::{
	deps::{
		frame_support::storage::{with_transaction, TransactionOutcome},
		sp_runtime::DispatchError,
	},
	prelude::*,
};
use zhidai_primitives::{
	traits::{
		Calendar, Directory, EvidenceDesk, EvidenceFacts, Finding, Findings, LoanInspect, LoanMove,
		LoanPermission, LoanRoom, Movement,
	},
	AccountVersion, Allocation, Day, DraftLine, EvidenceId, Fen, LoanFacts, LoanId, OrgStatus, PlanLine,
	PlanLineNo, Uetr, Violation,
};

/// When the rules are looked at.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Phase {
	/// The draft is made, and reserves new money or returned money.
	Draft { repays: bool },
	/// Lines of it are released.
	Release,
	/// An order is carried out, which is both at once.
	Order,
}

impl Phase {
	/// Whether money leaves.
	fn releases(self) -> bool {
		matches!(self, Self::Release | Self::Order)
	}
}

/// A plan line with what is known of its payee.
#[derive(Clone, Copy)]
struct Payee {
	plan: PlanLine,
	is_borrower: bool,
	related: bool,
	active: bool,
}

/// What was found out already: a drawdown of 500 lines often uses few plan lines.
struct Memo<'a> {
	loan: LoanId,
	facts: &'a LoanFacts,
	phase: Phase,
	keys: BTreeSet<Uetr>,
	payees: BTreeMap<PlanLineNo, Option<Payee>>,
	/// Counts the payees that another bank has reported.
	reported: Option<&'a Cell<u32>>,
	accounts: BTreeMap<(PlanLineNo, AccountVersion), DispatchResult>,
	evidence: BTreeMap<(PlanLineNo, EvidenceId), DispatchResult>,
}

impl<T: Config> Pallet<T> {
	/// The rules that a new draft breaks, from the first on. `reserves`: what of its payments rests on other documents
	/// than their lines name; nothing where it pays returned money again, which is drawn.
	pub(crate) fn draft_violations<'a>(
		loan: LoanId,
		facts: &'a LoanFacts,
		lines: &'a [DraftLine],
		expires_on: Option<Day>,
		reserves: Option<&'a [Allocation]>,
	) -> impl Iterator<Item = Violation> + 'a {
		let empty = iter::once_with(move || whole(lines.is_empty(), Error::<T>::EmptyDraft)).flatten();
		let expiry = iter::once_with(move || expires_on.and_then(Self::expiry_violation)).flatten();
		let sums = iter::once_with(move || match reserves {
			None => Vec::new(),
			Some(allocations) => Self::sum_violations(loan, lines, &by_line(allocations)),
		});
		let repays = reserves.is_none();
		empty
			.chain(expiry)
			.chain(Self::absent_parties(facts).map(whole_draft::<T>))
			.chain(iter::once_with(move || money_may_leave::<T>(loan, repays)).flatten())
			.chain(Self::line_violations(loan, facts, Phase::Draft { repays }, (0..).zip(lines.iter()), None))
			.chain(sums.flatten())
	}

	/// The rules that a release of these lines breaks, from the first on. Counts the payees that another bank has
	/// reported, each of which may have opened an alert.
	pub(crate) fn release_violations<'a>(
		loan: LoanId,
		facts: &'a LoanFacts,
		repays: bool,
		lines: impl Iterator<Item = (u16, &'a DraftLine)> + 'a,
		reported: Option<&'a Cell<u32>>,
	) -> impl Iterator<Item = Violation> + 'a {
		iter::once_with(move || money_may_leave::<T>(loan, repays)).flatten().chain(Self::line_violations(
			loan,
			facts,
			Phase::Release,
			lines,
			reported,
		))
	}

	/// Refuses where one of the three by whose word money leaves takes part no more. Asked at every step: who was
	/// suspended or has left since the last one borrows, lends and vouches for nothing.
	pub(crate) fn ensure_parties(facts: &LoanFacts) -> DispatchResult {
		Self::absent_parties(facts).next().map_or(Ok(()), |rule| Err(rule.into()))
	}

	/// Of borrower, bank and the contract's regulator those that do not take part today.
	pub(crate) fn absent_parties(facts: &LoanFacts) -> impl Iterator<Item = Error<T>> {
		let parties = [
			(facts.borrower, Error::<T>::BorrowerNotActive),
			(facts.bank, Error::<T>::BankNotActive),
			(facts.regulator, Error::<T>::RegulatorNotActive),
		];
		let absent =
			parties.into_iter().filter(|(org, _)| T::Directory::status(*org) != Some(OrgStatus::Active));
		absent.map(|(_, rule)| rule)
	}

	/// The rules that an order breaks, from the first on: those of a draft and of its release, each asked once. What
	/// its sums break, the owners of limit, plan and documents say when they are asked for the money.
	pub(crate) fn order_violations<'a>(
		loan: LoanId,
		facts: &'a LoanFacts,
		lines: &'a [DraftLine],
		expires_on: Day,
		reported: &'a Cell<u32>,
	) -> impl Iterator<Item = Violation> + 'a {
		let empty = iter::once_with(move || whole(lines.is_empty(), Error::<T>::EmptyDraft)).flatten();
		let is_over = move || whole(expires_on < T::Calendar::today(), Error::<T>::DraftExpired);
		empty
			.chain(iter::once_with(is_over).flatten())
			.chain(iter::once_with(move || Self::expiry_violation(expires_on)).flatten())
			.chain(Self::absent_parties(facts).map(whole_draft::<T>))
			.chain(iter::once_with(move || money_may_leave::<T>(loan, false)).flatten())
			.chain(Self::line_violations(loan, facts, Phase::Order, (0..).zip(lines.iter()), Some(reported)))
	}

	fn expiry_violation(expires_on: Day) -> Option<Violation> {
		let today = T::Calendar::today();
		let latest = today.0.saturating_add(T::DraftLifeDays::get());
		let outside = expires_on < today || expires_on.0 > latest;
		outside.then(|| Violation {
			rule: Error::<T>::ExpiryOutOfRange.into(),
			line: None,
			have: Some(expires_on.0.into()),
			allowed: Some(latest.into()),
		})
	}

	fn line_violations<'a>(
		loan: LoanId,
		facts: &'a LoanFacts,
		phase: Phase,
		lines: impl Iterator<Item = (u16, &'a DraftLine)> + 'a,
		reported: Option<&'a Cell<u32>>,
	) -> impl Iterator<Item = Violation> + 'a {
		let mut memo = Memo {
			loan,
			facts,
			phase,
			keys: BTreeSet::new(),
			payees: BTreeMap::new(),
			reported,
			accounts: BTreeMap::new(),
			evidence: BTreeMap::new(),
		};
		lines.flat_map(move |(number, line)| {
			let mut found = Vec::new();
			memo.key_rules::<T>(number, line, &mut found);
			match memo.payee::<T>(line.plan_line) {
				Some(payee) => memo.payee_rules::<T>(number, line, &payee, &mut found),
				None => found.push(Error::<T>::PayeeNotOnPlan { line: number }.into()),
			}
			found.into_iter().map(move |rule| Violation {
				rule,
				line: Some(number),
				have: None,
				allowed: None,
			})
		})
	}

	/// Limit, plan lines and documents. The refusal is the owner's: it is asked for the amount, and taken back.
	fn sum_violations(loan: LoanId, lines: &[DraftLine], beside: &PartsByLine) -> Vec<Violation> {
		// What is off the plan was found before.
		let mut uses = plan_uses(lines.iter());
		uses.retain(|(plan_line, _)| T::Loans::plan_line(loan, *plan_line).is_ok());
		let sum = uses.iter().fold(0_u64, |sum, (_, amount)| sum.saturating_add(amount.0));
		let mut found = Vec::new();
		let undrawn = T::Loans::undrawn(loan);
		if sum > undrawn.0 {
			let rule = refusal(|| T::Loans::post(loan, &[Movement::Reserve], &uses));
			found.extend(rule.map(|rule| over(rule, None, Fen(sum), undrawn)));
		}
		for (plan_line, amount) in uses {
			let left = T::Loans::remaining(loan, plan_line);
			// The least that is too much, so that it is this line that refuses and not the limit.
			let probe = Fen(left.0.saturating_add(1));
			if amount > left {
				let rule = refusal(|| T::Loans::post(loan, &[Movement::Reserve], &[(plan_line, probe)]));
				let line = first(lines, |line| line.plan_line == plan_line);
				found.extend(rule.map(|rule| over(rule, line, amount, left)));
			}
		}
		for (evidence, amount) in evidence_uses((0..).zip(lines.iter()), beside) {
			let left = T::Evidence::remaining(evidence);
			if amount > left {
				let rule = refusal(|| T::Evidence::reserve(evidence, amount));
				let line = first(lines, |line| line.evidence == Some(evidence));
				found.extend(rule.map(|rule| over(rule, line, amount, left)));
			}
		}
		found.extend(Self::purchase_violations(lines, beside));
		found
	}

	/// Documents of one purchase, each with room for its own payments, that are too much together.
	fn purchase_violations(lines: &[DraftLine], beside: &PartsByLine) -> Vec<Violation> {
		let mut purchases = BTreeMap::<EvidenceId, Vec<(EvidenceId, Fen)>>::new();
		for (evidence, amount) in evidence_uses((0..).zip(lines.iter()), beside) {
			purchases.entry(T::Evidence::purchase(evidence)).or_default().push((evidence, amount));
		}
		let mut found = Vec::new();
		for (purchase, uses) in purchases.into_iter().filter(|(_, uses)| uses.len() > 1) {
			let each_fits =
				uses.iter().all(|(evidence, amount)| *amount <= T::Evidence::remaining(*evidence));
			let sum = uses.iter().fold(0_u64, |sum, (_, amount)| sum.saturating_add(amount.0));
			let left = T::Evidence::purchase_remaining(purchase);
			if each_fits && sum > left.0 {
				let reserve =
					|(evidence, amount): &(EvidenceId, Fen)| T::Evidence::reserve(*evidence, *amount);
				let rule = refusal(|| uses.iter().try_for_each(reserve));
				let is_of_it = |evidence| T::Evidence::purchase(evidence) == purchase;
				let line = first(lines, |line| line.evidence.is_some_and(is_of_it));
				found.extend(rule.map(|rule| over(rule, line, Fen(sum), left)));
			}
		}
		found
	}
}

impl Memo<'_> {
	fn key_rules<T: Config>(&mut self, line: u16, paid: &DraftLine, found: &mut Vec<DispatchError>) {
		if self.phase == Phase::Release {
			return;
		}
		if !paid.uetr.is_version_4() {
			found.push(Error::<T>::UetrNotVersion4 { line }.into());
		}
		if !self.keys.insert(paid.uetr) {
			found.push(Error::<T>::DuplicateUetr { line }.into());
		} else if Payments::<T>::contains_key(paid.uetr) {
			found.push(Error::<T>::UetrUsed { line }.into());
		}
		if paid.amount().is_zero() {
			found.push(Error::<T>::AmountZero { line }.into());
		}
	}

	fn payee<T: Config>(&mut self, number: PlanLineNo) -> Option<Payee> {
		let (loan, borrower, lender) = (self.loan, self.facts.borrower, self.facts.bank);
		let (releases, reported) = (self.phase.releases(), self.reported);
		*self.payees.entry(number).or_insert_with(|| {
			let plan = T::Loans::plan_line(loan, number).ok()?;
			// Another bank's word does not bind this loan, but people must look at it. Undone where the
			// release is refused.
			if releases && T::Directory::is_relation_reported(plan.payee, borrower, lender) {
				T::Findings::raise(Finding::RelatedPayee { loan, payee: plan.payee });
				if let Some(count) = reported {
					count.set(count.get().saturating_add(1));
				}
			}
			Some(Payee {
				plan,
				is_borrower: plan.payee == borrower || T::Directory::is_successor(borrower, plan.payee),
				related: T::Directory::are_related_for(plan.payee, borrower, lender),
				active: T::Directory::status(plan.payee) == Some(OrgStatus::Active),
			})
		})
	}

	fn payee_rules<T: Config>(
		&mut self,
		line: u16,
		paid: &DraftLine,
		payee: &Payee,
		found: &mut Vec<DispatchError>,
	) {
		let plan = payee.plan;
		if payee.is_borrower {
			found.push(Error::<T>::PayeeIsBorrower { line }.into());
		} else if payee.related {
			found.push(Error::<T>::PayeeRelatedToBorrower { line }.into());
		}
		if !payee.active {
			found.push(Error::<T>::PayeeNotActive { line }.into());
		}
		let account = self.accounts.entry((paid.plan_line, paid.account));
		let lender = self.facts.bank;
		let account =
			account.or_insert_with(|| T::Directory::ensure_payee_account(plan.payee, paid.account, lender));
		found.extend(account.err());
		match paid.evidence {
			Some(evidence) => found.extend(self.evidence_rule::<T>(paid.plan_line, evidence, &plan)),
			None => found.push(Error::<T>::EvidenceMissing { line }.into()),
		}
	}

	/// The evidence is what the plan wants; when money moves, both sides have found it and its purchase good, and red
	/// letters have left as much as rests on them.
	fn evidence_rule<T: Config>(
		&mut self,
		number: PlanLineNo,
		evidence: EvidenceId,
		plan: &PlanLine,
	) -> Option<DispatchError> {
		let (loan, phase) = (self.loan, self.phase);
		let result = self.evidence.entry((number, evidence)).or_insert_with(|| {
			T::Evidence::ensure_fits(evidence, loan, plan.evidence_before, plan.payee)?;
			match phase.releases() {
				true => T::Evidence::ensure_payable(evidence),
				false => Ok(()),
			}
		});
		result.err()
	}
}

fn whole<T: Config>(broken: bool, rule: Error<T>) -> Option<Violation> {
	broken.then(|| whole_draft(rule))
}

/// What is broken by the draft as a whole.
pub(crate) fn whole_draft<T: Config>(rule: Error<T>) -> Violation {
	Violation { rule: rule.into(), line: None, have: None, allowed: None }
}

/// What is drawn anew *may draw*; returned money, which is drawn already, *may pay*: also after the availability, under
/// a freeze of the undrawn limit, or without the tier.
fn money_may_leave<T: Config>(loan: LoanId, repays: bool) -> Option<Violation> {
	let allowed = if repays { T::Loans::ensure_payable(loan) } else { T::Loans::ensure_drawable(loan) };
	let rule = allowed.err()?;
	Some(Violation { rule, line: None, have: None, allowed: None })
}

fn over(rule: DispatchError, line: Option<u16>, have: Fen, allowed: Fen) -> Violation {
	Violation { rule, line, have: Some(have.0), allowed: Some(allowed.0) }
}

fn first(lines: &[DraftLine], is: impl Fn(&DraftLine) -> bool) -> Option<u16> {
	lines.iter().position(is).and_then(|position| u16::try_from(position).ok())
}

/// With what an act would be refused; whatever it did is undone.
fn refusal(act: impl FnOnce() -> DispatchResult) -> Option<DispatchError> {
	with_transaction(|| TransactionOutcome::Rollback(act())).err()
}
