//! Which calls are for whom: the matrix as a whole, over every call that the runtime has.

mod common;

use common::calls::every_call;
use common::consortium::BANK_A;
use pallet_registry::extensions::CallPolicy;
use polkadot_sdk::*;
use sp_runtime::traits::Dispatchable;
use sp_runtime::{DispatchError, ModuleError, TransactionOutcome};
use std::collections::{BTreeMap, BTreeSet};
use zhidai_primitives::{Duties, Duty, Role, Roles};
use zhidai_runtime::{rules, Runtime, RuntimeCall, RuntimeOrigin};

type Policy = <Runtime as pallet_registry::Config>::Policy;
type UtilityCall = pallet_utility::Call<Runtime>;

const ALL_ROLES: Roles = Roles::of(Role::ALL);
const ALL_DUTIES: Duties = Duties::of(Duty::ALL);

/// By which single role and duty a call can be sent.
fn senders(call: &RuntimeCall) -> BTreeSet<(Role, Duty)> {
	let pairs = Role::ALL.iter().flat_map(|role| Duty::ALL.iter().map(move |duty| (*role, *duty)));
	pairs.filter(|(role, duty)| Policy::allows(call, Roles::of(&[*role]), Duties::of(&[*duty]))).collect()
}

fn matrix() -> BTreeMap<String, BTreeSet<(Role, Duty)>> {
	every_call().into_iter().map(|(name, call)| (name, senders(&call))).collect()
}

fn is_of_the_sdk(name: &str) -> bool {
	["System.", "Timestamp.", "Utility."].iter().any(|pallet| name.starts_with(pallet))
}

#[test]
fn no_set_of_roles_and_duties_may_send_what_is_nobodys() {
	let nobodys: Vec<_> = every_call().into_iter().filter(|(_, call)| senders(call).is_empty()).collect();
	for (name, call) in &nobodys {
		for roles in 0..=ALL_ROLES.0 {
			for duties in 0..=ALL_DUTIES.0 {
				assert!(
					!Policy::allows(call, Roles(roles), Duties(duties)),
					"{name}: {roles:#b} {duties:#b}"
				);
			}
		}
	}
	let nobodys = nobodys.into_iter().map(|(name, _)| name);
	let (of_the_sdk, ours): (Vec<_>, Vec<_>) = nobodys.partition(|name| is_of_the_sdk(name));
	assert_eq!(
		ours,
		[
			"Registry.admit_by_council",
			"Registry.suspend",
			"Registry.reinstate",
			"Registry.exit",
			"Registry.open_recovery",
			"Schemes.publish",
			"Schemes.retire",
			"Credentials.add_type",
		],
		"what only a motion of the council does"
	);
	let every_of_the_sdk = every_call().into_iter().map(|(name, _)| name).filter(|name| is_of_the_sdk(name));
	// The batches among them are empty here: an empty batch is nobody's.
	assert_eq!(of_the_sdk, every_of_the_sdk.collect::<Vec<_>>());
	for upgrade in
		["System.set_code", "System.apply_authorized_upgrade", "System.set_storage", "System.kill_prefix"]
	{
		assert!(of_the_sdk.iter().any(|name| name == upgrade), "{upgrade}");
	}
}

#[test]
fn every_other_call_is_for_somebody_and_for_nobody_without_role_and_duty() {
	let calls = every_call();
	assert!(calls.len() > 70, "every pallet's calls are found");
	for (name, call) in calls {
		assert!(!Policy::allows(&call, Roles::NONE, ALL_DUTIES), "{name}");
		assert!(!Policy::allows(&call, ALL_ROLES, Duties::NONE), "{name}");
		// Roles and duties add up: nothing is taken away by having more of them.
		assert_eq!(Policy::allows(&call, ALL_ROLES, ALL_DUTIES), !senders(&call).is_empty(), "{name}");
	}
}

#[test]
fn who_only_looks_changes_nothing_but_the_own_key() {
	for (name, senders) in matrix() {
		let by_view = senders.iter().any(|(_, duty)| *duty == Duty::View);
		assert_eq!(by_view, name == "Registry.rotate_key", "{name}");
	}
}

#[test]
fn the_steps_that_let_money_go_each_have_their_own_role_and_duty() {
	let matrix = matrix();
	let of = |name: &str| matrix[name].iter().copied().collect::<Vec<_>>();
	assert_eq!(of("Payments.mandate"), [(Role::Enterprise, Duty::Confirm)]);
	assert_eq!(of("Loans.sign"), [(Role::Enterprise, Duty::Confirm)]);
	assert_eq!(of("Payments.make"), [(Role::Bank, Duty::Maker)]);
	assert_eq!(of("Payments.approve"), [(Role::Bank, Duty::Checker)]);
	assert_eq!(of("Payments.release"), [(Role::Bank, Duty::Release)]);
	assert_eq!(of("Payments.settle"), [(Role::Bank, Duty::Maker), (Role::Bank, Duty::Checker)]);
	assert_eq!(
		of("Evidence.give_verdict"),
		[(Role::MarketRegulator, Duty::Attest), (Role::Bank, Duty::Attest)],
		"two sides, no third"
	);
	assert_eq!(of("Evidence.retract"), of("Evidence.give_verdict"), "who attests takes it back");
	// A type of the catalogue says which bureau's it is.
	assert!(of("Credentials.record").contains(&(Role::MarketRegulator, Duty::Maker)));
	assert!(of("Credentials.record").iter().all(|(_, duty)| *duty == Duty::Maker));
	for name in ["Payments.approve", "Loans.check_offer", "Credentials.confirm", "Supervision.sign_review"] {
		assert!(matrix[name].iter().all(|(_, duty)| *duty == Duty::Checker), "{name}");
	}
	// Only seats have a part in the council.
	for (name, senders) in &matrix {
		let council = senders.iter().any(|(_, duty)| *duty == Duty::Council);
		let for_seats = ["Registry.rotate_key", "Registry.complete_recovery"].contains(&name.as_str());
		assert_eq!(council, name.starts_with("Authorities.") || for_seats, "{name}");
	}
}

