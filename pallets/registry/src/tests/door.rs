//! The extensions, as the pool and the block run them.

use super::*;
use crate::extensions::*;
use frame::deps::frame_support::dispatch::{DispatchInfo, PostDispatchInfo};
use frame::deps::sp_runtime::{generic::Era, AccountId32};

fn remark() -> RuntimeCall {
	frame_system::Call::remark { remark: vec![] }.into()
}

fn withdrawal() -> RuntimeCall {
	Call::withdraw { act_id: ActId(1) }.into()
}

fn info(call_weight: u64) -> DispatchInfo {
	DispatchInfo { call_weight: Weight::from_parts(call_weight, 0), ..Default::default() }
}

type Checked = Result<ValidTransaction, TransactionValidityError>;

/// What an extension answers to a transaction from this source.
fn answer(
	extension: impl TransactionExtension<RuntimeCall>,
	who: RuntimeOrigin,
	call: &RuntimeCall,
	source: TransactionSource,
) -> Checked {
	extension.validate_only(who, call, &info(0), 0, source, 0).map(|(valid, ..)| valid)
}

fn member(who: AccountId32, call: &RuntimeCall, source: TransactionSource) -> Checked {
	answer(AdmitMember::<Test>::new(), by(who), call, source)
}

/// Runs a transaction that costs this much in a block, through `AdmitMember` only.
fn run(who: AccountId32, cost: u64) -> Result<(), TransactionValidityError> {
	run_as(who, &info(cost - BASE), 0, None)
}

/// Runs a transaction of this length, whose call takes this weight in the end.
fn run_as(
	who: AccountId32,
	info: &DispatchInfo,
	length: usize,
	actual: Option<u64>,
) -> Result<(), TransactionValidityError> {
	let actual_weight = actual.map(|actual| Weight::from_parts(actual, 0));
	let post_info = PostDispatchInfo { actual_weight, ..Default::default() };
	let ran = AdmitMember::<Test>::new().test_run(by(who), &withdrawal(), info, length, 0, |_| Ok(post_info));
	ran.map(|result| {
		assert_ok!(result);
	})
}

fn permanent(refusal: Refusal) -> Checked {
	Err(TransactionValidityError::Invalid(InvalidTransaction::Custom(refusal as u8)))
}

fn temporary(refusal: Refusal) -> Checked {
	Err(TransactionValidityError::Unknown(UnknownTransaction::Custom(refusal as u8)))
}

use TransactionSource::{External, InBlock, Local};

#[test]
fn the_door_opens_to_active_officers_only() {
	with_consortium(|| {
		for source in [External, Local, InBlock] {
			assert!(member(maker(FIRM), &withdrawal(), source).is_ok());
			assert_eq!(member(account(999), &withdrawal(), source), permanent(Refusal::Stranger));
		}
		let officer = officer_at(&maker(FIRM));
		assert_ok!(by_admins(FIRM, Act::SetExpiry { officer, valid_until: Some(today()) }));
		assert!(member(maker(FIRM), &withdrawal(), External).is_ok());
		days_later(1);
		let refusal = permanent(Refusal::OfficerNotActive);
		assert_eq!(member(maker(FIRM), &withdrawal(), External), refusal);
		assert_ok!(by_admins(FIRM, Act::RemoveOfficer(officer_at(&checker(FIRM)))));
		assert_eq!(member(checker(FIRM), &withdrawal(), InBlock), refusal);
		assert_ok!(Registry::suspend(council(), FIRM));
		let refusal = permanent(Refusal::OrganisationNotActive);
		assert_eq!(member(admin(FIRM), &withdrawal(), External), refusal);
	});
}

#[test]
fn a_transaction_without_a_signer_is_refused() {
	with_consortium(|| {
		let nobody = answer(AdmitMember::<Test>::new(), RuntimeOrigin::none(), &withdrawal(), External);
		assert_eq!(nobody, Err(InvalidTransaction::BadSigner.into()));
	});
}

#[test]
fn a_call_outside_the_role_is_refused() {
	with_consortium(|| {
		assert!(member(maker(REGULATOR), &remark(), External).is_ok());
		for who in [maker(BANK), checker(REGULATOR)] {
			assert_eq!(member(who, &remark(), External), permanent(Refusal::CallOutsideRole));
		}
	});
}

