//! What protects, and what keeps an organisation able to act, at the composed door: it gets through while everything
//! else of its organisation waits, alone and in batches, and nothing that is not urgent does.

mod common;

use common::calls::{call, every_call};
use common::consortium::*;
use common::*;
use frame_support::dispatch::GetDispatchInfo;
use pallet_registry::extensions::{Bucket, CallPolicy, CallPriority};
use pallet_registry::Act;
use polkadot_sdk::*;
use sp_runtime::transaction_validity::{InvalidTransaction, TransactionValidityError};
use sp_runtime::{ApplyExtrinsicResult, DispatchError, TransactionOutcome};
use std::collections::BTreeSet;
use zhidai_primitives::{OfficerId, OrgId};
use zhidai_runtime::{door, Runtime, RuntimeCall, System};

type Policy = <Runtime as pallet_registry::Config>::Policy;
type UtilityCall = pallet_utility::Call<Runtime>;

/// Every call that has the reserve, and who sends it. A proposal has it where it is for two admins.
const URGENT: &[(&str, &str)] = &[
	("msa.maker", "Credentials.suspend"),
	("msa.maker", "Credentials.revoke"),
	("msa.maker", "Credentials.report_adverse"),
	("msa.maker", "Credentials.finalise"),
	("msa.checker", "Credentials.confirm"),
	("msa.checker", "Loans.hold"),
	("bank-a.attest", "Evidence.give_verdict"),
	("bank-a.attest", "Evidence.retract"),
	("bank-a.council", "Authorities.propose"),
	("bank-a.council", "Authorities.vote"),
	("bank-a.council", "Authorities.close"),
	("bank-a.council", "Authorities.withdraw"),
	("bank-a.council", "Authorities.set_session_keys"),
	("bank-a.admin-1", "Registry.approve"),
	("bank-a.admin-1", "Registry.reject"),
	("bank-a.admin-1", "Registry.withdraw"),
	("bank-a.admin-1", "Registry.object_to_recovery"),
	("bank-a.maker", "Registry.rotate_key"),
	("bank-a.council", "Registry.complete_recovery"),
];

const EXHAUSTED: ApplyExtrinsicResult =
	Err(TransactionValidityError::Invalid(InvalidTransaction::ExhaustsResources));

fn entry(name: &str) -> (OrgId, OfficerId) {
	let entry = pallet_registry::Officers::<Runtime>::get(account(name)).expect("a member");
	(entry.org, entry.officer)
}

/// Ordinary calls have used up all that the officer and the organisation have.
fn flooded(name: &str) {
	let (org, officer) = entry(name);
	let ordinary = Bucket { block: System::block_number(), used: 2 * door::LARGE.ordinary.capacity };
	pallet_registry::Buckets::<Runtime>::mutate(org, |used| used.ordinary = ordinary);
	pallet_registry::OfficerBuckets::<Runtime>::mutate(officer, |used| used.ordinary = ordinary);
}

/// What came of a call in this block, and its priority in a pool. Leaves nothing behind.
fn tried(name: &str, call: impl Into<RuntimeCall>) -> (ApplyExtrinsicResult, u64) {
	let call = call.into();
	let priority = pool(sign(name, call.clone(), Options::default())).expect("the pool keeps it").priority;
	let applied = frame_support::storage::with_transaction(|| {
		TransactionOutcome::Rollback(Ok::<_, DispatchError>(apply(name, call)))
	});
	(applied.unwrap(), priority)
}

fn batch(calls: Vec<RuntimeCall>) -> RuntimeCall {
	UtilityCall::batch_all { calls }.into()
}

#[test]
fn these_calls_and_no_others_have_the_reserve() {
	let has_reserve = |call: &RuntimeCall| Policy::priority(call).has_reserve();
	let named: BTreeSet<_> = URGENT.iter().map(|(_, name)| (*name).to_owned()).collect();
	let found: BTreeSet<_> =
		every_call().into_iter().filter(|(_, call)| has_reserve(call)).map(|(name, _)| name).collect();
	assert_eq!(found, named);
	for protects in ["suspend", "revoke", "report_adverse", "finalise", "confirm"] {
		let priority = Policy::priority(&call(&format!("Credentials.{protects}")));
		assert_eq!(priority, CallPriority::Protective, "{protects}");
	}
	chain(|| {
		let act = Act::RemoveOfficer(OfficerId(1));
		let removal = RegistryCall::propose { act, request_id: new_request() };
		assert_eq!(Policy::priority(&removal.into()), CallPriority::Admin);
	});
}

