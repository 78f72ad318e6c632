use crate::context::{is_old, Context, OLD};
use crate::output;
use clap::Subcommand;
use serde_json::{json, Value as Json};
use zhidai_api::{Digest, Uetr};
use zhidai_sdk::chain::Call;
use zhidai_sdk::outbox::{Entry, Outbox};
use zhidai_sdk::{Client, Error, Kind, Result};

#[derive(Subcommand)]
pub(crate) enum Tx {
	/// Send any call of the chain
	Send {
		/// The call: Pallet.call
		call: String,
		/// Its arguments as JSON
		#[arg(long, default_value = "{}", value_name = "JSON")]
		args: String,
	},
	/// List the transactions that were signed here and have no outcome yet; needs no node
	List {
		/// Those with an outcome too
		#[arg(long)]
		all: bool,
	},
	/// Show a transaction that was signed here, and what the chain says became of it
	Show {
		/// Its hash, from `zhidai tx list`
		#[arg(value_parser = crate::commands::transaction)]
		hash: String,
	},
	/// Show what the chain says of a payment, a draft or evidence, by its key or digest alone: for who has no
	/// hash, days later, at another machine; or what became of a transaction by its hash alone, where it is in one
	/// of the last final blocks
	#[command(group(clap::ArgGroup::new("named").required(true)))]
	About {
		/// The payment's UETR
		#[arg(long, group = "named")]
		uetr: Option<Uetr>,
		/// What officers signed: the digest of a draft or of evidence
		#[arg(long, group = "named", value_parser = crate::commands::digest)]
		digest: Option<Digest>,
		/// The hash of a transaction that was signed anywhere
		#[arg(long, group = "named", value_parser = crate::commands::transaction)]
		hash: Option<String>,
	},
	/// Go on with transactions that were signed here: send the same bytes again and follow them; needs no key
	Resume {
		/// The hash of one; else all that have no outcome yet
		#[arg(value_parser = crate::commands::transaction)]
		hash: Option<String>,
	},
}

impl Tx {
	pub(crate) async fn run(self, context: &Context) -> Result<()> {
		match self {
			Self::Send { call, args } => {
				let (pallet, name) = super::call_name(&call)?;
				let args = crate::json::parse(args.as_bytes())
					.map_err(|error| Error::usage(format!("--args: {}", super::not_json(&error))))?;
				context.send(Call::new(pallet, name, args)).await
			}
			Self::List { all } => list(context, all),
			Self::Show { hash } => show(context, &hash).await,
			Self::About { uetr, digest, hash } => about(context, uetr, digest, hash).await,
			Self::Resume { hash } => resume(context, hash.as_deref()).await,
		}
	}
}

/// All transactions of this user, with the outbox that holds each.
fn entries(context: &Context) -> Result<Vec<(Outbox, Entry)>> {
	let mut found = Vec::new();
	for outbox in Outbox::all(&context.state_dir()?)? {
		found.extend(outbox.entries()?.into_iter().map(|entry| (outbox.clone(), entry)));
	}
	Ok(found)
}

fn shown(entry: &Entry) -> Json {
	let mut shown = json!({
		"transaction": entry.hash(),
		"call": entry.about.call,
		"account": entry.about.account,
		"nonce": entry.about.nonce,
		"signed_at_unix": entry.signed_at,
		"signatures": entry.signatures.len(),
		"last_block": entry.signatures.last().map(|signature| signature.last_block),
	});
	if let (Json::Object(fields), Ok(Json::Object(state))) = (&mut shown, serde_json::to_value(&entry.state))
	{
		fields.extend(state);
		if let Some(uetr) = &entry.about.uetr {
			fields.insert("uetr".into(), json!(uetr));
		}
		if let Some(id) = &entry.about.request_id {
			fields.insert("request_id".into(), json!(id));
		}
	}
	shown
}

fn list(context: &Context, all: bool) -> Result<()> {
	let mut entries: Vec<Entry> = entries(context)?
		.into_iter()
		.map(|(_, entry)| entry)
		.filter(|entry| all || entry.is_waiting())
		.collect();
	entries.sort_by_key(|entry| entry.signed_at);
	let more = entries.len().saturating_sub(context.limit());
	// The newest are what one looks for.
	let list: Vec<Json> = entries.iter().skip(more).map(shown).collect();
	match context.json() {
		true => output::print_json(&json!({ "value": list, "more": more })),
		false => context.show(&json!(list)),
	}
	if more > 0 && !context.json() {
		output::say(&format!("{more} older ones are not shown; show them with --limit NUMBER"));
	}
	Ok(())
}

