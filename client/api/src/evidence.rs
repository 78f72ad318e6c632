//! Evidence: what kinds there are, and what a side can say of it.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// What a document is (NB-09).
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
	PartialOrd,
	Ord,
)]
pub enum EvidenceKind {
	/// 采购合同.
	PurchaseContract,
	/// 发票.
	Invoice,
	/// 质检报告.
	InspectionReport,
	/// 专利申报记录.
	PatentFiling,
	/// 验收单.
	AcceptanceCertificate,
	/// 送货单.
	DeliveryNote,
	/// 红字发票: takes an invoice back, in whole or in part. No payment rests on it.
	RedLetterInvoice,
}

impl EvidenceKind {
	/// The Chinese name.
	pub const fn chinese(self) -> &'static str {
		match self {
			Self::PurchaseContract => "采购合同",
			Self::Invoice => "发票",
			Self::InspectionReport => "质检报告",
			Self::PatentFiling => "专利申报记录",
			Self::AcceptanceCertificate => "验收单",
			Self::DeliveryNote => "送货单",
			Self::RedLetterInvoice => "红字发票",
		}
	}

	/// Whether a document of this kind can belong to one of that kind: papers of a purchase to its contract, or,
	/// without one, to the invoice that is a purchase by itself; a red letter to the invoice that it takes back.
	pub const fn may_belong_to(self, other: Self) -> bool {
		match self {
			Self::PurchaseContract => false,
			Self::RedLetterInvoice => matches!(other, Self::Invoice),
			Self::Invoice => matches!(other, Self::PurchaseContract),
			_ => matches!(other, Self::PurchaseContract | Self::Invoice),
		}
	}
}

/// Who of the two gives a verdict (双节点验证, NB-10).
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
	PartialOrd,
	Ord,
)]
pub enum Side {
	/// The lending bank.
	Bank,
	/// The market regulator that is competent for the borrower.
	Regulator,
}

/// What a side found.
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
pub enum Verdict {
	/// 核验一致: same bytes, the declared fields agree with the document.
	Consistent,
	/// 查验属实: confirmed at its source.
	Confirmed(VerdictSource),
	/// 核验不一致.
	NotConsistent,
	/// 无法判断.
	CannotTell,
}

impl Verdict {
	/// Whether the verdict speaks for the evidence.
	pub const fn is_positive(self) -> bool {
		matches!(self, Self::Consistent | Self::Confirmed(_))
	}

	/// The Chinese name.
	pub const fn chinese(self) -> &'static str {
		match self {
			Self::Consistent => "核验一致",
			Self::Confirmed(_) => "查验属实",
			Self::NotConsistent => "核验不一致",
			Self::CannotTell => "无法判断",
		}
	}
}

/// Where a side had the evidence confirmed.
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
pub enum VerdictSource {
	/// The signature in the document was verified.
	DocumentSignature,
	/// The seller or testing body stated it.
	IssuerStatement,
	/// A public register was asked (查验平台); the reference of the query is in the verdict.
	Register,
}

/// What the two verdicts on a revision come to, and what became of it.
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
pub enum EvidenceStatus {
	/// A verdict is missing.
	Filed,
	/// Both sides speak for it, over one digest and the same fingerprints.
	Verified,
	/// A side speaks against it and none for it.
	Rejected,
	/// One side speaks for it and the other against it, or they see different fingerprints.
	Conflicting,
	/// Both verdicts are given, a side cannot tell, and none speaks against it.
	Undecided,
	/// Taken back by its filer.
	Withdrawn,
	/// A side took its positive verdict back, and has not given it again.
	Retracted,
}

impl EvidenceStatus {
	/// Whether payments may be prepared on it.
	pub const fn stands(self) -> bool {
		matches!(self, Self::Filed | Self::Verified)
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_contract_belongs_to_nothing_and_a_red_letter_to_an_invoice() {
		use EvidenceKind::*;
		let all = [
			PurchaseContract,
			Invoice,
			InspectionReport,
			PatentFiling,
			AcceptanceCertificate,
			DeliveryNote,
			RedLetterInvoice,
		];
		let to = |kind: EvidenceKind| {
			let others = all.into_iter().filter(move |other| kind.may_belong_to(*other));
			others.collect::<alloc::vec::Vec<_>>()
		};
		assert_eq!(to(PurchaseContract), []);
		assert_eq!(to(RedLetterInvoice), [Invoice]);
		assert_eq!(to(Invoice), [PurchaseContract]);
		for kind in [InspectionReport, PatentFiling, AcceptanceCertificate, DeliveryNote] {
			assert_eq!(to(kind), [PurchaseContract, Invoice]);
		}
	}
}
