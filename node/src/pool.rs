//! The transaction pool's settings. The door decides how much can wait ([`zhidai_runtime::door`]); the pool
//! has room for all of it, from as many organisations and firms at once as are reckoned with there; so far it
//! evicts nothing that it accepted, and what it accepted from clients is kept aside in as much room. An operator can
//! give the pool more room, not less, and cannot have it ban but on a chain for trying. What waits for an earlier
//! transaction has a tenth of the room: the SDK sets that by itself ([`TransactionPoolOptions`] does not let
//! it be set), and ten times the whole would be more memory than a node has. What the pool forgets all the
//! same is handed to it again ([`crate::keeper`]).

use polkadot_sdk::sc_chain_spec::ChainType;
use polkadot_sdk::sc_cli::TransactionPoolParams;
use polkadot_sdk::sc_transaction_pool::TransactionPoolOptions;
use zhidai_runtime::door;

/// A refusal says nothing about the next block: the door's are temporary, or so cheap that they need no
/// memory. A pool that bans would forget for that long what another fork refused once, also where it is handed it
/// again by who looks after it.
const BAN_SECONDS: u64 = 0;

/// The settings by which the pool is made.
#[derive(Debug, PartialEq, Eq)]
struct Settings {
	count: usize,
	bytes: usize,
}

impl Settings {
	fn of(params: &TransactionPoolParams) -> Self {
		let least = |bound: u64| usize::try_from(bound).unwrap_or(usize::MAX);
		Self {
			count: params.pool_limit.max(least(door::POOL.count)),
			bytes: params.pool_kbytes.saturating_mul(1024).max(least(door::POOL.bytes)),
		}
	}
}

/// What the command line asks for, and at least what the door can let in.
pub fn options(params: &TransactionPoolParams, chain: &ChainType) -> Result<TransactionPoolOptions, String> {
	let ban = ban_seconds(params, chain)?;
	let Settings { count, bytes } = Settings::of(params);
	let best_blocks_only = params.pool_best_blocks_only;
	Ok(TransactionPoolOptions::new_with_params(
		count,
		bytes,
		Some(ban),
		params.pool_type.into(),
		false,
		best_blocks_only,
	))
}

/// For how long the pool bans: not at all. On a chain for trying it can, to see what that does.
fn ban_seconds(params: &TransactionPoolParams, chain: &ChainType) -> Result<u64, String> {
	match (params.tx_ban_seconds, chain) {
		(None | Some(BAN_SECONDS), _) => Ok(BAN_SECONDS),
		(Some(seconds), ChainType::Development | ChainType::Local) => Ok(seconds),
		(Some(seconds), _) => Err(format!(
			"--tx-ban-seconds {seconds} has the pool forget for that long what one fork refused once, and refuse it where \
			 it is right: members' transactions would be lost. Start without it."
		)),
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use polkadot_sdk::sc_cli::TransactionPoolType;

	fn params(pool_limit: usize, pool_kbytes: usize, tx_ban_seconds: Option<u64>) -> TransactionPoolParams {
		TransactionPoolParams {
			pool_limit,
			pool_kbytes,
			tx_ban_seconds,
			pool_type: TransactionPoolType::ForkAware,
			pool_best_blocks_only: false,
		}
	}

	fn settings(pool_limit: usize, pool_kbytes: usize) -> Settings {
		Settings::of(&params(pool_limit, pool_kbytes, None))
	}

	#[test]
	fn the_pool_has_room_for_all_that_the_door_lets_in() {
		// What the SDK sets where nobody says anything.
		let least = settings(8_192, 20_480);
		assert_eq!(least.count as u64, door::POOL.count);
		assert_eq!(least.bytes as u64, door::POOL.bytes);
	}

	#[test]
	fn an_operator_gives_more_room_and_not_less() {
		assert_eq!(settings(1, 1), settings(8_192, 20_480));
		let more = settings(1_000_000, 2_000_000);
		assert_eq!(more, Settings { count: 1_000_000, bytes: 2_048_000_000 });
	}

	#[test]
	fn no_operator_has_the_pool_ban_but_to_try_what_that_does() {
		let consortium = || ChainType::Live;
		for none in [None, Some(0)] {
			assert_eq!(ban_seconds(&params(8_192, 20_480, none), &consortium()), Ok(0));
		}
		for seconds in [1, 1_800] {
			let params = params(8_192, 20_480, Some(seconds));
			let refused = options(&params, &consortium()).map(drop).expect_err("refused");
			assert!(
				refused.contains("--tx-ban-seconds") && refused.contains("Start without it"),
				"{refused}"
			);
			assert_eq!(ban_seconds(&params, &ChainType::Local), Ok(seconds));
		}
	}

	/// The node's answers have no numbers for these: clients tell them apart by the SDK's words.
	#[test]
	fn the_client_knows_the_words_of_the_pools_refusals() {
		use polkadot_sdk::sp_runtime::transaction_validity::InvalidTransaction as Invalid;
		let client = include_str!("../../client/sdk/src/chain/pool.rs");
		for refusal in
			[Invalid::Stale, Invalid::AncientBirthBlock, Invalid::ExhaustsResources, Invalid::Future]
		{
			let words: &str = refusal.into();
			assert!(client.contains(&format!("{words:?};")), "{words}");
		}
	}

	/// What waits for an earlier transaction has a tenth of the pool. Even that takes all of several organisations.
	#[test]
	fn what_waits_for_an_earlier_transaction_has_room_too() {
		let (future_count, future_bytes) = (door::POOL.count / 10, door::POOL.bytes / 10);
		assert!(future_count >= 4 * door::LARGE.most_transactions(door::MOST_OFFICERS));
		assert!(future_bytes >= 4 * door::LARGE.most_bytes(door::MOST_OFFICERS, door::LONGEST));
	}
}
