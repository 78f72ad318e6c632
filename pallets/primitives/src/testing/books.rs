//! A loan book, an evidence desk and a book of payments, over the ledger and the plan that the real ones use. Kept in
//! storage, so that a refused call rolls them back.

use super::kept;
use crate::books::{split, Ledger, LedgerRefusal, PlanUse, SplitRefusal, UseRefusal};
use crate::traits::{
	EvidenceDesk, EvidenceFacts, LoanInspect, LoanMove, LoanPermission, LoanRoom, Movement, PaymentBook,
	PaymentFacts,
};
use crate::{
	BasisPoints, Day, DraftNo, EvidenceId, EvidenceKind, Fen, LoanFacts, LoanId, LoanState, OrgId,
	PaymentStatus, PlanLine, PlanLineNo, SchemeId, SchemeVersion, Split, Uetr,
};
use codec::{Decode, Encode};
use polkadot_sdk::frame_support::storage::unhashed;
use polkadot_sdk::sp_runtime::{DispatchError, DispatchResult};
use std::collections::BTreeMap;
use std::vec::Vec;

const KEY: &[u8] = b"testing/books";

/// A loan.
#[derive(Encode, Decode, Clone, Debug)]
pub struct Loan {
	/// Who borrows.
	pub borrower: OrgId,
	/// Who lends.
	pub bank: OrgId,
	/// Who attests its evidence beside the bank.
	pub regulator: OrgId,
	/// Where the contract stands.
	pub state: LoanState,
	/// When the borrower signed it.
	pub signed_on: Option<Day>,
	/// Its covenant.
	pub quality_share_bp: Option<BasisPoints>,
	/// Whether no money may leave.
	pub held: bool,
	/// Whether nothing more can be drawn: frozen, or past the availability.
	pub undrawable: bool,
	/// Where its money is.
	pub ledger: Ledger,
	/// Its plan, with what is used of each line.
	pub plan: Vec<(PlanLine, PlanUse)>,
}

/// A document.
#[derive(Encode, Decode, Clone, Debug)]
pub struct Document {
	/// The loan that it is for.
	pub loan: LoanId,
	/// What it is.
	pub kind: EvidenceKind,
	/// Who is paid by it.
	pub payee: OrgId,
	/// Whether both sides speak for it.
	pub verified: bool,
	/// What it is about.
	pub amount: Fen,
	/// What is drafted or paid on it.
	pub used: Fen,
	/// The purchase that it belongs to; nothing where it is one by itself.
	pub purchase: Option<EvidenceId>,
}

/// What the books hold.
#[derive(Encode, Decode, Clone, Debug, Default)]
pub struct State {
	/// Loans.
	pub loans: BTreeMap<LoanId, Loan>,
	/// Documents.
	pub documents: BTreeMap<EvidenceId, Document>,
	/// Payments.
	pub payments: BTreeMap<Uetr, PaymentFacts>,
	/// A plan line on which nothing can be settled: a ledger that refuses what it should not.
	pub broken_line: Option<PlanLineNo>,
}

/// Loan book, evidence desk and book of payments.
pub struct Books;

impl Books {
	/// All that they hold.
	pub fn read() -> State {
		kept::read(KEY)
	}

	/// Writes them anew.
	pub fn put(state: &State) {
		unhashed::put(KEY, state);
	}

	/// Reads and changes them.
	pub fn change<R>(change: impl FnOnce(&mut State) -> R) -> R {
		kept::change(KEY, change)
	}

	/// A loan.
	pub fn find(loan: LoanId) -> Result<Loan, DispatchError> {
		Self::read().loans.remove(&loan).ok_or(DispatchError::Other("no such loan"))
	}

	/// What is drafted or paid on the documents of a purchase.
	fn purchase_used(state: &State, purchase: EvidenceId) -> Fen {
		let all = state.documents.iter();
		let parts = all.filter(|(id, document)| document.purchase.unwrap_or(**id) == purchase);
		Fen::checked_sum(parts.map(|(_, document)| document.used)).unwrap_or(Fen(u64::MAX))
	}

	fn change_loan<R>(
		loan: LoanId,
		change: impl FnOnce(&mut Loan) -> Result<R, DispatchError>,
	) -> Result<R, DispatchError> {
		let mut found = Self::find(loan)?;
		let result = change(&mut found)?;
		Self::change(|state| state.loans.insert(loan, found));
		Ok(result)
	}
}

fn ledger_refused(refusal: LedgerRefusal) -> DispatchError {
	DispatchError::Other(match refusal {
		LedgerRefusal::LimitExceeded => "limit exceeded",
		LedgerRefusal::Underflow => "ledger underflow",
		LedgerRefusal::RepaymentAbovePaid => "repayment above paid",
		LedgerRefusal::TooManyOpenDrafts => "too many open drafts",
		LedgerRefusal::NotSettledYet => "not settled yet",
		LedgerRefusal::NotRepaidYet => "not repaid yet",
		LedgerRefusal::MoneyOnHand => "money on hand",
	})
}

