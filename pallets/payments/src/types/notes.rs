//! What a draft keeps of lines that did not go the way of most: how much of each came back, and whether something of it
//! was corrected. In the draft, so that the usual payment asks for no key of its own to learn that there is nothing.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame::prelude::*;
use zhidai_primitives::{Fen, MAX_LINES};

/// A note on a line.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Copy, Debug, Default, PartialEq, Eq,
)]
struct LineNote {
	line: u16,
	/// How much of it came back, or was disbursed and not paid.
	#[codec(compact)]
	back_fen: u64,
	/// Whether a booking of it has a counter-entry.
	corrected: bool,
}

/// The notes on a draft's lines, in the order of the lines; mostly none.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Debug, Default, PartialEq, Eq,
)]
pub struct LineNotes(BoundedVec<LineNote, ConstU32<MAX_LINES>>);

impl LineNotes {
	fn place(&self, line: u16) -> Result<usize, usize> {
		self.0.binary_search_by_key(&line, |note| note.line)
	}

	fn note(&self, line: u16) -> LineNote {
		let found = self.place(line).ok().and_then(|place| self.0.get(place));
		found.copied().unwrap_or(LineNote { line, ..LineNote::default() })
	}

	/// A note that says nothing is none.
	fn put(&mut self, note: LineNote) {
		let says_nothing = note.back_fen == 0 && !note.corrected;
		match self.place(note.line) {
			Ok(place) if says_nothing => {
				let _gone = self.0.remove(place);
			}
			Ok(place) => {
				if let Some(kept) = self.0.get_mut(place) {
					*kept = note;
				}
			}
			Err(_) if says_nothing => {}
			// There is room for every line.
			Err(place) => {
				let _ = self.0.try_insert(place, note);
			}
		}
	}

	/// How much of a line came back, wherever that has led since.
	pub fn back(&self, line: u16) -> Fen {
		Fen(self.note(line).back_fen)
	}

	/// So much of a line came back.
	pub fn set_back(&mut self, line: u16, back: Fen) {
		self.put(LineNote { back_fen: back.0, ..self.note(line) });
	}

	/// Whether a booking of a line has a counter-entry.
	pub fn is_corrected(&self, line: u16) -> bool {
		self.note(line).corrected
	}

	/// A booking of a line has a counter-entry from now on.
	pub fn set_corrected(&mut self, line: u16) {
		self.put(LineNote { corrected: true, ..self.note(line) });
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_draft_whose_lines_went_the_usual_way_has_no_note() {
		let mut notes = LineNotes::default();
		assert_eq!((notes.encoded_size(), notes.back(3), notes.is_corrected(3)), (1, Fen(0), false));
		notes.set_back(3, Fen(7));
		notes.set_back(1, Fen(5));
		notes.set_corrected(3);
		assert_eq!((notes.back(1), notes.back(2), notes.back(3)), (Fen(5), Fen(0), Fen(7)));
		assert!(notes.is_corrected(3) && !notes.is_corrected(1));
		notes.set_back(1, Fen(0));
		notes.set_back(3, Fen(0));
		assert!(notes.is_corrected(3), "that something was corrected stays on record");
		assert_eq!(notes.0.len(), 1);
	}

	#[test]
	fn there_is_room_for_every_line() {
		let mut notes = LineNotes::default();
		(0..500).rev().for_each(|line| notes.set_back(line, Fen(u64::from(line) + 1)));
		assert!((0..500).all(|line| notes.back(line) == Fen(u64::from(line) + 1)));
	}
}
