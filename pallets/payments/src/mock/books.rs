//! A loan book and an evidence desk of a few lines, kept in storage so that refused calls roll them back.

use codec::{Decode, Encode};
use frame::{deps::frame_support::storage::unhashed, testing_prelude::*};
use std::collections::BTreeMap;
use zhidai_primitives::{
	traits::{EvidenceDesk, EvidenceFacts, LoanBook, Movement},
	DraftNo, EvidenceId, EvidenceKind, Fen, LoanFacts, LoanId, LoanState, OrgId, PlanLine, PlanLineNo,
	SchemeId, SchemeVersion, MAX_OPEN_DRAFTS,
};

/// A loan of the mock: the ledger as design and `Movement` have it.
#[derive(Encode, Decode, Clone, Debug, Default)]
pub(crate) struct Loan {
	pub(crate) borrower: OrgId,
	pub(crate) bank: OrgId,
	pub(crate) limit: Fen,
	pub(crate) held: bool,
	pub(crate) pending: Fen,
	pub(crate) released: Fen,
	pub(crate) settled: Fen,
	pub(crate) received: Fen,
	pub(crate) returned: Fen,
	pub(crate) drafts: u32,
	pub(crate) open: u32,
	pub(crate) plan: Vec<(PlanLine, Fen)>,
}

/// Evidence of the mock.
#[derive(Encode, Decode, Clone, Debug)]
pub(crate) struct Document {
	pub(crate) loan: LoanId,
	pub(crate) kind: EvidenceKind,
	pub(crate) payee: OrgId,
	pub(crate) verified: bool,
	pub(crate) amount: Fen,
	pub(crate) used: Fen,
}

/// The mock's loans, evidence, and a movement that is refused on one plan line.
#[derive(Encode, Decode, Clone, Debug, Default)]
pub(crate) struct State {
	pub(crate) loans: BTreeMap<LoanId, Loan>,
	pub(crate) documents: BTreeMap<EvidenceId, Document>,
	pub(crate) broken_line: Option<PlanLineNo>,
}

std::thread_local! {
	/// How often a plan was divided, which reads all its lines.
	pub(crate) static SPLITS: std::cell::Cell<u32> = const { std::cell::Cell::new(0) };
}

/// Loan book and evidence desk.
#[allow(unreachable_pub)]
pub struct Books;

pub(super) const KEY: &[u8] = b"mock/books";

impl Books {
	pub(crate) fn read() -> State {
		unhashed::get_or_default(KEY)
	}

	pub(crate) fn change<R>(change: impl FnOnce(&mut State) -> R) -> R {
		let mut state = Self::read();
		let result = change(&mut state);
		unhashed::put(KEY, &state);
		result
	}

	pub(crate) fn loan(loan: LoanId) -> Loan {
		Self::read().loans.remove(&loan).unwrap()
	}
}

fn other<T>(text: &'static str) -> Result<T, DispatchError> {
	Err(DispatchError::Other(text))
}

impl Loan {
	pub(crate) fn drawn_now(&self) -> Fen {
		Fen(self.pending.0 + self.released.0 + self.settled.0 + self.received.0 + self.returned.0)
	}

	fn post(&mut self, movement: Movement, uses: &[(PlanLineNo, Fen)]) -> DispatchResult {
		let sum = Fen::checked_sum(uses.iter().map(|(_, amount)| *amount)).unwrap_or(Fen(u64::MAX));
		if movement == Movement::Reserve
			&& self.drawn_now().checked_add(sum).is_none_or(|drawn| drawn > self.limit)
		{
			return other("limit exceeded");
		}
		for (number, amount) in uses {
			let (plan, used) = &mut self.plan[usize::from(number.0)];
			match movement {
				Movement::Reserve => {
					let next = used.checked_add(*amount).filter(|used| *used <= plan.cap);
					*used = next.ok_or(DispatchError::Other("plan line exceeded"))?;
				}
				Movement::Cancel | Movement::Fail => {
					*used = used.checked_sub(*amount).ok_or(DispatchError::Other("plan underflow"))?;
				}
				_ => (),
			}
		}
		let mut nowhere = sum;
		let (from, to) = match movement {
			Movement::Reserve => (&mut nowhere, &mut self.pending),
			Movement::Cancel => (&mut self.pending, &mut nowhere),
			Movement::Release => (&mut self.pending, &mut self.released),
			Movement::Settle => (&mut self.released, &mut self.settled),
			Movement::Fail => (&mut self.released, &mut nowhere),
			Movement::Receive => (&mut self.settled, &mut self.received),
			Movement::ReturnSettled => (&mut self.settled, &mut self.returned),
			Movement::ReturnReceived => (&mut self.received, &mut self.returned),
			Movement::PayAgain => (&mut self.returned, &mut self.released),
			Movement::Deny => (&mut self.received, &mut self.settled),
		};
		*from = from.checked_sub(sum).ok_or(DispatchError::Other("ledger underflow"))?;
		*to = to.checked_add(sum).unwrap();
		Ok(())
	}
}

