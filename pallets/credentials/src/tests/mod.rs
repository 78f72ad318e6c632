//! Tests of the calls and of a firm's standing, by rule.

mod acts;
mod adverse;
mod catalogue;
mod model;
mod numbers;
mod record;
mod room;
mod standing;
mod state;

use crate::{mock::*, ActId, AdverseId, AdverseKind, Event, NextAct, NextAdverse, NextCredential, Pending};
use frame::testing_prelude::*;
use zhidai_primitives::{
	testing::{self, Neighbours},
	traits::Directory,
	BasisPoints, CleanRecord, CredentialId, CredentialTypeId, Day, Digest, DrawRule, Duty, Fen, Limit,
	LimitKind, Ordered, OrgId, Provenance, QualityCovenant, RateCap, Region, RequestId, SchemeTerms,
	ShortText, SpotCheckState, Tier, TierNumber,
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

/// The act that was proposed last.
fn last_act() -> ActId {
	ActId(NextAct::<Test>::get().0.checked_sub(1).unwrap())
}

/// Confirms an act with its digest.
fn confirm_act(checker: u64, act: ActId) -> Result {
	let org = Neighbours::authorise(&checker, Duty::Checker)?.org;
	let waiting = Pending::<Test>::get(org, Ordered::from(act.0));
	let digest = waiting.map_or(digest(0), |pending| pending.digest(Credentials::genesis(), org, act));
	Credentials::confirm(by(checker), act, digest).map(|_| ()).map_err(|refused| refused.error)
}

/// Has a second person confirm the act that was proposed last.
fn confirm_by(checker: u64) -> Result {
	confirm_act(checker, last_act())
}

/// What a maker proposes, and the checker beside it confirms.
fn both(proposed: Result) -> Result {
	proposed?;
	confirm_by(CHECKER)
}

/// Records a credential of the firm.
fn record(type_id: u16, number: u8) -> CredentialId {
	let id = NextCredential::<Test>::get();
	assert_ok!(both(ask(MAKER, type_id, number, None)));
	id
}

fn suspend(id: CredentialId) -> Result {
	both(Credentials::suspend(by(MAKER), id, reason()))
}

fn restore(id: CredentialId) -> Result {
	both(Credentials::restore(by(MAKER), id))
}

fn revoke(id: CredentialId) -> Result {
	both(Credentials::revoke(by(MAKER), id, reason()))
}

/// Proposes a record of the firm that happened on a day.
fn report(maker: u64, kind: AdverseKind, happened_on: &str) -> Result {
	report_under(testing::new_request(), maker, kind, happened_on)
}

/// The same under a request that may have been made before.
fn report_under(request: RequestId, maker: u64, kind: AdverseKind, happened_on: &str) -> Result {
	Credentials::report_adverse(by(maker), FIRM, kind, day(happened_on), digest(7), request)
}

/// Enters and confirms such a record.
fn serve(kind: AdverseKind, happened_on: &str) -> AdverseId {
	let id = NextAdverse::<Test>::get();
	assert_ok!(both(report(MAKER, kind, happened_on)));
	id
}

/// Waits until the firm's time to object is over.
fn wait_for_objections() {
	testing::with(|world| world.today = Day(world.today.0 + 16));
}

/// Makes a record final that was served long ago.
fn finalise(id: AdverseId) -> Result {
	both(Credentials::finalise(by(MAKER), id))
}

fn rectify(id: AdverseId) -> Result {
	both(Credentials::rectify(by(MAKER), id))
}

fn annul(id: AdverseId) -> Result {
	both(Credentials::annul(by(MAKER), id))
}

fn reverse(id: AdverseId) -> Result {
	both(Credentials::reverse(by(MAKER), id, reason(), digest(8)))
}

fn failed_check() -> AdverseId {
	serve(AdverseKind::FailedSpotCheck, "2026-01-05")
}

/// A Zhejiang programme: T1 by an award, T3 by a system certificate, a clean record of three years, a freeze
/// from `Served`.
fn terms() -> SchemeTerms {
	let tier = |number, types: &[u16]| Tier {
		number: TierNumber(number),
		limit: Limit { amount: Fen(1), kind: LimitKind::Cap },
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
		at_draw: DrawRule::Qualified,
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
