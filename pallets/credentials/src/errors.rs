//! Why calls are refused. Clients show the sentences as they are: the cause, then the remedy.

use crate::{AdverseStep, CredentialStep, Error};
use frame::pallet_macros::pallet_section;

/// The section of the pallet that holds its errors.
#[pallet_section]
mod errors {
	/// Why a call is refused, or a firm has no tier.
	#[pallet::error]
	#[derive(PartialEq)]
	pub enum Error<T> {
		/// The catalogue has no such credential type; choose one of its types, or ask the council to add it.
		TypeUnknown,
		/// There is no such credential; check its number.
		CredentialUnknown,
		/// There is no such adverse record; check its number.
		RecordUnknown,
		/// No such act of your organisation waits; look it up, it may have been confirmed or withdrawn.
		ActUnknown,
		/// The counter of ids is used up; the runtime must be upgraded to wider ids.
		CounterUsedUp,
		/// The region of the type is malformed; give six digits of GB/T 2260, or 0 for the nation.
		RegionMalformed,
		/// Organisations with this role do not record credentials; name the role of a bureau.
		RecorderNotABureau,
		/// The firm is not registered in the bureau's region; the bureau of its region must act.
		RegionNotAllowed,
		/// A bureau of a higher level did this; only one of the same or a higher level can undo it.
		LevelNotAllowed,
		/// Another bureau entered this record; that bureau must act, or for a reversal one of a higher level.
		BureauNotAllowed,
		/// The record is another firm's; only the firm concerned can object.
		FirmNotAllowed,
		/// The same act of this officer waits already; have it confirmed, or withdraw it first.
		ActAlreadyProposed,
		/// The organisation has as many acts waiting for a second person as may, the last 64 places being for what
		/// protects; have some confirmed or withdraw them.
		TooManyActs,
		/// This officer has 64 acts waiting for a second person; have some confirmed or withdraw them.
		TooManyActsOfOne,
		/// The act has waited for more than 30 days; propose it again.
		ActExpired,
		/// Who proposed it could not do so today: the officer was removed, has expired, has another key or lost the
		/// duty; withdraw the act and have it proposed anew.
		MakerNotActive,
		/// The digest is not that of the act; read the act again and confirm what it says.
		DigestMismatch,
		/// Holders of this type are registered in another region; choose the type of the holder's region.
		HolderOutsideTypeRegion,
		/// The credential is dated after today; record it once it is granted.
		GrantedInFuture,
		/// The credential's last day is past; record the renewed one.
		AlreadyExpired,
		/// A credential of this type with this number was recorded already, by this bureau or for a firm of its
		/// region; look it up, compare the certificates, and have the wrong one cancelled by who recorded it or by a
		/// higher bureau.
		NumberTaken,
		/// The holder has 64 credentials that are not over, of four bureaus at least; have one cancelled that is no
		/// longer needed.
		TooManyCredentials,
		/// The credential is suspended already, or has ended, so that it cannot be suspended; look up its
		/// state.
		CredentialNotInForce,
		/// The credential is not suspended, so that it cannot be restored; look up its state.
		CredentialNotSuspended,
		/// The credential is suspended, or was on one person's word that no second decided on, so that it cannot
		/// be given up; have a bureau restore or cancel it.
		CredentialSuspended,
		/// A bureau proposed to revoke the credential, so that nobody gives it up or cancels it; wait until that is
		/// decided, or have the act withdrawn.
		RevocationOpen,
		/// The credential was revoked or cancelled for good; record a new one.
		CredentialEnded,
		/// The record is dated after today; give the day on which it happened.
		HappenedInFuture,
		/// The firm has 64 adverse records that can still count, or 48 that are not failed spot checks, and none of
		/// them gives its place to this one; there is no room for another before one of them is over.
		TooManyRecords,
		/// This bureau has 16 failed spot checks, or 32 other records, that can still count against the firm; there is
		/// no room for another of its before one of them is over.
		TooManyOfBureau,
		/// The firm objected already or the matter is past objection; the bureau must decide.
		ObjectionTooLate,
		/// The firm's time to object is not over; take the step after its last working day.
		ObjectionPeriodRunning,
		/// The record is not final; finalise it first, or annul it.
		RecordNotFinal,
		/// The record is final; it can only be rectified, or reversed by a decision.
		RecordFinal,
		/// The record is annulled; nothing more can be done with it.
		RecordAnnulled,
		/// The record is rectified already; nothing more is needed.
		RecordRectified,
		/// The firm is not registered in the programme's region; apply under a programme of its region.
		OutsideProgrammeRegion,
		/// An adverse record counts against the firm in the programme's look-back; wait until it is past, or
		/// have it annulled.
		AdverseRecordInWindow,
		/// None of the firm's credentials that hold today gives a tier of the programme; have a qualifying
		/// one recorded.
		NoQualifyingCredential,
		/// This bureau has recorded 16 credentials of the holder that are not over; cancel one that is no longer
		/// needed, or have another bureau of the holder's region record it.
		TooManyCredentialsOfBureau,
		/// Eight credentials of this type stand under this number, recorded by as many bureaus; have a bureau whose
		/// region contains their holders cancel those that were entered wrongly.
		TooManyUnderNumber,
	}
}

impl<T> From<CredentialStep> for Error<T> {
	fn from(step: CredentialStep) -> Self {
		match step {
			CredentialStep::NotInForce => Self::CredentialNotInForce,
			CredentialStep::NotSuspended => Self::CredentialNotSuspended,
			CredentialStep::Suspended => Self::CredentialSuspended,
			CredentialStep::Ended => Self::CredentialEnded,
		}
	}
}

impl<T> From<AdverseStep> for Error<T> {
	fn from(step: AdverseStep) -> Self {
		match step {
			AdverseStep::ObjectionTooLate => Self::ObjectionTooLate,
			AdverseStep::NotFinal => Self::RecordNotFinal,
			AdverseStep::Final => Self::RecordFinal,
			AdverseStep::Annulled => Self::RecordAnnulled,
			AdverseStep::Rectified => Self::RecordRectified,
		}
	}
}
