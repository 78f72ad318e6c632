//! A payment rests on several documents: from the start, or when they come.

use crate::{mock::*, Allocations, DocumentParts, DraftAllocations, Error, LaterAllocations, Lines, Outcome};
use frame::testing_prelude::*;
use zhidai_primitives::{
	drawdown_digest, testing::Document, Allocation, BookingKind, DisposalKind, DocumentPart, DraftNo,
	EvidenceId, EvidenceKind, Fen, Ordered, OrgId, PaymentStatus,
};

/// Another verified invoice of the machines, 300 fen.
const SECOND: EvidenceId = EvidenceId(20);
/// An invoice of what the purchase contract with the machines is about, 200 fen.
const OF_CONTRACT: EvidenceId = EvidenceId(21);
/// Another one, of as much.
const OF_CONTRACT_TOO: EvidenceId = EvidenceId(22);

/// Verified, of the machines.
fn invoice(amount: u64) -> Document {
	let (kind, payee, verified) = (EvidenceKind::Invoice, OrgId(MACHINES), true);
	let (amount, used, purchase) = (Fen(amount), Fen::ZERO, None);
	Document { loan: LOAN, kind, payee, verified, amount, used, purchase }
}

fn with_documents(test: impl FnOnce()) {
	run(|| {
		Books::change(|state| {
			state.documents.insert(SECOND, invoice(300));
			for evidence in [OF_CONTRACT, OF_CONTRACT_TOO] {
				let of_contract = Document { purchase: Some(CONTRACT), ..invoice(200) };
				state.documents.insert(evidence, of_contract);
			}
		});
		test();
	});
}

fn allocation(line: u16, evidence: EvidenceId, amount_fen: u64) -> Allocation {
	Allocation { line, evidence, amount_fen }
}

fn draft(lines: Lines, allocations: &[Allocation]) -> DispatchResult {
	let allocations = allocations.to_vec().try_into().unwrap();
	Payments::draft_allocated(origin(MAKER), LOAN, lines, allocations, last_day())
}

fn allocate(who: AccountId, number: u8, parts: &[(EvidenceId, u64)]) -> DispatchResult {
	let part = |(evidence, amount_fen): &(EvidenceId, u64)| DocumentPart {
		evidence: *evidence,
		amount_fen: *amount_fen,
	};
	let parts: DocumentParts = parts.iter().map(part).collect::<Vec<_>>().try_into().unwrap();
	Payments::allocate(origin(who), key(number), parts)
}

fn used(evidence: EvidenceId) -> u64 {
	Books::read().documents[&evidence].used.0
}

/// What a payment rests on, as it is shown.
fn shown(number: u8) -> Vec<(EvidenceId, u64)> {
	let documents = Payments::payment_view(key(number)).unwrap().documents;
	documents.into_iter().map(|part| (part.evidence, part.amount_fen)).collect()
}

#[test]
fn a_drawdown_reserves_each_document_and_its_digest_binds_how_much_of_which() {
	with_documents(|| {
		let allocations = [allocation(0, SECOND, 40)];
		assert_ok!(draft(three(), &allocations));
		assert_eq!((used(INVOICE), used(SECOND), used(REPORT)), (60, 40, 200));
		let genesis = System::block_hash(0);
		assert_eq!(digest_of(DraftNo(0)), drawdown_digest(genesis, LOAN, &three(), last_day(), &allocations));
		assert_eq!(shown(1), [(INVOICE, 60), (SECOND, 40)]);
		assert_eq!(shown(2), [(REPORT, 200)]);
		let digest = digest_of(DraftNo(0));
		assert_ok!(Payments::reject(origin(MAKER), LOAN, DraftNo(0), digest, "改期".try_into().unwrap()));
		assert_eq!((used(INVOICE), used(SECOND), used(REPORT)), (0, 0, 0));
		// What was signed stays on record.
		assert_eq!(DraftAllocations::<Test>::get(LOAN, Ordered::from(0)).as_slice(), allocations);
	});
}

