//! The writers of alerts and reviews, with every list in which an open one is.

use crate::types::alert::{key_of, kind_of};
use crate::types::waiting::review_key;
use crate::{
	loan_of, Alert, AlertId, AlertOwner, AlertState, Alerts, AlertsByLoan, Answers, Config, Event, LoanUse,
	OpenAlerts, OpenByFinding, OpenByOrg, OpenCount, OpenCounts, Pallet, Review, Reviews, ReviewsToSign,
	UnlistedAlerts,
};
use zhidai_primitives::traits::{Calendar, Finding};
use zhidai_primitives::{LoanFacts, LoanId, Ordered, OrgId, Quarter};

impl<T: Config> Pallet<T> {
	/// Opens an alert, and lists it where it waits; or, without a place for it, with its loan until there is one.
	pub(crate) fn put_alert(alert: AlertId, finding: Finding, has_place: bool) {
		let place: Ordered = alert.0.into();
		OpenByFinding::<T>::insert(key_of(&finding), alert);
		let loan = loan_of(&finding);
		if let Some(loan) = loan {
			AlertsByLoan::<T>::insert(loan, place, ());
		}
		let raised_on = T::Calendar::today();
		let (further, answers, state) = (0, Answers::default(), AlertState::Open);
		let entry = Alert { finding, raised_on, further, answers, state };
		match loan.filter(|_| !has_place) {
			Some(loan) => UnlistedAlerts::<T>::insert(loan, place, ()),
			None => Self::list(alert, &entry),
		}
		Alerts::<T>::insert(alert, entry);
		Self::deposit_event(Event::AlertRaised { alert, loan, finding });
	}

	/// Puts an open alert on the lists where it waits: not with its bank where that has said all that it can.
	fn list(alert: AlertId, entry: &Alert) {
		let (finding, place) = (&entry.finding, Ordered::from(alert.0));
		OpenAlerts::<T>::insert(place, ());
		let has_answered = entry.is_left_to_regulators();
		let bank = has_answered.then(|| Self::bank_concerned(finding)).flatten();
		for org in Self::listed_at(finding).into_iter().filter(|org| Some(*org) != bank) {
			OpenByOrg::<T>::insert(org, place, ());
		}
		OpenCounts::<T>::mutate(AlertOwner::of(finding), kind_of(finding), |count| {
			*count = OpenCount { open: count.open.saturating_add(1), last: alert };
		});
	}

	/// The oldest of a loan's alerts without a place takes the one that is free now.
	fn list_next(loan: LoanId) {
		let Some(place) = UnlistedAlerts::<T>::iter_key_prefix(loan).next() else { return };
		UnlistedAlerts::<T>::remove(loan, place);
		let alert = AlertId(place.get());
		if let Some(entry) = Alerts::<T>::get(alert) {
			Self::list(alert, &entry);
		}
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

	/// Takes an alert off every list of open ones. The place of a denial is the next one's.
	pub(crate) fn unlist(alert: AlertId, finding: &Finding) {
		let place: Ordered = alert.0.into();
		OpenByFinding::<T>::remove(key_of(finding));
		if loan_of(finding).is_some_and(|loan| UnlistedAlerts::<T>::take(loan, place).is_some()) {
			return;
		}
		OpenAlerts::<T>::remove(place);
		for org in Self::listed_at(finding) {
			OpenByOrg::<T>::remove(org, place);
		}
		OpenCounts::<T>::mutate_exists(AlertOwner::of(finding), kind_of(finding), |stored| {
			let mut count = stored.take().unwrap_or_default();
			count.open = count.open.saturating_sub(1);
			*stored = (count.open > 0).then_some(count);
		});
		if let Finding::PaymentDisputed { loan, .. } = finding {
			Self::list_next(*loan);
		}
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
