//! Keys in files, sealed with a passphrase; never on a command line or in the environment.
//!
//! A key file is JSON: what is public in the clear, the 32-byte secret sealed with XChaCha20-Poly1305 under a key that
//! scrypt makes of the passphrase. The public part is authenticated with it, so a file whose account was exchanged
//! does not open.

use crate::error::{Error, Kind, Result};
use blake2::{digest::consts::U32, Blake2b, Digest};
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{Key as SealKey, XChaCha20Poly1305, XNonce};
use ed25519_dalek::Signer as _;
use serde::{Deserialize, Serialize};
use std::fs::OpenOptions;
use std::io::Write;
use std::path::Path;
use std::str::FromStr;
use subxt::config::substrate::{AccountId32, MultiSignature, SubstrateConfig};
use subxt_signer::{ecdsa, sr25519, SecretUri};
use zeroize::Zeroizing;

/// The format of key files that this version writes and reads.
const VERSION: u8 = 1;
/// scrypt with 32 MiB: about a tenth of a second.
const LOG_N: u8 = if cfg!(test) { 10 } else { 15 };
/// What a key file may ask for at the most: 1 GiB.
const MAX_LOG_N: u8 = 20;
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

	/// Seals the key with a passphrase.
	pub fn seal(&self, passphrase: &str) -> Result<KeyFile> {
		check_passphrase(passphrase)?;
		let seed =
			self.seed.as_ref().ok_or_else(|| {
				Error::usage("an sr25519 development key has no 32-byte secret; use ed25519, or make a key of your own")
			})?;
		let mut file = KeyFile {
			version: VERSION,
			name: self.name.clone(),
			scheme: self.scheme,
			public: hex::encode(self.public()),
			account: self.account().to_string(),
			sealed: Sealed {
				kdf: "scrypt".into(),
				log_n: LOG_N,
				r: 8,
				p: 1,
				salt: hex::encode(random::<32>()?),
				cipher: "xchacha20poly1305".into(),
				nonce: hex::encode(random::<24>()?),
				secret: String::new(),
			},
		};
		let (cipher, nonce) = file.cipher(passphrase)?;
		let payload = Payload { msg: seed.as_slice(), aad: &file.public_part() };
		let sealed =
			cipher.encrypt(&nonce, payload).map_err(|_| Error::unexpected("sealing the key failed"))?;
		file.sealed.secret = hex::encode(sealed);
		Ok(file)
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

fn check_passphrase(passphrase: &str) -> Result<()> {
	match passphrase.chars().count() {
		0..8 => Err(Error::usage(
			"the passphrase is too short; use at least 8 characters, better five random words",
		)),
		_ => Ok(()),
	}
}

/// A key file.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeyFile {
	/// The format.
	pub version: u8,
	/// A name that people know it by.
	pub name: String,
	/// The scheme.
	pub scheme: Scheme,
	/// The public key in hexadecimal digits.
	pub public: String,
	/// The account on the chain (SS58).
	pub account: String,
	/// The sealed secret.
	pub sealed: Sealed,
}

/// A sealed secret and how it is opened.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sealed {
	/// `scrypt`.
	pub kdf: String,
	/// scrypt's cost, as a power of two.
	pub log_n: u8,
	/// scrypt's block size.
	pub r: u32,
	/// scrypt's parallelism.
	pub p: u32,
	/// The salt in hexadecimal digits.
	pub salt: String,
	/// `xchacha20poly1305`.
	pub cipher: String,
	/// The nonce in hexadecimal digits.
	pub nonce: String,
	/// The sealed secret in hexadecimal digits.
	pub secret: String,
}

impl KeyFile {
	/// Reads a key file.
	pub fn read(path: &Path) -> Result<Self> {
		let text =
			std::fs::read_to_string(path).map_err(|error| Error::io("read the key file", path, &error))?;
		let name = path.display().to_string();
		let file: Self = serde_json::from_str(&text).map_err(|error| {
			Error::at(
				&name,
				Some(error.line() as u64),
				None,
				format!("not a key file of `zhidai key new`: {error}"),
			)
		})?;
		match file.version {
			VERSION => Ok(file),
			other => Err(Error::at(
				&name,
				None,
				Some("version"),
				format!("{other} is not known; this program reads {VERSION}"),
			)),
		}
	}

	/// Writes a new key file that only its owner can read. Never overwrites one.
	pub fn write_new(&self, path: &Path) -> Result<()> {
		let text = serde_json::to_string_pretty(self).map_err(Error::unexpected)?;
		let mut options = OpenOptions::new();
		options.write(true).create_new(true);
		#[cfg(unix)]
		std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
		let mut file = options.open(path).map_err(|error| Error::io("create the key file", path, &error))?;
		writeln!(file, "{text}")
			.and_then(|()| file.sync_all())
			.map_err(|error| Error::io("write the key file", path, &error))
	}

