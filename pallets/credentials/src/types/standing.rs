//! The explanation of a firm's tier.

use crate::{AdverseId, Usability};
use alloc::vec::Vec;
use codec::{Decode, Encode};
use frame::prelude::DispatchError;
use scale_info::TypeInfo;
use zhidai_primitives::{CredentialId, CredentialTypeId, TierNumber};

/// A credential as it was weighed.
#[derive(Encode, Decode, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct Considered {
	/// The credential.
	pub credential: CredentialId,
	/// What it is.
	pub type_id: CredentialTypeId,
	/// Whether it can be relied on, or why not.
	pub usability: Usability,
	/// The best tier that credentials of its type give under the terms; nothing where they give none.
	pub tier: Option<TierNumber>,
}

impl Considered {
	/// The tier that it does give.
	pub fn gives(&self) -> Option<TierNumber> {
		self.tier.filter(|_| self.usability == Usability::Usable)
	}
}

/// Why a firm has the tier that it has under a programme's terms, or none.
#[derive(Encode, Decode, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct TierExplanation {
	/// The tier; nothing where a rule fails.
	pub tier: Option<TierNumber>,
	/// The credentials that give the best tier, also where another rule fails.
	pub by: Vec<CredentialId>,
	/// Every rule that fails, in the order in which [`zhidai_primitives::traits::Standing::tier`] checks them.
	pub failed: Vec<DispatchError>,
	/// The adverse records that count against the firm.
	pub against: Vec<AdverseId>,
	/// Every credential of the firm.
	pub considered: Vec<Considered>,
}
