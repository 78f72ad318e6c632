use super::*;

fn about(request: &str, nonce: u64) -> About {
	let (call, account) = ("Evidence.file".into(), "5Fx".into());
	let request = request.into();
	About { request, call, account, nonce, uetr: None, request_id: None, call_digest: None }
}

fn signature(hash: &str) -> Signature {
	Signature { hash: hash.into(), bytes: vec![1, 2, 3], born_at: 10, last_block: 74 }
}

fn outbox(folder: &tempfile::TempDir) -> Outbox {
	Outbox::new(folder.path(), [7; 32], "5Fx")
}

#[tokio::test]
async fn what_was_signed_is_there_after_a_crash_at_any_byte() {
	let folder = tempfile::tempdir().unwrap();
	let outbox = outbox(&folder);
	let mut held = outbox.hold().await.unwrap();
	held.sign(&about("a", 1), &signature("0x01")).unwrap();
	held.end("0x01", State::Final { block: 12 }).unwrap();
	held.sign(&about("b", 2), &signature("0x02")).unwrap();
	drop(held);
	let whole = fs::read(outbox.path()).unwrap();
	let ends: Vec<usize> =
		whole.iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(index, _)| index + 1).collect();
	assert_eq!(ends.len(), 3);
	for length in 0..=whole.len() {
		fs::write(outbox.path(), &whole[..length]).unwrap();
		let records = ends.iter().filter(|end| **end <= length).count();
		let entries = outbox.entries().unwrap();
		assert_eq!(entries.len(), [0, 1, 1, 2][records], "cut at {length}");
		if let Some(first) = entries.first() {
			assert_eq!(first.is_waiting(), records < 2, "cut at {length}");
		}
		// The next record follows the last whole one.
		let mut held = outbox.hold().await.unwrap();
		held.sign(&about("c", 3), &signature("0x03")).unwrap();
		drop(held);
		assert_eq!(outbox.entries().unwrap().len(), entries.len() + 1, "cut at {length}");
	}
}

/// It is written and synced when `sign` returns, and nothing is sent before that.
#[cfg(unix)]
#[tokio::test]
async fn a_signature_that_does_not_last_is_none() {
	let folder = tempfile::tempdir().unwrap();
	let mut held = outbox(&folder).hold().await.unwrap();
	// A pipe takes what is written and cannot be synced.
	let (_reader, writer) = std::io::pipe().unwrap();
	held.file = File::from(std::os::fd::OwnedFd::from(writer));
	assert!(held.sign(&about("a", 1), &signature("0x01")).is_err());
	assert!(held.newest("a").is_none());
}

#[tokio::test]
async fn a_record_that_was_changed_is_an_error_and_not_forgotten() {
	let folder = tempfile::tempdir().unwrap();
	let outbox = outbox(&folder);
	let mut held = outbox.hold().await.unwrap();
	held.sign(&about("a", 1), &signature("0x01")).unwrap();
	held.sign(&about("b", 2), &signature("0x02")).unwrap();
	drop(held);
	let whole = fs::read_to_string(outbox.path()).unwrap();
	for (line, from, to) in [(1, "\"nonce\":1", "\"nonce\":9"), (2, "\"nonce\":2", "\"nonce\":9")] {
		let text = whole.replacen(from, to, 1);
		fs::write(outbox.path(), &text).unwrap();
		let error = outbox.entries().unwrap_err();
		assert_eq!(error.kind, Kind::Verification);
		assert_eq!(error.place.unwrap().line, Some(line));
		assert!(outbox.hold().await.is_err(), "nothing is sent on top of a journal that cannot be read");
		assert_eq!(fs::read_to_string(outbox.path()).unwrap(), text, "nothing is cut off");
	}
}

#[tokio::test]
async fn signatures_of_one_nonce_are_one_transaction_and_another_nonce_is_another() {
	let folder = tempfile::tempdir().unwrap();
	let outbox = outbox(&folder);
	let mut held = outbox.hold().await.unwrap();
	held.sign(&about("a", 1), &signature("0x01")).unwrap();
	held.sign(&about("a", 1), &signature("0x02")).unwrap();
	assert_eq!(held.newest("a").map(|entry| entry.signatures.len()), Some(2));
	held.end("0x01", State::Impossible).unwrap();
	held.sign(&about("a", 2), &signature("0x03")).unwrap();
	let newest = held.newest("a").unwrap();
	assert_eq!((newest.about.nonce, newest.is_waiting()), (2, true));
	assert!(held.newest("b").is_none());
	drop(held);
	let entries = outbox.entries().unwrap();
	assert_eq!(entries.len(), 2);
	assert_eq!(entries[0].state, State::Impossible);
}

