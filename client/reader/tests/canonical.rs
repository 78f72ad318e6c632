//! The vectors that bind every reader.

use std::collections::BTreeMap;
use zhidai_api::{Day, EvidenceKind, Fen, RegistrationId};
use zhidai_reader::canonical::{code, digits, number, skeleton};
use zhidai_reader::documents::{
	account_fingerprint, alert_tags, fingerprints, ConsortiumKey, DeclaredFields, Party, Registered, Sides,
};

#[derive(serde::Deserialize)]
struct Vectors {
	number: Vec<(String, Option<String>)>,
	code: Vec<(String, Option<String>)>,
	one: Vec<Vec<String>>,
	different: Vec<Vec<String>>,
	alert: Vec<(String, String, String)>,
	tags: Vec<Tagged>,
	accounts: Vec<(String, String, String)>,
}

/// What the register has for a side: under which number it is registered, and the 15 digits of before.
type Side = (RegistrationId, Option<String>);

/// A document with its fingerprints and its alert tags by form, in hexadecimal digits.
#[derive(serde::Deserialize)]
struct Tagged {
	kind: EvidenceKind,
	number: String,
	dated_on: Day,
	seller: Side,
	buyer: Side,
	amount: Fen,
	fingerprints: Vec<String>,
	tags: Vec<(String, String)>,
}

fn vectors() -> Vectors {
	serde_json::from_str(include_str!("../vectors/canonical.json")).expect("the vectors are JSON")
}

#[test]
fn numbers_and_codes_have_the_forms_of_the_vectors() {
	for (text, expected) in vectors().number {
		assert_eq!(number(&text).ok(), expected, "{text:?}");
	}
	for (text, expected) in vectors().code {
		assert_eq!(code(&text).ok(), expected, "{text:?}");
	}
}

#[test]
fn one_number_has_one_form_and_two_numbers_have_two() {
	for group in vectors().one {
		let forms: Vec<_> = group.iter().map(|text| number(text).expect("a number")).collect();
		assert!(forms.windows(2).all(|pair| pair[0] == pair[1]), "{group:?} became {forms:?}");
	}
	for group in vectors().different {
		let mut forms = BTreeMap::new();
		for text in group {
			if let Some(other) = forms.insert(number(&text).expect("a number"), text.clone()) {
				panic!("{text:?} and {other:?} became one");
			}
		}
	}
}

/// Every short text of digits, points and separators: two have one form only where nothing but the kind or
/// the repetition of separators tells them apart.
#[test]
fn no_two_short_numbers_become_one() {
	const SIGNS: [char; 5] = ['1', '2', '.', '-', '/'];
	let mut texts = vec![String::new()];
	for length in 0..6 {
		let longer = texts.iter().filter(|text| text.chars().count() == length);
		let longer: Vec<_> = longer.flat_map(|text| SIGNS.map(|sign| format!("{text}{sign}"))).collect();
		texts.extend(longer);
	}
	let mut forms = BTreeMap::new();
	for text in &texts {
		let Ok(form) = number(text) else { continue };
		let mut plain = text.replace('/', "-");
		while plain.contains("--") {
			plain = plain.replace("--", "-");
		}
		assert_eq!(forms.entry(form).or_insert_with(|| plain.clone()), &plain, "{text}");
	}
	assert!(forms.len() > 1_000, "{}", forms.len());
}

#[test]
fn what_only_a_person_tells_apart_shares_an_alert_key() {
	for (key, one, other) in vectors().alert {
		let same = match key.as_str() {
			"skeleton" => skeleton(&one) == skeleton(&other),
			_ => digits(&one).is_some() && digits(&one) == digits(&other),
		};
		assert!(same, "{key}: {one:?} {other:?}");
		let refusing = number(&one).ok().zip(number(&other).ok());
		assert!(refusing.is_none_or(|(one, other)| one != other), "no alert is needed: {one:?} {other:?}");
	}
}

/// Whoever computes them, in whatever language: else two banks' documents never meet.
#[test]
fn fingerprints_and_alert_tags_are_those_of_the_vectors() {
	let key = ConsortiumKey::new([7; 32]);
	// What the paper writes for its sides counts for nothing.
	let written: RegistrationId = "91330203MA2000246B".parse().expect("a code");
	let party = || Party { name: "of no account".into(), code: written };
	let side = |(registration, former): Side| {
		let former_number: Option<[u8; 15]> =
			former.map(|digits| digits.into_bytes().try_into().expect("15 digits"));
		Registered { registration, former_number }
	};
	let all = vectors().tags;
	// One for each kind of number that a side can have, and one of sides with two.
	assert_eq!(all.len(), 4);
	for Tagged { kind, number, dated_on, seller, buyer, amount, fingerprints: prints, tags } in all {
		let sides = Sides { seller: side(seller), buyer: side(buyer) };
		let fields = DeclaredFields { kind, number, dated_on, seller: party(), buyer: party(), amount };
		let found: Vec<_> =
			fingerprints(&key, &fields, &sides).expect("fingerprints").iter().map(hex::encode).collect();
		assert_eq!(found, prints, "{}", fields.number);
		let found = alert_tags(&key, &fields, &sides).expect("tags").into_iter();
		let found: Vec<_> = found.map(|tag| (format!("{:?}", tag.form), hex::encode(tag.key))).collect();
		assert_eq!(found, tags, "{}", fields.number);
	}
}

#[test]
fn fingerprints_of_accounts_are_those_of_the_vectors() {
	let key = ConsortiumKey::new([7; 32]);
	let all = vectors().accounts;
	assert_eq!(all.len(), 4);
	for (branch, number, expected) in all {
		let found = account_fingerprint(&key, &branch, &number).expect("a fingerprint");
		assert_eq!(hex::encode(found), expected, "{branch} {number}");
	}
}