#[test]
fn a_drawdown_without_allocations_is_the_same_on_either_call() {
	with_documents(|| {
		assert_ok!(draft(three(), &[]));
		let digest = digest_of(DraftNo(0));
		assert_eq!(digest, digest_of_order(&order(three())));
		assert!(!DraftAllocations::<Test>::contains_key(LOAN, Ordered::from(0)));
	});
}

#[test]
fn an_allocation_that_is_none_is_refused_by_its_number() {
	with_documents(|| {
		let no = |allocations: &[Allocation], rule: Error<Test>| {
			assert_noop!(draft(three(), allocations), rule);
		};
		let good = allocation(0, SECOND, 40);
		no(&[good, allocation(3, SECOND, 1)], Error::AllocationWithoutLine { line: 1 });
		no(&[allocation(0, SECOND, 0)], Error::AllocationZero { line: 0 });
		no(&[good, allocation(0, SECOND, 1)], Error::AllocationTwice { line: 1 });
		no(&[allocation(0, INVOICE, 1)], Error::AllocationTwice { line: 0 });
		// Nothing would be left to the line's own document.
		no(&[allocation(0, SECOND, 100)], Error::AllocationAboveLine { line: 0 });
		no(&[allocation(0, SECOND, u64::MAX)], Error::AllocationAboveLine { line: 0 });
		let document = |number| {
			Books::change(|state| {
				state.documents.insert(EvidenceId(number), invoice(10));
			});
			allocation(0, EvidenceId(number), 1)
		};
		let five: Vec<_> = (30..35).map(document).collect();
		no(&five, Error::TooManyDocuments { line: 4 });
		let other_kind = draft(three(), &[allocation(0, REPORT, 1)]);
		assert_eq!(other_kind, Err(DispatchError::Other("evidence does not fit")));
	});
}

/// Each document has room for its part, and not for the whole payment.
#[test]
fn a_payment_over_two_invoices_is_drafted_where_neither_alone_would_bear_it() {
	with_documents(|| {
		Books::change(|state| state.documents.get_mut(&INVOICE).unwrap().amount = Fen(60));
		let lines: Lines = vec![line(1, 0, 100)].try_into().unwrap();
		assert_noop!(draft(lines.clone(), &[]), DispatchError::Other("above document amount"));
		assert_noop!(
			draft(lines.clone(), &[allocation(0, SECOND, 39)]),
			DispatchError::Other("above document amount")
		);
		assert_ok!(draft(lines, &[allocation(0, SECOND, 40)]));
	});
}

#[test]
fn money_leaves_on_verified_documents_only_and_comes_back_to_all_of_them() {
	with_documents(|| {
		assert_ok!(draft(three(), &[allocation(0, UNVERIFIED, 40)]));
		approve(DraftNo(0));
		let refused = DispatchError::Other("evidence not verified");
		let digest = digest_of(DraftNo(0));
		let release = || Payments::release(origin(RELEASER), LOAN, DraftNo(0), digest, Default::default());
		assert_noop!(release(), refused);
		let told: Vec<_> =
			broken_at_release(DraftNo(0)).into_iter().map(|violation| violation.rule).collect();
		assert_eq!(told, [refused]);
		Books::change(|state| state.documents.get_mut(&UNVERIFIED).unwrap().verified = true);
		assert_ok!(release());
		book(1, &[(1, failed()), (2, Outcome::Settled)]);
		assert_eq!((used(INVOICE), used(UNVERIFIED), used(REPORT)), (0, 0, 200));
	});
}

#[test]
fn an_order_carries_allocations_as_a_draft_does() {
	with_documents(|| {
		let allocations: Allocations = vec![allocation(0, SECOND, 40)].try_into().unwrap();
		let order = crate::Order { allocations: allocations.clone(), ..order(three()) };
		let without = crate::Order { allocations: Default::default(), ..order.clone() };
		assert_noop!(
			Payments::execute(origin(MAKER), without, all_signed(&order)),
			Error::<Test>::MandateSignatureInvalid
		);
		let signatures = all_signed(&order);
		assert_ok!(Payments::execute(origin(MAKER), order, signatures));
		assert_eq!((used(INVOICE), used(SECOND)), (60, 40));
		assert_eq!(DraftAllocations::<Test>::get(LOAN, Ordered::from(0)), allocations);
		let unverified = vec![allocation(0, UNVERIFIED, 40)].try_into().unwrap();
		let lines = vec![line(7, 0, 100)].try_into().unwrap();
		let order = crate::Order { allocations: unverified, ..self::order(lines) };
		assert_noop!(
			Payments::execute(origin(MAKER), order.clone(), all_signed(&order)),
			DispatchError::Other("evidence not verified")
		);
	});
}

