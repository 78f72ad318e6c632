//! Random sequences of calls against a plain model, with claims that are answered at once and with late ones.

use crate::mock::*;
use crate::Status;
use frame::testing_prelude::*;
use proptest::prelude::*;
use std::collections::BTreeSet;
use zhidai_primitives::testing;
use zhidai_primitives::traits::{ClaimState, ClaimSubject, Claims, EvidenceDesk, EvidenceFacts};
use zhidai_primitives::{EvidenceId, Fen, LoanId, LoanState, OrgStatus, Verdict};

#[derive(Clone, Debug)]
enum Step {
	File {
		loan: u32,
	},
	/// Names the current revision, or one that was replaced.
	Revise {
		evidence: usize,
		late: bool,
	},
	Withdraw {
		evidence: usize,
	},
	Verdict {
		evidence: usize,
		by: (usize, usize),
		verdict: u8,
		prints: BTreeSet<u8>,
	},
	/// By which side, and which of its two persons.
	Retract {
		evidence: usize,
		by: (usize, usize),
	},
	Reserve {
		evidence: usize,
		amount: u64,
	},
	Free {
		evidence: usize,
		amount: u64,
	},
	Sign {
		loan: u32,
	},
	End {
		loan: u32,
	},
	/// The last day on which the loan can be drawn is so many days away.
	Limit {
		loan: u32,
		days: u32,
	},
	Pass {
		days: u32,
	},
	Answer,
	/// The other bank, of loan 2, is suspended, or takes part again.
	Turn,
}

fn step() -> impl Strategy<Value = Step> {
	let evidence = || 0..6_usize;
	let by = || (0..2_usize, 0..2_usize);
	let prints = proptest::collection::btree_set(0..3_u8, 1..3);
	prop_oneof![
		4 => (1..=3_u32).prop_map(|loan| Step::File { loan }),
		1 => (evidence(), prop::bool::weighted(0.1)).prop_map(|(evidence, late)| Step::Revise { evidence, late }),
		1 => evidence().prop_map(|evidence| Step::Withdraw { evidence }),
		16 => (evidence(), by(), 0..8_u8, prints)
			.prop_map(|(evidence, by, verdict, prints)| Step::Verdict { evidence, by, verdict, prints }),
		3 => (evidence(), by()).prop_map(|(evidence, by)| Step::Retract { evidence, by }),
		3 => (evidence(), 1..70_000_u64).prop_map(|(evidence, amount)| Step::Reserve { evidence, amount }),
		2 => (evidence(), 1..70_000_u64).prop_map(|(evidence, amount)| Step::Free { evidence, amount }),
		1 => Just(Step::Sign { loan: 3 }),
		1 => (1..=3_u32).prop_map(|loan| Step::End { loan }),
		1 => (1..=3_u32, 0..60_u32).prop_map(|(loan, days)| Step::Limit { loan, days }),
		1 => (1..20_u32).prop_map(|days| Step::Pass { days }),
		2 => Just(Step::Answer),
		1 => Just(Step::Turn),
	]
}

/// One side's verdict: for it with these fingerprints, or against it, or neither.
#[derive(Clone, Debug)]
struct Opinion {
	prints: Option<BTreeSet<u8>>,
	against: bool,
	day: u32,
	/// The person who retracted it.
	retracted: Option<usize>,
}

#[derive(Clone, Debug, Default)]
struct Document {
	loan: u32,
	revision: u16,
	opinions: [Option<Opinion>; 2],
	withdrawn: bool,
	/// It was withdrawn before anybody spoke, and nothing is left of it.
	gone: bool,
	used: u64,
	/// Whether it is claimed, and whether that has landed.
	claim: Option<bool>,
}

impl Document {
	fn status(&self) -> Status {
		if self.withdrawn {
			return Status::Withdrawn;
		}
		if self.opinions.iter().flatten().any(|opinion| opinion.retracted.is_some()) {
			return Status::Retracted;
		}
		let [Some(bank), Some(regulator)] = &self.opinions else { return Status::Filed };
		match (&bank.prints, &regulator.prints, bank.against || regulator.against) {
			(Some(bank), Some(regulator), _) if bank == regulator => Status::Verified,
			(Some(_), Some(_), _) | (Some(_), None, true) | (None, Some(_), true) => Status::Conflicting,
			(None, None, true) => Status::Rejected,
			_ => Status::Undecided,
		}
	}

