//! Composes the node: ParityDB, the transaction pool, Aura for blocks, GRANDPA for finality.

use crate::gate::{Gate, MOST_UNDER_WAY};
use crate::keeper::{self, Keeper};
use futures::FutureExt;
use polkadot_sdk::*;
use sc_client_api::blockchain::HeaderBackend;
use sc_client_api::BlockBackend;
use sc_consensus_aura::{ImportQueueParams, SlotProportion, StartAuraParams};
use sc_consensus_grandpa::{SharedVoterState, VotingRulesBuilder};
use sc_consensus_slots::BackoffAuthoringOnFinalizedHeadLagging;
use sc_service::{error::Error as ServiceError, Configuration, TaskManager};
use sc_telemetry::{Telemetry, TelemetryWorker};
use sc_transaction_pool_api::OffchainTransactionPoolFactory;
use sp_consensus_aura::sr25519::AuthorityPair as AuraPair;
use std::sync::Arc;
use std::time::Duration;
use zhidai_runtime::{apis::RuntimeApi, opaque::Block, BlockNumber};

/// The client, with the host functions that a runtime without benchmarks needs.
pub type FullClient =
	sc_service::TFullClient<Block, RuntimeApi, sc_executor::WasmExecutor<sp_io::SubstrateHostFunctions>>;
type FullBackend = sc_service::TFullBackend<Block>;
type FullSelectChain = sc_consensus::LongestChain<FullBackend, Block>;
type FullPool = sc_transaction_pool::TransactionPoolHandle<Block, FullClient>;
type FullGate = Gate<FullPool, Box<dyn Fn() -> BlockNumber + Send + Sync>>;
type FullGrandpaBlockImport =
	sc_consensus_grandpa::GrandpaBlockImport<FullBackend, Block, FullClient, FullSelectChain>;
type FullGrandpaLink = sc_consensus_grandpa::LinkHalf<Block, FullClient, FullSelectChain>;

/// Every 16th block keeps its justification, so that a proof of a recent block is short.
const JUSTIFICATION_PERIOD: u32 = 16;
/// How long a vote takes to reach the others: GRANDPA's rounds are timed by it. For a network within one region.
const GOSSIP_DURATION: Duration = Duration::from_millis(100);
/// A block may be built for this share of its slot, the more where slots were missed before: the next author
/// pays the time again before it can build.
const PROPOSAL_SHARE: f32 = 0.5;
const PROPOSAL_SHARE_MAX: f32 = 0.7;

/// Without finality the unfinalised tail must not grow without bound; with it back, the next block is not
/// far: an author that waits for finality builds in every fifth slot at the least.
const FINALITY_BACKOFF: BackoffAuthoringOnFinalizedHeadLagging<BlockNumber> =
	BackoffAuthoringOnFinalizedHeadLagging { max_interval: 4, unfinalized_slack: 50, authoring_bias: 2 };

type Service = sc_service::PartialComponents<
	FullClient,
	FullBackend,
	FullSelectChain,
	sc_consensus::DefaultImportQueue<Block>,
	FullPool,
	(FullGrandpaBlockImport, FullGrandpaLink, Option<Telemetry>),
>;

/// Where the node tells how it is, where the operator names a place.
fn telemetry(config: &Configuration) -> Result<Option<(TelemetryWorker, Telemetry)>, sc_telemetry::Error> {
	let endpoints = config.telemetry_endpoints.clone().filter(|endpoints| !endpoints.is_empty());
	let start = |endpoints| {
		let worker = TelemetryWorker::new(16)?;
		let telemetry = worker.handle().new_telemetry(endpoints);
		Ok((worker, telemetry))
	};
	endpoints.map(start).transpose()
}

