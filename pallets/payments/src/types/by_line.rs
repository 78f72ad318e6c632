//! Which officer did something to which lines of a draft. Knows no `Config`.

use codec::{Compact, Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame::prelude::*;
use zhidai_primitives::{SignedBy, MAX_LINES};

/// The most officers and keys of which a draft keeps that they did something to its lines.
const MAX_SIGNERS: u32 = 2 * MAX_LINES;

/// Which officer, with which key, did something to which lines. Kept in the draft, so that no payment has a key of its
/// own for it: each officer stands in it once, and a line takes a byte while fewer than 64 of them took part.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Debug, Default, PartialEq, Eq,
)]
pub struct ByLine {
	/// Who took part, in the order of their first lines.
	officers: BoundedVec<SignedBy, ConstU32<MAX_SIGNERS>>,
	/// For each line, up to the last that was touched: 0 for nobody, else the place of the officer, from 1.
	lines: BoundedVec<Compact<u16>, ConstU32<MAX_LINES>>,
}

impl ByLine {
	/// Notes who did it to these lines, in the place of who did before. There is room for twice
	/// as many officers and keys as a draft has lines, because who was followed by another keeps its place; of one more
	/// the events alone tell.
	pub fn note(&mut self, by: SignedBy, lines: impl IntoIterator<Item = u16>) {
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

	/// Who did it to a line; nothing where nobody did.
	pub fn who(&self, line: u16) -> Option<SignedBy> {
		let place = self.lines.get(usize::from(line))?.0.checked_sub(1)?;
		self.officers.get(usize::from(place)).copied()
	}

	/// The place of an officer, from 1; who has none gets the next one.
	fn place(&mut self, by: SignedBy) -> Option<u16> {
		let known = self.officers.iter().position(|other| *other == by);
		let at = match known {
			Some(at) => at,
			None => {
				self.officers.try_push(by).ok()?;
				self.officers.len().saturating_sub(1)
			}
		};
		u16::try_from(at).ok()?.checked_add(1)
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use zhidai_primitives::OfficerId;

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
		// And each of them another one after that.
		(0..500).for_each(|line| done.note(by(u32::from(line), 1), [line]));
		assert!((0..500).all(|line| done.who(line) == Some(by(u32::from(line), 1))));
		done.note(by(9_999, 0), [0]);
		assert_eq!(done.who(0), Some(by(0, 1)));
	}
}
