use super::*;
use crate::OfferRequest;
use zhidai_primitives::SpotCheckState::{Final, Objected, Served};
use zhidai_primitives::{DrawRule, MAX_OPEN_DRAFTS};

fn drawable(loan: LoanId) -> DispatchResult {
	LoansPallet::ensure_drawable(loan)
}

/// What these lines get, in fen.
fn divided(loan: LoanId, lines: &[u16], by: &Split) -> Result<Vec<u64>, DispatchError> {
	let lines: Vec<_> = lines.iter().copied().map(PlanLineNo).collect();
	LoansPallet::split(loan, &lines, by).map(|parts| parts.into_iter().map(|part| part.0).collect())
}

/// By what is left, over every line that has something left.
fn split(loan: LoanId, fen: u64) -> Result<Vec<u64>, DispatchError> {
	let open: Vec<_> = open_lines(loan).into_iter().map(|line| line.0).collect();
	divided(loan, &open, &Split::ByLeft { amount: Fen(fen) })
}

/// Draws so much by the split.
fn draw_by_split(loan: LoanId, fen: u64) {
	let open = open_lines(loan);
	let parts = LoansPallet::split(loan, &open, &Split::ByLeft { amount: Fen(fen) }).unwrap();
	let uses: Vec<_> = open.into_iter().zip(parts).collect();
	assert_ok!(LoansPallet::post(loan, &[Movement::Reserve], &uses));
}

fn by_amounts(amounts: &[u64]) -> Split {
	let amounts: Vec<_> = amounts.iter().copied().map(Fen).collect();
	Split::ByAmounts { amounts: amounts.try_into().unwrap() }
}

fn by_shares(fen: u64, shares: &[u32]) -> Split {
	let shares: Vec<_> = shares.iter().copied().map(BasisPoints).collect();
	Split::ByShares { amount: Fen(fen), shares: shares.try_into().unwrap() }
}

#[test]
fn money_leaves_only_an_active_contract() {
	run(|| {
		assert_noop!(drawable(LoanId(1)), Error::<Test>::LoanUnknown);
		let loan = prepared(request());
		assert_noop!(drawable(loan), Error::<Test>::WrongState);
		assert_ok!(check(CHECKER, loan));
		assert_noop!(drawable(loan), Error::<Test>::WrongState);
		assert_noop!(post(loan, Movement::Reserve, &[(1, 1)]), Error::<Test>::WrongState);
		assert_noop!(LoansPallet::open_draft(loan), Error::<Test>::WrongState);
		assert_eq!(LoansPallet::undrawn(loan), Fen::ZERO);
		assert_ok!(sign(SIGNER, loan));
		assert_ok!(drawable(loan));
	});
}

#[test]
fn nb_07_a_failed_spot_check_freezes_the_undrawn_limit_from_the_state_that_the_contract_names() {
	run(|| {
		testing::with(|world| world.schemes.get_mut(&NINGBO).unwrap().freeze_from = Some(Objected));
		let loan = active(request());
		set_spot_check(BORROWER, Some(Served));
		assert_ok!(drawable(loan));
		for state in [Objected, Final] {
			set_spot_check(BORROWER, Some(state));
			assert_noop!(drawable(loan), Error::<Test>::UndrawnLimitFrozen);
		}
		set_spot_check(BORROWER, None);
		assert_ok!(drawable(loan));
	});
}

#[test]
fn nb_12_the_freeze_reaches_every_contract_with_the_clause_at_every_bank_and_no_other() {
	run(|| {
		let (clause, free) = (active(request()), active(request_for(SUZHOU, 1_000_000)));
		assert_ok!(offer(OTHER_MAKER, request()));
		let elsewhere = LoanId(3);
		assert_ok!(check(OTHER_CHECKER, elsewhere));
		assert_ok!(sign(SIGNER, elsewhere));
		let another = active(OfferRequest { borrower: OrgId(OTHER_BORROWER), ..request() });
		set_spot_check(BORROWER, Some(Served));
		assert_noop!(drawable(clause), Error::<Test>::UndrawnLimitFrozen);
		assert_noop!(drawable(elsewhere), Error::<Test>::UndrawnLimitFrozen);
		assert_ok!(drawable(free));
		assert_ok!(drawable(another));
	});
}

#[test]
fn nb_12_a_clause_that_the_contract_does_not_pin_does_not_reach_it() {
	run(|| {
		let loan = active(request_for(SUZHOU, 1_000_000));
		testing::with(|world| world.schemes.get_mut(&SUZHOU).unwrap().freeze_from = Some(Served));
		set_spot_check(BORROWER, Some(Final));
		assert_ok!(drawable(loan));
	});
}

