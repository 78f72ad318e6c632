//! What creates something is carried out once under one request.

use crate::OrgId;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use polkadot_sdk::sp_runtime::DispatchResult;
use scale_info::TypeInfo;

/// Names what was asked for. The client makes it of the call's arguments, so that two machines of one organisation that are
/// given the same make the same; who means a second one names it otherwise.
///
/// A call that creates something takes it as its last argument, under the name `request_id`, by which clients find it.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
)]
pub struct RequestId(pub [u8; 16]);

/// The requests of organisations that were carried out.
///
/// Not for calls that name what they create themselves, where a second one is refused already: payments by their UETR,
/// repayments by the bank's reference, credentials by their number, motions by their hash.
pub trait Once {
	/// Keeps that a request created the thing with this number; refuses one that was carried out before. Called last: where it
	/// refuses, the call leaves nothing behind.
	fn carry_out(org: OrgId, request: RequestId, created: u32) -> DispatchResult;

	/// The number of what a request created; nothing where it was not carried out.
	fn created(org: OrgId, request: RequestId) -> Option<u32>;
}
