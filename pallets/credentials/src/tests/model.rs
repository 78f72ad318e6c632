//! Random sequences of calls against a plain model of the rules.

use super::*;
use crate::{AdverseKind::*, ByNumber, MAX_PER_NUMBER};
use proptest::prelude::*;
use zhidai_primitives::{testing, traits::Standing};

/// Two firms of one city, and one of another.
const FIRMS: [OrgId; 3] = [FIRM, OTHER_FIRM, FAR_FIRM];
const SIGNERS: [u64; 3] = [SIGNER, OTHER_SIGNER, FAR_SIGNER];
/// The bureau of each firm's city, by its maker, its checker, and somebody who cannot confirm what the maker proposes.
const DESKS: [[u64; 3]; 3] = [NINGBO, NINGBO, [OTHER_CITY_MAKER, OTHER_CITY_CHECKER, OTHER_CITY_MAKER]];
const NINGBO: [u64; 3] = [MAKER, CHECKER, MAKERS_OTHER_SELF];
const TYPES: [u16; 3] = [AWARD, SYSTEM, 27];
const KINDS: [AdverseKind; 3] = [FailedSpotCheck, PenaltySafety, AbnormalOperation];

/// What a maker proposes.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Plan {
	Record { firm: usize, kind: usize, number: u8, last_day: Option<Day> },
	Suspend(usize),
	Restore(usize),
	Revoke(usize),
	Cancel(usize),
	Report { firm: usize, kind: usize, happened_on: Day },
	Reinspect(usize),
	Finalise(usize),
	Annul(usize),
	Rectify(usize),
	Reverse(usize),
}

#[derive(Clone, Debug)]
enum Step {
	Days(u32),
	Propose(Plan),
	/// Of the acts that wait, the one at this place; by another person, or by the same.
	Confirm(usize, bool),
	Withdraw(usize),
	/// The holder gives a credential up.
	GiveUp(usize),
	Object(usize),
}

const START: &str = "2026-01-05";

fn plan() -> impl Strategy<Value = Plan> {
	let pick = || 0..5_usize;
	let start = day(START).0;
	prop_oneof![
		5 => (0..3_usize, 0..3_usize, 0..4_u8, proptest::option::of(0..300_u32)).prop_map(
			move |(firm, kind, number, lasts)| {
				let last_day = lasts.map(|days| Day(start + days));
				Plan::Record { firm, kind, number, last_day }
			}
		),
		2 => pick().prop_map(Plan::Suspend),
		1 => pick().prop_map(Plan::Restore),
		1 => pick().prop_map(Plan::Revoke),
		1 => pick().prop_map(Plan::Cancel),
		4 => (0..3_usize, 0..3_usize, 0..1200_u32).prop_map(move |(firm, kind, days_ago)| {
			Plan::Report { firm, kind, happened_on: Day(start - days_ago) }
		}),
		1 => pick().prop_map(Plan::Reinspect),
		2 => pick().prop_map(Plan::Finalise),
		1 => pick().prop_map(Plan::Annul),
		1 => pick().prop_map(Plan::Rectify),
		1 => pick().prop_map(Plan::Reverse),
	]
}

fn step() -> impl Strategy<Value = Step> {
	prop_oneof![
		2 => (1..30_u32).prop_map(Step::Days),
		8 => plan().prop_map(Step::Propose),
		8 => (0..4_usize, prop::bool::weighted(0.9)).prop_map(|(place, other)| Step::Confirm(place, other)),
		1 => (0..4_usize).prop_map(Step::Withdraw),
		1 => (0..5_usize).prop_map(Step::GiveUp),
		1 => (0..5_usize).prop_map(Step::Object),
	]
}

struct ModelCredential {
	firm: usize,
	kind: usize,
	number: u8,
	last_day: Option<Day>,
	state: &'static str,
	/// The last day of what one person suspended.
	until: Option<Day>,
	/// Whether it is found by its number.
	is_found: bool,
}

impl ModelCredential {
	fn state(&self, today: Day) -> &'static str {
		match self.until {
			Some(last) if self.state == "suspended" && today > last => "active",
			_ => self.state,
		}
	}

	fn is_over(&self, today: Day) -> bool {
		self.state == "revoked" || self.last_day.is_some_and(|last| last < today)
	}
}

struct ModelRecord {
	firm: usize,
	kind: usize,
	happened_on: Day,
	served_on: Day,
	stage: &'static str,
	rectified: bool,
}

