//! A purchase is one thing: what rests on all of its documents together.

use crate::mock::*;
use crate::{Content, Error, Sellers, Status, MAX_PAPERS};
use frame::deps::frame_support::storage::with_storage_layer;
use frame::testing_prelude::*;
use zhidai_primitives::testing;
use zhidai_primitives::traits::{EvidenceDesk, EvidenceFacts};
use zhidai_primitives::{EvidenceId, EvidenceKind, Fen, LoanId, OrgId, Role, Verdict};

fn try_file(content: Content) -> DispatchResult {
	EvidencePallet::file(RuntimeOrigin::signed(MAKER), LoanId(1), content, testing::new_request())
}

fn filed(content: Content) -> EvidenceId {
	let evidence = crate::NextEvidence::<Test>::get();
	assert_ok!(try_file(content));
	evidence
}

fn paper(kind: EvidenceKind, yuan: u64, belongs_to: Option<EvidenceId>) -> Content {
	Content { kind, amount: Fen::from_yuan(yuan), belongs_to, ..invoice() }
}

fn contract_over(yuan: u64) -> Content {
	paper(EvidenceKind::PurchaseContract, yuan, None)
}

fn red_letter(yuan: u64, invoice: EvidenceId) -> Content {
	paper(EvidenceKind::RedLetterInvoice, yuan, Some(invoice))
}

fn speak_for(evidence: EvidenceId) {
	let print = u8::try_from(evidence.0).unwrap();
	assert_ok!(attest(BANK_ATTESTS, evidence, Verdict::Consistent, &[print]));
	assert_ok!(attest(REGULATOR_ATTESTS, evidence, Verdict::Consistent, &[print]));
}

fn withdraw(evidence: EvidenceId) -> DispatchResult {
	EvidencePallet::withdraw(RuntimeOrigin::signed(MAKER), evidence)
}

fn reserve(evidence: EvidenceId, yuan: u64) -> DispatchResult {
	EvidencePallet::reserve(evidence, Fen::from_yuan(yuan))
}

/// A contract over 600 yuan with an invoice over as much, both verified.
fn purchase() -> (EvidenceId, EvidenceId) {
	let contract = filed(contract_over(600));
	let invoice = filed(paper(EvidenceKind::Invoice, 600, Some(contract)));
	speak_for(contract);
	speak_for(invoice);
	(contract, invoice)
}

/// A purchase over 6 m was paid 9 m: 6 on its invoice and 3 on its contract.
#[test]
fn the_documents_of_a_purchase_bear_no_more_than_the_purchase() {
	run(|| {
		let (contract, invoice) = purchase();
		assert_ok!(reserve(invoice, 400));
		assert_eq!(EvidencePallet::remaining(contract), Fen::from_yuan(200));
		assert_noop!(reserve(contract, 201), Error::<Test>::AbovePurchaseAmount);
		assert_ok!(reserve(contract, 200));
		assert_eq!((state(contract).used, state(contract).purchase_used().0), (Fen(20_000), 60_000));
		// The invoice has room of its own, and its purchase none.
		assert_noop!(reserve(invoice, 1), Error::<Test>::AbovePurchaseAmount);
		assert_noop!(reserve(invoice, 201), Error::<Test>::AboveDocumentAmount);
		assert_eq!(EvidencePallet::remaining(invoice), Fen::ZERO);
		assert_ok!(EvidencePallet::ensure_payable(invoice));
		EvidencePallet::free(invoice, Fen::from_yuan(100));
		assert_eq!(EvidencePallet::remaining(contract), Fen::from_yuan(100));
		assert_eq!(EvidencePallet::purchase_remaining(contract), Fen::from_yuan(100));
		assert_eq!(EvidencePallet::purchase(invoice), contract);
	});
}

#[test]
fn an_invoice_without_a_contract_is_a_purchase_by_itself() {
	run(|| {
		let invoice = filed(invoice());
		let note = filed(paper(EvidenceKind::DeliveryNote, 1_000, Some(invoice)));
		assert_eq!((EvidencePallet::purchase(note), EvidencePallet::purchase(invoice)), (invoice, invoice));
		assert_ok!(reserve(invoice, 600));
		assert_noop!(reserve(note, 401), Error::<Test>::AbovePurchaseAmount);
		assert_ok!(reserve(note, 400));
	});
}

