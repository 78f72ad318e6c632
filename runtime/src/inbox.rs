//! Work that waits for an officer (待办), and the explanation of a firm's tier. Nothing in a block calls this.

use crate::{AccountId, Evidence, Loans, Payments, Registry, Runtime, Schemes};
use alloc::vec::Vec;
use codec::{Decode, Encode};
use pallet_payments::{DraftState, DraftView};
use scale_info::TypeInfo;
use serde::Serialize;
use zhidai_primitives::traits::{PaymentStatus, SchemeBook};
use zhidai_primitives::{
	Digest, DraftNo, Duties, Duty, EvidenceId, Fen, LoanId, LoanState, OrgId, SchemeId, Uetr,
};

/// The most entries of each kind: what is more comes up when these are done.
const MAX_OF_KIND: u32 = 100;
/// How many pages are turned where much is listed that cannot be done today.
const MAX_PAGES: u32 = 100;

/// Something that waits for an officer's organisation, and that a duty of the officer can do. Kinds are appended.
#[derive(Encode, Decode, TypeInfo, Serialize, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", tag = "kind")]
pub enum PendingWork {
	/// A two-person act to approve: `registry.approve`.
	#[codec(index = 0)]
	Act {
		/// Which.
		act: u32,
		/// What the approval names.
		digest: Digest,
	},
	/// A contract to check: `loans.check_offer`.
	#[codec(index = 1)]
	ContractToCheck {
		/// The loan.
		loan: LoanId,
		/// What the checker names.
		digest: Digest,
	},
	/// A contract to sign: `loans.sign`.
	#[codec(index = 2)]
	ContractToSign {
		/// The loan.
		loan: LoanId,
		/// What the borrower names.
		digest: Digest,
	},
	/// A drawdown to mandate: `payments.mandate`.
	#[codec(index = 3)]
	DraftToMandate(DraftWork),
	/// A drawdown application to take up: `payments.make`.
	#[codec(index = 4)]
	DraftToMake(DraftWork),
	/// A drawdown to approve: `payments.approve`.
	#[codec(index = 5)]
	DraftToApprove(DraftWork),
	/// A drawdown to release: `payments.release`.
	#[codec(index = 6)]
	DraftToRelease(DraftWork),
	/// A verdict to give: `evidence.give_verdict`.
	#[codec(index = 7)]
	VerdictToGive {
		/// The evidence.
		evidence: EvidenceId,
		/// Its revision.
		revision: u16,
		/// The loan.
		loan: LoanId,
		/// What the verdict names.
		digest: Digest,
	},
	/// A receipt to confirm or to deny: `payments.confirm`, `payments.dispute`.
	#[codec(index = 8)]
	ReceiptToConfirm {
		/// The payment.
		uetr: Uetr,
		/// The loan.
		loan: LoanId,
		/// What was paid.
		amount_fen: Fen,
	},
}

/// A drawdown that waits.
#[derive(Encode, Decode, TypeInfo, Serialize, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct DraftWork {
	/// The loan.
	pub loan: LoanId,
	/// The draft.
	pub draft: DraftNo,
	/// What everybody signs.
	pub digest: Digest,
	/// How many payments.
	pub count: u16,
	/// Their sum.
	pub sum_fen: Fen,
}

/// What waits for the organisation of this account and can be done with the officer's duties.
pub fn inbox(account: &AccountId) -> Vec<PendingWork> {
	let Some(entry) = pallet_registry::Officers::<Runtime>::get(account).filter(|entry| entry.active) else {
		return Vec::new();
	};
	let (org, duties) = (entry.org, entry.duties);
	let mut work = acts(org, duties);
	work.extend(contracts(org, duties));
	work.extend(drafts(org, duties));
	if duties.has(Duty::Attest) {
		work.extend(verdicts(org));
	}
	if duties.has(Duty::Confirm) {
		work.extend(receipts(org));
	}
	work
}

fn acts(org: OrgId, duties: Duties) -> Vec<PendingWork> {
	let acts = Registry::acts_to_approve(org).into_iter();
	acts.filter(|(_, pending)| duties.has(pending.act.demand().approver))
		.map(|(act_id, pending)| PendingWork::Act { act: act_id.0, digest: pending.act.digest(act_id) })
		.collect()
}

