//! Types for the node, which must not need to understand transactions, and the keys of a validator.

use crate::{Aura, BlockNumber, Grandpa};
use alloc::vec::Vec;
use polkadot_sdk::*;
use sp_runtime::{generic, impl_opaque_keys, traits::BlakeTwo256};

/// Types for the node: transactions are bytes there, so that a runtime upgrade does not break old nodes.
pub mod opaque {
	use super::*;
	pub use sp_runtime::OpaqueExtrinsic as UncheckedExtrinsic;

	/// A block's header.
	pub type Header = generic::Header<BlockNumber, BlakeTwo256>;
	/// A block.
	pub type Block = generic::Block<Header, UncheckedExtrinsic>;
	/// A block's hash.
	pub type Hash = <BlakeTwo256 as sp_runtime::traits::Hash>::Output;
}

impl_opaque_keys! {
	/// The keys of a validator: for blocks and for finality.
	pub struct SessionKeys {
		/// For blocks.
		pub aura: Aura,
		/// For finality.
		pub grandpa: Grandpa,
	}
}
