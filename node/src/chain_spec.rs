//! Chain specs, made from the runtime's genesis presets.

use polkadot_sdk::sc_service::{ChainType, GenericChainSpec, Properties};
use serde_json::json;
use std::time::{SystemTime, UNIX_EPOCH};
use zhidai_primitives::Day;
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
