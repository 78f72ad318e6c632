//! How a document is known again at every bank, a person at every account, and a receiving account in every writing:
//! by keyed digests, because whoever could make them alone could try out every number.
//!
//! Who holds the key is behind [`KeySource`]: today a file that banks and regulators share
//! ([`ConsortiumKey`]), later a service of the regulators that banks ask. Documents, persons and accounts have keys of
//! their own, so that what is asked for documents never answers for persons.

use super::{DeclaredFields, Sides};
use crate::canonical;
use crate::error::{Error, Result};
use crate::input::read_bytes;
use crate::limits::VALUE_BYTES;
use codec::Encode;
use hmac::{Hmac, Mac};
use sha2::Sha256;
use std::path::Path;
use zeroize::Zeroizing;
use zhidai_api::{AlertTag, EvidenceKind, LooseForm};

/// What a document is known by at every bank. Opaque to whoever lacks the key.
pub type Fingerprint = [u8; 32];

/// What a keyed digest is for. Each has a key of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
	/// Fingerprints and alert tags of documents.
	Documents,
	/// Commitments to natural persons.
	Persons,
	/// Fingerprints of receiving accounts.
	Accounts,
}

impl Purpose {
	/// The label from which the purpose's key is derived.
	const fn label(self) -> &'static str {
		match self {
			Self::Documents => "zhidai/key/v2/documents",
			Self::Persons => "zhidai/key/v2/persons",
			Self::Accounts => "zhidai/key/v2/accounts",
		}
	}
}

/// Whoever can make keyed digests: the holder of a key, or a service that is asked.
pub trait KeySource {
	/// The keyed digest of some content under a domain, with the key of this purpose.
	fn tag(&self, purpose: Purpose, domain: &str, content: &[u8]) -> Result<[u8; 32]>;
}

/// The key that the consortium's banks and regulators share. Borrowers do not have it.
pub struct ConsortiumKey(Zeroizing<[u8; 32]>);

impl ConsortiumKey {
	/// From its bytes.
	pub fn new(bytes: [u8; 32]) -> Self {
		Self(Zeroizing::new(bytes))
	}

	/// Reads the key from a file with 64 hexadecimal digits.
	pub fn read(path: &Path) -> Result<Self> {
		Self::parse(&path.display().to_string(), &Zeroizing::new(read_bytes(path, VALUE_BYTES)?))
	}

	/// Reads the key from a file's bytes.
	pub fn parse(file: &str, text: &[u8]) -> Result<Self> {
		let mut bytes = Zeroizing::new([0; 32]);
		hex::decode_to_slice(text.trim_ascii(), bytes.as_mut_slice())
			.map_err(|_| Error::at(file, None, None, "not a consortium key; it has 64 hexadecimal digits"))?;
		Ok(Self(bytes))
	}
}

impl KeySource for ConsortiumKey {
	fn tag(&self, purpose: Purpose, domain: &str, content: &[u8]) -> Result<[u8; 32]> {
		let key = Zeroizing::new(mac(self.0.as_slice(), &[purpose.label().as_bytes()])?);
		mac(key.as_slice(), &[&domain.encode(), content])
	}
}

fn mac(key: &[u8], parts: &[&[u8]]) -> Result<[u8; 32]> {
	let mut mac = <Hmac<Sha256> as Mac>::new_from_slice(key).map_err(Error::unexpected)?;
	parts.iter().for_each(|part| mac.update(part));
	Ok(mac.finalize().into_bytes().into())
}

/// The fingerprints of a document: over combinations of its fields, so that one changed field beside the number leaves
/// at least one of them as it was. A changed remark, address or clerk changes none.
///
/// | of | over | stays when this is changed |
/// |---|---|---|
/// | an invoice | kind, number | everything else: its number is one for the country |
/// | other kinds | kind, number, seller | buyer, amount, date |
/// | | kind, number, buyer, amount | seller, date |
///
/// A side is what the register has for it, and never the code that the paper writes ([`Sides`]): who wrote another code
/// of the same organisation had another document. A side with two numbers is known under either, so that a number that
/// is linked later sets nothing free. That makes [`zhidai_api::limits::MAX_CLAIM_KEYS`] of them at the most.
///
/// Each has the number, because a fingerprint refuses, and two numbers are two documents: a supplier writes
/// two equal invoices for one delivery on one day. What goes without the number only tells a person
/// ([`alert_tags`], [`LooseForm::Near`]). No kind is without a number: every reader refuses an empty one.
pub fn fingerprints(
	keys: &impl KeySource,
	fields: &DeclaredFields,
	sides: &Sides,
) -> Result<Vec<Fingerprint>> {
	let (kind, number) = (fields.kind, &fields.number);
	let tag = |combination: &str, content: Vec<u8>| {
		keys.tag(Purpose::Documents, &format!("zhidai/fingerprint/v3/{combination}"), &content)
	};
	if kind == EvidenceKind::Invoice {
		return Ok(vec![tag("number", (kind, number).encode())?]);
	}
	let mut all = Vec::new();
	for seller in sides.seller.keys() {
		all.push(tag("number-seller", (kind, number, seller).encode())?);
	}
	for buyer in sides.buyer.keys() {
		all.push(tag("number-buyer-amount", (kind, number, buyer, fields.amount).encode())?);
	}
	Ok(all)
}

