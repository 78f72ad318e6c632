use super::*;
use crate::{OfferRequest, Pinned};
use zhidai_primitives::traits::Once;
use zhidai_primitives::{
	Created, EvidenceKind, RateCap, RateKind, Role, SchemeId, SchemeVersion, SpotCheckState, Stage,
};

fn refused(request: OfferRequest, error: Error<Test>) {
	assert_noop!(offer(MAKER, request), error);
}

fn with(change: impl FnOnce(&mut OfferRequest)) -> OfferRequest {
	let mut request = request();
	change(&mut request);
	request
}

#[test]
fn a_maker_of_a_bank_prepares_a_contract_that_pins_its_terms() {
	run(|| {
		let loan = prepared(request());
		assert_eq!(loan, LoanId(1));
		let terms = LoansPallet::terms(loan).unwrap();
		let expected = Pinned {
			scheme_version: SchemeVersion(1),
			rulebook: crate::types::contract::RULEBOOK,
			tier: TierNumber(1),
			rate_reference: None,
			quality_share_bp: Some(BasisPoints(3_000)),
			freeze_from: Some(SpotCheckState::Served),
			prepared_on: today(),
			expires_on: request().available_until,
		};
		assert_eq!(terms.pinned, expected);
		assert_eq!(terms.digest, request().digest(System::block_hash(0), loan, &expected));
		assert_eq!(LoansPallet::plan_lines(loan), request().plan.to_vec());
		last_event_is(Event::LoanPrepared {
			loan,
			bank: OrgId(BANK),
			borrower: OrgId(BORROWER),
			amount_fen: request().amount,
			digest: terms.digest,
			maker: OfficerId(100),
		});
	});
}

#[test]
fn only_a_maker_of_a_bank_prepares() {
	run(|| {
		for stranger in [CHECKER, SIGNER, 501, 300, 999] {
			assert!(offer(stranger, request()).is_err(), "{stranger}");
		}
		let by_root = LoansPallet::offer(RuntimeOrigin::root(), request(), testing::new_request());
		assert_noop!(by_root, DispatchError::BadOrigin);
	});
}

#[test]
fn a_contract_is_prepared_once_under_one_request() {
	run(|| {
		let used = DispatchError::Other("request already used");
		let ask = |by, id| LoansPallet::offer(RuntimeOrigin::signed(by), request(), id);
		let (first, second) = (testing::new_request(), testing::new_request());
		assert_noop!(ask(CHECKER, first), DispatchError::Other("duty missing"));
		assert_ok!(ask(MAKER, first));
		assert_noop!(ask(MAKER, first), used);
		// An officer with both duties is of the same bank.
		assert_noop!(ask(BOTH, first), used);
		assert_eq!(testing::Neighbours::created(OrgId(BANK), first), Some(Created::Loan(LoanId(1))));
		assert_ok!(ask(MAKER, second));
		assert_ok!(ask(OTHER_MAKER, first));
		// Also where it could not be prepared a second time.
		testing::with(|world| world.stale = true);
		assert_noop!(ask(MAKER, first), used);
	});
}

#[test]
fn an_active_enterprise_borrows_and_not_the_bank_itself() {
	run(|| {
		refused(with(|request| request.borrower = OrgId(6)), Error::BorrowerIsNotAnEnterprise);
		refused(with(|request| request.borrower = OrgId(77)), Error::BorrowerIsNotAnEnterprise);
		refused(with(|request| request.borrower = OrgId(BANK)), Error::BorrowerIsTheBank);
		set_status(BORROWER, OrgStatus::Suspended);
		refused(request(), Error::BorrowerIsNotAnEnterprise);
	});
}

#[test]
fn the_regulator_is_a_market_regulator_competent_for_the_borrower() {
	run(|| {
		for other in [4, BANK, 77] {
			refused(with(|request| request.regulator = OrgId(other)), Error::RegulatorNotCompetent);
		}
		set_region(3, 330_203);
		refused(request(), Error::RegulatorNotCompetent);
		set_region(3, 330_000);
		assert_ok!(offer(MAKER, request()));
		set_status(3, OrgStatus::Exited);
		refused(request(), Error::RegulatorNotCompetent);
	});
}

#[test]
fn the_programme_and_the_borrowers_tier_are_needed() {
	run(|| {
		assert_noop!(
			offer(MAKER, with(|request| request.scheme = SchemeId(9))),
			DispatchError::Other("no scheme")
		);
		set_tier(BORROWER, 0);
		assert_noop!(offer(MAKER, request()), NOT_QUALIFIED);
		set_tier(BORROWER, 2);
		refused(request(), Error::TierNotInScheme);
	});
}

