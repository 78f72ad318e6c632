//! Rules that need storage.

use crate::{
	is_nobodys, keeps_admins, Act, ActOf, CheckedBy, CheckedSums, Config, Error, HeldAccounts, KeyFor,
	LinkedNumber, NewOfficer, NewOfficerOf, NewOrganisation, OfficerRecord, OfficerRecords, OfficersOf,
	OrgByNumber, OrgStates, Organisation, Organisations, Pallet, PendingActOf, ReceivingAccount,
	RegistrationId, Seats, LEAST_ADMINS, LEAST_ADMINS_OF_SEAT, MAX_RECOVERY_ADMINS,
};
use frame::deps::sp_runtime::traits::Verify;
use frame::prelude::*;
use zhidai_primitives::{
	is_one_name,
	traits::{Calendar, Checks},
	Day, Digest, Duties, Duty, Fen, OfficerId, OrgId, Region, Role, Roles,
};

/// How wide a region is: 1 the nation, 2 a province, 3 a city, 4 a county.
fn level(region: Region) -> usize {
	region.around().count()
}

impl<T: Config> Pallet<T> {
	/// What a new organisation says of itself can be true. Where a bureau confirms it, it can have moved since its
	/// number was issued.
	pub(crate) fn ensure_consistent(
		new: &NewOrganisation,
		admissible: Roles,
		is_confirmed: bool,
	) -> DispatchResult {
		Self::ensure_roles(new.roles, admissible)?;
		Self::ensure_region(new.region, new.roles)?;
		ensure!(new.registration.is_valid(), Error::<T>::RegistrationMalformed);
		let first = new.registration.region();
		ensure!(is_confirmed || new.region.agrees_with(first), Error::<T>::RegionDiffers);
		if let Some(former) = new.former_number {
			// Who has 15 digits only has them as its registration.
			ensure!(new.registration.is_credit_code(), Error::<T>::NumberLinked);
			let former = RegistrationId::BusinessRegistration(former);
			ensure!(former.is_valid(), Error::<T>::RegistrationMalformed);
			Self::ensure_issued_for(&former, new.region, first)?;
		}
		Ok(())
	}

	/// There is such a region. The whole country is no firm's: a bureau of the nation alone would confirm it.
	pub(crate) fn ensure_region(region: Region, roles: Roles) -> DispatchResult {
		ensure!(region.is_known(), Error::<T>::RegionMalformed);
		let may_be_national = roles.meets(Roles::ADMITTED_BY_COUNCIL);
		ensure!(may_be_national || region != Region::NATION, Error::<T>::RegionNotAllowed);
		Ok(())
	}

	/// The account's holder, as the bank's paper names it, is the payee by name; or there is a reason why it is all the
	/// same. A reason for nothing would make a difference of none.
	pub(crate) fn ensure_holder(payee: OrgId, account: &ReceivingAccount) -> DispatchResult {
		let registered = Organisations::<T>::get(payee).ok_or(Error::<T>::OrganisationUnknown)?.name;
		match (is_one_name(registered.as_str(), account.holder.as_str()), &account.holder_reason) {
			(false, None) => Err(Error::<T>::HolderDiffers.into()),
			(true, Some(_)) => Err(Error::<T>::HolderReasonNotDue.into()),
			_ => Ok(()),
		}
	}

	/// The account is nobody else's at this bank, neither as a payee nor as a borrower.
	pub(crate) fn ensure_account_free(bank: OrgId, fingerprint: Digest, payee: OrgId) -> DispatchResult {
		match HeldAccounts::<T>::get(bank, fingerprint) {
			Some(held) if held.holder == payee => Ok(()),
			Some(held) if held.loans > 0 => Err(Error::<T>::CollectionAccountOfAnother.into()),
			Some(_) => Err(Error::<T>::AccountHeldByAnother.into()),
			None => Ok(()),
		}
	}

