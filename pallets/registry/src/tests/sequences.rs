//! Random sequences against a plain model of one firm: whatever its admins try, the registry allows exactly
//! what the model allows, and everything that must hold holds.

use super::*;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// What can be tried. Officers are named by their place among all that the firm ever had.
#[derive(Clone, Debug)]
enum Try {
	Add { person: u32, admin: bool, ends: bool },
	Remove(usize),
	Duties(usize, bool),
	Expiry(usize, bool),
	Replace(usize),
	ReuseKey(usize),
	Suspend,
	Reinstate,
	OpenRecovery { person: u32 },
	Object(usize),
	CompleteRecovery,
	Days(u32),
}

fn tries() -> impl Strategy<Value = Try> {
	let place = 0..12_usize;
	prop_oneof![
		4 => (1..6_u32, any::<bool>(), any::<bool>()).prop_map(|(person, admin, ends)| Try::Add { person, admin, ends }),
		4 => place.clone().prop_map(Try::Remove),
		3 => (place.clone(), any::<bool>()).prop_map(|(place, admin)| Try::Duties(place, admin)),
		3 => (place.clone(), any::<bool>()).prop_map(|(place, ends)| Try::Expiry(place, ends)),
		3 => place.clone().prop_map(Try::Replace),
		1 => place.clone().prop_map(Try::ReuseKey),
		1 => Just(Try::Suspend),
		2 => Just(Try::Reinstate),
		2 => (1..6_u32).prop_map(|person| Try::OpenRecovery { person }),
		1 => place.clone().prop_map(Try::Object),
		2 => Just(Try::CompleteRecovery),
		2 => prop_oneof![Just(1_u32), Just(RECOVERY_NOTICE_DAYS + 1)].prop_map(Try::Days),
	]
}

#[derive(Clone, Debug)]
struct Person {
	id: OfficerId,
	person: u32,
	admin: bool,
	valid_until: Option<Day>,
	serves: bool,
	keys: Vec<u32>,
}

impl Person {
	fn stands(&self) -> bool {
		self.serves && self.admin && self.valid_until.is_none()
	}

	fn duties(&self) -> Duties {
		Duties::of(if self.admin { &[Duty::Admin] } else { &[Duty::View] })
	}
}

#[derive(Clone, Debug)]
struct Model {
	people: Vec<Person>,
	active: bool,
	next_key: u32,
	/// A person and key that the council gives, and the last day of the notice.
	recovery: Option<(u32, u32, Day)>,
}

impl Model {
	/// The firm of the consortium, whose maker and checker only look from now on.
	fn new() -> Self {
		let people = [(41, true), (42, true), (43, false), (44, false)].map(|(n, admin)| Person {
			id: officer_at(&account(n)),
			person: n - 40,
			admin,
			valid_until: None,
			serves: true,
			keys: vec![n],
		});
		for person in &people {
			let act = Act::ChangeDuties { officer: person.id, duties: person.duties() };
			assert_ok!(by_admins(FIRM, act));
		}
		Self { people: people.to_vec(), active: true, next_key: 1000, recovery: None }
	}

	/// The accounts of two standing admins of different persons, who always exist.
	fn admins(&self) -> (u32, u32) {
		let one = self.people.iter().find(|person| person.stands()).unwrap();
		let other = self.people.iter().find(|person| person.stands() && person.person != one.person).unwrap();
		(*one.keys.last().unwrap(), *other.keys.last().unwrap())
	}

	fn has_two_admins(&self) -> bool {
		let standing = self.people.iter().filter(|person| person.stands());
		standing.map(|person| person.person).collect::<BTreeSet<_>>().len() >= 2
	}

