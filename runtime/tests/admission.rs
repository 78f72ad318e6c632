//! The door (准入): what the pool turns away, and a block too; what gets through is checked again inside.

mod common;

use codec::{Encode, MaxEncodedLen};
use common::calls::{call, every_call};
use common::consortium::*;
use common::lending::*;
use common::*;
use frame_support::dispatch::{DispatchClass, GetDispatchInfo};
use pallet_registry::extensions::{Bucket, CallPolicy, CallPriority, Used};
use pallet_registry::{Act, FirstOfficersOf, NewOrganisation};
use polkadot_sdk::*;
use sp_core::{ecdsa, sr25519, Get, Pair};
use sp_runtime::generic::Era;
use sp_runtime::traits::{Dispatchable, IdentifyAccount};
use sp_runtime::transaction_validity::{
	InvalidTransaction, TransactionSource, TransactionValidityError, UnknownTransaction,
};
use sp_runtime::{DispatchError, MultiSignature, MultiSigner, TransactionOutcome};
use zhidai_primitives::{
	Duties, Duty, LoanId, OrgId, Refusal, Role, Roles, SchemeId, SchemeTerms, ShortText, Uetr, MAX_LINES,
};
use zhidai_runtime::{
	door, AccountId, Executive, Registry, Runtime, RuntimeCall, RuntimeEvent, RuntimeOrigin, System,
	UncheckedExtrinsic,
};

type Policy = <Runtime as pallet_registry::Config>::Policy;
type UtilityCall = pallet_utility::Call<Runtime>;

/// A call that the bank's makers can send, and that is refused inside.
fn offer() -> RuntimeCall {
	call("Loans.offer")
}

fn all_of(calls: Vec<RuntimeCall>) -> RuntimeCall {
	UtilityCall::batch_all { calls }.into()
}

fn each_of(calls: Vec<RuntimeCall>) -> RuntimeCall {
	UtilityCall::force_batch { calls }.into()
}

fn of_era(name: &str, era: Era) -> UncheckedExtrinsic {
	sign(name, offer(), Options { era, ..Default::default() })
}

fn ahead(name: &str, nonce_ahead: u32) -> UncheckedExtrinsic {
	sign(name, offer(), Options { nonce_ahead, ..Default::default() })
}

fn invalid(reason: InvalidTransaction) -> TransactionValidityError {
	TransactionValidityError::Invalid(reason)
}

fn refusal(refusal: Refusal) -> TransactionValidityError {
	refusal.into()
}

#[test]
fn a_stranger_is_turned_away() {
	chain(|| {
		admitted("bank-a.maker", offer());
		turned_away("nobody", offer(), Refusal::Stranger);
		turned_away("nobody", all_of(vec![offer()]), Refusal::Stranger);
		assert_eq!(
			pool(sign("nobody", offer(), Options::default())),
			Err(TransactionValidityError::Unknown(UnknownTransaction::Custom(1))),
			"the number that clients know; a stranger can be admitted in the next block"
		);
	});
}

#[test]
fn a_call_outside_the_role_or_duty_is_turned_away() {
	chain(|| {
		for (name, allowed, outside) in [
			("msa.maker", "Credentials.record", "Loans.offer"),
			("bank-a.maker", "Loans.offer", "Credentials.record"),
			("bank-a.maker", "Payments.draft", "Payments.mandate"),
			("bank-a.checker", "Payments.approve", "Payments.release"),
			("bank-a.release", "Payments.release", "Payments.approve"),
			("bank-a.attest", "Evidence.give_verdict", "Evidence.file"),
			("nfra.checker", "Loans.hold", "Loans.close"),
			("bank-a.admin-1", "Registry.rotate_key", "Payments.settle"),
			("bank-a.council", "Authorities.vote", "Payments.confirm"),
		] {
			admitted(name, call(allowed));
			turned_away(name, call(outside), Refusal::CallOutsideRole);
		}
	});
}

#[test]
fn what_nobody_may_send_is_turned_away_from_everybody() {
	chain(|| {
		let everything = (Roles::of(Role::ALL), Duties::of(Duty::ALL));
		let nobodys: Vec<_> = every_call()
			.into_iter()
			.filter(|(_, call)| !Policy::allows(call, everything.0, everything.1))
			.collect();
		let named = |name: &str| nobodys.iter().any(|(other, _)| other == name);
		assert!(named("System.remark") && named("System.set_code") && named("Registry.admit_by_council"));
		let calls = nobodys.into_iter().filter(|(name, _)| name != "Timestamp.set");
		for (_, call) in calls {
			for name in ["msa.admin-1", "msa.council", "bank-a.maker", "bank-a.council"] {
				let answer = pool(sign(name, call.clone(), Options::default()));
				assert_eq!(answer, Err(refusal(Refusal::NobodysCall)), "{call:?}");
			}
		}
		// An inherent is not even looked at.
		let inherent = pool(sign("msa.admin-1", call("Timestamp.set"), Options::default()));
		assert_eq!(inherent, Err(invalid(InvalidTransaction::MandatoryValidation)));
	});
}

