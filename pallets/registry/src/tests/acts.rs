use super::*;

fn view(n: u32) -> TestAct {
	Act::AddOfficer(officer(n, &[Duty::View]))
}

#[test]
fn an_act_is_proposed_and_done_when_another_person_names_its_digest() {
	with_consortium(|| {
		let (act_id, digest) = proposed(admin(FIRM), view(49)).unwrap();
		let officer = officer_at(&admin(FIRM));
		happened(Event::ActProposed { act_id, org: FIRM, officer, digest });
		assert_eq!(Registry::officer_of(&account(49)), None, "nothing is done yet");
		let act = with_proofs(&admin(FIRM), view(49));
		let pending = PendingAct {
			org: FIRM,
			proposer: officer,
			key_number: 0,
			proposed_on: today(),
			act,
			firm_in: None,
		};
		assert_eq!(Registry::pending_acts(FIRM), vec![(act_id, pending)]);
		assert_ok!(Registry::check_invariants());
		assert_ok!(approve(by(second_admin(FIRM)), act_id, digest));
		happened(Event::ActApproved { act_id, org: FIRM, officer: officer_at(&second_admin(FIRM)) });
		assert!(Registry::officer_of(&account(49)).is_some() && Registry::pending_acts(FIRM).is_empty());
		assert_noop!(approve(by(admin(FIRM)), act_id, digest), Error::<Test>::ActUnknown);
	});
}

#[test]
fn proposing_leaves_nothing_but_the_proposal() {
	with_consortium(|| {
		let (orgs, officers) = (LastOrg::<Test>::get(), LastOfficer::<Test>::get());
		System::reset_events();
		assert_ok!(proposed(maker(BANK), firm(9, &staff(OrgId(9)))));
		assert_eq!((LastOrg::<Test>::get(), LastOfficer::<Test>::get()), (orgs, officers));
		assert_eq!((System::event_count(), System::providers(&account(91))), (1, 0));
	});
}

#[test]
fn approval_costs_what_the_act_cost() {
	with_consortium(|| {
		let (act_id, digest) = proposed(maker(BANK), payee_account(FIRM)).unwrap();
		let call = Call::<Test>::approve { act_id, act_digest: digest };
		let declared = call.get_dispatch_info().call_weight;
		let cost = Registry::approve(by(checker(BANK)), act_id, digest).unwrap().actual_weight.unwrap();
		assert_eq!(cost, <() as WeightInfo>::approve_record());
		assert_eq!(declared, <() as WeightInfo>::approve_admission(MAX_FIRST_OFFICERS));
		assert!(declared.all_gte(<() as WeightInfo>::approve_control()));
		assert!(cost.ref_time() < declared.ref_time());
	});
}

/// A batch of approvals that are refused does not cost what the heaviest act would.
#[test]
fn a_refused_approval_costs_the_refusing() {
	with_consortium(|| {
		let refused = Registry::approve(by(admin(FIRM)), ActId(99), Digest::zero()).unwrap_err();
		assert_eq!(refused.error, Error::<Test>::ActUnknown.into());
		assert_eq!(refused.post_info.actual_weight, Some(<() as WeightInfo>::approve_record()));
		// What is refused when it is done costs what doing it costs.
		let (act_id, digest) = proposed(second_admin(FIRM), view(49)).unwrap();
		assert_ok!(by_admins(FIRM, view(49)));
		let refused = Registry::approve(by(admin(FIRM)), act_id, digest).unwrap_err();
		assert_eq!(refused.error, Error::<Test>::KeyAlreadyUsed.into());
		assert_eq!(refused.post_info.actual_weight, Some(<() as WeightInfo>::approve_key()));
	});
}

#[test]
fn an_act_needs_the_duties_of_its_kind() {
	with_consortium(|| {
		assert_noop!(propose(maker(FIRM), view(49)), Error::<Test>::DutyMissing);
		assert_noop!(propose(admin(BANK), firm(9, &[])), Error::<Test>::DutyMissing);
		assert_noop!(propose(account(999), view(49)), Error::<Test>::NotAMember);
		let (act_id, digest) = proposed(admin(FIRM), view(49)).unwrap();
		assert_noop!(approve(by(checker(FIRM)), act_id, digest), Error::<Test>::DutyMissing);
	});
}

#[test]
fn a_second_account_does_not_make_a_second_person() {
	with_consortium(|| {
		let twin = NewOfficer { person: person(41), ..officer(49, &[Duty::Admin]) };
		assert_ok!(by_admins(FIRM, Act::AddOfficer(twin)));
		let (act_id, digest) = proposed(admin(FIRM), view(50)).unwrap();
		assert_noop!(approve(by(admin(FIRM)), act_id, digest), Error::<Test>::SamePerson);
		assert_noop!(approve(by(account(49)), act_id, digest), Error::<Test>::SamePerson);
		assert_ok!(approve(by(second_admin(FIRM)), act_id, digest));
	});
}

