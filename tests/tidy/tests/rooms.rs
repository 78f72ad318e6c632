//! The floor plan of a pallet (`CONTRIBUTING.md`): which rooms it has, and what is in each.

#[path = "rooms/shared.rs"]
mod shared;

use proc_macro2::{TokenStream, TokenTree};
use std::collections::{BTreeMap, BTreeSet};
use syn::visit::{self, Visit};
use zhidai_tidy::{report, sources, Source};

/// The rooms that every pallet has; where two are named, a file or a folder.
const ROOMS: &[&[&str]] = &[
	&["lib.rs"],
	&["errors.rs"],
	&["events.rs"],
	&["types", "types.rs"],
	&["calls"],
	&["rules.rs", "rules"],
	&["store.rs", "store"],
	&["access.rs"],
	&["provides.rs"],
	&["reads.rs"],
	&["invariants.rs"],
	&["weights.rs"],
	&["benchmarking.rs", "benchmarking"],
	&["mock.rs"],
	&["tests"],
];

/// Rooms that a pallet can have beside these.
const MORE: &[&str] = &["costs.rs", "extensions", "genesis.rs", "presets.rs"];

/// Nobody calls these pallets: a trait is all that they are.
const WITHOUT_CALLS: &[&str] = &["claims", "quota"];
const ONLY_FOR_CALLS: &[&str] =
	&["events.rs", "calls", "rules.rs", "store.rs", "access.rs", "reads.rs", "weights.rs", "benchmarking.rs"];

/// Rooms that a pallet does not need, and why.
const MISSING: &[(&str, &str, &str)] =
	&[("schemes", "reads.rs", "clients read programmes as they are stored, neighbours through its trait")];

/// The files of the pallets without primitives, each with the pallet's name and the room that it is in.
fn files() -> Vec<(String, String, Source)> {
	let in_room = |source: Source| {
		let parts: Vec<&str> = source.path.split('/').collect();
		let ["pallets", pallet, "src", room, ..] = parts[..] else { return None };
		let (pallet, room) = (pallet.to_owned(), room.to_owned());
		(pallet != "primitives").then_some((pallet, room, source))
	};
	sources(&["pallets"], ".rs").into_iter().filter_map(in_room).collect()
}

/// The files that are compiled into a chain.
fn code() -> impl Iterator<Item = (String, String, Source)> {
	let aside = ["tests", "mock.rs", "benchmarking.rs", "benchmarking", "weights.rs"];
	files().into_iter().filter(move |(_, room, _)| !aside.contains(&room.as_str()))
}

#[test]
fn every_pallet_has_the_rooms_of_the_plan_and_no_others() {
	let mut rooms = BTreeMap::<String, BTreeSet<String>>::new();
	for (pallet, room, _) in files() {
		rooms.entry(pallet).or_default().insert(room);
	}
	let mut found = Vec::new();
	for (pallet, has) in &rooms {
		for room in ROOMS {
			let may_lack = (WITHOUT_CALLS.contains(&pallet.as_str()) && ONLY_FOR_CALLS.contains(&room[0]))
				|| MISSING.iter().any(|(of_pallet, missing, _)| of_pallet == pallet && *missing == room[0]);
			if room.iter().any(|room| has.contains(*room)) == may_lack {
				let says = if may_lack { "and is said not to" } else { "and should" };
				found.push(format!("pallets/{pallet}: {} {says} have it", room.join(" or ")));
			}
		}
		let known = |room: &&String| ROOMS.iter().any(|known| known.contains(&room.as_str()));
		let stray = has.iter().filter(|room| !known(room) && !MORE.contains(&room.as_str()));
		found.extend(stray.map(|room| format!("pallets/{pallet}: {room} is in no room of the plan")));
	}
	assert!(rooms.len() > 10, "{rooms:?}");
	report("a pallet has the rooms of CONTRIBUTING.md", &found);
}

/// A function: where it is, what it is called, what it answers, and what is in it, without spaces.
struct Function {
	place: String,
	name: String,
	answers: String,
	body: String,
}

/// The functions of a file, but for those of its tests.
struct Functions<'a> {
	path: &'a str,
	found: Vec<Function>,
}

impl Functions<'_> {
	fn push(&mut self, sig: &syn::Signature, tokens: TokenStream) {
		let text = |tokens: TokenStream| tokens.to_string().replace(char::is_whitespace, "");
		let answers = match &sig.output {
			syn::ReturnType::Default => String::new(),
			syn::ReturnType::Type(_, kind) => text(quote::ToTokens::to_token_stream(kind)),
		};
		let place = format!("{}:{}", self.path, sig.ident.span().start().line);
		self.found.push(Function { place, name: sig.ident.to_string(), answers, body: text(tokens) });
	}
}

