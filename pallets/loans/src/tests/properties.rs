//! Random sequences against a plain model: signed integers in plain fields, rules written down a second time.

use super::*;
use proptest::prelude::*;
use zhidai_primitives::MAX_OPEN_DRAFTS;

/// What can happen to an active loan.
#[derive(Clone, Debug)]
enum Act {
	Post(Movement, Vec<(u16, u64)>),
	Split(u64),
	Repay(u64, u8),
	OpenDraft,
	CloseDraft,
	Close,
}

/// A loan as one would write it on paper: per plan line, reserved and paid; the five balances; what was repaid.
#[derive(Clone, Debug, Default)]
struct Model {
	caps: [i128; 3],
	reserved: [i128; 3],
	released_or_later: [i128; 3],
	pending: i128,
	released: i128,
	settled: i128,
	received: i128,
	returned: i128,
	repaid: i128,
	drafts: u32,
	references: Vec<u8>,
	closed: bool,
}

impl Model {
	fn drawn(&self) -> i128 {
		self.pending + self.released + self.settled + self.received + self.returned
	}

	fn owed(&self) -> i128 {
		self.settled + self.received + self.returned
	}

	/// Nothing is below zero, no cap and no limit is passed, and no more is repaid than was paid.
	fn is_sound(&self) -> bool {
		let lines = (0..3).all(|n| {
			self.reserved[n] >= 0
				&& self.released_or_later[n] >= 0
				&& self.reserved[n] + self.released_or_later[n] <= self.caps[n]
		});
		let balances = [self.pending, self.released, self.settled, self.received, self.returned];
		lines
			&& balances.iter().all(|balance| *balance >= 0)
			&& self.drawn() <= self.caps.iter().sum()
			&& self.repaid <= self.owed()
	}

	/// The model after an act, or nothing where the rules forbid it.
	fn after(&self, act: &Act) -> Option<Self> {
		let mut next = self.clone();
		match act {
			Act::Post(Movement::Reserve, _) | Act::OpenDraft if self.closed => return None,
			Act::Post(movement, uses) => {
				for (line, amount) in uses {
					next.post(*movement, usize::from(*line), i128::from(*amount))?;
				}
			}
			Act::Split(_) => unreachable!("replaced by its movement"),
			Act::Repay(amount, reference) => {
				if self.closed || *amount == 0 || self.references.contains(reference) {
					return None;
				}
				next.repaid += i128::from(*amount);
				next.references.push(*reference);
			}
			Act::OpenDraft if self.drafts == MAX_OPEN_DRAFTS => return None,
			Act::OpenDraft => next.drafts += 1,
			Act::CloseDraft => next.drafts = self.drafts.saturating_sub(1),
			Act::Close => {
				let busy = self.drafts > 0 || self.pending + self.released > 0;
				if self.closed || busy || self.repaid != self.owed() {
					return None;
				}
				next.closed = true;
			}
		}
		next.is_sound().then_some(next)
	}

	fn post(&mut self, movement: Movement, line: usize, amount: i128) -> Option<()> {
		let (from, to) = match movement {
			Movement::Reserve => (None, Some(&mut self.pending)),
			Movement::Cancel => (Some(&mut self.pending), None),
			Movement::Release => (Some(&mut self.pending), Some(&mut self.released)),
			Movement::Settle => (Some(&mut self.released), Some(&mut self.settled)),
			Movement::Fail => (Some(&mut self.released), None),
			Movement::Receive => (Some(&mut self.settled), Some(&mut self.received)),
			Movement::ReturnSettled => (Some(&mut self.settled), Some(&mut self.returned)),
			Movement::ReturnReceived => (Some(&mut self.received), Some(&mut self.returned)),
			Movement::PayAgain => (Some(&mut self.returned), Some(&mut self.released)),
			Movement::Deny => (Some(&mut self.received), Some(&mut self.settled)),
		};
		from.into_iter().for_each(|balance| *balance -= amount);
		to.into_iter().for_each(|balance| *balance += amount);
		let (reserved, later) = match movement {
			Movement::Reserve => (amount, 0),
			Movement::Cancel => (-amount, 0),
			Movement::Release => (-amount, amount),
			Movement::Fail => (0, -amount),
			_ => return Some(()),
		};
		*self.reserved.get_mut(line)? += reserved;
		*self.released_or_later.get_mut(line)? += later;
		Some(())
	}
}

fn movement() -> impl Strategy<Value = Movement> {
	prop_oneof![
		4 => Just(Movement::Reserve),
		1 => Just(Movement::Cancel),
		3 => Just(Movement::Release),
		3 => Just(Movement::Settle),
		1 => Just(Movement::Fail),
		2 => Just(Movement::Receive),
		1 => Just(Movement::ReturnSettled),
		1 => Just(Movement::ReturnReceived),
		1 => Just(Movement::PayAgain),
		1 => Just(Movement::Deny),
	]
}

fn act() -> impl Strategy<Value = Act> {
	let uses = prop::collection::vec((0..4_u16, 0..400_u64), 1..4);
	prop_oneof![
		12 => (movement(), uses).prop_map(|(movement, uses)| Act::Post(movement, uses)),
		2 => (0..1_000_u64).prop_map(Act::Split),
		2 => (0..300_u64, any::<u8>()).prop_map(|(amount, reference)| Act::Repay(amount, reference)),
		1 => Just(Act::OpenDraft),
		1 => Just(Act::CloseDraft),
		1 => Just(Act::Close),
	]
}

