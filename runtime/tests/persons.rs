//! Which steps take two persons stands in one page, with the reason where one is enough, for every call of ours. What
//! it says of the council and of two persons is tried.

mod common;

use common::calls::every_call;
use common::consortium::*;
use common::lending::*;
use common::paying::*;
use common::*;
use frame_support::traits::{CallMetadata, GetCallMetadata};
use pallet_credentials::{
	AdverseId, AdverseKind, AdverseRecord, AdverseRecords, AdverseState, Credential, CredentialState,
	NextAdverse, NextCredential,
};
use pallet_payments::{Adjustment, DraftState, Drafts, Outcome, PayAgainLine, SettlementResult, SplitLine};
use pallet_registry::extensions::CallPolicy;
use pallet_registry::{Act, NewOfficer, OfficerRecords};
use polkadot_sdk::*;
use std::collections::{BTreeMap, BTreeSet};
use zhidai_primitives::{
	AccountVersion, CredentialId, CredentialTypeId, Digest as Hash, DisposalKind, Duties, Duty, Fen, LoanId,
	LoanState, Ordered, PaymentStatus, PlanLineNo, Role, Roles, ShortText, Split,
};
use zhidai_runtime::{Payments, Runtime, RuntimeCall, RuntimeEvent};

const PAGE: &str = include_str!("../../docs/decisions/0007-two-persons.md");

/// The table of the page: call → whose step it is, and why.
fn table() -> BTreeMap<&'static str, (&'static str, &'static str)> {
	let rows = PAGE.lines().filter_map(|line| line.strip_prefix("| `")?.strip_suffix(" |"));
	let mut table = BTreeMap::new();
	for row in rows {
		let (call, rest) = row.split_once("` | ").expect("a call");
		let (persons, why) = rest.split_once(" | ").expect("three columns");
		assert!(table.insert(call, (persons, why)).is_none(), "{call} stands twice");
	}
	table
}

#[test]
fn every_call_says_how_many_persons_it_takes_and_why() {
	let table = table();
	let of_the_sdk =
		|name: &str| ["System.", "Timestamp.", "Utility."].iter().any(|pallet| name.starts_with(pallet));
	let calls = every_call().into_iter().map(|(name, _)| name).filter(|name| !of_the_sdk(name));
	let calls: Vec<_> = calls.collect();
	let missing: Vec<_> = calls.iter().filter(|name| !table.contains_key(name.as_str())).collect();
	assert!(missing.is_empty(), "no row in docs/decisions/0007-two-persons.md: {missing:?}");
	let gone: Vec<_> = table.keys().filter(|name| !calls.iter().any(|call| call == *name)).collect();
	assert!(gone.is_empty(), "no such call: {gone:?}");
	for (call, (persons, why)) in table {
		assert!(["two", "sides", "council", "one"].contains(&persons), "{call}: {persons}");
		assert!(why.len() > 8, "{call} says no reason");
	}
}

/// What the page gives to the council nobody sends, whatever roles and duties; and what nobody sends is the council's.
#[test]
fn what_the_council_decides_no_member_sends() {
	let everybody = (Roles::of(Role::ALL), Duties::of(Duty::ALL));
	let table = table();
	for (name, call) in every_call() {
		let Some((persons, _)) = table.get(name.as_str()) else { continue };
		let is_sent = <Runtime as pallet_registry::Config>::Policy::allows(&call, everybody.0, everybody.1);
		assert_eq!(!is_sent, *persons == "council", "{name}: {persons}");
	}
}

/// The calls that were tried, as the page has them.
type Tried = BTreeSet<String>;

fn name_of(call: &RuntimeCall) -> String {
	let CallMetadata { pallet_name, function_name } = call.get_call_metadata();
	format!("{pallet_name}.{function_name}")
}

/// The person of an officer gets a second account.
fn with_second_account(name: &str, duties: &[Duty]) {
	let person = OfficerRecords::<Runtime>::get(officer_id(name)).unwrap().person;
	let second = NewOfficer { person, ..officer(&format!("{name}-too"), duties) };
	let (org, _) = name.split_once('.').expect("an officer");
	agreed(&format!("{org}.admin-1"), &format!("{org}.admin-2"), Act::AddOfficer(second));
}

fn nobody_else() {}

