//! Which account of a payee a bank pays, and whether the payee takes part.

use crate::common::consortium::{decided, RegistryCall};
use crate::common::lending::receiving_account;
use crate::common::{apply, last_event, new_request, next_block};
use crate::world::{Due, Step, World, BANKS};
use pallet_registry::Act;
use zhidai_runtime::{Runtime, RuntimeEvent};

type Error = pallet_registry::Error<Runtime>;

/// How many blocks the council's seats wait, so that what their organisations did before leaves them an allowance.
const REST: u32 = 30;

/// The organisations of the payees, by the short names of their officers, in the order of their plan lines.
pub const PAYEES: [&str; 2] = ["hx", "jc"];

impl World {
	/// The account to which a loan's bank pays this payee, mostly the one that it vouched for last.
	pub fn account(&mut self, loan: usize, payee: usize) -> u16 {
		let current = self.accounts[self.loans[loan].bank][payee];
		match self.random.below(24) {
			0 => current + 1,
			1 => current.saturating_sub(1),
			_ => current,
		}
	}

	/// Only that one is paid to, and only while the payee takes part.
	///
	/// Finds: money to an account that its bank vouches for no more, or another bank's, or to who is suspended.
	pub fn payee_stands(&self, due: Due, loan: usize, payee: usize, account: u16) -> Due {
		let current = self.accounts[self.loans[loan].bank][payee];
		due.must(!self.suspended[payee], pallet_payments::Error::<Runtime>::PayeeNotActive { line: 0 })
			.must(account >= current, Error::PayeeAccountNotCurrent)
			.must(account <= current, Error::PayeeAccountUnknown)
	}

	/// A bank vouches for another account of a payee: its maker proposes that, its checker agrees.
	///
	/// Finds, with the payments: what another bank's account does to this one's.
	pub fn new_account(&mut self) -> Option<Step> {
		let bank = usize::try_from(self.random.below(2)).unwrap();
		let place = usize::try_from(self.random.below(2)).unwrap();
		let payee = self.payees[place];
		// Version 0 was number 1.
		let number = u8::try_from(self.accounts[bank][place] + 2).ok()?;
		let act = Act::VerifyPayeeAccount { payee, account: receiving_account(payee, number) };
		let call = RegistryCall::propose { act, request_id: new_request() };
		apply(&self.key_of(BANKS[bank], "maker"), call).ok()?.ok()?;
		let (act_id, act_digest) = last_event(|event| match event {
			RuntimeEvent::Registry(pallet_registry::Event::ActProposed { act_id, digest, .. }) => {
				Some((*act_id, *digest))
			}
			_ => None,
		});
		let call = RegistryCall::approve { act_id, act_digest };
		let who = self.key_of(BANKS[bank], "checker");
		Some(Step::new("new_account", who, call, Due::default(), move |world| {
			world.accounts[bank][place] += 1;
		}))
	}

	/// Whom the council judges now, if anybody: seldom a payee, and soon again who is suspended.
	pub fn judged(&mut self) -> Option<usize> {
		let times = if self.suspended.contains(&true) { 20 } else { 250 };
		if !self.seldom(times) {
			return None;
		}
		let first = self.suspended.iter().position(|is_suspended| *is_suspended);
		Some(first.unwrap_or(usize::try_from(self.random.below(2)).unwrap()))
	}

	/// The council suspends a payee, or lets it take part again. That takes several persons and blocks, which the model
	/// does not look at.
	///
	/// Finds, with all else: an officer of who is suspended that gets through the door, records that are lost with it.
	pub fn judge(&mut self, payee: usize) {
		(0..REST).for_each(|_| next_block());
		let org = self.payees[payee];
		let (name, call) = match self.suspended[payee] {
			true => ("reinstate", RegistryCall::reinstate { org }),
			false => ("suspend", RegistryCall::suspend { org }),
		};
		self.log.note(format!("{name} {}", PAYEES[payee]));
		decided(call).expect(name);
		self.suspended[payee] = !self.suspended[payee];
		*self.done.entry(name.into()).or_default() += 1;
		self.compare();
	}

	/// Whether the holder of this key acts for a payee that is suspended.
	pub fn is_suspended(&self, who: &str) -> bool {
		let org = who.split_once('.').map(|(org, _)| org);
		let place = PAYEES.iter().position(|payee| Some(*payee) == org);
		place.is_some_and(|payee| self.suspended[payee])
	}
}
