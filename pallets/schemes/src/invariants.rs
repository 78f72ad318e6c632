//! What must always hold.

use crate::{ensure_sound, Config, Current, NextScheme, Pallet, Terms, FIRST_VERSION};
use alloc::collections::BTreeMap;
use frame::{deps::sp_runtime::TryRuntimeError, prelude::*};
use zhidai_primitives::{SchemeId, SchemeVersion};

impl<T: Config> Pallet<T> {
	/// Checks that always:
	///
	/// 1. terms are sound, whatever their version;
	/// 2. a programme's versions count from 1 without a gap, and its id was given out;
	/// 3. the version in force of a programme is its latest.
	pub fn check_invariants() -> Result<(), TryRuntimeError> {
		let mut versions: BTreeMap<SchemeId, (u16, SchemeVersion)> = BTreeMap::new();
		for (scheme, version, terms) in Terms::<T>::iter() {
			ensure!(ensure_sound(&terms).is_ok(), "schemes 1: terms are not sound");
			let (count, latest) = versions.entry(scheme).or_insert((0, FIRST_VERSION));
			*count = count.saturating_add(1);
			*latest = version.max(*latest);
			ensure!(version >= FIRST_VERSION, "schemes 2: a version is before the first");
		}
		for (scheme, (count, latest)) in &versions {
			ensure!(*count == latest.0, "schemes 2: a version is missing");
			ensure!(*scheme < NextScheme::<T>::get(), "schemes 2: an id was not given out");
		}
		for (scheme, current) in Current::<T>::iter() {
			let latest = versions.get(&scheme).map(|(_, latest)| *latest);
			ensure!(latest == Some(current), "schemes 3: the version in force is not the latest");
		}
		Ok(())
	}
}
