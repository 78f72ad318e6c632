//! What stops the money of a loan, or of a firm at every bank: holds and failed spot checks.

mod common;

use common::consortium::*;
use common::lending::*;
use common::paying::*;
use common::*;
use pallet_credentials::{ActId, AdverseId, AdverseKind};
use zhidai_api::PendingWork;
use zhidai_primitives::{Digest as Hash, Duty, Fen, OrgId, SpotCheckState};
use zhidai_runtime::inbox::inbox;
use zhidai_runtime::{Credentials, Loans, Runtime};

fn frozen() -> pallet_loans::Error<Runtime> {
	pallet_loans::Error::UndrawnLimitFrozen
}

/// A market bureau's maker enters a failed spot check of the borrower: the act that waits, and what its checker names.
fn reported(firms: Firms) -> (ActId, Hash) {
	done(
		"msa.maker",
		CredentialsCall::report_adverse {
			org: firms.borrower,
			kind: AdverseKind::FailedSpotCheck,
			happened_on: today(),
			digest: Hash::repeat_byte(8),
			request_id: new_request(),
		},
	);
	proposed_credential_act()
}

#[test]
fn nb_07_a_failed_spot_check_freezes_in_its_block_at_every_bank() {
	chain(|| {
		let firms = firms();
		let (at_a, at_b) = (ready("bank-a", firms, [1, 2, 3]), ready("bank-b", firms, [4, 5, 6]));
		let signed_a = approved(
			"bank-a",
			at_a.loan,
			&[line(1, 2, 100, Some(at_a.contract)), line(2, 2, 200, Some(at_a.contract))],
		);
		let signed_b = approved("bank-b", at_b.loan, &[line(3, 0, 300, Some(at_b.invoice))]);
		let (act, digest) = reported(firms);
		let record = AdverseId(0);
		next_block();

		// One block: money leaves before, and none after, at any bank.
		let block = zhidai_runtime::System::block_number();
		done("bank-a.release", release(at_a.loan, signed_a, &[0]));
		done("msa.checker", CredentialsCall::confirm { act, digest });
		refused("bank-a.release", release(at_a.loan, signed_a, &[1]), frozen());
		refused("bank-b.release", release(at_b.loan, signed_b, &[]), frozen());
		refused("bank-a.maker", draft(at_a.loan, &[line(4, 2, 1, Some(at_a.contract))]), frozen());
		refused("bank-b.maker", draft(at_b.loan, &[line(5, 2, 1, Some(at_b.contract))]), frozen());
		refused("yj.confirm", draft(at_b.loan, &[line(5, 2, 1, Some(at_b.contract))]), frozen());
		assert_eq!(zhidai_runtime::System::block_number(), block, "all in one block");
		next_block();
		refused("bank-b.release", release(at_b.loan, signed_b, &[]), frozen());

		// What had left is booked and confirmed all the same: a freeze is of the undrawn limit.
		book("bank-a", booked(1, [uetr(1)]));
		assert_eq!(Loans::ledger(at_a.loan).unwrap().settled(), Fen(100));
		next_block();

		// The firm objects; that lifts nothing. A passed re-inspection and a second person do, at every bank.
		done("yj.confirm", CredentialsCall::object { record });
		refused("bank-b.release", release(at_b.loan, signed_b, &[]), frozen());
		done("msa.maker", CredentialsCall::annul { record });
		refused("bank-b.release", release(at_b.loan, signed_b, &[]), frozen());
		confirm_proposed("msa.maker");
		done("bank-a.release", release(at_a.loan, signed_a, &[1]));
		done("bank-b.release", release(at_b.loan, signed_b, &[]));
	});
}

#[test]
fn a_bank_cannot_freeze_another_banks_loan_and_one_person_freezes_nobody() {
	chain(|| {
		let firms = firms();
		let at_a = ready("bank-a", firms, [1, 2, 3]);
		let (act, digest) = reported(firms);
		assert!(!is_frozen(firms), "a maker alone");
		// It waits for the bureau's second person, and for nobody else.
		let work = PendingWork::CredentialAct { act: act.0, digest };
		let waits = |name| inbox(&account(name), None, 100).items.contains(&work);
		assert!(waits("msa.checker") && !waits("msa.maker") && !waits("bank-a.checker"));
		let confirm = || CredentialsCall::confirm { act, digest };
		turned_away("bank-a.checker", confirm(), zhidai_primitives::Refusal::CallOutsideRole);
		let wrong = CredentialsCall::confirm { act, digest: Hash::repeat_byte(9) };
		refused("msa.checker", wrong, pallet_credentials::Error::<Runtime>::DigestMismatch);

		let person = pallet_registry::OfficerRecords::<Runtime>::get(officer_id("msa.maker")).unwrap().person;
		let second = pallet_registry::NewOfficer { person, ..officer("msa.maker-too", &[Duty::Checker]) };
		agreed("msa.admin-1", "msa.admin-2", pallet_registry::Act::AddOfficer(second));
		refused("msa.maker-too", confirm(), pallet_registry::Error::<Runtime>::SamePerson);
		assert!(!is_frozen(firms));

		let own = pallet_loans::Hold::Bank { reference: Hash::zero() };
		let hold = LoansCall::hold { loan: at_a.loan, hold: own };
		refused("bank-b.checker", hold.clone(), pallet_loans::Error::<Runtime>::BankNotAllowed);
		done("bank-a.checker", hold);
		let held = pallet_loans::Error::<Runtime>::LoanHeld;
		refused("bank-a.maker", draft(at_a.loan, &[line(1, 2, 1, Some(at_a.contract))]), held);
		done("msa.checker", confirm());
		assert!(is_frozen(firms));
	});
}