	fn claimed(&self) -> BTreeSet<u8> {
		match (self.claim, &self.opinions[0]) {
			(Some(_), Some(opinion)) => opinion.prints.clone().unwrap_or_default(),
			_ => BTreeSet::new(),
		}
	}

	/// Whether anything is kept of it when it is withdrawn.
	fn has_history(&self) -> bool {
		self.revision > 0 || self.opinions.iter().any(Option::is_some)
	}

	fn may_change(&self) -> bool {
		self.used == 0 && !self.withdrawn
	}

	/// A side's verdict, unless it has lapsed.
	fn opinion(&self, side: usize, today: u32) -> Option<&Opinion> {
		let waits = self.status() == Status::Filed;
		let lapsed =
			|opinion: &Opinion| waits && opinion.prints.is_some() && opinion.day + PENDING_DAYS < today;
		self.opinions[side].as_ref().filter(|opinion| !lapsed(opinion))
	}
}

#[derive(Debug)]
struct Model {
	documents: Vec<Document>,
	loans: [LoanState; 4],
	/// The last days on which the loans can be drawn.
	last_days: [u32; 4],
	today: u32,
	late: bool,
	other_bank_is_active: bool,
}

impl Model {
	fn new(late: bool) -> Self {
		let loans = [LoanState::Withdrawn, LoanState::Active, LoanState::Active, LoanState::Offered];
		let (documents, last_days, other_bank_is_active) = (Vec::new(), [u32::MAX; 4], true);
		Self { documents, loans, last_days, today: 0, late, other_bank_is_active }
	}

	fn loan(&self, document: &Document) -> LoanState {
		self.loans[document.loan as usize]
	}

	fn is_drawable(&self, document: &Document) -> bool {
		self.loan(document) == LoanState::Active && self.today <= self.last_days[document.loan as usize]
	}

	/// Whether the bank of a document's loan takes part; the regulator always does.
	fn has_bank(&self, document: &Document) -> bool {
		document.loan != 2 || self.other_bank_is_active
	}

	fn stands(&self, document: &Document) -> bool {
		let may_be_paid =
			document.status() == Status::Verified && self.is_drawable(document) && self.has_bank(document);
		document.claim.is_some() && (document.used > 0 || may_be_paid)
	}

	/// What is expected of a verdict; changes the model where that is success.
	fn verdict(
		&mut self,
		number: usize,
		(side, person): (usize, usize),
		verdict: u8,
		prints: &BTreeSet<u8>,
	) -> bool {
		let mut document = self.documents[number].clone();
		let due = !document.withdrawn
			&& self.loan(&document) == LoanState::Active
			&& (self.is_drawable(&document) || document.used > 0);
		let prints = (verdict < 6).then(|| prints.clone());
		let may_speak = match document.opinion(side, self.today) {
			None => document.status() != Status::Retracted,
			Some(given) => given.retracted.is_some_and(|by| by != person) && given.prints == prints,
		};
		if !due || !may_speak || !self.may_sign(number, side) {
			return false;
		}
		let other = document.opinion(1 - side, self.today);
		let other = other.filter(|other| !self.is_void(number, 1 - side, other));
		let other = other.cloned();
		let opinion =
			Opinion { prints: prints.clone(), against: verdict == 6, day: self.today, retracted: None };
		document.opinions[1 - side] = other;
		document.opinions[side] = Some(opinion);
		let (status, prints) = (document.status(), prints.unwrap_or_default());
		let same = |other: &Document| !other.claimed().is_disjoint(&prints);
		if matches!(status, Status::Filed | Status::Verified) {
			let others = || (0..).zip(&self.documents).filter(|(other, _)| *other != number);
			if others().any(|(_, other)| same(other) && self.stands(other)) {
				return false;
			}
		}
		if status == Status::Verified {
			for other in self.documents.iter_mut().filter(|other| same(other)) {
				other.claim = None;
			}
			document.claim = Some(document.claim.unwrap_or(!self.late));
		}
		self.documents[number] = document;
		true
	}

	/// Whether a side's word counts no more: it is for the document and waits for the other side's, and who gave it
	/// could not give it today.
	fn is_void(&self, number: usize, side: usize, opinion: &Opinion) -> bool {
		let waits = match self.documents[number].status() {
			Status::Filed => true,
			Status::Retracted => opinion.retracted.is_none(),
			_ => false,
		};
		waits && opinion.prints.is_some() && !self.may_sign(number, side)
	}

