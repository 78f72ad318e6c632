//! Why calls are refused. Clients show the sentences as they are: the cause, then the remedy.

use frame::pallet_macros::pallet_section;

/// The section of the pallet that holds its errors.
#[pallet_section]
mod errors {
	/// Why a call was refused.
	#[pallet::error]
	pub enum Error<T> {
		/// The account is not an officer of any organisation; ask two admins of your organisation to add it.
		NotAMember,
		/// The officer was removed, has expired or has another key; sign with the current key of an active
		/// officer.
		OfficerNotActive,
		/// The organisation is suspended or has left; the council can reinstate a suspended one.
		OrganisationNotActive,
		/// The officer does not have the duty that this needs; have an officer with that duty sign.
		DutyMissing,
		/// The organisation does not have a role that this needs; ask an organisation that has it.
		RoleMissing,
		/// Two steps that need different people were taken by one natural person; have another person act.
		SamePerson,
		/// The amount is above what this checker may check alone for this borrower today, with what it checked before;
		/// have a checker sign whose limit covers it, or sign tomorrow.
		AboveCheckerLimit,
		/// There is no such version of the payee's receiving account at the lending bank; have that bank
		/// verify the account first.
		PayeeAccountUnknown,
		/// The lending bank has verified a newer receiving account of the payee; name that version.
		PayeeAccountNotCurrent,
		/// There is no such organisation; check the id.
		OrganisationUnknown,
		/// The organisation has no such officer who serves; check the id, and name only your own officers.
		OfficerUnknown,
		/// An organisation with this number is known already, by its credit code or its earlier 15 digits, or has
		/// another number too; use that one, or have the council send it away first if it was admitted wrongly.
		AlreadyRegistered,
		/// The roles are empty or not such as this way admits; the council admits seats and bureaus, banks
		/// and bureaus bring in firms.
		RolesNotAdmissible,
		/// The region is not in GB/T 2260; give six digits such as 330200.
		RegionMalformed,
		/// The number was issued in another region than the organisation's; give the region and the number that it has,
		/// or after a move have a bureau of its new region confirm it with officers or a regulator correct the region.
		RegionDiffers,
		/// The bureau's own region does not contain the organisation, or neither of the two; or the region is the whole
		/// country, or the organisation a seat or bureau; ask a bureau of the firm's region, or the council.
		RegionNotAllowed,
		/// The business registration number is wrong; give its 15 digits, which begin with a region and end
		/// with a check digit.
		RegistrationMalformed,
		/// The organisation has a number of this kind already; name its other one.
		NumberLinked,
		/// The organisation has brought in as many firms today as it may; go on tomorrow.
		TooManyAdmissions,
		/// There would be fewer standing admins of different persons than the two that every organisation
		/// keeps, or the three of one with a validator seat; add one first.
		TooFewAdmins,
		/// The organisation has as many officers as it may, three places being kept for a recovery; remove
		/// one first.
		TooManyOfficers,
		/// This key is or was an officer's; make a new one.
		KeyAlreadyUsed,
		/// An officer needs a duty; name at least one, such as View.
		NoDuties,
		/// The duties are not such as there are; name them by their names.
		DutiesMalformed,
		/// The last day of validity is past; name today or a later day.
		ExpiryInPast,
		/// No such act waits for approval; it may be done or withdrawn already.
		ActUnknown,
		/// The act belongs to another organisation; only its own officers approve and withdraw it.
		ActNotAllowed,
		/// The act has waited for more than 30 days; propose it again.
		ActExpired,
		/// Who proposed it serves no more, has lost the duty, or has another key since; withdraw or reject it and
		/// propose it anew.
		ProposerNotActive,
		/// The digest is not that of the act; read the act again and name its digest.
		ActDigestDiffers,
		/// The same act of this officer waits already; have it approved, or withdraw it first.
		ActAlreadyProposed,
		/// As many acts of the organisation wait as may, the last eight places being its admins'; have some
		/// approved, or withdraw some.
		TooManyOpenActs,
		/// As many acts of this officer wait as may; have them approved, or withdraw some.
		TooManyOpenActsOfOne,
		/// The act is another officer's; the proposer or an admin can withdraw it, after 30 days anyone of
		/// the organisation.
		WithdrawalNotAllowed,
		/// The firm has officers; its own admins add others.
		HasOfficers,
		/// The organisation never had officers; a bank proposes its first ones and a bureau confirms them.
		HasNoOfficers,
		/// The organisation holds a validator seat; give up the seat first.
		SeatHeld,
		/// Seats and bureaus leave by the council; ask it.
		LeavesByCouncil,
		/// The organisation is not suspended; only suspended ones are reinstated.
		NotSuspended,
		/// The organisation has left already and its registration number is free; nothing is left to do.
		AlreadyExited,
		/// The bank code is wrong; give the 12 digits of its CNAPS number.
		BankCodeMalformed,
		/// An organisation cannot be recorded as related to itself; name two.
		RelatedToItself,
		/// This organisation recorded the two as related already; nothing is left to do.
		AlreadyRelated,
		/// No such relation or controller is recorded; check the ids, and whose record it is.
		RelationUnknown,
		/// Another organisation recorded the relation or controller; ask that one, or a regulator whose region contains
		/// both, or of a controller the one that is controlled.
		RelationNotAllowed,
		/// The relation is ended already and counts for some days yet; nothing is left to do.
		AlreadyEnding,
		/// As many banks, or as many regulators, have recorded this relation as may; a bank asks a regulator to record
		/// it, a regulator asks one that did to keep it.
		TooManyDeclarers,
		/// Controllers would form a circle; name the controller at the top.
		ControllerCircle,
		/// The group would have more levels or more organisations than it may by the word of this organisation; name
		/// the controller at the top, or have a regulator record it whose region contains both.
		GroupTooLarge,
		/// The organisation has a controller that still counts; end it and wait 30 days, or have a regulator
		/// record the new one.
		ControllerStands,
		/// The new key did not sign for exactly this organisation and officer; make the proof with the new key and what
		/// is proposed (`zhidai key prove`).
		ProofInvalid,
		/// The counter is used up; this needs an upgrade of the chain.
		IdsExhausted,
		/// No recovery of this organisation waits; the council opens one.
		RecoveryUnknown,
		/// The organisation's own admins can still object; wait until the notice is over.
		RecoveryNotDue,
		/// A recovery brings one to three admins with that duty only, without a last day or a limit; name
		/// such officers.
		RecoveryWithoutAdmins,
		/// A bureau has said where the firm is, whom only a market regulator of its level or a higher one corrects; ask
		/// such a one.
		RegionAttested,
		/// The request was carried out before, and what it made is kept under its id; look at that, or ask anew
		/// under another id.
		RequestAlreadyUsed,
		/// The last block of the request is past, so that the chain may have forgotten what it made; look for that,
		/// and ask anew under another id where there is nothing.
		RequestTooOld,
		/// The last block of the request is more than a week ahead; name an earlier one.
		RequestTooFarAhead,
		/// The bank vouches for this receiving account no more; have it verify the payee's account anew, and name that
		/// version.
		PayeeAccountVoid,
		/// The account is another organisation's at this bank (`zhidai account who` says whose); have the payee name an
		/// account of its own, or have the bank void the other one where it was verified wrongly.
		AccountHeldByAnother,
		/// Another organisation's loan at this bank names the account as its collection account, to which its receipts
		/// return; have the payee name an account of its own.
		CollectionAccountOfAnother,
		/// An active loan of the bank names the account as its collection account; close the loan first.
		AccountCollects,
		/// The account's holder is not the payee by name; compare the bank's paper with the payee's registered name,
		/// and give the reason where it is the payee's account all the same.
		HolderDiffers,
		/// The account's holder is the payee by name, so that there is nothing to give a reason for; leave it out.
		HolderReasonNotDue,
		/// One of the two organisations has a successor already; name the one that stands for it today.
		AlreadySucceeded,
		/// The number was another organisation's; only who stands for that one today can have it linked.
		NumberOfSuccessor,
		/// The organisation would stand for more others than it may; name another successor.
		TooManyPredecessors,
		/// An organisation does not succeed itself; name another one.
		SucceedsItself,
		/// The organisation has this name already; nothing is left to do.
		NameUnchanged,
		/// This number was not linked to the organisation later, or is no longer its own; name one that was, for what
		/// it came in with stays.
		NumberNotLinked,
		/// A regulator of a higher level linked the number; have one of its level or a higher one take it back.
		LinkedByHigherLevel,
	}
}
