//! Which calls are for whom: the matrix as a whole, over every call that the runtime has.

mod common;

use codec::Encode;
use common::calls::{every_call, every_call_about};
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
			"Registry.succeed",
			"Registry.rename",
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
	let who_may = |name: &str| matrix[name].iter().copied().collect::<Vec<_>>();
	assert_eq!(who_may("Payments.mandate"), [(Role::Enterprise, Duty::Confirm)]);
	assert_eq!(who_may("Loans.sign"), [(Role::Enterprise, Duty::Confirm)]);
	assert_eq!(who_may("Payments.make"), [(Role::Bank, Duty::Maker)]);
	assert_eq!(who_may("Payments.approve"), [(Role::Bank, Duty::Checker)]);
	assert_eq!(who_may("Payments.release"), [(Role::Bank, Duty::Release)]);
	let handing_in = [Duty::Maker, Duty::Checker, Duty::Release].map(|duty| (Role::Bank, duty));
	assert_eq!(who_may("Payments.execute"), handing_in, "what all have signed");
	assert_eq!(who_may("Payments.enter_results"), [(Role::Bank, Duty::Maker), (Role::Bank, Duty::Checker)]);
	assert_eq!(who_may("Payments.settle"), [(Role::Bank, Duty::Checker)]);
	let looks =
		|senders: &[(Role, Duty)]| senders.iter().any(|(_, duty)| [Duty::View, Duty::Council].contains(duty));
	let handed_in = who_may("Payments.confirm_signed");
	assert!(handed_in.len() == Role::ALL.len() * 6 && !looks(&handed_in), "a payee's word by anybody");
	assert_eq!(who_may("Payments.close_mismatch"), [(Role::Bank, Duty::Checker)]);
	assert_eq!(
		who_may("Evidence.give_verdict"),
		[(Role::MarketRegulator, Duty::Attest), (Role::Bank, Duty::Attest)],
		"two sides, no third"
	);
	assert_eq!(who_may("Evidence.retract"), who_may("Evidence.give_verdict"), "who attests takes it back");
	// A type of the catalogue says which bureau's it is.
	assert!(who_may("Credentials.record").contains(&(Role::MarketRegulator, Duty::Maker)));
	assert!(who_may("Credentials.record").iter().all(|(_, duty)| *duty == Duty::Maker));
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
	let all_of = |calls: Vec<RuntimeCall>| RuntimeCall::from(UtilityCall::batch_all { calls });
	for (index, (name, call)) in calls.iter().enumerate() {
		let batch = all_of(vec![call.clone()]);
		assert_eq!(senders(&batch), senders(call), "{name}");
		assert!(senders(&all_of(vec![batch])).is_empty(), "a batch in a batch");
		let (other, with) = &calls[(index * 7 + 3) % calls.len()];
		let both: BTreeSet<_> = senders(call).intersection(&senders(with)).copied().collect();
		assert_eq!(senders(&all_of(vec![call.clone(), with.clone()])), both, "{name} and {other}");
		for in_part in [
			UtilityCall::force_batch { calls: vec![call.clone()] },
			UtilityCall::batch { calls: vec![call.clone()] },
		] {
			assert!(senders(&in_part.into()).is_empty(), "a batch that is carried out in part: {name}");
		}
	}
}

/// What a dispatchable answers to an officer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Inside {
	/// Not for this role or duty.
	NotForThese,
	/// Not for this organisation: the loan is another bank's, the payment another payee's.
	NotForThisOrganisation,
	/// There is nothing such as it names.
	NoSuchThing,
	/// It looked at what it was asked to do, whatever came of it.
	Looked,
}

/// How errors are named that are about the roles and duties of who asks.
const ABOUT_WHO_ASKS: [&str; 5] =
	["RoleMissing", "DutyMissing", "NotAMember", "OfficerNotActive", "OrganisationNotActive"];

