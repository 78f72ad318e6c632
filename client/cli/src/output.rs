//! What is printed.

use serde_json::{json, Value as Json};
use std::io::{ErrorKind, Write};
use zhidai_api::{written_out, BasisPoints, Fen};
use zhidai_sdk::chain::Receipt;
use zhidai_sdk::render::yuan;
use zhidai_sdk::Error;

/// Talk: to standard error.
pub(crate) fn say(text: &str) {
	// A closed pipe is not worth a failure.
	let _ = writeln!(std::io::stderr(), "{text}");
}

/// Data: to standard output. Whoever stops reading has read enough; anything else that keeps data from being
/// written is a failure, for what was asked for is not there.
pub(crate) fn print(text: &str) {
	let mut out = std::io::stdout();
	let written = writeln!(out, "{text}").and_then(|()| out.flush());
	if let Err(error) = written.or_else(|error| match error.kind() {
		ErrorKind::BrokenPipe => Ok(()),
		_ => Err(error),
	}) {
		say(&format!("error: cannot write to standard output: {error}"));
		std::process::exit(1);
	}
}

/// A record or a list for people. That there is nothing is said, not shown as an empty line.
pub(crate) fn print_human(value: &Json) {
	match human(value) {
		text if text.is_empty() => say("nothing found"),
		text => print(&text),
	}
}

/// One JSON document on one line.
pub(crate) fn print_json(value: &Json) {
	print(&value.to_string());
}

/// What became of a transaction, for programs.
pub(crate) fn receipt_json(title: &str, receipt: &Receipt) -> Json {
	let mut answer = json!(receipt);
	if let Json::Object(fields) = &mut answer {
		let outcome = if receipt.was_done_before { "final before" } else { "ok" };
		fields.insert("outcome".into(), json!(outcome));
		fields.insert("call".into(), json!(title));
	}
	answer
}

/// What became of a transaction, for people.
pub(crate) fn print_receipt(title: &str, receipt: &Receipt) {
	for event in &receipt.events {
		print(&event.name);
		print(&indented(&event.fields));
	}
	let state = match (receipt.block, receipt.is_final) {
		_ if receipt.created.is_some() => "already done under this request".to_owned(),
		(Some(block), _) if receipt.was_done_before => format!("already final in block {block}"),
		(Some(block), true) => format!("final in block {block}"),
		(Some(block), false) => format!("in block {block}, not final yet"),
		(None, _) => "sent".to_owned(),
	};
	let (seconds, rest) = (receipt.milliseconds / 1000, receipt.milliseconds % 1000 / 100);
	say(&format!("{title} · {state} · {seconds}.{rest} s"));
	if let Some(remark) = &receipt.remark {
		say(remark);
	}
	if receipt.was_done_before {
		match receipt.created {
			Some(created) => say(&format!("it made {created}; nothing was made a second time")),
			None => say("nothing was sent"),
		}
		say("To do the same once more on purpose: --request NAME");
	}
}

/// A failure for programs. The fields do not change.
pub(crate) fn error_json(error: &Error) -> Json {
	json!({
		"outcome": error.kind.name(),
		"exit_code": error.kind as u8,
		"rule": error.rule,
		"line": error.line,
		"plan_line": error.plan_line,
		"message": error.message,
		"place": error.place.as_ref().map(|place| json!({ "file": place.file, "line": place.line, "field": place.field })),
		"others": error.others.iter().map(error_json).collect::<Vec<_>>(),
	})
}

/// A record for people: one field a line, aligned; records inside records indented.
pub(crate) fn human(value: &Json) -> String {
	let mut lines = Vec::new();
	write(value, 0, &mut lines);
	lines.join("\n")
}

/// A record for people, under a headline.
pub(crate) fn indented(value: &Json) -> String {
	human(value).lines().map(|line| format!("  {line}")).collect::<Vec<_>>().join("\n")
}