#[test]
fn a_batch_is_no_better_than_the_worst_of_its_calls() {
	chain(|| {
		admitted("bank-a.maker", all_of(vec![offer(), offer()]));
		admitted("bank-a.maker", each_of(vec![offer(), call("Payments.draft")]));
		let of_a_checker = call("Payments.approve");
		for (calls, answer) in [
			(vec![], Refusal::NobodysCall),
			(vec![call("System.remark")], Refusal::NobodysCall),
			(vec![offer(), call("System.remark")], Refusal::NobodysCall),
			(vec![offer(), of_a_checker], Refusal::CallOutsideRole),
			(vec![offer(), call("Timestamp.set")], Refusal::NobodysCall),
			(vec![offer(), call("Registry.suspend")], Refusal::NobodysCall),
			(vec![all_of(vec![offer()])], Refusal::NobodysCall),
			(vec![offer(), each_of(vec![offer()])], Refusal::NobodysCall),
		] {
			turned_away("bank-a.maker", all_of(calls.clone()), answer);
			turned_away("bank-a.maker", each_of(calls), answer);
		}
		for other in [
			UtilityCall::batch { calls: vec![offer()] },
			UtilityCall::as_derivative { index: 0, call: Box::new(offer()) },
			UtilityCall::if_else { main: Box::new(offer()), fallback: Box::new(offer()) },
		] {
			turned_away("bank-a.maker", other, Refusal::NobodysCall);
		}
	});
}

#[test]
fn what_the_council_decides_cannot_be_sent_directly() {
	chain(|| {
		let sent = [
			bureau("余姚市市场监督管理局", "yy", NINGBO).into(),
			call("Registry.suspend"),
			call("Registry.reinstate"),
			call("Registry.exit"),
			call("Schemes.publish"),
			call("Schemes.retire"),
			call("Credentials.add_type"),
		];
		for decision in sent {
			turned_away("msa.council", decision.clone(), Refusal::NobodysCall);
			turned_away("msa.council", all_of(vec![decision]), Refusal::NobodysCall);
		}
	});
}

#[test]
fn the_council_decides_nothing_else() {
	chain(|| {
		let suspension: RuntimeCall = RegistryCall::suspend { org: BANK_B }.into();
		for call in [
			call("System.set_code"),
			call("System.set_storage"),
			call("System.authorize_upgrade"),
			call("Payments.release"),
			call("Authorities.propose"),
			all_of(vec![suspension.clone()]),
			UtilityCall::batch { calls: vec![suspension.clone()] }.into(),
		] {
			let proposal = || AuthoritiesCall::propose { seat_number: 0, proposal: Box::new(call.clone()) };
			turned_away("msa.council", proposal(), Refusal::NobodysCall);
			turned_away("msa.council", all_of(vec![proposal().into()]), Refusal::NobodysCall);
			// And the call itself refuses, wherever it comes from.
			let inside =
				RuntimeCall::from(proposal()).dispatch(RuntimeOrigin::signed(account("msa.council")));
			let rule = DispatchError::from(pallet_authorities::Error::<Runtime>::ProposalNotForCouncil);
			assert_eq!(inside.expect_err("refused").error.stripped(), rule.stripped());
		}
		motion(suspension);
	});
}

fn longest_motion() -> usize {
	let most: u32 = <Runtime as pallet_authorities::Config>::MaxProposalLength::get();
	most as usize
}

/// The longest decision has room, and not much more: motions go before everything else into a block.
#[test]
fn a_motion_is_as_long_as_the_longest_decision() {
	let call = 2;
	let publication = <Option<SchemeId>>::max_encoded_len() + SchemeTerms::max_encoded_len();
	let admission = NewOrganisation::max_encoded_len() + FirstOfficersOf::<Runtime>::max_encoded_len();
	let decisions = [publication, admission, pallet_credentials::CredentialType::max_encoded_len()];
	let longest = call + decisions.into_iter().max().unwrap();
	let most = longest_motion();
	assert!(longest <= most && most <= 2 * longest, "{longest} of {most}");
}

/// A settlement file as long as it can be: each payment failed, for a long reason.
fn longest_settlement() -> RuntimeCall {
	settlement(0)
}

fn settlement(file: u64) -> RuntimeCall {
	let result = |number| pallet_payments::SettlementResult {
		uetr: Uetr::of_batch_line(Uetr::from_random([9; 16]), number),
		outcome: pallet_payments::Outcome::Failed { reason: ShortText::new(vec![b'x'; 160]).unwrap() },
		bank_reference: vec![b'x'; 35].try_into().unwrap(),
		booked_on: today(),
		value_on: today(),
	};
	let results: Vec<_> = (0..MAX_LINES as u16).map(result).collect();
	let results = results.try_into().unwrap();
	pallet_payments::Call::<Runtime>::settle { file_digest: sp_core::H256::from_low_u64_be(file), results }
		.into()
}

fn length(call: impl Into<RuntimeCall>) -> u32 {
	sign("bank-a.maker", call, Options::default()).encoded_size() as u32
}