#[test]
fn an_organisation_uses_its_allowance_and_no_more() {
	with_consortium(|| {
		for _ in 0..10 {
			assert_ok!(run(maker(FIRM), CAPACITY / 10));
		}
		assert_eq!(Buckets::<Test>::get(FIRM), Bucket { block: 1, used: CAPACITY });
		for who in [maker(FIRM), admin(FIRM)] {
			for source in [External, Local] {
				let waits = member(who.clone(), &withdrawal(), source).expect("the pool keeps it");
				let goes = member(maker(BANK), &withdrawal(), source).expect("it has used nothing");
				assert!(waits.priority < goes.priority, "it waits behind the others");
			}
			assert_eq!(
				member(who, &withdrawal(), InBlock),
				Err(InvalidTransaction::ExhaustsResources.into()),
				"the proposer skips and keeps it"
			);
		}
		assert!(member(maker(BANK), &withdrawal(), External).is_ok(), "the others go on");
		System::set_block_number(2);
		assert_ok!(run(maker(FIRM), PER_BLOCK));
		assert_eq!(run(maker(FIRM), BASE), Err(InvalidTransaction::ExhaustsResources.into()));
		System::set_block_number(100);
		assert_ok!(run(maker(FIRM), BASE + 1));
		assert_eq!(Buckets::<Test>::get(FIRM), Bucket { block: 100, used: BASE + 1 });
	});
}

#[test]
fn everything_that_fills_a_block_uses_the_allowance() {
	with_consortium(|| {
		let info = DispatchInfo {
			call_weight: Weight::from_parts(300, 0),
			extension_weight: Weight::from_parts(70, 0),
			..Default::default()
		};
		assert_ok!(run_as(maker(FIRM), &info, 400, None));
		let all = BASE + 300 + 70 + 400 * PER_BYTE;
		assert_eq!(Buckets::<Test>::get(FIRM), Bucket { block: 1, used: all });
		assert_ok!(run_as(maker(BANK), &DispatchInfo::default(), 0, None));
		assert_eq!(Buckets::<Test>::get(BANK).used, BASE, "no transaction is free");
	});
}

#[test]
fn what_a_call_did_not_need_is_given_back() {
	with_consortium(|| {
		assert_ok!(run_as(maker(FIRM), &info(1_000), 10, Some(400)));
		assert_eq!(Buckets::<Test>::get(FIRM).used, BASE + 400 + 10 * PER_BYTE);
		assert_ok!(run_as(maker(BANK), &info(1_000), 0, Some(1_000)));
		assert_eq!(Buckets::<Test>::get(BANK).used, BASE + 1_000);
	});
}

#[test]
fn what_is_longer_than_any_real_transaction_is_refused() {
	with_consortium(|| {
		let of_length = |length: u32, source| {
			AdmitMember::<Test>::new()
				.validate_only(by(maker(REGULATOR)), &remark(), &info(0), length as usize, source, 0)
				.map(|(valid, ..)| valid)
		};
		for source in [External, Local, InBlock] {
			assert!(of_length(LONGEST, source).is_ok());
			assert_eq!(of_length(LONGEST + 1, source), permanent(Refusal::TooLong));
		}
	});
}

#[test]
fn validation_alone_charges_nothing() {
	with_consortium(|| {
		assert_storage_noop!(assert!(member(maker(FIRM), &withdrawal(), External).is_ok()));
	});
}

#[test]
fn urgent_calls_go_first_then_those_who_used_less() {
	with_consortium(|| {
		let priority = |who, call: RuntimeCall| member(who, &call, External).unwrap().priority;
		let propose = || RuntimeCall::from(Call::propose { act: Act::Exit });
		let suspend = || RuntimeCall::from(Call::suspend { org: FIRM });
		assert_ok!(run(maker(FIRM), CAPACITY / 2));
		let [other, draft, protective] =
			[withdrawal(), propose(), suspend()].map(|call| priority(maker(FIRM), call));
		assert!(protective > draft && draft > other && other > 0);
		assert!(priority(maker(BANK), withdrawal()) > other, "who used less goes first");
		assert!(draft > priority(maker(BANK), withdrawal()), "but the tier decides");
	});
}

