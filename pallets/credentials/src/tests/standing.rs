//! Tier, freeze and explanation.

use super::*;
use crate::{AdverseKind::*, Considered, Error, Usability};
use zhidai_primitives::traits::Standing;

fn tier() -> core::result::Result<TierNumber, DispatchError> {
	Credentials::tier(FIRM, &terms())
}

const T1: core::result::Result<TierNumber, DispatchError> = Ok(TierNumber(1));
const T3: core::result::Result<TierNumber, DispatchError> = Ok(TierNumber(3));

fn none() -> core::result::Result<TierNumber, DispatchError> {
	Err(Error::<Test>::NoQualifyingCredential.into())
}

fn not_clean() -> core::result::Result<TierNumber, DispatchError> {
	Err(Error::<Test>::AdverseRecordInWindow.into())
}

#[test]
fn xj_t1_the_best_credential_gives_the_tier() {
	run(|| {
		assert_eq!(tier(), none());
		record(27, 1);
		assert_eq!(tier(), none());
		record(SYSTEM, 1);
		assert_eq!(tier(), T3);
		record(AWARD, 1);
		assert_eq!(tier(), T1);
		assert_eq!(Credentials::tier(OTHER_FIRM, &terms()), none());
	});
}

#[test]
fn t_xj_3_a_credential_that_no_longer_holds_gives_nothing() {
	run(|| {
		let (award, system) = (record(AWARD, 1), record(SYSTEM, 1));
		assert_ok!(suspend(award));
		assert_eq!(tier(), T3);
		assert_ok!(restore(award));
		assert_eq!(tier(), T1);
		assert_ok!(revoke(award));
		assert_eq!(tier(), T3);
		assert_ok!(Credentials::cancel(by(SIGNER), system));
		assert_eq!(tier(), none());
	});
}

#[test]
fn a_credential_gives_its_tier_to_the_end_of_its_last_day() {
	run(|| {
		assert_ok!(both(ask(MAKER, AWARD, 1, Some(day("2026-03-31")))));
		set_today("2026-03-31");
		assert_eq!(tier(), T1);
		set_today("2026-04-01");
		assert_eq!(tier(), none());
	});
}

#[test]
fn g_03_the_firm_is_registered_in_the_programmes_region() {
	run(|| {
		record(AWARD, 1);
		set_region(FIRM, 650_100);
		assert_eq!(tier(), Err(Error::<Test>::OutsideProgrammeRegion.into()));
		set_region(FIRM, 330_902);
		assert_eq!(tier(), T1);
		assert_eq!(Credentials::tier(OrgId(99), &terms()), Err(Error::<Test>::OutsideProgrammeRegion.into()));
	});
}

#[test]
fn g_31_a_record_counts_until_the_day_exactly_three_years_after() {
	run(|| {
		record(AWARD, 1);
		serve(PenaltySafety, "2025-05-15");
		assert_eq!(tier(), not_clean());
		set_today("2028-05-14");
		assert_eq!(tier(), not_clean());
		set_today("2028-05-15");
		assert_eq!(tier(), T1);
	});
}

#[test]
fn g_04_every_kind_of_penalty_and_a_failed_check_count() {
	for kind in [PenaltySafety, PenaltyEnvironment, PenaltyTax, PenaltyMarketRegulation, FailedSpotCheck] {
		run(|| {
			record(AWARD, 1);
			serve(kind, "2023-01-06");
			assert_eq!(tier(), not_clean(), "{kind:?}");
		});
		run(|| {
			record(AWARD, 1);
			serve(kind, "2023-01-05");
			assert_eq!(tier(), T1, "{kind:?}");
		});
	}
}

#[test]
fn only_the_kinds_that_the_programme_names_count() {
	run(|| {
		record(AWARD, 1);
		serve(FailedSpotCheck, "2026-01-05");
		serve(AbnormalOperation, "2026-01-05");
		assert_eq!(tier(), not_clean());
		let kinds = vec![PenaltySafety, PenaltyEnvironment, PenaltyTax].try_into().unwrap();
		let named = SchemeTerms { clean_record: Some(CleanRecord { years: 3, kinds }), ..terms() };
		assert_eq!(Credentials::tier(FIRM, &named), T1);
		serve(PenaltyTax, "2026-01-05");
		assert_eq!(Credentials::tier(FIRM, &named), not_clean());
	});
}

#[test]
fn a_programme_without_a_clean_record_rule_does_not_look_back() {
	run(|| {
		record(AWARD, 1);
		serve(SeriousBreach, "2026-01-05");
		let terms = SchemeTerms { clean_record: None, ..terms() };
		assert_eq!(Credentials::tier(FIRM, &terms), T1);
		assert!(Credentials::explain_tier(FIRM, &terms).against.is_empty());
	});
}

#[test]
fn what_is_entered_or_annulled_never_counts() {
	run(|| {
		record(AWARD, 1);
		assert_ok!(report(MAKER, FailedSpotCheck, "2026-01-05"));
		assert_eq!(tier(), T1);
		assert_ok!(confirm_by(CHECKER));
		let id = AdverseId(0);
		assert_eq!(tier(), not_clean());
		assert_ok!(Credentials::annul(by(MAKER), id));
		assert_eq!(tier(), not_clean());
		assert_ok!(confirm_by(CHECKER));
		assert_eq!(tier(), T1);
	});
}

