//! What one member can do to the others, tried at the composed runtime: firms together, a bureau's maker, a bank's
//! makers, another region's register, bureaus that record, report and correct. Each of these once went too far.

mod common;

use common::calls::call;
use common::consortium::*;
use common::lending::{confirm_proposed, proposed_credential_act, CredentialsCall};
use common::*;
use frame_support::dispatch::{DispatchClass, GetDispatchInfo};
use pallet_credentials::{AdverseKind, Event as CredentialsEvent};
use pallet_registry::{Act, NewOrganisation, RegistrationId};
use polkadot_sdk::*;
use zhidai_primitives::{
	traits::Standing, CredentialId, CredentialTypeId, Duty, OrgId, Region, Role, ShortText, SpotCheckState,
	Uetr,
};
use zhidai_runtime::{door, Credentials, Runtime, RuntimeEvent, System, UncheckedExtrinsic};

type RegistryError = pallet_registry::Error<Runtime>;
type CredentialsError = pallet_credentials::Error<Runtime>;
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

/// Firms that use a little in every block, forever: less than a firm has while it rests. What they used in a block has
/// come back in the next, so each of them has always rested, and together they had all of it.
#[test]
fn firms_that_never_flood_alone_do_not_fill_the_blocks_together() {
	chain(|| {
		const FIRMS: u64 = 40;
		const BLOCKS: u64 = 60;
		let keys: Vec<String> = (0..FIRMS).map(|number| format!("firm{number}")).collect();
		for (number, key) in keys.iter().enumerate() {
			admit_firm(&format!("宁波第{number}精工有限公司"), Some(key), NINGBO, Role::Enterprise);
			if number % 4 == 3 {
				next_block();
			}
		}
		let all = door::FIRM.together.unwrap();
		let rests = door::FIRM.ordinary.capacity / 16;
		// Receipts of payments that are not there: refused inside, and charged for as many as they name.
		let junk = |count: u16| {
			let uetrs = (0..count).map(|line| Uetr::of_batch_line(Uetr::from_random([9; 16]), line));
			let uetrs = uetrs.collect::<Vec<_>>().try_into().unwrap();
			pallet_payments::Call::<Runtime>::confirm { uetrs }
		};
		let sent = |name: &str, count: u16| sign(name, junk(count), Options::default());
		let fits = |count: &u16| cost(&sent("firm0.confirm", *count)) < rests / 2;
		let count = (1..=100).take_while(fits).last().unwrap();
		let each = cost(&sent("firm0.confirm", count));
		// Together they would fill what a block has for ordinary calls.
		let room = <Runtime as frame_system::Config>::BlockWeights::get();
		let room = room.get(DispatchClass::Normal).max_total.unwrap().ref_time();
		assert!(FIRMS * each * 10 > 9 * room, "{each} of {room}");
		let most = all.ordinary.capacity + all.rested;
		let mut got = 0;
		next_block();
		for _ in 0..BLOCKS {
			for key in &keys {
				got += u64::from(include(sent(&format!("{key}.confirm"), count)).is_ok());
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
		let officers = proven(pallet_registry::KeyFor::Admission(organisation.digest()), staff.to_vec());
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
			kind: AdverseKind::FailedSpotCheck,
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

/// A credential under a number, granted today.
fn credential(holder: OrgId, number: u8) -> CredentialsCall {
	let (number_digest, document_digest) =
		(sp_core::H256::repeat_byte(number), sp_core::H256::repeat_byte(1));
	let (type_id, granted_on, expires_on) = (CredentialTypeId(22), today(), None);
	CredentialsCall::record { holder, type_id, number_digest, document_digest, granted_on, expires_on }
}

/// A report of something that happened today, by a paper of its own.
fn adverse(org: OrgId, kind: AdverseKind, paper: u8) -> CredentialsCall {
	let (happened_on, digest, request_id) = (today(), sp_core::H256::repeat_byte(paper), new_request());
	CredentialsCall::report_adverse { org, kind, happened_on, digest, request_id }
}

/// Two persons of a bureau do it, in a block of its own.
fn carried_out(maker: &str, call: CredentialsCall) {
	done(maker, call);
	confirm_proposed(maker);
	next_block();
}

/// Who read another region's number, in the act that waited for its second person, and was first, once had it for ever.
#[test]
fn no_bureau_takes_the_number_of_a_certificate_of_another_region() {
	chain(|| {
		decided(bureau("杭州市市场监督管理局", "hz", Region(330_100))).unwrap();
		decided(bureau("浙江省市场监督管理局", "zj", Region(330_000))).unwrap();
		let holder = admit_firm("宁波甬江精工有限公司", None, NINGBO, Role::Enterprise);
		let other = admit_firm("杭州某工贸有限公司", None, Region(330_102), Role::Enterprise);
		done("msa.maker", credential(holder, 9));
		let (act, digest) = proposed_credential_act();
		done("hz.maker", credential(other, 9));
		confirm_proposed("hz.maker");
		done("msa.checker", CredentialsCall::confirm { act, digest });
		let told = last_event(|event| match event {
			RuntimeEvent::Credentials(CredentialsEvent::NumberShared { credential, others, .. }) => {
				Some((*credential, others.to_vec()))
			}
			_ => None,
		});
		assert_eq!(told, (CredentialId(1), vec![CredentialId(0)]));
		next_block();
		// Each of the two is told of its own, and who has both holders cancels the wrong one.
		for maker in ["hz.maker", "zj.maker"] {
			refused(maker, credential(other, 9), CredentialsError::NumberTaken);
		}
		carried_out("zj.maker", CredentialsCall::cancel { credential: CredentialId(0) });
		let standing =
			pallet_credentials::ByNumber::<Runtime>::get(CredentialTypeId(22), sp_core::H256::repeat_byte(9));
		assert_eq!(standing.into_inner(), [CredentialId(1)]);
	});
}

/// A bureau once filled a firm's list alone, suspended it all, and nobody could record anything of the firm's.
#[test]
fn no_bureau_fills_the_places_of_a_firms_credentials_alone() {
	chain(|| {
		decided(bureau("浙江省市场监督管理局", "zj", Region(330_000))).unwrap();
		let firm = admit_firm("宁波甬江精工有限公司", None, NINGBO, Role::Enterprise);
		let most = u8::try_from(pallet_credentials::MAX_CREDENTIALS_OF_ONE).unwrap();
		for number in 0..most {
			carried_out("msa.maker", credential(firm, number));
		}
		done("msa.maker", credential(firm, most));
		let (act, digest) = proposed_credential_act();
		let confirm = CredentialsCall::confirm { act, digest };
		refused("msa.checker", confirm, CredentialsError::TooManyCredentialsOfBureau);
		carried_out("zj.maker", credential(firm, most + 1));
	});
}

/// Two bureaus once filled a firm's list with what freezes nothing, for ten years; no third one's check froze it.
#[test]
fn bureaus_that_fill_a_firms_list_do_not_keep_another_from_freezing() {
	chain(|| {
		decided(bureau("浙江省市场监督管理局", "zj", Region(330_000))).unwrap();
		decided(bureau("宁波市海曙区市场监督管理局", "hs", Region(330_203))).unwrap();
		let firm = admit_firm("宁波甬江精工有限公司", None, Region(330_203), Role::Enterprise);
		let fill = |maker: &str, kind, count: u32| {
			for paper in 0..u8::try_from(count).unwrap() {
				carried_out(maker, adverse(firm, kind, paper));
			}
		};
		fill("msa.maker", AdverseKind::PenaltySafety, pallet_credentials::MAX_OTHERS_OF_ONE);
		fill("zj.maker", AdverseKind::PenaltySafety, 16);
		fill("msa.maker", AdverseKind::FailedSpotCheck, pallet_credentials::MAX_CHECKS_OF_ONE);
		assert_eq!(pallet_credentials::AdverseByOrg::<Runtime>::decode_len(firm), Some(64));
		let one_more = adverse(firm, AdverseKind::FailedSpotCheck, 99);
		done("msa.maker", one_more);
		let (act, digest) = proposed_credential_act();
		refused("msa.checker", CredentialsCall::confirm { act, digest }, CredentialsError::TooManyOfBureau);
		done("hs.maker", adverse(firm, AdverseKind::FailedSpotCheck, 99));
		confirm_proposed("hs.maker");
		let told = last_event(|event| match event {
			RuntimeEvent::Credentials(CredentialsEvent::AdverseLeftOut { record, check, .. }) => {
				Some((record.0, check.0))
			}
			_ => None,
		});
		assert_eq!(told, (0, 64));
		assert_eq!(pallet_credentials::FailedChecks::<Runtime>::get(firm).served, 17);
	});
}

/// The register of the firm's city once corrected its region between the province's report and its confirmation.
#[test]
fn a_register_shields_no_firm_by_correcting_its_region() {
	chain(|| {
		decided(bureau("浙江省市场监督管理局", "zj", Region(330_000))).unwrap();
		let firm = admit_firm("宁波甬江精工有限公司", None, NINGBO, Role::Enterprise);
		done("zj.maker", adverse(firm, AdverseKind::FailedSpotCheck, 1));
		let (act, digest) = proposed_credential_act();
		let elsewhere = Act::CorrectRegion { org: firm, region: Region(650_100) };
		agreed("msa.maker", "msa.checker", elsewhere);
		refused(
			"zj.maker",
			adverse(firm, AdverseKind::FailedSpotCheck, 2),
			CredentialsError::RegionNotAllowed,
		);
		assert!(!Credentials::is_frozen(firm, SpotCheckState::Served));
		done("zj.checker", CredentialsCall::confirm { act, digest });
		assert!(Credentials::is_frozen(firm, SpotCheckState::Served));
	});
}
