//! What an alert is.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame::deps::frame_support::{traits::ConstU32, BoundedVec};
use frame::hashing::blake2_256;
use scale_info::TypeInfo;
use zhidai_primitives::traits::Finding;
use zhidai_primitives::{AlertId, Day, Digest, LoanId, OfficerId, OrgId, RateKind, ShortText};

/// Something that people must look at, or did.
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct Alert {
	/// What was found.
	pub finding: Finding,
	/// When.
	pub raised_on: Day,
	/// How many findings more of its kind came while the list was full.
	pub further: u32,
	/// What officers of the bank that it is about said, the oldest first.
	pub answers: Answers,
	/// Whether somebody looked at it.
	pub state: AlertState,
}

impl Alert {
	/// Whether an officer of the bank that it is about has answered all that it counts.
	pub fn is_answered(&self) -> bool {
		self.answers.iter().any(|answer| answer.further >= self.further)
	}

	/// Whether it waits for that bank no more: all is answered, or the bank can say nothing more.
	pub fn is_left_to_regulators(&self) -> bool {
		self.answers.len() >= Answers::bound() || self.is_answered()
	}

	/// Whether this officer has answered all that it counts.
	pub fn is_answered_by(&self, officer: OfficerId) -> bool {
		self.answers.iter().any(|answer| answer.officer == officer && answer.further >= self.further)
	}

	/// Whether there is a place for an answer of this officer. The last one is for somebody who has given none: no
	/// officer takes the word from all others.
	pub fn has_place_for(&self, officer: OfficerId) -> bool {
		let has_spoken = self.answers.iter().any(|answer| answer.officer == officer);
		self.answers.len().saturating_add(usize::from(has_spoken)) < Answers::bound()
	}
}

/// The most answers to one alert.
pub const MAX_ANSWERS: u32 = 4;

/// The answers to an alert: none is overwritten.
pub type Answers = BoundedVec<Answer, ConstU32<MAX_ANSWERS>>;

/// What a bank found out about an alert (说明).
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct Answer {
	/// The bank's officer who answered.
	pub officer: OfficerId,
	/// What the bank says.
	pub text: ShortText,
	/// The digest of the document that shows it, where there is one.
	pub document: Option<Digest>,
	/// How many further findings the alert counted when the officer looked.
	pub further: u32,
	/// When.
	pub on: Day,
}

/// Whether somebody looked at an alert.
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub enum AlertState {
	/// Waits for somebody to look at it.
	Open,
	/// 已办结.
	Closed {
		/// Whose officer closed it.
		org: OrgId,
		/// Who closed it.
		officer: OfficerId,
		/// What came of it.
		outcome: ShortText,
		/// When.
		on: Day,
	},
}

/// The loan that a finding is about.
pub const fn loan_of(finding: &Finding) -> Option<LoanId> {
	match finding {
		Finding::PaymentDisputed { loan, .. }
		| Finding::VerdictsConflict { loan, .. }
		| Finding::VerdictRetracted { loan, .. }
		| Finding::CovenantMissed { loan, .. }
		| Finding::RelatedPayee { loan, .. } => Some(*loan),
		Finding::SettlementUnknown { .. }
		| Finding::RateCorrected { .. }
		| Finding::CalendarCorrected { .. } => None,
	}
}

/// The bank that a finding without a loan is about.
pub(crate) const fn bank_of(finding: &Finding) -> Option<OrgId> {
	match finding {
		Finding::SettlementUnknown { bank, .. }
		| Finding::RateCorrected { rate: RateKind::BankAverage(bank), .. } => Some(*bank),
		_ => None,
	}
}

/// The most alerts of one kind that are listed about one loan, or one bank.
pub const MAX_OPEN_ALERTS: u16 = 32;

/// What alerts are counted by.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
)]
pub enum AlertOwner {
	/// A loan.
	Loan(LoanId),
	/// A bank, where there is no loan.
	Bank(OrgId),
	/// Neither.
	Nobody,
}

impl AlertOwner {
	/// By what a finding is counted.
	pub const fn of(finding: &Finding) -> Self {
		match (loan_of(finding), bank_of(finding)) {
			(Some(loan), _) => Self::Loan(loan),
			(None, Some(bank)) => Self::Bank(bank),
			(None, None) => Self::Nobody,
		}
	}
}

/// How many alerts of a kind are listed.
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OpenCount {
	/// How many.
	pub open: u16,
	/// The last that was raised. While as many are open as may be, it is one of them.
	pub last: AlertId,
}

/// The kind of a finding, as a number: alerts of one kind do not take the places of another's.
pub(crate) const fn kind_of(finding: &Finding) -> u8 {
	match finding {
		Finding::PaymentDisputed { .. } => 0,
		Finding::VerdictsConflict { .. } => 1,
		Finding::SettlementUnknown { .. } => 2,
		Finding::CovenantMissed { .. } => 3,
		Finding::VerdictRetracted { .. } => 4,
		Finding::RelatedPayee { .. } => 5,
		Finding::RateCorrected { .. } => 6,
		Finding::CalendarCorrected { .. } => 7,
	}
}

/// The key under which the same finding is recognised.
pub(crate) fn key_of(finding: &Finding) -> [u8; 32] {
	blake2_256(&finding.encode())
}