#[tokio::test]
async fn it_is_impossible_only_where_every_signature_is_known_to_be() {
	let folder = tempfile::tempdir().unwrap();
	let outbox = outbox(&folder);
	let mut held = outbox.hold().await.unwrap();
	held.sign(&about("a", 1), &signature("0x01")).unwrap();
	held.sign(&about("a", 1), &signature("0x02")).unwrap();
	let error = held.end_impossible(&["0x01".into()]).unwrap_err();
	assert_eq!(error.kind, Kind::NotFinal);
	assert!(held.newest("a").unwrap().is_waiting());
	let both = ["0x01".into(), "0x02".into()];
	assert_eq!(held.end_impossible(&both), Ok(State::Impossible));
	assert_eq!(held.newest("a").unwrap().state, State::Impossible);
	held.sign(&about("b", 2), &signature("0x03")).unwrap();
	held.end("0x03", State::Final { block: 12 }).unwrap();
	assert_eq!(held.end_impossible(&["0x03".into()]), Ok(State::Final { block: 12 }));
	assert_eq!(held.newest("b").unwrap().state, State::Final { block: 12 }, "what is known stays");
}

#[tokio::test]
async fn what_was_signed_is_found_by_its_id_and_keeps_it() {
	let folder = tempfile::tempdir().unwrap();
	let outbox = outbox(&folder);
	let id: RequestId = "604811-3f2504e04f8941d39a0c0305e82c3301".parse().unwrap();
	let mut held = outbox.hold().await.unwrap();
	held.sign(&About { request_id: Some(id), ..about("a", 1) }, &signature("0x01")).unwrap();
	held.sign(&about("b", 2), &signature("0x02")).unwrap();
	drop(held);
	let held = outbox.hold().await.unwrap();
	assert_eq!(held.newest_under(&id).map(|entry| entry.about.nonce), Some(1));
	assert!(held.newest_under(&RequestId { last_block: 1, ..id }).is_none());
	let text = fs::read_to_string(outbox.path()).unwrap();
	assert_eq!(text.matches("604811-3f2504e04f8941d39a0c0305e82c3301").count(), 1);
}

#[tokio::test]
async fn two_processes_do_not_hold_it_at_once() {
	let folder = tempfile::tempdir().unwrap();
	let outbox = outbox(&folder);
	let held = outbox.hold().await.unwrap();
	let other = tokio::time::timeout(Duration::from_millis(200), outbox.hold()).await;
	assert!(other.is_err(), "held twice");
	drop(held);
	assert!(outbox.hold().await.is_ok());
}

#[tokio::test]
async fn the_journal_stays_bounded_and_keeps_all_that_waits() {
	let folder = tempfile::tempdir().unwrap();
	let outbox = outbox(&folder);
	drop(outbox.hold().await.unwrap());
	let mut text = Record::signed(&about("open", 0), &signature("0xopen"), 1).line().unwrap();
	let count = (MOST_ENDED + SLACK + 1) as u64;
	for number in 1..=count {
		let hash = format!("0x{number:064x}");
		let request = number.to_string();
		text += &Record::signed(&about(&request, number), &signature(&hash), 1).line().unwrap();
		text += &Record::Ended { hash, state: State::Final { block: 1 }, at: 1 }.line().unwrap();
	}
	fs::write(outbox.path(), &text).unwrap();
	let held = outbox.hold().await.unwrap();
	assert_eq!(held.entries.len(), MOST_ENDED + 1);
	assert!(held.newest("open").is_some_and(Entry::is_waiting), "what waits is never dropped");
	assert!(held.newest("1").is_none() && held.newest(&count.to_string()).is_some(), "the oldest go");
	drop(held);
	let entries = outbox.entries().unwrap();
	assert_eq!(entries.len(), MOST_ENDED + 1);
	assert_eq!(entries[0].signatures[0].bytes, [1, 2, 3]);
}

#[tokio::test]
async fn the_longest_transactions_do_not_make_the_journal_unreadable() {
	let folder = tempfile::tempdir().unwrap();
	let outbox = outbox(&folder);
	drop(outbox.hold().await.unwrap());
	let mut file = private_file(outbox.path()).unwrap();
	let open = Record::signed(&about("open", 0), &signature("0xopen"), 1).line().unwrap();
	file.write_all(open.as_bytes()).unwrap();
	let long = Signature { bytes: vec![7; 112 << 10], ..signature("0x01") };
	let signed = Record::signed(&about("a", 1), &long, 1).line().unwrap();
	let ended =
		Record::Ended { hash: "0x01".into(), state: State::Final { block: 1 }, at: 1 }.line().unwrap();
	let both = signed + &ended;
	for _ in 0..1_300 {
		file.write_all(both.as_bytes()).unwrap();
	}
	drop(file);
	let length = || fs::metadata(outbox.path()).unwrap().len();
	assert!(length() > 256 << 20);
	let held = outbox.hold().await.unwrap();
	assert_eq!(held.entries.len(), 1_301);
	assert!(length() < 16 << 20, "{} bytes", length());
	let short = length();
	drop(held);
	let held = outbox.hold().await.unwrap();
	assert_eq!((held.entries.len(), length()), (1_301, short));
	assert!(held.newest("open").is_some_and(Entry::is_waiting), "what waits stays");
	assert_eq!(held.newest("open").unwrap().signatures[0].bytes, [1, 2, 3]);
}

