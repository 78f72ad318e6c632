//! How much can wait.

use super::*;

fn nonce(nonce: u32, who: AccountId32, source: TransactionSource) -> Checked {
	of_length(nonce, who, source, 0)
}

fn of_length(nonce: u32, who: AccountId32, source: TransactionSource, length: u32) -> Checked {
	NonceWindow::<Test>::from(nonce)
		.validate_only(by(who), &withdrawal(), &info(0), length as usize, source, 0)
		.map(|(valid, ..)| valid)
}

/// The four officers of a bank share what 256 transactions may; those of a firm, 32.
#[test]
fn an_account_has_only_so_many_transactions_waiting() {
	with_consortium(|| {
		for (org, most) in [(BANK, MOST_WAITING), (FIRM, 8)] {
			let who = maker(org);
			let next = nonce(0, who.clone(), External).unwrap();
			assert_eq!((next.requires, next.provides), (vec![], vec![(who.clone(), 0_u32).encode()]));
			let last = nonce(most, who.clone(), External).unwrap();
			assert_eq!(last.requires, vec![(who.clone(), most - 1).encode()]);
			let beyond = most + 1;
			assert_eq!(nonce(beyond, who.clone(), External), temporary(Refusal::TooManyWaiting));
			assert_eq!(nonce(u32::MAX, who.clone(), Local), temporary(Refusal::TooManyWaiting));
			System::inc_account_nonce(&who);
			assert!(nonce(beyond, who.clone(), External).is_ok(), "it can come again");
			assert_eq!(nonce(0, who, External), Err(InvalidTransaction::Stale.into()));
		}
	});
}

#[test]
fn more_officers_have_no_more_waiting_together() {
	with_consortium(|| {
		assert!(nonce(64, maker(BANK), External).is_ok());
		for number in 0..4 {
			assert_ok!(by_admins(BANK, Act::AddOfficer(officer(200 + number, &[Duty::Maker]))));
		}
		assert!(nonce(32, maker(BANK), External).is_ok());
		assert_eq!(nonce(33, maker(BANK), External), temporary(Refusal::TooManyWaiting));
	});
}

/// Four calls as long as any can be are one officer's share.
#[test]
fn long_transactions_wait_close_to_the_next_one() {
	with_consortium(|| {
		let ahead = |ahead, length| of_length(ahead, maker(BANK), External, length);
		assert!(ahead(0, 100 * LONGEST).is_ok(), "the next one always passes");
		assert!(ahead(3, LONGEST).is_ok());
		assert_eq!(ahead(4, LONGEST), temporary(Refusal::TooManyBytesWaiting));
		assert!(ahead(4, 4 * LONGEST / 5).is_ok());
		assert!(ahead(63, LONGEST / 16).is_ok(), "short ones wait anywhere");
		System::inc_account_nonce(maker(BANK));
		assert!(ahead(4, LONGEST).is_ok(), "it can come again");
	});
}

#[test]
fn a_transaction_counts_its_nonce() {
	with_consortium(|| {
		let run = |nonce| {
			NonceWindow::<Test>::from(nonce)
				.test_run(by(maker(FIRM)), &withdrawal(), &info(0), 0, 0, |_| Ok(Default::default()))
		};
		assert_eq!(run(1).unwrap_err(), InvalidTransaction::Future.into());
		assert_ok!(run(0).unwrap());
		assert_eq!(System::account_nonce(maker(FIRM)), 1);
		assert_eq!(run(0).unwrap_err(), InvalidTransaction::Stale.into());
	});
}
