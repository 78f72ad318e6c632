use crate::{
	Day, DraftNo, EvidenceId, EvidenceKind, Fen, LoanFacts, LoanId, OrgId, PaymentStatus, PlanLine,
	PlanLineNo, SchemeId, SchemeTerms, SchemeVersion, Split, SpotCheckState, TierNumber, Uetr,
};
use alloc::vec::Vec;
use codec::{Decode, Encode};
use polkadot_sdk::sp_runtime::{DispatchError, DispatchResult};
use scale_info::TypeInfo;

/// Lending programmes; implemented by `schemes`.
pub trait SchemeBook {
	/// The version in force, with its terms. Refuses where there is no such programme.
	fn current(scheme: SchemeId) -> Result<(SchemeVersion, SchemeTerms), DispatchError>;

	/// The terms of a version. Refuses where there is none.
	fn terms(scheme: SchemeId, version: SchemeVersion) -> Result<SchemeTerms, DispatchError>;
}

/// A firm's standing, read where it matters and never pushed; implemented by `credentials`.
pub trait Standing {
	/// The best tier that the firm's credentials give today under these terms. Refuses with the first rule that fails:
	/// region, clean record, no qualifying credential.
	fn tier(org: OrgId, terms: &SchemeTerms) -> Result<TierNumber, DispatchError>;

	/// Whether a failed spot check of the firm stands that has come at least as far as this state.
	fn is_frozen(org: OrgId, from: SpotCheckState) -> bool;
}

/// How money moves in a loan's ledger. What undoes another movement is the ledger's side of a counter-entry (冲正).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Movement {
	/// Undrawn → pending: a draft is made.
	Reserve,
	/// Pending → undrawn: a draft is rejected or lapses, or a line is left out.
	Cancel,
	/// Pending → released.
	Release,
	/// Released → undrawn: it failed and was never disbursed.
	Fail,
	/// Undrawn → released: it did not fail.
	UndoFail,
	/// Released → to pay (放款): principal is owed on it from now on.
	Disburse,
	/// To pay → released: it was not disbursed.
	UndoDisburse,
	/// To pay → settled: the bank booked the payment.
	Settle,
	/// Settled → to pay: it was not paid.
	UndoSettle,
	/// To pay → on hand: it was disbursed, and the payment failed.
	FailDisbursed,
	/// On hand → to pay: the payment did not fail.
	UndoFailDisbursed,
	/// Settled → received: the payee confirms.
	Receive,
	/// Received → settled: who confirmed takes it back.
	UndoReceive,
	/// Received → settled: the payee denies what the bank confirmed in its place.
	Deny,
	/// Settled → on hand (退汇): stays drawn and owed.
	ReturnSettled,
	/// On hand → settled: it did not come back.
	UndoReturnSettled,
	/// Received → on hand: the payee sent it back.
	ReturnReceived,
	/// On hand → received: it did not come back.
	UndoReturnReceived,
	/// On hand → to pay: paid again under a new key.
	PayAgain,
	/// On hand → undrawn (放款撤销): the disbursement is reversed within the bank.
	Reverse,
	/// Undrawn → on hand: it was not reversed.
	UndoReverse,
	/// On hand → prepaid (提前还本): the bank takes it back, and so much principal is repaid.
	Prepay,
	/// Prepaid → on hand: nothing was prepaid with it.
	UndoPrepay,
	/// On hand → credited (退还借款人): the borrower owes nothing, so it is the borrower's.
	Credit,
	/// Credited → on hand: it was not credited.
	UndoCredit,
	/// Principal is repaid (还本).
	Repay,
	/// It was not repaid.
	UndoRepay,
}

