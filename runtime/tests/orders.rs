//! One order with every signature, on the real pallets: the same rules, records and events as the steps one by one; and
//! what was signed beforehand counts for nothing where something changed since.

mod common;

use common::consortium::*;
use common::lending::*;
use common::paying::*;
use common::*;
use pallet_payments::{Event, LineNumbers, Order, OrderSignature, OrderSignatures};
use pallet_registry::{Act, NewOfficer};
use polkadot_sdk::*;
use sp_core::{ecdsa, sr25519, Pair};
use sp_runtime::traits::{Dispatchable, IdentifyAccount};
use sp_runtime::{DispatchError, MultiSignature, MultiSigner, TransactionOutcome};
use std::collections::BTreeMap;
use zhidai_primitives::{
	signed::{order_step, OrderStep},
	AccountVersion, Digest as Hash, Duty, Fen, LoanId, Refusal,
};
use zhidai_runtime::{
	AccountId, Loans, Payments, Registry, Runtime, RuntimeCall, RuntimeEvent, RuntimeOrigin, System,
};

type EvidenceError = pallet_evidence::Error<Runtime>;
type LoansError = pallet_loans::Error<Runtime>;
type PaymentsError = pallet_payments::Error<Runtime>;
type RegistryError = pallet_registry::Error<Runtime>;
type UtilityCall = pallet_utility::Call<Runtime>;

/// Whose step each is, in the story.
const SIGNERS: [(OrderStep, &str); 4] = [
	(OrderStep::Mandate, "yj.confirm"),
	(OrderStep::Make, "bank-a.maker"),
	(OrderStep::Approve, "bank-a.checker"),
	(OrderStep::Release, "bank-a.release"),
];

fn by(name: &str) -> RuntimeOrigin {
	RuntimeOrigin::signed(account(name))
}

/// An invoice and an advance, under keys from this number on.
fn two(scene: &Ready, number: u8) -> Order {
	let lines = [line(number, 0, 100, Some(scene.invoice)), line(number + 1, 2, 200, Some(scene.contract))];
	order(scene.loan, &lines)
}

/// All signatures of an order, one of them otherwise.
fn with(order: &Order, step: OrderStep, given: OrderSignature<AccountId, MultiSignature>) -> PaymentsCall {
	let mut signatures = order_signed(order, SIGNERS.map(|(_, name)| name));
	let place = match step {
		OrderStep::Mandate => &mut signatures.mandate,
		OrderStep::Make => &mut signatures.make,
		OrderStep::Approve => &mut signatures.approve,
		OrderStep::Release => &mut signatures.release,
	};
	*place = given;
	PaymentsCall::execute { order: order.clone(), signatures }
}

fn invalid(step: OrderStep) -> PaymentsError {
	match step {
		OrderStep::Mandate => PaymentsError::MandateSignatureInvalid,
		OrderStep::Make => PaymentsError::MakerSignatureInvalid,
		OrderStep::Approve => PaymentsError::ApprovalSignatureInvalid,
		OrderStep::Release => PaymentsError::ReleaseSignatureInvalid,
	}
}

fn missing(step: OrderStep) -> PaymentsError {
	match step {
		OrderStep::Mandate => PaymentsError::MandateMissing,
		OrderStep::Make => PaymentsError::MakerMissing,
		OrderStep::Approve => PaymentsError::ApprovalMissing,
		OrderStep::Release => PaymentsError::ReleaseMissing,
	}
}

type State = BTreeMap<Vec<u8>, Vec<u8>>;

/// What an act leaves: all that is kept, but what the system keeps of the block; and what is told. It is undone again.
fn left(act: impl FnOnce()) -> (State, Vec<RuntimeEvent>) {
	let left = frame_support::storage::with_transaction(|| {
		let before = System::events().len();
		act();
		let told: Vec<RuntimeEvent> =
			System::events().iter().skip(before).map(|record| record.event.clone()).collect();
		TransactionOutcome::Rollback(Ok::<_, DispatchError>((state_beside("bank-a.maker"), told)))
	});
	left.unwrap()
}