#[test]
fn immortal_and_long_lived_transactions_are_refused() {
	with_consortium(|| {
		System::set_block_number(3);
		let era = |era| answer(MortalEra::<Test>::from(era), by(maker(FIRM)), &withdrawal(), External);
		frame_system::BlockHash::<Test>::insert(0, Digest::repeat_byte(1));
		frame_system::BlockHash::<Test>::insert(2, Digest::repeat_byte(2));
		assert_eq!(era(Era::Immortal), permanent(Refusal::NotMortal));
		assert_eq!(era(Era::mortal(512, 2)), permanent(Refusal::NotMortal));
		assert_eq!(era(Era::mortal(256, 2)).unwrap().longevity, 255);
		assert_eq!(era(Era::mortal(4, 2)).unwrap().longevity, 3);
		System::set_block_number(8);
		assert_eq!(era(Era::mortal(4, 2)), Err(InvalidTransaction::AncientBirthBlock.into()));
	});
}

#[test]
fn replaced_extensions_keep_their_names_and_bytes() {
	with_consortium(|| {
		type Old<T> = (frame_system::CheckMortality<T>, frame_system::CheckNonce<T>);
		type New<T> = (MortalEra<T>, NonceWindow<T>);
		let era = Era::mortal(64, 7);
		let old: Old<Test> = (frame_system::CheckMortality::from(era), frame_system::CheckNonce::from(300));
		let new: New<Test> = (MortalEra::from(era), NonceWindow::from(300));
		assert_eq!(old.encode(), new.encode());
		let identifiers = |extensions: Vec<frame::deps::sp_runtime::traits::TransactionExtensionMetadata>| {
			extensions.into_iter().map(|extension| extension.identifier).collect::<Vec<_>>()
		};
		assert_eq!(
			identifiers(<Old<Test> as TransactionExtension<RuntimeCall>>::metadata()),
			identifiers(<New<Test> as TransactionExtension<RuntimeCall>>::metadata()),
		);
		assert!(AdmitMember::<Test>::new().encode().is_empty(), "no wallet needs to know it");
	});
}

#[test]
fn the_implicit_hash_of_an_era_is_that_of_its_birth() {
	with_consortium(|| {
		System::set_block_number(3);
		frame_system::BlockHash::<Test>::insert(2, Digest::repeat_byte(2));
		let implicit =
			TransactionExtension::<RuntimeCall>::implicit(&MortalEra::<Test>::from(Era::mortal(4, 2)));
		assert_eq!(implicit, Ok(Digest::repeat_byte(2)));
	});
}

fn nonce(nonce: u32, who: AccountId32, source: TransactionSource) -> Checked {
	answer(NonceWindow::<Test>::from(nonce), by(who), &withdrawal(), source)
}

#[test]
fn an_account_has_only_so_many_transactions_waiting() {
	with_consortium(|| {
		let who = maker(FIRM);
		let next = nonce(0, who.clone(), External).unwrap();
		assert_eq!((next.requires, next.provides), (vec![], vec![(who.clone(), 0_u32).encode()]));
		let last = nonce(MOST_WAITING, who.clone(), External).unwrap();
		assert_eq!(last.requires, vec![(who.clone(), MOST_WAITING - 1).encode()]);
		let beyond = MOST_WAITING + 1;
		assert_eq!(nonce(beyond, who.clone(), External), temporary(Refusal::TooManyWaiting));
		assert_eq!(nonce(u32::MAX, who.clone(), Local), temporary(Refusal::TooManyWaiting));
		System::inc_account_nonce(&who);
		assert!(nonce(beyond, who.clone(), External).is_ok(), "it can come again");
		assert_eq!(nonce(0, who, External), Err(InvalidTransaction::Stale.into()));
	});
}

#[test]
fn a_transaction_counts_its_nonce() {
	with_consortium(|| {
		let run = |nonce| {
			NonceWindow::<Test>::from(nonce)
				.test_run(by(maker(FIRM)), &withdrawal(), &info(0), 0, 0, |_| Ok(Default::default()))
		};
		assert_eq!(run(1).unwrap_err(), InvalidTransaction::Future.into());
		assert_ok!(run(0).unwrap());
		assert_eq!(System::account_nonce(maker(FIRM)), 1);
		assert_eq!(run(0).unwrap_err(), InvalidTransaction::Stale.into());
	});
}

#[test]
fn every_extension_has_its_weight() {
	with_consortium(|| {
		let call = withdrawal();
		assert_eq!(MortalEra::<Test>::from(Era::Immortal).weight(&call), <() as WeightInfo>::mortal_era());
		assert_eq!(AdmitMember::<Test>::new().weight(&call), <() as WeightInfo>::admit_member());
		assert_eq!(NonceWindow::<Test>::from(0).weight(&call), <() as WeightInfo>::nonce_window());
	});
}
