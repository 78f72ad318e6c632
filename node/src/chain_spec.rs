//! Chain specs, made from the runtime's genesis presets.

use polkadot_sdk::sc_service::{self, ChainType, GenericChainSpec, Properties};
use polkadot_sdk::sp_core::storage::Storage;
use serde_json::json;
use std::time::{SystemTime, UNIX_EPOCH};
use zhidai_api::Day;
use zhidai_runtime::{presets, SS58Prefix, WASM_BINARY};

/// A chain spec. No extensions: what the nodes must agree on is in the genesis state.
pub type ChainSpec = GenericChainSpec;

/// The chain spec of a preset: `dev`, `local` or `consortium`. With a start date, the calendar of a dev or local chain
/// starts there.
pub fn from_preset(chain: &str, start_date: Option<Day>) -> Result<ChainSpec, String> {
	let (name, chain_type, preset) = match chain {
		"dev" => ("质贷 Zhidai dev", ChainType::Development, presets::DEVELOPMENT),
		"local" => ("质贷 Zhidai local", ChainType::Local, presets::LOCAL),
		"consortium" => ("质贷 Zhidai Ningbo", ChainType::Live, presets::CONSORTIUM),
		other => return Err(format!("there is no preset {other}; there are dev, local and consortium")),
	};
	let wasm = WASM_BINARY
		.ok_or("this binary was built without the runtime's Wasm; build it without SKIP_WASM_BUILD")?;
	let mut spec = ChainSpec::builder(wasm, None)
		.with_name(name)
		.with_id(&format!("zhidai-{chain}"))
		.with_protocol_id("zhidai")
		.with_chain_type(chain_type)
		.with_properties(properties())
		.with_genesis_config_preset_name(preset);
	if let Some(start) = start_date {
		if chain == "consortium" {
			return Err("the consortium's calendar cannot be moved; leave out --start-date".into());
		}
		let days = i64::from(start.0) - i64::from(today()?.0);
		spec = spec.with_genesis_config_patch(json!({ "reference": { "calendarOffsetDays": days } }));
	}
	Ok(spec.build())
}

/// The well-known development keys that hold an office or a seat in a spec's genesis state, by name. Maps of
/// accounts and of session keys end their keys with what they are looked up by.
pub fn well_known_keys(spec: &dyn sc_service::ChainSpec) -> Result<Vec<String>, String> {
	Ok(well_known_keys_in(&spec.as_storage_builder().build_storage()?))
}

fn well_known_keys_in(genesis: &Storage) -> Vec<String> {
	let is_used = |public: &[u8; 32]| genesis.top.keys().any(|entry| entry.ends_with(public));
	let used = presets::well_known_keys().into_iter().filter(|(_, public)| is_used(public));
	used.map(|(name, _)| name).collect()
}

/// What wallets and explorers ask for: how addresses are written. The chain has no token.
fn properties() -> Properties {
	let mut properties = Properties::new();
	properties.insert("ss58Format".into(), json!(SS58Prefix::get()));
	properties
}

fn today() -> Result<Day, String> {
	let since =
		SystemTime::now().duration_since(UNIX_EPOCH).map_err(|_| "this machine's clock is before 1970")?;
	u64::try_from(since.as_millis())
		.map(Day::from_unix_milliseconds)
		.map_err(|_| "this machine's clock is too far in the future".into())
}

#[cfg(test)]
mod tests {
	use super::*;
	use polkadot_sdk::sc_chain_spec::json_merge;
	use polkadot_sdk::sp_core::crypto::{AccountId32, Ss58Codec};
	use polkadot_sdk::sp_runtime::BuildStorage;
	use serde_json::Value;
	use zhidai_runtime::RuntimeGenesisConfig;

	/// The genesis state of a preset, after somebody has changed its text.
	fn genesis(preset: &str, change: impl FnOnce(String) -> String) -> Storage {
		let preset = presets::get(&preset.into()).expect("a preset");
		let preset = change(String::from_utf8(preset).expect("text"));
		let mut whole = serde_json::to_value(RuntimeGenesisConfig::default()).expect("JSON");
		json_merge(&mut whole, serde_json::from_str::<Value>(&preset).expect("JSON"));
		let config: RuntimeGenesisConfig = serde_json::from_value(whole).expect("a genesis");
		config.build_storage().expect("a genesis state")
	}

	#[test]
	fn every_preset_has_well_known_keys_of_officers_and_of_validators() {
		for preset in [presets::DEVELOPMENT, presets::LOCAL, presets::CONSORTIUM] {
			let known = well_known_keys_in(&genesis(preset, |text| text));
			for name in ["//msa.admin-1", "//bank-b.council", "//Alice"] {
				assert!(known.iter().any(|known| known == name), "{preset}: {name} in {known:?}");
			}
		}
	}

	/// What a consortium does with the template: other keys in every place. One that is left is found.
	#[test]
	fn a_spec_with_keys_of_its_own_has_none() {
		let address = |public: [u8; 32]| AccountId32::new(public).to_ss58check();
		let with_own_keys = |left: usize| {
			genesis(presets::CONSORTIUM, |template| {
				let known = presets::well_known_keys().into_iter().zip(1_u8..).skip(left);
				known.fold(template, |text, ((_, known), number)| {
					let mut own = known;
					own[..4].copy_from_slice(&[0xAB, 0xCD, 0xEF, number]);
					text.replace(&address(known), &address(own))
				})
			})
		};
		assert_eq!(well_known_keys_in(&with_own_keys(0)), Vec::<String>::new());
		assert_eq!(well_known_keys_in(&with_own_keys(1)), ["//msa.admin-1"]);
	}
}
