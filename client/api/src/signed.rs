//! The bytes that people and keys sign: a domain, and in SCALE everything that the signature binds, in this order.
//!
//! They stand here once. The chain hashes them through its host and clients by [`crate::hash`]; `tests/vectors` hold
//! how they are written. A domain carries a number: other bytes under the same words get the next one.

use crate::{
	ActId, CredentialActId, Day, Digest, DraftLine, DraftNo, EntryId, EvidenceId, LoanId, OfficerId, OrgId,
	Quarter, Uetr,
};
use alloc::vec::Vec;
use codec::{Encode, Output};

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

/// Of a drawdown: what mandate, maker, checker and release name.
pub fn draft(
	genesis: Digest,
	loan: LoanId,
	draft: DraftNo,
	lines: &[DraftLine],
	expires_on: Day,
	returned: &[Uetr],
) -> Vec<u8> {
	(b"zhidai/draft/v2", genesis, loan, draft, lines, expires_on, returned).encode()
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
