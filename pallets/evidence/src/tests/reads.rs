//! Lists.

use crate::mock::*;
use frame::testing_prelude::*;
use std::collections::BTreeSet;
use zhidai_primitives::{EvidenceId, LoanId, Verdict};

#[test]
fn pages_follow_each_other_and_leave_nothing_out() {
	run(|| {
		let ids: BTreeSet<EvidenceId> = (0..300).map(|_| file(1)).collect();
		file(2);
		let (mut seen, mut cursor) = (Vec::new(), None);
		loop {
			let page = EvidencePallet::evidence_of(LoanId(1), cursor, 7);
			assert!(page.len() <= 7);
			let Some((last, ..)) = page.last() else { break };
			cursor = Some(*last);
			seen.extend(page.iter().map(|entry| entry.0));
		}
		assert_eq!(seen.len(), ids.len());
		assert_eq!(seen.into_iter().collect::<BTreeSet<_>>(), ids);
	});
}

#[test]
fn the_inbox_holds_what_waits_for_the_organisation() {
	run(|| {
		let (first, second) = (file(1), file(1));
		assert_ok!(attest(BANK_ATTESTS, first, Verdict::CannotTell, &[]));
		assert_eq!(EvidencePallet::inbox(BANK, None, 10), vec![(second, 0)]);
		assert_eq!(EvidencePallet::inbox(REGULATOR, None, 10).len(), 2);
		let page = EvidencePallet::inbox(REGULATOR, None, 1);
		let rest = EvidencePallet::inbox(REGULATOR, Some(page[0].0), 10);
		assert_eq!(rest.len(), 1);
		assert_ne!(rest[0], page[0]);
		assert!(EvidencePallet::inbox(OTHER_BANK, None, 10).is_empty());
		let (bank, regulator) = EvidencePallet::current_verdicts(first);
		assert_eq!((bank.map(|record| record.verdict), regulator), (Some(Verdict::CannotTell), None));
	});
}
