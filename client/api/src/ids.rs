//! Ids: counters given by the chain, so that records refer to each other without names or credit codes.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

macro_rules! id {
	($($(#[$doc:meta])* $name:ident($inner:ty);)*) => { $(
		$(#[$doc])*
		#[derive(
			Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Serialize, Deserialize,
			Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash,
		)]
		#[serde(transparent)]
		pub struct $name(pub $inner);

		impl $name {
			/// The id after this one, or nothing where the counter is used up.
			pub const fn next(self) -> Option<Self> {
				match self.0.checked_add(1) {
					Some(next) => Some(Self(next)),
					None => None,
				}
			}
		}

		impl core::fmt::Display for $name {
			fn fmt(&self, out: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
				core::fmt::Display::fmt(&self.0, out)
			}
		}
	)* };
}

id! {
	/// An organisation of the consortium: a bank, a bureau, a firm, a testing body.
	OrgId(u32);
	/// An officer of an organisation. Keys come and go under it; makers and checkers are compared by it.
	OfficerId(u32);
	/// A version of an organisation's receiving account, from 0.
	AccountVersion(u16);
	/// A loan contract.
	LoanId(u32);
	/// A drawdown draft of one loan, from 0.
	DraftNo(u32);
	/// A line of one loan's spending plan, from 0.
	PlanLineNo(u16);
	/// A piece of evidence: a contract, an invoice, a report, a filing.
	EvidenceId(u32);
	/// A quality credential, as recorded for one holder.
	CredentialId(u32);
	/// A kind of quality credential in the catalogue.
	CredentialTypeId(u16);
	/// An entry of reference data: a counter over rates and calendars together.
	EntryId(u32);
	/// A lending programme.
	SchemeId(u16);
	/// A version of a lending programme's terms, from 1.
	SchemeVersion(u16);
	/// The edition of the lending rules that a contract was signed under.
	RulebookVersion(u16);
	/// What one officer of an organisation proposed and another approves, counted over the whole registry from 1.
	ActId(u32);
	/// What one officer of a bureau proposed on a credential or an adverse record and another confirms.
	CredentialActId(u32);
	/// An adverse record of a firm.
	AdverseId(u32);
	/// An alert: something that people must look at, or did.
	AlertId(u32);
}
