//! Documents, of which the same few come to both banks, and what each side says of them.

use crate::common::lending::{consistent, document, EvidenceCall};
use crate::common::*;
use crate::world::{Due, Step, World, BANKS};
use pallet_evidence::{RetractionReason, Status};
use zhidai_primitives::{Digest as Hash, EvidenceId, EvidenceKind, Fen, LoanState, Verdict};
use zhidai_runtime::{Runtime, RuntimeEvent};

type Error = pallet_evidence::Error<Runtime>;
type RegistryError = pallet_registry::Error<Runtime>;

/// The amount on every document, in fen.
pub const AMOUNT: u64 = 1_000;

/// The fingerprints of the documents that there are.
pub const MARKS: [u8; 6] = [21, 22, 23, 24, 25, 26];

/// What a careless officer computes for one of them.
pub const WRONG: u8 = 121;

/// The regulator's place among the two sides; the bank's is 0.
const REGULATOR: usize = 1;

/// What a side says: that it is the document of this fingerprint, or that it is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opinion {
	For(u8),
	Against,
}

#[derive(Clone, Debug)]
pub struct Said {
	pub opinion: Opinion,
	/// Who said it, and with which key.
	pub by: (String, u16),
	pub retracted_by: Option<String>,
}

#[derive(Clone, Debug)]
pub struct Paper {
	pub loan: usize,
	pub id: EvidenceId,
	pub digest: Hash,
	pub mark: u8,
	/// Whose invoice it is: also the plan line.
	pub payee: usize,
	pub filed_by_bank: bool,
	/// By the bank and by the regulator.
	pub said: [Option<Said>; 2],
	/// What payments use of it.
	pub used: u64,
	pub withdrawn: bool,
}

impl Paper {
	/// The fingerprint under which the bank speaks for it.
	pub fn attested(&self) -> Option<u8> {
		match self.said[0].as_ref()?.opinion {
			Opinion::For(mark) => Some(mark),
			Opinion::Against => None,
		}
	}

	/// Whether money can be asked for on it.
	pub fn stands(&self) -> bool {
		matches!(self.status(), Status::Filed | Status::Verified)
	}

	/// Whether it was taken back before anybody spoke: nothing is left of it.
	pub fn is_gone(&self) -> bool {
		self.withdrawn && self.said.iter().all(Option::is_none)
	}

	/// What both sides come to.
	pub fn status(&self) -> Status {
		if self.withdrawn {
			return Status::Withdrawn;
		}
		if self.said.iter().flatten().any(|said| said.retracted_by.is_some()) {
			return Status::Retracted;
		}
		match &self.said {
			[Some(one), Some(other)] => match (one.opinion, other.opinion) {
				(Opinion::For(one), Opinion::For(other)) if one == other => Status::Verified,
				(Opinion::Against, Opinion::Against) => Status::Rejected,
				_ => Status::Conflicting,
			},
			_ => Status::Filed,
		}
	}
}

impl World {
	/// Whether a claim of this paper stands: money rests on it, or may yet.
	fn stands(&self, at: usize) -> bool {
		let paper = &self.papers[at];
		let is_drawable = self.loans[paper.loan].state == LoanState::Active;
		paper.used > 0 || (paper.status() == Status::Verified && is_drawable)
	}

	/// What a side says of a paper, where it counts: what speaks for it and waits, while that key does.
	pub fn said(&self, paper: &Paper, side: usize) -> Option<Said> {
		let said = paper.said[side].clone()?;
		let waits =
			matches!(paper.status(), Status::Filed | Status::Retracted) && said.retracted_by.is_none();
		let (officer, key) = &said.by;
		let is_void = waits && said.opinion != Opinion::Against && self.key_number(officer) != *key;
		(!is_void).then_some(said)
	}

	/// Whose document this is, at all banks.
	pub fn holder(&self, mark: u8) -> Option<usize> {
		self.claims.get(&mark).copied().filter(|at| self.stands(*at))
	}

