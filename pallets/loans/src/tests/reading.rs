use super::*;
use crate::{ContractStage, OfferRequest};
use zhidai_primitives::Page;

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

/// Every page of a list, read by threes.
fn all(page: impl Fn(Option<LoanId>) -> Page<LoanId, LoanId>) -> Vec<LoanId> {
	let by_threes = |after| {
		let page = page(after);
		assert!(page.items.len() <= 3);
		Ok::<_, ()>(page)
	};
	Page::every(by_threes).unwrap()
}

#[test]
fn lists_are_paged_the_oldest_first_also_past_256() {
	run(|| {
		crate::LastLoan::<Test>::put(LoanId(250));
		let loans: Vec<_> = (0..10).map(|_| active(request())).collect();
		assert_eq!(all(|after| LoansPallet::loans_of_borrower(OrgId(BORROWER), after, 3)), loans);
		assert_eq!(all(|after| LoansPallet::loans_of_bank(OrgId(BANK), after, 3)), loans);
		assert_eq!(LoansPallet::loans_of_bank(OrgId(OTHER_BANK), None, 3), Page::empty());
	});
}

#[test]
fn what_waits_is_listed_by_stage_the_oldest_first_also_past_256() {
	run(|| {
		crate::LastLoan::<Test>::put(LoanId(250));
		let asked_by = |borrower| OfferRequest { borrower: OrgId(borrower), ..request() };
		let borrowers = [BORROWER; 4].into_iter().chain([OTHER_BORROWER; 3]);
		let loans: Vec<_> = borrowers.map(|borrower| prepared(asked_by(borrower))).collect();
		let signed_next = offered(asked_by(OTHER_BORROWER));
		let waiting_at = |after| LoansPallet::waiting_for(OrgId(BANK), ContractStage::Check, after, 3);
		assert_eq!(all(waiting_at), loans);
		let page = LoansPallet::waiting_for(OrgId(OTHER_BORROWER), ContractStage::Sign, None, 3);
		assert_eq!((page.items, page.next), (vec![signed_next], None));
		assert_eq!(waiting(BORROWER), []);
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
