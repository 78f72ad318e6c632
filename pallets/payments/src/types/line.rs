//! Where one payment of a draft stands: 4 bits each, packed into the draft, so that no step writes a key per payment.

use alloc::vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame::prelude::*;
use zhidai_primitives::traits::Movement;

/// The state of a line. The names and numbers never change; 9 to 15 are free.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Copy, Debug, PartialEq, Eq,
)]
pub enum LineState {
	/// Goes the way of its draft: nothing happened to it on its own.
	Follows,
	/// 已授权: the bank may pay.
	Released,
	/// 入账: booked by the bank.
	Settled,
	/// Never booked: undrawn again.
	Failed,
	/// 收款确认: confirmed by the payee.
	Received,
	/// The payee denies it.
	Disputed,
	/// 退汇: stays drawn until paid again.
	Returned,
	/// Left out: undrawn.
	Excluded,
	/// Returned, and paid again under another key.
	PaidAgain,
}

/// What can happen to a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineStep {
	/// The bank authorises it.
	Release,
	/// The bank leaves it out.
	Exclude,
	/// The bank booked it.
	Settle,
	/// The bank could not book it.
	Fail,
	/// It came back.
	Return,
	/// The payee confirms it.
	Confirm,
	/// The bank confirms it on the payee's statement.
	ConfirmAssisted,
	/// The payee denies it.
	Dispute,
	/// The payee denies what the bank confirmed in its place.
	DisputeAssisted,
	/// Another payment takes its place.
	PayAgain,
	/// That it was confirmed is taken back.
	TakeBack,
}

/// What a step of a line does to the loan's ledger, in this order.
pub type Movements = &'static [Movement];

impl LineState {
	/// Every state; the position is the number that is stored.
	pub const ALL: [Self; 9] = [
		Self::Follows,
		Self::Released,
		Self::Settled,
		Self::Failed,
		Self::Received,
		Self::Disputed,
		Self::Returned,
		Self::Excluded,
		Self::PaidAgain,
	];

	const fn bits(self) -> u8 {
		match self {
			Self::Follows => 0,
			Self::Released => 1,
			Self::Settled => 2,
			Self::Failed => 3,
			Self::Received => 4,
			Self::Disputed => 5,
			Self::Returned => 6,
			Self::Excluded => 7,
			Self::PaidAgain => 8,
		}
	}

	fn from_bits(bits: u8) -> Option<Self> {
		Self::ALL.get(usize::from(bits)).copied()
	}

	/// Where a step leads and what it does to the ledger; nothing where it is not possible from here.
	///
	/// `repays`: the line pays returned money again. That money is drawn already, so it never becomes
	/// undrawn: where such a payment fails, the money is returned once more.
	pub const fn after(self, step: LineStep, repays: bool) -> Option<(Self, Movements)> {
		let (state, movements): (Self, Movements) = match (self, step) {
			(Self::Follows, LineStep::Release) if repays => (Self::Released, &[Movement::PayAgain]),
			(Self::Follows, LineStep::Release) => (Self::Released, &[Movement::Release]),
			(Self::Follows, LineStep::Exclude) if repays => (Self::Excluded, &[]),
			(Self::Follows, LineStep::Exclude) => (Self::Excluded, &[Movement::Cancel]),
			(Self::Released, LineStep::Settle) => (Self::Settled, &[Movement::Settle]),
			(Self::Released, LineStep::Fail) if repays => {
				(Self::Returned, &[Movement::Settle, Movement::ReturnSettled])
			}
			(Self::Released, LineStep::Fail) => (Self::Failed, &[Movement::Fail]),
			// The bank tells of both at once: booked, and come back.
			(Self::Released, LineStep::Return) => {
				(Self::Returned, &[Movement::Settle, Movement::ReturnSettled])
			}
			(Self::Settled | Self::Disputed, LineStep::Return) => {
				(Self::Returned, &[Movement::ReturnSettled])
			}
			(Self::Received, LineStep::Return) => (Self::Returned, &[Movement::ReturnReceived]),
			(Self::Settled | Self::Disputed, LineStep::Confirm) => (Self::Received, &[Movement::Receive]),
			// What the payee denies, nobody confirms in its place.
			(Self::Settled, LineStep::ConfirmAssisted) => (Self::Received, &[Movement::Receive]),
			(Self::Settled, LineStep::Dispute) => (Self::Disputed, &[]),
			(Self::Received, LineStep::DisputeAssisted) => (Self::Disputed, &[Movement::Deny]),
			(Self::Returned, LineStep::PayAgain) => (Self::PaidAgain, &[]),
			(Self::Received, LineStep::TakeBack) => (Self::Settled, &[Movement::Deny]),
			_ => return None,
		};
		Some((state, movements))
	}

	/// Whether its payee is asked and has not said yet that it has the money: it is booked, or denied. What the bank
	/// has not booked the payee can neither confirm nor deny.
	pub const fn is_unconfirmed(self) -> bool {
		matches!(self, Self::Settled | Self::Disputed)
	}