/// By kind of call: the longest has room, and not much more. What can be longer than [`door::SHORT`] is named
/// in the policy.
#[test]
fn a_transaction_is_as_long_as_the_longest_call_of_its_kind() {
	let lists = [
		("Payments.settle", pallet_payments::SettlementResults::max_encoded_len()),
		("Payments.draft", pallet_payments::Lines::max_encoded_len()),
		("Payments.pay_again", pallet_payments::PayAgainLines::max_encoded_len()),
		("Supervision.count", pallet_supervision::Uetrs::max_encoded_len()),
		("Loans.offer", pallet_loans::OfferRequest::max_encoded_len()),
		("Authorities.propose", longest_motion()),
		// Short ones.
		("Payments.drawdown", pallet_payments::SplitLines::max_encoded_len()),
		("Payments.release", pallet_payments::LineNumbers::max_encoded_len()),
		("Payments.confirm", pallet_payments::Receipts::max_encoded_len()),
		("Registry.propose", pallet_registry::ActOf::<Runtime>::max_encoded_len()),
	];
	for (name, list) in lists {
		let (list, most) = (list as u32, Policy::longest(&call(name)));
		assert!(list + 400 <= most, "{name}: {list} of {most}");
		assert!(most <= door::SHORT.max(list + door::ENVELOPE), "{name}: {list} of {most}");
	}
	let longer: Vec<_> = every_call()
		.into_iter()
		.filter(|(_, call)| Policy::longest(call) > door::SHORT)
		.map(|(name, _)| name)
		.collect();
	for name in &longer {
		assert!(name.starts_with("Utility.") || lists.iter().any(|(known, _)| known == name), "{name}");
	}
	for (name, call) in every_call() {
		assert!(Policy::longest(&call) <= door::LONGEST, "{name}");
		let by_firm = Policy::allows(&call, Roles::ADMITTED_BY_MEMBERS, Duties::of(Duty::ALL));
		assert!(!by_firm || Policy::longest(&call) <= door::LONGEST_OF_FIRM, "{name}");
	}
}

#[test]
fn the_longest_call_is_let_in_and_what_is_longer_is_turned_away() {
	chain(|| {
		let longest = length(longest_settlement());
		let most = Policy::longest(&longest_settlement());
		assert!(longest <= most && most < longest + 2 * door::ENVELOPE, "{longest} of {most}");
		admitted("bank-a.maker", longest_settlement());
		let beyond = all_of(vec![longest_settlement(), longest_settlement()]);
		turned_away("bank-a.maker", beyond.clone(), Refusal::TooLong);
		turned_away("nobody", beyond, Refusal::Stranger);
		// A batch of short calls is as long as a batch may be, and no way to send a long one.
		let short = length(offer());
		let many = |count: u32| all_of((0..count).map(|_| offer()).collect());
		admitted("bank-a.maker", many(10));
		turned_away("bank-a.maker", many(2 * door::BATCH / (short - 130)), Refusal::TooLong);
	});
}

#[test]
fn a_transaction_must_expire_within_256_blocks() {
	chain(|| {
		let parent = || u64::from(System::block_number() - 1);
		for era in [Era::mortal(4, parent()), Era::mortal(256, parent())] {
			pool(of_era("bank-a.maker", era)).unwrap();
		}
		for era in [Era::Immortal, Era::mortal(512, parent()), Era::mortal(65_536, parent())] {
			assert_eq!(pool(of_era("bank-a.maker", era)), Err(refusal(Refusal::NotMortal)));
			assert_eq!(include(of_era("bank-a.maker", era)), Err(refusal(Refusal::NotMortal)));
		}
		let short = of_era("bank-a.maker", Era::mortal(4, parent()));
		for _ in 0..4 {
			next_block();
		}
		let past = pool(short.clone());
		assert!(past.is_err(), "an era ends");
		assert_eq!(include(short), past.map(|_| Ok(())));
	});
}

#[test]
fn an_account_has_at_most_64_transactions_waiting_beside_the_next() {
	chain(|| {
		let waiting = pool(ahead("bank-a.maker", 64)).unwrap();
		assert_eq!((waiting.requires.len(), waiting.provides.len()), (1, 1), "it waits for the one before");
		let too_many = refusal(Refusal::TooManyWaiting);
		assert_eq!(pool(ahead("bank-a.maker", 65)), Err(too_many));
		assert_eq!(
			too_many,
			TransactionValidityError::Unknown(UnknownTransaction::Custom(6)),
			"may come again"
		);
		let waits = ahead("bank-a.maker", 65);
		apply("bank-a.maker", offer()).unwrap().unwrap_err();
		next_block();
		pool(waits).expect("the account has caught up");
	});
}

/// Bank A with as many officers as it can have of its own choice, all of them makers.
fn with_every_officer(test: impl FnOnce(Vec<String>)) {
	chain(|| {
		let serving = || pallet_registry::OfficersOf::<Runtime>::get(BANK_A).len() as u32;
		let mut makers = vec!["bank-a.maker".to_owned()];
		while serving() < door::MOST_OFFICERS - pallet_registry::MAX_RECOVERY_ADMINS {
			let name = format!("bank-a.extra-{}", serving());
			let added = Act::AddOfficer(officer(&name, &[Duty::Maker]));
			agreed("bank-a.admin-1", "bank-a.admin-2", added);
			makers.push(name);
		}
		test(makers);
	});
}

