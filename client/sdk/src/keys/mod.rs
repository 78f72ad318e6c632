//! Keys in files, sealed with a passphrase; never on a command line or in the environment.
//!
//! A key file is JSON: what is public in the clear, the 32-byte secret sealed with XChaCha20-Poly1305 under a key that
//! scrypt makes of the passphrase. The public part is authenticated with it, so a file whose account was exchanged
//! does not open.

mod file;

pub use file::{KeyFile, Sealed};

use crate::error::{Error, Result};
use blake2::{digest::consts::U32, Blake2b, Digest};
use ed25519_dalek::Signer as _;
use serde::{Deserialize, Serialize};
use std::str::FromStr;
use subxt::config::substrate::{AccountId32, MultiSignature, SubstrateConfig};
use subxt_signer::{ecdsa, sr25519, SecretUri};
use zeroize::Zeroizing;

/// The secret behind the development accounts of every Substrate chain. Known to everybody.
const DEV_SEED: [u8; 32] = [
	0xfa, 0xc7, 0x95, 0x9d, 0xbf, 0xe7, 0x2f, 0x05, 0x2e, 0x5a, 0x0c, 0x3c, 0x8d, 0x65, 0x30, 0xf2, 0x02,
	0xb0, 0x2f, 0xd8, 0xf9, 0xf5, 0xca, 0x35, 0x80, 0xec, 0x8d, 0xeb, 0x77, 0x97, 0x47, 0x9e,
];

/// A signature scheme.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Scheme {
	/// What officers get by default: HSMs and browsers have it.
	Ed25519,
	/// Schnorr over Ristretto, Substrate's own.
	Sr25519,
	/// ECDSA over secp256k1.
	Ecdsa,
}

impl Scheme {
	/// Its name.
	pub const fn name(self) -> &'static str {
		match self {
			Self::Ed25519 => "ed25519",
			Self::Sr25519 => "sr25519",
			Self::Ecdsa => "ecdsa",
		}
	}
}

impl FromStr for Scheme {
	type Err = String;

	fn from_str(text: &str) -> std::result::Result<Self, String> {
		[Self::Ed25519, Self::Sr25519, Self::Ecdsa]
			.into_iter()
			.find(|scheme| scheme.name() == text)
			.ok_or_else(|| format!("{text:?} is not a signature scheme; use ed25519, sr25519 or ecdsa"))
	}
}

/// A key that can sign. Its secret is wiped from memory when it is dropped.
pub struct Key {
	/// A name that people know it by.
	pub name: String,
	scheme: Scheme,
	pair: Pair,
	/// Nothing for sr25519 development keys, whose derived secret has another form.
	seed: Option<Zeroizing<[u8; 32]>>,
}

enum Pair {
	Ed25519(Box<ed25519_dalek::SigningKey>),
	Sr25519(Box<sr25519::Keypair>),
	Ecdsa(Box<ecdsa::Keypair>),
}

/// BLAKE2b with 32 bytes, what Substrate hashes with.
pub fn blake2_256(parts: &[&[u8]]) -> [u8; 32] {
	let mut hasher = Blake2b::<U32>::new();
	parts.iter().for_each(|part| hasher.update(part));
	hasher.finalize().into()
}

/// Bytes that nobody can guess.
pub fn random<const N: usize>() -> Result<[u8; N]> {
	let mut bytes = [0; N];
	getrandom::fill(&mut bytes).map_err(|error| Error::unexpected(format!("no randomness: {error}")))?;
	Ok(bytes)
}

impl Key {
	/// A new key.
	pub fn generate(name: &str, scheme: Scheme) -> Result<Self> {
		loop {
			// Almost every 32 bytes are a secret of every scheme; for ECDSA a handful are not.
			if let Ok(key) = Self::from_seed(name, scheme, random()?) {
				return Ok(key);
			}
		}
	}

	/// The key of a 32-byte secret.
	pub fn from_seed(name: &str, scheme: Scheme, seed: [u8; 32]) -> Result<Self> {
		let seed = Zeroizing::new(seed);
		let unfit = |_| Error::usage("these 32 bytes are not a secret key of this scheme");
		let pair = match scheme {
			Scheme::Ed25519 => Pair::Ed25519(Box::new(ed25519_dalek::SigningKey::from_bytes(&seed))),
			Scheme::Sr25519 => {
				Pair::Sr25519(Box::new(sr25519::Keypair::from_secret_key(*seed).map_err(|_| unfit(()))?))
			}
			Scheme::Ecdsa => {
				Pair::Ecdsa(Box::new(ecdsa::Keypair::from_secret_key(*seed).map_err(|_| unfit(()))?))
			}
		};
		Ok(Self { name: name.into(), scheme, pair, seed: Some(seed) })
	}

	/// A development key like `//Alice`, which everybody knows. ed25519 and sr25519, hard junctions only.
	pub fn development(uri: &str, scheme: Scheme) -> Result<Self> {
		let wrong = || Error::usage(format!("{uri:?} is not a development key; write it like //Alice"));
		let junctions = uri.strip_prefix("//").ok_or_else(wrong)?;
		match scheme {
			Scheme::Sr25519 => {
				let secret = SecretUri::from_str(uri).map_err(|_| wrong())?;
				let pair = sr25519::Keypair::from_uri(&secret).map_err(|_| wrong())?;
				Ok(Self { name: uri.into(), scheme, pair: Pair::Sr25519(Box::new(pair)), seed: None })
			}
			Scheme::Ed25519 => {
				let mut seed = DEV_SEED;
				for junction in junctions.split("//") {
					if junction.is_empty() || junction.contains('/') {
						return Err(wrong());
					}
					seed = hard_junction(&seed, junction);
				}
				Self::from_seed(uri, scheme, seed)
			}
			Scheme::Ecdsa => Err(Error::usage("development keys are ed25519 or sr25519")),
		}
	}

