//! What happened.

use frame::pallet_macros::pallet_section;

/// The section of the pallet that holds its events.
#[pallet_section]
mod events {
	/// What happened. Fields are named for what they are; people search by the ids.
	#[allow(missing_docs)]
	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
		/// An organisation takes part.
		OrganisationAdmitted { org: OrgId },
		/// An organisation is suspended: its officers cannot act.
		OrganisationSuspended { org: OrgId },
		/// A suspended organisation takes part again.
		OrganisationReinstated { org: OrgId },
		/// An organisation has left, for good.
		OrganisationExited { org: OrgId },
		/// The registration numbers of an organisation that has left can be admitted again, as its successor.
		RegistrationFreed { org: OrgId },
		/// A bureau said where an organisation is registered: a market regulator, or who confirmed its first officers.
		RegionCorrected { org: OrgId, before: Region, after: Region, by: OrgId },
		/// A market regulator added an organisation's other number.
		NumberLinked { org: OrgId, number: RegistrationId, by: OrgId },
		/// Who controls an organisation; up to `until` what was before, where its own side or the controller's ended
		/// it.
		ControllerSet { org: OrgId, controller: Option<OrgId>, until: Option<Day> },
		/// An officer was added.
		OfficerAdded { org: OrgId, officer: OfficerId, account: T::AccountId },
		/// An officer was removed, for good.
		OfficerRemoved { org: OrgId, officer: OfficerId },
		/// An officer has other duties.
		DutiesChanged { org: OrgId, officer: OfficerId, duties: Duties },
		/// An officer may check up to another amount; nothing: any amount.
		CheckerLimitSet { org: OrgId, officer: OfficerId, limit_fen: Option<u64> },
		/// An officer may act up to another day; nothing: with no end.
		ExpirySet { org: OrgId, officer: OfficerId, valid_until: Option<Day> },
		/// An officer has another key; the earlier one is retired.
		KeyReplaced { org: OrgId, officer: OfficerId, key_number: u16, account: T::AccountId },
		/// A bank vouches for a payee's receiving account, with its reason where the holder has another name; its own
		/// earlier version is retired.
		PayeeAccountVerified {
			payee: OrgId,
			version: AccountVersion,
			bank: OrgId,
			holder_reason: Option<ShortText>,
		},
		/// Two organisations are recorded as related.
		RelationDeclared { one: OrgId, other: OrgId, by: OrgId },
		/// A record that two organisations are related is ended; it counts up to `until` yet.
		RelationEnded { one: OrgId, other: OrgId, recorded_by: OrgId, by: OrgId, until: Option<Day> },
		/// An act waits for another person, who names the digest.
		ActProposed { act_id: ActId, org: OrgId, officer: OfficerId, digest: Digest },
		/// An act was approved and done.
		ActApproved { act_id: ActId, org: OrgId, officer: OfficerId },
		/// An act was rejected by who could have approved it, for a reason.
		ActRejected { act_id: ActId, proposed_by: OrgId, org: OrgId, officer: OfficerId, reason: ShortText },
		/// An act was taken back, or cleared away after its time.
		ActWithdrawn { act_id: ActId, org: OrgId, officer: OfficerId },
		/// The council gives an organisation admins, unless one of its own objects until this day.
		RecoveryOpened { org: OrgId, objections_until: Day },
		/// An admin of the organisation objected: the recovery is off.
		RecoveryObjected { org: OrgId, officer: OfficerId },
		/// The organisation has the admins that the council gave it.
		RecoveryCompleted { org: OrgId },
		/// A bank vouches for a receiving account no more, for a reason.
		PayeeAccountVoided { payee: OrgId, version: AccountVersion, bank: OrgId, reason: ShortText },
		/// An organisation stands from now on for another one, and for all for which that one stood.
		OrganisationSucceeded { org: OrgId, successor: OrgId },
		/// An organisation has another name, by the council or by a market regulator.
		OrganisationRenamed { org: OrgId, name: Name, by: Option<OrgId> },
		/// A market regulator took an organisation's other number back, which was linked to it wrongly.
		NumberUnlinked { org: OrgId, number: RegistrationId, by: OrgId },
	}
}
