//! Payments and drafts as others see them.

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
	/// Never booked: undrawn again.
	Failed,
	/// 收款确认: confirmed by the payee.
	Received,
	/// The payee denies it.
	Disputed,
	/// 退汇: stays drawn until paid again.
	Returned,
	/// Returned, and paid again under another key.
	PaidAgain,
	/// Rejected, lapsed or left out at release: undrawn again.
	Cancelled,
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
		}
	}
}
