//! Programmes that chains can start with, as data.
//!
//! Rule ids are those of the project's collection of policy facts. What a source does not give and a version
//! here invents is named in the terms' `demo` list. Credential types are numbers of the catalogue in
//! `credentials`.

use alloc::vec::Vec;
use frame::prelude::{BoundedVec, Get};
use serde::{Deserialize, Serialize};
use zhidai_primitives::{
	AdverseKind, BasisPoints, CleanRecord, CredentialTypeId, DrawRule, Fen, Limit, LimitKind, Name,
	Provenance, QualityCovenant, RateCap, Region, SchemeId, SchemeTerms, SpotCheckState, Tier, TierNumber,
};

/// A programme that a chain can start with.
#[derive(Serialize, Deserialize, Clone, Copy, Debug, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum Preset {
	/// 甬质贷, Ningbo.
	Yongzhidai,
	/// 新质贷, Xinjiang.
	Xinzhidai,
}

impl Preset {
	/// Every preset.
	pub const ALL: &'static [Self] = &[Self::Yongzhidai, Self::Xinzhidai];

	/// The programme's id: the same on every chain, whichever presets it starts with.
	pub const fn id(self) -> SchemeId {
		match self {
			Self::Yongzhidai => SchemeId(1),
			Self::Xinzhidai => SchemeId(2),
		}
	}

	/// The terms of version 1. Nothing where a preset has grown past a bound, which its tests would show.
	pub fn terms(self) -> Option<SchemeTerms> {
		match self {
			Self::Yongzhidai => yongzhidai(),
			Self::Xinzhidai => xinzhidai(),
		}
	}
}

/// 甬质贷, from a market description, not from the notice itself.
///
/// In the text: at most 5 亿 a borrower (NB-01, 最高: a cap), 30 % of the loan to quality upgrading (NB-03), the
/// limit frozen when a spot check fails (NB-07). Not in the text, and `demo` here: which credentials give
/// which tier (it has 16 indicators and five grades, unnamed; NB-13), that every tier has the one limit of
/// the text, and that the freeze sets in when the failed check is served. Whether the 30 % are of the
/// contract or of what is drawn is open: of what is drawn. No rate cap, no unsecured threshold, no term, no
/// look-back is given: none is set. Nor does the text say what a lower tier means for a contract that runs:
/// nothing is asked again at a drawdown. The interest subsidy (NB-05) comes with the programme that pays it.
pub fn yongzhidai() -> Option<SchemeTerms> {
	let limit = Limit { amount: Fen::from_yuan(500_000_000), kind: LimitKind::Cap };
	let tiers = [
		tier(1, limit, &[1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 12, 13, 14, 15])?,
		tier(2, limit, &[7, 16, 17, 20, 21, 26])?,
		tier(3, limit, &[18, 19, 22, 23, 24, 25, 27, 28, 29, 30])?,
	];
	Some(SchemeTerms {
		name: name("甬质贷")?,
		region: Region(330_200),
		provenance: Provenance::Unofficial,
		tiers: bounded(&tiers)?,
		rate_cap: RateCap::None,
		term_max_months: None,
		clean_record: None,
		at_draw: DrawRule::Nothing,
		covenant: Some(QualityCovenant { share_bp: BasisPoints(3_000) }),
		freeze_from: Some(SpotCheckState::Served),
		demo: names(&["tiers", "tiers.qualified_by", "freeze_from"])?,
	})
}

/// 新质贷, from the notice 新市监质〔2023〕98号.
///
/// In the text: three tiers with their credentials and limits (XJ-T1 to XJ-T3; 可达 is a guide, 不超过 a cap:
/// G-28), rates not above the lending bank's average, and three years without a penalty for work safety,
/// environment or tax (G-04): these three kinds and no other. Up to 1000 万 credit is given in the main
/// without collateral (信用方式为主), above it the bank *may* ask for security: a right of the bank, not a rule for
/// the chain, so that no threshold is set. "AA 级以上" is read as AA and AAA for tier 3, because AAAA is named
/// for tier 2. The training tiers (梯队) open the door without naming a tier: tier 3 (XJ-11). There is no
/// covenant, no freeze clause and no longest term. That the borrower must still qualify at a drawdown is a
/// reading (G-31, T-XJ-3) and marked `demo`; that its tier must not fall is nowhere.
pub fn xinzhidai() -> Option<SchemeTerms> {
	let (guide, cap) = (LimitKind::Guide, LimitKind::Cap);
	let limit = |yuan, kind| Limit { amount: Fen::from_yuan(yuan), kind };
	let penalties = [AdverseKind::PenaltySafety, AdverseKind::PenaltyEnvironment, AdverseKind::PenaltyTax];
	let tiers = [
		tier(1, limit(30_000_000, guide), &[1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 12, 13, 14, 15])?,
		tier(2, limit(20_000_000, guide), &[7, 16, 17, 20, 21])?,
		tier(3, limit(10_000_000, cap), &[18, 19, 22, 23, 24, 25])?,
	];
	Some(SchemeTerms {
		name: name("新质贷")?,
		region: Region(650_000),
		provenance: Provenance::Official,
		tiers: bounded(&tiers)?,
		rate_cap: RateCap::BankAverage,
		term_max_months: None,
		clean_record: Some(CleanRecord { years: 3, kinds: bounded(&penalties)? }),
		at_draw: DrawRule::Qualified,
		covenant: None,
		freeze_from: None,
		demo: names(&["at_draw"])?,
	})
}

fn tier(number: u8, limit: Limit, qualified_by: &[u16]) -> Option<Tier> {
	let qualified_by = qualified_by.iter().copied().map(CredentialTypeId).collect::<Vec<_>>();
	Some(Tier { number: TierNumber(number), limit, qualified_by: qualified_by.try_into().ok()? })
}

fn name(text: &str) -> Option<Name> {
	Name::try_from(text).ok()
}

fn names<S: Get<u32>>(texts: &[&str]) -> Option<BoundedVec<Name, S>> {
	texts.iter().map(|text| name(text)).collect::<Option<Vec<_>>>()?.try_into().ok()
}

fn bounded<I: Clone, S: Get<u32>>(items: &[I]) -> Option<BoundedVec<I, S>> {
	items.to_vec().try_into().ok()
}
