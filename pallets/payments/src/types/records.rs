//! What is stored of a payment, and what a bank's settlement file says.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame::prelude::*;
use zhidai_primitives::{
	AccountVersion, BookingKind, Day, Digest, DraftLine, DraftNo, Duty, EvidenceId, Fen, LoanId, OfficerId,
	OrgId, PlanLineNo, ShortText, SignedBy, Uetr, MAX_LINES, MAX_PLAN_LINES,
};

pub use crate::types::on_hand::{
	Correction, Disposal, LedTo, ReturnRecord, MAX_CORRECTIONS, MAX_DISPOSALS, MAX_PARTS, MAX_RETURNS,
};
pub use zhidai_primitives::limits::{MAX_BANK_REFERENCE, MAX_RECEIPTS, MAX_TAKEN_BACK};

/// The most that is kept of one payment's receipts that were taken back: by its payee, and by the bank in its place.
pub const MAX_TAKINGS_BACK: u32 = 2 * MAX_TAKEN_BACK;

/// The most receipts signed beside the chain that are taken for one payment: each time that it waits for the payee's
/// word, also when a booking was corrected, one denial, and one confirmation after it.
pub const MAX_SIGNED_RECEIPTS: u32 = 2 * (MAX_TAKINGS_BACK + MAX_CORRECTIONS + 1);

/// A draft's key: the loan, and the draft's number in it.
pub type DraftKey = (LoanId, DraftNo);
/// The lines of a draft.
pub type Lines = BoundedVec<DraftLine, ConstU32<MAX_LINES>>;
/// Some lines of a draft, by their position from 0.
pub type LineNumbers = BoundedVec<u16, ConstU32<MAX_LINES>>;
/// The lines of the spending plan over which a drawdown is divided, in the plan's order.
pub type SplitLines = BoundedVec<SplitLine, ConstU32<MAX_PLAN_LINES>>;
/// The bank's own reference of a booking, in printable ASCII.
pub type BankReference = BoundedVec<u8, ConstU32<MAX_BANK_REFERENCE>>;
/// The results of one settlement file.
pub type SettlementResults = BoundedVec<SettlementResult, ConstU32<MAX_LINES>>;
/// The keys of payments, as many as a payee confirms at once.
pub type Receipts = BoundedVec<Uetr, ConstU32<MAX_RECEIPTS>>;
/// Returned payments that are to be paid again.
pub type PayAgainLines = BoundedVec<PayAgainLine, ConstU32<MAX_LINES>>;
/// The returned payments that the lines of a draft pay again, in their order.
pub type ReturnedPayments = BoundedVec<Uetr, ConstU32<MAX_LINES>>;

/// The version of [`PaymentRef`] that is written.
pub const PAYMENT_VERSION: u8 = 1;
/// The most bytes of a [`PaymentRef`]. Values above 32 bytes become a database node of their own, and this is the one
/// random key per payment.
pub(crate) const PAYMENT_REF_LEN: usize = 1 + 4 + 4 + 2 + 2 + 4 + 9 + 5;
const _: () = assert!(PAYMENT_REF_LEN <= 32);

/// What is found under a payment's key. Written once, when the draft is made.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Copy, Debug, PartialEq, Eq,
)]
pub struct PaymentRef {
	/// The version of this record.
	pub version: u8,
	/// The loan.
	pub loan: LoanId,
	/// The draft of the loan.
	pub draft: DraftNo,
	/// The line of the draft, from 0.
	pub line: u16,
	/// The line of the spending plan.
	pub plan_line: PlanLineNo,
	/// Who is paid.
	pub payee: OrgId,
	/// What is paid, in fen.
	#[codec(compact)]
	pub amount_fen: u64,
	/// The evidence that the payment rests on.
	pub evidence: Option<EvidenceId>,
}

impl PaymentRef {
	/// What is paid.
	pub const fn amount(&self) -> Fen {
		Fen(self.amount_fen)
	}

	/// The draft's key.
	pub const fn key(&self) -> DraftKey {
		(self.loan, self.draft)
	}
}

/// A line of the spending plan over which a drawdown is divided.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Copy, Debug, PartialEq, Eq,
)]
pub struct SplitLine {
	/// The line of the plan.
	pub plan_line: PlanLineNo,
	/// The payee's receiving account, by version.
	pub account: AccountVersion,
	/// The evidence that the payment rests on.
	pub evidence: Option<EvidenceId>,
}

/// What became of a released payment at the bank.
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
	/// 入账: booked.
	Settled,
	/// Not paid: never disbursed, or on hand where it was.
	Failed {
		/// Why.
		reason: ShortText,
	},
	/// 退汇: booked, and all of it or a part came back.
	Returned {
		/// Why.
		reason: ShortText,
	},
	/// 放款: disbursed, under a reference of its own. The usual payment has none: its booking is that of both.
	Disbursed,
}

