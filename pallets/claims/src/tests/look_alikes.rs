//! Documents that look alike.

use super::{keys, subject};
use crate::mock::*;
use crate::{Tagged, Tags, MAX_TAGS, MAX_UNDER_TAG};
use frame::testing_prelude::*;
use zhidai_primitives::traits::{ClaimState, ClaimSubject, Claims, LookAlike, LookAlikes};
use zhidai_primitives::{AlertTag, LooseForm, MAX_ALERT_TAGS};

fn tag(form: LooseForm, byte: u8) -> AlertTag {
	AlertTag { form, key: [byte; 8] }
}

fn digits(byte: u8) -> AlertTag {
	tag(LooseForm::Digits, byte)
}

fn note(evidence: u32, tags: &[AlertTag]) -> Vec<(u32, LooseForm)> {
	plain(ClaimsPallet::note(subject(evidence, 0), tags).others)
}

fn others(named: ClaimSubject) -> Vec<(u32, LooseForm)> {
	plain(ClaimsPallet::others(named))
}

fn plain(found: Vec<LookAlike>) -> Vec<(u32, LooseForm)> {
	found.into_iter().map(|other| (other.subject.evidence.0, other.form)).collect()
}

#[test]
fn who_comes_later_is_told_and_so_is_who_looks_again() {
	run(|| {
		assert_eq!(note(1, &[digits(1), tag(LooseForm::Near, 5)]), []);
		assert_eq!(note(2, &[tag(LooseForm::Skeleton, 1)]), [], "another form is another tag");
		let found = note(3, &[digits(1), tag(LooseForm::Near, 5), digits(9)]);
		assert_eq!(found, [(1, LooseForm::Digits), (1, LooseForm::Near)]);
		assert_eq!(others(subject(1, 0)), [(3, LooseForm::Digits), (3, LooseForm::Near)]);
		assert_eq!(others(subject(2, 0)), []);
		assert_eq!(others(subject(1, 1)), [], "another revision is another document");
	});
}

#[test]
fn the_second_side_changes_nothing_by_saying_the_same_and_adds_what_is_new() {
	run(|| {
		note(7, &[digits(1)]);
		note(8, &[digits(2)]);
		note(1, &[digits(1)]);
		assert_eq!(note(1, &[digits(1)]), [(7, LooseForm::Digits)]);
		assert_eq!(Tagged::<Test>::get(digits(1)).len(), 2);
		// A side that left a tag out hides nothing.
		assert_eq!(note(1, &[digits(2)]), [(8, LooseForm::Digits)]);
		assert_eq!(others(subject(1, 0)), [(7, LooseForm::Digits), (8, LooseForm::Digits)]);
	});
}

#[test]
fn what_is_forgotten_is_found_no_more() {
	run(|| {
		note(1, &[digits(1), digits(2)]);
		note(2, &[digits(2)]);
		ClaimsPallet::forget(subject(1, 0));
		assert_eq!(others(subject(2, 0)), []);
		assert!(!Tags::<Test>::contains_key(subject(1, 0)) && !Tagged::<Test>::contains_key(digits(1)));
		ClaimsPallet::forget(subject(1, 0));
		assert_eq!(note(3, &[digits(1), digits(2)]), [(2, LooseForm::Digits)]);
	});
}

#[test]
fn under_a_tag_the_oldest_gives_way_and_a_document_has_tags_of_two_sides() {
	run(|| {
		for evidence in 0..=MAX_UNDER_TAG {
			note(evidence, &[digits(1)]);
		}
		let found: Vec<u32> = Tagged::<Test>::get(digits(1)).iter().map(|one| one.evidence.0).collect();
		assert_eq!(found, (1..=MAX_UNDER_TAG).collect::<Vec<_>>());
		// Who gave way still sees the others, and is not found by them.
		assert_eq!(others(subject(0, 0)).len(), MAX_UNDER_TAG as usize);
		ClaimsPallet::forget(subject(0, 0));
		let side = |from: u8| (from..from + MAX_ALERT_TAGS as u8).map(digits).collect::<Vec<_>>();
		for from in [10, 20, 30] {
			note(99, &side(from));
		}
		assert_eq!(Tags::<Test>::get(subject(99, 0)).len(), MAX_TAGS as usize);
		assert!(!Tagged::<Test>::contains_key(digits(30)), "what has no room is left out everywhere");
	});
}

fn claim(evidence: u32) {
	assert_ok!(ClaimsPallet::want(subject(evidence, 0), &keys(&[evidence as u8])), ClaimState::Landed);
}

/// A bank filed eight papers under another's tags, withdrew them, and that one's document was found no more.
#[test]
fn what_is_claimed_is_pushed_out_by_nothing_that_is_merely_filed() {
	run(|| {
		note(50, &[digits(1)]);
		claim(50);
		for junk in 0..MAX_UNDER_TAG + 1 {
			assert!(note(junk, &[digits(1)]).contains(&(50, LooseForm::Digits)));
		}
		(0..MAX_UNDER_TAG + 1).for_each(|junk| ClaimsPallet::forget(subject(junk, 0)));
		assert_eq!(note(60, &[digits(1)]), [(50, LooseForm::Digits)]);
	});
}

#[test]
fn who_gave_way_is_found_again_once_it_is_noted_again() {
	run(|| {
		note(50, &[digits(1)]);
		(0..MAX_UNDER_TAG).for_each(|junk| drop(note(junk, &[digits(1)])));
		assert!(!Tagged::<Test>::get(digits(1)).contains(&subject(50, 0)));
		(0..MAX_UNDER_TAG).for_each(|junk| ClaimsPallet::forget(subject(junk, 0)));
		// The second side says the same.
		note(50, &[digits(1)]);
		assert_eq!(note(60, &[digits(1)]), [(50, LooseForm::Digits)]);
	});
}

#[test]
fn who_notes_is_told_how_many_claims_were_looked_up() {
	run(|| {
		let looked_up = |evidence| ClaimsPallet::note(subject(evidence, 0), &[digits(1)]).looked_up;
		for evidence in 0..MAX_UNDER_TAG {
			assert_eq!(looked_up(evidence), 0, "there is room");
		}
		(0..3).for_each(claim);
		assert_eq!(looked_up(3), 0, "it is there");
		assert_eq!(looked_up(50), 4, "the fourth gives way");
		[4, 5, 6, 7, 50].into_iter().for_each(claim);
		assert_eq!(looked_up(51), MAX_UNDER_TAG);
	});
}

#[test]
fn where_all_are_claimed_the_newcomer_is_told_and_not_kept() {
	run(|| {
		for evidence in 0..MAX_UNDER_TAG {
			note(evidence, &[digits(1)]);
			claim(evidence);
		}
		assert_eq!(note(50, &[digits(1)]).len(), MAX_UNDER_TAG as usize);
		assert!(!Tagged::<Test>::get(digits(1)).contains(&subject(50, 0)));
		assert_eq!(others(subject(50, 0)).len(), MAX_UNDER_TAG as usize);
		// One that is given back gives way again.
		ClaimsPallet::discharge(subject(3, 0));
		note(50, &[digits(1)]);
		let found = Tagged::<Test>::get(digits(1));
		assert!(found.contains(&subject(50, 0)) && !found.contains(&subject(3, 0)));
	});
}