#[test]
fn nb_08_the_plan_divides_the_amount_to_the_fen() {
	run(|| {
		refused(with(|request| request.plan = Default::default()), Error::PlanEmpty);
		refused(with(|request| request.plan[1].cap = Fen::ZERO), Error::PlanLineZero { plan_line: 1 });
		refused(with(|request| request.plan[2].cap.0 += 1), Error::PlanDoesNotSumToAmount);
		refused(with(|request| request.plan[2].cap.0 -= 1), Error::PlanDoesNotSumToAmount);
		refused(with(|request| request.amount.0 += 1), Error::PlanDoesNotSumToAmount);
	});
}

#[test]
fn nb_13_no_plan_line_pays_the_borrower_or_its_relations() {
	run(|| {
		refused(
			with(|request| request.plan[1].payee = OrgId(BORROWER)),
			Error::PayeeIsBorrower { plan_line: 1 },
		);
		relate(8, BORROWER);
		refused(request(), Error::PayeeRelatedToBorrower { plan_line: 2 });
	});
}

#[test]
fn payees_are_active_suppliers_bodies_or_enterprises() {
	run(|| {
		for payee in [6, 8, 9, OTHER_BORROWER] {
			assert_ok!(offer(MAKER, with(|request| request.plan[0].payee = OrgId(payee))));
		}
		for payee in [3, 4, OTHER_BANK, 77] {
			refused(
				with(|request| request.plan[0].payee = OrgId(payee)),
				Error::PayeeNotAdmitted { plan_line: 0 },
			);
		}
		set_status(7, OrgStatus::Suspended);
		refused(request(), Error::PayeeNotAdmitted { plan_line: 1 });
	});
}

#[test]
fn a_prepayment_rests_on_its_purchase_contract_until_the_agreed_day_of_its_invoice() {
	run(|| {
		refused(
			with(|request| request.plan[0].invoice_due_days = None),
			Error::InvoiceDayMissing { plan_line: 0 },
		);
		refused(
			with(|request| request.plan[0].evidence_before = EvidenceKind::Invoice),
			Error::PrepaymentWithoutContract { plan_line: 0 },
		);
		refused(
			with(|request| request.plan[1].stage = Stage::Prepayment),
			Error::PrepaymentWithoutContract { plan_line: 1 },
		);
		assert_ok!(offer(MAKER, with(|request| request.plan[0].stage = Stage::Delivery)));
	});
}

#[test]
fn nb_03_the_plan_reaches_the_covenant_to_the_fen() {
	run(|| {
		let amount = request().amount;
		let share = amount.basis_points(BasisPoints(3_000)).unwrap();
		let with_quality = |quality: Fen| {
			let rest = amount.checked_sub(quality).unwrap();
			with(|request| {
				request.plan = vec![line(6, true, quality), line(7, false, rest)].try_into().unwrap()
			})
		};
		assert_ok!(offer(MAKER, with_quality(share)));
		refused(with_quality(Fen(share.0 - 1)), Error::QualityShareBelowCovenant);
		// A programme without covenant asks for no share.
		let free = OfferRequest { scheme: SUZHOU, term_months: 12, ..with_quality(Fen(1)) };
		assert_ok!(offer(MAKER, free));
	});
}

#[test]
fn xj_t1_the_rate_is_at_most_the_lending_banks_average() {
	run(|| {
		let at = |rate| OfferRequest { rate_bp: BasisPoints(rate), ..request_for(XINJIANG, 1_000_000) };
		refused(at(401), Error::RateAboveCap);
		let loan = prepared(at(400));
		let reference = LoansPallet::terms(loan).unwrap().pinned.rate_reference.unwrap();
		assert_eq!(reference.kind, RateKind::BankAverage(OrgId(BANK)));
		assert_eq!((reference.value, reference.cap), (BasisPoints(400), BasisPoints(400)));
		// By the number of its entry, so that a correction is seen.
		assert_eq!(reference.entry, zhidai_primitives::EntryId(0));
		// It is the lending bank's own average that counts.
		assert_ok!(offer(OTHER_MAKER, at(420)));
		assert_noop!(offer(OTHER_MAKER, at(421)), Error::<Test>::RateAboveCap);
	});
}

