//! What a document declares, and the declaration that travels beside it.

use crate::error::{Error, Kind, Result};
use crate::input::{random, read_bytes, write_once};
use crate::limits::DOCUMENT_BYTES;
use blake2::{digest::consts::U32, Blake2b, Digest};
use codec::Encode;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};
use zhidai_api::{Day, EvidenceKind, Fen, RegistrationId};

/// One side of a document.
#[derive(Encode, Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Party {
	/// Its name.
	pub name: String,
	/// Its unified social credit code or, without one, its registration number; encoded as the chain encodes it.
	pub code: RegistrationId,
}

/// What a document declares, in one form for all kinds: names and numbers in their canonical form
/// ([`crate::canonical`]), money in fen.
#[derive(Encode, Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeclaredFields {
	/// What the document is.
	pub kind: EvidenceKind,
	/// Its number: of the invoice, the contract, the report, the application.
	pub number: String,
	/// Its date.
	pub dated_on: Day,
	/// Who sells, tests, or is paid for the filing.
	pub seller: Party,
	/// Who buys, has tested, or applies: the borrower.
	pub buyer: Party,
	/// The amount including tax (价税合计).
	pub amount: Fen,
}

/// The declared fields with the salt under which their digest stands on the chain: what goes to bank and
/// regulator beside the document, and to nobody else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Declaration {
	/// 32 random bytes in hexadecimal digits: without them the few plausible fields could be guessed from the
	/// digest.
	pub salt: String,
	/// The fields.
	pub fields: DeclaredFields,
}

impl Declaration {
	/// A declaration of these fields, with a fresh salt.
	pub fn new(fields: DeclaredFields) -> Result<Self> {
		Ok(Self { salt: hex::encode(random::<32>()?), fields })
	}

	/// Where a document's declaration is kept: beside it, `invoice.xml` → `invoice.xml.declared.json`.
	pub fn path_of(document: &Path) -> PathBuf {
		let mut path = document.as_os_str().to_owned();
		path.push(".declared.json");
		path.into()
	}

	/// The digest that stands on the chain.
	pub fn digest(&self) -> Result<[u8; 32]> {
		let salt = hex::decode(&self.salt).ok().filter(|salt| salt.len() == 32);
		let salt = salt.ok_or_else(|| Error::input("the declaration's salt is not 64 hexadecimal digits"))?;
		let content = ("zhidai/fields/v2", salt, &self.fields).encode();
		Ok(Blake2b::<U32>::digest(content).into())
	}

	/// Reads the declaration kept beside a document.
	pub fn read(path: &Path) -> Result<Self> {
		Self::parse(&path.display().to_string(), &read_bytes(path, DOCUMENT_BYTES)?)
	}

	/// Reads a declaration from its bytes.
	pub fn parse(file: &str, bytes: &[u8]) -> Result<Self> {
		serde_json::from_slice(bytes).map_err(|error| Error::at(file, Some(error.line() as u64), None, error))
	}

	/// Reads the declaration beside a document, or makes one there: filing the same document again gives the
	/// same digest. Whoever makes it, what counts is what stands in the file: of two processes at once both
	/// have the salt of one.
	pub fn beside(document: &Path, fields: &DeclaredFields) -> Result<Self> {
		let path = Self::path_of(document);
		if !path.exists() {
			let text =
				serde_json::to_string_pretty(&Self::new(fields.clone())?).map_err(Error::unexpected)?;
			write_once(&path, (text + "\n").as_bytes())
				.map_err(|error| Error::io("write the declaration", &path, &error))?;
		}
		let known = Self::read(&path)?;
		known.ensure_matches(fields)?;
		Ok(known)
	}

	/// The same, and nothing is written: for a trial.
	pub fn tried(document: &Path, fields: &DeclaredFields) -> Result<Self> {
		match Self::path_of(document).exists() {
			true => Self::beside(document, fields),
			false => Self::new(fields.clone()),
		}
	}

	/// Refuses where the document declares something else.
	pub fn ensure_matches(&self, fields: &DeclaredFields) -> Result<()> {
		let (declared, read) = (&self.fields, fields);
		let differs = [
			("kind", declared.kind != read.kind),
			("number", declared.number != read.number),
			("date", declared.dated_on != read.dated_on),
			("seller", declared.seller != read.seller),
			("buyer", declared.buyer != read.buyer),
			("amount", declared.amount != read.amount),
		];
		let names: Vec<_> = differs.iter().filter(|(_, differs)| *differs).map(|(name, _)| *name).collect();
		match names.is_empty() {
			true => Ok(()),
			false => {
				let message = format!("the document and its declaration differ in: {}", names.join(", "));
				Err(Error::new(Kind::Verification, message))
			}
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	fn fields() -> DeclaredFields {
		let party = |name: &str, code: &str| Party { name: name.into(), code: code.parse().unwrap() };
		DeclaredFields {
			kind: EvidenceKind::Invoice,
			number: "26332000000012345678".into(),
			dated_on: Day::from_ymd(2026, 3, 16).unwrap(),
			seller: party("宁波精工装备有限公司", "91330200MA20002460"),
			buyer: party("宁波海曙制造有限公司", "91330200MA2000123Y"),
			amount: Fen::from_yuan(4_500_000),
		}
	}

	#[test]
	fn the_digest_binds_salt_and_every_field() {
		let declaration = Declaration::new(fields()).unwrap();
		let digest = declaration.digest().unwrap();
		assert_eq!(digest, declaration.clone().digest().unwrap());
		assert_ne!(digest, Declaration::new(fields()).unwrap().digest().unwrap());
		let mut other = declaration.clone();
		other.fields.amount = Fen(1);
		assert_ne!(digest, other.digest().unwrap());
		let error = declaration.ensure_matches(&other.fields).unwrap_err();
		assert_eq!((error.kind, error.to_string().contains("amount")), (Kind::Verification, true));
		other.salt = "zz".into();
		assert!(other.digest().is_err());
	}

	#[test]
	fn a_declaration_is_kept_beside_its_document() {
		let folder = tempfile::tempdir().unwrap();
		let document = folder.path().join("invoice.xml");
		let tried = Declaration::tried(&document, &fields()).unwrap();
		assert!(!Declaration::path_of(&document).exists() && tried.fields == fields());
		let first = Declaration::beside(&document, &fields()).unwrap();
		assert_eq!(Declaration::tried(&document, &fields()).unwrap(), first);
		assert_eq!(Declaration::beside(&document, &fields()).unwrap(), first);
		let changed = DeclaredFields { number: "1".into(), ..fields() };
		assert_eq!(Declaration::beside(&document, &changed).unwrap_err().kind, Kind::Verification);
	}

	#[test]
	fn processes_at_once_declare_with_one_salt() {
		let folder = tempfile::tempdir().unwrap();
		for round in 0..20 {
			let document = folder.path().join(format!("{round}.xml"));
			let start = std::sync::Barrier::new(4);
			let declare = || {
				start.wait();
				Declaration::beside(&document, &fields()).unwrap()
			};
			let declared: Vec<_> = std::thread::scope(|scope| {
				let threads: Vec<_> = (0..4).map(|_| scope.spawn(declare)).collect();
				threads.into_iter().map(|thread| thread.join().unwrap()).collect()
			});
			let kept = Declaration::read(&Declaration::path_of(&document)).unwrap();
			assert!(declared.iter().all(|declaration| *declaration == kept), "{declared:?}");
		}
	}
}
