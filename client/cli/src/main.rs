//! # zhidai
//!
//! The command line for banks, regulators, firms and suppliers: `zhidai NOUN VERB`.
//!
//! Data goes to standard output, talk to standard error. `--json` gives one JSON document. A transaction is written
//! down before it is sent, and followed until it is final. The same command again goes on with it, and does what
//! creates something once.
//!
//! | exit code | means |
//! |---|---|
//! | 0 | done as far as `--wait` asks: final, unless it says otherwise |
//! | 1 | unexpected; a disk that is full or broken |
//! | 2 | usage: a flag, a file, a field |
//! | 3 | refused by a rule, which is named; of `recon`: the two sides differ |
//! | 4 | not found |
//! | 5 | not allowed: a missing duty, a stranger, a wrong passphrase |
//! | 6 | the outcome is open: not final in time, or to be given again; the same command again is safe |
//! | 7 | no node can be reached; nothing was sent this time |
//! | 8 | verification failed: a document is not what was declared |

mod commands;
mod context;
mod json;
mod output;
mod pages;
mod trace;

use clap::Parser;
use commands::Command;
use context::{Context, Global};
use std::process::ExitCode;
use zhidai_sdk::Error;

/// 质贷: loans against quality credentials, paid straight to the suppliers, every yuan traceable.
#[derive(Parser)]
#[command(name = "zhidai", version, arg_required_else_help = true, after_help = commands::AFTER_HELP)]
struct Cli {
	#[command(flatten)]
	global: Global,
	#[command(subcommand)]
	command: Command,
}

#[tokio::main]
async fn main() -> ExitCode {
	let cli = Cli::parse();
	let context = Context::new(cli.global);
	match cli.command.run(&context).await {
		Ok(()) => ExitCode::SUCCESS,
		Err(error) => {
			report(&context, &error);
			ExitCode::from(error.kind as u8)
		}
	}
}

fn report(context: &Context, error: &Error) {
	if context.json() && !context.is_answered() {
		output::print_json(&output::error_json(error));
	}
	output::say(&format!("error: {error}"));
	let is_the_chains = |rule: &&str| !rule.starts_with("Pool.") && !rule.starts_with("Client.");
	if let Some(rule) = error.rule.as_deref().filter(is_the_chains) {
		output::say(&format!("  see: zhidai explain {rule}"));
	}
}
