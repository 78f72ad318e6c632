//! A drawdown that the contract divides: over what is left, by amounts, by shares; what cannot be divided so is refused
//! by name.

use super::*;
use pallet_payments::SplitLine;
use zhidai_primitives::traits::LoanRoom;
use zhidai_primitives::{rule_of, AccountVersion, PlanLineNo, Split};
use zhidai_runtime::apis::runtime_decl_for_zhidai_api::ZhidaiApiV1;

/// A drawdown under a batch's key over these lines of the plan, with the evidence that each wants.
fn divided(scene: Ready, batch: u8, split: Split, lines: &[u16]) -> PaymentsCall {
	let evidence = [scene.invoice, scene.report, scene.contract];
	let named = |plan_line: &u16| SplitLine {
		plan_line: PlanLineNo(*plan_line),
		account: AccountVersion(0),
		evidence: evidence.get(usize::from(*plan_line)).copied(),
	};
	let lines: Vec<_> = lines.iter().map(named).collect();
	let (loan, batch_uetr, lines) = (scene.loan, uetr(batch), lines.try_into().unwrap());
	PaymentsCall::drawdown { loan, batch_uetr, split, lines, expires_on: today().plus_days(30).unwrap() }
}

fn by_left(fen: u64) -> Split {
	Split::ByLeft { amount: Fen(fen) }
}

fn by_amounts(fen: &[u64]) -> Split {
	let amounts: Vec<_> = fen.iter().copied().map(Fen).collect();
	Split::ByAmounts { amounts: amounts.try_into().unwrap() }
}

fn by_shares(fen: u64, shares: &[u32]) -> Split {
	let shares: Vec<_> = shares.iter().copied().map(BasisPoints).collect();
	Split::ByShares { amount: Fen(fen), shares: shares.try_into().unwrap() }
}

/// The amounts of the last draft.
fn last_amounts(loan: zhidai_primitives::LoanId) -> Vec<u64> {
	let (draft, _) = last_draft();
	let lines = pallet_payments::DraftLines::<Runtime>::get(loan, zhidai_primitives::Ordered::from(draft));
	lines.iter().map(|line| line.amount_fen).collect()
}

/// As soon as one plan line had nothing left, no drawdown could be divided any more.
#[test]
fn a_split_goes_over_what_is_left_when_a_line_is_used_up() {
	with_loan(|scene| {
		let used_up = || LoansError::PlanLineUsedUp { plan_line: 1 };
		done("bank-a.maker", draft(scene.loan, &[line(1, 1, CAPS[1].0, Some(scene.report))]));
		next_block();
		refused("bank-a.maker", divided(scene, 2, by_left(300), &[0, 1, 2]), used_up());
		refused("bank-a.maker", divided(scene, 2, by_left(300), &[0]), LoansError::SplitLeavesLineOut);
		let asked = |lines: &[u16]| {
			let lines = lines.iter().copied().map(PlanLineNo).collect();
			Runtime::split_drawdown(scene.loan, lines, by_left(300))
		};
		assert_eq!(asked(&[0, 2]), Ok(vec![Fen(200), Fen(100)]));
		assert_eq!(asked(&[0, 1, 2]), Err(rule_of(used_up().into())));
		done("bank-a.maker", divided(scene, 2, by_left(300), &[0, 2]));
		assert_eq!(last_amounts(scene.loan), [200, 100]);
		let rest = Loans::undrawn(scene.loan);
		refused("bank-a.maker", divided(scene, 3, by_left(rest.0 + 1), &[0, 2]), LoansError::LimitExceeded);
		done("bank-a.maker", divided(scene, 3, by_left(rest.0), &[0, 2]));
		assert!(Loans::undrawn(scene.loan).is_zero());
	});
}

#[test]
fn a_split_by_amounts_or_shares_gives_each_line_its_own_or_changes_nothing() {
	with_loan(|scene| {
		let mut batch = 10;
		let mut no = |split, lines: &[u16], rule: LoansError| {
			batch += 1;
			refused("bank-a.maker", divided(scene, batch, split, lines), rule);
			next_block();
		};
		let above = || LoansError::PlanLineExceeded { plan_line: 1 };
		no(by_amounts(&[1, CAPS[1].0 + 1]), &[0, 1], above());
		no(by_amounts(&[u64::MAX, 2]), &[1, 2], above());
		no(by_amounts(&[1, 0]), &[0, 1], LoansError::SplitGivesNothing { plan_line: 1 });
		no(by_amounts(&[1]), &[0, 1], LoansError::SplitCountDiffers);
		no(by_shares(100, &[5_000, 5_001]), &[0, 1], LoansError::SplitSharesNotWhole);
		no(by_shares(100, &[u32::MAX, 10_001]), &[0, 1], LoansError::SplitSharesNotWhole);
		no(by_shares(u64::MAX, &[5_000, 5_000]), &[1, 2], above());
		no(by_amounts(&[1, 1]), &[1, 1], LoansError::SplitOutOfOrder { plan_line: 1 });
		no(by_amounts(&[1, 1]), &[0, 3], LoansError::PlanLineUnknown);
		done("bank-a.maker", divided(scene, 1, by_amounts(&[7]), &[2]));
		assert_eq!(last_amounts(scene.loan), [7]);
		done("bank-a.maker", divided(scene, 2, by_shares(101, &[3_333, 6_667]), &[0, 1]));
		assert_eq!(last_amounts(scene.loan), [34, 67]);
	});
}
