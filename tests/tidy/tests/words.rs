//! One word per meaning: names of errors, their sentences, ids of rules.

use proc_macro2::{TokenStream, TokenTree};
use std::collections::BTreeSet;
use syn::visit::{self, Visit};
use zhidai_tidy::{report, sources, top, RUST};

/// The errors of every pallet: pallet, name, sentence.
fn errors() -> Vec<(String, String, String)> {
	struct Errors(Vec<(String, String)>);
	impl<'ast> Visit<'ast> for Errors {
		fn visit_item_enum(&mut self, item: &'ast syn::ItemEnum) {
			let is_error = |attribute: &syn::Attribute| {
				let path: Vec<_> =
					attribute.path().segments.iter().map(|part| part.ident.to_string()).collect();
				path == ["pallet", "error"]
			};
			if item.attrs.iter().any(is_error) {
				self.0.extend(
					item.variants.iter().map(|variant| (variant.ident.to_string(), sentence(&variant.attrs))),
				);
			}
			visit::visit_item_enum(self, item);
		}
	}
	let mut found = Vec::new();
	for source in sources(&["pallets"], ".rs") {
		let pallet = source.path.split('/').nth(1).unwrap_or_default().to_owned();
		let file = syn::parse_file(&source.text).unwrap_or_else(|error| panic!("{}: {error}", source.path));
		let mut errors = Errors(Vec::new());
		errors.visit_file(&file);
		found.extend(errors.0.into_iter().map(|(name, sentence)| (pallet.clone(), name, sentence)));
	}
	assert!(found.len() > 100, "only {} errors found: the check would check nothing", found.len());
	found
}

/// What a doc comment says, on one line.
fn sentence(attributes: &[syn::Attribute]) -> String {
	let lines = attributes.iter().filter_map(|attribute| match &attribute.meta {
		syn::Meta::NameValue(pair) if pair.path.is_ident("doc") => match &pair.value {
			syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) => {
				Some(text.value().trim().to_owned())
			}
			_ => None,
		},
		_ => None,
	});
	lines.collect::<Vec<_>>().join(" ")
}

#[test]
fn an_error_says_the_cause_and_the_remedy() {
	let found: Vec<_> = errors()
		.into_iter()
		.filter(|(_, _, sentence)| !(sentence.contains("; ") && sentence.ends_with('.')))
		.map(|(pallet, name, sentence)| format!("{pallet}.{name}: {sentence:?}"))
		.collect();
	report("an error's comment is one sentence: the cause; the remedy.", &found);
}

/// Beginnings and endings that were other words for the same thing.
const OTHER_WORDS: &[&str] =
	&["NoSuch", "NotFound", "Nonexistent", "DoesNotExist", "Unauthori", "NotAuthori", "Invalid", "Bad"];

#[test]
fn errors_are_named_alike() {
	let found: Vec<_> = errors()
		.into_iter()
		.filter(|(_, name, _)| {
			OTHER_WORDS.iter().any(|word| name.starts_with(word))
				|| name.ends_with("NotFound")
				|| name.ends_with("Error")
		})
		.map(|(pallet, name, _)| format!("{pallet}.{name}"))
		.collect();
	report("what is not there is `…Unknown`, who may not is `…NotAllowed`, `…Missing` or `NotA…`", &found);
}

#[test]
fn ids_stand_in_one_place() {
	struct Counters(Vec<String>);
	impl<'ast> Visit<'ast> for Counters {
		fn visit_item_struct(&mut self, item: &'ast syn::ItemStruct) {
			let name = item.ident.to_string();
			let is_number = |kind: &syn::Type| match kind {
				syn::Type::Path(path) => {
					["u16", "u32", "u64"].iter().any(|number| path.path.is_ident(number))
				}
				_ => false,
			};
			let one = item.fields.len() == 1 && item.fields.iter().all(|field| is_number(&field.ty));
			if one && (name.ends_with("Id") || name.ends_with("No")) {
				self.0.push(name);
			}
		}
	}
	let mut found = Vec::new();
	for source in sources(&["pallets", "runtime", "node", "client"], ".rs") {
		let file = syn::parse_file(&source.text).unwrap_or_else(|error| panic!("{}: {error}", source.path));
		let mut counters = Counters(Vec::new());
		counters.visit_file(&file);
		found.extend(counters.0.into_iter().map(|name| format!("{}: {name}", source.path)));
	}
	report("ids are counted in `client/api/src/ids.rs`", &found);
}