	/// The act that the admins try, and the model after it; nothing where it must be refused.
	fn play(&self, attempt: &Try) -> (TestAct, Option<Self>) {
		let mut after = self.clone();
		after.next_key += 1;
		let fresh = self.next_key;
		let ends = |ends: bool| ends.then(today);
		let unknown = || Person {
			id: OfficerId(9999),
			person: 0,
			admin: false,
			valid_until: None,
			serves: false,
			keys: vec![1],
		};
		let named = |place: usize| self.people.get(place).cloned().unwrap_or_else(unknown);
		let mut change = |place: usize, change: &dyn Fn(&mut Person)| {
			let person = after.people.get_mut(place).filter(|person| person.serves);
			person.map(change).is_some() && after.has_two_admins()
		};
		let (act, may) = match *attempt {
			Try::Add { person, admin, ends: expires } => {
				let id = LastOfficer::<Test>::get().next().unwrap();
				let new =
					Person { id, person, admin, valid_until: ends(expires), serves: true, keys: vec![fresh] };
				let most = (MOST_OFFICERS - MAX_RECOVERY_ADMINS) as usize;
				let room = self.people.iter().filter(|person| person.serves).count() < most;
				let act = Act::AddOfficer(NewOfficer {
					account: account(fresh),
					person: super::person(40 + person),
					duties: new.duties(),
					checker_limit: None,
					valid_until: new.valid_until,
					proof: no_proof(),
				});
				after.people.push(new);
				(act, room)
			}
			Try::Remove(place) => {
				(Act::RemoveOfficer(named(place).id), change(place, &|person| person.serves = false))
			}
			Try::Duties(place, admin) => {
				let duties = Person { admin, ..named(place) }.duties();
				let act = Act::ChangeDuties { officer: named(place).id, duties };
				(act, change(place, &|person| person.admin = admin))
			}
			Try::Expiry(place, expires) => {
				let valid_until = ends(expires);
				let act = Act::SetExpiry { officer: named(place).id, valid_until };
				(act, change(place, &|person| person.valid_until = valid_until))
			}
			Try::Replace(place) => {
				let (officer, new_account) = (named(place).id, account(fresh));
				let act = Act::ReplaceKey { officer, new_account, proof: no_proof() };
				(act, change(place, &|person| person.keys.push(fresh)))
			}
			Try::ReuseKey(place) => {
				let used = self.people.get(place).map_or(41, |person| person.keys[0]);
				(Act::AddOfficer(NewOfficer { account: account(used), ..officer(77, &[Duty::View]) }), false)
			}
			_ => unreachable!(),
		};
		(act, (may && self.active).then_some(after))
	}

	fn step(&mut self, attempt: &Try) {
		match attempt {
			Try::Suspend => {
				assert_eq!(Registry::suspend(council(), FIRM).is_ok(), self.active);
				self.active = false;
				self.recovery = None;
			}
			Try::Reinstate => {
				assert_eq!(Registry::reinstate(council(), FIRM).is_ok(), !self.active);
				self.active = true;
			}
			Try::Days(days) => days_later(*days),
			Try::OpenRecovery { person } => self.open_recovery(*person),
			Try::Object(place) => self.object(*place),
			Try::CompleteRecovery => self.complete_recovery(),
			_ => {
				let (one, other) = self.admins();
				let (act, after) = self.play(attempt);
				let result = done(account(one), account(other), act);
				assert_eq!(result.is_ok(), after.is_some(), "{attempt:?}: {result:?} in {self:?}");
				*self = after.unwrap_or_else(|| self.clone());
			}
		}
	}

	fn open_recovery(&mut self, person: u32) {
		let key = self.next_key;
		self.next_key += 1;
		let new = NewOfficer { person: super::person(40 + person), ..officer(key, &[Duty::Admin]) };
		let admins = proven(KeyFor::Organisation(FIRM), [new]);
		let room = self.people.iter().filter(|person| person.serves).count() < MOST_OFFICERS as usize;
		assert_eq!(Registry::open_recovery(council(), FIRM, admins).is_ok(), self.active && room);
		if self.active && room {
			self.recovery = Some((person, key, today().plus_days(RECOVERY_NOTICE_DAYS).unwrap()));
		}
	}