/// What every command on the chain's data needs.
pub fn new_partial(config: &Configuration) -> Result<Service, ServiceError> {
	let telemetry = telemetry(config)?;
	let executor = sc_service::new_wasm_executor::<sp_io::SubstrateHostFunctions>(&config.executor);
	let (client, backend, keystore_container, task_manager) =
		sc_service::new_full_parts::<Block, RuntimeApi, _>(
			config,
			telemetry.as_ref().map(|(_, telemetry)| telemetry.handle()),
			executor,
			vec![],
		)?;
	let client = Arc::new(client);
	let telemetry = telemetry.map(|(worker, telemetry)| {
		task_manager.spawn_handle().spawn("telemetry", None, worker.run());
		telemetry
	});
	let select_chain = sc_consensus::LongestChain::new(backend.clone());
	let transaction_pool = Arc::from(
		sc_transaction_pool::Builder::new(
			task_manager.spawn_essential_handle(),
			client.clone(),
			config.role.is_authority().into(),
		)
		.with_options(config.transaction_pool.clone())
		.with_prometheus(config.prometheus_registry())
		.build(),
	);
	let (grandpa_block_import, grandpa_link) = sc_consensus_grandpa::block_import(
		client.clone(),
		JUSTIFICATION_PERIOD,
		&client,
		select_chain.clone(),
		telemetry.as_ref().map(|telemetry| telemetry.handle()),
	)?;
	let slot_client = client.clone();
	let import_queue = sc_consensus_aura::import_queue::<AuraPair, _, _, _, _, _>(ImportQueueParams {
		block_import: grandpa_block_import.clone(),
		justification_import: Some(Box::new(grandpa_block_import.clone())),
		client: client.clone(),
		create_inherent_data_providers: move |parent, _| {
			let client = slot_client.clone();
			async move { inherents(&client, parent) }
		},
		spawner: &task_manager.spawn_essential_handle(),
		registry: config.prometheus_registry(),
		check_for_equivocation: Default::default(),
		telemetry: telemetry.as_ref().map(|telemetry| telemetry.handle()),
		compatibility_mode: Default::default(),
	})?;
	Ok(sc_service::PartialComponents {
		client,
		backend,
		task_manager,
		import_queue,
		keystore_container,
		select_chain,
		transaction_pool,
		other: (grandpa_block_import, grandpa_link, telemetry),
	})
}

type Inherents = (sp_consensus_aura::inherents::InherentDataProvider, sp_timestamp::InherentDataProvider);

/// The slot and the time that a block carries.
fn inherents(
	client: &FullClient,
	parent: <Block as sp_runtime::traits::Block>::Hash,
) -> Result<Inherents, Box<dyn std::error::Error + Send + Sync>> {
	let slot_duration = sc_consensus_aura::standalone::slot_duration_at(client, parent)?;
	let timestamp = sp_timestamp::InherentDataProvider::from_system_time();
	let slot = sp_consensus_aura::inherents::InherentDataProvider::from_timestamp_and_slot_duration(
		*timestamp,
		slot_duration,
	);
	Ok((slot, timestamp))
}

/// Starts the node.
pub fn new_full(config: Configuration) -> Result<TaskManager, ServiceError> {
	match config.network.network_backend {
		sc_network::config::NetworkBackendType::Litep2p => start::<sc_network::Litep2pNetworkBackend>(config),
		sc_network::config::NetworkBackendType::Libp2p => {
			start::<sc_network::NetworkWorker<Block, <Block as sp_runtime::traits::Block>::Hash>>(config)
		}
	}
}

/// What authoring and voting need of the running node.
struct Running {
	client: Arc<FullClient>,
	select_chain: FullSelectChain,
	pool: Arc<FullPool>,
	keystore: sp_keystore::KeystorePtr,
	network: Arc<dyn sc_network::service::traits::NetworkService>,
	sync: Arc<sc_network_sync::SyncingService<Block>>,
	role: sc_service::Role,
	name: String,
	force_authoring: bool,
	registry: Option<substrate_prometheus_endpoint::Registry>,
	telemetry: Option<sc_telemetry::TelemetryHandle>,
}

/// GRANDPA's own channel between the nodes.
struct Votes {
	protocol: sc_network::ProtocolName,
	notifications: Box<dyn sc_network::service::traits::NotificationService>,
	state: SharedVoterState,
}

