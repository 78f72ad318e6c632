//! Random sequences of calls against a plain model: what is accepted, where every payment stands, and the ledger.

use crate::{mock::*, LineNumbers, Outcome, PayAgainLine};
use frame::testing_prelude::*;
use proptest::prelude::*;
use signed::Signed;
use std::collections::BTreeMap;
use zhidai_primitives::{
	AccountVersion, Digest, DisposalKind, DraftLine, DraftNo, Fen, PaymentStatus as Status,
};

mod orders;
mod receipts;
mod results;
mod signed;

const CAPS: [u64; 3] = [600_000, 300_000, 100_000];
/// The documents of the plan lines; the first is smaller than its line's cap.
const DOCUMENTS: [u64; 3] = [400_000, 300_000, 100_000];

#[derive(Clone, Debug)]
enum Op {
	Draft { by_bank: bool, one_man: bool, lines: Vec<(u8, u16, u64)>, days: u8 },
	Execute { one_man: bool, lines: Vec<(u8, u16, u64)> },
	PayAgain { old: u8, new: u8 },
	Mandate(u8),
	Make(u8, bool),
	Approve(u8, bool),
	Reject(u8),
	Release(u8, u8, bool),
	Exclude(u8, u8),
	Settle(Vec<(u8, u8)>),
	Dispose(u8, DisposalKind),
	Confirm(u8),
	Signed(u8),
	Assist(u8),
	Dispute(u8),
	Examine(u8),
	TakeBack(u8),
	Lapse(u8),
	Days(u8),
	Idle,
	Hold(bool),
	Rotate(u8),
}

fn op() -> impl Strategy<Value = Op> {
	let lines = proptest::collection::vec((any::<u8>(), 0_u16..3, 1_u64..60_000), 1..4);
	let order = (prop::bool::weighted(0.2), lines.clone());
	let draft = (prop::bool::weighted(0.7), prop::bool::weighted(0.2), lines, 0_u8..20);
	prop_oneof![
		4 => draft.prop_map(|(by_bank, one_man, lines, days)| Op::Draft { by_bank, one_man, lines, days }),
		2 => order.prop_map(|(one_man, lines)| Op::Execute { one_man, lines }),
		4 => (any::<u8>(), any::<u8>()).prop_map(|(old, new)| Op::PayAgain { old, new }),
		4 => any::<u8>().prop_map(Op::Mandate),
		2 => (any::<u8>(), prop::bool::weighted(0.2)).prop_map(|(draft, one_man)| Op::Make(draft, one_man)),
		5 => (any::<u8>(), prop::bool::weighted(0.2)).prop_map(|(draft, one_man)| Op::Approve(draft, one_man)),
		1 => any::<u8>().prop_map(Op::Reject),
		8 => (any::<u8>(), prop_oneof![3 => Just(0_u8), 1 => 0_u8..8], prop::bool::weighted(0.1)).prop_map(|(draft, mask, one_man)| Op::Release(draft, mask, one_man)),
		1 => (any::<u8>(), 1_u8..8).prop_map(|(draft, mask)| Op::Exclude(draft, mask)),
		6 => proptest::collection::vec((any::<u8>(), 0_u8..7), 1..8).prop_map(Op::Settle),
		2 => (any::<u8>(), disposal()).prop_map(|(number, kind)| Op::Dispose(number, kind)),
		4 => any::<u8>().prop_map(Op::Confirm),
		2 => any::<u8>().prop_map(Op::Signed),
		2 => any::<u8>().prop_map(Op::Assist),
		3 => any::<u8>().prop_map(Op::TakeBack),
		2 => any::<u8>().prop_map(Op::Dispute),
		2 => any::<u8>().prop_map(Op::Examine),
		1 => any::<u8>().prop_map(Op::Lapse),
		1 => (1_u8..6).prop_map(Op::Days),
		1 => Just(Op::Idle),
		1 => prop::bool::weighted(0.2).prop_map(Op::Hold),
		1 => any::<u8>().prop_map(Op::Rotate),
	]
}

