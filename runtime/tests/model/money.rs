//! Random hands on the whole runtime: makers, checkers, releasers, borrowers and payees of two banks do what
//! comes to their minds, through `Executive`, in any order. Whatever is done or refused, every pallet's
//! invariants hold after each step, what is refused leaves nothing, and the fund trace is the ledger.
//!
//! A seed makes a run; it is named where a run fails.

use crate::common::books::{agree, drawn, traced};
use crate::common::lending::*;
use crate::common::paying::*;
use crate::common::*;
use crate::random::Random;
use crate::runs::{are_enough, in_runs, Run};
use pallet_loans::Hold;
use pallet_payments::{DraftState, Drafts, MismatchLink, Outcome, PayAgainLine};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use zhidai_api::PendingWork;
use zhidai_primitives::{
	AccountVersion, Digest as Hash, DraftNo, Fen, HoldKind, LoanId, Ordered, PaymentStatus, ShortText, Uetr,
};
use zhidai_runtime::inbox::inbox;
use zhidai_runtime::{Loans, Payments, Runtime, RuntimeCall};

mod adjusting;
mod ending;

/// What the hands know: the loans, and the keys and files that they used.
struct Hands {
	random: Random,
	loans: Vec<(&'static str, Ready)>,
	keys: Vec<Uetr>,
	files: u64,
	/// Files that an officer has entered, by the bank: the newest is booked first.
	entered: Vec<(String, PaymentsCall)>,
	/// Adjustments that an officer has entered, by the bank.
	adjustments: Vec<(String, PaymentsCall)>,
	done: BTreeMap<&'static str, u32>,
}

const PAYEES: [&str; 2] = ["hx.confirm", "jc.confirm"];

impl Hands {
	fn new(seed: u64) -> Self {
		let firms = firms();
		let loans = vec![
			("bank-a", ready("bank-a", firms, [1, 2, 3])),
			("bank-b", ready("bank-b", firms, [4, 5, 6])),
		];
		let random = Random::new(seed);
		let (keys, entered, adjustments) = (Vec::new(), Vec::new(), Vec::new());
		Self { random, loans, keys, files: 0, entered, adjustments, done: BTreeMap::new() }
	}

	fn loan(&mut self) -> (&'static str, Ready) {
		*self.random.one(&self.loans)
	}

	/// An officer of the bank, mostly of the right one.
	fn at(&mut self, bank: &str, duty: &str) -> String {
		let bank = if self.random.below(20) == 0 { "bank-b" } else { bank };
		format!("{bank}.{duty}")
	}

	fn key(&mut self) -> Uetr {
		match self.keys.is_empty() || self.random.below(10) == 0 {
			true => Uetr::from_random([0xee; 16]),
			// Mostly of the last ones: what was done long ago can only be refused.
			false => {
				let last = self.keys.len().saturating_sub(if self.random.below(4) == 0 { 100 } else { 8 });
				let recent = self.keys.split_off(last);
				let key = *self.random.one(&recent);
				self.keys.extend(recent);
				key
			}
		}
	}

	fn digest(&mut self) -> Hash {
		self.files += 1;
		Hash::from_low_u64_be(self.files)
	}

	/// A draft of the loan with its digest, mostly one of the last that are there.
	fn draft(&mut self, loan: LoanId) -> (DraftNo, Hash) {
		let next = Loans::ledger(loan).unwrap().next_draft().0;
		let back = match self.random.below(10) {
			0 => self.random.below(u64::from(next) + 1),
			_ => 1 + self.random.below(2),
		};
		let number = DraftNo(next.saturating_sub(back.try_into().unwrap()));
		(
			number,
			Drafts::<Runtime>::get(loan, Ordered::from(number)).map(|draft| draft.digest).unwrap_or_default(),
		)
	}