/// The bank's maker drafts an order's payments and the borrower mandates them, or the borrower applies and the maker
/// takes it up; then approval and release.
fn step_by_step(order: &Order, bank_first: bool) {
	let Order { loan, lines, expires_on, allocations } = order.clone();
	let first = lines[0].uetr;
	let drafter = if bank_first { "bank-a.maker" } else { "yj.confirm" };
	Payments::draft_allocated(by(drafter), loan, lines, allocations, expires_on).unwrap();
	let draft = pallet_payments::Payments::<Runtime>::get(first).unwrap().draft;
	let digest = digest_of_order(order);
	match bank_first {
		true => Payments::mandate(by("yj.confirm"), loan, draft, digest).unwrap(),
		false => Payments::make(by("bank-a.maker"), loan, draft, digest).unwrap(),
	}
	Payments::approve(by("bank-a.checker"), loan, draft, digest).unwrap();
	Payments::release(by("bank-a.release"), loan, draft, digest, LineNumbers::default()).unwrap();
}

fn at_once(order: &Order, name: &str) {
	let signatures = order_signed(order, SIGNERS.map(|(_, name)| name));
	Payments::execute(by(name), order.clone(), signatures).unwrap();
}

fn money(told: &[RuntimeEvent]) -> Vec<RuntimeEvent> {
	let moves = |event: &&RuntimeEvent| {
		matches!(event, RuntimeEvent::Payments(Event::PaymentReleased { .. } | Event::Released { .. }))
	};
	told.iter().filter(moves).cloned().collect()
}

#[test]
fn an_order_and_its_steps_leave_the_same_records_and_tell_the_same() {
	chain(|| {
		let scene = ready("bank-a", firms(), [1, 2, 3]);
		// The sweep looks from the first last day on, which an order has no part in.
		drafted("bank-a", scene.loan, &[line(9, 2, 1, Some(scene.contract))]);
		// Another bank's word about a payee opens an alert on either road.
		let (one, other) = (scene.firms.borrower, scene.firms.parts);
		agreed("bank-b.maker", "bank-b.checker", Act::DeclareRelated { one, other });
		let order = two(&scene, 1);
		let (made, told_of_steps) = left(|| step_by_step(&order, true));
		let (applied, told_of_application) = left(|| step_by_step(&order, false));
		assert!(made == applied, "the borrower's road ends elsewhere");
		for name in ["bank-a.maker", "bank-a.checker", "bank-a.release"] {
			let (executed, told) = left(|| at_once(&order, name));
			let differ = made.iter().filter(|(key, value)| executed.get(*key) != Some(value)).count();
			assert!(executed == made, "{differ} records are otherwise");
			assert_eq!(money(&told), money(&told_of_steps));
			assert_eq!(money(&told), money(&told_of_application));
			let own = RuntimeEvent::Payments(Event::OrderExecuted {
				loan: scene.loan,
				draft: zhidai_primitives::DraftNo(1),
				digest: digest_of_order(&order),
				officer: officer_id(name),
			});
			// The alert is opened when the rules are asked, before a line is drafted.
			let but_alerts = |told: &[RuntimeEvent]| -> Vec<RuntimeEvent> {
				told.iter().filter(|event| matches!(event, RuntimeEvent::Payments(_))).cloned().collect()
			};
			let mut steps = but_alerts(&told_of_steps);
			steps.push(own);
			assert_eq!(but_alerts(&told), steps);
			assert_eq!(told.len(), told_of_steps.len() + 1);
		}
	});
}

#[test]
fn an_order_is_booked_and_confirmed_like_every_payment() {
	chain(|| {
		let scene = ready("bank-a", firms(), [1, 2, 3]);
		let order = two(&scene, 1);
		done("bank-a.maker", execute("bank-a", &order));
		assert_eq!(Loans::ledger(scene.loan).unwrap().released(), Fen(300));
		next_block();
		book("bank-a", booked(1, [uetr(1), uetr(2)]));
		done("hx.confirm", confirm(&[uetr(1)]));
		assert_eq!(Loans::ledger(scene.loan).unwrap().received(), Fen(100));
		next_block();
		// Once: whoever hands it in again.
		refused("bank-a.release", execute("bank-a", &order), PaymentsError::UetrUsed { line: 0 });
	});
}

