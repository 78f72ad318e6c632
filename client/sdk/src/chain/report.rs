//! What the runtime reports, in the types that it shares with its clients: nothing is taken apart by names of fields.

use super::form::Forms;
use super::node::broken;
use super::read::{no_such, Reader};
use crate::error::{Error, Result};
use codec::{DecodeAll, Encode};
use scale_info::{MetaType, PortableRegistry, Registry, TypeDef, TypeInfo};
use serde_json::Value as Json;
use subxt::metadata::Metadata;
use zhidai_api::{Page, MAX_PAGE};

/// The runtime's API of reports.
const API: &str = "ZhidaiApi";

impl Reader {
	/// What the runtime's `ZhidaiApi` answers, in the types that runtime and program share; the arguments are a tuple.
	/// Refuses where the chain's runtime writes a question or its answer in another form than this program.
	pub async fn ask<Question, Answer>(&self, method: &str, question: Question) -> Result<Answer>
	where
		Question: Encode + TypeInfo + 'static,
		Answer: DecodeAll + TypeInfo + 'static,
	{
		ensure_known::<Question, Answer>(self.metadata(), method)?;
		let (name, bytes) = (format!("{API}_{method}"), question.encode());
		let answer = self.at.runtime_apis().call_raw(&name, Some(&bytes)).await.map_err(broken)?;
		read(method, &answer)
	}

	/// What the chain keeps under these keys, in a type that runtime and program share; nothing where it keeps nothing.
	/// A bounded list is a list. Refuses where the chain's runtime keeps it in another form than this program knows.
	pub async fn kept<Kept>(&self, pallet: &str, entry: &str, keys: &[Json]) -> Result<Option<Kept>>
	where
		Kept: DecodeAll + TypeInfo + 'static,
	{
		ensure_kept::<Kept>(self.metadata(), pallet, entry)?;
		let bytes = self.bytes(pallet, entry, keys).await?;
		bytes.map(|bytes| read(&format!("{pallet}.{entry}"), &bytes)).transpose()
	}

	/// The same of a list that comes in pages, read whole; the question is made of a cursor and a page's length.
	pub async fn ask_all<Question, Item, Cursor>(
		&self,
		method: &str,
		question: impl Fn(Option<Cursor>, u32) -> Question,
	) -> Result<Vec<Item>>
	where
		Question: Encode + TypeInfo + 'static,
		Page<Item, Cursor>: DecodeAll + TypeInfo + 'static,
		Cursor: Clone + PartialEq,
	{
		let (mut items, mut cursor) = (Vec::new(), None::<Cursor>);
		loop {
			let page: Page<Item, Cursor> = self.ask(method, question(cursor.clone(), MAX_PAGE)).await?;
			items.extend(page.items);
			match page.next {
				None => return Ok(items),
				same if same == cursor => {
					return Err(Error::unexpected(format!(
						"the chain's answer to {method} goes on where it began"
					)))
				}
				next => cursor = next,
			}
		}
	}
}

fn read<Answer: DecodeAll>(method: &str, answer: &[u8]) -> Result<Answer> {
	Answer::decode_all(&mut &*answer).map_err(|error| {
		Error::unexpected(format!(
			"the chain's answer to {method} has something that this program does not know ({error}); use the program of \
			 the chain's release. --json shows the answer as it is"
		))
	})
}

/// Refuses where the runtime writes the question or its answer otherwise than this program.
fn ensure_known<Question, Answer>(metadata: &Metadata, method: &str) -> Result<()>
where
	Question: TypeInfo + 'static,
	Answer: TypeInfo + 'static,
{
	let missing = || no_such(&format!("runtime API {API}.{method}"));
	let definition = metadata.runtime_api_trait_by_name(API).ok_or_else(missing)?;
	let definition = definition.method_by_name(method).ok_or_else(missing)?;
	let mut registry = Registry::new();
	let question = registry.register_type(&MetaType::new::<Question>()).id;
	let answer = registry.register_type(&MetaType::new::<Answer>()).id;
	let ours = PortableRegistry::from(registry);
	let asked = match ours.resolve(question).map(|kind| &kind.type_def) {
		Some(TypeDef::Tuple(arguments)) => arguments.fields.iter().map(|argument| argument.id).collect(),
		_ => Vec::new(),
	};
	let other_form = |place: String| {
		Error::unexpected(format!(
			"the chain's runtime writes {place} otherwise than this program knows it; use the program of the chain's \
			 release. --json shows the answer as it is"
		))
	};
	if asked.len() != definition.inputs().len() {
		return Err(other_form(method.to_owned()));
	}
	let mut forms = Forms::new(&ours, metadata.types());
	for (own, other) in asked.into_iter().zip(definition.inputs()) {
		let place = format!("{method}({})", other.name);
		forms.ensure_alike(&place, own, other.id).map_err(other_form)?;
	}
	forms.ensure_alike(method, answer, definition.output_ty()).map_err(other_form)
}