fn find(context: &Context, hash: &str) -> Result<(Outbox, Entry)> {
	entries(context)?.into_iter().rev().find(|(_, entry)| entry.has(hash)).ok_or_else(|| {
		Error::new(
			Kind::NotFound,
			format!("no transaction {hash} was signed here; see `zhidai tx list --all`"),
		)
	})
}

async fn show(context: &Context, hash: &str) -> Result<()> {
	let (outbox, entry) = find(context, hash)?;
	let client = context.client().await?;
	ensure_here(&outbox, client)?;
	let mut shown = shown(&entry);
	let on_chain = client.outcome(&entry).await?;
	if let Json::Object(fields) = &mut shown {
		let told = on_chain.map_or_else(|| json!("the node cannot say"), |outcome| json!(outcome));
		fields.insert("on_chain".into(), told);
	}
	context.show(&shown);
	Ok(())
}

async fn about(
	context: &Context,
	uetr: Option<Uetr>,
	digest: Option<Digest>,
	hash: Option<String>,
) -> Result<()> {
	let question = match (uetr, digest, &hash) {
		(Some(uetr), ..) => json!({ "uetr": uetr }),
		(None, Some(digest), _) => json!({ "digest": digest }),
		(None, None, hash) => json!({ "hash": hash }),
	};
	let answer = context.client().await?.state_of(question).await?;
	let outcome = answer.pointer("/result/outcome").and_then(Json::as_str);
	match outcome {
		Some("known" | "final" | "refused" | "included" | "notYet") => context.show(&answer),
		_ => {
			let block = answer.get("block").and_then(Json::as_u64);
			let block = block.ok_or_else(|| Error::unexpected("the node's answer names no block"))?;
			let message = match hash {
				None => format!(
					"not known to the chain as of its final block {block}; what was sent a moment ago may still come"
				),
				Some(_) => format!(
					"not known: none of the last final blocks up to {block} has it; it may be in an earlier one, or still \
					 come"
				),
			};
			return Err(Error::new(Kind::NotFound, message));
		}
	}
	Ok(())
}

fn ensure_here(outbox: &Outbox, client: &Client) -> Result<()> {
	match outbox.is_of(client.genesis().0) {
		true => Ok(()),
		false => Err(Error::new(
			Kind::Verification,
			format!("it was signed for another chain than that of {}, {:?}", client.url(), client.genesis()),
		)),
	}
}

async fn resume(context: &Context, hash: Option<&str>) -> Result<()> {
	let client = context.client().await?;
	let (chosen, fresh): (Vec<(Outbox, Entry)>, Vec<_>) = match hash {
		Some(hash) => {
			let (outbox, entry) = find(context, hash)?;
			ensure_here(&outbox, client)?;
			(vec![(outbox, entry)], Vec::new())
		}
		// Those of other chains are none of this one's, and fresh ones may be followed by who sent them.
		None => entries(context)?
			.into_iter()
			.filter(|(outbox, entry)| entry.is_waiting() && outbox.is_of(client.genesis().0))
			.partition(|(_, entry)| is_old(entry)),
	};
	if chosen.is_empty() && fresh.is_empty() {
		output::say("nothing waits for an outcome");
	}
	let (mut answers, mut failures) = (Vec::new(), Vec::new());
	for (outbox, entry) in &chosen {
		match resume_one(context, client, outbox, entry).await {
			Ok(answer) => answers.push(answer),
			Err(error) => {
				let message = format!("{} {}: {}", entry.about.call, entry.hash(), error.message);
				failures.push(Error { message, ..error });
			}
		}
	}
	failures.extend((!fresh.is_empty()).then(|| left_alone(fresh.len())));
	if context.json() {
		answers.extend(failures.iter().map(output::error_json));
		context.answer(&Json::Array(answers));
	}
	Error::collect(failures)
}

/// Goes on with one. What became of it is printed for people, and answered for programs.
async fn resume_one(context: &Context, client: &Client, outbox: &Outbox, entry: &Entry) -> Result<Json> {
	if !entry.is_waiting() {
		let known = shown(entry);
		if !context.json() {
			output::say("its outcome is known:");
			context.show(&known);
		}
		return Ok(known);
	}
	let receipt = client.resume(entry, outbox, &context.options()).await?;
	if !context.json() {
		context.resumed(&entry.about.call, &receipt);
	}
	Ok(output::receipt_json(&entry.about.call, &receipt))
}

/// That some were not gone on with: whoever sent them may follow them still.
fn left_alone(count: usize) -> Error {
	let message = format!(
		"{count} transaction(s) were signed less than {} minutes ago, and who sent them may follow them still: name one from \
		 `zhidai tx list`, or wait",
		OLD / 60
	);
	Error::new(Kind::NotFinal, message)
}
