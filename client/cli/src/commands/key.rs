use crate::context::Context;
use clap::Subcommand;
use serde_json::{json, Value as Json};
use std::path::PathBuf;
use zhidai_sdk::keys::{Key, KeyFile, Scheme};
use zhidai_sdk::Result;

mod prove;
use prove::Prove;

#[derive(Subcommand)]
pub(crate) enum KeyCommand {
	/// Make a key and seal it in a file; only its public part is shown
	New {
		/// Whose key it is
		#[arg(long)]
		name: String,
		/// Where to; never overwritten
		#[arg(short, long, value_name = "FILE")]
		output: PathBuf,
		/// ed25519, sr25519 or ecdsa
		#[arg(long, default_value = "ed25519")]
		scheme: Scheme,
	},
	/// Show the public part of a key file
	Show {
		/// The key file
		file: PathBuf,
	},
	/// Check that a key file opens with its passphrase
	Check,
	/// Sign that the key is to act for exactly this organisation and officer: who adds the key as an officer's needs
	/// this proof
	///
	/// With --genesis no node is asked, so that the key need not be where the network is.
	Prove(Prove),
}

impl KeyCommand {
	pub(crate) async fn run(self, context: &Context) -> Result<()> {
		match self {
			Self::New { name, output, scheme } => {
				let key = match context.development_seed() {
					Some(seed) => {
						let mut key = Key::development(seed, scheme)?;
						key.name = name;
						key
					}
					None => Key::generate(&name, scheme)?,
				};
				let file = key.seal(&context.new_passphrase()?)?;
				file.write_new(&output)?;
				show(context, &file, Some(&output.display().to_string()));
				Ok(())
			}
			Self::Show { file } => {
				show(context, &KeyFile::read(&file)?, None);
				Ok(())
			}
			Self::Check => {
				let key = context.key()?;
				context
					.show(&json!({ "name": key.name, "account": key.account().to_string(), "opens": true }));
				Ok(())
			}
			Self::Prove(prove) => prove.run(context).await,
		}
	}
}

/// A proof as a flag: `ed25519:0x…`.
pub(super) fn proof(text: &str) -> std::result::Result<Json, String> {
	let malformed = || "a proof is what `zhidai key prove` answers as_argument, like ed25519:0x…".to_owned();
	let (scheme, signature) = text.split_once(':').ok_or_else(malformed)?;
	let mut known = ["Ed25519", "Sr25519", "Ecdsa"].into_iter();
	let scheme = known.find(|known| known.eq_ignore_ascii_case(scheme)).ok_or_else(malformed)?;
	Ok(json!({ scheme: signature }))
}

fn show(context: &Context, file: &KeyFile, written: Option<&str>) {
	let mut record = json!({
		"name": file.name,
		"scheme": file.scheme.name(),
		"public": format!("0x{}", file.public),
		"account": file.account,
	});
	if let (Some(path), Some(fields)) = (written, record.as_object_mut()) {
		fields.insert("file".into(), json!(path));
	}
	context.show(&record);
}
