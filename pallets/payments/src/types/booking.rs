//! What the bank's bookings and their counter-entries do to a line of a draft. Knows no storage and no `Config`.

use crate::types::{
	draft::Draft,
	line::{LineState, LineStep, Movements},
};
use zhidai_primitives::{traits::Movement, Fen};

/// What a result does to the ledger: for the whole payment, and then for what came back of it.
pub(crate) type Postings = [Movements; 2];

impl Draft {
	/// What of a payment is with its payee, or on its way there: all of it but what came back.
	pub fn standing(&self, line: u16, whole: Fen) -> Fen {
		whole.saturating_sub(self.notes.back(line))
	}

	/// Whether a result of this kind can follow where a line stands. Of what is not paid yet a return books both.
	pub(crate) fn can_book(&self, line: u16, step: LineStep) -> bool {
		let Some(state) = self.line(line) else { return false };
		let books_both = step == LineStep::Return && state.is_on_its_way();
		books_both || state.after(step, self.repays).is_some()
	}

	/// Books a result of a line: what that does to the ledger. Nothing, and nothing changes, where it cannot follow, or
	/// more came back than stands.
	pub(crate) fn book(&mut self, line: u16, step: LineStep, whole: Fen, part: Fen) -> Option<Postings> {
		if step != LineStep::Return {
			let movements = self.step(line, step)?;
			if self.line(line) == Some(LineState::Returned) {
				self.notes.set_back(line, whole);
			}
			return Some([movements, &[]]);
		}
		if !self.can_book(line, step) || part.is_zero() || part > self.standing(line, whole) {
			return None;
		}
		let settled: Movements = match self.line(line)?.is_on_its_way() {
			true => self.step(line, LineStep::Settle)?,
			false => &[],
		};
		let (all_back, movements) = self.line(line)?.after(step, self.repays)?;
		let back = self.notes.back(line).checked_add(part)?;
		self.notes.set_back(line, back);
		if back == whole {
			self.lines.set(line, all_back);
		}
		Some([settled, movements])
	}

	/// A line stands where it stood before, with so much that came back.
	pub(crate) fn restore(&mut self, line: u16, state: LineState, back: Fen) {
		self.lines.set(line, state);
		self.notes.set_back(line, back);
	}

	/// Some of what came back of a line led somewhere, or came from there: where the line stands with so much on hand.
	/// As long as not all of it came back, it stands where it stood.
	pub(crate) fn lead(&mut self, line: u16, on_hand: Fen, ends: LineState) {
		if self.line(line).is_some_and(LineState::is_back) {
			self.lines.set(line, if on_hand.is_zero() { ends } else { LineState::Returned });
		}
	}
}

/// What undoes that a payment was settled, from where it stands: nothing where it does not stand settled.
/// `apart`: its disbursement has a booking of its own, or it pays returned money again, which is disbursed. `assisted`:
/// the receipt stands on the bank's word alone, and falls with it.
pub(crate) const fn undo_settled(
	state: LineState,
	apart: bool,
	assisted: bool,
) -> Option<(LineState, Movements)> {
	let after = if apart { LineState::Disbursed } else { LineState::Released };
	let movements: Movements = match (state, apart) {
		(LineState::Settled | LineState::Disputed | LineState::Examined, true) => &[Movement::UndoSettle],
		(LineState::Settled | LineState::Disputed | LineState::Examined, false) => {
			&[Movement::UndoSettle, Movement::UndoDisburse]
		}
		(LineState::Received, true) if assisted => &[Movement::Deny, Movement::UndoSettle],
		(LineState::Received, false) if assisted => {
			&[Movement::Deny, Movement::UndoSettle, Movement::UndoDisburse]
		}
		_ => return None,
	};
	Some((after, movements))
}

