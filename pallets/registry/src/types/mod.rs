//! What the registry keeps, and the rules of its life that need no storage.

pub(crate) mod account;
pub(crate) mod act;
pub(crate) mod change;
pub(crate) mod checked;
pub(crate) mod key;
pub(crate) mod officer;
pub(crate) mod organisation;
pub(crate) mod recovery;
pub(crate) mod relation;
mod seats;
pub(crate) mod succession;

pub use account::{BankCode, HeldAccount, LastVersion, PayeeAccount, ReceivingAccount, Voided};
pub use act::{
	Act, ActKind, Approver, Demand, PendingAct, ACT_LIFE_DAYS, MAX_OPEN_ACTS, MAX_OPEN_ACTS_OF_ONE,
	MAX_OPEN_ACTS_OF_OTHERS,
};
pub use change::Change;
pub use checked::CheckedSums;
pub use key::{is_nobodys, key_message, rotation_message, KeyFor};
pub use officer::{
	keeps_admins, FirstOfficers, KeyRecord, NewOfficer, OfficerEntry, OfficerRecord, OfficerStatus,
	LEAST_ADMINS, LEAST_ADMINS_OF_SEAT, MAX_FIRST_OFFICERS,
};
pub use organisation::{Admissions, LinkedNumber, NewOrganisation, OrgState, Organisation};
pub use recovery::{Recovery, MAX_RECOVERY_ADMINS, RECOVERY_NOTICE_DAYS};
pub use relation::{
	BankRelation, Relation, RelationReport, RelationReportList, Relations, MAX_CONTROL_DEPTH, MAX_DECLARERS,
	MAX_GROUP, WAITING_DAYS,
};
pub use seats::Seats;
pub use succession::{PredecessorList, Succession, MAX_PREDECESSORS};
pub use zhidai_primitives::{BusinessNumber, NumberKey, RegistrationId};
