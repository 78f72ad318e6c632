//! The keys of payments that a drawdown file leaves out: made once, kept beside the file, used again.

use super::{read_drawdown, DrawdownRow, DRAWDOWN_HEADER};
use crate::error::{Error, Result};
use crate::input::{random, read_bytes, write_once};
use crate::limits::TABLE_BYTES;
use std::path::{Path, PathBuf};
use zhidai_api::{DraftLine, Uetr};

/// Where the keys of a drawdown file's payments are kept: beside it, `drawdown.csv` → `drawdown.keyed.csv`.
pub fn keyed_path(path: &Path) -> PathBuf {
	path.with_extension("keyed.csv")
}

/// The payments of a drawdown file, each with its key. Where the file leaves keys out, they are made once and
/// written to [`keyed_path`] **before** anything is sent: the same command again finds them there and can not
/// pay twice. They are always taken from that file: of two processes at once both have the keys of one.
pub fn with_keys(path: &Path) -> Result<Vec<DraftLine>> {
	lines(path, true)
}

/// The same, and nothing is written: for a trial. Keys that are not written yet are made for it alone.
pub fn tried_keys(path: &Path) -> Result<Vec<DraftLine>> {
	lines(path, false)
}

fn lines(path: &Path, is_kept: bool) -> Result<Vec<DraftLine>> {
	let file = path.display().to_string();
	let bytes = read_bytes(path, TABLE_BYTES)?;
	let rows = read_drawdown(&file, &bytes)?;
	if rows.iter().all(|row| row.uetr.is_some()) {
		return rows.into_iter().map(|row| line_of(&file, row)).collect();
	}
	let keyed = keyed_path(path);
	if !keyed.exists() {
		let mut fresh = rows;
		for row in &mut fresh {
			row.uetr = Some(row.uetr.map_or_else(|| random().map(Uetr::from_random), Ok)?);
		}
		if !is_kept {
			return fresh.into_iter().map(|row| line_of(&file, row)).collect();
		}
		write_drawdown(&keyed, &fresh)?;
	}
	adopt_keys((&file, &bytes), (&keyed.display().to_string(), &read_bytes(&keyed, TABLE_BYTES)?))
}

/// The payments of a drawdown file, with the keys that were written for them: two files, each with its name and its
/// bytes. Refuses where the first one changed since.
pub fn adopt_keys(
	(file, bytes): (&str, &[u8]),
	(keyed, keyed_bytes): (&str, &[u8]),
) -> Result<Vec<DraftLine>> {
	let rows = read_drawdown(file, bytes)?;
	let known = read_drawdown(keyed, keyed_bytes)?;
	ensure_same(file, keyed, &rows, &known)?;
	known.into_iter().map(|row| line_of(file, row)).collect()
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

fn ensure_same(file: &str, keyed: &str, rows: &[DrawdownRow], known: &[DrawdownRow]) -> Result<()> {
	let same = rows.len() == known.len()
		&& rows.iter().zip(known).all(|(row, known)| {
			known.uetr.is_some()
				&& row.uetr.is_none_or(|uetr| known.uetr == Some(uetr))
				&& *row == DrawdownRow { uetr: row.uetr, ..known.clone() }
		});
	match same {
		true => Ok(()),
		false => {
			let message = format!(
				"changed since its keys were written to {keyed}; if nothing of it was sent, \
				 remove {keyed}, else make a new file"
			);
			Err(Error::at(file, None, None, message))
		}
	}
}

/// Writes a drawdown file, as a whole and for good; nothing where there is a file already. Whether it was
/// written.
pub fn write_drawdown(path: &Path, rows: &[DrawdownRow]) -> Result<bool> {
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
	write_once(path, &bytes).map_err(|error| Error::io("write", path, &error))
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
		let tried = tried_keys(&path).unwrap();
		assert!(!keyed_path(&path).exists() && tried[0].uetr.is_version_4());
		let first = with_keys(&path).unwrap();
		assert_eq!(tried_keys(&path).unwrap(), first);
		assert!(first[0].uetr.is_version_4() && first[1].uetr == KEY.parse().unwrap());
		assert_eq!(with_keys(&path).unwrap(), first);
		std::fs::write(&path, format!("{header},0,1.5,0,\n{KEY},1,2,0,\n")).unwrap();
		let error = with_keys(&path).unwrap_err();
		assert!(error.to_string().contains("changed since its keys were written"), "{error}");
	}

	#[test]
	fn processes_at_once_pay_under_the_same_keys() {
		let folder = tempfile::tempdir().unwrap();
		for round in 0..20 {
			let path = folder.path().join(format!("{round}.csv"));
			std::fs::write(&path, format!("{}\n,0,1,0,\n,1,2,0,\n", DRAWDOWN_HEADER.join(","))).unwrap();
			let start = std::sync::Barrier::new(4);
			let read = || {
				start.wait();
				with_keys(&path).unwrap()
			};
			let lines: Vec<_> = std::thread::scope(|scope| {
				let threads: Vec<_> = (0..4).map(|_| scope.spawn(read)).collect();
				threads.into_iter().map(|thread| thread.join().unwrap()).collect()
			});
			let kept = with_keys(&path).unwrap();
			assert!(lines.iter().all(|lines| *lines == kept), "{lines:?}");
		}
		let drafts = std::fs::read_dir(folder.path()).unwrap();
		assert_eq!(drafts.count(), 40, "a draft was left");
	}
}
