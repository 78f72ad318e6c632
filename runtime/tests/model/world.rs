//! What a plain person would write down: contracts, documents, payments, holds, records, relations and keys, a few
//! words each. Every kind of step says beforehand what may come of it.

use crate::adjusting::Adjusting;
use crate::booked::Booked;
use crate::common::consortium::{agreed, officer, RegistryCall};
use crate::common::lending::{firms, Firms};
use crate::common::*;
use crate::contracts::Loan;
use crate::documents::Paper;
use crate::payments::Payment;
use crate::random::Random;
use crate::relations::Relations;
use crate::repaying::Repaying;
use crate::results::Mismatches;
use crate::runs::Log;
use crate::standing::Check;
use pallet_registry::Act;
use polkadot_sdk::*;
use sp_core::Pair;
use sp_runtime::{ApplyExtrinsicResult, DispatchError, ModuleError};
use std::collections::BTreeMap;
use zhidai_primitives::{refuse, Duty, OrgId, Refusal};
use zhidai_runtime::{rules, Registry, Runtime, RuntimeCall};

/// The banks, by the short names of their officers.
pub const BANKS: [&str; 2] = ["bank-a", "bank-b"];

/// What may come of a call: one of these refusals, or none where it must be carried out. Where several rules are
/// broken, the model does not say which is told.
#[derive(Clone, Debug, Default)]
pub struct Due {
	refusals: Vec<DispatchError>,
	door: Option<Refusal>,
}

impl Due {
	/// The call is turned away before it is looked at.
	pub fn turned_away(refusal: Refusal) -> Self {
		Self { refusals: Vec::new(), door: Some(refusal) }
	}

	/// Refused with this where the rule is broken.
	pub fn must(mut self, holds: bool, otherwise: impl Into<DispatchError>) -> Self {
		if !holds {
			self.refusals.push(otherwise.into().stripped());
		}
		self
	}

	/// The rules, by name.
	fn rules(&self) -> Vec<String> {
		let refusals = self.refusals.iter().map(|refusal| rule(*refusal));
		refusals.chain(self.door.map(|door| format!("{door:?} at the door"))).collect()
	}
}

fn rule(refusal: DispatchError) -> String {
	match refusal {
		DispatchError::Module(ModuleError { index, error, .. }) => {
			rules::rule(index, error[0]).expect("a rule").name
		}
		other => format!("{other:?}"),
	}
}

/// Who does what, what may come of it, and what the model writes down where it is carried out.
pub struct Step {
	name: &'static str,
	who: String,
	call: RuntimeCall,
	due: Due,
	then: Box<dyn FnOnce(&mut World)>,
}

impl Step {
	/// Of the holder of this key.
	pub fn new(
		name: &'static str,
		who: String,
		call: impl Into<RuntimeCall>,
		due: Due,
		then: impl FnOnce(&mut World) + 'static,
	) -> Self {
		Self { name, who, call: call.into(), due, then: Box::new(then) }
	}
}

/// All that the model knows.
pub struct World {
	pub random: Random,
	pub firms: Firms,
	/// Whom the plans pay: line 0 and line 1.
	pub payees: [OrgId; 2],
	pub loans: Vec<Loan>,
	pub papers: Vec<Paper>,
	/// Fingerprint → the paper that has it.
	pub claims: BTreeMap<u8, usize>,
	pub payments: Vec<Payment>,
	/// What is known of each of them beside that.
	pub booked: Vec<Booked>,
	/// What waits at each bank because it fits no payment, or not exactly.
	pub mismatches: [Mismatches; 2],
	/// The account of each payee that each bank vouched for last.
	pub accounts: [[u16; 2]; 2],
	/// Which payees are suspended.
	pub suspended: [bool; 2],
	/// What a bank's maker entered last of a payment by hand, and of what was repaid, until its checker does.
	pub adjusting: Option<Adjusting>,
	pub repaying: Option<Repaying>,
	/// How many references of repayments were thought of.
	pub references: u64,
	/// Files that each bank has handed in.
	pub files: [u64; 2],
	pub checks: Vec<Check>,
	pub relations: Relations,
	/// How often an officer has taken a new key; the first is number 0.
	pub keys: BTreeMap<String, u16>,
	/// How often each step was carried out, and each refusal told.
	pub done: BTreeMap<String, u32>,
	pub refused: BTreeMap<String, u32>,
	pub log: Log,
}

/// The officers who take new keys.
const ROTATING: [&str; 10] = [
	"bank-a.maker",
	"bank-a.checker",
	"bank-a.attest",
	"bank-b.maker",
	"bank-b.checker",
	"bank-b.release",
	"msa.maker",
	"msa.checker",
	"msa.attest",
	"yj.confirm",
];