impl LoanBook for Books {
	fn facts(loan: LoanId) -> Result<LoanFacts, DispatchError> {
		let Some(loan) = Self::read().loans.remove(&loan) else { return other("no such loan") };
		Ok(LoanFacts {
			borrower: loan.borrower,
			bank: loan.bank,
			regulator: OrgId(9),
			scheme: SchemeId(1),
			scheme_version: SchemeVersion(1),
			state: LoanState::Active,
			quality_share_bp: None,
			drawn: loan.drawn_now(),
			limit: loan.limit,
		})
	}

	fn ensure_drawable(loan: LoanId) -> DispatchResult {
		if Self::loan(loan).held {
			other("loan held")
		} else {
			Ok(())
		}
	}

	fn plan_line(loan: LoanId, number: PlanLineNo) -> Result<PlanLine, DispatchError> {
		let loan = Self::loan(loan);
		loan.plan
			.get(usize::from(number.0))
			.map(|(plan, _)| *plan)
			.ok_or(DispatchError::Other("no such plan line"))
	}

	fn plan_length(loan: LoanId) -> u16 {
		u16::try_from(Self::loan(loan).plan.len()).unwrap()
	}

	/// By the caps; the fen that are missing go to the first lines.
	fn split(loan: LoanId, amount: Fen) -> Result<Vec<(PlanLineNo, Fen)>, DispatchError> {
		SPLITS.with(|splits| splits.set(splits.get() + 1));
		let loan = Self::loan(loan);
		let down = |(plan, _): &(PlanLine, Fen)| amount.share(plan.cap.0, loan.limit.0).unwrap();
		let given = Fen::checked_sum(loan.plan.iter().map(down)).unwrap();
		let missing = amount.saturating_sub(given).0;
		let part =
			|(number, line)| (PlanLineNo(number), Fen(down(line).0 + u64::from(u64::from(number) < missing)));
		let shares: Vec<_> = (0..).zip(&loan.plan).map(part).collect();
		if shares.iter().any(|(_, share)| share.is_zero()) {
			return other("split gives nothing");
		}
		Ok(shares)
	}

	fn remaining(loan: LoanId, number: PlanLineNo) -> Fen {
		let loan = Self::loan(loan);
		loan.plan.get(usize::from(number.0)).map_or(Fen::ZERO, |(plan, used)| plan.cap.saturating_sub(*used))
	}

	fn undrawn(loan: LoanId) -> Fen {
		let loan = Self::loan(loan);
		loan.limit.saturating_sub(loan.drawn_now())
	}

	fn open_draft(loan: LoanId) -> Result<DraftNo, DispatchError> {
		Self::change(|state| {
			let loan = state.loans.get_mut(&loan).unwrap();
			if loan.open >= MAX_OPEN_DRAFTS {
				return other("too many open drafts");
			}
			loan.open += 1;
			loan.drafts += 1;
			Ok(DraftNo(loan.drafts - 1))
		})
	}

	fn close_draft(loan: LoanId) {
		Self::change(|state| state.loans.get_mut(&loan).unwrap().open -= 1);
	}

	fn post(loan: LoanId, movement: Movement, uses: &[(PlanLineNo, Fen)]) -> DispatchResult {
		let state = Self::read();
		if movement == Movement::Settle && uses.iter().any(|(line, _)| Some(*line) == state.broken_line) {
			return other("broken line");
		}
		Self::change(|state| state.loans.get_mut(&loan).unwrap().post(movement, uses))
	}
}

impl EvidenceFacts for Books {
	fn ensure_fits(evidence: EvidenceId, loan: LoanId, kind: EvidenceKind, payee: OrgId) -> DispatchResult {
		match Self::read().documents.get(&evidence) {
			Some(document) if (document.loan, document.kind, document.payee) == (loan, kind, payee) => Ok(()),
			_ => other("evidence does not fit"),
		}
	}

	fn ensure_verified(evidence: EvidenceId) -> DispatchResult {
		match Self::read().documents.get(&evidence) {
			Some(document) if document.verified => Ok(()),
			_ => other("evidence not verified"),
		}
	}

	fn remaining(evidence: EvidenceId) -> Fen {
		Self::read()
			.documents
			.get(&evidence)
			.map_or(Fen::ZERO, |document| document.amount.saturating_sub(document.used))
	}
}

impl EvidenceDesk for Books {
	fn reserve(evidence: EvidenceId, amount: Fen) -> DispatchResult {
		Self::change(|state| {
			let document = state.documents.get_mut(&evidence).ok_or(DispatchError::Other("no evidence"))?;
			let used = document.used.checked_add(amount).filter(|used| *used <= document.amount);
			document.used = used.ok_or(DispatchError::Other("above document amount"))?;
			Ok(())
		})
	}

	fn free(evidence: EvidenceId, amount: Fen) {
		Self::change(|state| {
			let document = state.documents.get_mut(&evidence).unwrap();
			document.used = document.used.checked_sub(amount).expect("freed more than was used");
		});
	}
}
