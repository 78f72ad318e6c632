//! What calls weigh, by the measured figures: nothing is free, and the largest call of every kind fits in a block.

mod common;

use common::calls::every_call;
use frame_support::dispatch::GetDispatchInfo;
use frame_support::traits::Get;
use frame_support::weights::Weight;
use polkadot_sdk::*;
use zhidai_primitives::{
	limits::MAX_ALLOCATIONS, AccountVersion, Allocation, Day, Digest, DraftLine, DraftNo, EvidenceId, Fen,
	LoanId, PlanLineNo, Split, Uetr, MAX_LINES, MAX_PLAN_LINES,
};
use zhidai_runtime::{Runtime, RuntimeCall};

type Payment = pallet_payments::Call<Runtime>;

fn key(number: u32) -> Uetr {
	Uetr::of_batch_line(Uetr::from_random([9; 16]), u16::try_from(number).unwrap())
}

fn draft(lines: u32) -> RuntimeCall {
	let line = |number| DraftLine {
		uetr: key(number),
		plan_line: PlanLineNo(0),
		account: AccountVersion(0),
		amount_fen: 100,
		evidence: Some(EvidenceId(1)),
	};
	let lines = (0..lines).map(line).collect::<Vec<_>>().try_into().unwrap();
	Payment::draft { loan: LoanId(1), lines, expires_on: Day(20_600) }.into()
}

fn order(lines: u32) -> RuntimeCall {
	let RuntimeCall::Payments(Payment::draft { loan, lines, expires_on }) = draft(lines) else {
		unreachable!("a draft")
	};
	let signature = sp_runtime::MultiSignature::Ed25519(sp_core::ed25519::Signature::from_raw([0; 64]));
	let account = zhidai_runtime::AccountId::new([0; 32]);
	let one = || pallet_payments::OrderSignature { account: account.clone(), signature: signature.clone() };
	let signatures =
		pallet_payments::OrderSignatures { mandate: one(), make: one(), approve: one(), release: one() };
	let allocation =
		|line| Allocation { line: u16::try_from(line).unwrap(), evidence: EvidenceId(2), amount_fen: 1 };
	let allocations = (0..lines.len().min(MAX_ALLOCATIONS as usize)).map(allocation).collect::<Vec<_>>();
	let allocations = allocations.try_into().unwrap();
	let order = pallet_payments::Order { loan, lines, expires_on, allocations };
	Payment::execute { order, signatures }.into()
}

fn settlement(results: u32) -> RuntimeCall {
	let result = |number| pallet_payments::SettlementResult {
		uetr: key(number),
		outcome: pallet_payments::Outcome::Settled,
		amount_fen: 100,
		account: Some(AccountVersion(0)),
		bank_reference: vec![b'x'; pallet_payments::MAX_BANK_REFERENCE as usize].try_into().unwrap(),
		booked_on: Day(20_500),
		value_on: Day(20_500),
	};
	let results = (0..results).map(result).collect::<Vec<_>>().try_into().unwrap();
	Payment::settle { file_digest: Digest::zero(), results }.into()
}

/// The calls that work on lists, each with the longest that it takes, or that stands for it.
fn largest_calls() -> Vec<(&'static str, RuntimeCall)> {
	let (loan, draft_no, digest) = (LoanId(1), DraftNo(0), Digest::zero());
	let reason = zhidai_primitives::ShortText::new(vec![b'x'; 160]).unwrap();
	let uetrs: Vec<Uetr> = (0..MAX_LINES).map(key).collect();
	let named = |line: u32| pallet_payments::SplitLine {
		plan_line: PlanLineNo(line.try_into().unwrap()),
		account: AccountVersion(0),
		evidence: None,
	};
	let named = (0..MAX_PLAN_LINES).map(named).collect::<Vec<_>>().try_into().unwrap();
	let (batch_uetr, split, expires_on) = (key(0), Split::ByLeft { amount: Fen(100) }, Day(20_600));
	let again = |number| pallet_payments::PayAgainLine {
		returned: key(number),
		uetr: key(number),
		account: AccountVersion(0),
	};
	let again: Vec<_> = (0..MAX_LINES).map(again).collect();
	vec![
		("draft", draft(MAX_LINES)),
		("execute", order(MAX_LINES)),
		("drawdown", Payment::drawdown { loan, batch_uetr, split, lines: named, expires_on }.into()),
		("reject", Payment::reject { loan, draft: draft_no, digest, reason }.into()),
		(
			"release of all",
			Payment::release { loan, draft: draft_no, digest, lines: Default::default() }.into(),
		),
		("settle", settlement(MAX_LINES)),
		("pay_again", Payment::pay_again { loan, lines: again.try_into().unwrap(), expires_on }.into()),
		("lapse", Payment::lapse { loan, draft: draft_no }.into()),
		(
			"count",
			pallet_supervision::Call::count {
				loan,
				quarter: Day(20_500).quarter(),
				uetrs: uetrs.try_into().unwrap(),
			}
			.into(),
		),
		("close", pallet_authorities::Call::close { proposal_hash: digest, index: 0 }.into()),
	]
}

#[test]
fn every_call_of_ours_weighs_something_and_fits_in_a_block() {
	let limits = <Runtime as frame_system::Config>::BlockWeights::get();
	let sized = largest_calls().into_iter().map(|(name, call)| (name.to_owned(), call));
	for (name, call) in every_call().into_iter().chain(sized) {
		let info = call.get_dispatch_info();
		let most = limits.get(info.class).max_extrinsic.unwrap_or(limits.max_block);
		assert!(info.call_weight.all_lte(most), "{name}: {:?} of at most {most:?}", info.call_weight);
		let of_the_sdk = ["System.", "Timestamp.", "Utility."].iter().any(|pallet| name.starts_with(pallet));
		assert!(of_the_sdk || info.call_weight.any_gt(Weight::zero()), "{name} is free");
	}
}

/// What closing a motion reserves is enough for the heaviest decision, and little of a block.
#[test]
fn the_heaviest_decision_has_room_in_a_motion_and_many_closings_in_a_block() {
	use pallet_registry::WeightInfo;
	let most: Weight =
		<Runtime as pallet_collective::Config<pallet_authorities::CouncilInstance>>::MaxProposalWeight::get();
	let officers = <Runtime as pallet_registry::Config>::MaxOfficers::get();
	let admission = <Runtime as pallet_registry::Config>::WeightInfo::admit_by_council(officers);
	assert!(admission.all_lte(most), "{admission:?} of {most:?}");
	let block = <Runtime as frame_system::Config>::BlockWeights::get().max_block;
	let closing: RuntimeCall =
		pallet_authorities::Call::close { proposal_hash: Default::default(), index: 0 }.into();
	let ref_time = closing.get_dispatch_info().call_weight.ref_time();
	assert!(ref_time.saturating_mul(8) <= block.ref_time(), "{ref_time} of {}", block.ref_time());
}

/// A provisional figure knows nothing of storage; a measured one reads and writes at the database's price.
#[test]
fn a_line_costs_what_it_writes() {
	let write = <Runtime as frame_system::Config>::DbWeight::get().writes(1);
	for call in [draft, order, settlement] {
		let (one, many) =
			(call(1).get_dispatch_info().call_weight, call(101).get_dispatch_info().call_weight);
		assert!(write.saturating_mul(100).all_lte(many.saturating_sub(one)));
	}
}
