//! What creates something is carried out once under one request.

use crate::{Created, OrgId, RequestId};
use polkadot_sdk::sp_runtime::DispatchResult;

/// The requests of organisations that were carried out.
///
/// Each call that makes a new record every time it is sent takes a [`RequestId`] as its last argument, under the
/// name `request_id`, by which clients find it: `registry.propose`, `reference.propose_rate` and
/// `propose_calendar`, `credentials.report_adverse`, `loans.offer`, `evidence.file`.
///
/// The other calls need none, because the chain knows a second one by what it names:
///
/// - payments by their UETR (`draft`, `drawdown`, `pay_again`, `execute`), a settlement file by its digest, counted
///   payments by their UETR, a repayment, and what is booked of a payment by hand, by the bank's reference, a
///   credential by type and number;
/// - organisations by their registration numbers, a new key by itself, which no other officer ever takes;
/// - a verdict by side and revision, a revision by the number of the one that it replaces, a review by loan, quarter
///   and figures;
/// - a bureau's other acts by what they are while they wait, and afterwards by the state of their record; what
///   protects at once (`suspend`, `revoke`) may wait twice, so that it never waits for an older act, and protects once;
/// - a motion by its hash while it is open; what it carries out, a programme for one, is decided anew by two thirds
///   of the seats each time;
/// - what moves a record from one state to the next (signatures, approvals, holds, withdrawals, closings): it is not
///   in the first any more.
///
/// Kept as long as the request could come again and no longer: its id names its own last block, after which it is
/// refused for being too old, by a chain that has forgotten it. Nothing more bounds what is kept: an entry stands
/// beside a record that was made, and paid for, for good. A number of entries that an organisation may have would
/// let one of its makers, by using them up, lock out its admins.
pub trait Once {
	/// Refuses a request that the organisation has had carried out, or whose last block is past or too far ahead.
	/// Asked before every other rule: what was done once may not be possible a second time.
	fn ensure_new(org: OrgId, request: RequestId) -> DispatchResult;

	/// Keeps what a new request created, in the same call.
	fn keep(org: OrgId, request: RequestId, created: Created);

	/// What a request created; nothing where it was not carried out, or is over.
	fn created(org: OrgId, request: RequestId) -> Option<Created>;
}

/// How many requests that are over each new one takes away.
pub const FORGOTTEN_AT_ONCE: u32 = 2;

/// A request that costs most to keep, for benchmarks: `pass` goes on to the block that it is given, in which as many
/// others are over as are forgotten at once.
pub fn dearest_request<Requests: Once>(now: u32, pass: impl FnOnce(u32)) -> RequestId {
	for number in 0..FORGOTTEN_AT_ONCE {
		let random = u128::from(number).to_be_bytes();
		Requests::keep(OrgId(0), RequestId { last_block: now, random }, Created::Act(0));
	}
	let next = now.saturating_add(1);
	pass(next);
	RequestId { last_block: next, random: [u8::MAX; 16] }
}
