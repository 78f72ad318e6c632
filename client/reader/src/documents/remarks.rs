//! What a person may want to know of a party as a paper has it. It refuses nothing: a paper is what it is, and whoever
//! files it holds the number against what the chain has.

use zhidai_api::{is_unseen, CreditCode, RegistrationId};

/// That a code's last character is wrong: a slip, or its register issued it so.
pub(super) fn of_code(code: &RegistrationId) -> Option<String> {
	let RegistrationId::CreditCodeAsIssued(issued) = code else { return None };
	let error = issued.as_str().parse::<CreditCode>().err()?;
	Some(format!(
		"{issued} is mistyped, or was issued so ({error}); it is the party's only where the chain has the very same code"
	))
}

/// That a name has characters that nobody sees; the name that is read is without them.
pub(super) fn of_name(text: &str) -> Option<String> {
	let mut unseen = (1_usize..).zip(text.chars());
	let (position, found) =
		unseen.find(|(_, character)| is_unseen(*character) && !character.is_whitespace())?;
	Some(format!("U+{:04X} at character {position}, which nobody sees; it is left out", u32::from(found)))
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn only_what_a_person_should_look_at_is_remarked() {
		let code = |text: &str| of_code(&text.parse().unwrap());
		assert_eq!((code("91330200MA20002460"), code("330206600123456")), (None, None));
		let remark = code("91350299M0009QAA68").unwrap();
		assert!(
			remark.starts_with("91350299M0009QAA68 is mistyped, or was issued so (check character 18"),
			"{remark}"
		);
		assert_eq!((of_name("宁波\u{3000}精工"), of_name(" a\n b\t")), (None, None));
		assert!(of_name("宁\u{202e}波").unwrap().starts_with("U+202E at character 2"));
	}
}