/// One person does not do it, nor does the same one with a second account; with another person it is done. Others may
/// have a part in between, that is not enough either.
#[track_caller]
fn takes_two(
	tried: &mut Tried,
	(first, call): (&str, impl Into<RuntimeCall>),
	others: impl FnOnce(),
	(second, completing): (&str, impl FnOnce() -> RuntimeCall),
	is_done: impl Fn() -> bool,
) {
	let call: RuntimeCall = call.into();
	done(first, call.clone());
	others();
	assert!(!is_done(), "{first} alone did it: {call:?}");
	let completing = completing();
	let same = pallet_registry::Error::<Runtime>::SamePerson;
	refused(&format!("{first}-too"), completing.clone(), same);
	assert!(!is_done(), "one person did it: {completing:?}");
	done(second, completing.clone());
	assert!(is_done(), "two persons did not do it: {completing:?}");
	tried.extend([&call, &completing].map(name_of));
	next_block();
}

fn admins(tried: &mut Tried) {
	with_second_account("bank-a.admin-1", &[Duty::Admin]);
	let act = with_proofs("bank-a.admin-1", Act::AddOfficer(officer("bank-a.new", &[Duty::View])));
	let propose = RegistryCall::propose { act, request_id: new_request() };
	let approve = || {
		let (act_id, act_digest) = last_event(|event| match event {
			RuntimeEvent::Registry(pallet_registry::Event::ActProposed { act_id, digest, .. }) => {
				Some((*act_id, *digest))
			}
			_ => None,
		});
		RuntimeCall::from(RegistryCall::approve { act_id, act_digest })
	};
	let is_done = || pallet_registry::Officers::<Runtime>::contains_key(account("bank-a.new"));
	takes_two(tried, ("bank-a.admin-1", propose), nobody_else, ("bank-a.admin-2", approve), is_done);
}

/// A maker of the market regulator proposes, its checker confirms.
#[track_caller]
fn a_bureaus_two(tried: &mut Tried, call: CredentialsCall, is_done: impl Fn() -> bool) {
	let confirm = || {
		let (act, digest) = proposed_credential_act();
		RuntimeCall::from(CredentialsCall::confirm { act, digest })
	};
	takes_two(tried, ("msa.maker", call), nobody_else, ("msa.checker", confirm), is_done);
}

fn credentials(tried: &mut Tried) {
	let holder = firms().borrower;
	with_second_account("msa.maker", &[Duty::Checker]);
	let reason = || ShortText::try_from("年度监督审核未通过").unwrap();
	let is = |id: CredentialId, holds: fn(&Credential) -> bool| {
		move || pallet_credentials::Credentials::<Runtime>::get(id).is_some_and(|one| holds(&one))
	};
	let record = |number| {
		let (number_digest, document_digest) = (Hash::repeat_byte(number), Hash::repeat_byte(3));
		let (type_id, granted_on, expires_on) = (CredentialTypeId(22), today(), None);
		CredentialsCall::record { holder, type_id, number_digest, document_digest, granted_on, expires_on }
	};
	let is_active = |one: &Credential| one.state(today()) == CredentialState::Active;
	let is_cancelled = |one: &Credential| one.state(today()) == CredentialState::Cancelled;
	// On one person's word it is suspended for some days.
	let is_for_good = |one: &Credential| one.suspension().is_some_and(|it| it.until.is_none());

	let credential = NextCredential::<Runtime>::get();
	a_bureaus_two(tried, record(1), is(credential, is_active));
	let suspend = CredentialsCall::suspend { credential, reason: reason() };
	a_bureaus_two(tried, suspend, is(credential, is_for_good));
	a_bureaus_two(tried, CredentialsCall::restore { credential }, is(credential, is_active));
	let revoke = CredentialsCall::revoke { credential, reason: reason() };
	a_bureaus_two(tried, revoke, is(credential, Credential::is_revoked));
	let credential = NextCredential::<Runtime>::get();
	a_bureaus_two(tried, record(2), is(credential, is_active));
	a_bureaus_two(tried, CredentialsCall::cancel { credential }, is(credential, is_cancelled));
}

