#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
	let _ = zhidai_reader::documents::Paper::parse("paper", bytes);
});