	/// What the newest draft that waits, or the first payment on its way, needs next: hands that only guess seldom get
	/// to the end of a payment.
	fn due(&mut self, bank: &str, loan: LoanId) -> Option<(&'static str, String, RuntimeCall)> {
		let next = Loans::ledger(loan).unwrap().next_draft().0;
		for number in (next.saturating_sub(3)..next).rev().map(DraftNo) {
			let Some(draft) = Payments::draft_view(loan, number) else { continue };
			let named = (number, draft.digest);
			let signed = draft.signatures;
			return Some(match draft.state {
				DraftState::Drafted if signed.mandate.is_none() => {
					("mandate", "yj.confirm".into(), mandate(loan, named).into())
				}
				DraftState::Drafted if signed.maker.is_none() => {
					let call = PaymentsCall::make { loan, draft: number, digest: draft.digest };
					("make", format!("{bank}.maker"), call.into())
				}
				DraftState::Drafted => ("approve", format!("{bank}.checker"), approve(loan, named).into()),
				DraftState::Approved if self.random.below(2) == 0 => {
					("release", format!("{bank}.release"), release(loan, named, &[]).into())
				}
				_ => continue,
			});
		}
		// The last of them: most of the others are of payments that came to something else since.
		let last = self.entered.iter().rposition(|(by, _)| by == bank).filter(|_| self.random.below(2) == 0);
		if let Some(at) = last {
			let (_, call) = self.entered.remove(at);
			return Some(("settle", format!("{bank}.checker"), call.into()));
		}
		let (_, payments) = traced(loan, 1_000);
		let on_its_way =
			|status| payments.iter().find(move |paid| paid.status == status).map(|paid| paid.uetr);
		let released = on_its_way(PaymentStatus::Released).or(on_its_way(PaymentStatus::Disbursed));
		if let Some(uetr) = released {
			let results = vec![result(uetr, Outcome::Settled)].try_into().unwrap();
			let file_digest = self.digest();
			let call = PaymentsCall::settle { file_digest, results };
			let (who, entering) = (format!("{bank}.maker"), entered(&call));
			self.entered.push((bank.to_owned(), call));
			return Some(("enter_results", who, entering.into()));
		}
		let uetr = on_its_way(PaymentStatus::Settled)?;
		if self.random.below(4) == 0 {
			let call = PaymentsCall::dispute { uetr, reason: reason() };
			return Some(("dispute", (*self.random.one(&PAYEES)).into(), call.into()));
		}
		Some(("confirm", (*self.random.one(&PAYEES)).into(), confirm(&[uetr]).into()))
	}

	/// Who does what next.
	fn next(&mut self) -> (&'static str, String, RuntimeCall) {
		let (bank, ready) = self.loan();
		let loan = ready.loan;
		if self.random.below(2) == 0 {
			if let Some(due) = self.due(bank, loan) {
				return due;
			}
		}
		match self.random.below(100) {
			0..=19 => self.drafting(bank, ready),
			20..=31 => ("mandate", "yj.confirm".into(), mandate(loan, self.draft(loan)).into()),
			32..=37 => {
				let (draft, digest) = self.draft(loan);
				("make", self.at(bank, "maker"), PaymentsCall::make { loan, draft, digest }.into())
			}
			38..=47 => ("approve", self.at(bank, "checker"), approve(loan, self.draft(loan)).into()),
			48..=59 => {
				let lines: &[u16] = if self.random.below(4) == 0 { &[0] } else { &[] };
				("release", self.at(bank, "release"), release(loan, self.draft(loan), lines).into())
			}
			60..=73 => self.settling(bank),
			74..=76 => ("confirm", (*self.random.one(&PAYEES)).into(), confirm(&[self.key()]).into()),
			77 => {
				let signer = *self.random.one(&PAYEES);
				let call = confirm_signed(&receipt(self.key()), signer);
				("confirm_signed", "msa.maker".into(), call.into())
			}
			78..=79 => {
				let who = (*self.random.one(&PAYEES)).into();
				("take_back_receipt", who, take_back_receipt(self.key()).into())
			}
			80..=82 => {
				let (uetrs, witness) = (vec![self.key()].try_into().unwrap(), Hash::repeat_byte(7));
				let call = PaymentsCall::confirm_assisted { uetrs, witness };
				let duty = *self.random.one(&["maker", "checker"]);
				("confirm_assisted", self.at(bank, duty), call.into())
			}
			83..=86 => {
				let call = PaymentsCall::dispute { uetr: self.key(), reason: reason() };
				("dispute", (*self.random.one(&PAYEES)).into(), call.into())
			}
			87..=88 => self.holding(bank, loan),
			89..=90 => self.adjusting(bank, loan),
			91 => {
				let ((draft, digest), reason) = (self.draft(loan), reason());
				(
					"reject",
					self.at(bank, "checker"),
					PaymentsCall::reject { loan, draft, digest, reason }.into(),
				)
			}
			92..=93 => {
				let ((draft, digest), lines) = (self.draft(loan), vec![0].try_into().unwrap());
				(
					"exclude",
					self.at(bank, "checker"),
					PaymentsCall::exclude { loan, draft, digest, lines }.into(),
				)
			}
			94..=96 => self.paying_again(bank, loan),
			97 if self.random.below(3) == 0 => self.correcting_repayment(bank, loan),
			97 => self.repaying(bank, loan),
			98 => {
				let (mismatch, link) =
					(self.random.below(4) as u32, MismatchLink::Payment { uetr: self.key() });
				let call = PaymentsCall::close_mismatch { mismatch, link, reason: reason() };
				("close_mismatch", self.at(bank, "checker"), call.into())
			}
			_ => {
				let duty = if self.random.below(2) == 0 { "maker" } else { "checker" };
				("close", self.at(bank, duty), LoansCall::close { loan }.into())
			}
		}
	}

