#![no_main]

use zhidai_reader::files::{adopt_keys, read_drawdown};

// One input is both files, cut at its first zero byte: the drawdown, and the keys that were written for it.
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
	let cut = bytes.iter().position(|byte| *byte == 0).unwrap_or(bytes.len());
	let (file, keyed) = (&bytes[..cut], bytes.get(cut + 1..).unwrap_or_default());
	if let Ok(lines) = adopt_keys(("keyed", file), ("keyed.keyed", keyed)) {
		let rows = read_drawdown("keyed", file).expect("it was read");
		assert_eq!(lines.len(), rows.len());
		for (line, row) in lines.iter().zip(rows) {
			assert!(row.uetr.is_none_or(|uetr| uetr == line.uetr));
			assert_eq!((line.amount_fen, line.plan_line), (row.amount.0, row.plan_line));
		}
	}
});