impl<'ast> Visit<'ast> for Functions<'_> {
	fn visit_item_fn(&mut self, function: &'ast syn::ItemFn) {
		self.push(&function.sig, quote::ToTokens::to_token_stream(&function.block));
	}

	fn visit_impl_item_fn(&mut self, function: &'ast syn::ImplItemFn) {
		self.push(&function.sig, quote::ToTokens::to_token_stream(&function.block));
	}

	fn visit_item_mod(&mut self, module: &'ast syn::ItemMod) {
		if module.ident != "tests" {
			visit::visit_item_mod(self, module);
		}
	}
}

fn functions(source: &Source) -> Vec<Function> {
	let file = syn::parse_file(&source.text).unwrap_or_else(|error| panic!("{}: {error}", source.path));
	let mut functions = Functions { path: &source.path, found: Vec::new() };
	functions.visit_file(&file);
	functions.found
}

/// The lines in which the code of these tokens has this name. What comments say is no name.
fn named(name: &str, tokens: TokenStream) -> Vec<usize> {
	let mut found = Vec::new();
	for token in tokens {
		match token {
			TokenTree::Ident(ident) if ident == name => found.push(ident.span().start().line),
			TokenTree::Group(group) => found.extend(named(name, group.stream())),
			_ => {}
		}
	}
	found
}

#[test]
fn types_know_no_config() {
	let (mut found, mut count) = (Vec::new(), 0_usize);
	for (_, room, source) in files() {
		if room != "types" && room != "types.rs" {
			continue;
		}
		count += 1;
		let tokens = source.text.parse().unwrap_or_else(|error| panic!("{}: {error}", source.path));
		found.extend(named("Config", tokens).into_iter().map(|line| format!("{}:{line}", source.path)));
	}
	assert!(count > 20, "only {count} files found: the check would check nothing");
	report("what is in a pallet's `types` knows no `Config`, and is tested without a runtime", &found);
}

#[test]
fn a_config_is_found_in_code_and_not_in_comments() {
	let lines = |code: &str| named("Config", code.parse().unwrap());
	assert_eq!(
		lines("//! Knows no `Config`.\nuse crate::{\n\tpallet::Config,\n};\nimpl<T: Config> X<T> {}"),
		[3, 5]
	);
	assert_eq!(
		lines("/// Knows no `Config`.\nstruct One;\nlet two = \"Config\"; MyConfig::new();"),
		[0_usize; 0]
	);
}

/// How storage is changed.
const WRITES: &[&str] = &[
	"insert",
	"mutate",
	"mutate_exists",
	"mutate_extant",
	"try_mutate",
	"try_mutate_exists",
	"remove",
	"take",
	"put",
	"set",
	"kill",
	"append",
	"try_append",
	"swap",
	"clear",
	"clear_prefix",
];

/// Which storage a text without spaces changes.
fn written(body: &str) -> BTreeSet<&str> {
	let changes = |rest: &str| WRITES.iter().any(|write| rest.starts_with(&format!("{write}(")));
	let mut parts = body.split("::<T>::");
	let mut before = parts.next().unwrap_or_default();
	let mut found = BTreeSet::new();
	for part in parts {
		let name = before.rsplit(|c: char| !(c.is_alphanumeric() || c == '_')).next().unwrap_or_default();
		// Without spaces, what stands before a name can be a word: `for key in Claims`.
		let name = name.trim_start_matches(|c: char| !c.is_uppercase());
		if changes(part) && !["Self", "Pallet"].contains(&name) {
			found.insert(name);
		}
		before = part;
	}
	found
}

#[test]
fn what_changes_storage_is_told_from_what_reads_it() {
	let body =
		"{Loans::<T>::insert(id,loan);Holds::<T>::get(id);Pallet::<T>::put_loan(id);Last::<T>::put(1)}";
	assert_eq!(written(body), ["Last", "Loans"].into());
	assert_eq!(written("{forkeyinClaims::<T>::take(a).keys{returnSelf::<T>::put(1)}}"), ["Claims"].into());
}

#[test]
fn put_writes_a_record_and_stands_in_the_store() {
	let mut found = Vec::new();
	let mut records = BTreeSet::new();
	for (pallet, room, source) in code() {
		for function in functions(&source).into_iter().filter(|function| function.name.starts_with("put_")) {
			if room != "store.rs" && room != "store" {
				found.push(format!("{} `{}` is not in the store", function.place, function.name));
			}
			let by_another = function.body.contains("Self::put_") || function.body.contains("Self::close_");
			if written(&function.body).is_empty() && !by_another {
				found.push(format!("{} `{}` writes nothing", function.place, function.name));
			}
			records.insert((pallet.clone(), function.name));
		}
	}
	assert!(records.len() > 15, "{records:?}");
	report("`put_<record>` is the writer of a record, in the store", &found);
}

