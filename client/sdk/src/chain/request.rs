//! Requests that the chain carries out once: their ids, and what they created.

use super::{Call, Client};
use crate::error::{Error, Kind, Result};
use crate::fields::KEY_ORG;
use crate::keys::random;
use crate::outbox::About;
use crate::render::Style;
use codec::Decode;
use serde_json::{json, Value as Json};
use subxt::metadata::Metadata;
use zhidai_api::{Created, RequestId, REQUEST_LIFE_BLOCKS};

/// By what the chain refuses a request that was carried out before.
pub(super) const ALREADY_USED: &str = "Registry.RequestAlreadyUsed";

/// The argument by which a call takes the id of its request.
const ARGUMENT: &str = "request_id";

/// The id of a new request, made when this block was final: good for a week.
pub fn new_request(block: u64) -> Result<RequestId> {
	let now = u32::try_from(block).unwrap_or(u32::MAX);
	Ok(RequestId { last_block: now.saturating_add(REQUEST_LIFE_BLOCKS), random: random()? })
}

impl Call {
	/// Whether the runtime with this metadata carries the call out once under one request.
	pub fn takes_request(&self, metadata: &Metadata) -> bool {
		let call =
			metadata.pallet_by_name(&self.pallet).and_then(|pallet| pallet.call_variant_by_name(&self.name));
		call.is_some_and(|call| call.fields.iter().any(|field| field.name.as_deref() == Some(ARGUMENT)))
	}

	/// The request that its arguments name already.
	pub fn request(&self) -> Result<Option<RequestId>> {
		let Some(argument) = self.args.get(ARGUMENT) else { return Ok(None) };
		let id = serde_json::from_value(argument.clone());
		id.map(Some).map_err(|error| Error::usage(format!("{ARGUMENT}: {error}")))
	}

	/// Its arguments, whatever request they name.
	pub(super) fn arguments(&self) -> Json {
		let mut arguments = self.args.clone();
		if let Json::Object(fields) = &mut arguments {
			fields.remove(ARGUMENT);
		}
		arguments
	}

	/// The call under this request.
	pub fn under(&self, request: &RequestId) -> Self {
		let mut call = self.clone();
		if let Json::Object(args) = &mut call.args {
			args.insert(ARGUMENT.into(), json!(request));
		}
		call
	}

	/// As a program sends it that keeps no outbox: under the request that it names, or a new one, where the runtime's
	/// call takes one.
	pub fn with_request(&self, metadata: &Metadata, block: u64) -> Result<Self> {
		match self.takes_request(metadata) && self.request()?.is_none() {
			true => Ok(self.under(&new_request(block)?)),
			false => Ok(self.clone()),
		}
	}
}

/// Whether such a call creates such a thing. A request that made something else was another one.
fn is_made_by(created: Created, call: &str) -> bool {
	match created {
		Created::Act(_) => call == "Registry.propose",
		Created::Entry(_) => matches!(call, "Reference.propose_rate" | "Reference.propose_calendar"),
		Created::CredentialAct(_) => call == "Credentials.report_adverse",
		Created::Loan(_) => call == "Loans.offer",
		Created::Evidence(_) => call == "Evidence.file",
	}
}

impl Client {
	/// What a request of the account's organisation created, as of the last final block; nothing where it was not
	/// carried out, or the chain has forgotten it.
	pub async fn created(&self, account: &str, request: &RequestId) -> Result<Option<Created>> {
		let reader = self.read(Style::Json).await?;
		let Some(officer) = reader.record("Registry", "Officers", &[json!(account)]).await? else {
			return Ok(None);
		};
		let org = KEY_ORG.get(&officer)?.clone();
		let bytes = reader.bytes("Registry", "Requests", &[org, json!(request)]).await?;
		let created = bytes.map(|bytes| Created::decode(&mut &*bytes)).transpose();
		created.map_err(|error| {
			Error::unexpected(format!(
				"what request {request} created is of a kind that is not known here: {error}"
			))
		})
	}

	/// What the same request created before, where the chain refuses a call for that; else the refusal.
	pub(super) async fn created_before(&self, about: &About, refusal: Error) -> Result<Created> {
		let Some(request) = about.request_id.filter(|_| refusal.rule.as_deref() == Some(ALREADY_USED)) else {
			return Err(refusal);
		};
		match self.created(&about.account, &request).await {
			Ok(Some(created)) if is_made_by(created, &about.call) => Ok(created),
			Ok(Some(created)) => {
				let message =
					format!("request {request} was another one and created {created}; ask under another id");
				Err(Error { message, ..refusal })
			}
			Ok(None) => Err(refusal),
			Err(error) => {
				let message = format!("{}; what it created cannot be read now: {error}", refusal.message);
				Err(Error { kind: Kind::NotFinal, message, ..refusal })
			}
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::calls;
	use zhidai_api::{EntryId, EvidenceId, LoanId};

	fn creating() -> Call {
		calls::registry::propose(json!({ "RemoveOfficer": 7 }))
	}

	#[test]
	fn a_request_is_new_each_time_and_kept_where_it_is_named() {
		let metadata = crate::bundled_metadata().unwrap();
		let first = creating().with_request(&metadata, 10).unwrap();
		let id = first.request().unwrap().unwrap();
		assert_eq!(id.last_block, 10 + REQUEST_LIFE_BLOCKS);
		assert_ne!(first, creating().with_request(&metadata, 10).unwrap());
		assert_eq!(first.with_request(&metadata, 99), Ok(first.clone()), "what is named stays");
		assert_eq!(creating().under(&id), first);
		first.payload(&metadata).expect("it encodes");
		let none = calls::evidence::withdraw(EvidenceId(1));
		assert!(!none.takes_request(&metadata));
		assert_eq!(none.with_request(&metadata, 10), Ok(none.clone()));
		assert!(new_request(u64::MAX).unwrap().last_block == u32::MAX);
	}

	#[test]
	fn an_id_that_is_none_is_refused_before_anything_is_made_of_it() {
		let mut call = creating();
		call.args[ARGUMENT] = json!("12-34");
		let error = call.request().unwrap_err();
		assert!(error.message.contains("not the id of a request"), "{error}");
	}

	#[test]
	fn every_call_that_takes_a_request_makes_one_kind_of_thing() {
		let metadata = crate::bundled_metadata().unwrap();
		let made = [
			Created::Act(1),
			Created::Entry(EntryId(1)),
			Created::CredentialAct(1),
			Created::Loan(LoanId(1)),
			Created::Evidence(EvidenceId(1)),
		];
		for (pallet, name, _) in calls::ALL {
			let call = Call::new(pallet, name, json!({}));
			let kinds = made.iter().filter(|created| is_made_by(**created, &call.title())).count();
			assert_eq!(kinds, usize::from(call.takes_request(&metadata)), "{}", call.title());
			assert!(!call.takes_request(&metadata) || call.creates(), "{}", call.title());
		}
	}
}