#[test]
fn only_officers_of_the_same_organisation_approve_and_withdraw() {
	with_consortium(|| {
		let (act_id, digest) = proposed(admin(FIRM), view(49)).unwrap();
		assert_noop!(approve(by(second_admin(BANK)), act_id, digest), Error::<Test>::ActNotAllowed);
		assert_noop!(Registry::withdraw(by(admin(BANK)), act_id), Error::<Test>::ActNotAllowed);
	});
}

#[test]
fn the_approver_names_exactly_this_act() {
	with_consortium(|| {
		let (act_id, digest) = proposed(admin(FIRM), view(49)).unwrap();
		let (other_id, other) = proposed(admin(FIRM), view(50)).unwrap();
		let refused = |act_id, digest| approve(by(second_admin(FIRM)), act_id, digest);
		assert_noop!(refused(act_id, other), Error::<Test>::ActDigestDiffers);
		assert_noop!(refused(other_id, digest), Error::<Test>::ActDigestDiffers);
		assert_noop!(refused(ActId(99), digest), Error::<Test>::ActUnknown);
	});
}

#[test]
fn an_act_expires_after_30_days_and_is_then_anyones_to_clear() {
	with_consortium(|| {
		let (act_id, digest) = proposed(admin(FIRM), view(49)).unwrap();
		days_later(30);
		assert_noop!(Registry::withdraw(by(maker(FIRM)), act_id), Error::<Test>::WithdrawalNotAllowed);
		days_later(1);
		assert_noop!(approve(by(second_admin(FIRM)), act_id, digest), Error::<Test>::ActExpired);
		assert_ok!(Registry::withdraw(by(maker(FIRM)), act_id));
		happened(Event::ActWithdrawn { act_id, org: FIRM, officer: officer_at(&maker(FIRM)) });
	});
}

#[test]
fn the_proposer_and_the_admins_withdraw() {
	with_consortium(|| {
		for (who, may) in [(maker(BANK), true), (admin(BANK), true), (checker(BANK), false)] {
			let (act_id, _) = proposed(maker(BANK), payee_account(FIRM)).unwrap();
			if may {
				assert_ok!(Registry::withdraw(by(who), act_id));
			} else {
				assert_noop!(Registry::withdraw(by(who), act_id), Error::<Test>::WithdrawalNotAllowed);
			}
		}
		assert_noop!(Registry::withdraw(by(admin(BANK)), ActId(99)), Error::<Test>::ActUnknown);
		assert_noop!(Registry::withdraw(by(account(999)), ActId(1)), Error::<Test>::NotAMember);
	});
}

#[test]
fn an_organisation_has_only_so_many_acts_waiting() {
	with_consortium(|| {
		let admins: Vec<_> = (0..MAX_OPEN_ACTS / MAX_OPEN_ACTS_OF_ONE).map(|n| account(600 + n)).collect();
		for n in 600..600 + MAX_OPEN_ACTS / MAX_OPEN_ACTS_OF_ONE {
			assert_ok!(by_admins(FIRM, Act::AddOfficer(officer(n, &[Duty::Admin]))));
		}
		for (n, who) in (0..MAX_OPEN_ACTS).zip(admins.iter().cycle()) {
			assert_ok!(propose(who.clone(), view(400 + n)));
		}
		assert_noop!(propose(admin(FIRM), view(499)), Error::<Test>::TooManyOpenActs);
		assert_ok!(Registry::withdraw(by(second_admin(FIRM)), Registry::pending_acts(FIRM)[0].0));
		assert_ok!(propose(admin(FIRM), view(499)));
		assert!(proposed(admin(BANK), view(500)).is_ok(), "the others go on");
	});
}

#[test]
fn no_officer_fills_the_organisations_places_alone() {
	with_consortium(|| {
		for n in 0..MAX_OPEN_ACTS_OF_ONE {
			assert_ok!(propose(maker(BANK), firm(200 + n, &[])));
		}
		assert_noop!(propose(maker(BANK), firm(299, &[])), Error::<Test>::TooManyOpenActsOfOne);
		assert!(proposed(admin(BANK), view(49)).is_ok(), "the admins go on");
		assert_ok!(Registry::withdraw(by(maker(BANK)), Registry::pending_acts(BANK)[0].0));
		assert_ok!(propose(maker(BANK), firm(299, &[])));
	});
}

/// Acts of makers wait for a bureau, or for whom they like; an officer is removed all the same.
#[test]
fn other_acts_leave_places_to_the_admins() {
	with_consortium(|| {
		let makers: Vec<u32> = (600..603).collect();
		for n in makers.iter().chain(&[603]) {
			assert_ok!(by_admins(BANK, Act::AddOfficer(officer(*n, &[Duty::Maker]))));
		}
		for n in 0..MAX_OPEN_ACTS_OF_OTHERS {
			let who = makers[n as usize % makers.len()];
			assert_ok!(propose(account(who), firm(200 + n, &[])));
		}
		assert_noop!(propose(account(603), firm(299, &[])), Error::<Test>::TooManyOpenActs);
		for n in MAX_OPEN_ACTS_OF_OTHERS..MAX_OPEN_ACTS {
			assert_ok!(propose(admin(BANK), view(400 + n)));
		}
		assert_noop!(propose(second_admin(BANK), view(499)), Error::<Test>::TooManyOpenActs);
	});
}

