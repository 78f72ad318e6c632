//! Lists, page by page, for runtime APIs. Not for use in a block.

use crate::{Alert, AlertId, Alerts, AlertsByLoan, Config, OpenAlerts, Pallet, Review, Reviews};
use alloc::vec::Vec;
use zhidai_primitives::{LoanId, Quarter};

/// The most entries of one page.
const MAX_PAGE: u32 = 1_000;

fn page(limit: u32) -> usize {
	usize::try_from(limit.min(MAX_PAGE)).unwrap_or_default()
}

fn with_alert<T: Config>(id: AlertId) -> Option<(AlertId, Alert)> {
	Alerts::<T>::get(id).map(|alert| (id, alert))
}

impl<T: Config> Pallet<T> {
	/// The alerts of a loan, open and closed, after the cursor (the last id of the page before). In no particular order, but
	/// always the same.
	pub fn alerts_of(loan: LoanId, cursor: Option<AlertId>, limit: u32) -> Vec<(AlertId, Alert)> {
		let ids = match cursor {
			Some(last) => {
				AlertsByLoan::<T>::iter_key_prefix_from(loan, AlertsByLoan::<T>::hashed_key_for(loan, last))
			}
			None => AlertsByLoan::<T>::iter_key_prefix(loan),
		};
		ids.take(page(limit)).filter_map(with_alert::<T>).collect()
	}

	/// The alerts that wait for somebody, after the cursor. In no particular order, but always the same.
	pub fn open_alerts(cursor: Option<AlertId>, limit: u32) -> Vec<(AlertId, Alert)> {
		let ids = match cursor {
			Some(last) => OpenAlerts::<T>::iter_keys_from_key(last),
			None => OpenAlerts::<T>::iter_keys(),
		};
		ids.take(page(limit)).filter_map(with_alert::<T>).collect()
	}

	/// The review of a quarter.
	pub fn review(loan: LoanId, quarter: Quarter) -> Option<Review> {
		Reviews::<T>::get(loan, quarter)
	}
}
