//! Benchmarks of the calls, each at its worst: the longest plan, every line another payee.

use super::*;
use crate::calls::DAYS_PER_SWEEP;
use alloc::vec::Vec;
use frame::benchmarking::prelude::*;
use zhidai_primitives::traits::{dearest_request, Calendar, LoanMove, Movement};
use zhidai_primitives::{
	AccountVersion, BasisPoints, Day, Digest, EvidenceKind, Fen, HoldKind, LoanId, LoanState, OfficerId,
	Ordered, OrgId, PlanLine, PlanLineNo, RequestId, SchemeId, ShortText, SignedBy, Stage, MAX_PLAN_LINES,
};

/// Who takes part in a loan that is benchmarked.
pub struct Scene<AccountId> {
	/// A maker of a bank.
	pub maker: AccountId,
	/// A checker of the same bank, another person, who may check at least 100 yuan.
	pub checker: AccountId,
	/// An officer of the borrower with duty `Confirm` alone, so that every other duty is looked up before.
	pub signer: AccountId,
	/// A checker of a financial regulator competent for the borrower.
	pub court_clerk: AccountId,
	/// A maker of the same regulator, another person.
	pub court_maker: AccountId,
	/// An enterprise that qualifies under the programme and has no loan, with as many credentials as it can have.
	pub borrower: OrgId,
	/// The borrower's account that the bank verified.
	pub collection_account: AccountVersion,
	/// A market regulator competent for the borrower.
	pub regulator: OrgId,
	/// Another one.
	pub other_regulator: OrgId,
	/// A maker of a market regulator whose region is wider and contains both.
	pub bureau_maker: AccountId,
	/// A checker there, another person.
	pub bureau_checker: AccountId,
	/// A programme that allows 100 yuan for one month at 0.01 % without security; with a rate cap where there
	/// is one to have.
	pub scheme: SchemeId,
	/// As many active payees as asked for, none related to the borrower.
	pub payees: Vec<OrgId>,
}

/// What only the runtime can set up.
pub trait BenchmarkHelper<AccountId> {
	/// Sets the scene, with this many payees. Called once per benchmark, on fresh state.
	fn scene(payees: u32) -> Scene<AccountId>;

	/// A maker and a checker of another bank, two persons, and that bank, which has verified the same account of the
	/// borrower.
	fn other_bank(borrower: OrgId) -> (AccountId, AccountId, OrgId);

	/// The council decides that another firm of the same city succeeds this one, of which the bank has verified an
	/// account; its officer with duty `Confirm` alone.
	fn succeed(firm: OrgId, bank: OrgId) -> AccountId;
}

/// A line is for one yuan, so that the longest plan is for 100.
const LINE: Fen = Fen(100);

fn scene<T: Config>(lines: u32) -> Scene<T::AccountId> {
	T::BenchmarkHelper::scene(lines)
}

fn request<T: Config>(scene: &Scene<T::AccountId>) -> OfferRequest {
	let lines = scene.payees.iter().map(|payee| PlanLine {
		payee: *payee,
		quality_upgrading: true,
		cap: LINE,
		stage: Stage::Delivery,
		evidence_before: EvidenceKind::Invoice,
		invoice_due_days: None,
	});
	let plan = Plan::truncate_from(lines.collect());
	OfferRequest {
		borrower: scene.borrower,
		regulator: scene.regulator,
		scheme: scene.scheme,
		amount: Fen::checked_sum(plan.iter().map(|line| line.cap)).unwrap_or_default(),
		rate_bp: BasisPoints(1),
		available_until: T::Calendar::today(),
		term_months: 1,
		own_funds_bp: BasisPoints(0),
		security: Some(Digest::repeat_byte(1)),
		limit_override_reason: "a reason".try_into().ok(),
		collection_account: Some(scene.collection_account),
		agreement: Digest::repeat_byte(2),
		plan,
	}
}

/// A new request, where others are over and have to be forgotten.
fn request_id<T: Config>() -> RequestId {
	let now = frame_system::Pallet::<T>::block_number().saturated_into();
	dearest_request::<T::Once>(now, |next| frame_system::Pallet::<T>::set_block_number(next.into()))
}

fn prepared<T: Config>(scene: &Scene<T::AccountId>) -> Result<(LoanId, Digest), BenchmarkError> {
	let (maker, request_id) = (RawOrigin::Signed(scene.maker.clone()).into(), request_id::<T>());
	Pallet::<T>::offer(maker, request::<T>(scene), request_id)?;
	let loan = LastLoan::<T>::get();
	let terms = Pallet::<T>::terms(loan).ok_or("the loan was prepared")?;
	Ok((loan, terms.digest))
}

