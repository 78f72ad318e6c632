use super::follow::{Place, Verdict};
use super::rule::dispatch_error;
use super::{AtBlock, Rule};
use crate::error::{Error, Kind, Result};
use crate::render::{Renderer, Style};
use serde::Serialize;
use serde_json::Value as Json;
use std::collections::{BTreeMap, BTreeSet};
use subxt::config::substrate::SubstrateConfig;
use subxt::error::DispatchError;
use subxt::events::{Event, Phase};
use subxt::ext::scale_decode::Field;
use subxt::ext::scale_value::scale::decode_as_fields;
use zhidai_api::Created;

/// An event of a transaction.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct EventRecord {
	/// `Payments.Approved`.
	pub name: String,
	/// Its fields.
	pub fields: Json,
}

/// What became of a transaction that is in a block.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Receipt {
	/// The transaction's hash.
	pub transaction: String,
	/// The block's number; nothing where it was not waited for.
	pub block: Option<u64>,
	/// The block's hash.
	pub block_hash: Option<String>,
	/// Whether the block is final.
	pub is_final: bool,
	/// Whether an earlier run of the same request did it, and this one only tells.
	#[serde(skip)]
	pub was_done_before: bool,
	/// From first sending to the end of waiting, in milliseconds.
	pub milliseconds: u64,
	/// What happened.
	pub events: Vec<EventRecord>,
	/// What the same request created before, where the chain refused this one for that.
	#[serde(skip_serializing_if = "Option::is_none")]
	pub created: Option<Created>,
	/// What else has to be said: that the node no longer has its events.
	#[serde(skip_serializing_if = "Option::is_none")]
	pub remark: Option<String>,
}

impl Receipt {
	/// Of a transaction that waits in a node's pool.
	pub(super) fn waiting(transaction: String, milliseconds: u64) -> Self {
		Self {
			transaction,
			block: None,
			block_hash: None,
			is_final: false,
			was_done_before: false,
			milliseconds,
			events: Vec::new(),
			created: None,
			remark: None,
		}
	}

	/// Of a transaction that was refused because an earlier one had carried the same request out.
	pub(super) fn told(transaction: String, block: u64, created: Created, milliseconds: u64) -> Self {
		Self {
			block: Some(block),
			is_final: true,
			was_done_before: true,
			created: Some(created),
			..Self::waiting(transaction, milliseconds)
		}
	}

	/// The first event of this name.
	pub fn event(&self, name: &str) -> Option<&Json> {
		self.events.iter().find(|event| event.name == name).map(|event| &event.fields)
	}

	/// A number in the first event that has a field of this name: the new loan's id, the draft's number.
	pub fn number(&self, field: &str) -> Option<u64> {
		self.events.iter().find_map(|event| event.fields.get(field)).and_then(Json::as_u64)
	}
}

/// The events of several transactions in a block, by their positions; where a transaction failed, its error. The
/// block's events are fetched once. A position is left out where the events do not say how it ended.
pub async fn events_of(at: &AtBlock, positions: &[u32]) -> Result<BTreeMap<u32, Result<Vec<EventRecord>>>> {
	let metadata = at.metadata();
	let renderer = Renderer::new(&metadata, Style::Json);
	let all = at.events().fetch().await.map_err(super::node::broken)?;
	let mut outcomes: BTreeMap<u32, Result<Vec<EventRecord>>> =
		positions.iter().map(|position| (*position, Ok(Vec::new()))).collect();
	let mut carried_out = BTreeSet::new();
	for event in all.iter() {
		let event = event.map_err(Error::unexpected)?;
		let Phase::ApplyExtrinsic(position) = event.phase() else { continue };
		let Some(outcome) = outcomes.get_mut(&position) else { continue };
		if (event.pallet_name(), event.event_name()) == ("System", "ExtrinsicSuccess") {
			carried_out.insert(position);
		}
		if let Ok(records) = outcome {
			match record(at, &metadata, &renderer, &event)? {
				Ok(found) => records.extend(found),
				Err(failure) => *outcome = Err(failure),
			}
		}
	}
	outcomes.retain(|position, outcome| outcome.is_err() || carried_out.contains(position));
	Ok(outcomes)
}

/// What an event says: a record, nothing of note, or that its transaction failed.
fn record(
	at: &AtBlock,
	metadata: &subxt::metadata::Metadata,
	renderer: &Renderer<'_>,
	event: &Event<'_, SubstrateConfig>,
) -> Result<Result<Option<EventRecord>>> {
	let (pallet, name) = (event.pallet_name(), event.event_name());
	if (pallet, name) == ("System", "ExtrinsicFailed") {
		let error =
			DispatchError::decode_from(event.field_bytes(), at.metadata()).map_err(Error::unexpected)?;
		return Ok(Err(dispatch_error(metadata, &error)));
	}
	let variant = metadata
		.pallet_by_event_index(event.pallet_index())
		.and_then(|pallet| pallet.event_variant_by_index(event.event_index()))
		.ok_or_else(|| Error::unexpected("an event that the metadata does not know"))?;
	let mut fields = variant.fields.iter().map(|field| Field::new(field.ty.id, field.name.as_deref()));
	let fields = decode_as_fields(&mut event.field_bytes(), &mut fields, metadata.types())
		.map_err(Error::unexpected)?;
	let fields = renderer.fields(&fields);
	if let Some(error) = failure_inside(metadata, &fields) {
		return Ok(Err(error));
	}
	Ok(Ok((pallet != "System").then(|| EventRecord { name: format!("{pallet}.{name}"), fields })))
}

/// A call that was dispatched by another and failed: a council's motion. The outer transaction succeeds all the
/// same.
fn failure_inside(metadata: &subxt::metadata::Metadata, fields: &Json) -> Option<Error> {
	let error = fields.get("result")?.get("Err")?;
	let number =
		|name: &str| error.get(name).and_then(Json::as_u64).and_then(|line| u32::try_from(line).ok());
	let (line, plan_line) = (number("line"), number("plan_line"));
	match error.get("rule").and_then(Json::as_str).and_then(|name| Rule::named(metadata, name)) {
		Some(rule) => Some(Rule { line, plan_line, ..rule }.into_error()),
		None => Some(Error::new(Kind::Refused, format!("what was decided failed: {error}"))),
	}
}

/// What a node says that happened, where the events cannot be read.
pub(super) fn by_verdict(place: &Place, unread: &Error) -> Result<Result<Vec<EventRecord>>> {
	match &place.verdict {
		Some(Verdict::Refused(error)) => Ok(Err(error.clone())),
		Some(Verdict::CarriedOut) if unread.kind != Kind::Network => Ok(Ok(Vec::new())),
		Some(Verdict::NotKept) if unread.kind != Kind::Network => Err(Error::new(
			Kind::NotFinal,
			format!(
				"it is in final block {}, and this node no longer knows what it did there: ask a node with the whole history",
				place.number
			),
		)),
		_ => Err(unreadable(place.number, unread)),
	}
}

pub(super) fn unreadable(block: u64, cause: &Error) -> Error {
	let message = format!(
		"it is in block {block}, but what it did there cannot be read now: {cause}; the same command again is safe"
	);
	Error::new(Kind::NotFinal, message)
}