	/// Whether officers of a side of a document can sign.
	fn may_sign(&self, number: usize, side: usize) -> bool {
		side == 1 || self.has_bank(&self.documents[number])
	}

	fn retract(&mut self, number: usize, (side, person): (usize, usize)) -> bool {
		let (today, may_sign) = (self.today, self.may_sign(number, side));
		let document = &mut self.documents[number];
		let given = document.opinion(side, today);
		let may = may_sign
			&& !document.withdrawn
			&& given.is_some_and(|opinion| opinion.prints.is_some() && opinion.retracted.is_none());
		if let Some(opinion) = document.opinions[side].as_mut().filter(|_| may) {
			opinion.retracted = Some(person);
			document.claim = document.claim.filter(|_| document.used > 0);
		}
		may
	}

	/// What is expected of a step; changes the model where that is success.
	fn expect(&mut self, step: &Step) -> bool {
		match step {
			Step::File { loan } => {
				let open = matches!(self.loans[*loan as usize], LoanState::Offered | LoanState::Active);
				if open {
					self.documents.push(Document { loan: *loan, ..Document::default() });
				}
				open
			}
			Step::Revise { evidence, late } => {
				let document = &self.documents[*evidence];
				let open = matches!(self.loan(document), LoanState::Offered | LoanState::Active);
				let may = document.may_change()
					&& open && document.status() != Status::Verified
					&& document.revision < 15
					&& !late;
				if may {
					let revision = document.revision + 1;
					self.documents[*evidence] =
						Document { loan: document.loan, revision, ..Document::default() };
				}
				may
			}
			Step::Withdraw { evidence } => {
				let document = &mut self.documents[*evidence];
				let may = document.may_change();
				if may {
					document.withdrawn = true;
					document.gone = !document.has_history();
					document.claim = None;
				}
				may
			}
			Step::Verdict { evidence, by, verdict, prints } => self.verdict(*evidence, *by, *verdict, prints),
			Step::Retract { evidence, by } => self.retract(*evidence, *by),
			Step::Reserve { evidence, amount } => {
				let document = &mut self.documents[*evidence];
				let stands = matches!(document.status(), Status::Filed | Status::Verified);
				let may = stands && document.used + amount <= 100_000;
				document.used += if may { *amount } else { 0 };
				may
			}
			Step::Free { evidence, amount } => {
				let document = &mut self.documents[*evidence];
				document.used = document.used.saturating_sub(*amount);
				true
			}
			Step::Sign { loan } => {
				let state = &mut self.loans[*loan as usize];
				*state = if *state == LoanState::Offered { LoanState::Active } else { *state };
				true
			}
			Step::End { loan } => {
				self.loans[*loan as usize] = LoanState::Closed;
				true
			}
			Step::Limit { loan, days } => {
				let last_day = &mut self.last_days[*loan as usize];
				*last_day = (*last_day).min(self.today + days);
				true
			}
			Step::Pass { days } => {
				self.today += days;
				true
			}
			Step::Answer => {
				let claims = self.documents.iter_mut().filter_map(|document| document.claim.as_mut());
				claims.for_each(|landed| *landed = true);
				true
			}
			Step::Turn => {
				self.other_bank_is_active = !self.other_bank_is_active;
				true
			}
		}
	}

	/// Whether a step can be made at all: it names evidence that is there, and draws on no loan from which
	/// nothing is drawn.
	fn makes_sense(&self, step: &Step) -> bool {
		let there = |evidence: &usize| self.documents.get(*evidence).filter(|document| !document.gone);
		match step {
			Step::Reserve { evidence, .. } => {
				there(evidence).is_some_and(|document| self.is_drawable(document))
			}
			Step::Revise { evidence, late } => {
				there(evidence).is_some_and(|document| !late || document.revision > 0)
			}
			Step::Withdraw { evidence }
			| Step::Verdict { evidence, .. }
			| Step::Retract { evidence, .. }
			| Step::Free { evidence, .. } => there(evidence).is_some(),
			_ => true,
		}
	}