#[test]
fn t_xj_3_a_firm_that_lost_its_tier_draws_nothing() {
	run(|| {
		set_tier(BORROWER, 2);
		let loan = active(request_for(XINJIANG, 1_000_000));
		set_tier(BORROWER, 0);
		assert_noop!(drawable(loan), NOT_QUALIFIED);
		// With a lower one it still qualifies.
		set_tier(BORROWER, 3);
		assert_ok!(drawable(loan));
	});
}

#[test]
fn a_programme_asks_at_a_drawdown_only_what_its_text_has() {
	run(|| {
		let at_draw = |rule| testing::with(|world| world.schemes.get_mut(&XINJIANG).unwrap().at_draw = rule);
		set_tier(BORROWER, 2);
		let loan = active(request_for(XINJIANG, 1_000_000));
		at_draw(DrawRule::Qualified);
		set_tier(BORROWER, 3);
		assert_ok!(drawable(loan));
		set_tier(BORROWER, 0);
		assert_noop!(drawable(loan), NOT_QUALIFIED);
		at_draw(DrawRule::Nothing);
		assert_ok!(drawable(loan));
	});
}

#[test]
fn g_30_money_leaves_through_the_last_day_of_availability_and_term() {
	run(|| {
		let end = today().plus_months(12).unwrap();
		let short = active(request_for(SUZHOU, 1_000_000));
		let long = active(OfferRequest { available_until: end, ..request_for(SUZHOU, 1_000_000) });
		let last_day = |loan| LoansPallet::facts(loan).unwrap().drawable_until;
		assert_eq!((last_day(short), last_day(long)), (request().available_until, end));
		set_today(request().available_until);
		assert_ok!(drawable(short));
		set_today(Day(request().available_until.0 + 1));
		assert_noop!(drawable(short), Error::<Test>::NotAvailable);
		set_today(end);
		assert_ok!(drawable(long));
		set_today(Day(end.0 + 1));
		assert_noop!(drawable(long), Error::<Test>::TermEnded);
	});
}

#[test]
fn the_limit_is_reached_to_the_fen_and_not_passed() {
	run(|| {
		let loan = active(request());
		let caps: Vec<_> = request().plan.iter().map(|line| line.cap.0).collect();
		assert_ok!(post(loan, Movement::Reserve, &[(0, caps[0]), (1, caps[1]), (2, caps[2])]));
		assert!(LoansPallet::undrawn(loan).is_zero());
		assert_noop!(post(loan, Movement::Reserve, &[(0, 1)]), Error::<Test>::LimitExceeded);
		let wrapping = [(0, u64::MAX), (1, u64::MAX)];
		assert_noop!(post(loan, Movement::Reserve, &wrapping), Error::<Test>::LimitExceeded);
	});
}

#[test]
fn a_plan_line_is_closed_at_its_cap_over_all_payments_that_use_it() {
	run(|| {
		let loan = active(request());
		let cap = request().plan[1].cap.0;
		assert_ok!(post(loan, Movement::Reserve, &[(1, cap - 10)]));
		assert_noop!(
			post(loan, Movement::Reserve, &[(0, 1), (1, 6), (1, 5)]),
			Error::<Test>::PlanLineExceeded { plan_line: 1 }
		);
		assert_ok!(post(loan, Movement::Reserve, &[(0, 1), (1, 5), (1, 5)]));
		assert_eq!(LoansPallet::remaining(loan, PlanLineNo(1)), Fen::ZERO);
		assert_noop!(post(loan, Movement::Reserve, &[(3, 1)]), Error::<Test>::PlanLineUnknown);
		assert_noop!(LoansPallet::plan_line(loan, PlanLineNo(3)), Error::<Test>::PlanLineUnknown);
		assert_eq!(LoansPallet::remaining(loan, PlanLineNo(3)), Fen::ZERO);
	});
}

#[test]
fn what_was_never_booked_frees_its_plan_line_and_what_was_returned_does_not() {
	run(|| {
		let loan = active(request());
		let cap = LoansPallet::remaining(loan, PlanLineNo(1));
		let left = || cap.checked_sub(LoansPallet::remaining(loan, PlanLineNo(1))).unwrap().0;
		assert_ok!(post(loan, Movement::Reserve, &[(1, 100)]));
		assert_ok!(post(loan, Movement::Cancel, &[(1, 10)]));
		assert_ok!(post(loan, Movement::Release, &[(1, 90)]));
		assert_ok!(post(loan, Movement::Fail, &[(1, 20)]));
		assert_eq!(left(), 70);
		for movement in [
			Movement::Disburse,
			Movement::Settle,
			Movement::Receive,
			Movement::Deny,
			Movement::Receive,
			Movement::ReturnReceived,
			Movement::PayAgain,
			Movement::Settle,
			Movement::ReturnSettled,
		] {
			assert_ok!(post(loan, movement, &[(1, 70)]));
			assert_eq!(left(), 70);
		}
		assert_eq!(LoansPallet::facts(loan).unwrap().drawn, Fen(70));
		// What is prepaid gives neither the limit back nor its plan line; what is reversed, both.
		assert_ok!(post(loan, Movement::Prepay, &[(1, 30)]));
		assert_eq!((left(), LoansPallet::facts(loan).unwrap().drawn), (70, Fen(70)));
		assert_ok!(post(loan, Movement::Reverse, &[(1, 40)]));
		assert_eq!((left(), LoansPallet::facts(loan).unwrap().drawn), (30, Fen(30)));
		assert_ok!(post(loan, Movement::UndoReverse, &[(1, 40)]));
		assert_eq!((left(), LoansPallet::facts(loan).unwrap().drawn), (70, Fen(70)));
	});
}

