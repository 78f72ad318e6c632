//! Samples of what runs on the cores, with the calls that led there: `perf` from Debian's linux-perf.

use anyhow::{bail, ensure, Context, Result};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// How much of the stack is kept with each sample, in bytes: the callers of what runs.
const STACK: u32 = 16_384;

/// A call on the stack.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frame {
	/// The function, as far as it is known.
	pub symbol: String,
	/// The program or library that it is in.
	pub object: String,
}

/// What ran at one moment on one core.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sample {
	/// The thread.
	pub thread: u32,
	/// The calls, the innermost first.
	pub frames: Vec<Frame>,
}

/// A recording that goes on.
pub struct Recorder {
	process: Child,
	file: PathBuf,
}

impl Recorder {
	/// Begins to record these processes, for so long.
	pub fn start(pids: &[u32], length: Duration, frequency: u32, file: &Path) -> Result<Self> {
		let pids: Vec<String> = pids.iter().map(u32::to_string).collect();
		let mut command = Command::new("perf");
		command
			.args(["record", "--quiet", "--event", "cpu-clock", "--freq", &frequency.to_string()])
			.args(["--call-graph", &format!("dwarf,{STACK}"), "--pid", &pids.join(","), "--output"])
			.arg(file)
			.args(["--", "sleep", &length.as_secs_f64().to_string()]);
		let log = std::fs::File::create(file.with_extension("log"))?;
		command.stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log);
		let process = command.spawn().context("perf is not there: apt-get install linux-perf")?;
		Ok(Self { process, file: file.to_owned() })
	}

	/// Waits for its end and reads the samples.
	pub fn samples(mut self, mut each: impl FnMut(Sample)) -> Result<()> {
		let status = self.process.wait()?;
		if !status.success() {
			let log = std::fs::read_to_string(self.file.with_extension("log")).unwrap_or_default();
			bail!("perf cannot record ({status}): {log}");
		}
		let mut command = Command::new("perf");
		command.args(["script", "--no-inline", "--fields", "tid,ip,sym,dso", "--input"]).arg(&self.file);
		let mut script = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
		let output = script.stdout.take().context("no output of perf script")?;
		let mut sample = Sample::default();
		for line in BufReader::new(output).split(b'\n') {
			match read(&String::from_utf8_lossy(&line?)) {
				Line::Head(thread) => sample = Sample { thread, frames: Vec::new() },
				Line::Call(frame) => sample.frames.push(frame),
				Line::End => each(std::mem::take(&mut sample)),
			}
		}
		ensure!(script.wait()?.success(), "perf cannot read what it recorded");
		Ok(())
	}
}

#[derive(Debug, PartialEq, Eq)]
enum Line {
	Head(u32),
	Call(Frame),
	End,
}

/// A line of `perf script`: a head, then a call each, then an empty line.
fn read(line: &str) -> Line {
	let text = line.trim();
	if text.is_empty() {
		return Line::End;
	}
	// A head is a number alone; a call has a function and where that is.
	let Some((_, call)) = text.split_once(' ') else {
		return Line::Head(text.parse().unwrap_or_default());
	};
	// `ADDRESS SYMBOL (OBJECT)`; symbols have spaces and parentheses.
	let (symbol, object) = call.rsplit_once(" (").unwrap_or((call, ""));
	Line::Call(Frame { symbol: symbol.trim().into(), object: object.trim_end_matches(')').into() })
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn lines_of_perf_script_are_read() {
		assert_eq!(read("  25414 "), Line::Head(25_414));
		let call =
			|symbol: &str, object: &str| Line::Call(Frame { symbol: symbol.into(), object: object.into() });
		assert_eq!(
			read("\tffffffff81b6ccb0 _copy_to_iter ([kernel.kallsyms])"),
			call("_copy_to_iter", "[kernel.kallsyms]")
		);
		assert_eq!(
			read("\t   6605 <a as b>::c (d) (/usr/bin/zhidai-node)"),
			call("<a as b>::c (d)", "/usr/bin/zhidai-node")
		);
		assert_eq!(read("\t0 [unknown] ([unknown])"), call("[unknown]", "[unknown]"));
		assert_eq!(read(""), Line::End);
	}
}
