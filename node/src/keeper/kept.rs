//! What a keeper has: each transaction once, by account and nonce where it was judged whose it is, and how many bytes
//! each account has.

use super::{Room, Size};
use codec::{Decode, DecodeLimit, Encode};
use polkadot_sdk::*;
use sp_runtime::{generic, MultiAddress, OpaqueExtrinsic};
use std::collections::btree_map::Range;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use zhidai_runtime::{
	door, AccountId, Address, BlockNumber, Hash, Nonce, RuntimeCall, Signature, TxExtension,
};

/// How many accounts are looked at, those with the most bytes first, for copies that can go.
const MOST_LOOKED_AT: usize = 16;
/// How deep a call is read here: a batch of the calls with the deepest lists. What is deeper is a batch in a batch,
/// which is nobody's, and one without end would take the node with it.
const DEEPEST: u32 = 8;

/// What stands before a transaction's call.
pub(super) type Preamble = generic::Preamble<Address, Signature, TxExtension>;

/// Which one of an account's transactions.
pub(super) type Place = (AccountId, Nonce);

/// What a transaction says of itself; nobody has judged whether it is true.
pub(super) struct Slip {
	pub(super) place: Place,
	pub(super) dies: BlockNumber,
}

impl Slip {
	/// Nothing where it is not one of ours, which pools refuse. The call is not read.
	pub(super) fn of(transaction: &OpaqueExtrinsic, best: BlockNumber) -> Option<Self> {
		if transaction.encoded_size() > door::LONGEST as usize {
			return None;
		}
		match Preamble::decode(&mut transaction.inner()).ok()? {
			Preamble::Signed(MultiAddress::Id(account), _, extension) => {
				let dies = BlockNumber::try_from(extension.4 .0.death(u64::from(best))).ok()?;
				Some(Self { place: (account, extension.6 .0), dies })
			}
			_ => None,
		}
	}
}

/// A transaction's call, as this node's own runtime reads it; nothing where it cannot be read.
pub(super) fn call_of(transaction: &OpaqueExtrinsic) -> Option<RuntimeCall> {
	if transaction.encoded_size() > door::LONGEST as usize {
		return None;
	}
	let mut input = transaction.inner();
	Preamble::decode(&mut input).ok()?;
	RuntimeCall::decode_all_with_depth_limit(DEEPEST, &mut input).ok()
}

/// One that is kept.
pub(super) struct Entry {
	pub(super) transaction: OpaqueExtrinsic,
	pub(super) length: usize,
	/// Whose it is, where that was judged.
	pub(super) place: Option<Place>,
	/// The first block that it can no longer be in.
	pub(super) dies: BlockNumber,
	/// At which block the pool is handed it again.
	pub(super) again_at: BlockNumber,
	pub(super) refusals: u32,
	pub(super) found: u32,
	/// Whether it goes for another as soon as the pool has taken that: its room is the other's by now.
	pub(super) is_to_go: bool,
}

impl Entry {
	/// Whether it can be in no block after this one: its last block is the one before it dies.
	pub(super) fn is_over(&self, after: BlockNumber) -> bool {
		self.dies <= after.saturating_add(1)
	}
}

#[derive(Default)]
pub(super) struct Kept {
	pub(super) entries: HashMap<Hash, Entry>,
	pub(super) places: BTreeMap<Place, Hash>,
	/// The room that they take up: all but those that are to go.
	pub(super) taken: Size,
	/// What is held for those that the pool is being handed.
	pub(super) held: Size,
	/// How many bytes of it each account has, and the accounts in that order.
	weights: HashMap<AccountId, usize>,
	by_weight: BTreeSet<(usize, AccountId)>,
}

/// There is no room.
pub(super) struct Full;

impl Kept {
	fn insert(&mut self, hash: Hash, entry: Entry) {
		let length = entry.length;
		self.taken = self.taken.plus(Size { count: 1, bytes: length });
		if let Some(place) = &entry.place {
			self.places.insert(place.clone(), hash);
			self.weigh(&place.0, |bytes| bytes.saturating_add(length));
		}
		self.entries.insert(hash, entry);
	}

	pub(super) fn remove(&mut self, hash: &Hash) {
		self.mark(hash, false);
		if let Some(entry) = self.entries.remove(hash) {
			self.taken = self.taken.minus(Size { count: 1, bytes: entry.length });
			if let Some(place) = entry.place {
				self.places.remove(&place);
				self.weigh(&place.0, |bytes| bytes.saturating_sub(entry.length));
			}
		}
	}

	/// Has one go for another as soon as the pool has taken that, or stay after all.
	pub(super) fn mark(&mut self, hash: &Hash, is_to_go: bool) {
		let Some(entry) = self.entries.get_mut(hash).filter(|entry| entry.is_to_go != is_to_go) else {
			return;
		};
		entry.is_to_go = is_to_go;
		let one = Size { count: 1, bytes: entry.length };
		let account = entry.place.as_ref().map(|(account, _)| account.clone());
		self.taken = if is_to_go { self.taken.minus(one) } else { self.taken.plus(one) };
		if let Some(account) = account {
			self.weigh(&account, |bytes| match is_to_go {
				true => bytes.saturating_sub(one.bytes),
				false => bytes.saturating_add(one.bytes),
			});
		}
	}

