//! What calls and extensions cost, each at its worst.

use crate::{extensions::*, types::act::Signatures, Pallet as Registry, *};
use alloc::vec::Vec;
use frame::benchmarking::prelude::*;
use frame::deps::frame_support::dispatch::{DispatchInfo, PostDispatchInfo};
use frame::deps::sp_core::crypto::KeyTypeId;
use frame::deps::sp_io::hashing::blake2_256;
use frame::deps::sp_runtime::{
	generic::Era,
	traits::{AsSystemOriginSigner, IdentifyAccount, One, Zero},
	AccountId32, MultiSignature, MultiSigner,
};
use zhidai_primitives::{
	traits::{dearest_request, Calendar},
	AccountVersion, Actor, Digest, Duties, Duty, Name, OfficerId, OrgId, Region, RequestId, Role, Roles,
	ShortText,
};

/// What only the runtime can set up.
pub trait BenchmarkHelper<AccountId, Proof> {
	/// A key that no officer has, as an account, and its signature over the message. Of the kinds of keys
	/// that the runtime takes, the one that takes longest to verify.
	fn proof(message: &[u8]) -> (AccountId, Proof);

	/// Has as many seats be held as there can be, all by an organisation that takes no part in the benchmark.
	fn fill_seats();

	/// Has a day of the calendar come on which a notice of the day before is over.
	fn pass_a_day();
}

/// The account and the signature of a fresh ecdsa key of the benchmark's keystore; for runtimes with the usual
/// accounts and signatures.
pub fn keystore_proof(message: &[u8]) -> (AccountId32, MultiSignature) {
	use frame::deps::sp_io::crypto::{ecdsa_generate, ecdsa_sign};
	const KIND: KeyTypeId = KeyTypeId(*b"zdbe");
	let key = ecdsa_generate(KIND, None);
	let signature = ecdsa_sign(KIND, &key, message).expect("the key was just made");
	(MultiSigner::from(key).into_account(), signature.into())
}

const EVERY_DUTY: Duties = Duties::of(Duty::ALL);

/// An organisation of Ningbo with numbers of both kinds; 1 and 2 are two.
fn new_organisation(number: u8, roles: Roles) -> NewOrganisation {
	let code = if number == 1 { "91330200MA2000123Y" } else { "91330200MA20002460" };
	// 14 digits and the check digit that fits.
	let former = (b'0'..=b'9').map(|check| {
		let mut digits = *b"330200000000000";
		digits[13] = b'0' + number;
		digits[14] = check;
		digits
	});
	let is_valid = |digits: &BusinessNumber| RegistrationId::BusinessRegistration(*digits).is_valid();
	NewOrganisation {
		name: Name::new([b'x'; 96].to_vec()).expect("a printable text"),
		registration: RegistrationId::CreditCode(code.parse().expect("its check characters fit")),
		former_number: former.into_iter().find(is_valid),
		region: Region(330_200),
		roles,
		sealing_key: Some([7; 32]),
	}
}

fn new_officer<T: Config>(number: u32, duties: Duties) -> NewOfficer<T::AccountId, ()> {
	NewOfficer {
		account: account("officer", number, 0),
		person: Digest::from(blake2_256(&number.encode())),
		duties,
		checker_limit: None,
		valid_until: None,
		proof: (),
	}
}

/// An officer with a key that has signed for this organisation.
fn proven_officer<T: Config>(number: u32, duties: Duties, key_for: KeyFor) -> NewOfficerOf<T> {
	let (account, proof) = T::BenchmarkHelper::proof(&Registry::<T>::key_message(key_for));
	let person = Digest::from(blake2_256(&number.encode()));
	NewOfficer { account, person, duties, checker_limit: None, valid_until: None, proof }
}

fn first_officers<T: Config>(count: u32, key_for: KeyFor) -> FirstOfficersOf<T> {
	officers_with::<T>(count, EVERY_DUTY, key_for)
}

/// The admins of a recovery.
fn recovery_admins<T: Config>(count: u32, org: OrgId) -> FirstOfficersOf<T> {
	officers_with::<T>(count, Duties::of(&[Duty::Admin]), KeyFor::Organisation(org))
}