/// 29 officers, each with the longest calls and as many of them as the door lets in.
#[test]
fn one_organisation_never_has_more_in_a_pool_than_the_node_has_room_for() {
	with_every_officer(|makers| {
		let settlement = longest_settlement();
		let at = |name: &str, call: &RuntimeCall, nonce_ahead| {
			pool(sign(name, call.clone(), Options { nonce_ahead, ..Default::default() })).map(drop)
		};
		let (mut count, mut bytes) = (0_u64, 0_u64);
		let name = &makers[1];
		let calls = [settlement.clone(), longest_draft(), many_offers(8), many_offers(1)];
		let mut waits = true;
		for ahead in 0.. {
			// The longest that is let in at this place.
			let Some(call) = calls.iter().find(|call| at(name, call, ahead).is_ok()) else {
				assert_eq!(at(name, &offer(), ahead), Err(refusal(Refusal::TooManyWaiting)));
				break;
			};
			waits &= ahead == 0 || *call != settlement;
			count += 1;
			bytes += u64::from(length(call.clone()));
		}
		assert!(
			waits,
			"beside the next one no settlement file waits where an organisation has so many officers"
		);
		assert_eq!(at(name, &settlement, 1), Err(refusal(Refusal::TooManyBytesWaiting)));
		// Each has the larger share, the fewer they are: three places are kept free for a recovery.
		let hired = u32::try_from(pallet_registry::OfficersOf::<Runtime>::get(BANK_A).len()).unwrap();
		let officers = u64::from(hired);
		assert!(hired >= door::MOST_OFFICERS - 3);
		assert!(count * officers <= door::LARGE.most_transactions(hired));
		let most = door::LARGE.most_bytes(door::MOST_OFFICERS, door::LONGEST);
		assert!(bytes * officers <= most && most < 12 << 20, "{bytes} by each, {most} by all");
		assert!(most * 10 < door::POOL.bytes, "far from any limit");
	});
}

fn longest_draft() -> RuntimeCall {
	let line = |number| zhidai_primitives::DraftLine {
		uetr: Uetr::of_batch_line(Uetr::from_random([9; 16]), number),
		plan_line: zhidai_primitives::PlanLineNo(number % 3),
		account: zhidai_primitives::AccountVersion(0),
		amount_fen: 1_000_000,
		evidence: Some(zhidai_primitives::EvidenceId(1)),
	};
	let lines: Vec<_> = (0..MAX_LINES as u16).map(line).collect();
	let loan = LoanId(1);
	pallet_payments::Call::<Runtime>::draft { loan, lines: lines.try_into().unwrap(), expires_on: today() }
		.into()
}

fn many_offers(count: usize) -> RuntimeCall {
	all_of(vec![offer(); count])
}

/// An allowance as a node finds it where an organisation floods: ordinary calls have used up all of it,
/// whoever sent them.
fn flooded(org: OrgId) {
	let ordinary = Bucket { block: System::block_number(), used: 2 * door::LARGE.ordinary.capacity };
	pallet_registry::Buckets::<Runtime>::insert(org, Used { ordinary, ..Default::default() });
}

/// Settlement files keep the bank's allowance used up: its admins still replace a key, its officers still
/// hold and judge.
#[test]
fn admin_and_protective_acts_get_through_while_settlement_files_fill_the_allowance() {
	chain(|| {
		let exhausted = Err(invalid(InvalidTransaction::ExhaustsResources));
		// Its files used up the officer's half, as far as a full block; what the next file costs does not matter then.
		for number in 0..8 {
			let _ = apply("bank-a.maker", settlement(number));
		}
		let officer = officer_id("bank-a.maker");
		let spent = pallet_registry::OfficerBuckets::<Runtime>::get(officer).ordinary;
		assert!(spent.used > 0, "a file costs something");
		let half = door::LARGE.ordinary.capacity / 2;
		let used = Bucket { used: half, ..spent };
		pallet_registry::OfficerBuckets::<Runtime>::insert(
			officer,
			Used { ordinary: used, ..Default::default() },
		);
		assert_eq!(apply("bank-a.maker", longest_settlement()), exhausted);
		// A colleague still can, until the organisation's is used up too.
		admitted("bank-a.checker", call("Payments.approve"));
		apply("bank-a.checker", call("Payments.approve")).expect("admitted").expect_err("refused inside");
		flooded(BANK_A);
		assert_eq!(apply("bank-a.checker", call("Payments.approve")), exhausted);
		let remove = || RegistryCall::propose { act: Act::RemoveOfficer(officer_id("bank-a.maker")) };
		let urgent = [
			("bank-a.admin-1", RuntimeCall::from(remove())),
			("bank-a.checker", call("Loans.hold")),
			("bank-a.attest", call("Evidence.give_verdict")),
			("bank-a.attest", all_of(vec![call("Evidence.give_verdict"); 8])),
			("bank-a.admin-2", call("Registry.approve")),
			("bank-a.council", call("Authorities.vote")),
		];
		let priority_of =
			|name: &str, call: RuntimeCall| pool(sign(name, call, Options::default())).unwrap().priority;
		let usual = priority_of("bank-b.maker", call("Payments.draft"));
		let waits = priority_of("bank-a.checker", call("Payments.approve"));
		for (name, call) in urgent {
			assert!(priority_of(name, call.clone()) > usual && usual > waits, "{call:?}");
			assert!(apply(name, call).is_ok(), "{name} gets through");
		}
		assert_eq!(apply("bank-a.maker", longest_settlement()), exhausted, "and nothing else does");
		// A batch of approvals that has no room in the reserve does not take it.
		let approvals = each_of(vec![call("Registry.approve"); 100]);
		let weight = approvals.get_dispatch_info().total_weight().ref_time();
		assert!(weight > door::LARGE.reserve.capacity / 2, "{weight}");
		assert!(priority_of("bank-a.admin-2", approvals) < usual, "it waits as an ordinary call");
	});
}

