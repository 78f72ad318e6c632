//! What no pallet can check alone: the payments of a loan, as the trace shows them, are its ledger.

use super::*;
use zhidai_api::{TraceCursor, TraceEdge, TraceLoan, TraceNode, TraceRoot};
use zhidai_primitives::{Fen, LoanId, PaymentStatus, Uetr};
use zhidai_runtime::trace::trace;

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

/// Every loan's ledger is the sum of its payments, state by state.
pub fn agree() {
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
