//! A full disk must not end the node in the middle of a write: it does not start with too little room, stops
//! while there still is some, and, where the disk fills up faster than that, ends with a word about the
//! cause.

use nix::libc;
use nix::sys::signal::{sigaction, SaFlags, SigAction, SigHandler, SigSet, Signal};
use nix::sys::statvfs::statvfs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::Duration;

/// How many MiB must be free where the database is, unless the command line says otherwise: some minutes of
/// full blocks.
pub const DEFAULT_MIN_FREE_MIB: u64 = 512;
/// How often the free space is looked at.
const INTERVAL: Duration = Duration::from_secs(1);
/// The exit code of a node that was ended by a write which the disk did not take: `EX_IOERR`.
const EXIT_DISK_FAILED: i32 = 74;

/// The room that a database needs beside what it has taken.
#[derive(Clone, Debug)]
pub struct Reserve {
	database: PathBuf,
	min_free_mib: u64,
}

impl Reserve {
	/// At least so many MiB where this database is or will be; none where this is 0.
	pub fn new(database: &Path, min_free_mib: u64) -> Self {
		Self { database: database.to_owned(), min_free_mib }
	}

	/// Refuses where there is less, and says what to do.
	pub fn ensure_free(&self) -> Result<(), String> {
		if self.min_free_mib == 0 {
			return Ok(());
		}
		let free = free_mib(&self.database)?;
		if free < self.min_free_mib {
			return Err(format!(
				"the disk of {} has {free} MiB left, and the node needs {} MiB to write without danger; make room, or \
				 choose another limit with --min-free-disk",
				self.database.display(),
				self.min_free_mib,
			));
		}
		Ok(())
	}

	/// Comes back when there is too little room, or none can be found out: the node is to stop then, in good order.
	pub async fn until_low(self) {
		loop {
			tokio::time::sleep(INTERVAL).await;
			if let Err(cause) = self.ensure_free() {
				log::error!("The node stops: {cause}. Nothing is lost; start it again when there is room.");
				return;
			}
		}
	}
}

/// How many MiB are free where a path is or, if it is not there yet, will be.
fn free_mib(path: &Path) -> Result<u64, String> {
	let existing = path.ancestors().find(|place| place.exists()).unwrap_or_else(|| Path::new("."));
	let disk = statvfs(existing)
		.map_err(|error| format!("the free space at {} cannot be read: {error}", existing.display()))?;
	Ok(disk.blocks_available().saturating_mul(disk.fragment_size()) / (1024 * 1024))
}

/// What the handler writes. Made before it is installed: a signal handler cannot make text.
static LAST_WORDS: OnceLock<String> = OnceLock::new();

/// From now on a failed access to a mapped file ends the process with its cause in words. The database maps
/// its files into memory, and where the disk has no room for a page of them, the kernel answers the access
/// with SIGBUS, which by itself says nothing and is taken for a fault of the program.
pub fn explain_sigbus(database: &Path) -> Result<(), String> {
	LAST_WORDS.get_or_init(|| {
		format!(
			"\nThe node was ended by the disk (SIGBUS): a page of its database in {} could not be written or read. The disk \
			 is full or failing. Make room or replace the disk, then start the node again: what was final is in the \
			 database's own log.\n",
			database.display()
		)
	});
	let action = SigAction::new(
		SigHandler::Handler(on_sigbus),
		SaFlags::SA_ONSTACK | SaFlags::SA_RESETHAND,
		SigSet::empty(),
	);
	// SAFETY: `on_sigbus` does only what is safe in a signal handler. No other handler is replaced that
	// anybody needs: the one of the standard library is for stack overflows, which are SIGSEGV on Linux, as
	// are the traps of Wasm.
	unsafe { sigaction(Signal::SIGBUS, &action) }
		.map(|_| ())
		.map_err(|error| format!("SIGBUS cannot be handled: {error}"))
}

extern "C" fn on_sigbus(_: libc::c_int) {
	// Only an atomic load, write(2) and _exit(2): nothing allocates, locks or unwinds here. The database is
	// left as a power cut would leave it, which it is made for.
	if let Some(words) = LAST_WORDS.get() {
		// SAFETY: the text is never changed or freed once it is there.
		let _ = unsafe { libc::write(libc::STDERR_FILENO, words.as_ptr().cast(), words.len()) };
	}
	// SAFETY: always safe; it does not come back.
	unsafe { libc::_exit(EXIT_DISK_FAILED) }
}

#[cfg(test)]
mod tests {
	use super::*;
	use std::process::Command;

	const NEVER_FREE: u64 = u64::MAX;

	#[test]
	fn a_node_starts_where_there_is_room_and_nowhere_else() {
		let folder = std::env::temp_dir();
		assert_eq!(Reserve::new(&folder, 0).ensure_free(), Ok(()));
		assert!(free_mib(&folder).is_ok_and(|free| free < NEVER_FREE));
		let refused = Reserve::new(&folder, NEVER_FREE).ensure_free().expect_err("refused");
		assert!(refused.contains("make room") && refused.contains("--min-free-disk"), "{refused}");
	}

	#[test]
	fn room_is_known_before_the_database_is_there() {
		let folder = std::env::temp_dir();
		let database = folder.join("not").join("there").join("yet");
		assert!(!database.exists());
		assert!(free_mib(&database).is_ok());
	}

	#[tokio::test]
	async fn the_node_stops_when_the_room_is_gone_and_not_before() {
		let wait = |min_free_mib| {
			let low = Reserve::new(&std::env::temp_dir(), min_free_mib).until_low();
			tokio::time::timeout(INTERVAL * 3, low)
		};
		assert!(wait(NEVER_FREE).await.is_ok(), "stops");
		assert!(wait(0).await.is_err(), "goes on");
	}

	/// A page behind the end of a mapped file is one that the disk does not give. In a process of its own,
	/// which it ends.
	#[test]
	#[ignore = "ends its process; run by the next test"]
	fn touch_a_page_that_is_not_there() {
		explain_sigbus(Path::new("/var/lib/zhidai/paritydb")).expect("handled");
		let path = std::env::temp_dir().join(format!("zhidai-sigbus-{}", std::process::id()));
		let file = std::fs::OpenOptions::new().read(true).write(true).create_new(true).open(&path);
		let file = file.expect("an empty file");
		std::fs::remove_file(&path).expect("removed");
		let length = std::num::NonZeroUsize::new(4096).expect("not 0");
		use nix::sys::mman::{mmap, MapFlags, ProtFlags};
		// SAFETY: a fresh mapping; that the page is not there is what is tested.
		unsafe {
			let page =
				mmap(None, length, ProtFlags::PROT_READ, MapFlags::MAP_SHARED, &file, 0).expect("mapped");
			std::ptr::read_volatile(page.as_ptr().cast::<u8>());
		}
		unreachable!("the access fails");
	}

	#[test]
	fn a_page_that_the_disk_does_not_give_ends_the_node_with_the_cause() {
		let test = "disk::tests::touch_a_page_that_is_not_there";
		let output = Command::new(std::env::current_exe().expect("this program"))
			.args(["--exact", test, "--ignored", "--nocapture", "--test-threads", "1"])
			.output()
			.expect("run");
		let said = String::from_utf8_lossy(&output.stderr);
		assert_eq!(output.status.code(), Some(EXIT_DISK_FAILED), "{said}");
		assert!(said.contains("/var/lib/zhidai/paritydb") && said.contains("full or failing"), "{said}");
	}
}