fn disposal() -> impl Strategy<Value = DisposalKind> {
	prop_oneof![Just(DisposalKind::Prepay), Just(DisposalKind::Reverse), Just(DisposalKind::Credit)]
}

struct Payment {
	draft: usize,
	plan_line: u16,
	amount: u64,
	status: Status,
	/// For a returned one: somebody is paying it again.
	taken: bool,
	pays_again: Option<u8>,
	/// The bank confirmed it, and the payee has not denied it since.
	assisted: bool,
	/// The day on which it was confirmed last, and how often that was taken back: by the payee, by the bank.
	confirmed_on: u32,
	taken_back: [u32; 2],
}

#[derive(Default)]
struct Draft {
	keys: Vec<u8>,
	signed: Signed,
	closed: bool,
	last: u32,
}

#[derive(Default)]
struct Model {
	payments: BTreeMap<u8, Payment>,
	drafts: Vec<Draft>,
	held: bool,
	files: u32,
	/// The numbers of the keys; where one is missing, it is 0.
	keys: BTreeMap<u64, u16>,
}

fn is_drawn(payment: &Payment) -> bool {
	let undrawn = [Status::Cancelled, Status::Failed, Status::PaidAgain, Status::Reversed];
	let waits = payment.status == Status::Pending && payment.pays_again.is_some();
	!undrawn.contains(&payment.status) && !waits
}

impl Model {
	fn sum(&self, counts: impl Fn(&Payment) -> bool) -> u64 {
		self.payments.values().filter(|payment| counts(payment)).map(|payment| payment.amount).sum()
	}

	fn drawn(&self, plan_line: u16) -> u64 {
		self.sum(|payment| payment.plan_line == plan_line && is_drawn(payment))
	}

	/// On what was prepaid nothing was paid.
	fn on_document(&self, plan_line: u16) -> u64 {
		let prepaid = |payment: &Payment| payment.plan_line == plan_line && payment.status == Status::Prepaid;
		self.drawn(plan_line) - self.sum(prepaid)
	}

	/// A draft: three times in four one that is open.
	fn pick(&self, number: u8) -> Option<usize> {
		let any = number.is_multiple_of(4) || self.drafts.iter().all(|draft| draft.closed);
		let drafts: Vec<usize> =
			(0..self.drafts.len()).filter(|draft| any || !self.drafts[*draft].closed).collect();
		usize::from(number / 4).checked_rem(drafts.len()).map(|position| drafts[position])
	}

	/// A payment's key: three times in four one that stands at one of these.
	fn target(&self, number: u8, at: &[Status]) -> u8 {
		let payments = self.payments.iter().filter(|(_, payment)| at.contains(&payment.status));
		let keys: Vec<u8> = payments.map(|(key, _)| *key).filter(|_| !number.is_multiple_of(4)).collect();
		usize::from(number / 4).checked_rem(keys.len()).map_or(number, |position| keys[position])
	}

	fn digest(draft: usize) -> Digest {
		digest_of(DraftNo(draft as u32))
	}

	fn is_current(&self, draft: usize) -> bool {
		today().0 <= self.drafts[draft].last
	}

	/// The positions that still follow.
	fn following(&self, draft: usize) -> Vec<u16> {
		let keys = self.drafts[draft].keys.iter();
		let waits = keys.zip(0_u16..).filter(|(key, _)| self.payments[key].status == Status::Pending);
		waits.map(|(_, line)| line).collect()
	}

	fn cancel(&mut self, draft: usize, lines: &[u16]) {
		for line in lines {
			let key = self.drafts[draft].keys[usize::from(*line)];
			let payment = self.payments.get_mut(&key).unwrap();
			payment.status = Status::Cancelled;
			if let Some(old) = payment.pays_again {
				self.payments.get_mut(&old).unwrap().taken = false;
			}
		}
		self.drafts[draft].closed = self.following(draft).is_empty();
	}