fn officers_with<T: Config>(count: u32, duties: Duties, key_for: KeyFor) -> FirstOfficersOf<T> {
	let officers: Vec<_> = (0..count).map(|n| proven_officer::<T>(10_000 + n, duties, key_for)).collect();
	officers.try_into().ok().expect("at most eight")
}

/// An organisation with as many officers as it can have. The two admins, who have every duty, come last, so
/// that whoever looks for them reads all. Others hold as many seats as there are: whoever asks reads them all.
fn full_organisation<T: Config>(roles: Roles) -> (OrgId, T::AccountId, T::AccountId) {
	T::BenchmarkHelper::fill_seats();
	let org = Registry::<T>::admit(new_organisation(1, roles), Roles::of(Role::ALL)).unwrap();
	let most = T::MaxOfficers::get();
	for number in 0..most {
		let duties = if number + 2 < most { Duties::of(&[Duty::View]) } else { EVERY_DUTY };
		Registry::<T>::add_officer(org, &new_officer::<T>(number, duties)).unwrap();
	}
	(org, account("officer", most - 2, 0), account("officer", most - 1, 0))
}

/// A bank and bureau at once, which can propose everything.
fn sponsor<T: Config>() -> (OrgId, T::AccountId, T::AccountId) {
	full_organisation::<T>(Roles::of(&[Role::Bank, Role::MarketRegulator]))
}

fn a_firm<T: Config>() -> (OrgId, T::AccountId, T::AccountId) {
	full_organisation::<T>(Roles::ADMITTED_BY_MEMBERS)
}

fn admission<T: Config>(officers: u32) -> ActOf<T> {
	let organisation = new_organisation(2, Roles::ADMITTED_BY_MEMBERS);
	let officers = first_officers::<T>(officers, KeyFor::Registration(organisation.registration));
	Act::AdmitFirm { organisation, officers }
}

/// Two groups of organisations without officers, which together are as large as one can be: the top of the
/// one, which is to come under the bottom of the other.
fn two_groups<T: Config>() -> (OrgId, OrgId) {
	const FIRST: u32 = 1_000_000;
	let half = MAX_GROUP / 2;
	let put = |id: u32, above: Option<u32>| {
		let mut state = OrgState::new(Roles::of(&[Role::Supplier]));
		state.controller = above.map(OrgId);
		OrgStates::<T>::insert(OrgId(id), state);
		if let Some(above) = above {
			Controlled::<T>::try_append(OrgId(above), OrgId(id)).expect("a group has room");
		}
	};
	for first in [FIRST, FIRST + half] {
		// Three in a line, and all others under the second.
		put(first, None);
		put(first + 1, Some(first));
		for other in 2..half {
			put(first + other, Some(first + 1));
		}
	}
	let (below, above) = (OrgId(FIRST + half), OrgId(FIRST + 2));
	// The regulator looks where both are: only the second one is in its region.
	for (org, region) in [(below, Region(650_000)), (above, Region(330_200))] {
		let new = NewOrganisation { region, ..new_organisation(2, Roles::ADMITTED_BY_MEMBERS) };
		Organisations::<T>::insert(org, Organisation::new(new, T::Calendar::today()));
	}
	(below, above)
}

/// The payee has an account of this bank already, which is retired.
fn record<T: Config>(bank: OrgId) -> ActOf<T> {
	let act = || Act::VerifyPayeeAccount {
		payee: bank,
		holder: Name::new([b'x'; 96].to_vec()).expect("a printable text"),
		bank_code: BankCode(*b"102332002018"),
		account_hash: Digest::repeat_byte(1),
		sealed_digest: Digest::repeat_byte(2),
	};
	let Act::VerifyPayeeAccount { payee, holder, bank_code, account_hash, sealed_digest } = act() else {
		unreachable!()
	};
	let by = Signatures { org: bank, proposer: OfficerId(1), approver: OfficerId(2) };
	Registry::<T>::verify_payee_account(payee, holder, bank_code, (account_hash, sealed_digest), by).unwrap();
	act()
}

/// A new request, where others are over and have to be forgotten.
fn request<T: Config>() -> RequestId {
	let now = frame_system::Pallet::<T>::block_number().saturated_into();
	dearest_request::<Registry<T>>(now, |next| frame_system::Pallet::<T>::set_block_number(next.into()))
}

