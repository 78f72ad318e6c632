//! Carries out the command line.

use crate::chain_spec::{self, ChainSpec};
use crate::cli::{ChainSpecCommand, Cli, Subcommand};
use crate::{pool, service};
use polkadot_sdk::sc_cli::{self, SubstrateCli};
use polkadot_sdk::sc_service::{self, PartialComponents};
use zhidai_primitives::Day;

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
			let pool = pool::options(&cli.run.pool_config);
			runner.run_node_until_exit(|mut config| async move {
				config.transaction_pool = pool;
				service::new_full(config).map_err(sc_cli::Error::Service)
			})
		}
		Some(Subcommand::Key(command)) => command.run(&cli),
		Some(Subcommand::ChainSpec(command)) => write_chain_spec(command),
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

fn write_chain_spec(command: &ChainSpecCommand) -> sc_cli::Result<()> {
	let start_date: Option<Day> = command.start_date;
	let spec = chain_spec::from_preset(&command.chain, start_date).map_err(sc_cli::Error::Input)?;
	let json = sc_service::ChainSpec::as_json(&spec, true).map_err(sc_cli::Error::Input)?;
	match &command.output {
		Some(path) => std::fs::write(path, json)?,
		None => println!("{json}"),
	}
	Ok(())
}
