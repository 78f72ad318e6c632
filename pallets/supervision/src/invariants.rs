//! What must always hold.

use crate::types::alert::{key_of, kind_of};
use crate::types::waiting::review_key;
use crate::{
	loan_of, AlertId, AlertOwner, AlertState, Alerts, AlertsByLoan, Config, Counted, LoanSpend, LoanUse,
	NextAlert, OpenAlerts, OpenByFinding, OpenByOrg, OpenCounts, Pallet, ReviewSignature, Reviews,
	ReviewsToSign, Spend, UnlistedAlerts, MAX_OPEN_ALERTS,
};
use alloc::collections::{BTreeMap, BTreeSet};
use frame::deps::sp_runtime::TryRuntimeError;
use zhidai_primitives::traits::{Finding, LoanInspect};
use zhidai_primitives::{Fen, LoanId, Ordered};

type Checked = Result<(), TryRuntimeError>;

fn must(holds: bool, rule: &'static str) -> Checked {
	holds.then_some(()).ok_or(TryRuntimeError::Other(rule))
}

impl<T: Config> Pallet<T> {
	/// Checks that:
	///
	/// 1. what is counted for a loan is the sum of its counted payments, and quality-upgrading spend is a part of it;
	/// 2. quarters wait in order, after the last closed one;
	/// 3. a review is closed exactly where both sides signed it, by different officers, and its quarter is
	///    then closed; its loan is signed, and the quarter was not over before; an open review's quarter waits;
	///    `met` and the digest follow from the figures;
	/// 4. the sums of the last closed quarter are those that its review says;
	/// 5. the lists of open alerts, of a loan's alerts and of open findings agree with the alerts; an open one waits
	///    for its bank as long as the bank has not answered all that it counts, and can; an officer answered it once
	///    for what it counted then; only a denial waits for a place, and only while every place is taken;
	/// 6. a review is listed with both its sides exactly as long as it is open.
	pub fn check_invariants() -> Checked {
		let mut sums = BTreeMap::<LoanId, Spend>::new();
		for (_, payment) in Counted::<T>::iter() {
			let quality = if payment.quality.is_some() { payment.amount } else { Fen::ZERO };
			let sum = sums.entry(payment.loan).or_default();
			let added = sum.checked_add(Spend { counted: payment.amount, quality });
			*sum = added.ok_or(TryRuntimeError::Other("counted payments overflow"))?;
		}
		for (loan, usage) in LoanUse::<T>::iter() {
			let total = Self::spend_through(loan, &usage, None);
			let sum = sums.remove(&loan).unwrap_or_default();
			must(total == Some(sum), "what is counted is not the sum of the counted payments")?;
			must(sum.quality <= sum.counted, "more quality-upgrading spend than spend")?;
			Self::check_quarters(loan, &usage)?;
		}
		must(sums.is_empty(), "payments are counted for a loan without sums")?;
		Self::check_reviews()?;
		Self::check_alerts()
	}

	fn check_quarters(loan: LoanId, usage: &LoanSpend) -> Checked {
		must(usage.open.windows(2).all(|pair| pair.first() < pair.last()), "quarters are out of order")?;
		must(!usage.open.iter().any(|open| usage.is_closed(*open)), "a closed quarter waits")?;
		let Some(last) = usage.last_closed else {
			return must(usage.closed == Spend::default(), "closed sums without a closed quarter");
		};
		let review = Reviews::<T>::get(loan, last).filter(|review| review.closed_on.is_some());
		let says = review.map(|review| review.figures.spend);
		must(says == Some(usage.closed), "the closed sums are not what the last review says")
	}

	fn check_reviews() -> Checked {
		let genesis = frame::deps::frame_system::Pallet::<T>::block_hash(
			frame::deps::frame_system::pallet_prelude::BlockNumberFor::<T>::default(),
		);
		let mut listed = 0_usize;
		for (loan, quarter, review) in Reviews::<T>::iter() {
			let facts = T::Loans::facts(loan).map_err(|_| TryRuntimeError::Other("a review of no loan"))?;
			for org in [facts.bank, facts.regulator] {
				let (place, waits) = (review_key(loan, quarter), review.closed_on.is_none());
				let is_listed = ReviewsToSign::<T>::contains_key(org, place);
				must(is_listed == waits, "a review is not listed exactly while it is open")?;
				listed = listed.saturating_add(waits.into());
			}
			let is_of_the_contract =
				facts.signed_on.is_some_and(|day| quarter.end().is_some_and(|end| end > day));
			must(is_of_the_contract, "a review of a quarter before its contract")?;
			let usage = LoanUse::<T>::get(loan);
			let closed = review.closed_on.is_some();
			let both = review.bank_signed.is_some() && review.regulator_signed.is_some();
			must(closed == both, "a review is not closed exactly where both sides signed")?;
			let officer = |signed: Option<ReviewSignature>| signed.map(|signature| signature.by.officer);
			must(
				!both || officer(review.bank_signed) != officer(review.regulator_signed),
				"one officer signed for both sides",
			)?;
			must(closed == usage.is_closed(quarter), "a review and its quarter disagree")?;
			must(closed || usage.open.contains(&quarter), "an open review does not wait")?;
			must(review.met == review.figures.met(), "a review says the wrong thing of the covenant")?;
			let digest = review.figures.digest(genesis, loan, quarter);
			must(review.digest == digest, "a review's digest is not that of its figures")?;
		}
		must(ReviewsToSign::<T>::iter_keys().count() == listed, "a review waits that is not there")
	}