/// As many other offers of the bank stand for the borrower as can beside one more.
fn crowd<T: Config>(scene: &Scene<T::AccountId>) -> Result<(), BenchmarkError> {
	(1..MAX_STANDING_OFFERS).try_for_each(|_| prepared::<T>(scene).map(drop))
}

fn offered<T: Config>(scene: &Scene<T::AccountId>) -> Result<(LoanId, Digest), BenchmarkError> {
	let (loan, digest) = prepared::<T>(scene)?;
	Pallet::<T>::check_offer(RawOrigin::Signed(scene.checker.clone()).into(), loan, digest)?;
	Ok((loan, digest))
}

fn paid<T: Config>(scene: &Scene<T::AccountId>) -> Result<LoanId, BenchmarkError> {
	let (loan, digest) = offered::<T>(scene)?;
	Pallet::<T>::sign(RawOrigin::Signed(scene.signer.clone()).into(), loan, digest)?;
	for movement in [Movement::Reserve, Movement::Release, Movement::Disburse, Movement::Settle] {
		<Pallet<T> as LoanMove>::post(loan, &[movement], &[(PlanLineNo(0), LINE)])?;
	}
	Ok(loan)
}

/// The maker enters a repayment of the line.
fn enter<T: Config>(scene: &Scene<T::AccountId>, loan: LoanId, reference: Digest) -> DispatchResult {
	let maker = RawOrigin::Signed(scene.maker.clone()).into();
	Pallet::<T>::book_repayment(maker, loan, LINE, reference, T::Calendar::today())
}

/// The last day of an offer is over.
fn outlive<T: Config>(loan: LoanId, scene: &Scene<T::AccountId>) {
	let over = Day(T::Calendar::today().0.saturating_sub(1));
	let loan_record = Loans::<T>::get(loan).expect("the loan was prepared");
	LoanTerms::<T>::mutate(loan, loan_record.terms_version, |terms| {
		let terms = terms.as_mut().expect("it has terms");
		LapseQueue::<T>::remove(terms.pinned.expires_on, Ordered::from(loan));
		terms.pinned.expires_on = over;
	});
	LapseQueue::<T>::insert(over, Ordered::from(loan), ());
	StandingOffers::<T>::mutate(loan_record.bank, scene.borrower, |offers| {
		offers.iter_mut().filter(|(id, _)| *id == loan).for_each(|(_, last)| *last = over);
	});
}

/// A digest of its own for every number.
fn numbered(number: u32) -> Digest {
	Digest::from(frame::hashing::blake2_256(&number.to_be_bytes()))
}

/// Other organisations' orders, so many: the record of a loan's holds is as long as it can be.
fn fill<T: Config>(loan: LoanId, count: u32) {
	for number in 0..count {
		place::<T>(loan, OrgId(u32::MAX - number), numbered(number));
	}
}

/// An organisation's order that stands today.
fn place<T: Config>(loan: LoanId, placed_by: OrgId, reference: Digest) -> HoldKey {
	place_until::<T>(loan, placed_by, reference, T::Calendar::today())
}

/// The day before this one: an order until then has run out.
fn yesterday<T: Config>() -> Day {
	Day(T::Calendar::today().0 - 1)
}

/// An organisation's order that stands until this day.
fn place_until<T: Config>(loan: LoanId, placed_by: OrgId, reference: Digest, until: Day) -> HoldKey {
	let today = T::Calendar::today();
	let key = HoldKey { kind: HoldKind::Judicial, placed_by, reference };
	let (officer, until) = (OfficerId(0), Some(until));
	let record = HoldRecord { key, officer, placed_on: today, until, lift_asked_by: None };
	Holds::<T>::mutate(loan, |holds| holds.place(record, today)).expect("there is room");
	key
}

