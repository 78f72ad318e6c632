//! What the rate and the security of a loan may be, and which limit a credential gives it.

use super::*;

/// 更正: the average that a signed loan was held against turns out wrong. The loan's trace says by which number it was
/// corrected and why, and people are told.
#[test]
fn a_loan_under_a_corrected_rate_says_so_and_an_alert_is_raised() {
	chain(|| {
		let firms = firms();
		let (regulator, borrower) = xinjiang(400);
		let rate_bp = BasisPoints(400);
		let request = OfferRequest { borrower, regulator, scheme: XINZHIDAI, rate_bp, ..request(firms) };
		let (loan, digest) = prepared("bank-a", request);
		done("bank-a.checker", LoansCall::check_offer { loan, digest });
		done("tj.confirm", LoansCall::sign { loan, digest });
		next_block();
		let shown = || common::books::traced(loan, 10).0.rate.expect("the programme caps the rate");
		let before = shown();
		assert_eq!((before.value_bp, before.now, before.corrections.len()), (rate_bp, None, 0));
		assert!(Supervision::open_alerts(None, 10).items.is_empty());

		correct_bank_average(390, before.entry, "录入有误");
		let after = shown();
		let [correction] = after.corrections.as_slice() else { panic!("one correction") };
		assert_eq!(correction.reason.as_ref().map(|reason| reason.as_str()), Some("录入有误"));
		let now = after.now.expect("another entry holds for that day");
		assert_eq!((now.entry, now.value_bp), (correction.entry, BasisPoints(390)));
		assert_eq!(
			(after.entry, after.value_bp),
			(before.entry, rate_bp),
			"the contract stands as it was signed"
		);
		let alerts = Supervision::open_alerts(None, 10).items;
		let rate = zhidai_primitives::RateKind::BankAverage(BANK_A);
		let finding = Finding::RateCorrected { rate, entry: before.entry, by: now.entry };
		assert_eq!(alerts.iter().map(|(_, alert)| alert.finding).collect::<Vec<_>>(), [finding]);
	});
}

/// 纳入梯队 names no tier: the third one, unless another credential gives a better one.
#[test]
fn xj_11_a_training_tier_opens_the_door_to_the_third_tier() {
	chain(|| {
		let firms = firms();
		let (regulator, _) = xinjiang(400);
		let (region, role) = (zhidai_primitives::Region(650_100), zhidai_primitives::Role::Enterprise);
		let borrower = admit_firm("天山精密有限公司", Some("tp"), region, role);
		// 1000 万 and so many fen.
		let above = |fen| {
			let mut request = OfferRequest { borrower, regulator, scheme: XINZHIDAI, ..request(firms) };
			request.amount.0 += fen;
			request.plan[0].cap.0 += fen;
			request.limit_override_reason = zhidai_primitives::ShortText::try_from("一户一策").ok();
			request
		};
		refused("bank-a.maker", offer(above(0)), CredentialsError::NoQualifyingCredential);
		// 质量提升梯队企业.
		record_credential("xj.maker", borrower, 25);
		refused("bank-a.maker", offer(above(1)), LoansError::AmountAboveTierLimit);
		done("bank-a.maker", offer(above(0)));
		// 质量管理水平AAAA级, of the second tier.
		record_credential("xj.maker", borrower, 17);
		done("bank-a.maker", offer(above(1)));
	});
}

#[test]
fn xj_t1_above_ten_million_a_bank_may_ask_for_security_and_need_not() {
	chain(|| {
		let firms = firms();
		let (regulator, borrower) = xinjiang(400);
		// A credential of the first tier: 中国质量奖.
		record_credential("xj.maker", borrower, 1);
		let mut request =
			OfferRequest { borrower, regulator, scheme: XINZHIDAI, security: None, ..request(firms) };
		request.amount = Fen::from_yuan(20_000_000);
		request.plan[0].cap = Fen(request.amount.0 - CAPS[1].0 - CAPS[2].0);
		done("bank-a.maker", offer(request));
	});
}

#[test]
fn xj_01_not_one_basis_point_above_the_banks_average() {
	chain(|| {
		let firms = firms();
		let (regulator, borrower) = xinjiang(400);
		let at = |rate: u32| {
			let rate_bp = BasisPoints(rate);
			OfferRequest { borrower, regulator, scheme: XINZHIDAI, rate_bp, ..request(firms) }
		};
		refused("bank-a.maker", offer(at(401)), LoansError::RateAboveCap);
		refused("bank-b.maker", offer(at(400)), pallet_reference::Error::<Runtime>::RateUnknown);
		done("bank-a.maker", offer(at(400)));
	});
}