#[test]
fn whoever_has_no_part_in_it_hands_nothing_in_and_signs_nothing() {
	chain(|| {
		let scene = ready("bank-a", firms(), [1, 2, 3]);
		let order = two(&scene, 1);
		let call = || execute("bank-a", &order);
		turned_away("nobody", call(), Refusal::Stranger);
		turned_away("yj.confirm", call(), Refusal::CallOutsideRole);
		turned_away("bank-a.attest", call(), Refusal::CallOutsideRole);
		turned_away("msa.maker", call(), Refusal::CallOutsideRole);
		refused("bank-b.maker", call(), PaymentsError::BankNotAllowed);
		for (step, _) in SIGNERS {
			let stranger = step_signed(step, &order, "nobody");
			refused("bank-a.maker", with(&order, step, stranger), missing(step));
			// An officer of the other side, or of another bank, with the duty for the step.
			let (name, rule) = match step {
				OrderStep::Mandate => ("hx.confirm", PaymentsError::BorrowerNotAllowed),
				OrderStep::Make => ("bank-b.maker", PaymentsError::BankNotAllowed),
				OrderStep::Approve => ("bank-b.checker", PaymentsError::BankNotAllowed),
				OrderStep::Release => ("bank-b.release", PaymentsError::BankNotAllowed),
			};
			refused("bank-a.maker", with(&order, step, step_signed(step, &order, name)), rule);
			// And one of the own side without it.
			let without = step_signed(step, &order, "bank-a.attest");
			refused("bank-a.maker", with(&order, step, without), missing(step));
			next_block();
		}
		done("bank-a.maker", call());
	});
}

#[test]
fn a_signature_for_another_step_order_or_chain_is_refused_by_name() {
	chain(|| {
		let scene = ready("bank-a", firms(), [1, 2, 3]);
		let order = two(&scene, 1);
		let dearer = {
			let mut lines = order.lines.clone();
			lines[0].amount_fen += 1;
			Order { lines, ..order.clone() }
		};
		let to_another_account = {
			let mut lines = order.lines.clone();
			lines[0].account = AccountVersion(1);
			Order { lines, ..order.clone() }
		};
		let longer = Order { expires_on: order.expires_on.plus_days(1).unwrap(), ..order.clone() };
		let of_another_loan = Order { loan: LoanId(scene.loan.0 + 1), ..order.clone() };
		let elsewhere = zhidai_primitives::order_digest(
			Hash::repeat_byte(9),
			order.loan,
			&order.lines,
			order.expires_on,
			&[],
		);
		for (step, name) in SIGNERS {
			let changed = [&dearer, &to_another_account, &longer, &of_another_loan].map(digest_of_order);
			let others = OrderStep::ALL.into_iter().filter(|other| *other != step);
			let mut messages: Vec<Vec<u8>> =
				others.map(|other| order_step(other, digest_of_order(&order))).collect();
			messages.extend(changed.map(|digest| order_step(step, digest)));
			messages.push(order_step(step, elsewhere));
			// What a browser wraps is other bytes, as with a new key's proof.
			let own = order_step(step, digest_of_order(&order));
			messages.push([b"<Bytes>".as_slice(), &own, b"</Bytes>"].concat());
			for message in messages {
				let given = signature_over(name, &message);
				refused("bank-a.maker", with(&order, step, given), invalid(step));
			}
			// Another key's signature in this one's name.
			let signature = signature_over("nobody", &own).signature;
			let forged = OrderSignature { account: account(name), signature };
			refused("bank-a.maker", with(&order, step, forged), invalid(step));
			next_block();
		}
		done("bank-a.maker", execute("bank-a", &order));
	});
}

/// Both admins of an officer's organisation agree on an act.
#[track_caller]
fn admins_agree(name: &str, act: pallet_registry::ActOf<Runtime>) {
	let (org, _) = name.split_once('.').expect("an officer");
	agreed(&format!("{org}.admin-1"), &format!("{org}.admin-2"), act);
}

#[track_caller]
fn added(name: &str, duty: Duty) {
	admins_agree(name, Act::AddOfficer(officer(name, &[duty])));
}

#[test]
fn an_officer_who_left_or_has_another_key_signed_nothing() {
	for (step, name) in SIGNERS {
		for is_removed in [true, false] {
			chain(|| {
				let scene = ready("bank-a", firms(), [1, 2, 3]);
				added("bank-a.clerk", Duty::Maker);
				let order = two(&scene, 1);
				let signed = execute("bank-a", &order);
				let officer_id = officer_id(name);
				let anew = format!("{name}-2");
				match is_removed {
					true => admins_agree(name, Act::RemoveOfficer(officer_id)),
					false => {
						let (new_account, proof) = (officer(&anew, &[]).account, no_proof());
						admins_agree(name, Act::ReplaceKey { officer: officer_id, new_account, proof });
					}
				}
				refused("bank-a.clerk", signed, missing(step));
				next_block();
				if is_removed {
					let duty = match step {
						OrderStep::Mandate => Duty::Confirm,
						OrderStep::Make => Duty::Maker,
						OrderStep::Approve => Duty::Checker,
						OrderStep::Release => Duty::Release,
					};
					added(&anew, duty);
				}
				// The others' signatures stand: one is given anew.
				done("bank-a.clerk", with(&order, step, step_signed(step, &order, &anew)));
			});
		}
	}
}

