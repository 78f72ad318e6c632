use super::*;
use frame::deps::sp_runtime::{traits::Verify, AccountId32, MultiSignature};

fn rotate(kind: Kind, seed: u8, number: u16) -> DispatchResult {
	let message = Registry::rotation_message(officer_at(&maker(BANK)), number);
	let (account, proof) = sign(kind, seed, &message);
	Registry::rotate_key(by(maker(BANK)), account, proof)
}

#[test]
fn an_officer_rotates_the_own_key_to_any_kind_of_key() {
	with_consortium(|| {
		let officer = officer_at(&maker(BANK));
		let mut current = maker(BANK);
		for (number, kind) in (1..).zip([Kind::Sr25519, Kind::Ed25519, Kind::Ecdsa]) {
			let (next, proof) = sign(kind, 7, &Registry::rotation_message(officer, number));
			days_later(1);
			assert_ok!(Registry::rotate_key(by(current.clone()), next.clone(), proof));
			happened(Event::KeyReplaced { org: BANK, officer, key_number: number, account: next.clone() });
			let old = OfficerKeys::<Test>::get(officer, number - 1).unwrap();
			assert_eq!((old.account, old.until), (current.clone(), Some(today())));
			let refusal = Registry::authorise(&current, Duty::Maker);
			assert_eq!(refusal, Err(Error::<Test>::OfficerNotActive.into()));
			assert_eq!(Registry::authorise(&next, Duty::Maker).unwrap().officer, officer);
			assert_eq!(Registry::key_of(officer), Some(next.clone()));
			assert_ok!(Registry::check_invariants());
			current = next;
		}
	});
}

/// The neutral element of the group: with it as the key, a signature of nothing fits every message.
#[test]
fn a_key_that_anybody_can_sign_with_is_nobodys() {
	with_consortium(|| {
		let mut signature = [0; 64];
		signature[63] = 0x80;
		let (nobody, proof) = (AccountId32::new([0; 32]), MultiSignature::Sr25519(signature.into()));
		assert!(proof.verify(b"whatever".as_slice(), &nobody), "the library takes it");
		let rotated = Registry::rotate_key(by(maker(BANK)), nobody, proof);
		assert_noop!(rotated, Error::<Test>::ProofInvalid);
	});
}

#[test]
fn the_new_key_proves_itself_for_this_officer_and_number() {
	with_consortium(|| {
		assert_noop!(rotate(Kind::Sr25519, 7, 0), Error::<Test>::ProofInvalid);
		assert_noop!(rotate(Kind::Sr25519, 7, 2), Error::<Test>::ProofInvalid);
		let other_officer = Registry::rotation_message(officer_at(&checker(BANK)), 1);
		let (account, proof) = sign(Kind::Ed25519, 7, &other_officer);
		assert_noop!(Registry::rotate_key(by(maker(BANK)), account, proof), Error::<Test>::ProofInvalid);
		let right = Registry::rotation_message(officer_at(&maker(BANK)), 1);
		let (_, proof) = sign(Kind::Ed25519, 7, &right);
		let (another, _) = sign(Kind::Ed25519, 8, &right);
		assert_noop!(Registry::rotate_key(by(maker(BANK)), another, proof), Error::<Test>::ProofInvalid);
		assert_ok!(rotate(Kind::Ed25519, 7, 1));
	});
}

#[test]
fn a_rotation_is_bound_to_the_chain() {
	with_consortium(|| {
		let here = Registry::rotation_message(OfficerId(1), 1);
		frame_system::BlockHash::<Test>::insert(0, Digest::repeat_byte(9));
		assert_ne!(here, Registry::rotation_message(OfficerId(1), 1));
	});
}

#[test]
fn a_key_that_was_ever_used_is_never_admitted_again() {
	with_consortium(|| {
		assert_ok!(rotate(Kind::Sr25519, 7, 1));
		let (current, _) = sign(Kind::Sr25519, 7, b"");
		let officer = officer_at(&current);
		let message = Registry::rotation_message(officer, 2);
		let (same, proof) = sign(Kind::Sr25519, 7, &message);
		assert_noop!(Registry::rotate_key(by(current), same, proof), Error::<Test>::KeyAlreadyUsed);
		let back = Act::ReplaceKey { officer, new_account: maker(BANK), proof: no_proof() };
		assert_noop!(propose(admin(BANK), back), Error::<Test>::KeyAlreadyUsed);
	});
}

#[test]
fn a_stranger_and_a_retired_key_rotate_nothing() {
	with_consortium(|| {
		let (next, proof) = sign(Kind::Sr25519, 7, b"");
		let attempt = |who| Registry::rotate_key(by(who), next.clone(), proof.clone());
		assert_noop!(attempt(account(999)), Error::<Test>::NotAMember);
		assert_ok!(by_admins(BANK, Act::RemoveOfficer(officer_at(&maker(BANK)))));
		assert_noop!(attempt(maker(BANK)), Error::<Test>::OfficerNotActive);
	});
}

