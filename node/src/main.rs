//! The node of the Zhidai chain: chain specs, consensus, networking, RPC.

mod chain_spec;
mod cli;
mod command;
mod rpc;
mod service;

fn main() -> polkadot_sdk::sc_cli::Result<()> {
	command::run()
}
