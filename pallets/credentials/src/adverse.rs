//! An adverse record (不良记录) and the steps of its life.
//!
//! `Entered → Served → (Objected) → (Reinspected) → Final | Annulled`, and a final one can be rectified. It counts from
//! `Served` on. Nothing is lifted by one person: a maker reports that a re-inspection passed ([`AdverseRecord::reinspect`]),
//! and only then a checker annuls the record, or, where it is final already, marks it rectified.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use zhidai_primitives::{
	AdverseKind, CleanRecord, Day, Digest, OfficerId, OrgId, Role, Roles, SpotCheckState,
};

/// An adverse record, by counter.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Clone,
	Copy,
	Debug,
	Default,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
)]
pub struct AdverseId(pub u32);

impl AdverseId {
	/// The id after this one, or nothing where the counter is used up.
	pub fn next(self) -> Option<Self> {
		self.0.checked_add(1).map(Self)
	}
}

/// Which bureaus keep records of a kind: the tax bureau its own penalties, the market regulator all.
pub const fn kept_by(kind: AdverseKind) -> Roles {
	match kind {
		AdverseKind::PenaltyTax => Roles::of(&[Role::MarketRegulator, Role::TaxBureau]),
		_ => Roles::of(&[Role::MarketRegulator]),
	}
}

/// Where an adverse record stands.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Copy, Debug, PartialEq, Eq,
)]
pub enum AdverseState {
	/// 录入: by one person; counts for nothing yet.
	Entered,
	/// 已送达: checked by a second person and served; counts from here on.
	Served,
	/// 异议: the firm objected.
	Objected,
	/// 复检: inspected again, failed again.
	Reinspected,
	/// 终结: stands.
	Final,
	/// 撤销: counts as never.
	Annulled,
}

/// What was reported; never changes.
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct Report {
	/// The firm.
	pub org: OrgId,
	/// What is on record.
	pub kind: AdverseKind,
	/// The day of what is reported; look-backs count from it.
	pub happened_on: Day,
	/// The digest of the decision or report; its text stays off the chain.
	pub digest: Digest,
	/// The bureau that entered it.
	pub bureau: OrgId,
	/// The officer who entered it.
	pub maker: OfficerId,
}

/// A step that the record's state does not allow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AdverseStep {
	/// It still waits for a checker.
	NotConfirmed,
	/// It was confirmed already.
	AlreadyConfirmed,
	/// The checker named another document.
	DigestMismatch,
	/// The firm objected already, or the matter is past objection.
	ObjectionTooLate,
	/// No maker reported that a re-inspection passed.
	NotCleared,
	/// A maker reported that a re-inspection passed.
	Cleared,
	/// It is not final yet.
	NotFinal,
	/// It is final.
	AlreadyFinal,
	/// It is annulled.
	AlreadyAnnulled,
	/// It is rectified.
	AlreadyRectified,
}

/// An adverse record of one firm.
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct AdverseRecord {
	report: Report,
	state: AdverseState,
	/// Who confirmed it, and when.
	confirmed: Option<(OfficerId, Day)>,
	/// The maker who reported that a re-inspection passed.
	cleared_by: Option<OfficerId>,
	/// 已整改.
	rectified: bool,
}

impl AdverseRecord {
	/// A record as entered by a maker.
	pub fn new(report: Report) -> Self {
		Self { report, state: AdverseState::Entered, confirmed: None, cleared_by: None, rectified: false }
	}

	/// What was reported.
	pub fn report(&self) -> &Report {
		&self.report
	}

	/// Where it stands.
	pub fn state(&self) -> AdverseState {
		self.state
	}

	/// Who confirmed it.
	pub fn checker(&self) -> Option<OfficerId> {
		self.confirmed.map(|(checker, _)| checker)
	}

	/// Whether it was rectified.
	pub fn is_rectified(&self) -> bool {
		self.rectified
	}

	/// Entered → served, by a checker who names the document that he saw.
	pub fn confirm(self, checker: OfficerId, digest: Digest, today: Day) -> Result<Self, AdverseStep> {
		self.ensure_unconfirmed()?;
		if self.report.digest != digest {
			return Err(AdverseStep::DigestMismatch);
		}
		Ok(Self { state: AdverseState::Served, confirmed: Some((checker, today)), ..self })
	}

	/// Refuses where the record was confirmed: what counts is annulled, not withdrawn.
	pub fn ensure_unconfirmed(&self) -> Result<(), AdverseStep> {
		match self.state {
			AdverseState::Entered => Ok(()),
			_ => Err(AdverseStep::AlreadyConfirmed),
		}
	}

