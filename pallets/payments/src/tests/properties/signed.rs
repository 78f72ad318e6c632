//! Signatures over a draft before its release: by whom, with which key, and which of them count still.

use super::*;

/// Who signed, and the number of the key.
type Signature = Option<(u64, u16)>;

#[derive(Clone, Copy, Default, PartialEq)]
pub(super) struct Signed {
	pub(super) mandate: Signature,
	pub(super) maker: Signature,
	pub(super) approved: Signature,
}

impl Model {
	pub(super) fn signature(&self, who: u64) -> Signature {
		Some((who, self.keys.get(&who).copied().unwrap_or_default()))
	}

	/// The signatures of a draft that count still.
	pub(super) fn counting(&self, draft: usize) -> Signed {
		let counts = |by: Signature| by.filter(|(who, _)| self.signature(*who) == by);
		let Signed { mandate, maker, approved } = self.drafts[draft].signed;
		Signed { mandate: counts(mandate), maker: counts(maker), approved: counts(approved) }
	}

	/// One of those who sign takes a new key.
	pub(super) fn rotate(&mut self, number: u8) -> (bool, bool) {
		let who = [MAKER, CHECKER, BANK_ALL, BORROWER][usize::from(number % 4)];
		*self.keys.entry(who).or_default() += 1;
		rotate(who.try_into().unwrap());
		(true, true)
	}

	/// Mandate, maker or approval. What counts no more is forgotten at the next signature, and the approval with it;
	/// not once money has left.
	pub(super) fn sign(&mut self, op: &Op, draft: usize, released: bool) -> (bool, bool) {
		let (number, digest) = (DraftNo(draft as u32), Self::digest(draft));
		let (given, counting) = (self.drafts[draft].signed, self.counting(draft));
		let all_count = counting == given;
		let left = if all_count { given } else { Signed { approved: None, ..counting } };
		let closed = self.drafts[draft].closed || !self.is_current(draft);
		let open = !closed && left.approved.is_none() && (all_count || !released);
		let at_the_bank = |one_man: bool, other| if one_man { BANK_ALL } else { other };
		let (done, allowed, signed) = match op {
			Op::Mandate(_) => {
				let done = Payments::mandate(origin(BORROWER), LOAN, number, digest).is_ok();
				let signed = Signed { mandate: self.signature(BORROWER), ..left };
				(done, open && left.mandate.is_none(), signed)
			}
			Op::Make(_, one_man) => {
				let who = at_the_bank(*one_man, MAKER);
				let done = Payments::make(origin(who), LOAN, number, digest).is_ok();
				let signed = Signed { maker: self.signature(who), ..left };
				(done, open && left.maker.is_none(), signed)
			}
			Op::Approve(_, one_man) => {
				let who = at_the_bank(*one_man, CHECKER);
				let done = Payments::approve(origin(who), LOAN, number, digest).is_ok();
				let another = left.maker.is_some_and(|(maker, _)| maker != who);
				let signed = Signed { approved: self.signature(who), ..left };
				(done, open && left.mandate.is_some() && another, signed)
			}
			_ => unreachable!("no signature before the release"),
		};
		if allowed {
			self.drafts[draft].signed = signed;
		}
		(done, allowed)
	}
}
