//! The faults that the reader of papers and files finds, as this crate's errors.

use crate::error::{Error, Kind};
use zhidai_reader::{Fault, Kind as Found};

fn error_of(kind: Kind, fault: Fault) -> Error {
	let placed = match &fault.file {
		Some(file) => Error::at(file, fault.line, fault.field.as_deref(), &fault.message),
		None => Error::usage(fault.message),
	};
	Error { kind, ..placed }
}

impl From<zhidai_reader::Error> for Error {
	fn from(found: zhidai_reader::Error) -> Self {
		let kind = match found.kind {
			Found::Input => Kind::Usage,
			Found::Verification => Kind::Verification,
			Found::Unexpected => Kind::Unexpected,
		};
		let errors = found.faults.into_iter().map(|fault| error_of(kind, fault)).collect();
		match Self::collect(errors) {
			Err(error) => error,
			Ok(()) => Self::unexpected("a refusal without a fault"),
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn every_fault_keeps_its_place_and_its_kind() {
		let found = zhidai_reader::documents::Document::parse("a.json", b"[]").unwrap_err();
		let error = Error::from(found);
		assert_eq!((error.kind, error.place.map(|place| place.file)), (Kind::Usage, Some("a.json".into())));
		let table = zhidai_reader::files::read_drawdown(
			"d.csv",
			b"uetr,plan_line,amount_yuan,account_version,evidence\n,x,1.234,0,\n",
		);
		let error = Error::from(table.unwrap_err());
		assert_eq!(error.others.len(), 1);
		assert!(error.to_string().starts_with("d.csv, line 2, plan_line: "), "{error}");
		let differs =
			zhidai_reader::Error::new(Found::Verification, "the document and its declaration differ");
		assert_eq!(Error::from(differs).kind, Kind::Verification);
	}
}
