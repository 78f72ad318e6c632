use crate::context::Context;
use clap::Subcommand;
use serde_json::json;
use std::path::PathBuf;
use zhidai_sdk::keys::{Key, KeyFile, Scheme};
use zhidai_sdk::Result;

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
}

impl KeyCommand {
	pub(crate) fn run(self, context: &Context) -> Result<()> {
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
		}
	}
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