/// Tags by which documents that are *nearly* the same meet, so that a person looks. They refuse nothing.
///
/// | over | they meet where |
/// |---|---|
/// | kind, seller, the number's digits | letters, signs or the buyer differ |
/// | kind, the number's shape; but for invoices, whose numbers are one series for the country, the buyer too | O and 0, separators or the seller differ |
/// | kind, parties, near amount, near date | the number differs, and amount and date a little or not at all |
///
/// A side counts by the number under which it is registered today, because each tag more costs every verdict: what was
/// attested before 15 digits gave way to a credit code is no look-alike of what comes after. Fingerprints still meet.
pub fn alert_tags(keys: &impl KeySource, fields: &DeclaredFields, sides: &Sides) -> Result<Vec<AlertTag>> {
	let (kind, seller, buyer) = (fields.kind, sides.seller.key(), sides.buyer.key());
	let tag = |form: LooseForm, content: Vec<u8>| {
		let domain = format!("zhidai/alert/v3/{form:?}");
		let digest = keys.tag(Purpose::Documents, &domain, &content)?;
		Ok(AlertTag { form, key: digest.first_chunk().copied().unwrap_or_default() })
	};
	let is_of_the_country = matches!(kind, EvidenceKind::Invoice | EvidenceKind::RedLetterInvoice);
	let numbered_by_seller = (!is_of_the_country).then_some(buyer);
	let shape = (kind, numbered_by_seller, canonical::skeleton(&fields.number));
	let mut tags = vec![tag(LooseForm::Skeleton, shape.encode())?];
	if let Some(digits) = canonical::digits(&fields.number) {
		tags.push(tag(LooseForm::Digits, (kind, seller, digits).encode())?);
	}
	for amount in canonical::near_amounts(fields.amount) {
		for week in canonical::near_weeks(fields.dated_on) {
			tags.push(tag(LooseForm::Near, (kind, seller, buyer, amount, week).encode())?);
		}
	}
	Ok(tags)
}

/// The commitment by which the chain knows one natural person again, whatever accounts the person holds:
/// keyed, because identity numbers can be counted through. Refuses a resident identity number whose check
/// digit is wrong, because a mistyped one would make two persons of one.
pub fn person_commitment(keys: &impl KeySource, id_number: &str) -> Result<[u8; 32]> {
	let number = canonical::code(id_number)
		.map_err(|error| Error::input(format!("not an identity number: {error}")))?;
	if !(5..=30).contains(&number.len()) {
		return Err(Error::input("an identity number has 5 to 30 letters and digits"));
	}
	if number.len() == 18 && !resident_number_is_valid(&number) {
		return Err(Error::input("the identity number's check digit is wrong (GB 11643)"));
	}
	keys.tag(Purpose::Persons, "zhidai/person/v2", number.as_bytes())
}

/// How much of a branch's number (联行号) names its bank (行别代码).
const BANK_DIGITS: usize = 3;

/// The fingerprint by which a receiving account is known again, whatever salt its hash has: over its number and the
/// bank that keeps it.
///
/// Of the branch's 12 digits the first three count, which name the bank. An account number is its bank's, not the
/// branch's, and payments name any of a bank's branches for it: over all 12 one account had as many fingerprints as its
/// bank has branches. City and rural banks share such digits among them; two of theirs with one account number are
/// taken for one account.
pub fn account_fingerprint(keys: &impl KeySource, bank_code: &str, number: &str) -> Result<Fingerprint> {
	let is_branch = bank_code.len() == 12 && bank_code.bytes().all(|byte| byte.is_ascii_digit());
	let bank = bank_code.get(..BANK_DIGITS).filter(|_| is_branch);
	let bank = bank.ok_or_else(|| Error::input("a branch's number (联行号) has 12 digits"))?;
	let number =
		canonical::code(number).map_err(|error| Error::input(format!("not an account number: {error}")))?;
	keys.tag(Purpose::Accounts, "zhidai/account/v1", &(bank, number.as_str()).encode())
}

