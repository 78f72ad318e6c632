//! What the journal hears.

use crate::types::{
	officer::{KeyRecord, OfficerRecord},
	organisation::{OrgState, Organisation},
	recovery::Recovery,
	relation::Relation,
	succession::Succession,
};
use alloc::vec::Vec;
use codec::{Decode, Encode};
use zhidai_primitives::{Day, Name, NumberKey, OfficerId, OrgId};

/// A shared record as it stands after an act. What is a bank's own (receiving accounts, relations that it
/// recorded) is not among these.
#[derive(Encode, Decode, Clone, Debug, PartialEq, Eq)]
pub enum Change<AccountId, Proof> {
	/// An organisation's record.
	Organisation(OrgId, Organisation),
	/// What every call reads of an organisation.
	State(OrgId, OrgState),
	/// Whose a registration number is; nothing where it is free again.
	Number(NumberKey, Option<OrgId>),
	/// Whose a number was that is free; nothing where it is taken up.
	FreedNumber(NumberKey, Option<OrgId>),
	/// Who took an organisation's place, and who stands for it today.
	Succession(OrgId, Succession),
	/// What an organisation was called until a day.
	FormerName(OrgId, Day, Name),
	/// An officer.
	Officer(OfficerId, OfficerRecord),
	/// A key of an officer, by its number.
	Key(OfficerId, u16, KeyRecord<AccountId>),
	/// What regulators recorded of two organisations, the lower id first; nothing where all of it is ended.
	Relation(OrgId, OrgId, Vec<Relation>),
	/// Whom an organisation controls directly; of some of them that can have ended.
	Controlled(OrgId, Vec<OrgId>),
	/// The admins that the council gives an organisation; nothing where none wait any more.
	Recovery(OrgId, Option<Recovery<AccountId, Proof>>),
}
