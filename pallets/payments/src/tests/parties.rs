//! Who of a loan takes part, at every step.

use crate::{mock::*, Error, LineNumbers};
use frame::{deps::sp_runtime::DispatchError, testing_prelude::*};
use zhidai_primitives::{testing, DraftNo, OrgId, OrgStatus};

fn set_status(org: u32, status: OrgStatus) {
	testing::with(|world| world.organisations.get_mut(&OrgId(org)).unwrap().1 = status);
}

fn absences() -> [(u32, OrgStatus, Error<Test>); 4] {
	[
		(FIRM, OrgStatus::Suspended, Error::BorrowerNotActive),
		(FIRM, OrgStatus::Exited, Error::BorrowerNotActive),
		(REGULATOR, OrgStatus::Suspended, Error::RegulatorNotActive),
		(REGULATOR, OrgStatus::Exited, Error::RegulatorNotActive),
	]
}

/// Money left for a borrower that was suspended or had left after it had mandated, or under a regulator that was.
#[test]
fn nothing_is_drafted_signed_or_released_while_a_party_takes_no_part() {
	for (org, status, rule) in absences() {
		run(|| {
			let rule: DispatchError = rule.into();
			let made = drafted(three());
			assert_ok!(Payments::draft(origin(BORROWER), LOAN, one(4), last_day()));
			let applied = DraftNo(1);
			let mandated = drafted(one(5));
			assert_ok!(Payments::mandate(origin(BORROWER), LOAN, mandated, digest_of(mandated)));
			let ready = approved(one(6));
			set_status(org, status);
			assert_noop!(Payments::draft(origin(MAKER), LOAN, one(7), last_day()), rule);
			let found = broken(LOAN, &one(7), Some(last_day()));
			assert_eq!(found.first().map(|found| found.rule), Some(rule));
			assert_noop!(Payments::make(origin(MAKER), LOAN, applied, digest_of(applied)), rule);
			assert_noop!(Payments::approve(origin(CHECKER), LOAN, mandated, digest_of(mandated)), rule);
			let release = || {
				let all = LineNumbers::default();
				Payments::release(origin(RELEASER), LOAN, ready, digest_of(ready), all)
			};
			assert_noop!(release(), rule);
			assert_eq!(broken_at_release(ready).first().map(|found| found.rule), Some(rule));
			if org == REGULATOR {
				assert_noop!(Payments::mandate(origin(BORROWER), LOAN, made, digest_of(made)), rule);
			}
			// Who takes part again finds its signatures where they were.
			set_status(org, OrgStatus::Active);
			assert_ok!(Payments::approve(origin(CHECKER), LOAN, mandated, digest_of(mandated)));
			assert_ok!(release());
		});
	}
}

fn one(number: u8) -> crate::Lines {
	vec![line(number, 2, 10)].try_into().unwrap()
}

/// The bank's own officers cannot act then; the borrower's could draft and mandate.
#[test]
fn a_borrower_draws_nothing_from_a_bank_that_takes_no_part() {
	run(|| {
		let made = drafted(three());
		for status in [OrgStatus::Suspended, OrgStatus::Exited] {
			set_status(BANK, status);
			let absent = || Error::<Test>::BankNotActive;
			assert_noop!(Payments::draft(origin(BORROWER), LOAN, one(4), last_day()), absent());
			assert_noop!(Payments::mandate(origin(BORROWER), LOAN, made, digest_of(made)), absent());
		}
		set_status(BANK, OrgStatus::Active);
		assert_ok!(Payments::mandate(origin(BORROWER), LOAN, made, digest_of(made)));
	});
}

/// What stops money needs nobody else: a draft is taken back, and what left already is booked.
#[test]
fn what_gives_nobody_money_goes_on_without_the_others() {
	run(|| {
		let draft = approved(one(1));
		released(one(2));
		set_status(FIRM, OrgStatus::Suspended);
		set_status(REGULATOR, OrgStatus::Suspended);
		let reason = "借款人停用".try_into().unwrap();
		assert_ok!(Payments::reject(origin(CHECKER), LOAN, draft, digest_of(draft), reason));
		book(1, &[(2, crate::Outcome::Settled)]);
	});
}
