//! What two verdicts come to: the rule of double attestation (双节点验证, NB-10) alone, without storage.

use super::{Status, VerdictRecord};
use zhidai_primitives::Verdict;

/// What the verdicts of both sides on one revision come to, in whatever order they were given.
///
/// | one \ other | for it | against it | cannot tell | none yet |
/// |---|---|---|---|---|
/// | **for it** | `Verified`, or `Conflicting` where digest or fingerprints differ | `Conflicting` | `Undecided` | `Filed` |
/// | **against it** | `Conflicting` | `Rejected` | `Rejected` | `Filed` |
/// | **cannot tell** | `Undecided` | `Rejected` | `Undecided` | `Filed` |
///
/// Only `Verified` lets money leave: a conflict counts as neither, and so does a side that cannot tell. Where one side
/// retracted its verdict, nothing else counts: `Retracted`.
pub fn judge(one: Option<&VerdictRecord>, other: Option<&VerdictRecord>) -> Status {
	if [one, other].into_iter().flatten().any(|record| record.retracted.is_some()) {
		return Status::Retracted;
	}
	let (Some(one), Some(other)) = (one, other) else { return Status::Filed };
	let against = |record: &VerdictRecord| record.verdict == Verdict::NotConsistent;
	let (speaks_for, speaks_against) =
		(one.verdict.is_positive() || other.verdict.is_positive(), against(one) || against(other));
	match (one.verdict.is_positive() && other.verdict.is_positive(), speaks_for, speaks_against) {
		(true, ..) if one.digest == other.digest && one.fingerprints == other.fingerprints => {
			Status::Verified
		}
		(true, ..) | (_, true, true) => Status::Conflicting,
		(_, false, true) => Status::Rejected,
		(_, _, false) => Status::Undecided,
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::{Retraction, RetractionReason};
	use zhidai_primitives::{Day, Digest, OfficerId, VerdictSource};

	fn record(verdict: Verdict, digest: u8, fingerprint: u8) -> VerdictRecord {
		VerdictRecord {
			verdict,
			digest: Digest::repeat_byte(digest),
			reference: None,
			officer: OfficerId(1),
			key_number: 0,
			fingerprints: vec![[fingerprint; 32]].try_into().unwrap(),
			given_on: Day(1),
			retracted: None,
		}
	}

	#[test]
	fn nb_10_the_truth_table_of_two_verdicts() {
		use Status::*;
		let (consistent, confirmed) =
			(Verdict::Consistent, Verdict::Confirmed(VerdictSource::DocumentSignature));
		let (against, unsure) = (Verdict::NotConsistent, Verdict::CannotTell);
		let given = [consistent, confirmed, against, unsure];
		let table = [
			[Verified, Verified, Conflicting, Undecided],
			[Verified, Verified, Conflicting, Undecided],
			[Conflicting, Conflicting, Rejected, Rejected],
			[Undecided, Undecided, Rejected, Undecided],
		];
		for (bank, row) in given.iter().zip(table) {
			let bank = record(*bank, 1, 1);
			for (regulator, expected) in given.iter().zip(row) {
				let regulator = record(*regulator, 1, 1);
				assert_eq!(judge(Some(&bank), Some(&regulator)), expected, "{bank:?} {regulator:?}");
			}
			assert_eq!(judge(Some(&bank), None), Filed);
			assert_eq!(judge(None, Some(&bank)), Filed);
		}
		assert_eq!(judge(None, None), Filed);
	}

	#[test]
	fn two_verdicts_over_different_bytes_or_fingerprints_conflict() {
		let bank = record(Verdict::Consistent, 1, 1);
		for regulator in [record(Verdict::Consistent, 2, 1), record(Verdict::Consistent, 1, 2)] {
			assert_eq!(judge(Some(&bank), Some(&regulator)), Status::Conflicting);
		}
	}

	#[test]
	fn one_retraction_counts_more_than_both_verdicts() {
		let reason = RetractionReason::Reversed;
		let retraction =
			Retraction { reason, paper: Digest::zero(), officer: OfficerId(1), retracted_on: Day(2) };
		let stands = record(Verdict::Consistent, 1, 1);
		let retracted = VerdictRecord { retracted: Some(retraction), ..stands.clone() };
		for other in [None, Some(&stands), Some(&retracted)] {
			assert_eq!(judge(Some(&retracted), other), Status::Retracted);
			assert_eq!(judge(other, Some(&retracted)), Status::Retracted);
		}
	}

	#[test]
	fn only_what_may_still_be_or_is_verified_stands() {
		let standing = [Status::Filed, Status::Verified];
		let fallen =
			[Status::Rejected, Status::Conflicting, Status::Undecided, Status::Withdrawn, Status::Retracted];
		assert!(
			standing.iter().all(|status| status.stands()) && !fallen.iter().any(|status| status.stands())
		);
	}
}