	/// Opens the key.
	pub fn open(&self, passphrase: &str) -> Result<Key> {
		let refused = || {
			Error::new(
				Kind::NotAllowed,
				format!("wrong passphrase for key {:?}, or its file was changed", self.name),
			)
		};
		let (cipher, nonce) = self.cipher(passphrase)?;
		let sealed = hex::decode(&self.sealed.secret).map_err(|_| self.malformed("secret"))?;
		let payload = Payload { msg: &sealed, aad: &self.public_part() };
		let secret = Zeroizing::new(cipher.decrypt(&nonce, payload).map_err(|_| refused())?);
		let seed = secret.as_slice().try_into().map_err(|_| self.malformed("secret"))?;
		let key = Key::from_seed(&self.name, self.scheme, seed)?;
		match key.account().to_string() == self.account {
			true => Ok(key),
			false => Err(refused()),
		}
	}

	/// What is in the clear and authenticated with the secret.
	fn public_part(&self) -> Vec<u8> {
		use codec::Encode;
		("zhidai/key", self.version, self.scheme.name(), &self.public, &self.account).encode()
	}

	fn malformed(&self, field: &str) -> Error {
		Error::usage(format!("key file {:?}: field {field} is malformed", self.name))
	}

	fn cipher(&self, passphrase: &str) -> Result<(XChaCha20Poly1305, XNonce)> {
		let sealed = &self.sealed;
		if sealed.kdf != "scrypt" || sealed.cipher != "xchacha20poly1305" || sealed.log_n > MAX_LOG_N {
			return Err(self.malformed("sealed"));
		}
		let salt = hex::decode(&sealed.salt).map_err(|_| self.malformed("salt"))?;
		let nonce: [u8; 24] = hex::decode(&sealed.nonce)
			.ok()
			.and_then(|nonce| nonce.try_into().ok())
			.ok_or_else(|| self.malformed("nonce"))?;
		if sealed.r > 32 || sealed.p > 4 {
			return Err(self.malformed("sealed"));
		}
		let params = scrypt::Params::new(sealed.log_n, sealed.r, sealed.p, 32)
			.map_err(|_| self.malformed("sealed"))?;
		let mut key = Zeroizing::new([0; 32]);
		scrypt::scrypt(passphrase.as_bytes(), &salt, &params, key.as_mut_slice())
			.map_err(|_| self.malformed("sealed"))?;
		Ok((XChaCha20Poly1305::new(SealKey::from_slice(key.as_slice())), *XNonce::from_slice(&nonce)))
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_sealed_key_opens_with_its_passphrase_only() {
		for scheme in [Scheme::Ed25519, Scheme::Sr25519, Scheme::Ecdsa] {
			let key = Key::generate("张三 maker", scheme).unwrap();
			let file = key.seal("correct horse").unwrap();
			assert_eq!(file.open("correct horse").unwrap().account(), key.account());
			let error = file.open("wrong horse").err().unwrap();
			assert_eq!(error.kind, Kind::NotAllowed);
			assert!(error.message.contains("wrong passphrase"));
			let text = serde_json::to_string(&file).unwrap();
			assert!(!text.contains(&hex::encode(key.seed.as_ref().unwrap().as_slice())));
		}
	}

	#[test]
	fn a_key_file_with_another_account_does_not_open() {
		let mut file = Key::generate("a", Scheme::Ed25519).unwrap().seal("passphrase").unwrap();
		file.account = Key::generate("b", Scheme::Ed25519).unwrap().account().to_string();
		assert_eq!(file.open("passphrase").err().unwrap().kind, Kind::NotAllowed);
	}

	#[test]
	fn a_key_file_that_asks_for_too_much_memory_is_refused() {
		let mut file = Key::generate("a", Scheme::Ed25519).unwrap().seal("passphrase").unwrap();
		file.sealed.log_n = 40;
		assert_eq!(file.open("passphrase").err().unwrap().kind, Kind::Usage);
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

	#[test]
	fn a_file_is_its_owners_alone_and_is_never_overwritten() {
		let folder = tempfile::tempdir().unwrap();
		let path = folder.path().join("maker.json");
		let key = Key::generate("maker", Scheme::Ed25519).unwrap();
		key.seal("passphrase").unwrap().write_new(&path).unwrap();
		assert!(key.seal("passphrase").unwrap().write_new(&path).is_err());
		#[cfg(unix)]
		{
			use std::os::unix::fs::PermissionsExt;
			assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
		}
		assert_eq!(KeyFile::read(&path).unwrap().open("passphrase").unwrap().account(), key.account());
		assert!(key.seal("short").is_err());
	}
}
