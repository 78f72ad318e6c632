//! Which calls are for whom.

use zhidai_primitives::{Duties, Roles};

/// What goes first into a block. Within a tier, who has used less of the organisation's allowance goes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CallPriority {
	/// Everything else.
	Other,
	/// Drawdown drafts and mandates.
	Draft,
	/// Approvals and releases.
	Approval,
	/// The bank's settlement results.
	Settlement,
	/// What protects: freezes, holds, verdicts, suspensions.
	Protective,
}

impl CallPriority {
	/// The tier as a number, the later the more urgent.
	pub(crate) const fn tier(self) -> u64 {
		match self {
			Self::Other => 0,
			Self::Draft => 1,
			Self::Approval => 2,
			Self::Settlement => 3,
			Self::Protective => 4,
		}
	}
}

/// Which calls are for whom; the runtime answers by an exhaustive match over its calls, without a wildcard.
pub trait CallPolicy<Call> {
	/// Whether an officer with these duties of an organisation with these roles may send the call at all. Coarse on
	/// purpose: the call itself looks closer.
	fn allows(call: &Call, roles: Roles, duties: Duties) -> bool;

	/// How urgent the call is.
	fn priority(call: &Call) -> CallPriority;
}