impl Outcome {
	/// As which booking a counter-entry names it.
	pub const fn booking(&self) -> BookingKind {
		match self {
			Self::Settled => BookingKind::Settled,
			Self::Failed { .. } => BookingKind::Failed,
			Self::Returned { .. } => BookingKind::Returned,
			Self::Disbursed => BookingKind::Disbursed,
		}
	}

	/// Why the money did not leave, or came back; nothing where it was booked.
	pub const fn reason(&self) -> Option<&ShortText> {
		match self {
			Self::Settled | Self::Disbursed => None,
			Self::Failed { reason } | Self::Returned { reason } => Some(reason),
		}
	}
}

/// One line of a settlement file.
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct SettlementResult {
	/// The payment.
	pub uetr: Uetr,
	/// What became of it.
	pub outcome: Outcome,
	/// What the bank's core system paid, or of a return, what came back; in fen.
	pub amount_fen: u64,
	/// The account that it paid to, by version, where the file says it.
	pub account: Option<AccountVersion>,
	/// The bank's reference.
	pub bank_reference: BankReference,
	/// The booking date.
	pub booked_on: Day,
	/// The value date (起息日).
	pub value_on: Day,
}

impl SettlementResult {
	/// What was paid.
	pub const fn amount(&self) -> Fen {
		Fen(self.amount_fen)
	}
}

/// How the bank booked a payment, its disbursement, its return, or where what came back leads.
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct SettlementRecord {
	/// The bank's reference.
	pub bank_reference: BankReference,
	/// The booking date.
	pub booked_on: Day,
	/// The value date.
	pub value_on: Day,
	/// The bank's officer who booked it, as a colleague had entered it.
	pub booked_by: SignedBy,
}

impl SettlementRecord {
	/// How this officer books a result.
	pub fn new(result: &SettlementResult, booked_by: SignedBy) -> Self {
		let SettlementResult { booked_on, value_on, .. } = *result;
		Self { bank_reference: result.bank_reference.clone(), booked_on, value_on, booked_by }
	}

	/// Whether exactly this was booked, by whomever.
	pub fn is_of(&self, result: &SettlementResult) -> bool {
		let same_days = self.booked_on == result.booked_on && self.value_on == result.value_on;
		same_days && self.bank_reference == result.bank_reference
	}
}

/// A failure or a return (退汇).
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct SetbackRecord {
	/// Why the money did not leave, or came back.
	pub reason: ShortText,
	/// How the bank booked it.
	pub booking: SettlementRecord,
}

impl SetbackRecord {
	/// Whether it is exactly this, by whomever it was booked.
	pub fn is_of(&self, result: &SettlementResult) -> bool {
		result.outcome.reason() == Some(&self.reason) && self.booking.is_of(result)
	}
}

/// Who confirmed a receipt, and when.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Copy, Debug, PartialEq, Eq,
)]
pub struct Confirmation {
	/// The officer, of the payee or of the bank in its place.
	pub by: SignedBy,
	/// The day.
	pub on: Day,
}

/// That a confirmed receipt was taken back, with all that was said before.
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct TakenBack {
	/// Who had confirmed it, and when.
	pub confirmed: Confirmation,
	/// Where it was confirmed through the bank: the digest of the payee's statement.
	pub witness: Option<Digest>,
	/// And the bank's officer who had entered that.
	pub witnessed_by: Option<SignedBy>,
	/// Why the payee had denied it before.
	pub denied: Option<ShortText>,
	/// Who took it back.
	pub by: SignedBy,
	/// What the bank confirmed takes two: who of them entered it.
	pub entered_by: Option<SignedBy>,
	/// When.
	pub on: Day,
	/// Why.
	pub reason: ShortText,
}

/// What is said of a payment beyond its state; only exceptions have one.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Debug, Default, PartialEq, Eq,
)]
pub struct LineExtra {
	/// How it failed.
	pub failed: Option<SetbackRecord>,
	/// Why the payee denied it.
	pub disputed: Option<ShortText>,
	/// How it came back, part by part.
	pub returns: BoundedVec<ReturnRecord, ConstU32<MAX_RETURNS>>,
	/// The payment that is drafted to pay what is on hand of it again.
	pub paying_again: Option<Uetr>,
	/// Where what came back has led, in that order.
	pub disposals: BoundedVec<Disposal, ConstU32<MAX_DISPOSALS>>,
	/// 冲正: what was booked wrongly, each with its counter-entry, in that order.
	pub corrections: BoundedVec<Correction, ConstU32<MAX_CORRECTIONS>>,
	/// Where the receipt was confirmed through the bank: the digest of the payee's statement.
	pub witness: Option<Digest>,
	/// And the bank's officer who entered it, whom another checked.
	pub witnessed_by: Option<SignedBy>,
	/// The digests of the receipts that were signed beside the chain and handed in: each is taken once.
	pub receipts: BoundedVec<Digest, ConstU32<MAX_SIGNED_RECEIPTS>>,
	/// How often a confirmed receipt was taken back, the oldest first.
	pub taken_back: BoundedVec<TakenBack, ConstU32<MAX_TAKINGS_BACK>>,
}