fn line_refused(refusal: UseRefusal) -> DispatchError {
	DispatchError::Other(match refusal {
		UseRefusal::Exceeded => "plan line exceeded",
		UseRefusal::Underflow => "plan underflow",
	})
}

fn split_refused(refusal: SplitRefusal) -> DispatchError {
	DispatchError::Other(match refusal {
		SplitRefusal::AboveWhatIsLeft => "limit exceeded",
		SplitRefusal::UsedUp(_) => "plan line used up",
		SplitRefusal::Exceeded(_) => "plan line exceeded",
		SplitRefusal::GivesNothing(_) => "split gives nothing",
		SplitRefusal::CountDiffers => "split count differs",
		SplitRefusal::SharesNotWhole => "shares not whole",
	})
}

impl Loan {
	/// An active loan with a plan, of which nothing is drawn.
	pub fn active(borrower: OrgId, bank: OrgId, limit: Fen, plan: Vec<PlanLine>) -> Self {
		Self {
			borrower,
			bank,
			regulator: OrgId(9),
			state: LoanState::Active,
			signed_on: Some(Day(0)),
			quality_share_bp: None,
			held: false,
			undrawable: false,
			ledger: Ledger::new(limit),
			plan: plan.into_iter().map(|line| (line, PlanUse::default())).collect(),
		}
	}

	fn post(&mut self, movement: Movement, uses: &[(PlanLineNo, Fen)]) -> DispatchResult {
		if movement.needs_active_loan() && self.state != LoanState::Active {
			return Err(DispatchError::Other("loan not active"));
		}
		let sum = Fen::checked_sum(uses.iter().map(|(_, amount)| *amount)).unwrap_or(Fen(u64::MAX));
		self.ledger.post(movement, sum).map_err(ledger_refused)?;
		for (number, amount) in uses {
			let line = self.plan.get_mut(usize::from(number.0));
			let (line, line_use) = line.ok_or(DispatchError::Other("no such plan line"))?;
			*line_use = line_use.after(movement, *amount, line.cap).map_err(line_refused)?;
		}
		Ok(())
	}
}

impl LoanInspect for Books {
	fn facts(loan: LoanId) -> Result<LoanFacts, DispatchError> {
		let loan = Self::find(loan)?;
		Ok(LoanFacts {
			borrower: loan.borrower,
			bank: loan.bank,
			regulator: loan.regulator,
			scheme: SchemeId(1),
			scheme_version: SchemeVersion(1),
			state: loan.state,
			signed_on: loan.signed_on,
			quality_share_bp: loan.quality_share_bp,
			drawn: loan.ledger.drawn(),
			limit: loan.ledger.limit(),
			drawable_until: Day(u32::MAX),
		})
	}

	fn plan_line(loan: LoanId, number: PlanLineNo) -> Result<PlanLine, DispatchError> {
		let plan = Self::find(loan)?.plan;
		let line = plan.get(usize::from(number.0)).map(|(line, _)| *line);
		line.ok_or(DispatchError::Other("no such plan line"))
	}
}

impl LoanRoom for Books {
	fn split(loan: LoanId, lines: &[PlanLineNo], by: &Split) -> Result<Vec<Fen>, DispatchError> {
		let loan = Self::find(loan)?;
		if !lines.is_sorted_by(|one, next| one < next) {
			return Err(DispatchError::Other("split out of order"));
		}
		let left_of = |number: &PlanLineNo| {
			let line = loan.plan.get(usize::from(number.0));
			line.map(|(line, line_use)| line.cap.saturating_sub(line_use.used()))
		};
		let left: Option<Vec<Fen>> = lines.iter().map(left_of).collect();
		let left = left.ok_or(DispatchError::Other("no such plan line"))?;
		let named = Fen::checked_sum(left.iter().copied());
		if matches!(by, Split::ByLeft { .. }) && named != Some(loan.ledger.undrawn()) {
			return Err(DispatchError::Other("split leaves a line out"));
		}
		split::divide(&left, by).map_err(split_refused)
	}

	fn remaining(loan: LoanId, number: PlanLineNo) -> Fen {
		let plan = Self::find(loan).map_or(Vec::new(), |loan| loan.plan);
		let line = plan.get(usize::from(number.0));
		line.map_or(Fen::ZERO, |(line, line_use)| line.cap.saturating_sub(line_use.used()))
	}

	fn undrawn(loan: LoanId) -> Fen {
		Self::find(loan).map_or(Fen::ZERO, |loan| loan.ledger.undrawn())
	}
}

impl LoanPermission for Books {
	fn ensure_drawable(loan: LoanId) -> DispatchResult {
		<Self as LoanPermission>::ensure_payable(loan)?;
		match Self::find(loan)?.undrawable {
			true => Err(DispatchError::Other("not drawable")),
			false => Ok(()),
		}
	}

	fn ensure_payable(loan: LoanId) -> DispatchResult {
		Self::ensure_unheld(loan)
	}

	fn ensure_unheld(loan: LoanId) -> DispatchResult {
		match Self::find(loan)?.held {
			true => Err(DispatchError::Other("loan held")),
			false => Ok(()),
		}
	}
}

