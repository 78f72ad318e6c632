//! What the bank booked of each payment, where what came back of it led, and what its payee said; and from that alone,
//! where each fen of a loan is.

use crate::world::World;
use zhidai_primitives::{BookingKind, DisposalKind, PaymentStatus};

/// By what a booking's reference differs from the others of its payment.
pub type Mark = u64;

/// A part that came back.
#[derive(Clone, Copy, Debug)]
pub struct Part {
	pub mark: Mark,
	pub amount: u64,
	/// Where the payment stood.
	pub before: PaymentStatus,
}

/// Where money on hand led.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LedTo {
	/// To its payee, by another payment.
	Again,
	Booked {
		kind: DisposalKind,
		mark: Mark,
	},
}

#[derive(Clone, Copy, Debug)]
pub struct Led {
	pub amount: u64,
	pub to: LedTo,
}

impl Led {
	/// Whether a counter-entry names it so.
	pub fn is_booked_as(&self, booking: BookingKind, mark: Mark) -> bool {
		matches!(self.to, LedTo::Booked { kind, mark: own } if BookingKind::from(kind) == booking && own == mark)
	}
}

/// What is known of a payment beside where it stands.
#[derive(Clone, Debug, Default)]
pub struct Booked {
	/// The payment that it pays again.
	pub again_of: Option<usize>,
	/// Whether a payment waits that pays it again.
	pub paying_again: bool,
	pub disbursed: Option<Mark>,
	pub settled: Option<Mark>,
	pub failed: Option<Mark>,
	pub returns: Vec<Part>,
	/// How much came back, or was disbursed and not paid.
	pub back: u64,
	pub led: Vec<Led>,
	/// The bookings that have a counter-entry, each with its amount.
	pub corrected: Vec<(BookingKind, Mark, u64)>,
	/// Whether the payee denies it.
	pub denied: bool,
	/// How often its receipt was taken back.
	pub taken_back: u64,
	/// The receipts that were signed beside the chain and handed in: the amount, and after how many words.
	pub receipts: Vec<(u64, u8)>,
	/// How many references were thought of.
	pub marks: Mark,
}

impl Booked {
	fn led(&self) -> u64 {
		self.led.iter().map(|led| led.amount).sum()
	}

	fn led_as(&self, wanted: DisposalKind) -> u64 {
		let such =
			self.led.iter().filter(|led| matches!(led.to, LedTo::Booked { kind, .. } if kind == wanted));
		such.map(|led| led.amount).sum()
	}

	/// What came back and has led nowhere.
	pub fn on_hand(&self) -> u64 {
		self.back - self.led()
	}

	/// How many words were said of it: a denial is one, what ends all that was said counts two.
	pub fn words(&self) -> u8 {
		let corrected =
			self.corrected.iter().filter(|(booking, ..)| *booking == BookingKind::Settled).count();
		let ended = self.taken_back + u64::try_from(corrected).unwrap();
		u8::try_from(ended * 2 + u64::from(self.denied)).unwrap()
	}
}

/// Whether all of it came back, wherever that led.
pub fn is_back(status: PaymentStatus) -> bool {
	use PaymentStatus::*;
	matches!(status, Returned | PaidAgain | Prepaid | CreditedBack | Reversed)
}

/// Whether the bank's result is due.
pub fn is_on_its_way(status: PaymentStatus) -> bool {
	matches!(status, PaymentStatus::Released | PaymentStatus::Disbursed)
}

/// Whether money left, and was not found never to have left.
fn has_left(status: PaymentStatus) -> bool {
	!matches!(status, PaymentStatus::Pending | PaymentStatus::Cancelled | PaymentStatus::Failed)
}

/// Where each fen of a loan is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Books {
	pub pending: u64,
	pub released: u64,
	pub to_pay: u64,
	pub settled: u64,
	pub received: u64,
	pub on_hand: u64,
	pub prepaid: u64,
	pub credited: u64,
	/// By the borrower, and with what was prepaid.
	pub repaid: u64,
	/// How many drafts there ever were, and how many wait.
	pub drafts: u32,
	pub open_drafts: u32,
}

impl Books {
	pub fn disbursed(&self) -> u64 {
		self.to_pay + self.settled + self.received + self.on_hand + self.prepaid + self.credited
	}

	pub fn drawn(&self) -> u64 {
		self.pending + self.released + self.disbursed()
	}

	/// What is owed.
	pub fn outstanding(&self) -> u64 {
		self.disbursed() - self.repaid
	}