#[test]
fn ensure_refuses_and_changes_nothing() {
	let mut found = Vec::new();
	let mut count = 0_usize;
	for (_, _, source) in code() {
		for function in functions(&source).into_iter().filter(|function| function.name.starts_with("ensure_"))
		{
			count += 1;
			if !["Result", "DispatchResult"].iter().any(|kind| function.answers.contains(kind)) {
				found.push(format!("{} `{}` refuses nothing", function.place, function.name));
			}
			let tells = ["deposit_event(", "::put_", "::do_"].iter().any(|act| function.body.contains(act));
			let written = written(&function.body);
			if tells || !written.is_empty() {
				found.push(format!("{} `{}` changes {written:?}", function.place, function.name));
			}
		}
	}
	assert!(count > 60, "only {count} found");
	report("`ensure_x` answers a Result and changes nothing", &found);
}

/// The calls of a pallet, as its page has them: name and body.
fn calls(lib: &Source) -> Vec<Function> {
	struct Calls<'a>(Functions<'a>);
	impl<'ast> Visit<'ast> for Calls<'_> {
		fn visit_impl_item_fn(&mut self, function: &'ast syn::ImplItemFn) {
			let is_call = function
				.attrs
				.iter()
				.any(|attribute| attribute.path().segments.iter().any(|part| part.ident == "call_index"));
			if is_call {
				self.0.visit_impl_item_fn(function);
			}
		}
	}
	let file = syn::parse_file(&lib.text).unwrap_or_else(|error| panic!("{}: {error}", lib.path));
	let mut calls = Calls(Functions { path: &lib.path, found: Vec::new() });
	calls.visit_file(&file);
	calls.0.found
}

/// The calls of each pallet that has some, and all of the pallet's files.
fn pallets_with_calls() -> Vec<(String, Vec<Function>, Vec<(String, Source)>)> {
	let mut pallets = BTreeMap::<String, Vec<(String, Source)>>::new();
	for (pallet, room, source) in files() {
		pallets.entry(pallet).or_default().push((room, source));
	}
	let with_calls = pallets.into_iter().map(|(pallet, files)| {
		let lib = files.iter().find(|(room, _)| room == "lib.rs").expect("a pallet has a page");
		(pallet, calls(&lib.1), files)
	});
	with_calls.filter(|(pallet, ..)| !WITHOUT_CALLS.contains(&pallet.as_str())).collect()
}

#[test]
fn every_call_has_its_body_and_every_body_its_call() {
	let mut found = Vec::new();
	for (pallet, calls, files) in pallets_with_calls() {
		assert!(!calls.is_empty(), "{pallet} has no calls that are found");
		let in_calls = files.iter().filter(|(room, _)| room == "calls");
		let bodies: BTreeSet<String> =
			in_calls.flat_map(|(_, source)| functions(source)).map(|function| function.name).collect();
		for call in &calls {
			let body = format!("do_{}", call.name);
			if !call.body.contains(&format!("Self::{body}(")) || !bodies.contains(&body) {
				found.push(format!("{} `{}` has no `Self::{body}(…)`", call.place, call.name));
			}
		}
		let without = bodies.iter().filter_map(|body| body.strip_prefix("do_"));
		let without = without.filter(|name| !calls.iter().any(|call| call.name == *name));
		found.extend(without.map(|name| format!("pallets/{pallet}/src/calls: do_{name} is no call's body")));
	}
	report("a call is `Self::do_<call>(…)`, and its body is in calls/", &found);
}

#[test]
fn every_call_is_made_by_a_test() {
	let composed: String = sources(&["runtime/tests"], ".rs").into_iter().map(|source| source.text).collect();
	let mut found = Vec::new();
	for (pallet, calls, files) in pallets_with_calls() {
		let tests = files.iter().filter(|(room, _)| room == "tests" || room == "mock.rs");
		let own: String = tests.map(|(_, source)| source.text.as_str()).collect();
		for call in calls {
			let in_own = own.contains(&format!("::{}(", call.name));
			let (first, rest) = pallet.split_at(1);
			let composed_call = format!("{}{rest}Call::{} {{", first.to_uppercase(), call.name);
			if !in_own && !composed.contains(&composed_call) {
				found.push(format!("{} `{}`", call.place, call.name));
			}
		}
	}
	report("every call is made by a test of its pallet or of the composed runtime", &found);
}