#[test]
fn a_batch_is_for_whom_each_of_its_calls_is() {
	let calls = every_call();
	let full = |calls: Vec<RuntimeCall>| {
		[
			RuntimeCall::from(UtilityCall::batch_all { calls: calls.clone() }),
			UtilityCall::force_batch { calls }.into(),
		]
	};
	for (index, (name, call)) in calls.iter().enumerate() {
		for batch in full(vec![call.clone()]) {
			assert_eq!(senders(&batch), senders(call), "{name}");
			for again in full(vec![batch.clone()]) {
				assert!(senders(&again).is_empty(), "a batch in a batch");
			}
		}
		let (other, with) = &calls[(index * 7 + 3) % calls.len()];
		for batch in full(vec![call.clone(), with.clone()]) {
			let both: BTreeSet<_> = senders(call).intersection(&senders(with)).copied().collect();
			assert_eq!(senders(&batch), both, "{name} and {other}");
		}
	}
}

/// What a dispatchable answers to an officer with just this duty, of an organisation with just this role.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Inside {
	/// Not this officer.
	NotFor(String),
	/// It looked at what it was asked to do, whatever came of it.
	Looked(String),
}

/// How errors are named that are about who asks.
const ABOUT_WHO_ASKS: [&str; 5] =
	["RoleMissing", "DutyMissing", "NotAMember", "OfficerNotActive", "OrganisationNotActive"];

fn inside(call: &RuntimeCall, role: Role, duty: Duty) -> Inside {
	let who = common::account("bank-a.maker");
	let answer = frame_support::storage::with_transaction(|| {
		pallet_registry::OrgStates::<Runtime>::mutate(BANK_A, |state| {
			state.as_mut().unwrap().roles = Roles::of(&[role]);
		});
		pallet_registry::Officers::<Runtime>::mutate(&who, |entry| {
			entry.as_mut().unwrap().duties = Duties::of(&[duty]);
		});
		let answer = call.clone().dispatch(RuntimeOrigin::signed(who.clone()));
		TransactionOutcome::Rollback(Ok::<_, DispatchError>(answer))
	});
	match answer.unwrap().map_err(|refused| refused.error) {
		Ok(_) => Inside::Looked("done".into()),
		Err(DispatchError::BadOrigin) => Inside::NotFor("BadOrigin".into()),
		Err(DispatchError::Module(ModuleError { index, error, .. })) => {
			let name = rules::rule(index, error[0]).expect("a rule").name;
			let is_about_who_asks = ABOUT_WHO_ASKS.iter().any(|known| name.ends_with(&format!(".{known}")));
			if is_about_who_asks {
				Inside::NotFor(name)
			} else {
				Inside::Looked(name)
			}
		}
		Err(other) => Inside::Looked(format!("{other:?}")),
	}
}

/// Calls of which the dispatchable asks more of who sends them than the door, and why that is so.
const LOOK_CLOSER: [(&str, &str); 0] = [];

/// Calls that look for the thing that they name before they look who asks: with a name of nothing everybody gets the same
/// answer, so this test cannot tell. The tests of their pallets do.
const NAME_SOMETHING_FIRST: [&str; 0] = [];

/// Who may do what stands once: where the door lets nobody in, the dispatchable would not have listened, and where it lets
/// somebody in, it does. For every call, role and duty.
#[test]
fn the_door_and_the_dispatchables_agree_on_who_may_do_what() {
	common::chain(|| {
		let mut wrong = Vec::new();
		for (name, call) in every_call().into_iter().filter(|(name, _)| !is_of_the_sdk(name)) {
			let pairs = Role::ALL.iter().flat_map(|role| Duty::ALL.iter().map(move |duty| (*role, *duty)));
			let answers: Vec<_> =
				pairs.map(|(role, duty)| ((role, duty), inside(&call, role, duty))).collect();
			let distinct: BTreeSet<_> = answers.iter().map(|(_, answer)| answer).collect();
			let all_look = distinct.iter().all(|answer| matches!(answer, Inside::Looked(_)));
			if all_look {
				let listed = NAME_SOMETHING_FIRST.contains(&name.as_str());
				if !listed {
					wrong.push(format!("{name} answers everybody: {distinct:?}"));
				}
				continue;
			}
			let closer = LOOK_CLOSER.iter().any(|(known, _)| *known == name);
			for ((role, duty), answer) in &answers {
				let door = Policy::allows(&call, Roles::of(&[*role]), Duties::of(&[*duty]));
				let listens = matches!(answer, Inside::Looked(_));
				if door != listens && !(door && closer) {
					wrong.push(format!(
						"{name} by {role:?} {duty:?}: the door says {door}, inside {answer:?}"
					));
				}
			}
		}
		assert!(wrong.is_empty(), "{}", wrong.join("\n"));
	});
}
