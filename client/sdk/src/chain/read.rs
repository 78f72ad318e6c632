use super::node::broken;
use super::pages::is_page;
use super::{AtBlock, Client, Words};
use crate::encode::Encoder;
use crate::error::{Error, Kind, Result};
use crate::render::{Renderer, Style};
use serde_json::Value as Json;
use subxt::dynamic::Value;
use subxt::ext::scale_value::scale::{decode_as_type, encode_as_type};
use subxt::metadata::RuntimeApiMethodMetadata;

/// The calls that create something under a number of the chain's own choice, or book money: given twice, they do it
/// twice.
const CREATES: &[(&str, &[&str])] = &[
	("Authorities", &["propose"]),
	("Credentials", &["record", "report_adverse"]),
	("Evidence", &["file", "revise"]),
	("Loans", &["offer", "book_repayment"]),
	("Payments", &["draft", "drawdown", "pay_again", "execute"]),
	("Reference", &["propose_rate", "propose_calendar"]),
	("Registry", &["propose"]),
];

/// A call of the chain, named and with arguments as JSON; see [`crate::encode`] for the forms.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
	/// The pallet.
	pub pallet: String,
	/// The call.
	pub name: String,
	/// Its arguments, by name.
	pub args: Json,
	/// By what it is known again, where its arguments are made of the chain's state of the moment.
	pub words: Option<Words>,
}

impl Call {
	/// A call.
	pub fn new(pallet: &str, name: &str, args: Json) -> Self {
		Self { pallet: pallet.into(), name: name.into(), args, words: None }
	}

	/// The same, known again by the command's own words.
	pub fn by(self, words: Words) -> Self {
		Self { words: Some(words), ..self }
	}

	/// `Payments.approve`.
	pub fn title(&self) -> String {
		format!("{}.{}", self.pallet, self.name)
	}

	/// Whether the call creates something or books money. Such a call is not sent again for one request once it is
	/// final.
	pub fn creates(&self) -> bool {
		let calls = CREATES.iter().find(|(pallet, _)| *pallet == self.pallet).map(|(_, calls)| *calls);
		calls.is_some_and(|calls| calls.contains(&self.name.as_str()))
	}

	/// The call inside another one: a council's motion.
	pub fn nested(&self) -> Json {
		serde_json::json!({ &self.pallet: { &self.name: self.args } })
	}

	/// As the runtime with this metadata takes it.
	pub fn payload(
		&self,
		metadata: &subxt::metadata::Metadata,
	) -> Result<subxt::transactions::DynamicPayload<subxt::ext::scale_value::Composite<()>>> {
		let args = Encoder::new(metadata).call(&self.pallet, &self.name, &self.args)?;
		Ok(subxt::dynamic::transaction(&self.pallet, &self.name, args))
	}
}

pub(super) fn no_such(what: &str) -> Error {
	Error::unexpected(format!("the chain's runtime has no {what}; is this program too old or too new?"))
}

/// Records under their keys, and how many more there are.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Listing {
	/// The remaining keys and the value of each, in the order of the keys where they are numbers.
	pub records: Vec<(Vec<Json>, Json)>,
	/// How many more there are than were asked for.
	pub more: usize,
}

/// What exactly these bytes would do, if they have this hash.
fn motion_of(
	metadata: &subxt::metadata::Metadata,
	style: Style,
	call_type: u32,
	bytes: &[u8],
	hash: [u8; 32],
) -> Result<Json> {
	let wrong =
		|what: &str| Err(Error::new(Kind::Verification, format!("the node's motion is not genuine: {what}")));
	if crate::keys::blake2_256(&[bytes]) != hash {
		return wrong("what it gives has another hash than what is voted on");
	}
	let rest = &mut &*bytes;
	let value = decode_as_type(rest, call_type, metadata.types()).map_err(Error::unexpected)?;
	if !rest.is_empty() {
		return wrong("some bytes are left over");
	}
	Ok(Renderer::new(metadata, style).value(&value))
}

/// One block's state, read by name.
pub struct Reader {
	pub(super) at: AtBlock,
	style: Style,
}

impl Client {
	/// Reads at the last finalised block.
	pub async fn read(&self, style: Style) -> Result<Reader> {
		Ok(Reader { at: self.at_final().await?, style })
	}

	/// The same for what people sign because of what they are shown: only by metadata under which may be signed. By
	/// other metadata the very bytes that somebody signs for would read as something else.
	pub async fn read_to_sign(&self, style: Style) -> Result<Reader> {
		Ok(Reader { at: self.at_final_for_signing().await?, style })
	}
}