/// A programme has one margin: each of the three grades is a programme of its own.
#[test]
fn sz_04_the_rate_is_at_most_the_lpr_plus_30_50_or_80_basis_points() {
	for margin in [30, 50, 80] {
		run(|| {
			let cap = RateCap::Lpr1YPlus(BasisPoints(margin));
			testing::with(|world| world.schemes.get_mut(&SUZHOU).unwrap().rate_cap = cap);
			let at = |rate| OfferRequest { rate_bp: BasisPoints(rate), ..request_for(SUZHOU, 1_000_000) };
			refused(at(301 + margin), Error::RateAboveCap);
			let loan = prepared(at(300 + margin));
			let reference = LoansPallet::terms(loan).unwrap().pinned.rate_reference.unwrap();
			assert_eq!((reference.kind, reference.value), (RateKind::Lpr1Y, BasisPoints(300)));
			assert_eq!(reference.cap, BasisPoints(300 + margin));
		});
	}
}

#[test]
fn t_sz_5_the_rate_is_at_most_the_lpr_plus_the_margin() {
	run(|| {
		let at = |rate| OfferRequest { rate_bp: BasisPoints(rate), ..request_for(SUZHOU, 1_000_000) };
		assert_ok!(offer(MAKER, at(350)));
		refused(at(351), Error::RateAboveCap);
		testing::with(|world| world.rates.clear());
		assert_noop!(offer(MAKER, at(350)), DispatchError::Other("no rate"));
	});
}

#[test]
fn nb_13_a_programme_without_rate_cap_asks_for_no_reference() {
	run(|| {
		testing::with(|world| world.rates.clear());
		let loan = prepared(with(|request| request.rate_bp = BasisPoints(2_000)));
		assert_eq!(LoansPallet::terms(loan).unwrap().pinned.rate_reference, None);
	});
}

#[test]
fn g_30_terms_are_calendar_months_up_to_the_programmes_longest() {
	run(|| {
		let with_months = |months| OfferRequest { term_months: months, ..request_for(SUZHOU, 1_000_000) };
		assert_ok!(offer(MAKER, with_months(12)));
		refused(with_months(13), Error::TermTooLong);
		refused(with_months(0), Error::TermZero);
		// A programme without a longest term still ends within the calendar.
		set_today(Day::from_ymd(9999, 1, 1).unwrap());
		let endless = OfferRequest { term_months: 12, ..request_for(XINJIANG, 1_000_000) };
		refused(endless, Error::TermTooLong);
	});
}

#[test]
fn the_availability_period_lies_between_today_and_the_terms_end() {
	run(|| {
		let until = |day: Day| with(|request| request.available_until = day);
		let end = today().plus_months(24).unwrap();
		assert_ok!(offer(MAKER, until(today())));
		assert_ok!(offer(MAKER, until(end)));
		refused(until(Day(today().0 - 1)), Error::AvailabilityInPast);
		refused(until(Day(end.0 + 1)), Error::AvailabilityAfterTerm);
	});
}

#[test]
fn the_own_share_is_at_most_the_whole() {
	run(|| {
		assert_ok!(offer(MAKER, with(|request| request.own_funds_bp = BasisPoints(10_000))));
		refused(with(|request| request.own_funds_bp = BasisPoints(10_001)), Error::OwnFundsAboveWhole);
	});
}

#[test]
fn sz_16_the_collection_account_is_the_borrowers_current_one() {
	run(|| {
		use zhidai_primitives::AccountVersion;
		let with_version = |version| {
			with(|request: &mut OfferRequest| request.collection_account = Some(AccountVersion(version)))
		};
		assert_ok!(offer(MAKER, with_version(0)));
		assert_noop!(offer(MAKER, with_version(1)), DispatchError::Other("account not current"));
	});
}

#[test]
fn nb_01_a_cap_binds_to_the_fen_whatever_the_reason() {
	run(|| {
		assert_ok!(offer(MAKER, OfferRequest { term_months: 24, ..request_for(NINGBO, 500_000_000) }));
		let mut above = request_for(NINGBO, 500_000_000);
		above.amount.0 += 1;
		above.plan[0].cap.0 += 1;
		above.limit_override_reason = ShortText::try_from("一户一策").ok();
		refused(above, Error::AmountAboveTierLimit);
	});
}

#[test]
fn g_28_a_guide_limit_can_be_passed_with_a_reason() {
	run(|| {
		let mut above = request_for(XINJIANG, 30_000_000);
		assert_ok!(offer(MAKER, above.clone()));
		above.amount.0 += 1;
		above.plan[0].cap.0 += 1;
		refused(above.clone(), Error::OverrideReasonMissing);
		above.limit_override_reason = ShortText::try_from("一户一策").ok();
		assert_ok!(offer(MAKER, above));
	});
}

