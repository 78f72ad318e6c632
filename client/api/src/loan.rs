//! Loans as others see them.

use crate::{BasisPoints, Day, EvidenceKind, Fen, OrgId, SchemeId, SchemeVersion};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// Where a loan contract stands.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Serialize,
	Deserialize,
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
)]
pub enum LoanState {
	/// Prepared by the bank's maker.
	Prepared,
	/// 要约: checked by the bank's checker, waits for the borrower.
	Offered,
	/// 生效: signed by the borrower.
	Active,
	/// 结清.
	Closed,
	/// The bank took the offer back or the borrower declined it.
	Withdrawn,
	/// Nobody signed it by its last day.
	Lapsed,
}

/// What the pallets to the right need to know of a loan.
#[derive(Encode, Decode, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct LoanFacts {
	/// Who borrows.
	pub borrower: OrgId,
	/// Who lends.
	pub bank: OrgId,
	/// The market regulator that attests this loan's evidence.
	pub regulator: OrgId,
	/// The programme.
	pub scheme: SchemeId,
	/// The version of the programme that the contract pins.
	pub scheme_version: SchemeVersion,
	/// Where the contract stands.
	pub state: LoanState,
	/// The day on which the borrower signed it; nothing before, and of one that was withdrawn or lapsed.
	pub signed_on: Option<Day>,
	/// The covenant: share of the drawn money that must go to quality upgrading, in basis points; nothing without one.
	pub quality_share_bp: Option<BasisPoints>,
	/// Everything that was drawn and did not become undrawn again: pending, released, disbursed.
	pub drawn: Fen,
	/// The contract's limit.
	pub limit: Fen,
	/// The last day on which it can be drawn: the earlier of the availability's and the term's; the
	/// availability's before the contract is signed.
	pub drawable_until: Day,
}

/// When in a purchase a payment falls.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Serialize,
	Deserialize,
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
)]
pub enum Stage {
	/// 预付: rests on the purchase contract alone until the invoice is due.
	Prepayment,
	/// 交货.
	Delivery,
	/// 验收.
	Acceptance,
	/// 质保金.
	Retention,
	/// 进度款.
	Progress,
}

/// A line of the spending plan: the contract's split, signed by both sides. Closed: no line, no payment.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Serialize,
	Deserialize,
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
)]
pub struct PlanLine {
	/// Who is paid. Never the borrower nor anyone related to it.
	pub payee: OrgId,
	/// Whether what is bought counts as quality-upgrading spend (质量升级支出).
	pub quality_upgrading: bool,
	/// The most that may be paid on this line.
	pub cap: Fen,
	/// When in the purchase the payment falls.
	pub stage: Stage,
	/// What must be verified by both sides before money moves; of a prepayment, the purchase contract.
	pub evidence_before: EvidenceKind,
	/// Within how many days after the payment the invoice is due, for a prepayment.
	pub invoice_due_days: Option<u16>,
}

/// A rule by the error that stands for it: what the runtime's metadata names.
#[derive(Encode, Decode, TypeInfo, Serialize, Deserialize, Clone, Copy, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", tag = "kind")]
pub enum Rule {
	/// An error of a pallet.
	#[codec(index = 0)]
	Module {
		/// The pallet's index in the runtime.
		pallet: u8,
		/// The error as the runtime encodes it: its index, then its fields.
		error: [u8; 4],
	},
	/// An error of the runtime itself, as it encodes it.
	#[codec(index = 1)]
	Other {
		/// Its index.
		index: u8,
	},
}

/// One rule that a draft would break: what `check_payment` answers, every one of them.
#[derive(Encode, Decode, TypeInfo, Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct Violation {
	/// The error with which the call would refuse.
	pub rule: Rule,
	/// The line of the draft, from 0; nothing where the draft as a whole breaks the rule.
	pub line: Option<u16>,
	/// What the draft has (an amount in fen, a day, a count), where the rule compares numbers.
	pub have: Option<u64>,
	/// What the rule allows at the most, in the same unit.
	pub allowed: Option<u64>,
}
