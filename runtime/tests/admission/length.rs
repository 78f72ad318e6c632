//! How long a transaction can be, by kind of call, and how much of them the pool has room for.

use super::common::calls::{arguments_of_every_call, longest_of_every_call};
use super::*;
use polkadot_sdk::frame_support::{traits::ConstU32, BoundedVec};
use std::collections::{BTreeMap, BTreeSet};
use zhidai_primitives::limits::{MAX_HOLIDAYS, MAX_MAKE_UP_DAYS};
use zhidai_primitives::Split;

/// The longest decision has room, and not much more: motions go before everything else into a block.
#[test]
fn a_motion_is_as_long_as_the_longest_decision() {
	let call = 2;
	let publication = <Option<SchemeId>>::max_encoded_len() + SchemeTerms::max_encoded_len();
	let admission = NewOrganisation::max_encoded_len() + FirstOfficersOf::<Runtime>::max_encoded_len();
	let decisions = [publication, admission, pallet_credentials::CredentialType::max_encoded_len()];
	let longest = call + decisions.into_iter().max().unwrap();
	let most = longest_motion();
	assert!(longest <= most && most <= 2 * longest, "{longest} of {most}");
}

/// By kind of call: the longest has room, and not much more. What can be longer than [`door::SHORT`] is named
/// in the policy.
#[test]
fn a_transaction_is_as_long_as_the_longest_call_of_its_kind() {
	let lists = [
		("Payments.settle", pallet_payments::SettlementResults::max_encoded_len()),
		("Payments.draft", pallet_payments::Lines::max_encoded_len()),
		("Payments.draft_allocated", longest_drawdown()),
		("Payments.execute", longest_order()),
		("Payments.pay_again", pallet_payments::PayAgainLines::max_encoded_len()),
		("Supervision.count", pallet_supervision::Uetrs::max_encoded_len()),
		("Supervision.take_back", pallet_supervision::Uetrs::max_encoded_len()),
		("Loans.offer", pallet_loans::OfferRequest::max_encoded_len()),
		("Authorities.propose", longest_motion()),
		// Short ones.
		("Payments.drawdown", pallet_payments::SplitLines::max_encoded_len() + Split::max_encoded_len()),
		("Payments.release", pallet_payments::LineNumbers::max_encoded_len()),
		("Payments.confirm", pallet_payments::Receipts::max_encoded_len()),
		("Registry.propose", pallet_registry::ActOf::<Runtime>::max_encoded_len()),
	];
	for (name, list) in lists {
		let (list, most) = (list as u32, Policy::longest(&call(name)));
		assert!(list + 400 <= most, "{name}: {list} of {most}");
		assert!(most <= door::SHORT.max(list + door::ENVELOPE), "{name}: {list} of {most}");
	}
	let longer: Vec<_> = every_call()
		.into_iter()
		.filter(|(_, call)| Policy::longest(call) > door::SHORT)
		.map(|(name, _)| name)
		.collect();
	for name in &longer {
		assert!(name.starts_with("Utility.") || lists.iter().any(|(known, _)| known == name), "{name}");
	}
	for (name, call) in every_call() {
		assert!(Policy::longest(&call) <= door::LONGEST, "{name}");
		let by_firm = Policy::allows(&call, Roles::ADMITTED_BY_MEMBERS, Duties::of(Duty::ALL));
		assert!(!by_firm || Policy::longest(&call) <= door::LONGEST_OF_FIRM, "{name}");
	}
}

/// How long a drawdown can be, with every allocation.
fn longest_drawdown() -> usize {
	pallet_payments::Lines::max_encoded_len() + pallet_payments::Allocations::max_encoded_len()
}

/// How long an order can be, with every signature.
fn longest_order() -> usize {
	let signatures = pallet_payments::OrderSignaturesOf::<Runtime>::max_encoded_len();
	pallet_payments::Order::max_encoded_len() + signatures
}

