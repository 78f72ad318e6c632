//! When terms make sense. Nothing here knows `Config`.

use zhidai_primitives::{BasisPoints, CleanRecord, Fen, SchemeTerms, Tier, MAX_LOOK_BACK_YEARS};

/// A rule that terms break. Each has an [`crate::Error`] of the same name, where its cause and remedy are
/// written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Fault {
	RegionMalformed,
	TierOutOfOrder { tier: u8 },
	TierWithoutCredential { tier: u8 },
	LimitZero { tier: u8 },
	LimitRises { tier: u8 },
	CovenantOutOfRange,
	TermZero,
	CleanRecordOutOfRange,
}

/// Refuses terms that contradict themselves. Terms without tiers are possible: nobody qualifies (京质贷 names
/// none).
pub fn ensure_sound(terms: &SchemeTerms) -> Result<(), Fault> {
	if !terms.region.is_valid() {
		return Err(Fault::RegionMalformed);
	}
	if terms.term_max_months == Some(0) {
		return Err(Fault::TermZero);
	}
	if let Some(covenant) = terms.covenant {
		if covenant.share_bp == BasisPoints(0) || covenant.share_bp > BasisPoints::WHOLE {
			return Err(Fault::CovenantOutOfRange);
		}
	}
	if !terms.clean_record.as_ref().is_none_or(is_look_back) {
		return Err(Fault::CleanRecordOutOfRange);
	}
	let mut better: Option<&Tier> = None;
	for (expected, tier) in (1_u8..).zip(&terms.tiers) {
		ensure_tier(expected, tier, better.map(|better| better.limit.amount))?;
		better = Some(tier);
	}
	Ok(())
}

/// Refuses a tier out of order, or one that contradicts itself or gives more than the better one before it.
fn ensure_tier(expected: u8, tier: &Tier, better: Option<Fen>) -> Result<(), Fault> {
	if tier.number.0 != expected {
		return Err(Fault::TierOutOfOrder { tier: expected });
	}
	if tier.limit.amount.is_zero() {
		return Err(Fault::LimitZero { tier: expected });
	}
	if better.is_some_and(|better| tier.limit.amount > better) {
		return Err(Fault::LimitRises { tier: expected });
	}
	if tier.qualified_by.is_empty() {
		return Err(Fault::TierWithoutCredential { tier: expected });
	}
	Ok(())
}

/// Whether a look-back looks at something, and no further than records are kept in view.
fn is_look_back(clean: &CleanRecord) -> bool {
	(1..=MAX_LOOK_BACK_YEARS).contains(&clean.years) && !clean.kinds.is_empty()
}