	/// A code is said to be issued wrongly by the market regulator in whose region the firm is, and by no other
	/// one: the mark is the register's own word.
	pub(crate) fn ensure_own_register(by: OrgId, new: &NewOrganisation) -> DispatchResult {
		match new.registration {
			RegistrationId::CreditCodeAsIssued(_) => Self::ensure_in_region(by, &[new.region]),
			_ => Ok(()),
		}
	}

	/// There are roles, and this way of coming in gives them.
	pub(crate) fn ensure_roles(roles: Roles, admissible: Roles) -> DispatchResult {
		ensure!(!roles.is_empty() && roles.within(admissible), Error::<T>::RolesNotAdmissible);
		Ok(())
	}

	/// The number has the right form and is nobody's.
	pub(crate) fn ensure_number_free(number: &RegistrationId) -> DispatchResult {
		ensure!(number.is_valid(), Error::<T>::RegistrationMalformed);
		ensure!(!OrgByNumber::<T>::contains_key(number.key()), Error::<T>::AlreadyRegistered);
		Ok(())
	}

	/// The number was issued where the organisation is, or where the first number was, that it came in with: a firm
	/// that moved keeps them.
	pub(crate) fn ensure_issued_for(
		number: &RegistrationId,
		region: Region,
		first: Region,
	) -> DispatchResult {
		let issued = number.region();
		let with_first = first != Region::NATION && first.agrees_with(issued);
		ensure!(with_first || region.agrees_with(issued), Error::<T>::RegionDiffers);
		Ok(())
	}

	/// The regulator's region contains where the organisation is, where its number was issued, or the bureau that last
	/// said where it is; and where that one is a market regulator that takes part, it is of no higher level. Other
	/// bureaus confirm where a firm is and correct nothing, so that their word alone would stand for ever.
	pub(crate) fn ensure_may_correct(by: OrgId, organisation: &Organisation) -> DispatchResult {
		let region = |bureau: OrgId| Organisations::<T>::get(bureau).map(|bureau| bureau.region);
		let own = region(by).ok_or(Error::<T>::OrganisationUnknown)?;
		let last = organisation.region_by.and_then(region);
		let regions = [organisation.region, organisation.registration.region()];
		let is_concerned = regions.into_iter().chain(last).any(|region| own.contains(region));
		ensure!(is_concerned, Error::<T>::RegionNotAllowed);
		let corrects = |bureau: &OrgId| {
			OrgStates::<T>::get(bureau)
				.is_some_and(|state| state.is_active() && state.roles.has(Role::MarketRegulator))
		};
		let standing = organisation.region_by.filter(corrects).and(last);
		ensure!(standing.is_none_or(|last| level(own) <= level(last)), Error::<T>::RegionAttested);
		Ok(())
	}

	/// The regulator is of no lower level than the one that linked the number, and its region contains the
	/// organisation, where the number was issued, or that one.
	pub(crate) fn ensure_may_unlink(
		by: OrgId,
		organisation: &Organisation,
		linked: &LinkedNumber,
	) -> DispatchResult {
		let region = |bureau: OrgId| Organisations::<T>::get(bureau).map(|bureau| bureau.region);
		let (own, last) = region(by).zip(region(linked.by)).ok_or(Error::<T>::OrganisationUnknown)?;
		Self::ensure_in_region(by, &[organisation.region, linked.number.region(), last])?;
		ensure!(level(own) <= level(last), Error::<T>::LinkedByHigherLevel);
		Ok(())
	}

	/// The bureau's region contains one of these.
	pub(crate) fn ensure_in_region(bureau: OrgId, regions: &[Region]) -> DispatchResult {
		let own = Organisations::<T>::get(bureau).ok_or(Error::<T>::OrganisationUnknown)?.region;
		ensure!(regions.iter().any(|region| own.contains(*region)), Error::<T>::RegionNotAllowed);
		Ok(())
	}

