//! When two writings of an organisation's name are one name: as its register has it and as a bank's paper has it.
//!
//! Full-width and usual characters are one, and so are small and capital Latin letters, all kinds of brackets, of
//! dots between the parts of a name and of dashes. Blanks are no part of it. Nothing else is let pass: no word, no
//! Chinese character, no bracket is left out. What is written otherwise, such as an abbreviation or the other one of
//! two variants of a character, is another name, and a person says why it is meant.

/// A character in its usual width.
fn narrow(character: char) -> char {
	let code = u32::from(character);
	let is_wide = ('\u{ff01}'..='\u{ff5e}').contains(&character);
	let usual = code.checked_sub(0xfee0).filter(|_| is_wide).and_then(char::from_u32);
	usual.unwrap_or(character)
}

/// A character as it is compared; nothing for a blank.
fn compared(character: char) -> Option<char> {
	let character = narrow(character);
	match character {
		_ if character.is_whitespace() => None,
		'[' | '{' | '〔' | '【' | '〖' | '《' | '「' | '﹙' | '︵' => Some('('),
		']' | '}' | '〕' | '】' | '〗' | '》' | '」' | '﹚' | '︶' => Some(')'),
		'\u{b7}' | '\u{2022}' | '\u{2027}' | '\u{30fb}' | '\u{ff65}' => Some('.'),
		'\u{2010}'..='\u{2015}' | '\u{2212}' => Some('-'),
		other => Some(other.to_ascii_uppercase()),
	}
}

/// Whether two writings are one name, character by character in the form in which they are compared. A text in which
/// nothing is left to compare is no name, and like no other.
pub fn is_one_name(one: &str, other: &str) -> bool {
	let counted = one.chars().filter_map(compared);
	counted.clone().next().is_some() && counted.eq(other.chars().filter_map(compared))
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn what_is_only_written_otherwise_is_one_name() {
		for other in [
			"宁波海曙数控(ABC)装备-有限公司",
			"宁波海曙数控（ＡＢＣ）装备－有限公司",
			" 宁波海曙数控〔abc〕装备—有限公司\u{3000}",
			"宁波 海曙 数控【Abc】装备\u{2212}有限公司",
		] {
			assert!(is_one_name("宁波海曙数控(ABC)装备-有限公司", other), "{other}");
		}
		assert!(is_one_name("阿里·买买提", "阿里・买买提") && is_one_name("阿里.买买提", "阿里•买买提"));
	}

	#[test]
	fn another_character_is_another_name() {
		let name = "宁波海曙数控装备有限公司(示例)";
		for other in [
			"宁波海曙数控装备有限公司",
			"宁波海曙数控装备公司(示例)",
			"宁波海署数控装备有限公司(示例)",
			"宁波海曙数控装备有限公司(示例)一分公司",
			"海曙数控(示例)宁波装备有限公司",
			"",
		] {
			assert!(!is_one_name(name, other) && !is_one_name(other, name), "{other}");
		}
		// Nothing is no name.
		assert!(!is_one_name("", "") && !is_one_name(" ", "\u{3000}"));
	}
}
