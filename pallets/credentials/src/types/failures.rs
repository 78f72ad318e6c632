//! How many failed spot checks of a firm stand, by how far they have come: so that a payment asks one small record.

use codec::{Decode, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use zhidai_primitives::SpotCheckState;

/// The failed spot checks of one firm that are neither annulled nor rectified.
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Failures {
	/// 已送达.
	pub served: u8,
	/// 异议.
	pub objected: u8,
	/// 复检.
	pub reinspected: u8,
	/// 终结.
	pub upheld: u8,
}

impl Failures {
	/// One check goes from one state, where it stood, to another, where it still stands.
	pub fn moved(mut self, from: Option<SpotCheckState>, to: Option<SpotCheckState>) -> Self {
		if let Some(count) = from.map(|state| self.count(state)) {
			*count = count.saturating_sub(1);
		}
		if let Some(count) = to.map(|state| self.count(state)) {
			*count = count.saturating_add(1);
		}
		self
	}

	/// Whether a check stands that has come at least as far.
	pub fn reach(&self, from: SpotCheckState) -> bool {
		let by_state = [
			(SpotCheckState::Served, self.served),
			(SpotCheckState::Objected, self.objected),
			(SpotCheckState::Reinspected, self.reinspected),
			(SpotCheckState::Final, self.upheld),
		];
		by_state.iter().any(|(state, count)| *state >= from && *count > 0)
	}

	fn count(&mut self, state: SpotCheckState) -> &mut u8 {
		match state {
			SpotCheckState::Served => &mut self.served,
			SpotCheckState::Objected => &mut self.objected,
			SpotCheckState::Reinspected => &mut self.reinspected,
			SpotCheckState::Final => &mut self.upheld,
		}
	}
}