fn is_frozen(firms: Firms) -> bool {
	<Credentials as zhidai_primitives::traits::Standing>::is_frozen(firms.borrower, SpotCheckState::Served)
}

/// The market regulator had no way to stop money that was about to leave on a document that it no longer believed.
#[test]
fn the_market_regulator_stops_the_money_of_its_loan_and_two_of_its_officers_let_it_go() {
	chain(|| {
		let at = ready("bank-a", firms(), [1, 2, 3]);
		let loan = at.loan;
		let signed = approved("bank-a", loan, &[line(1, 0, 100, Some(at.invoice))]);
		let hold = pallet_loans::Hold::Regulator { order: Hash::repeat_byte(5) };
		done("msa.checker", LoansCall::hold { loan, hold });
		refused("bank-a.release", release(loan, signed, &[]), pallet_loans::Error::<Runtime>::LoanHeld);
		let key = hold.key(MARKET_BUREAU);
		let holds = || common::books::traced(loan, 10).0.holds;
		assert!(holds().iter().any(|shown| shown.hold == key.kind && shown.placed_by == MARKET_BUREAU));
		next_block();

		let lift = || LoansCall::lift_hold { loan, hold: key };
		let not_the_banks = pallet_registry::Error::<Runtime>::RoleMissing;
		refused("bank-a.checker", lift(), not_the_banks);
		done("msa.maker", lift());
		assert_eq!(holds().len(), 1, "one person lifts nothing");
		done("msa.checker", lift());
		assert!(holds().is_empty());
		done("bank-a.release", release(loan, signed, &[]));
	});
}

/// A bureau has one checker. Where that one asked first, nobody could agree for a month.
#[test]
fn where_the_only_checker_asks_to_lift_a_hold_a_maker_agrees() {
	chain(|| {
		let at = ready("bank-a", firms(), [1, 2, 3]);
		let loan = at.loan;
		let signed = approved("bank-a", loan, &[line(1, 0, 100, Some(at.invoice))]);
		let hold = pallet_loans::Hold::Regulator { order: Hash::repeat_byte(5) };
		done("msa.checker", LoansCall::hold { loan, hold });
		next_block();
		let lift = || LoansCall::lift_hold { loan, hold: hold.key(MARKET_BUREAU) };
		let is_asked = |who: &str| {
			let work = inbox(&account(who), None, 100).items;
			work.into_iter().any(|work| matches!(work, PendingWork::LiftToAgree { .. }))
		};
		done("msa.checker", lift());
		refused("bank-a.release", release(loan, signed, &[]), pallet_loans::Error::<Runtime>::LoanHeld);
		assert!(is_asked("msa.maker"));
		done("msa.maker", lift());
		assert!(!is_asked("msa.maker"));
		done("bank-a.release", release(loan, signed, &[]));
	});
}

/// 轮候: the second court's order waited until the first was lifted, and in between money left.
#[test]
fn two_court_orders_stand_beside_each_other_and_money_moves_when_none_does() {
	chain(|| {
		let at = ready("bank-a", firms(), [1, 2, 3]);
		let loan = at.loan;
		let signed = approved("bank-a", loan, &[line(1, 0, 100, Some(at.invoice))]);
		let until = today().plus_days(30).unwrap();
		let orders =
			[5, 6].map(|mark| pallet_loans::Hold::Judicial { order: Hash::repeat_byte(mark), until });
		let keys = orders.map(|hold| hold.key(FINANCIAL_BUREAU));
		for hold in orders {
			done("nfra.checker", LoansCall::hold { loan, hold });
		}
		// The trace shows both, and the inbox each that a colleague asks to lift.
		let shown = || {
			let holds = common::books::traced(loan, 10).0.holds;
			holds.into_iter().map(|hold| (hold.reference, hold.lift_asked_by)).collect::<Vec<_>>()
		};
		assert_eq!(shown(), keys.map(|key| (key.reference, None::<OrgId>)));
		let lift = |key| LoansCall::lift_hold { loan, hold: key };
		let asked = || {
			inbox(&account("nfra.checker"), None, 100).items.into_iter().find_map(|work| match work {
				PendingWork::LiftToAgree { holds, .. } => Some(holds),
				_ => None,
			})
		};
		assert_eq!(asked(), None);
		done("nfra.maker", lift(keys[0]));
		assert_eq!(asked(), Some(vec![keys[0]]));
		done("nfra.maker", lift(keys[1]));
		assert_eq!(asked(), Some(keys.to_vec()));
		let held = || pallet_loans::Error::<Runtime>::LoanHeld;
		done("nfra.checker", lift(keys[0]));
		assert_eq!(shown(), [(keys[1].reference, Some(FINANCIAL_BUREAU))]);
		refused("bank-a.release", release(loan, signed, &[]), held());
		next_block();
		done("nfra.checker", lift(keys[1]));
		assert!(shown().is_empty() && asked().is_none());
		done("bank-a.release", release(loan, signed, &[]));
	});
}
