//! The node's command line.

use polkadot_sdk::sc_cli::{self, RunCmd};
use std::path::PathBuf;
use zhidai_api::Day;

/// The node of the Zhidai chain (质贷).
#[derive(Debug, clap::Parser)]
pub struct Cli {
	/// What to do instead of running the node.
	#[command(subcommand)]
	pub subcommand: Option<Subcommand>,

	/// How many MiB must be free on the database's disk: with less the node does not start, or stops in good
	/// order. 0 turns this off.
	#[arg(long, value_name = "MIB", default_value_t = crate::disk::DEFAULT_MIN_FREE_MIB)]
	pub min_free_disk: u64,

	/// How to run the node.
	#[clap(flatten)]
	pub run: RunCmd,
}

/// What the node can do beside running.
#[derive(Debug, clap::Subcommand)]
pub enum Subcommand {
	/// Make, insert and look at keys.
	#[command(subcommand)]
	Key(sc_cli::KeySubcommand),

	/// Write a chain spec. Dev and local chains can be given a date on which their calendar starts.
	ChainSpec(ChainSpecCommand),

	/// Check and import a block again.
	CheckBlock(sc_cli::CheckBlockCmd),

	/// Write blocks to a file.
	ExportBlocks(sc_cli::ExportBlocksCmd),

	/// Write the state of a block into a chain spec.
	ExportState(sc_cli::ExportStateCmd),

	/// Read blocks from a file.
	ImportBlocks(sc_cli::ImportBlocksCmd),

	/// Go back to an earlier state.
	Revert(sc_cli::RevertCmd),

	/// Remove the chain from this machine.
	PurgeChain(sc_cli::PurgeChainCmd),
}

/// Writes a chain spec.
#[derive(Debug, clap::Args)]
pub struct ChainSpecCommand {
	/// Which preset (dev, local or consortium), or the file of a plain chain spec.
	#[arg(long, default_value = "local")]
	pub chain: String,

	/// Write what people can read and change instead of what nodes start with.
	#[arg(long)]
	pub plain: bool,

	/// The date on which the calendar starts, as YYYY-MM-DD. Refused for the consortium.
	#[arg(long)]
	pub start_date: Option<Day>,

	/// Where to write; standard output if left out.
	#[arg(short, long)]
	pub output: Option<PathBuf>,
}
