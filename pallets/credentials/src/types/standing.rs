//! A firm as it is weighed.

use alloc::vec::Vec;
use frame::prelude::DispatchError;
use zhidai_primitives::{rule_of, AdverseId, CredentialId, TierExplanation, TierNumber};

pub use zhidai_primitives::Considered;

/// Why a firm has the tier that it has under a programme's terms, or none, by the errors of this pallet; clients get
/// [`TierExplanation`], which names the rules without FRAME's types.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Weighed {
	/// The tier; nothing where a rule fails.
	pub tier: Option<TierNumber>,
	/// The credentials that give the best tier, also where another rule fails.
	pub by: Vec<CredentialId>,
	/// Every rule that fails, in the order in which [`zhidai_primitives::traits::Standing::tier`] checks
	/// them.
	pub failed: Vec<DispatchError>,
	/// The adverse records that count against the firm.
	pub against: Vec<AdverseId>,
	/// Every credential of the firm.
	pub considered: Vec<Considered>,
}

impl From<Weighed> for TierExplanation {
	fn from(found: Weighed) -> Self {
		let Weighed { tier, by, failed, against, considered } = found;
		Self { tier, by, failed: failed.into_iter().map(rule_of).collect(), against, considered }
	}
}