impl Movement {
	/// Every movement.
	pub const ALL: [Self; 27] = [
		Self::Reserve,
		Self::Cancel,
		Self::Release,
		Self::Fail,
		Self::UndoFail,
		Self::Disburse,
		Self::UndoDisburse,
		Self::Settle,
		Self::UndoSettle,
		Self::FailDisbursed,
		Self::UndoFailDisbursed,
		Self::Receive,
		Self::UndoReceive,
		Self::Deny,
		Self::ReturnSettled,
		Self::UndoReturnSettled,
		Self::ReturnReceived,
		Self::UndoReturnReceived,
		Self::PayAgain,
		Self::Reverse,
		Self::UndoReverse,
		Self::Prepay,
		Self::UndoPrepay,
		Self::Credit,
		Self::UndoCredit,
		Self::Repay,
		Self::UndoRepay,
	];

	/// Whether only an active contract allows it: it draws, pays, or changes what is owed. What is on its way, or comes
	/// back, is booked also when the loan is closed, and then credited to who repaid it.
	pub const fn needs_active_loan(self) -> bool {
		matches!(
			self,
			Self::Reserve
				| Self::UndoFail
				| Self::UndoDisburse
				| Self::PayAgain
				| Self::UndoReverse
				| Self::UndoPrepay
				| Self::Repay
				| Self::UndoRepay
		)
	}
}

/// Loan contracts, as everybody to the right may see them; implemented by `loans`.
pub trait LoanInspect {
	/// What is known of a loan. Refuses where there is none.
	fn facts(loan: LoanId) -> Result<LoanFacts, DispatchError>;

	/// A line of the spending plan. Refuses where there is none.
	fn plan_line(loan: LoanId, number: PlanLineNo) -> Result<PlanLine, DispatchError>;
}

/// What is left of a loan; implemented by `loans`, for who drafts payments.
pub trait LoanRoom {
	/// What each of these lines of the plan, named in its order, gets of a drawdown, to the fen: something, and no
	/// more than is left of it. Refuses whatever cannot be divided so over exactly these lines, and one by what is left
	/// where a line that has something left is not named. Reads no other lines of the plan.
	fn split(loan: LoanId, lines: &[PlanLineNo], by: &Split) -> Result<Vec<Fen>, DispatchError>;

	/// What is left of a plan line.
	fn remaining(loan: LoanId, number: PlanLineNo) -> Fen;

	/// The loan's undrawn limit (未提款额度).
	fn undrawn(loan: LoanId) -> Fen;
}

/// Whether money may leave; implemented by `loans`. It moves nothing: who may ask needs no right to move.
pub trait LoanPermission {
	/// *May draw*: refuses where nothing more of the limit may be drawn today: what [`Self::ensure_payable`] refuses,
	/// frozen, outside availability or term, or without the tier that the programme asks for at a drawdown.
	fn ensure_drawable(loan: LoanId) -> DispatchResult;

	/// *May pay*: refuses where what is drawn may not be paid today: not active, held, or where what this chain knows
	/// is not new enough. A freeze is of the undrawn limit, availability and tier are for drawing.
	fn ensure_payable(loan: LoanId) -> DispatchResult;

	/// Refuses where a hold stands, also on a loan that is closed.
	fn ensure_unheld(loan: LoanId) -> DispatchResult;
}

/// Moves money in a loan's books; implemented by `loans`, for `payments` alone.
pub trait LoanMove {
	/// The number of the loan's next draft; counts it. Refuses where too many are open.
	fn open_draft(loan: LoanId) -> Result<DraftNo, DispatchError>;

	/// Counts a draft as no longer open.
	fn close_draft(loan: LoanId);

	/// Moves money in the ledger and on the plan lines, by these movements one after the other: all or none. Refuses
	/// what the limit, a line's cap or the ledger do not allow.
	fn post(loan: LoanId, movements: &[Movement], uses: &[(PlanLineNo, Fen)]) -> DispatchResult;
}

/// What waits for the parties of a loan; implemented to the right of `loans` and wired by the runtime, so that data
/// still flows one way.
pub trait PartyWork {
	/// Refuses where something of the loan waits for this party that cannot pass to another organisation, by the name
	/// of what it is.
	fn ensure_can_pass(loan: LoanId, from: OrgId) -> DispatchResult;