fn plain(value: &Json) -> Option<String> {
	match value {
		Json::Null => Some("–".into()),
		Json::String(text) => Some(written_out(text)),
		Json::Bool(true) => Some("yes".into()),
		Json::Bool(false) => Some("no".into()),
		Json::Number(number) => Some(number.to_string()),
		Json::Array(items) if items.is_empty() => Some("–".into()),
		Json::Array(items) => {
			let items: Option<Vec<_>> = items.iter().filter(|item| !item.is_array()).map(plain).collect();
			items
				.filter(|texts| texts.len() == value.as_array().map_or(0, Vec::len))
				.map(|texts| texts.join(", "))
		}
		Json::Object(_) => None,
	}
}

/// A field's name without the unit that people read in the value.
fn label(name: &str) -> &str {
	name.strip_suffix("_fen").or_else(|| name.strip_suffix("_bp")).unwrap_or(name)
}

/// Fen in yuan and basis points in percent, where they still are numbers.
fn with_unit(name: &str, value: &Json) -> Option<String> {
	let number = value.as_u64()?;
	match name.rsplit_once('_')?.1 {
		"fen" => Some(yuan(Fen(number))),
		"bp" => u32::try_from(number).ok().map(|share| BasisPoints(share).to_string()),
		_ => None,
	}
}

fn write(value: &Json, depth: usize, lines: &mut Vec<String>) {
	let indent = "  ".repeat(depth);
	match value {
		Json::Object(fields) => {
			let width = fields.keys().map(|name| label(name).chars().count()).max().unwrap_or(0);
			for (name, field) in fields {
				let (shown, name) = (with_unit(name, field), label(name));
				match shown.or_else(|| plain(field)) {
					Some(text) => lines.push(format!("{indent}{name:<width$}  {text}")),
					None => {
						lines.push(format!("{indent}{name}"));
						write(field, depth + 1, lines);
					}
				}
			}
		}
		Json::Array(items) => {
			for (number, item) in items.iter().enumerate() {
				match plain(item) {
					Some(text) => lines.push(format!("{indent}{text}")),
					None => {
						lines.push(format!("{indent}[{number}]"));
						write(item, depth + 1, lines);
					}
				}
			}
		}
		other => lines.push(format!("{indent}{}", plain(other).unwrap_or_default())),
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use zhidai_sdk::Kind;

	#[test]
	fn a_record_is_aligned_and_indented() {
		let record = json!({ "id": 1, "limit": "¥1.00", "none": null, "inner": { "a": true }, "tags": ["x", "y"], "list": [{ "b": 1 }] });
		let expected =
			"id     1\nlimit  ¥1.00\nnone   –\ninner\n  a  yes\ntags   x, y\nlist\n  [0]\n    b  1";
		let mut expected: Vec<_> = expected.lines().collect();
		let text = human(&record);
		let mut found: Vec<_> = text.lines().collect();
		// The order of an object's fields is not ours to keep.
		expected.sort_unstable();
		found.sort_unstable();
		assert_eq!(found, expected);
	}

	#[test]
	fn what_nobody_sees_is_written_out() {
		assert_eq!(human(&json!({ "name": "甲\u{202e}乙\u{1b}[2J" })), "name  甲\\u{202e}乙\\u{1b}[2J");
		assert_eq!(human(&json!(["a\u{200b}", "b\u{3000}c"])), "a\\u{200b}\nb\u{3000}c");
	}

	#[test]
	fn people_read_yuan_and_percent() {
		let record = json!({ "sum_fen": 123_456, "share_bp": 3_000, "paid_fen": "¥1.00" });
		let text = human(&record);
		let mut found: Vec<_> = text.lines().collect();
		found.sort_unstable();
		assert_eq!(found, ["paid   ¥1.00", "share  30.00%", "sum    ¥1,234.56"]);
	}

	#[test]
	fn an_error_for_programs_has_rule_and_code() {
		let error = Error::new(Kind::Refused, "no").by_rule("Payments.PayeeNotOnPlan", Some(3));
		let json = error_json(&error);
		assert_eq!(json["outcome"], "refused");
		assert_eq!(error_json(&Error::new(Kind::Network, "no"))["outcome"], "network");
		assert_eq!(
			(&json["rule"], &json["exit_code"], &json["line"]),
			(&json!("Payments.PayeeNotOnPlan"), &json!(3), &json!(3))
		);
	}
}
