//! What no pallet can check alone: the payments of a loan, as the trace shows them, are its ledger.

use super::*;
use pallet_payments::LineState;
use zhidai_api::{TraceCursor, TraceEdge, TraceLoan, TraceNode, TraceRoot};
use zhidai_primitives::{traits::EvidenceFacts, Fen, LoanId, PaymentStatus, Uetr};
use zhidai_runtime::trace::trace;
use zhidai_runtime::{Evidence, Payments};

/// A payment of a trace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paid {
	pub uetr: Uetr,
	pub amount: Fen,
	pub status: PaymentStatus,
	/// The returned payment that it pays again.
	pub returned: Option<Uetr>,
}

impl Paid {
	/// Whether it is a part of what is drawn. A payment that only waits to pay returned money again is not: that money
	/// is still counted with the payment that came back.
	pub fn is_drawn(&self) -> bool {
		match self.status {
			PaymentStatus::Pending => self.returned.is_none(),
			PaymentStatus::Failed | PaymentStatus::Cancelled | PaymentStatus::PaidAgain => false,
			PaymentStatus::Released
			| PaymentStatus::Settled
			| PaymentStatus::Received
			| PaymentStatus::Disputed
			| PaymentStatus::Returned => true,
		}
	}
}

/// The whole trace of a loan, in pages of this many payments.
pub fn traced(loan: LoanId, page: u32) -> (TraceLoan, Vec<Paid>) {
	let mut payments = Vec::new();
	let mut cursor: Option<TraceCursor> = None;
	loop {
		let found = trace(TraceRoot::Loan(loan), cursor, page).expect("the loan");
		let pays_again = |uetr: Uetr| {
			found.edges.iter().find_map(|edge| match edge {
				TraceEdge::PaysAgain { uetr: again, returned } if *again == uetr => Some(*returned),
				_ => None,
			})
		};
		payments.extend(found.nodes.iter().filter_map(|node| match node {
			TraceNode::Payment(payment) => Some(Paid {
				uetr: payment.uetr,
				amount: payment.amount_fen,
				status: payment.status,
				returned: pays_again(payment.uetr),
			}),
			_ => None,
		}));
		cursor = found.next;
		if cursor.is_none() {
			return (found.loan, payments);
		}
	}
}

/// Σ of what is drawn.
pub fn drawn(payments: &[Paid]) -> Fen {
	Fen::checked_sum(payments.iter().filter(|paid| paid.is_drawn()).map(|paid| paid.amount)).unwrap()
}

/// What rests on every document and on every purchase is what its payments are, to the fen.
fn documents_agree() {
	let (mut documents, mut purchases) = (BTreeMap::<_, u64>::new(), BTreeMap::<_, u64>::new());
	for (loan, number, draft) in pallet_payments::Drafts::<Runtime>::iter() {
		let open = draft.is_open();
		for line in pallet_payments::DraftLines::<Runtime>::get(loan, number) {
			let payment = Payments::payment_view(line.uetr).expect("a line has its payment");
			let counts = match draft.line(payment.line).expect("a line") {
				LineState::Follows => open && !draft.repays,
				state => state.bears_on_documents(),
			};
			for part in payment.documents.into_iter().filter(|_| counts) {
				*documents.entry(part.evidence).or_default() += part.amount_fen;
				*purchases.entry(Evidence::purchase(part.evidence)).or_default() += part.amount_fen;
			}
		}
	}
	for (id, state) in pallet_evidence::States::<Runtime>::iter() {
		assert_eq!(state.used.0, documents.remove(&id).unwrap_or_default(), "evidence {id}");
		assert_eq!(state.purchase_used().0, purchases.remove(&id).unwrap_or_default(), "purchase {id}");
	}
	assert!(documents.is_empty() && purchases.is_empty(), "a payment rests on nothing");
}

/// Every loan's ledger is the sum of its payments, state by state; and so is what rests on documents.
pub fn agree() {
	documents_agree();
	for loan in pallet_loans::Loans::<Runtime>::iter_keys() {
		let (ledger, payments) = traced(loan, 1_000);
		let sum = |states: &[PaymentStatus]| {
			let such = payments.iter().filter(|paid| paid.is_drawn() && states.contains(&paid.status));
			Fen::checked_sum(such.map(|paid| paid.amount)).unwrap()
		};
		assert_eq!(sum(&[PaymentStatus::Pending]), ledger.pending_fen);
		assert_eq!(sum(&[PaymentStatus::Released]), ledger.released_fen);
		assert_eq!(sum(&[PaymentStatus::Settled, PaymentStatus::Disputed]), ledger.settled_fen);
		assert_eq!(sum(&[PaymentStatus::Received]), ledger.received_fen);
		assert_eq!(sum(&[PaymentStatus::Returned]), ledger.returned_fen);
		assert_eq!(drawn(&payments), ledger.drawn_fen);
		assert!(ledger.drawn_fen <= ledger.limit_fen);
	}
}