#[test]
fn nothing_moves_that_is_not_there() {
	run(|| {
		let loan = active(request());
		assert_ok!(post(loan, Movement::Reserve, &[(1, 100)]));
		assert_noop!(post(loan, Movement::Release, &[(1, 101)]), Error::<Test>::LedgerUnderflow);
		// The sum is there, but not on this line.
		assert_noop!(post(loan, Movement::Release, &[(0, 100)]), Error::<Test>::LedgerUnderflow);
		assert_noop!(post(LoanId(9), Movement::Release, &[]), Error::<Test>::LoanUnknown);
	});
}

#[test]
fn g_10_the_contract_splits_to_the_fen_within_what_is_left_of_each_line() {
	run(|| {
		let amount = Fen(1_000_000);
		let thirds =
			vec![line(6, true, Fen(333_333)), line(7, true, Fen(333_333)), line(8, true, Fen(333_334))];
		let loan = active(OfferRequest { amount, plan: thirds.try_into().unwrap(), ..request() });
		assert_eq!(split(loan, 100), Ok(vec![33, 33, 34]));
		assert_eq!(split(loan, 1_000_000), Ok(vec![333_333, 333_333, 333_334]));
		// Two drawdowns by the split use the plan up, to the fen.
		for amount in [500_000, 500_000] {
			draw_by_split(loan, amount);
		}
		assert!(LoansPallet::undrawn(loan).is_zero());
	});
}

#[test]
fn g_10_a_split_passes_no_line_when_little_is_left_of_it() {
	run(|| {
		let amount = Fen(100);
		let plan = vec![line(6, true, Fen(40)), line(7, true, Fen(40)), line(8, true, Fen(20))];
		let loan = active(OfferRequest { amount, plan: plan.try_into().unwrap(), ..request() });
		assert_ok!(post(loan, Movement::Reserve, &[(0, 30), (1, 30), (2, 19)]));
		assert_eq!(split(loan, 20), Ok(vec![10, 9, 1]));
		assert_noop!(split(loan, 22), Error::<Test>::LimitExceeded);
		draw_by_split(loan, 20);
	});
}

/// The split was dead as soon as one line had nothing left: whatever was drawn, it gave that line nothing.
#[test]
fn g_10_a_split_goes_over_the_lines_that_have_something_left() {
	run(|| {
		let loan = active(request());
		let caps: Vec<_> = request().plan.iter().map(|line| line.cap.0).collect();
		assert_ok!(post(loan, Movement::Reserve, &[(1, caps[1])]));
		let half = (caps[0] + caps[2]) / 2;
		assert_eq!(
			divided(loan, &[0, 2], &Split::ByLeft { amount: Fen(half) }),
			Ok(vec![caps[0] / 2, caps[2] / 2])
		);
		draw_by_split(loan, half);
		// To the last fen, over what is then left.
		draw_by_split(loan, half);
		assert!(LoansPallet::undrawn(loan).is_zero());
		assert_noop!(split(loan, 1), Error::<Test>::LimitExceeded);
		// What came free is divided again.
		assert_ok!(post(loan, Movement::Cancel, &[(1, 7)]));
		assert_eq!(divided(loan, &[1], &Split::ByLeft { amount: Fen(7) }), Ok(vec![7]));
	});
}

#[test]
fn g_10_a_split_by_what_is_left_names_every_line_that_has_something_left_and_no_other() {
	run(|| {
		let loan = active(request());
		let by = Split::ByLeft { amount: Fen(1_000) };
		for few in [&[] as &[u16], &[0], &[0, 2], &[1, 2]] {
			assert_noop!(divided(loan, few, &by), Error::<Test>::SplitLeavesLineOut);
		}
		assert_ok!(post(loan, Movement::Reserve, &[(1, request().plan[1].cap.0)]));
		assert_noop!(divided(loan, &[0, 1, 2], &by), Error::<Test>::PlanLineUsedUp { plan_line: 1 });
		assert_eq!(divided(loan, &[0, 2], &by).map(|parts| parts.iter().sum()), Ok(1_000_u64));
	});
}

