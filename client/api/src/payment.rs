//! Payments and drafts as others see them.

use crate::hash::blake2_256;
use crate::{signed, AccountVersion, Day, Digest, Uetr};
use alloc::string::String;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// Where a draft stands.
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
pub enum DraftState {
	/// Waits for mandate, maker or checker.
	Drafted,
	/// 复核: waits for release, as a whole or in part.
	Approved,
	/// Every line was released or left out.
	Done,
	/// Refused by the bank or taken back by the borrower.
	Rejected,
	/// Past its last day before every line was released.
	Lapsed,
}

/// Where a payment stands. Derived from its draft and the settlement results, never stored twice.
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
pub enum PaymentStatus {
	/// Waits for mandate, maker, checker or release.
	Pending,
	/// 已授权: the bank may pay.
	Released,
	/// 入账: booked by the bank.
	Settled,
	/// Never disbursed: undrawn again.
	Failed,
	/// 收款确认: confirmed by the payee.
	Received,
	/// The payee denies it.
	Disputed,
	/// 退汇, or disbursed and not paid: on hand, drawn and owed until it leads somewhere.
	Returned,
	/// Returned, and paid again under another key.
	PaidAgain,
	/// Rejected, lapsed or left out at release: undrawn again.
	Cancelled,
	/// 放款: disbursed, and not paid yet.
	Disbursed,
	/// 提前还本: returned, and the bank took it back as principal.
	Prepaid,
	/// 退还借款人: returned when nothing was owed any more, and credited to the borrower.
	CreditedBack,
	/// 放款撤销: returned, and its disbursement was reversed: undrawn again.
	Reversed,
	/// 已核查: the payee denies it still, and a regulator closed the alert: it holds nobody any more.
	Examined,
}

impl PaymentStatus {
	/// The Chinese name.
	pub const fn chinese(self) -> &'static str {
		match self {
			Self::Pending => "待授权",
			Self::Released => "已授权",
			Self::Settled => "已入账",
			Self::Failed => "未入账",
			Self::Received => "已确认收款",
			Self::Disputed => "有争议",
			Self::Returned => "已退汇",
			Self::PaidAgain => "已重付",
			Self::Cancelled => "已取消",
			Self::Disbursed => "已放款",
			Self::Prepaid => "已提前还本",
			Self::CreditedBack => "已退还借款人",
			Self::Reversed => "放款已撤销",
			Self::Examined => "有争议，已核查",
		}
	}
}

/// Where money leads that came back, other than to its payee once more.
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
pub enum DisposalKind {
	/// 提前还本: the bank takes it back, and so much principal is repaid.
	Prepay,
	/// 退还借款人: where nothing is owed, it is the borrower's.
	Credit,
	/// 放款撤销: within the bank it is as if it had never been disbursed.
	Reverse,
}

/// A booking of a payment, as a counter-entry (冲正) names it.
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
pub enum BookingKind {
	/// 放款, under a reference of its own.
	Disbursed,
	/// 入账, and with it the disbursement where that has no reference of its own.
	Settled,
	/// Not paid.
	Failed,
	/// 退汇, in full or in part.
	Returned,
	/// 提前还本, with money that came back.
	Prepaid,
	/// 退还借款人.
	CreditedBack,
	/// 放款撤销.
	Reversed,
}

impl BookingKind {
	/// Every kind.
	pub const ALL: [Self; 7] = [
		Self::Disbursed,
		Self::Settled,
		Self::Failed,
		Self::Returned,
		Self::Prepaid,
		Self::CreditedBack,
		Self::Reversed,
	];

	/// The Chinese name.
	pub const fn chinese(self) -> &'static str {
		match self {
			Self::Disbursed => "放款",
			Self::Settled => "入账",
			Self::Failed => "未入账",
			Self::Returned => "退汇",
			Self::Prepaid => "提前还本",
			Self::CreditedBack => "退还借款人",
			Self::Reversed => "放款撤销",
		}
	}
}