	/// The scheme.
	pub fn scheme(&self) -> Scheme {
		self.scheme
	}

	/// The public key: 32 bytes, 33 with ECDSA.
	pub fn public(&self) -> Vec<u8> {
		match &self.pair {
			Pair::Ed25519(pair) => pair.verifying_key().to_bytes().to_vec(),
			Pair::Sr25519(pair) => pair.public_key().0.to_vec(),
			Pair::Ecdsa(pair) => pair.public_key().0.to_vec(),
		}
	}

	/// The account on the chain.
	pub fn account(&self) -> AccountId32 {
		account_of(self.scheme, &self.public())
	}

	/// A signature over a message, as the chain takes it.
	pub fn sign_message(&self, message: &[u8]) -> MultiSignature {
		match &self.pair {
			Pair::Ed25519(pair) => MultiSignature::Ed25519(pair.sign(message).to_bytes()),
			Pair::Sr25519(pair) => MultiSignature::Sr25519(pair.sign(message).0),
			Pair::Ecdsa(pair) => MultiSignature::Ecdsa(pair.sign(message).0),
		}
	}

	/// A signature with the name of its kind, as a call's argument takes it.
	pub fn sign_message_named(&self, message: &[u8]) -> (&'static str, Vec<u8>) {
		match self.sign_message(message) {
			MultiSignature::Ed25519(signature) => ("Ed25519", signature.to_vec()),
			MultiSignature::Sr25519(signature) => ("Sr25519", signature.to_vec()),
			MultiSignature::Ecdsa(signature) => ("Ecdsa", signature.to_vec()),
		}
	}
}

impl subxt::transactions::Signer<SubstrateConfig> for Key {
	fn account_id(&self) -> AccountId32 {
		self.account()
	}

	fn sign(&self, payload: &[u8]) -> MultiSignature {
		self.sign_message(payload)
	}
}

/// Whether the key with this public part signed the message.
pub fn verifies(scheme: Scheme, public: &[u8], message: &[u8], signature: &[u8]) -> bool {
	fn parts<const P: usize, const S: usize>(public: &[u8], signature: &[u8]) -> Option<([u8; P], [u8; S])> {
		Some((public.try_into().ok()?, signature.try_into().ok()?))
	}
	match scheme {
		Scheme::Ed25519 => parts(public, signature).is_some_and(|(public, signature)| {
			let signature = ed25519_dalek::Signature::from_bytes(&signature);
			let key = ed25519_dalek::VerifyingKey::from_bytes(&public);
			key.is_ok_and(|key| key.verify_strict(message, &signature).is_ok())
		}),
		Scheme::Sr25519 => parts(public, signature).is_some_and(|(public, signature)| {
			sr25519::verify(&sr25519::Signature(signature), message, &sr25519::PublicKey(public))
		}),
		Scheme::Ecdsa => parts(public, signature).is_some_and(|(public, signature)| {
			ecdsa::verify(&ecdsa::Signature(signature), message, &ecdsa::PublicKey(public))
		}),
	}
}

/// The account of a public key.
pub fn account_of(scheme: Scheme, public: &[u8]) -> AccountId32 {
	match (scheme, <[u8; 32]>::try_from(public)) {
		(Scheme::Ed25519 | Scheme::Sr25519, Ok(public)) => AccountId32(public),
		_ => AccountId32(blake2_256(&[public])),
	}
}

/// ed25519's hard derivation, as every Substrate tool does it.
fn hard_junction(seed: &[u8; 32], junction: &str) -> [u8; 32] {
	use codec::Encode;
	let code = match junction.parse::<u64>() {
		Ok(number) => number.encode(),
		Err(_) => junction.encode(),
	};
	let mut chain_code = [0; 32];
	match code.len() {
		length @ 0..=32 => chain_code[..length].copy_from_slice(&code),
		_ => chain_code = blake2_256(&[&code]),
	}
	blake2_256(&[&"Ed25519HDKD".encode(), seed, &chain_code])
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_signature_holds_for_its_key_and_message_alone() {
		for scheme in [Scheme::Ed25519, Scheme::Sr25519, Scheme::Ecdsa] {
			let key = |seed| Key::from_seed("k", scheme, [seed; 32]).unwrap();
			let (_, signature) = key(1).sign_message_named(b"order");
			assert!(verifies(scheme, &key(1).public(), b"order", &signature), "{scheme:?}");
			assert!(!verifies(scheme, &key(2).public(), b"order", &signature));
			assert!(!verifies(scheme, &key(1).public(), b"other", &signature));
			assert!(!verifies(scheme, &key(1).public(), b"order", &signature[1..]));
			assert!(!verifies(scheme, &[], b"order", &signature));
		}
	}

	#[test]
	fn development_keys_are_everybodys() {
		let alice = Key::development("//Alice", Scheme::Ed25519).unwrap();
		assert_eq!(
			hex::encode(alice.public()),
			"88dc3417d5058ec4b4503e0c12ea1a0a89be200fe98922423d4334014fa6b0ee"
		);
		let maker = Key::development("//msa.admin-1", Scheme::Ed25519).unwrap();
		assert_eq!(
			hex::encode(maker.public()),
			"3219431b0ab88bfdfdf3b1f89153eddc25c964b32747c67a127357454e807521"
		);
		let alice = Key::development("//Alice", Scheme::Sr25519).unwrap();
		assert_eq!(alice.account().to_string(), "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY");
		assert!(alice.seal("passphrase").is_err());
		for uri in ["Alice", "//", "//a/b", ""] {
			assert!(Key::development(uri, Scheme::Ed25519).is_err(), "{uri}");
		}
	}
}
