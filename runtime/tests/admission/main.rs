//! The door (准入): what the pool turns away, and a block too; what gets through is checked again inside.

mod allowance;
#[path = "../common/mod.rs"]
mod common;
mod keys;
mod length;
mod waiting;
mod who;

use codec::{Encode, MaxEncodedLen};
use common::calls::{call, every_call};
use common::consortium::*;
use common::lending::*;
use common::*;
use frame_support::dispatch::{DispatchClass, GetDispatchInfo};
use pallet_registry::extensions::{Bucket, CallPolicy, CallPriority, Used};
use pallet_registry::{Act, FirstOfficersOf, NewOrganisation};
use polkadot_sdk::*;
use sp_core::{ecdsa, sr25519, Get, Pair};
use sp_runtime::generic::Era;
use sp_runtime::traits::{Dispatchable, IdentifyAccount};
use sp_runtime::transaction_validity::{
	InvalidTransaction, TransactionSource, TransactionValidityError, UnknownTransaction,
};
use sp_runtime::{DispatchError, MultiSignature, MultiSigner, TransactionOutcome};
use zhidai_primitives::{
	refuse, Duties, Duty, LoanId, OrgId, Refusal, Role, Roles, SchemeId, SchemeTerms, ShortText, Uetr,
	MAX_LINES,
};
use zhidai_runtime::{
	door, AccountId, Executive, Registry, Runtime, RuntimeCall, RuntimeOrigin, System, UncheckedExtrinsic,
};

type Policy = <Runtime as pallet_registry::Config>::Policy;
type UtilityCall = pallet_utility::Call<Runtime>;

/// A call that the bank's makers can send, and that is refused inside.
fn offer() -> RuntimeCall {
	call("Loans.offer")
}

fn all_of(calls: Vec<RuntimeCall>) -> RuntimeCall {
	UtilityCall::batch_all { calls }.into()
}

fn ahead(name: &str, nonce_ahead: u32) -> UncheckedExtrinsic {
	sign(name, offer(), Options { nonce_ahead, ..Default::default() })
}

fn invalid(reason: InvalidTransaction) -> TransactionValidityError {
	TransactionValidityError::Invalid(reason)
}

fn longest_motion() -> usize {
	let most: u32 = <Runtime as pallet_authorities::Config>::MaxProposalLength::get();
	most as usize
}

/// A settlement file as long as it can be: each payment failed, for a long reason.
fn longest_settlement() -> RuntimeCall {
	settlement(0)
}

fn settlement(file: u64) -> RuntimeCall {
	let result = |number| pallet_payments::SettlementResult {
		uetr: Uetr::of_batch_line(Uetr::from_random([9; 16]), number),
		outcome: pallet_payments::Outcome::Failed { reason: ShortText::new(vec![b'x'; 160]).unwrap() },
		amount_fen: 100,
		account: Some(zhidai_primitives::AccountVersion(0)),
		bank_reference: vec![b'x'; pallet_payments::MAX_BANK_REFERENCE as usize].try_into().unwrap(),
		booked_on: today(),
		value_on: today(),
	};
	let results: Vec<_> = (0..MAX_LINES as u16).map(result).collect();
	let results = results.try_into().unwrap();
	pallet_payments::Call::<Runtime>::settle { file_digest: sp_core::H256::from_low_u64_be(file), results }
		.into()
}

fn length(call: impl Into<RuntimeCall>) -> u32 {
	sign("bank-a.maker", call, Options::default()).encoded_size() as u32
}

fn many_offers(count: usize) -> RuntimeCall {
	all_of(vec![offer(); count])
}

/// The own key replaced by another, which signs the rotation message.
fn rotation(
	officer: &str,
	number: u16,
	account: AccountId,
	sign: impl Fn(&[u8]) -> MultiSignature,
) -> RuntimeCall {
	let proof = sign(&Registry::rotation_message(officer_id(officer), number));
	RegistryCall::rotate_key { new_account: account, proof }.into()
}

fn to_new_key(officer: &str, new: &str) -> RuntimeCall {
	rotation(officer, 1, account(new), |bytes| key(new).sign(bytes).into())
}
