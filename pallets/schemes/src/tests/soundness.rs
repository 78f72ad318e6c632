use super::*;
use crate::Error;
use zhidai_primitives::{AdverseKind, BasisPoints, CleanRecord, Fen, QualityCovenant, Region, TierNumber};

#[track_caller]
fn refused(change: impl FnOnce(&mut SchemeTerms), error: Error<Test>) {
	run(|| {
		assert_noop!(publish(None, terms(change)), error);
	});
}

#[test]
fn a_region_is_a_code_of_gb_t_2260() {
	refused(|terms| terms.region = Region(330_003), Error::RegionMalformed);
	run(|| {
		assert_ok!(publish(None, terms(|terms| terms.region = Region::NATION)));
	});
}

#[test]
fn tiers_count_from_1_in_order_without_a_gap() {
	refused(|terms| terms.tiers[0].number = TierNumber(0), Error::TierOutOfOrder { tier: 1 });
	refused(|terms| terms.tiers[2].number = TierNumber(4), Error::TierOutOfOrder { tier: 3 });
	refused(|terms| terms.tiers[1].number = TierNumber(1), Error::TierOutOfOrder { tier: 2 });
	refused(|terms| terms.tiers[0] = terms.tiers[1].clone(), Error::TierOutOfOrder { tier: 1 });
}

#[test]
fn terms_without_tiers_are_sound() {
	run(|| {
		assert_ok!(publish(None, terms(|terms| terms.tiers.truncate(0))));
	});
}

#[test]
fn every_tier_has_a_credential_that_gives_it() {
	let empty = |terms: &mut SchemeTerms| terms.tiers[1].qualified_by.truncate(0);
	refused(empty, Error::TierWithoutCredential { tier: 2 });
}

#[test]
fn a_limit_is_more_than_nothing() {
	refused(|terms| terms.tiers[2].limit.amount = Fen::ZERO, Error::LimitZero { tier: 3 });
}

#[test]
fn a_limit_does_not_rise_from_tier_to_tier() {
	let second = |fen| move |terms: &mut SchemeTerms| terms.tiers[1].limit.amount = Fen(fen);
	let first = xinzhidai().unwrap().tiers[0].limit.amount.0;
	refused(second(first + 1), Error::LimitRises { tier: 2 });
	run(|| {
		assert_ok!(publish(None, terms(second(first))));
	});
}

#[test]
fn a_covenant_is_on_a_share_of_at_most_the_whole() {
	let covenant = |share| {
		move |terms: &mut SchemeTerms| {
			terms.covenant = Some(QualityCovenant { share_bp: BasisPoints(share) });
		}
	};
	refused(covenant(0), Error::CovenantOutOfRange);
	refused(covenant(10_001), Error::CovenantOutOfRange);
	run(|| {
		assert_ok!(publish(None, terms(covenant(1))));
		assert_ok!(publish(None, terms(covenant(10_000))));
	});
}

#[test]
fn a_look_back_is_of_1_to_10_years_and_names_what_counts() {
	let look_back = |years, kinds: &[AdverseKind]| {
		let kinds = kinds.to_vec().try_into().unwrap();
		move |terms: &mut SchemeTerms| terms.clean_record = Some(CleanRecord { years, kinds })
	};
	refused(look_back(0, AdverseKind::ALL), Error::CleanRecordOutOfRange);
	refused(look_back(11, AdverseKind::ALL), Error::CleanRecordOutOfRange);
	refused(look_back(3, &[]), Error::CleanRecordOutOfRange);
	run(|| {
		assert_ok!(publish(None, terms(look_back(1, &[AdverseKind::PenaltyTax]))));
		assert_ok!(publish(None, terms(look_back(10, AdverseKind::ALL))));
		assert_ok!(publish(None, terms(|terms| terms.clean_record = None)));
	});
}

#[test]
fn a_longest_term_is_at_least_a_month() {
	refused(|terms| terms.term_max_months = Some(0), Error::TermZero);
	run(|| {
		assert_ok!(publish(None, terms(|terms| terms.term_max_months = Some(1))));
	});
}
