#![no_main]

use zhidai_reader::files::read_value;
use zhidai_reader::{canonical, capitals};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
	let _ = read_value("value", bytes);
	if let Ok(text) = std::str::from_utf8(bytes) {
		let _ = (capitals::parse(text), canonical::code(text), canonical::name(text));
		let _ = (canonical::skeleton(text), canonical::digits(text));
		if let Ok(number) = canonical::number(text) {
			assert_eq!(canonical::number(&number), Ok(number.clone()));
		}
	}
});