#[test]
fn two_admins_replace_a_lost_key() {
	with_consortium(|| {
		let officer = officer_at(&maker(BANK));
		let replace = Act::ReplaceKey { officer, new_account: account(99), proof: no_proof() };
		assert_ok!(by_admins(BANK, replace));
		happened(Event::KeyReplaced { org: BANK, officer, key_number: 1, account: account(99) });
		assert_eq!(Registry::authorise(&account(99), Duty::Maker).unwrap().officer, officer);
		assert_eq!(
			Registry::authorise(&maker(BANK), Duty::Maker),
			Err(Error::<Test>::OfficerNotActive.into())
		);
	});
}

/// An officer whose key has signed for somebody.
fn announced(n: u32, key_for: KeyFor) -> TestOfficer {
	let new = officer(n, &[Duty::Admin]);
	let proof = proof(&new.account, key_for, &new.entry());
	NewOfficer { proof, ..new }
}

#[test]
fn a_new_key_signs_for_the_organisation_that_it_is_to_act_for() {
	with_consortium(|| {
		let refuse = |who, act| {
			assert_noop!(
				Registry::propose(by(who), act, testing::new_request()),
				Error::<Test>::ProofInvalid
			);
		};
		refuse(admin(FIRM), Act::AddOfficer(officer(49, &[Duty::View])));
		// What was announced for one organisation is nothing to another.
		let for_bank = announced(49, KeyFor::Organisation(BANK));
		refuse(admin(FIRM), Act::AddOfficer(for_bank.clone()));
		let officer = officer_at(&maker(FIRM));
		let (new_account, proof) = (for_bank.account.clone(), for_bank.proof.clone());
		refuse(admin(FIRM), Act::ReplaceKey { officer, new_account, proof });
		// Nor is what was signed for one officer anything to another one, or to a new one.
		let at = |officer| super::proof(&account(49), KeyFor::Officer(officer), &account(49));
		let (new_account, proof) = (account(49), at(officer_at(&maker(BANK))));
		refuse(admin(FIRM), Act::ReplaceKey { officer, new_account, proof });
		let proof = at(officer);
		refuse(admin(FIRM), Act::AddOfficer(NewOfficer { proof, ..super::officer(49, &[Duty::View]) }));
		// Nor is another key's proof.
		let other = NewOfficer { account: account(50), ..for_bank.clone() };
		refuse(admin(BANK), Act::AddOfficer(other));
		assert_ok!(Registry::propose(by(admin(BANK)), Act::AddOfficer(for_bank), testing::new_request()));
	});
}

#[test]
fn nobody_takes_a_key_that_another_organisation_has_announced() {
	with_consortium(|| {
		let wanted = announced(49, KeyFor::Organisation(BANK));
		let act = Act::AddOfficer(wanted.clone());
		assert_ok!(Registry::propose(by(admin(BANK)), act.clone(), testing::new_request()));
		let act_id = LastAct::<Test>::get();
		// The other bank has seen the act, and names the key with the proof that stands in it.
		let taken = Registry::propose(by(admin(OTHER_BANK)), Act::AddOfficer(wanted), testing::new_request());
		assert_eq!(taken, Err(Error::<Test>::ProofInvalid.into()));
		assert_ok!(approve(by(second_admin(BANK)), act_id, act.digest(act_id)));
		assert_eq!(Registry::officer_of(&account(49)).unwrap().org, BANK);
	});
}

#[test]
fn the_keys_of_who_is_admitted_sign_for_exactly_that_organisation() {
	with_consortium(|| {
		let key_for = |n| KeyFor::Admission(organisation(n, &[Role::Bank]).digest());
		let officers = |key_for| first(&[announced(91, key_for), announced(92, key_for)]);
		let admit =
			|officers| Registry::admit_by_council(council(), organisation(9, &[Role::Bank]), officers);
		assert_noop!(admit(officers(key_for(8))), Error::<Test>::ProofInvalid);
		assert_noop!(admit(officers(KeyFor::Organisation(OrgId(5)))), Error::<Test>::ProofInvalid);
		let organisation = organisation(10, &[Role::Enterprise]);
		let firm = Act::AdmitFirm { organisation, officers: officers(key_for(9)) };
		assert_noop!(
			Registry::propose(by(maker(BANK)), firm, testing::new_request()),
			Error::<Test>::ProofInvalid
		);
		assert_ok!(admit(officers(key_for(9))));
		assert_ok!(by_staff(BANK, firm_without_keys()));
		let org = LastOrg::<Test>::get();
		let give = |key_for| first_officers(org, &[announced(93, key_for), announced(94, key_for)]);
		let refused = Registry::propose(by(maker(BANK)), give(key_for(11)), testing::new_request());
		assert_eq!(refused, Err(Error::<Test>::ProofInvalid.into()));
		assert_ok!(Registry::propose(
			by(maker(BANK)),
			give(KeyFor::Organisation(org)),
			testing::new_request()
		));
	});
}

