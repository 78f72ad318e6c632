//! Whom the door lets in: members, with a role and a duty for the call, also for each call of a batch.

use super::*;

#[test]
fn a_stranger_is_turned_away() {
	chain(|| {
		admitted("bank-a.maker", offer());
		turned_away("nobody", offer(), Refusal::Stranger);
		turned_away("nobody", all_of(vec![offer()]), Refusal::Stranger);
		assert_eq!(
			pool(sign("nobody", offer(), Options::default())),
			Err(TransactionValidityError::Unknown(UnknownTransaction::Custom(1))),
			"the number that clients know; a stranger can be admitted in the next block"
		);
	});
}

#[test]
fn a_call_outside_the_role_or_duty_is_turned_away() {
	chain(|| {
		for (name, allowed, outside) in [
			("msa.maker", "Credentials.record", "Loans.offer"),
			("bank-a.maker", "Loans.offer", "Credentials.record"),
			("bank-a.maker", "Payments.draft", "Payments.mandate"),
			("bank-a.checker", "Payments.approve", "Payments.release"),
			("bank-a.release", "Payments.release", "Payments.approve"),
			("bank-a.attest", "Evidence.give_verdict", "Evidence.file"),
			("nfra.checker", "Loans.hold", "Loans.close"),
			("bank-a.admin-1", "Registry.rotate_key", "Payments.settle"),
			("bank-a.council", "Authorities.vote", "Payments.confirm"),
		] {
			admitted(name, call(allowed));
			turned_away(name, call(outside), Refusal::CallOutsideRole);
		}
	});
}

#[test]
fn what_nobody_may_send_is_turned_away_from_everybody() {
	chain(|| {
		let everything = (Roles::of(Role::ALL), Duties::of(Duty::ALL));
		let nobodys: Vec<_> = every_call()
			.into_iter()
			.filter(|(_, call)| !Policy::allows(call, everything.0, everything.1))
			.collect();
		let named = |name: &str| nobodys.iter().any(|(other, _)| other == name);
		assert!(named("System.remark") && named("System.set_code") && named("Registry.admit_by_council"));
		let calls = nobodys.into_iter().filter(|(name, _)| name != "Timestamp.set");
		for (_, call) in calls {
			for name in ["msa.admin-1", "msa.council", "bank-a.maker", "bank-a.council"] {
				let answer = pool(sign(name, call.clone(), Options::default()));
				assert_eq!(answer, Err(refuse(Refusal::NobodysCall)), "{call:?}");
			}
		}
		// An inherent is not even looked at.
		let inherent = pool(sign("msa.admin-1", call("Timestamp.set"), Options::default()));
		assert_eq!(inherent, Err(invalid(InvalidTransaction::MandatoryValidation)));
	});
}

#[test]
fn a_batch_is_no_better_than_the_worst_of_its_calls() {
	chain(|| {
		admitted("bank-a.maker", all_of(vec![offer(), offer()]));
		admitted("bank-a.maker", all_of(vec![offer(), call("Payments.draft")]));
		let of_a_checker = call("Payments.approve");
		for (calls, answer) in [
			(vec![], Refusal::NobodysCall),
			(vec![call("System.remark")], Refusal::NobodysCall),
			(vec![offer(), call("System.remark")], Refusal::NobodysCall),
			(vec![offer(), of_a_checker], Refusal::CallOutsideRole),
			(vec![offer(), call("Timestamp.set")], Refusal::NobodysCall),
			(vec![offer(), call("Registry.suspend")], Refusal::NobodysCall),
			(vec![all_of(vec![offer()])], Refusal::NobodysCall),
		] {
			turned_away("bank-a.maker", all_of(calls), answer);
		}
		// Nor is a batch that goes on where one of its calls is refused: as a whole it would be told as carried out.
		for other in [
			UtilityCall::force_batch { calls: vec![offer(), call("Payments.draft")] },
			UtilityCall::batch { calls: vec![offer()] },
			UtilityCall::as_derivative { index: 0, call: Box::new(offer()) },
			UtilityCall::if_else { main: Box::new(offer()), fallback: Box::new(offer()) },
		] {
			turned_away("bank-a.maker", other, Refusal::NobodysCall);
		}
	});
}

