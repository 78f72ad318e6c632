//! The programmes against the rules they were read from, by rule id.

use super::*;
use crate::{ensure_sound, presets::yongzhidai, Preset};
use zhidai_primitives::{
	traits::SchemeBook, AdverseKind, BasisPoints, DrawRule, Fen, LimitKind, Provenance, RateCap, Region,
	SpotCheckState, Tier, TierNumber,
};

/// The types of a tier, ascending.
fn credentials(tier: &Tier) -> Vec<u16> {
	let mut types: Vec<u16> = tier.qualified_by.iter().map(|id| id.0).collect();
	types.sort_unstable();
	types
}

/// Limit in 万元, how binding.
fn limits(terms: &SchemeTerms) -> Vec<(u64, LimitKind)> {
	let wan = |amount: Fen| amount.0 / 1_000_000;
	terms.tiers.iter().map(|tier| (wan(tier.limit.amount), tier.limit.kind)).collect()
}

#[test]
fn a_chain_starts_with_the_programmes_that_its_genesis_names_under_fixed_numbers() {
	run(|| {
		assert_eq!(Schemes::current(YONGZHIDAI), Ok((SchemeVersion(1), yongzhidai().unwrap())));
		assert_eq!(Schemes::current(XINZHIDAI), Ok((SchemeVersion(1), xinzhidai().unwrap())));
	});
	run_with(&[Preset::Xinzhidai], || {
		assert!(Schemes::current(YONGZHIDAI).is_err());
		assert!(Schemes::current(XINZHIDAI).is_ok());
		assert_eq!(crate::NextScheme::<Test>::get(), SchemeId(3));
	});
	// The order of the list makes no difference.
	run_with(&[Preset::Xinzhidai, Preset::Yongzhidai], || {
		assert_eq!(Schemes::current(YONGZHIDAI).unwrap().1.name.as_str(), "甬质贷");
		assert_eq!(crate::NextScheme::<Test>::get(), SchemeId(3));
	});
}

#[test]
fn presets_are_sound_and_fit_their_bounds() {
	for preset in Preset::ALL {
		assert_eq!(preset.terms().map(|terms| ensure_sound(&terms)), Some(Ok(())), "{preset:?}");
	}
}

#[test]
fn nb_01_a_borrower_gets_at_most_500_million() {
	let terms = yongzhidai().unwrap();
	assert_eq!(limits(&terms), vec![(50_000, LimitKind::Cap); 3]);
	assert_eq!((terms.region, terms.provenance), (Region(330_200), Provenance::Unofficial));
}

#[test]
fn nb_03_30_percent_go_to_quality_upgrading() {
	assert_eq!(yongzhidai().unwrap().covenant.unwrap().share_bp, BasisPoints(3_000));
}

#[test]
fn nb_07_nb_12_a_served_spot_check_freezes_under_the_clause_only() {
	assert_eq!(yongzhidai().unwrap().freeze_from, Some(SpotCheckState::Served));
	assert_eq!(xinzhidai().unwrap().freeze_from, None);
}

#[test]
fn nb_13_what_the_text_does_not_give_is_marked_or_left_out() {
	let terms = yongzhidai().unwrap();
	let demo: Vec<_> = terms.demo.iter().map(|name| name.as_str()).collect();
	assert_eq!(demo, ["tiers", "tiers.qualified_by", "freeze_from"]);
	assert_eq!(terms.rate_cap, RateCap::None);
	assert_eq!((terms.term_max_months, terms.clean_record), (None, None));
	// What a lower tier means for a contract that runs is nowhere said (1.13).
	assert_eq!(terms.at_draw, DrawRule::Nothing);
}

#[test]
fn xj_t1_xj_t2_xj_t3_limits_are_3000_2000_and_1000_wan() {
	let terms = xinzhidai().unwrap();
	let (guide, cap) = (LimitKind::Guide, LimitKind::Cap);
	// Above 1000 万 the bank may ask for security: no rule that refuses.
	let expected = [(3_000, guide), (2_000, guide), (1_000, cap)];
	assert_eq!(limits(&terms), expected);
	assert_eq!(terms.rate_cap, RateCap::BankAverage);
	assert_eq!((terms.region, terms.provenance), (Region(650_000), Provenance::Official));
}

#[test]
fn xj_t1_xj_t2_xj_t3_each_tier_has_its_credentials() {
	let terms = xinzhidai().unwrap();
	let tiers: Vec<_> = terms.tiers.iter().map(credentials).collect();
	assert_eq!(tiers[0], [1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 12, 13, 14, 15]);
	assert_eq!(tiers[1], [7, 16, 17, 20, 21]);
	assert_eq!(tiers[2], [18, 19, 22, 23, 24, 25]);
}

/// 纳入第一、第二、第三梯队 is one way in, and names no tier.
#[test]
fn xj_11_a_training_tier_gives_the_third_tier_and_no_other() {
	// 质量提升梯队企业.
	const TRAINING_TIER: u16 = 25;
	let terms = xinzhidai().unwrap();
	let gives = terms.tiers.iter().filter(|tier| credentials(tier).contains(&TRAINING_TIER));
	assert_eq!(gives.map(|tier| tier.number).collect::<Vec<_>>(), [TierNumber(3)]);
}

#[test]
fn g_04_three_years_without_a_penalty_for_safety_environment_or_tax_and_nothing_else() {
	let clean = xinzhidai().unwrap().clean_record.unwrap();
	assert_eq!(clean.years, 3);
	let kinds = [AdverseKind::PenaltySafety, AdverseKind::PenaltyEnvironment, AdverseKind::PenaltyTax];
	assert_eq!(clean.kinds.into_inner(), kinds);
}

#[test]
fn t_xj_3_to_draw_a_borrower_still_qualifies_as_a_reading_that_is_marked() {
	let terms = xinzhidai().unwrap();
	assert_eq!(terms.at_draw, DrawRule::Qualified);
	let demo: Vec<_> = terms.demo.iter().map(|name| name.as_str()).collect();
	assert_eq!(demo, ["at_draw"]);
}

#[test]
fn no_credential_gives_two_tiers_of_one_programme() {
	for preset in Preset::ALL {
		let mut all: Vec<_> = preset.terms().unwrap().tiers.iter().flat_map(credentials).collect();
		let count = all.len();
		all.sort_unstable();
		all.dedup();
		assert_eq!(all.len(), count, "{preset:?}");
	}
}
