//! Alerts are answered (说明) and closed (办结).

use crate::{loan_of, Alert, AlertId, AlertState, Alerts, Answer, Config, Error, Event, Pallet};
use frame::prelude::*;
use zhidai_primitives::traits::{Calendar, Finding, PaymentBook};
use zhidai_primitives::{Digest, ShortText};

impl<T: Config> Pallet<T> {
	/// Nothing is closed that the officer has not seen: `further` is how many findings beside its own the alert counted
	/// when the officer looked. A denial is examined with that.
	pub(crate) fn do_close_alert(
		origin: OriginFor<T>,
		alert: AlertId,
		further: u32,
		outcome: ShortText,
	) -> DispatchResult {
		let actor = Self::alert_officer(origin)?;
		let mut entry = Self::open_alert(alert)?;
		ensure!(Self::may_close(actor.org, &entry.finding)?, Error::<T>::AlertNotAllowed);
		ensure!(further == entry.further, Error::<T>::FurtherDiffers);
		let finding = entry.finding;
		let (org, officer, on) = (actor.org, actor.officer, T::Calendar::today());
		entry.state = AlertState::Closed { org, officer, outcome, on };
		Alerts::<T>::insert(alert, entry);
		Self::unlist(alert, &finding);
		if let Finding::PaymentDisputed { uetr, .. } = finding {
			T::Payments::examined(uetr);
		}
		Self::deposit_event(Event::AlertClosed { alert, loan: loan_of(&finding), org, officer });
		Ok(())
	}

	/// The bank that an alert is about says what it found out. It closes nothing; who closes it reads that. Another
	/// officer of the bank can say more, and nothing that was said is overwritten.
	pub(crate) fn do_answer_alert(
		origin: OriginFor<T>,
		alert: AlertId,
		further: u32,
		text: ShortText,
		document: Option<Digest>,
	) -> DispatchResult {
		let actor = Self::alert_officer(origin)?;
		let mut entry = Self::open_alert(alert)?;
		ensure!(Self::bank_concerned(&entry.finding) == Some(actor.org), Error::<T>::AnswerNotAllowed);
		ensure!(further == entry.further, Error::<T>::FurtherDiffers);
		let (org, officer, loan) = (actor.org, actor.officer, loan_of(&entry.finding));
		ensure!(!entry.is_answered_by(officer), Error::<T>::AlertAlreadyAnswered);
		ensure!(entry.has_place_for(officer), Error::<T>::TooManyAnswers);
		let answer = Answer { officer, text: text.clone(), document, further, on: T::Calendar::today() };
		entry.answers.try_push(answer).map_err(|_| Error::<T>::TooManyAnswers)?;
		Self::put_answer(alert, entry, org);
		Self::deposit_event(Event::AlertAnswered { alert, loan, org, officer, text, document });
		Ok(())
	}

	/// The alert, where it waits for somebody.
	fn open_alert(alert: AlertId) -> Result<Alert, DispatchError> {
		let entry = Alerts::<T>::get(alert).ok_or(Error::<T>::AlertUnknown)?;
		ensure!(entry.state == AlertState::Open, Error::<T>::AlertAlreadyClosed);
		Ok(entry)
	}
}
