//! What crosses from one bank to another: these facts and nothing else.
//!
//! Today one chain serves all banks, and each of these is wired to a pallet of its own that answers at once.
//! One day every bank has a chain of its own beside a hub; then the answers come later, and only the wiring
//! changes. Callers therefore never assume that an answer is there: a claim is *wanted* before it has
//! *landed*, a quota is *asked* before it is
//! *granted*.

use crate::{AlertTag, Fen, LoanId, LooseForm, OrgId, SchemeId};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use polkadot_sdk::sp_runtime::{DispatchError, DispatchResult};
use scale_info::TypeInfo;

/// What a document is claimed under: opaque here, computed by both attesting sides from canonical fields.
pub type ClaimKey = [u8; 32];

pub use zhidai_api::limits::MAX_CLAIM_KEYS;
pub use zhidai_api::ClaimSubject;

/// How far a claim has come.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Copy, Debug, PartialEq, Eq,
)]
pub enum ClaimState {
	/// Asked for, not answered yet: no money may rest on it.
	Wanted,
	/// The document is this subject's, for all banks.
	Landed,
	/// The document is financed elsewhere (重复融资).
	Taken,
}

/// One document, one financing, over all banks. A claim names its subject and nothing else: not the loan, not the bank.
///
/// Who claims also ends: only where the evidence is kept is it known whether its claim still stands.
pub trait Claims {
	/// Asks for all keys of a document at once: all of them or none. The same question again is answered as
	/// before, for as long as the claim is not given back. Refuses no keys, too many, and other keys than the
	/// subject asked for before.
	fn want(subject: ClaimSubject, keys: &[ClaimKey]) -> Result<ClaimState, DispatchError>;

	/// How far it has come; nothing where nothing was asked, or all is given back.
	fn state(subject: ClaimSubject) -> Option<ClaimState>;

	/// Which other subjects have one of these keys, landed or wanted, as far as that is known here. Each once.
	fn holders(subject: ClaimSubject, keys: &[ClaimKey]) -> Vec<ClaimSubject>;

	/// Gives the document back: it was never used, or its financing is over.
	fn discharge(subject: ClaimSubject);
}

/// A document that another one looks like.
#[derive(Encode, Decode, TypeInfo, Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LookAlike {
	/// Which.
	pub subject: ClaimSubject,
	/// What of both is the same.
	pub form: LooseForm,
}

/// The most documents that are kept under one tag. The next one takes the place of the oldest without a claim.
pub const MAX_UNDER_TAG: u32 = 8;

/// What came of noting a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Noted {
	/// Which others are found under its tags now, each form once.
	pub others: Vec<LookAlike>,
	/// Of how many documents it was looked up whether they are claimed, so that one gives way: at most
	/// [`MAX_UNDER_TAG`] under each tag.
	pub looked_up: u32,
}

/// Documents that look alike, over all banks: a person is told, nothing is refused for it and nothing waits
/// for it.
pub trait LookAlikes {
	/// Keeps under which tags a document is found, beside those that are known of it; answers which others are
	/// found there now. Cannot fail: what is too much for the lists is left out, the oldest
	/// without a claim first; what is claimed stays.
	fn note(subject: ClaimSubject, tags: &[AlertTag]) -> Noted;

	/// The others that are found under a document's tags.
	fn others(subject: ClaimSubject) -> Vec<LookAlike>;

	/// The document is no longer what it was noted as.
	fn forget(subject: ClaimSubject);
}

/// What the sum over all banks allows.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Copy, Debug, PartialEq, Eq,
)]
pub enum QuotaState {
	/// Asked for, not answered yet.
	Wanted,
	/// Within the borrower's limit over all banks.
	Granted,
	/// Above it.
	Refused,
}

/// A borrower's limit under a programme, over all its loans at all banks.
///
/// Nobody learns the sum: a caller says up to which sum its contract stands, and hears whether that holds. It is
/// asked for by the borrower's own signature: an offer takes nothing.
pub trait Quota {
	/// Whether an amount would be granted now, as far as this chain knows: a hint for who prepares or checks an
	/// offer. It takes nothing and binds nobody; where this chain cannot know, it is yes.
	fn may_fit(scheme: SchemeId, borrower: OrgId, amount: Fen, cap: Fen) -> bool;

	/// Asks for an amount for a loan; `cap` is the highest sum over all banks with which the contract may
	/// stand. The same question again is answered as before. What is refused at once leaves nothing behind.
	fn want(
		loan: LoanId,
		scheme: SchemeId,
		borrower: OrgId,
		amount: Fen,
		cap: Fen,
	) -> Result<QuotaState, DispatchError>;

	/// How far it has come; nothing where nothing was asked, or the loan is over.
	fn state(loan: LoanId) -> Option<QuotaState>;

	/// The loan is over, or its offer after it was signed and not granted: what it took is free again.
	fn close(loan: LoanId);
}

/// Whether what this chain knows of the others is new enough for money to leave.
pub trait Fresh {
	/// Refuses where it is not. Not asked where something that has happened is booked.
	fn ensure() -> DispatchResult;
}

/// One chain for all: what it knows is always new.
impl Fresh for () {
	fn ensure() -> DispatchResult {
		Ok(())
	}
}

/// Hears of every change of a shared record, as it stands after the act. What is undone, as a rehearsal is,
/// was not heard: a journal keeps what it hears in storage.
pub trait Journal<Change> {
	/// Hears of a change. Cannot fail.
	fn record(change: Change);
}

/// One chain for all: nobody else needs to hear.
impl<Change> Journal<Change> for () {
	fn record(_: Change) {}
}

/// Which ids a chain gives away, so that two chains never give the same one.
pub trait IdSpace {
	/// The first id that this chain gives.
	fn first() -> u32;

	/// Whether an id is one of those that this chain gives.
	fn is_ours(id: u32) -> bool;
}

/// One chain for all: every id from 1 on.
impl IdSpace for () {
	fn first() -> u32 {
		1
	}

	fn is_ours(id: u32) -> bool {
		id >= 1
	}
}