	fn object(&mut self, place: usize) {
		let Some(person) = self.people.get(place) else { return };
		let who = account(*person.keys.last().unwrap());
		let valid = person.valid_until.is_none_or(|last| last >= today());
		let may = self.active && person.serves && person.admin && valid && self.recovery.is_some();
		assert_eq!(Registry::object_to_recovery(by(who)).is_ok(), may, "{person:?}");
		if may {
			self.recovery = None;
		}
	}

	fn complete_recovery(&mut self) {
		let room = self.people.iter().filter(|person| person.serves).count() < MOST_OFFICERS as usize;
		let due = self.recovery.is_some_and(|(.., last)| today() > last) && room;
		let id = LastOfficer::<Test>::get().next().unwrap();
		assert_eq!(Registry::complete_recovery(by(account(39)), FIRM).is_ok(), due);
		if let Some((person, key, _)) = self.recovery.filter(|_| due) {
			let new = Person { id, person, admin: true, valid_until: None, serves: true, keys: vec![key] };
			self.people.push(new);
			self.recovery = None;
		}
	}

	/// Every account that was ever used can act exactly where the model says so.
	fn agrees(&self) {
		for person in &self.people {
			for key in &person.keys {
				let is_current = Some(key) == person.keys.last();
				let valid = person.valid_until.is_none_or(|last| last >= today());
				let may = self.active && person.serves && is_current && valid;
				let expected =
					may.then_some(Actor { org: FIRM, officer: person.id, duties: person.duties() });
				assert_eq!(Registry::officer_of(&account(*key)), expected, "{person:?}");
			}
			assert_eq!(Registry::key_of(person.id), person.keys.last().map(|key| account(*key)));
		}
		let serving = self.people.iter().filter(|person| person.serves).map(|person| person.id);
		assert_eq!(OfficersOf::<Test>::get(FIRM).into_inner(), serving.collect::<Vec<_>>());
	}
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(96))]

	#[test]
	fn whatever_the_admins_try_the_registry_does_what_the_model_does(
		attempts in prop::collection::vec(tries(), 1..50),
	) {
		with_consortium(|| {
			assert_ok!(by_admins(OTHER_BANK, Act::AddOfficer(officer(39, &[Duty::Council]))));
			let mut model = Model::new();
			for attempt in &attempts {
				model.step(attempt);
				model.agrees();
				assert_ok!(Registry::check_invariants());
			}
		});
	}
}

/// What is tried about relations, by places in a list of organisations.
#[derive(Clone, Debug)]
enum Tie {
	Control(usize, usize),
	Free(usize),
	Record(usize, Option<usize>),
	Disown(usize, usize),
	Relate(usize, usize, usize),
	Part(usize, usize, usize),
	Days(u32),
}

fn ties() -> impl Strategy<Value = Tie> {
	let place = || 0..14_usize;
	let declarer = || 0..3_usize;
	prop_oneof![
		6 => (place(), place()).prop_map(|(one, other)| Tie::Control(one, other)),
		2 => place().prop_map(Tie::Free),
		2 => (place(), prop::option::of(place())).prop_map(|(one, other)| Tie::Record(one, other)),
		2 => (place(), place()).prop_map(|(one, other)| Tie::Disown(one, other)),
		2 => (declarer(), place(), place()).prop_map(|(by, one, other)| Tie::Relate(by, one, other)),
		2 => (declarer(), place(), place()).prop_map(|(by, one, other)| Tie::Part(by, one, other)),
		2 => prop_oneof![Just(1_u32), Just(WAITING_DAYS + 1)].prop_map(Tie::Days),
	]
}

/// Who controls whom, with the last day of it; and who recorded which two, with the last day of that.
#[derive(Default)]
struct Ties {
	control: BTreeMap<OrgId, (OrgId, Option<Day>)>,
	recorded: BTreeMap<(OrgId, OrgId, OrgId), Option<Day>>,
}

fn counts(until: &Option<Day>) -> bool {
	until.is_none_or(|last| last >= today())
}