impl Reader {
	/// The block that is read.
	pub fn block(&self) -> u64 {
		self.at.block_number()
	}

	/// The block's hash.
	pub fn block_hash(&self) -> String {
		format!("{:?}", self.at.block_hash())
	}

	/// What the runtime says of itself.
	pub fn metadata(&self) -> &subxt::metadata::Metadata {
		self.at.metadata_ref()
	}

	/// The types of a map's keys and of its values.
	fn entry_types(&self, pallet: &str, entry: &str) -> Result<(Vec<u32>, u32)> {
		let missing = || no_such(&format!("storage {pallet}.{entry}"));
		let pallet = self.metadata().pallet_by_name(pallet).ok_or_else(missing)?;
		let entry = pallet.storage().and_then(|storage| storage.entry_by_name(entry)).ok_or_else(missing)?;
		Ok((entry.keys().map(|key| key.key_id).collect(), entry.value_ty()))
	}

	fn keys(&self, types: &[u32], keys: &[Json]) -> Result<Vec<Value>> {
		let encoder = Encoder::new(self.metadata());
		types.iter().zip(keys).map(|(id, key)| encoder.value(*id, key, "key")).collect()
	}

	fn decode(&self, id: u32, bytes: &[u8]) -> Result<Json> {
		let value = decode_as_type(&mut &*bytes, id, self.metadata().types()).map_err(Error::unexpected)?;
		Ok(Renderer::new(self.metadata(), self.style).value(&value))
	}

	/// A record, or nothing where there is none (or its default where it has one).
	pub async fn record(&self, pallet: &str, entry: &str, keys: &[Json]) -> Result<Option<Json>> {
		let (key_types, value_type) = self.entry_types(pallet, entry)?;
		let keys = self.keys(&key_types, keys)?;
		let address = subxt::dynamic::storage::<Vec<Value>, Value>(pallet, entry);
		let storage = self.at.storage();
		let found = storage.entry(address).map_err(broken)?.try_fetch(keys).await.map_err(broken)?;
		found.map(|found| self.decode(value_type, found.bytes())).transpose()
	}

	/// A record as its bytes, for what is made of exactly these.
	pub async fn bytes(&self, pallet: &str, entry: &str, keys: &[Json]) -> Result<Option<Vec<u8>>> {
		let (key_types, _) = self.entry_types(pallet, entry)?;
		let keys = self.keys(&key_types, keys)?;
		let address = subxt::dynamic::storage::<Vec<Value>, Value>(pallet, entry);
		let storage = self.at.storage();
		let found = storage.entry(address).map_err(broken)?.try_fetch(keys).await.map_err(broken)?;
		Ok(found.map(|found| found.bytes().to_vec()))
	}

	/// What the council's motion with this hash would do; nothing where none waits. Recomputes the hash of the
	/// bytes that are decoded, and leaves none of them over.
	pub async fn motion(&self, hash: [u8; 32]) -> Result<Option<Json>> {
		let key = serde_json::json!(format!("0x{}", hex::encode(hash)));
		let (_, call_type) = self.entry_types("Council", "ProposalOf")?;
		let Some(bytes) = self.bytes("Council", "ProposalOf", &[key]).await? else { return Ok(None) };
		motion_of(self.metadata(), self.style, call_type, &bytes, hash).map(Some)
	}

	/// All records under some first keys: their remaining keys and values, in the order of the keys where they are
	/// numbers.
	pub async fn records(
		&self,
		pallet: &str,
		entry: &str,
		first_keys: &[Json],
	) -> Result<Vec<(Vec<Json>, Json)>> {
		Ok(self.list(pallet, entry, first_keys, usize::MAX).await?.records)
	}

	/// The first of the records under some first keys, in the order of the keys where they are numbers, and how many
	/// more there are. The node gives them in the order of hashes, so all are read.
	pub async fn list(
		&self,
		pallet: &str,
		entry: &str,
		first_keys: &[Json],
		limit: usize,
	) -> Result<Listing> {
		let (key_types, value_type) = self.entry_types(pallet, entry)?;
		let keys = self.keys(&key_types, first_keys)?;
		let given = keys.len();
		let address = subxt::dynamic::storage::<Vec<Value>, Value>(pallet, entry);
		let storage = self.at.storage();
		let mut found = storage.entry(address).map_err(broken)?.iter(keys).await.map_err(broken)?;
		let mut all = Vec::new();
		while let Some(entry) = found.next().await {
			let entry = entry.map_err(broken)?;
			let key = entry.key().map_err(Error::unexpected)?;
			let parts = key.parts().zip(&key_types).skip(given);
			let parts: Result<Vec<_>> =
				parts.map(|(part, id)| self.decode(*id, part.value_bytes())).collect();
			all.push((parts?, entry.value().bytes().to_vec()));
		}
		let (first, more) = first_by_keys(all, limit);
		let decoded = first.into_iter().map(|(keys, bytes)| Ok((keys, self.decode(value_type, &bytes)?)));
		Ok(Listing { records: decoded.collect::<Result<_>>()?, more })
	}