	/// The borrower or the bank files one of the few documents, on any loan.
	///
	/// Finds: evidence on what is not open.
	pub fn file(&mut self) -> Option<Step> {
		let loan = self.loan_in(LoanState::Active)?;
		let which = usize::try_from(self.random.below(MARKS.len() as u64)).unwrap();
		let (mark, payee, filed_by_bank) = (MARKS[which], which % 2, self.seldom(4));
		let bank = BANKS[self.loans[loan].bank];
		let is_open = matches!(self.loans[loan].state, LoanState::Offered | LoanState::Active);
		let due = Due::default().must(is_open, Error::LoanNotOpen);
		let content = document(EvidenceKind::Invoice, self.payees[payee], self.firms.borrower, Fen(AMOUNT));
		let call = EvidenceCall::file { loan: self.loans[loan].id, content, request_id: new_request() };
		let who = if filed_by_bank { self.key_of(bank, "maker") } else { self.key_of("yj", "maker") };
		Some(Step::new("file", who, call, due, move |world| {
			let (id, digest) = last_event(|event| match event {
				RuntimeEvent::Evidence(pallet_evidence::Event::Filed { evidence, digest, .. }) => {
					Some((*evidence, *digest))
				}
				_ => None,
			});
			let (said, used, withdrawn) = ([None, None], 0, false);
			world.papers.push(Paper { loan, id, digest, mark, payee, filed_by_bank, said, used, withdrawn });
		}))
	}

	/// An attesting officer of this side of a paper, or seldom of another bank: who, and whether of this side.
	fn attester(&mut self, at: usize, side: usize) -> (String, bool) {
		let own = self.loans[self.papers[at].loan].bank;
		let is_party = side == REGULATOR || !self.seldom(12);
		let org = match (side, is_party) {
			(REGULATOR, _) => "msa",
			(_, true) => BANKS[own],
			(_, false) => BANKS[1 - own],
		};
		let duty = if self.random.below(2) == 0 { "attest" } else { "attest-2" };
		(format!("{org}.{duty}"), is_party)
	}

	/// A side of one of the last papers, mostly one that is asked, says what it is, mostly rightly.
	pub fn verdict(&mut self) -> Option<Step> {
		let at = self.pick(self.papers.len(), |world, at| {
			let paper = &world.papers[at];
			let is_asked = matches!(paper.status(), Status::Filed | Status::Retracted);
			is_asked && world.loans[paper.loan].state == LoanState::Active
		})?;
		let has_spoken = |said: &Option<Said>| said.as_ref().is_some_and(|said| said.retracted_by.is_none());
		let side = usize::try_from(self.random.below(2)).unwrap();
		let side = if has_spoken(&self.papers[at].said[side]) && !self.seldom(4) { 1 - side } else { side };
		let (officer, is_party) = self.attester(at, side);
		let opinion = match self.random.below(16) {
			0 => Opinion::Against,
			1 => Opinion::For(WRONG),
			_ => Opinion::For(self.papers[at].mark),
		};
		Some(self.verdict_of(at, side, (officer, is_party), opinion))
	}

	/// An officer says what a document is.
	///
	/// Finds: a document that two banks finance, one that an early verdict blocks or a dead loan keeps, a verdict
	/// of who is no side, a second one, one given again by who took it back or for another document, one after the
	/// other side's retraction, a claim on the word of a lost key.
	pub fn verdict_of(
		&mut self,
		at: usize,
		side: usize,
		(officer, is_party): (String, bool),
		opinion: Opinion,
	) -> Step {
		let paper = self.papers[at].clone();
		let is_active = self.loans[paper.loan].state == LoanState::Active;
		let due = Due::default()
			.must(!paper.is_gone(), Error::EvidenceUnknown)
			.must(is_party, Error::AttesterNotAllowed)
			.must(!paper.withdrawn, Error::Withdrawn)
			.must(is_active, Error::LoanNotActive);
		let due = match &self.said(&paper, side) {
			None => due.must(paper.status() != Status::Retracted, Error::NotStanding),
			Some(Said { retracted_by: None, .. }) => due.must(false, Error::AlreadyGiven),
			Some(Said { retracted_by: Some(by), opinion: before, .. }) => due
				.must(opinion == *before, Error::FingerprintsDiffer)
				.must(*by != officer, RegistryError::SamePerson),
		};
		let mut after = paper.clone();
		after.said[1 - side] = self.said(&paper, 1 - side);
		let by = (officer.clone(), self.key_number(&officer));
		after.said[side] = Some(Said { opinion, by, retracted_by: None });
		let status = after.status();
		let asked = match opinion {
			Opinion::For(mark) if matches!(status, Status::Filed | Status::Verified) => Some(mark),
			_ => None,
		};
		let holder = asked.and_then(|mark| self.holder(mark)).filter(|holder| *holder != at);
		let due = due.must(holder.is_none(), Error::FingerprintTaken);
		let claimed = asked.filter(|_| status == Status::Verified);
		let (org, duty) = officer.split_once('.').expect("an officer");
		let who = self.key_of(org, duty);
		let call = saying((paper.id, paper.digest), opinion);
		Step::new("verdict", who, call, due, move |world| {
			world.papers[at] = after;
			if let Some(mark) = claimed {
				world.claims.insert(mark, at);
			}
		})
	}

