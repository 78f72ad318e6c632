//! What the benchmarks are given in the pallet's own tests.

use super::{BenchmarkHelper, BenchmarkLoan};
use crate::mock::{
	document, plan_line, AccountId, Books, BANK, BORROWER, CHECKER, FIRM, MAKER, OTHER_BANK, RELEASER,
};
use alloc::vec::Vec;
use frame::deps::sp_runtime::testing::TestSignature;
use zhidai_primitives::{
	testing::{self, Loan, State},
	Duty, EvidenceId, EvidenceKind, Fen, LoanId, OrgId, PlanLine, PlanLineNo, Role,
};

impl BenchmarkHelper<AccountId, TestSignature> for Books {
	fn loans(count: u32, plan_lines: u32) -> Vec<BenchmarkLoan<AccountId>> {
		let payees = 1_000..1_000 + plan_lines;
		for payee in payees.clone() {
			testing::add_organisation(payee, &[Role::Supplier], &[&[Duty::Confirm]]);
		}
		testing::add_organisation(901, &[Role::Supplier], &[&[Duty::Admin]]);
		let cap = 1_000_000;
		let plan: Vec<PlanLine> = payees.map(|payee| plan_line(payee, cap, EvidenceKind::Invoice)).collect();
		let limit = Fen(cap * u64::from(plan_lines));
		let loans = (0..count).map(LoanId);
		Self::change(|state| {
			*state = State::default();
			let loan = || Loan::active(OrgId(FIRM), OrgId(BANK), limit, plan.clone());
			state.loans = loans.clone().map(|id| (id, loan())).collect();
		});
		let set = |loan| BenchmarkLoan {
			loan,
			maker: MAKER,
			checker: CHECKER,
			releaser: RELEASER,
			borrower: BORROWER,
			admin: 90_100,
		};
		loans.map(set).collect()
	}

	fn dismiss(_: &[LoanId]) {
		testing::with(|world| world.without_officers.insert(OrgId(1_000)));
	}

	fn succeed(_: &[LoanId]) -> AccountId {
		testing::add_organisation(900, &[Role::Supplier], &[&[Duty::Confirm]]);
		testing::with(|world| world.successors.insert(OrgId(1_000), OrgId(900)));
		90_000
	}

	fn report(_: LoanId, plan_lines: u32) {
		testing::with(|world| {
			let payees = (0..plan_lines).map(|line| OrgId(1_000 + line));
			world.related_by_banks.extend(payees.map(|payee| (OrgId(OTHER_BANK), payee, OrgId(FIRM))));
		});
	}

	fn evidence(loan: LoanId, line: PlanLineNo) -> EvidenceId {
		Self::change(|state| {
			let evidence = EvidenceId(u32::try_from(state.documents.len()).unwrap());
			let payee = 1_000 + u32::from(line.0);
			state.documents.insert(evidence, document(loan, EvidenceKind::Invoice, payee, true, 100));
			evidence
		})
	}

	fn beside(loan: LoanId, line: PlanLineNo, own: EvidenceId, count: u32) -> Vec<EvidenceId> {
		let others: Vec<_> = (0..count).map(|_| Self::evidence(loan, line)).collect();
		for other in &others {
			Self::change(|state| state.documents.get_mut(other).unwrap().purchase = Some(own));
		}
		others
	}

	fn sign(account: &AccountId, message: &[u8]) -> TestSignature {
		TestSignature(*account, message.to_vec())
	}
}
