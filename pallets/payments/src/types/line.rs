//! Where one payment of a draft stands: 4 bits each, packed into the draft, so that no step writes a key per payment.

use alloc::vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame::prelude::*;
use zhidai_primitives::traits::Movement;

/// The state of a line. The names and numbers never change; 14 and 15 are free.
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
	/// Never disbursed: undrawn again.
	Failed,
	/// 收款确认: confirmed by the payee.
	Received,
	/// The payee denies it.
	Disputed,
	/// 退汇, all of it, or disbursed and not paid: on hand, as far as it has not led somewhere.
	Returned,
	/// Left out: undrawn.
	Excluded,
	/// Returned, and its last part paid again under another key.
	PaidAgain,
	/// 放款: disbursed, and not paid yet. What pays returned money again begins here: that is disbursed.
	Disbursed,
	/// Returned, and its last part prepaid.
	Prepaid,
	/// Returned, and its last part credited to the borrower.
	CreditedBack,
	/// Returned, and the disbursement of its last part reversed.
	Reversed,
	/// The payee denies it still, and a regulator has looked into that: it holds nobody any more.
	Examined,
}

/// What can happen to a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineStep {
	/// The bank authorises it.
	Release,
	/// The bank leaves it out.
	Exclude,
	/// The bank disbursed it, under a reference of its own.
	Disburse,
	/// The bank paid it, and disbursed it with that where it was not.
	Settle,
	/// The bank could not pay it.
	Fail,
	/// All of it came back.
	Return,
	/// The payee confirms it.
	Confirm,
	/// The bank confirms it on the payee's statement.
	ConfirmAssisted,
	/// The payee denies it.
	Dispute,
	/// The payee denies what the bank confirmed in its place.
	DisputeAssisted,
	/// That it was confirmed is taken back.
	TakeBack,
	/// A regulator closed the alert of the denial.
	Examine,
}

/// What a step of a line does to the loan's ledger, in this order.
pub type Movements = &'static [Movement];

