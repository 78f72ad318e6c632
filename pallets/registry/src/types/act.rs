//! Acts that need two persons: of one organisation, or of a bank and a bureau.

use crate::types::{
	account::ReceivingAccount,
	officer::{FirstOfficers, NewOfficer},
	organisation::NewOrganisation,
};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame::hashing::blake2_256;
use scale_info::TypeInfo;
use zhidai_primitives::{
	signed, AccountVersion, ActId, Day, Digest, Duties, Duty, Fen, Name, OfficerId, OrgId, Region,
	RegistrationId, Role, Roles, ShortText,
};

pub use zhidai_primitives::ACT_LIFE_DAYS;

/// The most acts that one organisation can have waiting.
pub const MAX_OPEN_ACTS: u32 = 32;
/// With so many waiting, only acts of its admins are proposed: what waits for a bureau, or comes from careless makers,
/// takes no place from those who take keys away.
pub const MAX_OPEN_ACTS_OF_OTHERS: u32 = 24;
/// The most of them that one officer can have proposed: nobody fills the organisation's places alone.
pub const MAX_OPEN_ACTS_OF_ONE: u32 = 8;

const MARKET_REGULATORS: Roles = Roles::of(&[Role::MarketRegulator]);

/// What one officer proposes and another person approves: see [`Act::demand`].
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub enum Act<AccountId, Proof> {
	/// A bank or bureau brings in a firm. One with officers is registered by a bureau: a bank proposes, an
	/// officer of the bureau confirms. Without officers, the firm is a payee without keys, which a bank
	/// registers by itself where no 15 digits are named. Where a bureau confirms, the firm can be in another region
	/// than that of its number, within the bureau's.
	#[codec(index = 0)]
	AdmitFirm {
		/// The firm.
		organisation: NewOrganisation,
		/// None, or at least two admins of different persons. Each key's proof names exactly this firm and officer.
		officers: FirstOfficers<AccountId, Proof>,
	},
	/// Adds an officer to the own organisation.
	#[codec(index = 1)]
	AddOfficer(NewOfficer<AccountId, Proof>),
	/// Removes an officer of the own organisation, for good.
	#[codec(index = 2)]
	RemoveOfficer(OfficerId),
	/// Gives an officer of the own organisation other duties.
	#[codec(index = 3)]
	ChangeDuties {
		/// The officer.
		officer: OfficerId,
		/// All duties from now on.
		duties: Duties,
	},
	/// Sets up to which amount an officer of the own organisation may check.
	#[codec(index = 4)]
	SetCheckerLimit {
		/// The officer.
		officer: OfficerId,
		/// The largest amount; nothing lifts the limit.
		limit: Option<Fen>,
	},
	/// Sets the last day on which an officer of the own organisation may act.
	#[codec(index = 5)]
	SetExpiry {
		/// The officer.
		officer: OfficerId,
		/// The last day; nothing lifts the date.
		valid_until: Option<Day>,
	},
	/// Gives an officer of the own organisation, whose key is lost, a new one.
	#[codec(index = 6)]
	ReplaceKey {
		/// The officer.
		officer: OfficerId,
		/// The new key, never used before.
		new_account: AccountId,
		/// Its signature over [`crate::key_message`] for this officer and its own account.
		proof: Proof,
	},
	/// Declares who controls the own organisation. What is declared counts at once; what is ended counts for
	/// 30 days more.
	#[codec(index = 7)]
	SetController {
		/// The controlling organisation; nothing where no member does.
		controller: Option<OrgId>,
	},
	/// The own organisation leaves, for good.
	#[codec(index = 8)]
	Exit,
	/// A bank vouches for the receiving account of a payee; its own earlier version is retired. At that bank the
	/// account is this organisation's alone from then on.
	#[codec(index = 9)]
	VerifyPayeeAccount {
		/// The payee.
		payee: OrgId,
		/// The account.
		account: ReceivingAccount,
	},
	/// A regulator or bank records that two organisations are related (关联方): a regulator for everybody, where one of
	/// the two is in its region; a bank for its own loans.
	#[codec(index = 10)]
	DeclareRelated {
		/// The one.
		one: OrgId,
		/// The other.
		other: OrgId,
	},
	/// A record that two organisations are related is ended: a regulator's own, and anybody's by a regulator whose
	/// region contains both, at once; a bank's own after 30 days. What others recorded of them stays.
	#[codec(index = 11)]
	DeclareUnrelated {
		/// The one.
		one: OrgId,
		/// The other.
		other: OrgId,
		/// Who recorded it; nothing: the own organisation.
		recorded_by: Option<OrgId>,
	},
	/// A bank or bureau proposes the first officers of a firm that has none at all; a bureau confirms them. With
	/// them it can say what a bank alone said wrongly when it brought the firm in.
	#[codec(index = 12)]
	FirstOfficers {
		/// The firm.
		org: OrgId,
		/// At least two admins of different persons. Each key's proof names the firm and the officer.
		officers: FirstOfficers<AccountId, Proof>,
		/// Its right name; nothing where what is recorded is right.
		name: Option<Name>,
		/// Its right roles, such as members admit; nothing where what is recorded is right.
		roles: Option<Roles>,
		/// Where it is registered now, within the region of the bureau that confirms; nothing where what is
		/// recorded is right, or a bureau has said it.
		region: Option<Region>,
	},
	/// A regulator records who controls an organisation of its region, at once and over whatever stands, or ends that.
	/// What an organisation elsewhere says of itself, a regulator of the one that it names can end: it counts for 30
	/// days more.
	#[codec(index = 13)]
	SetControllerOf {
		/// The organisation.
		org: OrgId,
		/// Who controls it; nothing where no member does.
		controller: Option<OrgId>,
	},
	/// A market regulator corrects where an organisation is registered, as when it has moved. What a bureau of a higher
	/// level said last stands.
	#[codec(index = 14)]
	CorrectRegion {
		/// The organisation, in the regulator's region today or by its number, or by who said last where it is.
		org: OrgId,
		/// Where it is registered now.
		region: Region,
	},
	/// A market regulator adds the number of the other kind that an organisation has too: its credit code, or
	/// the 15 digits that it had before.
	#[codec(index = 15)]
	LinkNumber {
		/// The organisation.
		org: OrgId,
		/// Its other number, which is nobody's yet.
		number: RegistrationId,
	},
	/// Says that the own organisation does not control another one, which declared that itself; it counts for 30 days
	/// more.
	#[codec(index = 16)]
	Disown {
		/// The organisation that named the own one as its controller.
		org: OrgId,
	},
	/// A bank vouches no more for an account that it verified, and says why: none of its payments can name that
	/// version, and the account can be another organisation's.
	#[codec(index = 17)]
	VoidPayeeAccount {
		/// The payee.
		payee: OrgId,
		/// The last version that is this account.
		version: AccountVersion,
		/// Why.
		reason: ShortText,
	},
	/// A market regulator says what a firm of its region is called now (更名); the former name stays on record.
	#[codec(index = 18)]
	CorrectName {
		/// The firm.
		org: OrgId,
		/// Its name from now on.
		name: Name,
	},
	/// A market regulator takes back that a number is an organisation's, which was linked to it wrongly
	/// ([`Self::LinkNumber`]): the number is nobody's then, and whose it is can come in with it.
	#[codec(index = 19)]
	UnlinkNumber {
		/// The organisation.
		org: OrgId,
		/// The number; none that it came in with.
		number: RegistrationId,
	},
}

