//! Random sequences against a plain model of one firm: whatever its admins try, the registry allows exactly what the model
//! allows, and everything that must hold holds.

use super::*;
use proptest::prelude::*;
use std::collections::BTreeSet;

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
	NextDay,
}

fn tries() -> impl Strategy<Value = Try> {
	let place = 0..12_usize;
	prop_oneof![
		4 => (1..6_u32, any::<bool>(), any::<bool>()).prop_map(|(person, admin, ends)| Try::Add { person, admin, ends }),
		4 => place.clone().prop_map(Try::Remove),
		3 => (place.clone(), any::<bool>()).prop_map(|(place, admin)| Try::Duties(place, admin)),
		3 => (place.clone(), any::<bool>()).prop_map(|(place, ends)| Try::Expiry(place, ends)),
		3 => place.clone().prop_map(Try::Replace),
		1 => place.prop_map(Try::ReuseKey),
		1 => Just(Try::Suspend),
		2 => Just(Try::Reinstate),
		1 => Just(Try::NextDay),
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
		Duties::of(if self.admin { &[Duty::Admin, Duty::View] } else { &[Duty::View] })
	}
}

#[derive(Clone, Debug)]
struct Model {
	people: Vec<Person>,
	active: bool,
	next_key: u32,
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
		Self { people: people.to_vec(), active: true, next_key: 1000 }
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
				let room = self.people.iter().filter(|person| person.serves).count() < MOST_OFFICERS as usize;
				let act = Act::AddOfficer(NewOfficer {
					account: account(fresh),
					person: super::person(40 + person),
					duties: new.duties(),
					checker_limit: None,
					valid_until: new.valid_until,
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
				let act = Act::ReplaceKey { officer: named(place).id, new_account: account(fresh) };
				(act, change(place, &|person| person.keys.push(fresh)))
			}
			Try::ReuseKey(place) => {
				let used = self.people.get(place).map_or(41, |person| person.keys[0]);
				(Act::AddOfficer(NewOfficer { account: account(used), ..officer(77, &[Duty::View]) }), false)
			}
			Try::Suspend | Try::Reinstate | Try::NextDay => unreachable!(),
		};
		(act, (may && self.active).then_some(after))
	}

	fn step(&mut self, attempt: &Try) {
		match attempt {
			Try::Suspend => {
				assert_eq!(Registry::suspend(council(), FIRM).is_ok(), self.active);
				self.active = false;
			}
			Try::Reinstate => {
				assert_eq!(Registry::reinstate(council(), FIRM).is_ok(), !self.active);
				self.active = true;
			}
			Try::NextDay => days_later(1),
			_ => {
				let (one, other) = self.admins();
				let (act, after) = self.play(attempt);
				let result = done(account(one), account(other), act);
				assert_eq!(result.is_ok(), after.is_some(), "{attempt:?}: {result:?} in {self:?}");
				*self = after.unwrap_or_else(|| self.clone());
			}
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
			let mut model = Model::new();
			for attempt in &attempts {
				model.step(attempt);
				model.agrees();
				assert_ok!(Registry::check_invariants());
			}
		});
	}
}