	/// Whether nothing waits or is on its way.
	pub fn is_idle(&self) -> bool {
		self.open_drafts == 0 && self.released == 0 && self.to_pay == 0
	}
}

impl World {
	/// What of a payment is with its payee, or on its way there.
	pub fn standing(&self, at: usize) -> u64 {
		self.payments[at].amount - self.booked[at].back
	}

	/// Whether a payment takes of limit, plan and document while it waits: what pays again is taken already.
	fn reserves(&self, at: usize) -> bool {
		self.payments[at].is_pending() && self.booked[at].again_of.is_none()
	}

	/// What rests on a paper: what waits, and what left and has not led elsewhere since.
	fn rests_on(&self, paper: usize) -> u64 {
		let of_paper = (0..self.payments.len()).filter(|at| self.payments[*at].paper == paper);
		let part = |at: usize| match self.payments[at] {
			paid if self.reserves(at) => paid.amount,
			paid if has_left(paid.status) => paid.amount - self.booked[at].led(),
			_ => 0,
		};
		of_paper.map(part).sum()
	}

	/// Counts anew what rests on a paper.
	pub fn recount(&mut self, paper: usize) {
		self.papers[paper].used = self.rests_on(paper);
	}

	/// What of a line of a loan's plan is reserved, and what is paid. What pays again is paid already, what was
	/// reversed is not any more.
	pub fn plan_use(&self, loan: usize, payee: usize) -> [u64; 2] {
		let (mut reserved, mut paid, mut reversed) = (0, 0, 0);
		for (at, payment) in self.payments.iter().enumerate() {
			if payment.loan != loan || self.papers[payment.paper].payee != payee {
				continue;
			}
			let booked = &self.booked[at];
			reserved += if self.reserves(at) { payment.amount } else { 0 };
			paid += if has_left(payment.status) && booked.again_of.is_none() { payment.amount } else { 0 };
			reversed += booked.led_as(DisposalKind::Reverse);
		}
		[reserved, paid - reversed]
	}

	/// Where each fen of a loan is.
	pub fn books(&self, loan: usize) -> Books {
		use PaymentStatus::*;
		let mut books = Books::default();
		for (at, paid) in self.payments.iter().enumerate().filter(|(_, paid)| paid.loan == loan) {
			let booked = &self.booked[at];
			let standing = self.standing(at);
			books.drafts += 1;
			match paid.status {
				Pending => {
					books.open_drafts += 1;
					books.pending += if self.reserves(at) { paid.amount } else { 0 };
				}
				Released => books.released += standing,
				Disbursed => books.to_pay += standing,
				Settled | Disputed | Examined => books.settled += standing,
				Received => books.received += standing,
				Failed | Cancelled | Returned | PaidAgain | Prepaid | CreditedBack | Reversed => {}
			}
			books.on_hand += booked.on_hand();
			books.prepaid += booked.led_as(DisposalKind::Prepay);
			books.credited += booked.led_as(DisposalKind::Credit);
		}
		let repaid = self.loans[loan].repayments.iter().filter(|repaid| !repaid.corrected);
		books.repaid = books.prepaid + repaid.map(|repaid| repaid.amount).sum::<u64>();
		books
	}

	/// Some of what came back of a payment led somewhere: it stands there with the last of it.
	pub fn lead(&mut self, at: usize, led: Led) {
		self.booked[at].led.push(led);
		let ends = match led.to {
			LedTo::Again => PaymentStatus::PaidAgain,
			LedTo::Booked { kind: DisposalKind::Prepay, .. } => PaymentStatus::Prepaid,
			LedTo::Booked { kind: DisposalKind::Credit, .. } => PaymentStatus::CreditedBack,
			LedTo::Booked { kind: DisposalKind::Reverse, .. } => PaymentStatus::Reversed,
		};
		let is_last = self.booked[at].on_hand() == 0;
		let status = &mut self.payments[at].status;
		if is_back(*status) {
			*status = if is_last { ends } else { PaymentStatus::Returned };
		}
		self.recount(self.payments[at].paper);
	}

	/// A reference of a payment that no booking of it has, or seldom one that may be another's.
	pub fn mark(&mut self, at: usize) -> Mark {
		self.booked[at].marks += 1;
		let newest = self.booked[at].marks;
		match self.seldom(6) {
			true => self.random.below(newest) + 1,
			false => newest,
		}
	}
}
