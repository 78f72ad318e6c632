//! What both sides said of a document, and whether it still counts. Nothing in a block calls this.

use crate::Evidence;
use codec::{Decode, Encode};
use pallet_evidence::VerdictEnd;
use scale_info::TypeInfo;
use serde::Serialize;
use zhidai_primitives::{Day, EvidenceId, OfficerId, Side, Verdict};

/// The verdict of a side on a document.
#[derive(Encode, Decode, TypeInfo, Serialize, Clone, Copy, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct TraceVerdict {
	/// What was found.
	pub verdict: Verdict,
	/// Who found it.
	pub officer: OfficerId,
	/// When.
	pub given_on: Day,
	/// 已撤回: since when it counts no more, because its side took it back.
	pub retracted_on: Option<Day>,
	/// 已失效: since when it counts as not given, because the other side's did not come.
	pub lapsed_on: Option<Day>,
}

/// The verdicts of both sides on the current revision of a document.
#[derive(Encode, Decode, TypeInfo, Serialize, Clone, Copy, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct Verdicts {
	/// The lending bank's.
	pub bank: Option<TraceVerdict>,
	/// The regulator's.
	pub regulator: Option<TraceVerdict>,
}

/// The verdicts on a document as they were given, and since when one counts no more; nothing where there is no such
/// document.
pub fn verdicts(evidence: EvidenceId) -> Option<Verdicts> {
	Evidence::known(evidence).ok()?;
	let given = |side| {
		let (given, ended) = Evidence::given_verdict(evidence, side)?;
		let (retracted_on, lapsed_on) = match ended {
			Some(VerdictEnd::Retracted(day)) => (Some(day), None),
			Some(VerdictEnd::Lapsed(day)) => (None, Some(day)),
			None => (None, None),
		};
		let (verdict, officer, given_on) = (given.verdict, given.officer, given.given_on);
		Some(TraceVerdict { verdict, officer, given_on, retracted_on, lapsed_on })
	};
	Some(Verdicts { bank: given(Side::Bank), regulator: given(Side::Regulator) })
}
