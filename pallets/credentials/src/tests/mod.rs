//! Tests of the calls and of a firm's standing, by rule.

mod adverse;
mod catalogue;
mod model;
mod record;
mod standing;
mod state;

use crate::{mock::*, AdverseId, AdverseKind, Event, NextAdverse, NextCredential};
use frame::testing_prelude::*;
use zhidai_primitives::{
	BasisPoints, CleanRecord, CredentialId, CredentialTypeId, Day, Digest, DrawRule, Fen, Limit, LimitKind,
	OrgId, Provenance, QualityCovenant, RateCap, Region, SchemeTerms, ShortText, SpotCheckState, Tier,
	TierNumber,
};

const STRANGER: DispatchError = DispatchError::Other("stranger");
const DUTY_MISSING: DispatchError = DispatchError::Other("duty missing");
const ROLE_MISSING: DispatchError = DispatchError::Other("role missing");
const SAME_PERSON: DispatchError = DispatchError::Other("same person");

/// 省级政府质量奖, first tier below.
const AWARD: u16 = 3;
/// 质量管理体系认证, third tier below.
const SYSTEM: u16 = 22;

type Result = DispatchResult;

fn by(account: u64) -> RuntimeOrigin {
	RuntimeOrigin::signed(account)
}

fn digest(number: u8) -> Digest {
	Digest::repeat_byte(number)
}

fn reason() -> ShortText {
	"年度监督审核未通过".try_into().unwrap()
}

fn last_event() -> Event<Test> {
	match System::events().pop().map(|record| record.event) {
		Some(RuntimeEvent::Credentials(event)) => event,
		other => panic!("{other:?}"),
	}
}

/// Asks for a credential granted to the firm on 2025-06-01.
fn ask(maker: u64, type_id: u16, number: u8, expires_on: Option<Day>) -> Result {
	let granted_on = day("2025-06-01");
	let type_id = CredentialTypeId(type_id);
	Credentials::record(by(maker), FIRM, type_id, digest(number), digest(200), granted_on, expires_on)
}

/// Records a credential of the firm.
fn record(type_id: u16, number: u8) -> CredentialId {
	let id = NextCredential::<Test>::get();
	assert_ok!(ask(MAKER, type_id, number, None));
	id
}

/// Enters a record of the firm that happened on a day.
fn enter(kind: AdverseKind, happened_on: &str) -> AdverseId {
	let id = NextAdverse::<Test>::get();
	assert_ok!(Credentials::report_adverse(by(MAKER), FIRM, kind, day(happened_on), digest(7)));
	id
}

/// Enters and confirms such a record.
fn serve(kind: AdverseKind, happened_on: &str) -> AdverseId {
	let id = enter(kind, happened_on);
	assert_ok!(Credentials::confirm_adverse(by(CHECKER), id, digest(7)));
	id
}

fn failed_check() -> AdverseId {
	serve(AdverseKind::FailedSpotCheck, "2026-01-05")
}

/// A Zhejiang programme: T1 by an award, T3 by a system certificate, a clean record of three years, a freeze from `Served`.
fn terms() -> SchemeTerms {
	let tier = |number, types: &[u16]| Tier {
		number: TierNumber(number),
		limit: Limit { amount: Fen(1), kind: LimitKind::Cap },
		unsecured_up_to: None,
		qualified_by: types.iter().map(|id| CredentialTypeId(*id)).collect::<Vec<_>>().try_into().unwrap(),
	};
	SchemeTerms {
		name: "测试贷".try_into().unwrap(),
		region: Region(330_000),
		provenance: Provenance::Unofficial,
		tiers: vec![tier(1, &[AWARD]), tier(3, &[AWARD, SYSTEM])].try_into().unwrap(),
		rate_cap: RateCap::None,
		term_max_months: None,
		clean_record: Some(CleanRecord { years: 3, kinds: AdverseKind::ALL.to_vec().try_into().unwrap() }),
		at_draw: DrawRule::TierKept,
		covenant: Some(QualityCovenant { share_bp: BasisPoints(3_000) }),
		freeze_from: Some(SpotCheckState::Served),
		demo: Default::default(),
	}
}

const STATES: [SpotCheckState; 4] =
	[SpotCheckState::Served, SpotCheckState::Objected, SpotCheckState::Reinspected, SpotCheckState::Final];

/// Under which of the four clauses the firm is frozen.
fn frozen(org: OrgId) -> [bool; 4] {
	use zhidai_primitives::traits::Standing;
	STATES.map(|from| Credentials::is_frozen(org, from))
}