	/// Whether money was authorised to leave, whatever became of it.
	pub const fn was_released(self) -> bool {
		!matches!(self, Self::Follows | Self::Excluded)
	}
}

/// The states of a draft's lines, two to a byte.
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct LineStates(BoundedVec<u8, ConstU32<250>>);

impl LineStates {
	/// This many lines, all of which follow their draft.
	pub fn new(count: u16) -> Self {
		let bytes = count.div_ceil(2);
		Self(BoundedVec::truncate_from(vec![0; usize::from(bytes)]))
	}

	/// The state of a line; nothing past the last byte.
	pub fn get(&self, line: u16) -> Option<LineState> {
		let byte = self.0.get(usize::from(line >> 1))?;
		LineState::from_bits(if line & 1 == 0 { byte & 0x0f } else { byte >> 4 })
	}

	/// Sets the state of a line; does nothing past the last byte.
	pub fn set(&mut self, line: u16, state: LineState) {
		if let Some(byte) = self.0.get_mut(usize::from(line >> 1)) {
			*byte = if line & 1 == 0 {
				(*byte & 0xf0) | state.bits()
			} else {
				(*byte & 0x0f) | (state.bits() << 4)
			};
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use proptest::prelude::*;

	#[test]
	fn numbers_of_states_are_their_positions() {
		for (number, state) in (0_u8..).zip(LineState::ALL) {
			assert_eq!(state.bits(), number);
			assert_eq!(LineState::from_bits(number), Some(state));
			assert_eq!(state.encode(), [number]);
		}
		assert_eq!(LineState::from_bits(9), None);
	}

	#[test]
	fn lines_do_not_touch_their_neighbours() {
		let mut states = LineStates::new(3);
		states.set(1, LineState::PaidAgain);
		assert_eq!(states.get(0), Some(LineState::Follows));
		assert_eq!(states.get(1), Some(LineState::PaidAgain));
		states.set(0, LineState::Returned);
		assert_eq!(states.get(1), Some(LineState::PaidAgain));
		states.set(1, LineState::Follows);
		assert_eq!((states.get(0), states.get(1)), (Some(LineState::Returned), Some(LineState::Follows)));
		assert_eq!(states.get(4), None);
		states.set(4, LineState::Settled);
		assert_eq!(states.get(4), None);
	}

	#[test]
	fn five_hundred_lines_take_250_bytes() {
		let mut states = LineStates::new(500);
		states.set(499, LineState::Settled);
		assert_eq!(states.get(499), Some(LineState::Settled));
		assert_eq!(states.encoded_size(), 252);
	}

	#[test]
	fn only_these_steps_are_possible() {
		use LineState::*;
		let steps = [
			(LineStep::Release, vec![(Follows, Released)]),
			(LineStep::Exclude, vec![(Follows, Excluded)]),
			(LineStep::Settle, vec![(Released, Settled)]),
			(LineStep::Fail, vec![(Released, Failed)]),
			(
				LineStep::Return,
				vec![(Released, Returned), (Settled, Returned), (Received, Returned), (Disputed, Returned)],
			),
			(LineStep::Confirm, vec![(Settled, Received), (Disputed, Received)]),
			(LineStep::ConfirmAssisted, vec![(Settled, Received)]),
			(LineStep::Dispute, vec![(Settled, Disputed)]),
			(LineStep::DisputeAssisted, vec![(Received, Disputed)]),
			(LineStep::PayAgain, vec![(Returned, PaidAgain)]),
			(LineStep::TakeBack, vec![(Received, Settled)]),
		];
		for (step, possible) in steps {
			for from in LineState::ALL {
				let expected = possible.iter().find(|(state, _)| *state == from).map(|(_, to)| *to);
				assert_eq!(from.after(step, false).map(|(to, _)| to), expected, "{from:?} {step:?}");
			}
		}
	}

	#[test]
	fn money_that_is_paid_again_never_becomes_undrawn() {
		for from in LineState::ALL {
			for step in [LineStep::Release, LineStep::Exclude, LineStep::Settle, LineStep::Fail] {
				if let Some((_, movements)) = from.after(step, true) {
					assert!(!movements.contains(&Movement::Cancel) && !movements.contains(&Movement::Fail));
					assert!(!movements.contains(&Movement::Release));
				}
			}
		}
		assert_eq!(
			LineState::Released.after(LineStep::Fail, true),
			Some((LineState::Returned, [Movement::Settle, Movement::ReturnSettled].as_slice()))
		);
	}

	proptest! {
		#[test]
		fn packed_states_read_back(writes in proptest::collection::vec((0_u16..500, 0_usize..9), 0..800)) {
			let mut states = LineStates::new(500);
			let mut model = vec![LineState::Follows; 500];
			for (line, state) in writes {
				states.set(line, LineState::ALL[state]);
				model[usize::from(line)] = LineState::ALL[state];
			}
			for (line, state) in (0_u16..).zip(model) {
				prop_assert_eq!(states.get(line), Some(state));
			}
		}
	}
}