	/// Served → objected, by the firm.
	pub fn object(self) -> Result<Self, AdverseStep> {
		match self.state {
			AdverseState::Entered => Err(AdverseStep::NotConfirmed),
			AdverseState::Served => Ok(Self { state: AdverseState::Objected, ..self }),
			_ => Err(AdverseStep::ObjectionTooLate),
		}
	}

	/// The outcome of a re-inspection, re-examination or check of what was rectified, by a maker. A failure stands, a pass waits
	/// for a checker to annul or rectify.
	pub fn reinspect(self, maker: OfficerId, failed: bool) -> Result<Self, AdverseStep> {
		self.ensure_counting()?;
		if self.rectified {
			return Err(AdverseStep::AlreadyRectified);
		}
		Ok(match (failed, self.state) {
			// A pass must not carry the record further, where a scheme freezes from `Reinspected`.
			(false, _) => Self { cleared_by: Some(maker), ..self },
			(true, AdverseState::Final) => Self { cleared_by: None, ..self },
			(true, _) => Self { state: AdverseState::Reinspected, cleared_by: None, ..self },
		})
	}

	/// Served, objected or reinspected → final: nothing is open against it.
	pub fn finalise(self) -> Result<Self, AdverseStep> {
		self.ensure_open()?;
		match self.cleared_by {
			Some(_) => Err(AdverseStep::Cleared),
			None => Ok(Self { state: AdverseState::Final, ..self }),
		}
	}

	/// Served, objected or reinspected → annulled, where a re-inspection passed. Also says who reported that.
	pub fn annul(self) -> Result<(Self, OfficerId), AdverseStep> {
		self.ensure_open()?;
		let maker = self.cleared_by.ok_or(AdverseStep::NotCleared)?;
		Ok((Self { state: AdverseState::Annulled, ..self }, maker))
	}

	/// Marks a final record as rectified (已整改), where a check of it passed. Also says who reported that.
	pub fn rectify(self) -> Result<(Self, OfficerId), AdverseStep> {
		self.ensure_counting()?;
		match (self.state, self.rectified, self.cleared_by) {
			(_, true, _) => Err(AdverseStep::AlreadyRectified),
			(AdverseState::Final, _, Some(maker)) => Ok((Self { rectified: true, ..self }, maker)),
			(AdverseState::Final, _, None) => Err(AdverseStep::NotCleared),
			_ => Err(AdverseStep::NotFinal),
		}
	}

	/// Whether it stands in the way of a record that must be clean (G-04, G-05, G-31, G-32).
	///
	/// Listings count until rectified. The rest counts by the day it happened, rectified or not: for the first time on
	/// that day, for the last time on the day before the same day of the month `years` later (on which exactly `years`
	/// have passed). A kind that the programme does not name counts never.
	pub fn counts(&self, today: Day, clean: &CleanRecord) -> bool {
		if matches!(self.state, AdverseState::Entered | AdverseState::Annulled) {
			return false;
		}
		let stands = match self.report.kind.is_listing() {
			true => !self.rectified,
			false => self.is_within(today, clean.years),
		};
		stands && clean.kinds.contains(&self.report.kind)
	}

	/// Whether fewer than `years` have passed since it happened.
	fn is_within(&self, today: Day, years: u8) -> bool {
		let since = today.minus_months(u32::from(years).saturating_mul(12));
		since.is_none_or(|since| self.report.happened_on > since)
	}

	/// How far it has come as a failed spot check that freezes; nothing where it does not, or no longer.
	pub fn freezes_at(&self) -> Option<SpotCheckState> {
		if self.report.kind != AdverseKind::FailedSpotCheck || self.rectified {
			return None;
		}
		match self.state {
			AdverseState::Entered | AdverseState::Annulled => None,
			AdverseState::Served => Some(SpotCheckState::Served),
			AdverseState::Objected => Some(SpotCheckState::Objected),
			AdverseState::Reinspected => Some(SpotCheckState::Reinspected),
			AdverseState::Final => Some(SpotCheckState::Final),
		}
	}

	fn ensure_counting(&self) -> Result<(), AdverseStep> {
		match self.state {
			AdverseState::Entered => Err(AdverseStep::NotConfirmed),
			AdverseState::Annulled => Err(AdverseStep::AlreadyAnnulled),
			_ => Ok(()),
		}
	}

	fn ensure_open(&self) -> Result<(), AdverseStep> {
		self.ensure_counting()?;
		match self.state {
			AdverseState::Final => Err(AdverseStep::AlreadyFinal),
			_ => Ok(()),
		}
	}
}

#[cfg(test)]
mod tests;