/// Refuses where the runtime keeps an entry otherwise than this program.
fn ensure_kept<Kept: TypeInfo + 'static>(metadata: &Metadata, pallet: &str, entry: &str) -> Result<()> {
	let place = format!("{pallet}.{entry}");
	let missing = || no_such(&format!("storage {place}"));
	let found = metadata.pallet_by_name(pallet).and_then(|pallet| pallet.storage()?.entry_by_name(entry));
	let kept = found.ok_or_else(missing)?.value_ty();
	let mut registry = Registry::new();
	let own = registry.register_type(&MetaType::new::<Kept>()).id;
	let ours = PortableRegistry::from(registry);
	let mut forms = Forms::new(&ours, metadata.types());
	forms.ensure_alike(&place, own, unbounded(metadata.types(), kept)).map_err(|place| {
		Error::unexpected(format!(
			"the chain's runtime keeps {place} otherwise than this program knows it; use the program of the chain's release"
		))
	})
}

/// The list within a bounded one, which is written as the list is.
fn unbounded(types: &PortableRegistry, id: u32) -> u32 {
	let bounded = types.resolve(id).filter(|kind| kind.path.ident().as_deref() == Some("BoundedVec"));
	match bounded.map(|kind| &kind.type_def) {
		Some(TypeDef::Composite(list)) => list.fields.first().map_or(id, |list| list.ty.id),
		_ => id,
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::bundled_metadata;
	use codec::Decode;
	use subxt::utils::AccountId32;
	use zhidai_api::{
		AdverseId, AlertTag, ClaimScope, ClaimSubject, CredentialId, Day, DraftLine, DraftNo, EntryId,
		EvidenceId, Fen, FindCursor, Found, InboxCursor, InboxPage, LoanId, Motion, OfficerId, OrgId,
		PendingClaim, PlanLineNo, Rule, SchemeId, SchemeVersion, Sought, Split, TierExplanation, TraceCursor,
		TracePage, TraceRoot, Uetr, Verdicts, Violation,
	};

	#[test]
	fn every_report_of_the_runtime_has_the_form_of_its_shared_type() {
		let metadata = bundled_metadata().unwrap();
		type Trace = (TraceRoot, Option<TraceCursor>, u32);
		ensure_known::<Trace, Option<TracePage>>(&metadata, "trace").unwrap();
		ensure_known::<(AccountId32, Option<InboxCursor>, u32), InboxPage>(&metadata, "inbox").unwrap();
		type Payment = (LoanId, Vec<DraftLine>, Option<Day>, Option<u32>, u32);
		ensure_known::<Payment, Page<Violation, u32>>(&metadata, "check_payment").unwrap();
		type Divided = (LoanId, Vec<PlanLineNo>, Split);
		type Parts = std::result::Result<Vec<Fen>, Rule>;
		ensure_known::<Divided, Parts>(&metadata, "split_drawdown").unwrap();
		type Release = (LoanId, DraftNo, Option<u32>, u32);
		ensure_known::<Release, Page<Violation, u32>>(&metadata, "check_release").unwrap();
		ensure_known::<(EvidenceId,), Option<Verdicts>>(&metadata, "verdicts").unwrap();
		ensure_known::<(OrgId, SchemeId), Option<TierExplanation>>(&metadata, "explain_tier").unwrap();
		type Loans = (OrgId, Option<LoanId>, u32);
		ensure_known::<Loans, Page<LoanId, LoanId>>(&metadata, "loans_of_bank").unwrap();
		ensure_known::<Loans, Page<LoanId, LoanId>>(&metadata, "loans_of_borrower").unwrap();
		ensure_known::<(Option<u32>, u32), Page<Motion, u32>>(&metadata, "motions").unwrap();
		ensure_known::<(Sought, Option<FindCursor>, u32), Found>(&metadata, "find").unwrap();
		type Claims = (ClaimScope, Option<EvidenceId>, u32);
		ensure_known::<Claims, Page<PendingClaim, EvidenceId>>(&metadata, "pending_claims").unwrap();
		ensure_known::<(), Day>(&metadata, "today").unwrap();
	}

	#[test]
	fn what_is_kept_has_the_form_of_its_shared_type() {
		let metadata = bundled_metadata().unwrap();
		ensure_kept::<OrgId>(&metadata, "Registry", "OrgByNumber").unwrap();
		ensure_kept::<EntryId>(&metadata, "Reference", "CalendarOf").unwrap();
		ensure_kept::<SchemeVersion>(&metadata, "Schemes", "Current").unwrap();
		ensure_kept::<Vec<AlertTag>>(&metadata, "Claims", "Tags").unwrap();
		ensure_kept::<Vec<ClaimSubject>>(&metadata, "Claims", "Tagged").unwrap();
		ensure_kept::<Vec<DraftLine>>(&metadata, "Payments", "DraftLines").unwrap();
		ensure_kept::<Vec<Uetr>>(&metadata, "Payments", "Repays").unwrap();
		ensure_kept::<Vec<OfficerId>>(&metadata, "Registry", "OfficersOf").unwrap();
		ensure_kept::<Vec<CredentialId>>(&metadata, "Credentials", "ByHolder").unwrap();
		ensure_kept::<Vec<CredentialId>>(&metadata, "Credentials", "ByNumber").unwrap();
		ensure_kept::<Vec<AdverseId>>(&metadata, "Credentials", "AdverseByOrg").unwrap();
		for (found, place) in [
			(ensure_kept::<Vec<OrgId>>(&metadata, "Claims", "Tagged"), "keeps Claims.Tagged otherwise"),
			(
				ensure_kept::<OrgId>(&metadata, "Registry", "OfficersOf"),
				"keeps Registry.OfficersOf otherwise",
			),
			(
				ensure_kept::<EntryId>(&metadata, "Registry", "OrgByNumber"),
				"keeps Registry.OrgByNumber otherwise",
			),
			(ensure_kept::<OrgId>(&metadata, "Registry", "Nothing"), "no storage Registry.Nothing"),
		] {
			let error = found.unwrap_err();
			assert!(error.message.contains(place), "{error}");
		}
	}

	#[test]
	fn what_the_runtime_writes_otherwise_is_refused_with_its_place() {
		let metadata = bundled_metadata().unwrap();
		for (found, place) in [
			(ensure_known::<(), u32>(&metadata, "today"), "writes today otherwise"),
			(ensure_known::<(LoanId,), Day>(&metadata, "today"), "writes today otherwise"),
			(
				ensure_known::<(DraftNo, DraftNo, Option<u32>, u32), Page<Violation, u32>>(
					&metadata,
					"check_release",
				),
				"writes check_release(loan) otherwise",
			),
			(ensure_known::<(), Day>(&metadata, "tomorrow"), "no runtime API ZhidaiApi.tomorrow"),
		] {
			let error = found.unwrap_err();
			assert!(error.message.contains(place), "{error}");
		}
	}

	#[test]
	fn an_answer_is_read_whole_or_not_at_all() {
		let day = Day(20_000);
		assert_eq!(read("today", &day.encode()), Ok(day));
		let longer = [day.encode(), vec![0]].concat();
		for wrong in [&longer[..], &longer[..3]] {
			let error = read::<Day>("today", wrong).unwrap_err();
			assert!(error.message.contains("answer to today"), "{error}");
		}
		#[derive(Decode, Debug)]
		enum Known {
			#[codec(index = 0)]
			First,
		}
		assert!(read::<Vec<Known>>("kinds", &[4, 0]).is_ok());
		assert!(read::<Vec<Known>>("kinds", &[4, 1]).is_err(), "a kind that was appended");
	}
}
