//! What is known of an organisation.
//!
//! A firm with officers is registered by a bureau: a bank proposes, an officer of a bureau in whose region the firm is
//! confirms, and no record says which bank it was. A payee without keys is registered by its bank alone, except where
//! 15 digits are named: only the register can see whether the firm has a credit code as well, or whose the digits were.
//! Both numbers of a firm are kept and neither is taken twice; of a credit code the organisation code in it counts, so
//! that neither a move nor a code issued wrongly makes a second firm. A code whose last character the register itself
//! issued wrongly (`CreditCodeAsIssued`) is brought in by a market regulator of the firm's region only, and stays
//! marked. What a bank alone said of a payee (its name, its roles, its region) is put right with its first officers,
//! which a bureau confirms. The council admits such a payee too, under the id that it has.
//!
//! The region of a number must be a region of GB/T 2260 and agree with the organisation's: one contains the other. Only
//! where a bureau confirms, it can be another one, within the bureau's own: firms move before they come in, too. The
//! whole country is no firm's region. The table knows provinces and prefectures, former ones too; a county that it
//! cannot know is let pass. A number that is linked later was issued where the firm is, or where its first number was:
//! no regulator takes another region's numbers for its own firms. After a move two persons of the market regulator, of
//! the old region or the number's, or around the bureau that said last where the firm is, correct its region; but no
//! county undoes what a province said. A number that was linked wrongly two persons of the regulator that linked it, or
//! of one of no lower level, take back; what an organisation came in with stays. What a seat or a bureau says of itself
//! nobody corrects: it comes anew.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame::hashing::blake2_256;
use scale_info::TypeInfo;
use zhidai_primitives::{
	signed, BusinessNumber, Day, Digest, Name, OrgId, OrgStatus, Region, RegistrationId, Roles,
};

/// An organisation that is to be admitted.
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct NewOrganisation {
	/// Its full name.
	pub name: Name,
	/// Its number in the public register.
	pub registration: RegistrationId,
	/// The 15-digit number that it had before its credit code, if it had one: it is then taken too.
	pub former_number: Option<BusinessNumber>,
	/// Where it is registered: within the region of its number or around it, unless a bureau confirms another one.
	pub region: Region,
	/// What it will be in the consortium.
	pub roles: Roles,
}

impl NewOrganisation {
	/// The digest that the keys of its first officers name: they sign for exactly this organisation.
	pub fn digest(&self) -> Digest {
		Digest::from(blake2_256(&signed::organisation(self)))
	}
}

/// A number that a regulator linked to an organisation that had come in without it.
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo, Clone, Copy, Debug, PartialEq, Eq)]
pub struct LinkedNumber {
	/// The number.
	pub number: RegistrationId,
	/// Who linked it.
	pub by: OrgId,
	/// Whose it had been that the council sent away; nothing where it was nobody's.
	pub freed_of: Option<OrgId>,
}

/// An organisation as recorded: a shared record, which does not say at whose request it was made. Read
/// rarely; what every call reads is in [`OrgState`].
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct Organisation {
	/// Its full name.
	pub name: Name,
	/// Its number in the public register.
	pub registration: RegistrationId,
	/// The 15-digit number that it has or had beside a credit code.
	pub former_number: Option<BusinessNumber>,
	/// Where it is registered.
	pub region: Region,
	/// The bureau that last said so otherwise than the number or the record before; nothing where none did.
	pub region_by: Option<OrgId>,
	/// Since when it takes part.
	pub admitted_on: Day,
	/// Its number that was linked later; nothing where it has those alone that it came in with.
	pub linked: Option<LinkedNumber>,
}

impl Organisation {
	/// The record of an organisation that is admitted on this day.
	pub fn new(new: NewOrganisation, admitted_on: Day) -> Self {
		let NewOrganisation { name, registration, former_number, region, .. } = new;
		Self { name, registration, former_number, region, region_by: None, admitted_on, linked: None }
	}

	/// Every number under which it is found.
	pub fn numbers(&self) -> impl Iterator<Item = RegistrationId> {
		let former = self.former_number.map(RegistrationId::BusinessRegistration);
		core::iter::once(self.registration).chain(former)
	}

	/// The record with its other number too: a credit code for who had none becomes the registration, 15
	/// digits for who had none are kept beside it. Nothing where it has a number of that kind already.
	pub fn with_number(self, number: RegistrationId) -> Option<Self> {
		match (self.registration, number, self.former_number) {
			(RegistrationId::BusinessRegistration(former), code, _) if code.is_credit_code() => {
				Some(Self { registration: code, former_number: Some(former), ..self })
			}
			(code, RegistrationId::BusinessRegistration(former), None) if code.is_credit_code() => {
				Some(Self { former_number: Some(former), ..self })
			}
			_ => None,
		}
	}

	/// The record as it was before its other number was linked.
	pub fn without_linked(self) -> Self {
		let registration = match (self.linked, self.former_number) {
			(Some(linked), Some(former)) if linked.number.is_credit_code() => {
				RegistrationId::BusinessRegistration(former)
			}
			_ => self.registration,
		};
		let former_number = self.former_number.filter(|_| self.linked.is_none());
		Self { registration, former_number, linked: None, ..self }
	}
}

