//! The extensions, as the pool and the block run them.

mod waiting;

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
	run_call(who, &withdrawal(), info, length, actual)
}

fn run_call(
	who: AccountId32,
	call: &RuntimeCall,
	info: &DispatchInfo,
	length: usize,
	actual: Option<u64>,
) -> Result<(), TransactionValidityError> {
	let actual_weight = actual.map(|actual| Weight::from_parts(actual, 0));
	let post_info = PostDispatchInfo { actual_weight, ..Default::default() };
	let ran = AdmitMember::<Test>::new().test_run(by(who), call, info, length, 0, |_| Ok(post_info));
	ran.map(|result| {
		assert_ok!(result);
	})
}

/// What an organisation has used for ordinary calls.
fn used(org: OrgId) -> Bucket {
	Buckets::<Test>::get(org).ordinary
}

/// Uses up what one organisation has for ordinary calls, by two officers: each has a half.
fn use_up(org: OrgId) {
	for who in [maker(org), checker(org)] {
		for _ in 0..5 {
			assert_ok!(run(who.clone(), CAPACITY / 10));
		}
	}
	assert_eq!(used(org).used, CAPACITY);
}

fn rotation() -> RuntimeCall {
	let (new_account, proof) = sign(Kind::Ed25519, 9, b"");
	Call::rotate_key { new_account, proof }.into()
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
			assert_eq!(member(account(999), &withdrawal(), source), temporary(Refusal::Stranger));
		}
		let officer = officer_at(&maker(FIRM));
		assert_ok!(by_admins(FIRM, Act::SetExpiry { officer, valid_until: Some(today()) }));
		assert!(member(maker(FIRM), &withdrawal(), External).is_ok());
		days_later(1);
		let refusal = temporary(Refusal::OfficerNotActive);
		assert_eq!(member(maker(FIRM), &withdrawal(), External), refusal);
		assert_ok!(by_admins(FIRM, Act::RemoveOfficer(officer_at(&checker(FIRM)))));
		assert_eq!(member(checker(FIRM), &withdrawal(), InBlock), refusal);
		assert_ok!(Registry::suspend(council(), FIRM));
		let refusal = temporary(Refusal::OrganisationNotActive);
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

/// A role or a duty can be given in the next block, or on another fork: only what is nobody's is refused for good.
#[test]
fn a_call_outside_the_role_is_refused_and_for_good_only_where_it_is_nobodys() {
	with_consortium(|| {
		assert!(member(maker(REGULATOR), &remark(), External).is_ok());
		for who in [maker(BANK), checker(REGULATOR)] {
			assert_eq!(member(who, &remark(), External), temporary(Refusal::CallOutsideRole));
		}
		let nobodys = RuntimeCall::from(frame_system::Call::set_heap_pages { pages: 1 });
		assert_eq!(member(maker(BANK), &nobodys, External), permanent(Refusal::NobodysCall));
		assert_eq!(member(account(999), &nobodys, External), temporary(Refusal::Stranger));
	});
}

#[test]
fn an_organisation_uses_its_allowance_and_no_more() {
	with_consortium(|| {
		use_up(BANK);
		assert_eq!(used(BANK), Bucket { block: 1, used: CAPACITY });
		for who in [maker(BANK), admin(BANK)] {
			for source in [External, Local] {
				let waits = member(who.clone(), &withdrawal(), source).expect("the pool keeps it");
				let goes = member(maker(OTHER_BANK), &withdrawal(), source).expect("it has used nothing");
				assert!(waits.priority < goes.priority, "it waits behind the others");
			}
			assert_eq!(
				member(who, &withdrawal(), InBlock),
				Err(InvalidTransaction::ExhaustsResources.into()),
				"the proposer skips and keeps it"
			);
		}
		assert!(member(maker(OTHER_BANK), &withdrawal(), External).is_ok(), "the others go on");
		System::set_block_number(2);
		assert_ok!(run(maker(BANK), PER_BLOCK));
		assert_eq!(run(checker(BANK), BASE), Err(InvalidTransaction::ExhaustsResources.into()));
		System::set_block_number(100);
		assert_ok!(run(maker(BANK), BASE + 1));
		assert_eq!(used(BANK), Bucket { block: 100, used: BASE + 1 });
	});
}

