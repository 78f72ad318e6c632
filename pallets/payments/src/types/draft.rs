//! The life of a drawdown draft: who signs what in which order. Knows no storage and no `Config`.
//!
//! Mandate, maker's signature and approval count while who gave them could give them with that key: after a removal, a
//! change of duties or of the key nothing leaves on them. At the next signature they are forgotten, the approval with
//! each of the others, and are given anew by whoever may, over the same digest. Where money of the draft was released
//! under them they stay on record: the rest is left out, and drafted anew.
//!
//! A checker's limit is for all that it approves for one borrower on a day, so that no parts slip under it; what is
//! rejected, or approved anew, that day counts too. Above it the first checker's signature is kept and gives nothing.
//!
//! Past its last day nothing of a draft can be signed or released. That its lines count as undrawn again is booked by a
//! sweep in `on_idle`, one draft a block, or by `lapse`.
//!
//! Who released each line or left it out, and who confirmed its receipt, is kept in the draft for each line, with the
//! number of the key; who booked it, or its failure or return, in that record.

use crate::types::by_line::ByLine;
use crate::types::line::{LineState, LineStates, LineStep, Movements};
use crate::types::notes::LineNotes;
use crate::types::records::{Confirmation, Signatures, Signed};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame::prelude::*;
use zhidai_primitives::{Day, Digest, Fen, OfficerId, PaymentStatus, SignedBy};

pub use zhidai_primitives::DraftState;

/// A drawdown draft: up to 500 payments under one digest.
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct Draft {
	/// What everybody signs.
	pub digest: Digest,
	/// The sum of all lines.
	pub sum: Fen,
	/// How many lines there are.
	pub count: u16,
	/// The last day on which it can be signed and released.
	pub expires_on: Day,
	/// Where it stands.
	pub state: DraftState,
	/// Who signed.
	pub signatures: Signatures,
	/// Whether it pays returned money again.
	pub repays: bool,
	/// The day on which the first of its lines was released. The bank books nothing of it before that day.
	pub released_on: Option<Day>,
	/// Where each line stands.
	pub lines: LineStates,
	/// Who released each line or left it out.
	pub decided_by: ByLine<SignedBy>,
	/// Who confirmed the receipt of each line last, for the payee or in its place, and when.
	pub confirmed_by: ByLine<Confirmation>,
	/// How much of lines came back, and of which something was corrected.
	pub notes: LineNotes,
}

/// Why a step of a draft is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
	/// Another digest was signed.
	DigestMismatch,
	/// It is past its last day.
	Expired,
	/// It is not past its last day.
	NotExpired,
	/// It does not stand where the step begins.
	WrongState,
	/// The borrower has signed.
	AlreadyMandated,
	/// The bank's maker has signed.
	AlreadyMade,
	/// The borrower has not signed.
	MandateMissing,
	/// The bank's maker has not signed.
	MakerMissing,
	/// The bank's checker has not signed.
	ApprovalMissing,
	/// Money of it was released.
	AlreadyReleased,
	/// There is no such line, or it has gone its own way.
	LineNotOpen(u16),
}

impl Signatures {
	/// Mandate and maker.
	fn mandated_and_made(&self) -> Result<[OfficerId; 2], Refused> {
		let mandate = self.mandate.ok_or(Refused::MandateMissing)?;
		Ok([mandate.officer, self.maker.ok_or(Refused::MakerMissing)?.officer])
	}

	/// Mandate and maker, where a checker approved it, too.
	pub(crate) fn approved(&self) -> Result<[OfficerId; 2], Refused> {
		let others = self.mandated_and_made()?;
		self.checker.map(|_| others).ok_or(Refused::ApprovalMissing)
	}
}

impl Draft {
	/// A new draft.
	pub fn new(digest: Digest, sum: Fen, count: u16, expires_on: Day, repays: bool) -> Self {
		Self {
			digest,
			sum,
			count,
			expires_on,
			state: DraftState::Drafted,
			signatures: Signatures::default(),
			repays,
			released_on: None,
			lines: LineStates::new(count),
			decided_by: ByLine::default(),
			confirmed_by: ByLine::default(),
			notes: LineNotes::default(),
		}
	}

	/// Whether it waits for somebody.
	pub const fn is_open(&self) -> bool {
		matches!(self.state, DraftState::Drafted | DraftState::Approved)
	}

	/// Whether money of it ever left.
	pub fn was_released(&self) -> bool {
		(0..self.count).any(|line| self.line(line).is_some_and(LineState::was_released))
	}

