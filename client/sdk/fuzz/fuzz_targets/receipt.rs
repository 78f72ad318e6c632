#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
	zhidai_sdk_fuzz::receipt(bytes);
});