	/// The bureau's region contains each of these organisations.
	pub(crate) fn covers(bureau: OrgId, orgs: &[OrgId]) -> bool {
		let region = |org: OrgId| Organisations::<T>::get(org).map(|organisation| organisation.region);
		let own = region(bureau);
		orgs.iter().all(|org| own.zip(region(*org)).is_some_and(|(own, other)| own.contains(other)))
	}

	/// The bureau's region contains one of these organisations at least.
	pub(crate) fn ensure_concerned(bureau: OrgId, orgs: &[OrgId]) -> DispatchResult {
		let is_concerned = orgs.iter().any(|org| Self::covers(bureau, &[*org]));
		ensure!(is_concerned, Error::<T>::RegionNotAllowed);
		Ok(())
	}

	/// Nobody whom the council admitted: of these, members correct nothing.
	pub(crate) fn ensure_is_firm(org: OrgId) -> DispatchResult {
		let state = OrgStates::<T>::get(org).ok_or(Error::<T>::OrganisationUnknown)?;
		ensure!(!state.roles.meets(Roles::ADMITTED_BY_COUNCIL), Error::<T>::RegionNotAllowed);
		Ok(())
	}

	/// Every new key that an act names has signed for the organisation and the officer that it is to be. Looked at
	/// when the act is proposed: the act does not change afterwards.
	pub(crate) fn ensure_keys_proven(org: OrgId, act: &ActOf<T>) -> DispatchResult {
		match act {
			Act::AdmitFirm { organisation, officers } => {
				Self::ensure_proofs(KeyFor::Admission(organisation.digest()), officers)
			}
			Act::FirstOfficers { org, officers, .. } => {
				Self::ensure_proofs(KeyFor::Organisation(*org), officers)
			}
			Act::AddOfficer(officer) => {
				Self::ensure_proofs(KeyFor::Organisation(org), core::slice::from_ref(officer))
			}
			Act::ReplaceKey { officer, new_account, proof } => {
				let message = Self::key_message(KeyFor::Officer(*officer), new_account);
				Self::ensure_signed_by(new_account, &message, proof)
			}
			_ => Ok(()),
		}
	}

	/// The key of each of these officers has signed for exactly that officer.
	pub(crate) fn ensure_proofs(key_for: KeyFor, officers: &[NewOfficerOf<T>]) -> DispatchResult {
		officers.iter().try_for_each(|new| {
			let message = Self::key_message(key_for, &new.entry());
			Self::ensure_signed_by(&new.account, &message, &new.proof)
		})
	}

	/// A new key has signed, and is a key that only who has its secret can sign with.
	pub(crate) fn ensure_signed_by(
		account: &T::AccountId,
		message: &[u8],
		proof: &T::Proof,
	) -> DispatchResult {
		let proves = !account.using_encoded(is_nobodys) && proof.verify(message, account);
		proves.then_some(()).ok_or_else(|| Error::<T>::ProofInvalid.into())
	}

	/// The hash of the chain's first block, to which everything that is signed is bound.
	pub(crate) fn genesis() -> Digest {
		let genesis = frame_system::Pallet::<T>::block_hash(BlockNumberFor::<T>::zero());
		let mut digest = Digest::zero();
		let bytes = AsRef::<[u8]>::as_ref(&genesis).iter();
		digest.as_bytes_mut().iter_mut().zip(bytes).for_each(|(to, from)| *to = *from);
		digest
	}

	/// The officer can serve: has duties, and has not ended before beginning.
	pub(crate) fn ensure_can_serve<Proof>(new: &NewOfficer<T::AccountId, Proof>) -> DispatchResult {
		Self::ensure_duties(new.duties)?;
		Self::ensure_not_past(new.valid_until)
	}

	pub(crate) fn ensure_duties(duties: Duties) -> DispatchResult {
		ensure!(!duties.is_empty(), Error::<T>::NoDuties);
		ensure!(duties.is_known(), Error::<T>::DutiesMalformed);
		Ok(())
	}

