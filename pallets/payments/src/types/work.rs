//! What waits for whom.

use crate::types::draft::{Draft, DraftState};
use crate::types::line::LineState;
use crate::types::records::DraftKey;
use codec::{Decode, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use zhidai_primitives::{DraftNo, LoanId, Ordered};

/// What somebody must do next. The order is that of the lists.
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo, Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Work {
	/// 委托: the borrower mandates a draft.
	Mandate,
	/// 经办: the bank's maker takes it up.
	Make,
	/// 复核: the bank's checker approves it.
	Approve,
	/// 授权: the bank releases it.
	Release,
	/// 入账: the bank's core system pays what was released, and the result is booked.
	Settle,
	/// The payee denies a receipt: the bank finds out, and books the return where there is one, until a regulator
	/// closes the alert.
	Resolve,
	/// 收款确认: the payee confirms what was booked.
	Confirm,
	/// 复核: another checker of the bank approves what is above the limit of the first.
	ApproveSecond,
}

impl Work {
	/// What a draft itself tells; receipts also depend on who is paid.
	pub const OF_DRAFTS: [Self; 7] = [
		Self::Mandate,
		Self::Make,
		Self::Approve,
		Self::Release,
		Self::Settle,
		Self::Resolve,
		Self::ApproveSecond,
	];

	/// Whether it is the borrower who must act, and not the bank.
	pub const fn is_the_borrowers(self) -> bool {
		matches!(self, Self::Mandate)
	}
}

/// Where a draft stands in an organisation's list: by what must be done, then the oldest first.
pub type WorkKey = (Work, Ordered, Ordered);

/// The place of a draft.
pub fn work_key(work: Work, (loan, draft): DraftKey) -> WorkKey {
	(work, loan.0.into(), draft.0.into())
}

/// The draft at a place.
pub const fn draft_at((_, loan, draft): WorkKey) -> DraftKey {
	(LoanId(loan.get()), DraftNo(draft.get()))
}

/// How many lines of a draft wait for each kind of work.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Waiting([u16; 7]);

impl Waiting {
	/// How many lines wait for each, in the order of the lists.
	pub fn each(self) -> impl Iterator<Item = (Work, u16)> {
		Work::OF_DRAFTS.into_iter().zip(self.0)
	}
}

impl Draft {
	/// What its lines wait for.
	pub fn waiting(&self) -> Waiting {
		let (mut follow, mut released, mut disputed) = (0_u16, 0_u16, 0_u16);
		for line in 0..self.count {
			let count = match self.lines.get(line) {
				Some(LineState::Follows) => &mut follow,
				Some(LineState::Released | LineState::Disbursed) => &mut released,
				Some(LineState::Disputed) => &mut disputed,
				_ => continue,
			};
			*count = count.saturating_add(1);
		}
		let (mandated, made) = (self.signatures.mandate.is_some(), self.signatures.maker.is_some());
		let drafted = self.state == DraftState::Drafted;
		let is_second = self.signatures.first_check.is_some();
		let when = |waits: bool| if waits { follow } else { 0 };
		Waiting([
			when(drafted && !mandated),
			when(drafted && !made),
			when(drafted && mandated && made && !is_second),
			when(self.state == DraftState::Approved),
			released,
			disputed,
			when(drafted && mandated && made && is_second),
		])
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::types::line::LineStep;
	use zhidai_primitives::{Day, Digest, Fen, OfficerId, SignedBy};

	const D: Digest = Digest::repeat_byte(1);
	const TODAY: Day = Day(10);

	fn by(officer: u32) -> SignedBy {
		SignedBy { officer: OfficerId(officer), key_number: 0 }
	}

	fn waits(draft: &Draft) -> Vec<(Work, u16)> {
		draft.waiting().each().filter(|(_, lines)| *lines > 0).collect()
	}

	#[test]
	fn a_draft_waits_for_whoever_is_next() {
		let mut draft = Draft::new(D, Fen(3), 3, TODAY, false);
		assert_eq!(waits(&draft), [(Work::Mandate, 3), (Work::Make, 3)]);
		draft.make(by(1), D, TODAY).unwrap();
		assert_eq!(waits(&draft), [(Work::Mandate, 3)]);
		draft.mandate(by(2), D, TODAY).unwrap();
		assert_eq!(waits(&draft), [(Work::Approve, 3)]);
		draft.approve(by(3), D, TODAY).unwrap();
		draft.await_second();
		assert_eq!(waits(&draft), [(Work::ApproveSecond, 3)]);
		draft.approve(by(4), D, TODAY).unwrap();
		assert_eq!(waits(&draft), [(Work::Release, 3)]);
		draft.part(1, LineStep::Release).unwrap();
		assert_eq!(waits(&draft), [(Work::Release, 2), (Work::Settle, 1)]);
		draft.step(1, LineStep::Settle).unwrap();
		assert_eq!(waits(&draft), [(Work::Release, 2)]);
		draft.step(1, LineStep::Dispute).unwrap();
		assert_eq!(waits(&draft), [(Work::Release, 2), (Work::Resolve, 1)]);
		draft.step(1, LineStep::Examine).unwrap();
		assert_eq!(waits(&draft), [(Work::Release, 2)]);
	}

	#[test]
	fn what_was_rejected_or_lapsed_waits_for_nobody() {
		let mut draft = Draft::new(D, Fen(3), 3, TODAY, false);
		draft.reject(D).unwrap();
		assert_eq!(waits(&draft), []);
		let mut draft = Draft::new(D, Fen(3), 3, TODAY, false);
		draft.lapse(Day(11)).unwrap();
		assert_eq!(waits(&draft), []);
	}

	#[test]
	fn places_are_in_the_order_of_work_loan_and_draft() {
		let key = |work, loan, draft| work_key(work, (LoanId(loan), DraftNo(draft)));
		let keys = [
			key(Work::Mandate, 9, 9),
			key(Work::Make, 1, 255),
			key(Work::Make, 1, 256),
			key(Work::Make, 256, 0),
			key(Work::Confirm, 1, 0),
		];
		assert!(keys.map(|key| key.encode()).is_sorted());
		assert_eq!(draft_at(keys[2]), (LoanId(1), DraftNo(256)));
	}
}
