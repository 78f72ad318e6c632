//! What a runtime does for the benchmarks.

use alloc::vec::Vec;
use zhidai_primitives::{EvidenceId, LoanId, PlanLineNo};

/// What only the runtime can set up.
pub trait BenchmarkHelper<AccountId, Signature> {
	/// So many active, drawable loans of the same people, with a plan of so many lines, each of which wants
	/// verified evidence before, has a cap of at least 1,000,000 fen and another payee, also than those of the other
	/// loans, whose receiving account is version 0. Sets the calendar to a day after 1970-01-02.
	fn loans(count: u32, plan_lines: u32) -> Vec<BenchmarkLoan<AccountId>>;

	/// As many other banks as can report the borrower and the payees of the first so many plan lines as related.
	fn report(loan: LoanId, plan_lines: u32);

	/// The payees of plan line 0 of these loans are without officers, and so is who succeeds each of them.
	fn dismiss(loans: &[LoanId]);

	/// Another organisation succeeds the payees of plan line 0 of these loans; its `Confirm`.
	fn succeed(loans: &[LoanId]) -> AccountId;

	/// New evidence for a plan line, verified by both sides, over at least 100 fen.
	fn evidence(loan: LoanId, line: PlanLineNo) -> EvidenceId;

	/// So many other documents of the purchase that this evidence for a plan line is of, verified by both sides, each
	/// over at least 100 fen.
	fn beside(loan: LoanId, line: PlanLineNo, own: EvidenceId, count: u32) -> Vec<EvidenceId>;

	/// The signature over a message of the key that is this account. Of the kinds of keys that the runtime takes, the
	/// one that takes longest to verify.
	fn sign(account: &AccountId, message: &[u8]) -> Signature;
}

/// A loan and who acts on it. Every officer is another person.
pub struct BenchmarkLoan<AccountId> {
	/// The loan.
	pub loan: LoanId,
	/// The lending bank's `Maker`.
	pub maker: AccountId,
	/// The lending bank's `Checker`, with a limit that allows everything.
	pub checker: AccountId,
	/// The lending bank's `Release`.
	pub releaser: AccountId,
	/// The borrower's `Confirm`.
	pub borrower: AccountId,
	/// An `Admin`, who has no other duty.
	pub admin: AccountId,
}
