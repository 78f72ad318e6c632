//! What every command needs: the flags that all have, the key, the chain.

use crate::output;
use clap::{Args, ValueEnum};
use serde_json::{json, Value as Json};
use std::io::{BufRead, IsTerminal};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::sync::OnceCell;
use zhidai_api::RequestId;
use zhidai_sdk::chain::{Call, Reader, Receipt, SubmitOptions, Wait};
use zhidai_sdk::documents::ConsortiumKey;
use zhidai_sdk::keys::{Key, KeyFile, Scheme};
use zhidai_sdk::outbox::Outbox;
use zhidai_sdk::render::Style;
use zhidai_sdk::{Client, Error, Kind, Result};

mod state;
mod words;
pub(crate) use state::{is_old, OLD};

/// The most records that one list shows unless more are asked for.
const LIMIT: usize = 10_000;

/// How far a transaction is followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Follow {
	/// Until a node has it.
	Pool,
	/// Until it is in a block.
	Block,
	/// Until it is final.
	Final,
}

/// Flags that every command has.
#[derive(Args, Clone, Debug)]
pub(crate) struct Global {
	/// A node, or several separated by commas: where one is down, the next is asked
	#[arg(
		long,
		global = true,
		env = "ZHIDAI_URL",
		value_delimiter = ',',
		default_value = "ws://127.0.0.1:9944"
	)]
	url: Vec<String>,
	/// The chain's genesis hash; a node of another chain is refused
	#[arg(long, global = true, env = "ZHIDAI_GENESIS", value_name = "HASH")]
	genesis: Option<String>,
	/// The key file to sign with, made by `zhidai key new`
	#[arg(long, global = true, env = "ZHIDAI_KEY_FILE", value_name = "FILE")]
	key_file: Option<PathBuf>,
	/// A file whose first line is the key's passphrase; `-` is standard input
	#[arg(long, global = true, value_name = "FILE")]
	passphrase_file: Option<PathBuf>,
	/// Sign with a development key that everybody knows, like //Alice: for development chains only
	#[arg(long, global = true, value_name = "SEED", conflicts_with = "key_file")]
	dev: Option<String>,
	/// The file with the consortium's fingerprint key
	#[arg(long, global = true, env = "ZHIDAI_CONSORTIUM_KEY_FILE", value_name = "FILE")]
	consortium_key: Option<PathBuf>,
	/// One JSON object on standard output
	#[arg(long, global = true)]
	json: bool,
	/// Do not ask before acts that stop money
	#[arg(long, global = true)]
	yes: bool,
	/// Never ask, not even on a terminal
	#[arg(long, global = true)]
	no_input: bool,
	/// How far a transaction is followed
	#[arg(long, global = true, value_enum, default_value = "final")]
	wait: Follow,
	/// How long it is followed, in seconds; at the least it is sent and looked for once
	#[arg(long, global = true, default_value_t = 60, value_name = "SECONDS")]
	timeout: u64,
	/// Send nothing: say what would be sent, and what the chain would say to it as far as it can be known
	#[arg(short = 'n', long, global = true)]
	dry_run: bool,
	/// A name for this request. On this machine the same command again is the same request, and what creates
	/// something is carried out once; to do the same once more on purpose, name it otherwise
	#[arg(long, global = true, default_value = "", hide_default_value = true, value_name = "NAME")]
	request: String,
	/// The id of a request that was made before (`zhidai tx list`): with it the same command on another machine of
	/// the organisation is carried out once, too. Good for a week
	#[arg(long, global = true, value_name = "ID")]
	request_id: Option<RequestId>,
	/// Where what is sent is written down first; else $XDG_STATE_HOME/zhidai or ~/.local/state/zhidai
	#[arg(long, global = true, env = "ZHIDAI_STATE_DIR", value_name = "FOLDER")]
	state_dir: Option<PathBuf>,
	/// The hash of a runtime's metadata that this program does not know; it is remembered for this chain
	#[arg(long, global = true, env = "ZHIDAI_TRUST_METADATA", value_name = "HASH")]
	trust_metadata: Option<String>,
	/// The most records that a list shows; it says how many more there are
	#[arg(long, global = true, default_value_t = LIMIT, value_name = "NUMBER")]
	limit: usize,
}

