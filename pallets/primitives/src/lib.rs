//! # Zhidai primitives
//!
//! What every pallet speaks: ids, money, credit codes, calendar days, roles and duties, the terms of a lending
//! programme, and the traits through which the pallets meet. No storage, no dispatchables.
//!
//! Data flows one way: registry → reference → schemes → credentials → quota → loans → evidence → payments → supervision. A pallet
//! knows the pallets to its left only through the traits in [`traits`]. A trait method that refuses answers with the
//! error of the pallet that owns the rule, so that a rule has one name and one remedy wherever it is met.

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

mod actor;
mod credit_code;
mod day;
mod digest;
mod evidence;
mod ids;
mod loan;
mod money;
mod ordered;
mod page;
mod refusal;
mod region;
mod scheme;
mod text;
mod uetr;

pub mod books;
pub mod traits;

#[cfg(feature = "testing")]
pub mod testing;

pub use actor::{Actor, Duties, Duty, OrgStatus, Role, Roles};
pub use credit_code::{CreditCode, CreditCodeError};
pub use day::{Day, DayError, Quarter};
pub use digest::{draft_digest, Digest, DraftLine};
pub use evidence::{EvidenceKind, Side, Verdict, VerdictSource};
pub use ids::{
	AccountVersion, CredentialId, CredentialTypeId, DraftNo, EvidenceId, LoanId, OfficerId, OrgId,
	PlanLineNo, RulebookVersion, SchemeId, SchemeVersion,
};
pub use loan::{LoanFacts, LoanState, PlanLine, Stage, Violation};
pub use money::{BasisPoints, Fen, FenError};
pub use ordered::Ordered;
pub use page::Page;
pub use refusal::Refusal;
pub use region::Region;
pub use scheme::{
	Limit, LimitKind, Provenance, QualityCovenant, RateCap, RateKind, SchemeTerms, SpotCheckState, Tier,
	TierNumber,
};
pub use text::{Name, ShortText};
pub use uetr::{Uetr, UetrError};

/// The longest drawdown: payments under one digest, results in one settlement file.
pub const MAX_LINES: u32 = 500;
/// The most lines a spending plan can have.
pub const MAX_PLAN_LINES: u32 = 100;
/// The most drafts of one loan that can be open at the same time.
pub const MAX_OPEN_DRAFTS: u32 = 64;