#[test]
fn a_batch_is_as_urgent_as_the_least_urgent_of_its_calls() {
	let priority = |calls: Vec<RuntimeCall>| {
		let (all, each) = (Policy::priority(&all_of(calls.clone())), Policy::priority(&each_of(calls)));
		assert_eq!(all, each);
		all
	};
	let verdict = || call("Evidence.give_verdict");
	assert_eq!(priority(vec![verdict(), verdict()]), CallPriority::Protective);
	assert_eq!(priority(vec![verdict(), call("Registry.rotate_key")]), CallPriority::Admin);
	assert_eq!(priority(vec![verdict(), call("Payments.settle")]), CallPriority::Settlement);
	assert_eq!(priority(vec![verdict(), offer()]), CallPriority::Other);
	assert_eq!(priority(vec![all_of(vec![verdict()])]), CallPriority::Other);
	assert_eq!(priority(vec![]), CallPriority::Other);
}

/// In one pool at the same time, whoever sends them and with whatever era: the earlier step goes first.
#[test]
fn no_step_of_a_payment_goes_before_one_that_it_needs() {
	chain(|| {
		admit_firm("宁波甬江精工有限公司", Some("yj"), NINGBO, Role::Enterprise);
		let steps = [
			("bank-a.maker", "Payments.draft"),
			("yj.confirm", "Payments.mandate"),
			("bank-a.maker", "Payments.make"),
			("bank-a.checker", "Payments.approve"),
			("bank-a.release", "Payments.release"),
			("bank-a.maker", "Payments.settle"),
			("yj.confirm", "Payments.confirm"),
		];
		let priorities: Vec<_> = steps
			.iter()
			.map(|(name, step)| pool(sign(name, call(step), Options::default())).unwrap().priority)
			.collect();
		assert!(priorities.windows(2).all(|pair| pair[0] > pair[1]), "{priorities:x?}");
	});
}

/// A firm sends a few calls; what any number of firms can use together leaves the banks their part of every block.
#[test]
fn firms_have_little_and_together_no_more_than_their_part_of_a_block() {
	chain(|| {
		let firms = ["甲", "乙", "丙", "丁", "戊", "己", "庚", "辛"];
		let keys: Vec<String> = (0..firms.len()).map(|number| format!("firm{number}")).collect();
		for (name, key) in firms.iter().zip(&keys) {
			admit_firm(&format!("宁波{name}精工有限公司"), Some(key), NINGBO, Role::Enterprise);
		}
		let (own, all) = (door::FIRM.ordinary, door::FIRM.together.unwrap());
		let (most, block) = (door::LARGE.ordinary.per_block, own.capacity);
		assert!(own.per_block * 4 <= all.ordinary.per_block && all.ordinary.per_block < most);
		// All that firms can use of a block, of any kind, is half of it.
		let together = all.ordinary.capacity + all.rested + all.reserve.capacity;
		assert_eq!(
			(together, all.ordinary.capacity),
			(block / 2, all.ordinary.per_block),
			"nothing is saved up"
		);
		let options = Options { nonce_ahead: 64, ..Default::default() };
		let firm = sign(&format!("{}.maker", keys[0]), call("Evidence.file"), options);
		assert_eq!(pool(firm), Err(refusal(Refusal::TooManyWaiting)), "a firm's window is small");
		let full = Bucket { block: System::block_number(), used: all.ordinary.capacity };
		pallet_registry::TogetherUsed::<Runtime>::put(Used { ordinary: full, ..Default::default() });
		let exhausted = Err(invalid(InvalidTransaction::ExhaustsResources));
		// All but the last have used a tenth of their own.
		let has_used = |key: &String, used| {
			let org =
				pallet_registry::Officers::<Runtime>::get(account(&format!("{key}.maker"))).unwrap().org;
			let ordinary = Bucket { block: System::block_number(), used };
			pallet_registry::Buckets::<Runtime>::insert(org, Used { ordinary, ..Default::default() });
		};
		keys.iter().for_each(|key| has_used(key, own.capacity / 10));
		let rested = keys.last().unwrap();
		has_used(rested, 0);
		let mandate = || sign(&format!("{rested}.confirm"), call("Payments.mandate"), Options::default());
		let flooder = sign(&format!("{}.maker", keys[0]), call("Evidence.file"), Options::default());
		assert!(pool(mandate()).unwrap().priority > pool(flooder).unwrap().priority);
		include(mandate()).expect("who rested is let in").expect_err("refused inside");
		has_used(rested, own.capacity / 10);
		for key in &keys {
			assert_eq!(apply(&format!("{key}.maker"), call("Evidence.file")), exhausted);
			assert!(
				apply(&format!("{key}.admin-1"), call("Registry.rotate_key")).is_ok(),
				"admins act all the same"
			);
		}
		assert!(apply("bank-a.maker", offer()).is_ok(), "banks have their own");
	});
}

