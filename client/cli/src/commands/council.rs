use super::{digest, in_file, json_file};
use crate::context::Context;
use clap::Subcommand;
use std::path::PathBuf;
use zhidai_primitives::Digest;
use zhidai_sdk::calls::{authorities, motion};
use zhidai_sdk::chain::{Call, Receipt};
use zhidai_sdk::{Error, Result};

#[derive(Subcommand)]
pub(crate) enum Council {
	/// Propose any call that the council may decide
	Propose {
		/// The call as JSON: {"Registry": {"suspend": {"org": 7}}}
		#[arg(long, value_name = "FILE")]
		file: PathBuf,
		/// The seat of the own organisation
		#[arg(long)]
		seat: u8,
	},
	/// Vote on a motion
	Vote {
		/// The motion's hash
		#[arg(value_parser = digest)]
		motion: Digest,
		/// The motion's index
		#[arg(long)]
		index: u32,
		/// The seat of the own organisation
		#[arg(long)]
		seat: u8,
		/// Against it
		#[arg(long)]
		reject: bool,
	},
	/// Close a motion that is decided, and carry it out
	Close {
		/// The motion's hash
		#[arg(value_parser = digest)]
		motion: Digest,
		/// The motion's index
		#[arg(long)]
		index: u32,
	},
	/// Take back a motion of the own seat
	Withdraw {
		/// The motion's hash
		#[arg(value_parser = digest)]
		motion: Digest,
		/// The motion's index
		#[arg(long)]
		index: u32,
		/// The seat of the own organisation
		#[arg(long)]
		seat: u8,
	},
	/// List the motions that wait
	List,
	/// List the seats
	Seats,
}

/// What the other seats do after a proposal.
pub(super) fn next(receipt: &Receipt) -> Option<String> {
	let event = receipt.event("Authorities.Proposed")?;
	let (hash, index) = (event.get("proposal_hash")?.as_str()?, event.get("index")?);
	Some(format!("the other seats: zhidai council vote {hash} --index {index} --seat 0"))
}

impl Council {
	pub(crate) async fn run(self, context: &Context) -> Result<()> {
		match self {
			Self::Propose { file, seat } => {
				let call = json_file(&file)?;
				if call.as_object().is_none_or(|pallets| pallets.len() != 1) {
					return Err(Error::usage(format!(
						"{}: a call is {{\"Pallet\": {{\"call\": {{…}}}}}}",
						file.display()
					)));
				}
				in_file(&file, context.send_then(authorities::propose(seat, call), next).await)
			}
			Self::Vote { motion, index, seat, reject } => {
				context.send(authorities::vote(seat, motion, index, !reject)).await
			}
			Self::Close { motion, index } => context.send(authorities::close(motion, index)).await,
			Self::Withdraw { motion, index, seat } => {
				context.send(authorities::withdraw(seat, motion, index)).await
			}
			Self::List => context.show_records("motion", "Council", "Voting", &[]).await,
			Self::Seats => context.show_records("seat_account", "Authorities", "Seats", &[]).await,
		}
	}
}

/// Sends a motion and says how it goes on.
pub(super) async fn propose(context: &Context, seat: u8, call: &Call) -> Result<()> {
	context.send_then(motion(seat, call), next).await
}
