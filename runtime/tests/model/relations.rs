//! Who says that the borrower and a payee are related (关联方) or that a payee controls the borrower, for whom that
//! counts, and until when.

use crate::common::consortium::RegistryCall;
use crate::common::lending::ReferenceCall;
use crate::common::*;
use crate::contracts::BANK_IDS;
use crate::world::{Due, Step, World, BANKS};
use pallet_registry::{Act, ActId, ActOf};
use zhidai_primitives::Digest as Hash;
use zhidai_runtime::{Runtime, RuntimeEvent};

type Error = pallet_registry::Error<Runtime>;

/// Who says such things: the banks, as in [`BANKS`], the market regulator, the borrower and the payees.
const ORGS: [&str; 6] = [BANKS[0], BANKS[1], "msa", "yj", "hx", "jc"];
const REGULATOR: usize = 2;
const BORROWER: usize = 3;
const FIRST_PAYEE: usize = 4;

/// The most acts that one officer can have waiting.
const MOST_OF_ONE: usize = 8;

/// A bank's own record.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Own {
	#[default]
	None,
	Stands,
	/// Ended by the bank; it counts for 30 days more.
	Ending,
}

/// Which payee controls the borrower.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Control {
	payee: usize,
	/// By the regulator; else as the borrower said.
	is_recorded: bool,
	/// Ended by the borrower or the payee; it counts for 30 days more.
	is_ending: bool,
}

/// What an act says of the borrower and one payee.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Saying {
	Related {
		payee: usize,
	},
	Unrelated {
		payee: usize,
		recorded_by: Option<usize>,
	},
	/// The borrower, of who controls it.
	Controlled {
		payee: Option<usize>,
	},
	/// The regulator, of who controls the borrower.
	Recorded {
		payee: Option<usize>,
	},
	/// A payee, that it does not control the borrower.
	Disowned,
}

#[derive(Clone, Copy, Debug)]
pub struct Proposed {
	id: ActId,
	digest: Hash,
	by: usize,
	saying: Saying,
	/// The how manieth of the maker's keys signed.
	key: u16,
	waits: bool,
}

#[derive(Clone, Debug, Default)]
pub struct Relations {
	/// What the regulator recorded, by payee.
	for_all: [bool; 2],
	/// What each bank recorded, by payee.
	own: [[Own; 2]; 2],
	control: Option<Control>,
	acts: Vec<Proposed>,
}

impl Relations {
	/// Whether this bank must not pay this payee.
	pub fn bind(&self, bank: usize, payee: usize) -> bool {
		let is_controller = self.control.is_some_and(|control| control.payee == payee);
		is_controller || self.for_all[payee] || self.own[bank][payee] != Own::None
	}

	/// Who can say what to end what stands.
	fn endings(&self) -> Vec<(usize, Saying)> {
		let mut endings = Vec::new();
		if let Some(control) = self.control {
			endings.push((REGULATOR, Saying::Recorded { payee: None }));
			if !control.is_recorded && !control.is_ending {
				endings.push((BORROWER, Saying::Controlled { payee: None }));
				endings.push((FIRST_PAYEE + control.payee, Saying::Disowned));
			}
		}
		for payee in 0..2 {
			if self.for_all[payee] {
				endings.push((REGULATOR, Saying::Unrelated { payee, recorded_by: None }));
			}
			for bank in 0..2 {
				if self.own[bank][payee] != Own::None {
					endings.push((REGULATOR, Saying::Unrelated { payee, recorded_by: Some(bank) }));
				}
				if self.own[bank][payee] == Own::Stands {
					endings.push((bank, Saying::Unrelated { payee, recorded_by: None }));
				}
			}
		}
		endings
	}

	fn due(&self, by: usize, saying: Saying) -> Due {
		let due = Due::default();
		match saying {
			Saying::Related { payee } => {
				let stands = by != REGULATOR && self.own[by][payee] == Own::Stands;
				let is_recorded = by == REGULATOR && self.for_all[payee];
				due.must(!stands && !is_recorded, Error::AlreadyRelated)
			}
			Saying::Unrelated { payee, recorded_by: None } if by == REGULATOR => {
				due.must(self.for_all[payee], Error::RelationUnknown)
			}
			Saying::Unrelated { payee, recorded_by: Some(bank) } if by == REGULATOR => {
				due.must(self.own[bank][payee] != Own::None, Error::RelationUnknown)
			}
			Saying::Unrelated { payee, recorded_by } => due
				.must(recorded_by.is_none_or(|bank| bank == by), Error::RelationNotAllowed)
				.must(self.own[by][payee] != Own::None, Error::RelationUnknown)
				.must(self.own[by][payee] != Own::Ending, Error::AlreadyEnding),
			Saying::Controlled { payee: Some(_) } => due
				.must(!self.control.is_some_and(|it| it.is_recorded), Error::RelationNotAllowed)
				.must(self.control.is_none_or(|it| it.is_recorded), Error::ControllerStands),
			Saying::Controlled { payee: None } => self.due_to_end(self.control),
			Saying::Recorded { payee: Some(_) } => due,
			Saying::Recorded { payee: None } => due.must(self.control.is_some(), Error::RelationUnknown),
			Saying::Disowned => self.due_to_end(self.control.filter(|it| FIRST_PAYEE + it.payee == by)),
		}
	}