fn court_order<T: Config>() -> Hold {
	Hold::Judicial { order: Digest::repeat_byte(3), until: T::Calendar::today() }
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn offer(n: Linear<1, MAX_PLAN_LINES>) -> Result<(), BenchmarkError> {
		let scene = scene::<T>(n);
		crowd::<T>(&scene)?;
		let (request, request_id) = (request::<T>(&scene), request_id::<T>());

		#[extrinsic_call]
		_(RawOrigin::Signed(scene.maker), request, request_id);

		assert_eq!(u32::from(PlanLength::<T>::get(LastLoan::<T>::get())), n);
		Ok(())
	}

	#[benchmark]
	fn check_offer() -> Result<(), BenchmarkError> {
		let scene = scene::<T>(MAX_PLAN_LINES);
		let (loan, digest) = prepared::<T>(&scene)?;
		// As the second checker, who looks for the first one's officer too.
		let nobody = SignedBy { officer: OfficerId(u32::MAX), key_number: 0 };
		Loans::<T>::mutate_extant(loan, |loan| loan.first_checker = Some(nobody));

		#[extrinsic_call]
		_(RawOrigin::Signed(scene.checker), loan, digest);

		assert_eq!(Loans::<T>::get(loan).map(|loan| loan.state), Some(LoanState::Offered));
		Ok(())
	}

	#[benchmark]
	fn sign() -> Result<(), BenchmarkError> {
		let scene = scene::<T>(MAX_PLAN_LINES);
		crowd::<T>(&scene)?;
		let (loan, digest) = offered::<T>(&scene)?;

		#[extrinsic_call]
		_(RawOrigin::Signed(scene.signer), loan, digest);

		assert_eq!(Loans::<T>::get(loan).map(|loan| loan.state), Some(LoanState::Active));
		Ok(())
	}

	#[benchmark]
	fn withdraw() -> Result<(), BenchmarkError> {
		let scene = scene::<T>(1);
		crowd::<T>(&scene)?;
		let (loan, _) = offered::<T>(&scene)?;

		#[extrinsic_call]
		_(RawOrigin::Signed(scene.signer), loan);

		assert_eq!(Loans::<T>::get(loan).map(|loan| loan.state), Some(LoanState::Withdrawn));
		Ok(())
	}

	#[benchmark]
	fn book_repayment() -> Result<(), BenchmarkError> {
		let scene = scene::<T>(1);
		let loan = paid::<T>(&scene)?;
		let (reference, today) = (Digest::repeat_byte(4), T::Calendar::today());
		// As many wait as can, and the second officer's step costs more than the first's.
		for number in 1..MAX_ENTERED {
			let other = numbered(number);
			let maker = RawOrigin::Signed(scene.maker.clone()).into();
			Pallet::<T>::book_repayment(maker, loan, Fen(1), other, today)?;
		}
		enter::<T>(&scene, loan, reference)?;

		#[extrinsic_call]
		_(RawOrigin::Signed(scene.checker), loan, LINE, reference, today);

		assert!(Repayments::<T>::contains_key(loan, reference));
		Ok(())
	}

	#[benchmark]
	fn correct_repayment() -> Result<(), BenchmarkError> {
		let scene = scene::<T>(1);
		let loan = paid::<T>(&scene)?;
		let (maker, checker) =
			(RawOrigin::Signed(scene.maker.clone()), RawOrigin::Signed(scene.checker.clone()));
		let (reference, today) = (Digest::repeat_byte(4), T::Calendar::today());
		enter::<T>(&scene, loan, reference)?;
		Pallet::<T>::book_repayment(checker.clone().into(), loan, LINE, reference, today)?;
		// Beside it as many wait as can.
		let waiting = |number| EnteredRepayment {
			bank_reference: numbered(number),
			amount: Fen(1),
			booked_on: today,
			corrects: None,
			by: SignedBy { officer: OfficerId(0), key_number: 0 },
		};
		for number in 1..MAX_ENTERED {
			Entered::<T>::mutate(loan, |entered| entered.try_push(waiting(number))).map_err(|_| "no room")?;
		}
		let reason = ShortText::new(alloc::vec![b'x'; 160]).ok_or("no text")?;
		Pallet::<T>::correct_repayment(maker.into(), loan, reference, reason.clone())?;

		#[extrinsic_call]
		_(checker, loan, reference, reason);

		assert!(Repayments::<T>::get(loan, reference).is_some_and(|repayment| repayment.corrected.is_some()));
		Ok(())
	}

	#[benchmark]
	fn close() -> Result<(), BenchmarkError> {
		// The second officer's step costs more than the first's, and than one officer's later: something can be drawn.
		let scene = scene::<T>(2);
		let loan = paid::<T>(&scene)?;
		let checker = RawOrigin::Signed(scene.checker.clone());
		let (reference, today) = (Digest::repeat_byte(4), T::Calendar::today());
		enter::<T>(&scene, loan, reference)?;
		Pallet::<T>::book_repayment(checker.clone().into(), loan, LINE, reference, today)?;
		Pallet::<T>::close(RawOrigin::Signed(scene.maker.clone()).into(), loan)?;

		#[extrinsic_call]
		_(checker, loan);

		assert_eq!(Loans::<T>::get(loan).map(|loan| loan.state), Some(LoanState::Closed));
		Ok(())
	}

	#[benchmark]
	fn hold() -> Result<(), BenchmarkError> {
		let scene = scene::<T>(1);
		let loan = paid::<T>(&scene)?;
		fill::<T>(loan, MAX_HOLDS - 1);
		// One ran out and gives way, so that it is kept among those that are no more.
		place_until::<T>(loan, scene.regulator, Digest::repeat_byte(5), yesterday::<T>());

		#[extrinsic_call]
		_(RawOrigin::Signed(scene.court_clerk), loan, court_order::<T>());

		assert_eq!(Holds::<T>::get(loan).iter().count(), MAX_HOLDS as usize);
		assert_eq!(HoldsEnded::<T>::get(loan), 1);
		Ok(())
	}

	#[benchmark]
	fn lift_hold() -> Result<(), BenchmarkError> {
		let scene = scene::<T>(1);
		let loan = paid::<T>(&scene)?;
		let clerk = RawOrigin::Signed(scene.court_clerk);
		fill::<T>(loan, MAX_HOLDS - 1);
		// Another bureau's order that ran out: who placed it is looked up, and the regions of both.
		let key = place_until::<T>(loan, scene.regulator, Digest::repeat_byte(3), yesterday::<T>());
		let maker = RawOrigin::Signed(scene.court_maker).into();
		Pallet::<T>::lift_hold(maker, loan, key)?;

		#[extrinsic_call]
		_(clerk, loan, key);

		assert!(Holds::<T>::get(loan).find(&key).is_none());
		Ok(())
	}

	#[benchmark]
	fn lapse() -> Result<(), BenchmarkError> {
		let scene = scene::<T>(1);
		crowd::<T>(&scene)?;
		let (loan, _) = offered::<T>(&scene)?;
		outlive::<T>(loan, &scene);

		#[extrinsic_call]
		_(RawOrigin::Signed(scene.signer), loan);

		assert_eq!(Loans::<T>::get(loan).map(|loan| loan.state), Some(LoanState::Lapsed));
		Ok(())
	}

	/// Nothing of these days lapses.
	#[benchmark]
	fn sweep() {
		let _ = scene::<T>(1);
		let first = Day(T::Calendar::today().0.saturating_sub(DAYS_PER_SWEEP + 1));
		LapseFrom::<T>::put(first);

		#[block]
		{
			Pallet::<T>::sweep(Weight::MAX);
		}

		assert_eq!(LapseFrom::<T>::get(), first.plus_days(DAYS_PER_SWEEP));
	}

	#[benchmark]
	fn change_regulator() -> Result<(), BenchmarkError> {
		let scene = scene::<T>(1);
		let loan = paid::<T>(&scene)?;
		fill::<T>(loan, MAX_HOLDS);
		let kinds = Holds::<T>::get(loan).kinds();
		Loans::<T>::mutate_extant(loan, |loan| loan.holds = kinds);
		let next = scene.other_regulator;
		Pallet::<T>::change_regulator(RawOrigin::Signed(scene.bureau_maker).into(), loan, next)?;

		#[extrinsic_call]
		_(RawOrigin::Signed(scene.bureau_checker), loan, next);

		assert_eq!(Loans::<T>::get(loan).map(|loan| loan.regulator), Some(next));
		Ok(())
	}

	#[benchmark]
	fn take_over() -> Result<(), BenchmarkError> {
		let scene = scene::<T>(MAX_PLAN_LINES);
		let loan = paid::<T>(&scene)?;
		fill::<T>(loan, MAX_HOLDS);
		let kinds = Holds::<T>::get(loan).kinds();
		Loans::<T>::mutate_extant(loan, |loan| loan.holds = kinds);
		let bank = Loans::<T>::get(loan).ok_or("the loan was signed")?.bank;
		let heir = T::BenchmarkHelper::succeed(scene.borrower, bank);

		#[extrinsic_call]
		_(RawOrigin::Signed(heir), loan);

		assert!(Loans::<T>::get(loan).is_some_and(|loan| loan.borrower != scene.borrower));
		Ok(())
	}

	#[benchmark]
	fn transfer(n: Linear<1, MAX_TRANSFERRED>) -> Result<(), BenchmarkError> {
		let scene = scene::<T>(1);
		let mut loans = TransferredLoans::default();
		for _ in 0..n {
			let loan = paid::<T>(&scene)?;
			fill::<T>(loan, MAX_HOLDS);
			let kinds = Holds::<T>::get(loan).kinds();
			Loans::<T>::mutate_extant(loan, |loan| loan.holds = kinds);
			loans.try_push(loan).map_err(|_| "as many as can be")?;
		}
		let (maker, checker, to) = T::BenchmarkHelper::other_bank(scene.borrower);
		for officer in [scene.maker, scene.checker, maker] {
			Pallet::<T>::transfer(RawOrigin::Signed(officer).into(), loans.clone(), to)?;
		}

		#[extrinsic_call]
		_(RawOrigin::Signed(checker), loans.clone(), to);

		assert!(loans.iter().all(|loan| Loans::<T>::get(loan).is_some_and(|loan| loan.bank == to)));
		Ok(())
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::new_test_ext(), crate::mock::Test);
}