	/// What a method of a runtime API answers that is no list, as the runtime's metadata describes it: for people, and
	/// for programs of others; lists are read by [`Self::items`] and [`Self::pages`], so that none is cut without a
	/// word. In shared types: [`Self::ask`]. Arguments by position.
	pub async fn api(&self, api: &str, method: &str, args: &[Json]) -> Result<Json> {
		let definition = self.method(api, method)?;
		match is_page(self.metadata(), definition.output_ty()) {
			true => {
				Err(Error::unexpected(format!("{api}.{method} answers in pages; one of them is not all")))
			}
			false => self.answer(api, method, args).await,
		}
	}

	fn method(&self, api: &str, method: &str) -> Result<RuntimeApiMethodMetadata<'_>> {
		let definition = self.metadata().runtime_api_trait_by_name(api);
		let method_of = definition.and_then(|definition| definition.method_by_name(method));
		method_of.ok_or_else(|| no_such(&format!("runtime API {api}.{method}")))
	}

	/// One answer of a runtime API, a page where it is a list.
	pub(super) async fn answer(&self, api: &str, method: &str, args: &[Json]) -> Result<Json> {
		let definition = self.method(api, method)?;
		let encoder = Encoder::new(self.metadata());
		let mut bytes = Vec::new();
		for (input, arg) in definition.inputs().zip(args) {
			let value = encoder.value(input.id, arg, &input.name)?;
			encode_as_type(&value, input.id, self.metadata().types(), &mut bytes)
				.map_err(Error::unexpected)?;
		}
		let name = format!("{api}_{method}");
		let answer = self.at.runtime_apis().call_raw(&name, Some(&bytes)).await.map_err(broken)?;
		self.decode(definition.output_ty(), &answer)
	}
}

/// The first records by their keys, and how many more there are.
fn first_by_keys<T>(mut records: Vec<(Vec<Json>, T)>, limit: usize) -> (Vec<(Vec<Json>, T)>, usize) {
	records
		.sort_by_key(|(keys, _)| keys.iter().map(|key| key.as_u64().unwrap_or(u64::MAX)).collect::<Vec<_>>());
	let more = records.len().saturating_sub(limit);
	records.truncate(limit);
	(records, more)
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::calls;
	use crate::keys::blake2_256;
	use zhidai_api::OrgId;

	#[test]
	fn a_motion_is_shown_only_as_what_has_its_hash() {
		let metadata = crate::bundled_metadata().unwrap();
		let proposal = calls::registry::suspend(OrgId(7)).nested();
		let bytes =
			Encoder::new(&metadata).argument("Authorities", "propose", "proposal", &proposal).unwrap();
		let council = metadata.pallet_by_name("Council").unwrap();
		let entry = council.storage().unwrap().entry_by_name("ProposalOf").unwrap();
		let read = |bytes: &[u8], hash| motion_of(&metadata, Style::Json, entry.value_ty(), bytes, hash);
		assert_eq!(read(&bytes, blake2_256(&[&bytes])), Ok(proposal));
		let other = calls::registry::reinstate(OrgId(7)).nested();
		let other = Encoder::new(&metadata).argument("Authorities", "propose", "proposal", &other).unwrap();
		assert_eq!(read(&other, blake2_256(&[&bytes])).unwrap_err().kind, Kind::Verification);
		let longer = [bytes.as_slice(), &[0]].concat();
		assert_eq!(read(&longer, blake2_256(&[&longer])).unwrap_err().kind, Kind::Verification);
	}

	#[test]
	fn a_list_is_cut_after_its_order_is_made() {
		let record = |id: u64| (vec![Json::from(id)], id);
		let (first, more) = first_by_keys([9, 2, 7, 1].map(record).into(), 2);
		assert_eq!((first, more), (vec![record(1), record(2)], 2));
	}

	#[test]
	fn what_creates_is_a_call_that_people_make() {
		for (pallet, names) in CREATES {
			for call in *names {
				let is_known = calls::ALL.iter().any(|(known, name, _)| (known, name) == (pallet, call));
				assert!(is_known, "{pallet}.{call}");
				assert!(Call::new(pallet, call, Json::Null).creates());
			}
		}
		assert!(!Call::new("Payments", "approve", Json::Null).creates());
	}
}
