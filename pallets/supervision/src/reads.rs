//! Lists, page by page, for runtime APIs. Not for use in a block.

use crate::types::waiting::{review_at, review_key};
use crate::{
	Alert, AlertId, Alerts, AlertsByLoan, Config, LoanUse, OpenAlerts, OpenByOrg, Pallet, Review, Reviews,
	ReviewsToSign,
};
use alloc::vec::Vec;
use zhidai_primitives::traits::{Calendar, LoanInspect};
use zhidai_primitives::{keys_after, Day, Digest, LoanId, LoanState, Ordered, OrgId, Page, Quarter, Side};

/// A page of alerts; the cursor is the last of them.
pub type AlertPage = Page<(AlertId, Alert), AlertId>;
/// A page of reviews with what is signed; the cursor is the last of them.
pub type ReviewPage = Page<(LoanId, Quarter, Digest), (LoanId, Quarter)>;

fn page<T: Config>(places: impl Iterator<Item = Ordered>, limit: u32) -> AlertPage {
	let Page { items, next } = Page::collect(places.map(|place| AlertId(place.get())), limit, |alert| *alert);
	let with_alert = |alert| Alerts::<T>::get(alert).map(|entry| (alert, entry));
	Page { items: items.into_iter().filter_map(with_alert).collect::<Vec<_>>(), next }
}

impl<T: Config> Pallet<T> {
	/// The alerts of a loan, open and closed, in the order in which they were raised, after one.
	pub fn alerts_of(loan: LoanId, after: Option<AlertId>, limit: u32) -> AlertPage {
		page::<T>(keys_after::<AlertsByLoan<T>, _, _>(loan, after.map(|last| last.0)), limit)
	}

	/// The alerts that wait for somebody, the oldest first, after one.
	pub fn open_alerts(after: Option<AlertId>, limit: u32) -> AlertPage {
		let places = match after {
			Some(AlertId(last)) => OpenAlerts::<T>::iter_keys_from_key(Ordered::from(last)),
			None => OpenAlerts::<T>::iter_keys(),
		};
		page::<T>(places, limit)
	}

	/// The alerts that wait for an organisation, the oldest first, after one.
	pub fn open_alerts_at(org: OrgId, after: Option<AlertId>, limit: u32) -> AlertPage {
		page::<T>(keys_after::<OpenByOrg<T>, _, _>(org, after.map(|last| last.0)), limit)
	}

	/// The reviews that wait for a side's signature, in the order of loans and quarters, after one. One that the side
	/// signed, while that counts, that must be opened again first, or whose turn has not come, is left out: a page
	/// can be empty and not be the last.
	pub fn reviews_to_sign(org: OrgId, after: Option<(LoanId, Quarter)>, limit: u32) -> ReviewPage {
		let places = match after {
			Some((loan, quarter)) => {
				let from = ReviewsToSign::<T>::hashed_key_for(org, review_key(loan, quarter));
				ReviewsToSign::<T>::iter_key_prefix_from(org, from)
			}
			None => ReviewsToSign::<T>::iter_key_prefix(org),
		};
		let Page { items, next } = Page::collect(places.map(review_at), limit, |place| *place);
		let signable = |(loan, quarter): (LoanId, Quarter)| {
			let review = Reviews::<T>::get(loan, quarter)?;
			let facts = T::Loans::facts(loan).ok()?;
			let side = if org == facts.bank { Side::Bank } else { Side::Regulator };
			let review = Self::counting(review, &facts);
			let is_current = Self::is_current(loan, quarter, &review).unwrap_or(false);
			(is_current && review.signed(side).is_none()).then_some((loan, quarter, review.digest))
		};
		Page { items: items.into_iter().filter_map(signable).collect(), next }
	}

	/// The quarter of a loan with a covenant that is over and whose review must be opened, or opened again because
	/// other figures are counted now. The earliest in which something was counted, since none after it is opened
	/// before; else the last one, where the contract stood in it and something was drawn that is not shown to be
	/// booked later.
	pub fn review_to_open(loan: LoanId) -> Option<Quarter> {
		let facts = T::Loans::facts(loan).ok().filter(|facts| facts.quality_share_bp.is_some())?;
		let (usage, signed_on, today) = (LoanUse::<T>::get(loan), facts.signed_on?, T::Calendar::today());
		let is_over = |quarter: &Quarter| quarter.end().is_some_and(|end| today >= end && end > signed_on);
		let counted = usage.open.first().copied().filter(is_over);
		let quarter = counted.or_else(|| {
			let last = Day(today.quarter().first_day()?.0.checked_sub(1)?).quarter();
			let is_drawn = facts.drawn > Self::counted_after(loan, &usage, last);
			let is_due = facts.state == LoanState::Active && is_drawn && !usage.is_closed(last);
			(is_due && is_over(&last)).then_some(last)
		})?;
		let can_be_signed = Reviews::<T>::get(loan, quarter)
			.is_some_and(|review| Self::is_current(loan, quarter, &review).unwrap_or(false));
		(!can_be_signed).then_some(quarter)
	}

	/// The review of a quarter.
	pub fn review(loan: LoanId, quarter: Quarter) -> Option<Review> {
		Reviews::<T>::get(loan, quarter)
	}
}
