#![no_main]

use zhidai_reader::documents::{ConsortiumKey, Declaration};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
	let _ = ConsortiumKey::parse("key", bytes);
	if let Ok(declaration) = Declaration::parse("declared", bytes) {
		let _ = declaration.digest();
		let again = serde_json::to_vec(&declaration).expect("JSON");
		assert_eq!(Declaration::parse("declared", &again), Ok(declaration));
	}
});
