//! What can be asked of the runtime.

use crate::{
	door, find, inbox, presets, trace, verdicts, AccountId, Aura, Block, Executive, Grandpa, InherentDataExt,
	Nonce, Runtime, RuntimeEvent, RuntimeGenesisConfig, SessionKeys, System, VERSION,
};
use alloc::vec::Vec;
use frame_support::genesis_builder_helper::{build_state, get_preset};
use polkadot_sdk::*;
use sp_api::impl_runtime_apis;
use sp_consensus_aura::sr25519::AuthorityId as AuraId;
use sp_core::OpaqueMetadata;
use sp_runtime::traits::{Block as BlockT, NumberFor};
use sp_runtime::transaction_validity::{TransactionSource, TransactionValidity};
use sp_runtime::{ApplyExtrinsicResult, DispatchError};
use sp_session::OpaqueGeneratedSessionKeys;
use sp_version::RuntimeVersion;
use zhidai_api::{
	ClaimScope, Day, DraftLine, DraftNo, EvidenceId, Fen, FindCursor, Found, InboxCursor, InboxPage, LoanId,
	Motion, OrgId, Page, PendingClaim, PlanLineNo, Rule, SchemeId, Sought, Split, TierExplanation,
	TraceCursor, TracePage, TraceRoot, Verdicts, Violation,
};
use zhidai_primitives::{rule_of, traits::LoanRoom};

sp_api::decl_runtime_apis! {
	/// Where the money went, what a draft would break, which tier a firm has and why, what waits for an officer.
	/// Lists come in pages; nothing here changes state.
	pub trait ZhidaiApi {
		/// The fund trace of a loan or of one payment: at most `limit` payments (1000 at the most) from the cursor on.
		fn trace(root: TraceRoot, cursor: Option<TraceCursor>, limit: u32) -> Option<TracePage>;

		/// The verdicts of both sides on the current revision of a document, and since when one counts no more.
		fn verdicts(evidence: EvidenceId) -> Option<Verdicts>;

		/// The rules that these payments would break if they were drafted now: at most `limit` (1000 at the most),
		/// after as many as the cursor says.
		fn check_payment(
			loan: LoanId,
			lines: Vec<DraftLine>,
			expires_on: Option<Day>,
			cursor: Option<u32>,
			limit: u32,
		) -> Page<Violation, u32>;

		/// What each of these lines of a loan's plan, named in its order, would get of a drawdown that is divided so
		/// now, or the rule that refuses it. Whether the payments can be made is for `check_payment`.
		fn split_drawdown(loan: LoanId, plan_lines: Vec<PlanLineNo>, split: Split) -> Result<Vec<Fen>, Rule>;

		/// The rules that the release of what still follows a draft would break now, in the same pages.
		fn check_release(
			loan: LoanId,
			draft: DraftNo,
			cursor: Option<u32>,
			limit: u32,
		) -> Page<Violation, u32>;

		/// A firm's tier under a programme's version in force, what gave it, and which rules fail.
		fn explain_tier(org: OrgId, scheme: SchemeId) -> Option<TierExplanation>;

		/// The loans of a bank, the oldest first: at most `limit` (1000 at the most), after the cursor.
		fn loans_of_bank(bank: OrgId, cursor: Option<LoanId>, limit: u32) -> Page<LoanId, LoanId>;

		/// The loans of a borrower, in the same pages.
		fn loans_of_borrower(borrower: OrgId, cursor: Option<LoanId>, limit: u32) -> Page<LoanId, LoanId>;

		/// What waits for the organisation of this account and can be done with the officer's duties: at most
		/// `limit` entries (1000 at the most) from the cursor on.
		fn inbox(account: AccountId, cursor: Option<InboxCursor>, limit: u32) -> InboxPage;

		/// The council's open motions, the oldest first: at most `limit` (1000 at the most), after the index that the
		/// cursor names; each with the call that it decides, so that a client shows what is voted on and computes the
		/// hash that a vote names.
		fn motions(cursor: Option<u32>, limit: u32) -> Page<Motion, u32>;

		/// What the state says of a payment by its key, or of a draft or evidence by its digest: looks at at most
		/// `limit` records (1000 at the most) from the cursor on, the newest first.
		fn find(sought: Sought, cursor: Option<FindCursor>, limit: u32) -> Found;

		/// Claims that wait for the second side: of one piece of evidence, of a loan, or those that wait for an
		/// organisation; at most `limit` pieces of evidence (1000 at the most) after the cursor are looked at.
		fn pending_claims(scope: ClaimScope, cursor: Option<EvidenceId>, limit: u32) -> Page<PendingClaim, EvidenceId>;

		/// The chain's calendar day.
		fn today() -> Day;

		/// Which transactions of this block were refused by a rule, by their positions: at most `limit` (1000 at the
		/// most), after the position that the cursor names. Everything else was carried out.
		fn refused(cursor: Option<u32>, limit: u32) -> Page<(u32, DispatchError), u32>;
	}
}

