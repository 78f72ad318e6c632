//! `add_type` and genesis.

use super::*;
use crate::{CredentialType, Element, Error, LastType, Level, Types};
use std::collections::BTreeSet;
use zhidai_primitives::Role;

fn local_award() -> CredentialType {
	CredentialType {
		name: "宁波市市长质量奖".try_into().unwrap(),
		element: Element::Brand,
		level: Level::City,
		granted_by: "宁波市人民政府".try_into().unwrap(),
		region: Region(330_200),
		recorded_by: Role::MarketRegulator,
	}
}

#[test]
fn genesis_brings_the_catalogue() {
	run(|| {
		assert_eq!(Types::<Test>::iter().count(), 30);
		assert_eq!(LastType::<Test>::get(), CredentialTypeId(30));
		assert_eq!(Types::<Test>::get(CredentialTypeId(1)).unwrap().name.as_str(), "中国质量奖");
	});
}

#[test]
fn g_01_the_catalogue_knows_the_five_quality_elements_and_each_has_credentials() {
	run(|| {
		let five =
			[Element::Credit, Element::Management, Element::Brand, Element::Foundation, Element::Innovation];
		let found: BTreeSet<_> = Types::<Test>::iter().map(|(_, known)| known.element).collect();
		assert_eq!(found, BTreeSet::from(five));
		// 质量信用A级, 质量管理体系认证, 中国质量奖, 产品认证, 中国专利奖.
		let elements =
			[29, 22, 1, 24, 26].map(|id| Types::<Test>::get(CredentialTypeId(id)).unwrap().element);
		assert_eq!(elements, five);
	});
}

#[test]
fn genesis_can_leave_the_catalogue_out() {
	let genesis = RuntimeGenesisConfig::default();
	TestState::new(genesis.build_storage().unwrap()).execute_with(|| {
		assert_eq!(Types::<Test>::iter().count(), 0);
		assert_ok!(Credentials::add_type(RuntimeOrigin::root(), local_award()));
		assert!(Types::<Test>::contains_key(CredentialTypeId(1)));
	});
}

#[test]
fn the_council_adds_a_type_under_the_next_number() {
	run(|| {
		assert_ok!(Credentials::add_type(RuntimeOrigin::root(), local_award()));
		assert_eq!(last_event(), Event::TypeAdded { type_id: CredentialTypeId(31) });
		assert_eq!(Types::<Test>::get(CredentialTypeId(31)), Some(local_award()));
		record(31, 1);
	});
}

#[test]
fn nobody_else_adds_a_type() {
	run(|| {
		assert_noop!(Credentials::add_type(by(MAKER), local_award()), DispatchError::BadOrigin);
	});
}

#[test]
fn a_type_must_make_sense() {
	run(|| {
		let add = |new| Credentials::add_type(RuntimeOrigin::root(), new);
		let malformed = CredentialType { region: Region(330_003), ..local_award() };
		assert_noop!(add(malformed), Error::<Test>::RegionMalformed);
		for recorded_by in [Role::Bank, Role::Enterprise, Role::InspectionBody] {
			assert_noop!(
				add(CredentialType { recorded_by, ..local_award() }),
				Error::<Test>::RecorderNotABureau
			);
		}
		LastType::<Test>::put(CredentialTypeId(u16::MAX));
		assert_noop!(add(local_award()), Error::<Test>::CounterUsedUp);
	});
}

#[test]
fn another_kind_of_bureau_records_its_own_types() {
	run(|| {
		let tax_credit = CredentialType { recorded_by: Role::TaxBureau, ..local_award() };
		assert_ok!(Credentials::add_type(RuntimeOrigin::root(), tax_credit));
		assert_noop!(ask(MAKER, 31, 1, None), ROLE_MISSING);
		assert_ok!(ask(TAX_MAKER, 31, 1, None));
		assert_ok!(confirm_by(TAX_CHECKER));
		let id = CredentialId(0);
		assert_noop!(Credentials::suspend(by(MAKER), id, reason()), ROLE_MISSING);
		assert_ok!(Credentials::suspend(by(TAX_MAKER), id, reason()));
	});
}
