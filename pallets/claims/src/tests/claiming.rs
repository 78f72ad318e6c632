//! Claiming and giving back.

use super::{keys, subject};
use crate::mock::*;
use crate::{Claims as Stored, Error, Holders};
use frame::testing_prelude::*;
use zhidai_primitives::traits::{ClaimState, ClaimSubject, Claims};

fn want(subject: ClaimSubject, bytes: &[u8]) -> Result<ClaimState, DispatchError> {
	ClaimsPallet::want(subject, &keys(bytes))
}

#[test]
fn a_document_lands_at_once_under_all_its_keys() {
	run(|| {
		assert_eq!(want(subject(1, 0), &[2, 1, 2]), Ok(ClaimState::Landed));
		assert_eq!(ClaimsPallet::state(subject(1, 0)), Some(ClaimState::Landed));
		assert_eq!(ClaimsPallet::state(subject(1, 1)), None);
		assert_eq!(Holders::<Test>::get([1; 32]), Some(subject(1, 0)));
		assert_eq!(Holders::<Test>::get([2; 32]), Some(subject(1, 0)));
	});
}

#[test]
fn one_common_key_is_enough_for_a_document_to_be_taken_and_nothing_of_it_is_claimed() {
	run(|| {
		assert_eq!(want(subject(1, 0), &[1, 2]), Ok(ClaimState::Landed));
		assert_eq!(want(subject(2, 0), &[2, 9]), Ok(ClaimState::Taken));
		assert_eq!(want(subject(1, 1), &[1]), Ok(ClaimState::Taken));
		assert!(!Holders::<Test>::contains_key([9; 32]));
		assert_eq!(ClaimsPallet::state(subject(2, 0)), None);
	});
}

#[test]
fn the_same_question_is_answered_as_before_and_another_is_refused() {
	run(|| {
		assert_eq!(want(subject(1, 0), &[1, 2]), Ok(ClaimState::Landed));
		assert_eq!(want(subject(1, 0), &[2, 1]), Ok(ClaimState::Landed));
		assert_noop!(want(subject(1, 0), &[1]), Error::<Test>::OtherKeys);
		assert_eq!(Stored::<Test>::iter().count(), 1);
	});
}

#[test]
fn keys_are_some_but_not_too_many() {
	run(|| {
		assert_noop!(want(subject(1, 0), &[]), Error::<Test>::NoKeys);
		assert_noop!(want(subject(1, 0), &[1, 2, 3, 4, 5]), Error::<Test>::TooManyKeys);
		assert_eq!(want(subject(1, 0), &[1, 2, 3, 4, 4]), Ok(ClaimState::Landed));
	});
}

#[test]
fn the_holders_are_the_others_each_once() {
	run(|| {
		assert_ok!(want(subject(1, 0), &[1, 2]));
		assert_ok!(want(subject(2, 3), &[3]));
		let of_all = keys(&[3, 2, 1, 7]);
		assert_eq!(ClaimsPallet::holders(subject(9, 0), &of_all), [subject(1, 0), subject(2, 3)]);
		assert_eq!(ClaimsPallet::holders(subject(1, 0), &of_all), [subject(2, 3)]);
		assert!(ClaimsPallet::holders(subject(9, 0), &keys(&[7])).is_empty());
	});
}

#[test]
fn what_is_given_back_can_be_claimed_by_another() {
	run(|| {
		assert_ok!(want(subject(1, 0), &[1, 2]));
		ClaimsPallet::discharge(subject(1, 1));
		assert_eq!(want(subject(2, 0), &[2]), Ok(ClaimState::Taken));
		ClaimsPallet::discharge(subject(1, 0));
		assert_eq!(ClaimsPallet::state(subject(1, 0)), None);
		assert_eq!(want(subject(2, 0), &[2]), Ok(ClaimState::Landed));
		// Giving back what is not claimed changes nothing.
		ClaimsPallet::discharge(subject(1, 0));
		assert_eq!(ClaimsPallet::state(subject(2, 0)), Some(ClaimState::Landed));
	});
}