fn adverse_records(tried: &mut Tried) {
	let org = firms().borrower;
	with_second_account("msa.maker", &[Duty::Checker]);
	let is = |id: AdverseId, holds: fn(&AdverseRecord) -> bool| {
		move || AdverseRecords::<Runtime>::get(id).is_some_and(|one| holds(&one))
	};
	let report = || CredentialsCall::report_adverse {
		org,
		kind: AdverseKind::FailedSpotCheck,
		happened_on: today(),
		digest: Hash::repeat_byte(8),
		request_id: new_request(),
	};
	let is_there = |_: &AdverseRecord| true;
	let is_annulled = |one: &AdverseRecord| one.state() == AdverseState::Annulled;
	let is_reinspected = |one: &AdverseRecord| one.state() == AdverseState::Reinspected;
	let is_final = |one: &AdverseRecord| one.state() == AdverseState::Final;

	let record = NextAdverse::<Runtime>::get();
	a_bureaus_two(tried, report(), is(record, is_there));
	a_bureaus_two(tried, CredentialsCall::annul { record }, is(record, is_annulled));
	let record = NextAdverse::<Runtime>::get();
	a_bureaus_two(tried, report(), is(record, is_there));
	done("yj.confirm", CredentialsCall::object { record });
	let reinspect = CredentialsCall::reinspect { record };
	a_bureaus_two(tried, reinspect, is(record, is_reinspected));
	// The firm's time to object is over.
	done("bank-a.admin-1", ReferenceCall::move_calendar { days: 30 });
	next_block();
	let finalise = CredentialsCall::finalise { record };
	a_bureaus_two(tried, finalise, is(record, is_final));
	a_bureaus_two(tried, CredentialsCall::rectify { record }, is(record, AdverseRecord::is_rectified));
	let reason = "行政复议决定".try_into().unwrap();
	let reverse = CredentialsCall::reverse { record, reason, document: Hash::repeat_byte(9) };
	a_bureaus_two(tried, reverse, is(record, is_annulled));
}

fn state_of(loan: LoanId) -> LoanState {
	pallet_loans::Loans::<Runtime>::get(loan).unwrap().state
}

fn an_offer(tried: &mut Tried) {
	let request = request(firms());
	with_second_account("bank-a.maker", &[Duty::Checker]);
	let offer = LoansCall::offer { request, request_id: new_request() };
	let check = || {
		let (loan, digest) = last_event(|event| match event {
			RuntimeEvent::Loans(pallet_loans::Event::LoanPrepared { loan, digest, .. }) => {
				Some((*loan, *digest))
			}
			_ => None,
		});
		RuntimeCall::from(LoansCall::check_offer { loan, digest })
	};
	let is_offered = || state_of(pallet_loans::LastLoan::<Runtime>::get()) == LoanState::Offered;
	takes_two(tried, ("bank-a.maker", offer), nobody_else, ("bank-a.checker", check), is_offered);
}

fn a_hold_and_an_end(tried: &mut Tried) {
	let loan = ready("bank-a", firms(), [1, 2, 3]).loan;
	with_second_account("bank-a.maker", &[Duty::Checker]);
	let hold = pallet_loans::Hold::Bank { reference: Hash::zero() };
	done("bank-a.checker", LoansCall::hold { loan, hold });
	let lift = LoansCall::lift_hold { loan, hold: hold.key(BANK_A) };
	let is_free = || common::books::traced(loan, 10).0.holds.is_empty();
	let second = ("bank-a.checker", || RuntimeCall::from(lift.clone()));
	takes_two(tried, ("bank-a.maker", lift.clone()), nobody_else, second, is_free);
	let close = || LoansCall::close { loan };
	let second = ("bank-a.checker", || RuntimeCall::from(close()));
	let is_closed = || state_of(loan) == LoanState::Closed;
	takes_two(tried, ("bank-a.maker", close()), nobody_else, second, is_closed);
}