	fn check_alerts() -> Checked {
		let (mut open, mut of_loans, mut listed, mut unlisted) = (0_usize, 0_usize, 0_usize, 0_usize);
		let mut counts = BTreeMap::<(AlertOwner, u8), u16>::new();
		for (id, alert) in Alerts::<T>::iter() {
			must(id < NextAlert::<T>::get(), "an alert id that was never given out")?;
			let is_open = alert.state == AlertState::Open;
			let place: Ordered = id.0.into();
			let loan = loan_of(&alert.finding);
			let has_no_place = loan.is_some_and(|loan| UnlistedAlerts::<T>::contains_key(loan, place));
			must(is_open || !has_no_place, "a closed alert waits for a place")?;
			unlisted = unlisted.saturating_add(has_no_place.into());
			let is_listed = is_open && !has_no_place;
			must(OpenAlerts::<T>::contains_key(place) == is_listed, "the list of open alerts is wrong")?;
			let bank = Self::bank_concerned(&alert.finding);
			for org in Self::listed_at(&alert.finding) {
				let waits = is_listed && !(bank == Some(org) && alert.is_left_to_regulators());
				must(OpenByOrg::<T>::contains_key(org, place) == waits, "an alert waits at the wrong place")?;
				listed = listed.saturating_add(waits.into());
			}
			let answers = alert.answers.iter().map(|answer| (answer.officer, answer.further));
			let distinct = answers.collect::<BTreeSet<_>>().len();
			must(distinct == alert.answers.len(), "an officer answered the same twice")?;
			if is_open {
				let by_finding = OpenByFinding::<T>::get(key_of(&alert.finding));
				must(by_finding == Some(id), "an open finding is not recognised")?;
				open = open.saturating_add(1);
			}
			if is_listed {
				let count =
					counts.entry((AlertOwner::of(&alert.finding), kind_of(&alert.finding))).or_default();
				*count = count.saturating_add(1);
			}
			if let Some(loan) = loan {
				must(AlertsByLoan::<T>::contains_key(loan, place), "an alert is missing among its loan's")?;
				of_loans = of_loans.saturating_add(1);
			}
		}
		let with_place = open.saturating_sub(unlisted);
		must(OpenAlerts::<T>::iter_keys().count() == with_place, "an alert is listed that is not open")?;
		must(OpenByOrg::<T>::iter_keys().count() == listed, "an alert waits that is not open")?;
		must(OpenByFinding::<T>::iter_keys().count() == open, "a finding is open without an alert")?;
		must(AlertsByLoan::<T>::iter_keys().count() == of_loans, "a loan lists an alert that is not there")?;
		must(counts.values().all(|count| *count <= MAX_OPEN_ALERTS), "more alerts are open than may be")?;
		let stored =
			OpenCounts::<T>::iter().map(|(owner, kind, count)| ((owner, kind), count.open)).collect();
		must(counts == stored, "the open alerts are counted wrongly")?;
		Self::check_unlisted(unlisted)
	}

	/// So many alerts wait for a place, each of them a denial, where every place is taken.
	fn check_unlisted(alerts: usize) -> Checked {
		let mut unlisted = 0_usize;
		for (loan, place, ()) in UnlistedAlerts::<T>::iter() {
			let alert = Alerts::<T>::get(AlertId(place.get()));
			let finding = alert.ok_or("an alert waits for a place that is not there")?.finding;
			must(matches!(finding, Finding::PaymentDisputed { .. }), "what is no denial waits for a place")?;
			let places = OpenCounts::<T>::get(AlertOwner::Loan(loan), kind_of(&finding)).open;
			must(places == MAX_OPEN_ALERTS, "an alert waits for a place that is free")?;
			unlisted = unlisted.saturating_add(1);
		}
		must(unlisted == alerts, "an alert waits for a place with another loan")
	}
}
