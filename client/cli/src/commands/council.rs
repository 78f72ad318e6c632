use super::{digest, in_file, json_file};
use crate::context::Context;
use crate::output;
use clap::Subcommand;
use serde_json::{json, Value as Json};
use std::path::PathBuf;
use zhidai_api::Digest;
use zhidai_sdk::calls::{authorities, motion};
use zhidai_sdk::chain::{Call, Reader, Receipt};
use zhidai_sdk::fields::MOTION_INDEX;
use zhidai_sdk::{Error, Kind, Result};

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
	/// Show what a motion would do, made here from the bytes whose hash is voted on
	Show {
		/// The motion's index
		index: u32,
	},
	/// Vote on a motion; says what it would do
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
	/// Take back a motion of the own seat that no other seat is for
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
	Some(format!(
		"the other seats: zhidai council show {index}, then zhidai council vote {hash} --index {index} --seat 0"
	))
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
			Self::Show { index } => {
				let reader = context.read_to_sign(context.style()).await?;
				let hash = hash_of(&reader, index).await?;
				let Motion { call, voting } = Motion::read(&reader, hash, index).await?;
				context.show_at(&reader, &json!({ "motion": hash, "call": call, "voting": voting }));
				Ok(())
			}
			Self::Vote { motion, index, seat, reject } => {
				let reader = context.read_to_sign(context.style()).await?;
				let content = Motion::read(&reader, motion, index).await?;
				// To standard error, where it is no part of an answer: whoever votes by a program is told too.
				let which = if reject { "against" } else { "for" };
				output::say(&format!("a vote {which} motion {index}:\n{}", output::indented(&content.call)));
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

/// The hash of a motion that waits, by its index.
async fn hash_of(reader: &Reader, index: u32) -> Result<Digest> {
	let motions = reader.records("Council", "Voting", &[]).await?;
	for (keys, voting) in motions {
		if MOTION_INDEX.number::<u32>(&voting)? == index {
			let hash = super::only(keys, "Council.Voting")?;
			let hash = hash.as_str().ok_or_else(|| Error::unexpected("a motion's key is no hash"))?;
			return super::hash(hash).map(Digest::from);
		}
	}
	Err(Error::new(Kind::NotFound, format!("no motion {index} waits; see `zhidai council list`")))
}

/// A motion that waits.
struct Motion {
	/// What it would do.
	call: Json,
	/// How it stands.
	voting: Json,
}

impl Motion {
	/// A motion with what it would do: decoded from the bytes that the chain holds under the hash, after these were
	/// found to have this hash. A node that shows something else is found out.
	async fn read(reader: &Reader, hash: Digest, index: u32) -> Result<Self> {
		let missing = || Error::new(Kind::NotFound, format!("no motion {hash:?} waits; it may be decided"));
		let call = reader.motion(hash.0).await?.ok_or_else(missing)?;
		let voting = reader.record("Council", "Voting", &[json!(hash)]).await?.ok_or_else(missing)?;
		match MOTION_INDEX.number::<u32>(&voting)? {
			found if found == index => Ok(Self { call, voting }),
			found => {
				Err(Error::usage(format!("the motion with this hash has the index {found}, not {index}")))
			}
		}
	}
}

/// Sends a motion and says how it goes on.
pub(super) async fn propose(context: &Context, seat: u8, call: &Call) -> Result<()> {
	context.send_then(motion(seat, call), next).await
}
