//! Holds: why no money may leave a loan.

use crate::{Role, Roles};
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
