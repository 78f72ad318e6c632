//! # Zhidai primitives
//!
//! What every pallet speaks: the words that it shares with clients (from `zhidai-api`: ids, money, credit
//! codes, calendar days, roles and duties, the terms of a lending programme), the books of a loan, and the
//! traits through which the pallets meet. No storage, no dispatchables.
//!
//! Data flows one way: registry → reference → schemes → credentials → quota → loans → evidence → payments →
//! supervision. A pallet knows the pallets to its left only through the traits in [`traits`]. A trait method
//! that refuses answers with the error of the pallet that owns the rule, so that a rule has one name and one
//! remedy wherever it is met.

#![cfg_attr(not(feature = "std"), no_std)]
// What runs in Wasm must not panic, wrap or read out of bounds.
#![cfg_attr(
	not(any(test, feature = "testing")),
	deny(
		clippy::arithmetic_side_effects,
		clippy::float_arithmetic,
		clippy::indexing_slicing,
		clippy::unwrap_used
	)
)]

extern crate alloc;

mod digest;
mod listing;
mod refusal;
mod violation;

pub mod books;
pub mod traits;

#[cfg(feature = "testing")]
pub mod testing;

pub use digest::{draft_digest, Digest};
pub use listing::{entries_after, keys_after};
pub use refusal::refuse;
pub use violation::{rule_of, Violation};
pub use zhidai_api::{limits, signed};
pub use zhidai_api::{
	page_length, AccountVersion, ActId, Actor, AdverseId, AdverseKind, AlertId, AlertTag, BasisPoints,
	BusinessNumber, ClaimScope, CleanRecord, College, Considered, Created, CredentialActId, CredentialId,
	CredentialTypeId, CreditCode, CreditCodeError, Day, DayError, DraftLine, DraftNo, DraftState, DrawRule,
	Duties, Duty, EntryId, EvidenceId, EvidenceKind, EvidenceStatus, Fen, FenError, HoldKey, HoldKind,
	IssuedCode, Limit, LimitKind, LoanFacts, LoanId, LoanState, LooseForm, Motion, Name, NumberKey,
	OfficerId, Ordered, OrgId, OrgStatus, Page, PaymentStatus, PendingClaim, PlanLine, PlanLineNo,
	Provenance, QualityCovenant, Quarter, RateCap, RateKind, Refusal, Region, RegistrationId, RequestId,
	RequestIdError, Role, Roles, RulebookVersion, SchemeId, SchemeTerms, SchemeVersion, Seat, ShortText,
	Side, SpotCheckState, Stage, Text, Tier, TierExplanation, TierNumber, Uetr, UetrError, Usability,
	Verdict, VerdictSource, MAX_ALERT_TAGS, MAX_LINES, MAX_LOOK_BACK_YEARS, MAX_OPEN_DRAFTS, MAX_PAGE,
	MAX_PLAN_LINES, REQUEST_LIFE_BLOCKS,
};