#[test]
fn one_officer_uses_half_of_it_and_the_colleagues_go_on() {
	with_consortium(|| {
		for _ in 0..5 {
			assert_ok!(run(maker(BANK), CAPACITY / 10));
		}
		let exhausted = Err(InvalidTransaction::ExhaustsResources.into());
		assert_eq!(run(maker(BANK), BASE), exhausted);
		let waits = member(maker(BANK), &withdrawal(), External).unwrap();
		let goes = member(checker(BANK), &withdrawal(), External).unwrap();
		assert!(waits.priority < goes.priority);
		assert_ok!(run(checker(BANK), BASE));
		System::set_block_number(2);
		assert_ok!(run(maker(BANK), PER_BLOCK / 2));
		assert_eq!(run(maker(BANK), BASE), exhausted, "half of what comes back is the officer's");
	});
}

/// Two settlement files a block keep a bank's allowance used up; its admins still replace the maker's key.
#[test]
fn admin_and_protective_acts_have_a_reserve_that_nothing_else_uses_up() {
	with_consortium(|| {
		use_up(BANK);
		let exhausted = Err(InvalidTransaction::ExhaustsResources.into());
		assert_eq!(run(admin(BANK), BASE), exhausted);
		let urgent = member(admin(BANK), &rotation(), External).unwrap();
		let usual = member(maker(OTHER_BANK), &withdrawal(), External).unwrap();
		assert!(urgent.priority > usual.priority, "before everything ordinary");
		let act = |who, cost: u64| run_call(who, &rotation(), &info(cost - BASE), 0, None);
		assert_ok!(act(admin(BANK), RESERVE / 2));
		assert_eq!(Buckets::<Test>::get(BANK).reserve, Bucket { block: 1, used: RESERVE / 2 });
		assert_eq!(used(BANK).used, CAPACITY, "it costs the reserve only");
		assert_eq!(act(admin(BANK), BASE), exhausted, "an officer has half of the reserve too");
		assert_ok!(act(second_admin(BANK), RESERVE / 2));
		assert_eq!(act(maker(BANK), BASE), exhausted);
		// Where the reserve is used up, what is left for everybody is theirs as well.
		System::set_block_number(11);
		assert_ok!(act(admin(BANK), RESERVE / 2));
		assert_ok!(act(admin(BANK), BASE));
		assert_eq!(used(BANK), Bucket { block: 11, used: BASE });
		// What does not fit into the reserve, as a batch of many, is charged to that altogether.
		System::set_block_number(100);
		assert_ok!(act(admin(BANK), RESERVE / 2 + 1));
		assert_eq!(Buckets::<Test>::get(BANK).reserve.used_at(100, RESERVE), 0);
		assert_eq!(used(BANK).used, RESERVE / 2 + 1);
	});
}

#[test]
fn a_firm_has_little_and_all_firms_together_have_no_more_than_their_part() {
	with_consortium(|| {
		let firms: Vec<OrgId> = std::iter::once(FIRM)
			.chain((5..9).map(|number| {
				assert_ok!(by_staff(BANK, firm(number, &staff(OrgId(number)))));
				OrgId(number)
			}))
			.collect();
		let exhausted = Err(InvalidTransaction::ExhaustsResources.into());
		// Whatever each has used: enough that it does not count as resting.
		for org in &firms {
			assert_ok!(run(maker(*org), CAPACITY / 100));
		}
		let mut got = 0;
		for org in &firms {
			// A tenth of a bank's, half of it by each officer.
			for who in [maker(*org), checker(*org)] {
				for _ in 0..4 {
					match run(who.clone(), CAPACITY / 100) {
						Ok(()) => got += 1,
						refused => assert_eq!(refused, exhausted),
					}
				}
			}
		}
		assert_eq!(got, 25, "three firms' worth, however many firms there are");
		assert_eq!(TogetherUsed::<Test>::get().ordinary.used, 3 * CAPACITY / 10);
		assert!(run(maker(BANK), BASE).is_ok(), "banks have their own");
		let reserve = run_call(admin(firms[4]), &rotation(), &info(0), 0, None);
		assert_ok!(reserve);
	});
}