/// Paid on the contract; then its invoice comes.
#[test]
fn what_was_paid_on_a_contract_is_allocated_to_its_invoices_when_they_come() {
	with_documents(|| {
		released(three());
		assert_ok!(allocate(CHECKER, 3, &[(OF_CONTRACT, 200)]));
		assert_eq!((used(CONTRACT), used(OF_CONTRACT)), (100, 200));
		// Anew, with another one beside: what was allocated before is given back.
		assert_ok!(allocate(MAKER, 3, &[(OF_CONTRACT, 150), (OF_CONTRACT_TOO, 150)]));
		assert_eq!((used(CONTRACT), used(OF_CONTRACT), used(OF_CONTRACT_TOO)), (0, 150, 150));
		assert_eq!(shown(3), [(CONTRACT, 0), (OF_CONTRACT, 150), (OF_CONTRACT_TOO, 150)]);
		let told = events().into_iter().rev().find_map(|event| match event {
			crate::Event::PaymentAllocated { uetr, count, sum_fen, .. } => Some((uetr, count, sum_fen)),
			_ => None,
		});
		assert_eq!(told, Some((key(3), 2, 300)));
		assert_ok!(allocate(MAKER, 3, &[]));
		assert_eq!((used(CONTRACT), used(OF_CONTRACT)), (300, 0));
		assert_eq!(LaterAllocations::<Test>::iter().count(), 0);
	});
}

#[test]
fn no_payment_and_no_document_bears_more_than_it_has() {
	with_documents(|| {
		released(three());
		let above = Error::<Test>::AllocationAboveLine { line: 1 };
		assert_noop!(allocate(MAKER, 3, &[(OF_CONTRACT, 200), (OF_CONTRACT_TOO, 101)]), above);
		let document = DispatchError::Other("above document amount");
		assert_noop!(allocate(MAKER, 3, &[(OF_CONTRACT, 201)]), document);
		assert_noop!(allocate(MAKER, 3, &[(SECOND, 1)]), DispatchError::Other("of another purchase"));
		assert_noop!(allocate(MAKER, 3, &[(CONTRACT, 1)]), Error::<Test>::AllocationTwice { line: 0 });
		assert_noop!(allocate(MAKER, 3, &[(OF_CONTRACT, 0)]), Error::<Test>::AllocationZero { line: 0 });
		Books::change(|state| state.documents.get_mut(&OF_CONTRACT).unwrap().verified = false);
		let unverified = DispatchError::Other("evidence not verified");
		assert_noop!(allocate(MAKER, 3, &[(OF_CONTRACT, 1)]), unverified);
	});
}

#[test]
fn only_the_lending_bank_allocates_and_only_what_left() {
	with_documents(|| {
		let draft = approved(three());
		let none = Error::<Test>::NotAllocatable;
		assert_noop!(allocate(MAKER, 3, &[(OF_CONTRACT, 1)]), none);
		release(draft);
		assert_noop!(allocate(OTHER_MAKER, 3, &[(OF_CONTRACT, 1)]), Error::<Test>::BankNotAllowed);
		assert_noop!(allocate(RELEASER, 3, &[(OF_CONTRACT, 1)]), DispatchError::Other("duty missing"));
		assert_noop!(allocate(MAKER, 99, &[(OF_CONTRACT, 1)]), Error::<Test>::PaymentUnknown);
		book(1, &[(3, failed())]);
		assert_noop!(allocate(MAKER, 3, &[(OF_CONTRACT, 1)]), Error::<Test>::NotAllocatable);
		assert_eq!(Payments::status_of(key(3)), Some(PaymentStatus::Failed));
	});
}

