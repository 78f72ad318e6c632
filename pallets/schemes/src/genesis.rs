//! The programmes that a chain starts with.

use crate::{ensure_sound, Config, GenesisConfig, NextScheme, Pallet, SchemeChange, FIRST_VERSION};

impl<T: Config> GenesisConfig<T> {
	/// Publishes the presets under their own numbers.
	pub(crate) fn publish_presets(&self) {
		for preset in &self.presets {
			let terms = preset.terms().filter(|terms| ensure_sound(terms).is_ok());
			// A genesis without a programme that it names must not become a chain.
			assert!(terms.is_some(), "a preset is out of bounds or contradicts itself");
			let Some(terms) = terms else { continue };
			let scheme = preset.id();
			Pallet::<T>::put_scheme(SchemeChange::Published { scheme, version: FIRST_VERSION, terms });
			NextScheme::<T>::mutate(|next| *next = scheme.next().unwrap_or(scheme).max(*next));
		}
	}
}
