//! The transaction pool's settings. The door decides how much can wait ([`zhidai_runtime::door`]); the pool
//! has room for all of it, from as many organisations and firms at once as are reckoned with there; so far it
//! evicts nothing that it accepted. An operator can give it more room, not less. What waits for an earlier
//! transaction has a tenth of the room: the SDK sets that by itself ([`TransactionPoolOptions`] does not let
//! it be set), and ten times the whole would be more memory than a node has. What the pool forgets all the
//! same is handed to it again ([`crate::keeper`]).

use polkadot_sdk::sc_cli::TransactionPoolParams;
use polkadot_sdk::sc_transaction_pool::TransactionPoolOptions;
use zhidai_runtime::door;

/// A refusal says nothing about the next block: the door's are temporary, or so cheap that they need no
/// memory. A pool that bans would forget for half an hour what another fork refused once.
const BAN_SECONDS: u64 = 0;

/// The settings by which the pool is made.
#[derive(Debug, PartialEq, Eq)]
struct Settings {
	count: usize,
	bytes: usize,
	ban_seconds: u64,
}

impl Settings {
	fn of(params: &TransactionPoolParams) -> Self {
		let least = |bound: u64| usize::try_from(bound).unwrap_or(usize::MAX);
		Self {
			count: params.pool_limit.max(least(door::POOL.count)),
			bytes: params.pool_kbytes.saturating_mul(1024).max(least(door::POOL.bytes)),
			ban_seconds: params.tx_ban_seconds.unwrap_or(BAN_SECONDS),
		}
	}
}

/// What the command line asks for, and at least what the door can let in.
pub fn options(params: &TransactionPoolParams) -> TransactionPoolOptions {
	let Settings { count, bytes, ban_seconds } = Settings::of(params);
	let best_blocks_only = params.pool_best_blocks_only;
	TransactionPoolOptions::new_with_params(
		count,
		bytes,
		Some(ban_seconds),
		params.pool_type.into(),
		false,
		best_blocks_only,
	)
}

#[cfg(test)]
mod tests {
	use super::*;
	use polkadot_sdk::sc_cli::TransactionPoolType;

	fn settings(pool_limit: usize, pool_kbytes: usize, tx_ban_seconds: Option<u64>) -> Settings {
		Settings::of(&TransactionPoolParams {
			pool_limit,
			pool_kbytes,
			tx_ban_seconds,
			pool_type: TransactionPoolType::ForkAware,
			pool_best_blocks_only: false,
		})
	}

	#[test]
	fn the_pool_has_room_for_all_that_the_door_lets_in() {
		// What the SDK sets where nobody says anything.
		let least = settings(8_192, 20_480, None);
		assert_eq!(least.count as u64, door::POOL.count);
		assert_eq!(least.bytes as u64, door::POOL.bytes);
		assert_eq!(least.ban_seconds, 0);
	}

	#[test]
	fn an_operator_gives_more_room_and_not_less() {
		assert_eq!(settings(1, 1, None), settings(8_192, 20_480, None));
		let more = settings(1_000_000, 2_000_000, Some(5));
		assert_eq!(more, Settings { count: 1_000_000, bytes: 2_048_000_000, ban_seconds: 5 });
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
