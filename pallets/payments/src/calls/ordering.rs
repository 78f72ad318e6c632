//! Orders: every signature was given beforehand, and one dispatch takes every step, or none.

use crate::{
	calls::signing::Above,
	types::order::{Order, OrderSignature},
	Config, DraftLines, Error, Event, OrderSignaturesOf, Pallet,
};
use alloc::vec::Vec;
use core::cell::Cell;
use frame::{deps::sp_runtime::traits::Verify, prelude::*};
use zhidai_primitives::{
	drawdown_digest,
	signed::{order_step, OrderStep},
	traits::Directory,
	Actor, Digest, Duty, LoanFacts, Ordered, OrgId,
};

/// Who signed which step.
struct Signers {
	mandate: Actor,
	make: Actor,
	approve: Actor,
	release: Actor,
}

/// With what a step's signature is refused.
struct StepRefusals<T> {
	/// Who gave it could not today.
	missing: Error<T>,
	/// That key did not sign this step of this order.
	invalid: Error<T>,
	/// It is another organisation's.
	foreign: Error<T>,
}

impl<T> StepRefusals<T> {
	fn at(step: OrderStep) -> Self {
		match step {
			OrderStep::Mandate => Self {
				missing: Error::MandateMissing,
				invalid: Error::MandateSignatureInvalid,
				foreign: Error::BorrowerNotAllowed,
			},
			OrderStep::Make => Self::of_bank(Error::MakerMissing, Error::MakerSignatureInvalid),
			OrderStep::Approve => Self::of_bank(Error::ApprovalMissing, Error::ApprovalSignatureInvalid),
			OrderStep::Release => Self::of_bank(Error::ReleaseMissing, Error::ReleaseSignatureInvalid),
		}
	}

	fn of_bank(missing: Error<T>, invalid: Error<T>) -> Self {
		Self { missing, invalid, foreign: Error::BankNotAllowed }
	}
}

impl<T: Config> Pallet<T> {
	/// Drafts, mandates, approves and releases an order, as the calls of these steps would one after the other: by the
	/// same rules, with the same records and events. Nothing of it ever waits, so no list is written that says so.
	pub(crate) fn do_execute(
		origin: OriginFor<T>,
		order: Order,
		signatures: &OrderSignaturesOf<T>,
	) -> DispatchResultWithPostInfo {
		let (handing_in, facts) = Self::handing_in_officer(origin, order.loan)?;
		// Before the signatures: those of who is suspended count no more, which is not why nothing leaves.
		Self::ensure_parties(&facts)?;
		let Order { loan, lines, expires_on, allocations } = order;
		let digest = drawdown_digest(Self::genesis_hash(), loan, &lines, expires_on, &allocations);
		let signers = Self::signers(&facts, digest, signatures)?;
		let reported = Cell::new(0);
		Self::ensure_allocations(loan, &lines, &allocations, true)?;
		let broken = Self::order_violations(loan, &facts, &lines, expires_on, &reported).next();
		broken.map_or(Ok(()), |first| Err(first.rule))?;
		let allocated = allocations.len();

		let mut taken = Self::new_draft((loan, &facts), &lines, digest, expires_on, false)?;
		Self::reserve(taken.key, &lines, allocations)?;
		taken.draft.signatures.maker = Some(T::Directory::signature(signers.make.officer));
		Self::tell_draft(signers.make, &taken);
		Self::sign_mandate(signers.mandate, &mut taken, digest)?;
		Self::sign_approval(signers.approve, &mut taken, digest, Above::Refused)?;
		// What was given just now counts.
		let counting = taken.draft.signatures;
		Self::sign_release(signers.release, &mut taken, digest, counting)?;
		let numbers: Vec<u16> = taken.draft.following().collect();
		let by = T::Directory::signature(signers.release.officer);
		let (released, movements) = Self::part_lines(by, &mut taken.draft, numbers, &lines)?;
		Self::let_go(signers.release, &taken, &released, movements)?;

		let draft = taken.key.1;
		Self::put_done_draft(taken);
		let count = lines.len();
		DraftLines::<T>::insert(loan, Ordered::from(draft), lines);
		Self::deposit_event(Event::OrderExecuted { loan, draft, digest, officer: handing_in.officer });
		Ok(Some(Self::executed_weight(count, allocated, reported.get())).into())
	}

	/// Who signed an order of this digest: each an officer who could take that step today, with that key.
	fn signers(
		facts: &LoanFacts,
		digest: Digest,
		signatures: &OrderSignaturesOf<T>,
	) -> Result<Signers, DispatchError> {
		let (bank, borrower) = (facts.bank, facts.borrower);
		let signer = |step, duty, org, signature| Self::signer((step, duty, org), digest, signature);
		Ok(Signers {
			mandate: signer(OrderStep::Mandate, Duty::Confirm, borrower, &signatures.mandate)?,
			make: signer(OrderStep::Make, Duty::Maker, bank, &signatures.make)?,
			approve: signer(OrderStep::Approve, Duty::Checker, bank, &signatures.approve)?,
			release: signer(OrderStep::Release, Duty::Release, bank, &signatures.release)?,
		})
	}

	/// Who signed this step, which takes this duty in this organisation.
	fn signer(
		(step, duty, org): (OrderStep, Duty, OrgId),
		digest: Digest,
		given: &OrderSignature<T::AccountId, T::Signature>,
	) -> Result<Actor, DispatchError> {
		let refused = StepRefusals::<T>::at(step);
		// A key that was replaced is nobody's any more, as one of an officer who was removed.
		let Ok(actor) = T::Directory::authorise(&given.account, duty) else {
			return Err(refused.missing.into());
		};
		ensure!(actor.org == org, refused.foreign);
		let message = order_step(step, digest);
		ensure!(given.signature.verify(message.as_slice(), &given.account), refused.invalid);
		Ok(actor)
	}
}
