//! The bytes that people and keys sign: a domain, and in SCALE everything that the signature binds, in this order.
//!
//! They stand here once. The chain hashes them through its host and clients by [`crate::hash`]; `tests/vectors` hold
//! how they are written. A domain carries a number: other bytes under the same words get the next one.

use crate::{
	ActId, Allocation, CredentialActId, Day, Digest, DraftLine, EntryId, EvidenceId, LoanId, OfficerId,
	OrgId, Quarter, Receipt, ReceiptKind, Uetr,
};
use alloc::vec::Vec;
use codec::{Encode, Output};
use serde::{Deserialize, Serialize};

/// What is encoded already, as a call takes it: a client makes it from what its user was shown, by the chain's own
/// metadata, and knows no type for it.
#[derive(Clone, Copy, Debug)]
pub struct Encoded<'a>(pub &'a [u8]);

impl Encode for Encoded<'_> {
	fn size_hint(&self) -> usize {
		self.0.len()
	}

	fn encode_to<T: Output + ?Sized>(&self, to: &mut T) {
		to.write(self.0);
	}
}

/// Of a contract: what checker and borrower name. The offer with every field, and what the chain pinned with it.
pub fn offer(genesis: Digest, loan: LoanId, offer: &impl Encode, pinned: &impl Encode) -> Vec<u8> {
	(b"zhidai/loan/v2", genesis, loan, offer, pinned).encode()
}

/// Of a drawdown: what mandate, maker, checker and release name, draft by draft or in one order. No two drawdowns have
/// the same bytes, because no payment's key is used twice.
pub fn order(
	genesis: Digest,
	loan: LoanId,
	lines: &[DraftLine],
	expires_on: Day,
	returned: &[Uetr],
) -> Vec<u8> {
	(b"zhidai/order/v1", genesis, loan, lines, expires_on, returned).encode()
}

/// Of a drawdown whose payments rest on more documents than its lines name: which amounts of them rest on which.
pub fn allocated_order(
	genesis: Digest,
	loan: LoanId,
	lines: &[DraftLine],
	expires_on: Day,
	allocations: &[Allocation],
) -> Vec<u8> {
	(b"zhidai/order/v2", genesis, loan, lines, expires_on, allocations).encode()
}

/// A signature that an order needs before its money leaves. What is signed for one step is worth nothing for another.
#[derive(Serialize, Deserialize, Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[serde(rename_all = "lowercase")]
pub enum OrderStep {
	/// 委托: the borrower mandates.
	Mandate,
	/// 经办: the bank's maker takes it up.
	Make,
	/// 复核: the bank's checker approves.
	Approve,
	/// 授权: the bank releases.
	Release,
}

impl OrderStep {
	/// Every step, in the order in which they are taken.
	pub const ALL: [Self; 4] = [Self::Mandate, Self::Make, Self::Approve, Self::Release];

	/// Its name.
	pub const fn name(self) -> &'static str {
		match self {
			Self::Mandate => "mandate",
			Self::Make => "make",
			Self::Approve => "approve",
			Self::Release => "release",
		}
	}

	const fn domain(self) -> &'static [u8] {
		match self {
			Self::Mandate => b"zhidai/order/mandate/v1",
			Self::Make => b"zhidai/order/make/v1",
			Self::Approve => b"zhidai/order/approve/v1",
			Self::Release => b"zhidai/order/release/v1",
		}
	}
}

/// What a key signs for one step of an order, beside no chain at all: the step, and the digest of [`order`], which
/// binds the chain. An order is carried out once, and its last day is among what it binds.
pub fn order_step(step: OrderStep, order: Digest) -> Vec<u8> {
	(Encoded(step.domain()), order).encode()
}

/// Of a receipt: what a payee says of one payment. No two payments have the same bytes, because no payment's key is
/// used twice.
pub fn receipt(genesis: Digest, receipt: &Receipt) -> Vec<u8> {
	(b"zhidai/receipt/v1", genesis, receipt).encode()
}

/// What a key signs of a receipt, beside no chain at all: whether it confirms or denies, and the digest of [`receipt`],
/// which binds the chain. A receipt is taken once and not after a later word: how many were said before it, and its
/// last day, are among what it binds.
pub fn receipt_step(kind: ReceiptKind, receipt: Digest) -> Vec<u8> {
	let domain: &[u8] = match kind {
		ReceiptKind::Confirm => b"zhidai/receipt/confirm/v1",
		ReceiptKind::Deny => b"zhidai/receipt/deny/v1",
	};
	(Encoded(domain), receipt).encode()
}

/// Of a settlement file: what who enters it names, and who books it hands in. The transaction around it binds the
/// chain.
pub fn results(results: &impl Encode) -> Vec<u8> {
	(b"zhidai/results/v1", results).encode()
}

/// Of an act of the registry: what its approval names.
pub fn act(act: ActId, content: &impl Encode) -> Vec<u8> {
	(b"zhidai/act/v2", act, content).encode()
}

/// Of an act on a credential or an adverse record: what its confirmation names. The first hash of the chain is that of
/// whatever type the chain has for it.
pub fn credential_act(
	genesis: impl Encode,
	org: OrgId,
	act: CredentialActId,
	content: &impl Encode,
) -> Vec<u8> {
	(b"zhidai/credentials/v1", genesis, org, act, content).encode()
}

/// Of a revision of evidence: what a verdict names.
pub fn evidence(genesis: Digest, evidence: EvidenceId, revision: u16, content: &impl Encode) -> Vec<u8> {
	(b"zhidai/evidence/v1", genesis, evidence, revision, content).encode()
}

/// Of an entry of reference data: what its confirmation names. The transaction around it binds the chain.
pub fn entry(entry: EntryId, content: &impl Encode, corrects: &impl Encode) -> Vec<u8> {
	(b"zhidai/reference/v2", entry, content, corrects).encode()
}

