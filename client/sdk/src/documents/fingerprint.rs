use super::declared::compact;
use super::DeclaredFields;
use crate::error::{Error, Result};
use codec::Encode;
use hmac::{Hmac, Mac};
use sha2::Sha256;
use std::path::Path;
use zeroize::Zeroizing;

/// What a document is known by at every bank. Opaque to whoever lacks the consortium's key.
pub type Fingerprint = [u8; 32];

/// The key that the consortium's banks and regulators share. Borrowers do not have it.
pub struct ConsortiumKey(Zeroizing<[u8; 32]>);

impl ConsortiumKey {
	/// From its bytes.
	pub fn new(bytes: [u8; 32]) -> Self {
		Self(Zeroizing::new(bytes))
	}

	/// Reads the key from a file with 64 hexadecimal digits.
	pub fn read(path: &Path) -> Result<Self> {
		let text = std::fs::read_to_string(path)
			.map(Zeroizing::new)
			.map_err(|error| Error::io("read the consortium key", path, &error))?;
		let mut bytes = Zeroizing::new([0; 32]);
		hex::decode_to_slice(text.trim(), bytes.as_mut_slice()).map_err(|_| {
			Error::at(
				&path.display().to_string(),
				None,
				None,
				"not a consortium key; it has 64 hexadecimal digits",
			)
		})?;
		Ok(Self(bytes))
	}

	fn mac(&self, domain: &str, content: &[u8]) -> [u8; 32] {
		let mut mac = <Hmac<Sha256> as Mac>::new_from_slice(self.0.as_slice())
			.unwrap_or_else(|_| unreachable!("any length fits"));
		mac.update(&domain.encode());
		mac.update(content);
		mac.finalize().into_bytes().into()
	}

	/// The fingerprints of a document: over three combinations of its fields, so that one changed field leaves at least one of
	/// them as it was. A changed remark, address or clerk changes none.
	///
	/// | over | stays when this is changed |
	/// |---|---|
	/// | kind, number, seller | buyer, amount, date |
	/// | kind, number, buyer, amount | seller, date |
	/// | kind, seller, buyer, amount, date | number |
	///
	/// The price: two genuine documents of one kind between the same parties with the same amount and date are taken for
	/// one. They have to be filed with different dates or amounts, or paid by one of them.
	pub fn fingerprints(&self, fields: &DeclaredFields) -> Vec<Fingerprint> {
		let (kind, number) = (fields.kind, compact(&fields.number));
		let (seller, buyer) = (fields.seller.code, fields.buyer.code);
		vec![
			self.mac("zhidai/fingerprint/v1/number-seller", &(kind, &number, seller).encode()),
			self.mac(
				"zhidai/fingerprint/v1/number-buyer-amount",
				&(kind, &number, buyer, fields.amount).encode(),
			),
			self.mac(
				"zhidai/fingerprint/v1/parties-amount-date",
				&(kind, seller, buyer, fields.amount, fields.dated_on).encode(),
			),
		]
	}
}

/// The commitment by which the chain knows one natural person again, whatever accounts the person holds: keyed, because
/// identity numbers can be counted through. Refuses a resident identity number whose check digit is wrong, because a mistyped
/// one would make two persons of one.
pub fn person_commitment(key: &ConsortiumKey, id_number: &str) -> Result<[u8; 32]> {
	let number = compact(id_number);
	if !(5..=30).contains(&number.chars().count())
		|| !number.chars().all(|character| character.is_ascii_alphanumeric())
	{
		return Err(Error::usage("an identity number has 5 to 30 letters and digits"));
	}
	if number.len() == 18 && !resident_number_is_valid(&number) {
		return Err(Error::usage("the identity number's check digit is wrong (GB 11643)"));
	}
	Ok(key.mac("zhidai/person", number.as_bytes()))
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
	use crate::documents::Document;
	use zhidai_primitives::Fen;

	fn key() -> ConsortiumKey {
		ConsortiumKey::new([7; 32])
	}

	fn invoice() -> DeclaredFields {
		Document::parse("invoice.xml", include_bytes!("../../tests/data/invoice.xml")).unwrap().fields
	}

	#[test]
	fn one_changed_field_leaves_a_fingerprint() {
		let original = key().fingerprints(&invoice());
		assert_eq!(original.len(), 3);
		let changes: [fn(&mut DeclaredFields); 6] = [
			|fields| fields.number = "26332000000012345679".into(),
			|fields| fields.amount = Fen(fields.amount.0 + 1),
			|fields| fields.dated_on = fields.dated_on.plus_days(1).unwrap(),
			|fields| fields.seller = fields.buyer.clone(),
			|fields| fields.buyer = fields.seller.clone(),
			|fields| fields.seller.name = "another".into(),
		];
		for change in changes {
			let mut fields = invoice();
			change(&mut fields);
			let fingerprints = key().fingerprints(&fields);
			assert!(fingerprints.iter().any(|fingerprint| original.contains(fingerprint)), "{fields:?}");
		}
	}

	#[test]
	fn a_harmless_change_changes_none() {
		let text = include_str!("../../tests/data/invoice.xml");
		assert!(text.contains("开票员甲") && text.contains("<Remark>"));
		let edited = text.replace("开票员甲", "开票员乙").replace("<Remark>", "<Remark>备注 ");
		let edited = Document::parse("invoice.xml", edited.as_bytes()).unwrap();
		let original = Document::parse("invoice.xml", text.as_bytes()).unwrap();
		assert_ne!(edited.sha256, original.sha256);
		assert_eq!(key().fingerprints(&edited.fields), key().fingerprints(&original.fields));
	}

	#[test]
	fn without_the_key_nothing_matches() {
		let other = ConsortiumKey::new([8; 32]);
		let mine = key().fingerprints(&invoice());
		assert!(other.fingerprints(&invoice()).iter().all(|fingerprint| !mine.contains(fingerprint)));
	}

	#[test]
	fn a_person_has_one_commitment() {
		let commit = |number: &str| person_commitment(&key(), number);
		assert_eq!(commit("11010519491231002x").unwrap(), commit(" 110105 19491231 002X").unwrap());
		assert!(commit("110105194912310021").unwrap_err().message.contains("check digit"));
		assert!(commit("").is_err() && commit("张三").is_err());
		assert!(commit("E12345678").is_ok());
	}

	#[test]
	fn a_key_file_is_checked() {
		let folder = tempfile::tempdir().unwrap();
		let path = folder.path().join("key");
		std::fs::write(&path, "07".repeat(32) + "\n").unwrap();
		assert_eq!(
			ConsortiumKey::read(&path).unwrap().fingerprints(&invoice()),
			key().fingerprints(&invoice())
		);
		std::fs::write(&path, "07").unwrap();
		assert!(ConsortiumKey::read(&path).is_err());
	}
}