type Change = fn(&Ready);

fn freeze(scene: &Ready) {
	let call = CredentialsCall::report_adverse {
		org: scene.firms.borrower,
		kind: pallet_credentials::AdverseKind::FailedSpotCheck,
		happened_on: today(),
		digest: Hash::repeat_byte(8),
		request_id: new_request(),
	};
	done("msa.maker", call);
	confirm_proposed("msa.maker");
}

fn retract(scene: &Ready) {
	let evidence = scene.invoice;
	let digest = pallet_evidence::Evidence::<Runtime>::get(evidence).unwrap().digest;
	let (reason, paper) = (pallet_evidence::RetractionReason::Reversed, Hash::repeat_byte(8));
	done("bank-a.attest", EvidenceCall::retract { evidence, revision: 0, digest, reason, paper });
}

fn lower_limit(_: &Ready) {
	let (officer, limit) = (officer_id("bank-a.checker"), Some(Fen(299)));
	admins_agree("bank-a.checker", Act::SetCheckerLimit { officer, limit });
}

fn hold(scene: &Ready) {
	let hold = pallet_loans::Hold::Bank { reference: Hash::zero() };
	done("bank-a.checker", LoansCall::hold { loan: scene.loan, hold });
}

fn relate(scene: &Ready) {
	let related = Act::DeclareRelated { one: scene.firms.borrower, other: scene.firms.parts };
	agreed("msa.maker", "msa.checker", related);
}

/// A hold, a freeze, a limit, a paper, an account, a party, the key itself: each between signing and handing in.
#[test]
fn what_changed_since_it_was_signed_is_refused_by_name() {
	let changes: [(Change, DispatchError); 9] = [
		(hold, LoansError::LoanHeld.into()),
		(freeze, LoansError::UndrawnLimitFrozen.into()),
		(lower_limit, RegistryError::AboveCheckerLimit.into()),
		(retract, EvidenceError::NotStanding.into()),
		(relate, PaymentsError::PayeeRelatedToBorrower { line: 1 }.into()),
		(
			|scene| {
				verify_account("bank-a", scene.firms.equipment, 7);
			},
			RegistryError::PayeeAccountNotCurrent.into(),
		),
		(
			|scene| decided(RegistryCall::suspend { org: scene.firms.equipment }).unwrap(),
			PaymentsError::PayeeNotActive { line: 0 }.into(),
		),
		(
			|scene| decided(RegistryCall::suspend { org: scene.firms.borrower }).unwrap(),
			PaymentsError::BorrowerNotActive.into(),
		),
		(
			|scene| {
				drafted("bank-a", scene.loan, &[line(2, 2, 1, Some(scene.contract))]);
			},
			PaymentsError::UetrUsed { line: 1 }.into(),
		),
	];
	for (change, rule) in changes {
		chain(|| {
			let scene = ready("bank-a", firms(), [1, 2, 3]);
			let signed = execute("bank-a", &two(&scene, 1));
			change(&scene);
			refused("bank-a.release", signed, rule);
		});
	}
}

#[test]
fn past_its_last_day_an_order_is_nothing() {
	chain(|| {
		let scene = ready("bank-a", firms(), [1, 2, 3]);
		let order = two(&scene, 1);
		done("bank-a.admin-1", ReferenceCall::move_calendar { days: 31 });
		next_block();
		refused("bank-a.release", execute("bank-a", &order), PaymentsError::DraftExpired);
		let endless = Order { expires_on: today().plus_days(91).unwrap(), ..order };
		refused("bank-a.release", execute("bank-a", &endless), PaymentsError::ExpiryOutOfRange);
	});
}

