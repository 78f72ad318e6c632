//! Characters that nobody sees, and that change what a reader takes a text for: one table for the chain's texts, the
//! reader's limits and what is shown.
//!
//! Two names that look alike must be one. `U+202E` turns what follows around, `U+200B` has no width, `U+3164` is a
//! blank that counts as a letter. White space that has a width, such as U+3000 between two parts of a Chinese name, is
//! seen. Letters of other scripts that look like Latin ones are seen too; that they are others is not decided here.

use alloc::string::String;

/// Control characters (Cc), format characters (Cf), separators of lines and paragraphs (Zl, Zp) and what else Unicode
/// lets renderers leave out (`Default_Ignorable_Code_Point`: fillers, joiners, variation selectors), each from – to.
const UNSEEN: &[(char, char)] = &[
	('\u{0}', '\u{1f}'),
	('\u{7f}', '\u{9f}'),
	('\u{ad}', '\u{ad}'),
	('\u{34f}', '\u{34f}'),
	('\u{600}', '\u{605}'),
	('\u{61c}', '\u{61c}'),
	('\u{6dd}', '\u{6dd}'),
	('\u{70f}', '\u{70f}'),
	('\u{890}', '\u{891}'),
	('\u{8e2}', '\u{8e2}'),
	('\u{115f}', '\u{1160}'),
	('\u{17b4}', '\u{17b5}'),
	('\u{180b}', '\u{180f}'),
	('\u{200b}', '\u{200f}'),
	('\u{2028}', '\u{202e}'),
	('\u{2060}', '\u{206f}'),
	('\u{3164}', '\u{3164}'),
	('\u{fe00}', '\u{fe0f}'),
	('\u{feff}', '\u{feff}'),
	('\u{ffa0}', '\u{ffa0}'),
	('\u{fff0}', '\u{fffb}'),
	('\u{110bd}', '\u{110bd}'),
	('\u{110cd}', '\u{110cd}'),
	('\u{13430}', '\u{1343f}'),
	('\u{1bca0}', '\u{1bca3}'),
	('\u{1d173}', '\u{1d17a}'),
	('\u{e0000}', '\u{e0fff}'),
];

/// Whether nobody sees the character.
pub fn is_unseen(character: char) -> bool {
	UNSEEN.iter().any(|(from, to)| (*from..=*to).contains(&character))
}

/// The first character that nobody sees, and which one it is, counted from 1.
pub fn first_unseen(text: &str) -> Option<(usize, char)> {
	(1_usize..).zip(text.chars()).find(|(_, character)| is_unseen(*character))
}

/// The text with every character that nobody sees written out: `甲\u{202e}乙`.
pub fn written_out(text: &str) -> String {
	let mut out = String::with_capacity(text.len());
	for character in text.chars() {
		match is_unseen(character) {
			true => out.extend(character.escape_unicode()),
			false => out.push(character),
		}
	}
	out
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn what_turns_or_hides_text_is_unseen_and_what_people_write_is_not() {
		let unseen =
			"\u{202e}\u{202a}\u{2066}\u{2069}\u{200b}\u{200e}\u{feff}\u{ad}\u{61c}\u{2028}\u{2029}\u{2060}";
		for unseen in
			unseen.chars().chain("\u{3164}\u{fe0f}\u{e0001}\u{e0100}\n\t\u{85}\u{7f}\u{180e}\u{fff9}".chars())
		{
			assert!(is_unseen(unseen), "U+{:04X}", u32::from(unseen));
		}
		for seen in "宁波（中国）· Ab-9 \u{3000}\u{a0}㐀𠀀〇Ａ—〔〕é№①\u{e816}\u{fffd}".chars()
		{
			assert!(!is_unseen(seen), "U+{:04X}", u32::from(seen));
		}
	}

	#[test]
	fn the_ranges_are_in_order_and_apart() {
		assert!(UNSEEN.iter().all(|(from, to)| from <= to));
		assert!(UNSEEN.windows(2).all(|pair| pair[0].1 < pair[1].0));
	}

	#[test]
	fn what_is_unseen_is_found_and_written_out() {
		assert_eq!(first_unseen("甲\u{202e}乙\u{200b}"), Some((2, '\u{202e}')));
		assert_eq!(first_unseen("甲\u{3000}乙"), None);
		assert_eq!(written_out("甲\u{202e}乙\n"), "甲\\u{202e}乙\\u{a}");
	}
}
