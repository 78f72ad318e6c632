//! # The Zhidai runtime (质贷)
//!
//! Which pallets, in which order, with which limits. The rules live in the pallets; what is decided here is the wiring:
//! who may make which call ([`policy`]), what a chain starts with ([`presets`]), what can be asked of it
//! ([`apis`], [`trace`]).

#![cfg_attr(not(feature = "std"), no_std)]
#![recursion_limit = "512"]
// The runtime's macros make public items that cannot carry documentation.
#![allow(missing_docs)]

#[cfg(feature = "std")]
include!(concat!(env!("OUT_DIR"), "/wasm_binary.rs"));

extern crate alloc;

pub mod apis;
mod configs;
pub mod door;
pub mod find;
pub mod inbox;
mod opaque_types;
mod policy;
pub mod presets;
#[cfg(feature = "std")]
pub mod rules;
pub mod trace;
pub mod verdicts;
pub mod weights;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarks;

use alloc::{borrow::Cow, vec::Vec};
use polkadot_sdk::*;
use sp_runtime::traits::{BlakeTwo256, IdentifyAccount, Verify};
use sp_runtime::{generic, MultiAddress, MultiSignature};
use sp_version::RuntimeVersion;

use apis::RUNTIME_API_VERSIONS;
pub use configs::SS58Prefix;
pub use opaque_types::{opaque, SessionKeys};

/// sr25519, ed25519 and ecdsa signatures.
pub type Signature = MultiSignature;
/// An account: the public key of an officer, or the derived account of a seat.
pub type AccountId = <<Signature as Verify>::Signer as IdentifyAccount>::AccountId;
/// How many transactions an account has made.
pub type Nonce = u32;
/// A block's number.
pub type BlockNumber = u32;
/// A hash.
pub type Hash = sp_core::H256;
/// How transactions name an account.
pub type Address = MultiAddress<AccountId, ()>;
/// A block's header.
pub type Header = generic::Header<BlockNumber, BlakeTwo256>;
/// A block.
pub type Block = generic::Block<Header, UncheckedExtrinsic>;
/// A transaction as it travels.
pub type UncheckedExtrinsic = generic::UncheckedExtrinsic<Address, RuntimeCall, Signature, TxExtension>;
/// What every transaction passes, in this order (frozen). Clients know them by their standard identifiers;
/// `AdmitMember` is empty on the wire.
pub type TxExtension = (
	frame_system::CheckNonZeroSender<Runtime>,
	frame_system::CheckSpecVersion<Runtime>,
	frame_system::CheckTxVersion<Runtime>,
	frame_system::CheckGenesis<Runtime>,
	pallet_registry::extensions::MortalEra<Runtime>,
	pallet_registry::extensions::AdmitMember<Runtime>,
	pallet_registry::extensions::NonceWindow<Runtime>,
	frame_system::CheckWeight<Runtime>,
	frame_system::WeightReclaim<Runtime>,
);
/// Executes blocks.
pub type Executive = frame_executive::Executive<
	Runtime,
	Block,
	frame_system::ChainContext<Runtime>,
	Runtime,
	AllPalletsWithSystem,
>;

/// The milliseconds of a slot. Cannot change after genesis.
pub const MILLISECONDS_PER_BLOCK: u64 = 1000;

/// The runtime's version.
#[sp_version::runtime_version]
pub const VERSION: RuntimeVersion = RuntimeVersion {
	spec_name: Cow::Borrowed("zhidai"),
	impl_name: Cow::Borrowed("zhidai-node"),
	authoring_version: 1,
	spec_version: 1,
	impl_version: 1,
	apis: RUNTIME_API_VERSIONS,
	transaction_version: 1,
	system_version: 1,
};

