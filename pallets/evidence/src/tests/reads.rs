//! Lists.

use crate::mock::*;
use crate::VerdictEnd;
use frame::testing_prelude::*;
use zhidai_primitives::{testing, EvidenceId, LoanId, LoanState, Side, Verdict};

#[test]
fn pages_follow_each_other_in_the_order_of_filing_and_leave_nothing_out() {
	run(|| {
		// More than 256: the order of numbers, not of their last bytes.
		let ids: Vec<EvidenceId> = (0..300).map(|_| file(1)).collect();
		file(2);
		let (mut seen, mut cursor) = (Vec::new(), None);
		loop {
			let page = EvidencePallet::evidence_of_loan(LoanId(1), cursor, 7);
			assert!(page.items.len() <= 7);
			seen.extend(page.items.iter().map(|entry| entry.0));
			cursor = page.next;
			if cursor.is_none() {
				break;
			}
		}
		assert_eq!(seen, ids);
		let inbox = EvidencePallet::inbox(BANK, Some(EvidenceId(254)), 3).items;
		assert_eq!(inbox, [(EvidenceId(255), 0), (EvidenceId(256), 0), (EvidenceId(257), 0)]);
	});
}

#[test]
fn a_full_last_page_is_the_last() {
	run(|| {
		for _ in 0..4 {
			file(1);
		}
		let page = EvidencePallet::evidence_of_loan(LoanId(1), Some(EvidenceId(1)), 2);
		assert_eq!((page.items.len(), page.next), (2, None));
		let page = EvidencePallet::evidence_of_loan(LoanId(1), None, 2);
		assert_eq!((page.items.len(), page.next), (2, Some(EvidenceId(1))));
	});
}

#[test]
fn the_inbox_holds_what_waits_for_the_organisation() {
	run(|| {
		let (first, second) = (file(1), file(1));
		assert_ok!(attest(BANK_ATTESTS, first, Verdict::CannotTell, &[]));
		assert_eq!(EvidencePallet::inbox(BANK, None, 10).items, vec![(second, 0)]);
		assert_eq!(EvidencePallet::inbox(REGULATOR, None, 10).items.len(), 2);
		let page = EvidencePallet::inbox(REGULATOR, None, 1);
		assert_eq!((page.items, page.next), (vec![(first, 0)], Some(first)));
		let rest = EvidencePallet::inbox(REGULATOR, Some(first), 10);
		assert_eq!((rest.items, rest.next), (vec![(second, 0)], None));
		assert!(EvidencePallet::inbox(OTHER_BANK, None, 10).items.is_empty());
		let (bank, regulator) = EvidencePallet::current_verdicts(first);
		assert_eq!((bank.map(|record| record.verdict), regulator), (Some(Verdict::CannotTell), None));
	});
}

#[test]
fn a_verdict_that_lapsed_is_shown_as_not_given() {
	run(|| {
		let (first, second) = (file(1), verified(&[2]));
		assert_ok!(attest(BANK_ATTESTS, first, Verdict::Consistent, &[1]));
		let given = |evidence| {
			let (bank, regulator) = EvidencePallet::current_verdicts(evidence);
			(bank.is_some(), regulator.is_some())
		};
		let ended = |evidence| EvidencePallet::given_verdict(evidence, Side::Bank).unwrap().1;
		pass_days(PENDING_DAYS);
		assert_eq!((given(first), given(second)), ((true, false), (true, true)));
		assert_eq!((ended(first), ended(second)), (None, None));
		pass_days(1);
		assert_eq!((given(first), given(second)), ((false, false), (true, true)));
		// Who shows what was given says since when it does not count.
		let since = testing::with(|world| world.today);
		pass_days(3);
		assert_eq!((ended(first), ended(second)), (Some(VerdictEnd::Lapsed(since)), None));
		assert!(EvidencePallet::given_verdict(first, Side::Regulator).is_none());
	});
}

#[test]
fn a_verdict_that_was_retracted_is_shown_as_retracted_and_since_when() {
	run(|| {
		let evidence = verified(&[1]);
		pass_days(5);
		assert_ok!(retract(BANK_ATTESTS, evidence));
		let since = testing::with(|world| world.today);
		pass_days(PENDING_DAYS + 1);
		let (given, ended) = EvidencePallet::given_verdict(evidence, Side::Bank).unwrap();
		assert_eq!((given.verdict, ended), (Verdict::Consistent, Some(VerdictEnd::Retracted(since))));
		let (_, others) = EvidencePallet::given_verdict(evidence, Side::Regulator).unwrap();
		assert_eq!(others, None, "the other side's still stands, for what it is worth");
		assert!(EvidencePallet::given_verdict(EvidenceId(99), Side::Bank).is_none());
	});
}

#[test]
fn the_inbox_passes_over_what_cannot_be_done_today_and_goes_on_behind_it() {
	run(|| {
		set_loan(3, |_| ());
		let (offered, over, active) = (file(1), file(2), file(3));
		set_loan_state(1, LoanState::Offered);
		set_loan_state(2, LoanState::Closed);
		let page = EvidencePallet::inbox(REGULATOR, None, 2);
		assert_eq!((page.items, page.next), (vec![], Some(over)));
		assert_eq!(EvidencePallet::inbox(REGULATOR, Some(over), 2).items, vec![(active, 0)]);
		set_loan_state(1, LoanState::Active);
		assert_eq!(EvidencePallet::inbox(REGULATOR, None, 1).items, vec![(offered, 0)]);
	});
}
