//! The terms of a lending programme, as data.

use crate::{AdverseKind, BasisPoints, CredentialTypeId, Fen, Name, OrgId, Region};
use bounded_collections::{BoundedVec, ConstU32};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// A programme's tier, 1 the best.
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
#[serde(transparent)]
pub struct TierNumber(pub u8);

/// Where a programme's numbers come from.
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
pub enum Provenance {
	/// A published notice.
	Official,
	/// A description by others.
	Unofficial,
}

/// How binding a limit is (G-28).
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
pub enum LimitKind {
	/// 可达: the bank may go beyond with a reason.
	Guide,
	/// 不超过, 最高: nobody goes beyond.
	Cap,
}

/// A limit per borrower, over all its loans at all banks under the programme (G-27).
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
pub struct Limit {
	/// The amount, inclusive.
	pub amount: Fen,
	/// How binding it is.
	pub kind: LimitKind,
}

/// A reference rate.
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
pub enum RateKind {
	/// 一年期贷款市场报价利率.
	Lpr1Y,
	/// 五年期以上贷款市场报价利率.
	Lpr5Y,
	/// 一家银行的贷款利率平均水平.
	BankAverage(OrgId),
}

/// The highest rate of a loan.
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
pub enum RateCap {
	/// None in the text: priced by the market.
	None,
	/// Not above the lending bank's average (XJ-T1 to T3).
	BankAverage,
	/// Not above the 1-year LPR plus this many basis points (SZ-04).
	Lpr1YPlus(BasisPoints),
}

/// A tier of a programme.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Serialize,
	Deserialize,
	Clone,
	Debug,
	PartialEq,
	Eq,
)]
pub struct Tier {
	/// 1 the best.
	pub number: TierNumber,
	/// The limit per borrower.
	pub limit: Limit,
	/// Any one of these credentials gives the tier.
	pub qualified_by: BoundedVec<CredentialTypeId, ConstU32<32>>,
}

/// From which state on a failed spot check freezes (NB-07).
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
pub enum SpotCheckState {
	/// 已送达: the result was served, with maker and checker.
	Served,
	/// 异议: the firm objected.
	Objected,
	/// 复检: it was inspected again.
	Reinspected,
	/// 终结: the failure stands.
	Final,
}

/// The share of the drawn money that must go to quality upgrading (NB-03), checked every quarter (NB-04).
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
pub struct QualityCovenant {
	/// The share, in basis points of what was drawn, cumulative.
	pub share_bp: BasisPoints,
}

/// The look-back for a clean record (G-04, G-05).
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Serialize,
	Deserialize,
	Clone,
	Debug,
	PartialEq,
	Eq,
)]
pub struct CleanRecord {
	/// For how many years the record must be clean; at most [`crate::MAX_LOOK_BACK_YEARS`].
	pub years: u8,
	/// What counts: only the kinds that the programme's text names. Listings count while they stand, whatever
	/// the years.
	pub kinds: BoundedVec<AdverseKind, ConstU32<8>>,
}

/// What of the borrower's standing is asked again whenever money is drawn. That the borrower qualified was
/// asked when the contract was made.
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
pub enum DrawRule {
	/// Nothing: the text has no such rule.
	Nothing,
	/// The borrower still qualifies, for whatever tier (G-31, T-XJ-3).
	Qualified,
}

/// The terms of one version of a programme.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Serialize,
	Deserialize,
	Clone,
	Debug,
	PartialEq,
	Eq,
)]
pub struct SchemeTerms {
	/// 甬质贷, 新质贷, …
	pub name: Name,
	/// Where the borrower must be registered (G-03).
	pub region: Region,
	/// Where the numbers come from.
	pub provenance: Provenance,
	/// The tiers, best first. Without tiers nobody qualifies.
	pub tiers: BoundedVec<Tier, ConstU32<8>>,
	/// The highest rate.
	pub rate_cap: RateCap,
	/// The longest term in calendar months (G-30); nothing where the text has none.
	pub term_max_months: Option<u16>,
	/// The look-back for a clean record; nothing where the text has no such rule.
	pub clean_record: Option<CleanRecord>,
	/// What is asked again at every drawdown.
	pub at_draw: DrawRule,
	/// The quality-upgrading covenant.
	pub covenant: Option<QualityCovenant>,
	/// From which state of a failed spot check the contract's undrawn limit is frozen; nothing without the
	/// clause (NB-12).
	pub freeze_from: Option<SpotCheckState>,
	/// Names of the terms that the source does not give and this version invents: shown as `demo` wherever they are.
	pub demo: BoundedVec<Name, ConstU32<16>>,
}