fn start<N>(config: Configuration) -> Result<TaskManager, ServiceError>
where
	N: sc_network::NetworkBackend<Block, <Block as sp_runtime::traits::Block>::Hash>,
{
	let sc_service::PartialComponents {
		client,
		backend,
		mut task_manager,
		import_queue,
		keystore_container,
		select_chain,
		transaction_pool,
		other: (block_import, grandpa_link, mut telemetry),
	} = new_partial(&config)?;

	let mut net_config = sc_network::config::FullNetworkConfiguration::<_, _, N>::new(
		&config.network,
		config.prometheus_registry().cloned(),
	);
	let metrics = N::register_notification_metrics(config.prometheus_registry());
	let genesis = client.block_hash(0)?.ok_or("the chain has no first block")?;
	let protocol = sc_consensus_grandpa::protocol_standard_name(&genesis, &config.chain_spec);
	let peer_store = net_config.peer_store_handle();
	let (grandpa_config, notifications) =
		sc_consensus_grandpa::grandpa_peers_set_config::<_, N>(protocol.clone(), metrics.clone(), peer_store);
	net_config.add_notification_protocol(grandpa_config);
	let (for_clients, for_peers) = gates(&transaction_pool, &client, &task_manager);
	let (network, system_rpc_tx, tx_handler_controller, sync, _) =
		sc_service::build_network(sc_service::BuildNetworkParams {
			config: &config,
			net_config,
			client: client.clone(),
			transaction_pool: for_peers,
			spawn_handle: task_manager.spawn_handle(),
			spawn_essential_handle: task_manager.spawn_essential_handle(),
			import_queue,
			block_announce_validator_builder: None,
			warp_sync_config: None,
			block_relay: None,
			metrics,
			gap_sync_body_policy: None,
		})?;

	let votes = (!config.disable_grandpa).then(|| Votes {
		protocol,
		notifications,
		// One for both: the voter writes how its round stands, RPC reads it.
		state: SharedVoterState::empty(),
	});
	let voter_state = votes.as_ref().map_or_else(SharedVoterState::empty, |votes| votes.state.clone());
	let rpc_builder = rpc(&client, &backend, &transaction_pool, &grandpa_link, voter_state, &task_manager);
	let running = Running {
		client: client.clone(),
		select_chain,
		pool: transaction_pool.clone(),
		keystore: keystore_container.keystore(),
		network: network.clone(),
		sync: sync.clone(),
		role: config.role,
		name: config.network.node_name.clone(),
		force_authoring: config.force_authoring,
		registry: config.prometheus_registry().cloned(),
		telemetry: telemetry.as_ref().map(|telemetry| telemetry.handle()),
	};
	sc_service::spawn_tasks(sc_service::SpawnTasksParams {
		network,
		client,
		keystore: keystore_container.keystore(),
		task_manager: &mut task_manager,
		transaction_pool: for_clients,
		rpc_builder,
		backend,
		system_rpc_tx,
		tx_handler_controller,
		sync_service: sync,
		config,
		telemetry: telemetry.as_mut(),
		tracing_execute_block: None,
	})?;
	if running.role.is_authority() {
		author(&task_manager, &running, block_import)?;
	}
	if let Some(votes) = votes {
		vote(&task_manager, running, grandpa_link, votes)?;
	}
	Ok(task_manager)
}

/// The pool as clients and as peers meet it; serves what is kept for as long as the node runs.
fn gates(
	pool: &Arc<FullPool>,
	client: &Arc<FullClient>,
	task_manager: &TaskManager,
) -> (Arc<FullGate>, Arc<FullGate>) {
	let best = || -> Box<dyn Fn() -> BlockNumber + Send + Sync> {
		let client = client.clone();
		Box::new(move || HeaderBackend::info(&*client).best_number)
	};
	let accepted = Arc::new(Keeper::new(keeper::ACCEPTED));
	let from_peers = Arc::new(Keeper::new(keeper::FROM_PEERS));
	let keepers = vec![accepted.clone(), from_peers.clone()];
	let kept = keeper::run(keepers, pool.clone(), client.clone());
	task_manager.spawn_handle().spawn("kept-transactions", Some("transaction-pool"), kept);
	let for_clients = Gate::for_clients(pool.clone(), accepted, best());
	let for_peers = Gate::for_peers(pool.clone(), from_peers, best(), MOST_UNDER_WAY);
	(Arc::new(for_clients), Arc::new(for_peers))
}

type RpcBuilder = Box<
	dyn Fn(sc_rpc::SubscriptionTaskExecutor) -> Result<jsonrpsee::RpcModule<()>, sc_service::Error> + Send,
>;

/// What answers the node's questions; indexes what became of transactions for as long as the node runs.
fn rpc(
	client: &Arc<FullClient>,
	backend: &Arc<FullBackend>,
	pool: &Arc<FullPool>,
	grandpa_link: &FullGrandpaLink,
	voter_state: SharedVoterState,
	task_manager: &TaskManager,
) -> RpcBuilder {
	let outcomes = Arc::new(crate::outcome::Outcomes::new(client.clone()));
	let followed = crate::outcome::follow(outcomes.clone());
	task_manager.spawn_handle().spawn_blocking("outcomes", None, followed);
	let (client, pool) = (client.clone(), pool.clone());
	let authority_set = grandpa_link.shared_authority_set().clone();
	let finality = sc_consensus_grandpa::FinalityProofProvider::new_for_service(
		backend.clone(),
		Some(authority_set.clone()),
	);
	let justifications = grandpa_link.justification_stream();
	Box::new(move |executor| {
		crate::rpc::create(crate::rpc::Dependencies {
			client: client.clone(),
			pool: pool.clone(),
			authority_set: authority_set.clone(),
			justifications: justifications.clone(),
			finality: finality.clone(),
			outcomes: outcomes.clone(),
			voter_state: voter_state.clone(),
			executor,
		})
		.map_err(Into::into)
	})
}