/// What the call answers to this officer with just this duty, and the organisation with just this role where
/// one is given.
fn inside(call: &RuntimeCall, name: &str, role: Option<Role>, duty: Duty) -> (Inside, String) {
	let who = common::account(name);
	let answer = frame_support::storage::with_transaction(|| {
		let org = pallet_registry::Officers::<Runtime>::get(&who).unwrap().org;
		if let Some(role) = role {
			pallet_registry::OrgStates::<Runtime>::mutate(org, |state| {
				state.as_mut().unwrap().roles = Roles::of(&[role]);
			});
		}
		pallet_registry::Officers::<Runtime>::mutate(&who, |entry| {
			entry.as_mut().unwrap().duties = Duties::of(&[duty]);
		});
		let answer = call.clone().dispatch(RuntimeOrigin::signed(who.clone()));
		TransactionOutcome::Rollback(Ok::<_, DispatchError>(answer))
	});
	match answer.unwrap().map_err(|refused| refused.error) {
		Ok(_) => (Inside::Looked, "done".into()),
		Err(DispatchError::BadOrigin) => (Inside::NotForThese, "BadOrigin".into()),
		Err(DispatchError::Module(ModuleError { index, error, .. })) => {
			let rule = rules::rule(index, error[0]).expect("a rule").name;
			let is = |ends: &[&str]| ends.iter().any(|known| rule.ends_with(known));
			let class = match () {
				() if is(&ABOUT_WHO_ASKS) => Inside::NotForThese,
				() if is(&["NotAllowed"]) => Inside::NotForThisOrganisation,
				() if is(&["Unknown"]) => Inside::NoSuchThing,
				() => Inside::Looked,
			};
			(class, rule)
		}
		Err(other) => (Inside::Looked, format!("{other:?}")),
	}
}

/// Calls of which the dispatchable asks more of who sends them than the door: what they name decides which role or duty
/// is needed.
const LOOK_CLOSER: &[&str] = &[
	"Registry.propose",
	"Credentials.suspend",
	"Credentials.restore",
	"Credentials.revoke",
	"Credentials.cancel",
	"Credentials.report_adverse",
	"Loans.hold",
	"Loans.lift_hold",
	"Evidence.file",
	"Evidence.revise",
	"Evidence.withdraw",
	"Payments.draft",
	"Payments.draft_allocated",
	"Payments.drawdown",
	"Payments.pay_again",
	"Payments.reject",
	"Payments.lapse",
	"Payments.take_back_receipt",
];

/// Who may do what stands once: whom the door turns away gets nowhere inside either, out of a batch or a
/// motion; and whom it lets in is not turned away there for the role or duty, but where what the call names
/// decides. For every call, every role and every duty, by the parties of a loan and by others.
#[test]
fn the_door_and_the_dispatchables_agree_on_who_may_do_what() {
	common::chain(|| {
		let scene = common::lending::ready("bank-a", common::lending::firms(), [1, 2, 3]);
		let lines = [common::paying::line(1, 2, 100, Some(scene.contract))];
		let (draft, digest) = common::paying::drafted("bank-a", scene.loan, &lines);
		let things = [
			("LoanId", scene.loan.encode()),
			("EvidenceId", scene.invoice.encode()),
			("DraftNo", draft.encode()),
			("H256", digest.encode()),
			("Uetr", common::paying::uetr(1).encode()),
			("OrgId", scene.firms.borrower.encode()),
			("RequestId", common::new_request().encode()),
		];
		let parties = [
			("msa.maker", None, Role::MarketRegulator),
			("nfra.maker", None, Role::FinancialRegulator),
			("bank-a.maker", None, Role::Bank),
			("yj.maker", None, Role::Enterprise),
		];
		// Of an organisation that has no part in the loan and no seat, whatever it is.
		let outside = "宁波市外精工有限公司";
		common::consortium::admit_firm(outside, Some("outside"), common::consortium::NINGBO, Role::Supplier);
		let others = Role::ALL.iter().map(|role| ("outside.maker", Some(*role), *role));
		let actors: Vec<_> = parties.into_iter().chain(others).collect();
		let (mut wrong, mut closer) = (Vec::new(), BTreeSet::new());
		let calls = every_call_about(&things).into_iter().filter(|(name, _)| !is_of_the_sdk(name));
		for (name, call) in calls {
			for (actor, given, role) in &actors {
				for duty in Duty::ALL {
					let door = Policy::allows(&call, Roles::of(&[*role]), Duties::of(&[*duty]));
					let (answer, rule) = inside(&call, actor, *given, *duty);
					let agrees = match door {
						true if LOOK_CLOSER.contains(&name.as_str()) => {
							closer.extend((answer == Inside::NotForThese).then(|| name.clone()));
							true
						}
						true => answer != Inside::NotForThese,
						false => answer != Inside::Looked,
					};
					if !agrees {
						wrong.push(format!(
							"{name} by {actor}, {role:?} {duty:?}: door {door}, inside {rule}"
						));
					}
				}
			}
		}
		assert!(wrong.is_empty(), "{} of them:\n{}", wrong.len(), wrong.join("\n"));
		assert_eq!(closer, LOOK_CLOSER.iter().map(|name| (*name).to_owned()).collect(), "no more than these");
	});
}

