//! Random sequences of calls against a plain model of the rules.

use super::*;
use crate::AdverseKind::*;
use proptest::prelude::*;
use zhidai_primitives::{testing, traits::Standing};

const FIRMS: [OrgId; 2] = [FIRM, OTHER_FIRM];
const SIGNERS: [u64; 2] = [SIGNER, OTHER_SIGNER];
const TYPES: [u16; 3] = [AWARD, SYSTEM, 27];
const KINDS: [AdverseKind; 3] = [FailedSpotCheck, PenaltySafety, AbnormalOperation];

#[derive(Clone, Debug)]
enum Step {
	Days(u32),
	Record { firm: usize, kind: usize, number: u8, lasts: Option<u32> },
	Suspend(usize),
	Restore(usize),
	Revoke(usize),
	Cancel(usize),
	Report { firm: usize, kind: usize, days_ago: u32 },
	Confirm(usize),
	Withdraw(usize),
	Object(usize),
	Reinspect(usize, bool),
	Finalise(usize),
	Annul(usize),
	Rectify(usize),
}

fn step() -> impl Strategy<Value = Step> {
	let pick = 0..6_usize;
	prop_oneof![
		1 => (1..200_u32).prop_map(Step::Days),
		4 => (0..2_usize, 0..3_usize, 0..4_u8, proptest::option::of(0..300_u32))
			.prop_map(|(firm, kind, number, lasts)| Step::Record { firm, kind, number, lasts }),
		1 => pick.clone().prop_map(Step::Suspend),
		1 => pick.clone().prop_map(Step::Restore),
		1 => pick.clone().prop_map(Step::Revoke),
		1 => pick.clone().prop_map(Step::Cancel),
		2 => (0..2_usize, 0..3_usize, 0..1200_u32)
			.prop_map(|(firm, kind, days_ago)| Step::Report { firm, kind, days_ago }),
		3 => pick.clone().prop_map(Step::Confirm),
		1 => pick.clone().prop_map(Step::Withdraw),
		1 => pick.clone().prop_map(Step::Object),
		3 => (pick.clone(), any::<bool>()).prop_map(|(id, failed)| Step::Reinspect(id, failed)),
		2 => pick.clone().prop_map(Step::Finalise),
		2 => pick.clone().prop_map(Step::Annul),
		2 => pick.prop_map(Step::Rectify),
	]
}

struct ModelCredential {
	firm: usize,
	kind: usize,
	number: u8,
	last_day: Option<Day>,
	state: &'static str,
}

struct ModelRecord {
	firm: usize,
	kind: usize,
	happened_on: Day,
	stage: &'static str,
	cleared: bool,
	rectified: bool,
}

#[derive(Default)]
struct Model {
	credentials: Vec<ModelCredential>,
	records: Vec<ModelRecord>,
}

impl Model {
	/// Changes a credential's state, where it is in one of these.
	fn turn(&mut self, id: usize, from: &[&str], to: &'static str) -> bool {
		match self.credentials.get_mut(id) {
			Some(one) if from.contains(&one.state) => {
				one.state = to;
				true
			}
			_ => false,
		}
	}

	/// Changes an adverse record, where it is at one of these stages and the rest holds.
	fn advance(&mut self, id: usize, from: &[&str], change: impl FnOnce(&mut ModelRecord) -> bool) -> bool {
		self.records.get_mut(id).is_some_and(|one| from.contains(&one.stage) && change(one))
	}

