//! The fund trace (资金流向): where the money of a loan went, as a graph that people and programs can follow.

use crate::page::said;
use crate::{
	AccountVersion, BasisPoints, BookingKind, Day, Digest, DraftNo, EntryId, EvidenceId, EvidenceKind, Fen,
	HoldKind, LoanId, LoanState, Name, OfficerId, OrgId, PaymentStatus, PlanLineNo, RateKind, SchemeId,
	SchemeVersion, ShortText, Stage, Uetr, Verdict,
};
use alloc::string::String;
use alloc::vec::Vec;
use codec::{Decode, Encode};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// From where to trace.
#[derive(Encode, Decode, TypeInfo, Serialize, Deserialize, Clone, Copy, Debug, PartialEq, Eq)]
pub enum TraceRoot {
	/// All payments of a loan.
	Loan(LoanId),
	/// One payment.
	Payment(Uetr),
}

/// Where the next page begins: a draft of the loan, and a line of it.
pub type TraceCursor = (DraftNo, u16);

/// A page of a trace: a loan, the nodes of this page and how money and proof connect them.
#[derive(Encode, Decode, TypeInfo, Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct TracePage {
	/// The loan.
	pub loan: TraceLoan,
	/// The organisations, payments and documents of this page, each once.
	pub nodes: Vec<TraceNode>,
	/// What connects them.
	pub edges: Vec<TraceEdge>,
	/// With what to ask for the next page; nothing after the last.
	#[serde(deserialize_with = "said")]
	pub next: Option<TraceCursor>,
}

/// A loan with its ledger, in fen.
#[derive(Encode, Decode, TypeInfo, Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct TraceLoan {
	/// The loan.
	pub loan: LoanId,
	/// Who borrows.
	pub borrower: OrgId,
	/// Who lends.
	pub bank: OrgId,
	/// Who attests its evidence beside the bank.
	pub regulator: OrgId,
	/// The programme.
	pub scheme: SchemeId,
	/// The version of the programme.
	pub scheme_version: SchemeVersion,
	/// Where the contract stands.
	pub state: LoanState,
	/// The contract's limit.
	pub limit_fen: Fen,
	/// Drafted and not yet released.
	pub pending_fen: Fen,
	/// Released and not yet disbursed.
	pub released_fen: Fen,
	/// 已放款: disbursed and not yet paid.
	pub to_pay_fen: Fen,
	/// Booked.
	pub settled_fen: Fen,
	/// Confirmed by the payee.
	pub received_fen: Fen,
	/// Came back, or was not paid after its disbursement, and has led nowhere yet.
	pub on_hand_fen: Fen,
	/// Came back and was prepaid: a part of what is repaid.
	pub prepaid_fen: Fen,
	/// Came back when all was repaid, and was credited to the borrower.
	pub credited_fen: Fen,
	/// The last six: principal is owed on it.
	pub disbursed_fen: Fen,
	/// Pending, released and disbursed: what was drawn.
	pub drawn_fen: Fen,
	/// Principal repaid.
	pub repaid_fen: Fen,
	/// The spending plan.
	pub plan: Vec<TracePlanLine>,
	/// Why no money may leave, where that is so: every hold that stands, also where several are of one kind.
	pub holds: Vec<TraceHold>,
	/// The last of the holds that are no more, up to [`MAX_ENDED_HOLDS`], in the order in which they went.
	pub ended_holds: Vec<TraceEndedHold>,
	/// What the contract's rate was held against; nothing where the programme caps no rate.
	#[serde(deserialize_with = "said")]
	pub rate: Option<TraceRate>,
}

/// The reference that a contract's rate was held against when it was prepared.
#[derive(Encode, Decode, TypeInfo, Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct TraceRate {
	/// Which rate.
	pub rate: RateKind,
	/// The entry that the contract pins.
	pub entry: EntryId,
	/// What that says.
	pub value_bp: BasisPoints,
	/// The highest rate that the programme allowed over it.
	pub cap_bp: BasisPoints,
	/// What took the entry's place since (更正), in that order. The contract stands; people look at it.
	pub corrections: Vec<TraceCorrection>,
	/// What holds for the same day now, where that is another entry: a correction, or one that was entered late.
	#[serde(deserialize_with = "said")]
	pub now: Option<TraceRateNow>,
}

/// A correction of a rate.
#[derive(Encode, Decode, TypeInfo, Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct TraceCorrection {
	/// The entry that took the place of the one before.
	pub entry: EntryId,
	/// Why.
	#[serde(deserialize_with = "said")]
	pub reason: Option<ShortText>,
	/// When it was confirmed.
	pub confirmed_on: Day,
}

/// What a rate is for a past day, as is known now.
#[derive(Encode, Decode, TypeInfo, Serialize, Deserialize, Clone, Copy, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct TraceRateNow {
	/// The entry that says so.
	pub entry: EntryId,
	/// The rate.
	pub value_bp: BasisPoints,
}