/// What undoes that a part came back, for a line that stands there again.
pub(crate) const fn undo_returned(state: LineState) -> Movements {
	match state {
		LineState::Received => &[Movement::UndoReturnReceived],
		_ => &[Movement::UndoReturnSettled],
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use zhidai_primitives::{Day, Digest};

	const WHOLE: Fen = Fen(100);

	fn at(state: LineState) -> Draft {
		let mut draft = Draft::new(Digest::zero(), WHOLE, 1, Day(9), false);
		draft.lines.set(0, state);
		draft
	}

	#[test]
	fn a_payment_comes_back_in_parts_and_is_returned_with_the_last() {
		let mut draft = at(LineState::Settled);
		let part: Postings = [&[], &[Movement::ReturnSettled]];
		assert_eq!(draft.book(0, LineStep::Return, WHOLE, Fen(40)), Some(part));
		assert_eq!((draft.line(0), draft.standing(0, WHOLE)), (Some(LineState::Settled), Fen(60)));
		// Not more than stands, and not nothing.
		let before = draft.clone();
		for part in [61, 0] {
			assert_eq!(draft.book(0, LineStep::Return, WHOLE, Fen(part)), None);
		}
		assert_eq!(draft, before);
		assert_eq!(draft.book(0, LineStep::Return, WHOLE, Fen(60)), Some(part));
		assert_eq!((draft.line(0), draft.standing(0, WHOLE)), (Some(LineState::Returned), Fen(0)));
		assert_eq!(draft.book(0, LineStep::Return, WHOLE, Fen(1)), None);
	}

	#[test]
	fn a_return_of_what_is_not_paid_yet_books_both() {
		for (state, settles) in [
			(LineState::Released, [Movement::Disburse, Movement::Settle].as_slice()),
			(LineState::Disbursed, [Movement::Settle].as_slice()),
		] {
			let mut draft = at(state);
			let postings = draft.book(0, LineStep::Return, WHOLE, Fen(40)).unwrap();
			assert_eq!(postings, [settles, [Movement::ReturnSettled].as_slice()]);
			assert_eq!((draft.line(0), draft.notes.back(0)), (Some(LineState::Settled), Fen(40)));
		}
	}

	#[test]
	fn what_was_disbursed_and_is_not_paid_is_back() {
		let mut draft = at(LineState::Disbursed);
		let postings = draft.book(0, LineStep::Fail, WHOLE, WHOLE).unwrap();
		assert_eq!(postings, [[Movement::FailDisbursed].as_slice(), &[]]);
		assert_eq!((draft.line(0), draft.notes.back(0)), (Some(LineState::Returned), WHOLE));
		let mut draft = at(LineState::Released);
		draft.book(0, LineStep::Fail, WHOLE, WHOLE).unwrap();
		assert_eq!((draft.line(0), draft.notes.back(0)), (Some(LineState::Failed), Fen(0)));
	}

	#[test]
	fn what_came_back_stands_returned_while_something_is_on_hand() {
		let mut draft = at(LineState::Returned);
		draft.lead(0, Fen(1), LineState::Prepaid);
		assert_eq!(draft.line(0), Some(LineState::Returned));
		draft.lead(0, Fen(0), LineState::Prepaid);
		assert_eq!(draft.line(0), Some(LineState::Prepaid));
		draft.lead(0, Fen(5), LineState::Prepaid);
		assert_eq!(draft.line(0), Some(LineState::Returned));
		// Of what came back in part the rest stays where it is.
		let mut draft = at(LineState::Received);
		draft.lead(0, Fen(0), LineState::Prepaid);
		assert_eq!(draft.line(0), Some(LineState::Received));
	}

	#[test]
	fn a_payment_that_was_not_settled_is_where_it_was_before() {
		use LineState::*;
		let undone = |state, apart, assisted| undo_settled(state, apart, assisted).map(|(after, _)| after);
		assert_eq!(undone(Settled, false, false), Some(Released));
		assert_eq!(undone(Disputed, true, false), Some(Disbursed));
		assert_eq!(undone(Examined, false, false), Some(Released));
		// What the payee confirmed itself the bank does not take away.
		assert_eq!((undone(Received, false, true), undone(Received, false, false)), (Some(Released), None));
		assert_eq!(undone(Returned, false, false), None);
	}
}
