//! The door (准入): what the pool turns away, and a block too; what gets through is checked again inside.

mod common;

use codec::{Encode, MaxEncodedLen};
use common::calls::{call, every_call};
use common::consortium::*;
use common::lending::*;
use common::*;
use frame_support::dispatch::{DispatchClass, GetDispatchInfo};
use pallet_registry::extensions::{Bucket, CallPolicy, MOST_WAITING};
use pallet_registry::{Act, FirstOfficers, NewOrganisation};
use polkadot_sdk::*;
use sp_core::{ecdsa, sr25519, Get, Pair};
use sp_runtime::generic::Era;
use sp_runtime::traits::{Dispatchable, IdentifyAccount};
use sp_runtime::transaction_validity::{
	InvalidTransaction, TransactionSource, TransactionValidityError, UnknownTransaction,
};
use sp_runtime::{DispatchError, MultiSignature, MultiSigner, TransactionOutcome};
use zhidai_primitives::{
	Duties, Duty, LoanId, Refusal, Role, Roles, SchemeId, SchemeTerms, ShortText, Uetr, MAX_LINES,
};
use zhidai_runtime::{
	AccountId, Executive, Registry, Runtime, RuntimeCall, RuntimeEvent, RuntimeOrigin, System,
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
			Err(invalid(InvalidTransaction::Custom(1))),
			"the number that clients know"
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
				assert_eq!(answer, Err(refusal(Refusal::CallOutsideRole)), "{call:?}");
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
		for calls in [
			vec![],
			vec![call("System.remark")],
			vec![offer(), call("System.remark")],
			vec![offer(), of_a_checker],
			vec![offer(), call("Timestamp.set")],
			vec![offer(), call("Registry.suspend")],
			vec![all_of(vec![offer()])],
			vec![offer(), each_of(vec![offer()])],
		] {
			turned_away("bank-a.maker", all_of(calls.clone()), Refusal::CallOutsideRole);
			turned_away("bank-a.maker", each_of(calls), Refusal::CallOutsideRole);
		}
		for other in [
			UtilityCall::batch { calls: vec![offer()] },
			UtilityCall::as_derivative { index: 0, call: Box::new(offer()) },
			UtilityCall::if_else { main: Box::new(offer()), fallback: Box::new(offer()) },
		] {
			turned_away("bank-a.maker", other, Refusal::CallOutsideRole);
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
			turned_away("msa.council", decision.clone(), Refusal::CallOutsideRole);
			turned_away("msa.council", all_of(vec![decision]), Refusal::CallOutsideRole);
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
			turned_away("msa.council", proposal(), Refusal::CallOutsideRole);
			turned_away("msa.council", all_of(vec![proposal().into()]), Refusal::CallOutsideRole);
			// And the call itself refuses, wherever it comes from.
			let inside =
				RuntimeCall::from(proposal()).dispatch(RuntimeOrigin::signed(account("msa.council")));
			let rule = DispatchError::from(pallet_authorities::Error::<Runtime>::NotForTheCouncil);
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
	let admission = NewOrganisation::max_encoded_len() + FirstOfficers::<AccountId>::max_encoded_len();
	let decisions = [publication, admission, pallet_credentials::CredentialType::max_encoded_len()];
	let longest = call + decisions.into_iter().max().unwrap();
	let most = longest_motion();
	assert!(longest <= most && most <= 2 * longest, "{longest} of {most}");
}

/// A settlement file as long as it can be: each payment failed, for a long reason.
fn longest_settlement() -> RuntimeCall {
	let result = |number| pallet_payments::SettlementResult {
		uetr: Uetr::of_batch_line(Uetr::from_random([9; 16]), number),
		outcome: pallet_payments::Outcome::Failed { reason: ShortText::new(vec![b'x'; 160]).unwrap() },
		bank_reference: vec![b'x'; 35].try_into().unwrap(),
		booked_on: today(),
		value_on: today(),
	};
	let results: Vec<_> = (0..MAX_LINES as u16).map(result).collect();
	let results = results.try_into().unwrap();
	pallet_payments::Call::<Runtime>::settle { file_digest: Default::default(), results }.into()
}

#[test]
fn the_longest_call_is_let_in_and_what_is_longer_is_turned_away() {
	chain(|| {
		let most: u32 = <Runtime as pallet_registry::Config>::MaxTransactionLength::get();
		let most = most as usize;
		let length = |call| sign("bank-a.maker", call, Options::default()).encoded_size();
		let longest = length(longest_settlement());
		assert!(longest <= most && most <= 2 * longest, "{longest} of {most}");
		let lists = [
			pallet_payments::SettlementResults::max_encoded_len(),
			pallet_payments::Lines::max_encoded_len(),
			pallet_payments::PayAgainLines::max_encoded_len(),
			pallet_payments::SplitLines::max_encoded_len(),
			pallet_loans::OfferRequest::max_encoded_len(),
			Act::<AccountId>::max_encoded_len(),
			longest_motion(),
		];
		assert!(lists.into_iter().all(|list| list < longest), "no other list is as long: {lists:?}");

		admitted("bank-a.maker", longest_settlement());
		let beyond = all_of(vec![longest_settlement(), longest_settlement()]);
		turned_away("bank-a.maker", beyond.clone(), Refusal::TooLong);
		turned_away("nobody", beyond, Refusal::Stranger);
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
		assert_eq!(MOST_WAITING, 64);
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
		let per_block: u64 = <Runtime as pallet_registry::Config>::AllowancePerBlock::get();
		let capacity: u64 = <Runtime as pallet_registry::Config>::AllowanceCapacity::get();
		let used = capacity + 2 * per_block;
		let bucket = Bucket { block: System::block_number(), used };
		pallet_registry::Buckets::<Runtime>::insert(BANK_A, bucket);
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
		assert_eq!(
			pallet_registry::Buckets::<Runtime>::get(BANK_A),
			bucket,
			"what was turned away costs nothing"
		);
		for _ in 0..2 {
			assert!(apply("bank-a.maker", offer()).is_err());
			next_block();
		}
		assert!(apply("bank-a.maker", offer()).is_err(), "exactly all of it is used");
		next_block();
		apply("bank-a.maker", offer()).expect("admitted").expect_err("refused inside");
		let after = pallet_registry::Buckets::<Runtime>::get(BANK_A);
		assert!(after.used > capacity - per_block, "a refused call costs what it weighs");
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
		let used = || pallet_registry::Buckets::<Runtime>::get(BANK_A).used;
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
		assert_eq!(answer(outside), Err(refusal(Refusal::CallOutsideRole)));
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