	/// Takes a step; whether it is allowed.
	fn take(&mut self, step: &Step, today: Day) -> bool {
		const OPEN: &[&str] = &["served", "objected", "reinspected"];
		let go = |stage| {
			move |one: &mut ModelRecord| {
				one.stage = stage;
				true
			}
		};
		match *step {
			Step::Days(_) => true,
			Step::Record { firm, kind, number, lasts } => {
				let same = |one: &ModelCredential| {
					(one.kind, one.number) == (kind, number) && one.state != "cancelled"
				};
				let free = !self.credentials.iter().any(same);
				if free {
					let last_day = lasts.map(|days| Day(today.0 + days));
					self.credentials.push(ModelCredential { firm, kind, number, last_day, state: "active" });
				}
				free
			}
			Step::Suspend(id) => self.turn(id, &["active"], "suspended"),
			Step::Restore(id) => self.turn(id, &["suspended"], "active"),
			Step::Revoke(id) => self.turn(id, &["active", "suspended"], "revoked"),
			Step::Cancel(id) => self.turn(id, &["active", "suspended"], "cancelled"),
			Step::Report { firm, kind, days_ago } => {
				let happened_on = Day(today.0 - days_ago);
				let (stage, cleared, rectified) = ("entered", false, false);
				self.records.push(ModelRecord { firm, kind, happened_on, stage, cleared, rectified });
				true
			}
			Step::Confirm(id) => self.advance(id, &["entered"], go("served")),
			Step::Withdraw(id) => self.advance(id, &["entered"], go("gone")),
			Step::Object(id) => self.advance(id, &["served"], go("objected")),
			Step::Reinspect(id, failed) => {
				self.advance(id, &["served", "objected", "reinspected", "final"], |one| {
					if one.rectified {
						return false;
					}
					one.cleared = !failed;
					if failed && one.stage != "final" {
						one.stage = "reinspected";
					}
					true
				})
			}
			Step::Finalise(id) => self.advance(id, OPEN, |one| !one.cleared && go("final")(one)),
			Step::Annul(id) => self.advance(id, OPEN, |one| one.cleared && go("annulled")(one)),
			Step::Rectify(id) => self.advance(id, &["final"], |one| {
				let allowed = one.cleared && !one.rectified;
				one.rectified |= allowed;
				allowed
			}),
		}
	}

	fn is_clean(&self, firm: usize, today: Day) -> bool {
		let anniversary = |day: Day| day.plus_months(36).unwrap();
		self.records.iter().filter(|one| one.firm == firm).all(|one| match (one.stage, one.kind) {
			("entered" | "gone" | "annulled", _) => true,
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
			one.firm == firm && one.state == "active" && one.last_day.is_none_or(|last| today <= last)
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

fn dispatch(step: &Step, model: &Model, today: Day) -> Result {
	let credential = |id: usize| CredentialId(id as u32);
	let adverse = |id: usize| AdverseId(id as u32);
	match *step {
		Step::Days(days) => {
			testing::with(|world| world.today = Day(today.0 + days));
			Ok(())
		}
		Step::Record { firm, kind, number, lasts } => {
			let (type_id, last_day) = (CredentialTypeId(TYPES[kind]), lasts.map(|days| Day(today.0 + days)));
			Credentials::record(by(MAKER), FIRMS[firm], type_id, digest(number), digest(200), today, last_day)
		}
		Step::Suspend(id) => Credentials::suspend(by(MAKER), credential(id), reason()),
		Step::Restore(id) => Credentials::restore(by(MAKER), credential(id)),
		Step::Revoke(id) => Credentials::revoke(by(MAKER), credential(id), reason()),
		Step::Cancel(id) => Credentials::cancel(by(MAKER), credential(id)),
		Step::Report { firm, kind, days_ago } => {
			let happened_on = Day(today.0 - days_ago);
			Credentials::report_adverse(by(MAKER), FIRMS[firm], KINDS[kind], happened_on, digest(7))
		}
		Step::Confirm(id) => Credentials::confirm_adverse(by(CHECKER), adverse(id), digest(7)),
		Step::Withdraw(id) => Credentials::withdraw_adverse(by(MAKER), adverse(id)),
		Step::Object(id) => {
			let firm = model.records.get(id).map_or(0, |one| one.firm);
			Credentials::object(by(SIGNERS[firm]), adverse(id))
		}
		Step::Reinspect(id, failed) => Credentials::reinspect(by(MAKER), adverse(id), failed),
		Step::Finalise(id) => Credentials::finalise(by(CHECKER), adverse(id)),
		Step::Annul(id) => Credentials::annul(by(CHECKER), adverse(id)),
		Step::Rectify(id) => Credentials::rectify(by(CHECKER), adverse(id)),
	}
}

proptest! {
	#[test]
	fn the_pallet_does_what_the_model_does(steps in proptest::collection::vec(step(), 1..60)) {
		run(|| {
			let mut model = Model::default();
			for step in &steps {
				let today = testing::with(|world| world.today);
				let outcome = dispatch(step, &model, today);
				assert_eq!(outcome.is_ok(), model.take(step, today), "{step:?}: {outcome:?}");
				let today = testing::with(|world| world.today);
				for (firm, org) in FIRMS.iter().enumerate() {
					let tier = Credentials::tier(*org, &terms()).ok().map(|tier| tier.0);
					assert_eq!(tier, model.tier(firm, today), "tier after {step:?}");
					assert_eq!(frozen(*org), model.frozen(firm), "freeze after {step:?}");
				}
			}
		});
	}
}