#[derive(Default)]
struct Model {
	credentials: Vec<ModelCredential>,
	records: Vec<ModelRecord>,
	/// The acts that wait, by number, with the day on which each was proposed.
	waiting: Vec<(u32, Plan, Day)>,
	acts: u32,
}

impl Model {
	/// The firm that a plan is about, which says whose bureau it is.
	fn firm(&self, plan: Plan) -> usize {
		let (credential, record) = match plan {
			Plan::Record { firm, .. } | Plan::Report { firm, .. } => return firm,
			Plan::Suspend(id) | Plan::Restore(id) | Plan::Revoke(id) | Plan::Cancel(id) => {
				(self.credentials.get(id).map(|one| one.firm), None)
			}
			Plan::Reinspect(id)
			| Plan::Finalise(id)
			| Plan::Annul(id)
			| Plan::Rectify(id)
			| Plan::Reverse(id) => (None, self.records.get(id).map(|one| one.firm)),
		};
		credential.or(record).unwrap_or_default()
	}

	/// Whose desk a plan is.
	fn desk(&self, plan: Plan) -> [u64; 3] {
		DESKS[self.firm(plan)]
	}

	/// Those that are found by this number.
	fn sharing(&self, kind: usize, number: u8) -> Vec<usize> {
		let has = |id: &usize| {
			let one = &self.credentials[*id];
			(one.kind, one.number) == (kind, number) && one.state != "cancelled" && one.is_found
		};
		(0..self.credentials.len()).filter(has).collect()
	}

	/// Those of them of which the oldest gives its place where there is no room.
	fn over(&self, sharing: &[usize], today: Day) -> Option<usize> {
		sharing.iter().copied().find(|id| self.credentials[*id].is_over(today))
	}

	/// Whether an act to revoke it waits.
	fn is_being_revoked(&self, id: usize) -> bool {
		self.waiting.iter().any(|(_, plan, _)| *plan == Plan::Revoke(id))
	}

	/// Whether what is planned can be today.
	fn allows(&self, plan: Plan, today: Day) -> bool {
		const OPEN: &[&str] = &["served", "objected", "reinspected"];
		let credential = |id: usize, states: &[&str]| {
			self.credentials.get(id).is_some_and(|one| states.contains(&one.state(today)))
		};
		let record =
			|id: usize, stages: &[&str]| self.records.get(id).is_some_and(|one| stages.contains(&one.stage));
		let had_time = |id: usize| today.0 > self.records[id].served_on.0 + 15;
		match plan {
			Plan::Record { firm, kind, number, last_day } => {
				// Another city's bureau takes no number.
				let same = |id: &usize| {
					let one = &self.credentials[*id];
					(one.state != "revoked" || one.firm == firm) && DESKS[one.firm] == DESKS[firm]
				};
				let sharing = self.sharing(kind, number);
				let is_full = sharing.len() == MAX_PER_NUMBER as usize;
				let has_place = !is_full || self.over(&sharing, today).is_some();
				last_day.is_none_or(|last| last >= today) && !sharing.iter().any(same) && has_place
			}
			Plan::Suspend(id) => {
				let by_one = |one: &ModelCredential| one.state == "suspended" && one.until.is_some();
				credential(id, &["active"]) || self.credentials.get(id).is_some_and(by_one)
			}
			Plan::Restore(id) => credential(id, &["suspended"]),
			Plan::Revoke(id) => credential(id, &["active", "suspended"]),
			Plan::Cancel(id) => credential(id, &["active"]) && !self.is_being_revoked(id),
			Plan::Report { .. } => true,
			Plan::Annul(id) => record(id, OPEN),
			Plan::Reinspect(id) => {
				record(id, &["objected", "reinspected"]) || (record(id, &["served"]) && had_time(id))
			}
			Plan::Finalise(id) => record(id, OPEN) && had_time(id),
			Plan::Rectify(id) => record(id, &["final"]) && !self.records[id].rectified,
			Plan::Reverse(id) => record(id, &["final"]),
		}
	}

	/// What one person's word does at once.
	fn protect(&mut self, plan: Plan, today: Day) {
		let (Plan::Suspend(id) | Plan::Revoke(id)) = plan else { return };
		let one = &mut self.credentials[id];
		if one.state == "active" {
			(one.state, one.until) = ("suspended", Some(Day(today.0 + 5)));
		}
	}