/// Each of them, and some of them in one batch, by who may send it: before any bank's drawdown, and into the block.
#[test]
fn what_is_urgent_gets_through_while_the_organisations_allowance_is_used_up_in_batches_too() {
	chain(|| {
		let (_, usual) = tried("bank-b.maker", call("Payments.draft"));
		for (name, urgent) in URGENT {
			flooded(name);
			let urgent = call(urgent);
			let some = if matches!(urgent, RuntimeCall::Authorities(_)) { 2 } else { 4 };
			for sent in [batch(vec![urgent.clone(); some]), urgent] {
				let (applied, priority) = tried(name, sent.clone());
				assert!(applied.is_ok(), "{name}: {sent:?} {applied:?}");
				assert!(priority > usual, "{name}: {sent:?}");
			}
		}
	});
}

/// One call that is not urgent has the whole batch wait.
#[test]
fn what_is_not_urgent_waits_with_all_that_is_sent_in_one_batch_with_it() {
	chain(|| {
		let (_, usual) = tried("bank-b.maker", call("Payments.draft"));
		for (name, urgent, other) in [
			("msa.maker", "Credentials.suspend", "Credentials.restore"),
			("msa.maker", "Credentials.report_adverse", "Credentials.record"),
			("msa.maker", "Credentials.finalise", "Credentials.annul"),
			("bank-a.checker", "Loans.hold", "Payments.approve"),
		] {
			flooded(name);
			for sent in [batch(vec![call(urgent), call(other)]), call(other)] {
				let (applied, priority) = tried(name, sent);
				assert_eq!(applied, EXHAUSTED, "{name}: {other}");
				assert!(priority < usual, "{name}: {other}");
			}
		}
	});
}

/// Sends calls that have the reserve, and are refused inside, until nothing more of it is the officer's.
fn use_up_the_reserve(name: &str) {
	let junk = call("Registry.rotate_key");
	while apply(name, junk.clone()).is_ok() {}
	assert_eq!(apply(name, junk), EXHAUSTED, "{name}");
}

/// Everybody replaces the own key, and an approval is known by its number only, so any officer can send what has the
/// reserve. Whoever floods with it, block after block, two admins take the keys away all the same.
#[test]
fn officers_who_flood_with_urgent_calls_do_not_lock_out_the_admins() {
	chain(|| {
		let flooders = ["bank-a.maker", "bank-a.checker", "bank-a.release", "bank-a.attest"];
		let flood = || {
			flooders.iter().for_each(|name| flooded(name));
			flooders.iter().for_each(|name| use_up_the_reserve(name));
		};
		for _ in 0..3 {
			flood();
			next_block();
		}
		flood();
		let (act_id, act_digest) = proposed("bank-a.admin-1", Act::RemoveOfficer(officer_id("bank-a.maker")));
		done("bank-a.admin-2", RegistryCall::approve { act_id, act_digest });
		let officer = pallet_registry::OfficerRecords::<Runtime>::get(officer_id("bank-a.maker"));
		assert!(!officer.expect("an officer").serves());
	});
}

/// A closing is charged what the heaviest motion may take until it is known what it carries out: of what is refused,
/// nothing of that is left, neither in the block nor in the organisation's reserve.
#[test]
fn a_refused_closing_costs_what_refusing_it_took() {
	chain(|| {
		let undecided = motion(RegistryCall::suspend { org: BANK_B });
		let of_block = || System::block_weight().total().ref_time();
		let of_reserve = || pallet_registry::Buckets::<Runtime>::get(BANK_A).reserve.used;
		for refused in [close((sp_core::H256::zero(), 7)), close(undecided)] {
			let declared = RuntimeCall::from(refused.clone()).get_dispatch_info().call_weight.ref_time();
			let (block, reserve) = (of_block(), of_reserve());
			apply("bank-a.council", refused).expect("admitted").expect_err("refused inside");
			for used in [of_block() - block, of_reserve() - reserve] {
				assert!(used > 0 && used * 20 < declared, "{used} of {declared}");
			}
		}
	});
}