#[test]
fn xj_t3_the_lowest_tiers_limit_is_a_cap() {
	run(|| {
		set_tier(BORROWER, 3);
		assert_ok!(offer(MAKER, request_for(XINJIANG, 10_000_000)));
		let reason = ShortText::try_from("一户一策").ok();
		refused(
			OfferRequest { limit_override_reason: reason, ..request_for(XINJIANG, 10_000_001) },
			Error::AmountAboveTierLimit,
		);
	});
}

#[test]
fn xj_t1_above_ten_million_the_bank_may_ask_for_security_and_need_not() {
	run(|| {
		assert_ok!(offer(MAKER, request_for(XINJIANG, 10_000_001)));
		assert_ok!(offer(MAKER, request_for(XINJIANG, 30_000_000)));
	});
}

#[test]
fn g_27_limits_count_the_borrowers_loans_at_all_banks() {
	run(|| {
		active(request_for(XINJIANG, 6_000_000));
		let more = OfferRequest { rate_bp: BasisPoints(400), ..request_for(XINJIANG, 4_000_001) };
		set_tier(BORROWER, 3);
		assert_noop!(offer(OTHER_MAKER, more), Error::<Test>::AmountAboveTierLimit);
		assert_ok!(offer(OTHER_MAKER, request_for(XINJIANG, 4_000_000)));
		// Another borrower and another programme have their own limits.
		set_tier(BORROWER, 1);
		assert_ok!(offer(OTHER_MAKER, request_for(SUZHOU, 30_000_000)));
		let other = OfferRequest { borrower: OrgId(OTHER_BORROWER), ..request_for(XINJIANG, 10_000_000) };
		assert_ok!(offer(OTHER_MAKER, other));
	});
}

#[test]
fn an_amount_that_does_not_fit_is_refused_and_never_wraps() {
	run(|| {
		active(request());
		let huge = with(|request| {
			request.amount = Fen(u64::MAX);
			request.plan = vec![line(6, true, Fen(u64::MAX))].try_into().unwrap();
		});
		refused(huge, Error::AmountAboveTierLimit);
	});
}

#[test]
fn loan_numbers_are_never_given_twice() {
	run(|| {
		crate::LastLoan::<Test>::put(LoanId(u32::MAX));
		refused(request(), Error::LoanNumbersUsedUp);
		crate::LastLoan::<Test>::put(LoanId(6));
		assert_eq!(prepared(request()), LoanId(7));
	});
}

#[test]
fn an_organisation_that_is_also_a_supplier_can_borrow() {
	run(|| {
		testing::add_organisation(11, &[Role::Enterprise, Role::Supplier], &[]);
		assert_ok!(offer(MAKER, with(|request| request.borrower = OrgId(11))));
	});
}

/// One bank's maker filled a firm's inbox with offers that it never asked for, before its payments.
#[test]
fn a_bank_has_four_offers_for_a_borrower_beside_each_other() {
	run(|| {
		let short = || with(|request| request.available_until = Day(today().0 + 10));
		let loans: Vec<_> = (0..crate::MAX_STANDING_OFFERS).map(|_| prepared(short())).collect();
		refused(short(), Error::TooManyOffers);
		// It takes no other bank's and no other borrower's room.
		assert_ok!(offer(OTHER_MAKER, short()));
		assert_ok!(offer(MAKER, with(|request| request.borrower = OrgId(OTHER_BORROWER))));
		// One is signed, one declined, one taken back.
		assert_ok!(check(CHECKER, loans[0]));
		assert_ok!(sign(SIGNER, loans[0]));
		assert_ok!(check(CHECKER, loans[1]));
		assert_ok!(LoansPallet::withdraw(RuntimeOrigin::signed(SIGNER), loans[1]));
		assert_ok!(LoansPallet::withdraw(RuntimeOrigin::signed(MAKER), loans[2]));
		for _ in 0..3 {
			prepared(short());
		}
		refused(short(), Error::TooManyOffers);
		set_today(Day(today().0 + 10));
		refused(request(), Error::TooManyOffers);
		// What is past its last day gives way.
		set_today(Day(today().0 + 11));
		for _ in 0..crate::MAX_STANDING_OFFERS {
			prepared(request());
		}
		refused(request(), Error::TooManyOffers);
	});
}