/// The traits through which pallets meet.
fn traits() -> BTreeSet<String> {
	let mut found = BTreeSet::new();
	for source in sources(&["pallets/primitives/src/traits"], ".rs") {
		let file = syn::parse_file(&source.text).unwrap_or_else(|error| panic!("{}: {error}", source.path));
		found.extend(file.items.iter().filter_map(|item| match item {
			syn::Item::Trait(item) => Some(item.ident.to_string()),
			_ => None,
		}));
	}
	found
}

#[test]
fn neighbours_doubles_stand_once() {
	let traits = traits();
	assert!(traits.len() > 15, "{traits:?}");
	let mut found = Vec::new();
	for (_, _, source) in files().into_iter().filter(|(_, room, _)| room == "tests" || room == "mock.rs") {
		let file = syn::parse_file(&source.text).unwrap_or_else(|error| panic!("{}: {error}", source.path));
		for item in &file.items {
			let syn::Item::Impl(item) = item else { continue };
			let Some((_, path, _)) = &item.trait_ else { continue };
			let Some(name) = path.segments.last().map(|part| part.ident.to_string()) else { continue };
			if traits.contains(&name) {
				found.push(format!("{}: a double of {name} of its own", source.path));
			}
		}
	}
	report("doubles of neighbours stand in `zhidai_primitives::testing`", &found);
}

/// Maps with numbers under an unhashed key that is not in the order of the numbers, and why that does no harm.
const IN_NO_ORDER: &[(&str, &str, &str)] = &[
	("credentials", "PendingByContent", "found by its digest and never listed"),
	("evidence", "FiledFor", "counts, found by their keys and never listed"),
	("evidence", "OpenByFiler", "counts, found by their keys and never listed"),
	("evidence", "OpenByLoan", "counts, found by their keys and never listed"),
	("evidence", "Superseded", "revisions, found by their numbers"),
	("evidence", "Verdicts", "revisions, found by their numbers"),
	("loans", "LoanTerms", "versions, found by their numbers"),
	("loans", "PlanLines", "at most 100, so that one byte decides"),
	("loans", "PlanUses", "at most 100, so that one byte decides"),
	("loans", "StandingOffers", "found by its keys and never listed"),
	("payments", "LapseQueue", "taken from, in whatever order"),
	("registry", "CheckedBy", "sums, found by their keys and never listed"),
	("registry", "OfficerKeys", "keys of an officer, found by their numbers"),
	("registry", "PayeeAccounts", "versions, found by their numbers"),
	("schemes", "Terms", "versions, found by their numbers"),
	("supervision", "QuarterUse", "found by the quarter"),
	("supervision", "Reviews", "found by the quarter"),
];

/// Keys that are in their order: big-endian numbers, alone or behind one byte, and single bytes.
const IN_ORDER: &[&str] = &["Ordered", "ReviewKey", "WaitingKey", "WorkKey", "u8"];

#[test]
fn numbers_under_an_unhashed_key_are_in_their_order() {
	let (mut found, mut seen) = (Vec::new(), BTreeSet::new());
	for (pallet, _, source) in files().into_iter().filter(|(_, room, _)| room == "lib.rs") {
		let text: String = source.text.replace(char::is_whitespace, "");
		for declared in text.split("pubtype").skip(1) {
			let declared = declared.split(";").next().unwrap_or_default();
			let Some((name, kind)) = declared.split_once('=') else { continue };
			let name = name.split('<').next().unwrap_or_default();
			let Some((_, key)) = kind.split_once("Identity,") else { continue };
			let end = key.find([',', '>']).unwrap_or(key.len());
			let key = if key.starts_with('(') { &key[..=key.find(')').unwrap_or(0)] } else { &key[..end] };
			seen.insert((pallet.clone(), name.to_owned()));
			let excused = IN_NO_ORDER.iter().any(|(known, map, _)| *known == pallet && *map == name);
			if IN_ORDER.contains(&key) == excused {
				found
					.push(format!("pallets/{pallet}: {name} has the unhashed key {key}, excused: {excused}"));
			}
		}
	}
	let gone =
		IN_NO_ORDER.iter().filter(|(pallet, map, _)| !seen.contains(&((*pallet).into(), (*map).into())));
	found.extend(gone.map(|(pallet, map, _)| format!("pallets/{pallet}: {map} is excused and not there")));
	assert!(seen.len() > 15, "{seen:?}");
	report("an unhashed number is `Ordered`: lists are read by the bytes of their keys", &found);
}

#[test]
fn every_pallet_says_which_version_its_storage_has() {
	let found: Vec<_> = sources(&["pallets"], "lib.rs")
		.iter()
		.filter(|source| source.text.contains("#[pallet::storage]"))
		.filter(|source| !source.text.contains("#[pallet::storage_version(STORAGE_VERSION)]"))
		.map(|source| source.path.clone())
		.collect();
	report("a pallet with storage names its STORAGE_VERSION", &found);
}
