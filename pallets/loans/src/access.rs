//! Who may: from an origin to an officer with a duty, and from there to the loan that it is a party of.

use crate::pallet::{Config, Error, Loans, Pallet};
use crate::types::ask::Ask;
use crate::types::contract::Loan;
use crate::types::party::RegulatorChange;
use frame::prelude::*;
use zhidai_primitives::traits::Directory;
use zhidai_primitives::{Actor, Duties, Duty, HoldKind, LoanId, OrgId, Role, Roles};

pub(crate) const BANKS: Roles = Roles::of(&[Role::Bank]);
pub(crate) const MARKET_REGULATORS: Roles = Roles::of(&[Role::MarketRegulator]);

impl<T: Config> Pallet<T> {
	/// An officer of a bank with this duty.
	pub(crate) fn bank_officer(origin: OriginFor<T>, duty: Duty) -> Result<Actor, DispatchError> {
		T::Directory::authorise_as(&ensure_signed(origin)?, duty, BANKS)
	}

	/// An officer who signs for a firm.
	pub(crate) fn signer(origin: OriginFor<T>) -> Result<Actor, DispatchError> {
		T::Directory::authorise(&ensure_signed(origin)?, Duty::Confirm)
	}

	/// An officer who prepares or checks at a bank, or signs for a firm.
	pub(crate) fn party_officer(origin: OriginFor<T>) -> Result<Actor, DispatchError> {
		Self::any_duty(&ensure_signed(origin)?, &[Duty::Maker, Duty::Checker, Duty::Confirm])
	}

	/// An officer of a bank who enters or checks what the bank booked.
	pub(crate) fn booking_officer(origin: OriginFor<T>) -> Result<Actor, DispatchError> {
		Self::booking(&ensure_signed(origin)?)
	}

	/// The same, of an account.
	pub(crate) fn booking(who: &T::AccountId) -> Result<Actor, DispatchError> {
		let actor = Self::any_duty(who, &[Duty::Maker, Duty::Checker])?;
		T::Directory::ensure_organisation(actor.org, BANKS)?;
		Ok(actor)
	}

	/// An officer, maker or checker, of a market regulator.
	pub(crate) fn bureau_officer(who: &T::AccountId) -> Result<Actor, DispatchError> {
		let actor = Self::any_duty(who, &[Duty::Maker, Duty::Checker])?;
		T::Directory::ensure_organisation(actor.org, MARKET_REGULATORS)?;
		Ok(actor)
	}

	/// A checker of an organisation that may place this kind of hold.
	pub(crate) fn holder(origin: OriginFor<T>, kind: HoldKind) -> Result<Actor, DispatchError> {
		T::Directory::authorise_as(&ensure_signed(origin)?, Duty::Checker, kind.roles())
	}

	/// An officer, maker or checker, of an organisation that may lift this kind of hold.
	pub(crate) fn lifter(who: &T::AccountId, kind: HoldKind) -> Result<Actor, DispatchError> {
		let actor = Self::any_duty(who, &[Duty::Maker, Duty::Checker])?;
		T::Directory::ensure_organisation(actor.org, kind.roles())?;
		Ok(actor)
	}

	/// Whether an officer of an organisation with these duties can be the second of the two who lift a hold: a checker,
	/// or a maker of the same organisation where who asked is a checker today. Else nobody could agree where an
	/// organisation's only checker asked.
	pub(crate) fn may_agree(ask: &Ask<T::AccountId>, kind: HoldKind, org: OrgId, second: Duties) -> bool {
		let is_checker = |duties: Duties| duties.has(Duty::Checker);
		let by_checker = || Self::lifter(&ask.account, kind).is_ok_and(|first| is_checker(first.duties));
		is_checker(second) || (ask.org == org && second.has(Duty::Maker) && by_checker())
	}

	/// Whether an officer of the same bureau with these duties can be the second of the two who change a regulator.
	pub fn may_agree_on_regulator(asked: &RegulatorChange<T::AccountId>, second: Duties) -> bool {
		let is_checker = |duties: Duties| duties.has(Duty::Checker);
		let by_checker =
			|| Self::bureau_officer(&asked.ask.account).is_ok_and(|first| is_checker(first.duties));
		is_checker(second) || (second.has(Duty::Maker) && by_checker())
	}

	/// Who this account is, with the first of these duties that it has.
	fn any_duty(who: &T::AccountId, duties: &[Duty]) -> Result<Actor, DispatchError> {
		let mut answer = Err(DispatchError::BadOrigin);
		for duty in duties {
			answer = T::Directory::authorise(who, *duty);
			if answer.is_ok() {
				break;
			}
		}
		answer
	}

	/// Whether the actor speaks for the borrower, and not for the bank, of a contract that is not signed.
	pub(crate) fn speaks_for_borrower(actor: Actor, loan: &Loan) -> Result<bool, DispatchError> {
		let prepares = actor.duties.has(Duty::Maker) || actor.duties.has(Duty::Checker);
		let by_bank = actor.org == loan.bank && prepares;
		let by_borrower = actor.org == loan.borrower && actor.duties.has(Duty::Confirm);
		ensure!(by_bank || by_borrower, Error::<T>::PartyNotAllowed);
		Ok(by_borrower)
	}

	/// The loan, where the actor is of the lending bank.
	pub(crate) fn lent_by(actor: Actor, id: LoanId) -> Result<Loan, DispatchError> {
		let loan = Loans::<T>::get(id).ok_or(Error::<T>::LoanUnknown)?;
		ensure!(actor.org == loan.bank, Error::<T>::BankNotAllowed);
		Ok(loan)
	}

	/// The loan, where the actor may hold it: the lending bank, the market regulator that the contract names,
	/// or a financial regulator that is competent for the borrower. Of a court's order that is its own already it stays
	/// the keeper, also when the borrower's region was corrected since.
	pub(crate) fn held_by(
		actor: Actor,
		id: LoanId,
		kind: HoldKind,
		is_own: bool,
	) -> Result<Loan, DispatchError> {
		let loan = Loans::<T>::get(id).ok_or(Error::<T>::LoanUnknown)?;
		match kind {
			HoldKind::Bank | HoldKind::AntiMoneyLaundering => {
				ensure!(actor.org == loan.bank, Error::<T>::BankNotAllowed)
			}
			HoldKind::Regulator => ensure!(actor.org == loan.regulator, Error::<T>::RegulatorNotAllowed),
			HoldKind::Judicial if is_own => {}
			HoldKind::Judicial => Self::ensure_competent(actor.org, loan.borrower)?,
		}
		Ok(loan)
	}
}
