//! Contracts under one limit at two banks, and holds on them.

use crate::common::consortium::{BANK_A, BANK_B, MARKET_BUREAU};
use crate::common::lending::{request, LoansCall};
use crate::common::*;
use crate::repaying::Repaid;
use crate::world::{Due, Step, World, BANKS};
use pallet_loans::{Hold, OfferRequest, MAX_STANDING_OFFERS};
use std::collections::BTreeMap;
use zhidai_primitives::{Digest as Hash, EvidenceKind, Fen, LoanId, LoanState, OrgId, PlanLine, Stage};
use zhidai_runtime::{Runtime, RuntimeEvent};

type Error = pallet_loans::Error<Runtime>;
type RegistryError = pallet_registry::Error<Runtime>;

/// The ids of the banks.
pub const BANK_IDS: [OrgId; 2] = [BANK_A, BANK_B];

/// 5 亿: the most that one borrower gets under 甬质贷 at all banks together, in fen.
const CAP: u64 = 50_000_000_000;

/// The amounts of contracts, in fen. Some reach the cap to the fen, and some go just above it.
const AMOUNTS: [u64; 4] = [10_000_000_000, 20_000_000_000, 5_000_000_000, 10_000_000_002];

/// Who asks for what a colleague must agree to, and with which key: it counts while that key does.
#[derive(Clone, Copy, Debug)]
pub struct Ask {
	pub duty: &'static str,
	pub key: u16,
}

#[derive(Clone, Debug)]
pub struct Loan {
	pub bank: usize,
	pub id: LoanId,
	pub digest: Hash,
	pub amount: u64,
	pub state: LoanState,
	/// The numbers of the keys with which the bank's maker prepared and its checker checked it.
	pub keys: (u16, Option<u16>),
	/// The regulator's holds by the marks of their orders, and who asks that each be lifted.
	pub holds: BTreeMap<u8, Option<Ask>>,
	/// Who asks that it be closed, and how much was drawn then.
	pub closing: Option<(Ask, u64)>,
	pub repayments: Vec<Repaid>,
}

impl World {
	/// The sum of a bank's and the other's active contracts.
	pub fn granted(&self) -> u64 {
		self.loans.iter().filter(|loan| loan.state == LoanState::Active).map(|loan| loan.amount).sum()
	}

	/// Whether who asks could still ask with that key.
	fn counts(&self, org: &str, ask: Option<Ask>) -> Option<Ask> {
		ask.filter(|ask| self.key_number(&format!("{org}.{}", ask.duty)) == ask.key)
	}

	fn ask(&self, org: &str, duty: &'static str) -> Ask {
		Ask { duty, key: self.key_number(&format!("{org}.{duty}")) }
	}

	/// Whether the bank's maker and checker could sign a contract today with the same keys.
	fn is_signed_for_the_bank(&self, loan: &Loan) -> bool {
		let key = |duty| self.key_number(&format!("{}.{duty}", BANKS[loan.bank]));
		let (maker, checker) = loan.keys;
		maker == key("maker") && checker.is_none_or(|checker| checker == key("checker"))
	}

	fn independent(&self, due: Due, bank: usize) -> Due {
		(0..2_u16).fold(due, |due, line| {
			let related = self.relations.bind(bank, line.into());
			due.must(!related, Error::PayeeRelatedToBorrower { plan_line: line })
				.must(!self.suspended[usize::from(line)], Error::PayeeNotAdmitted { plan_line: line })
		})
	}

	/// One of the last contracts, mostly one in this state.
	pub fn loan_in(&mut self, state: LoanState) -> Option<usize> {
		self.pick(self.loans.len(), |world, at| world.loans[at].state == state)
	}

	/// Any bank, any amount.
	pub fn offer(&mut self) -> Step {
		let (bank, amount) = (self.random.below(2), *self.random.one(&AMOUNTS));
		self.offer_of(bank.try_into().unwrap(), amount)
	}