/// Whoever sees an act or a motion names its keys with other persons or duties: they would be burnt.
#[test]
fn a_key_signs_for_its_own_person_and_duties() {
	with_consortium(|| {
		let new = organisation(9, &[Role::Enterprise]);
		let right = proven(KeyFor::Admission(new.digest()), staff(OrgId(9)));
		let with = |change: &dyn Fn(&mut TestOfficer)| {
			let mut officers = right.clone();
			officers.iter_mut().take(1).for_each(change);
			let act = Act::AdmitFirm { organisation: new.clone(), officers };
			Registry::propose(by(maker(OTHER_BANK)), act, testing::new_request())
		};
		let changes: [&dyn Fn(&mut TestOfficer); 5] = [
			&|officer| officer.person = person(99),
			&|officer| officer.duties = Duties::of(&[Duty::Admin, Duty::Maker]),
			&|officer| officer.checker_limit = Some(Fen(1)),
			&|officer| officer.valid_until = Some(today()),
			&|officer| officer.account = account(99),
		];
		for change in changes {
			assert_eq!(with(change), Err(Error::<Test>::ProofInvalid.into()));
		}
		assert_ok!(with(&|_| ()));
	});
}

/// The motion is public for a week. Who names its keys in an act of its own admits nobody by them.
#[test]
fn nobody_burns_the_keys_that_wait_for_the_council() {
	with_consortium(|| {
		let bank = organisation(9, &[Role::Bank]);
		let officers = proven(KeyFor::Admission(bank.digest()), staff(OrgId(9)));
		let as_supplier = NewOrganisation { roles: Roles::of(&[Role::Supplier]), ..bank.clone() };
		let elsewhere = NewOrganisation { region: Region(330_203), ..as_supplier.clone() };
		for organisation in [as_supplier.clone(), elsewhere] {
			let act = Act::AdmitFirm { organisation, officers: officers.clone() };
			let taken = Registry::propose(by(maker(REGULATOR)), act, testing::new_request());
			assert_eq!(taken, Err(Error::<Test>::ProofInvalid.into()));
		}
		// Nor as the first officers of a payee that it brings in first.
		assert_ok!(by_staff(BANK, Act::AdmitFirm { organisation: as_supplier, officers: first(&[]) }));
		let org = LastOrg::<Test>::get();
		let act =
			Act::FirstOfficers { org, officers: officers.clone(), name: None, roles: None, region: None };
		let taken = Registry::propose(by(maker(REGULATOR)), act, testing::new_request());
		assert_eq!(taken, Err(Error::<Test>::ProofInvalid.into()));
		assert_ok!(Registry::admit_by_council(council(), bank, officers));
		assert_eq!(Registry::officer_of(&account(91)).unwrap().org, org);
	});
}

fn firm_without_keys() -> TestAct {
	firm(11, &[])
}

#[test]
fn a_maker_with_a_new_key_is_still_the_maker() {
	with_consortium(|| {
		let officer = officer_at(&maker(BANK));
		let duties = Duties::of(&[Duty::Maker, Duty::Checker]);
		assert_ok!(by_admins(BANK, Act::ChangeDuties { officer, duties }));
		let (act_id, digest) = proposed(maker(BANK), payee_account(FIRM)).unwrap();
		let (next, proof) = sign(Kind::Ed25519, 7, &Registry::rotation_message(officer, 1));
		assert_ok!(Registry::rotate_key(by(maker(BANK)), next.clone(), proof));
		assert_noop!(approve(by(next), act_id, digest), Error::<Test>::SamePerson);
	});
}

#[test]
fn key_numbers_end_before_they_start_again() {
	with_consortium(|| {
		let officer = officer_at(&maker(BANK));
		let before = OfficerRecords::<Test>::get(officer).unwrap();
		let key = OfficerKeys::<Test>::get(officer, 0).unwrap();
		let at_the_end = OfficerRecord { key_number: u16::MAX, ..before.clone() };
		OfficerRecords::<Test>::insert(officer, at_the_end);
		OfficerKeys::<Test>::insert(officer, u16::MAX, key);
		assert_noop!(rotate(Kind::Sr25519, 7, 0), Error::<Test>::IdsExhausted);
		OfficerKeys::<Test>::remove(officer, u16::MAX);
		OfficerRecords::<Test>::insert(officer, before);
	});
}
