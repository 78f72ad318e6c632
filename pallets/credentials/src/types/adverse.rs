//! An adverse record (不良记录) and the steps of its life.
//!
//! `Served → (Objected) → (Reinspected) → Final | Annulled`; a final one can be rectified, and reversed. It
//! exists, and counts, from `Served` on: until a second person confirmed it, it is an act that waits.

use crate::Level;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use zhidai_primitives::{
	AdverseKind, CleanRecord, Day, Digest, OfficerId, OrgId, Role, Roles, ShortText, SpotCheckState,
	MAX_LOOK_BACK_YEARS,
};

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

/// Why a final record was set aside.
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct Reversal {
	/// The reason.
	pub reason: ShortText,
	/// The digest of the court's ruling or the higher authority's decision.
	pub document: Digest,
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
	/// The bureau's level then.
	pub level: Level,
	/// The officer who entered it.
	pub maker: OfficerId,
}

/// A step that the record's state does not allow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AdverseStep {
	/// The firm objected already, or the matter is past objection.
	ObjectionTooLate,
	/// It is not final yet.
	NotFinal,
	/// It is final.
	Final,
	/// It is annulled.
	Annulled,
	/// It is rectified.
	Rectified,
}

/// An adverse record of one firm.
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct AdverseRecord {
	report: Report,
	state: AdverseState,
	/// Who confirmed it.
	checker: OfficerId,
	/// The day on which it was served; the firm's time to object runs from it.
	served_on: Day,
	/// 已整改.
	rectified: bool,
	/// Why it was set aside after it was final.
	reversal: Option<Reversal>,
	/// Whether it gave its place among the firm's records to a failed check or a listing.
	left_out: bool,
}

impl AdverseRecord {
	/// A record that two persons serve today.
	pub fn new(report: Report, checker: OfficerId, today: Day) -> Self {
		let (state, served_on) = (AdverseState::Served, today);
		Self { report, state, checker, served_on, rectified: false, reversal: None, left_out: false }
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
	pub fn checker(&self) -> OfficerId {
		self.checker
	}

	/// The day on which it was served.
	pub fn served_on(&self) -> Day {
		self.served_on
	}

	/// Whether it was rectified.
	pub fn is_rectified(&self) -> bool {
		self.rectified
	}

	/// Why it was set aside after it was final.
	pub fn reversal(&self) -> Option<&Reversal> {
		self.reversal.as_ref()
	}

	/// Whether it gave its place among the firm's records to a failed check or a listing, where there was no other: it
	/// freezes nothing, and counts nowhere any more.
	pub fn is_left_out(&self) -> bool {
		self.left_out
	}

	/// Gives its place to a failed check or a listing. What freezes keeps it.
	pub fn leave_out(self) -> Option<Self> {
		self.freezes_at().is_none().then_some(Self { left_out: true, ..self })
	}

	/// Whether it is neither final nor annulled: its bureau must go on with it.
	pub fn is_open(&self) -> bool {
		self.ensure_open().is_ok()
	}

	/// Served → objected, by the firm.
	pub fn object(self) -> Result<Self, AdverseStep> {
		match self.state {
			AdverseState::Served => Ok(Self { state: AdverseState::Objected, ..self }),
			_ => Err(AdverseStep::ObjectionTooLate),
		}
	}

	/// Served, objected or reinspected → reinspected: it failed again. From served only once the firm's time to
	/// object is over, which is asked where the calendar is known.
	pub fn reinspect(self) -> Result<Self, AdverseStep> {
		self.ensure_open()?;
		Ok(Self { state: AdverseState::Reinspected, ..self })
	}

	/// Served, objected or reinspected → final.
	pub fn finalise(self) -> Result<Self, AdverseStep> {
		self.ensure_open()?;
		Ok(Self { state: AdverseState::Final, ..self })
	}

	/// Served, objected or reinspected → annulled: a re-inspection passed.
	pub fn annul(self) -> Result<Self, AdverseStep> {
		self.ensure_open()?;
		Ok(Self { state: AdverseState::Annulled, ..self })
	}

	/// Marks a final record as rectified (已整改).
	pub fn rectify(self) -> Result<Self, AdverseStep> {
		self.ensure_final()?;
		match self.rectified {
			true => Err(AdverseStep::Rectified),
			false => Ok(Self { rectified: true, ..self }),
		}
	}

	/// Final → annulled: a court or the higher authority set it aside.
	pub fn reverse(self, reversal: Reversal) -> Result<Self, AdverseStep> {
		self.ensure_final()?;
		Ok(Self { state: AdverseState::Annulled, rectified: false, reversal: Some(reversal), ..self })
	}

	/// Whether it stands in the way of a record that must be clean (G-04, G-05, G-31, G-32).
	///
	/// Listings count until rectified. The rest counts by the day it happened, rectified or not: for the
	/// first time on that day, for the last time on the day before the same day of the month `years` later
	/// (on which exactly `years` have passed). A kind that the programme does not name counts never.
	pub fn counts(&self, today: Day, clean: &CleanRecord) -> bool {
		if self.left_out || self.state == AdverseState::Annulled {
			return false;
		}
		let stands = match self.report.kind.is_listing() {
			true => !self.rectified,
			false => self.is_within(today, clean.years),
		};
		stands && clean.kinds.contains(&self.report.kind)
	}

	/// Whether it can count anywhere: it freezes, it is a listing that stands, or it lies within the longest
	/// look-back. What does not needs no place among the firm's records; what gave its place up counts nowhere.
	pub fn matters(&self, today: Day) -> bool {
		let stands = match self.report.kind.is_listing() {
			true => !self.rectified,
			false => self.is_within(today, MAX_LOOK_BACK_YEARS),
		};
		let is_void = self.left_out || self.state == AdverseState::Annulled;
		!is_void && (stands || self.freezes_at().is_some())
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
			AdverseState::Annulled => None,
			AdverseState::Served => Some(SpotCheckState::Served),
			AdverseState::Objected => Some(SpotCheckState::Objected),
			AdverseState::Reinspected => Some(SpotCheckState::Reinspected),
			AdverseState::Final => Some(SpotCheckState::Final),
		}
	}

	fn ensure_open(&self) -> Result<(), AdverseStep> {
		match self.state {
			AdverseState::Final => Err(AdverseStep::Final),
			AdverseState::Annulled => Err(AdverseStep::Annulled),
			_ => Ok(()),
		}
	}

	fn ensure_final(&self) -> Result<(), AdverseStep> {
		match self.state {
			AdverseState::Final => Ok(()),
			AdverseState::Annulled => Err(AdverseStep::Annulled),
			_ => Err(AdverseStep::NotFinal),
		}
	}
}

#[cfg(test)]
#[path = "adverse_tests.rs"]
mod tests;
