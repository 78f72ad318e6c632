use crate::context::Context;
use clap::Args;
use serde_json::json;
use zhidai_api::Refusal;
use zhidai_sdk::chain::Rule;
use zhidai_sdk::{bundled_metadata, Error, Kind, Result};

#[derive(Args)]
pub(crate) struct Explain {
	/// The rule, like Payments.PayeeNotOnPlan; without one, all are listed
	rule: Option<String>,
}

impl Explain {
	pub(crate) fn run(self, context: &Context) -> Result<()> {
		let door = Refusal::ALL
			.iter()
			.map(|refusal| (format!("Pool.{refusal:?}"), refusal.explanation().to_owned()));
		let mut rules: Vec<(String, String)> = door.collect();
		let wanted = self.rule.as_deref();
		// The rules that this program was built with; a node is not needed.
		let metadata = bundled_metadata()?;
		rules.extend(Rule::all(&metadata).into_iter().map(|rule| (rule.name, rule.explanation)));
		rules.retain(|(name, _)| wanted.is_none_or(|wanted| name.eq_ignore_ascii_case(wanted)));
		if let (true, Some(wanted)) = (rules.is_empty(), wanted) {
			return Err(Error::new(
				Kind::NotFound,
				format!("there is no rule {wanted:?}; list them with `zhidai explain`"),
			));
		}
		let list: Vec<_> =
			rules.iter().map(|(name, text)| json!({ "rule": name, "explanation": text })).collect();
		context.show(&json!(list));
		Ok(())
	}
}