/// GB 11643-1999: the last of the 18 characters checks the other 17.
fn resident_number_is_valid(number: &str) -> bool {
	const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
	let digits: Option<Vec<u32>> = number.chars().take(17).map(|character| character.to_digit(10)).collect();
	let check = digits
		.map(|digits| digits.iter().zip(WEIGHTS).map(|(digit, weight)| digit * weight).sum::<u32>() % 11);
	check.and_then(|check| "10X98765432".chars().nth(check as usize)) == number.chars().last()
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::documents::{Document, Registered};
	use zhidai_api::{Fen, RegistrationId};

	fn key() -> ConsortiumKey {
		ConsortiumKey::new([7; 32])
	}

	fn invoice() -> DeclaredFields {
		Document::parse("invoice.xml", include_bytes!("../../tests/fixtures/own/invoice.xml")).unwrap().fields
	}

	fn contract() -> DeclaredFields {
		let text = include_bytes!("../../tests/fixtures/own/purchase_contract.json");
		Document::parse("contract.json", text).unwrap().fields
	}

	fn registered(number: &str) -> Registered {
		Registered { registration: number.parse().unwrap(), former_number: None }
	}

	/// A register that has the very numbers which the paper writes.
	fn sides(fields: &DeclaredFields) -> Sides {
		let side = |code| Registered { registration: code, former_number: None };
		Sides { seller: side(fields.seller.code), buyer: side(fields.buyer.code) }
	}

	fn marks(key: &ConsortiumKey, fields: &DeclaredFields) -> Vec<Fingerprint> {
		fingerprints(key, fields, &sides(fields)).unwrap()
	}

	/// A borrower filed one contract at two banks, and changed nothing but the codes: 91330200MA20002460 became
	/// 91330203MA2000246B, with the same organisation code, and both banks paid.
	#[test]
	fn what_a_paper_writes_for_its_sides_makes_no_other_document() {
		let code = |text: &str| text.parse::<RegistrationId>().unwrap();
		for original in [contract(), invoice()] {
			let has = sides(&original);
			let mut rewritten = original.clone();
			(rewritten.seller.code, rewritten.buyer.code) =
				(code("91330203MA2000246B"), code("330206600123456"));
			assert_ne!(original, rewritten);
			assert_eq!(
				fingerprints(&key(), &original, &has).unwrap(),
				fingerprints(&key(), &rewritten, &has).unwrap()
			);
			let tags = |fields: &DeclaredFields| alert_tags(&key(), fields, &has).unwrap();
			assert_eq!(tags(&original), tags(&rewritten));
			// Also where the register itself has another code of the same organisation by then.
			let moved = Sides { seller: registered("91330203MA2000246B"), ..has };
			assert_eq!(
				fingerprints(&key(), &original, &has).unwrap(),
				fingerprints(&key(), &original, &moved).unwrap()
			);
		}
	}

	/// 15 digits are linked to a credit code, or a credit code to 15 digits: the documents of before stay taken.
	#[test]
	fn a_number_that_is_linked_later_sets_no_document_free() {
		let (code, digits) = ("91330200MA20002460", "330206600123456");
		let both =
			Registered { registration: code.parse().unwrap(), former_number: Some(*b"330206600123456") };
		let known = |seller: Registered, buyer: Registered| {
			fingerprints(&key(), &contract(), &Sides { seller, buyer }).unwrap()
		};
		let other = registered("91330200MA2000123Y");
		for before in [registered(code), registered(digits)] {
			for (early, late) in
				[(known(before, other), known(both, other)), (known(other, before), known(other, both))]
			{
				assert_eq!((early.len(), late.len()), (2, 3));
				assert!(early.iter().all(|mark| late.contains(mark)), "{before:?}");
			}
		}
		assert_eq!(known(both, both).len(), zhidai_api::limits::MAX_CLAIM_KEYS as usize);
	}

	/// Invoice numbers are one series for the country: no second one is another firm's.
	#[test]
	fn an_invoice_is_known_by_its_number_whatever_else_it_says() {
		let other = DeclaredFields {
			seller: invoice().buyer,
			buyer: invoice().seller,
			amount: Fen(1),
			dated_on: invoice().dated_on.plus_days(90).unwrap(),
			..invoice()
		};
		assert_eq!(marks(&key(), &other), marks(&key(), &invoice()));
		assert_eq!(marks(&key(), &other).len(), 1);
		// Two firms number their contracts alike.
		let here = contract();
		let elsewhere = DeclaredFields { seller: contract().buyer, buyer: contract().seller, ..contract() };
		assert!(marks(&key(), &elsewhere).iter().all(|mark| !marks(&key(), &here).contains(mark)));
	}

	#[test]
	fn one_changed_field_beside_the_number_leaves_a_fingerprint() {
		let original = marks(&key(), &contract());
		assert_eq!(original.len(), 2);
		let changes: [fn(&mut DeclaredFields); 5] = [
			|fields| fields.amount = Fen(fields.amount.0 + 1),
			|fields| fields.dated_on = fields.dated_on.plus_days(1).unwrap(),
			|fields| fields.seller = fields.buyer.clone(),
			|fields| fields.buyer = fields.seller.clone(),
			|fields| fields.seller.name = "another".into(),
		];
		for change in changes {
			let mut fields = contract();
			change(&mut fields);
			let fingerprints = marks(&key(), &fields);
			assert!(fingerprints.iter().any(|fingerprint| original.contains(fingerprint)), "{fields:?}");
		}
	}

	/// A supplier splits a delivery into equal invoices of one day: once the second one was refused.
	#[test]
	fn equal_documents_with_two_numbers_are_two_and_a_person_is_told() {
		let kinds = [
			EvidenceKind::PurchaseContract,
			EvidenceKind::Invoice,
			EvidenceKind::InspectionReport,
			EvidenceKind::PatentFiling,
			EvidenceKind::AcceptanceCertificate,
			EvidenceKind::DeliveryNote,
			EvidenceKind::RedLetterInvoice,
		];
		for kind in kinds {
			let one = DeclaredFields { kind, ..invoice() };
			let other = DeclaredFields { number: "26332000000012345687".into(), ..one.clone() };
			let marks_of_one = marks(&key(), &one);
			assert!(marks(&key(), &other).iter().all(|mark| !marks_of_one.contains(mark)), "{kind:?}");
			assert_eq!(meet(&other, &one), [LooseForm::Near], "{kind:?}");
		}
	}

	#[test]
	fn a_harmless_change_changes_none() {
		let text = include_str!("../../tests/fixtures/own/invoice.xml");
		assert!(text.contains("开票员甲") && text.contains("<Remark>"));
		let edited = text.replace("开票员甲", "开票员乙").replace("<Remark>", "<Remark>备注 ");
		let edited = Document::parse("invoice.xml", edited.as_bytes()).unwrap();
		let original = Document::parse("invoice.xml", text.as_bytes()).unwrap();
		assert_ne!(edited.sha256, original.sha256);
		assert_eq!(marks(&key(), &edited.fields), marks(&key(), &original.fields));
	}

	#[test]
	fn without_the_key_nothing_matches() {
		let other = ConsortiumKey::new([8; 32]);
		let mine = marks(&key(), &invoice());
		assert!(marks(&other, &invoice()).iter().all(|fingerprint| !mine.contains(fingerprint)));
	}

	#[test]
	fn a_person_has_one_commitment() {
		let commit = |number: &str| person_commitment(&key(), number);
		assert_eq!(commit("11010519491231002x").unwrap(), commit(" 110105 19491231 002X").unwrap());
		assert!(commit("110105194912310021").unwrap_err().to_string().contains("check digit"));
		assert!(commit("").is_err() && commit("张三").is_err());
		assert!(commit("E12345678").is_ok());
	}

	#[test]
	fn a_key_file_is_checked() {
		let folder = tempfile::tempdir().unwrap();
		let path = folder.path().join("key");
		std::fs::write(&path, "07".repeat(32) + "\n").unwrap();
		assert_eq!(marks(&ConsortiumKey::read(&path).unwrap(), &invoice()), marks(&key(), &invoice()));
		std::fs::write(&path, "07").unwrap();
		assert!(ConsortiumKey::read(&path).is_err());
	}

	/// One account under another branch's number was another account, and a second supplier's.
	#[test]
	fn an_account_has_one_fingerprint() {
		let mark = |branch: &str, number: &str| account_fingerprint(&key(), branch, number).unwrap();
		let own = mark("102332002018", "6200000000000002");
		assert_eq!(own, mark("102100099996", "6200 0000 0000 0002"));
		assert_eq!(own, mark("102332002018", "６２００００００００００ 0002"));
		assert_ne!(own, mark("102332002018", "6200000000000010"));
		assert_ne!(own, mark("103332002018", "6200000000000002"));
		let other = ConsortiumKey::new([8; 32]);
		assert_ne!(own, account_fingerprint(&other, "102332002018", "6200000000000002").unwrap());
		for (branch, number) in [("10233200201", "62"), ("10233200201X", "62"), ("102332002018", "62-00")] {
			assert!(account_fingerprint(&key(), branch, number).is_err(), "{branch} {number}");
		}
	}

	#[test]
	fn documents_persons_and_accounts_have_keys_of_their_own() {
		let tag = |purpose| key().tag(purpose, "domain", b"content").unwrap();
		assert_ne!(tag(Purpose::Documents), tag(Purpose::Persons));
		assert!(![tag(Purpose::Documents), tag(Purpose::Persons)].contains(&tag(Purpose::Accounts)));
		assert_ne!(tag(Purpose::Documents), mac(&[7; 32], &[&"domain".encode(), b"content"]).unwrap());
		assert_ne!(tag(Purpose::Persons), key().tag(Purpose::Persons, "other", b"content").unwrap());
	}

	#[test]
	fn near_documents_meet_in_an_alert_and_in_no_fingerprint() {
		let near = DeclaredFields {
			number: "26332000000012345687".into(),
			amount: Fen(invoice().amount.0 + 100),
			dated_on: invoice().dated_on.plus_days(3).unwrap(),
			..invoice()
		};
		assert!(marks(&key(), &near).iter().all(|mark| !marks(&key(), &invoice()).contains(mark)));
		assert_eq!(meet(&near, &invoice()), [LooseForm::Near]);
		let far = DeclaredFields { amount: Fen(invoice().amount.0 * 2), ..near };
		assert_eq!(meet(&far, &invoice()), []);
	}

	fn tags(key: &ConsortiumKey, fields: &DeclaredFields) -> Vec<AlertTag> {
		alert_tags(key, fields, &sides(fields)).unwrap()
	}

	/// In which forms two documents meet.
	fn meet(one: &DeclaredFields, other: &DeclaredFields) -> Vec<LooseForm> {
		let other = tags(&key(), other);
		let mut forms: Vec<_> =
			tags(&key(), one).into_iter().filter(|tag| other.contains(tag)).map(|tag| tag.form).collect();
		forms.sort_unstable();
		forms.dedup();
		forms
	}

	#[test]
	fn a_number_that_looks_the_same_meets_at_another_seller_only_where_numbers_are_one_series() {
		let far = |fields: DeclaredFields| DeclaredFields { amount: Fen(1), ..fields };
		let other_seller =
			|fields: DeclaredFields| DeclaredFields { seller: fields.buyer.clone(), ..far(fields) };
		let other_buyer =
			|fields: DeclaredFields| DeclaredFields { buyer: fields.seller.clone(), ..far(fields) };
		assert_eq!(meet(&other_seller(invoice()), &invoice()), [LooseForm::Skeleton]);
		let contract = |number: &str| DeclaredFields {
			kind: EvidenceKind::PurchaseContract,
			number: number.into(),
			..invoice()
		};
		// Two buyers have contracts 2026-003, of sellers who do not know of each other.
		let here = far(contract("HT-2026-003"));
		let elsewhere = DeclaredFields { seller: here.buyer.clone(), buyer: here.seller.clone(), ..here };
		assert_eq!(meet(&elsewhere, &contract("HT-2026-003")), []);
		assert_eq!(
			meet(&other_buyer(contract("HT/2026-003")), &contract("HT-2026-003")),
			[LooseForm::Digits]
		);
		assert_eq!(
			meet(&other_seller(contract("HT-2O26-003")), &contract("HT-2026-003")),
			[LooseForm::Skeleton]
		);
		let both = [LooseForm::Digits, LooseForm::Skeleton];
		assert_eq!(meet(&far(contract("HT2026003")), &contract("HT-2026-003")), both);
	}

	#[test]
	fn a_document_has_no_more_tags_than_the_chain_takes() {
		let own = tags(&key(), &invoice());
		assert!(own.len() <= zhidai_api::MAX_ALERT_TAGS as usize, "{}", own.len());
		let forms = [LooseForm::Digits, LooseForm::Skeleton, LooseForm::Near];
		assert!(forms.iter().all(|form| own.iter().any(|tag| tag.form == *form)));
		// Without the key nothing meets.
		let other = tags(&ConsortiumKey::new([8; 32]), &invoice());
		assert!(other.iter().all(|tag| !own.contains(tag)));
	}
}
