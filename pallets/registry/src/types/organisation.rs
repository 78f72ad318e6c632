//! What is known of an organisation.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use zhidai_primitives::{CreditCode, Day, Name, OrgId, OrgStatus, Region, Roles};

/// Under which number an organisation is registered. One number, one organisation.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
)]
pub enum RegistrationId {
	/// 统一社会信用代码; its check characters are verified when it is decoded.
	#[codec(index = 0)]
	CreditCode(CreditCode),
	/// 工商注册号 of an individual business (个体工商户) that has no credit code yet: 15 digits, the last a check digit.
	#[codec(index = 1)]
	BusinessRegistration([u8; 15]),
}

impl RegistrationId {
	/// Whether the number has the right form and check digit.
	pub fn is_valid(&self) -> bool {
		match self {
			Self::CreditCode(_) => true,
			Self::BusinessRegistration(digits) => {
				digits.iter().all(u8::is_ascii_digit) && has_check_digit(digits)
			}
		}
	}
}

/// GS 15-2006: the digits pass ISO 7064 MOD 11,10.
fn has_check_digit(digits: &[u8; 15]) -> bool {
	let [body @ .., last] = digits;
	let value = |digit: &u8| u32::from(digit.saturating_sub(b'0'));
	let product = body.iter().fold(10_u32, |product, digit| {
		let sum = match product.saturating_add(value(digit)) % 10 {
			0 => 10,
			sum => sum,
		};
		sum.saturating_mul(2) % 11
	});
	product.saturating_add(value(last)) % 10 == 1
}

/// An organisation that is to be admitted.
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct NewOrganisation {
	/// Its full name.
	pub name: Name,
	/// Its number in the public register.
	pub registration: RegistrationId,
	/// Where it is registered.
	pub region: Region,
	/// What it will be in the consortium.
	pub roles: Roles,
	/// The public key to which documents for it are sealed.
	pub sealing_key: Option<[u8; 32]>,
}

/// An organisation as recorded. Read rarely; what every call reads is in [`OrgState`].
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct Organisation {
	/// Its full name.
	pub name: Name,
	/// Its number in the public register.
	pub registration: RegistrationId,
	/// Where it is registered.
	pub region: Region,
	/// The bank or bureau that admitted it under its own name; nothing where the council did.
	pub sponsor: Option<OrgId>,
	/// The public key to which documents for it are sealed.
	pub sealing_key: Option<[u8; 32]>,
	/// Since when it takes part.
	pub admitted_on: Day,
}

/// The part of an organisation that every call reads.
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo, Clone, Copy, Debug, PartialEq, Eq)]
pub struct OrgState {
	/// Whether it takes part.
	pub status: OrgStatus,
	/// What it is in the consortium.
	pub roles: Roles,
	/// The organisation that controls it (控股方), as its own admins declared.
	pub controller: Option<OrgId>,
}

impl OrgState {
	/// A newly admitted organisation with these roles.
	pub const fn new(roles: Roles) -> Self {
		Self { status: OrgStatus::Active, roles, controller: None }
	}

	/// Whether its officers can act.
	pub fn is_active(&self) -> bool {
		self.status == OrgStatus::Active
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

#[cfg(test)]
mod tests {
	use super::*;
	use zhidai_primitives::Role;

	#[test]
	fn a_business_number_has_15_digits_and_a_check_digit() {
		let number = |digits: &[u8; 15]| RegistrationId::BusinessRegistration(*digits);
		assert!(number(b"110108000000016").is_valid());
		for wrong in [b"110108000000017", b"110108000000106", b"11010800000001x", b"               "] {
			assert!(!number(wrong).is_valid());
		}
	}

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
}