/// Whether a text has this word, whole.
fn has_word(text: &str, word: &str) -> bool {
	text.match_indices(word).any(|(start, _)| {
		let part = |character: char| character.is_alphanumeric() || character == '_';
		!text[..start].ends_with(part) && !text[start + word.len()..].starts_with(part)
	})
}

#[test]
fn every_error_is_named_by_a_test() {
	let composed: String = sources(&["runtime/tests"], ".rs").into_iter().map(|source| source.text).collect();
	let is_test = |path: &str| path.contains("/src/tests/") || path.ends_with("_tests.rs");
	let own = sources(&["pallets"], ".rs").into_iter().filter(|source| is_test(&source.path));
	let own: Vec<_> = own.collect();
	let named = |pallet: &str, name: &str| {
		let beside = format!("pallets/{pallet}/");
		let mut own = own.iter().filter(|source| source.path.starts_with(&beside));
		own.any(|source| has_word(&source.text, name)) || has_word(&composed, name)
	};
	let found: Vec<_> = errors()
		.into_iter()
		.filter(|(pallet, name, _)| !named(pallet, name))
		.map(|(pallet, name, _)| format!("{pallet}.{name}"))
		.collect();
	report("every error is named by a test of its pallet or of the composed runtime", &found);
}

/// What the ids of rules begin with.
const SOURCES: &[&str] = &["G", "NB", "SZ", "XJ", "BJ", "XM", "SD", "ZS", "ZC", "LN", "QD", "XX"];

/// Whether a word is the id of a rule, `NB-03`, `XJ-T1`, or of a worked example, `T-SZ-5`.
fn is_rule_id(word: &str) -> bool {
	word.strip_prefix("T-").unwrap_or(word).split_once('-').is_some_and(|(source, number)| {
		let number = number.strip_prefix('T').unwrap_or(number);
		SOURCES.contains(&source)
			&& (1..=2).contains(&number.len())
			&& number.chars().all(|digit| digit.is_ascii_digit())
	})
}

/// Ids of rules that a text names.
fn rule_ids(text: &str) -> BTreeSet<String> {
	let words = text.split(|character: char| !(character.is_ascii_alphanumeric() || character == '-'));
	words.filter(|word| is_rule_id(word)).map(str::to_owned).collect()
}

/// Ids of rules that functions are named by: `nb_03_…`, `t_sz_5_…`, `xj_t1_xj_t2_…`.
fn rule_ids_of_names(text: &str) -> BTreeSet<String> {
	let mut found = BTreeSet::new();
	for name in text.split("fn ").skip(1) {
		let end = name.find(|character: char| !(character.is_ascii_alphanumeric() || character == '_'));
		let mut words: Vec<String> =
			name[..end.unwrap_or(name.len())].split('_').map(str::to_uppercase).collect();
		while let Some(length) = [3, 2]
			.into_iter()
			.find(|length| words.len() >= *length && is_rule_id(&words[..*length].join("-")))
		{
			found.insert(words.drain(..length).collect::<Vec<_>>().join("-"));
		}
	}
	found
}

#[test]
fn every_rule_of_the_code_stands_in_the_table_of_rules_and_the_other_way() {
	let table = std::fs::read_to_string(top().join("docs/rules.md")).expect("docs/rules.md");
	let listed = rule_ids(&table);
	let code = sources(&["pallets", "runtime", "client"], ".rs");
	let named: BTreeSet<_> = code
		.iter()
		.flat_map(|source| rule_ids(&source.text).into_iter().chain(rule_ids_of_names(&source.text)))
		.collect();
	let missing = named.difference(&listed).map(|id| format!("{id} is in the code and not in docs/rules.md"));
	let stale = listed.difference(&named).map(|id| format!("{id} is in docs/rules.md and not in the code"));
	report(
		"docs/rules.md has the rules that the code names, and no others",
		&missing.chain(stale).collect::<Vec<_>>(),
	);
}

/// Where an identifier `of` stands as a name: not a function's, a method's or a path's last part. Also in macros.
fn named_of(tokens: TokenStream, found: &mut Vec<usize>) {
	let mut before = String::new();
	for token in tokens {
		if let TokenTree::Ident(name) = &token {
			if name == "of" && ![":", ".", "fn"].contains(&before.as_str()) {
				found.push(name.span().start().line);
			}
		}
		before = match &token {
			TokenTree::Group(group) => {
				named_of(group.stream(), found);
				String::new()
			}
			other => other.to_string(),
		};
	}
}