	fn drafting(&mut self, bank: &str, ready: Ready) -> (&'static str, String, RuntimeCall) {
		let count = 1 + self.random.below(4);
		let lines: Vec<_> = (0..count)
			.map(|_| {
				let plan_line = self.random.below(3);
				let evidence = [ready.invoice, ready.report, ready.contract][plan_line as usize];
				let key = self.digest();
				let amount = [1, 1_000, 10_000_000, 90_000_000][self.random.below(4) as usize];
				let mut line = line(0, plan_line.try_into().unwrap(), amount, Some(evidence));
				line.uetr = Uetr::from_random(key.0[16..].try_into().unwrap());
				line
			})
			.collect();
		self.keys.extend(lines.iter().map(|line| line.uetr));
		let who = if self.random.below(3) == 0 { "yj.confirm".into() } else { self.at(bank, "maker") };
		("draft", who, draft(ready.loan, &lines).into())
	}

	/// A new file is entered, or one that is entered is booked, mostly as it was.
	fn settling(&mut self, bank: &str) -> (&'static str, String, RuntimeCall) {
		if self.random.below(2) == 0 {
			if let Some((by, call)) = self.entered.pop() {
				return ("settle", self.at(&by, "checker"), call.into());
			}
		}
		let count = 1 + self.random.below(5);
		let results = (0..count).map(|_| {
			let outcome = match self.random.below(10) {
				0..=5 => Outcome::Settled,
				6 => Outcome::Disbursed,
				7 => Outcome::Failed { reason: reason() },
				_ => Outcome::Returned { reason: reason() },
			};
			let is_part = matches!(outcome, Outcome::Returned { .. }) && self.random.below(2) == 0;
			let mut row = result(self.key(), outcome);
			if is_part {
				row.amount_fen = row.amount_fen.div_ceil(2);
				row.bank_reference = self.reference_of(row.uetr);
			}
			row.amount_fen += u64::from(self.random.below(12) == 0);
			row
		});
		let results = results.collect::<Vec<_>>().try_into().unwrap();
		let file_digest = self.digest();
		let call = PaymentsCall::settle { file_digest, results };
		let (who, entering) = (self.at(bank, "maker"), entered(&call));
		self.entered.push((bank.to_owned(), call));
		("enter_results", who, entering.into())
	}

	fn holding(&mut self, bank: &str, loan: LoanId) -> (&'static str, String, RuntimeCall) {
		let kind = *self.random.one(&HoldKind::ALL);
		// One of two, so that two of a kind stand beside each other.
		let order = Hash::repeat_byte(4 + self.random.below(2) as u8);
		let (reference, until) = (order, today());
		let (org, hold) = match kind {
			HoldKind::Bank => (bank, Hold::Bank { reference }),
			HoldKind::AntiMoneyLaundering => (bank, Hold::AntiMoneyLaundering { reference }),
			HoldKind::Judicial => ("nfra", Hold::Judicial { order, until }),
			HoldKind::Regulator => ("msa", Hold::Regulator { order }),
		};
		match self.random.below(5) {
			0 => ("hold", format!("{org}.checker"), LoansCall::hold { loan, hold }.into()),
			by => {
				let standing: Vec<_> = Loans::holds(loan).into_iter().map(|record| record.key).collect();
				let none = hold.key(zhidai_primitives::OrgId(0));
				let hold = if standing.is_empty() { none } else { *self.random.one(&standing) };
				let org = match hold.kind {
					HoldKind::Bank | HoldKind::AntiMoneyLaundering => bank,
					HoldKind::Judicial => "nfra",
					HoldKind::Regulator => "msa",
				};
				let duty = if by % 2 == 0 { "maker" } else { "checker" };
				("lift_hold", format!("{org}.{duty}"), LoansCall::lift_hold { loan, hold }.into())
			}
		}
	}

