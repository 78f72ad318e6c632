//! What the node does not start with, because it would hurt its own chain.

use crate::chain_spec;
use polkadot_sdk::sc_service::{ChainType, Configuration};

/// Refuses a configuration that must not run, and says what to do instead.
pub fn ensure_may_start(config: &Configuration) -> Result<(), String> {
	let chain_type = config.chain_spec.chain_type();
	ensure_may_force_authoring(&chain_type, config.force_authoring)?;
	// In whatever role: who only follows such a chain takes for its members' word what anybody can sign.
	ensure_keys_are_secret(&chain_type, || chain_spec::well_known_keys(&*config.chain_spec))
}

fn is_for_tests(chain_type: &ChainType) -> bool {
	matches!(chain_type, ChainType::Development | ChainType::Local)
}

/// A validator that is cut off from the others would build blocks of its own, which all have to be thrown
/// away when it is back.
fn ensure_may_force_authoring(chain_type: &ChainType, force_authoring: bool) -> Result<(), String> {
	if force_authoring && *chain_type != ChainType::Development {
		return Err(
			"--force-authoring (and --dev, which brings it along) lets a validator that is cut off from \
		            the others build blocks of its own; it is for the dev preset only. Start without it, and see \
		            that the other validators can be reached."
				.into(),
		);
	}
	Ok(())
}

/// Whoever can sign as a member or as a validator is one: on a chain with well-known keys everybody is.
fn ensure_keys_are_secret(
	chain_type: &ChainType,
	well_known: impl FnOnce() -> Result<Vec<String>, String>,
) -> Result<(), String> {
	if is_for_tests(chain_type) {
		return Ok(());
	}
	let well_known = well_known()?;
	let Some(first) = well_known.first() else { return Ok(()) };
	Err(format!(
		"the chain spec gives offices or seats to {count} well-known development keys, such as {first}: anybody could sign \
		 for them. A consortium's chain spec is written with its members' own keys: `zhidai-node chain-spec --chain \
		 consortium --plain` writes the template; put in your members, their officers' accounts and, under \
		 `session`, the keys that each validator made with `zhidai-node key generate`; then turn it into the spec that all \
		 members start with: `zhidai-node chain-spec --chain FILE`.",
		count = well_known.len(),
	))
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn only_a_development_chain_is_authored_by_force() {
		assert_eq!(ensure_may_force_authoring(&ChainType::Development, true), Ok(()));
		for chain_type in [ChainType::Local, ChainType::Live, ChainType::Custom("ours".into())] {
			assert_eq!(ensure_may_force_authoring(&chain_type, false), Ok(()));
			let refused = ensure_may_force_authoring(&chain_type, true).expect_err("refused");
			assert!(
				refused.contains("--force-authoring") && refused.contains("dev preset only"),
				"{refused}"
			);
		}
	}

	#[test]
	fn well_known_keys_are_refused_by_name_and_the_way_out_is_told() {
		let known = || -> Result<Vec<String>, String> { Ok(vec!["//msa.admin-1".into(), "//Alice".into()]) };
		for chain_type in [ChainType::Live, ChainType::Custom("ours".into())] {
			assert_eq!(ensure_keys_are_secret(&chain_type, || Ok(Vec::new())), Ok(()));
			let refused = ensure_keys_are_secret(&chain_type, known).expect_err("refused");
			assert!(refused.contains("2 well-known") && refused.contains("//msa.admin-1"), "{refused}");
			assert!(refused.contains("chain-spec --chain consortium --plain"), "{refused}");
		}
		for chain_type in [ChainType::Development, ChainType::Local] {
			let nobody_looks =
				|| -> Result<Vec<String>, String> { Err("chains for tests may have them".into()) };
			assert_eq!(ensure_keys_are_secret(&chain_type, nobody_looks), Ok(()));
		}
	}
}
