use super::*;
use frame::deps::sp_runtime::AccountId32;

fn genesis(n: u32, roles: &[Role]) -> GenesisOrganisation<AccountId32> {
	let officers = staff(OrgId(n)).map(|officer| GenesisOfficer {
		account: officer.account,
		person: officer.person,
		duties: officer.duties,
		checker_limit_fen: Some(500),
		valid_until: None,
	});
	GenesisOrganisation {
		name: Name::try_from("宁波某银行").unwrap(),
		credit_code: credit_code(n),
		region: Region(330_200),
		roles: Roles::of(roles),
		officers: officers.to_vec(),
	}
}

fn built(organisations: Vec<GenesisOrganisation<AccountId32>>) -> TestState {
	testing::reset();
	let storage =
		RuntimeGenesisConfig { registry: GenesisConfig { organisations }, system: Default::default() };
	storage.build_storage().unwrap().into()
}

#[test]
fn the_seats_are_there_from_the_first_block() {
	built(vec![genesis(1, &[Role::Bank]), genesis(2, &[Role::MarketRegulator])]).execute_with(|| {
		assert_eq!(Registry::authorise(&maker(OrgId(2)), Duty::Maker).unwrap().org, OrgId(2));
		assert_eq!(Organisations::<Test>::get(OrgId(1)).unwrap().region_by, None);
		let checker = officer_at(&checker(OrgId(1)));
		assert_noop!(
			Registry::count_checked(checker, OrgId(1), Checks::Drawdowns, Fen(501)),
			Error::<Test>::AboveCheckerLimit
		);
		assert_ok!(Registry::check_invariants());
	});
}

#[test]
#[should_panic(expected = "TooFewAdmins")]
fn a_chain_does_not_start_from_a_genesis_that_breaks_the_rules() {
	let mut bank = genesis(1, &[Role::Bank]);
	bank.officers.truncate(1);
	built(vec![bank]);
}
