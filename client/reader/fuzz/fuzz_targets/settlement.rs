#![no_main]

use zhidai_reader::encoding::Encoding;
use zhidai_reader::files::read_settlement;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
	for encoding in [None, Some(Encoding::Utf8), Some(Encoding::Gb18030), Some(Encoding::Utf16)] {
		let _ = read_settlement("settlement", bytes, encoding);
	}
});