/// The pallets. Indices are frozen; a new pallet takes one of the gaps.
#[frame_support::runtime]
mod runtime {
	#[runtime::runtime]
	#[runtime::derive(
		RuntimeCall,
		RuntimeEvent,
		RuntimeError,
		RuntimeOrigin,
		RuntimeFreezeReason,
		RuntimeHoldReason,
		RuntimeSlashReason,
		RuntimeLockId,
		RuntimeTask,
		RuntimeViewFunction
	)]
	pub struct Runtime;

	#[runtime::pallet_index(0)]
	pub type System = frame_system::Pallet<Runtime>;
	#[runtime::pallet_index(10)]
	pub type Timestamp = pallet_timestamp::Pallet<Runtime>;
	#[runtime::pallet_index(20)]
	pub type Aura = pallet_aura::Pallet<Runtime>;
	#[runtime::pallet_index(30)]
	#[runtime::disable_call]
	#[runtime::disable_unsigned]
	pub type Grandpa = pallet_grandpa::Pallet<Runtime>;
	#[runtime::pallet_index(40)]
	pub type Registry = pallet_registry::Pallet<Runtime>;
	#[runtime::pallet_index(50)]
	pub type Authorities = pallet_authorities::Pallet<Runtime>;
	// Validators and council members are keyless seat accounts, for which `Authorities` acts.
	#[runtime::pallet_index(60)]
	#[runtime::disable_call]
	pub type Session = pallet_session::Pallet<Runtime>;
	#[runtime::pallet_index(70)]
	#[runtime::disable_call]
	pub type Council = pallet_collective::Pallet<Runtime, Instance1>;
	#[runtime::pallet_index(80)]
	pub type Utility = pallet_utility::Pallet<Runtime>;
	#[runtime::pallet_index(90)]
	pub type Reference = pallet_reference::Pallet<Runtime>;
	#[runtime::pallet_index(100)]
	pub type Schemes = pallet_schemes::Pallet<Runtime>;
	#[runtime::pallet_index(110)]
	pub type Credentials = pallet_credentials::Pallet<Runtime>;
	// A borrower's limit over all banks: no calls, and one of the things that cross from one bank to another.
	#[runtime::pallet_index(115)]
	pub type Quota = pallet_quota::Pallet<Runtime>;
	#[runtime::pallet_index(120)]
	pub type Loans = pallet_loans::Pallet<Runtime>;
	// Nobody calls it: the evidence asks.
	#[runtime::pallet_index(125)]
	#[runtime::disable_call]
	pub type Claims = pallet_claims::Pallet<Runtime>;
	#[runtime::pallet_index(130)]
	pub type Evidence = pallet_evidence::Pallet<Runtime>;
	#[runtime::pallet_index(140)]
	pub type Payments = pallet_payments::Pallet<Runtime>;
	#[runtime::pallet_index(150)]
	pub type Supervision = pallet_supervision::Pallet<Runtime>;
}

impl Runtime {
	/// Checks what must always hold, in every pallet. For tests and for `try-runtime`.
	#[cfg(any(feature = "std", feature = "try-runtime"))]
	pub fn check_invariants() -> Result<(), sp_runtime::TryRuntimeError> {
		Registry::check_invariants()?;
		Authorities::check_invariants()?;
		Reference::check_invariants()?;
		Schemes::check_invariants()?;
		Credentials::check_invariants()?;
		Quota::check_invariants()?;
		Loans::check_invariants()?;
		Self::check_quota()?;
		Self::check_collections()?;
		Claims::check_invariants()?;
		Evidence::check_invariants()?;
		Payments::check_invariants()?;
		Supervision::check_invariants()
	}

	/// What neither pallet sees alone: a loan's grant is its contract's amount, programme and borrower.
	#[cfg(any(feature = "std", feature = "try-runtime"))]
	fn check_quota() -> Result<(), sp_runtime::TryRuntimeError> {
		for (id, grant) in pallet_quota::Grants::<Runtime>::iter() {
			let contract = Loans::loan(id).zip(Loans::terms(id));
			let expected = contract.map(|(loan, terms)| (loan.scheme, loan.borrower, terms.amount));
			if expected != Some((grant.scheme, grant.borrower, grant.amount)) {
				return Err("a grant is not what its contract says".into());
			}
		}
		Ok(())
	}

	/// What neither pallet sees alone: an account is kept for as many loans as are active and name it.
	#[cfg(any(feature = "std", feature = "try-runtime"))]
	fn check_collections() -> Result<(), sp_runtime::TryRuntimeError> {
		let mut named = alloc::collections::BTreeMap::new();
		for (id, loan) in pallet_loans::Loans::<Runtime>::iter() {
			let account = Loans::collection_account(id);
			if let (zhidai_primitives::LoanState::Active, Some(version)) = (loan.state, account) {
				let key = (loan.bank, loan.borrower, version);
				let verified = pallet_registry::PayeeAccounts::<Runtime>::get(key);
				let fingerprint = verified.ok_or("a loan names no account")?.account.fingerprint;
				let loans: &mut u32 = named.entry((loan.bank, fingerprint)).or_default();
				*loans = loans.saturating_add(1);
			}
		}
		for (bank, fingerprint, held) in pallet_registry::HeldAccounts::<Runtime>::iter() {
			if named.remove(&(bank, fingerprint)).unwrap_or_default() != held.loans {
				return Err("an account is kept for other loans than name it".into());
			}
		}
		named.is_empty().then_some(()).ok_or("a loan's account is nobody's".into())
	}
}