/// What every command needs.
pub(crate) struct Context {
	global: Global,
	client: OnceCell<Client>,
	/// Whether the one JSON document that was asked for is printed.
	is_answered: AtomicBool,
}

impl Context {
	pub(crate) fn new(global: Global) -> Self {
		Self { global, client: OnceCell::new(), is_answered: AtomicBool::new(false) }
	}

	pub(crate) fn json(&self) -> bool {
		self.global.json
	}

	pub(crate) fn style(&self) -> Style {
		if self.global.json {
			Style::Json
		} else {
			Style::Human
		}
	}

	/// The chain.
	pub(crate) async fn client(&self) -> Result<&Client> {
		self.client
			.get_or_try_init(|| async {
				let genesis = self.global.genesis.as_deref().map(crate::commands::hash).transpose()?;
				Client::connect(&self.global.url, genesis.map(Into::into)).await
			})
			.await
	}

	/// The chain, for signing: with what was confirmed of its runtime.
	async fn client_for_signing(&self) -> Result<&Client> {
		let client = self.client().await?;
		if self.global.dev.is_some() {
			// Everybody has these keys: nothing is at stake that false metadata could take.
			client.trust_any_metadata();
			return Ok(client);
		}
		let pins = state::Pins::of(&self.state_dir()?, client.genesis().0);
		pins.read()?.into_iter().for_each(|hash| client.trust_metadata(hash));
		if let Some(text) = &self.global.trust_metadata {
			let confirmed = crate::commands::hash(text)?;
			let (version, found) = client.metadata_hash().await?;
			if confirmed != found {
				return Err(Error::new(
					Kind::Verification,
					format!(
						"--trust-metadata names another runtime: the node's (spec version {version}) has 0x{}",
						hex::encode(found)
					),
				));
			}
			if !self.global.dry_run {
				pins.add(confirmed)?;
			}
			client.trust_metadata(confirmed);
		}
		Ok(client)
	}

	/// Where this user's state lies.
	pub(crate) fn state_dir(&self) -> Result<PathBuf> {
		state::folder(self.global.state_dir.as_deref())
	}

	/// How far a transaction is followed.
	pub(crate) fn options(&self) -> SubmitOptions {
		let wait = match self.global.wait {
			Follow::Pool => Wait::Pool,
			Follow::Block => Wait::Block,
			Follow::Final => Wait::Final,
		};
		let timeout = Duration::from_secs(self.global.timeout);
		SubmitOptions { wait, timeout, request: self.global.request.clone() }
	}

	/// The most records that a list shows.
	pub(crate) fn limit(&self) -> usize {
		self.global.limit
	}

	/// The chain's genesis hash, if it was given.
	pub(crate) fn genesis(&self) -> Result<Option<[u8; 32]>> {
		self.global.genesis.as_deref().map(crate::commands::hash).transpose()
	}

	/// The chain's state at its last finalised block, for people or programs as was asked.
	pub(crate) async fn read(&self) -> Result<Reader> {
		self.client().await?.read(self.style()).await
	}

	/// The chain's state, for this program itself.
	pub(crate) async fn read_exact(&self) -> Result<Reader> {
		self.client().await?.read(Style::Json).await
	}

	/// The chain's state for what people sign because of what they are shown, or because of a digest that is made
	/// here of it: read only as this program knows the runtime, or as was confirmed.
	pub(crate) async fn read_to_sign(&self, style: Style) -> Result<Reader> {
		self.client_for_signing().await?.read_to_sign(style).await
	}

	/// Whether nothing is to be sent.
	pub(crate) fn is_trial(&self) -> bool {
		self.global.dry_run
	}

	/// The account of the key, which need not be opened for it.
	pub(crate) fn own_account(&self) -> Result<String> {
		match (&self.global.dev, &self.global.key_file) {
			(Some(_), _) => Ok(self.key()?.account().to_string()),
			(None, Some(path)) => Ok(KeyFile::read(path)?.account),
			(None, None) => Err(Error::usage("whose? give --key-file FILE or --account ACCOUNT")),
		}
	}

	/// The development seed, where one was given.
	pub(crate) fn development_seed(&self) -> Option<&str> {
		self.global.dev.as_deref()
	}

