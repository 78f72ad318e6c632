//! Which officer did something to which lines of a draft. Knows no `Config`.

use alloc::collections::BTreeSet;
use codec::{Compact, Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame::prelude::*;
use zhidai_primitives::MAX_LINES;

/// The most that a draft keeps of who did something to its lines: twice as many as it has lines.
const MAX_SIGNERS: u32 = 2 * MAX_LINES;

/// Which officer, with which key, did something to which lines. Kept in the draft, so that no payment has a key of its
/// own for it: each stands in it once, and a line takes a byte while fewer than 64 of them took part.
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct ByLine<By> {
	/// Who took part, in the order of their first lines.
	officers: BoundedVec<By, ConstU32<MAX_SIGNERS>>,
	/// For each line, up to the last that was touched: 0 for nobody, else the place of the officer, from 1.
	lines: BoundedVec<Compact<u16>, ConstU32<MAX_LINES>>,
}

impl<By> Default for ByLine<By> {
	fn default() -> Self {
		Self { officers: BoundedVec::default(), lines: BoundedVec::default() }
	}
}

impl<By: Copy + PartialEq> ByLine<By> {
	/// Notes who did it to these lines, in the place of who did before.
	pub fn note(&mut self, by: By, lines: impl IntoIterator<Item = u16>) {
		let Some(place) = self.place(by) else { return };
		for line in lines {
			let line = usize::from(line);
			if self.lines.len() <= line {
				self.lines.bounded_resize(line.saturating_add(1), Compact(0));
			}
			if let Some(of_line) = self.lines.get_mut(line) {
				*of_line = Compact(place);
			}
		}
	}

	/// Nobody did it to this line any more.
	pub fn forget(&mut self, line: u16) {
		if let Some(of_line) = self.lines.get_mut(usize::from(line)) {
			*of_line = Compact(0);
		}
	}

	/// Who did it to a line; nothing where nobody did.
	pub fn who(&self, line: u16) -> Option<By> {
		let place = self.lines.get(usize::from(line))?.0.checked_sub(1)?;
		self.officers.get(usize::from(place)).copied()
	}

	/// The place of an officer, from 1; who has none gets the next one, or one that no line names any more. There is
	/// always one, because there are more places than lines.
	fn place(&mut self, by: By) -> Option<u16> {
		let known = self.officers.iter().position(|other| *other == by);
		let at = match known {
			Some(at) => at,
			None if self.officers.try_push(by).is_ok() => self.officers.len().saturating_sub(1),
			None => {
				let at = self.unnamed()?;
				*self.officers.get_mut(at)? = by;
				at
			}
		};
		u16::try_from(at).ok()?.checked_add(1)
	}

	/// A place that no line names.
	fn unnamed(&self) -> Option<usize> {
		let named: BTreeSet<u16> = self.lines.iter().map(|line| line.0).collect();
		let mut places = (0..self.officers.len()).zip(1_u16..);
		places.find(|(_, place)| !named.contains(place)).map(|(at, _)| at)
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use zhidai_primitives::{OfficerId, SignedBy};

	fn by(officer: u32, key_number: u16) -> SignedBy {
		SignedBy { officer: OfficerId(officer), key_number }
	}

	#[test]
	fn each_line_has_who_did_it_last() {
		let mut done = ByLine::default();
		assert_eq!(done.who(0), None);
		done.note(by(1, 0), [4, 2]);
		done.note(by(2, 0), [3]);
		done.note(by(1, 1), [2]);
		let all: Vec<_> = (0..6).map(|line| done.who(line)).collect();
		assert_eq!(all, [None, None, Some(by(1, 1)), Some(by(2, 0)), Some(by(1, 0)), None]);
	}

	#[test]
	fn five_hundred_lines_of_one_officer_take_a_byte_each() {
		let mut done = ByLine::default();
		assert_eq!(done.encoded_size(), 2);
		done.note(by(1, 0), 0..500);
		assert_eq!(done.encoded_size(), 7 + 502);
		assert_eq!(done.who(499), Some(by(1, 0)));
		// Past the last line there is none.
		done.note(by(1, 0), [500]);
		assert_eq!(done.who(500), None);
	}

	#[test]
	fn every_line_can_have_another_officer() {
		let mut done = ByLine::default();
		(0..500).for_each(|line| done.note(by(u32::from(line), 0), [line]));
		assert!((0..500).all(|line| done.who(line) == Some(by(u32::from(line), 0))));
		// And each of them others after that, more often than there are places.
		for key in 1..6 {
			(0..500).for_each(|line| done.note(by(u32::from(line), key), [line]));
			assert!((0..500).all(|line| done.who(line) == Some(by(u32::from(line), key))));
		}
	}

	#[test]
	fn what_was_undone_nobody_did() {
		let mut done = ByLine::default();
		done.note(by(1, 0), [0, 1]);
		done.forget(0);
		// Where nobody did anything nothing is undone.
		done.forget(7);
		assert_eq!((done.who(0), done.who(1), done.who(7)), (None, Some(by(1, 0)), None));
	}
}