/// Another regulator attests a loan, and another bank lends it: of each bank two persons.
fn other_parties(tried: &mut Tried) {
	let loan = signed_loan("bank-a", request(firms()));
	decided(bureau("宁波市质量发展局", "nz", NINGBO)).unwrap();
	let regulator = pallet_registry::LastOrg::<Runtime>::get();
	for maker in ["msa.maker", "bank-a.maker", "bank-b.maker"] {
		with_second_account(maker, &[Duty::Checker]);
	}
	let change = || RuntimeCall::from(LoansCall::change_regulator { loan, regulator });
	let record = || pallet_loans::Loans::<Runtime>::get(loan).unwrap();
	let is_changed = || record().regulator == regulator;
	takes_two(tried, ("msa.maker", change()), nobody_else, ("msa.checker", change), is_changed);
	let transfer =
		|| RuntimeCall::from(LoansCall::transfer { loans: vec![loan].try_into().unwrap(), to: BANK_B });
	done("bank-a.maker", transfer());
	let same = pallet_registry::Error::<Runtime>::SamePerson;
	refused("bank-a.maker-too", transfer(), same);
	done("bank-a.checker", transfer());
	let is_passed = || record().bank == BANK_B;
	takes_two(tried, ("bank-b.maker", transfer()), nobody_else, ("bank-b.checker", transfer), is_passed);
}

/// A maker of the bank makes a draft, the borrower mandates it, a checker of the bank approves it.
#[track_caller]
fn a_draft(tried: &mut Tried, loan: LoanId, call: PaymentsCall) {
	let mandated = || done("yj.confirm", mandate(loan, last_draft()));
	let second = ("bank-a.checker", || RuntimeCall::from(approve(loan, last_draft())));
	let is_approved = || {
		let place = Ordered::from(last_draft().0);
		Drafts::<Runtime>::get(loan, place).unwrap().state == DraftState::Approved
	};
	takes_two(tried, ("bank-a.maker", call), mandated, second, is_approved);
}

fn payments(tried: &mut Tried) {
	let Ready { loan, invoice, report, contract, .. } = ready("bank-a", firms(), [1, 2, 3]);
	with_second_account("bank-a.maker", &[Duty::Checker, Duty::Release]);
	let expires_on = today().plus_days(30).unwrap();
	let named = |(plan_line, evidence)| SplitLine {
		plan_line: PlanLineNo(plan_line),
		account: AccountVersion(0),
		evidence: Some(evidence),
	};
	let named: Vec<_> = (0..).zip([invoice, report, contract]).map(named).collect();
	let (split, batch_uetr) = (Split::ByLeft { amount: Fen(1_000) }, uetr(1));
	let lines = named.try_into().unwrap();
	a_draft(tried, loan, PaymentsCall::drawdown { loan, batch_uetr, split, lines, expires_on });
	a_draft(tried, loan, draft(loan, &[line(2, 2, 100, Some(contract))]));
	let lines = vec![line(6, 2, 100, Some(contract))].try_into().unwrap();
	let allocations = Default::default();
	a_draft(tried, loan, PaymentsCall::draft_allocated { loan, lines, allocations, expires_on });

	// What the borrower applies for a maker takes up, and another person releases it after the checker.
	done("yj.confirm", draft(loan, &[line(3, 2, 100, Some(contract)), line(4, 2, 200, Some(contract))]));
	let signed = last_draft();
	let make = PaymentsCall::make { loan, draft: signed.0, digest: signed.1 };
	let approved = || done("bank-a.checker", approve(loan, signed));
	let second = ("bank-a.release", || RuntimeCall::from(release(loan, signed, &[])));
	let is_released = || Payments::payment_view(uetr(3)).unwrap().status == PaymentStatus::Released;
	takes_two(tried, ("bank-a.maker", make), approved, second, is_released);

	let file_of_both = booked(1, [uetr(3), uetr(4)]);
	let second = ("bank-a.checker", || RuntimeCall::from(file_of_both.clone()));
	let is_settled = || Payments::payment_view(uetr(3)).unwrap().status == PaymentStatus::Settled;
	takes_two(tried, ("bank-a.maker", entered(&file_of_both)), nobody_else, second, is_settled);
	let (uetrs, witness) = (vec![uetr(4)].try_into().unwrap(), Hash::repeat_byte(9));
	let assist = PaymentsCall::confirm_assisted { uetrs, witness };
	let second = ("bank-a.checker", || RuntimeCall::from(assist.clone()));
	let is_received = || Payments::payment_view(uetr(4)).unwrap().status == PaymentStatus::Received;
	let is_settled_again = || !is_received();
	takes_two(tried, ("bank-a.maker", assist.clone()), nobody_else, second, is_received);
	let second = ("bank-a.checker", || RuntimeCall::from(take_back_receipt(uetr(4))));
	takes_two(tried, ("bank-a.maker", take_back_receipt(uetr(4))), nobody_else, second, is_settled_again);
	let reason = "账号与户名不符".try_into().unwrap();
	book("bank-a", file(2, vec![result(uetr(3), Outcome::Returned { reason })]));
	next_block();
	let again = PayAgainLine { returned: uetr(3), uetr: uetr(5), account: AccountVersion(0) };
	let lines = vec![again].try_into().unwrap();
	a_draft(tried, loan, PaymentsCall::pay_again { loan, lines, expires_on });

	by_hand(tried);
	let (amount, bank_reference, booked_on) = (Fen(50), Hash::repeat_byte(1), today());
	let repaid = LoansCall::book_repayment { loan, amount, bank_reference, booked_on };
	let second = ("bank-a.checker", || RuntimeCall::from(repaid.clone()));
	let is_booked = || pallet_loans::Repayments::<Runtime>::contains_key(loan, bank_reference);
	takes_two(tried, ("bank-a.maker", repaid.clone()), nobody_else, second, is_booked);
	let reason = "记错户".try_into().unwrap();
	let correct = LoansCall::correct_repayment { loan, bank_reference, reason };
	let second = ("bank-a.checker", || RuntimeCall::from(correct.clone()));
	let is_corrected = || {
		let kept = pallet_loans::Repayments::<Runtime>::get(loan, bank_reference);
		kept.is_some_and(|repayment| repayment.corrected.is_some())
	};
	takes_two(tried, ("bank-a.maker", correct.clone()), nobody_else, second, is_corrected);
}

