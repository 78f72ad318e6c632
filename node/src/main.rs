//! The node of the Zhidai chain: chain specs, consensus, networking, RPC.

// The SDK's own error types are large, and every function here returns one of them.
#![allow(clippy::result_large_err)]

mod chain_spec;
mod cli;
mod command;
mod disk;
mod gate;
mod keeper;
mod outcome;
mod pool;
mod rpc;
mod service;
mod start;
mod turns;

fn main() -> polkadot_sdk::sc_cli::Result<()> {
	command::run()
}