fn refused(cursor: Option<u32>, limit: u32) -> Page<(u32, DispatchError), u32> {
	let refusal =
		|record: frame_system::EventRecord<RuntimeEvent, crate::Hash>| match (record.phase, record.event) {
			(
				frame_system::Phase::ApplyExtrinsic(position),
				RuntimeEvent::System(frame_system::Event::ExtrinsicFailed { dispatch_error, .. }),
			) => Some((position, dispatch_error)),
			_ => None,
		};
	let all = System::read_events_no_consensus().filter_map(|record| refusal(*record));
	let left = all.filter(|(position, _)| cursor.is_none_or(|last| *position > last));
	Page::collect(left, limit, |(position, _)| *position)
}

impl_runtime_apis! {
	impl sp_api::Core<Block> for Runtime {
		fn version() -> RuntimeVersion {
			VERSION
		}

		fn execute_block(block: <Block as BlockT>::LazyBlock) {
			Executive::execute_block(block);
		}

		fn initialize_block(header: &<Block as BlockT>::Header) -> sp_runtime::ExtrinsicInclusionMode {
			Executive::initialize_block(header)
		}
	}

	impl sp_api::Metadata<Block> for Runtime {
		fn metadata() -> OpaqueMetadata {
			OpaqueMetadata::new(Runtime::metadata().into())
		}

		fn metadata_at_version(version: u32) -> Option<OpaqueMetadata> {
			Runtime::metadata_at_version(version)
		}

		fn metadata_versions() -> Vec<u32> {
			Runtime::metadata_versions()
		}
	}

	impl frame_support::view_functions::runtime_api::RuntimeViewFunction<Block> for Runtime {
		fn execute_view_function(
			id: frame_support::view_functions::ViewFunctionId,
			input: Vec<u8>,
		) -> Result<Vec<u8>, frame_support::view_functions::ViewFunctionDispatchError> {
			Runtime::execute_view_function(id, input)
		}
	}

	impl sp_block_builder::BlockBuilder<Block> for Runtime {
		fn apply_extrinsic(extrinsic: <Block as BlockT>::Extrinsic) -> ApplyExtrinsicResult {
			Executive::apply_extrinsic(extrinsic)
		}

		fn finalize_block() -> <Block as BlockT>::Header {
			Executive::finalize_block()
		}

		fn inherent_extrinsics(data: sp_inherents::InherentData) -> Vec<<Block as BlockT>::Extrinsic> {
			data.create_extrinsics()
		}

		fn check_inherents(
			block: <Block as BlockT>::LazyBlock,
			data: sp_inherents::InherentData,
		) -> sp_inherents::CheckInherentsResult {
			data.check_extrinsics(&block)
		}
	}

	impl sp_transaction_pool::runtime_api::TaggedTransactionQueue<Block> for Runtime {
		fn validate_transaction(
			source: TransactionSource,
			transaction: <Block as BlockT>::Extrinsic,
			block_hash: <Block as BlockT>::Hash,
		) -> TransactionValidity {
			door::judged(Executive::validate_transaction(source, transaction, block_hash))
		}
	}

	impl sp_offchain::OffchainWorkerApi<Block> for Runtime {
		fn offchain_worker(header: &<Block as BlockT>::Header) {
			Executive::offchain_worker(header)
		}
	}

	impl sp_consensus_aura::AuraApi<Block, AuraId> for Runtime {
		fn slot_duration() -> sp_consensus_aura::SlotDuration {
			sp_consensus_aura::SlotDuration::from_millis(Aura::slot_duration())
		}

		fn authorities() -> Vec<AuraId> {
			pallet_aura::Authorities::<Runtime>::get().into_inner()
		}
	}

	impl sp_session::SessionKeys<Block> for Runtime {
		fn generate_session_keys(owner: Vec<u8>, seed: Option<Vec<u8>>) -> OpaqueGeneratedSessionKeys {
			SessionKeys::generate(&owner, seed).into()
		}

		fn decode_session_keys(encoded: Vec<u8>) -> Option<Vec<(Vec<u8>, sp_core::crypto::KeyTypeId)>> {
			SessionKeys::decode_into_raw_public_keys(&encoded)
		}
	}

	impl sp_consensus_grandpa::GrandpaApi<Block> for Runtime {
		fn grandpa_authorities() -> sp_consensus_grandpa::AuthorityList {
			Grandpa::grandpa_authorities()
		}

		fn current_set_id() -> sp_consensus_grandpa::SetId {
			pallet_grandpa::CurrentSetId::<Runtime>::get()
		}

		fn submit_report_equivocation_unsigned_extrinsic(
			_equivocation_proof: sp_consensus_grandpa::EquivocationProof<
				<Block as BlockT>::Hash,
				NumberFor<Block>,
			>,
			_key_owner_proof: sp_consensus_grandpa::OpaqueKeyOwnershipProof,
		) -> Option<()> {
			None
		}

		fn generate_key_ownership_proof(
			_set_id: sp_consensus_grandpa::SetId,
			_authority_id: sp_consensus_grandpa::AuthorityId,
		) -> Option<sp_consensus_grandpa::OpaqueKeyOwnershipProof> {
			None
		}
	}

	impl frame_system_rpc_runtime_api::AccountNonceApi<Block, AccountId, Nonce> for Runtime {
		fn account_nonce(account: AccountId) -> Nonce {
			System::account_nonce(account)
		}
	}

	impl self::ZhidaiApi<Block> for Runtime {
		fn trace(root: TraceRoot, cursor: Option<TraceCursor>, limit: u32) -> Option<TracePage> {
			trace::trace(root, cursor, limit)
		}

		fn verdicts(evidence: EvidenceId) -> Option<Verdicts> {
			verdicts::verdicts(evidence)
		}

		fn check_payment(
			loan: LoanId,
			lines: Vec<DraftLine>,
			expires_on: Option<Day>,
			cursor: Option<u32>,
			limit: u32,
		) -> Page<Violation, u32> {
			crate::Payments::check_payment(loan, &lines, expires_on, cursor, limit).map(Into::into)
		}

		fn split_drawdown(loan: LoanId, plan_lines: Vec<PlanLineNo>, split: Split) -> Result<Vec<Fen>, Rule> {
			<crate::Loans as LoanRoom>::split(loan, &plan_lines, &split).map_err(rule_of)
		}

		fn check_release(
			loan: LoanId,
			draft: DraftNo,
			cursor: Option<u32>,
			limit: u32,
		) -> Page<Violation, u32> {
			crate::Payments::check_release(loan, draft, cursor, limit).map(Into::into)
		}

		fn loans_of_bank(bank: OrgId, cursor: Option<LoanId>, limit: u32) -> Page<LoanId, LoanId> {
			crate::Loans::loans_of_bank(bank, cursor, limit)
		}

		fn loans_of_borrower(borrower: OrgId, cursor: Option<LoanId>, limit: u32) -> Page<LoanId, LoanId> {
			crate::Loans::loans_of_borrower(borrower, cursor, limit)
		}

		fn explain_tier(org: OrgId, scheme: SchemeId) -> Option<TierExplanation> {
			inbox::explain_tier(org, scheme)
		}

		fn inbox(account: AccountId, cursor: Option<InboxCursor>, limit: u32) -> InboxPage {
			inbox::inbox(&account, cursor, limit)
		}

		fn motions(cursor: Option<u32>, limit: u32) -> Page<Motion, u32> {
			crate::Authorities::motions(cursor, limit)
		}

		fn find(sought: Sought, cursor: Option<FindCursor>, limit: u32) -> Found {
			find::find(sought, cursor, limit)
		}

		fn pending_claims(
			scope: ClaimScope,
			cursor: Option<EvidenceId>,
			limit: u32,
		) -> Page<PendingClaim, EvidenceId> {
			crate::Evidence::pending_claims(scope, cursor, limit)
		}

		fn today() -> Day {
			<crate::Reference as zhidai_primitives::traits::Calendar>::today()
		}

		fn refused(cursor: Option<u32>, limit: u32) -> Page<(u32, DispatchError), u32> {
			refused(cursor, limit)
		}
	}

	impl sp_genesis_builder::GenesisBuilder<Block> for Runtime {
		fn build_state(config: Vec<u8>) -> sp_genesis_builder::Result {
			build_state::<RuntimeGenesisConfig>(config)
		}

		fn get_preset(id: &Option<sp_genesis_builder::PresetId>) -> Option<Vec<u8>> {
			get_preset::<RuntimeGenesisConfig>(id, presets::get)
		}

		fn preset_names() -> Vec<sp_genesis_builder::PresetId> {
			presets::names()
		}
	}

	#[cfg(feature = "runtime-benchmarks")]
	impl frame_benchmarking::Benchmark<Block> for Runtime {
		fn benchmark_metadata(
			extra: bool,
		) -> (Vec<frame_benchmarking::BenchmarkList>, Vec<frame_support::traits::StorageInfo>) {
			crate::benchmarks::metadata(extra)
		}

		fn dispatch_benchmark(
			config: frame_benchmarking::BenchmarkConfig,
		) -> Result<Vec<frame_benchmarking::BenchmarkBatch>, alloc::string::String> {
			crate::benchmarks::dispatch(config)
		}
	}

	#[cfg(feature = "try-runtime")]
	impl frame_try_runtime::TryRuntime<Block> for Runtime {
		fn on_runtime_upgrade(
			checks: frame_try_runtime::UpgradeCheckSelect,
		) -> (sp_weights::Weight, sp_weights::Weight) {
			let weight = Executive::try_runtime_upgrade(checks).unwrap_or_default();
			(weight, crate::configs::RuntimeBlockWeights::get().max_block)
		}

		fn execute_block(
			block: <Block as BlockT>::LazyBlock,
			state_root_check: bool,
			signature_check: bool,
			select: frame_try_runtime::TryStateSelect,
		) -> sp_weights::Weight {
			Executive::try_execute_block(block, state_root_check, signature_check, select).unwrap_or_default()
		}
	}
}