/// The name of the key that an officer had after so many others.
pub fn key_name(officer: &str, number: u16) -> String {
	match number {
		0 => officer.into(),
		number => format!("{officer}-k{number}"),
	}
}

impl World {
	/// Firms, a second attesting officer on each side, and an active loan at each bank.
	pub fn new(seed: u64) -> Self {
		let firms = firms();
		for org in ["bank-a", "bank-b", "msa"] {
			let second = officer(&format!("{org}.attest-2"), &[Duty::Attest]);
			agreed(&format!("{org}.admin-1"), &format!("{org}.admin-2"), Act::AddOfficer(second));
		}
		let mut world = Self {
			random: Random::new(seed),
			firms,
			payees: [firms.equipment, firms.testing],
			loans: Vec::new(),
			papers: Vec::new(),
			claims: BTreeMap::new(),
			payments: Vec::new(),
			booked: Vec::new(),
			mismatches: Default::default(),
			accounts: [[0; 2]; 2],
			suspended: [false; 2],
			adjusting: None,
			repaying: None,
			references: 0,
			files: [0; 2],
			checks: Vec::new(),
			relations: Relations::default(),
			keys: BTreeMap::new(),
			done: BTreeMap::new(),
			refused: BTreeMap::new(),
			log: Log::default(),
		};
		for bank in 0..BANKS.len() {
			let offer = world.offer_of(bank, 10_000_000_000);
			world.take(offer);
			let check = world.check_offer_of(bank, bank);
			world.take(check);
			let sign = world.sign_of(bank);
			world.take(sign);
			next_block();
		}
		world
	}

	/// The name of the key that this officer signs with today.
	pub fn key_of(&self, org: &str, duty: &str) -> String {
		let officer = format!("{org}.{duty}");
		let number = self.key_number(&officer);
		key_name(&officer, number)
	}

	/// How many keys the officer had before this one.
	pub fn key_number(&self, officer: &str) -> u16 {
		self.keys.get(officer).copied().unwrap_or_default()
	}

	/// Whether the dice say so, once in so many times.
	pub fn seldom(&mut self, times: u64) -> bool {
		self.random.is_seldom(times)
	}

	/// One of so many, mostly one of the last that such a step is due on.
	pub fn pick(&mut self, count: usize, is_due: impl Fn(&Self, usize) -> bool) -> Option<usize> {
		let world = &*self;
		let due: Vec<usize> = (0..count).filter(|at| is_due(world, *at)).collect();
		match self.random.recent(due.len()) {
			Some(place) if !self.seldom(5) => Some(due[place]),
			_ => self.random.recent(count),
		}
	}

	/// Somebody does something. In calm times, what stops the money is mostly cleared away, and payments go on.
	pub fn step(&mut self, is_calm: bool) {
		if let Some(payee) = self.judged() {
			return self.judge(payee);
		}
		let cleared = match self.random.below(6) {
			0 | 1 if is_calm => self.clear(),
			2 | 3 if is_calm => self.advance(),
			_ => None,
		};
		let found = cleared.or_else(|| self.anything());
		let step = match found.or_else(|| self.file()) {
			Some(step) => step,
			None => self.offer(),
		};
		self.take(step);
	}

	fn anything(&mut self) -> Option<Step> {
		match self.random.below(5) {
			0 | 1 => self.anything_with_money(),
			_ => self.anything_else(),
		}
	}

	/// Of money that has left, and orders.
	fn anything_with_money(&mut self) -> Option<Step> {
		match self.random.below(40) {
			0..=9 => self.settle(),
			10..=19 => self.adjust(),
			20..=22 => self.pay_again(),
			23..=27 => self.repay(),
			28..=31 => self.receive(),
			32 => self.deny(),
			33 => self.unreceive(),
			34..=35 => self.hand_in(),
			36..=37 => self.execute(),
			38 => self.new_account(),
			_ => self.close_mismatch(),
		}
	}

	fn anything_else(&mut self) -> Option<Step> {
		match self.random.below(100) {
			0..=3 => Some(self.offer()),
			4..=7 => self.check_offer(),
			8..=11 => self.sign(),
			12 => self.decline(),
			13..=15 => self.close(),
			16..=17 => self.hold(),
			18..=21 => self.lift_hold(),
			22..=25 => self.file(),
			26..=41 => self.verdict(),
			42..=44 => self.retract(),
			45 => self.take_back(),
			46..=54 => self.draft(),
			55..=58 => self.mandate(),
			59 => self.make(),
			60..=65 => self.approve(),
			66..=74 => self.release(),
			75..=77 => self.reject(),
			78 => self.report(),
			79..=81 => self.confirm(),
			82..=83 => self.annul(),
			84..=86 => self.object(),
			87..=91 => Some(self.propose()),
			92..=95 => self.agree(),
			96 => self.withdraw_act(),
			97..=98 => Some(self.rotate()),
			_ => self.old_key(),
		}
	}