#[test]
fn g_10_a_drawdown_is_divided_by_amounts_or_by_shares_over_any_lines() {
	run(|| {
		let loan = active(request());
		let cap = request().plan[1].cap.0;
		assert_eq!(divided(loan, &[1], &by_amounts(&[cap])), Ok(vec![cap]));
		assert_eq!(divided(loan, &[0, 2], &by_amounts(&[5, 7])), Ok(vec![5, 7]));
		assert_eq!(divided(loan, &[0, 1, 2], &by_shares(10, &[3_333, 3_333, 3_334])), Ok(vec![3, 3, 4]));
		assert_noop!(
			divided(loan, &[0, 1], &by_amounts(&[1, cap + 1])),
			Error::<Test>::PlanLineExceeded { plan_line: 1 }
		);
		assert_noop!(
			divided(loan, &[1, 2], &by_amounts(&[u64::MAX, 2])),
			Error::<Test>::PlanLineExceeded { plan_line: 1 }
		);
		assert_noop!(
			divided(loan, &[1, 2], &by_shares(u64::MAX, &[5_000, 5_000])),
			Error::<Test>::PlanLineExceeded { plan_line: 1 }
		);
		for shares in [[5_000, 4_999], [5_000, 5_001], [20_000, 0], [u32::MAX, 10_001]] {
			assert_noop!(divided(loan, &[0, 1], &by_shares(10, &shares)), Error::<Test>::SplitSharesNotWhole);
		}
		assert_noop!(divided(loan, &[0, 1], &by_amounts(&[1])), Error::<Test>::SplitCountDiffers);
		assert_noop!(divided(loan, &[0, 1], &by_shares(9, &[10_000])), Error::<Test>::SplitCountDiffers);
	});
}

#[test]
fn g_10_a_split_that_gives_a_line_nothing_or_a_used_up_line_something_is_refused_by_the_line() {
	run(|| {
		let loan = active(request());
		let nothing = |plan_line| Error::<Test>::SplitGivesNothing { plan_line };
		assert_noop!(divided(loan, &[0, 2], &by_amounts(&[5, 0])), nothing(2));
		assert_noop!(divided(loan, &[1, 2], &by_shares(10, &[10_000, 0])), nothing(2));
		assert_noop!(divided(loan, &[1, 2], &by_shares(1, &[5_000, 5_000])), nothing(2));
		assert_ok!(post(loan, Movement::Reserve, &[(2, request().plan[2].cap.0)]));
		let used_up = || Error::<Test>::PlanLineUsedUp { plan_line: 2 };
		for by in [by_amounts(&[5, 5]), by_shares(10, &[5_000, 5_000])] {
			assert_noop!(divided(loan, &[1, 2], &by), used_up());
		}
	});
}

#[test]
fn g_10_a_split_names_lines_of_the_plan_once_and_in_its_order() {
	run(|| {
		let loan = active(request());
		for (lines, plan_line) in [([0, 0, 1], 0), ([0, 2, 1], 1), ([2, 1, 0], 1)] {
			let by = by_amounts(&[1, 1, 1]);
			assert_noop!(divided(loan, &lines, &by), Error::<Test>::SplitOutOfOrder { plan_line });
		}
		assert_noop!(divided(loan, &[0, 3], &by_amounts(&[1, 1])), Error::<Test>::PlanLineUnknown);
	});
}

#[test]
fn g_10_a_split_that_gives_a_line_nothing_is_refused() {
	run(|| {
		let loan = active(request());
		assert_eq!(split(loan, 5), Ok(vec![1, 2, 2]));
		assert_noop!(split(loan, 2), Error::<Test>::SplitGivesNothing { plan_line: 0 });
		assert_noop!(split(loan, 0), Error::<Test>::SplitGivesNothing { plan_line: 0 });
		// Nothing is divided of what nobody signed.
		assert_noop!(split(LoanId(9), 5), Error::<Test>::WrongState);
		let unsigned = prepared(request());
		assert_noop!(split(unsigned, 5), Error::<Test>::WrongState);
	});
}

#[test]
fn open_drafts_are_bounded_and_numbered() {
	run(|| {
		let loan = active(request());
		for number in 0..MAX_OPEN_DRAFTS {
			assert_eq!(LoansPallet::open_draft(loan).map(|draft| draft.0), Ok(number));
		}
		assert_noop!(LoansPallet::open_draft(loan), Error::<Test>::TooManyOpenDrafts);
		LoansPallet::close_draft(loan);
		assert_eq!(LoansPallet::open_draft(loan).map(|draft| draft.0), Ok(MAX_OPEN_DRAFTS));
		assert_noop!(LoansPallet::open_draft(LoanId(9)), Error::<Test>::LoanUnknown);
	});
}
