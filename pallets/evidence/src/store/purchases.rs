//! What hangs together as one purchase: papers of a contract, what red letters take back, and which purchases of a
//! seller a loan has.

use crate::{
	Config, Content, Error, Evidence, EvidenceRecord, InPurchase, Pallet, Sellers, States, Status, MAX_PAPERS,
};
use core::iter;
use frame::prelude::*;
use zhidai_primitives::{EvidenceId, Fen, LoanId};

impl<T: Config> Pallet<T> {
	/// A paper belongs to what it names, or is a purchase by itself. What a red letter takes back counts at once: it
	/// only stops money.
	pub(crate) fn join_purchase(loan: LoanId, content: &Content) -> DispatchResult {
		let Some(other) = content.belongs_to else {
			Sellers::<T>::mutate(loan, content.seller, |papers| *papers = papers.with(content));
			return Ok(());
		};
		States::<T>::try_mutate(other, |state| {
			let state = state.as_mut().ok_or(Error::<T>::EvidenceUnknown)?;
			let more = state.papers.checked_add(1).filter(|papers| *papers <= MAX_PAPERS);
			state.papers = more.ok_or(Error::<T>::TooManyPapers)?;
			Ok::<(), DispatchError>(())
		})?;
		Self::change_reversed(content, |reversed| Fen(reversed.0.saturating_add(content.amount.0)));
		Ok(())
	}

	/// A revision belongs to nothing any more: it is replaced, or taken back.
	pub(crate) fn leave_purchase(record: &EvidenceRecord, status: Status) {
		let content = &record.content;
		let Some(other) = content.belongs_to else {
			Sellers::<T>::mutate_exists(record.loan, content.seller, |papers| {
				*papers = papers.and_then(|papers| papers.without(content));
			});
			return;
		};
		States::<T>::mutate(other, |state| {
			if let Some(state) = state {
				state.papers = state.papers.saturating_sub(1);
			}
		});
		if status != Status::Rejected {
			Self::give_reversed_back(content);
		}
	}

	/// A red letter takes nothing back any more; of other papers nothing changes.
	pub(crate) fn give_reversed_back(content: &Content) {
		Self::change_reversed(content, |reversed| reversed.saturating_sub(content.amount));
	}

	/// Changes what is taken back, where this is a red letter: of the invoice that it names, and of the purchase that
	/// the invoice belongs to.
	fn change_reversed(content: &Content, change: impl Fn(Fen) -> Fen) {
		let Some(invoice) = content.belongs_to.filter(|_| content.is_red_letter()) else { return };
		let purchase = Evidence::<T>::get(invoice).and_then(|record| record.content.belongs_to);
		for document in iter::once(invoice).chain(purchase) {
			States::<T>::mutate(document, |state| {
				if let Some(state) = state {
					state.reversed = change(state.reversed);
				}
			});
		}
	}

	/// So much more rests on a purchase, through a paper that belongs to it.
	pub(crate) fn use_purchase(purchase: EvidenceId, more: Fen) -> DispatchResult {
		let (record, mut state) = Self::known(purchase)?;
		ensure!(state.status.stands(), Error::<T>::PurchaseNotStanding);
		let with_more = state.purchase_with(record.content.amount, more);
		state.in_purchase = with_more.ok_or(Error::<T>::AbovePurchaseAmount)?;
		States::<T>::insert(purchase, state);
		Ok(())
	}

	/// So much rests on a document again, and on its purchase, whatever they have become since: no more than each is
	/// about. Both can have been withdrawn, because nothing rested on them then.
	pub(crate) fn raise_again(evidence: EvidenceId, more: Fen) -> DispatchResult {
		let (record, mut state) = Self::known(evidence)?;
		let gross = record.content.amount;
		let used = state.unreversed().used_with(gross, more);
		state.used = used.ok_or(Error::<T>::AboveDocumentAmount)?;
		match record.content.belongs_to {
			Some(purchase) => {
				let (contract, mut whole) = Self::known(purchase)?;
				let with_more = whole.unreversed().purchase_with(contract.content.amount, more);
				whole.in_purchase = with_more.ok_or(Error::<T>::AbovePurchaseAmount)?;
				States::<T>::insert(purchase, whole);
			}
			None => {
				let with_more = state.unreversed().purchase_with(gross, more);
				state.in_purchase = with_more.ok_or(Error::<T>::AbovePurchaseAmount)?;
			}
		}
		States::<T>::insert(evidence, state);
		Ok(())
	}

	/// So much less rests on a document, and on its purchase unless another paper of that takes it.
	pub(crate) fn lower(evidence: EvidenceId, less: Fen, of_purchase: bool) {
		let Some(mut state) = States::<T>::get(evidence) else { return };
		state.used = state.used.saturating_sub(less);
		match state.in_purchase {
			InPurchase::PartOf(purchase) if of_purchase => States::<T>::mutate(purchase, |whole| {
				if let Some(whole) = whole {
					whole.in_purchase = whole.purchase_without(less);
				}
			}),
			InPurchase::Whole(_) if of_purchase => state.in_purchase = state.purchase_without(less),
			_ => {}
		}
		States::<T>::insert(evidence, state);
	}
}