#[cfg(unix)]
#[tokio::test]
async fn a_journal_of_what_waits_is_not_written_anew_each_time() {
	use std::os::unix::fs::MetadataExt;
	let folder = tempfile::tempdir().unwrap();
	let outbox = outbox(&folder);
	let mut held = outbox.hold().await.unwrap();
	for number in 0..20 {
		let long = Signature { bytes: vec![7; 112 << 10], ..signature(&format!("0x{number:02}")) };
		held.sign(&about(&number.to_string(), number), &long).unwrap();
	}
	drop(held);
	let before = fs::metadata(outbox.path()).unwrap();
	assert!(before.len() > LONG);
	drop(outbox.hold().await.unwrap());
	assert_eq!(fs::metadata(outbox.path()).unwrap().ino(), before.ino());
}

#[tokio::test]
async fn a_line_that_is_longer_than_any_transaction_is_an_error() {
	let folder = tempfile::tempdir().unwrap();
	let outbox = outbox(&folder);
	let mut held = outbox.hold().await.unwrap();
	held.sign(&about("a", 1), &signature("0x01")).unwrap();
	drop(held);
	let mut file = private_file(outbox.path()).unwrap();
	file.write_all(&vec![b'x'; usize::try_from(journal::MOST_LINE).unwrap() + 1]).unwrap();
	let error = outbox.entries().unwrap_err();
	assert_eq!((error.kind, error.place.unwrap().line), (Kind::Verification, Some(2)));
}

#[tokio::test]
async fn what_a_final_block_said_stays() {
	let refused = |block| State::Refused { block, rule: None };
	let before = State::Before { block: 12, created: Created::Act(3) };
	for said in [State::Final { block: 12 }, before, refused(Some(12))] {
		let folder = tempfile::tempdir().unwrap();
		let outbox = outbox(&folder);
		let mut held = outbox.hold().await.unwrap();
		held.sign(&about("a", 1), &signature("0x01")).unwrap();
		held.end("0x01", said.clone()).unwrap();
		for later in [refused(None), refused(Some(13)), State::Impossible, State::Final { block: 13 }] {
			held.end("0x01", later).unwrap();
			assert_eq!(held.newest("a").unwrap().state, said);
		}
		// Nor does what another program wrote behind it.
		let record = Record::Ended { hash: "0x01".into(), state: State::Impossible, at: 1 };
		held.write(&record).unwrap();
		drop(held);
		assert_eq!(outbox.entries().unwrap()[0].state, said);
	}
	let folder = tempfile::tempdir().unwrap();
	let mut held = outbox(&folder).hold().await.unwrap();
	held.sign(&about("a", 1), &signature("0x01")).unwrap();
	held.end("0x01", refused(None)).unwrap();
	held.end("0x01", State::Final { block: 12 }).unwrap();
	assert_eq!(held.newest("a").unwrap().state, State::Final { block: 12 }, "the door is no block");
}

#[tokio::test]
async fn too_many_without_an_outcome_are_refused() {
	let folder = tempfile::tempdir().unwrap();
	let outbox = outbox(&folder);
	let mut held = outbox.hold().await.unwrap();
	for number in 0..MOST_WAITING as u64 {
		let record = Record::signed(&about(&number.to_string(), number), &signature(&number.to_string()), 1);
		journal::apply(&mut held.entries, record).unwrap();
	}
	let error = held.sign(&about("more", 1_000), &signature("0xmore")).unwrap_err();
	assert!(error.message.contains("zhidai tx list"), "{error}");
}

#[cfg(unix)]
#[tokio::test]
async fn nobody_else_reads_it() {
	use std::os::unix::fs::PermissionsExt;
	let folder = tempfile::tempdir().unwrap();
	let outbox = outbox(&folder);
	drop(outbox.hold().await.unwrap());
	assert_eq!(fs::metadata(outbox.path()).unwrap().permissions().mode() & 0o777, 0o600);
	let parent = outbox.path().parent().unwrap();
	assert_eq!(fs::metadata(parent).unwrap().permissions().mode() & 0o777, 0o700);
}

#[test]
fn every_chain_and_account_has_its_own() {
	let folder = tempfile::tempdir().unwrap();
	assert_eq!(Outbox::all(folder.path()).unwrap().len(), 0);
	let one = outbox(&folder);
	let other = Outbox::new(folder.path(), [8; 32], "5Fx");
	assert!(one.is_of([7; 32]) && !one.is_of([8; 32]) && other.is_of([8; 32]));
	for outbox in [&one, &other, &Outbox::new(folder.path(), [7; 32], "5Fy")] {
		make_folder(outbox.path().parent().unwrap()).unwrap();
		private_file(outbox.path()).unwrap();
		private_file(&outbox.path().with_extension("lock")).unwrap();
	}
	let all = Outbox::all(folder.path()).unwrap();
	assert_eq!(all.len(), 3, "{all:?}");
	assert!(one.entries().unwrap().is_empty());
}
