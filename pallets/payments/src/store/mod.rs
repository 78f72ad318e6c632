//! The one place where a draft is written, together with the lists of who must act on it next.

pub(crate) mod allocations;
pub(crate) mod posting;

use crate::{
	types::{
		adjustment::{Adjustment, EnteredAdjustment},
		draft::Draft,
		records::DraftKey,
		statement::EnteredStatement,
		work::{work_key, Waiting, Work},
	},
	Adjustments, Config, Drafts, Error, LapseQueue, OpenPayments, Pallet, Statements, WaitingWork,
};
use zhidai_primitives::{traits::LoanMove, Actor, Digest, LoanFacts, Ordered, OrgId, Uetr};

/// A draft that was taken for a step, and whom it waited for.
pub(crate) struct Taken {
	pub(crate) key: DraftKey,
	pub(crate) draft: Draft,
	bank: OrgId,
	pub(crate) borrower: OrgId,
	before: Waiting,
}

impl Taken {
	/// A draft that is not stored yet.
	pub(crate) fn new(key: DraftKey, draft: Draft, facts: &LoanFacts) -> Self {
		Self { key, draft, bank: facts.bank, borrower: facts.borrower, before: Waiting::default() }
	}
}

impl<T: Config> Pallet<T> {
	/// The draft, which must be there.
	pub(crate) fn find_draft((loan, draft): DraftKey) -> Result<Draft, Error<T>> {
		Drafts::<T>::get(loan, Ordered::from(draft)).ok_or(Error::DraftUnknown)
	}

	/// Takes a draft for a step.
	pub(crate) fn take_draft(key: DraftKey, facts: &LoanFacts) -> Result<Taken, Error<T>> {
		let draft = Self::find_draft(key)?;
		Ok(Taken { before: draft.waiting(), ..Taken::new(key, draft, facts) })
	}

	/// Takes a draft for a signature before its release; what counts no more of the others is forgotten.
	pub(crate) fn take_to_sign(key: DraftKey, facts: &LoanFacts) -> Result<Taken, Error<T>> {
		let mut taken = Self::take_draft(key, facts)?;
		let counting = Self::counting(&taken.draft);
		taken.draft.forget_void(counting)?;
		Ok(taken)
	}

	/// Stores a draft; the lists say who must act on it now.
	pub(crate) fn put_draft(taken: Taken) {
		let Taken { key, draft, bank, borrower, before } = taken;
		for ((work, had), (_, has)) in before.each().zip(draft.waiting().each()) {
			let org = if work.is_the_borrowers() { borrower } else { bank };
			if has != had {
				let place = work_key(work, key);
				WaitingWork::<T>::set(org, place, (has > 0).then_some(has));
			}
		}
		Drafts::<T>::insert(key.0, Ordered::from(key.1), draft);
	}

	/// Stores a draft some of whose lines went their own way, and closes it where those were the last.
	pub(crate) fn put_or_close_draft(mut taken: Taken) {
		match taken.draft.finish() {
			true => Self::close_draft(taken),
			false => Self::put_draft(taken),
		}
	}

	/// Stores a draft whose lines all went their own way as soon as it was made: it never waited, and nothing of it
	/// lapses.
	pub(crate) fn put_done_draft(mut taken: Taken) {
		taken.draft.finish();
		T::Loans::close_draft(taken.key.0);
		Self::put_draft(taken);
	}

	/// Stores a draft of which nothing can be signed or released any more.
	pub(crate) fn close_draft(taken: Taken) {
		LapseQueue::<T>::remove(taken.draft.expires_on, taken.key);
		T::Loans::close_draft(taken.key.0);
		Self::put_draft(taken);
	}

	/// Keeps what an officer entered until another checks it, in the place of the same entered before. The oldest gives
	/// way: what nobody checked must not keep a bank from confirming.
	pub(crate) fn put_statement(bank: OrgId, entered: EnteredStatement) {
		Statements::<T>::mutate(bank, |statements| {
			statements.retain(|other| other.digest != entered.digest);
			if statements.is_full() {
				let _oldest = statements.remove(0);
			}
			// There is room now.
			let _ = statements.try_push(entered);
		});
	}

	/// What was checked waits no more.
	pub(crate) fn forget_statement(bank: OrgId, digest: Digest) {
		Self::keep_statements(bank, |other| other.digest != digest);
	}

	/// What was entered at a bank to take the receipt of a payment back waits no more.
	pub(crate) fn forget_takings_back(bank: OrgId, uetr: Uetr) {
		Self::keep_statements(bank, |entered| entered.takes_back != Some(uetr));
	}

	fn keep_statements(bank: OrgId, waits: impl Fn(&EnteredStatement) -> bool) {
		Statements::<T>::mutate_exists(bank, |stored| {
			let mut statements = stored.take().unwrap_or_default();
			statements.retain(waits);
			*stored = (!statements.is_empty()).then_some(statements);
		});
	}

	/// Keeps what an officer entered of a payment by hand until another checks it, as statements are kept.
	pub(crate) fn put_adjustment(actor: Actor, entered: EnteredAdjustment) {
		Adjustments::<T>::mutate(actor.org, |adjustments| {
			adjustments
				.retain(|other| (other.uetr, &other.adjustment) != (entered.uetr, &entered.adjustment));
			if adjustments.is_full() {
				let _oldest = adjustments.remove(0);
			}
			// There is room now.
			let _ = adjustments.try_push(entered);
		});
	}

	/// What was checked waits no more.
	pub(crate) fn forget_adjustment(actor: Actor, uetr: Uetr, adjustment: &Adjustment) {
		Adjustments::<T>::mutate_exists(actor.org, |stored| {
			let mut adjustments = stored.take().unwrap_or_default();
			adjustments.retain(|other| (other.uetr, &other.adjustment) != (uetr, adjustment));
			*stored = (!adjustments.is_empty()).then_some(adjustments);
		});
	}

	/// So many payments to a payee more, or fewer, are booked and neither confirmed nor come back.
	pub(crate) fn change_open(payee: OrgId, by: i32) {
		if by == 0 {
			return;
		}
		OpenPayments::<T>::mutate_exists(payee, |stored| {
			let open = stored.unwrap_or_default().saturating_add_signed(by);
			*stored = (open > 0).then_some(open);
		});
	}

	/// So many payments of a draft more, or fewer, wait for the payee's word.
	pub(crate) fn change_receipts(payee: OrgId, key: DraftKey, by: i32) {
		if by == 0 {
			return;
		}
		let place = work_key(Work::Confirm, key);
		WaitingWork::<T>::mutate_exists(payee, place, |stored| {
			let sum = i32::from(stored.unwrap_or_default()).saturating_add(by);
			*stored = u16::try_from(sum).ok().filter(|sum| *sum > 0);
		});
	}
}