impl Ties {
	fn above(&self, org: OrgId) -> Vec<OrgId> {
		let mut all = vec![org];
		while let Some((next, _)) = self.control.get(all.last().unwrap()).filter(|(_, until)| counts(until)) {
			all.push(*next);
			assert!(all.len() <= MAX_CONTROL_DEPTH as usize, "a chain without an end");
		}
		all
	}

	/// For whose loans the two are related, told without any bound.
	fn related_for(&self, one: OrgId, other: OrgId, lender: OrgId) -> bool {
		let above = self.above(one);
		let (low, high) = (one.min(other), one.max(other));
		let by = |who: OrgId| self.recorded.get(&(who, low, high)).is_some_and(counts);
		self.above(other).iter().any(|org| above.contains(org)) || by(REGULATOR) || by(lender)
	}

	fn step(&mut self, orgs: &[OrgId], tie: &Tie) {
		let at = |place: usize| orgs[place % orgs.len()];
		match *tie {
			Tie::Control(one, other) => {
				let (one, other) = (at(one), at(other));
				if by_admins(one, Act::SetController { controller: Some(other) }).is_ok() {
					let before = self.control.insert(one, (other, None));
					assert!(before.is_none_or(|(_, until)| !counts(&until)), "what counted was replaced");
				}
			}
			Tie::Free(one) => {
				if by_admins(at(one), Act::SetController { controller: None }).is_ok() {
					self.control.get_mut(&at(one)).unwrap().1 = today().plus_days(WAITING_DAYS);
				}
			}
			Tie::Record(one, other) => {
				let controller = other.map(at);
				let org = at(one);
				if by_staff(REGULATOR, Act::SetControllerOf { org, controller }).is_ok() {
					self.control.remove(&org);
					self.control.extend(controller.map(|controller| (org, (controller, None))));
				}
			}
			Tie::Disown(one, other) => {
				let (named, org) = (at(one), at(other));
				if by_admins(named, Act::Disown { org }).is_ok() {
					let (controller, until) = self.control.get_mut(&org).unwrap();
					assert_eq!((*controller, *until), (named, None), "what it did not stand in was ended");
					*until = today().plus_days(WAITING_DAYS);
				}
			}
			Tie::Relate(by, one, other) => {
				let (by, one, other) = ([REGULATOR, BANK, OTHER_BANK][by], at(one), at(other));
				if by_staff(by, Act::DeclareRelated { one, other }).is_ok() {
					self.recorded.insert((by, one.min(other), one.max(other)), None);
				}
			}
			Tie::Part(by, one, other) => {
				let (by, one, other) = ([REGULATOR, BANK, OTHER_BANK][by], at(one), at(other));
				let until = if by == REGULATOR { None } else { today().plus_days(WAITING_DAYS) };
				let key = (by, one.min(other), one.max(other));
				if by_staff(by, Act::DeclareUnrelated { one, other, recorded_by: None }).is_ok() {
					assert!(self.recorded.remove(&key).is_some());
					self.recorded.extend(until.map(|until| (key, Some(until))));
				}
			}
			Tie::Days(days) => days_later(days),
		}
	}
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(48))]

	#[test]
	fn whatever_is_declared_every_group_is_followed_to_its_end(
		tries in prop::collection::vec(ties(), 1..60),
	) {
		with_consortium(|| {
			let orgs: Vec<OrgId> = (FIRM.0 + 1..FIRM.0 + 12).map(OrgId).collect();
			for org in &orgs {
				assert_ok!(by_staff(BANK, firm(org.0, &staff(*org))));
			}
			let mut ties = Ties::default();
			for tie in &tries {
				ties.step(&orgs, tie);
				for one in &orgs {
					for lender in [BANK, OTHER_BANK] {
						let expected = ties.related_for(*one, orgs[0], lender);
						assert_eq!(Registry::are_related_for(*one, orgs[0], lender), expected, "{tie:?}");
					}
				}
			}
			assert_ok!(Registry::check_invariants());
		});
	}
}