/// Groups of roles that the pallets' pages name.
const GROUPS: &[(&str, Roles)] = &[
	("any", ALL_ROLES),
	("seat", Roles::ADMITTED_BY_COUNCIL),
	("regulator", Roles::of(&[Role::MarketRegulator, Role::FinancialRegulator])),
	(
		"bureau",
		Roles::of(&[Role::MarketRegulator, Role::FinancialRegulator, Role::FinanceBureau, Role::TaxBureau]),
	),
	("payee", Roles::of(&[Role::Supplier, Role::InspectionBody, Role::CertificationBody, Role::Enterprise])),
];

/// The roles or duties that a cell names, all of them known.
fn named<T: Copy + std::fmt::Debug>(cell: &str, all: &[T], group: impl Fn(&str) -> Vec<T>) -> Vec<T> {
	let words = cell.split(',').map(str::trim);
	let found = words.flat_map(|word| {
		let one: Vec<T> = all.iter().copied().filter(|known| format!("{known:?}") == word).collect();
		let found = if one.is_empty() { group(word) } else { one };
		assert!(!found.is_empty(), "{word:?} in {cell:?}");
		found
	});
	found.collect()
}

/// Whom a cell of the column «at the door» names: `Bank, regulator × Maker`, or `the council`, which sends motions.
fn named_senders(cell: &str) -> BTreeSet<(Role, Duty)> {
	if cell == "the council" {
		return BTreeSet::new();
	}
	let (roles, duties) = cell.split_once('×').unwrap_or_else(|| panic!("no × in {cell:?}"));
	let of_group = |word: &str| {
		let group = GROUPS.iter().find(|(known, _)| *known == word).map_or(Roles::NONE, |(_, roles)| *roles);
		Role::ALL.iter().copied().filter(|role| group.has(*role)).collect()
	};
	let any = |word: &str| if word == "any" { Duty::ALL.to_vec() } else { Vec::new() };
	let (roles, duties) = (named(roles, Role::ALL, of_group), named(duties, Duty::ALL, any));
	roles.iter().flat_map(|role| duties.iter().map(move |duty| (*role, *duty))).collect()
}

/// The rows of the table of calls on a pallet's page: the calls of each, and whom it names.
fn page(pallet: &str) -> Vec<(Vec<String>, BTreeSet<(Role, Duty)>)> {
	let path = format!("{}/../pallets/{}/src/lib.rs", env!("CARGO_MANIFEST_DIR"), pallet.to_lowercase());
	let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
	let head = "//! | call | at the door | who may |";
	let rows = text.lines().skip_while(|line| !line.starts_with(head)).skip(2);
	let rows = rows.map_while(|line| line.strip_prefix("//! | "));
	let row = |row: &str| {
		let mut cells = row.split(" | ");
		let (calls, door) = (cells.next().expect("a cell"), cells.next().expect("a second cell"));
		let calls = calls.split('`').skip(1).step_by(2).map(|call| format!("{pallet}.{call}"));
		(calls.collect(), named_senders(door))
	};
	rows.map(row).collect()
}

/// Who may do what stands once more, for people: on the page of each pallet, and there as the door has it.
#[test]
fn the_pages_of_the_pallets_say_who_may_do_what_as_the_door_has_it() {
	let matrix = matrix();
	let ours = matrix.keys().filter(|name| !is_of_the_sdk(name));
	let pallets: BTreeSet<&str> = ours.clone().filter_map(|name| name.split('.').next()).collect();
	let mut listed = BTreeMap::new();
	for (calls, senders) in pallets.into_iter().flat_map(page) {
		for call in calls {
			assert_eq!(matrix.get(&call), Some(&senders), "{call}");
			assert_eq!(listed.insert(call.clone(), ()), None, "{call} stands twice");
		}
	}
	assert_eq!(listed.keys().collect::<Vec<_>>(), ours.collect::<Vec<_>>());
}