	fn fits(&self, lines: &[(u8, u16, u64)]) -> bool {
		let mut keys: Vec<u8> = lines.iter().map(|line| line.0).collect();
		keys.sort();
		keys.dedup();
		let fresh = keys.len() == lines.len() && keys.iter().all(|key| !self.payments.contains_key(key));
		let below = (0..3_u16).all(|plan_line| {
			let new: u64 = lines.iter().filter(|line| line.1 == plan_line).map(|line| line.2).sum();
			let (cap, document) = (CAPS[usize::from(plan_line)], DOCUMENTS[usize::from(plan_line)]);
			let fits = self.drawn(plan_line) + new <= cap && self.on_document(plan_line) + new <= document;
			new == 0 || fits
		});
		fresh && below
	}

	fn add(&mut self, keys: Vec<(u8, u16, u64, Option<u8>)>, by_bank: Option<u64>, last: u32) {
		let draft = self.drafts.len();
		for (key, plan_line, amount, pays_again) in &keys {
			let (plan_line, amount, pays_again) = (*plan_line, *amount, *pays_again);
			let (status, taken, assisted) = (Status::Pending, false, false);
			let (confirmed_on, taken_back) = (0, [0; 2]);
			let payment = Payment {
				draft,
				plan_line,
				amount,
				status,
				taken,
				pays_again,
				assisted,
				confirmed_on,
				taken_back,
			};
			self.payments.insert(*key, payment);
		}
		let keys = keys.into_iter().map(|line| line.0).collect();
		let maker = by_bank.and_then(|who| self.signature(who));
		let mandate = self.signature(BORROWER).filter(|_| by_bank.is_none());
		let signed = Signed { mandate, maker, approved: None };
		self.drafts.push(Draft { keys, signed, last, ..Draft::default() });
	}

	/// Makes the call and tells whether the model would accept it.
	fn apply(&mut self, op: &Op) -> (bool, bool) {
		match op {
			Op::Draft { by_bank, one_man, lines, days } => self.draft(*by_bank, *one_man, lines, *days),
			Op::Execute { one_man, lines } => self.execute(*one_man, lines),
			Op::PayAgain { old, new } => self.pay_again(*old, *new),
			Op::Settle(results) => self.settle(results),
			Op::Dispose(number, kind) => self.dispose(*number, *kind),
			Op::Confirm(number) => self.confirm(*number),
			Op::Signed(number) => self.signed(*number),
			Op::Assist(number) => self.assist(*number),
			Op::Dispute(number) => self.dispute(*number),
			Op::Examine(number) => self.examine(*number),
			Op::TakeBack(number) => self.take_back(*number),
			Op::Days(days) => {
				pass_days(u32::from(*days));
				(true, true)
			}
			Op::Idle => {
				self.idle();
				(true, true)
			}
			Op::Hold(held) => {
				self.held = *held;
				Books::change(|state| state.loans.get_mut(&LOAN).unwrap().held = *held);
				(true, true)
			}
			Op::Rotate(number) => self.rotate(*number),
			Op::Mandate(number)
			| Op::Make(number, _)
			| Op::Approve(number, _)
			| Op::Reject(number)
			| Op::Release(number, ..)
			| Op::Exclude(number, _)
			| Op::Lapse(number) => match self.pick(*number) {
				Some(draft) => self.step(op, draft),
				None => (true, true),
			},
		}
	}

