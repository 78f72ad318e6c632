//! What happened.

use frame::pallet_macros::pallet_section;

/// The section of the pallet that holds its events.
#[pallet_section]
mod events {
	/// What happened.
	// The fields are named for what they hold, the same in every event.
	#[allow(missing_docs)]
	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// An act was proposed and waits for a second person of the bureau, who names the digest.
		ActProposed { act: ActId, digest: Digest, bureau: OrgId, maker: OfficerId },
		/// An act was taken back before it was confirmed.
		ActWithdrawn { act: ActId, bureau: OrgId, officer: OfficerId },
		/// A credential was recorded (登记).
		Recorded {
			credential: CredentialId,
			holder: OrgId,
			type_id: CredentialTypeId,
			bureau: OrgId,
			maker: OfficerId,
			checker: OfficerId,
		},
		/// The credential that was recorded last shares its number with others, which other bureaus recorded: people
		/// must look which is the right one. All stand until then.
		NumberShared {
			credential: CredentialId,
			holder: OrgId,
			bureau: OrgId,
			others: BoundedVec<CredentialId, ConstU32<MAX_PER_NUMBER>>,
		},
		/// A credential was suspended (暂停) on one person's word, through a day.
		Suspended {
			credential: CredentialId,
			holder: OrgId,
			bureau: OrgId,
			officer: OfficerId,
			until: Option<Day>,
			reason: ShortText,
		},
		/// A second person confirmed a suspension: it holds until it is restored.
		SuspensionConfirmed {
			credential: CredentialId,
			holder: OrgId,
			bureau: OrgId,
			maker: OfficerId,
			checker: OfficerId,
			reason: ShortText,
		},
		/// A credential was restored (恢复).
		Restored {
			credential: CredentialId,
			holder: OrgId,
			bureau: OrgId,
			maker: OfficerId,
			checker: OfficerId,
		},
		/// A credential was revoked for cause (撤销).
		Revoked {
			credential: CredentialId,
			holder: OrgId,
			bureau: OrgId,
			maker: OfficerId,
			checker: OfficerId,
			reason: ShortText,
		},
		/// A credential was cancelled (注销): by its holder alone, or by two persons of a bureau.
		Cancelled {
			credential: CredentialId,
			holder: OrgId,
			by: OrgId,
			officer: OfficerId,
			checker: Option<OfficerId>,
		},
		/// An adverse record was confirmed and served: it counts.
		AdverseServed {
			record: AdverseId,
			org: OrgId,
			kind: AdverseKind,
			happened_on: Day,
			bureau: OrgId,
			maker: OfficerId,
			checker: OfficerId,
		},
		/// Of a firm's records that can count there was no place for a failed check or a listing (`check`): this one,
		/// which freezes nothing, gave its own, and counts nowhere any more.
		AdverseLeftOut { record: AdverseId, org: OrgId, bureau: OrgId, check: AdverseId },
		/// The firm objected.
		AdverseObjected { record: AdverseId, org: OrgId, officer: OfficerId },
		/// A re-inspection failed again.
		AdverseReinspected {
			record: AdverseId,
			org: OrgId,
			bureau: OrgId,
			maker: OfficerId,
			checker: OfficerId,
		},
		/// An adverse record is final.
		AdverseFinalised {
			record: AdverseId,
			org: OrgId,
			bureau: OrgId,
			maker: OfficerId,
			checker: OfficerId,
		},
		/// An adverse record was annulled: it counts as never.
		AdverseAnnulled { record: AdverseId, org: OrgId, bureau: OrgId, maker: OfficerId, checker: OfficerId },
		/// What a final record reports was rectified: it freezes no longer.
		AdverseRectified {
			record: AdverseId,
			org: OrgId,
			bureau: OrgId,
			maker: OfficerId,
			checker: OfficerId,
		},
		/// A court or the higher authority set a final record aside: it counts as never.
		AdverseReversed {
			record: AdverseId,
			org: OrgId,
			bureau: OrgId,
			maker: OfficerId,
			checker: OfficerId,
			reason: ShortText,
			document: Digest,
		},
		/// The catalogue has a new type.
		TypeAdded { type_id: CredentialTypeId },
	}
}
