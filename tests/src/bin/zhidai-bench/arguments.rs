//! The command line.

use clap::{Args, Parser, Subcommand};
use std::path::PathBuf;
use std::time::Duration;
use zhidai_tests::load::report::Kind;
use zhidai_tests::load::run::Offer;
use zhidai_tests::load::scene::Size;
use zhidai_tests::load::{flood, overload, pools, profile, Settings};
use zhidai_tests::node::NodeSettings;

#[derive(Parser)]
#[command(about = "Measures payments on four local nodes at a steady offered rate")]
#[command(args_conflicts_with_subcommands = true)]
pub struct Arguments {
	#[command(subcommand)]
	pub what: Option<What>,
	#[command(flatten)]
	pub payments: Payments,
	#[command(flatten)]
	pub place: Place,
}

/// What else can be measured.
#[derive(Subcommand)]
pub enum What {
	/// One bank sends all that the door lets it, strangers beside it, and another bank's payments are timed
	Flood {
		#[command(flatten)]
		flood: Flood,
		#[command(flatten)]
		place: Place,
	},
	/// More calls than the chain takes, a client and its node killed in the middle: what became of every call
	Overload {
		#[command(flatten)]
		overload: Overload,
		#[command(flatten)]
		pool: Pool,
		#[command(flatten)]
		place: Place,
	},
	/// The same payments and the same overload with different pools, in one table
	Pools {
		#[command(flatten)]
		pools: Pools,
		#[command(flatten)]
		place: Place,
	},
	/// Where the nodes' processor time goes while payments are made, task by task
	Profile {
		#[command(flatten)]
		payments: Payments,
		#[command(flatten)]
		profile: Profile,
		#[command(flatten)]
		place: Place,
	},
	/// A client of the overload; started by it
	#[command(hide = true)]
	Client { plan: PathBuf },
}

/// Where results and data go.
#[derive(Args)]
pub struct Place {
	/// Write everything that was measured to this file
	#[arg(long, value_name = "FILE")]
	pub json: Option<PathBuf>,
	/// Where chain data and logs go, and stay; must be new. Else a folder that is thrown away
	#[arg(long, value_name = "DIR")]
	pub work: Option<PathBuf>,
}

/// Payments at a steady rate.
#[derive(Args)]
pub struct Payments {
	/// Single payments a second; a list makes a run of each
	#[arg(long, value_name = "RATES", value_delimiter = ',', default_value = "10,30")]
	#[arg(value_parser = clap::value_parser!(u32).range(1..))]
	single_rate: Vec<u32>,
	/// Payments a second in batches of 500; a list makes a run of each
	#[arg(long, value_name = "RATES", value_delimiter = ',', default_value = "250,1000")]
	#[arg(value_parser = clap::value_parser!(u32).range(1..))]
	batch_rate: Vec<u32>,
	/// Single payments a second, each as an order that all have signed; a list makes a run of each
	#[arg(long, value_name = "RATES", value_delimiter = ',', default_value = "30")]
	#[arg(value_parser = clap::value_parser!(u32).range(1..))]
	order_rate: Vec<u32>,
	/// Payments a second in orders of 500; a list makes a run of each
	#[arg(long, value_name = "RATES", value_delimiter = ',', default_value = "1000")]
	#[arg(value_parser = clap::value_parser!(u32).range(1..))]
	order_batch_rate: Vec<u32>,
	/// Seconds before anything is measured; goes on until the first payment is settled
	#[arg(long, value_name = "SECONDS", default_value_t = 10)]
	warm_up: u64,
	/// Seconds that are measured in each run
	#[arg(long, value_name = "SECONDS", default_value_t = 60)]
	#[arg(value_parser = clap::value_parser!(u64).range(1..))]
	window: u64,
	/// A short look: one run of each kind at its first rate, 10 seconds measured
	#[arg(long)]
	quick: bool,
	/// Contracts of each bank
	#[arg(long, value_name = "NUMBER", default_value_t = 4)]
	#[arg(value_parser = clap::value_parser!(u8).range(1..=32))]
	loans: u8,
	/// Suppliers, each with a line of every plan
	#[arg(long, value_name = "NUMBER", default_value_t = 4)]
	#[arg(value_parser = clap::value_parser!(u8).range(1..=16))]
	suppliers: u8,
	/// Officers for each duty of a payment, at each bank
	#[arg(long, value_name = "NUMBER", default_value_t = 4)]
	#[arg(value_parser = clap::value_parser!(u8).range(1..=8))]
	crew: u8,
}