/// Five firms keep the shared allowance used up. A sixth that rested gets its mandate in, and no more than that.
#[test]
fn a_firm_that_rested_gets_in_while_others_flood() {
	with_consortium(|| {
		assert_ok!(by_staff(BANK, firm(5, &staff(OrgId(5)))));
		let rested = OrgId(5);
		assert_ok!(by_staff(BANK, firm(6, &staff(OrgId(6)))));
		let full = |block| {
			let ordinary = Bucket { block, used: 3 * CAPACITY / 10 };
			TogetherUsed::<Test>::put(Used { ordinary, ..Default::default() });
		};
		full(1);
		assert_ok!(run(maker(FIRM), CAPACITY / 100));
		let exhausted = Err(InvalidTransaction::ExhaustsResources.into());
		assert_eq!(run(maker(FIRM), BASE), exhausted, "it has had its little");
		let priority = |who| member(who, &withdrawal(), External).unwrap().priority;
		assert!(priority(maker(rested)) > priority(maker(FIRM)));
		assert_ok!(run(maker(rested), CAPACITY / 100));
		assert_eq!(run(maker(rested), BASE), exhausted);
		// What is kept for those who rested is bounded too: any number can rest and flood by turns.
		assert_eq!(run(maker(OrgId(6)), BASE), exhausted);
		System::set_block_number(3);
		full(3);
		assert_ok!(run(maker(FIRM), BASE));
	});
}

/// What one of them uses in a block comes back with the next, so all of them rest for ever; if that were all, so many
/// of them would use up every block.
#[test]
fn firms_that_use_a_little_in_every_block_have_no_more_than_their_part() {
	with_consortium(|| {
		let firms: Vec<OrgId> = (5..45).map(OrgId).collect();
		for org in &firms {
			assert_ok!(by_staff(BANK, firm(org.0, &staff(*org))));
		}
		// Less than a firm rests at. All of them together have what 20 such calls take.
		let little = CAPACITY / 200;
		let blocks = 100..200;
		let mut got = 0;
		for block in blocks.clone() {
			System::set_block_number(block);
			got += firms.iter().filter(|org| run(maker(**org), little).is_ok()).count() as u64;
		}
		let shared = 3 * CAPACITY / 10 + PER_BLOCK * blocks.count() as u64;
		// And once what is kept for those who rested, however many they are.
		let rested = CAPACITY / 50;
		assert!(got * little <= shared + rested, "{} of {shared}", got * little);
		assert!(got * little >= shared / 2, "and no less than they may");
	});
}

/// Two makers flood with acts that have the reserve. The admins take their keys away all the same.
#[test]
fn officers_who_are_no_admins_leave_half_of_the_reserve() {
	with_consortium(|| {
		use_up(BANK);
		let exhausted = Err(InvalidTransaction::ExhaustsResources.into());
		let act = |who, cost: u64| run_call(who, &rotation(), &info(cost - BASE), 0, None);
		for who in [maker(BANK), checker(BANK)] {
			assert_ok!(act(who.clone(), RESERVE / 4));
			assert_eq!(act(who, BASE), exhausted);
		}
		assert_eq!(Buckets::<Test>::get(BANK).reserve.used, RESERVE / 2);
		assert_ok!(act(admin(BANK), RESERVE / 4));
		assert_ok!(act(second_admin(BANK), RESERVE / 4));
	});
}

