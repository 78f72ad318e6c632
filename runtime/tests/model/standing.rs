//! Failed spot checks of the borrower: entered, served, objected to, annulled. While one stands, nothing more is drawn
//! at any bank.

use crate::common::lending::{proposed_credential_act, CredentialsCall};
use crate::common::*;
use crate::world::{Due, Step, World};
use pallet_credentials::{ActId, AdverseId, AdverseKind};
use zhidai_primitives::Digest as Hash;
use zhidai_runtime::{Runtime, RuntimeEvent};

type Error = pallet_credentials::Error<Runtime>;

/// So many checks of one borrower are enough.
const MOST: usize = 24;

/// Where a check stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
	/// The bureau's maker alone has entered it.
	Entered,
	Served,
	Objected,
	Annulled,
}

#[derive(Clone, Copy, Debug)]
pub struct Check {
	state: State,
	record: Option<AdverseId>,
	/// What the checker names to serve it.
	report: Proposed,
	/// What the checker names to annul it, where the maker has proposed that.
	annulment: Option<Proposed>,
}

/// What the bureau's maker proposed: the act, its digest, and the number of the key that signed it.
type Proposed = (ActId, Hash, u16);

impl Check {
	fn stands(&self) -> bool {
		matches!(self.state, State::Served | State::Objected)
	}
}

impl World {
	/// Whether a check stands: served and not annulled, whatever the firm says to it.
	pub fn is_frozen(&self) -> bool {
		self.checks.iter().any(Check::stands)
	}

	/// The next step to annul what stands.
	pub fn unfreeze(&mut self) -> Option<Step> {
		let at = self.checks.iter().position(Check::stands)?;
		match self.checks[at].annulment {
			Some((act, _, key)) if key != self.key_number("msa.maker") => {
				Some(self.withdraw_annulment_of(at, act))
			}
			Some(_) => Some(self.confirm_of(at)),
			None => self.annul_of(at),
		}
	}

	/// A maker of the bureau enters a failed check.
	///
	/// Finds: one person who freezes.
	pub fn report(&mut self) -> Option<Step> {
		let count = self.checks.len();
		if count >= MOST {
			return None;
		}
		let call = CredentialsCall::report_adverse {
			org: self.firms.borrower,
			kind: AdverseKind::FailedSpotCheck,
			happened_on: today(),
			digest: Hash::from_low_u64_be(count as u64 + 1),
			request_id: new_request(),
		};
		let key = self.key_number("msa.maker");
		Some(Step::new("report", self.key_of("msa", "maker"), call, Due::default(), move |world| {
			let (act, digest) = proposed_credential_act();
			let (state, report) = (State::Entered, (act, digest, key));
			world.checks.push(Check { state, record: None, report, annulment: None });
		}))
	}

	/// A checker of the bureau confirms that a check is served, or that it is annulled.
	///
	/// Finds: a record that is served or annulled twice, or on the word of a key that was replaced; with the payments,
	/// one that freezes one bank only, or goes on after it is annulled.
	pub fn confirm(&mut self) -> Option<Step> {
		let at = self.pick(self.checks.len(), |world, at| {
			world.checks[at].state == State::Entered || world.checks[at].annulment.is_some()
		})?;
		Some(self.confirm_of(at))
	}

	/// The same, of this one.
	fn confirm_of(&mut self, at: usize) -> Step {
		let check = self.checks[at];
		let annuls = check.annulment.is_some();
		let (act, digest, key) = check.annulment.unwrap_or(check.report);
		let due = Due::default()
			.must(annuls || check.state == State::Entered, Error::ActUnknown)
			.must(key == self.key_number("msa.maker"), Error::MakerNotActive);
		let call = CredentialsCall::confirm { act, digest };
		Step::new("confirm", self.key_of("msa", "checker"), call, due, move |world| {
			let check = &mut world.checks[at];
			if annuls {
				(check.state, check.annulment) = (State::Annulled, None);
				return;
			}
			check.state = State::Served;
			check.record = Some(last_event(|event| match event {
				RuntimeEvent::Credentials(pallet_credentials::Event::AdverseServed { record, .. }) => {
					Some(*record)
				}
				_ => None,
			}));
		})
	}

	/// A maker of the bureau proposes to annul a record.
	///
	/// Finds: one person who unfreezes.
	pub fn annul(&mut self) -> Option<Step> {
		let at = self.pick(self.checks.len(), |world, at| {
			world.checks[at].stands() && world.checks[at].annulment.is_none()
		})?;
		self.annul_of(at)
	}

	/// The same, of this one, where it was served.
	fn annul_of(&mut self, at: usize) -> Option<Step> {
		let check = self.checks[at];
		let record = check.record?;
		let due = Due::default()
			.must(check.state != State::Annulled, Error::RecordAnnulled)
			.must(check.annulment.is_none(), Error::ActAlreadyProposed);
		let call = CredentialsCall::annul { record };
		let key = self.key_number("msa.maker");
		Some(Step::new("annul", self.key_of("msa", "maker"), call, due, move |world| {
			let (act, digest) = proposed_credential_act();
			world.checks[at].annulment = Some((act, digest, key));
		}))
	}

	/// The maker takes back what the key before proposed, to propose it anew.
	fn withdraw_annulment_of(&mut self, at: usize, act: ActId) -> Step {
		let call = CredentialsCall::withdraw { act };
		Step::new("withdraw_annulment", self.key_of("msa", "maker"), call, Due::default(), move |world| {
			world.checks[at].annulment = None;
		})
	}

	/// The borrower objects, in its time. That alone lifts nothing.
	///
	/// Finds: a firm that unfreezes itself.
	pub fn object(&mut self) -> Option<Step> {
		let at = self.pick(self.checks.len(), |world, at| world.checks[at].state == State::Served)?;
		let record = self.checks[at].record?;
		let due = Due::default().must(self.checks[at].state == State::Served, Error::ObjectionTooLate);
		let call = CredentialsCall::object { record };
		Some(Step::new("object", self.key_of("yj", "confirm"), call, due, move |world| {
			world.checks[at].state = State::Objected;
		}))
	}
}
