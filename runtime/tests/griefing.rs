//! What one member can do to the others, tried at the composed runtime: firms together, a bureau's maker, a bank's
//! makers, another region's register. Each of these once went too far.

mod common;

use common::calls::call;
use common::consortium::*;
use common::*;
use frame_support::dispatch::{DispatchClass, GetDispatchInfo};
use pallet_registry::{Act, NewOrganisation, RegistrationId};
use polkadot_sdk::*;
use zhidai_primitives::{Duty, Region, Role, ShortText};
use zhidai_runtime::{door, Runtime, System, UncheckedExtrinsic};

type RegistryError = pallet_registry::Error<Runtime>;
type UtilityCall = pallet_utility::Call<Runtime>;

/// By what a transaction fills a block, in picoseconds.
fn cost(transaction: &UncheckedExtrinsic) -> u64 {
	use codec::Encode;
	let info = transaction.get_dispatch_info();
	let base = <Runtime as frame_system::Config>::BlockWeights::get().get(info.class).base_extrinsic;
	let per_byte: u64 = <Runtime as pallet_registry::Config>::AllowancePerByte::get();
	let length = u64::try_from(transaction.encoded_size()).unwrap();
	info.total_weight().saturating_add(base).ref_time() + length * per_byte
}

/// Firms that use a little in every block, forever, by two officers each: less than a firm has while it rests. What
/// they used in a block has come back in the next, so each of them has always rested, and together they had all of it.
#[test]
fn firms_that_never_flood_alone_do_not_fill_the_blocks_together() {
	chain(|| {
		const FIRMS: u64 = 14;
		const BLOCKS: u64 = 60;
		let keys: Vec<String> = (0..FIRMS).map(|number| format!("firm{number}")).collect();
		for (number, key) in keys.iter().enumerate() {
			admit_firm(&format!("宁波第{number}精工有限公司"), Some(key), NINGBO, Role::Enterprise);
		}
		let all = door::FIRM.together.unwrap();
		let rests = door::FIRM.ordinary.capacity / 16;
		let filing = call("Evidence.file");
		let junk = |count: usize| UtilityCall::force_batch { calls: vec![filing.clone(); count] };
		let sent = |name: &str, count: usize| sign(name, junk(count), Options::default());
		let fits = |count: &usize| cost(&sent("firm0.maker", *count)) < rests / 2;
		let count = (1..200_usize).take_while(fits).last().unwrap();
		let each = cost(&sent("firm0.maker", count));
		// Together they would fill what a block has for ordinary calls.
		let room = <Runtime as frame_system::Config>::BlockWeights::get();
		let room = room.get(DispatchClass::Normal).max_total.unwrap().ref_time();
		assert!(2 * FIRMS * each * 10 > 9 * room, "{each} of {room}");
		let most = all.ordinary.capacity + all.rested;
		let mut got = 0;
		next_block();
		for _ in 0..BLOCKS {
			for key in &keys {
				for officer in ["maker", "confirm"] {
					got += u64::from(include(sent(&format!("{key}.{officer}"), count)).is_ok());
				}
			}
			let taken = System::block_weight().get(DispatchClass::Normal).ref_time();
			assert!(taken <= most, "{taken} of {most}");
			// A bank's step has room in every block, and so have the admins of those who flood.
			for (name, step) in
				[("bank-a.checker", "Payments.approve"), ("firm0.admin-1", "Registry.rotate_key")]
			{
				assert!(include(sign(name, call(step), Options::default())).is_ok(), "{name}: {step}");
			}
			next_block();
		}
		assert!(got * each * 2 > BLOCKS * all.ordinary.per_block, "they have their part");
	});
}

/// A bureau says no, and the bank hears why in the same block.
#[test]
fn a_bureau_rejects_a_firm_that_a_bank_proposed() {
	chain(|| {
		let organisation = organisation("宁波甬江精工有限公司", NINGBO, Role::Enterprise);
		let staff = ["admin-1", "admin-2"].map(|who| officer(&format!("yj.{who}"), &[Duty::Admin]));
		let officers =
			proven(pallet_registry::KeyFor::Registration(organisation.registration), staff.to_vec());
		let (act_id, act_digest) = proposed("bank-a.maker", Act::AdmitFirm { organisation, officers });
		let reason = || ShortText::try_from("登记状态为注销").unwrap();
		let reject = || RegistryCall::reject { act_id, reason: reason() };
		refused("bank-a.checker", reject(), RegistryError::RoleMissing);
		turned_away("bank-a.maker", reject(), zhidai_primitives::Refusal::CallOutsideRole);
		done("msa.checker", reject());
		let told = last_event(|event| match event {
			zhidai_runtime::RuntimeEvent::Registry(pallet_registry::Event::ActRejected {
				proposed_by,
				reason,
				..
			}) => Some((*proposed_by, reason.clone())),
			_ => None,
		});
		assert_eq!(told, (BANK_A, reason()));
		refused("msa.checker", RegistryCall::approve { act_id, act_digest }, RegistryError::ActUnknown);
	});
}

/// The register of another region neither brings in a code that it did not issue, nor takes a firm's number from it.
#[test]
fn a_register_speaks_for_its_own_region_only() {
	chain(|| {
		let issued = RegistrationId::CreditCodeAsIssued("91350299M0009QAA68".parse().unwrap());
		let elsewhere = NewOrganisation {
			registration: issued,
			..organisation("厦门某食品有限公司", Region(350_200), Role::Supplier)
		};
		let act = Act::AdmitFirm { organisation: elsewhere, officers: Default::default() };
		refused(
			"msa.maker",
			RegistryCall::propose { act, request_id: new_request() },
			RegistryError::RegionNotAllowed,
		);
		let firm = admit_firm("宁波北仑铸件有限公司", None, NINGBO, Role::Supplier);
		let act =
			Act::LinkNumber { org: firm, number: RegistrationId::BusinessRegistration(*b"110108000000016") };
		refused(
			"msa.maker",
			RegistryCall::propose { act, request_id: new_request() },
			RegistryError::RegionDiffers,
		);
	});
}

/// A careless maker proposes as much as it may; the colleagues still suspend, in the same block.
#[test]
fn one_maker_of_a_bureau_does_not_keep_the_others_from_protecting() {
	chain(|| {
		let firm = admit_firm("宁波甬江精工有限公司", Some("yj"), NINGBO, Role::Enterprise);
		agreed("msa.admin-1", "msa.admin-2", Act::AddOfficer(officer("msa.maker-2", &[Duty::Maker])));
		let report = |digest: u8| pallet_credentials::Call::<Runtime>::report_adverse {
			org: firm,
			kind: zhidai_primitives::AdverseKind::FailedSpotCheck,
			happened_on: today(),
			digest: sp_core::H256::repeat_byte(digest),
			request_id: new_request(),
		};
		let batch = |from: u8| UtilityCall::batch_all {
			calls: (from..from + 16).map(|digest| report(digest).into()).collect(),
		};
		for part in 0..pallet_credentials::MAX_PENDING_ACTS_OF_ONE / 16 {
			done("msa.maker", batch(part as u8 * 16));
		}
		type Error = pallet_credentials::Error<Runtime>;
		refused("msa.maker", report(200), Error::TooManyActsOfOne);
		done("msa.maker-2", report(3));
		let waiting = pallet_credentials::PendingCount::<Runtime>::get(MARKET_BUREAU);
		assert_eq!(waiting, pallet_credentials::MAX_PENDING_ACTS_OF_ONE + 1);
	});
}
