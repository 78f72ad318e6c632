//! Reports whose pages are put together.

use serde_json::{json, Map, Value as Json};
use std::collections::HashSet;
use zhidai_sdk::chain::Reader;
use zhidai_sdk::{Error, Result};

/// Entries of one page.
pub(crate) const PAGE: u32 = 500;

/// All pages of a report in one, in JSON, as the runtime's own metadata describes it: for programs, and for runtimes
/// with more kinds of things than this program knows. Nothing where there is no such report.
pub(crate) async fn all_as_json(
	reader: &Reader,
	method: &str,
	subject: &Json,
	lists: &[&str],
) -> Result<Option<Map<String, Json>>> {
	let (mut whole, mut seen) = (None, HashSet::new());
	for page in reader.pages("ZhidaiApi", method, std::slice::from_ref(subject)).await? {
		let Json::Object(mut page) = page else {
			return Err(Error::unexpected(format!("the chain's {method} is no page")));
		};
		let whole = whole.get_or_insert_with(Map::new);
		for list in lists {
			let Json::Array(items) = part(&mut page, method, list)? else {
				return Err(Error::unexpected(format!("{list} of the chain's {method} is no list")));
			};
			// Organisations and documents come again on later pages.
			let new = items.into_iter().filter(|item| seen.insert(format!("{list} {item}")));
			if let Json::Array(all) = whole.entry(*list).or_insert_with(|| json!([])) {
				all.extend(new);
			}
		}
		// What is no list is the same on every page.
		part(&mut page, method, "next")?;
		whole.extend(page);
	}
	Ok(whole)
}

fn part(page: &mut Map<String, Json>, method: &str, name: &str) -> Result<Json> {
	page.remove(name).ok_or_else(|| Error::unexpected(format!("the chain's {method} has no {name}")))
}
