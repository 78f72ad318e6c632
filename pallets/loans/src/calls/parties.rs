//! Another organisation takes a party's place in a loan.

use crate::pallet::{Config, Error, Event, Loans, Pallet, PartyHistory, RegulatorChanges, WaitingFor};
use crate::types::ask::Ask;
use crate::types::contract::Loan;
use crate::types::party::{LoanParty, RegulatorChange, MAX_REGULATOR_CHANGES};
use crate::types::waiting::{ContractStage, WaitingKey};
use frame::prelude::*;
use zhidai_primitives::traits::{Calendar, Directory, PartyWork, Quota, QuotaState};
use zhidai_primitives::{Actor, Day, Fen, LoanId, LoanState, OrgId};

impl<T: Config> Pallet<T> {
	/// Who succeeds a party takes its place. One person is enough: the council decided it.
	pub(crate) fn do_take_over(origin: OriginFor<T>, id: LoanId) -> DispatchResult {
		let actor = Self::party_officer(origin)?;
		let loan = Loans::<T>::get(id).ok_or(Error::<T>::LoanUnknown)?;
		let mut parties = loan.parties().into_iter();
		let succeeds = parties.find(|(_, org)| Self::succeeds_in(&loan, actor.org, *org));
		let (party, from) = succeeds.ok_or(Error::<T>::SuccessorNotAllowed)?;
		loan.ensure(&[LoanState::Active]).map_err(Error::<T>::from)?;
		T::PartyWork::ensure_can_pass(id, from)?;
		match party {
			LoanParty::Bank => Self::ensure_next_bank(id, &loan, actor.org)?,
			LoanParty::Borrower => {
				Self::ensure_next_borrower(id, &loan, actor.org)?;
				Self::move_quota(id, &loan, actor.org)?;
			}
			LoanParty::Regulator => Self::ensure_next_regulator(&loan, actor.org)?,
		}
		Self::put_party(id, loan, party, actor.org, actor)
	}

	/// Whether an organisation took the place of a party after the loan was signed, or on that day: what who has a
	/// successor signs later it signs for itself.
	pub(crate) fn succeeds_in(loan: &Loan, org: OrgId, party: OrgId) -> bool {
		let was_signed = |since: Day| loan.signed_on.is_none_or(|signed_on| signed_on <= since);
		T::Directory::is_successor(org, party) && T::Directory::succeeded_on(party).is_some_and(was_signed)
	}

	/// The loan counts against the limit of who owes it from now on. No cap refuses it: the debt is there already.
	fn move_quota(id: LoanId, loan: &Loan, borrower: OrgId) -> DispatchResult {
		let (_, terms) = Self::contract(id)?;
		T::Quota::close(id);
		let state = T::Quota::want(id, loan.scheme, borrower, terms.amount, Fen(u64::MAX))?;
		ensure!(state == QuotaState::Granted, Error::<T>::QuotaNotGranted);
		Ok(())
	}

	/// The first officer of a bureau asks, the second, another person, agrees to the same, and one of the two is a
	/// checker.
	pub(crate) fn do_change_regulator(origin: OriginFor<T>, id: LoanId, regulator: OrgId) -> DispatchResult {
		let who = ensure_signed(origin)?;
		let actor = Self::bureau_officer(&who)?;
		let loan = Loans::<T>::get(id).ok_or(Error::<T>::LoanUnknown)?;
		Self::ensure_over_regulator(actor.org, &loan, regulator)?;
		loan.ensure(&[LoanState::Active]).map_err(Error::<T>::from)?;
		Self::ensure_next_regulator(&loan, regulator)?;
		T::PartyWork::ensure_can_pass(id, loan.regulator)?;
		ensure!(Self::may_change_regulator(id), Error::<T>::TooManyPartyChanges);
		let asked = Self::regulator_change(id);
		match asked.filter(|asked| (asked.ask.org, asked.regulator) == (actor.org, regulator)) {
			Some(asked) => Self::agree_on_regulator(actor, id, loan, asked),
			None => {
				Self::ask_for_regulator(actor, who, id, regulator);
				Ok(())
			}
		}
	}

	/// Whether bureaus have room for one change more: what they cannot use up is left to banks and successors.
	fn may_change_regulator(id: LoanId) -> bool {
		let changes = PartyHistory::<T>::get(id);
		let own = changes.iter().filter(|change| change.party == LoanParty::Regulator);
		own.count() < MAX_REGULATOR_CHANGES
	}

	fn agree_on_regulator(
		actor: Actor,
		id: LoanId,
		loan: Loan,
		asked: RegulatorChange<T::AccountId>,
	) -> DispatchResult {
		T::Directory::ensure_different_persons(asked.ask.officer, actor.officer)?;
		ensure!(Self::may_agree_on_regulator(&asked, actor.duties), Error::<T>::DutyMissing);
		Self::put_party(id, loan, LoanParty::Regulator, asked.regulator, actor)
	}

	/// Also in the place of what was asked before, of another bureau or for another regulator.
	fn ask_for_regulator(actor: Actor, account: T::AccountId, id: LoanId, regulator: OrgId) {
		Self::forget_regulator_change(id);
		let (org, officer) = (actor.org, actor.officer);
		let ask = Ask { org, officer, account, asked_on: T::Calendar::today() };
		RegulatorChanges::<T>::insert(id, RegulatorChange { ask, regulator });
		WaitingFor::<T>::insert(org, Self::to_change(id), ());
		Self::deposit_event(Event::RegulatorChangeAsked { loan: id, regulator, by: org, officer });
	}

	/// Nobody asks for another regulator any more.
	pub(crate) fn forget_regulator_change(id: LoanId) {
		if let Some(asked) = RegulatorChanges::<T>::take(id) {
			WaitingFor::<T>::remove(asked.ask.org, Self::to_change(id));
		}
	}

	/// The place of a loan that shall have another regulator in the list of who asks.
	fn to_change(id: LoanId) -> WaitingKey {
		(ContractStage::Regulator, id.0.into())
	}
}