	/// Another organisation has the party's place in the loan now: what waited for the one waits for the other.
	fn pass(loan: LoanId, from: OrgId, to: OrgId);
}

impl PartyWork for () {
	fn ensure_can_pass(_: LoanId, _: OrgId) -> DispatchResult {
		Ok(())
	}

	fn pass(_: LoanId, _: OrgId, _: OrgId) {}
}

impl<One: PartyWork, Other: PartyWork> PartyWork for (One, Other) {
	fn ensure_can_pass(loan: LoanId, from: OrgId) -> DispatchResult {
		One::ensure_can_pass(loan, from)?;
		Other::ensure_can_pass(loan, from)
	}

	fn pass(loan: LoanId, from: OrgId, to: OrgId) {
		One::pass(loan, from, to);
		Other::pass(loan, from, to);
	}
}

/// What is known of evidence; implemented by `evidence`. Changes nothing.
pub trait EvidenceFacts {
	/// Refuses evidence that is not this loan's, not of this kind, does not name this payee, or does not stand.
	fn ensure_fits(evidence: EvidenceId, loan: LoanId, kind: EvidenceKind, payee: OrgId) -> DispatchResult;

	/// Refuses evidence that no money may leave on: without two positive verdicts over one digest, neither
	/// retracted, or whose document has not landed as this financing's for all banks.
	fn ensure_verified(evidence: EvidenceId) -> DispatchResult;

	/// Refuses evidence that no money may leave on today: what is not verified, whose purchase contract is not, or of
	/// which red letters have left less than rests on it or on its purchase.
	fn ensure_payable(evidence: EvidenceId) -> DispatchResult;

	/// The purchase that a document is of, by its contract or its only invoice; itself where nothing else is known.
	fn purchase(evidence: EvidenceId) -> EvidenceId;

	/// What can still be paid on the document: no more than on its purchase.
	fn remaining(evidence: EvidenceId) -> Fen;

	/// What can still be paid on all documents of a purchase together.
	fn purchase_remaining(purchase: EvidenceId) -> Fen;
}

/// Evidence as payments use it up; implemented by `evidence`.
pub trait EvidenceDesk {
	/// Counts an amount against the document and its purchase. Refuses where payments would exceed the amount of one of
	/// them, less red letters.
	fn reserve(evidence: EvidenceId, amount: Fen) -> DispatchResult;

	/// Gives an amount back, where the payment was never made.
	fn free(evidence: EvidenceId, amount: Fen);

	/// Counts an amount again that was given back by mistake, whatever became of the document since and whatever red
	/// letters take back: the money had left. Refuses where payments would exceed what it, or its purchase, is about.
	fn take_again(evidence: EvidenceId, amount: Fen) -> DispatchResult;

	/// What a payment rests on, anew: the parts before are given back and those after are counted, each within its
	/// document. All of one purchase, of which nothing more or less is used.
	fn reallocate(before: &[(EvidenceId, Fen)], after: &[(EvidenceId, Fen)]) -> DispatchResult;
}

/// What the pallets to the right need to know of a payment.
#[derive(Encode, Decode, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct PaymentFacts {
	/// The loan.
	pub loan: LoanId,
	/// The line of its plan.
	pub plan_line: PlanLineNo,
	/// Who is paid.
	pub payee: OrgId,
	/// What is paid, without what came back.
	pub amount: Fen,
	/// The evidence it rests on.
	pub evidence: Option<EvidenceId>,
	/// Where it stands.
	pub status: PaymentStatus,
	/// The day on which the bank booked it.
	pub booked_on: Option<Day>,
}

/// Payments; implemented by `payments`.
pub trait PaymentBook {
	/// What is known of a payment. Refuses where there is none.
	fn facts(uetr: Uetr) -> Result<PaymentFacts, DispatchError>;

	/// A regulator has looked into a denial: a payment that is denied still holds nobody any more. Cannot fail, and
	/// does nothing to any other: closing an alert does not depend on where the payment stands since.
	fn examined(uetr: Uetr);
}