/// Who approves an act.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Approver {
	/// Another person of the organisation that proposed it.
	Own,
	/// An officer of a bureau in whose region the firm is.
	Bureau,
}

/// Who can propose and who can approve an act.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Demand {
	/// The proposer's duty.
	pub proposer: Duty,
	/// The approver's duty.
	pub approver: Duty,
	/// The proposer's organisation has one of these roles.
	pub roles: Roles,
	/// Whose officer approves.
	pub by: Approver,
}

/// What an act costs: acts of one kind do work of one size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ActKind {
	/// Changes who controls an organisation and looks at its whole group.
	Control,
	/// Takes up registration numbers, or adds this many officers to another organisation.
	Admission(u32),
	/// Changes the own organisation and looks at all its officers.
	Roster,
	/// Gives an officer of the own organisation a key, which proves itself.
	Key,
	/// Records or ends that two organisations are related, and looks where both are.
	Relation,
	/// Writes one record.
	Record,
	/// Leaves, with all that was waiting.
	Exit,
}

impl<AccountId, Proof> Act<AccountId, Proof> {
	/// How many acts can wait at the most for this one to be proposed.
	pub fn places(&self) -> u32 {
		match self.demand().proposer {
			Duty::Admin => MAX_OPEN_ACTS,
			_ => MAX_OPEN_ACTS_OF_OTHERS,
		}
	}

