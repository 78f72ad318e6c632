//! # What chain and clients both say
//!
//! The typed contract between the runtime and whoever talks to it: ids, money, days, texts, credit codes,
//! roles and duties, the terms of a programme, the lines of a drawdown and the digest over them, the ids of requests,
//! what the runtime reports (the fund trace, work that waits, rules that a draft would break) in pages, what became
//! of a transaction, the refusals at the door, and the limits of all of these. Runtime, node, clients and tests
//! share these types; JSON is for people and for runtimes that a client does not know.
//!
//! No FRAME, no node, no network: only how things are written down. A kind that is added to a report goes to
//! the end of its enumeration: `tests/vectors` hold how each is written.

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
mod adverse;
mod claim;
mod council;
mod credit_code;
mod day;
mod draft;
mod evidence;
mod find;
pub mod hash;
mod hold;
mod ids;
mod inbox;
pub mod limits;
mod loan;
mod money;
mod ordered;
mod outcome;
mod page;
mod payment;
mod refusal;
mod region;
mod registration;
mod request;
mod scheme;
pub mod signed;
mod standing;
mod text;
mod trace;
mod uetr;

pub use actor::{Actor, Duties, Duty, OrgStatus, Role, Roles};
pub use adverse::{AdverseKind, MAX_LOOK_BACK_YEARS};
pub use claim::{AlertTag, ClaimScope, LooseForm, PendingClaim, MAX_ALERT_TAGS};
pub use council::{College, Motion, Seat};
pub use credit_code::{CreditCode, CreditCodeError, IssuedCode};
pub use day::{Day, DayError, Quarter};
pub use draft::{draft_digest, Digest, DraftLine};
pub use evidence::{EvidenceKind, EvidenceStatus, Side, Verdict, VerdictSource};
pub use find::{FindCursor, Found, FoundDraft, FoundEvidence, FoundPayment, FoundRecord, Sought};
pub use hold::{HoldKey, HoldKind};
pub use ids::{
	AccountVersion, ActId, AdverseId, AlertId, CredentialActId, CredentialId, CredentialTypeId, DraftNo,
	EntryId, EvidenceId, LoanId, OfficerId, OrgId, PlanLineNo, RulebookVersion, SchemeId, SchemeVersion,
};
pub use inbox::{DraftWork, InboxCursor, InboxPage, PendingWork, Place};
pub use limits::{MAX_LINES, MAX_OPEN_DRAFTS, MAX_PAGE, MAX_PLAN_LINES};
pub use loan::{LoanFacts, LoanState, PlanLine, Rule, Stage, Violation};
pub use money::{BasisPoints, Fen, FenError};
pub use ordered::Ordered;
pub use outcome::{At, Impossible, InBlock, Outcome, Question, RefusedBy};
pub use page::{page_length, Page};
pub use payment::{DraftState, PaymentStatus};
pub use refusal::Refusal;
pub use region::Region;
pub use registration::{BusinessNumber, NumberKey, RegistrationId};
pub use request::{Created, RequestId, RequestIdError, REQUEST_LIFE_BLOCKS};
pub use scheme::{
	CleanRecord, DrawRule, Limit, LimitKind, Provenance, QualityCovenant, RateCap, RateKind, SchemeTerms,
	SpotCheckState, Tier, TierNumber,
};
pub use standing::{Considered, TierExplanation, Usability};
pub use text::{Name, ShortText, Text};
pub use trace::{
	TraceCorrection, TraceCursor, TraceEdge, TraceEvidence, TraceHold, TraceLoan, TraceNode,
	TraceOrganisation, TracePage, TracePayment, TracePlanLine, TraceRate, TraceRateNow, TraceRoot,
	TraceVerdict, Verdicts,
};
pub use uetr::{Uetr, UetrError};