	fn weigh(&mut self, account: &AccountId, change: impl FnOnce(usize) -> usize) {
		let before = self.weight(account);
		self.by_weight.remove(&(before, account.clone()));
		match change(before) {
			0 => {
				self.weights.remove(account);
			}
			after => {
				self.weights.insert(account.clone(), after);
				self.by_weight.insert((after, account.clone()));
			}
		}
	}

	fn weight(&self, account: &AccountId) -> usize {
		self.weights.get(account).copied().unwrap_or(0)
	}

	pub(super) fn forget_dead(&mut self, after: BlockNumber) {
		let over = self.entries.iter().filter(|(_, entry)| entry.is_over(after));
		let over: Vec<Hash> = over.map(|(hash, _)| *hash).collect();
		over.iter().for_each(|hash| self.remove(hash));
	}

	/// Keeps one that room was held for.
	pub(super) fn keep(&mut self, hash: Hash, entry: Entry, room: &Room) {
		let goes = match (&entry.place, room.of_account) {
			(Some(place), Some(most)) => match self.goes(place, most) {
				Ok(goes) => goes,
				// Others of this account came meanwhile.
				Err(Full) => self.of(&place.0).next().map(|(_, lowest)| *lowest),
			},
			_ => None,
		};
		if let Some(goes) = goes {
			self.remove(&goes);
		}
		self.insert(hash, entry);
	}

	/// Whether there is room for one more; what is urgent has the reserve too. Where there is none, copies of what the
	/// pool has ready are to go for it, from the accounts with the most bytes: for one that is not urgent, from those
	/// only that have more than its own. They are answered, and go when the pool has taken it.
	pub(super) fn make_room(
		&mut self,
		room: &Room,
		slip: &Slip,
		length: usize,
		is_urgent: impl Fn() -> bool,
		is_ready: impl Fn(&Hash) -> bool,
	) -> Result<Vec<Hash>, Full> {
		let goes = match room.of_account {
			Some(most) => self.goes(&slip.place, most)?,
			None => None,
		};
		let less = goes.map_or_else(Size::default, |hash| self.size(&hash));
		let more = Size { count: 1, bytes: length };
		let all = self.taken.plus(self.held).plus(more).minus(less);
		let missing = all.minus(Size { count: room.count, bytes: room.bytes });
		if missing == Size::default() {
			return Ok(Vec::new());
		}
		let own = self.weight(&slip.place.0).saturating_sub(less.bytes).saturating_add(length);
		let (missing, lighter) = match is_urgent() {
			true => (missing.minus(room.reserve), 0),
			false => (missing, own),
		};
		if missing == Size::default() {
			return Ok(Vec::new());
		}
		// One for one: what is in the reserve is nobody's debt.
		let copies = self.copies(missing.least(more), lighter, goes, is_ready).ok_or(Full)?;
		copies.iter().for_each(|hash| self.mark(hash, true));
		Ok(copies)
	}

	/// So many of the accounts with more bytes than these that the room is there without them; nothing where there
	/// are not so many.
	fn copies(
		&self,
		needed: Size,
		lighter: usize,
		stays: Option<Hash>,
		is_ready: impl Fn(&Hash) -> bool,
	) -> Option<Vec<Hash>> {
		let heavier = self.by_weight.iter().rev().take_while(|(bytes, _)| *bytes > lighter);
		let (mut found, mut copies) = (Size::default(), Vec::new());
		for (_, account) in heavier.take(MOST_LOOKED_AT) {
			for (_, hash) in self.of(account) {
				let size = self.size(hash);
				if Some(*hash) == stays || size == Size::default() || !is_ready(hash) {
					continue;
				}
				found = found.plus(size);
				copies.push(*hash);
				if needed.minus(found) == Size::default() {
					return Some(copies);
				}
			}
		}
		None
	}

	/// The room that one takes up: what is to go takes none.
	fn size(&self, hash: &Hash) -> Size {
		let entry = self.entries.get(hash).filter(|entry| !entry.is_to_go);
		entry.map_or_else(Size::default, |entry| Size { count: 1, bytes: entry.length })
	}

	/// What is kept of an account, by nonce.
	fn of(&self, account: &AccountId) -> Range<'_, Place, Hash> {
		self.places.range((account.clone(), Nonce::MIN)..=(account.clone(), Nonce::MAX))
	}

	/// Which one of an account goes for a new one: the one at its nonce or, where the account has as many as it may,
	/// its lowest, which is in a block by then: else the door would not have let the new one in.
	fn goes(&self, place: &Place, most: usize) -> Result<Option<Hash>, Full> {
		if let Some(earlier) = self.places.get(place) {
			return Ok(Some(*earlier));
		}
		let (account, nonce) = place;
		let mut all = self.of(account);
		if all.clone().count() < most {
			return Ok(None);
		}
		let lowest = all.next().filter(|((_, lowest), _)| lowest < nonce);
		lowest.map(|(_, hash)| Some(*hash)).ok_or(Full)
	}
}
