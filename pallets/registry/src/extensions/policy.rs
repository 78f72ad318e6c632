//! Which calls are for whom, how long they can be, and what an organisation may use.

use super::Allowance;
use zhidai_primitives::{Duties, Roles};

/// What goes first into a block, from the least urgent on.
///
/// The steps of a payment stand in their order: among senders who have used little, a later one never goes
/// before an earlier one that it needs, whoever sent them and when. Else a draft gives way, and whoever has used up
/// everything waits: a step that goes before the one that it needs is refused by a rule. What is more urgent than
/// they are is charged to the organisation's reserve.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CallPriority {
	/// Everything else.
	Other,
	/// The bank's settlement results (入账).
	Settlement,
	/// What one officer enters of them, before another books it (录入).
	Entering,
	/// The release of the money (授权).
	Release,
	/// What the checker does with a draft (复核).
	Approval,
	/// The maker's signature under the borrower's draft (经办).
	Making,
	/// The borrower's mandate (支付委托).
	Mandate,
	/// Drawdown drafts (提款申请).
	Draft,
	/// What keeps an organisation able to act: its officers and their keys.
	Admin,
	/// What protects: freezes, holds, revocations, adverse records, verdicts, the council.
	Protective,
}

impl CallPriority {
	/// Every one of them, the least urgent first.
	pub const ALL: &'static [Self] = &[
		Self::Other,
		Self::Settlement,
		Self::Entering,
		Self::Release,
		Self::Approval,
		Self::Making,
		Self::Mandate,
		Self::Draft,
		Self::Admin,
		Self::Protective,
	];

	/// The tier as a number, the later the more urgent.
	pub(crate) const fn tier(self) -> u64 {
		match self {
			Self::Other => 0,
			Self::Settlement => 1,
			Self::Entering => 2,
			Self::Release => 3,
			Self::Approval => 4,
			Self::Making => 5,
			Self::Mandate => 6,
			Self::Draft => 7,
			Self::Admin => 8,
			Self::Protective => 9,
		}
	}

	/// Whether the call signs a payment that is drafted, or what became of it. These keep their order among each other
	/// whatever their senders have used, while something is left. A draft is not among them, nor is a settlement: they
	/// come in files and give way where their sender has used half.
	pub(crate) const fn signs(self) -> bool {
		matches!(self, Self::Mandate | Self::Making | Self::Approval | Self::Release | Self::Entering)
	}

	/// Whether the call has the organisation's reserve, which nothing else can use up.
	pub const fn has_reserve(self) -> bool {
		matches!(self, Self::Admin | Self::Protective)
	}
}

/// Which calls are for whom; the runtime answers by an exhaustive match over its calls, without a wildcard.
pub trait CallPolicy<Call> {
	/// Whether an officer with these duties of an organisation with these roles may send the call at all. Coarse on
	/// purpose: the call itself looks closer.
	fn allows(call: &Call, roles: Roles, duties: Duties) -> bool;

	/// Whether some member may send the call. What nobody may is refused for good.
	fn is_somebodys(call: &Call) -> bool;

	/// How urgent the call is. A batch is as urgent as the least urgent of its calls.
	fn priority(call: &Call) -> CallPriority;

	/// How long a transaction with a call of this kind can be, in bytes.
	fn longest(call: &Call) -> u32;

	/// What an organisation with these roles may use.
	fn allowance(roles: Roles) -> Allowance;
}