/// A hold on a loan.
#[derive(Encode, Decode, TypeInfo, Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct TraceHold {
	/// What kind it is.
	pub hold: HoldKind,
	/// Who placed it.
	pub placed_by: OrgId,
	/// The digest of the court's order, of the regulator's decision, or of what the bank names; zero where it names
	/// nothing.
	pub reference: Digest,
	/// The officer.
	pub officer: OfficerId,
	/// Since when it stands.
	pub placed_on: Day,
	/// The last day on which it stands; nothing where it stands until lifted.
	#[serde(deserialize_with = "said")]
	pub until: Option<Day>,
	/// Whose officer asks that it be lifted; it stands until another person agrees.
	#[serde(deserialize_with = "said")]
	pub lift_asked_by: Option<OrgId>,
}

/// The most holds that a trace shows of those that are no more: the last ones. The chain keeps all of them.
pub const MAX_ENDED_HOLDS: u32 = 32;

/// A hold that is no more.
#[derive(Encode, Decode, TypeInfo, Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct TraceEndedHold {
	/// What kind it was.
	pub hold: HoldKind,
	/// Who placed it.
	pub placed_by: OrgId,
	/// The digest of what it rested on; zero where the bank named nothing.
	pub reference: Digest,
	/// The officer who placed it.
	pub officer: OfficerId,
	/// Since when it stood.
	pub placed_on: Day,
	/// The last day on which it would have stood; nothing where it stood until lifted.
	#[serde(deserialize_with = "said")]
	pub until: Option<Day>,
	/// The day on which it went.
	pub ended_on: Day,
	/// Whose officers lifted it; nothing where it ran out, or the same one took its place with a later end.
	#[serde(deserialize_with = "said")]
	pub lifted_by: Option<OrgId>,
	/// The officer who asked that it be lifted.
	#[serde(deserialize_with = "said")]
	pub lift_asked_by: Option<OfficerId>,
	/// The officer who agreed.
	#[serde(deserialize_with = "said")]
	pub lift_agreed_by: Option<OfficerId>,
}

/// A line of the spending plan, in fen.
#[derive(Encode, Decode, TypeInfo, Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct TracePlanLine {
	/// Its number.
	pub number: PlanLineNo,
	/// Who is paid.
	pub payee: OrgId,
	/// Whether it counts as quality-upgrading spend.
	pub quality_upgrading: bool,
	/// When in the purchase it falls.
	pub stage: Stage,
	/// The most that may be paid.
	pub cap_fen: Fen,
	/// What is reserved or paid of it.
	pub used_fen: Fen,
}

/// A node of the graph. Kinds are appended, never changed.
#[derive(Encode, Decode, TypeInfo, Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase", tag = "kind")]
pub enum TraceNode {
	/// An organisation.
	#[codec(index = 0)]
	Organisation(TraceOrganisation),
	/// An entrusted payment.
	#[codec(index = 1)]
	Payment(TracePayment),
	/// A document.
	#[codec(index = 2)]
	Evidence(TraceEvidence),
}

/// An organisation of a trace.
#[derive(Encode, Decode, TypeInfo, Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct TraceOrganisation {
	/// Which.
	pub org: OrgId,
	/// Its name.
	pub name: Name,
	/// Its credit code or registration number.
	pub registration: String,
}

/// An entrusted payment of a trace.
#[derive(Encode, Decode, TypeInfo, Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct TracePayment {
	/// Its key.
	pub uetr: Uetr,
	/// The draft.
	pub draft: DraftNo,
	/// The line of the draft.
	pub line: u16,
	/// The line of the plan.
	pub plan_line: PlanLineNo,
	/// Who is paid.
	pub payee: OrgId,
	/// On which account, by version.
	pub account: AccountVersion,
	/// What is paid.
	pub amount_fen: Fen,
	/// Where it stands.
	pub status: PaymentStatus,
	/// The borrower's mandate.
	#[serde(deserialize_with = "said")]
	pub mandate: Option<OfficerId>,
	/// The bank's maker.
	#[serde(deserialize_with = "said")]
	pub maker: Option<OfficerId>,
	/// The bank's checker.
	#[serde(deserialize_with = "said")]
	pub checker: Option<OfficerId>,
	/// The bank's checker who looked at it first, above whose limit it is.
	#[serde(deserialize_with = "said")]
	pub first_checker: Option<OfficerId>,
	/// Who released it.
	#[serde(deserialize_with = "said")]
	pub releaser: Option<OfficerId>,
	/// Who left it out, where it was.
	#[serde(deserialize_with = "said")]
	pub excluded_by: Option<OfficerId>,
	/// Who confirmed its receipt last, for the payee or in its place.
	#[serde(deserialize_with = "said")]
	pub confirmed_by: Option<OfficerId>,
	/// The bank's officer who booked it, as another had entered it.
	#[serde(deserialize_with = "said")]
	pub booked_by: Option<OfficerId>,
	/// The bank's reference of the disbursement (放款), where that has a booking of its own.
	#[serde(deserialize_with = "said")]
	pub disbursement_reference: Option<String>,
	/// When it was disbursed: on the day of that booking, else on that of the payment's.
	#[serde(deserialize_with = "said")]
	pub disbursed_on: Option<Day>,
	/// The bank's reference.
	#[serde(deserialize_with = "said")]
	pub bank_reference: Option<String>,
	/// The booking date.
	#[serde(deserialize_with = "said")]
	pub booked_on: Option<Day>,
	/// The value date.
	#[serde(deserialize_with = "said")]
	pub value_on: Option<Day>,
	/// Whether the payee confirmed through its bank (assisted), and has not denied it since.
	pub assisted: bool,
	/// What came back of it, and where that led.
	pub came_back: TraceCameBack,
	/// 冲正: bookings that were wrong, in the order in which they were corrected.
	pub corrections: Vec<TraceCounterEntry>,
}

