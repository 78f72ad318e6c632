//! Holds: why no money may leave a loan.

use crate::{Digest, OrgId, Role, Roles};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// Why a loan is held.
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
	PartialOrd,
	Ord,
)]
pub enum HoldKind {
	/// The bank's own.
	Bank,
	/// 反洗钱: the bank's, for suspicion of money laundering.
	AntiMoneyLaundering,
	/// 司法冻结: a court's, entered by the financial regulator.
	Judicial,
	/// 市监止付: of the market regulator that the contract names.
	Regulator,
}

impl HoldKind {
	/// All of them.
	pub const ALL: [Self; 4] = [Self::Bank, Self::AntiMoneyLaundering, Self::Judicial, Self::Regulator];

	/// The role of an organisation that may place and lift it.
	pub const fn roles(self) -> Roles {
		match self {
			Self::Bank | Self::AntiMoneyLaundering => Roles::of(&[Role::Bank]),
			Self::Judicial => Roles::of(&[Role::FinancialRegulator]),
			Self::Regulator => Roles::of(&[Role::MarketRegulator]),
		}
	}

	/// The Chinese name.
	pub const fn chinese(self) -> &'static str {
		match self {
			Self::Bank => "银行止付",
			Self::AntiMoneyLaundering => "反洗钱",
			Self::Judicial => "司法冻结",
			Self::Regulator => "市监止付",
		}
	}
}

/// By what a hold is told from every other one on its loan: two orders stand beside each other (轮候), and each
/// is lifted alone.
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
	PartialOrd,
	Ord,
)]
#[serde(rename_all = "camelCase")]
pub struct HoldKey {
	/// What kind it is.
	pub kind: HoldKind,
	/// The organisation that placed it.
	pub placed_by: OrgId,
	/// The digest of the number of the court's order or the regulator's decision, or of what the bank names.
	pub reference: Digest,
}
