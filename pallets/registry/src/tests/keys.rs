use super::*;

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
		let back = Act::ReplaceKey { officer, new_account: maker(BANK) };
		assert_noop!(Registry::propose(by(admin(BANK)), back), Error::<Test>::KeyAlreadyUsed);
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
		assert_ok!(by_admins(BANK, Act::ReplaceKey { officer, new_account: account(99) }));
		happened(Event::KeyReplaced { org: BANK, officer, key_number: 1, account: account(99) });
		assert_eq!(Registry::authorise(&account(99), Duty::Maker).unwrap().officer, officer);
		assert_eq!(
			Registry::authorise(&maker(BANK), Duty::Maker),
			Err(Error::<Test>::OfficerNotActive.into())
		);
	});
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
		assert_noop!(Registry::approve(by(next), act_id, digest), Error::<Test>::SamePerson);
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