	/// A side takes back what it said.
	///
	/// Finds: a retraction of what was never said, or twice, or by another bank; and, by the next payment and the next
	/// verdict, one that stops nothing, or frees what was paid on.
	pub fn retract(&mut self) -> Option<Step> {
		let speaks = |said: &Said| said.opinion != Opinion::Against && said.retracted_by.is_none();
		let at =
			self.pick(self.papers.len(), |world, at| world.papers[at].said.iter().flatten().any(speaks))?;
		let side = usize::try_from(self.random.below(2)).unwrap();
		let (officer, is_party) = self.attester(at, side);
		let paper = &self.papers[at];
		let said = self.said(paper, side);
		let positive = said.as_ref().is_some_and(|said| said.opinion != Opinion::Against);
		let due = Due::default()
			.must(!paper.is_gone(), Error::EvidenceUnknown)
			.must(is_party, Error::AttesterNotAllowed)
			.must(!paper.withdrawn, Error::Withdrawn)
			.must(positive, Error::NothingToRetract)
			.must(said.is_none_or(|said| said.retracted_by.is_none()), Error::AlreadyRetracted);
		let (reason, proof) = (RetractionReason::Reversed, Hash::repeat_byte(8));
		let call = EvidenceCall::retract {
			evidence: paper.id,
			revision: 0,
			digest: paper.digest,
			reason,
			paper: proof,
		};
		let (org, duty) = officer.split_once('.').expect("an officer");
		let who = self.key_of(org, duty);
		Some(Step::new("retract", who, call, due, move |world| {
			if let Some(said) = &mut world.papers[at].said[side] {
				said.retracted_by = Some(officer);
			}
			if world.papers[at].used == 0 {
				world.claims.retain(|_, holder| *holder != at);
			}
		}))
	}

	/// Who filed a paper takes it back, or the other party tries.
	///
	/// Finds: a document that goes from under a payment, one of another filer.
	pub fn take_back(&mut self) -> Option<Step> {
		let at = self.random.recent(self.papers.len())?;
		let by_bank = self.random.below(2) == 0;
		let paper = &self.papers[at];
		let due = Due::default()
			.must(!paper.is_gone(), Error::EvidenceUnknown)
			.must(by_bank == paper.filed_by_bank, Error::FilerNotAllowed)
			.must(!paper.withdrawn, Error::Withdrawn)
			.must(paper.used == 0, Error::InUse);
		let bank = BANKS[self.loans[paper.loan].bank];
		let who = if by_bank { self.key_of(bank, "maker") } else { self.key_of("yj", "maker") };
		let call = EvidenceCall::withdraw { evidence: paper.id };
		Some(Step::new("take_back", who, call, due, move |world| {
			world.papers[at].withdrawn = true;
			world.claims.retain(|_, holder| *holder != at);
		}))
	}
}

/// A verdict of this opinion.
fn saying(named: (EvidenceId, Hash), opinion: Opinion) -> EvidenceCall {
	match opinion {
		Opinion::For(mark) => consistent(named, &[mark]),
		Opinion::Against => {
			let mut call = consistent(named, &[]);
			if let EvidenceCall::give_verdict { verdict, .. } = &mut call {
				*verdict = Verdict::NotConsistent;
			}
			call
		}
	}
}
