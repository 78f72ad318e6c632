//! Seats, the two colleges that they count in, and the motions that they vote on.

use crate::{Digest, OrgId, Role};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// One of the two halves of the consortium; neither finalises blocks or passes motions without the other.
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
pub enum College {
	/// 监管席: regulators and bureaus.
	Regulators,
	/// 银行席: banks and their kind.
	Banks,
}

impl College {
	/// The roles that shut an organisation out of this college. Which college a seat counts in, the seat says
	/// and not its organisation's role: a finance bureau can sit with the regulators. But nobody sits among
	/// those who check it.
	pub const fn opposed(self) -> &'static [Role] {
		match self {
			Self::Regulators => &[Role::Bank],
			Self::Banks => &[Role::MarketRegulator, Role::FinancialRegulator],
		}
	}

	/// Where an organisation counts that holds no seat: in the only college that its roles leave open to it.
	/// To a finance bureau both are open, to who is bank and regulator none: these count nowhere.
	pub fn without_seat(has_role: impl Fn(Role) -> bool) -> Option<Self> {
		let is_open = |college: Self| !college.opposed().iter().any(|role| has_role(*role));
		match (is_open(Self::Regulators), is_open(Self::Banks)) {
			(true, false) => Some(Self::Regulators),
			(false, true) => Some(Self::Banks),
			(true, true) | (false, false) => None,
		}
	}
}

/// A validator seat (席位) of an organisation: one validator and one voice in the council.
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
pub struct Seat {
	/// Whose it is.
	pub org: OrgId,
	/// Which of the organisation's seats, from 0.
	pub number: u8,
	/// Where it counts.
	pub college: College,
}

/// An open motion with all that a seat needs to know before it votes.
#[derive(Encode, Decode, TypeInfo, Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct Motion<Hash = Digest, BlockNumber = u32> {
	/// The number of the motion.
	pub index: u32,
	/// The chain's hash over `proposal`, by which votes name it. A client decodes `proposal` for its user,
	/// hashes the same bytes, and votes on no other hash.
	pub proposal_hash: Hash,
	/// The call to decide, as the chain encodes calls.
	pub proposal: Vec<u8>,
	/// The seat that opened it.
	pub proposer: Seat,
	/// The ayes that pass it.
	pub threshold: u32,
	/// The seats for it.
	pub ayes: Vec<Seat>,
	/// The seats against it.
	pub nays: Vec<Seat>,
	/// From this block on it can be closed, whatever the votes.
	pub ends_at: BlockNumber,
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::Roles;

	#[test]
	fn each_college_is_closed_to_those_whom_it_checks_and_open_to_all_others() {
		let closed_to = |role: &Role| {
			let is_closed = |college: College| college.opposed().contains(role);
			(is_closed(College::Regulators), is_closed(College::Banks))
		};
		assert_eq!(closed_to(&Role::Bank), (true, false));
		assert_eq!(closed_to(&Role::MarketRegulator), (false, true));
		assert_eq!(closed_to(&Role::FinanceBureau), (false, false));
		assert!(Role::ALL.iter().all(|role| closed_to(role) != (true, true)));
	}

	#[test]
	fn without_a_seat_roles_tell_a_college_only_where_they_leave_no_other() {
		let college = |roles: &[Role]| College::without_seat(|role| roles.contains(&role));
		assert_eq!(college(&[Role::Bank]), Some(College::Banks));
		assert_eq!(college(&[Role::Bank, Role::Guarantor]), Some(College::Banks));
		for role in [Role::MarketRegulator, Role::FinancialRegulator] {
			assert_eq!(college(&[role]), Some(College::Regulators));
			assert_eq!(college(&[role, Role::Bank]), None);
		}
		let mut others =
			Role::ALL.iter().filter(|role| !Roles::REGULATORS.has(**role) && **role != Role::Bank);
		assert!(others.all(|role| college(&[*role]).is_none()));
	}
}