	/// What two persons do.
	fn carry_out(&mut self, plan: Plan, today: Day) {
		let credential = |all: &mut Vec<ModelCredential>, id: usize, state| {
			(all[id].state, all[id].until) = (state, None);
		};
		if let Plan::Record { kind, number, .. } = plan {
			let sharing = self.sharing(kind, number);
			let over = self.over(&sharing, today).filter(|_| sharing.len() == MAX_PER_NUMBER as usize);
			over.into_iter().for_each(|id| self.credentials[id].is_found = false);
		}
		let all = &mut self.credentials;
		match plan {
			Plan::Record { firm, kind, number, last_day } => {
				let (state, until, is_found) = ("active", None, true);
				all.push(ModelCredential { firm, kind, number, last_day, state, until, is_found });
			}
			Plan::Suspend(id) => credential(all, id, "suspended"),
			Plan::Restore(id) => credential(all, id, "active"),
			Plan::Revoke(id) => credential(all, id, "revoked"),
			Plan::Cancel(id) => credential(all, id, "cancelled"),
			Plan::Report { firm, kind, happened_on } => {
				let (served_on, stage, rectified) = (today, "served", false);
				self.records.push(ModelRecord { firm, kind, happened_on, served_on, stage, rectified });
			}
			Plan::Reinspect(id) => self.records[id].stage = "reinspected",
			Plan::Finalise(id) => self.records[id].stage = "final",
			Plan::Annul(id) | Plan::Reverse(id) => self.records[id].stage = "annulled",
			Plan::Rectify(id) => self.records[id].rectified = true,
		}
	}

	/// Takes a step; whether it is allowed.
	fn take(&mut self, step: &Step, today: Day) -> bool {
		match *step {
			Step::Days(_) => true,
			Step::Propose(plan) => {
				// The same does not wait twice, save what protects at once; what waited too long gives way.
				let protects = matches!(plan, Plan::Suspend(_) | Plan::Revoke(_));
				let is_young = |since: Day| today.0 <= since.0 + 30;
				let waits = self.waiting.iter().any(|(_, open, since)| *open == plan && is_young(*since));
				let allowed = self.allows(plan, today) && (protects || !waits);
				if allowed {
					self.waiting.retain(|(_, open, _)| protects || *open != plan);
					self.waiting.push((self.acts, plan, today));
					self.acts += 1;
					self.protect(plan, today);
				}
				allowed
			}
			Step::Confirm(place, other) => {
				let Some((_, plan, proposed_on)) = self.waiting.get(place).copied() else { return false };
				let is_young = today.0 <= proposed_on.0 + 30;
				let allowed = other && is_young && self.allows(plan, today);
				if allowed {
					self.waiting.remove(place);
					self.carry_out(plan, today);
				}
				allowed
			}
			Step::Withdraw(place) => {
				let exists = place < self.waiting.len();
				if exists {
					self.waiting.remove(place);
				}
				exists
			}
			Step::GiveUp(id) => {
				let is_disputed = self.credentials.get(id).is_some_and(|one| one.until.is_some());
				let allowed = !is_disputed && self.allows(Plan::Cancel(id), today);
				if allowed {
					self.carry_out(Plan::Cancel(id), today);
				}
				allowed
			}
			Step::Object(id) => match self.records.get_mut(id) {
				Some(one) if one.stage == "served" => {
					one.stage = "objected";
					true
				}
				_ => false,
			},
		}
	}

	fn is_clean(&self, firm: usize, today: Day) -> bool {
		let anniversary = |day: Day| day.plus_months(36).unwrap();
		self.records.iter().filter(|one| one.firm == firm).all(|one| match (one.stage, one.kind) {
			("annulled", _) => true,
			(_, 2) => one.rectified,
			// A leap day may close its window a day later than `plus_months` says.
			_ if one.happened_on.ymd().1 == 2 && one.happened_on.ymd().2 == 29 => {
				today > anniversary(one.happened_on)
			}
			_ => today >= anniversary(one.happened_on),
		})
	}

	fn tier(&self, firm: usize, today: Day) -> Option<u8> {
		let holds = |one: &&ModelCredential| {
			one.firm == firm && one.state(today) == "active" && one.last_day.is_none_or(|last| today <= last)
		};
		let tiers = [Some(1), Some(3), None];
		let best = self.credentials.iter().filter(holds).filter_map(|one| tiers[one.kind]).min();
		best.filter(|_| self.is_clean(firm, today))
	}