	/// A bank's maker prepares a contract.
	///
	/// Finds: an offer that cannot be signed because the other bank has lent, a payee whom nobody may pay, and a bank
	/// that fills the borrower's inbox.
	pub fn offer_of(&mut self, bank: usize, amount: u64) -> Step {
		let fits = self.granted() + amount <= CAP;
		let open = |loan: &&Loan| {
			loan.bank == bank && matches!(loan.state, LoanState::Prepared | LoanState::Offered)
		};
		let standing = self.loans.iter().filter(open).count();
		let due = self
			.independent(Due::default(), bank)
			.must(fits, Error::AmountAboveTierLimit)
			.must(standing < usize::try_from(MAX_STANDING_OFFERS).unwrap(), Error::TooManyOffers);
		let key = self.key_number(&format!("{}.maker", BANKS[bank]));
		let line = |payee| PlanLine {
			payee,
			quality_upgrading: true,
			cap: Fen(amount / 2),
			stage: Stage::Delivery,
			evidence_before: EvidenceKind::Invoice,
			invoice_due_days: None,
		};
		let plan = self.payees.map(line).to_vec().try_into().unwrap();
		let request = OfferRequest { amount: Fen(amount), plan, ..request(self.firms) };
		let call = LoansCall::offer { request, request_id: new_request() };
		Step::new("offer", self.key_of(BANKS[bank], "maker"), call, due, move |world| {
			let (id, digest) = last_event(|event| match event {
				RuntimeEvent::Loans(pallet_loans::Event::LoanPrepared { loan, digest, .. }) => {
					Some((*loan, *digest))
				}
				_ => None,
			});
			let (state, holds) = (LoanState::Prepared, BTreeMap::new());
			let (keys, closing, repayments) = ((key, None), None, Vec::new());
			world.loans.push(Loan { bank, id, digest, amount, state, keys, holds, closing, repayments });
		})
	}

	/// One of the last contracts, by its own bank or by the other.
	pub fn check_offer(&mut self) -> Option<Step> {
		let at = self.loan_in(LoanState::Prepared)?;
		let own = self.loans[at].bank;
		let bank = if self.seldom(8) { 1 - own } else { own };
		Some(self.check_offer_of(at, bank))
	}

	/// A bank's checker offers a contract.
	///
	/// Finds: a check by another bank, a second one, rules that are not asked again, one of what a lost key prepared.
	pub fn check_offer_of(&mut self, at: usize, bank: usize) -> Step {
		let loan = &self.loans[at];
		let due = self
			.independent(Due::default(), loan.bank)
			.must(bank == loan.bank, Error::BankNotAllowed)
			.must(loan.state == LoanState::Prepared, Error::WrongState)
			.must(self.is_signed_for_the_bank(loan), Error::BankSignatureVoid)
			.must(self.granted() + loan.amount <= CAP, Error::AmountAboveTierLimit);
		let key = self.key_number(&format!("{}.checker", BANKS[bank]));
		let call = LoansCall::check_offer { loan: loan.id, digest: loan.digest };
		Step::new("check_offer", self.key_of(BANKS[bank], "checker"), call, due, move |world| {
			world.loans[at].state = LoanState::Offered;
			world.loans[at].keys.1 = Some(key);
		})
	}

	/// One of the last contracts.
	pub fn sign(&mut self) -> Option<Step> {
		let at = self.loan_in(LoanState::Offered)?;
		Some(self.sign_of(at))
	}

	/// The borrower signs.
	///
	/// Finds: a limit that each bank counts for itself, one that an offer or a closed contract uses, a signature
	/// under a hold, or of what a lost key prepared or checked.
	pub fn sign_of(&mut self, at: usize) -> Step {
		let loan = &self.loans[at];
		let due = self
			.independent(Due::default(), loan.bank)
			.must(loan.state == LoanState::Offered, Error::WrongState)
			.must(self.is_signed_for_the_bank(loan), Error::BankSignatureVoid)
			.must(loan.holds.is_empty(), Error::LoanHeld)
			.must(self.granted() + loan.amount <= CAP, Error::AmountAboveTierLimit);
		let call = LoansCall::sign { loan: loan.id, digest: loan.digest };
		Step::new("sign", self.key_of("yj", "confirm"), call, due, move |world| {
			world.loans[at].state = LoanState::Active;
		})
	}

	/// The bank takes a contract back, or the borrower declines it.
	///
	/// Finds: a signed contract that one side ends, an offer that is declined before it was made.
	pub fn decline(&mut self) -> Option<Step> {
		let at = self.random.recent(self.loans.len())?;
		let (loan, by_bank) = (&self.loans[at], self.random.below(2) == 0);
		let prepared = by_bank && loan.state == LoanState::Prepared;
		let due = Due::default().must(prepared || loan.state == LoanState::Offered, Error::WrongState);
		let who = match by_bank {
			true => self.key_of(BANKS[loan.bank], "maker"),
			false => self.key_of("yj", "confirm"),
		};
		let call = LoansCall::withdraw { loan: loan.id };
		Some(Step::new("decline", who, call, due, move |world| {
			world.loans[at].state = LoanState::Withdrawn;
		}))
	}