/// Each firm rests that has used less than a sixteenth of its own. 64 of them, each just below that in every block, had
/// more than whole blocks together, and a busy bank's payments waited behind them.
#[test]
fn sixty_four_firms_that_flood_leave_half_of_every_block_to_payments_and_protective_acts() {
	chain(|| {
		let keys: Vec<String> = (0..64).map(|number| format!("firm{number}")).collect();
		for key in &keys {
			admit_firm(&format!("宁波{key}有限公司"), Some(key), NINGBO, Role::Enterprise);
		}
		let flood = [
			("admin-1", "Registry.rotate_key"),
			("confirm", "Payments.draft"),
			("confirm", "Payments.mandate"),
			("maker", "Evidence.file"),
		];
		let block = <Runtime as frame_system::Config>::BlockWeights::get().max_block.ref_time();
		for _ in 0..3 {
			next_block();
			// As authors do: the most urgent first, and everybody in turn.
			for (officer, name) in flood {
				while keys.iter().any(|key| apply(&format!("{key}.{officer}"), call(name)).is_ok()) {
					for key in &keys {
						let _ = apply(&format!("{key}.{officer}"), call(name));
					}
				}
			}
			let taken = System::block_weight().get(DispatchClass::Normal).ref_time();
			assert!(taken > block / 4 && taken <= block / 2, "{taken} of {block}");
			// The bank is busy, so that it goes behind whoever rested.
			let ordinary =
				Bucket { block: System::block_number(), used: door::LARGE.ordinary.capacity * 3 / 4 };
			let used = Used { ordinary, ..Default::default() };
			pallet_registry::Buckets::<Runtime>::insert(BANK_A, used);
			for (name, wanted) in [
				("bank-a.maker", "Payments.draft"),
				("bank-a.checker", "Payments.approve"),
				("bank-a.release", "Payments.release"),
				("bank-a.maker", "Payments.settle"),
				("bank-a.checker", "Loans.hold"),
				("bank-a.attest", "Evidence.retract"),
				("msa.attest", "Evidence.give_verdict"),
				("msa.maker", "Credentials.suspend"),
			] {
				assert!(apply(name, call(wanted)).is_ok(), "{name}: {wanted}");
			}
		}
	});
}

/// What another fork or the next block can make right is never refused for good.
#[test]
fn only_what_can_never_pass_is_invalid() {
	chain(|| {
		let temporary = |answer: Result<_, TransactionValidityError>| {
			matches!(answer, Err(TransactionValidityError::Unknown(UnknownTransaction::Custom(_))))
		};
		let later = [
			// Before it is admitted, or a block later.
			pool(sign("newcomer", offer(), Options::default())),
			pool(sign("bank-a.maker", call("Payments.approve"), Options::default())),
			pool(ahead("bank-a.maker", 65)),
		];
		assert!(later.into_iter().all(temporary));
		// Signed where another block stands at the beginning of the era: a fork, or a block that this node has not yet.
		let parent = u64::from(System::block_number() - 1);
		next_block();
		let elsewhere = sign("bank-a.maker", offer(), Options::default());
		let (birth, known) = (parent as u32 + 1, System::block_hash(parent as u32 + 1));
		frame_system::BlockHash::<Runtime>::insert(birth, sp_core::H256::repeat_byte(1));
		let judged = door::judged(pool(elsewhere));
		frame_system::BlockHash::<Runtime>::insert(birth, known);
		assert_eq!(judged, Err(refusal(Refusal::BadSignature)));
		assert!(temporary(judged));
		// A node that is behind, or on another fork, reckons the era from another block.
		let early = door::judged(Err(invalid(InvalidTransaction::AncientBirthBlock)));
		assert_eq!(early, Err(refusal(Refusal::BadSignature)));
		let stale = door::judged(Err(invalid(InvalidTransaction::Stale)));
		assert_eq!(stale, Err(invalid(InvalidTransaction::Stale)), "anything else is told as it is");
	});
}

#[test]
fn a_transaction_counts_once() {
	chain(|| {
		let call = RegistryCall::propose { act: Act::RemoveOfficer(officer_id("bank-a.release")) };
		let transaction = sign("bank-a.admin-1", call, Options::default());
		include(transaction.clone()).unwrap().unwrap();
		assert_eq!(include(transaction.clone()), Err(invalid(InvalidTransaction::Stale)));
		next_block();
		assert_eq!(pool(transaction), Err(invalid(InvalidTransaction::Stale)));
	});
}

#[test]
fn a_signature_is_of_this_account_this_call_and_this_chain() {
	chain(|| {
		let by_another = signed_by(account("bank-a.maker"), offer(), Options::default(), |bytes| {
			key("bank-b.maker").sign(bytes).into()
		});
		assert_eq!(pool(by_another), Err(invalid(InvalidTransaction::BadProof)));
		let transaction = sign("bank-a.maker", offer(), Options::default());
		frame_system::BlockHash::<Runtime>::insert(0, sp_core::H256::repeat_byte(1));
		assert_eq!(pool(transaction.clone()), Err(invalid(InvalidTransaction::BadProof)), "of another chain");
		frame_system::BlockHash::<Runtime>::insert(0, genesis_hash());
		pool(transaction).unwrap();
	});
}

#[test]
fn an_organisation_uses_its_allowance_and_no_more() {
	chain(|| {
		let (per_block, capacity) = (door::LARGE.ordinary.per_block, door::LARGE.ordinary.capacity);
		let ordinary = Bucket { block: System::block_number(), used: capacity + 2 * per_block };
		let used = Used { ordinary, ..Default::default() };
		pallet_registry::Buckets::<Runtime>::insert(BANK_A, used);
		for name in ["bank-a.maker", "bank-a.checker"] {
			let call = || if name == "bank-a.maker" { offer() } else { call("Payments.approve") };
			let waits = pool(sign(name, call(), Options::default())).expect("the pool keeps it");
			let other = name.replace("bank-a", "bank-b");
			let goes = pool(sign(&other, call(), Options::default())).expect("admitted");
			assert!(waits.priority < goes.priority, "behind the others");
			assert_eq!(
				apply(name, call()),
				Err(invalid(InvalidTransaction::ExhaustsResources)),
				"the author keeps it"
			);
		}
		admitted("bank-b.maker", offer());
		let after = || pallet_registry::Buckets::<Runtime>::get(BANK_A);
		assert_eq!(after(), used, "what was turned away costs nothing");
		for _ in 0..2 {
			assert!(apply("bank-a.maker", offer()).is_err());
			next_block();
		}
		assert!(apply("bank-a.maker", offer()).is_err(), "exactly all of it is used");
		next_block();
		apply("bank-a.maker", offer()).expect("admitted").expect_err("refused inside");
		assert!(after().ordinary.used > capacity - per_block, "a refused call costs what it weighs");
	});
}