impl LineExtra {
	/// Whether the receipt stands on the bank's word alone: confirmed through it, and not denied by the payee since. A
	/// payee that denied it has spoken for itself, and confirms for itself.
	pub const fn is_assisted(&self) -> bool {
		self.witness.is_some() && self.disputed.is_none()
	}

	/// How many words were said of the payment: a denial is one, and what ends all that was said before counts two: a
	/// receipt that is taken back, and a booking that is corrected. It only grows, with each word after which the
	/// payment waits for another one, so that a receipt that was signed before that word is known by it.
	pub fn words(&self) -> u8 {
		let is_booking = |correction: &&Correction| correction.booking == BookingKind::Settled;
		let corrected = self.corrections.iter().filter(is_booking).count();
		let ended = self.taken_back.len().saturating_add(corrected);
		let words = ended.saturating_mul(2).saturating_add(usize::from(self.disputed.is_some()));
		u8::try_from(words).unwrap_or(u8::MAX)
	}

	/// How often it was taken back: by the bank in the payee's place, or by the payee.
	pub fn times_taken_back(&self, by_the_bank: bool) -> u32 {
		let such = self.taken_back.iter().filter(|taken| taken.entered_by.is_some() == by_the_bank);
		such.count().saturated_into()
	}

	/// How many bookings of it have counter-entries.
	pub fn corrected(&self) -> u32 {
		self.corrections.len().saturated_into()
	}

	/// How often something of it was undone: what was entered before that to be undone is not what would be now.
	pub fn undone_before(&self) -> u32 {
		let taken_back: u32 = self.taken_back.len().saturated_into();
		taken_back.saturating_add(self.corrected())
	}

	/// How much of what came back has led somewhere.
	pub fn led(&self) -> Fen {
		Fen(self.disposals.iter().fold(0, |sum, disposal| disposal.amount_fen.saturating_add(sum)))
	}

	/// What is on hand of so much that came back.
	pub fn on_hand(&self, back: Fen) -> Fen {
		back.saturating_sub(self.led())
	}

	/// Whether exactly this was booked and has its counter-entry. A return of another amount is the right one for it.
	pub fn was_corrected(&self, result: &SettlementResult) -> bool {
		let booked_as = (result.outcome.booking(), result.amount_fen);
		self.corrections.iter().any(|correction| {
			(correction.booking, correction.amount_fen) == booked_as && correction.record.is_of(result)
		})
	}
}

/// A payment that came back, all or in part, and the new one that pays what is on hand of it, on the same line of the
/// plan.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Copy, Debug, PartialEq, Eq,
)]
pub struct PayAgainLine {
	/// The payment that came back.
	pub returned: Uetr,
	/// The key of the new one.
	pub uetr: Uetr,
	/// The account that is paid this time.
	pub account: AccountVersion,
}

/// Who signed a draft, as far as it has come.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Copy, Debug, Default, PartialEq, Eq,
)]
pub struct Signatures {
	/// 委托: the borrower's officer.
	pub mandate: Option<SignedBy>,
	/// 经办: the bank's officer who made it or took it up.
	pub maker: Option<SignedBy>,
	/// 复核: the bank's officer who approved it.
	pub checker: Option<SignedBy>,
	/// 授权: the bank's officer who released last.
	pub releaser: Option<OfficerId>,
	/// 复核: the bank's officer who looked at it first, above whose limit it is, so that another checker approves.
	pub first_check: Option<SignedBy>,
}

impl Signatures {
	/// Those before the release of which this says that they count still.
	pub(crate) fn counting(self, counts: impl Fn(SignedBy, Duty) -> bool) -> Self {
		Self {
			mandate: self.mandate.filter(|by| counts(*by, Duty::Confirm)),
			maker: self.maker.filter(|by| counts(*by, Duty::Maker)),
			checker: self.checker.filter(|by| counts(*by, Duty::Checker)),
			releaser: self.releaser,
			// Who approved covers it alone; who looked at it before is then a matter of record.
			first_check: self.first_check.filter(|by| self.checker.is_some() || counts(*by, Duty::Checker)),
		}
	}
}

/// What a signature covers: how many payments, and their sum.
pub(crate) struct Signed {
	pub(crate) count: u16,
	pub(crate) sum_fen: u64,
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn the_hot_record_fits_into_32_bytes() {
		let largest = PaymentRef {
			version: 1,
			loan: LoanId(u32::MAX),
			draft: DraftNo(u32::MAX),
			line: u16::MAX,
			plan_line: PlanLineNo(u16::MAX),
			payee: OrgId(u32::MAX),
			amount_fen: u64::MAX,
			evidence: Some(EvidenceId(u32::MAX)),
		};
		assert_eq!(largest.encoded_size(), PAYMENT_REF_LEN);
	}
}
