//! Who may: both colleges keep reference data, and neither alone.

use crate::{Book, Config, Confirmers, Content, Error, OpenEntry, Pallet};
use frame::prelude::*;
use zhidai_primitives::{traits::Directory, Actor, Duty, OrgId, RateKind, Role, Roles};

const BANKS: Roles = Roles::of(&[Role::Bank]);
/// Who keeps reference data: both colleges of the consortium.
const KEEPERS: Roles = Roles::of(&[Role::Bank, Role::MarketRegulator, Role::FinancialRegulator]);

impl<T: Config> Pallet<T> {
	/// The officer behind a call that keeps reference data.
	pub(crate) fn keeper(origin: OriginFor<T>, duty: Duty) -> Result<Actor, DispatchError> {
		T::Directory::authorise_as(&ensure_signed(origin)?, duty, KEEPERS)
	}

	/// The admin behind a call that moves the calendar.
	pub(crate) fn admin(origin: OriginFor<T>) -> Result<Actor, DispatchError> {
		T::Directory::authorise(&ensure_signed(origin)?, Duty::Admin)
	}

	/// Refuses the average of what is not a bank, and of another bank unless a regulator enters it.
	pub(crate) fn ensure_may_enter(kind: RateKind, org: OrgId) -> DispatchResult {
		let RateKind::BankAverage(bank) = kind else { return Ok(()) };
		ensure!(bank == org || Self::is_regulator(org), Error::<T>::AverageNotAllowed);
		T::Directory::ensure_organisation(bank, BANKS)
	}

	/// Refuses a confirmation within one college: of the two organisations one is a bank and the other a
	/// regulator. For a bank's own average the bank is that bank itself. And refuses one person for both.
	pub(crate) fn ensure_may_confirm(open: &OpenEntry, by: &Actor) -> DispatchResult {
		ensure!(Self::can_confirm(open, by.org), Error::<T>::ConfirmationNotAllowed);
		T::Directory::ensure_different_persons(open.maker, by.officer)
	}

	/// Who can confirm what this organisation enters. Who is of both colleges counts as a bank.
	pub(crate) fn confirmers(content: &Content, entered_by: OrgId) -> Confirmers {
		match content.book() {
			_ if T::Directory::has_role(entered_by, Role::Bank) => Confirmers::Regulators,
			Book::Own(bank) => Confirmers::Bank(bank),
			Book::Shared => Confirmers::Banks,
		}
	}

	/// Whether the organisation is of the other college than who entered this.
	pub(crate) fn can_confirm(open: &OpenEntry, org: OrgId) -> bool {
		let own = match open.content.book() {
			Book::Own(bank) => Some(bank),
			Book::Shared => None,
		};
		let are_both_colleges = |bank: OrgId, regulator: OrgId| {
			let is_bank = own.map_or_else(|| T::Directory::has_role(bank, Role::Bank), |own| own == bank);
			// Who is of both colleges counts as a bank: else two banks could vouch for everybody's rate.
			is_bank && Self::is_regulator(regulator) && !T::Directory::has_role(regulator, Role::Bank)
		};
		let (one, other) = (open.entered_by, org);
		one != other && (are_both_colleges(one, other) || are_both_colleges(other, one))
	}

	pub(crate) fn is_regulator(org: OrgId) -> bool {
		Roles::REGULATORS.iter().any(|role| T::Directory::has_role(org, role))
	}
}