/// As much as it fills the block: a block full of bytes costs what a block full of work costs.
#[test]
fn a_transaction_uses_its_whole_weight_and_its_length() {
	chain(|| {
		let per_byte: u64 = <Runtime as pallet_registry::Config>::AllowancePerByte::get();
		let limits = <Runtime as frame_system::Config>::BlockWeights::get();
		let room = *<Runtime as frame_system::Config>::BlockLength::get().max.get(DispatchClass::Normal);
		let time = limits.get(DispatchClass::Normal).max_total.unwrap().ref_time();
		let full = per_byte * u64::from(room);
		assert!(full <= time && time - full < u64::from(room), "{full} of {time}");

		let transaction = sign("bank-a.maker", offer(), Options::default());
		let (info, length) = (transaction.get_dispatch_info(), transaction.encoded_size() as u64);
		assert!(info.extension_weight.ref_time() > 0);
		let base = limits.get(info.class).base_extrinsic;
		let used = || pallet_registry::Buckets::<Runtime>::get(BANK_A).ordinary.used;
		let before = used();
		include(transaction).expect("admitted").expect_err("refused inside");
		assert_eq!(used() - before, info.total_weight().ref_time() + base.ref_time() + length * per_byte);
	});
}

#[test]
fn only_signed_transactions_come_in() {
	chain(|| {
		for (name, call) in every_call() {
			let bare = UncheckedExtrinsic::new_bare(call);
			assert!(pool(bare.clone()).is_err(), "{name}");
			if name == "Timestamp.set" {
				continue;
			}
			// An author could put it into a block without asking the pool. There it speaks for nobody.
			let applied = include(bare);
			assert!(matches!(applied, Err(_) | Ok(Err(DispatchError::BadOrigin))), "{name}: {applied:?}");
			next_block();
		}
		// A general transaction (version 5) has no signer: nothing in its extensions says who it is.
		let extension = extension(&account("bank-a.maker"), Options::default());
		let general = UncheckedExtrinsic::new_transaction(offer(), extension);
		assert_eq!(pool(general.clone()), Err(invalid(InvalidTransaction::BadSigner)));
		assert_eq!(include(general), Err(invalid(InvalidTransaction::BadSigner)));
	});
}

#[test]
fn a_nodes_own_transactions_have_no_privilege() {
	chain(|| {
		let answer = |transaction| {
			let parent = System::parent_hash();
			let answer = frame_support::storage::with_transaction(|| {
				let answer = Executive::validate_transaction(TransactionSource::Local, transaction, parent);
				TransactionOutcome::Rollback(Ok::<_, DispatchError>(answer))
			});
			answer.unwrap()
		};
		let stranger = sign("nobody", offer(), Options::default());
		assert_eq!(answer(stranger), Err(refusal(Refusal::Stranger)));
		let outside = sign("bank-a.maker", call("System.remark"), Options::default());
		assert_eq!(answer(outside), Err(refusal(Refusal::NobodysCall)));
	});
}

#[test]
fn a_suspended_organisation_is_turned_away_until_it_is_reinstated() {
	chain(|| {
		let firm = admit_firm("宁波甬江精工有限公司", Some("yj"), NINGBO, Role::Enterprise);
		admitted("yj.maker", call("Evidence.file"));
		decided(RegistryCall::suspend { org: firm }).unwrap();
		for (name, call) in [("yj.maker", "Evidence.file"), ("yj.admin-1", "Registry.rotate_key")] {
			turned_away(name, common::calls::call(call), Refusal::OrganisationNotActive);
		}
		decided(RegistryCall::reinstate { org: firm }).unwrap();
		admitted("yj.maker", call("Evidence.file"));
		agreed("yj.admin-1", "yj.admin-2", Act::Exit);
		turned_away("yj.maker", call("Evidence.file"), Refusal::OrganisationNotActive);
		assert_eq!(
			decided(RegistryCall::reinstate { org: firm }).map_err(|error| error.stripped()),
			Err(DispatchError::from(pallet_registry::Error::<Runtime>::NotSuspended).stripped()),
			"who has left does not come back"
		);
	});
}

#[test]
fn an_officer_who_is_removed_or_past_its_last_day_is_turned_away() {
	chain(|| {
		let by_admins = |act| agreed("bank-a.admin-1", "bank-a.admin-2", act);
		admitted("bank-a.maker", offer());
		by_admins(Act::RemoveOfficer(officer_id("bank-a.maker")));
		turned_away("bank-a.maker", offer(), Refusal::OfficerNotActive);

		let officer = officer_id("bank-a.checker");
		by_admins(Act::SetExpiry { officer, valid_until: Some(today()) });
		admitted("bank-a.checker", call("Payments.approve"));
		done("bank-a.admin-1", ReferenceCall::move_calendar { days: 1 });
		next_block();
		turned_away("bank-a.checker", call("Payments.approve"), Refusal::OfficerNotActive);
		by_admins(Act::SetExpiry { officer, valid_until: None });
		admitted("bank-a.checker", call("Payments.approve"));
	});
}