	/// What a signature over it covers.
	pub(crate) const fn signed(&self) -> Signed {
		Signed { count: self.count, sum_fen: self.sum.0 }
	}

	/// The state of a line; nothing where there is no such line.
	pub fn line(&self, line: u16) -> Option<LineState> {
		self.lines.get(line).filter(|_| line < self.count)
	}

	/// The lines that follow the draft.
	pub fn following(&self) -> impl Iterator<Item = u16> + '_ {
		(0..self.count).filter(|line| self.lines.get(*line) == Some(LineState::Follows))
	}

	/// Where the payment of a line stands; nothing where there is no such line.
	pub fn status(&self, line: u16) -> Option<PaymentStatus> {
		Some(match self.line(line)? {
			LineState::Follows if self.is_open() => PaymentStatus::Pending,
			LineState::Follows | LineState::Excluded => PaymentStatus::Cancelled,
			LineState::Released => PaymentStatus::Released,
			LineState::Settled => PaymentStatus::Settled,
			LineState::Failed => PaymentStatus::Failed,
			LineState::Received => PaymentStatus::Received,
			LineState::Disputed => PaymentStatus::Disputed,
			LineState::Examined => PaymentStatus::Examined,
			LineState::Returned => PaymentStatus::Returned,
			LineState::PaidAgain => PaymentStatus::PaidAgain,
			LineState::Disbursed => PaymentStatus::Disbursed,
			LineState::Prepaid => PaymentStatus::Prepaid,
			LineState::CreditedBack => PaymentStatus::CreditedBack,
			LineState::Reversed => PaymentStatus::Reversed,
		})
	}

	/// Takes a line a step further: what that does to the ledger, or nothing where the line cannot go there.
	pub fn step(&mut self, line: u16, step: LineStep) -> Option<Movements> {
		let (state, movements) = self.line(line)?.after(step, self.repays)?;
		self.lines.set(line, state);
		Some(movements)
	}

	/// Like [`Self::step`] for a line that must still follow.
	pub fn part(&mut self, line: u16, step: LineStep) -> Result<Movements, Refused> {
		self.step(line, step).ok_or(Refused::LineNotOpen(line))
	}

	/// Forgets the signatures that count no more, and with any of them the approval, which rests on the others: they
	/// are given anew. Not where money left under them: that they were given stays on record.
	pub fn forget_void(&mut self, counting: Signatures) -> Result<(), Refused> {
		if !self.is_open() || counting == self.signatures {
			return Ok(());
		}
		if self.was_released() {
			return Err(Refused::AlreadyReleased);
		}
		self.signatures = Signatures { checker: None, first_check: None, ..counting };
		self.state = DraftState::Drafted;
		Ok(())
	}

	/// The borrower's mandate (委托); yields the bank's maker where there is one, who must be another person.
	pub fn mandate(
		&mut self,
		by: SignedBy,
		digest: Digest,
		today: Day,
	) -> Result<Option<OfficerId>, Refused> {
		self.ensure_signable(DraftState::Drafted, digest, today)?;
		match self.signatures.mandate.replace(by) {
			Some(_) => Err(Refused::AlreadyMandated),
			None => Ok(self.signatures.maker.map(|maker| maker.officer)),
		}
	}

	/// The bank's maker takes it up (经办); yields who mandated it for the borrower, who must be another person.
	pub fn make(&mut self, by: SignedBy, digest: Digest, today: Day) -> Result<Option<OfficerId>, Refused> {
		self.ensure_signable(DraftState::Drafted, digest, today)?;
		match self.signatures.maker.replace(by) {
			Some(_) => Err(Refused::AlreadyMade),
			None => Ok(self.signatures.mandate.map(|mandate| mandate.officer)),
		}
	}

	/// The bank's checker approves it (复核); yields mandate and maker, who must be other persons.
	pub fn approve(&mut self, by: SignedBy, digest: Digest, today: Day) -> Result<[OfficerId; 2], Refused> {
		self.ensure_signable(DraftState::Drafted, digest, today)?;
		let others = self.signatures.mandated_and_made()?;
		self.signatures.checker = Some(by);
		self.state = DraftState::Approved;
		Ok(others)
	}

	/// Of an approval above the checker's limit stays that the checker looked: another one approves.
	pub fn await_second(&mut self) {
		self.signatures.first_check = self.signatures.checker.take();
		self.state = DraftState::Drafted;
	}

	/// The bank releases some lines (授权), where mandate, maker and approval are among the signatures that count still;
	/// yields mandate and maker, who must be other persons.
	pub fn release(
		&mut self,
		officer: OfficerId,
		digest: Digest,
		today: Day,
		counting: Signatures,
	) -> Result<[OfficerId; 2], Refused> {
		self.ensure_signable(DraftState::Approved, digest, today)?;
		let others = counting.approved()?;
		self.signatures.releaser = Some(officer);
		self.released_on = self.released_on.or(Some(today));
		Ok(others)
	}

	/// The bank leaves some lines out.
	pub fn exclude(&self, digest: Digest) -> Result<(), Refused> {
		self.ensure_state(DraftState::Approved, digest)
	}

	/// Nothing of it shall be paid.
	pub fn reject(&mut self, digest: Digest) -> Result<(), Refused> {
		if digest != self.digest {
			return Err(Refused::DigestMismatch);
		}
		if self.was_released() {
			return Err(Refused::AlreadyReleased);
		}
		if !self.is_open() {
			return Err(Refused::WrongState);
		}
		self.state = DraftState::Rejected;
		Ok(())
	}

	/// What was not released by the last day, is not paid.
	pub fn lapse(&mut self, today: Day) -> Result<(), Refused> {
		if !self.is_open() {
			return Err(Refused::WrongState);
		}
		if today <= self.expires_on {
			return Err(Refused::NotExpired);
		}
		self.state = DraftState::Lapsed;
		Ok(())
	}

	/// Whether no line follows any more: then the draft is done.
	pub fn finish(&mut self) -> bool {
		let done = self.following().next().is_none();
		if done {
			self.state = DraftState::Done;
		}
		done
	}

	fn ensure_state(&self, state: DraftState, digest: Digest) -> Result<(), Refused> {
		if digest != self.digest {
			return Err(Refused::DigestMismatch);
		}
		if state != self.state {
			return Err(Refused::WrongState);
		}
		Ok(())
	}

	fn ensure_signable(&self, state: DraftState, digest: Digest, today: Day) -> Result<(), Refused> {
		self.ensure_state(state, digest)?;
		if today > self.expires_on {
			return Err(Refused::Expired);
		}
		Ok(())
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	const LAST: Day = Day(100);
	const D: Digest = Digest::repeat_byte(1);

	fn draft() -> Draft {
		Draft::new(D, Fen(300), 3, LAST, false)
	}

	fn by(officer: u32) -> SignedBy {
		SignedBy { officer: OfficerId(officer), key_number: 0 }
	}

	/// Where every signature counts.
	fn release(draft: &mut Draft, digest: Digest, today: Day) -> Result<[OfficerId; 2], Refused> {
		let counting = draft.signatures;
		draft.release(OfficerId(4), digest, today, counting)
	}

	fn approved() -> Draft {
		let mut draft = draft();
		draft.mandate(by(1), D, LAST).unwrap();
		draft.make(by(2), D, LAST).unwrap();
		assert_eq!(draft.approve(by(3), D, LAST), Ok([OfficerId(1), OfficerId(2)]));
		draft
	}

	#[test]
	fn a_checker_needs_mandate_and_maker_in_any_order() {
		let mut draft = draft();
		assert_eq!(draft.approve(by(3), D, LAST), Err(Refused::MandateMissing));
		draft.mandate(by(1), D, LAST).unwrap();
		assert_eq!(draft.approve(by(3), D, LAST), Err(Refused::MakerMissing));
		assert_eq!(release(&mut draft, D, LAST), Err(Refused::WrongState));
		let mut approved = approved();
		assert_eq!(approved.state, DraftState::Approved);
		assert_eq!(release(&mut approved, D, LAST), Ok([OfficerId(1), OfficerId(2)]));
	}

	#[test]
	fn every_signature_is_given_once() {
		let mut draft = draft();
		assert_eq!(draft.mandate(by(1), D, LAST), Ok(None));
		assert_eq!(draft.make(by(2), D, LAST), Ok(Some(OfficerId(1))));
		assert_eq!(draft.mandate(by(9), D, LAST), Err(Refused::AlreadyMandated));
		assert_eq!(draft.make(by(9), D, LAST), Err(Refused::AlreadyMade));
	}

	#[test]
	fn what_counts_no_more_is_signed_anew_and_the_approval_with_it() {
		let without =
			|officer: u32| approved().signatures.counting(|signed, _| signed.officer != OfficerId(officer));
		for (officer, missing) in
			[(1, Refused::MandateMissing), (2, Refused::MakerMissing), (3, Refused::ApprovalMissing)]
		{
			let mut draft = approved();
			assert_eq!(draft.release(OfficerId(4), D, LAST, without(officer)), Err(missing));
			draft.forget_void(without(officer)).unwrap();
			assert_eq!((draft.state, draft.signatures.checker), (DraftState::Drafted, None));
			match officer {
				1 => assert_eq!(draft.mandate(by(9), D, LAST), Ok(Some(OfficerId(2)))),
				2 => assert_eq!(draft.make(by(9), D, LAST), Ok(Some(OfficerId(1)))),
				_ => assert_eq!(draft.mandate(by(9), D, LAST), Err(Refused::AlreadyMandated)),
			}
			draft.approve(by(3), D, LAST).unwrap();
			assert!(release(&mut draft, D, LAST).is_ok());
		}
		// Under whose signatures money left, stays on record.
		let mut draft = approved();
		draft.part(0, LineStep::Release).unwrap();
		let before = draft.clone();
		assert_eq!(draft.forget_void(without(1)), Err(Refused::AlreadyReleased));
		assert_eq!(draft.forget_void(draft.signatures), Ok(()));
		assert_eq!(draft, before);
	}

	#[test]
	fn what_is_above_the_checkers_limit_waits_for_a_second_and_keeps_the_first() {
		let mut draft = approved();
		draft.await_second();
		assert_eq!((draft.state, draft.signatures.checker), (DraftState::Drafted, None));
		assert_eq!(draft.signatures.first_check, Some(by(3)));
		assert_eq!(release(&mut draft, D, LAST), Err(Refused::WrongState));
		draft.approve(by(5), D, LAST).unwrap();
		assert_eq!((draft.signatures.first_check, draft.signatures.checker), (Some(by(3)), Some(by(5))));
		// The second covers it alone: that the first counts no more changes nothing then, but does before.
		let without = |draft: &Draft| draft.signatures.counting(|signed, _| signed.officer != OfficerId(3));
		assert_eq!(without(&draft), draft.signatures);
		let mut waiting = approved();
		waiting.await_second();
		waiting.forget_void(without(&waiting)).unwrap();
		assert_eq!(waiting.signatures.first_check, None);
		assert_eq!(waiting.signatures.mandate, Some(by(1)));
	}

	#[test]
	fn every_step_names_the_digest() {
		let other = Digest::repeat_byte(2);
		let mut draft = approved();
		assert_eq!(draft.mandate(by(1), other, LAST), Err(Refused::DigestMismatch));
		assert_eq!(draft.make(by(1), other, LAST), Err(Refused::DigestMismatch));
		assert_eq!(draft.approve(by(1), other, LAST), Err(Refused::DigestMismatch));
		assert_eq!(release(&mut draft, other, LAST), Err(Refused::DigestMismatch));
		assert_eq!(draft.exclude(other), Err(Refused::DigestMismatch));
		assert_eq!(draft.reject(other), Err(Refused::DigestMismatch));
	}

	#[test]
	fn past_the_last_day_nothing_is_signed_and_the_draft_can_lapse() {
		let late = Day(101);
		let mut fresh = draft();
		assert_eq!(fresh.mandate(by(1), D, late), Err(Refused::Expired));
		assert_eq!(fresh.make(by(1), D, late), Err(Refused::Expired));
		assert_eq!(fresh.approve(by(1), D, late), Err(Refused::Expired));
		assert_eq!(release(&mut approved(), D, late), Err(Refused::Expired));
		assert_eq!(fresh.lapse(LAST), Err(Refused::NotExpired));
		fresh.lapse(late).unwrap();
		assert_eq!(fresh.status(0), Some(PaymentStatus::Cancelled));
		assert_eq!(fresh.lapse(late), Err(Refused::WrongState));
	}

	#[test]
	fn a_draft_is_done_when_no_line_follows() {
		let mut draft = approved();
		draft.part(0, LineStep::Release).unwrap();
		assert!(!draft.finish());
		assert_eq!(draft.reject(D), Err(Refused::AlreadyReleased));
		draft.part(1, LineStep::Exclude).unwrap();
		assert_eq!(draft.following().collect::<alloc::vec::Vec<_>>(), [2]);
		assert_eq!(draft.part(1, LineStep::Release), Err(Refused::LineNotOpen(1)));
		// The fourth half byte is padding, not a line.
		assert_eq!(draft.part(3, LineStep::Release), Err(Refused::LineNotOpen(3)));
		draft.part(2, LineStep::Release).unwrap();
		assert!(draft.finish());
		assert_eq!(draft.state, DraftState::Done);
		assert_eq!(draft.lapse(Day(101)), Err(Refused::WrongState));
	}
}