#[test]
fn what_failed_gives_back_what_was_allocated_later_too() {
	with_documents(|| {
		released(three());
		assert_ok!(allocate(MAKER, 3, &[(OF_CONTRACT, 150)]));
		book(1, &[(3, failed())]);
		assert_eq!((used(CONTRACT), used(OF_CONTRACT)), (0, 0));
	});
}

#[test]
fn a_receipt_that_is_taken_back_leaves_what_the_payment_rests_on() {
	with_documents(|| {
		released(three());
		assert_ok!(allocate(MAKER, 3, &[(OF_CONTRACT, 150)]));
		book(1, &[(3, Outcome::Settled)]);
		assert_ok!(Payments::confirm(origin(MACHINES_CONFIRM), vec![key(3)].try_into().unwrap()));
		let mistake = "点错".try_into().unwrap();
		assert_ok!(Payments::take_back_receipt(origin(MACHINES_CONFIRM), key(3), mistake));
		assert_eq!(Payments::status_of(key(3)), Some(PaymentStatus::Settled));
		assert_eq!(shown(3), [(CONTRACT, 150), (OF_CONTRACT, 150)]);
		assert_eq!((used(CONTRACT), used(OF_CONTRACT)), (150, 150));
		// It is allocated anew as before.
		assert_ok!(allocate(CHECKER, 3, &[]));
		assert_eq!((used(CONTRACT), used(OF_CONTRACT)), (300, 0));
	});
}

/// The money is one, and so is what it rests on.
#[test]
fn what_is_paid_again_rests_on_what_the_returned_payment_rested_on() {
	with_documents(|| {
		let lines: Lines = vec![line(1, 0, 100), line(3, 2, 300)].try_into().unwrap();
		assert_ok!(draft(lines, &[allocation(0, SECOND, 40)]));
		approve(DraftNo(0));
		release(DraftNo(0));
		assert_ok!(allocate(MAKER, 3, &[(OF_CONTRACT, 150)]));
		book(1, &[(1, returned()), (3, returned())]);
		let before = [INVOICE, SECOND, CONTRACT, OF_CONTRACT].map(used);
		let again = |returned, number| crate::PayAgainLine {
			returned: key(returned),
			uetr: key(number),
			account: zhidai_primitives::AccountVersion(0),
		};
		let lines = vec![again(1, 11), again(3, 13)].try_into().unwrap();
		assert_ok!(Payments::pay_again(origin(MAKER), LOAN, lines, last_day()));
		approve(DraftNo(1));
		// Not while one of the documents bears nothing any more.
		Books::change(|state| state.documents.get_mut(&SECOND).unwrap().verified = false);
		let digest = digest_of(DraftNo(1));
		let released = || Payments::release(origin(RELEASER), LOAN, DraftNo(1), digest, Default::default());
		assert_noop!(released(), DispatchError::Other("evidence not verified"));
		Books::change(|state| state.documents.get_mut(&SECOND).unwrap().verified = true);
		assert_ok!(released());
		assert_eq!([INVOICE, SECOND, CONTRACT, OF_CONTRACT].map(used), before);
		assert_eq!(shown(11), [(INVOICE, 60), (SECOND, 40)]);
		assert_eq!(shown(13), [(CONTRACT, 150), (OF_CONTRACT, 150)]);
		// What was signed of the first one stays; what came later can be allocated anew.
		assert_ok!(allocate(MAKER, 11, &[]));
		assert_eq!(shown(11), [(INVOICE, 60), (SECOND, 40)]);
		assert_ok!(allocate(MAKER, 13, &[(OF_CONTRACT_TOO, 20)]));
		assert_eq!(shown(13), [(CONTRACT, 280), (OF_CONTRACT_TOO, 20)]);
		assert_noop!(allocate(MAKER, 3, &[]), Error::<Test>::NotAllocatable);
	});
}

