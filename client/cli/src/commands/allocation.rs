//! Allocations as people write them: how much of a payment rests on which documents beside its line's own.

use std::str::FromStr;
use zhidai_api::{Allocation, DocumentPart, EvidenceId, Fen};

/// `LINE:EVIDENCE:YUAN`, the line from 0.
pub(super) fn allocation(text: &str) -> Result<Allocation, String> {
	let form = || format!("{text:?} is not LINE:EVIDENCE:YUAN");
	let (line, rest) = text.split_once(':').ok_or_else(form)?;
	let line = line.parse().map_err(|_| form())?;
	let DocumentPart { evidence, amount_fen } = part(rest).map_err(|_| form())?;
	Ok(Allocation { line, evidence, amount_fen })
}

/// `EVIDENCE:YUAN`.
pub(super) fn part(text: &str) -> Result<DocumentPart, String> {
	let form = || format!("{text:?} is not EVIDENCE:YUAN");
	let (evidence, yuan) = text.split_once(':').ok_or_else(form)?;
	let evidence = EvidenceId(evidence.parse().map_err(|_| form())?);
	let Fen(amount_fen) = Fen::from_str(yuan).map_err(|error| format!("{}: {error}", form()))?;
	Ok(DocumentPart { evidence, amount_fen })
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn allocations_are_read_as_people_write_them() {
		let (evidence, amount_fen) = (EvidenceId(7), 123_456_789);
		assert_eq!(allocation("0:7:1,234,567.89"), Ok(Allocation { line: 0, evidence, amount_fen }));
		assert_eq!(part("7:1234567.89"), Ok(DocumentPart { evidence, amount_fen }));
		for wrong in ["", "0", "0:7", "0:7:", "0:7:x", "-1:7:1", "0:7:-1", "70000:7:1", "0:x:1"] {
			assert!(allocation(wrong).is_err(), "{wrong}");
		}
		assert!(part("7").is_err() && part("7:0.001").is_err());
	}
}
