//! Who is related to whom (关联方), and who controls whom.

use crate::{
	types::relation::{sorted, GroupLimit},
	BankRelation, Config, Controlled, Error, Event, OrgState, OrgStates, OwnRelations, Pallet, Related,
	Relation, RelationReports, MAX_CONTROL_DEPTH, MAX_GROUP, WAITING_DAYS,
};
use alloc::vec::Vec;
use frame::prelude::*;
use zhidai_primitives::{traits::Calendar, Day, Ordered, OrgId, OrgStatus, Roles};

impl<T: Config> Pallet<T> {
	/// Records that two organisations are related: by a regulator for everybody, where one of the two is in its region;
	/// by a bank for its own loans. Whoever else recorded it, the own record stands beside it, and alone where the
	/// other is ended.
	pub(crate) fn declare_related(one: OrgId, other: OrgId, by: OrgId) -> DispatchResult {
		ensure!(one != other, Error::<T>::RelatedToItself);
		let both_known = OrgStates::<T>::contains_key(one) && OrgStates::<T>::contains_key(other);
		ensure!(both_known, Error::<T>::OrganisationUnknown);
		let (one, other) = sorted(one, other);
		let since = T::Calendar::today();
		match Self::is_regulator(by) {
			true => Self::record_for_all(one, other, by, since)?,
			false => Self::record_for_bank(one, other, by, since)?,
		}
		Self::deposit_event(Event::RelationDeclared { one, other, by });
		Ok(())
	}

	/// A regulator's record, which stops payments at every bank: nobody makes it of firms that are all elsewhere.
	fn record_for_all(one: OrgId, other: OrgId, regulator: OrgId, since: Day) -> DispatchResult {
		Self::ensure_concerned(regulator, &[one, other])?;
		let mut recorded = Related::<T>::get(one, Ordered::from(other));
		let is_new = recorded.iter().all(|relation| relation.declared_by != regulator);
		ensure!(is_new, Error::<T>::AlreadyRelated);
		let relation = Relation { since, declared_by: regulator };
		recorded.try_push(relation).map_err(|_| Error::<T>::TooManyDeclarers)?;
		Self::put_relations(one, other, recorded);
		Ok(())
	}

	/// A bank's own record; what it was about to end stays.
	fn record_for_bank(one: OrgId, other: OrgId, bank: OrgId, since: Day) -> DispatchResult {
		let own = OwnRelations::<T>::get((bank, one, Ordered::from(other)));
		ensure!(own.is_none_or(|own| own.until.is_some()), Error::<T>::AlreadyRelated);
		Self::put_bank_relation(bank, one, other, Some(BankRelation { since, until: None }))
	}

	/// Ends what one organisation recorded of two, and nobody else's record. A regulator ends its own, and of two
	/// organisations of its region anybody's, and of one of them what somebody recorded who takes part no more, at
	/// once; a bank its own, and that counts for some days more.
	pub(crate) fn declare_unrelated(
		one: OrgId,
		other: OrgId,
		recorded_by: Option<OrgId>,
		by: OrgId,
	) -> DispatchResult {
		let (one, other) = sorted(one, other);
		let recorded_by = recorded_by.unwrap_or(by);
		let is_regulator = Self::is_regulator(by);
		let is_left = || Self::status_of(recorded_by) != Some(OrgStatus::Active);
		let is_concerned = || Self::covers(by, &[one]) || Self::covers(by, &[other]);
		let may_end = || Self::covers(by, &[one, other]) || (is_left() && is_concerned());
		ensure!(recorded_by == by || (is_regulator && may_end()), Error::<T>::RelationNotAllowed);
		let until = match (Self::is_regulator(recorded_by), is_regulator) {
			(true, _) => Self::end_for_all(one, other, recorded_by)?,
			(false, true) => Self::end_for_bank(one, other, recorded_by, None)?,
			(false, false) => Self::end_for_bank(one, other, recorded_by, Some(Self::waiting_until()?))?,
		};
		Self::deposit_event(Event::RelationEnded { one, other, recorded_by, by, until });
		Ok(())
	}

	/// Ends a regulator's record, at once: what others recorded stands on its own.
	fn end_for_all(one: OrgId, other: OrgId, regulator: OrgId) -> Result<Option<Day>, DispatchError> {
		let mut recorded = Related::<T>::get(one, Ordered::from(other));
		let before = recorded.len();
		recorded.retain(|relation| relation.declared_by != regulator);
		ensure!(recorded.len() < before, Error::<T>::RelationUnknown);
		Self::put_relations(one, other, recorded);
		Ok(None)
	}