	/// The key to sign with.
	pub(crate) fn key(&self) -> Result<Key> {
		if let Some(seed) = &self.global.dev {
			return Key::development(seed, Scheme::Ed25519);
		}
		let path = self.global.key_file.as_deref().ok_or_else(no_key)?;
		let file = KeyFile::read(path)?;
		let passphrase = self.passphrase(
			&format!("passphrase of {:?}: ", file.name),
			self.global.passphrase_file.as_deref(),
		)?;
		file.open(&passphrase)
	}

	/// The passphrase for a key that is being made.
	pub(crate) fn new_passphrase(&self) -> Result<String> {
		let first = self.passphrase("new passphrase: ", self.global.passphrase_file.as_deref())?;
		match self.global.passphrase_file {
			Some(_) => Ok(first),
			None if self.passphrase("the same again: ", None)? == first => Ok(first),
			None => Err(Error::usage("the two passphrases differ; nothing was written")),
		}
	}

	/// A passphrase from a file, from standard input, or asked for on a terminal; never from a flag or the
	/// environment.
	pub(crate) fn passphrase(&self, prompt: &str, file: Option<&Path>) -> Result<String> {
		match file {
			Some(path) => first_line(path),
			None if std::io::stdin().is_terminal() && !self.global.no_input => {
				rpassword::prompt_password(prompt)
					.map_err(|error| Error::usage(format!("cannot read the passphrase: {error}")))
			}
			None => Err(Error::usage("no passphrase; give --passphrase-file FILE, or - for standard input")),
		}
	}

	/// The consortium's key.
	pub(crate) fn consortium_key(&self) -> Result<ConsortiumKey> {
		let key = self.consortium_key_if_given()?;
		key.ok_or_else(|| Error::usage("no consortium key; give --consortium-key FILE"))
	}

	/// The consortium's key, where it was given: firms have none.
	pub(crate) fn consortium_key_if_given(&self) -> Result<Option<ConsortiumKey>> {
		Ok(self.global.consortium_key.as_deref().map(ConsortiumKey::read).transpose()?)
	}

	/// Asks before an act that stops money. Where nobody can be asked, `--yes` has to say so.
	pub(crate) fn confirm(&self, act: &str) -> Result<()> {
		if self.global.yes || self.global.dry_run {
			return Ok(());
		}
		if !std::io::stdin().is_terminal() || self.global.no_input {
			return Err(Error::usage(format!("{act}; say --yes where nobody can be asked")));
		}
		output::say(&format!("{act}. Type yes to go on:"));
		let mut answer = String::new();
		std::io::stdin().lock().read_line(&mut answer).map_err(Error::unexpected)?;
		match answer.trim() {
			"yes" => Ok(()),
			_ => Err(Error::usage("not confirmed; nothing was sent")),
		}
	}

	/// Sends a call, follows it, prints what happened.
	pub(crate) async fn send(&self, call: Call) -> Result<()> {
		self.send_then(call, |_| None).await
	}

	/// Like [`Self::send`], and says what comes next.
	pub(crate) async fn send_then(
		&self,
		call: Call,
		next: impl FnOnce(&Receipt) -> Option<String>,
	) -> Result<()> {
		if let Some(receipt) = self.submit(&call).await? {
			self.done(&call, &receipt, next(&receipt));
		}
		Ok(())
	}

	/// Prints what happened, and what comes next.
	pub(crate) fn done(&self, call: &Call, receipt: &Receipt, next: Option<String>) {
		self.print_receipt(&call.title(), receipt);
		if let Some(next) = next.filter(|_| !self.json()) {
			output::say(&format!("next: {next}"));
		}
	}

	/// Prints what became of a transaction of the outbox.
	pub(crate) fn resumed(&self, title: &str, receipt: &Receipt) {
		self.print_receipt(title, receipt);
	}

	/// Sends a call and follows it; nothing where it was only tried out.
	pub(crate) async fn submit(&self, call: &Call) -> Result<Option<Receipt>> {
		let key = self.key()?;
		let client = self.client_for_signing().await?;
		let account = key.account().to_string();
		let call = &self.global.request_id.map_or_else(|| call.clone(), |id| call.under(&id));
		if self.global.dry_run {
			client.try_out(call, &key).await?;
			let trial =
				json!({ "outcome": "not sent", "call": call.title(), "args": call.args, "account": account });
			self.show(&trial);
			return Ok(None);
		}
		let outbox = Outbox::new(&self.state_dir()?, client.genesis().0, &account);
		let receipt = client.submit(call, &key, &outbox, &self.options()).await;
		self.say_unfinished(&outbox);
		receipt.map(Some)
	}