/// `zhidai order void`: a signed order could not be taken back.
#[test]
fn a_rejected_draft_of_the_same_payments_makes_an_order_worthless() {
	chain(|| {
		let scene = ready("bank-a", firms(), [1, 2, 3]);
		let order = two(&scene, 1);
		let (loan, (draft, digest)) = (scene.loan, drafted("bank-a", scene.loan, &order.lines));
		assert_eq!(digest, digest_of_order(&order), "it is on record what was made worthless");
		let reason = "已改".try_into().unwrap();
		done("bank-a.maker", PaymentsCall::reject { loan, draft, digest, reason });
		next_block();
		refused("bank-a.release", execute("bank-a", &order), PaymentsError::UetrUsed { line: 0 });
	});
}

#[test]
fn one_person_signs_one_side_of_an_order_whatever_keys_it_holds() {
	chain(|| {
		let scene = ready("bank-a", firms(), [1, 2, 3]);
		let order = two(&scene, 1);
		let person =
			pallet_registry::OfficerRecords::<Runtime>::get(officer_id("bank-a.maker")).unwrap().person;
		for (step, name, duty) in [
			(OrderStep::Release, "bank-a.release-too", Duty::Release),
			(OrderStep::Approve, "bank-a.checker-too", Duty::Checker),
			(OrderStep::Mandate, "yj.confirm-too", Duty::Confirm),
		] {
			admins_agree(name, Act::AddOfficer(NewOfficer { person, ..officer(name, &[duty]) }));
			let given = step_signed(step, &order, name);
			refused("bank-a.release", with(&order, step, given), RegistryError::SamePerson);
		}
	});
}

#[test]
fn keys_of_every_kind_sign_orders() {
	chain(|| {
		let scene = ready("bank-a", firms(), [1, 2, 3]);
		let schnorr = sr25519::Pair::from_string("//yj.confirm//sr25519", None).unwrap();
		let ecdsa = ecdsa::Pair::from_string("//bank-a.maker//ecdsa", None).unwrap();
		let borrower = MultiSigner::from(schnorr.public()).into_account();
		let maker = MultiSigner::from(ecdsa.public()).into_account();
		let rotation = |name: &str| Registry::rotation_message(officer_id(name), 1);
		let proof = schnorr.sign(&rotation("yj.confirm")).into();
		done("yj.confirm", RegistryCall::rotate_key { new_account: borrower.clone(), proof });
		let proof = ecdsa.sign(&rotation("bank-a.maker")).into();
		done("bank-a.maker", RegistryCall::rotate_key { new_account: maker.clone(), proof });
		next_block();
		let order = two(&scene, 1);
		let message = |step| order_step(step, digest_of_order(&order));
		let signatures = OrderSignatures {
			mandate: OrderSignature {
				account: borrower,
				signature: schnorr.sign(&message(OrderStep::Mandate)).into(),
			},
			make: OrderSignature { account: maker, signature: ecdsa.sign(&message(OrderStep::Make)).into() },
			approve: step_signed(OrderStep::Approve, &order, "bank-a.checker"),
			release: step_signed(OrderStep::Release, &order, "bank-a.release"),
		};
		done("bank-a.checker", PaymentsCall::execute { order, signatures });
	});
}

#[test]
fn orders_go_in_a_batch_all_or_none_and_in_no_motion() {
	chain(|| {
		let scene = ready("bank-a", firms(), [1, 2, 3]);
		let orders = [two(&scene, 1), two(&scene, 3), two(&scene, 4)];
		let [first, second, overlapping] = orders.map(|order| RuntimeCall::from(execute("bank-a", &order)));
		let both = |one: &RuntimeCall, other: &RuntimeCall| UtilityCall::batch_all {
			calls: vec![one.clone(), other.clone()],
		};
		// The second uses a key of the first: neither is carried out.
		let again = PaymentsError::UetrUsed { line: 0 };
		refused("bank-a.release", both(&second, &overlapping), again);
		turned_away("yj.confirm", both(&first, &second), Refusal::CallOutsideRole);
		done("bank-a.release", both(&first, &second));
		assert_eq!(Loans::ledger(scene.loan).unwrap().released(), Fen(600));
		next_block();
		let motion = AuthoritiesCall::propose { seat_number: 0, proposal: Box::new(first.clone()) };
		turned_away("msa.council", motion, Refusal::NobodysCall);
		let council =
			pallet_collective::RawOrigin::<AccountId, pallet_authorities::CouncilInstance>::Members(4, 4);
		let refusal = first.dispatch(council.into()).unwrap_err().error;
		assert_eq!(refusal, DispatchError::BadOrigin);
	});
}