	/// Who can propose and who can approve it.
	pub fn demand(&self) -> Demand {
		let every = Roles::of(Role::ALL);
		let by_two_admins =
			Demand { proposer: Duty::Admin, approver: Duty::Admin, roles: every, by: Approver::Own };
		let prepared = |roles, by| Demand { proposer: Duty::Maker, approver: Duty::Checker, roles, by };
		match self {
			Self::AddOfficer(_)
			| Self::RemoveOfficer(_)
			| Self::ChangeDuties { .. }
			| Self::SetCheckerLimit { .. }
			| Self::SetExpiry { .. }
			| Self::ReplaceKey { .. }
			| Self::SetController { .. }
			| Self::Disown { .. }
			| Self::Exit => by_two_admins,
			Self::AdmitFirm { organisation, officers } => match organisation.registration {
				// Only the register can say that it issued such a code.
				RegistrationId::CreditCodeAsIssued(_) => prepared(MARKET_REGULATORS, Approver::Own),
				// Only the register can see whether the firm has a credit code as well, or whose the 15 digits
				// beside a credit code were.
				RegistrationId::BusinessRegistration(_) => prepared(Roles::ADMITTING, Approver::Bureau),
				RegistrationId::CreditCode(_)
					if officers.is_empty() && organisation.former_number.is_none() =>
				{
					prepared(Roles::ADMITTING, Approver::Own)
				}
				RegistrationId::CreditCode(_) => prepared(Roles::ADMITTING, Approver::Bureau),
			},
			Self::FirstOfficers { .. } => prepared(Roles::ADMITTING, Approver::Bureau),
			Self::VerifyPayeeAccount { .. } | Self::VoidPayeeAccount { .. } => {
				prepared(Roles::of(&[Role::Bank]), Approver::Own)
			}
			Self::DeclareRelated { .. } | Self::DeclareUnrelated { .. } => {
				let roles = Roles::of(&[Role::MarketRegulator, Role::FinancialRegulator, Role::Bank]);
				prepared(roles, Approver::Own)
			}
			Self::SetControllerOf { .. } => prepared(Roles::REGULATORS, Approver::Own),
			Self::CorrectRegion { .. }
			| Self::LinkNumber { .. }
			| Self::UnlinkNumber { .. }
			| Self::CorrectName { .. } => prepared(MARKET_REGULATORS, Approver::Own),
		}
	}

	/// What it costs.
	pub fn kind(&self) -> ActKind {
		match self {
			Self::AdmitFirm { officers, .. } | Self::FirstOfficers { officers, .. } => {
				ActKind::Admission(u32::try_from(officers.len()).unwrap_or(u32::MAX))
			}
			Self::AddOfficer(_) | Self::ReplaceKey { .. } => ActKind::Key,
			Self::RemoveOfficer(_)
			| Self::ChangeDuties { .. }
			| Self::SetCheckerLimit { .. }
			| Self::SetExpiry { .. } => ActKind::Roster,
			Self::SetController { .. } | Self::SetControllerOf { .. } | Self::Disown { .. } => {
				ActKind::Control
			}
			Self::DeclareRelated { .. } | Self::DeclareUnrelated { .. } => ActKind::Relation,
			// The number may have been another's, for which the organisation then stands.
			Self::LinkNumber { .. } | Self::UnlinkNumber { .. } => ActKind::Admission(0),
			Self::VerifyPayeeAccount { .. }
			| Self::VoidPayeeAccount { .. }
			| Self::CorrectRegion { .. }
			| Self::CorrectName { .. } => ActKind::Record,
			Self::Exit => ActKind::Exit,
		}
	}
}

impl<AccountId: Encode, Proof: Encode> Act<AccountId, Proof> {
	/// What the approver names: exactly this act under this number, not "whatever is there now".
	pub fn digest(&self, act_id: ActId) -> Digest {
		Digest::from(blake2_256(&signed::act(act_id, self)))
	}
}