	/// Says that something older has no outcome yet.
	fn say_unfinished(&self, outbox: &Outbox) {
		let Ok(entries) = outbox.entries() else { return };
		let count = entries.iter().filter(|entry| entry.is_waiting() && state::is_old(entry)).count();
		if count > 0 && !self.json() {
			output::say(&format!(
				"{count} earlier transaction(s) of this key have no outcome yet: zhidai tx list"
			));
		}
	}

	fn print_receipt(&self, title: &str, receipt: &Receipt) {
		match self.json() {
			true => output::print_json(&output::receipt_json(title, receipt)),
			false => output::print_receipt(title, receipt),
		}
	}

	/// Prints the one JSON document of a command whose failures are in it.
	pub(crate) fn answer(&self, value: &Json) {
		self.is_answered.store(true, Ordering::Relaxed);
		output::print_json(value);
	}

	/// Whether failures were printed with the answer.
	pub(crate) fn is_answered(&self) -> bool {
		self.is_answered.load(Ordering::Relaxed)
	}

	/// Prints an answer.
	pub(crate) fn show(&self, value: &Json) {
		match self.json() {
			true => output::print_json(value),
			false => output::print_human(value),
		}
	}

	/// Prints a record of the chain with the block that it was read at.
	pub(crate) fn show_at(&self, reader: &Reader, value: &Json) {
		match self.json() {
			true => output::print_json(
				&json!({ "block": reader.block(), "block_hash": reader.block_hash(), "value": value }),
			),
			false => {
				output::print_human(value);
				output::say(&format!("as of final block {}", reader.block()));
			}
		}
	}

	/// Prints one record, or says that there is none.
	pub(crate) async fn show_record(
		&self,
		what: &str,
		pallet: &str,
		entry: &str,
		keys: &[Json],
	) -> Result<()> {
		let reader = self.read().await?;
		let record = reader.record(pallet, entry, keys).await?;
		self.show_at(
			&reader,
			&record.ok_or_else(|| Error::new(Kind::NotFound, format!("there is no {what}")))?,
		);
		Ok(())
	}

	/// Prints a list of records: each with its key under the name given.
	pub(crate) async fn show_records(
		&self,
		key: &str,
		pallet: &str,
		entry: &str,
		first: &[Json],
	) -> Result<()> {
		let reader = self.read().await?;
		let listing = reader.list(pallet, entry, first, self.global.limit).await?;
		let more = listing.more;
		let list = listing.records.into_iter().map(|(mut keys, value)| {
			let id = if keys.len() == 1 { keys.remove(0) } else { Json::Array(keys) };
			match value {
				Json::Object(mut fields) => {
					fields.insert(key.into(), id);
					Json::Object(fields)
				}
				Json::Null => id,
				value => json!({ key: id, "value": value }),
			}
		});
		self.show_list(&reader, &list.collect(), more);
		Ok(())
	}

	/// Prints a list with how many more there are: a list is never cut without a word.
	pub(crate) fn show_list(&self, reader: &Reader, list: &Json, more: usize) {
		match self.json() {
			true => output::print_json(&json!({
				"block": reader.block(), "block_hash": reader.block_hash(), "value": list, "more": more,
			})),
			false => {
				self.show_at(reader, list);
				if more > 0 {
					output::say(&format!("{more} more are not shown; show them with --limit NUMBER"));
				}
			}
		}
	}
}

fn no_key() -> Error {
	Error::usage("no key to sign with; give --key-file FILE (make one with `zhidai key new`)")
}

/// The first line of a file or of standard input.
fn first_line(path: &Path) -> Result<String> {
	let text = match path.to_str() {
		Some("-") => {
			let mut line = String::new();
			std::io::stdin().lock().read_line(&mut line).map(|_| line)
		}
		_ => std::fs::read_to_string(path),
	};
	let text = text.map_err(|error| Error::io("read the passphrase from", path, &error))?;
	match text.lines().next() {
		Some(line) if !line.is_empty() => Ok(line.to_owned()),
		_ => Err(Error::usage(format!(
			"the first line of {} is empty; it must be the passphrase",
			path.display()
		))),
	}
}
