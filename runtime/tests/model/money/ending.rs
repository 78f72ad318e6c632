//! Nothing is stuck: whatever hands left, every loan can be closed.

use super::*;
use pallet_payments::SettlementResult;
use zhidai_primitives::LoanState;

impl Hands {
	/// Whatever state the hands left: holds are lifted, what is on its way is booked, and all that is owed is
	/// repaid; then the loans close. Nothing is stuck.
	pub(super) fn close_everything(&mut self) {
		for (bank, ready) in self.loans.clone() {
			let loan = ready.loan;
			if Loans::loan(loan).is_some_and(|record| record.state == LoanState::Closed) {
				// What came back since is the borrower's; what was corrected since is booked anew.
				self.empty(bank, loan);
				self.lead_on_hand(bank, loan);
				continue;
			}
			Self::lift_holds(bank, loan);
			self.empty(bank, loan);
			self.lead_on_hand(bank, loan);
			self.repay_all(bank, loan);
			next_block();
			// A colleague may have asked before; where nothing is left to draw, a checker is enough.
			for duty in ["maker", "checker"] {
				let _ = apply(&format!("{bank}.{duty}"), LoansCall::close { loan });
			}
			let state = Loans::loan(loan).unwrap().state;
			assert_eq!(state, LoanState::Closed);
			next_block();
		}
	}

	/// Every hold is lifted, by two officers of who placed it; one of them may have asked before.
	fn lift_holds(bank: &str, loan: LoanId) {
		for record in Loans::holds(loan) {
			let hold = record.key;
			let org = match hold.kind {
				HoldKind::Bank | HoldKind::AntiMoneyLaundering => bank,
				HoldKind::Judicial => "nfra",
				HoldKind::Regulator => "msa",
			};
			for duty in ["maker", "checker"] {
				let _ = apply(&format!("{org}.{duty}"), LoansCall::lift_hold { loan, hold });
			}
			next_block();
		}
		assert!(Loans::holds(loan).is_empty(), "a hold that nobody lifts");
	}

	/// No draft waits and no payment is on its way.
	fn empty(&mut self, bank: &str, loan: LoanId) {
		for number in (0..Loans::ledger(loan).unwrap().next_draft().0).map(DraftNo) {
			let Some(draft) = Drafts::<Runtime>::get(loan, Ordered::from(number)) else { continue };
			let digest = draft.digest;
			if !draft.is_open() {
				continue;
			}
			let checker = format!("{bank}.checker");
			let lines: Vec<u16> = draft.following().collect();
			match lines.len() == usize::from(draft.count) {
				true => {
					done(&checker, PaymentsCall::reject { loan, draft: number, digest, reason: reason() })
				}
				false => {
					let lines = lines.try_into().unwrap();
					done(&checker, PaymentsCall::exclude { loan, draft: number, digest, lines })
				}
			}
		}
		next_block();
		let (_, payments) = traced(loan, 1_000);
		let due = [PaymentStatus::Released, PaymentStatus::Disbursed];
		let released = payments.iter().filter(|paid| due.contains(&paid.status));
		// Under a reference that nothing was corrected under.
		let settled = |uetr| {
			let bank_reference = [reference(uetr).as_slice(), b"NEW"].concat().try_into().unwrap();
			SettlementResult { bank_reference, ..result(uetr, Outcome::Settled) }
		};
		let results: Vec<_> = released.map(|paid| settled(paid.uetr)).collect();
		if !results.is_empty() {
			let file_digest = self.digest();
			let results = results.try_into().unwrap();
			book(bank, PaymentsCall::settle { file_digest, results });
		}
		next_block();
	}
}