/// What came back of a payment (退汇), or was disbursed and not paid, and where it led.
#[derive(Encode, Decode, TypeInfo, Serialize, Deserialize, Clone, Copy, Debug, Default, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct TraceCameBack {
	/// All of it.
	pub all_fen: Fen,
	/// Of which is on hand still.
	pub on_hand_fen: Fen,
	/// Paid again under other keys.
	pub paid_again_fen: Fen,
	/// Prepaid.
	pub prepaid_fen: Fen,
	/// Credited to the borrower.
	pub credited_fen: Fen,
	/// Its disbursement reversed.
	pub reversed_fen: Fen,
}

/// A booking of a payment that was wrong, with its counter-entry (冲正).
#[derive(Encode, Decode, TypeInfo, Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct TraceCounterEntry {
	/// As what it was booked.
	pub booking: BookingKind,
	/// How much.
	pub amount_fen: Fen,
	/// Under which reference of the bank.
	pub bank_reference: String,
	/// With which booking date.
	pub booked_on: Day,
	/// Why it was wrong.
	pub reason: ShortText,
	/// When it was corrected.
	pub corrected_on: Day,
	/// The officer who entered the counter-entry.
	pub entered_by: OfficerId,
	/// The officer who checked it.
	pub checked_by: OfficerId,
}

/// A document of a trace.
#[derive(Encode, Decode, TypeInfo, Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct TraceEvidence {
	/// Which.
	pub evidence: EvidenceId,
	/// What it is.
	pub document: EvidenceKind,
	/// What it is about.
	pub amount_fen: Fen,
	/// The date on it.
	pub dated_on: Day,
	/// The digest that the verdicts name.
	pub digest: Digest,
	/// SHA-256 of the document.
	pub sha256: Digest,
	/// Whether money may leave on it: both sides speak for it, over one digest, and it is this
	/// financing's for all banks.
	pub verified: bool,
	/// The lending bank's verdict, and whether it still counts.
	#[serde(deserialize_with = "said")]
	pub bank_verdict: Option<TraceVerdict>,
	/// The regulator's verdict, and whether it still counts.
	#[serde(deserialize_with = "said")]
	pub regulator_verdict: Option<TraceVerdict>,
}

/// The verdict of a side on a document.
#[derive(Encode, Decode, TypeInfo, Serialize, Deserialize, Clone, Copy, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct TraceVerdict {
	/// What was found.
	pub verdict: Verdict,
	/// Who found it.
	pub officer: OfficerId,
	/// When.
	pub given_on: Day,
	/// 已撤回: since when it counts no more, because its side took it back.
	#[serde(deserialize_with = "said")]
	pub retracted_on: Option<Day>,
	/// 已失效: since when it counts as not given, because the other side's did not come.
	#[serde(deserialize_with = "said")]
	pub lapsed_on: Option<Day>,
}

/// The verdicts of both sides on the current revision of a document.
#[derive(Encode, Decode, TypeInfo, Serialize, Deserialize, Clone, Copy, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct Verdicts {
	/// The lending bank's.
	#[serde(deserialize_with = "said")]
	pub bank: Option<TraceVerdict>,
	/// The regulator's.
	#[serde(deserialize_with = "said")]
	pub regulator: Option<TraceVerdict>,
}

/// An edge of the graph. Kinds are appended, never changed.
#[derive(Encode, Decode, TypeInfo, Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", tag = "kind")]
pub enum TraceEdge {
	/// Money: from the lending bank, out of the loan, to a payee.
	#[codec(index = 0)]
	Pays {
		/// The payment.
		uetr: Uetr,
		/// The bank.
		from: OrgId,
		/// The payee.
		to: OrgId,
		/// How much.
		amount_fen: Fen,
	},
	/// Proof: a payment rests on a document. Of one that was withdrawn before anybody gave a verdict there is no
	/// node: no money left on it.
	#[codec(index = 1)]
	RestsOn {
		/// The payment.
		uetr: Uetr,
		/// The document.
		evidence: EvidenceId,
	},
	/// A payment replaces one that came back.
	#[codec(index = 2)]
	PaysAgain {
		/// The new payment.
		uetr: Uetr,
		/// The one that came back.
		returned: Uetr,
	},
}
