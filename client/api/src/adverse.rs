//! What can be on record against a firm (不良记录).

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// For how many years at the most a programme looks back. What is older counts nowhere, unless it is a
/// listing that stands or a failed spot check that freezes.
pub const MAX_LOOK_BACK_YEARS: u8 = 10;

/// A kind of adverse record.
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
pub enum AdverseKind {
	/// 监督抽查不合格: a failed spot check of a product that the firm made (G-32).
	FailedSpotCheck,
	/// 安全生产处罚.
	PenaltySafety,
	/// 环保处罚.
	PenaltyEnvironment,
	/// 纳税处罚.
	PenaltyTax,
	/// 市场监管领域处罚.
	PenaltyMarketRegulation,
	/// 经营异常: listed as operating abnormally. A state, until rectified.
	AbnormalOperation,
	/// 严重违法失信: listed for serious breach of law and trust. A state, until rectified.
	SeriousBreach,
}

impl AdverseKind {
	/// Every kind.
	pub const ALL: &'static [Self] = &[
		Self::FailedSpotCheck,
		Self::PenaltySafety,
		Self::PenaltyEnvironment,
		Self::PenaltyTax,
		Self::PenaltyMarketRegulation,
		Self::AbnormalOperation,
		Self::SeriousBreach,
	];

	/// Whether it is a listing: a state now, not something that happened on a day (G-32).
	pub const fn is_listing(self) -> bool {
		matches!(self, Self::AbnormalOperation | Self::SeriousBreach)
	}
}