	/// What may come of ending what the borrower said of its controller.
	fn due_to_end(&self, control: Option<Control>) -> Due {
		Due::default()
			.must(control.is_some(), Error::RelationUnknown)
			.must(!control.is_some_and(|it| it.is_recorded), Error::RelationNotAllowed)
			.must(!control.is_some_and(|it| it.is_ending), Error::AlreadyEnding)
	}

	fn apply(&mut self, by: usize, saying: Saying) {
		let named = |payee: usize| Control { payee, is_recorded: by == REGULATOR, is_ending: false };
		match saying {
			Saying::Related { payee } if by == REGULATOR => self.for_all[payee] = true,
			Saying::Related { payee } => self.own[by][payee] = Own::Stands,
			Saying::Unrelated { payee, recorded_by: None } if by == REGULATOR => self.for_all[payee] = false,
			Saying::Unrelated { payee, recorded_by: Some(bank) } if by == REGULATOR => {
				self.own[bank][payee] = Own::None;
			}
			Saying::Unrelated { payee, .. } => self.own[by][payee] = Own::Ending,
			Saying::Controlled { payee: Some(payee) } => self.control = Some(named(payee)),
			Saying::Recorded { payee } => self.control = payee.map(named),
			Saying::Controlled { payee: None } | Saying::Disowned => {
				self.control = self.control.map(|control| Control { is_ending: true, ..control });
			}
		}
	}

	fn waiting(&self, by: usize) -> impl Iterator<Item = &Proposed> {
		self.acts.iter().filter(move |act| act.waits && act.by == by)
	}
}

/// Who proposes an organisation's acts, and who agrees.
fn signers(by: usize) -> (&'static str, &'static str) {
	if by <= REGULATOR {
		("maker", "checker")
	} else {
		("admin-1", "admin-2")
	}
}

impl World {
	fn act(&self, saying: Saying) -> ActOf<Runtime> {
		let one = self.firms.borrower;
		match saying {
			Saying::Related { payee } => Act::DeclareRelated { one, other: self.payees[payee] },
			Saying::Unrelated { payee, recorded_by } => Act::DeclareUnrelated {
				one,
				other: self.payees[payee],
				recorded_by: recorded_by.map(|bank| BANK_IDS[bank]),
			},
			Saying::Controlled { payee } => {
				Act::SetController { controller: payee.map(|payee| self.payees[payee]) }
			}
			Saying::Recorded { payee } => {
				Act::SetControllerOf { org: one, controller: payee.map(|payee| self.payees[payee]) }
			}
			Saying::Disowned => Act::Disown { org: one },
		}
	}

	/// Anybody says anything, or mostly ends what stands.
	pub fn propose(&mut self) -> Step {
		let standing = self.relations.endings();
		if !standing.is_empty() && !self.seldom(3) {
			let (by, saying) = *self.random.one(&standing);
			return self.propose_of(by, saying);
		}
		if self.seldom(4) {
			return self.propose_control();
		}
		let by = usize::try_from(self.random.below(3)).unwrap();
		let payee = usize::try_from(self.random.below(2)).unwrap();
		let recorded_by = match self.random.below(3) {
			0 => None,
			bank => Some(usize::try_from(bank - 1).unwrap()),
		};
		match self.random.below(2) {
			0 => self.propose_of(by, Saying::Related { payee }),
			_ => self.propose_of(by, Saying::Unrelated { payee, recorded_by }),
		}
	}

	/// The borrower, a payee or the regulator says anything of who controls the borrower.
	fn propose_control(&mut self) -> Step {
		let payee = usize::try_from(self.random.below(2)).unwrap();
		let named = (self.random.below(3) != 0).then_some(payee);
		match self.random.below(3) {
			0 => self.propose_of(BORROWER, Saying::Controlled { payee: named }),
			1 => self.propose_of(REGULATOR, Saying::Recorded { payee: named }),
			_ => self.propose_of(FIRST_PAYEE + payee, Saying::Disowned),
		}
	}