	/// Ends a bank's record: at once, or after a last day.
	fn end_for_bank(
		one: OrgId,
		other: OrgId,
		bank: OrgId,
		until: Option<Day>,
	) -> Result<Option<Day>, DispatchError> {
		let own = OwnRelations::<T>::get((bank, one, Ordered::from(other)));
		let standing = own.filter(|own| own.holds_on(T::Calendar::today()));
		let relation = standing.ok_or(Error::<T>::RelationUnknown)?;
		ensure!(until.is_none() || relation.until.is_none(), Error::<T>::AlreadyEnding);
		let ending = until.map(|_| BankRelation { until, ..relation });
		Self::put_bank_relation(bank, one, other, ending)?;
		Ok(until)
	}

	/// An organisation's own admins say who controls it. That counts at once; what they end counts for some
	/// days more, so that nobody ends a relation and is paid. What a regulator recorded is not theirs to end.
	pub(crate) fn declare_controller(org: OrgId, controller: Option<OrgId>) -> DispatchResult {
		let state = OrgStates::<T>::get(org).ok_or(Error::<T>::OrganisationUnknown)?;
		match (state.controller_on(T::Calendar::today()), controller) {
			(None, Some(_)) => Self::hand_control(org, state, controller, None),
			(None, None) => Err(Error::<T>::RelationUnknown.into()),
			(Some(_), None) => Self::end_declared(org, state),
			(Some(_), Some(_)) => {
				ensure!(state.controller_by.is_none(), Error::<T>::RelationNotAllowed);
				Err(Error::<T>::ControllerStands.into())
			}
		}
	}

	/// The admins of an organisation say that it does not control one that named it.
	pub(crate) fn disown(org: OrgId, named: OrgId) -> DispatchResult {
		let state = OrgStates::<T>::get(org).ok_or(Error::<T>::OrganisationUnknown)?;
		let is_named = state.controller_on(T::Calendar::today()) == Some(named);
		ensure!(is_named, Error::<T>::RelationUnknown);
		Self::end_declared(org, state)
	}

	/// A regulator records who controls an organisation of its region, or that nobody does, at once and over whatever
	/// stands: nobody shields itself by what it says of itself, or by a regulator of elsewhere. Of an organisation
	/// elsewhere it ends only what that one declared itself, naming one of the regulator's region, and not at once.
	pub(crate) fn record_controller(org: OrgId, controller: Option<OrgId>, by: OrgId) -> DispatchResult {
		let state = OrgStates::<T>::get(org).ok_or(Error::<T>::OrganisationUnknown)?;
		let before = state.controller_on(T::Calendar::today());
		match (controller, before) {
			(Some(_), _) => {
				Self::ensure_concerned(by, &[org])?;
				Self::hand_control(org, state, controller, Some(by))
			}
			(None, None) => Err(Error::<T>::RelationUnknown.into()),
			(None, Some(_)) if Self::covers(by, &[org]) => Self::hand_control(org, state, None, None),
			(None, Some(before)) => {
				ensure!(Self::covers(by, &[before]), Error::<T>::RelationNotAllowed);
				Self::end_declared(org, state)
			}
		}
	}

	/// Ends what an organisation declared of its controller: that counts for some days more. What a regulator recorded
	/// ends a regulator of the organisation's own region only.
	fn end_declared(org: OrgId, state: OrgState) -> DispatchResult {
		ensure!(state.controller_by.is_none(), Error::<T>::RelationNotAllowed);
		ensure!(state.control_until.is_none(), Error::<T>::AlreadyEnding);
		let until = Some(Self::waiting_until()?);
		Self::put_state(org, OrgState { control_until: until, ..state });
		Self::deposit_event(Event::ControllerSet { org, controller: None, until });
		Ok(())
	}

	/// Who controls an organisation, from now on and at once.
	fn hand_control(
		org: OrgId,
		state: OrgState,
		controller: Option<OrgId>,
		controller_by: Option<OrgId>,
	) -> DispatchResult {
		if let Some(before) = state.controller {
			let mut below = Controlled::<T>::get(before);
			below.retain(|other| *other != org);
			Self::put_controlled(before, below);
		}
		let nobody = OrgState { controller: None, control_until: None, controller_by: None, ..state };
		Self::put_state(org, nobody);
		if let Some(controller) = controller {
			ensure!(OrgStates::<T>::contains_key(controller), Error::<T>::OrganisationUnknown);
			Self::ensure_group(org, controller, Self::group_limit(controller, controller_by))?;
			Self::list_below(controller, org)?;
			Self::put_state(org, OrgState { controller: Some(controller), controller_by, ..nobody });
		}
		Self::deposit_event(Event::ControllerSet { org, controller, until: None });
		Ok(())
	}

	/// Lists an organisation under its controller. What has ended by now makes room.
	fn list_below(controller: OrgId, org: OrgId) -> DispatchResult {
		let today = T::Calendar::today();
		let mut below = Controlled::<T>::get(controller);
		below.retain(|other| {
			OrgStates::<T>::get(other).and_then(|it| it.controller_on(today)) == Some(controller)
		});
		below.try_push(org).map_err(|_| Error::<T>::GroupTooLarge)?;
		Self::put_controlled(controller, below);
		Ok(())
	}

