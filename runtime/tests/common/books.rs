//! What no pallet can check alone: the payments of a loan, as the trace shows them, are its ledger, and what they use
//! of documents is what the documents say.

use super::*;
use pallet_payments::LineState;
use zhidai_api::{TraceCameBack, TraceCursor, TraceEdge, TraceLoan, TraceNode, TraceRoot};
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
	/// What came back of it, and where that led.
	pub back: TraceCameBack,
}

impl Paid {
	/// Whether it takes anything of the limit at all. A payment that only waits to pay returned money again does not:
	/// that money is still counted with the payment that came back.
	fn counts(&self) -> bool {
		match self.status {
			PaymentStatus::Pending => self.returned.is_none(),
			PaymentStatus::Failed | PaymentStatus::Cancelled => false,
			_ => true,
		}
	}

	/// What of it is drawn: all but what is paid again, which is drawn with the payment that does so, and what was
	/// reversed.
	fn drawn(&self) -> Fen {
		let led = self.back.paid_again_fen.0 + self.back.reversed_fen.0;
		if self.counts() {
			Fen(self.amount.0 - led)
		} else {
			Fen::ZERO
		}
	}

	/// What of it is with its payee, or on its way there.
	fn standing(&self) -> Fen {
		Fen(self.amount.0 - self.back.all_fen.0)
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
				back: payment.came_back,
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
	Fen::checked_sum(payments.iter().map(Paid::drawn)).unwrap()
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
				state => state.has_left(),
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
		agrees(&ledger, &payments);
	}
}

fn agrees(ledger: &TraceLoan, payments: &[Paid]) {
	let sum = |part: &dyn Fn(&Paid) -> Fen| Fen::checked_sum(payments.iter().map(part)).unwrap();
	let at = |states: &[PaymentStatus]| {
		sum(&|paid| match paid.counts() && states.contains(&paid.status) {
			true => paid.standing(),
			false => Fen::ZERO,
		})
	};
	assert_eq!(at(&[PaymentStatus::Pending]), ledger.pending_fen);
	assert_eq!(at(&[PaymentStatus::Released]), ledger.released_fen);
	assert_eq!(at(&[PaymentStatus::Disbursed]), ledger.to_pay_fen);
	let booked = [PaymentStatus::Settled, PaymentStatus::Disputed, PaymentStatus::Examined];
	assert_eq!(at(&booked), ledger.settled_fen);
	assert_eq!(at(&[PaymentStatus::Received]), ledger.received_fen);
	assert_eq!(sum(&|paid| paid.back.on_hand_fen), ledger.on_hand_fen);
	assert_eq!(sum(&|paid| paid.back.prepaid_fen), ledger.prepaid_fen);
	assert_eq!(sum(&|paid| paid.back.credited_fen), ledger.credited_fen);
	assert_eq!(drawn(payments), ledger.drawn_fen);
	let came_back = [ledger.on_hand_fen, ledger.prepaid_fen, ledger.credited_fen];
	let with_payees = [ledger.to_pay_fen, ledger.settled_fen, ledger.received_fen];
	assert_eq!(Fen::checked_sum(came_back.into_iter().chain(with_payees)).unwrap(), ledger.disbursed_fen);
	assert!(ledger.drawn_fen <= ledger.limit_fen && ledger.repaid_fen <= ledger.disbursed_fen);
}