fn contracts(org: OrgId, duties: Duties) -> Vec<PendingWork> {
	let waiting = Loans::waiting_for(org, None, MAX_OF_KIND).into_iter();
	waiting
		.filter_map(|(loan, state)| {
			let digest = Loans::terms(loan)?.digest;
			match state {
				LoanState::Prepared if duties.has(Duty::Checker) => {
					Some(PendingWork::ContractToCheck { loan, digest })
				}
				LoanState::Offered if duties.has(Duty::Confirm) => {
					Some(PendingWork::ContractToSign { loan, digest })
				}
				_ => None,
			}
		})
		.collect()
}

fn drafts(org: OrgId, duties: Duties) -> Vec<PendingWork> {
	let mut found: Vec<PendingWork> = Vec::new();
	for draft in Payments::open_drafts_of(org, None, MAX_OF_KIND).drafts {
		found.extend(at_the_bank(&draft, duties));
	}
	if duties.has(Duty::Confirm) {
		found.extend(at_the_borrower(org));
	}
	found
}

fn at_the_bank(draft: &DraftView, duties: Duties) -> Option<PendingWork> {
	let work = DraftWork::from(draft);
	match draft.state {
		DraftState::Drafted if draft.signatures.maker.is_none() => {
			duties.has(Duty::Maker).then_some(PendingWork::DraftToMake(work))
		}
		DraftState::Drafted if draft.signatures.mandate.is_some() => {
			duties.has(Duty::Checker).then_some(PendingWork::DraftToApprove(work))
		}
		DraftState::Approved => duties.has(Duty::Release).then_some(PendingWork::DraftToRelease(work)),
		_ => None,
	}
}

fn at_the_borrower(borrower: OrgId) -> Vec<PendingWork> {
	let mut banks: Vec<OrgId> = Loans::loans_of_borrower(borrower, None, MAX_OF_KIND)
		.into_iter()
		.filter_map(|loan| Some(Loans::loan(loan)?.bank))
		.collect();
	banks.sort_unstable();
	banks.dedup();
	let drafts = banks.into_iter().flat_map(|bank| Payments::open_drafts_of(bank, None, 1_000).drafts);
	drafts
		.filter(|draft| draft.state == DraftState::Drafted && draft.signatures.mandate.is_none())
		.filter(|draft| Loans::loan(draft.loan).is_some_and(|loan| loan.borrower == borrower))
		.map(|draft| PendingWork::DraftToMandate(DraftWork::from(&draft)))
		.collect()
}

impl From<&DraftView> for DraftWork {
	fn from(draft: &DraftView) -> Self {
		Self {
			loan: draft.loan,
			draft: draft.draft,
			digest: draft.digest,
			count: draft.count,
			sum_fen: draft.sum,
		}
	}
}

fn verdicts(org: OrgId) -> Vec<PendingWork> {
	let most = usize::try_from(MAX_OF_KIND).unwrap_or_default();
	let (mut waiting, mut cursor) = (Vec::new(), None);
	for _ in 0..MAX_PAGES {
		let page = Evidence::inbox(org, cursor, MAX_OF_KIND);
		waiting.extend(page.items);
		cursor = page.next;
		if cursor.is_none() || waiting.len() >= most {
			break;
		}
	}
	waiting
		.into_iter()
		.take(most)
		.filter_map(|(evidence, revision)| {
			let (record, _) = Evidence::known(evidence).ok()?;
			Some(PendingWork::VerdictToGive { evidence, revision, loan: record.loan, digest: record.digest })
		})
		.collect()
}

fn receipts(org: OrgId) -> Vec<PendingWork> {
	let waiting = Payments::waiting_at(org, None, MAX_OF_KIND).payments.into_iter();
	waiting
		.filter(|payment| payment.status == PaymentStatus::Settled)
		.map(|payment| PendingWork::ReceiptToConfirm {
			uetr: payment.uetr,
			loan: payment.loan,
			amount_fen: payment.amount,
		})
		.collect()
}

/// Why a firm has its tier under a programme's version in force; nothing where there is no such programme.
pub fn explain_tier(org: OrgId, scheme: SchemeId) -> Option<pallet_credentials::TierExplanation> {
	let (_, terms) = Schemes::current(scheme).ok()?;
	Some(pallet_credentials::Pallet::<Runtime>::explain_tier(org, &terms))
}
