//! The keys of payments that a drawdown file leaves out: made once, kept beside the file, used again.

use super::{read_drawdown, DrawdownRow, DRAWDOWN_HEADER};
use crate::error::{Error, Result};
use crate::input::{random, read_bytes};
use crate::limits::TABLE_BYTES;
use std::io::Write;
use std::path::{Path, PathBuf};
use zhidai_api::{DraftLine, Uetr};

/// Where the keys of a drawdown file's payments are kept: beside it, `drawdown.csv` → `drawdown.keyed.csv`.
pub fn keyed_path(path: &Path) -> PathBuf {
	path.with_extension("keyed.csv")
}

/// The payments of a drawdown file, each with its key. Where the file leaves keys out, they are made once and
/// written to [`keyed_path`] **before** anything is sent: the same command again finds them there and can not
/// pay twice.
pub fn with_keys(path: &Path) -> Result<Vec<DraftLine>> {
	let file = path.display().to_string();
	let mut rows = read_drawdown(&file, &read_bytes(path, TABLE_BYTES)?)?;
	if rows.iter().any(|row| row.uetr.is_none()) {
		let keyed = keyed_path(path);
		if keyed.exists() {
			let known = read_drawdown(&keyed.display().to_string(), &read_bytes(&keyed, TABLE_BYTES)?)?;
			rows = adopt_keys(&file, &keyed, rows, known)?;
		} else {
			for row in &mut rows {
				row.uetr = Some(row.uetr.map_or_else(|| random().map(Uetr::from_random), Ok)?);
			}
			write_drawdown(&keyed, &rows)?;
		}
	}
	rows.into_iter().map(|row| line_of(&file, row)).collect()
}

fn line_of(file: &str, row: DrawdownRow) -> Result<DraftLine> {
	Ok(DraftLine {
		uetr: row.uetr.ok_or_else(|| Error::at(file, None, Some("uetr"), "a payment has no key"))?,
		plan_line: row.plan_line,
		account: row.account,
		amount_fen: row.amount.0,
		evidence: row.evidence,
	})
}

fn adopt_keys(
	file: &str,
	keyed: &Path,
	rows: Vec<DrawdownRow>,
	known: Vec<DrawdownRow>,
) -> Result<Vec<DrawdownRow>> {
	let same = rows.len() == known.len()
		&& rows.iter().zip(&known).all(|(row, known)| {
			known.uetr.is_some()
				&& row.uetr.is_none_or(|uetr| known.uetr == Some(uetr))
				&& *row == DrawdownRow { uetr: row.uetr, ..known.clone() }
		});
	match same {
		true => Ok(known),
		false => {
			let keyed = keyed.display();
			let message = format!(
				"changed since its keys were written to {keyed}; if nothing of it was sent, \
				 remove {keyed}, else make a new file"
			);
			Err(Error::at(file, None, None, message))
		}
	}
}

/// Writes a drawdown file.
pub fn write_drawdown(path: &Path, rows: &[DrawdownRow]) -> Result<()> {
	let mut writer = csv::Writer::from_writer(Vec::new());
	let write = |writer: &mut csv::Writer<Vec<u8>>| -> std::result::Result<(), csv::Error> {
		writer.write_record(DRAWDOWN_HEADER)?;
		for row in rows {
			let text = |value: Option<String>| value.unwrap_or_default();
			let amount = format!("{}.{:02}", row.amount.0 / 100, row.amount.0 % 100);
			writer.write_record([
				text(row.uetr.map(|uetr| uetr.to_string())),
				row.plan_line.to_string(),
				amount,
				row.account.to_string(),
				text(row.evidence.map(|evidence| evidence.to_string())),
			])?;
		}
		writer.flush().map_err(Into::into)
	};
	write(&mut writer).map_err(Error::unexpected)?;
	let bytes = writer.into_inner().map_err(Error::unexpected)?;
	write_whole(path, &bytes).map_err(|error| Error::io("write", path, &error))
}

/// Writes a file so that it is there as a whole and for good, or not at all.
fn write_whole(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
	let draft = path.with_extension("part");
	let mut file = std::fs::File::create(&draft)?;
	file.write_all(bytes)?;
	file.sync_all()?;
	std::fs::rename(&draft, path)
}

#[cfg(test)]
mod tests {
	use super::*;

	const KEY: &str = "3f2504e0-4f89-41d3-9a0c-0305e82c3301";

	#[test]
	fn keys_are_written_before_they_are_used_and_found_again() {
		let header = format!("{}\n", DRAWDOWN_HEADER.join(","));
		let folder = tempfile::tempdir().unwrap();
		let path = folder.path().join("drawdown.csv");
		std::fs::write(&path, format!("{header},0,1,0,\n{KEY},1,2,0,\n")).unwrap();
		let first = with_keys(&path).unwrap();
		assert!(first[0].uetr.is_version_4() && first[1].uetr == KEY.parse().unwrap());
		assert_eq!(with_keys(&path).unwrap(), first);
		std::fs::write(&path, format!("{header},0,1.5,0,\n{KEY},1,2,0,\n")).unwrap();
		let error = with_keys(&path).unwrap_err();
		assert!(error.to_string().contains("changed since its keys were written"), "{error}");
	}
}