#[test]
fn what_the_council_decides_cannot_be_sent_directly() {
	chain(|| {
		let sent = [
			bureau("余姚市市场监督管理局", "yy", NINGBO).into(),
			call("Registry.suspend"),
			call("Registry.reinstate"),
			call("Registry.exit"),
			call("Schemes.publish"),
			call("Schemes.retire"),
			call("Credentials.add_type"),
		];
		for decision in sent {
			turned_away("msa.council", decision.clone(), Refusal::NobodysCall);
			turned_away("msa.council", all_of(vec![decision]), Refusal::NobodysCall);
		}
	});
}

#[test]
fn the_council_decides_nothing_else() {
	chain(|| {
		let suspension: RuntimeCall = RegistryCall::suspend { org: BANK_B }.into();
		for call in [
			call("System.set_code"),
			call("System.set_storage"),
			call("System.authorize_upgrade"),
			call("Payments.release"),
			call("Authorities.propose"),
			all_of(vec![suspension.clone()]),
			UtilityCall::batch { calls: vec![suspension.clone()] }.into(),
		] {
			let proposal = || AuthoritiesCall::propose { seat_number: 0, proposal: Box::new(call.clone()) };
			turned_away("msa.council", proposal(), Refusal::NobodysCall);
			turned_away("msa.council", all_of(vec![proposal().into()]), Refusal::NobodysCall);
			// And the call itself refuses, wherever it comes from.
			let inside =
				RuntimeCall::from(proposal()).dispatch(RuntimeOrigin::signed(account("msa.council")));
			let rule = DispatchError::from(pallet_authorities::Error::<Runtime>::ProposalNotForCouncil);
			assert_eq!(inside.expect_err("refused").error.stripped(), rule.stripped());
		}
		motion(suspension);
	});
}

#[test]
fn only_signed_transactions_come_in() {
	chain(|| {
		for (name, call) in every_call() {
			let bare = UncheckedExtrinsic::new_bare(call);
			assert!(pool(bare.clone()).is_err(), "{name}");
			if name == "Timestamp.set" {
				continue;
			}
			// An author could put it into a block without asking the pool. There it speaks for nobody.
			let applied = include(bare);
			assert!(matches!(applied, Err(_) | Ok(Err(DispatchError::BadOrigin))), "{name}: {applied:?}");
			next_block();
		}
		// A general transaction (version 5) has no signer: nothing in its extensions says who it is.
		let extension = extension(&account("bank-a.maker"), Options::default());
		let general = UncheckedExtrinsic::new_transaction(offer(), extension);
		assert_eq!(pool(general.clone()), Err(invalid(InvalidTransaction::BadSigner)));
		assert_eq!(include(general), Err(invalid(InvalidTransaction::BadSigner)));
	});
}

#[test]
fn a_nodes_own_transactions_have_no_privilege() {
	chain(|| {
		let answer = |transaction| {
			let parent = System::parent_hash();
			let answer = frame_support::storage::with_transaction(|| {
				let answer = Executive::validate_transaction(TransactionSource::Local, transaction, parent);
				TransactionOutcome::Rollback(Ok::<_, DispatchError>(answer))
			});
			answer.unwrap()
		};
		let stranger = sign("nobody", offer(), Options::default());
		assert_eq!(answer(stranger), Err(refuse(Refusal::Stranger)));
		let outside = sign("bank-a.maker", call("System.remark"), Options::default());
		assert_eq!(answer(outside), Err(refuse(Refusal::NobodysCall)));
	});
}

