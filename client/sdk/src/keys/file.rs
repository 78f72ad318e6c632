use super::{random, Key, Scheme};
use crate::error::{Error, Kind, Result};
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{Key as SealKey, XChaCha20Poly1305, XNonce};
use serde::{Deserialize, Serialize};
use std::fs::{File, OpenOptions};
use std::io::{Read as _, Write};
use std::path::Path;
use zeroize::Zeroizing;

/// The format of key files that this version writes and reads.
const VERSION: u8 = 1;
/// scrypt with 32 MiB: about a tenth of a second.
const LOG_N: u8 = if cfg!(test) { 10 } else { 15 };
/// The memory that a key file may ask for at the most: 1 GiB.
const MOST_MEMORY: u64 = 1 << 30;
/// What of scrypt a key file may ask for beside that.
const MAX_LOG_N: u8 = 20;
const MAX_R: u32 = 32;
const MAX_P: u32 = 4;
/// A block of scrypt has so many bytes times its size.
const BLOCK: u64 = 128;
/// No key file is longer.
const LONGEST: u64 = 64 << 10;

impl Key {
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

impl Sealed {
	/// About how many bytes of memory opening it takes; nothing where it asks for more than any key needs.
	pub fn memory(&self) -> Option<u64> {
		let is_bounded = self.log_n <= MAX_LOG_N && self.r <= MAX_R && self.p <= MAX_P;
		let memory = is_bounded.then(|| (BLOCK << self.log_n).saturating_mul(u64::from(self.r)));
		memory.filter(|memory| *memory <= MOST_MEMORY)
	}
}

impl KeyFile {
	/// Reads a key file.
	pub fn read(path: &Path) -> Result<Self> {
		let mut bytes = Vec::new();
		let read = File::open(path).and_then(|file| file.take(LONGEST + 1).read_to_end(&mut bytes));
		read.map_err(|error| Error::io("read the key file", path, &error))?;
		Self::parse(&path.display().to_string(), &bytes)
	}

	/// What the bytes of a key file say; its name is for messages.
	pub fn parse(name: &str, bytes: &[u8]) -> Result<Self> {
		if bytes.len() as u64 > LONGEST {
			return Err(Error::at(name, None, None, format!("longer than a key file, {LONGEST} bytes")));
		}
		let file: Self = serde_json::from_slice(bytes).map_err(|error| {
			Error::at(
				name,
				Some(error.line() as u64),
				None,
				format!("not a key file of `zhidai key new`: {error}"),
			)
		})?;
		match file.version {
			VERSION => Ok(file),
			other => Err(Error::at(
				name,
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
		if sealed.kdf != "scrypt" || sealed.cipher != "xchacha20poly1305" {
			return Err(self.malformed("sealed"));
		}
		let salt = hex::decode(&sealed.salt).map_err(|_| self.malformed("salt"))?;
		let nonce: [u8; 24] = hex::decode(&sealed.nonce)
			.ok()
			.and_then(|nonce| nonce.try_into().ok())
			.ok_or_else(|| self.malformed("nonce"))?;
		sealed.memory().ok_or_else(|| self.malformed("sealed"))?;
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
		for (log_n, r, p) in
			[(40, 8, 1), (20, 9, 1), (20, 32, 1), (1, 33, 1), (u8::MAX, u32::MAX, 1), (1, 8, 5)]
		{
			(file.sealed.log_n, file.sealed.r, file.sealed.p) = (log_n, r, p);
			let error = file.open("passphrase").err().unwrap();
			assert_eq!(error.kind, Kind::Usage, "{log_n} {r} {p}");
		}
	}

	#[test]
	fn what_is_longer_than_a_key_file_is_none() {
		let folder = tempfile::tempdir().unwrap();
		let path = folder.path().join("maker.json");
		std::fs::write(&path, vec![b' '; usize::try_from(LONGEST).unwrap() + 1]).unwrap();
		let error = KeyFile::read(&path).unwrap_err();
		assert!(error.kind == Kind::Usage && error.message.contains("longer than a key file"), "{error}");
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