	/// Takes a step: it ends as the model said, what was refused leaves nothing, and then the chain is as the model
	/// is.
	pub fn take(&mut self, step: Step) {
		let Step { name, who, call, due, then } = step;
		let due = match self.is_suspended(&who) {
			true => Due::turned_away(Refusal::OrganisationNotActive),
			false => due,
		};
		self.log.note(format!("{name} by {who}, due: {:?}", due.rules()));
		let (before, answer) = answer_to(&who, &call, &due);
		let refusal = match answer {
			Ok(Ok(())) => None,
			Ok(Err(refusal)) => {
				let rule = rule(refusal);
				assert!(due.refusals.contains(&refusal.stripped()), "{name} by {who} was refused: {rule}");
				Some(rule)
			}
			Err(refusal) => {
				assert_eq!(Some(refusal), due.door.map(refuse), "{name} by {who} was turned away");
				Some("the door".into())
			}
		};
		match refusal {
			Some(rule) => {
				let is_as_before = before.is_some_and(|before| before == state_beside(&who));
				assert!(is_as_before, "{name} by {who}: {rule}, and something is left");
				*self.refused.entry(rule).or_default() += 1;
			}
			None => {
				assert!(due.rules().is_empty(), "{name} by {who} was carried out, due: {:?}", due.rules());
				then(self);
				*self.done.entry(name.into()).or_default() += 1;
			}
		}
		self.compare();
	}

	/// Any of some officers.
	pub fn rotate(&mut self) -> Step {
		let officer = *self.random.one(&ROTATING);
		let (is_old, is_unproven) = (self.seldom(4), self.seldom(5));
		self.rotate_of(officer, is_old, is_unproven)
	}

	/// An officer takes a new key; or the one that it has, or one without that key's signature.
	///
	/// Finds: a key that comes back, one that is taken unproven, a new key that has not the officer's place.
	pub fn rotate_of(&mut self, officer: &'static str, is_old: bool, is_unproven: bool) -> Step {
		type Error = pallet_registry::Error<Runtime>;
		let (own, next) = (self.key_number(officer), self.key_number(officer) + 1);
		let who = key_name(officer, own);
		let new = key_name(officer, if is_old { own } else { next });
		let message = Registry::rotation_message(consortium::officer_id(&who), next);
		let signer = if is_unproven { key("nobody") } else { key(&new) };
		let proof = signer.sign(&message).into();
		let call = RegistryCall::rotate_key { new_account: account(&new), proof };
		let due = Due::default().must(!is_old, Error::KeyAlreadyUsed).must(!is_unproven, Error::ProofInvalid);
		Step::new("rotate", who, call, due, move |world| {
			world.keys.insert(officer.into(), next);
		})
	}

	/// Whoever has a key that was replaced gets nowhere with it, not even to a new key.
	///
	/// Finds: a replaced key that still signs.
	pub fn old_key(&mut self) -> Option<Step> {
		let rotated: Vec<(String, u16)> =
			self.keys.iter().map(|(officer, number)| (officer.clone(), *number)).collect();
		let place = self.random.recent(rotated.len())?;
		let (officer, number) = &rotated[place];
		let old = key_name(officer, u16::try_from(self.random.below(u64::from(*number))).unwrap());
		let call = match self.random.below(3) {
			0 => calls::call("Registry.rotate_key"),
			1 => calls::call("Payments.approve"),
			_ => calls::call("Evidence.retract"),
		};
		Some(Step::new("old_key", old, call, Due::turned_away(Refusal::OfficerNotActive), |_| ()))
	}
}

type State = BTreeMap<Vec<u8>, Vec<u8>>;

/// The state before, where a refusal is due, and what a block answers; an organisation that has used up its allowance
/// waits for the next ones.
fn answer_to(who: &str, call: &RuntimeCall, due: &Due) -> (Option<State>, ApplyExtrinsicResult) {
	let mut patience = 0..50;
	loop {
		let before = (!due.rules().is_empty()).then(|| state_beside(who));
		let answer = apply(who, call.clone());
		let must_wait = answer.is_err() && due.door.is_none();
		if !must_wait || patience.next().is_none() {
			return (before, answer);
		}
		next_block();
	}
}