/// Who filed an invoice and did not say of which contract it is, had it paid beside the contract.
#[test]
fn a_paper_that_could_be_of_a_contract_says_of_which() {
	run(|| {
		let contract = filed(contract_over(600));
		assert_noop!(try_file(invoice()), Error::<Test>::PurchaseMissing);
		for kind in [EvidenceKind::InspectionReport, EvidenceKind::AcceptanceCertificate] {
			assert_noop!(try_file(paper(kind, 1, None)), Error::<Test>::PurchaseMissing);
		}
		// What is older than the contract is of none; and so is another seller's.
		let before = testing::with(|world| zhidai_primitives::Day(world.today.0 - 1));
		assert_ok!(try_file(Content { dated_on: before, ..invoice() }));
		testing::add_organisation(77, &[Role::Supplier], &[]);
		assert_ok!(try_file(Content { seller: OrgId(77), ..invoice() }));
		// Nor are contracts kept from coming later than what they cannot be of.
		assert_ok!(try_file(contract_over(100)));
		assert_ok!(withdraw(contract));
		assert_eq!(Sellers::<Test>::get(LoanId(1), SELLER).contracts, 1);
	});
}

#[test]
fn a_contract_comes_before_the_papers_of_its_purchase() {
	run(|| {
		let loose = filed(invoice());
		assert_noop!(try_file(contract_over(600)), Error::<Test>::PapersBeforeContract);
		assert_ok!(withdraw(loose));
		assert_eq!(Sellers::<Test>::iter().count(), 0);
		let contract = filed(contract_over(600));
		assert_ok!(try_file(paper(EvidenceKind::Invoice, 600, Some(contract))));
	});
}

#[test]
fn a_paper_has_the_parties_and_the_loan_of_its_purchase() {
	run(|| {
		let contract = filed(contract_over(600));
		let of_it = paper(EvidenceKind::Invoice, 600, Some(contract));
		testing::add_organisation(77, &[Role::Supplier], &[]);
		let other = Content { seller: OrgId(77), ..of_it };
		assert_noop!(try_file(other), Error::<Test>::PurchaseOfAnotherSeller);
		let elsewhere =
			EvidencePallet::file(RuntimeOrigin::signed(MAKER), LoanId(2), of_it, testing::new_request());
		assert_eq!(elsewhere, Err(Error::<Test>::EvidenceOfAnotherLoan.into()));
		let unknown = Content { belongs_to: Some(EvidenceId(99)), ..of_it };
		assert_noop!(try_file(unknown), Error::<Test>::EvidenceUnknown);
		// Another borrower has the loan now, and does not stand for who bought.
		testing::add_organisation(78, &[Role::Enterprise], &[&[zhidai_primitives::Duty::Maker]]);
		set_loan(1, |facts| facts.borrower = OrgId(78));
		let bought = Content { buyer: OrgId(78), ..of_it };
		let filed =
			EvidencePallet::file(RuntimeOrigin::signed(7_800), LoanId(1), bought, testing::new_request());
		assert_eq!(filed, Err(Error::<Test>::PurchaseOfAnotherBuyer.into()));
	});
}

#[test]
fn a_paper_belongs_to_what_goes_with_it_and_never_to_a_part() {
	run(|| {
		let (contract, invoice) = purchase();
		for content in [
			Content { belongs_to: Some(contract), ..contract_over(1) },
			paper(EvidenceKind::Invoice, 1, Some(invoice)),
			paper(EvidenceKind::AcceptanceCertificate, 1, Some(invoice)),
			red_letter(1, contract),
		] {
			assert_noop!(try_file(content), Error::<Test>::PurchaseNotAllowed);
		}
		let nothing = Content { belongs_to: None, ..red_letter(1, invoice) };
		assert_noop!(try_file(nothing), Error::<Test>::PurchaseMissing);
		let note = filed(paper(EvidenceKind::DeliveryNote, 1, Some(contract)));
		let itself = paper(EvidenceKind::AcceptanceCertificate, 1, Some(note));
		assert_noop!(revise(MAKER, note, itself), Error::<Test>::PurchaseNotAllowed);
	});
}

#[test]
fn nothing_new_rests_on_a_purchase_that_does_not_stand() {
	run(|| {
		let (contract, invoice) = purchase();
		assert_ok!(reserve(invoice, 100));
		assert_ok!(retract(BANK_ATTESTS, contract));
		assert_noop!(reserve(invoice, 1), Error::<Test>::PurchaseNotStanding);
		assert_eq!(EvidencePallet::remaining(invoice), Fen::ZERO);
		assert_noop!(EvidencePallet::ensure_payable(invoice), Error::<Test>::PurchaseNotVerified);
		assert_ok!(EvidencePallet::ensure_verified(invoice));
		let late = paper(EvidenceKind::Invoice, 1, Some(contract));
		assert_noop!(try_file(late), Error::<Test>::PurchaseNotStanding);
	});
}