fn why() -> ShortText {
	"营业执照上是另一个名称".try_into().unwrap()
}

/// The bank hears why, and need not wait until the proposal expires.
#[test]
fn a_bureau_rejects_a_firm_and_says_why_and_the_bank_proposes_it_anew() {
	with_consortium(|| {
		let elsewhere = NewOrganisation {
			registration: RegistrationId::CreditCode("11650000MB0000035G".parse().unwrap()),
			region: Region(650_000),
			..organisation(20, &[Role::MarketRegulator])
		};
		assert_ok!(admit(elsewhere, &staff(OrgId(20))));
		let (act_id, digest) = proposed(maker(BANK), firm(9, &staff(OrgId(9)))).unwrap();
		let reject = |who| Registry::reject(by(who), act_id, why());
		assert_noop!(reject(checker(BANK)), Error::<Test>::RoleMissing);
		assert_noop!(reject(maker(REGULATOR)), Error::<Test>::DutyMissing);
		assert_noop!(reject(checker(OrgId(20))), Error::<Test>::RegionNotAllowed);
		// Also where the bank could not be confirmed now.
		assert_ok!(Registry::suspend(council(), BANK));
		assert_ok!(reject(checker(REGULATOR)));
		happened(Event::ActRejected {
			act_id,
			proposed_by: BANK,
			org: REGULATOR,
			officer: officer_at(&checker(REGULATOR)),
			reason: why(),
		});
		assert!(to_confirm(REGULATOR).is_empty() && Registry::pending_acts(BANK).is_empty());
		assert_noop!(reject(checker(REGULATOR)), Error::<Test>::ActUnknown);
		assert_noop!(approve(by(checker(REGULATOR)), act_id, digest), Error::<Test>::ActUnknown);
		assert_ok!(Registry::reinstate(council(), BANK));
		assert_ok!(by_staff(BANK, firm(9, &staff(OrgId(9)))));
	});
}

#[test]
fn who_could_approve_an_act_of_the_own_organisation_rejects_it_also_after_its_time() {
	with_consortium(|| {
		let (act_id, _) = proposed(admin(FIRM), view(49)).unwrap();
		let reject = |who| Registry::reject(by(who), act_id, why());
		assert_noop!(reject(checker(FIRM)), Error::<Test>::DutyMissing);
		assert_noop!(reject(admin(BANK)), Error::<Test>::ActNotAllowed);
		assert_noop!(reject(account(999)), Error::<Test>::NotAMember);
		days_later(ACT_LIFE_DAYS + 1);
		assert_ok!(reject(second_admin(FIRM)));
		assert!(Registry::pending_acts(FIRM).is_empty());
	});
}

#[test]
fn an_act_is_checked_again_when_it_is_approved() {
	with_consortium(|| {
		let (act_id, digest) = proposed(second_admin(FIRM), view(49)).unwrap();
		assert_ok!(by_admins(FIRM, view(49)));
		assert_noop!(approve(by(admin(FIRM)), act_id, digest), Error::<Test>::KeyAlreadyUsed);
	});
}

#[test]
fn the_proposers_signature_lasts_as_long_as_the_proposer() {
	with_consortium(|| {
		let (maker, checker) = (maker(BANK), checker(BANK));
		let officer = officer_at(&maker);
		let (act_id, digest) = proposed(maker, payee_account(FIRM)).unwrap();
		let approve = || approve(by(checker.clone()), act_id, digest);
		assert_ok!(by_admins(BANK, Act::ChangeDuties { officer, duties: Duties::of(&[Duty::View]) }));
		assert_noop!(approve(), Error::<Test>::ProposerNotActive);
		assert_ok!(by_admins(BANK, Act::RemoveOfficer(officer)));
		assert_noop!(approve(), Error::<Test>::ProposerNotActive);
	});
}

/// A key that was replaced may have been a stolen one.
#[test]
fn what_a_replaced_key_proposed_is_approved_no_more() {
	with_consortium(|| {
		let officer = officer_at(&maker(BANK));
		let (act_id, digest) = proposed(maker(BANK), payee_account(FIRM)).unwrap();
		let (next, proof) = sign(Kind::Ed25519, 7, &Registry::rotation_message(officer, 1));
		assert_ok!(Registry::rotate_key(by(maker(BANK)), next.clone(), proof));
		assert_noop!(approve(by(checker(BANK)), act_id, digest), Error::<Test>::ProposerNotActive);
		// It keeps nobody from proposing the same; the officer takes it back, and proposes it anew.
		assert_ok!(Registry::withdraw(by(next.clone()), act_id));
		let (act_id, digest) = proposed(next, payee_account(FIRM)).unwrap();
		assert_ok!(approve(by(checker(BANK)), act_id, digest));
	});
}

#[test]
fn act_ids_end_before_they_start_again() {
	with_consortium(|| {
		LastAct::<Test>::put(ActId(u32::MAX));
		assert_noop!(propose(admin(FIRM), view(49)), Error::<Test>::IdsExhausted);
	});
}
