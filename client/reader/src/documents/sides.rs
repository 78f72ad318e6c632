//! Who a document's sides are to the register.
//!
//! A paper is written by who gains from it, and one organisation has many codes that pass every check: of the 18
//! characters of a credit code only nine say whose it is. So nothing by which a document is known again is taken from
//! the codes that it writes, but from the numbers that the register has for its sides ([`Registered`]); and a paper
//! that writes another number than these is refused ([`Registered::has`]).

use zhidai_api::{BusinessNumber, NumberKey, RegistrationId};

/// The numbers that the register has for one organisation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Registered {
	/// Under which number it is registered.
	pub registration: RegistrationId,
	/// The 15 digits that it has or had beside a credit code.
	pub former_number: Option<BusinessNumber>,
}

impl Registered {
	/// Its numbers, as a paper may write them.
	pub fn numbers(&self) -> impl Iterator<Item = RegistrationId> {
		let former = self.former_number.map(RegistrationId::BusinessRegistration);
		core::iter::once(self.registration).chain(former)
	}

	/// Whether this is one of its numbers, to the last character.
	pub fn has(&self, number: &RegistrationId) -> bool {
		self.numbers().any(|own| own == *number)
	}

	/// By what it is known: of a credit code the organisation code, which no move and no other last character changes.
	pub(super) fn key(&self) -> NumberKey {
		self.registration.key()
	}

	/// The same of each of its numbers. One is never taken away, and one at the most comes later: whatever is linked,
	/// what was known under a number is known under it still.
	pub(super) fn keys(&self) -> impl Iterator<Item = NumberKey> {
		self.numbers().map(|number| number.key())
	}
}

/// Both sides of a document, as the register has them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sides {
	/// Who sells, tests, or is paid for the filing.
	pub seller: Registered,
	/// Who buys, has tested, or applies.
	pub buyer: Registered,
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_paper_names_a_registered_number_to_the_last_character() {
		let number = |text: &str| text.parse::<RegistrationId>().unwrap();
		let own = Registered {
			registration: number("91330200MA20002460"),
			former_number: Some(*b"330206600123456"),
		};
		assert!(own.has(&number("91330200MA20002460")) && own.has(&number("330206600123456")));
		// The same organisation code under another region, and a last character that is wrong.
		for other in ["91330203MA2000246B", "91330200MA20002461", "91330200MA2000123Y", "110108000000016"] {
			assert!(!own.has(&number(other)), "{other}");
		}
		assert_eq!(number("91330203MA2000246B").key(), own.key());
		assert_eq!(own.keys().count(), 2);
	}

	#[test]
	fn a_code_that_its_register_issued_wrongly_is_named_as_it_was_issued() {
		let issued: RegistrationId = "91350299M0009QAA68".parse().unwrap();
		assert!(matches!(issued, RegistrationId::CreditCodeAsIssued(_)));
		let own = Registered { registration: issued, former_number: None };
		assert!(own.has(&issued) && !own.has(&"91350299M0009QAA67".parse().unwrap()));
	}
}