#[test]
fn a_red_letter_takes_back_from_its_filing_and_money_may_rest_on_less() {
	run(|| {
		let (contract, invoice) = purchase();
		assert_ok!(reserve(invoice, 500));
		let red = filed(red_letter(200, invoice));
		assert_eq!((state(invoice).reversed, state(contract).reversed), (Fen(20_000), Fen(20_000)));
		// More rests on it than is left: what is there stays, and nothing more is released.
		assert_eq!(EvidencePallet::remaining(contract), Fen::ZERO);
		assert_noop!(reserve(contract, 1), Error::<Test>::AbovePurchaseAmount);
		assert_noop!(EvidencePallet::ensure_payable(invoice), Error::<Test>::AboveDocumentAmount);
		EvidencePallet::free(invoice, Fen::from_yuan(150));
		assert_ok!(EvidencePallet::ensure_payable(invoice));
		assert_ok!(reserve(contract, 50));
		assert_ok!(EvidencePallet::ensure_payable(contract));
		// Nothing rests on the red letter itself, whatever a plan wants.
		let fits = EvidencePallet::ensure_fits(red, LoanId(1), EvidenceKind::RedLetterInvoice, SELLER);
		assert_eq!(fits, Err(Error::<Test>::EvidenceOfAnotherKind.into()));
		assert_noop!(try_file(red_letter(401, invoice)), Error::<Test>::ReversedAboveInvoice);
		assert_ok!(try_file(red_letter(400, invoice)));
		assert_noop!(EvidencePallet::ensure_payable(contract), Error::<Test>::AboveDocumentAmount);
	});
}

/// An invoice that has room of its own, of a purchase that has less than rests on it.
fn take_again(evidence: EvidenceId, yuan: u64) -> DispatchResult {
	EvidencePallet::take_again(evidence, Fen::from_yuan(yuan))
}

/// Money had left, came back, and was said to have led elsewhere; meanwhile the goods went back.
#[test]
fn what_was_given_back_by_mistake_is_taken_again_whatever_red_letters_take_back() {
	run(|| {
		let (contract, invoice) = purchase();
		assert_ok!(reserve(invoice, 600));
		EvidencePallet::free(invoice, Fen::from_yuan(600));
		filed(red_letter(600, invoice));
		assert_noop!(reserve(invoice, 1), Error::<Test>::AboveDocumentAmount);
		assert_noop!(take_again(invoice, 601), Error::<Test>::AboveDocumentAmount);
		assert_ok!(take_again(invoice, 600));
		// The purchase bears no more than it is about, and no money leaves on what is left of it.
		assert_noop!(take_again(contract, 1), Error::<Test>::AbovePurchaseAmount);
		assert_noop!(EvidencePallet::ensure_payable(invoice), Error::<Test>::AboveDocumentAmount);
		EvidencePallet::free(invoice, Fen::from_yuan(600));
	});
}

/// Whoever had filed it could keep a bank for ever from correcting what it had booked by mistake.
#[test]
fn what_was_given_back_by_mistake_is_taken_again_though_the_document_is_withdrawn() {
	run(|| {
		let (contract, invoice) = purchase();
		assert_ok!(withdraw(invoice));
		assert_noop!(reserve(invoice, 100), Error::<Test>::NotStanding);
		assert_ok!(take_again(invoice, 100));
		assert_noop!(withdraw(contract), Error::<Test>::InUse);
		assert_noop!(reserve(contract, 501), Error::<Test>::AbovePurchaseAmount);
		EvidencePallet::free(invoice, Fen::from_yuan(100));
		assert_ok!(withdraw(contract));
	});
}

#[test]
fn what_one_invoice_lost_is_lost_to_its_purchase() {
	run(|| {
		let (contract, first) = purchase();
		let second = filed(paper(EvidenceKind::Invoice, 300, Some(contract)));
		speak_for(second);
		assert_ok!(reserve(first, 300));
		assert_ok!(reserve(second, 300));
		assert_ok!(try_file(red_letter(100, first)));
		assert_noop!(EvidencePallet::ensure_payable(second), Error::<Test>::AbovePurchaseAmount);
	});
}

#[test]
fn what_both_sides_saw_to_be_reversed_one_person_does_not_undo() {
	run(|| {
		let (_, invoice) = purchase();
		let red = filed(red_letter(200, invoice));
		assert_ok!(attest(BANK_ATTESTS, red, Verdict::Consistent, &[9]));
		assert_noop!(withdraw(red), Error::<Test>::SideSpeaksForIt);
		let less = red_letter(1, invoice);
		assert_noop!(revise(MAKER, red, less), Error::<Test>::SideSpeaksForIt);
		assert_ok!(attest(REGULATOR_ATTESTS, red, Verdict::Consistent, &[9]));
		assert_ok!(retract(BANK_ATTESTS, red));
		assert_noop!(withdraw(red), Error::<Test>::SideSpeaksForIt);
		assert_ok!(retract(REGULATOR_ATTESTS, red));
		assert_eq!(state(invoice).reversed, Fen(20_000));
		assert_ok!(withdraw(red));
		assert_eq!((state(invoice).reversed, state(invoice).papers), (Fen::ZERO, 0));
	});
}

