//! Compiles the runtime to Wasm.
//!
//! Where the active toolchain lacks the Wasm target and `scripts/setup` has linked one that has it, that one
//! compiles the runtime, so that a plain `cargo build` works everywhere.

#[cfg(feature = "std")]
mod wasm {
	use std::process::Command;

	const TARGET: &str = "wasm32v1-none";
	const LINKED_TOOLCHAIN: &str = "zhidai-wasm";

	pub(crate) fn build() {
		println!("cargo:rerun-if-env-changed=WASM_BUILD_TOOLCHAIN");
		if std::env::var_os("WASM_BUILD_TOOLCHAIN").is_none() && !has_target(&active_rustc()) {
			if let Some(rustc) = linked_rustc().filter(|rustc| has_target(rustc)) {
				println!("cargo:warning=compiling the runtime's Wasm with {rustc}");
				std::env::set_var("WASM_BUILD_TOOLCHAIN", LINKED_TOOLCHAIN);
			}
		}
		substrate_wasm_builder::WasmBuilder::build_using_defaults();
	}

	fn active_rustc() -> String {
		std::env::var("RUSTC").unwrap_or_else(|_| "rustc".into())
	}

	fn linked_rustc() -> Option<String> {
		let output =
			Command::new("rustup").args(["which", "--toolchain", LINKED_TOOLCHAIN, "rustc"]).output().ok()?;
		output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
	}

	fn has_target(rustc: &str) -> bool {
		let Ok(output) = Command::new(rustc).args(["--print", "sysroot"]).output() else { return false };
		let sysroot = String::from_utf8_lossy(&output.stdout).trim().to_owned();
		std::path::Path::new(&sysroot).join("lib/rustlib").join(TARGET).join("lib").is_dir()
	}
}

fn main() {
	#[cfg(feature = "std")]
	wasm::build();
}