impl LoanMove for Books {
	fn open_draft(loan: LoanId) -> Result<DraftNo, DispatchError> {
		Self::change_loan(loan, |loan| loan.ledger.open_draft().map_err(ledger_refused))
	}

	fn close_draft(loan: LoanId) {
		let closed = Self::change_loan(loan, |loan| {
			loan.ledger.close_draft();
			Ok(())
		});
		assert!(closed.is_ok(), "a draft is closed of a loan that is not there");
	}

	fn post(loan: LoanId, movements: &[Movement], uses: &[(PlanLineNo, Fen)]) -> DispatchResult {
		let broken = Self::read().broken_line;
		let settles = movements.contains(&Movement::Settle);
		if settles && uses.iter().any(|(line, _)| Some(*line) == broken) {
			return Err(DispatchError::Other("broken line"));
		}
		Self::change_loan(loan, |loan| movements.iter().try_for_each(|movement| loan.post(*movement, uses)))
	}
}

impl EvidenceFacts for Books {
	fn ensure_fits(evidence: EvidenceId, loan: LoanId, kind: EvidenceKind, payee: OrgId) -> DispatchResult {
		match Self::read().documents.get(&evidence) {
			Some(document) if (document.loan, document.kind, document.payee) == (loan, kind, payee) => Ok(()),
			_ => Err(DispatchError::Other("evidence does not fit")),
		}
	}

	fn ensure_verified(evidence: EvidenceId) -> DispatchResult {
		match Self::read().documents.get(&evidence) {
			Some(document) if document.verified => Ok(()),
			_ => Err(DispatchError::Other("evidence not verified")),
		}
	}

	fn ensure_payable(evidence: EvidenceId) -> DispatchResult {
		Self::ensure_verified(evidence)?;
		Self::ensure_verified(<Self as EvidenceFacts>::purchase(evidence))
	}

	fn purchase(evidence: EvidenceId) -> EvidenceId {
		Self::read().documents.get(&evidence).and_then(|document| document.purchase).unwrap_or(evidence)
	}

	fn remaining(evidence: EvidenceId) -> Fen {
		let documents = Self::read().documents;
		let left = documents
			.get(&evidence)
			.map_or(Fen::ZERO, |document| document.amount.saturating_sub(document.used));
		left.min(Self::purchase_remaining(<Self as EvidenceFacts>::purchase(evidence)))
	}

	fn purchase_remaining(purchase: EvidenceId) -> Fen {
		let state = Self::read();
		let amount = state.documents.get(&purchase).map_or(Fen::ZERO, |document| document.amount);
		amount.saturating_sub(Self::purchase_used(&state, purchase))
	}
}

impl EvidenceDesk for Books {
	fn reserve(evidence: EvidenceId, amount: Fen) -> DispatchResult {
		Self::change(|state| {
			let document = state.documents.get_mut(&evidence).ok_or(DispatchError::Other("no evidence"))?;
			let used = document.used.checked_add(amount).filter(|used| *used <= document.amount);
			document.used = used.ok_or(DispatchError::Other("above document amount"))?;
			let purchase = document.purchase.unwrap_or(evidence);
			let whole = state.documents.get(&purchase).map_or(Fen::ZERO, |document| document.amount);
			match Self::purchase_used(state, purchase) <= whole {
				true => Ok(()),
				false => Err(DispatchError::Other("above purchase amount")),
			}
		})
	}

	/// Documents have no red letters here, and all of them stand.
	fn take_again(evidence: EvidenceId, amount: Fen) -> DispatchResult {
		Self::reserve(evidence, amount)
	}

	fn reallocate(before: &[(EvidenceId, Fen)], after: &[(EvidenceId, Fen)]) -> DispatchResult {
		let purchase = |(evidence, _): &(EvidenceId, Fen)| <Self as EvidenceFacts>::purchase(*evidence);
		let mut all = before.iter().chain(after).map(purchase);
		let first = all.next();
		if !all.all(|purchase| Some(purchase) == first) {
			return Err(DispatchError::Other("of another purchase"));
		}
		before.iter().for_each(|(evidence, part)| Self::free(*evidence, *part));
		after.iter().try_for_each(|(evidence, part)| Self::reserve(*evidence, *part))
	}

	fn free(evidence: EvidenceId, amount: Fen) {
		Self::change(|state| {
			let document = state.documents.get_mut(&evidence);
			let left = document.as_ref().and_then(|document| document.used.checked_sub(amount));
			assert!(left.is_some(), "more of a document is freed than was used");
			if let (Some(document), Some(left)) = (document, left) {
				document.used = left;
			}
		});
	}
}

impl PaymentBook for Books {
	fn facts(uetr: Uetr) -> Result<PaymentFacts, DispatchError> {
		Self::read().payments.remove(&uetr).ok_or(DispatchError::Other("no such payment"))
	}

	fn examined(uetr: Uetr) {
		Self::change(|state| {
			let denied = |facts: &&mut PaymentFacts| facts.status == PaymentStatus::Disputed;
			if let Some(facts) = state.payments.get_mut(&uetr).filter(denied) {
				facts.status = PaymentStatus::Examined;
			}
		});
	}
}
