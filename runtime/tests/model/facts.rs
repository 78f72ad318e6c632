//! The chain beside the model: after every step they say the same.

use crate::common::books::{agree, traced};
use crate::common::lending::YONGZHIDAI;
use crate::contracts::BANK_IDS;
use crate::documents::{MARKS, WRONG};
use crate::world::World;
use pallet_evidence::Status;
use zhidai_primitives::traits::{ClaimSubject, Directory, Standing};
use zhidai_primitives::{Fen, LoanState, PaymentStatus, SpotCheckState};
use zhidai_runtime::{AccountId, Credentials, Evidence, Loans, Payments, Registry, Runtime};

impl World {
	/// Every pallet's invariants hold, the trace is the ledger, and both are what the model says.
	pub fn compare(&self) {
		Runtime::check_invariants().unwrap();
		agree();
		self.compare_money();
		self.compare_limit();
		self.compare_documents();
		self.compare_stops();
		self.compare_relations();
	}

	/// Finds: money that is lost or made between two steps, a payment elsewhere than its money.
	fn compare_money(&self) {
		for (at, loan) in self.loans.iter().enumerate() {
			let (shown, _) = traced(loan.id, 1_000);
			let sum = |status| Fen(self.sum(at, &[status]));
			assert_eq!(shown.state, loan.state, "{loan:?}");
			assert_eq!(shown.pending_fen, sum(PaymentStatus::Pending), "{loan:?}");
			assert_eq!(shown.released_fen, sum(PaymentStatus::Released), "{loan:?}");
			assert_eq!(shown.settled_fen, sum(PaymentStatus::Settled), "{loan:?}");
		}
		for paid in &self.payments {
			assert_eq!(Payments::status_of(paid.uetr), Some(paid.status), "{paid:?}");
		}
	}

	/// Finds: a limit that counts an offer, forgets one bank's loan, or is not given back.
	fn compare_limit(&self) {
		let granted = pallet_quota::Granted::<Runtime>::get(YONGZHIDAI, self.firms.borrower);
		assert_eq!(granted, Fen(self.granted()));
	}

	/// Finds: a status that is not what was said, a document with two financings, a claim that is lost or stays.
	fn compare_documents(&self) {
		for paper in &self.papers {
			if paper.is_gone() {
				assert!(Evidence::known(paper.id).is_err(), "{paper:?}");
				continue;
			}
			let (_, state) = Evidence::known(paper.id).unwrap();
			assert_eq!((state.status, state.used), (paper.status(), Fen(paper.used)), "{paper:?}");
		}
		let claims: Vec<_> = pallet_claims::Claims::<Runtime>::iter()
			.filter(|(subject, _)| Evidence::is_standing(*subject))
			.collect();
		for mark in MARKS.into_iter().chain([WRONG]) {
			let key = [mark; 32];
			let open = claims.iter().filter(|(_, claim)| claim.keys.contains(&key));
			let open: Vec<_> = open.map(|(subject, _)| *subject).collect();
			let holder =
				self.holder(mark).map(|at| ClaimSubject { evidence: self.papers[at].id, revision: 0 });
			assert_eq!(open, holder.into_iter().collect::<Vec<_>>(), "whose document {mark} is");
			// Without the table of claims: nobody can draw on it beside its holder.
			let payable = self.papers.iter().filter(|paper| {
				let is_verified =
					Evidence::known(paper.id).is_ok_and(|(_, state)| state.status == Status::Verified);
				let is_active = Loans::loan(self.loans[paper.loan].id)
					.is_some_and(|loan| loan.state == LoanState::Active);
				paper.attested() == Some(mark) && is_verified && is_active
			});
			assert!(payable.count() <= 1, "document {mark} can be paid on two loans");
		}
	}

	/// Finds: a hold that is lost with another, one person's freeze, a freeze that does not end.
	fn compare_stops(&self) {
		for loan in &self.loans {
			assert_eq!(Loans::holds(loan.id).len(), loan.holds.len(), "{loan:?}");
		}
		let frozen = <Credentials as Standing>::is_frozen(self.firms.borrower, SpotCheckState::Served);
		assert_eq!(frozen, self.is_frozen());
	}

	/// Finds: a bank's word that counts for another bank, or not for itself.
	pub fn compare_relations(&self) {
		for (bank, id) in BANK_IDS.into_iter().enumerate() {
			for (payee, org) in self.payees.into_iter().enumerate() {
				let related =
					<Registry as Directory<AccountId>>::are_related_for(self.firms.borrower, org, id);
				assert_eq!(related, self.relations.bind(bank, payee), "{payee} for {bank}");
			}
		}
	}
}