impl LineState {
	/// Every state; the position is the number that is stored.
	pub const ALL: [Self; 14] = [
		Self::Follows,
		Self::Released,
		Self::Settled,
		Self::Failed,
		Self::Received,
		Self::Disputed,
		Self::Returned,
		Self::Excluded,
		Self::PaidAgain,
		Self::Disbursed,
		Self::Prepaid,
		Self::CreditedBack,
		Self::Reversed,
		Self::Examined,
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
			Self::Disbursed => 9,
			Self::Prepaid => 10,
			Self::CreditedBack => 11,
			Self::Reversed => 12,
			Self::Examined => 13,
		}
	}

	fn from_bits(bits: u8) -> Option<Self> {
		Self::ALL.get(usize::from(bits)).copied()
	}

	/// Where a step leads and what it does to the ledger; nothing where it is not possible from here.
	///
	/// `repays`: the line pays returned money again. That money is disbursed already, so it never becomes undrawn by
	/// itself: where such a payment fails, the money is on hand once more.
	pub const fn after(self, step: LineStep, repays: bool) -> Option<(Self, Movements)> {
		let (state, movements): (Self, Movements) = match (self, step) {
			(Self::Follows, LineStep::Release) if repays => (Self::Disbursed, &[Movement::PayAgain]),
			(Self::Follows, LineStep::Release) => (Self::Released, &[Movement::Release]),
			(Self::Follows, LineStep::Exclude) if repays => (Self::Excluded, &[]),
			(Self::Follows, LineStep::Exclude) => (Self::Excluded, &[Movement::Cancel]),
			(Self::Released, LineStep::Disburse) => (Self::Disbursed, &[Movement::Disburse]),
			// The usual payment has one booking, which is that of both.
			(Self::Released, LineStep::Settle) => (Self::Settled, &[Movement::Disburse, Movement::Settle]),
			(Self::Disbursed, LineStep::Settle) => (Self::Settled, &[Movement::Settle]),
			(Self::Released, LineStep::Fail) => (Self::Failed, &[Movement::Fail]),
			(Self::Disbursed, LineStep::Fail) => (Self::Returned, &[Movement::FailDisbursed]),
			(Self::Settled | Self::Disputed | Self::Examined, LineStep::Return) => {
				(Self::Returned, &[Movement::ReturnSettled])
			}
			(Self::Received, LineStep::Return) => (Self::Returned, &[Movement::ReturnReceived]),
			(Self::Settled | Self::Disputed | Self::Examined, LineStep::Confirm) => {
				(Self::Received, &[Movement::Receive])
			}
			// What the payee denies, nobody confirms in its place.
			(Self::Settled, LineStep::ConfirmAssisted) => (Self::Received, &[Movement::Receive]),
			(Self::Settled, LineStep::Dispute) => (Self::Disputed, &[]),
			(Self::Received, LineStep::DisputeAssisted) => (Self::Disputed, &[Movement::Deny]),
			(Self::Received, LineStep::TakeBack) => (Self::Settled, &[Movement::UndoReceive]),
			// In the ledger nothing moves: it is settled, and denied.
			(Self::Disputed, LineStep::Examine) => (Self::Examined, &[]),
			_ => return None,
		};
		Some((state, movements))
	}

	/// Whether its payee is asked and has not said yet that it has the money: it is booked, or denied and nobody looked
	/// into that. What the bank has not booked the payee can neither confirm nor deny.
	pub const fn is_unconfirmed(self) -> bool {
		matches!(self, Self::Settled | Self::Disputed)
	}

	/// Whether all of it came back, or was disbursed and not paid, wherever that led since.
	pub const fn is_back(self) -> bool {
		matches!(self, Self::Returned | Self::PaidAgain | Self::Prepaid | Self::CreditedBack | Self::Reversed)
	}

	/// Whether the bank's result is still due.
	pub const fn is_on_its_way(self) -> bool {
		matches!(self, Self::Released | Self::Disbursed)
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
		assert_eq!(LineState::from_bits(14), None);
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
			(LineStep::Disburse, vec![(Released, Disbursed)]),
			(LineStep::Settle, vec![(Released, Settled), (Disbursed, Settled)]),
			(LineStep::Fail, vec![(Released, Failed), (Disbursed, Returned)]),
			(
				LineStep::Return,
				vec![(Settled, Returned), (Received, Returned), (Disputed, Returned), (Examined, Returned)],
			),
			(LineStep::Confirm, vec![(Settled, Received), (Disputed, Received), (Examined, Received)]),
			(LineStep::ConfirmAssisted, vec![(Settled, Received)]),
			(LineStep::Dispute, vec![(Settled, Disputed)]),
			(LineStep::DisputeAssisted, vec![(Received, Disputed)]),
			(LineStep::TakeBack, vec![(Received, Settled)]),
			(LineStep::Examine, vec![(Disputed, Examined)]),
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
		// Released it is disbursed, so that no step of what is only released is possible any more.
		let released = LineState::Follows.after(LineStep::Release, true);
		assert_eq!(released, Some((LineState::Disbursed, [Movement::PayAgain].as_slice())));
		let fails = LineState::Disbursed.after(LineStep::Fail, true);
		assert_eq!(fails, Some((LineState::Returned, [Movement::FailDisbursed].as_slice())));
		assert_eq!(
			LineState::Follows.after(LineStep::Exclude, true),
			Some((LineState::Excluded, [].as_slice()))
		);
		assert_eq!(LineState::Disbursed.after(LineStep::Disburse, true), None);
	}

	#[test]
	fn the_usual_payment_has_one_booking_that_is_its_disbursement_too() {
		let settled = LineState::Released.after(LineStep::Settle, false);
		let both = [Movement::Disburse, Movement::Settle];
		assert_eq!(settled, Some((LineState::Settled, both.as_slice())));
		let apart = LineState::Disbursed.after(LineStep::Settle, false);
		assert_eq!(apart, Some((LineState::Settled, [Movement::Settle].as_slice())));
	}

	proptest! {
		#[test]
		fn packed_states_read_back(writes in proptest::collection::vec((0_u16..500, 0_usize..14), 0..800)) {
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