	fn draft(&mut self, by_bank: bool, one_man: bool, lines: &[(u8, u16, u64)], days: u8) -> (bool, bool) {
		// Few at a time, so that many come to their end.
		if self.drafts.iter().filter(|draft| !draft.closed).count() >= 3 {
			return (true, true);
		}
		let last = today().plus_days(days.into()).unwrap();
		let drafted = lines.iter().map(|(key, plan_line, amount)| line(*key, *plan_line, *amount));
		let who = match (by_bank, one_man) {
			(true, false) => MAKER,
			(true, true) => BANK_ALL,
			_ => BORROWER,
		};
		let drafted: Vec<DraftLine> = drafted.collect();
		let found = broken(LOAN, &drafted, Some(last));
		let done = Payments::draft(origin(who), LOAN, drafted.try_into().unwrap(), last);
		// The check finds nothing against exactly those that pass, and what stops the call first.
		assert_eq!(found.first().map(|found| found.rule), done.err());
		let allowed = !self.held && self.fits(lines);
		if allowed {
			let keys =
				lines.iter().map(|(key, plan_line, amount)| (*key, *plan_line, *amount, None)).collect();
			self.add(keys, by_bank.then_some(who), last.0);
		}
		(done.is_ok(), allowed)
	}

	fn pay_again(&mut self, old: u8, new: u8) -> (bool, bool) {
		let (old, account) = (self.target(old, &[Status::Returned]), AccountVersion(0));
		let lines = vec![PayAgainLine { returned: key(old), uetr: key(new), account }].try_into().unwrap();
		let done = Payments::pay_again(origin(MAKER), LOAN, lines, last_day());
		let fresh = !self.payments.contains_key(&new) && !self.held;
		let free = |payment: &&mut Payment| payment.status == Status::Returned && !payment.taken && fresh;
		let Some(payment) = self.payments.get_mut(&old).filter(free) else { return (done.is_ok(), false) };
		payment.taken = true;
		let line = (new, payment.plan_line, payment.amount, Some(old));
		self.add(vec![line], Some(MAKER), last_day().0);
		(done.is_ok(), true)
	}

	fn step(&mut self, op: &Op, draft: usize) -> (bool, bool) {
		let (number, digest) = (DraftNo(draft as u32), Self::digest(draft));
		let follow = self.following(draft);
		let released = follow.len() < self.drafts[draft].keys.len() && {
			let keys = &self.drafts[draft].keys;
			keys.iter().any(|key| !matches!(self.payments[key].status, Status::Pending | Status::Cancelled))
		};
		let current = self.is_current(draft);
		let held = self.held;
		let all_count = self.counting(draft) == self.drafts[draft].signed;
		let state = &self.drafts[draft];
		match op {
			Op::Mandate(_) | Op::Make(..) | Op::Approve(..) => self.sign(op, draft, released),
			Op::Reject(_) => {
				let allowed = !state.closed && !released;
				let reason = "不同意".try_into().unwrap();
				let done = Payments::reject(origin(CHECKER), LOAN, number, digest, reason).is_ok();
				if allowed {
					self.cancel(draft, &follow);
				}
				(done, allowed)
			}
			Op::Release(_, mask, one_man) => {
				let who = if *one_man { BANK_ALL } else { RELEASER };
				let named: Vec<u16> = (0..3).filter(|line| mask & (1 << line) != 0).collect();
				let lines: LineNumbers = named.clone().try_into().unwrap();
				let done = Payments::release(origin(who), LOAN, number, digest, lines).is_ok();
				let chosen = if named.is_empty() { follow.clone() } else { named };
				let allowed = state.signed.approved.is_some()
					&& all_count && !state.closed
					&& current && state.signed.maker.is_some_and(|(maker, _)| maker != who)
					&& !held && chosen.iter().all(|line| follow.contains(line));
				if allowed {
					self.release(draft, &chosen);
				}
				(done, allowed)
			}
			Op::Exclude(_, mask) => {
				let named: Vec<u16> = (0..3).filter(|line| mask & (1 << line) != 0).collect();
				let lines: LineNumbers = named.clone().try_into().unwrap();
				let done = Payments::exclude(origin(CHECKER), LOAN, number, digest, lines).is_ok();
				let allowed = state.signed.approved.is_some()
					&& !state.closed
					&& named.iter().all(|line| follow.contains(line));
				if allowed {
					self.cancel(draft, &named);
				}
				(done, allowed)
			}
			_ => {
				let done = Payments::lapse(origin(BORROWER), LOAN, number).is_ok();
				let allowed = !state.closed && !current;
				if allowed {
					self.cancel(draft, &follow);
				}
				(done, allowed)
			}
		}
	}