/// Fills places of the organisation for acts: so many.
fn fill_acts<T: Config>(proposer: &T::AccountId, places: u32) {
	for number in 0..places {
		let act = Act::RemoveOfficer(OfficerId(number));
		let actor = Registry::<T>::officer_of(proposer).expect("an officer");
		// Kept without a rehearsal: the organisation is full.
		let act_id = LastAct::<T>::get().next().unwrap();
		LastAct::<T>::put(act_id);
		// The others' are of four officers: one has not as many places.
		let is_own = number < MAX_OPEN_ACTS_OF_ONE - 1;
		let other = OfficerId(actor.officer.0 - 1 - number % 4);
		let (org, proposer) = (actor.org, if is_own { actor.officer } else { other });
		OpenActs::<T>::try_append(org, (act_id, proposer)).unwrap();
		let proposed_on = T::Calendar::today();
		Acts::<T>::insert(
			act_id,
			PendingAct { org, proposer, key_number: 0, proposed_on, act, firm_in: None },
		);
	}
}

/// Proposes an act into the last free place that it can have; its number and digest.
fn proposed<T: Config>(proposer: &T::AccountId, act: ActOf<T>) -> (ActId, Digest) {
	fill_acts::<T>(proposer, act.places() - 1);
	Registry::<T>::propose(RawOrigin::Signed(proposer.clone()).into(), act.clone(), request::<T>()).unwrap();
	let act_id = LastAct::<T>::get();
	(act_id, act.digest(act_id))
}

/// Another key for an officer, which has signed for the organisation.
fn new_key<T: Config>(org: OrgId) -> ActOf<T> {
	let message = Registry::<T>::key_message(KeyFor::Organisation(org));
	let (new_account, proof) = T::BenchmarkHelper::proof(&message);
	Act::ReplaceKey { officer: viewer::<T>(), new_account, proof }
}

fn viewer<T: Config>() -> OfficerId {
	Officers::<T>::get(account::<T::AccountId>("officer", 0, 0)).expect("an officer").officer
}

#[benchmarks(where
	T: Config + Send + Sync,
	T::RuntimeCall: From<Call<T>> + Dispatchable<Info = DispatchInfo, PostInfo = PostDispatchInfo>,
	<T::RuntimeCall as Dispatchable>::RuntimeOrigin: AsSystemOriginSigner<T::AccountId> + AsTransactionAuthorizedOrigin + Clone,
)]
mod benchmarks {
	use super::*;

