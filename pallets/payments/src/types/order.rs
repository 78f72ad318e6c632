//! A drawdown that everybody signed beforehand, each for the own step.
//!
//! Signed beside no chain: each officer's key signs one step (`zhidai_primitives::signed::order_step`) of the same
//! digest. An order goes through the same rules as a draft and leaves the same records and events; of it nothing ever
//! waits. Returned money is paid again step by step only.

use crate::types::{allocation::Allocations, records::Lines};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame::prelude::*;
use zhidai_primitives::{Day, LoanId};

/// Payments that are drafted, mandated, approved and released at once. What is signed is its digest:
/// [`zhidai_primitives::drawdown_digest`], which is also that of the draft that it becomes.
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct Order {
	/// The loan.
	pub loan: LoanId,
	/// The payments.
	pub lines: Lines,
	/// The last day on which it is carried out.
	pub expires_on: Day,
	/// What of the payments rests on other documents than their lines name.
	pub allocations: Allocations,
}

/// A signature over [`zhidai_primitives::signed::order_step`] or [`zhidai_primitives::signed::receipt_step`], and the
/// key that gave it.
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct OrderSignature<AccountId, Signature> {
	/// The key's account, an officer's.
	pub account: AccountId,
	/// What it signed.
	pub signature: Signature,
}

/// Every signature that money needs before it leaves.
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct OrderSignatures<AccountId, Signature> {
	/// 委托: the borrower's `Confirm`.
	pub mandate: OrderSignature<AccountId, Signature>,
	/// 经办: the bank's `Maker`.
	pub make: OrderSignature<AccountId, Signature>,
	/// 复核: the bank's `Checker`.
	pub approve: OrderSignature<AccountId, Signature>,
	/// 授权: the bank's `Release`.
	pub release: OrderSignature<AccountId, Signature>,
}
