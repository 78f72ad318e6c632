//! Rules that a draft would break, as the pallets find them. Clients get [`zhidai_api::Violation`], which
//! names the rule without FRAME's types.

use codec::Encode;
use polkadot_sdk::sp_runtime::DispatchError;
use zhidai_api::Rule;

/// One rule that a draft would break: every one of them, not only the first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
	/// The error with which the call would refuse.
	pub rule: DispatchError,
	/// The line of the draft, from 0; nothing where the draft as a whole breaks the rule.
	pub line: Option<u16>,
	/// What the draft has (an amount in fen, a day, a count), where the rule compares numbers.
	pub have: Option<u64>,
	/// What the rule allows at the most, in the same unit.
	pub allowed: Option<u64>,
}

/// How clients name an error.
pub fn rule_of(error: DispatchError) -> Rule {
	match error {
		DispatchError::Module(module) => Rule::Module { pallet: module.index, error: module.error },
		other => Rule::Other { index: other.encode().first().copied().unwrap_or_default() },
	}
}

impl From<Violation> for zhidai_api::Violation {
	fn from(found: Violation) -> Self {
		Self { rule: rule_of(found.rule), line: found.line, have: found.have, allowed: found.allowed }
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use polkadot_sdk::sp_runtime::ModuleError;

	#[test]
	fn clients_are_told_the_rule_by_its_numbers() {
		let module = ModuleError { index: 60, error: [5, 3, 0, 0], message: None };
		assert_eq!(rule_of(DispatchError::Module(module)), Rule::Module { pallet: 60, error: [5, 3, 0, 0] });
		let other = rule_of(DispatchError::BadOrigin);
		assert_eq!(other, Rule::Other { index: DispatchError::BadOrigin.encode()[0] });
		let found = Violation { rule: DispatchError::BadOrigin, line: Some(3), have: Some(2), allowed: None };
		let told = zhidai_api::Violation { rule: other, line: Some(3), have: Some(2), allowed: None };
		assert_eq!(zhidai_api::Violation::from(found), told);
	}
}
