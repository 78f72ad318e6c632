//! Who may: both colleges keep reference data, and neither alone.

use crate::{Book, Config, Confirmers, Content, Error, OpenEntry, Pallet};
use frame::prelude::*;
use zhidai_primitives::{
	traits::{Calendar, Colleges, Directory},
	Actor, College, Duty, OrgId, Role, Roles,
};

const BANKS: Roles = Roles::of(&[Role::Bank]);
/// Who can sit in a college; who counts in one, seat and roles say.
const KEEPERS: Roles = Roles::ADMITTED_BY_COUNCIL;

impl<T: Config> Pallet<T> {
	/// The officer behind a call that keeps reference data.
	pub(crate) fn keeper(origin: OriginFor<T>, duty: Duty) -> Result<Actor, DispatchError> {
		T::Directory::authorise_as(&ensure_signed(origin)?, duty, KEEPERS)
	}

	/// The admin behind a call that moves the calendar.
	pub(crate) fn admin(origin: OriginFor<T>) -> Result<Actor, DispatchError> {
		T::Directory::authorise(&ensure_signed(origin)?, Duty::Admin)
	}

	/// Refuses what holds for everybody from who counts in no college; the average of what is not a bank, and of
	/// another bank from who does not count among the regulators.
	pub(crate) fn ensure_may_enter(book: Book, org: OrgId) -> DispatchResult {
		let college = Self::college_of(org);
		let Book::Own(bank) = book else {
			ensure!(college.is_some(), Error::<T>::EntryNotAllowed);
			return Ok(());
		};
		ensure!(bank == org || college == Some(College::Regulators), Error::<T>::AverageNotAllowed);
		T::Directory::ensure_organisation(bank, BANKS)
	}

	/// Refuses a confirmation within one college: of the two organisations one counts among the banks and the other
	/// among the regulators. For a bank's own average the one is that bank itself. And refuses one person for both.
	pub(crate) fn ensure_may_confirm(open: &OpenEntry, by: &Actor) -> DispatchResult {
		ensure!(Self::can_confirm(open, by.org), Error::<T>::ConfirmationNotAllowed);
		T::Directory::ensure_different_persons(open.maker, by.officer)
	}

	/// The officer behind a call that takes an entry from those that wait.
	pub(crate) fn withdrawer(origin: OriginFor<T>) -> Result<Actor, DispatchError> {
		let who = ensure_signed(origin)?;
		T::Directory::authorise_as(&who, Duty::Maker, KEEPERS)
			.or_else(|_| T::Directory::authorise_as(&who, Duty::Checker, KEEPERS))
	}

	/// Refuses a withdrawal by others than a maker of the organisation that made the entry. A checker of one for which
	/// it waits can withdraw what concerns it alone, and of what is everybody's only what can be confirmed no more: so
	/// no entry stays of who cannot act any more, and no single member keeps a college's entries from the others.
	pub(crate) fn ensure_may_withdraw(open: &OpenEntry, by: &Actor) -> DispatchResult {
		let is_own = by.org == open.entered_by;
		let may = match is_own {
			true => by.duties.has(Duty::Maker),
			false => by.duties.has(Duty::Checker) && Self::is_others_to_withdraw(open, by.org),
		};
		ensure!(may, Error::<T>::WithdrawalNotAllowed);
		Ok(())
	}

	fn is_others_to_withdraw(open: &OpenEntry, org: OrgId) -> bool {
		let is_over = open.has_expired(Self::today()) || !Self::maker_stands(open);
		match open.waits_for {
			Confirmers::Bank(bank) => bank == org,
			Confirmers::Banks | Confirmers::Regulators => {
				is_over && Self::confirms_as(org).contains(&open.waits_for)
			}
		}
	}

	/// Whether the maker could enter it today: as an officer who serves, with the same key and the duty, of an
	/// organisation that takes part. A signature counts no longer than that.
	pub(crate) fn maker_stands(open: &OpenEntry) -> bool {
		T::Directory::signature_counts(open.maker, open.key_number, Duty::Maker)
	}

	/// Who can confirm what this organisation enters.
	pub(crate) fn confirmers(content: &Content, entered_by: OrgId) -> Confirmers {
		match content.book() {
			Book::Own(bank) if bank != entered_by => Confirmers::Bank(bank),
			Book::Shared if Self::college_of(entered_by) != Some(College::Banks) => Confirmers::Banks,
			Book::Own(_) | Book::Shared => Confirmers::Regulators,
		}
	}

	/// Whether the organisation is of the other college than who entered this; for a bank's own average the one is
	/// that bank itself.
	pub(crate) fn can_confirm(open: &OpenEntry, org: OrgId) -> bool {
		let (one, other) = (open.entered_by, org);
		let (ones, others) = (Self::college_of(one), Self::college_of(other));
		let regulators = Some(College::Regulators);
		let fits = match open.content.book() {
			Book::Shared => ones.is_some() && others.is_some() && ones != others,
			Book::Own(bank) => (one == bank && others == regulators) || (other == bank && ones == regulators),
		};
		one != other && fits
	}

	/// In which college an organisation counts: that of its seats; where it holds none, the only one in which it
	/// could sit.
	pub(crate) fn college_of(org: OrgId) -> Option<College> {
		T::Colleges::college(org).or_else(|| College::without_seat(|role| T::Directory::has_role(org, role)))
	}
}