/// The part of an organisation that every call reads.
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo, Clone, Copy, Debug, PartialEq, Eq)]
pub struct OrgState {
	/// Whether it takes part.
	pub status: OrgStatus,
	/// What it is in the consortium.
	pub roles: Roles,
	/// The organisation that controls it (控股方), as its own admins declared or a regulator recorded.
	pub controller: Option<OrgId>,
	/// The last day on which that counts, where its admins or the controller's side have ended it.
	pub control_until: Option<Day>,
	/// The regulator that recorded it, whose record the admins cannot end; nothing where they declared it.
	pub controller_by: Option<OrgId>,
}

impl OrgState {
	/// A newly admitted organisation with these roles.
	pub const fn new(roles: Roles) -> Self {
		Self { status: OrgStatus::Active, roles, controller: None, control_until: None, controller_by: None }
	}

	/// Whether its officers can act.
	pub fn is_active(&self) -> bool {
		self.status == OrgStatus::Active
	}

	/// Who controls it on this day.
	pub fn controller_on(&self, today: Day) -> Option<OrgId> {
		self.controller.filter(|_| self.control_until.is_none_or(|last| last >= today))
	}

	/// Active → suspended; nothing where it is not active.
	pub fn suspended(self) -> Option<Self> {
		self.is_active().then_some(Self { status: OrgStatus::Suspended, ..self })
	}

	/// Suspended → active; nothing where it is not suspended.
	pub fn reinstated(self) -> Option<Self> {
		(self.status == OrgStatus::Suspended).then_some(Self { status: OrgStatus::Active, ..self })
	}

	/// Active or suspended → exited, for good; nothing where it has left already.
	pub fn exited(self) -> Option<Self> {
		(self.status != OrgStatus::Exited).then_some(Self { status: OrgStatus::Exited, ..self })
	}
}

/// How many firms an organisation has brought in on a day.
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Admissions {
	/// The day.
	pub day: Day,
	/// How many.
	pub count: u32,
}

impl Admissions {
	/// Counts one more on this day; nothing where there were as many as may.
	pub fn one_more(self, today: Day, most: u32) -> Option<Self> {
		let before = if self.day == today { self.count } else { 0 };
		(before < most).then_some(Self { day: today, count: before.saturating_add(1) })
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use zhidai_primitives::Role;

	#[test]
	fn exit_is_for_good() {
		let active = OrgState::new(Roles::of(&[Role::Bank]));
		assert!(active.is_active() && active.reinstated().is_none());
		let suspended = active.suspended().unwrap();
		assert!(!suspended.is_active() && suspended.suspended().is_none());
		assert_eq!(suspended.reinstated(), Some(active));
		let exited = suspended.exited().unwrap();
		assert_eq!(exited.roles, active.roles);
		assert!(exited.suspended().is_none() && exited.reinstated().is_none() && exited.exited().is_none());
	}

	#[test]
	fn control_counts_up_to_its_last_day() {
		let state = OrgState { controller: Some(OrgId(1)), ..OrgState::new(Roles::NONE) };
		assert_eq!(state.controller_on(Day(u32::MAX)), Some(OrgId(1)));
		let ended = OrgState { control_until: Some(Day(5)), ..state };
		assert_eq!((ended.controller_on(Day(5)), ended.controller_on(Day(6))), (Some(OrgId(1)), None));
	}

	#[test]
	fn admissions_are_counted_by_the_day() {
		let one = Admissions::default().one_more(Day(3), 2).unwrap();
		let two = one.one_more(Day(3), 2).unwrap();
		assert_eq!((one.count, two.count, two.one_more(Day(3), 2)), (1, 2, None));
		assert_eq!(two.one_more(Day(4), 2), Some(Admissions { day: Day(4), count: 1 }));
	}

	#[test]
	fn a_firm_has_one_number_of_each_kind() {
		let business = RegistrationId::BusinessRegistration(*b"110108000000016");
		let code = RegistrationId::CreditCode("91330200MA2000123Y".parse().unwrap());
		let firm = Organisation {
			name: Name::try_from("个体").unwrap(),
			registration: business,
			former_number: None,
			region: Region(110_108),
			region_by: None,
			admitted_on: Day(1),
			linked: None,
		};
		let linked = firm.clone().with_number(code).unwrap();
		assert_eq!((linked.registration, linked.former_number), (code, Some(*b"110108000000016")));
		assert_eq!(linked.numbers().collect::<alloc::vec::Vec<_>>(), [code, business]);
		assert!(linked.clone().with_number(code).is_none() && linked.with_number(business).is_none());
		assert!(firm.with_number(business).is_none());
	}

	#[test]
	fn what_was_linked_goes_and_what_it_came_in_with_stays() {
		let digits = *b"110108000000016";
		let business = RegistrationId::BusinessRegistration(digits);
		let code = RegistrationId::CreditCode("91330200MA2000123Y".parse().unwrap());
		for (own, other) in [(business, code), (code, business)] {
			let firm = Organisation {
				name: Name::try_from("个体").unwrap(),
				registration: own,
				former_number: None,
				region: Region(110_108),
				region_by: None,
				admitted_on: Day(1),
				linked: None,
			};
			let linked = LinkedNumber { number: other, by: OrgId(1), freed_of: None };
			let both = Organisation { linked: Some(linked), ..firm.clone().with_number(other).unwrap() };
			assert_eq!(both.without_linked(), firm);
		}
	}
}
