//! What both sides said of a document, and whether it still counts: the reading of [`zhidai_api::Verdicts`]. Nothing in
//! a block calls this.

use crate::Evidence;
use pallet_evidence::VerdictEnd;
use zhidai_api::{EvidenceId, Side, TraceVerdict, Verdicts};

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