impl From<DisposalKind> for BookingKind {
	fn from(disposal: DisposalKind) -> Self {
		match disposal {
			DisposalKind::Prepay => Self::Prepaid,
			DisposalKind::Credit => Self::CreditedBack,
			DisposalKind::Reverse => Self::Reversed,
		}
	}
}

/// Why a result of a settlement file was not booked and waits in the bank's queue of mismatches (差异). Kinds are
/// appended.
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
pub enum MismatchReason {
	/// No payment has this UETR.
	UnknownKey,
	/// The payment is of a loan of another bank.
	OtherBank,
	/// The payment may not leave the bank: it was not released, or is cancelled.
	NotReleased,
	/// The bank names another amount than the payment has.
	AmountDiffers,
	/// The bank names another account than the payment has.
	AccountDiffers,
	/// The booking date is before the day on which the draft was first released.
	BookedBeforeRelease,
	/// The booking date is in the future.
	BookedInFuture,
	/// The value date is further from the booking date than is possible.
	ValueDateTooFar,
	/// The return is dated before the booking of what came back.
	ReturnedBeforeBooking,
	/// The payment has such a booking, with another reference, date or reason.
	BookedOtherwise,
	/// Such an outcome cannot follow where the payment stands.
	WrongOrder,
	/// Another payment has this bank's reference in the same file, for the same kind of booking.
	ReferenceUsed,
	/// The loan's ledger did not move the money.
	NotMoved,
	/// Exactly this was booked and has its counter-entry: what is right after it has a reference of its own.
	Corrected,
	/// The payment, or its failure, is dated before the disbursement.
	PaidBeforeDisbursed,
	/// The payment has come back in as many parts as are kept.
	TooManyReturns,
}

impl MismatchReason {
	/// The Chinese name.
	pub const fn chinese(self) -> &'static str {
		match self {
			Self::UnknownKey => "查无此笔",
			Self::OtherBank => "非本行贷款",
			Self::NotReleased => "未授权",
			Self::AmountDiffers => "金额不符",
			Self::AccountDiffers => "账户不符",
			Self::BookedBeforeRelease => "入账早于授权",
			Self::BookedInFuture => "入账日在将来",
			Self::ValueDateTooFar => "起息日不符",
			Self::ReturnedBeforeBooking => "退汇早于入账",
			Self::BookedOtherwise => "与已入账不一致",
			Self::WrongOrder => "状态不符",
			Self::ReferenceUsed => "流水号重复",
			Self::NotMoved => "台账未记",
			Self::Corrected => "已冲正",
			Self::PaidBeforeDisbursed => "支付早于放款",
			Self::TooManyReturns => "退汇笔数过多",
		}
	}
}

/// What became of a payment, as a client tells it. The chain's own type is written the same.
#[derive(Encode, Serialize, Clone, Debug, PartialEq, Eq)]
pub enum BankOutcome {
	/// 入账.
	Settled,
	/// Never booked.
	Failed {
		/// Why.
		reason: String,
	},
	/// 退汇: all of it, or the part that the result's amount says.
	Returned {
		/// Why.
		reason: String,
	},
	/// 放款: disbursed, under a reference of its own; paid or not with another result.
	Disbursed,
}

/// A line of a settlement file, as a client hands it in. The chain's own type is written the same.
#[derive(Encode, Serialize, Clone, Debug, PartialEq, Eq)]
pub struct BankResult {
	/// The payment.
	pub uetr: Uetr,
	/// What became of it.
	pub outcome: BankOutcome,
	/// What the bank's core system paid, or of a return, what came back; in fen.
	pub amount_fen: u64,
	/// The account that it paid to, by version, where the file says it.
	pub account: Option<AccountVersion>,
	/// The bank's reference.
	pub bank_reference: String,
	/// The booking date.
	pub booked_on: Day,
	/// The value date.
	pub value_on: Day,
}

/// What the officer who enters a settlement file names, and the officer who books it must hand in: every result.
pub fn results_digest(results: &[BankResult]) -> Digest {
	primitive_types::H256(blake2_256(&signed::results(&results)))
}
