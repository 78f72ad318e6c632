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

/// A loan as one would write it on paper: per plan line, reserved and paid; the balances; what was repaid.
#[derive(Clone, Debug, Default)]
struct Model {
	caps: [i128; 3],
	reserved: [i128; 3],
	released_or_later: [i128; 3],
	pending: i128,
	released: i128,
	to_pay: i128,
	settled: i128,
	received: i128,
	on_hand: i128,
	prepaid: i128,
	credited: i128,
	repaid: i128,
	drafts: u32,
	references: Vec<u8>,
	closed: bool,
}

impl Model {
	fn drawn(&self) -> i128 {
		self.pending + self.released + self.disbursed()
	}

	fn disbursed(&self) -> i128 {
		self.to_pay + self.settled + self.received + self.on_hand + self.prepaid + self.credited
	}

	/// Nothing is below zero, no cap and no limit is passed, and no more is repaid than was disbursed.
	fn is_sound(&self) -> bool {
		let lines = (0..3).all(|n| {
			self.reserved[n] >= 0
				&& self.released_or_later[n] >= 0
				&& self.reserved[n] + self.released_or_later[n] <= self.caps[n]
		});
		let on_their_way = [self.pending, self.released, self.to_pay, self.settled, self.received];
		let came_back = [self.on_hand, self.prepaid, self.credited, self.repaid - self.prepaid];
		lines
			&& on_their_way.iter().chain(&came_back).all(|balance| *balance >= 0)
			&& self.drawn() <= self.caps.iter().sum()
			&& self.repaid <= self.disbursed()
	}

	/// The model after an act, or nothing where the rules forbid it.
	fn after(&self, act: &Act) -> Option<Self> {
		let mut next = self.clone();
		match act {
			Act::OpenDraft if self.closed => return None,
			Act::Post(movement, _) if self.closed && Self::is_for_active_loans(*movement) => return None,
			Act::Post(Movement::Credit, _) if self.repaid != self.disbursed() => return None,
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
				let busy = self.drafts > 0 || self.pending + self.released + self.to_pay + self.on_hand > 0;
				if self.closed || busy || self.repaid != self.disbursed() {
					return None;
				}
				next.closed = true;
			}
		}
		next.is_sound().then_some(next)
	}

	/// What draws, pays, or changes what is owed.
	fn is_for_active_loans(movement: Movement) -> bool {
		use Movement::*;
		[Reserve, UndoFail, UndoDisburse, PayAgain, UndoReverse, UndoPrepay].contains(&movement)
	}

	fn post(&mut self, movement: Movement, line: usize, amount: i128) -> Option<()> {
		use Movement::*;
		let (from, to) = match movement {
			Reserve => (None, Some(&mut self.pending)),
			Cancel => (Some(&mut self.pending), None),
			Release => (Some(&mut self.pending), Some(&mut self.released)),
			Fail => (Some(&mut self.released), None),
			UndoFail => (None, Some(&mut self.released)),
			Disburse => (Some(&mut self.released), Some(&mut self.to_pay)),
			UndoDisburse => (Some(&mut self.to_pay), Some(&mut self.released)),
			Settle => (Some(&mut self.to_pay), Some(&mut self.settled)),
			UndoSettle => (Some(&mut self.settled), Some(&mut self.to_pay)),
			FailDisbursed => (Some(&mut self.to_pay), Some(&mut self.on_hand)),
			UndoFailDisbursed | PayAgain => (Some(&mut self.on_hand), Some(&mut self.to_pay)),
			Receive => (Some(&mut self.settled), Some(&mut self.received)),
			Deny => (Some(&mut self.received), Some(&mut self.settled)),
			ReturnSettled => (Some(&mut self.settled), Some(&mut self.on_hand)),
			UndoReturnSettled => (Some(&mut self.on_hand), Some(&mut self.settled)),
			ReturnReceived => (Some(&mut self.received), Some(&mut self.on_hand)),
			UndoReturnReceived => (Some(&mut self.on_hand), Some(&mut self.received)),
			Reverse => (Some(&mut self.on_hand), None),
			UndoReverse => (None, Some(&mut self.on_hand)),
			Prepay => (Some(&mut self.on_hand), Some(&mut self.prepaid)),
			UndoPrepay => (Some(&mut self.prepaid), Some(&mut self.on_hand)),
			Credit => (Some(&mut self.on_hand), Some(&mut self.credited)),
			UndoCredit => (Some(&mut self.credited), Some(&mut self.on_hand)),
			Repay | UndoRepay => unreachable!("by its own call"),
		};
		from.into_iter().for_each(|balance| *balance -= amount);
		to.into_iter().for_each(|balance| *balance += amount);
		self.repaid += match movement {
			Prepay => amount,
			UndoPrepay => -amount,
			_ => 0,
		};
		let (reserved, later) = match movement {
			Reserve => (amount, 0),
			Cancel => (-amount, 0),
			Release => (-amount, amount),
			Fail | Reverse => (0, -amount),
			UndoFail | UndoReverse => (0, amount),
			_ => return Some(()),
		};
		*self.reserved.get_mut(line)? += reserved;
		*self.released_or_later.get_mut(line)? += later;
		Some(())
	}
}

fn movement() -> impl Strategy<Value = Movement> {
	let others: Vec<Movement> = Movement::ALL
		.into_iter()
		.filter(|movement| !matches!(movement, Movement::Repay | Movement::UndoRepay))
		.collect();
	prop_oneof![
		4 => Just(Movement::Reserve),
		3 => Just(Movement::Release),
		3 => Just(Movement::Disburse),
		3 => Just(Movement::Settle),
		2 => Just(Movement::Receive),
		2 => Just(Movement::ReturnSettled),
		10 => prop::sample::select(others),
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
	let balances = [
		ledger.pending(),
		ledger.released(),
		ledger.to_pay(),
		ledger.settled(),
		ledger.received(),
		ledger.on_hand(),
		ledger.prepaid(),
		ledger.credited(),
	];
	let expected = [
		model.pending,
		model.released,
		model.to_pay,
		model.settled,
		model.received,
		model.on_hand,
		model.prepaid,
		model.credited,
	];
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