	fn release(&mut self, draft: usize, lines: &[u16]) {
		for line in lines {
			let key = self.drafts[draft].keys[usize::from(*line)];
			let payment = self.payments.get_mut(&key).unwrap();
			// Returned money is disbursed already.
			payment.status = if payment.pays_again.is_some() { Status::Disbursed } else { Status::Released };
			if let Some(old) = payment.pays_again {
				self.payments.get_mut(&old).unwrap().status = Status::PaidAgain;
			}
		}
		self.drafts[draft].closed = self.following(draft).is_empty();
	}

	/// The sweep lapses at most one draft; which one is its own affair.
	fn idle(&mut self) {
		Payments::on_idle(1, Weight::MAX);
		let lapsed = |draft: usize| {
			let number = DraftNo(draft as u32);
			Payments::draft_view(LOAN, number).unwrap().state == crate::DraftState::Lapsed
		};
		let swept: Vec<usize> =
			(0..self.drafts.len()).filter(|draft| !self.drafts[*draft].closed && lapsed(*draft)).collect();
		assert!(swept.len() <= 1);
		for draft in swept {
			assert!(!self.is_current(draft));
			let follow = self.following(draft);
			self.cancel(draft, &follow);
		}
	}

	fn compare(&self) {
		for (number, payment) in &self.payments {
			assert_eq!(Payments::status_of(key(*number)), Some(payment.status), "payment {number}");
			let view = Payments::payment_view(key(*number)).unwrap();
			assert_eq!(view.draft, DraftNo(payment.draft as u32));
			assert_eq!(view.extra.is_some_and(|extra| extra.is_assisted()), payment.assisted);
		}
		let loan = Books::loan(LOAN);
		let with = |statuses: &[Status]| {
			Fen(self.sum(|payment| is_drawn(payment) && statuses.contains(&payment.status)))
		};
		assert_eq!(loan.pending, with(&[Status::Pending]));
		assert_eq!(loan.released, with(&[Status::Released]));
		assert_eq!(loan.to_pay, with(&[Status::Disbursed]));
		assert_eq!(loan.taken_back, with(&[Status::Prepaid]));
		assert_eq!(loan.settled, with(&[Status::Settled, Status::Disputed, Status::Examined]));
		assert_eq!(loan.received, with(&[Status::Received]));
		assert_eq!(loan.returned, with(&[Status::Returned]));
		let documents = Books::read().documents;
		for (plan_line, document) in (0_u16..).zip([INVOICE, REPORT, CONTRACT]) {
			assert_eq!(loan.plan[usize::from(plan_line)].1, Fen(self.drawn(plan_line)));
			assert_eq!(documents[&document].used, Fen(self.on_document(plan_line)));
		}
	}
}

proptest! {
	#![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

	#[test]
	fn random_calls_do_what_the_model_says(ops in proptest::collection::vec(op(), 80..140)) {
		ext().execute_with(|| {
			Books::change(|state| state.documents.get_mut(&INVOICE).unwrap().amount = Fen(DOCUMENTS[0]));
			without_officers();
			let mut model = Model::default();
			for (number, op) in ops.iter().enumerate() {
				let (done, allowed) = model.apply(op);
				assert_eq!(done, allowed, "{op:?} after {number} calls");
				if number % 8 == 0 {
					model.compare();
				}
			}
			model.compare();
			Payments::check_invariants().unwrap();
		});
	}
}
