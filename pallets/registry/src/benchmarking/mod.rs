//! What calls and extensions cost, each at its worst.
//!
//! The benchmarks stand in one module, because the macro reads them as one; the files beside it have what they need,
//! by noun.

mod acts;
mod door;
mod helper;
mod officers;
mod organisations;
mod recovery;
mod relations;

pub use helper::{keystore_proof, keystore_signature, BenchmarkHelper};

use crate::{extensions::*, Pallet as Registry, *};
use acts::{admission, fill_acts, new_key, prepared, proposed, record};
use door::{any_call, used_allowances};
use frame::benchmarking::prelude::*;
use frame::deps::frame_support::dispatch::{DispatchInfo, PostDispatchInfo};
use frame::deps::sp_runtime::{
	generic::Era,
	traits::{AsSystemOriginSigner, One, Zero},
};
use officers::{first_officers, viewer};
use organisations::{
	a_firm, admitted, council, freed_by_another, new_organisation, sponsor, stands_for_others,
};
use recovery::{recovery_admins, waiting_recovery};
use relations::{recorded_pair, two_groups};
use zhidai_primitives::{Ordered, Roles, ShortText};

#[benchmarks(where
	T: Config + Send + Sync,
	T::RuntimeCall: From<Call<T>> + Dispatchable<Info = DispatchInfo, PostInfo = PostDispatchInfo>,
	<T::RuntimeCall as Dispatchable>::RuntimeOrigin: AsSystemOriginSigner<T::AccountId> + AsTransactionAuthorizedOrigin + Clone,
)]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn admit_by_council(n: Linear<2, MAX_FIRST_OFFICERS>) -> Result<(), BenchmarkError> {
		let origin = council::<T>()?;
		let organisation = new_organisation(1, Roles::ADMITTED_BY_COUNCIL);
		// A bank brought it in as a payee meanwhile, and its numbers are linked only now.
		admitted::<T>(1, Roles::ADMITTED_BY_MEMBERS);
		freed_by_another::<T>(&organisation);
		let officers = first_officers::<T>(n, KeyFor::Admission(organisation.digest()));

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, organisation, officers);

		assert_eq!(OfficersOf::<T>::get(LastOrg::<T>::get()).len(), n as usize);
		Ok(())
	}

	#[benchmark]
	fn propose_admission(n: Linear<2, MAX_FIRST_OFFICERS>) {
		let (org, proposer, _) = sponsor::<T>();
		let (act, request_id) = prepared::<T>(&proposer, admission::<T>(n));

		#[extrinsic_call]
		propose(RawOrigin::Signed(proposer), act, request_id);

		assert_eq!(OpenActs::<T>::get(org).len(), MAX_OPEN_ACTS_OF_OTHERS as usize);
	}

	#[benchmark]
	fn propose_roster() {
		let (org, proposer, _) = a_firm::<T>();
		let (act, request_id) = prepared::<T>(&proposer, Act::RemoveOfficer(viewer::<T>()));

		#[extrinsic_call]
		propose(RawOrigin::Signed(proposer), act, request_id);

		assert_eq!(OpenActs::<T>::get(org).len(), MAX_OPEN_ACTS as usize);
	}

	#[benchmark]
	fn propose_key() {
		let (org, proposer, _) = a_firm::<T>();
		let (act, request_id) = prepared::<T>(&proposer, new_key::<T>());

		#[extrinsic_call]
		propose(RawOrigin::Signed(proposer), act, request_id);

		assert_eq!(OpenActs::<T>::get(org).len(), MAX_OPEN_ACTS as usize);
	}

	#[benchmark]
	fn approve_key() {
		let (_, proposer, approver) = a_firm::<T>();
		let (act_id, digest) = proposed::<T>(&proposer, new_key::<T>());

		#[extrinsic_call]
		approve(RawOrigin::Signed(approver), act_id, digest);

		assert_eq!(OfficerRecords::<T>::get(viewer::<T>()).unwrap().key_number, 1);
	}

	#[benchmark]
	fn propose_record() {
		let (org, proposer, _) = sponsor::<T>();
		let (act, request_id) = prepared::<T>(&proposer, record::<T>(org));

		#[extrinsic_call]
		propose(RawOrigin::Signed(proposer), act, request_id);

		assert_eq!(OpenActs::<T>::get(org).len(), MAX_OPEN_ACTS_OF_OTHERS as usize);
	}

	#[benchmark]
	fn propose_relation() {
		let (org, proposer, _) = sponsor::<T>();
		let (one, other) = recorded_pair::<T>();
		let (act, request_id) = prepared::<T>(&proposer, Act::DeclareRelated { one, other });

		#[extrinsic_call]
		propose(RawOrigin::Signed(proposer), act, request_id);

		assert_eq!(OpenActs::<T>::get(org).len(), MAX_OPEN_ACTS_OF_OTHERS as usize);
	}

	#[benchmark]
	fn approve_relation() {
		let (_, proposer, approver) = sponsor::<T>();
		let (one, other) = recorded_pair::<T>();
		let (act_id, digest) = proposed::<T>(&proposer, Act::DeclareRelated { one, other });

		#[extrinsic_call]
		approve(RawOrigin::Signed(approver), act_id, digest);

		assert_eq!(Related::<T>::get(one, Ordered::from(other)).len(), MAX_DECLARERS as usize);
	}

	#[benchmark]
	fn propose_control() {
		let (org, proposer, _) = sponsor::<T>();
		let (below, above) = two_groups::<T>();
		let act = Act::SetControllerOf { org: below, controller: Some(above) };
		let (act, request_id) = prepared::<T>(&proposer, act);

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
		let (act, request_id) = prepared::<T>(&proposer, Act::Exit);

		#[extrinsic_call]
		propose(RawOrigin::Signed(proposer), act, request_id);

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
		let before = CurrentAccount::<T>::get(org, org).map(|last| last.version);
		let (act_id, digest) = proposed::<T>(&proposer, act);

		#[extrinsic_call]
		approve(RawOrigin::Signed(approver), act_id, digest);

		let after = CurrentAccount::<T>::get(org, org).map(|last| last.version);
		assert!(after > before);
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
		let (new_account, proof) = T::BenchmarkHelper::proof(|_| Registry::<T>::rotation_message(officer, 1));

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
	fn succeed() -> Result<(), BenchmarkError> {
		let origin = council::<T>()?;
		let successor = admitted::<T>(1, Roles::ADMITTED_BY_COUNCIL);
		let org = admitted::<T>(2, Roles::ADMITTED_BY_COUNCIL);
		stands_for_others::<T>(org);

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, org, successor);

		assert_eq!(Predecessors::<T>::get(successor).len(), MAX_PREDECESSORS as usize);
		Ok(())
	}

	#[benchmark]
	fn rename() -> Result<(), BenchmarkError> {
		let origin = council::<T>()?;
		let org = admitted::<T>(1, Roles::ADMITTED_BY_COUNCIL);
		let name = zhidai_primitives::Name::new([b'y'; 96].to_vec()).expect("a printable text");

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, org, name.clone());

		assert_eq!(Organisations::<T>::get(org).map(|organisation| organisation.name), Some(name));
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
		let org = admitted::<T>(2, Roles::ADMITTED_BY_MEMBERS);
		waiting_recovery::<T>(org);
		T::BenchmarkHelper::pass_a_day();

		#[extrinsic_call]
		_(RawOrigin::Signed(officer), org);

		assert_eq!(OfficersOf::<T>::get(org).len(), MAX_RECOVERY_ADMINS as usize);
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
		let org = used_allowances::<T>(&who);
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
