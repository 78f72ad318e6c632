use super::*;
use crate::{ContractStage, OfferRequest};

#[test]
fn the_facts_of_a_loan_are_those_of_its_contract() {
	run(|| {
		assert_noop!(LoansPallet::facts(LoanId(1)), Error::<Test>::LoanUnknown);
		let loan = prepared(request());
		let facts = LoansPallet::facts(loan).unwrap();
		assert_eq!((facts.bank, facts.borrower, facts.regulator), (OrgId(BANK), OrgId(BORROWER), OrgId(3)));
		assert_eq!((facts.scheme, facts.scheme_version.0), (NINGBO, 1));
		assert_eq!(
			(facts.state, facts.limit, facts.drawn),
			(LoanState::Prepared, request().amount, Fen::ZERO)
		);
		assert_eq!(facts.quality_share_bp, Some(BasisPoints(3_000)));
		assert_eq!(facts.drawable_until, request().available_until);
		let drawn = paid(100);
		assert_eq!(LoansPallet::facts(drawn).unwrap().drawn, Fen(100));
	});
}

#[test]
fn the_plan_is_read_with_its_use() {
	run(|| {
		let loan = paid(100);
		assert_ok!(post(loan, Movement::Reserve, &[(2, 7)]));
		let plan = LoansPallet::plan(loan);
		let numbers: Vec<_> = plan.iter().map(|(number, ..)| number.0).collect();
		let used: Vec<_> = plan.iter().map(|(.., used)| (used.reserved().0, used.paid().0)).collect();
		assert_eq!((numbers, used), (vec![0, 1, 2], vec![(0, 0), (0, 100), (7, 0)]));
		let lines: Vec<_> = plan.into_iter().map(|(_, line, _)| line).collect();
		assert_eq!(lines, request().plan.to_vec());
		assert_eq!(LoansPallet::plan(LoanId(9)), vec![]);
	});
}

#[test]
fn lists_are_paged_without_gap_or_repetition() {
	run(|| {
		let loans: Vec<_> = (0..7).map(|_| prepared(request())).collect();
		let pages = |page: &dyn Fn(Option<LoanId>) -> Vec<LoanId>| {
			let (mut seen, mut last) = (vec![], None);
			loop {
				let next = page(last);
				assert!(next.len() <= 3);
				if next.is_empty() {
					seen.sort();
					return seen;
				}
				last = next.last().copied();
				seen.extend(next);
			}
		};
		assert_eq!(pages(&|last| LoansPallet::loans_of_borrower(OrgId(BORROWER), last, 3)), loans);
		assert_eq!(pages(&|last| LoansPallet::loans_of_bank(OrgId(BANK), last, 3)), loans);
		assert_eq!(LoansPallet::loans_of_bank(OrgId(OTHER_BANK), None, 3), vec![]);
	});
}

#[test]
fn what_waits_is_listed_by_stage_the_oldest_first_also_past_256() {
	run(|| {
		crate::LastLoan::<Test>::put(LoanId(250));
		let loans: Vec<_> = (0..10).map(|_| prepared(request())).collect();
		let own = OfferRequest { borrower: OrgId(OTHER_BORROWER), ..request() };
		let signed_next = offered(own);
		let (mut seen, mut after) = (vec![], None);
		loop {
			let page = LoansPallet::waiting_for(OrgId(BANK), ContractStage::Check, after, 3);
			assert!(page.items.len() <= 3);
			seen.extend(page.items);
			after = page.next;
			if after.is_none() {
				break;
			}
		}
		assert_eq!(seen, loans);
		let page = LoansPallet::waiting_for(OrgId(OTHER_BORROWER), ContractStage::Sign, None, 3);
		assert_eq!((page.items, page.next), (vec![signed_next], None));
		assert_eq!(waiting(BORROWER), []);
	});
}

#[test]
fn repayments_are_paged() {
	run(|| {
		let loan = paid(100);
		for n in 1..=5 {
			assert_ok!(repay_by(&[MAKER, CHECKER], loan, Fen(n.into()), n, today()));
		}
		let first = LoansPallet::repayments(loan, None, 3);
		let rest = LoansPallet::repayments(loan, first.last().map(|(reference, _)| *reference), 3);
		assert_eq!((first.len(), rest.len()), (3, 2));
		let sum: u64 = first.iter().chain(&rest).map(|(_, repayment)| repayment.amount.0).sum();
		assert_eq!(sum, 15);
	});
}

#[test]
fn the_weight_of_an_offer_grows_with_its_plan() {
	use frame::deps::frame_support::dispatch::GetDispatchInfo;
	let weight = |request| {
		let request_id = testing::new_request();
		crate::Call::<Test>::offer { request, request_id }.get_dispatch_info().call_weight
	};
	let mut longer = request();
	longer.plan.try_push(line(9, true, Fen(1))).unwrap();
	assert!(weight(longer).ref_time() > weight(request()).ref_time());
}