	fn frozen(&self, firm: usize) -> [bool; 4] {
		let stages = ["served", "objected", "reinspected", "final"];
		let mut frozen = [false; 4];
		for one in self.records.iter().filter(|one| one.firm == firm && one.kind == 0 && !one.rectified) {
			if let Some(reached) = stages.iter().position(|stage| *stage == one.stage) {
				frozen[..=reached].fill(true);
			}
		}
		frozen
	}
}

fn propose(plan: Plan, model: &Model) -> Result {
	let credential = |id: usize| CredentialId(id as u32);
	let adverse = |id: usize| AdverseId(id as u32);
	let [maker, ..] = model.desk(plan);
	let maker = || by(maker);
	match plan {
		Plan::Record { firm, kind, number, last_day } => {
			let (type_id, granted_on) = (CredentialTypeId(TYPES[kind]), day(START));
			let (holder, number) = (FIRMS[firm], digest(number));
			Credentials::record(maker(), holder, type_id, number, digest(200), granted_on, last_day)
		}
		Plan::Suspend(id) => Credentials::suspend(maker(), credential(id), reason()),
		Plan::Restore(id) => Credentials::restore(maker(), credential(id)),
		Plan::Revoke(id) => Credentials::revoke(maker(), credential(id), reason()),
		Plan::Cancel(id) => Credentials::cancel(maker(), credential(id)),
		Plan::Report { firm, kind, happened_on } => {
			let request = testing::new_request();
			Credentials::report_adverse(maker(), FIRMS[firm], KINDS[kind], happened_on, digest(7), request)
		}
		Plan::Reinspect(id) => Credentials::reinspect(maker(), adverse(id)),
		Plan::Finalise(id) => Credentials::finalise(maker(), adverse(id)),
		Plan::Annul(id) => Credentials::annul(maker(), adverse(id)),
		Plan::Rectify(id) => Credentials::rectify(maker(), adverse(id)),
		Plan::Reverse(id) => Credentials::reverse(maker(), adverse(id), reason(), digest(8)),
	}
}

fn dispatch(step: &Step, model: &Model, today: Day) -> Result {
	let act = |place: usize| ActId(model.waiting.get(place).map_or(u32::MAX, |(act, ..)| *act));
	let desk = |place: usize| model.waiting.get(place).map_or(NINGBO, |(_, plan, _)| model.desk(*plan));
	match *step {
		Step::Days(days) => {
			testing::with(|world| world.today = Day(today.0 + days));
			Ok(())
		}
		Step::Propose(plan) => propose(plan, model),
		Step::Confirm(place, other) => {
			let [_, checker, same] = desk(place);
			confirm_act(if other { checker } else { same }, act(place))
		}
		Step::Withdraw(place) => Credentials::withdraw(by(desk(place)[0]), act(place)),
		Step::GiveUp(id) => {
			let firm = model.credentials.get(id).map_or(0, |one| one.firm);
			Credentials::cancel(by(SIGNERS[firm]), CredentialId(id as u32))
		}
		Step::Object(id) => {
			let firm = model.records.get(id).map_or(0, |one| one.firm);
			Credentials::object(by(SIGNERS[firm]), AdverseId(id as u32))
		}
	}
}

proptest! {
	#[test]
	fn the_pallet_does_what_the_model_does(steps in proptest::collection::vec(step(), 1..80)) {
		run(|| {
			let mut model = Model::default();
			for step in &steps {
				let today = testing::with(|world| world.today);
				// A refused call leaves nothing behind, as in a block.
				let outcome = frame::deps::frame_support::storage::with_storage_layer(|| dispatch(step, &model, today));
				assert_eq!(outcome.is_ok(), model.take(step, today), "{step:?}: {outcome:?}");
				let today = testing::with(|world| world.today);
				for (firm, org) in FIRMS.iter().enumerate() {
					let tier = Credentials::tier(*org, &terms()).ok().map(|tier| tier.0);
					assert_eq!(tier, model.tier(firm, today), "tier after {step:?}");
					assert_eq!(frozen(*org), model.frozen(firm), "freeze after {step:?}");
				}
				for (kind, number) in (0..3_usize).flat_map(|kind| (0..4_u8).map(move |number| (kind, number))) {
					let found = ByNumber::<Test>::get(CredentialTypeId(TYPES[kind]), digest(number));
					assert_eq!(found.len(), model.sharing(kind, number).len(), "number {number} after {step:?}");
				}
			}
		});
	}
}
