//! By which metadata calls are encoded. A node that gives false metadata could have people sign another call than the one
//! that they gave; so the metadata of the runtime that this program was built with is compared, and any other must be
//! confirmed by its hash before anything is signed.

use super::node::{broken, Node};
use super::rule::BUNDLED;
use super::{AtBlock, Client};
use crate::error::{Error, Kind, Result};
use crate::keys::blake2_256;
use codec::{Decode, Encode};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::PoisonError;
use subxt::config::Config;
use subxt::metadata::Metadata;

/// The version of the metadata that is compared, and by which everything is read and written.
pub(super) const METADATA_VERSION: u32 = 15;

/// What is known of the chain's runtimes.
#[derive(Default)]
pub(super) struct Runtimes {
	/// The hash of the metadata by spec version.
	seen: BTreeMap<u32, [u8; 32]>,
	/// What was confirmed beside the program's own.
	trusted: BTreeSet<[u8; 32]>,
	trusts_all: bool,
}

/// The hash of the metadata that this program was built with.
pub fn bundled_metadata_hash() -> [u8; 32] {
	blake2_256(&[BUNDLED])
}

impl Node {
	/// Takes the metadata of the runtime in force from the node, once for each spec version, and reads by it from then on.
	/// Nothing else is then read from the node as metadata.
	async fn load_runtime(&self, client: &Client) -> Result<u32> {
		let head = self.rpc.chain_get_finalized_head().await.map_err(broken)?;
		let version = self.rpc.state_get_runtime_version(Some(head)).await.map_err(broken)?.spec_version;
		if client.runtimes().seen.contains_key(&version) {
			return Ok(version);
		}
		let args = METADATA_VERSION.encode();
		let call = self.rpc.state_call("Metadata_metadata_at_version", Some(&args), Some(head));
		let answer = call.await.map_err(broken)?;
		let bytes = Option::<Vec<u8>>::decode(&mut &*answer).ok().flatten().ok_or_else(|| {
			Error::unexpected(format!("the node has no metadata of version {METADATA_VERSION}"))
		})?;
		let metadata = Metadata::decode_from(&bytes).map_err(Error::unexpected)?;
		self.config.set_metadata_for_spec_version(version, metadata.arc());
		client.runtimes().seen.insert(version, blake2_256(&[&bytes]));
		Ok(version)
	}
}

impl Client {
	pub(super) fn runtimes(&self) -> std::sync::MutexGuard<'_, Runtimes> {
		self.runtimes.lock().unwrap_or_else(PoisonError::into_inner)
	}

	/// Reads by the metadata of the runtime in force.
	pub(super) async fn load_runtime(&self) -> Result<u32> {
		self.node().load_runtime(self).await
	}

	/// Lets calls be signed under metadata with this hash, which somebody has confirmed.
	pub fn trust_metadata(&self, hash: [u8; 32]) {
		self.runtimes().trusted.insert(hash);
	}

	/// Lets calls be signed under whatever metadata the node gives: with keys that everybody knows, on chains for trying.
	pub fn trust_any_metadata(&self) {
		self.runtimes().trusts_all = true;
	}

	/// The spec version in force and the hash of its metadata.
	pub async fn metadata_hash(&self) -> Result<(u32, [u8; 32])> {
		let version = self.load_runtime().await?;
		let hash = self.runtimes().seen.get(&version).copied();
		Ok((version, hash.ok_or_else(|| Error::unexpected("no metadata"))?))
	}

	/// The chain at its last final block, read by metadata under which may be signed.
	pub(super) async fn at_final_for_signing(&self) -> Result<AtBlock> {
		let (version, hash) = self.metadata_hash().await?;
		self.runtimes().ensure_trusted(version, hash)?;
		let at = self.at_final().await?;
		match at.spec_version() == version {
			true => Ok(at),
			// The runtime changed in between; by the next time it is known.
			false => Err(Error::new(
				Kind::NotFinal,
				"the chain's runtime changes just now; the same command again is safe",
			)),
		}
	}
}

impl Runtimes {
	fn ensure_trusted(&self, version: u32, hash: [u8; 32]) -> Result<()> {
		if self.trusts_all || hash == bundled_metadata_hash() || self.trusted.contains(&hash) {
			return Ok(());
		}
		let hash = hex::encode(hash);
		Err(Error::new(
			Kind::Verification,
			format!(
				"the node describes its runtime (spec version {version}) otherwise than this program knows it; nothing was \
				 signed. Use the release for this runtime; or, where you know this hash from who decided the upgrade, say \
				 --trust-metadata 0x{hash}"
			),
		)
		.by_rule("Client.MetadataNotTrusted", None))
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn only_known_or_confirmed_metadata_is_signed_under() {
		let mut runtimes = Runtimes::default();
		assert!(runtimes.ensure_trusted(1, bundled_metadata_hash()).is_ok());
		let error = runtimes.ensure_trusted(2, [7; 32]).unwrap_err();
		assert_eq!(error.kind, Kind::Verification);
		assert!(error.message.contains(&format!("--trust-metadata 0x{}", "07".repeat(32))), "{error}");
		runtimes.trusted.insert([7; 32]);
		assert!(runtimes.ensure_trusted(2, [7; 32]).is_ok() && runtimes.ensure_trusted(2, [8; 32]).is_err());
		runtimes.trusts_all = true;
		assert!(runtimes.ensure_trusted(2, [8; 32]).is_ok());
	}
}
