//! Who acts: organisations with roles, officers with duties.

use crate::{OfficerId, OrgId};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// Who an origin is: what an origin check yields, so that calls never find out again who is acting.
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo, Clone, Copy, Debug, PartialEq, Eq)]
pub struct Actor {
	/// The organisation acted for.
	pub org: OrgId,
	/// The officer who acts.
	pub officer: OfficerId,
	/// What the officer may do.
	pub duties: Duties,
}

/// Who signed, and with which key: it counts while that officer could sign so.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Copy, Debug, PartialEq, Eq,
)]
pub struct SignedBy {
	/// The officer.
	pub officer: OfficerId,
	/// The number of the officer's key, from 0.
	pub key_number: u16,
}

macro_rules! set {
	($(#[$set_doc:meta])* $set:ident($inner:ty) of $(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $bit:literal,)* }) => {
		$(#[$doc])*
		#[derive(
			Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Serialize, Deserialize,
			Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash,
		)]
		pub enum $name { $($(#[$variant_doc])* #[codec(index = $bit)] $variant,)* }

		impl $name {
			/// Every one of them, in order.
			pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

			const fn bit(self) -> $inner {
				match self { $(Self::$variant => 1 << $bit,)* }
			}
		}

		$(#[$set_doc])*
		#[derive(
			Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
			Clone, Copy, Debug, Default, PartialEq, Eq, Hash,
		)]
		pub struct $set(pub $inner);

		impl $set {
			/// None of them.
			pub const NONE: Self = Self(0);

			/// The set of these.
			pub const fn of(members: &[$name]) -> Self {
				let (mut bits, mut rest) = (0, members);
				while let [first, others @ ..] = rest {
					bits |= first.bit();
					rest = others;
				}
				Self(bits)
			}

			/// Whether this one is in the set.
			pub const fn has(self, member: $name) -> bool {
				self.0 & member.bit() != 0
			}

			/// Whether the sets have one in common.
			pub const fn meets(self, other: Self) -> bool {
				self.0 & other.0 != 0
			}

			/// Whether every member is also in the other set.
			pub const fn within(self, other: Self) -> bool {
				self.0 & !other.0 == 0
			}

			/// Whether the set is empty.
			pub const fn is_empty(self) -> bool {
				self.0 == 0
			}

			/// Whether every bit stands for a member.
			pub const fn is_known(self) -> bool {
				self.within(Self::of($name::ALL))
			}

			/// The members, in order.
			pub fn iter(self) -> impl Iterator<Item = $name> {
				$name::ALL.iter().copied().filter(move |member| self.has(*member))
			}
		}

		impl FromIterator<$name> for $set {
			fn from_iter<I: IntoIterator<Item = $name>>(members: I) -> Self {
				Self(members.into_iter().fold(0, |bits, member| bits | member.bit()))
			}
		}

		impl Serialize for $set {
			fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
				serializer.collect_seq(self.iter())
			}
		}

		impl<'de> Deserialize<'de> for $set {
			fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
				Ok(alloc::vec::Vec::<$name>::deserialize(deserializer)?.into_iter().collect())
			}
		}
	};
}

set! {
	/// The roles of an organisation.
	Roles(u16) of
	/// What an organisation is in the consortium. One organisation can have several roles.
	Role {
		/// 市场监管部门: keeps the directory, records credentials, enters failed spot checks, attests evidence.
		MarketRegulator = 0,
		/// 金融监管部门: sees where money went, alerts, statements.
		FinancialRegulator = 1,
		/// 财政部门: subsidies and risk sharing.
		FinanceBureau = 2,
		/// 税务部门.
		TaxBureau = 3,
		/// 银行: contracts loans and pays.
		Bank = 4,
		/// 企业: borrows.
		Enterprise = 5,
		/// 供应商: is paid.
		Supplier = 6,
		/// 检验检测机构: is paid, states what it inspected.
		InspectionBody = 7,
		/// 认证机构.
		CertificationBody = 8,
		/// 担保机构.
		Guarantor = 9,
		/// 征信机构.
		CreditBureau = 10,
		/// 审计: sees.
		Auditor = 11,
	}
}

set! {
	/// The duties of an officer.
	Duties(u16) of
	/// What an officer may do for the organisation.
	Duty {
		/// 管理: officers, keys and limits; every act needs two admins.
		Admin = 0,
		/// 经办: prepares.
		Maker = 1,
		/// 复核: checks what another person prepared.
		Checker = 2,
		/// 授权: releases money.
		Release = 3,
		/// 核验: gives the organisation's verdict on evidence.
		Attest = 4,
		/// 确认: signs contracts and mandates, confirms receipts.
		Confirm = 5,
		/// 理事: acts for the organisation's validator seats.
		Council = 6,
		/// 查阅: only looks.
		View = 7,
	}
}

impl Roles {
	/// Who regulates, as an office: in which college an organisation sits, its seat says.
	pub const REGULATORS: Self = Self::of(&[Role::MarketRegulator, Role::FinancialRegulator]);
	/// Roles that only the council admits: seats and bureaus.
	pub const ADMITTED_BY_COUNCIL: Self = Self::of(&[
		Role::MarketRegulator,
		Role::FinancialRegulator,
		Role::FinanceBureau,
		Role::TaxBureau,
		Role::Bank,
		Role::Guarantor,
		Role::CreditBureau,
		Role::Auditor,
	]);
	/// Roles of firms: a bureau registers them, a bank proposes them; the council does not.
	pub const ADMITTED_BY_MEMBERS: Self =
		Self::of(&[Role::Enterprise, Role::Supplier, Role::InspectionBody, Role::CertificationBody]);
	/// The bureaus: what they confirm about firms is a public act.
	pub const BUREAUS: Self =
		Self::of(&[Role::MarketRegulator, Role::FinancialRegulator, Role::FinanceBureau, Role::TaxBureau]);
	/// Who may propose firms: banks and bureaus.
	pub const ADMITTING: Self = Self::of(&[
		Role::MarketRegulator,
		Role::FinancialRegulator,
		Role::FinanceBureau,
		Role::TaxBureau,
		Role::Bank,
	]);
}

/// Whether an organisation takes part.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Serialize,
	Deserialize,
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
)]
pub enum OrgStatus {
	/// 正常.
	Active,
	/// 暂停: its officers cannot act; records and rights stay.
	Suspended,
	/// 退出: for good; history stays.
	Exited,
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn sets_hold_what_they_were_given() {
		let duties = Duties::of(&[Duty::Maker, Duty::Attest]);
		assert!(duties.has(Duty::Maker) && duties.has(Duty::Attest) && !duties.has(Duty::Checker));
		assert_eq!(duties.iter().collect::<Duties>(), duties);
		assert!(duties.is_known() && Duties(0xff).is_known() && !Duties(1 << 8).is_known());
		assert!(!Roles(1 << 12).is_known());
		assert!(Roles::of(&[Role::Bank]).within(Roles::ADMITTED_BY_COUNCIL));
		assert!(!Roles::ADMITTED_BY_COUNCIL.meets(Roles::ADMITTED_BY_MEMBERS));
		assert!(Roles::NONE.is_empty());
	}

	#[test]
	fn every_role_has_one_way_in() {
		for role in Role::ALL {
			let role = Roles::of(&[*role]);
			assert_ne!(role.within(Roles::ADMITTED_BY_COUNCIL), role.within(Roles::ADMITTED_BY_MEMBERS));
		}
	}
}