fn perform(loan: LoanId, act: &Act) -> DispatchResult {
	match act {
		Act::Post(movement, uses) => post(loan, *movement, uses),
		Act::Split(_) => unreachable!("replaced by its movement"),
		Act::Repay(amount, reference) => repay_by(&[MAKER, CHECKER], loan, Fen(*amount), *reference, today()),
		Act::OpenDraft => LoansPallet::open_draft(loan).map(drop),
		Act::CloseDraft => {
			LoansPallet::close_draft(loan);
			Ok(())
		}
		// The first asks where something could still be drawn, and closes where not.
		Act::Close => {
			LoansPallet::close(RuntimeOrigin::signed(BOTH), loan)?;
			match state(loan) {
				Some(LoanState::Closed) => Ok(()),
				_ => LoansPallet::close(RuntimeOrigin::signed(CHECKER), loan),
			}
		}
	}
}

/// A split is the reservation that it asks for; it sums to its amount, within what is left of each line, or is refused.
fn resolve(loan: LoanId, act: Act) -> Option<Act> {
	let Act::Split(amount) = act else { return Some(act) };
	let left = open_lines(loan);
	let parts = LoansPallet::split(loan, &left, &Split::ByLeft { amount: Fen(amount) });
	// Whatever is used up: what is not above the undrawn limit can be divided, or gives a line less than a fen.
	let fits = Fen(amount) <= LoansPallet::undrawn(loan);
	assert_eq!(parts == Err(Error::<Test>::LimitExceeded.into()), !fits);
	let parts = parts.ok()?;
	assert_eq!(Fen::checked_sum(parts.iter().copied()), Some(Fen(amount)));
	let parts: Vec<_> = left.into_iter().zip(parts).collect();
	assert!(parts.iter().all(|(line, part)| *part <= LoansPallet::remaining(loan, *line)));
	Some(Act::Post(Movement::Reserve, parts.into_iter().map(|(line, part)| (line.0, part.0)).collect()))
}

/// Some days pass, and a block at their end.
fn days_pass(days: u32) {
	set_today(testing::with(|world| world.today).plus_days(days).unwrap());
	LoansPallet::on_idle(System::block_number(), Weight::MAX);
}

fn agrees(loan: LoanId, model: &Model) {
	let ledger = LoansPallet::ledger(loan).unwrap();
	let balances =
		[ledger.pending(), ledger.released(), ledger.settled(), ledger.received(), ledger.returned()];
	let expected = [model.pending, model.released, model.settled, model.received, model.returned];
	assert_eq!(balances.map(|balance| i128::from(balance.0)), expected);
	assert_eq!(i128::from(ledger.repaid_principal().0), model.repaid);
	assert_eq!(i128::from(ledger.drawn().0), model.drawn());
	assert_eq!(ledger.open_drafts(), model.drafts);
	for (number, line, used) in LoansPallet::plan(loan) {
		let n = usize::from(number.0);
		assert_eq!(i128::from(line.cap.0), model.caps[n]);
		assert_eq!(i128::from(used.reserved().0), model.reserved[n]);
		assert_eq!(i128::from(used.paid().0), model.released_or_later[n]);
	}
	assert_eq!(state(loan) == Some(LoanState::Closed), model.closed);
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(200))]

	#[test]
	fn any_sequence_of_movements_does_what_it_does_on_paper(
		caps in prop::array::uniform3(1..1_000_u64), acts in prop::collection::vec(act(), 1..80),
	) {
		run(|| {
			let plan = vec![line(6, true, Fen(caps[0])), line(7, true, Fen(caps[1])), line(8, true, Fen(caps[2]))];
			let amount = Fen(caps.iter().sum());
			let loan = active(crate::OfferRequest { amount, plan: plan.try_into().unwrap(), ..request() });
			let mut model = Model { caps: caps.map(i128::from), ..Model::default() };
			for act in acts {
				let Some(act) = resolve(loan, act) else { continue };
				let expected = model.after(&act);
				// What is refused changes nothing, also where the caller goes on.
				let done = perform(loan, &act);
				assert_eq!(done.is_ok(), expected.is_some(), "{act:?} {done:?} {model:?}");
				model = expected.unwrap_or(model);
				agrees(loan, &model);
			}
		});
	}

	#[test]
	fn any_sequence_of_contracts_keeps_the_borrowers_limit(
		acts in prop::collection::vec((0..7_u8, 0..8_u32, 1..6_000_000_u64, any::<bool>()), 1..60),
	) {
		run(|| {
			set_tier(BORROWER, 3);
			let limit = Fen::from_yuan(10_000_000);
			for (act, number, yuan, second_bank) in acts {
				let (maker, checker) = if second_bank { (OTHER_MAKER, OTHER_CHECKER) } else { (MAKER, CHECKER) };
				let loan = LoanId(number);
				// Whether an act is allowed is tested elsewhere; here only what it leaves behind counts.
				let _ = match act {
					0 => offer(maker, request_for(XINJIANG, yuan)),
					1 => check(checker, loan),
					2 => sign(SIGNER, loan),
					3 => LoansPallet::withdraw(RuntimeOrigin::signed(maker), loan),
					4 => LoansPallet::close(RuntimeOrigin::signed(checker), loan),
					5 => LoansPallet::lapse(RuntimeOrigin::signed(SIGNER), loan),
					_ => {
						days_pass(u32::try_from(yuan % 50).unwrap());
						Ok(())
					}
				};
				let standing = crate::Loans::<Test>::iter().filter(|(_, loan)| loan.state == LoanState::Active);
				let amounts = standing.map(|(loan, _)| LoansPallet::terms(loan).unwrap().amount);
				assert!(Fen::checked_sum(amounts).unwrap() <= limit);
			}
		});
	}
}
