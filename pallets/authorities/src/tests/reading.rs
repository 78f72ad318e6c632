use super::*;
use crate::Seats;
use zhidai_primitives::{OrgId, Page};

/// Votes need not be blind: the bytes are there, and they hash to what votes name.
#[test]
fn an_open_motion_shows_the_call_that_its_hash_stands_for() {
	Consortium::of(2, 2).run(|| {
		let motion = propose(1, 7);
		assert_ok!(vote(50, motion, true));
		assert_ok!(vote(51, motion, false));
		let view = Authorities::motion(motion.0).expect("an open motion");
		assert_eq!(view.proposal, decision(7).encode());
		assert_eq!(BlakeTwo256::hash(&view.proposal), motion.0);
		assert_eq!((view.index, view.proposal_hash), (motion.1, motion.0));
		let seat = |org| Seats::<Test>::get(seat_of(org)).expect("a seat");
		assert_eq!(view.proposer, seat(1));
		assert_eq!((view.ayes, view.nays), (vec![seat(1), seat(50)], vec![seat(51)]));
		assert_eq!((view.threshold, view.ends_at), (3, 1 + MOTION_DURATION));
	});
}

#[test]
fn a_motion_that_is_over_shows_nothing() {
	Consortium::of(2, 2).run(|| {
		let motion = propose(1, 7);
		assert_ok!(withdraw(1, motion));
		assert_eq!(Authorities::motion(motion.0), None);
		assert_eq!(Authorities::motions(None, 10), Page::empty());
	});
}

/// The motions that wait for an organisation's votes, read in the smallest pages.
fn to_vote(org: u32) -> Vec<(u32, H256)> {
	let all = Page::every(|after| Ok::<_, ()>(Authorities::motions_to_vote(OrgId(org), after, 1))).unwrap();
	assert!(all.iter().all(|(_, seat, _)| *seat == 0), "each has one seat");
	all.into_iter().map(|(index, _, hash)| (index, hash)).collect()
}

#[test]
fn a_motion_waits_for_the_seats_that_have_not_voted_until_it_is_decided() {
	Consortium::of(2, 2).run(|| {
		let (one, other) = (propose(1, 7), propose(2, 8));
		let (first, second) = ((one.1, one.0), (other.1, other.0));
		assert_eq!((to_vote(1), to_vote(2)), (vec![second], vec![first]));
		assert_eq!((to_vote(50), to_vote(99)), (vec![first, second], vec![]));
		assert_ok!(vote(50, one, false));
		assert_eq!(to_vote(50), vec![second]);
		// Three of four pass the other one: nobody needs to vote any more.
		assert_ok!(vote(1, other, true));
		assert_ok!(vote(50, other, true));
		assert_eq!((to_vote(50), to_vote(51)), (vec![], vec![first]));
		let to_close = || Authorities::motions_to_close(None, 10).items;
		assert_eq!(to_close(), vec![second]);
		// Nor once the time is over.
		run_to(1 + MOTION_DURATION);
		assert_eq!((to_vote(2), to_vote(51)), (vec![], vec![]));
		assert_eq!(to_close(), vec![first, second]);
		let page = Authorities::motions_to_close(Some(first.0), 10);
		assert_eq!((page.items, page.next), (vec![second], None));
		assert_ok!(close(other));
		assert_eq!(to_close(), vec![first]);
	});
}

#[test]
fn motions_come_in_pages_the_oldest_first() {
	Consortium::of(2, 2).run(|| {
		for (org, number) in [(1, 0), (2, 1), (50, 2), (51, 3), (1, 4)] {
			propose(org, number);
		}
		let page = |after, limit| {
			let Page { items, next } = Authorities::motions(after, limit);
			(items.into_iter().map(|motion| motion.index).collect::<Vec<_>>(), next)
		};
		assert_eq!(page(None, 2), (vec![0, 1], Some(1)));
		assert_eq!(page(Some(1), 2), (vec![2, 3], Some(3)));
		assert_eq!(page(Some(3), 2), (vec![4], None));
		assert_eq!(page(Some(4), 2), (vec![], None));
		assert_eq!(page(None, 0), (vec![0], Some(0)), "no page is empty before the end");
		assert_eq!(page(None, u32::MAX), (vec![0, 1, 2, 3, 4], None));
	});
}
