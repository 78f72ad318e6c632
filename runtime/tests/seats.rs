//! Validator seats with real keys: a seat's session keys are the ones that its own node has proved to hold.

mod common;

use codec::Encode;
use common::consortium::*;
use common::*;
use pallet_authorities::{seat_account, CouncilInstance, Error};
use pallet_registry::Act;
use polkadot_sdk::*;
use sp_core::{ed25519, proof_of_possession::ProofOfPossessionGenerator, sr25519, Pair};
use sp_runtime::traits::Hash as _;
use zhidai_api::PendingWork;
use zhidai_primitives::OrgId;
use zhidai_runtime::{AccountId, Runtime, RuntimeCall, RuntimeEvent, SessionKeys};

type Keys = (sr25519::Pair, ed25519::Pair);

fn new_keys(seed: u8) -> Keys {
	(sr25519::Pair::from_seed(&[seed; 32]), ed25519::Pair::from_seed(&[seed; 32]))
}

fn seat(org: OrgId) -> AccountId {
	seat_account(org, 0).expect("an account")
}

/// The call, with what `author_rotateKeysWithOwner` answers for this owner.
fn set_keys(keys: &Keys, owner: &impl Encode) -> AuthoritiesCall {
	let (aura, grandpa) = keys;
	let session = SessionKeys { aura: aura.public().into(), grandpa: grandpa.public().into() };
	let owner = owner.encode();
	let proof = (
		aura.clone().generate_proof_of_possession(&owner),
		grandpa.clone().generate_proof_of_possession(&owner),
	);
	let proof = proof.encode().try_into().expect("short enough");
	AuthoritiesCall::set_session_keys { seat_number: 0, keys: session, proof }
}

#[test]
fn a_seats_node_proves_its_keys_for_the_seat_and_for_nobody_else() {
	chain(|| {
		let keys = new_keys(7);
		let wrong = Error::<Runtime>::KeyProofWrong;
		// Over the officer's own account, over another seat's, with one signature of other keys.
		refused("msa.council", set_keys(&keys, &account("msa.council")), wrong);
		refused("msa.council", set_keys(&keys, &seat(BANK_A)), Error::<Runtime>::KeyProofWrong);
		let AuthoritiesCall::set_session_keys { keys: announced, .. } = set_keys(&keys, &seat(MARKET_BUREAU))
		else {
			unreachable!("made so")
		};
		let AuthoritiesCall::set_session_keys { proof, .. } =
			set_keys(&(keys.0.clone(), new_keys(8).1), &seat(MARKET_BUREAU))
		else {
			unreachable!("made so")
		};
		let mixed = AuthoritiesCall::set_session_keys { seat_number: 0, keys: announced, proof };
		refused("msa.council", mixed, Error::<Runtime>::KeyProofWrong);
		next_block();
		done("msa.council", set_keys(&keys, &seat(MARKET_BUREAU)));
		next_block();
	});
}

/// A seat opened the motion against itself first, so that nobody else could, and ended it with all ayes on it
/// whenever it came near to passing.
#[test]
fn no_seat_takes_back_what_another_is_for_to_open_it_anew() {
	chain(|| {
		let suspend = || RuntimeCall::from(RegistryCall::suspend { org: BANK_B });
		let propose = || AuthoritiesCall::propose { seat_number: 0, proposal: Box::new(suspend()) };
		let index = pallet_collective::ProposalCount::<Runtime, CouncilInstance>::get();
		let proposal_hash = sp_runtime::traits::BlakeTwo256::hash_of(&suspend());
		done("bank-b.council", propose());
		refused("msa.council", propose(), Error::<Runtime>::MotionAlreadyOpen);
		done("msa.council", vote((proposal_hash, index), true));
		let withdraw = AuthoritiesCall::withdraw { seat_number: 0, proposal_hash, index };
		let calls = vec![withdraw.into(), propose().into()];
		let anew = pallet_utility::Call::<Runtime>::batch_all { calls };
		refused("bank-b.council", anew, Error::<Runtime>::MotionSupported);
		next_block();
		// The votes stand, and end it.
		done("bank-b.council", vote((proposal_hash, index), false));
		for seat in ["nfra.council", "bank-a.council"] {
			done(seat, vote((proposal_hash, index), true));
		}
		done("bank-a.council", close((proposal_hash, index)));
		let result = last_event(|event| match event {
			RuntimeEvent::Council(pallet_collective::Event::Executed { result, .. }) => Some(*result),
			_ => None,
		});
		assert_eq!(result, Ok(()));
		next_block();
	});
}