	fn council<T: Config>() -> Result<T::RuntimeOrigin, BenchmarkError> {
		T::CouncilOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)
	}

	#[benchmark]
	fn admit_by_council(n: Linear<2, MAX_FIRST_OFFICERS>) -> Result<(), BenchmarkError> {
		let origin = council::<T>()?;
		let organisation = new_organisation(1, Roles::ADMITTED_BY_COUNCIL);
		let officers = first_officers::<T>(n, KeyFor::Registration(organisation.registration));

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, organisation, officers);

		assert_eq!(OfficersOf::<T>::get(LastOrg::<T>::get()).len(), n as usize);
		Ok(())
	}

	#[benchmark]
	fn propose_admission(n: Linear<2, MAX_FIRST_OFFICERS>) {
		let (org, proposer, _) = sponsor::<T>();
		fill_acts::<T>(&proposer, MAX_OPEN_ACTS_OF_OTHERS - 1);
		let request_id = request::<T>();

		#[extrinsic_call]
		propose(RawOrigin::Signed(proposer), admission::<T>(n), request_id);

		assert_eq!(OpenActs::<T>::get(org).len(), MAX_OPEN_ACTS_OF_OTHERS as usize);
	}

	#[benchmark]
	fn propose_roster() {
		let (org, proposer, _) = a_firm::<T>();
		fill_acts::<T>(&proposer, MAX_OPEN_ACTS - 1);
		let request_id = request::<T>();

		#[extrinsic_call]
		propose(RawOrigin::Signed(proposer), Act::RemoveOfficer(viewer::<T>()), request_id);

		assert_eq!(OpenActs::<T>::get(org).len(), MAX_OPEN_ACTS as usize);
	}

	#[benchmark]
	fn propose_key() {
		let (org, proposer, _) = a_firm::<T>();
		fill_acts::<T>(&proposer, MAX_OPEN_ACTS - 1);
		let act = new_key::<T>(org);
		let request_id = request::<T>();

		#[extrinsic_call]
		propose(RawOrigin::Signed(proposer), act, request_id);

		assert_eq!(OpenActs::<T>::get(org).len(), MAX_OPEN_ACTS as usize);
	}

	#[benchmark]
	fn approve_key() {
		let (org, proposer, approver) = a_firm::<T>();
		let (act_id, digest) = proposed::<T>(&proposer, new_key::<T>(org));

		#[extrinsic_call]
		approve(RawOrigin::Signed(approver), act_id, digest);

		assert_eq!(OfficerRecords::<T>::get(viewer::<T>()).unwrap().key_number, 1);
	}

	#[benchmark]
	fn propose_record() {
		let (org, proposer, _) = sponsor::<T>();
		let act = record::<T>(org);
		fill_acts::<T>(&proposer, MAX_OPEN_ACTS_OF_OTHERS - 1);
		let request_id = request::<T>();

		#[extrinsic_call]
		propose(RawOrigin::Signed(proposer), act, request_id);

		assert_eq!(OpenActs::<T>::get(org).len(), MAX_OPEN_ACTS_OF_OTHERS as usize);
	}

	#[benchmark]
	fn propose_relation() {
		let (org, proposer, _) = sponsor::<T>();
		let (one, other) = two_groups::<T>();
		fill_acts::<T>(&proposer, MAX_OPEN_ACTS_OF_OTHERS - 1);
		let (act, request_id) = (Act::DeclareRelated { one, other }, request::<T>());

		#[extrinsic_call]
		propose(RawOrigin::Signed(proposer), act, request_id);

		assert_eq!(OpenActs::<T>::get(org).len(), MAX_OPEN_ACTS_OF_OTHERS as usize);
	}

	#[benchmark]
	fn approve_relation() {
		let (_, proposer, approver) = sponsor::<T>();
		let (one, other) = two_groups::<T>();
		let (act_id, digest) = proposed::<T>(&proposer, Act::DeclareRelated { one, other });

		#[extrinsic_call]
		approve(RawOrigin::Signed(approver), act_id, digest);

		assert_eq!(Related::<T>::iter().count(), 1);
	}

	#[benchmark]
	fn propose_control() {
		let (org, proposer, _) = sponsor::<T>();
		let (below, above) = two_groups::<T>();
		fill_acts::<T>(&proposer, MAX_OPEN_ACTS_OF_OTHERS - 1);
		let (act, request_id) =
			(Act::SetControllerOf { org: below, controller: Some(above) }, request::<T>());

		#[extrinsic_call]
		propose(RawOrigin::Signed(proposer), act, request_id);

		assert_eq!(OpenActs::<T>::get(org).len(), MAX_OPEN_ACTS_OF_OTHERS as usize);
	}

	#[benchmark]
	fn approve_control() {
		let (_, proposer, approver) = sponsor::<T>();
		let (below, above) = two_groups::<T>();
		let act = Act::SetControllerOf { org: below, controller: Some(above) };
		let (act_id, digest) = proposed::<T>(&proposer, act);

		#[extrinsic_call]
		approve(RawOrigin::Signed(approver), act_id, digest);

		assert_eq!(OrgStates::<T>::get(below).unwrap().controller, Some(above));
	}

	#[benchmark]
	fn propose_exit() {
		let (org, proposer, _) = a_firm::<T>();
		fill_acts::<T>(&proposer, MAX_OPEN_ACTS - 1);
		let request_id = request::<T>();

		#[extrinsic_call]
		propose(RawOrigin::Signed(proposer), Act::Exit, request_id);

		assert_eq!(OpenActs::<T>::get(org).len(), MAX_OPEN_ACTS as usize);
	}

	#[benchmark]
	fn approve_admission(n: Linear<2, MAX_FIRST_OFFICERS>) {
		let (_, proposer, approver) = sponsor::<T>();
		let (act_id, digest) = proposed::<T>(&proposer, admission::<T>(n));

		#[extrinsic_call]
		approve(RawOrigin::Signed(approver), act_id, digest);

		assert_eq!(OfficersOf::<T>::get(LastOrg::<T>::get()).len(), n as usize);
	}

	#[benchmark]
	fn approve_roster() {
		let (org, proposer, approver) = a_firm::<T>();
		let (act_id, digest) = proposed::<T>(&proposer, Act::RemoveOfficer(viewer::<T>()));

		#[extrinsic_call]
		approve(RawOrigin::Signed(approver), act_id, digest);

		assert!(!OfficersOf::<T>::get(org).contains(&viewer::<T>()));
	}

	#[benchmark]
	fn approve_record() {
		let (org, proposer, approver) = sponsor::<T>();
		let act = record::<T>(org);
		let before: Option<AccountVersion> = CurrentAccount::<T>::get(org, org);
		let (act_id, digest) = proposed::<T>(&proposer, act);

		#[extrinsic_call]
		approve(RawOrigin::Signed(approver), act_id, digest);

		assert!(CurrentAccount::<T>::get(org, org) > before);
	}

	#[benchmark]
	fn approve_exit() {
		let (org, proposer, approver) = a_firm::<T>();
		let (act_id, digest) = proposed::<T>(&proposer, Act::Exit);

		#[extrinsic_call]
		approve(RawOrigin::Signed(approver), act_id, digest);

		assert!(OpenActs::<T>::get(org).is_empty() && !OrgStates::<T>::get(org).unwrap().is_active());
	}

	#[benchmark]
	fn withdraw() {
		let (org, proposer, admin) = sponsor::<T>();
		let (act_id, _) = proposed::<T>(&proposer, admission::<T>(MAX_FIRST_OFFICERS));

		#[extrinsic_call]
		_(RawOrigin::Signed(admin), act_id);

		assert!(!Acts::<T>::contains_key(act_id) && OpenActs::<T>::get(org).len() > 1);
	}

	#[benchmark]
	fn reject() {
		let (_, proposer, checker) = sponsor::<T>();
		let (act_id, _) = proposed::<T>(&proposer, admission::<T>(MAX_FIRST_OFFICERS));
		let reason = ShortText::new([b'x'; 160].to_vec()).expect("a printable text");

		#[extrinsic_call]
		_(RawOrigin::Signed(checker), act_id, reason);

		assert!(!Acts::<T>::contains_key(act_id) && AdmissionsToConfirm::<T>::iter_keys().count() == 0);
	}

	#[benchmark]
	fn rotate_key() {
		let (_, who, _) = a_firm::<T>();
		let officer = Registry::<T>::officer_of(&who).unwrap().officer;
		let (new_account, proof) = T::BenchmarkHelper::proof(&Registry::<T>::rotation_message(officer, 1));

		#[extrinsic_call]
		_(RawOrigin::Signed(who), new_account.clone(), proof);

		assert_eq!(Registry::<T>::key_of(officer), Some(new_account));
	}

	#[benchmark]
	fn suspend() -> Result<(), BenchmarkError> {
		let origin = council::<T>()?;
		let (org, ..) = a_firm::<T>();

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, org);

		assert!(!OrgStates::<T>::get(org).unwrap().is_active());
		Ok(())
	}

	#[benchmark]
	fn reinstate() -> Result<(), BenchmarkError> {
		let origin = council::<T>()?;
		let (org, ..) = a_firm::<T>();
		Registry::<T>::suspend(origin.clone(), org)?;

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, org);

		assert!(OrgStates::<T>::get(org).unwrap().is_active());
		Ok(())
	}

	#[benchmark]
	fn exit() -> Result<(), BenchmarkError> {
		let origin = council::<T>()?;
		let (org, proposer, _) = a_firm::<T>();
		fill_acts::<T>(&proposer, MAX_OPEN_ACTS);

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, org);

		assert!(OpenActs::<T>::get(org).is_empty());
		let registration = Organisations::<T>::get(org).unwrap().registration;
		assert!(!OrgByNumber::<T>::contains_key(registration.key()));
		Ok(())
	}

	#[benchmark]
	fn open_recovery(n: Linear<1, MAX_RECOVERY_ADMINS>) -> Result<(), BenchmarkError> {
		let origin = council::<T>()?;
		let (org, ..) = a_firm::<T>();
		// The places that are kept for it.
		OfficersOf::<T>::mutate(org, |officers| {
			officers.truncate((T::MaxOfficers::get() - MAX_RECOVERY_ADMINS) as usize);
		});
		let admins = recovery_admins::<T>(n, org);

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, org, admins);

		assert!(Registry::<T>::recovery(org).is_some());
		Ok(())
	}

	#[benchmark]
	fn object_to_recovery() {
		let (org, admin, _) = a_firm::<T>();
		waiting_recovery::<T>(org);

		#[extrinsic_call]
		_(RawOrigin::Signed(admin));

		assert!(Registry::<T>::recovery(org).is_none());
	}

	#[benchmark]
	fn complete_recovery() {
		let (_, officer, _) = sponsor::<T>();
		let org = Registry::<T>::admit(new_organisation(2, Roles::ADMITTED_BY_MEMBERS), Roles::of(Role::ALL))
			.unwrap();
		waiting_recovery::<T>(org);
		T::BenchmarkHelper::pass_a_day();

		#[extrinsic_call]
		_(RawOrigin::Signed(officer), org);

		assert_eq!(OfficersOf::<T>::get(org).len(), MAX_RECOVERY_ADMINS as usize);
	}

	/// As many admins as there can be, whose notice is over.
	fn waiting_recovery<T: Config>(org: OrgId) {
		let admins = recovery_admins::<T>(MAX_RECOVERY_ADMINS, org);
		let objections_until = zhidai_primitives::Day(T::Calendar::today().0.saturating_sub(1));
		Recoveries::<T>::insert(zhidai_primitives::Ordered::from(org), Recovery { admins, objections_until });
	}

	/// A call that every member may send.
	fn any_call<T: Config>() -> T::RuntimeCall
	where
		T::RuntimeCall: From<Call<T>>,
	{
		Call::<T>::withdraw { act_id: ActId(0) }.into()
	}

	#[benchmark]
	fn mortal_era() {
		let (_, who, _) = sponsor::<T>();
		let (call, info) = (any_call::<T>(), DispatchInfo::default());
		System::<T>::set_block_number(17_u32.into());
		frame_system::BlockHash::<T>::insert(BlockNumberFor::<T>::from(16_u32), T::Hash::default());
		let extension = MortalEra::<T>::from(Era::mortal(16, 16));

		#[block]
		{
			extension
				.test_run(RawOrigin::Signed(who).into(), &call, &info, 0, 0, |_| Ok(Default::default()))
				.unwrap()
				.unwrap();
		}
	}

	#[benchmark]
	fn admit_member() {
		let (_, who, _) = sponsor::<T>();
		System::<T>::set_block_number(BlockNumberFor::<T>::one());
		let Actor { org, officer, .. } = Registry::<T>::officer_of(&who).unwrap();
		// A firm has one bucket more than others: it shares what all firms may use.
		OrgStates::<T>::insert(org, OrgState::new(Roles::ADMITTED_BY_MEMBERS));
		let bucket = Bucket { block: 0, used: 1 };
		let used = Used { ordinary: bucket, reserve: bucket };
		Buckets::<T>::insert(org, used);
		OfficerBuckets::<T>::insert(officer, used);
		TogetherUsed::<T>::put(used);
		let call = any_call::<T>();
		let info = DispatchInfo { call_weight: Weight::from_parts(1_000, 0), ..Default::default() };
		let extension = AdmitMember::<T>::new();
		// Less than foreseen: the rest is given back.
		let spent = || PostDispatchInfo { actual_weight: Some(Weight::zero()), ..Default::default() };

		#[block]
		{
			extension
				.test_run(RawOrigin::Signed(who).into(), &call, &info, 0, 0, |_| Ok(spent()))
				.unwrap()
				.unwrap();
		}

		let used = Buckets::<T>::get(org);
		assert!(used.ordinary.block == 1 || used.reserve.block == 1);
	}

	/// In a block: the next transaction. What stands further ahead is looked at in pools only.
	#[benchmark]
	fn nonce_window() {
		let (_, who, _) = sponsor::<T>();
		let (call, info) = (any_call::<T>(), DispatchInfo::default());
		let extension = NonceWindow::<T>::from(T::Nonce::zero());

		#[block]
		{
			extension
				.test_run(RawOrigin::Signed(who.clone()).into(), &call, &info, 0, 0, |_| {
					Ok(Default::default())
				})
				.unwrap()
				.unwrap();
		}

		assert_eq!(System::<T>::account_nonce(&who), T::Nonce::one());
	}

	impl_benchmark_test_suite!(Registry, crate::mock::empty(), crate::mock::Test);
}