	pub(crate) fn ensure_not_past(valid_until: Option<Day>) -> DispatchResult {
		let today = T::Calendar::today();
		ensure!(valid_until.is_none_or(|last| last >= today), Error::<T>::ExpiryInPast);
		Ok(())
	}

	/// The officers are admins and nothing else, whom no date ends, and there are one to three: a recovery
	/// gives nobody the means to sign for the organisation in its business.
	pub(crate) fn ensure_recovery_admins(officers: &[NewOfficerOf<T>]) -> DispatchResult {
		let is_admin = |new: &NewOfficerOf<T>| {
			new.duties == Duties::of(&[Duty::Admin])
				&& new.valid_until.is_none()
				&& new.checker_limit.is_none()
		};
		let count = u32::try_from(officers.len()).unwrap_or(u32::MAX);
		let so_many = count > 0 && count <= MAX_RECOVERY_ADMINS;
		ensure!(so_many && officers.iter().all(is_admin), Error::<T>::RecoveryWithoutAdmins);
		Ok(())
	}

	/// The organisation has a place for an officer of its own choice. The last ones are kept for a recovery:
	/// nobody makes it impossible by filling the list.
	pub(crate) fn ensure_place(org: OrgId) -> DispatchResult {
		let serving = u32::try_from(OfficersOf::<T>::decode_len(org).unwrap_or(0)).unwrap_or(u32::MAX);
		let most = T::MaxOfficers::get().saturating_sub(MAX_RECOVERY_ADMINS);
		ensure!(serving < most, Error::<T>::TooManyOfficers);
		Ok(())
	}

	/// Refuses where the organisation is left without as many admins of different persons as it must keep:
	/// one lost key is never the end of who holds a validator seat.
	pub(crate) fn ensure_enough_admins(org: OrgId) -> DispatchResult {
		let least = if T::Seats::holds_seat(org) { LEAST_ADMINS_OF_SEAT } else { LEAST_ADMINS };
		ensure!(keeps_admins(Self::serving(org), least), Error::<T>::TooFewAdmins);
		Ok(())
	}

	/// What a checker has checked for a borrower today with such an amount more, where that is within its limit, and
	/// under what it is kept: two officers of one person have no more together. Of who has no limit nothing is counted.
	pub(crate) fn checked_with(
		checker: OfficerId,
		borrower: OrgId,
		of_what: Checks,
		amount: Fen,
	) -> Result<Option<((OrgId, Digest), CheckedSums)>, Error<T>> {
		let record = OfficerRecords::<T>::get(checker).ok_or(Error::<T>::OfficerUnknown)?;
		let Some(limit) = record.checker_limit else { return Ok(None) };
		let person = (record.org, record.person);
		let before = CheckedBy::<T>::get(person, borrower).unwrap_or_default();
		let after = before.with(T::Calendar::today(), of_what, amount).filter(|(_, sum)| *sum <= limit);
		after.map(|(sums, _)| Some((person, sums))).ok_or(Error::<T>::AboveCheckerLimit)
	}

	/// The officers of an organisation who serve.
	pub(crate) fn serving(org: OrgId) -> impl Iterator<Item = OfficerRecord> {
		OfficersOf::<T>::get(org).into_iter().filter_map(OfficerRecords::<T>::get)
	}

	/// The proposer's signature counts only while the proposer could still give it, with the same key: a lost one may
	/// be who signed.
	pub(crate) fn ensure_still(pending: &PendingActOf<T>) -> DispatchResult {
		ensure!(Self::proposer_stands(pending), Error::<T>::ProposerNotActive);
		Ok(())
	}

	/// Whether the proposer could propose it today, with the same key.
	pub(crate) fn proposer_stands(pending: &PendingActOf<T>) -> bool {
		let duty = pending.act.demand().proposer;
		OfficerRecords::<T>::get(pending.proposer).is_some_and(|record| {
			let may_act = record.entry(pending.proposer).may_act_on(T::Calendar::today());
			may_act && record.key_number == pending.key_number && record.duties.has(duty)
		})
	}
}