impl Payments {
	pub fn settings(&self) -> Settings {
		let window = Duration::from_secs(if self.quick { 10 } else { self.window });
		let warm_up = Duration::from_secs(self.warm_up);
		let runs = |kind: Kind, rates: &[u32]| -> Vec<Offer> {
			let rates = if self.quick { rates.get(..1).unwrap_or_default() } else { rates };
			let offer = |rate: &u32| Offer { kind, payments_per_second: *rate, warm_up, window };
			rates.iter().map(offer).collect()
		};
		let kinds = [
			(Kind::Single, &self.single_rate),
			(Kind::Batch, &self.batch_rate),
			(Kind::Order, &self.order_rate),
			(Kind::OrderBatch, &self.order_batch_rate),
		];
		Settings {
			offers: kinds.into_iter().flat_map(|(kind, rates)| runs(kind, rates)).collect(),
			size: Size { loans: self.loans.into(), suppliers: self.suppliers.into() },
			crew: self.crew.into(),
			idle: Duration::from_secs(10),
			nodes: NodeSettings::default(),
		}
	}
}

#[derive(Args)]
pub struct Flood {
	/// How long
	#[arg(long, value_name = "SECONDS", default_value_t = 60)]
	seconds: u64,
	/// Transactions of strangers a second
	#[arg(long, value_name = "RATE", default_value_t = 2_000)]
	strangers: u64,
	/// Officers for each duty of a payment, at each bank; with 8 it has as many as an organisation can choose, 29
	#[arg(long, value_name = "NUMBER", default_value_t = 8)]
	#[arg(value_parser = clap::value_parser!(u8).range(2..=8))]
	crew: u8,
	/// Send the same files and drafts again and again, which a rule refuses early, instead of ever new ones
	#[arg(long)]
	same: bool,
}

impl Flood {
	pub fn settings(&self) -> flood::Settings {
		flood::Settings {
			crew: self.crew.into(),
			length: Duration::from_secs(self.seconds),
			strangers_per_second: self.strangers,
			is_new: !self.same,
		}
	}
}

#[derive(Args)]
pub struct Overload {
	/// How many calls are offered, a multiple of 50
	#[arg(long, value_name = "NUMBER", default_value_t = 10_000)]
	#[arg(value_parser = clap::value_parser!(u64).range(500..))]
	calls: u64,
	/// Calls a second; if left out, what the chain takes is tried first, and twice that is offered
	#[arg(long, value_name = "RATE")]
	rate: Option<f64>,
	/// Seconds for which is tried what the chain takes
	#[arg(long, value_name = "SECONDS", default_value_t = 20)]
	#[arg(value_parser = clap::value_parser!(u64).range(4..))]
	probe: u64,
	/// Officers for each duty of a payment, at each bank
	#[arg(long, value_name = "NUMBER", default_value_t = 8)]
	#[arg(value_parser = clap::value_parser!(u8).range(2..=8))]
	crew: u8,
	/// Client processes of each bank for its stream of calls; two more send payments and calls in a hurry
	#[arg(long, value_name = "NUMBER", default_value_t = 4)]
	#[arg(value_parser = clap::value_parser!(u8).range(1..=16))]
	clients: u8,
	/// Seconds for which the node is down that is killed
	#[arg(long, value_name = "SECONDS", default_value_t = 5)]
	down: u64,
}