/// Of a payment that is booked and came back a part is prepaid.
fn by_hand(tried: &mut Tried) {
	let reason = "账号与户名不符".try_into().unwrap();
	let part = SettlementResult { amount_fen: 150, ..result(uetr(4), Outcome::Returned { reason }) };
	book("bank-a", file(3, vec![part]));
	next_block();
	let adjustment = Adjustment::Dispose {
		kind: DisposalKind::Prepay,
		amount_fen: 150,
		bank_reference: b"PREPAID".to_vec().try_into().unwrap(),
		booked_on: today(),
		value_on: today(),
	};
	let adjust = PaymentsCall::adjust { uetr: uetr(4), adjustment };
	let second = ("bank-a.checker", || RuntimeCall::from(adjust.clone()));
	let is_prepaid = || Payments::payment_view(uetr(4)).unwrap().extra.unwrap().led() == Fen(150);
	takes_two(tried, ("bank-a.maker", adjust.clone()), nobody_else, second, is_prepaid);
}

/// All signatures are in one call: with two of one person it is refused.
fn an_order(tried: &mut Tried) {
	let Ready { loan, contract, .. } = ready("bank-a", firms(), [1, 2, 3]);
	with_second_account("bank-a.maker", &[Duty::Checker, Duty::Release]);
	let order = order(loan, &[line(1, 2, 100, Some(contract))]);
	let signed = |approve: &str, release: &str| {
		let signatures = order_signed(&order, ["yj.confirm", "bank-a.maker", approve, release]);
		RuntimeCall::from(PaymentsCall::execute { order: order.clone(), signatures })
	};
	let same = || pallet_registry::Error::<Runtime>::SamePerson;
	refused("bank-a.maker", signed("bank-a.maker-too", "bank-a.release"), same());
	refused("bank-a.maker", signed("bank-a.checker", "bank-a.maker-too"), same());
	let call = signed("bank-a.checker", "bank-a.release");
	done("bank-a.maker", call.clone());
	tried.insert(name_of(&call));
}

/// Every call that the page gives to two persons, and no other, is tried so.
#[test]
fn what_takes_two_one_person_does_not_do_with_however_many_accounts() {
	let mut tried = Tried::new();
	let scenes = [
		admins,
		credentials,
		adverse_records,
		an_offer,
		a_hold_and_an_end,
		other_parties,
		payments,
		an_order,
	];
	for scene in scenes {
		chain(|| scene(&mut tried));
	}
	let rows = table().into_iter().filter(|(_, (persons, _))| *persons == "two");
	let two: Tried = rows.map(|(call, _)| call.to_owned()).collect();
	assert_eq!(tried, two, "what is tried and what docs/decisions/0007-two-persons.md gives to two persons");
}