	/// A maker or admin proposes to record or to end something. What could not be done now is not proposed.
	///
	/// Finds: a bank that ends what is not its own; with the step below and the payments, a bank's word that binds
	/// another bank's loans, a regulator's that does not bind all or stands in a bank's way; a firm's that stands in a
	/// regulator's.
	fn propose_of(&mut self, by: usize, saying: Saying) -> Step {
		let current = self.maker_key(by);
		let is_said = self.relations.waiting(by).any(|act| act.saying == saying && act.key == current);
		let due = self
			.relations
			.due(by, saying)
			.must(!is_said, Error::ActAlreadyProposed)
			.must(self.relations.waiting(by).count() < MOST_OF_ONE, Error::TooManyOpenActsOfOne);
		let call = RegistryCall::propose { act: self.act(saying), request_id: new_request() };
		let key = self.maker_key(by);
		Step::new("propose", self.key_of(ORGS[by], signers(by).0), call, due, move |world| {
			let (id, digest) = last_event(|event| match event {
				RuntimeEvent::Registry(pallet_registry::Event::ActProposed { act_id, digest, .. }) => {
					Some((*act_id, *digest))
				}
				_ => None,
			});
			world.relations.acts.push(Proposed { id, digest, by, saying, key, waits: true });
		})
	}

	/// One of the last acts, mostly one that waits.
	pub fn agree(&mut self) -> Option<Step> {
		let at = self.pick(self.relations.acts.len(), |world, at| world.relations.acts[at].waits)?;
		Some(self.agree_of(at))
	}

	fn maker_key(&self, by: usize) -> u16 {
		self.key_number(&format!("{}.{}", ORGS[by], signers(by).0))
	}

	/// The checker or the other admin of the same organisation agrees, if that can still be done.
	///
	/// Finds: an act that is done twice, or whatever became of it since; one that a replaced key signed.
	fn agree_of(&mut self, at: usize) -> Step {
		let act = self.relations.acts[at];
		let is_same_key = act.key == self.maker_key(act.by);
		let due = self
			.relations
			.due(act.by, act.saying)
			.must(act.waits, Error::ActUnknown)
			.must(is_same_key, Error::ProposerNotActive);
		let call = RegistryCall::approve { act_id: act.id, act_digest: act.digest };
		Step::new("agree", self.key_of(ORGS[act.by], signers(act.by).1), call, due, move |world| {
			world.relations.acts[at].waits = false;
			world.relations.apply(act.by, act.saying);
		})
	}

	/// One of the last acts.
	pub fn withdraw_act(&mut self) -> Option<Step> {
		let at = self.random.recent(self.relations.acts.len())?;
		Some(self.withdraw_of(at))
	}

	/// The maker takes an act back.
	///
	/// Finds: an act that goes on after that.
	fn withdraw_of(&mut self, at: usize) -> Step {
		let act = self.relations.acts[at];
		let due = Due::default().must(act.waits, Error::ActUnknown);
		let call = RegistryCall::withdraw { act_id: act.id };
		Step::new("withdraw_act", self.key_of(ORGS[act.by], signers(act.by).0), call, due, move |world| {
			world.relations.acts[at].waits = false;
		})
	}

	/// The regulator's next step to end what stands, whoever recorded it.
	pub fn unrelate(&mut self) -> Option<Step> {
		let standing = self.relations.endings();
		let (by, saying) = *standing.iter().find(|(by, _)| *by == REGULATOR)?;
		let mut acts = self.relations.acts.iter();
		if let Some(at) = acts.position(|act| act.waits && act.by == by && act.saying == saying) {
			return Some(match self.relations.acts[at].key == self.maker_key(by) {
				true => self.agree_of(at),
				false => self.withdraw_of(at),
			});
		}
		if self.relations.waiting(by).count() >= MOST_OF_ONE {
			return self.forget_act(by);
		}
		Some(self.propose_of(by, saying))
	}

	/// A maker takes the first of its acts back that waits.
	fn forget_act(&mut self, by: usize) -> Option<Step> {
		let at = self.relations.acts.iter().position(|act| act.waits && act.by == by)?;
		Some(self.withdraw_of(at))
	}

	/// What a bank has ended, or whom the borrower named as its controller, counts for 30 days more, and then no more.
	///
	/// Finds: a relation that is ended and paid on the next day, one that never ends.
	pub fn what_is_ended_counts_for_30_days_more(&mut self) {
		let said = [
			(0, Saying::Related { payee: 0 }),
			(0, Saying::Unrelated { payee: 0, recorded_by: None }),
			(BORROWER, Saying::Controlled { payee: Some(1) }),
			(FIRST_PAYEE + 1, Saying::Disowned),
		];
		for (by, _) in said {
			while let Some(step) = self.forget_act(by) {
				self.take(step);
				next_block();
			}
		}
		for (by, saying) in said {
			let proposed = self.propose_of(by, saying);
			self.take(proposed);
			let agreed = self.agree_of(self.relations.acts.len() - 1);
			self.take(agreed);
			next_block();
		}
		let admin = self.key_of("bank-a", "admin-1");
		assert!(self.relations.bind(0, 0) && self.relations.bind(0, 1) && self.relations.bind(1, 1));
		done(&admin, ReferenceCall::move_calendar { days: 30 });
		next_block();
		self.compare_relations();
		done(&admin, ReferenceCall::move_calendar { days: 1 });
		next_block();
		self.relations.own[0][0] = Own::None;
		self.relations.control = None;
		self.compare_relations();
	}
}