/// How long the lists can be that calls take.
fn lists() -> Vec<(&'static str, usize)> {
	type Proof = BoundedVec<u8, ConstU32<{ pallet_authorities::MAX_PROOF }>>;
	type Holidays = BoundedVec<zhidai_primitives::Day, ConstU32<MAX_HOLIDAYS>>;
	type MakeUpDays = BoundedVec<zhidai_primitives::Day, ConstU32<MAX_MAKE_UP_DAYS>>;
	let uetrs = pallet_supervision::Uetrs::max_encoded_len();
	let numbers = pallet_payments::LineNumbers::max_encoded_len();
	let receipts = pallet_payments::Receipts::max_encoded_len();
	vec![
		("Registry.propose.act", pallet_registry::ActOf::<Runtime>::max_encoded_len()),
		("Authorities.propose.proposal", longest_motion()),
		("Authorities.set_session_keys.proof", Proof::max_encoded_len()),
		("Reference.propose_calendar.holidays", Holidays::max_encoded_len()),
		("Reference.propose_calendar.workdays_on_weekends", MakeUpDays::max_encoded_len()),
		("Loans.offer.request", pallet_loans::OfferRequest::max_encoded_len()),
		("Loans.transfer.loans", pallet_loans::TransferredLoans::max_encoded_len()),
		("Evidence.give_verdict.fingerprints", pallet_evidence::FingerprintSet::max_encoded_len()),
		("Evidence.give_verdict.tags", pallet_evidence::AlertTagSet::max_encoded_len()),
		("Payments.draft.lines", pallet_payments::Lines::max_encoded_len()),
		("Payments.draft_allocated.lines", pallet_payments::Lines::max_encoded_len()),
		("Payments.draft_allocated.allocations", pallet_payments::Allocations::max_encoded_len()),
		("Payments.allocate.parts", pallet_payments::DocumentParts::max_encoded_len()),
		("Payments.execute.order", pallet_payments::Order::max_encoded_len()),
		("Payments.drawdown.split", Split::max_encoded_len()),
		("Payments.drawdown.lines", pallet_payments::SplitLines::max_encoded_len()),
		("Payments.release.lines", numbers),
		("Payments.exclude.lines", numbers),
		("Payments.settle.results", pallet_payments::SettlementResults::max_encoded_len()),
		("Payments.confirm.uetrs", receipts),
		("Payments.confirm_assisted.uetrs", receipts),
		("Payments.pay_again.lines", pallet_payments::PayAgainLines::max_encoded_len()),
		("Payments.adjust.adjustment", pallet_payments::Adjustment::max_encoded_len()),
		("Supervision.count.uetrs", uetrs),
		("Supervision.take_back.uetrs", uetrs),
	]
}

/// From the types of every call that somebody can send. Taking 500 payments back was promised by the call's type, and
/// turned away for its length.
#[test]
fn the_longest_call_of_every_kind_has_room() {
	chain(|| {
		let lists = lists();
		let short = offer();
		// Beside the call, with what grows: the longest kind of signature, later numbers.
		let envelope = length(short.clone()) as usize - short.encoded_size() + 16;
		let longest: BTreeMap<_, _> = longest_of_every_call(&lists).into_iter().collect();
		for (name, call) in every_call().into_iter().filter(|(_, call)| Policy::is_somebodys(call)) {
			let whole = longest[&name].clone().unwrap_or_else(|list| panic!("how long can {list} be?"));
			let most = Policy::longest(&call) as usize;
			assert!(whole + envelope <= most, "{name}: {whole} and {envelope} of {most}");
		}
		let names = |(call, names): (String, Vec<String>)| {
			names.into_iter().map(|name| format!("{call}.{name}")).collect::<Vec<_>>()
		};
		let arguments: BTreeSet<String> = arguments_of_every_call().into_iter().flat_map(names).collect();
		for (list, _) in lists {
			assert!(arguments.contains(list), "no call takes {list}");
		}
	});
}

