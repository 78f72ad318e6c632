//! What can belong to a purchase, and what can rest on it.

use crate::{Config, Content, Error, EvidenceRecord, EvidenceState, Pallet, Sellers, Status};
use frame::prelude::*;
use zhidai_primitives::traits::Directory;
use zhidai_primitives::{EvidenceId, EvidenceKind, LoanId, OrgId, Side};

impl<T: Config> Pallet<T> {
	/// Refuses what does not say, or says wrongly, to which purchase it belongs. A purchase is one thing: a paper that
	/// could be of a contract is not paid beside it.
	pub(crate) fn ensure_belongs(evidence: EvidenceId, loan: LoanId, content: &Content) -> DispatchResult {
		if let Some(other) = content.belongs_to {
			ensure!(other != evidence, Error::<T>::PurchaseNotAllowed);
			return Self::ensure_part(loan, content, other);
		}
		ensure!(!content.is_red_letter(), Error::<T>::PurchaseMissing);
		let papers = Sellers::<T>::get(loan, content.seller);
		match content.kind {
			EvidenceKind::PurchaseContract => {
				ensure!(!papers.has_loose_since(content.dated_on), Error::<T>::PapersBeforeContract);
			}
			_ => ensure!(!papers.has_contract_before(content.dated_on), Error::<T>::PurchaseMissing),
		}
		Ok(())
	}

	/// Refuses a paper that cannot be a part of that one: of another loan, of other parties, of a kind that does not
	/// go with it, or a part of a part. Only a red letter names an invoice that belongs to a contract.
	fn ensure_part(loan: LoanId, content: &Content, other: EvidenceId) -> DispatchResult {
		let (whole, state) = Self::known(other)?;
		ensure!(whole.loan == loan, Error::<T>::EvidenceOfAnotherLoan);
		ensure!(content.kind.may_belong_to(whole.content.kind), Error::<T>::PurchaseNotAllowed);
		let is_purchase = whole.content.belongs_to.is_none();
		ensure!(is_purchase || content.is_red_letter(), Error::<T>::PurchaseNotAllowed);
		let is_same = |now: OrgId, then: OrgId| now == then || T::Directory::is_successor(now, then);
		ensure!(is_same(content.seller, whole.content.seller), Error::<T>::PurchaseOfAnotherSeller);
		ensure!(is_same(content.buyer, whole.content.buyer), Error::<T>::PurchaseOfAnotherBuyer);
		if content.is_red_letter() {
			ensure!(state.status != Status::Withdrawn, Error::<T>::Withdrawn);
			let is_within = content.amount <= state.limit(whole.content.amount);
			ensure!(is_within, Error::<T>::ReversedAboveInvoice);
		} else {
			ensure!(state.status.stands(), Error::<T>::PurchaseNotStanding);
		}
		Ok(())
	}

	/// Refuses to change or take back what other papers belong to, and a red letter for which a side speaks: what both
	/// sides have seen to be reversed, one person does not undo.
	pub(crate) fn ensure_alone(
		evidence: EvidenceId,
		record: &EvidenceRecord,
		state: &EvidenceState,
	) -> DispatchResult {
		ensure!(state.papers == 0, Error::<T>::PapersBelongToIt);
		// On a paper that was withdrawn money can rest again, and with it on its purchase.
		ensure!(!state.bears_money(), Error::<T>::InUse);
		let speaks = |side| {
			let given = Self::verdict(evidence, state, side);
			given.is_some_and(|given| given.verdict.is_positive() && given.retracted.is_none())
		};
		let is_spoken_for =
			|| record.content.is_red_letter() && [Side::Bank, Side::Regulator].into_iter().any(speaks);
		ensure!(!is_spoken_for(), Error::<T>::SideSpeaksForIt);
		Ok(())
	}

	/// Refuses money on a document of which, or of whose purchase, red letters have left less than rests on it; and on
	/// one whose purchase contract is not verified, or not known to be this financing's.
	pub(crate) fn ensure_within_purchase(record: &EvidenceRecord, state: &EvidenceState) -> DispatchResult {
		let limit = state.limit(record.content.amount);
		ensure!(state.used <= limit, Error::<T>::AboveDocumentAmount);
		let Some(purchase) = record.content.belongs_to else {
			ensure!(state.purchase_used() <= limit, Error::<T>::AbovePurchaseAmount);
			return Ok(());
		};
		let (contract, whole) = Self::known(purchase)?;
		ensure!(whole.status == Status::Verified, Error::<T>::PurchaseNotVerified);
		Self::ensure_landed(whole.subject(purchase))?;
		ensure!(
			whole.purchase_used() <= whole.limit(contract.content.amount),
			Error::<T>::AbovePurchaseAmount
		);
		Ok(())
	}
}
