//! # Zhidai primitives
//!
//! What every pallet speaks: the words that it shares with clients (from `zhidai-api`: ids, money, credit
//! codes, calendar days, roles and duties), the terms of a lending programme, and the traits through which
//! the pallets meet. No storage, no dispatchables.
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

mod adverse;
mod digest;
mod ordered;
mod page;
mod refusal;
mod scheme;
mod violation;

pub mod books;
pub mod traits;

#[cfg(feature = "testing")]
pub mod testing;

pub use adverse::{AdverseKind, MAX_LOOK_BACK_YEARS};
pub use digest::{draft_digest, Digest};
pub use ordered::Ordered;
pub use page::Page;
pub use refusal::Refusal;
pub use scheme::{
	CleanRecord, DrawRule, Limit, LimitKind, Provenance, QualityCovenant, RateCap, RateKind, SchemeTerms,
	SpotCheckState, Tier, TierNumber,
};
pub use violation::{rule_of, Violation};
pub use zhidai_api::{
	AccountVersion, Actor, BasisPoints, Created, CredentialId, CredentialTypeId, CreditCode, CreditCodeError,
	Day, DayError, DraftLine, DraftNo, Duties, Duty, EntryId, EvidenceId, EvidenceKind, Fen, FenError,
	IssuedCode, LoanFacts, LoanId, LoanState, Name, OfficerId, OrgId, OrgStatus, PlanLine, PlanLineNo,
	Quarter, Region, RequestId, RequestIdError, Role, Roles, RulebookVersion, SchemeId, SchemeVersion,
	ShortText, Side, Stage, Text, Uetr, UetrError, Verdict, VerdictSource, MAX_LINES, MAX_OPEN_DRAFTS,
	MAX_PLAN_LINES, REQUEST_LIFE_BLOCKS,
};