#[test]
fn a_suspended_organisation_is_turned_away_until_it_is_reinstated() {
	chain(|| {
		let firm = admit_firm("宁波甬江精工有限公司", Some("yj"), NINGBO, Role::Enterprise);
		admitted("yj.maker", call("Evidence.file"));
		decided(RegistryCall::suspend { org: firm }).unwrap();
		for (name, call) in [("yj.maker", "Evidence.file"), ("yj.admin-1", "Registry.rotate_key")] {
			turned_away(name, common::calls::call(call), Refusal::OrganisationNotActive);
		}
		decided(RegistryCall::reinstate { org: firm }).unwrap();
		admitted("yj.maker", call("Evidence.file"));
		agreed("yj.admin-1", "yj.admin-2", Act::Exit);
		turned_away("yj.maker", call("Evidence.file"), Refusal::OrganisationNotActive);
		assert_eq!(
			decided(RegistryCall::reinstate { org: firm }).map_err(|error| error.stripped()),
			Err(DispatchError::from(pallet_registry::Error::<Runtime>::NotSuspended).stripped()),
			"who has left does not come back"
		);
	});
}

#[test]
fn an_officer_who_is_removed_or_past_its_last_day_is_turned_away() {
	chain(|| {
		let by_admins = |act| agreed("bank-a.admin-1", "bank-a.admin-2", act);
		admitted("bank-a.maker", offer());
		by_admins(Act::RemoveOfficer(officer_id("bank-a.maker")));
		turned_away("bank-a.maker", offer(), Refusal::OfficerNotActive);

		let officer = officer_id("bank-a.checker");
		by_admins(Act::SetExpiry { officer, valid_until: Some(today()) });
		admitted("bank-a.checker", call("Payments.approve"));
		done("bank-a.admin-1", ReferenceCall::move_calendar { days: 1 });
		next_block();
		turned_away("bank-a.checker", call("Payments.approve"), Refusal::OfficerNotActive);
		by_admins(Act::SetExpiry { officer, valid_until: None });
		admitted("bank-a.checker", call("Payments.approve"));
	});
}

#[test]
fn a_duty_that_was_taken_away_opens_no_door() {
	chain(|| {
		admitted("bank-a.release", call("Payments.release"));
		let (officer, duties) = (officer_id("bank-a.release"), Duties::of(&[Duty::View]));
		agreed("bank-a.admin-1", "bank-a.admin-2", Act::ChangeDuties { officer, duties });
		turned_away("bank-a.release", call("Payments.release"), Refusal::CallOutsideRole);
		admitted("bank-a.release", call("Registry.rotate_key"));
	});
}

#[test]
fn every_call_of_a_batch_asks_again_who_acts() {
	chain(|| {
		let inactive = DispatchError::from(pallet_registry::Error::<Runtime>::OfficerNotActive);
		let act = || {
			RuntimeCall::from(RegistryCall::propose {
				act: Act::RemoveOfficer(officer_id("bank-a.release")),
				request_id: new_request(),
			})
		};
		let rotate = to_new_key("bank-a.admin-1", "bank-a.admin-1-2");
		// The door has let both in; the second comes from a key that the first has retired.
		refused("bank-a.admin-1", all_of(vec![rotate, act()]), inactive);
		admitted("bank-a.admin-1", act());
		assert!(Registry::pending_acts(BANK_A).is_empty());
	});
}

#[test]
fn a_batch_gives_nobody_the_rights_of_another_bank() {
	chain(|| {
		let firms = firms();
		let (loan, digest) = prepared("bank-a", request(firms));
		let foreign = vec![RuntimeCall::from(LoansCall::check_offer { loan, digest })];
		let rule = pallet_loans::Error::<Runtime>::BankNotAllowed;
		refused("bank-b.checker", foreign[0].clone(), rule);
		refused("bank-b.checker", all_of(foreign), pallet_loans::Error::<Runtime>::BankNotAllowed);
		let unknown = LoansCall::close { loan: LoanId(99) };
		refused("bank-b.checker", all_of(vec![unknown.into()]), pallet_loans::Error::<Runtime>::LoanUnknown);
	});
}