impl Overload {
	pub fn settings(&self, nodes: NodeSettings) -> overload::Settings {
		overload::Settings {
			calls: self.calls,
			per_second: self.rate,
			probe: Duration::from_secs(self.probe),
			crew: self.crew.into(),
			clients: self.clients.into(),
			down: Duration::from_secs(self.down),
			nodes,
		}
	}
}

/// The nodes' pools; as the node sets them by itself where nothing is said.
#[derive(Args)]
pub struct Pool {
	/// How the pool works: fork-aware or single-state
	#[arg(long, value_name = "TYPE", value_parser = ["fork-aware", "single-state"])]
	pool_type: Option<String>,
	/// Seconds for which a pool takes nothing again that it refused once
	#[arg(long, value_name = "SECONDS")]
	tx_ban_seconds: Option<u64>,
	/// Room for so many transactions, where that is more than the node's own
	#[arg(long, value_name = "NUMBER")]
	pool_limit: Option<u64>,
	/// Room for so many kilobytes, where that is more than the node's own
	#[arg(long, value_name = "NUMBER")]
	pool_kbytes: Option<u64>,
}

impl Pool {
	pub fn nodes(&self) -> NodeSettings {
		let number = |number: Option<u64>| number.map(|number| number.to_string());
		let options = [
			("--pool-type", self.pool_type.clone()),
			("--tx-ban-seconds", number(self.tx_ban_seconds)),
			("--pool-limit", number(self.pool_limit)),
			("--pool-kbytes", number(self.pool_kbytes)),
		];
		let given = options.into_iter().filter_map(|(name, value)| Some([name.to_owned(), value?]));
		NodeSettings { arguments: given.flatten().collect(), ..NodeSettings::default() }
	}
}

#[derive(Args)]
pub struct Pools {
	/// Single payments a second
	#[arg(long, value_name = "RATE", default_value_t = 40)]
	#[arg(value_parser = clap::value_parser!(u32).range(1..))]
	single_rate: u32,
	/// Seconds that are measured
	#[arg(long, value_name = "SECONDS", default_value_t = 30)]
	#[arg(value_parser = clap::value_parser!(u64).range(1..))]
	window: u64,
	#[command(flatten)]
	overload: Overload,
}

impl Pools {
	pub fn settings(&self) -> pools::Settings {
		let offer = Offer {
			kind: Kind::Single,
			payments_per_second: self.single_rate,
			warm_up: Duration::from_secs(10),
			window: Duration::from_secs(self.window),
		};
		pools::Settings {
			payments: Settings {
				offers: vec![offer],
				size: Size { loans: 4, suppliers: 4 },
				crew: 4,
				idle: Duration::from_secs(5),
				nodes: NodeSettings::default(),
			},
			overload: self.overload.settings(NodeSettings::default()),
		}
	}
}

#[derive(Args)]
pub struct Profile {
	/// How often a second every core is looked at
	#[arg(long, value_name = "TIMES", default_value_t = 99)]
	#[arg(value_parser = clap::value_parser!(u32).range(1..=999))]
	frequency: u32,
	/// Nodes that run already, by their process ids: nothing is started, only these are looked at for --window seconds
	#[arg(long, value_name = "PIDS", value_delimiter = ',', requires = "payments_made")]
	pub pids: Vec<u32>,
	/// How many payments these nodes settle in that time
	#[arg(long, value_name = "NUMBER")]
	pub payments_made: Option<u64>,
}

impl Profile {
	pub fn settings(&self) -> profile::Settings {
		profile::Settings { frequency: self.frequency }
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn the_command_line_is_well_formed() {
		use clap::CommandFactory;
		Arguments::command().debug_assert();
		let pool = ["zhidai-bench", "overload", "--pool-type", "single-state", "--tx-ban-seconds", "1800"];
		let Some(What::Overload { pool, .. }) = Arguments::parse_from(pool).what else { panic!("not that") };
		assert_eq!(pool.nodes().arguments, ["--pool-type", "single-state", "--tx-ban-seconds", "1800"]);
	}
}