	fn paying_again(&mut self, bank: &str, loan: LoanId) -> (&'static str, String, RuntimeCall) {
		let key = self.digest();
		let uetr = Uetr::from_random(key.0[16..].try_into().unwrap());
		let returned = self.key();
		self.keys.push(uetr);
		// Versions are counted for each bank apart.
		let account = AccountVersion(0);
		let lines = vec![PayAgainLine { returned, uetr, account }].try_into().unwrap();
		let expires_on = today().plus_days(30).unwrap();
		("pay_again", self.at(bank, "maker"), PaymentsCall::pay_again { loan, lines, expires_on }.into())
	}

	/// One step, after which everything holds.
	fn step(&mut self) {
		let (name, who, call) = self.next();
		let before: Vec<_> = self.loans.iter().map(|(_, ready)| traced(ready.loan, 1_000)).collect();
		let outcome = apply(&who, call);
		if outcome.as_ref().is_ok_and(|result| result.is_ok()) {
			*self.done.entry(name).or_default() += 1;
		} else {
			let after: Vec<_> = self.loans.iter().map(|(_, ready)| traced(ready.loan, 1_000)).collect();
			assert!(before == after, "{name} of {who} was refused and left something: {outcome:?}");
		}
		Runtime::check_invariants().unwrap();
		agree();
	}
}

fn reason() -> ShortText {
	"账号与户名不符".try_into().unwrap()
}

/// Whether anything of this bank's drafts waits in its officers' inboxes.
fn waits(name: &str) -> bool {
	let (mut cursor, mut found) = (None, false);
	loop {
		let page = inbox(&account(name), cursor, 3);
		assert!(page.items.len() <= 3);
		found |= page.items.iter().any(|work| {
			matches!(
				work,
				PendingWork::DraftToMandate(_)
					| PendingWork::DraftToMake(_)
					| PendingWork::DraftToApprove(_)
					| PendingWork::DraftToApproveSecond(_)
					| PendingWork::DraftToRelease(_)
					| PendingWork::DraftToSettle(_)
			)
		});
		cursor = page.next;
		if cursor.is_none() {
			return found;
		}
	}
}

/// One run in so many of those that are asked for is of hands that no model foresees.
const SHARE: u64 = 10;

type Done = BTreeMap<&'static str, u32>;

/// One run: what was done.
fn hands(run: Run, at: &AtomicU64) -> Done {
	let mut done = Done::new();
	chain(|| {
		let mut hands = Hands::new(run.seed);
		for number in 0..run.steps {
			at.store(number + 1, Relaxed);
			hands.step();
			if number % 4 == 3 {
				next_block();
			}
		}
		let sums: Vec<_> = hands.loans.iter().map(|(_, ready)| drawn(&traced(ready.loan, 64).1)).collect();
		assert!(sums.iter().all(|sum| *sum <= LIMIT));
		hands.close_everything();
		for name in ["bank-a.maker", "bank-a.checker", "bank-a.release", "bank-b.maker", "yj.confirm"] {
			assert!(!waits(name), "{name} has work on closed loans");
		}
		done = hands.done;
	});
	done
}

#[test]
fn whatever_hands_do_the_books_agree_and_every_loan_can_be_closed() {
	let runs = in_runs(SHARE, hands);
	let mut reached = Done::new();
	for (name, count) in runs.iter().flatten() {
		*reached.entry(*name).or_default() += *count;
	}
	if !are_enough(runs.len(), usize::try_from(SHARE).unwrap()) {
		return;
	}
	// A run that never gets there shows nothing.
	for name in [
		"draft",
		"mandate",
		"make",
		"approve",
		"release",
		"enter_results",
		"settle",
		"confirm",
		"dispute",
		"hold",
		"lift_hold",
		"adjust",
	] {
		assert!(reached.get(name).is_some_and(|count| *count > 0), "{name} was never done: {reached:?}");
	}
}