	/// An officer of the bank asks to close, or agrees.
	///
	/// Finds: one person who ends what the borrower could draw, an ask of a lost key that counts, or of before more was
	/// drawn, a loan that ends under a hold, money on its way or on hand that is forgotten, what is owed; and, by the
	/// next signature, a limit that is not given back.
	pub fn close(&mut self) -> Option<Step> {
		let at = self.pick(self.loans.len(), |world, at| {
			let books = world.books(at);
			let is_even = books.is_idle() && books.on_hand == 0 && books.outstanding() == 0;
			world.loans[at].state == LoanState::Active && is_even
		})?;
		let (loan, books) = (self.loans[at].clone(), self.books(at));
		let org = BANKS[loan.bank];
		let closing = loan.closing.filter(|(_, drawn)| *drawn == books.drawn());
		let asked = self.counts(org, closing.map(|(ask, _)| ask)).map(|ask| ask.duty);
		let can_agree = asked == Some("maker") && !self.seldom(4);
		let duty = if can_agree || self.random.below(2) == 0 { "checker" } else { "maker" };
		let is_second = duty == "checker" && asked.is_some();
		let due = Due::default()
			.must(loan.state == LoanState::Active, Error::WrongState)
			.must(loan.holds.is_empty(), Error::LoanHeld)
			.must(books.is_idle(), Error::NotSettledYet)
			.must(books.on_hand == 0, Error::MoneyOnHand)
			.must(books.outstanding() == 0, Error::NotRepaidYet)
			.must(!is_second || asked != Some(duty), RegistryError::SamePerson);
		let (ask, drawn) = (self.ask(org, duty), books.drawn());
		let call = LoansCall::close { loan: loan.id };
		let name = if is_second { "close" } else { "ask_to_close" };
		Some(Step::new(name, self.key_of(org, duty), call, due, move |world| match is_second {
			true => world.loans[at].state = LoanState::Closed,
			false => world.loans[at].closing = Some((ask, drawn)),
		}))
	}

	/// The market regulator's checker stops a loan's money, by one of two orders.
	///
	/// Finds: a second order that is lost in the first, a hold on what is over.
	pub fn hold(&mut self) -> Option<Step> {
		let at = self.loan_in(LoanState::Active)?;
		let mark = 1 + u8::try_from(self.random.below(2)).unwrap();
		let loan = &self.loans[at];
		let is_open = matches!(loan.state, LoanState::Offered | LoanState::Active);
		let due = Due::default()
			.must(is_open, Error::WrongState)
			.must(!loan.holds.contains_key(&mark), Error::AlreadyHeld);
		let call = LoansCall::hold { loan: loan.id, hold: held(mark) };
		Some(Step::new("hold", self.key_of("msa", "checker"), call, due, move |world| {
			world.loans[at].holds.insert(mark, None);
		}))
	}

	/// Any of the two officers, mostly one who can, and a hold that stands.
	pub fn lift_hold(&mut self) -> Option<Step> {
		let at = self.pick(self.loans.len(), |world, at| !world.loans[at].holds.is_empty())?;
		let (mark, asked) =
			self.loans[at].holds.first_key_value().map_or((2, None), |(mark, ask)| (*mark, *ask));
		let mark = if self.seldom(8) { 2 } else { mark };
		let duty = match (asked.map(|ask| ask.duty), self.seldom(4)) {
			(Some("maker"), false) => "checker",
			(Some(_), false) => "maker",
			_ => *self.random.one(&["maker", "checker"]),
		};
		Some(self.lift_of(at, mark, duty))
	}

	/// An officer of the regulator asks to lift a hold, or agrees.
	///
	/// Finds: one person who lifts, a checker who asks and leaves nobody to agree, a lift that takes the other hold
	/// too, an ask of a lost key that counts.
	pub fn lift_of(&mut self, at: usize, mark: u8, duty: &'static str) -> Step {
		let loan = &self.loans[at];
		let asked = self.lift_asked_by(at, mark);
		let due = Due::default()
			.must(loan.holds.contains_key(&mark), Error::HoldUnknown)
			// One of the two is the checker, whoever comes first.
			.must(asked != Some(duty), RegistryError::SamePerson);
		let ask = self.ask("msa", duty);
		let call = LoansCall::lift_hold { loan: loan.id, hold: held(mark).key(MARKET_BUREAU) };
		let name = if asked.is_some() { "lift_hold" } else { "ask_to_lift" };
		Step::new(name, self.key_of("msa", duty), call, due, move |world| {
			let holds = &mut world.loans[at].holds;
			if asked.is_some() {
				holds.remove(&mark);
			} else {
				holds.insert(mark, Some(ask));
			}
		})
	}

	/// Who of the regulator asks that a hold be lifted, where that still counts.
	pub fn lift_asked_by(&self, at: usize, mark: u8) -> Option<&'static str> {
		self.counts("msa", self.loans[at].holds.get(&mark).copied().flatten()).map(|ask| ask.duty)
	}
}

fn held(mark: u8) -> Hold {
	Hold::Regulator { order: Hash::repeat_byte(mark) }
}