/// Has a record be final, and rectified.
fn set_right(id: AdverseId) {
	wait_for_objections();
	assert_ok!(finalise(id));
	assert_ok!(rectify(id));
}

#[test]
fn a_rectified_failure_freezes_no_longer_and_still_counts() {
	run(|| {
		record(AWARD, 1);
		let id = failed_check();
		assert_eq!(frozen(FIRM), [true, false, false, false]);
		set_right(id);
		assert_eq!(frozen(FIRM), [false; 4]);
		assert_eq!(tier(), not_clean());
	});
}

#[test]
fn g_32_a_rectified_listing_counts_no_longer() {
	run(|| {
		record(AWARD, 1);
		let id = serve(AbnormalOperation, "2015-01-05");
		assert_eq!(tier(), not_clean());
		set_right(id);
		assert_eq!(tier(), T1);
	});
}

/// 无经营异常、无严重违法失信、近3年无市场监管领域违法案件、近3年监督抽查无不合格: the two listings while they stand, a case and a
/// failed check for three years, and nothing else.
#[test]
fn g_05_beijings_form_of_a_clean_record() {
	let (listings, events) = ([AbnormalOperation, SeriousBreach], [PenaltyMarketRegulation, FailedSpotCheck]);
	let beijing = || {
		let kinds: Vec<_> = listings.into_iter().chain(events).collect();
		let clean = CleanRecord { years: 3, kinds: kinds.try_into().unwrap() };
		SchemeTerms { clean_record: Some(clean), ..terms() }
	};
	let after = |kind, happened_on: &str| {
		record(AWARD, 1);
		let id = serve(kind, happened_on);
		(id, Credentials::tier(FIRM, &beijing()))
	};
	for kind in listings {
		run(|| {
			let (id, found) = after(kind, "2015-01-05");
			assert_eq!(found, not_clean(), "{kind:?}");
			set_right(id);
			assert_eq!(Credentials::tier(FIRM, &beijing()), T1, "{kind:?}");
		});
	}
	for kind in events {
		run(|| assert_eq!(after(kind, "2023-01-06").1, not_clean(), "{kind:?}"));
		run(|| assert_eq!(after(kind, "2023-01-05").1, T1, "{kind:?}"));
	}
	for kind in [PenaltySafety, PenaltyEnvironment, PenaltyTax] {
		run(|| assert_eq!(after(kind, "2026-01-05").1, T1, "{kind:?}"));
	}
}

#[test]
fn nb_07_one_standing_failure_freezes_however_many_were_lifted() {
	run(|| {
		let (one, other) = (failed_check(), failed_check());
		set_right(one);
		assert_eq!(frozen(FIRM), [true, false, false, false]);
		assert_eq!(frozen(OTHER_FIRM), [false; 4]);
		assert_ok!(finalise(other));
		assert_eq!(frozen(FIRM), [true; 4]);
		assert_ok!(rectify(other));
		assert_eq!(frozen(FIRM), [false; 4]);
	});
}

#[test]
fn only_failed_spot_checks_freeze() {
	run(|| {
		serve(SeriousBreach, "2026-01-05");
		serve(PenaltyMarketRegulation, "2026-01-05");
		assert_eq!(frozen(FIRM), [false; 4]);
	});
}

#[test]
fn an_explanation_names_what_gave_the_tier_and_what_did_not() {
	run(|| {
		let (system, award, second, patent) =
			(record(SYSTEM, 1), record(AWARD, 1), record(AWARD, 2), record(27, 1));
		let revoked = record(AWARD, 3);
		assert_ok!(revoke(revoked));
		let explanation = Credentials::explain_tier(FIRM, &terms());
		assert_eq!(explanation.tier, Some(TierNumber(1)));
		assert_eq!(explanation.by, vec![award, second]);
		assert!(explanation.failed.is_empty() && explanation.against.is_empty());
		let considered = |credential, type_id, usability, tier: Option<u8>| Considered {
			credential,
			type_id: CredentialTypeId(type_id),
			usability,
			tier: tier.map(TierNumber),
		};
		let all = vec![
			considered(system, SYSTEM, Usability::Usable, Some(3)),
			considered(award, AWARD, Usability::Usable, Some(1)),
			considered(second, AWARD, Usability::Usable, Some(1)),
			considered(patent, 27, Usability::Usable, None),
			considered(revoked, AWARD, Usability::Revoked, Some(1)),
		];
		assert_eq!(explanation.considered, all);
	});
}

#[test]
fn an_explanation_names_every_rule_that_fails() {
	run(|| {
		let award = record(AWARD, 1);
		let record = failed_check();
		set_region(FIRM, 650_100);
		let explanation = Credentials::explain_tier(FIRM, &terms());
		assert_eq!(explanation.tier, None);
		assert_eq!(explanation.by, vec![award]);
		assert_eq!(explanation.against, vec![record]);
		let (region, clean) =
			(Error::<Test>::OutsideProgrammeRegion.into(), Error::<Test>::AdverseRecordInWindow.into());
		assert_eq!(explanation.failed, vec![region, clean]);

		assert_ok!(Credentials::cancel(by(SIGNER), award));
		let explanation = Credentials::explain_tier(FIRM, &terms());
		assert!(explanation.by.is_empty());
		assert_eq!(explanation.failed, vec![region, clean, Error::<Test>::NoQualifyingCredential.into()]);
	});
}
