//! The chain beside the model: after every step they say the same.

use crate::booked::Books;
use crate::common::books::agree;
use crate::common::lending::YONGZHIDAI;
use crate::contracts::BANK_IDS;
use crate::documents::{MARKS, WRONG};
use crate::world::World;
use pallet_evidence::Status;
use pallet_loans::Ledger;
use zhidai_primitives::traits::{ClaimSubject, Directory, Standing};
use zhidai_primitives::{Fen, LoanState, SpotCheckState};
use zhidai_runtime::{AccountId, Credentials, Evidence, Loans, Payments, Registry, Runtime};

impl World {
	/// Every pallet's invariants hold, the trace is the ledger, and both are what the model says.
	pub fn compare(&self) {
		Runtime::check_invariants().unwrap();
		agree();
		self.compare_money();
		self.compare_payments();
		self.compare_mismatches();
		self.compare_limit();
		self.compare_documents();
		self.compare_stops();
		self.compare_relations();
	}

	/// Finds: money that is lost or made between two steps, a payment elsewhere than its money, a line of the plan that
	/// is not given back, or is given back with what was prepaid.
	fn compare_money(&self) {
		for (at, loan) in self.loans.iter().enumerate() {
			assert_eq!(Loans::loan(loan.id).map(|record| record.state), Some(loan.state), "{loan:?}");
			let shown = Loans::ledger(loan.id).map_or(Books::default(), shown);
			assert_eq!(shown, self.books(at), "{loan:?}");
			for (payee, (_, _, line)) in Loans::plan(loan.id).into_iter().enumerate() {
				let shown = [line.reserved().0, line.paid().0];
				assert_eq!(shown, self.plan_use(at, payee), "line {payee} of {loan:?}");
			}
		}
	}

	/// Finds: a payment that stands elsewhere, a booking that is lost, or stays beside its counter-entry, more on hand
	/// than came back.
	fn compare_payments(&self) {
		for (paid, booked) in self.payments.iter().zip(&self.booked) {
			let view = Payments::payment_view(paid.uetr).unwrap();
			assert_eq!((view.status, view.back), (paid.status, Fen(booked.back)), "{paid:?} {booked:?}");
			let bookings = [view.disbursement.is_some(), view.settlement.is_some()];
			let extra = view.extra.unwrap_or_default();
			let marks = [booked.disbursed.is_some(), booked.settled.is_some()];
			assert_eq!(bookings, marks, "{paid:?} {booked:?}");
			let shown = [extra.failed.is_some(), extra.disputed.is_some(), extra.paying_again.is_some()];
			let known = [booked.failed.is_some(), booked.denied, booked.paying_again];
			assert_eq!(shown, known, "{paid:?} {booked:?}");
			let shown =
				[extra.returns.len(), extra.disposals.len(), extra.corrections.len(), extra.receipts.len()];
			let known =
				[booked.returns.len(), booked.led.len(), booked.corrected.len(), booked.receipts.len()];
			assert_eq!(shown, known, "{paid:?} {booked:?}");
			assert_eq!(extra.on_hand(view.back), Fen(booked.on_hand()), "{paid:?} {booked:?}");
			assert_eq!(extra.words(), booked.words(), "{paid:?} {booked:?}");
		}
	}

	/// Finds: a result that is lost, or waits though it is booked.
	fn compare_mismatches(&self) {
		for (bank, known) in BANK_IDS.into_iter().zip(&self.mismatches) {
			let list = pallet_payments::OpenMismatches::<Runtime>::get(bank);
			let numbers: Vec<u32> = list.open.iter().map(|open| open.mismatch).collect();
			let waiting: Vec<u32> = known.open.iter().map(|(number, _)| *number).collect();
			assert_eq!((list.next, numbers), (known.next, waiting), "{bank:?}");
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

/// A ledger of the chain in the model's words.
fn shown(ledger: Ledger) -> Books {
	Books {
		pending: ledger.pending().0,
		released: ledger.released().0,
		to_pay: ledger.to_pay().0,
		settled: ledger.settled().0,
		received: ledger.received().0,
		on_hand: ledger.on_hand().0,
		prepaid: ledger.prepaid().0,
		credited: ledger.credited().0,
		repaid: ledger.repaid_principal().0,
		drafts: ledger.next_draft().0,
		open_drafts: ledger.open_drafts(),
	}
}
