//! A firm's standing: tier and freeze, and the explanation of a tier.

use crate::{
	AdverseByOrg, AdverseId, AdverseRecords, ByHolder, Config, Credentials, Error, FailedChecks, Pallet,
	Usability,
};
use alloc::vec::Vec;
use codec::{Decode, Encode};
use frame::prelude::DispatchError;
use scale_info::TypeInfo;
use zhidai_primitives::{
	traits::{Calendar, Directory, Standing},
	CredentialId, CredentialTypeId, OrgId, SchemeTerms, SpotCheckState, TierNumber,
};

/// A credential as it was weighed.
#[derive(Encode, Decode, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct Considered {
	/// The credential.
	pub credential: CredentialId,
	/// What it is.
	pub type_id: CredentialTypeId,
	/// Whether it can be relied on, or why not.
	pub usability: Usability,
	/// The best tier that credentials of its type give under the terms; nothing where they give none.
	pub tier: Option<TierNumber>,
}

impl Considered {
	/// The tier that it does give.
	pub fn gives(&self) -> Option<TierNumber> {
		self.tier.filter(|_| self.usability == Usability::Usable)
	}
}

/// Why a firm has the tier that it has under a programme's terms, or none.
#[derive(Encode, Decode, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct TierExplanation {
	/// The tier; nothing where a rule fails.
	pub tier: Option<TierNumber>,
	/// The credentials that give the best tier, also where another rule fails.
	pub by: Vec<CredentialId>,
	/// Every rule that fails, in the order in which [`Standing::tier`] checks them.
	pub failed: Vec<DispatchError>,
	/// The adverse records that count against the firm.
	pub against: Vec<AdverseId>,
	/// Every credential of the firm.
	pub considered: Vec<Considered>,
}

/// The best tier that credentials of a type give.
fn tier_of_type(terms: &SchemeTerms, type_id: CredentialTypeId) -> Option<TierNumber> {
	terms.tiers.iter().filter(|tier| tier.qualified_by.contains(&type_id)).map(|tier| tier.number).min()
}

impl<T: Config> Pallet<T> {
	/// Why a firm has the tier that it has under these terms, or none: every rule, not only the first that fails.
	pub fn explain_tier(org: OrgId, terms: &SchemeTerms) -> TierExplanation {
		let against = Self::counting_records(org, terms);
		let considered = Self::weighed_credentials(org, terms);
		let best = considered.iter().filter_map(Considered::gives).min();
		let by = considered
			.iter()
			.filter(|one| best.is_some() && one.gives() == best)
			.map(|one| one.credential)
			.collect();
		let in_region = T::Directory::region(org).is_some_and(|region| terms.region.contains(region));
		let rules = [
			(in_region, Error::<T>::NotInRegion),
			(against.is_empty(), Error::<T>::AdverseRecordInWindow),
			(best.is_some(), Error::<T>::NoQualifyingCredential),
		];
		let failed =
			rules.into_iter().filter(|(holds, _)| !holds).map(|(_, error)| error.into()).collect::<Vec<_>>();
		TierExplanation { tier: best.filter(|_| failed.is_empty()), by, failed, against, considered }
	}

	/// The records that keep the firm's record from being clean under the terms.
	fn counting_records(org: OrgId, terms: &SchemeTerms) -> Vec<AdverseId> {
		let Some(clean) = &terms.clean_record else { return Vec::new() };
		let today = T::Calendar::today();
		let counts =
			|id: &AdverseId| AdverseRecords::<T>::get(id).is_some_and(|record| record.counts(today, clean));
		AdverseByOrg::<T>::get(org).into_iter().filter(counts).collect()
	}

	fn weighed_credentials(org: OrgId, terms: &SchemeTerms) -> Vec<Considered> {
		let today = T::Calendar::today();
		let weigh = |id| {
			let credential = Credentials::<T>::get(id)?;
			let type_id = credential.grant().type_id;
			let usability = credential.usability(today);
			Some(Considered { credential: id, type_id, usability, tier: tier_of_type(terms, type_id) })
		};
		ByHolder::<T>::get(org).into_iter().filter_map(weigh).collect()
	}
}

impl<T: Config> Standing for Pallet<T> {
	fn tier(org: OrgId, terms: &SchemeTerms) -> Result<TierNumber, DispatchError> {
		let explanation = Self::explain_tier(org, terms);
		match explanation.failed.first() {
			Some(error) => Err(*error),
			None => explanation.tier.ok_or(Error::<T>::NoQualifyingCredential.into()),
		}
	}

	fn is_frozen(org: OrgId, from: SpotCheckState) -> bool {
		FailedChecks::<T>::get(org).reach(from)
	}
}
