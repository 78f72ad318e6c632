//! The writers of alerts and reviews, with every list in which an open one is.

use crate::types::alert::{key_of, kind_of};
use crate::types::waiting::review_key;
use crate::{
	loan_of, Alert, AlertId, AlertOwner, AlertState, Alerts, AlertsByLoan, Answers, Config, Event, LoanUse,
	OpenAlerts, OpenByFinding, OpenByOrg, OpenCounts, Pallet, Review, Reviews, ReviewsToSign,
};
use zhidai_primitives::traits::{Calendar, Finding};
use zhidai_primitives::{LoanFacts, LoanId, Ordered, OrgId, Quarter};

impl<T: Config> Pallet<T> {
	/// Opens an alert, and lists it where it waits.
	pub(crate) fn put_alert(alert: AlertId, finding: Finding) {
		let place: Ordered = alert.0.into();
		OpenByFinding::<T>::insert(key_of(&finding), alert);
		OpenAlerts::<T>::insert(place, ());
		for org in Self::listed_at(&finding) {
			OpenByOrg::<T>::insert(org, place, ());
		}
		let loan = loan_of(&finding);
		if let Some(loan) = loan {
			AlertsByLoan::<T>::insert(loan, place, ());
		}
		let raised_on = T::Calendar::today();
		let (further, answers, state) = (0, Answers::default(), AlertState::Open);
		Alerts::<T>::insert(alert, Alert { finding, raised_on, further, answers, state });
		Self::deposit_event(Event::AlertRaised { alert, loan, finding });
	}

	/// Keeps an alert with all that its bank said of it, for which it waits no more.
	pub(crate) fn put_answer(alert: AlertId, entry: Alert, bank: OrgId) {
		OpenByOrg::<T>::remove(bank, Ordered::from(alert.0));
		Alerts::<T>::insert(alert, entry);
	}

	/// Has the last alert of its kind count a finding for which the list has no place. The bank has not answered that
	/// one, and does where the alert has a place for it.
	pub(crate) fn count_further(alert: AlertId, finding: Finding) {
		let waits = Alerts::<T>::mutate_extant(alert, |entry| {
			entry.further = entry.further.saturating_add(1);
			!entry.is_left_to_regulators()
		});
		if let Some(bank) = Self::bank_concerned(&finding).filter(|_| waits) {
			OpenByOrg::<T>::insert(bank, Ordered::from(alert.0), ());
		}
		Self::deposit_event(Event::AlertCounted { alert, loan: loan_of(&finding), finding });
	}

	/// Takes an alert off every list of open ones.
	pub(crate) fn unlist(alert: AlertId, finding: &Finding) {
		let place: Ordered = alert.0.into();
		OpenAlerts::<T>::remove(place);
		for org in Self::listed_at(finding) {
			OpenByOrg::<T>::remove(org, place);
		}
		OpenByFinding::<T>::remove(key_of(finding));
		OpenCounts::<T>::mutate_exists(AlertOwner::of(finding), kind_of(finding), |stored| {
			let mut count = stored.take().unwrap_or_default();
			count.open = count.open.saturating_sub(1);
			*stored = (count.open > 0).then_some(count);
		});
	}

	/// The open reviews of a loan that are listed with one of its sides are another organisation's from now on. As many
	/// quarters wait as may, and no more.
	pub(crate) fn pass_reviews(loan: LoanId, from: OrgId, to: OrgId) {
		for quarter in LoanUse::<T>::get(loan).open {
			let place = review_key(loan, quarter);
			if ReviewsToSign::<T>::take(from, place).is_some() {
				ReviewsToSign::<T>::insert(to, place, ());
			}
		}
	}

	/// Writes a review, and lists it with both sides until it is closed.
	pub(crate) fn put_review(loan: LoanId, quarter: Quarter, facts: &LoanFacts, review: &Review) {
		let place = review_key(loan, quarter);
		for org in [facts.bank, facts.regulator] {
			match review.closed_on {
				None => ReviewsToSign::<T>::insert(org, place, ()),
				Some(_) => ReviewsToSign::<T>::remove(org, place),
			}
		}
		Reviews::<T>::insert(loan, quarter, review);
	}
}