/// A payment of 300 fen on a contract and two invoices of it came back, and 120 of it are prepaid.
fn partly_prepaid() {
	released(three());
	assert_ok!(allocate(MAKER, 3, &[(OF_CONTRACT, 150), (OF_CONTRACT_TOO, 100)]));
	book(1, &[(3, returned())]);
	assert_eq!([CONTRACT, OF_CONTRACT, OF_CONTRACT_TOO].map(used), [50, 150, 100]);
	for who in [MAKER, CHECKER] {
		assert_ok!(dispose(who, 3, DisposalKind::Prepay, 120));
	}
	assert_eq!([CONTRACT, OF_CONTRACT, OF_CONTRACT_TOO].map(used), [0, 150, 30]);
}

#[test]
fn what_leads_elsewhere_is_taken_off_its_documents_and_put_back_where_that_was_wrong() {
	with_documents(|| {
		partly_prepaid();
		assert_eq!(shown(3), [(CONTRACT, 0), (OF_CONTRACT, 150), (OF_CONTRACT_TOO, 30)]);
		// No more is allocated than rests on documents still.
		let above = Error::<Test>::AllocationAboveLine { line: 0 };
		assert_noop!(allocate(MAKER, 3, &[(OF_CONTRACT, 181)]), above);
		assert_ok!(corrected(3, BookingKind::Prepaid, "D3"));
		assert_eq!([CONTRACT, OF_CONTRACT, OF_CONTRACT_TOO].map(used), [50, 150, 100]);
	});
}

#[test]
fn what_is_paid_again_in_part_rests_on_what_is_left_of_the_documents() {
	with_documents(|| {
		partly_prepaid();
		let account = zhidai_primitives::AccountVersion(0);
		let again = crate::PayAgainLine { returned: key(3), uetr: key(13), account };
		assert_ok!(Payments::pay_again(origin(MAKER), LOAN, vec![again].try_into().unwrap(), last_day()));
		approve(DraftNo(1));
		release(DraftNo(1));
		assert_eq!([CONTRACT, OF_CONTRACT, OF_CONTRACT_TOO].map(used), [0, 150, 30]);
		assert_eq!(shown(13), [(CONTRACT, 0), (OF_CONTRACT, 150), (OF_CONTRACT_TOO, 30)]);
		assert_eq!(shown(3), [(CONTRACT, 0), (OF_CONTRACT, 0), (OF_CONTRACT_TOO, 0)]);
		// What was prepaid was not: it rests on what it had rested on, and not on what went with the other payment.
		assert_ok!(corrected(3, BookingKind::Prepaid, "D3"));
		assert_eq!([CONTRACT, OF_CONTRACT, OF_CONTRACT_TOO].map(used), [50, 150, 100]);
		assert_eq!(shown(3), [(CONTRACT, 50), (OF_CONTRACT, 0), (OF_CONTRACT_TOO, 70)]);
	});
}

#[test]
fn what_was_signed_and_is_paid_again_rests_on_its_document_once() {
	with_documents(|| {
		assert_ok!(draft(vec![line(1, 0, 100)].try_into().unwrap(), &[allocation(0, SECOND, 40)]));
		approve(DraftNo(0));
		release(DraftNo(0));
		book(1, &[(1, returned())]);
		for who in [MAKER, CHECKER] {
			assert_ok!(dispose(who, 1, DisposalKind::Prepay, 70));
		}
		assert_eq!((used(INVOICE), used(SECOND)), (0, 30));
		let account = zhidai_primitives::AccountVersion(0);
		let again = crate::PayAgainLine { returned: key(1), uetr: key(11), account };
		assert_ok!(Payments::pay_again(origin(MAKER), LOAN, vec![again].try_into().unwrap(), last_day()));
		approve(DraftNo(1));
		release(DraftNo(1));
		assert_eq!((used(INVOICE), used(SECOND)), (0, 30));
		assert_ok!(corrected(1, BookingKind::Prepaid, "D1"));
		assert_eq!((used(INVOICE), used(SECOND)), (60, 40));
		assert_eq!(shown(1), [(INVOICE, 60), (SECOND, 10)]);
		assert_eq!(shown(11), [(INVOICE, 0), (SECOND, 30)]);
	});
}