/// Another bank that sees them announced cannot take them first, and no seat takes what another has.
#[test]
fn session_keys_are_one_seats_and_change_once_in_an_interval() {
	chain(|| {
		let keys = new_keys(7);
		done("msa.council", set_keys(&keys, &seat(MARKET_BUREAU)));
		// The session ends in the next block, which holds no transaction.
		next_block();
		next_block();
		let taken = Error::<Runtime>::KeyOfAnotherSeat;
		refused("bank-a.council", set_keys(&keys, &seat(BANK_A)), taken);
		let again = Error::<Runtime>::KeysSetRecently;
		refused("msa.council", set_keys(&new_keys(8), &seat(MARKET_BUREAU)), again);
		done("bank-a.council", set_keys(&new_keys(8), &seat(BANK_A)));
		next_block();
	});
}

/// What was refused once, as the exit of who still lent, used the motion up, and was told as carried out.
#[test]
fn a_motion_whose_call_is_refused_is_carried_out_when_nothing_is_in_the_way_any_more() {
	chain(|| {
		let waiting = passed(RegistryCall::reinstate { org: BANK_B });
		let not_suspended = || pallet_registry::Error::<Runtime>::NotSuspended;
		refused("bank-a.council", close(waiting), not_suspended());
		next_block();
		decided(RegistryCall::suspend { org: BANK_B }).unwrap();
		done("msa.council", close(waiting));
		let state = pallet_registry::OrgStates::<Runtime>::get(BANK_B).unwrap();
		assert!(state.is_active());
	});
}

/// A stolen key's aye passed motions after it was taken away.
#[test]
fn a_seats_vote_counts_no_longer_than_who_gave_it() {
	let removes = |name: &str| Act::RemoveOfficer(officer_id(name));
	let replaces = |name: &str| Act::ReplaceKey {
		officer: officer_id(name),
		new_account: officer("bank-a.council-2", &[]).account,
		proof: no_proof(),
	};
	for is_removed in [true, false] {
		chain(|| {
			let waiting = passed(RegistryCall::suspend { org: BANK_B });
			let (name, anew) = ("bank-a.council", "bank-a.council-2");
			agreed(
				"bank-a.admin-1",
				"bank-a.admin-2",
				if is_removed { removes(name) } else { replaces(name) },
			);
			if is_removed {
				let new = officer(anew, &[zhidai_primitives::Duty::Council]);
				agreed("bank-a.admin-1", "bank-a.admin-2", Act::AddOfficer(new));
			}
			refused("msa.council", close(waiting), Error::<Runtime>::MotionUndecided);
			next_block();
			let asked = zhidai_runtime::inbox::inbox(&account(anew), None, 100).items;
			let votes = |work: &PendingWork| matches!(work, PendingWork::MotionToVote { .. });
			assert!(asked.iter().any(votes), "{asked:?}");
			done(anew, vote(waiting, true));
			done("msa.council", close(waiting));
			next_block();
		});
	}
}

/// Who is suspended has no voice, and the threshold stays that of all seats.
#[test]
fn a_suspended_organisations_seat_does_not_count() {
	chain(|| {
		let waiting = passed(RegistryCall::suspend { org: BANK_B });
		let suspend = motion(RegistryCall::suspend { org: BANK_A });
		for seat in ["nfra.council", "bank-b.council"] {
			done(seat, vote(suspend, true));
		}
		done("msa.council", close(suspend));
		refused("msa.council", close(waiting), Error::<Runtime>::MotionUndecided);
		next_block();
	});
}
