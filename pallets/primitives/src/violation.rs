//! Rules that a draft would break, as the pallets find them. Clients get [`zhidai_api::Violation`], which
//! names the rule without FRAME's types.

use codec::{Decode, Encode};
use polkadot_sdk::sp_runtime::DispatchError;
use scale_info::TypeInfo;
use zhidai_api::Rule;

/// One rule that a draft would break: every one of them, not only the first.
#[derive(Encode, Decode, TypeInfo, Clone, Debug, PartialEq, Eq)]
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
