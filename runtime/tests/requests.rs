//! What creates something is carried out once under one request, through `Executive`; every other call is known a
//! second time by what it names.

mod common;

use common::calls::arguments_of_every_call;
use common::consortium::*;
use common::lending::*;
use common::paying::*;
use common::*;
use pallet_credentials::AdverseKind;
use pallet_registry::Act;
use polkadot_sdk::*;
use sp_runtime::{DispatchError, TransactionOutcome};
use std::collections::BTreeSet;
use zhidai_primitives::traits::Once;
use zhidai_primitives::{
	BasisPoints, Created, Day, Digest as Hash, EntryId, EvidenceKind, Fen, OrgId, RateKind, RequestId,
	REQUEST_LIFE_BLOCKS,
};
use zhidai_runtime::{Registry, Runtime, RuntimeCall, System};

type CredentialsError = pallet_credentials::Error<Runtime>;
type EvidenceError = pallet_evidence::Error<Runtime>;
type PaymentsError = pallet_payments::Error<Runtime>;
type RegistryError = pallet_registry::Error<Runtime>;

/// The calls that take a request, each by an officer who may send it, and whose request it is.
fn creating(scene: Ready, request_id: RequestId) -> [(&'static str, OrgId, RuntimeCall); 6] {
	let firms = scene.firms;
	let (source, corrects) = (Hash::repeat_byte(1), None);
	let (kind, value_bp, effective_from) = (RateKind::BankAverage(BANK_A), BasisPoints(345), today());
	let (holidays, workdays_on_weekends) = (Default::default(), Default::default());
	let act = Act::RemoveOfficer(officer_id("bank-a.release"));
	let content = document(EvidenceKind::Invoice, firms.equipment, firms.borrower, Fen(100));
	[
		("bank-a.admin-1", BANK_A, RegistryCall::propose { act, request_id }.into()),
		(
			"bank-a.maker",
			BANK_A,
			ReferenceCall::propose_rate {
				kind,
				value_bp,
				effective_from,
				source,
				corrects: None,
				request_id,
			}
			.into(),
		),
		(
			"msa.maker",
			MARKET_BUREAU,
			ReferenceCall::propose_calendar {
				year: 2027,
				holidays,
				workdays_on_weekends,
				source,
				corrects,
				request_id,
			}
			.into(),
		),
		(
			"msa.maker",
			MARKET_BUREAU,
			CredentialsCall::report_adverse {
				org: firms.borrower,
				kind: AdverseKind::PenaltySafety,
				happened_on: today(),
				digest: source,
				request_id,
			}
			.into(),
		),
		("bank-a.maker", BANK_A, LoansCall::offer { request: request(firms), request_id }.into()),
		("yj.maker", firms.borrower, EvidenceCall::file { loan: scene.loan, content, request_id }.into()),
	]
}

/// What the calls above make when they come one after the other.
fn made_next() -> [Created; 6] {
	let act = pallet_registry::LastAct::<Runtime>::get().0 + 1;
	let EntryId(entry) = pallet_reference::NextEntry::<Runtime>::get();
	let of_bureau = pallet_credentials::NextAct::<Runtime>::get().0;
	let loan = pallet_loans::LastLoan::<Runtime>::get().next().unwrap();
	let evidence = pallet_evidence::NextEvidence::<Runtime>::get();
	[
		Created::Act(act),
		Created::Entry(EntryId(entry)),
		Created::Entry(EntryId(entry + 1)),
		Created::CredentialAct(of_bureau),
		Created::Loan(loan),
		Created::Evidence(evidence),
	]
}

#[test]
fn every_call_that_creates_something_is_carried_out_once_under_one_request() {
	chain(|| {
		let scene = ready("bank-a", firms(), [1, 2, 3]);
		let expected = made_next();
		for (place, created) in expected.into_iter().enumerate() {
			let request_id = new_request();
			let (who, org, call) = creating(scene, request_id)[place].clone();
			assert_eq!(Registry::created(org, request_id), None);
			done(who, call.clone());
			refused(who, call.clone(), RegistryError::RequestAlreadyUsed);
			next_block();
			refused(who, call, RegistryError::RequestAlreadyUsed);
			// Whoever of the organisation asks for whatever else; another organisation's request is another one.
			for (who, other, call) in creating(scene, request_id) {
				match other == org {
					true => refused(who, call, RegistryError::RequestAlreadyUsed),
					false => assert_eq!(Registry::created(other, request_id), None),
				}
			}
			assert_eq!(Registry::created(org, request_id), Some(created));
		}
	});
}

#[test]
fn a_batch_carries_a_request_out_once() {
	chain(|| {
		let scene = ready("bank-a", firms(), [1, 2, 3]);
		let request_id = new_request();
		let [.., (who, org, call)] = creating(scene, request_id);
		let before = pallet_evidence::NextEvidence::<Runtime>::get();
		let twice = vec![call.clone(), call];
		let all = pallet_utility::Call::<Runtime>::batch_all { calls: twice.clone() };
		refused(who, all, RegistryError::RequestAlreadyUsed);
		assert_eq!(Registry::created(org, request_id), None, "a batch is carried out whole or not at all");
		let once = || pallet_utility::Call::<Runtime>::batch_all { calls: twice[..1].to_vec() };
		done(who, once());
		refused(who, once(), RegistryError::RequestAlreadyUsed);
		assert_eq!(pallet_evidence::NextEvidence::<Runtime>::get().0, before.0 + 1);
		assert_eq!(Registry::created(org, request_id), Some(Created::Evidence(before)));
	});
}

#[test]
fn a_request_comes_in_time_or_not_at_all() {
	chain(|| {
		let scene = ready("bank-a", firms(), [1, 2, 3]);
		let until = |last_block| {
			let request_id = RequestId { last_block, ..new_request() };
			let [.., (who, org, call)] = creating(scene, request_id);
			(who, org, call, request_id)
		};
		let now = System::block_number();
		let (who, _, late, _) = until(now - 1);
		refused(who, late, RegistryError::RequestTooOld);
		let (who, _, early, _) = until(now + REQUEST_LIFE_BLOCKS + 1);
		refused(who, early, RegistryError::RequestTooFarAhead);
		let (_, _, furthest, _) = until(now + REQUEST_LIFE_BLOCKS);
		done(who, furthest);
		let (_, org, call, request_id) = until(now);
		done(who, call.clone());
		next_block();
		refused(who, call.clone(), RegistryError::RequestAlreadyUsed);
		let long_after = frame_support::storage::with_transaction(|| {
			// It is forgotten when others come, and then too old.
			System::set_block_number(now + REQUEST_LIFE_BLOCKS + 1);
			while Registry::created(org, request_id).is_some() {
				let before = pallet_registry::Requests::<Runtime>::iter().count();
				Registry::keep(org, new_request(), Created::Act(1));
				let after = pallet_registry::Requests::<Runtime>::iter().count();
				assert!(after <= before, "nothing is forgotten");
			}
			let refusal = Registry::ensure_new(org, request_id);
			TransactionOutcome::Rollback(Ok::<_, DispatchError>(refusal))
		});
		assert_eq!(long_after, Ok(Err(RegistryError::RequestTooOld.into())));
	});
}

/// The calls that take a request, by the argument's name; it is the last one.
const TAKE_A_REQUEST: &[&str] = &[
	"Credentials.report_adverse",
	"Evidence.file",
	"Loans.offer",
	"Reference.propose_calendar",
	"Reference.propose_rate",
	"Registry.propose",
];

/// All others. A new call is put here only where the chain knows a second one of the same by what it names; why,
/// says the page of [`Once`].
const KNOWN_BY_WHAT_THEY_NAME: &[&str] = &[
	"Authorities.close",
	"Authorities.propose",
	"Authorities.set_session_keys",
	"Authorities.vote",
	"Authorities.withdraw",
	"Credentials.add_type",
	"Credentials.annul",
	"Credentials.cancel",
	"Credentials.confirm",
	"Credentials.finalise",
	"Credentials.object",
	"Credentials.record",
	"Credentials.rectify",
	"Credentials.reinspect",
	"Credentials.restore",
	"Credentials.reverse",
	"Credentials.revoke",
	"Credentials.suspend",
	"Credentials.withdraw",
	"Evidence.give_verdict",
	"Evidence.retract",
	"Evidence.revise",
	"Evidence.take_over",
	"Evidence.withdraw",
	"Loans.book_repayment",
	"Loans.change_regulator",
	"Loans.check_offer",
	"Loans.close",
	"Loans.correct_repayment",
	"Loans.hold",
	"Loans.lapse",
	"Loans.lift_hold",
	"Loans.sign",
	"Loans.take_over",
	"Loans.transfer",
	"Loans.withdraw",
	"Loans.withdraw_transfer",
	"Payments.adjust",
	"Payments.allocate",
	"Payments.approve",
	"Payments.close_mismatch",
	"Payments.confirm",
	"Payments.confirm_assisted",
	"Payments.confirm_signed",
	"Payments.dispute",
	"Payments.draft",
	"Payments.draft_allocated",
	"Payments.drawdown",
	"Payments.enter_results",
	"Payments.exclude",
	"Payments.execute",
	"Payments.lapse",
	"Payments.make",
	"Payments.mandate",
	"Payments.pay_again",
	"Payments.reject",
	"Payments.release",
	"Payments.settle",
	"Payments.take_back_receipt",
	"Reference.confirm_calendar",
	"Reference.confirm_rate",
	"Reference.move_calendar",
	"Reference.withdraw",
	"Registry.admit_by_council",
	"Registry.approve",
	"Registry.complete_recovery",
	"Registry.exit",
	"Registry.object_to_recovery",
	"Registry.open_recovery",
	"Registry.reinstate",
	"Registry.reject",
	"Registry.rename",
	"Registry.rotate_key",
	"Registry.succeed",
	"Registry.suspend",
	"Registry.withdraw",
	"Schemes.publish",
	"Schemes.retire",
	"Supervision.answer_alert",
	"Supervision.close_alert",
	"Supervision.count",
	"Supervision.open_review",
	"Supervision.sign_review",
	"Supervision.take_back",
];

#[test]
fn every_call_takes_a_request_or_is_known_by_what_it_names() {
	let (mut take, mut others) = (BTreeSet::new(), BTreeSet::new());
	for (name, arguments) in arguments_of_every_call() {
		let of_the_sdk = ["System.", "Timestamp.", "Utility."].iter().any(|pallet| name.starts_with(pallet));
		match arguments.iter().position(|argument| argument == "request_id") {
			Some(place) => {
				assert_eq!(place + 1, arguments.len(), "{name}: it is the last argument");
				take.insert(name);
			}
			None if of_the_sdk => {}
			None => {
				others.insert(name);
			}
		}
	}
	let named = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<BTreeSet<_>>();
	assert_eq!(take, named(TAKE_A_REQUEST));
	assert_eq!(others, named(KNOWN_BY_WHAT_THEY_NAME), "decide whether a new call needs a request");
}

#[test]
fn what_takes_no_request_is_refused_a_second_time_by_what_it_names() {
	chain(|| {
		let scene = ready("bank-a", firms(), [1, 2, 3]);
		let lines = [line(1, 2, 100, Some(scene.contract))];
		let signed = approved("bank-a", scene.loan, &lines);
		refused("bank-a.maker", draft(scene.loan, &lines), PaymentsError::UetrUsed { line: 0 });
		done("bank-a.release", release(scene.loan, signed, &[]));
		book("bank-a", booked(1, [uetr(1)]));
		// A file comes again and again: each of its rows is known.
		book("bank-a", booked(1, [uetr(1)]));
		assert_eq!(file_booked(), [0, 0, 0, 1, 0]);

		let record = || CredentialsCall::record {
			holder: scene.firms.borrower,
			type_id: zhidai_primitives::CredentialTypeId(22),
			number_digest: Hash::repeat_byte(9),
			document_digest: Hash::repeat_byte(9),
			granted_on: Day::from_ymd(2025, 6, 1).unwrap(),
			expires_on: None,
		};
		done("msa.maker", record());
		refused("msa.maker", record(), CredentialsError::ActAlreadyProposed);
		confirm_proposed("msa.maker");
		refused("msa.maker", record(), CredentialsError::NumberTaken);

		let content = document(EvidenceKind::Invoice, scene.firms.equipment, scene.firms.borrower, Fen(100));
		let (evidence, _) = filed(scene.loan, content);
		let revise = |revision| EvidenceCall::revise { evidence, revision, content };
		done("yj.maker", revise(0));
		refused("yj.maker", revise(0), EvidenceError::RevisionNotCurrent);

		let suspend = || RuntimeCall::from(RegistryCall::suspend { org: BANK_B });
		motion(suspend());
		let again = AuthoritiesCall::propose { seat_number: 0, proposal: Box::new(suspend()) };
		refused("msa.council", again, pallet_authorities::Error::<Runtime>::MotionAlreadyOpen);
	});
}

#[test]
fn who_proposes_the_same_act_under_another_request_is_told_that_it_waits() {
	chain(|| {
		let act = || Act::RemoveOfficer(officer_id("bank-a.release"));
		let (act_id, act_digest) = proposed("bank-a.admin-1", act());
		let again = || RegistryCall::propose { act: act(), request_id: new_request() };
		refused("bank-a.admin-1", again(), RegistryError::ActAlreadyProposed);
		// Another officer may mean it, and the act goes on.
		done("bank-a.admin-2", again());
		done("bank-a.admin-2", RegistryCall::approve { act_id, act_digest });
	});
}
