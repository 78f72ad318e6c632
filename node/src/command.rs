//! Carries out the command line.

use crate::chain_spec::{self, ChainSpec};
use crate::cli::{ChainSpecCommand, Cli, Subcommand};
use crate::disk::{self, Reserve};
use crate::{pool, service, start};
use polkadot_sdk::sc_cli::{self, SubstrateCli};
use polkadot_sdk::sc_service::{self, Configuration, PartialComponents, TaskManager};
use zhidai_api::Day;

impl SubstrateCli for Cli {
	fn impl_name() -> String {
		"Zhidai node".into()
	}

	fn impl_version() -> String {
		env!("SUBSTRATE_CLI_IMPL_VERSION").into()
	}

	fn description() -> String {
		env!("CARGO_PKG_DESCRIPTION").into()
	}

	fn author() -> String {
		"the Zhidai developers".into()
	}

	fn support_url() -> String {
		String::new()
	}

	fn copyright_start_year() -> i32 {
		2026
	}

	fn load_spec(&self, id: &str) -> Result<Box<dyn sc_service::ChainSpec>, String> {
		Ok(Box::new(match id {
			"" => chain_spec::from_preset("local", None)?,
			"dev" | "local" | "consortium" => chain_spec::from_preset(id, None)?,
			path => ChainSpec::from_json_file(path.into())?,
		}))
	}
}

/// Reads the command line and does what it says.
pub fn run() -> sc_cli::Result<()> {
	let cli = Cli::from_args();
	match &cli.subcommand {
		None => {
			let runner = cli.create_runner(&cli.run)?;
			let min_free_disk = cli.min_free_disk;
			let chain = runner.config().chain_spec.chain_type();
			let pool = pool::options(&cli.run.pool_config, &chain).map_err(sc_cli::Error::Input)?;
			runner.run_node_until_exit(|mut config| async move {
				config.transaction_pool = pool;
				start_node(config, min_free_disk)
			})
		}
		Some(Subcommand::Key(command)) => command.run(&cli),
		Some(Subcommand::ChainSpec(command)) => write_chain_spec(&cli, command),
		Some(Subcommand::CheckBlock(command)) => cli.create_runner(command)?.async_run(|config| {
			let PartialComponents { client, task_manager, import_queue, .. } = service::new_partial(&config)?;
			Ok((command.run(client, import_queue), task_manager))
		}),
		Some(Subcommand::ExportBlocks(command)) => cli.create_runner(command)?.async_run(|config| {
			let PartialComponents { client, task_manager, .. } = service::new_partial(&config)?;
			Ok((command.run(client, config.database), task_manager))
		}),
		Some(Subcommand::ExportState(command)) => cli.create_runner(command)?.async_run(|config| {
			let PartialComponents { client, task_manager, .. } = service::new_partial(&config)?;
			Ok((command.run(client, config.chain_spec), task_manager))
		}),
		Some(Subcommand::ImportBlocks(command)) => cli.create_runner(command)?.async_run(|config| {
			let PartialComponents { client, task_manager, import_queue, .. } = service::new_partial(&config)?;
			Ok((command.run(client, import_queue), task_manager))
		}),
		Some(Subcommand::Revert(command)) => cli.create_runner(command)?.async_run(|config| {
			let PartialComponents { client, task_manager, backend, .. } = service::new_partial(&config)?;
			let revert_votes = Box::new(|client, _, blocks| {
				polkadot_sdk::sc_consensus_grandpa::revert(client, blocks)?;
				Ok(())
			});
			Ok((command.run(client, backend, Some(revert_votes)), task_manager))
		}),
		Some(Subcommand::PurgeChain(command)) => {
			cli.create_runner(command)?.sync_run(|config| command.run(config.database))
		}
	}
}

/// Starts the node, where nothing speaks against it, and has it stop before its disk is full.
fn start_node(config: Configuration, min_free_disk: u64) -> sc_cli::Result<TaskManager> {
	start::ensure_may_start(&config).map_err(sc_cli::Error::Input)?;
	let database = config.database.path().unwrap_or(config.base_path.path()).to_owned();
	let reserve = Reserve::new(&database, min_free_disk);
	reserve.ensure_free().map_err(sc_cli::Error::Input)?;
	disk::explain_sigbus(&database).map_err(sc_cli::Error::Input)?;
	let task_manager = service::new_full(config).map_err(sc_cli::Error::Service)?;
	// Essential: the node stops when this task ends.
	task_manager.spawn_essential_handle().spawn("disk-space", None, reserve.until_low());
	Ok(task_manager)
}

fn write_chain_spec(cli: &Cli, command: &ChainSpecCommand) -> sc_cli::Result<()> {
	let start_date: Option<Day> = command.start_date;
	let spec = match start_date {
		None => cli.load_spec(&command.chain),
		Some(_) => chain_spec::from_preset(&command.chain, start_date)
			.map(|spec| Box::new(spec) as Box<dyn sc_service::ChainSpec>),
	};
	let json = spec.and_then(|spec| spec.as_json(!command.plain)).map_err(sc_cli::Error::Input)?;
	match &command.output {
		Some(path) => std::fs::write(path, json)?,
		None => println!("{json}"),
	}
	Ok(())
}