#[test]
fn a_duty_that_was_taken_away_opens_no_door() {
	chain(|| {
		admitted("bank-a.release", call("Payments.release"));
		let (officer, duties) = (officer_id("bank-a.release"), Duties::of(&[Duty::View]));
		agreed("bank-a.admin-1", "bank-a.admin-2", Act::ChangeDuties { officer, duties });
		turned_away("bank-a.release", call("Payments.release"), Refusal::CallOutsideRole);
		admitted("bank-a.release", call("Registry.rotate_key"));
	});
}

/// The own key replaced by another, which signs the rotation message.
fn rotation(
	officer: &str,
	number: u16,
	account: AccountId,
	sign: impl Fn(&[u8]) -> MultiSignature,
) -> RuntimeCall {
	let proof = sign(&Registry::rotation_message(officer_id(officer), number));
	RegistryCall::rotate_key { new_account: account, proof }.into()
}

fn to_new_key(officer: &str, new: &str) -> RuntimeCall {
	rotation(officer, 1, account(new), |bytes| key(new).sign(bytes).into())
}

#[test]
fn an_earlier_key_is_turned_away_and_the_new_one_comes_in() {
	chain(|| {
		turned_away("bank-a.maker-2", offer(), Refusal::Stranger);
		let stolen =
			rotation("bank-a.maker", 1, account("bank-a.maker-2"), |bytes| key("other").sign(bytes).into());
		refused("bank-a.maker", stolen, pallet_registry::Error::<Runtime>::ProofInvalid);
		let before = officer_id("bank-a.maker");
		done("bank-a.maker", to_new_key("bank-a.maker", "bank-a.maker-2"));
		next_block();
		turned_away("bank-a.maker", offer(), Refusal::OfficerNotActive);
		admitted("bank-a.maker-2", offer());
		assert_eq!(officer_id("bank-a.maker-2"), before, "the same officer");
		assert!(
			System::account_nonce(account("bank-a.maker")) > 0,
			"its nonce stays, nothing can be replayed"
		);
	});
}

#[test]
fn officers_sign_with_sr25519_and_ecdsa_too() {
	chain(|| {
		let schnorr = sr25519::Pair::from_string("//bank-a.maker//sr25519", None).unwrap();
		let account = MultiSigner::from(schnorr.public()).into_account();
		done(
			"bank-a.maker",
			rotation("bank-a.maker", 1, account.clone(), |bytes| schnorr.sign(bytes).into()),
		);
		next_block();
		let by_schnorr =
			|call| signed_by(account.clone(), call, Options::default(), |bytes| schnorr.sign(bytes).into());
		pool(by_schnorr(offer())).unwrap();

		let ecdsa = ecdsa::Pair::from_string("//bank-a.maker//ecdsa", None).unwrap();
		let next = MultiSigner::from(ecdsa.public()).into_account();
		let officer = pallet_registry::Officers::<Runtime>::get(&account).unwrap().officer;
		let proof = ecdsa.sign(&Registry::rotation_message(officer, 2)).into();
		let rotate = RegistryCall::rotate_key { new_account: next.clone(), proof };
		include(by_schnorr(rotate.into())).unwrap().unwrap();
		next_block();
		let by_ecdsa = signed_by(next, offer(), Options::default(), |bytes| ecdsa.sign(bytes).into());
		pool(by_ecdsa.clone()).unwrap();
		include(by_ecdsa).expect("admitted").expect_err("refused inside");
		assert_eq!(pool(by_schnorr(offer())), Err(refusal(Refusal::OfficerNotActive)));
	});
}

#[test]
fn every_call_of_a_batch_asks_again_who_acts() {
	chain(|| {
		let inactive = || DispatchError::from(pallet_registry::Error::<Runtime>::OfficerNotActive);
		let act = || {
			RuntimeCall::from(RegistryCall::propose { act: Act::RemoveOfficer(officer_id("bank-a.release")) })
		};
		let rotate = to_new_key("bank-a.admin-1", "bank-a.admin-1-2");
		// The door has let both in; the second comes from a key that the first has retired.
		refused("bank-a.admin-1", all_of(vec![rotate.clone(), act()]), inactive());
		admitted("bank-a.admin-1", act());
		done("bank-a.admin-1", each_of(vec![rotate, act()]));
		let failed = last_event(|event| match event {
			RuntimeEvent::Utility(pallet_utility::Event::ItemFailed { error }) => Some(*error),
			_ => None,
		});
		assert_eq!(failed.stripped(), inactive().stripped());
		assert!(Registry::pending_acts(BANK_A).is_empty());
	});
}

#[test]
fn a_batch_gives_nobody_the_rights_of_another_bank() {
	chain(|| {
		let firms = firms();
		let (loan, digest) = prepared("bank-a", request(firms));
		let foreign = vec![RuntimeCall::from(LoansCall::check_offer { loan, digest })];
		let rule = pallet_loans::Error::<Runtime>::BankNotAllowed;
		refused("bank-b.checker", foreign[0].clone(), rule);
		refused("bank-b.checker", all_of(foreign), pallet_loans::Error::<Runtime>::BankNotAllowed);
		let unknown = LoansCall::close { loan: LoanId(99) };
		refused("bank-b.checker", all_of(vec![unknown.into()]), pallet_loans::Error::<Runtime>::LoanUnknown);
	});
}