/// An act that waits for its approval.
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct PendingAct<AccountId, Proof> {
	/// The organisation whose officer proposed.
	pub org: OrgId,
	/// Who proposed.
	pub proposer: OfficerId,
	/// The how manieth of the proposer's keys signed: a replaced one counts no more.
	pub key_number: u16,
	/// When.
	pub proposed_on: Day,
	/// What.
	pub act: Act<AccountId, Proof>,
	/// Where the firm is, where a bureau of its region decides; nothing where the own organisation does.
	pub firm_in: Option<Region>,
}

impl<AccountId, Proof> PendingAct<AccountId, Proof> {
	/// Whether it can no longer be approved.
	pub fn has_expired(&self, today: Day) -> bool {
		self.proposed_on.plus_days(ACT_LIFE_DAYS).is_some_and(|last| today > last)
	}
}

/// Whose signatures an act has.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Signatures {
	/// The organisation that proposed.
	pub(crate) org: OrgId,
	/// Who proposed.
	pub(crate) proposer: OfficerId,
	/// Who approved; the proposer while the act is only rehearsed.
	pub(crate) approver: OfficerId,
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn the_digest_binds_the_act_and_its_number() {
		let act = |officer| Act::<u64, ()>::RemoveOfficer(OfficerId(officer));
		assert_eq!(act(1).digest(ActId(1)), act(1).digest(ActId(1)));
		assert_ne!(act(1).digest(ActId(1)), act(2).digest(ActId(1)));
		assert_ne!(act(1).digest(ActId(1)), act(1).digest(ActId(2)));
	}

	#[test]
	fn an_act_waits_30_days() {
		let act = PendingAct::<u64, ()> {
			org: OrgId(1),
			proposer: OfficerId(1),
			key_number: 0,
			proposed_on: Day(100),
			act: Act::Exit,
			firm_in: None,
		};
		assert!(!act.has_expired(Day(130)) && act.has_expired(Day(131)));
	}

	#[test]
	fn the_own_organisation_is_the_business_of_its_admins() {
		let demand = Act::<u64, ()>::Exit.demand();
		assert_eq!((demand.proposer, demand.approver), (Duty::Admin, Duty::Admin));
		let demand = Act::<u64, ()>::DeclareRelated { one: OrgId(1), other: OrgId(2) }.demand();
		assert_eq!((demand.proposer, demand.approver), (Duty::Maker, Duty::Checker));
		assert!(!demand.roles.has(Role::Enterprise) && demand.by == Approver::Own);
		assert_eq!(Act::<u64, ()>::Exit.places(), MAX_OPEN_ACTS);
		let related = Act::<u64, ()>::DeclareRelated { one: OrgId(1), other: OrgId(2) };
		assert_eq!(related.places(), MAX_OPEN_ACTS_OF_OTHERS);
	}

	#[test]
	fn a_firm_with_officers_is_registered_by_a_bureau_and_a_payee_by_its_bank() {
		let by_former = |registration, former_number, officers: u32| {
			let organisation = NewOrganisation {
				name: Name::try_from("甲").unwrap(),
				registration,
				former_number,
				region: Region(330_200),
				roles: Roles::of(&[Role::Supplier]),
			};
			let officer = |n: u32| NewOfficer {
				account: u64::from(n),
				person: Digest::zero(),
				duties: Duties::of(&[Duty::Admin]),
				checker_limit: None,
				valid_until: None,
				proof: (),
			};
			let officers: alloc::vec::Vec<_> = (0..officers).map(officer).collect();
			Act::AdmitFirm { organisation, officers: officers.try_into().unwrap() }.demand()
		};
		let admission = |registration, officers| by_former(registration, None, officers);
		let code = RegistrationId::CreditCode("91330200MA2000123Y".parse().unwrap());
		let issued = RegistrationId::CreditCodeAsIssued("91350299M0009QAA68".parse().unwrap());
		let business = RegistrationId::BusinessRegistration(*b"110108000000016");
		assert_eq!(admission(code, 2).by, Approver::Bureau);
		assert_eq!((admission(code, 0).by, admission(code, 0).roles), (Approver::Own, Roles::ADMITTING));
		assert_eq!(admission(business, 0).by, Approver::Bureau);
		assert_eq!(by_former(code, Some(*b"110108000000016"), 0).by, Approver::Bureau);
		assert_eq!((admission(issued, 0).by, admission(issued, 2).roles), (Approver::Own, MARKET_REGULATORS));
	}
}
