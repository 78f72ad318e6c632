//! Lists, page by page, for runtime APIs. Not for use in a block.

use crate::{Alert, AlertId, Alerts, AlertsByLoan, Config, OpenAlerts, OpenByOrg, Pallet, Review, Reviews};
use alloc::vec::Vec;
use zhidai_primitives::{keys_after, LoanId, Ordered, OrgId, Page, Quarter};

/// A page of alerts; the cursor is the last of them.
pub type AlertPage = Page<(AlertId, Alert), AlertId>;

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

	/// The review of a quarter.
	pub fn review(loan: LoanId, quarter: Quarter) -> Option<Review> {
		Reviews::<T>::get(loan, quarter)
	}
}
