//! What takes two persons: one proposes it, another of the same organisation confirms it by its digest.

use crate::{ActId, AdverseId, Grant, Report};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame::hashing::blake2_256;
use scale_info::TypeInfo;
use zhidai_primitives::{signed, CredentialId, Day, Digest, OfficerId, OrgId, ShortText, ACT_LIFE_DAYS};

/// What gives or takes standing.
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub enum Act {
	/// 登记: records a credential.
	Record(Grant),
	/// 暂停: suspends a credential until it is restored. The first person's word suspends it for a few days
	/// already.
	Suspend {
		/// The credential.
		credential: CredentialId,
		/// Why.
		reason: ShortText,
	},
	/// 恢复: restores a suspended credential.
	Restore {
		/// The credential.
		credential: CredentialId,
	},
	/// 撤销: revokes a credential for cause, for good.
	Revoke {
		/// The credential.
		credential: CredentialId,
		/// Why.
		reason: ShortText,
	},
	/// 注销: cancels a credential that was recorded wrongly.
	Cancel {
		/// The credential.
		credential: CredentialId,
	},
	/// 录入: serves an adverse record.
	Report(Report),
	/// 复检: it was inspected again and failed again.
	Reinspect {
		/// The record.
		record: AdverseId,
	},
	/// 终结: no objection came in time, or it did not help.
	Finalise {
		/// The record.
		record: AdverseId,
	},
	/// 撤销: a re-inspection passed; the record counts as never.
	Annul {
		/// The record.
		record: AdverseId,
	},
	/// 整改: what a final record reports was set right.
	Rectify {
		/// The record.
		record: AdverseId,
	},
	/// 复议, 诉讼: a court or the higher authority set a final record aside.
	Reverse {
		/// The record.
		record: AdverseId,
		/// Why.
		reason: ShortText,
		/// The digest of the ruling or decision.
		document: Digest,
	},
}

impl Act {
	/// The adverse record with which it goes on.
	pub const fn record(&self) -> Option<AdverseId> {
		match self {
			Self::Reinspect { record }
			| Self::Finalise { record }
			| Self::Annul { record }
			| Self::Rectify { record }
			| Self::Reverse { record, .. } => Some(*record),
			Self::Record(_)
			| Self::Suspend { .. }
			| Self::Restore { .. }
			| Self::Revoke { .. }
			| Self::Cancel { .. }
			| Self::Report(_) => None,
		}
	}

	/// Whether it protects others from the firm: it takes standing, or puts it into question.
	pub const fn protects(&self) -> bool {
		match self {
			Self::Suspend { .. } | Self::Revoke { .. } | Self::Report(_) | Self::Finalise { .. } => true,
			Self::Record(_)
			| Self::Restore { .. }
			| Self::Cancel { .. }
			| Self::Reinspect { .. }
			| Self::Annul { .. }
			| Self::Rectify { .. }
			| Self::Reverse { .. } => false,
		}
	}
}

/// An act that waits for a second person.
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct PendingAct {
	/// What.
	pub act: Act,
	/// Who proposed it.
	pub maker: OfficerId,
	/// The number of the key with which it was proposed.
	pub key_number: u16,
	/// When.
	pub proposed_on: Day,
}

impl PendingAct {
	/// What the second person names: a digest over a domain, the chain's genesis hash, the organisation, the
	/// act's id and everything that it says.
	pub fn digest(&self, genesis: impl Encode, org: OrgId, id: ActId) -> Digest {
		Digest::from(blake2_256(&signed::credential_act(genesis, org, id, &self.act)))
	}

	/// Whether it can no longer be confirmed.
	pub fn has_expired(&self, today: Day) -> bool {
		self.proposed_on.plus_days(ACT_LIFE_DAYS).is_some_and(|last| today > last)
	}

	/// By what it is known that an officer proposes the same once more. Nothing for what protects at once: that
	/// must not wait for an older act to be taken back.
	pub fn content(&self) -> Option<Digest> {
		let protects = matches!(self.act, Act::Suspend { .. } | Act::Revoke { .. });
		let preimage = (b"zhidai/credentials/content", self.maker, &self.act);
		(!protects).then(|| Digest::from(blake2_256(&preimage.encode())))
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn an_act_waits_30_days() {
		let (act, maker) = (Act::Cancel { credential: CredentialId(1) }, OfficerId(1));
		let pending = PendingAct { act, maker, key_number: 0, proposed_on: Day(100) };
		assert!(!pending.has_expired(Day(130)) && pending.has_expired(Day(131)));
	}

	#[test]
	fn the_digest_changes_with_everything_it_binds() {
		let restore = |credential| Act::Restore { credential: CredentialId(credential) };
		let digest = |act, genesis, org, id| {
			let (maker, key_number, proposed_on) = (OfficerId(1), 0, Day(1));
			let pending = PendingAct { act, maker, key_number, proposed_on };
			pending.digest([genesis; 32], OrgId(org), ActId(id))
		};
		let reverse = |reason: &str, document| Act::Reverse {
			record: AdverseId(1),
			reason: reason.try_into().unwrap(),
			document: Digest::repeat_byte(document),
		};
		let mut all = vec![
			digest(restore(1), 0, 1, 1),
			digest(restore(2), 0, 1, 1),
			digest(restore(1), 1, 1, 1),
			digest(restore(1), 0, 2, 1),
			digest(restore(1), 0, 1, 2),
			digest(Act::Cancel { credential: CredentialId(1) }, 0, 1, 1),
			digest(reverse("行政复议", 1), 0, 1, 1),
			digest(reverse("行政诉讼", 1), 0, 1, 1),
			digest(reverse("行政复议", 2), 0, 1, 1),
		];
		let count = all.len();
		all.sort();
		all.dedup();
		assert_eq!(all.len(), count);
	}
}
