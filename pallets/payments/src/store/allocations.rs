//! What payments rest on beside their lines' own documents: signed with the drawdown, or allocated later.

use crate::{
	types::{
		allocation::{by_line, documents, part, taken_off, DocumentParts, LaterParts, Part, PartsByLine},
		records::{DraftKey, PaymentRef},
	},
	Config, DraftAllocations, LaterAllocations, Pallet,
};
use alloc::vec::Vec;
use frame::prelude::*;
use zhidai_primitives::{traits::EvidenceDesk, DocumentPart, Fen, Ordered};

impl<T: Config> Pallet<T> {
	/// What was signed with a drawdown.
	pub(crate) fn signed_parts((loan, draft): DraftKey) -> PartsByLine {
		by_line(&DraftAllocations::<T>::get(loan, Ordered::from(draft)))
	}

	/// What was signed of a payment: with its own drawdown, and with that of the payment that it pays again.
	pub(crate) fn fixed_parts(payment: &PaymentRef, later: &LaterParts) -> Vec<Part> {
		let mut signed = Self::signed_parts(payment.key()).remove(&payment.line).unwrap_or_default();
		signed.extend(later.carried.iter().map(part));
		signed
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

	/// All that a payment rests on.
	pub(crate) fn documents_of(payment: &PaymentRef) -> Vec<Part> {
		let beside = Self::parts_beside(payment);
		payment.evidence.into_iter().flat_map(|own| documents(own, payment.amount(), &beside)).collect()
	}

	/// Stores what was allocated of a payment beside its own drawdown.
	pub(crate) fn put_later_parts(key: DraftKey, line: u16, parts: LaterParts) {
		let place = Ordered::from(u32::from(line));
		match parts.is_empty() {
			true => LaterAllocations::<T>::remove(key, place),
			false => LaterAllocations::<T>::insert(key, place, parts),
		}
	}

	/// A payment takes the place of so much of one that came back, on the same documents: the money of both is one.
	pub(crate) fn carry_parts(old: &PaymentRef, amount: Fen, key: DraftKey, line: u16) {
		let later = Self::later_parts(old);
		let fixed = Self::fixed_parts(old, &later).len();
		let taken = taken_off(&Self::parts_beside(old), old.amount(), amount);
		let kept = |parts: &mut dyn Iterator<Item = &Part>| -> DocumentParts {
			let parts = parts.filter(|(_, part)| !part.is_zero());
			let parts =
				parts.map(|(evidence, part)| DocumentPart { evidence: *evidence, amount_fen: part.0 });
			DocumentParts::truncate_from(parts.collect())
		};
		let carried = kept(&mut taken.iter().take(fixed));
		let parts = LaterParts { carried, later: kept(&mut taken.iter().skip(fixed)) };
		if !parts.is_empty() {
			Self::put_later_parts(key, line, parts);
		}
	}

	/// Gives the documents of a payment back that never left; of how many beside its line's own.
	pub(crate) fn free_documents(payment: &PaymentRef) -> u32 {
		let all = Self::documents_of(payment);
		all.iter().for_each(|(evidence, amount)| T::Evidence::free(*evidence, *amount));
		all.len().saturating_sub(1).saturated_into()
	}
}