/// Builds blocks.
fn author(
	task_manager: &TaskManager,
	running: &Running,
	block_import: FullGrandpaBlockImport,
) -> Result<(), ServiceError> {
	let proposer_factory = sc_basic_authorship::ProposerFactory::new(
		task_manager.spawn_handle(),
		running.client.clone(),
		running.pool.clone(),
		running.registry.as_ref(),
		running.telemetry.clone(),
	);
	let slot_client = running.client.clone();
	let aura = sc_consensus_aura::start_aura::<AuraPair, _, _, _, _, _, _, _, _, _, _>(StartAuraParams {
		slot_duration: sc_consensus_aura::slot_duration(&*running.client)?,
		client: running.client.clone(),
		select_chain: running.select_chain.clone(),
		block_import,
		proposer_factory,
		create_inherent_data_providers: move |parent, ()| {
			let client = slot_client.clone();
			async move { inherents(&client, parent) }
		},
		force_authoring: running.force_authoring,
		backoff_authoring_blocks: Some(FINALITY_BACKOFF),
		keystore: running.keystore.clone(),
		sync_oracle: running.sync.clone(),
		justification_sync_link: running.sync.clone(),
		block_proposal_slot_portion: SlotProportion::new(PROPOSAL_SHARE),
		max_block_proposal_slot_portion: Some(SlotProportion::new(PROPOSAL_SHARE_MAX)),
		telemetry: running.telemetry.clone(),
		compatibility_mode: Default::default(),
	})?;
	task_manager.spawn_essential_handle().spawn_blocking("aura", Some("block-authoring"), aura);
	Ok(())
}

/// Votes for what becomes final; without a seat, follows the votes.
fn vote(
	task_manager: &TaskManager,
	running: Running,
	link: FullGrandpaLink,
	votes: Votes,
) -> Result<(), ServiceError> {
	let voter = sc_consensus_grandpa::run_grandpa_voter(sc_consensus_grandpa::GrandpaParams {
		config: sc_consensus_grandpa::Config {
			gossip_duration: GOSSIP_DURATION,
			justification_generation_period: JUSTIFICATION_PERIOD,
			name: Some(running.name),
			observer_enabled: false,
			keystore: running.role.is_authority().then_some(running.keystore),
			local_role: running.role,
			telemetry: running.telemetry.clone(),
			protocol_name: votes.protocol,
		},
		link,
		network: running.network,
		sync: Arc::new(running.sync),
		notification_service: votes.notifications,
		// Vote on the best block: the default rules hold votes back by two blocks and more.
		voting_rule: VotingRulesBuilder::new().build(),
		prometheus_registry: running.registry,
		shared_voter_state: votes.state,
		telemetry: running.telemetry,
		offchain_tx_pool_factory: OffchainTransactionPoolFactory::new(running.pool),
	})?;
	task_manager.spawn_essential_handle().spawn_blocking("grandpa-voter", None, voter.boxed());
	Ok(())
}

#[cfg(test)]
mod tests {
	use super::*;
	use sc_consensus_slots::BackoffAuthoringBlocksStrategy;

	/// The first slot after the head's in which an author builds, with so many blocks that are not final.
	fn waits(unfinalised: BlockNumber) -> u64 {
		let (head, head_slot, final_block) = (100_000, 7_000_000, 100_000 - unfinalised);
		let backs_off = |slot: u64| {
			FINALITY_BACKOFF.should_backoff(
				head,
				head_slot.into(),
				final_block,
				(head_slot + slot).into(),
				"test",
			)
		};
		(1..=1_000).find(|slot| !backs_off(*slot)).expect("an author builds again")
	}

	#[test]
	fn while_finality_keeps_up_every_slot_is_built_in() {
		assert!((0..=50).all(|unfinalised| waits(unfinalised) == 1));
	}

	/// Once finality is back, the next block is at most five slots, five seconds, away, however long it was
	/// gone. The SDK's own bound is a hundred slots.
	#[test]
	fn without_finality_an_author_builds_in_every_fifth_slot() {
		assert_eq!(zhidai_runtime::MILLISECONDS_PER_BLOCK, 1_000);
		assert!((0..100_000).step_by(7).all(|unfinalised| waits(unfinalised) <= 5));
		assert_eq!(waits(99_999), 5);
	}
}
