//! The traits through which the pallets meet. What refuses answers with the owning pallet's own error.

mod books;
mod crossing;
mod directory;
mod findings;
mod once;
mod reference;

pub use books::{
	EvidenceDesk, EvidenceFacts, LoanInspect, LoanMove, LoanPermission, LoanRoom, Movement, PartyWork,
	PaymentBook, PaymentFacts, SchemeBook, Standing,
};
pub use crossing::{
	ClaimKey, ClaimState, ClaimSubject, Claims, Fresh, IdSpace, Journal, LookAlike, LookAlikes, Noted, Quota,
	QuotaState, MAX_CLAIM_KEYS, MAX_UNDER_TAG,
};
pub use directory::{Checks, CollectionAccounts, Colleges, Directory, Obligations};
pub use findings::{Finding, Findings};
pub use once::{dearest_request, Once, FORGOTTEN_AT_ONCE};
pub use reference::{Calendar, DatedRate, Rates};