/// A firm's reserve is its own, and all firms' is a part of every block.
#[test]
fn firms_share_the_reserve_and_a_bank_has_its_own() {
	with_consortium(|| {
		let reserve = Bucket { block: 1, used: RESERVE };
		TogetherUsed::<Test>::put(Used { reserve, ..Default::default() });
		let act = |who| run_call(who, &rotation(), &info(0), 0, None);
		assert_ok!(act(admin(FIRM)));
		assert_eq!(Buckets::<Test>::get(FIRM).reserve.used, 0);
		assert_eq!(used(FIRM).used, BASE, "beyond it, it is an ordinary call");
		assert_ok!(act(admin(BANK)));
		assert_eq!((Buckets::<Test>::get(BANK).reserve.used, used(BANK).used), (BASE, 0));
		System::set_block_number(2);
		assert_ok!(act(admin(FIRM)));
		assert_eq!(Buckets::<Test>::get(FIRM).reserve.used, BASE);
		assert_eq!(TogetherUsed::<Test>::get().reserve.used, BASE);
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
		let length = LONGEST as usize / 2;
		assert_ok!(run_as(maker(FIRM), &info, length, None));
		let all = BASE + 300 + 70 + length as u64 * PER_BYTE;
		assert_eq!(used(FIRM), Bucket { block: 1, used: all });
		assert_eq!(OfficerBuckets::<Test>::get(officer_at(&maker(FIRM))).ordinary, used(FIRM));
		assert_eq!(TogetherUsed::<Test>::get().ordinary, used(FIRM));
		assert_ok!(run_as(maker(BANK), &DispatchInfo::default(), 0, None));
		assert_eq!(used(BANK).used, BASE, "no transaction is free");
		assert_eq!(TogetherUsed::<Test>::get().ordinary, used(FIRM), "a bank is no firm");
	});
}

#[test]
fn what_a_call_did_not_need_is_given_back() {
	with_consortium(|| {
		assert_ok!(run_as(maker(FIRM), &info(1_000), 10, Some(400)));
		let left = BASE + 400 + 10 * PER_BYTE;
		assert_eq!(used(FIRM).used, left);
		assert_eq!(OfficerBuckets::<Test>::get(officer_at(&maker(FIRM))).ordinary.used, left);
		assert_eq!(TogetherUsed::<Test>::get().ordinary.used, left);
		assert_ok!(run_as(maker(BANK), &info(1_000), 0, Some(1_000)));
		assert_eq!(used(BANK).used, BASE + 1_000);
		assert_ok!(run_call(admin(BANK), &rotation(), &info(1_000), 0, Some(1)));
		assert_eq!(Buckets::<Test>::get(BANK).reserve.used, BASE + 1);
	});
}

#[test]
fn what_is_longer_than_a_call_of_its_kind_is_refused() {
	with_consortium(|| {
		let of_length = |call: &RuntimeCall, length: u32, source| {
			AdmitMember::<Test>::new()
				.validate_only(by(maker(REGULATOR)), call, &info(0), length as usize, source, 0)
				.map(|(valid, ..)| valid)
		};
		for source in [External, Local, InBlock] {
			for (call, longest) in [(remark(), LONGEST), (withdrawal(), LONGEST / 2)] {
				assert!(of_length(&call, longest, source).is_ok());
				assert_eq!(of_length(&call, longest + 1, source), permanent(Refusal::TooLong));
			}
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
		let propose =
			|| RuntimeCall::from(Call::propose { act: Act::Exit, request_id: testing::new_request() });
		let suspend = || RuntimeCall::from(Call::suspend { org: FIRM });
		assert_ok!(run(maker(BANK), CAPACITY / 8));
		let [other, draft, admin, protective] =
			[withdrawal(), propose(), rotation(), suspend()].map(|call| priority(maker(BANK), call));
		assert!(protective > admin && admin > draft && draft > other && other > 0);
		assert!(priority(checker(BANK), withdrawal()) > other, "the officer who used less goes first");
		let fresh = priority(maker(OTHER_BANK), withdrawal());
		assert!(fresh > priority(checker(BANK), withdrawal()), "and before that the organisation");
		assert!(draft > fresh, "but the tier decides");
		assert_ok!(run(checker(BANK), CAPACITY / 2));
		assert!(priority(maker(BANK), propose()) < fresh, "until more than half is used");
		assert!(priority(maker(BANK), suspend()) > priority(maker(OTHER_BANK), propose()));
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

#[test]
fn every_extension_has_its_weight() {
	with_consortium(|| {
		let call = withdrawal();
		assert_eq!(MortalEra::<Test>::from(Era::Immortal).weight(&call), <() as WeightInfo>::mortal_era());
		assert_eq!(AdmitMember::<Test>::new().weight(&call), <() as WeightInfo>::admit_member());
		assert_eq!(NonceWindow::<Test>::from(0).weight(&call), <() as WeightInfo>::nonce_window());
	});
}
