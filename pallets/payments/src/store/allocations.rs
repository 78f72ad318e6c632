//! What payments rest on beside their lines' own documents: signed with the drawdown, or allocated later.

use crate::{
	types::{
		allocation::{by_line, documents, part, taken_off, DocumentParts, LaterParts, Part, PartsByLine},
		records::{DraftKey, LineExtra, PaymentRef},
	},
	Config, DraftAllocations, LaterAllocations, Pallet,
};
use alloc::vec::Vec;
use frame::prelude::*;
use zhidai_primitives::{traits::EvidenceDesk, DocumentPart, Fen, Ordered};

/// How much of a payment rests on its documents: all that has not led elsewhere after it came back.
pub(crate) fn bears(payment: &PaymentRef, extra: &LineExtra) -> Fen {
	payment.amount().saturating_sub(extra.led())
}

impl<T: Config> Pallet<T> {
	/// What was signed with a drawdown.
	pub(crate) fn signed_parts((loan, draft): DraftKey) -> PartsByLine {
		by_line(&DraftAllocations::<T>::get(loan, Ordered::from(draft)))
	}

	/// What was signed of a payment: with its own drawdown, and with that of the payment that it pays again. Not what
	/// went with another one that pays it again.
	pub(crate) fn fixed_parts(payment: &PaymentRef, later: &LaterParts) -> Vec<Part> {
		let signed = Self::signed_parts(payment.key()).remove(&payment.line).unwrap_or_default();
		let signed = signed.into_iter().chain(later.carried.iter().map(part));
		signed.map(|(evidence, part)| (evidence, part.saturating_sub(later.moved_of(evidence)))).collect()
	}

	/// What was allocated of a payment beside its own drawdown.
	pub(crate) fn later_parts(payment: &PaymentRef) -> LaterParts {
		LaterAllocations::<T>::get(payment.key(), Ordered::from(u32::from(payment.line)))
	}

	/// All that a payment rests on beside its line's own document.
	pub(crate) fn parts_beside(payment: &PaymentRef) -> Vec<Part> {
		let later = Self::later_parts(payment);
		let mut parts = Self::fixed_parts(payment, &later);
		parts.extend(later.later.iter().map(part));
		parts
	}

	/// What so much of a payment rests on, of which so much in all rests on its documents still.
	fn documents_of(payment: &PaymentRef, bears: Fen, amount: Fen) -> Vec<Part> {
		let beside = taken_off(&Self::parts_beside(payment), bears, amount);
		payment.evidence.into_iter().flat_map(|own| documents(own, amount, &beside)).collect()
	}

	/// All that a payment rests on: what of it led elsewhere rests on its documents no more.
	pub(crate) fn all_documents_of(payment: &PaymentRef, extra: &LineExtra) -> Vec<Part> {
		let bears = bears(payment, extra);
		Self::documents_of(payment, bears, bears)
	}

	/// Stores what was allocated of a payment beside its own drawdown.
	pub(crate) fn put_later_parts(key: DraftKey, line: u16, parts: LaterParts) {
		let place = Ordered::from(u32::from(line));
		match parts.is_empty() {
			true => LaterAllocations::<T>::remove(key, place),
			false => LaterAllocations::<T>::insert(key, place, parts),
		}
	}

	/// A payment takes the place of so much of one that came back, of which so much rested on documents: they are the
	/// same, because the money is one.
	pub(crate) fn carry_parts(old: &PaymentRef, (before, amount): (Fen, Fen), (key, line): (DraftKey, u16)) {
		let mut left = Self::later_parts(old);
		let fixed = Self::fixed_parts(old, &left).len();
		let taken = taken_off(&Self::parts_beside(old), before, amount);
		let kept = |parts: &mut dyn Iterator<Item = &Part>| -> DocumentParts {
			let parts = parts.filter(|(_, part)| !part.is_zero());
			let parts =
				parts.map(|(evidence, part)| DocumentPart { evidence: *evidence, amount_fen: part.0 });
			DocumentParts::truncate_from(parts.collect())
		};
		let carried = kept(&mut taken.iter().take(fixed));
		let later = kept(&mut taken.iter().skip(fixed));
		let parts = LaterParts { carried, later, ..LaterParts::default() };
		if !parts.is_empty() {
			left.give(taken.iter().take(fixed), taken.iter().skip(fixed));
			Self::put_later_parts(old.key(), old.line, left);
			Self::put_later_parts(key, line, parts);
		}
	}

	/// Gives documents of a payment back for so much of it, of which so much rested on them; of how many beside its
	/// line's own.
	pub(crate) fn free_documents(payment: &PaymentRef, before: Fen, less: Fen) -> u32 {
		let all = Self::documents_of(payment, before, less);
		all.iter().for_each(|(evidence, amount)| T::Evidence::free(*evidence, *amount));
		all.len().saturating_sub(1).saturated_into()
	}

	/// Takes documents of a payment again for so much of it, so that so much rests on them after: what undoes that they
	/// were given back. Also what was withdrawn since: the money had left, and its counter-entry asks nobody for more.
	pub(crate) fn take_documents_again(payment: &PaymentRef, after: Fen, more: Fen) -> DispatchResult {
		let all = Self::documents_of(payment, after, more);
		let mut parts = all.into_iter().filter(|(_, part)| !part.is_zero());
		parts.try_for_each(|(evidence, amount)| T::Evidence::take_again(evidence, amount))
	}
}