/// Where `of` is a word of a macro's own grammar.
const GRAMMAR: &[&str] = &["client/api/src/actor.rs"];

#[test]
fn every_rule_of_the_table_names_its_test() {
	let table = std::fs::read_to_string(top().join("docs/rules.md")).expect("docs/rules.md");
	let rows = table.lines().map(|line| line.split('|').map(str::trim).collect::<Vec<_>>());
	let found: Vec<_> = rows
		.filter(|cells| cells.len() > 5 && is_rule_id(cells[1]))
		.filter(|cells| !cells[cells.len() - 2].contains("test"))
		.map(|cells| format!("{}: {}", cells[1], cells[cells.len() - 2]))
		.collect();
	report("every row of docs/rules.md names a test", &found);
}

/// Ids of rules that tests are named by.
fn rule_ids_of_tests(text: &str) -> BTreeSet<String> {
	struct Tests(BTreeSet<String>);
	impl<'ast> Visit<'ast> for Tests {
		fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
			if item.attrs.iter().any(|attribute| attribute.path().is_ident("test")) {
				self.0.extend(rule_ids_of_names(&format!("fn {}", item.sig.ident)));
			}
			visit::visit_item_fn(self, item);
		}
	}
	let mut tests = Tests(BTreeSet::new());
	tests.visit_file(&syn::parse_file(text).expect("Rust"));
	tests.0
}

#[test]
fn every_rule_of_the_table_has_a_test_of_its_name() {
	let table = std::fs::read_to_string(top().join("docs/rules.md")).expect("docs/rules.md");
	let rows = table.lines().filter_map(|line| line.split('|').nth(1).map(str::trim));
	let rules: BTreeSet<_> = rows.filter(|id| is_rule_id(id)).map(str::to_owned).collect();
	assert!(rules.len() > 20, "only {} rules found: the check would check nothing", rules.len());
	let code = sources(&["pallets", "runtime", "client"], ".rs");
	let tested: BTreeSet<_> = code.iter().flat_map(|source| rule_ids_of_tests(&source.text)).collect();
	let found: Vec<_> = rules.difference(&tested).cloned().collect();
	report("every rule of docs/rules.md has a test that is named by its id", &found);
}

#[test]
fn only_tests_count_as_tests_of_a_rule() {
	let text = "mod tests { #[test] fn nb_03_a() {} fn nb_04_b() {} #[test] fn t_sz_5_xj_t1_c() {} }";
	let ids: Vec<_> = rule_ids_of_tests(text).into_iter().collect();
	assert_eq!(ids, ["NB-03", "T-SZ-5", "XJ-T1"]);
}

#[test]
fn names_tell_their_rules() {
	let names = "fn nb_03_a() {} fn t_sz_5_b() {} fn xj_t1_xj_t2_c() {} fn g_note() {} fn nb_1234() {}";
	let ids: Vec<_> = rule_ids_of_names(names).into_iter().collect();
	assert_eq!(ids, ["NB-03", "T-SZ-5", "XJ-T1", "XJ-T2"]);
}

#[test]
fn nothing_is_called_of() {
	let mut found = Vec::new();
	for source in sources(RUST, ".rs").iter().filter(|source| !GRAMMAR.contains(&source.path.as_str())) {
		let tokens = source.text.parse().unwrap_or_else(|error| panic!("{}: {error}", source.path));
		let mut lines = Vec::new();
		named_of(tokens, &mut lines);
		found.extend(lines.into_iter().map(|line| format!("{}:{line}", source.path)));
	}
	report("`of` says nothing as a name", &found);
}

#[test]
fn a_name_is_found_wherever_it_binds() {
	let name = "of";
	for code in [
		format!("let {name} = 1;"),
		format!("matches!(work, Draft({name}) if {name}.digest == digest)"),
		format!("list.map(|(number, {name})| bank(number))"),
		format!("match x {{ Some({name}) => 1 }}"),
		format!("fn f({name}: u8) {{}}"),
	] {
		let mut lines = Vec::new();
		named_of(code.parse().unwrap(), &mut lines);
		assert!(!lines.is_empty(), "{code}");
	}
	let mut lines = Vec::new();
	named_of("Roles::of(&[one]); latency.of(two); pub fn of(all: u8) {}".parse().unwrap(), &mut lines);
	assert_eq!(lines, []);
}