#[test]
fn the_longest_call_is_let_in_and_what_is_longer_is_turned_away() {
	chain(|| {
		let longest = length(longest_settlement());
		let most = Policy::longest(&longest_settlement());
		assert!(longest <= most && most < longest + 2 * door::ENVELOPE, "{longest} of {most}");
		admitted("bank-a.checker", longest_settlement());
		let named = (0..MAX_LINES as u16).map(|line| Uetr::of_batch_line(Uetr::from_random([9; 16]), line));
		let uetrs = named.collect::<Vec<_>>().try_into().unwrap();
		let (loan, quarter) = (LoanId(1), today().quarter());
		admitted("bank-a.maker", pallet_supervision::Call::<Runtime>::take_back { loan, quarter, uetrs });
		let beyond = all_of(vec![longest_settlement(), longest_settlement()]);
		turned_away("bank-a.checker", beyond.clone(), Refusal::TooLong);
		turned_away("nobody", beyond, Refusal::Stranger);
		// A batch of short calls is as long as a batch may be, and no way to send a long one.
		let short = length(offer());
		let many = |count: u32| all_of((0..count).map(|_| offer()).collect());
		admitted("bank-a.maker", many(10));
		turned_away("bank-a.maker", many(2 * door::BATCH / (short - 130)), Refusal::TooLong);
	});
}

/// Bank A with as many officers as it can have of its own choice, all of them makers, and checkers but for the first.
fn with_every_officer(test: impl FnOnce(Vec<String>)) {
	chain(|| {
		let serving = || pallet_registry::OfficersOf::<Runtime>::get(BANK_A).len() as u32;
		let mut makers = vec!["bank-a.maker".to_owned()];
		while serving() < door::MOST_OFFICERS - pallet_registry::MAX_RECOVERY_ADMINS {
			let name = format!("bank-a.extra-{}", serving());
			let added = Act::AddOfficer(officer(&name, &[Duty::Maker, Duty::Checker]));
			agreed("bank-a.admin-1", "bank-a.admin-2", added);
			makers.push(name);
		}
		test(makers);
	});
}

/// 29 officers, each with the longest calls and as many of them as the door lets in.
#[test]
fn one_organisation_never_has_more_in_a_pool_than_the_node_has_room_for() {
	with_every_officer(|makers| {
		let settlement = longest_settlement();
		let at = |name: &str, call: &RuntimeCall, nonce_ahead| {
			pool(sign(name, call.clone(), Options { nonce_ahead, ..Default::default() })).map(drop)
		};
		let (mut count, mut bytes) = (0_u64, 0_u64);
		let name = &makers[1];
		let calls = [settlement.clone(), longest_draft(), many_offers(8), many_offers(1)];
		let mut waits = true;
		for ahead in 0.. {
			// The longest that is let in at this place.
			let Some(call) = calls.iter().find(|call| at(name, call, ahead).is_ok()) else {
				assert_eq!(at(name, &offer(), ahead), Err(refuse(Refusal::TooManyWaiting)));
				break;
			};
			waits &= ahead == 0 || *call != settlement;
			count += 1;
			bytes += u64::from(length(call.clone()));
		}
		assert!(
			waits,
			"beside the next one no settlement file waits where an organisation has so many officers"
		);
		assert_eq!(at(name, &settlement, 1), Err(refuse(Refusal::TooManyBytesWaiting)));
		// Each has the larger share, the fewer they are: three places are kept free for a recovery.
		let hired = u32::try_from(pallet_registry::OfficersOf::<Runtime>::get(BANK_A).len()).unwrap();
		let officers = u64::from(hired);
		assert!(hired >= door::MOST_OFFICERS - 3);
		assert!(count * officers <= door::LARGE.most_transactions(hired));
		let most = door::LARGE.most_bytes(door::MOST_OFFICERS, door::LONGEST);
		assert!(bytes * officers <= most && most < 12 << 20, "{bytes} by each, {most} by all");
		assert!(most * 10 < door::POOL.bytes, "far from any limit");
	});
}

fn longest_draft() -> RuntimeCall {
	let line = |number| zhidai_primitives::DraftLine {
		uetr: Uetr::of_batch_line(Uetr::from_random([9; 16]), number),
		plan_line: zhidai_primitives::PlanLineNo(number % 3),
		account: zhidai_primitives::AccountVersion(0),
		amount_fen: 1_000_000,
		evidence: Some(zhidai_primitives::EvidenceId(1)),
	};
	let lines: Vec<_> = (0..MAX_LINES as u16).map(line).collect();
	let loan = LoanId(1);
	pallet_payments::Call::<Runtime>::draft { loan, lines: lines.try_into().unwrap(), expires_on: today() }
		.into()
}
