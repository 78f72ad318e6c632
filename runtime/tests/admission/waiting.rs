//! What waits: for how long, how many of an account, and what is refused for good.

use super::*;

fn of_era(name: &str, era: Era) -> UncheckedExtrinsic {
	sign(name, offer(), Options { era, ..Default::default() })
}

#[test]
fn a_transaction_must_expire_within_256_blocks() {
	chain(|| {
		let parent = || u64::from(System::block_number() - 1);
		for era in [Era::mortal(4, parent()), Era::mortal(256, parent())] {
			pool(of_era("bank-a.maker", era)).unwrap();
		}
		for era in [Era::Immortal, Era::mortal(512, parent()), Era::mortal(65_536, parent())] {
			assert_eq!(pool(of_era("bank-a.maker", era)), Err(refuse(Refusal::NotMortal)));
			assert_eq!(include(of_era("bank-a.maker", era)), Err(refuse(Refusal::NotMortal)));
		}
		let short = of_era("bank-a.maker", Era::mortal(4, parent()));
		for _ in 0..4 {
			next_block();
		}
		let past = pool(short.clone());
		assert!(past.is_err(), "an era ends");
		assert_eq!(include(short), past.map(|_| Ok(())));
	});
}

#[test]
fn an_account_has_at_most_64_transactions_waiting_beside_the_next() {
	chain(|| {
		let waiting = pool(ahead("bank-a.maker", 64)).unwrap();
		assert_eq!((waiting.requires.len(), waiting.provides.len()), (1, 1), "it waits for the one before");
		let too_many = refuse(Refusal::TooManyWaiting);
		assert_eq!(pool(ahead("bank-a.maker", 65)), Err(too_many));
		assert_eq!(
			too_many,
			TransactionValidityError::Unknown(UnknownTransaction::Custom(6)),
			"may come again"
		);
		let waits = ahead("bank-a.maker", 65);
		apply("bank-a.maker", offer()).unwrap().unwrap_err();
		next_block();
		pool(waits).expect("the account has caught up");
	});
}

/// What another fork or the next block can make right is never refused for good.
#[test]
fn only_what_can_never_pass_is_invalid() {
	chain(|| {
		let temporary = |answer: Result<_, TransactionValidityError>| {
			matches!(answer, Err(TransactionValidityError::Unknown(UnknownTransaction::Custom(_))))
		};
		let later = [
			// Before it is admitted, or a block later.
			pool(sign("newcomer", offer(), Options::default())),
			pool(sign("bank-a.maker", call("Payments.approve"), Options::default())),
			pool(ahead("bank-a.maker", 65)),
		];
		assert!(later.into_iter().all(temporary));
		// Signed where another block stands at the beginning of the era: a fork, or a block that this node has not yet.
		let parent = u64::from(System::block_number() - 1);
		next_block();
		let elsewhere = sign("bank-a.maker", offer(), Options::default());
		let (birth, known) = (parent as u32 + 1, System::block_hash(parent as u32 + 1));
		frame_system::BlockHash::<Runtime>::insert(birth, sp_core::H256::repeat_byte(1));
		let judged = door::judged(pool(elsewhere));
		frame_system::BlockHash::<Runtime>::insert(birth, known);
		assert_eq!(judged, Err(refuse(Refusal::BadSignature)));
		assert!(temporary(judged));
		// A node that is behind, or on another fork, reckons the era from another block.
		let early = door::judged(Err(invalid(InvalidTransaction::AncientBirthBlock)));
		assert_eq!(early, Err(refuse(Refusal::BadSignature)));
		let stale = door::judged(Err(invalid(InvalidTransaction::Stale)));
		assert_eq!(stale, Err(invalid(InvalidTransaction::Stale)), "anything else is told as it is");
	});
}

#[test]
fn a_transaction_counts_once() {
	chain(|| {
		let call = RegistryCall::propose {
			act: Act::RemoveOfficer(officer_id("bank-a.release")),
			request_id: new_request(),
		};
		let transaction = sign("bank-a.admin-1", call, Options::default());
		include(transaction.clone()).unwrap().unwrap();
		assert_eq!(include(transaction.clone()), Err(invalid(InvalidTransaction::Stale)));
		next_block();
		assert_eq!(pool(transaction), Err(invalid(InvalidTransaction::Stale)));
	});
}

#[test]
fn a_signature_is_of_this_account_this_call_and_this_chain() {
	chain(|| {
		let by_another = signed_by(account("bank-a.maker"), offer(), Options::default(), |bytes| {
			key("bank-b.maker").sign(bytes).into()
		});
		assert_eq!(pool(by_another), Err(invalid(InvalidTransaction::BadProof)));
		let transaction = sign("bank-a.maker", offer(), Options::default());
		frame_system::BlockHash::<Runtime>::insert(0, sp_core::H256::repeat_byte(1));
		assert_eq!(pool(transaction.clone()), Err(invalid(InvalidTransaction::BadProof)), "of another chain");
		frame_system::BlockHash::<Runtime>::insert(0, genesis_hash());
		pool(transaction).unwrap();
	});
}
