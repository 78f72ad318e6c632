//! Lists that a runtime API gives in pages: read whole, or not at all.

use super::Reader;
use crate::error::{Error, Result};
use scale_info::{form::PortableForm, TypeDef, Variant};
use serde_json::{json, Value as Json};
use subxt::metadata::Metadata;
use zhidai_api::limits::MAX_PAGE;

/// Whether a type is a page, or a page that may be missing.
pub(super) fn is_page(metadata: &Metadata, id: u32) -> bool {
	let Some(kind) = metadata.types().resolve(id) else { return false };
	let name = kind.path.segments.last().map_or("", String::as_str);
	let within =
		|variant: &Variant<PortableForm>| variant.fields.iter().any(|field| is_page(metadata, field.ty.id));
	match &kind.type_def {
		TypeDef::Variant(kinds) if name == "Option" => kinds.variants.iter().any(within),
		_ => name.ends_with("Page"),
	}
}

impl Reader {
	/// Every page of what a method of a runtime API answers, one after the other; none where it answers nothing.
	/// The arguments are those before the cursor and the length of a page.
	pub async fn pages(&self, api: &str, method: &str, args: &[Json]) -> Result<Vec<Json>> {
		let wrong = |what: &str| Error::unexpected(format!("the answer of {api}.{method} {what}"));
		let (mut pages, mut cursor) = (Vec::new(), Json::Null);
		loop {
			let asked: Vec<Json> = args.iter().cloned().chain([cursor.clone(), json!(MAX_PAGE)]).collect();
			let page = self.answer(api, method, &asked).await?;
			if page.is_null() {
				return Ok(pages);
			}
			let next = page.get("next").cloned().ok_or_else(|| wrong("is no page"))?;
			pages.push(page);
			match next {
				Json::Null => return Ok(pages),
				same if same == cursor => return Err(wrong("goes on where it began")),
				next => cursor = next,
			}
		}
	}

	/// All entries of a list that a method of a runtime API gives in pages.
	pub async fn items(&self, api: &str, method: &str, args: &[Json]) -> Result<Vec<Json>> {
		let mut items = Vec::new();
		for mut page in self.pages(api, method, args).await? {
			match page.get_mut("items").map(Json::take) {
				Some(Json::Array(found)) => items.extend(found),
				_ => {
					return Err(Error::unexpected(format!(
						"the answer of {api}.{method} is no page of a list"
					)))
				}
			}
		}
		Ok(items)
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_page_is_known_by_its_type() {
		let metadata = crate::bundled_metadata().unwrap();
		let api = metadata.runtime_api_trait_by_name("ZhidaiApi").unwrap();
		let is = |method| is_page(&metadata, api.method_by_name(method).unwrap().output_ty());
		assert!(["inbox", "trace", "motions"].into_iter().all(is));
		assert!(!["today", "explain_tier"].into_iter().any(is));
	}
}