	/// How large a group can become by the word of this regulator, or of the organisation itself: all of it by who has
	/// both the controller and the top of its group in its region.
	fn group_limit(controller: OrgId, regulator: Option<OrgId>) -> GroupLimit {
		let top = || Self::controllers(controller).last().unwrap_or(controller);
		match regulator {
			None => GroupLimit::DECLARED,
			Some(regulator) if Self::covers(regulator, &[controller, top()]) => GroupLimit::WHOLE,
			Some(_) => GroupLimit::ELSEWHERE,
		}
	}

	/// Putting an organisation, with all below it, under a controller makes no circle, and a group that can
	/// be followed from every end: so many levels, so many organisations.
	fn ensure_group(org: OrgId, controller: OrgId, limit: GroupLimit) -> DispatchResult {
		let above: Vec<OrgId> = Self::controllers(controller).collect();
		ensure!(!above.contains(&org), Error::<T>::ControllerCircle);
		let top = above.last().copied().unwrap_or(controller);
		let (below_levels, below_size) = Self::extent(org)?;
		let (_, group_size) = Self::extent(top)?;
		let levels = u32::try_from(above.len()).unwrap_or(u32::MAX).saturating_add(below_levels);
		let fits = limit.fits(levels, group_size.saturating_add(below_size));
		ensure!(fits, Error::<T>::GroupTooLarge);
		Ok(())
	}

	/// How many levels and how many organisations there are from this one down, itself counted.
	pub(crate) fn extent(top: OrgId) -> Result<(u32, u32), DispatchError> {
		let (mut level, mut levels, mut size) = (Vec::from([top]), 0_u32, 0_u32);
		while !level.is_empty() {
			levels = levels.saturating_add(1);
			size = size.saturating_add(u32::try_from(level.len()).unwrap_or(u32::MAX));
			ensure!(levels <= MAX_CONTROL_DEPTH && size <= MAX_GROUP, Error::<T>::GroupTooLarge);
			level = level.into_iter().flat_map(Self::directly_below).collect();
		}
		Ok((levels, size))
	}

	/// Whom an organisation controls directly, today.
	fn directly_below(controller: OrgId) -> impl Iterator<Item = OrgId> {
		let today = T::Calendar::today();
		Controlled::<T>::get(controller).into_iter().filter(move |org| {
			OrgStates::<T>::get(org).and_then(|it| it.controller_on(today)) == Some(controller)
		})
	}

	/// Whether two organisations are one, have a controller in common (or one controls the other), or any
	/// regulator recorded them as related.
	pub(crate) fn is_related_for_all(one: OrgId, other: OrgId) -> bool {
		let (low, high) = sorted(one, other);
		if one == other || Related::<T>::contains_key(low, Ordered::from(high)) {
			return true;
		}
		let above_one: Vec<OrgId> = Self::controllers(one).collect();
		Self::controllers(other).any(|controller| above_one.contains(&controller))
	}

	/// Whether a bank recorded the two as related.
	pub(crate) fn is_recorded_by(bank: OrgId, one: OrgId, other: OrgId) -> bool {
		let (low, high) = sorted(one, other);
		let own = OwnRelations::<T>::get((bank, low, Ordered::from(high)));
		own.is_some_and(|own| own.holds_on(T::Calendar::today()))
	}

	/// Whether a bank but this one recorded the two as related.
	pub(crate) fn is_recorded_beside(bank: OrgId, one: OrgId, other: OrgId) -> bool {
		let (low, high) = sorted(one, other);
		let reports = RelationReports::<T>::get(low, Ordered::from(high));
		if reports.is_empty() {
			return false;
		}
		let today = T::Calendar::today();
		reports.into_iter().any(|it| it.bank != bank && it.holds_on(today))
	}

	/// An organisation and who controls it today, from the bottom. No group has more levels.
	pub(crate) fn controllers(org: OrgId) -> impl Iterator<Item = OrgId> {
		let today = T::Calendar::today();
		let above = move |org: &OrgId| OrgStates::<T>::get(org)?.controller_on(today);
		let most = usize::try_from(MAX_CONTROL_DEPTH).unwrap_or(usize::MAX);
		core::iter::successors(Some(org), above).take(most)
	}

	fn is_regulator(org: OrgId) -> bool {
		OrgStates::<T>::get(org).is_some_and(|state| state.roles.meets(Roles::REGULATORS))
	}

	/// The last day on which what is ended today counts.
	fn waiting_until() -> Result<Day, DispatchError> {
		let today = T::Calendar::today();
		today.plus_days(WAITING_DAYS).ok_or_else(|| Error::<T>::IdsExhausted.into())
	}
}