	fn apply(&self, step: &Step) -> DispatchResult {
		let id = |evidence: &usize| EvidenceId(*evidence as u32);
		let attester = |evidence: &usize, by: &(usize, usize)| match (by, self.documents[*evidence].loan) {
			((1, 0), _) => REGULATOR_ATTESTS,
			((1, _), _) => REGULATOR_TOO,
			((_, 0), 2) => OTHER_ATTESTS,
			(_, 2) => OTHER_TOO,
			((_, 0), _) => BANK_ATTESTS,
			_ => BANK_MAKER,
		};
		let origin = RuntimeOrigin::signed(MAKER);
		match step {
			Step::File { loan } => {
				return EvidencePallet::file(origin, LoanId(*loan), invoice(), testing::new_request())
			}
			Step::Revise { evidence, late } => {
				let revision = self.documents[*evidence].revision - u16::from(*late);
				return EvidencePallet::revise(origin, id(evidence), revision, invoice());
			}
			Step::Withdraw { evidence } => return EvidencePallet::withdraw(origin, id(evidence)),
			Step::Verdict { evidence, by, verdict, prints } => {
				let prints: Vec<u8> = prints.iter().copied().collect();
				let (verdict, prints) = match verdict {
					0..=5 => (Verdict::Consistent, &prints[..]),
					6 => (Verdict::NotConsistent, &[][..]),
					_ => (Verdict::CannotTell, &[][..]),
				};
				return attest(attester(evidence, by), id(evidence), verdict, prints);
			}
			Step::Retract { evidence, by } => return retract(attester(evidence, by), id(evidence)),
			Step::Reserve { evidence, amount } => return EvidencePallet::reserve(id(evidence), Fen(*amount)),
			Step::Free { evidence, amount } => EvidencePallet::free(id(evidence), Fen(*amount)),
			Step::Sign { loan } => set_loan(*loan, |facts| {
				if facts.state == LoanState::Offered {
					facts.state = LoanState::Active;
				}
			}),
			Step::End { loan } => set_loan_state(*loan, LoanState::Closed),
			Step::Limit { loan, days } => set_drawable_days(*loan, *days),
			Step::Pass { days } => pass_days(*days),
			Step::Answer => Answers::answer(),
			Step::Turn => set_status(
				OTHER_BANK,
				match self.other_bank_is_active {
					true => OrgStatus::Suspended,
					false => OrgStatus::Active,
				},
			),
		}
		Ok(())
	}

	fn compare(&self) -> Result<(), TestCaseError> {
		for (number, document) in (0..).zip(&self.documents) {
			let (id, status) = (EvidenceId(number), document.status());
			if document.gone {
				prop_assert!(EvidencePallet::known(id).is_err());
				continue;
			}
			let state = state(id);
			prop_assert_eq!((state.status, state.used), (status, Fen(document.used)));
			prop_assert_eq!(state.revision, document.revision);
			let claim = document.claim.map(|landed| match landed {
				true => ClaimState::Landed,
				false => ClaimState::Wanted,
			});
			prop_assert_eq!(Answers::state(state.subject(id)), claim);
			let payable = status == Status::Verified && document.claim == Some(true);
			prop_assert_eq!(EvidencePallet::ensure_verified(id).is_ok(), payable);
		}
		let nobody = ClaimSubject { evidence: EvidenceId(u32::MAX), revision: 0 };
		for print in 0..3_u8 {
			let holders = Answers::holders(nobody, &[[print; 32]]);
			let holders: Vec<_> = holders.into_iter().map(|subject| subject.evidence.0 as usize).collect();
			let expected = self.documents.iter().enumerate();
			let expected = expected.filter(|(_, document)| document.claimed().contains(&print));
			prop_assert_eq!(holders, expected.map(|(number, _)| number).collect::<Vec<_>>());
		}
		prop_assert_eq!(EvidencePallet::check_invariants(), Ok(()));
		prop_assert_eq!(ClaimsPallet::check_invariants(), Ok(()));
		Ok(())
	}
}

proptest! {
	#![proptest_config(ProptestConfig { cases: 192, failure_persistence: None, ..ProptestConfig::default() })]

	#[test]
	fn the_pallet_does_what_the_model_does(
		late in any::<bool>(),
		steps in proptest::collection::vec(step(), 1..80),
	) {
		externalities().execute_with(|| -> Result<(), TestCaseError> {
			set_loan(3, |facts| facts.state = LoanState::Offered);
			if late {
				Answers::be_late();
			}
			let mut model = Model::new(late);
			for step in steps {
				if !model.makes_sense(&step) {
					continue;
				}
				let done = frame::deps::frame_support::storage::with_storage_layer(|| model.apply(&step));
				let expected = model.expect(&step);
				prop_assert_eq!(done.is_ok(), expected, "{:?}: {:?}", step, done);
				model.compare()?;
			}
			Ok(())
		})?;
	}
}
