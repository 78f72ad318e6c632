//! How organisations come in, tried at the composed runtime: what others can do to who waits for the council, who moved
//! before it came, and who corrects whom.

mod common;

use common::calls::call;
use common::consortium::*;
use common::*;
use pallet_registry::{
	Act, ActOf, FirstOfficersOf, KeyFor, LastOrg, NewOfficer, NewOrganisation, OfficersOf, Organisations,
};
use polkadot_sdk::*;
use zhidai_primitives::{Duties, Duty, OrgId, Region, Role, Roles};
use zhidai_runtime::{Runtime, RuntimeEvent};

type RegistryError = pallet_registry::Error<Runtime>;

fn proposal(act: ActOf<Runtime>) -> RegistryCall {
	RegistryCall::propose { act, request_id: new_request() }
}

fn last_org() -> OrgId {
	LastOrg::<Runtime>::get()
}

/// A motion is public for a week, with its keys and their proofs. Who names them in an act uses up none of them, and
/// who brings the organisation in without officers keeps the council from nothing.
#[test]
fn nobody_keeps_from_coming_in_who_waits_for_the_council() {
	chain(|| {
		let admission = bureau("余姚市市场监督管理局", "yy", NINGBO);
		let RegistryCall::admit_by_council { organisation, officers } = admission.clone() else {
			panic!("an admission")
		};
		let waiting = motion(admission);
		let as_supplier = NewOrganisation { roles: Roles::of(&[Role::Supplier]), ..organisation };
		let taken = Act::AdmitFirm { organisation: as_supplier.clone(), officers: officers.clone() };
		refused("msa.maker", proposal(taken), RegistryError::ProofInvalid);

		let payee = Act::AdmitFirm { organisation: as_supplier, officers: Default::default() };
		agreed("bank-a.maker", "bank-a.checker", payee);
		let org = last_org();
		let (name, roles, region) = (None, None, None);
		let taken = Act::FirstOfficers { org, officers, name, roles, region };
		refused("bank-b.maker", proposal(taken), RegistryError::ProofInvalid);

		done("nfra.council", vote(waiting, true));
		done("bank-a.council", vote(waiting, true));
		done("bank-a.council", close(waiting));
		let result = last_event(|event| match event {
			RuntimeEvent::Council(pallet_collective::Event::Executed { result, .. }) => Some(*result),
			_ => None,
		});
		assert_eq!(result, Ok(()));
		assert_eq!(
			(last_org(), OfficersOf::<Runtime>::get(org).len()),
			(org, 5),
			"it is the same organisation"
		);
		next_block();
		admitted("yy.maker", call("Credentials.record"));
	});
}

/// The other bank sees the act that waits, and would be the first with other persons or duties under its keys.
#[test]
fn nobody_proposes_anothers_firm_with_other_persons_or_duties() {
	chain(|| {
		let organisation = organisation("宁波甬江精工有限公司", NINGBO, Role::Enterprise);
		let staff = ["admin-1", "admin-2"].map(|who| officer(&format!("yj.{who}"), &[Duty::Admin]));
		let officers = proven(KeyFor::Admission(organisation.digest()), staff.to_vec());
		let act = |officers: FirstOfficersOf<Runtime>| Act::AdmitFirm {
			organisation: organisation.clone(),
			officers,
		};
		let waiting = proposed("bank-a.maker", act(officers.clone()));
		let [one, other] = officers.as_slice() else { panic!("two admins") };
		let other_person = NewOfficer { person: sp_core::H256::repeat_byte(7), ..one.clone() };
		let duties = Duties::of(&[Duty::Admin, Duty::Maker]);
		let other_duties = NewOfficer { duties, ..one.clone() };
		for changed in [other_person, other_duties] {
			let copied = vec![changed, other.clone()].try_into().expect("two");
			refused("bank-b.maker", proposal(act(copied)), RegistryError::ProofInvalid);
		}
		let (act_id, act_digest) = waiting;
		done("msa.checker", RegistryCall::approve { act_id, act_digest });
		assert_eq!(OfficersOf::<Runtime>::get(last_org()).len(), 2);
	});
}

/// Xiamen issued its number, and nobody of Xiamen is in the consortium.
#[test]
fn a_firm_that_moved_comes_in_by_the_bureau_of_where_it_is() {
	chain(|| {
		let before = organisation("宁波新迁精工有限公司", Region(350_200), Role::Enterprise);
		let moved = NewOrganisation { region: NINGBO, ..before };
		let act = |organisation: &NewOrganisation, officers: FirstOfficersOf<Runtime>| Act::AdmitFirm {
			organisation: organisation.clone(),
			officers,
		};
		refused("bank-a.maker", proposal(act(&moved, Default::default())), RegistryError::RegionDiffers);
		let nation = NewOrganisation { region: Region::NATION, ..moved.clone() };
		refused("bank-a.maker", proposal(act(&nation, Default::default())), RegistryError::RegionNotAllowed);
		let staff = ["admin-1", "admin-2"].map(|who| officer(&format!("xq.{who}"), &[Duty::Admin]));
		let officers = proven(KeyFor::Admission(moved.digest()), staff.to_vec());
		agreed("bank-a.maker", "msa.checker", act(&moved, officers));
		let record = Organisations::<Runtime>::get(last_org()).expect("the firm");
		assert_eq!((record.region, record.region_by), (NINGBO, Some(MARKET_BUREAU)));
	});
}

#[test]
fn a_county_does_not_undo_what_its_province_corrected() {
	chain(|| {
		let (zhejiang, haishu) = (Region(330_000), Region(330_203));
		decided(bureau("浙江省市场监督管理局", "zj", zhejiang)).unwrap();
		decided(bureau("宁波市海曙区市场监督管理局", "hs", haishu)).unwrap();
		let org = admit_firm("宁波海曙铸件有限公司", None, haishu, Role::Supplier);
		let correct = |region| Act::CorrectRegion { org, region: Region(region) };
		agreed("hs.maker", "hs.checker", correct(330_212));
		agreed("zj.maker", "zj.checker", correct(330_206));
		refused("hs.maker", proposal(correct(330_203)), RegistryError::RegionAttested);
		refused("msa.maker", proposal(correct(330_203)), RegistryError::RegionAttested);
		agreed("zj.maker", "zj.checker", correct(330_203));
	});
}
