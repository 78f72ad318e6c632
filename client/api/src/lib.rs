//! # What chain and clients both say
//!
//! The typed contract between the runtime and whoever talks to it: ids, money, days, texts, credit codes,
//! roles and duties, the lines of a drawdown and the digest over them, the ids of requests, and the limits of all of
//! these.
//! Runtime, node, clients and tests share these types; JSON is for people and for runtimes that a client does
//! not know.
//!
//! No FRAME, no node, no network: only how things are written down.

#![cfg_attr(not(feature = "std"), no_std)]
// What runs in Wasm must not panic, wrap or read out of bounds.
#![cfg_attr(
	not(test),
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
mod draft;
mod evidence;
pub mod hash;
mod ids;
pub mod limits;
mod loan;
mod money;
mod region;
mod request;
mod text;
mod uetr;

pub use actor::{Actor, Duties, Duty, OrgStatus, Role, Roles};
pub use credit_code::{CreditCode, CreditCodeError, IssuedCode};
pub use day::{Day, DayError, Quarter};
pub use draft::{draft_digest, draft_preimage, Digest, DraftLine};
pub use evidence::{EvidenceKind, Side, Verdict, VerdictSource};
pub use ids::{
	AccountVersion, CredentialId, CredentialTypeId, DraftNo, EntryId, EvidenceId, LoanId, OfficerId, OrgId,
	PlanLineNo, RulebookVersion, SchemeId, SchemeVersion,
};
pub use limits::{MAX_LINES, MAX_OPEN_DRAFTS, MAX_PLAN_LINES};
pub use loan::{LoanFacts, LoanState, PlanLine, Rule, Stage, Violation};
pub use money::{BasisPoints, Fen, FenError};
pub use region::Region;
pub use request::{Created, RequestId, RequestIdError, REQUEST_LIFE_BLOCKS};
pub use text::{Name, ShortText, Text};
pub use uetr::{Uetr, UetrError};
