#![no_main]

use zhidai_reader::files::read_account_number;
use zhidai_reader::limits::ACCOUNT_CHARACTERS;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
	if let Ok(number) = read_account_number("account", bytes) {
		assert!(ACCOUNT_CHARACTERS.contains(&number.len()));
		assert!(number.bytes().all(|byte| byte.is_ascii_digit()));
		assert_eq!(read_account_number("account", number.as_bytes()), Ok(number.clone()));
	}
});