/// Of a quarter's review: what bank and regulator sign.
pub fn review(genesis: Digest, loan: LoanId, quarter: Quarter, figures: &impl Encode) -> Vec<u8> {
	(b"zhidai/review/v1", genesis, loan, quarter, figures).encode()
}

/// Of an organisation that is to be admitted, with every field: what the keys of its first officers name.
pub fn organisation(organisation: &impl Encode) -> Vec<u8> {
	(b"zhidai/organisation/v1", organisation).encode()
}

/// For whom a new key is to act. A proof for one is worth nothing to another: an announced key cannot be taken by
/// somebody else.
#[derive(Encode, Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyFor {
	/// For an organisation of the consortium, as another of its officers.
	#[codec(index = 0)]
	Organisation(OrgId),
	/// For an organisation that is to be admitted exactly as this digest of [`organisation`] has it: with other roles,
	/// say, the key is not its officer's.
	#[codec(index = 1)]
	Admission(Digest),
	/// For an officer whose key is lost.
	#[codec(index = 2)]
	Officer(OfficerId),
}

/// What a new key signs to become an officer's: bound to the chain, to the organisation, and to everything that is
/// said of the officer (account, person, duties, checker limit, last day, in this order); where it replaces a lost
/// key, to its own account. It can be made by who holds the key, beside no chain at all. A key is admitted once only,
/// so the proof is good once only.
pub fn key(genesis: Digest, key_for: KeyFor, officer: &impl Encode) -> Vec<u8> {
	(b"zhidai/key/v2", genesis, key_for, officer).encode()
}

/// What a new key signs to take the place of an officer's own: bound to the chain, the officer and the number
/// of the key.
pub fn rotation(genesis: Digest, officer: OfficerId, key_number: u16) -> Vec<u8> {
	(b"zhidai/rotate/v1", genesis, officer, key_number).encode()
}

#[cfg(test)]
mod tests {
	use super::*;

	const CHAIN: Digest = Digest::repeat_byte(7);

	#[test]
	fn what_is_encoded_already_is_bound_as_what_is_not() {
		let (content, pinned) = ((1_u8, alloc::vec![2_u16, 3]), Some(4_u32));
		let bytes = (content.encode(), pinned.encode());
		let encoded = (Encoded(&bytes.0), Encoded(&bytes.1));
		assert_eq!(encoded.0.encode(), bytes.0);
		assert_eq!(
			offer(CHAIN, LoanId(1), &encoded.0, &encoded.1),
			offer(CHAIN, LoanId(1), &content, &pinned)
		);
		assert_eq!(act(ActId(1), &encoded.0), act(ActId(1), &content));
		assert_eq!(
			credential_act(CHAIN, OrgId(1), CredentialActId(2), &encoded.0),
			credential_act([7_u8; 32], OrgId(1), CredentialActId(2), &content)
		);
		assert_eq!(
			evidence(CHAIN, EvidenceId(1), 0, &encoded.0),
			evidence(CHAIN, EvidenceId(1), 0, &content)
		);
	}

	#[test]
	fn a_signature_for_one_step_is_none_for_another() {
		let order = Digest::repeat_byte(3);
		let bytes = OrderStep::ALL.map(|step| order_step(step, order));
		for (place, one) in bytes.iter().enumerate() {
			assert!(bytes.iter().skip(place + 1).all(|other| other != one));
			assert!(one.ends_with(order.as_bytes()));
		}
		// Offline tools make the same bytes.
		assert_eq!(bytes[0], [b"zhidai/order/mandate/v1".as_slice(), order.as_bytes()].concat());
		assert!(OrderStep::ALL.is_sorted());
	}

	#[test]
	fn a_signature_that_confirms_denies_nothing_and_signs_no_order() {
		let digest = Digest::repeat_byte(3);
		let [confirm, deny] = ReceiptKind::ALL.map(|kind| receipt_step(kind, digest));
		assert_ne!(confirm, deny);
		assert!(OrderStep::ALL.iter().all(|step| ![&confirm, &deny].contains(&&order_step(*step, digest))));
		// Offline tools make the same bytes.
		assert_eq!(confirm, [b"zhidai/receipt/confirm/v1".as_slice(), digest.as_bytes()].concat());
		assert_eq!(deny, [b"zhidai/receipt/deny/v1".as_slice(), digest.as_bytes()].concat());
	}

	#[test]
	fn a_message_binds_chain_and_organisation() {
		let (one, other) = (Encoded(&[1, 2]), Encoded(&[1, 3]));
		let all = [
			key(Digest::zero(), KeyFor::Organisation(OrgId(1)), &one),
			key(Digest::zero(), KeyFor::Organisation(OrgId(1)), &other),
			key(Digest::zero(), KeyFor::Organisation(OrgId(2)), &one),
			key(Digest::zero(), KeyFor::Admission(Digest::zero()), &one),
			key(Digest::zero(), KeyFor::Admission(Digest::repeat_byte(1)), &one),
			key(Digest::zero(), KeyFor::Officer(OfficerId(1)), &one),
			key(Digest::repeat_byte(1), KeyFor::Organisation(OrgId(1)), &one),
			rotation(Digest::zero(), OfficerId(1), 0),
			rotation(Digest::zero(), OfficerId(1), 1),
		];
		for (place, one) in all.iter().enumerate() {
			assert!(all.iter().skip(place + 1).all(|other| other != one));
		}
		// Offline tools make the same bytes.
		let bytes = [b"zhidai/key/v2".as_slice(), &[0; 32], &[0], &1_u32.to_le_bytes(), &[1, 2]].concat();
		assert_eq!(all[0], bytes);
	}
}
