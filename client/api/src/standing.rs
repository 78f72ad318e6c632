//! Why a firm has the tier that it has under a programme's terms, or none.

use crate::page::said;
use crate::{AdverseId, CredentialId, CredentialTypeId, Rule, TierNumber};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// Whether a credential can be relied on today, and if not, why.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Serialize,
	Deserialize,
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
)]
pub enum Usability {
	/// It can.
	Usable,
	/// 暂停.
	Suspended,
	/// 撤销.
	Revoked,
	/// 注销.
	Cancelled,
	/// 过期: its last day is past.
	Expired,
}

impl Usability {
	/// The Chinese name.
	pub const fn chinese(self) -> &'static str {
		match self {
			Self::Usable => "有效",
			Self::Suspended => "已暂停",
			Self::Revoked => "已撤销",
			Self::Cancelled => "已注销",
			Self::Expired => "已过期",
		}
	}
}

/// A credential as it was weighed.
#[derive(Encode, Decode, TypeInfo, Serialize, Deserialize, Clone, Copy, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct Considered {
	/// The credential.
	pub credential: CredentialId,
	/// What it is.
	pub type_id: CredentialTypeId,
	/// Whether it can be relied on, or why not.
	pub usability: Usability,
	/// The best tier that credentials of its type give under the terms; nothing where they give none.
	#[serde(deserialize_with = "said")]
	pub tier: Option<TierNumber>,
}

impl Considered {
	/// The tier that it does give.
	pub fn gives(&self) -> Option<TierNumber> {
		self.tier.filter(|_| self.usability == Usability::Usable)
	}
}

/// Why a firm has its tier, or none.
#[derive(Encode, Decode, TypeInfo, Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct TierExplanation {
	/// The tier; nothing where a rule fails.
	#[serde(deserialize_with = "said")]
	pub tier: Option<TierNumber>,
	/// The credentials that give the best tier, also where another rule fails.
	pub by: Vec<CredentialId>,
	/// Every rule that fails, in the order in which a contract would meet them.
	pub failed: Vec<Rule>,
	/// The adverse records that count against the firm.
	pub against: Vec<AdverseId>,
	/// Every credential of the firm.
	pub considered: Vec<Considered>,
}
