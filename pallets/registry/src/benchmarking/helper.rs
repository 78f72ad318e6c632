//! What a runtime does for the benchmarks, and how a usual one signs.

use alloc::vec::Vec;
use frame::deps::sp_core::{crypto::KeyTypeId, ecdsa};
use frame::deps::sp_runtime::{traits::IdentifyAccount, AccountId32, MultiSignature, MultiSigner};

/// The keys of benchmarks in the keystore.
const KIND: KeyTypeId = KeyTypeId(*b"zdbe");

/// What only the runtime can set up.
pub trait BenchmarkHelper<AccountId, Proof> {
	/// A key that no officer has, as an account, and its signature over the message that is made for it. Of the kinds
	/// of keys that the runtime takes, the one that takes longest to verify.
	fn proof(message: impl FnOnce(&AccountId) -> Vec<u8>) -> (AccountId, Proof);

	/// Has as many seats be held as there can be, all by an organisation that takes no part in the benchmark.
	fn fill_seats();

	/// Has a day of the calendar come on which a notice of the day before is over.
	fn pass_a_day();
}

/// The account and the signature of a fresh ecdsa key of the benchmark's keystore; for runtimes with the usual
/// accounts and signatures.
pub fn keystore_proof(message: impl FnOnce(&AccountId32) -> Vec<u8>) -> (AccountId32, MultiSignature) {
	use frame::deps::sp_io::crypto::{ecdsa_generate, ecdsa_sign};
	let key = ecdsa_generate(KIND, None);
	let account = MultiSigner::from(key).into_account();
	let signature = ecdsa_sign(KIND, &key, &message(&account)).expect("the key was just made");
	(account, signature.into())
}

/// The signature of a key that [`keystore_proof`] has made.
pub fn keystore_signature(account: &AccountId32, message: &[u8]) -> MultiSignature {
	use frame::deps::sp_io::crypto::{ecdsa_public_keys, ecdsa_sign};
	let is_its = |key: &ecdsa::Public| MultiSigner::from(*key).into_account() == *account;
	let key = ecdsa_public_keys(KIND).into_iter().find(is_its).expect("the key was made");
	ecdsa_sign(KIND, &key, message).expect("the keystore has it").into()
}