#[test]
fn a_red_letter_that_both_sides_reject_takes_nothing_back() {
	run(|| {
		let (contract, invoice) = purchase();
		let red = filed(red_letter(200, invoice));
		for who in [BANK_ATTESTS, REGULATOR_ATTESTS] {
			assert_ok!(attest(who, red, Verdict::NotConsistent, &[]));
		}
		assert_eq!((state(red).status, state(contract).reversed), (Status::Rejected, Fen::ZERO));
		// A revision takes back anew, and no more than once.
		assert_ok!(revise(MAKER, red, red_letter(100, invoice)));
		assert_eq!((state(invoice).reversed, state(contract).reversed), (Fen(10_000), Fen(10_000)));
		assert_ok!(withdraw(red));
		assert_eq!((state(invoice).reversed, state(contract).reversed), (Fen::ZERO, Fen::ZERO));
	});
}

/// It comes when it comes: also when the loan can be drawn no more.
#[test]
fn a_red_letter_is_attested_while_its_loan_is_active() {
	run(|| {
		let (_, invoice) = purchase();
		set_drawable_days(1, 0);
		pass_days(1);
		let red = filed(red_letter(200, invoice));
		speak_for(red);
		assert_eq!(state(red).status, Status::Verified);
	});
}

#[test]
fn what_others_belong_to_stays_as_it_is() {
	run(|| {
		let contract = filed(contract_over(600));
		let invoice = filed(paper(EvidenceKind::Invoice, 600, Some(contract)));
		assert_noop!(withdraw(contract), Error::<Test>::PapersBelongToIt);
		let more = contract_over(900);
		assert_noop!(revise(MAKER, contract, more), Error::<Test>::PapersBelongToIt);
		assert_ok!(revise(MAKER, invoice, paper(EvidenceKind::Invoice, 500, Some(contract))));
		assert_eq!(state(contract).papers, 1);
		assert_ok!(withdraw(invoice));
		assert_ok!(revise(MAKER, contract, more));
		assert_ok!(withdraw(contract));
		assert_eq!(Sellers::<Test>::iter().count(), 0);
	});
}

#[test]
fn no_more_papers_belong_to_a_document_than_may() {
	run(|| {
		let contract = filed(contract_over(600));
		crate::States::<Test>::mutate(contract, |state| state.as_mut().unwrap().papers = MAX_PAPERS);
		let one_more = paper(EvidenceKind::Invoice, 1, Some(contract));
		assert_noop!(try_file(one_more), Error::<Test>::TooManyPapers);
		crate::States::<Test>::mutate(contract, |state| state.as_mut().unwrap().papers = 0);
	});
}

#[test]
fn what_a_payment_rests_on_moves_within_its_purchase() {
	run(|| {
		let (contract, invoice) = purchase();
		assert_ok!(reserve(contract, 300));
		let part = |evidence, yuan| (evidence, Fen::from_yuan(yuan));
		let (before, after) = ([part(contract, 300)], [part(contract, 100), part(invoice, 200)]);
		assert_ok!(EvidencePallet::reallocate(&before, &after));
		assert_eq!((state(contract).used, state(invoice).used), (Fen(10_000), Fen(20_000)));
		assert_eq!(state(contract).purchase_used(), Fen(30_000));
		let other = filed(Content { dated_on: zhidai_primitives::Day(1), ..invoice_over(1) });
		let elsewhere = EvidencePallet::reallocate(&after, &[part(contract, 100), part(other, 200)]);
		assert_eq!(elsewhere, Err(Error::<Test>::OfAnotherPurchase.into()));
		let more = EvidencePallet::reallocate(&after, &[part(invoice, 301)]);
		assert_eq!(more, Err(Error::<Test>::OfAnotherPurchase.into()));
		// A red letter of the only invoice of a purchase is of that purchase, too, and bears nothing.
		let red = filed(red_letter(1, other));
		let on_red = EvidencePallet::reallocate(&[], &[(red, Fen::ZERO)]);
		assert_eq!(on_red, Err(Error::<Test>::EvidenceOfAnotherKind.into()));
		let small = filed(paper(EvidenceKind::Invoice, 100, Some(contract)));
		let too_much = with_storage_layer(|| {
			EvidencePallet::reallocate(&after, &[part(contract, 199), part(small, 101)])
		});
		assert_eq!(too_much, Err(Error::<Test>::AboveDocumentAmount.into()));
	});
}

fn invoice_over(yuan: u64) -> Content {
	paper(EvidenceKind::Invoice, yuan, None)
}
