//! Filing.

use crate::mock::*;
use crate::{
	evidence_digest, ByLoan, Content, Error, Event, Evidence, NextEvidence, PendingVerdicts, Status,
};
use frame::testing_prelude::*;
use zhidai_primitives::traits::Once;
use zhidai_primitives::{
	testing::{self, Neighbours},
	Created, Digest, EvidenceId, Fen, LoanId, LoanState, OfficerId, Ordered, OrgId,
};

fn try_file(who: u64, loan: u32, content: Content) -> DispatchResult {
	EvidencePallet::file(RuntimeOrigin::signed(who), LoanId(loan), content, testing::new_request())
}

#[test]
fn nb_09_the_borrower_files_and_both_sides_are_asked() {
	run(|| {
		assert_ok!(try_file(MAKER, 1, invoice()));
		let record = Evidence::<Test>::get(EvidenceId(0)).unwrap();
		assert_eq!((record.loan, record.bank, record.regulator), (LoanId(1), BANK, REGULATOR));
		assert_eq!((record.filer, record.filed_by), (BORROWER, OfficerId(100)));
		assert_eq!(record.content, invoice());
		let genesis = System::block_hash(0);
		assert_eq!(record.digest, evidence_digest(genesis, EvidenceId(0), 0, &invoice()));
		assert_eq!((state(EvidenceId(0)).status, state(EvidenceId(0)).used), (Status::Filed, Fen::ZERO));
		for org in [BANK, REGULATOR] {
			assert_eq!(PendingVerdicts::<Test>::get(org, Ordered::from(0)), Some(0));
		}
		assert_eq!(ByLoan::<Test>::get(LoanId(1), Ordered::from(0)), Some(EvidenceId(0)));
		System::assert_last_event(
			Event::Filed {
				evidence: EvidenceId(0),
				loan: LoanId(1),
				digest: record.digest,
				amount_fen: 100_000,
				filer: BORROWER,
				officer: OfficerId(100),
				belongs_to: None,
			}
			.into(),
		);
	});
}

#[test]
fn the_borrowers_confirming_officer_and_the_banks_maker_file_too() {
	run(|| {
		assert_ok!(try_file(SIGNER, 1, invoice()));
		assert_ok!(try_file(BANK_MAKER, 1, invoice()));
		assert_eq!(Evidence::<Test>::get(EvidenceId(1)).map(|record| record.filer), Some(BANK));
		assert_eq!(NextEvidence::<Test>::get(), EvidenceId(2));
	});
}

#[test]
fn evidence_is_filed_once_under_one_request() {
	run(|| {
		let used = DispatchError::Other("request already used");
		let ask =
			|who, loan, id| EvidencePallet::file(RuntimeOrigin::signed(who), LoanId(loan), invoice(), id);
		let (first, second) = (testing::new_request(), testing::new_request());
		assert_noop!(ask(VIEWER, 1, first), DispatchError::Other("duty missing"));
		assert_ok!(ask(MAKER, 1, first));
		// Whoever of the firm asks, and for whichever loan.
		assert_noop!(ask(MAKER, 1, first), used);
		assert_noop!(ask(SIGNER, 2, first), used);
		assert_eq!(Neighbours::created(BORROWER, first), Some(Created::Evidence(EvidenceId(0))));
		assert_ok!(ask(MAKER, 1, second));
		assert_ok!(ask(BANK_MAKER, 1, first));
		assert_eq!(Neighbours::created(BANK, first), Some(Created::Evidence(EvidenceId(2))));
		// Also where it could not be filed a second time.
		set_loan(1, |facts| facts.state = LoanState::Closed);
		assert_noop!(ask(MAKER, 1, first), used);
	});
}

#[test]
fn who_is_no_party_or_has_not_the_duty_does_not_file() {
	run(|| {
		assert_noop!(try_file(400, 1, invoice()), Error::<Test>::PartyNotAllowed);
		assert_noop!(try_file(500, 1, invoice()), Error::<Test>::PartyNotAllowed);
		assert_noop!(try_file(VIEWER, 1, invoice()), DispatchError::Other("duty missing"));
		assert_noop!(try_file(BANK_SIGNER, 1, invoice()), DispatchError::Other("duty missing"));
		assert_noop!(try_file(9_999, 1, invoice()), DispatchError::Other("stranger"));
		assert_noop!(
			EvidencePallet::file(RuntimeOrigin::none(), LoanId(1), invoice(), testing::new_request()),
			DispatchError::BadOrigin
		);
	});
}

#[test]
fn evidence_is_filed_for_loans_that_are_offered_or_active() {
	run(|| {
		for state in [LoanState::Prepared, LoanState::Closed, LoanState::Withdrawn] {
			set_loan(1, |facts| facts.state = state);
			assert_noop!(try_file(MAKER, 1, invoice()), Error::<Test>::LoanNotOpen);
		}
		set_loan(1, |facts| facts.state = LoanState::Offered);
		assert_ok!(try_file(MAKER, 1, invoice()));
		assert_noop!(try_file(MAKER, 77, invoice()), DispatchError::Other("no such loan"));
	});
}

#[test]
fn a_document_must_be_one_of_a_purchase_by_the_borrower() {
	run(|| {
		for (content, error) in [
			(Content { buyer: SELLER, ..invoice() }, Error::<Test>::BuyerIsNotBorrower),
			(Content { seller: BORROWER, ..invoice() }, Error::<Test>::SellerIsBuyer),
			(Content { seller: OrgId(99), ..invoice() }, Error::<Test>::SellerUnknown),
			(Content { amount: Fen::ZERO, ..invoice() }, Error::<Test>::ZeroAmount),
			(Content { sha256: Digest::zero(), ..invoice() }, Error::<Test>::DigestMissing),
			(Content { sm3: Digest::zero(), ..invoice() }, Error::<Test>::DigestMissing),
			(Content { fields_digest: Digest::zero(), ..invoice() }, Error::<Test>::DigestMissing),
		] {
			assert_noop!(try_file(MAKER, 1, content), error);
		}
	});
}

#[test]
fn a_document_is_not_dated_in_the_future() {
	run(|| {
		let today = testing::with(|world| world.today);
		let tomorrow = today.plus_days(1).unwrap();
		assert_noop!(
			try_file(MAKER, 1, Content { dated_on: tomorrow, ..invoice() }),
			Error::<Test>::DatedInFuture
		);
		assert_ok!(try_file(MAKER, 1, Content { dated_on: today, ..invoice() }));
	});
}

#[test]
fn nb_10_bank_and_regulator_are_two_organisations() {
	run(|| {
		set_loan(1, |facts| facts.regulator = BANK);
		assert_noop!(try_file(MAKER, 1, invoice()), Error::<Test>::SidesNotIndependent);
	});
}

#[test]
fn ids_are_never_given_twice() {
	run(|| {
		NextEvidence::<Test>::put(EvidenceId(u32::MAX));
		assert_noop!(try_file(MAKER, 1, invoice()), Error::<Test>::NoMoreIds);
	});
}

#[test]
fn a_seller_needs_no_credit_code_only_a_place_in_the_consortium() {
	run(|| {
		// A document names an organisation by its id: what number it is registered under is the registry's business.
		testing::add_organisation(77, &[zhidai_primitives::Role::Supplier], &[]);
		assert_ok!(try_file(MAKER, 1, Content { seller: OrgId(77), ..invoice() }));
	});
}
