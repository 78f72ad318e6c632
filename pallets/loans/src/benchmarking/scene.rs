//! What the benchmarks begin with: a bank and its borrower, offers, paid loans, holds, transfers.

use crate::*;
use alloc::vec::Vec;
use frame::benchmarking::prelude::*;
use zhidai_primitives::traits::{dearest_request, Calendar, LoanMove, Movement};
use zhidai_primitives::{
	AccountVersion, BasisPoints, Day, Digest, EvidenceKind, Fen, HoldKind, LoanId, OfficerId, Ordered, OrgId,
	PlanLine, PlanLineNo, RequestId, SchemeId, Stage,
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

	/// A maker and a checker of another bank, two persons, and that bank, which has verified the same accounts of these
	/// borrowers.
	fn other_bank(borrowers: &[OrgId]) -> (AccountId, AccountId, OrgId);

	/// Another firm has the borrower's place in this loan, whose collection account is that firm's; which one.
	fn another_borrower(loan: LoanId) -> OrgId;

	/// As many reviews of the loan as can be wait for this party of it.
	fn await_reviews(loan: LoanId, party: OrgId);

	/// The council decides that another firm of the same city succeeds this one, of which the bank has verified an
	/// account; its officer with duty `Confirm` alone.
	fn succeed(firm: OrgId, bank: OrgId) -> AccountId;
}

/// A line is for one yuan, so that the longest plan is for 100.
pub(super) const LINE: Fen = Fen(100);

pub(super) fn scene<T: Config>(lines: u32) -> Scene<T::AccountId> {
	T::BenchmarkHelper::scene(lines)
}

pub(super) fn request<T: Config>(scene: &Scene<T::AccountId>) -> OfferRequest {
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
pub(super) fn request_id<T: Config>() -> RequestId {
	let now = frame_system::Pallet::<T>::block_number().saturated_into();
	dearest_request::<T::Once>(now, |next| frame_system::Pallet::<T>::set_block_number(next.into()))
}

pub(super) fn prepared<T: Config>(scene: &Scene<T::AccountId>) -> Result<(LoanId, Digest), BenchmarkError> {
	let (maker, request_id) = (RawOrigin::Signed(scene.maker.clone()).into(), request_id::<T>());
	Pallet::<T>::offer(maker, request::<T>(scene), request_id)?;
	let loan = LastLoan::<T>::get();
	let terms = Pallet::<T>::terms(loan).ok_or("the loan was prepared")?;
	Ok((loan, terms.digest))
}

/// As many other offers of the bank stand for the borrower as can beside one more.
pub(super) fn crowd<T: Config>(scene: &Scene<T::AccountId>) -> Result<(), BenchmarkError> {
	(1..MAX_STANDING_OFFERS).try_for_each(|_| prepared::<T>(scene).map(drop))
}

pub(super) fn offered<T: Config>(scene: &Scene<T::AccountId>) -> Result<(LoanId, Digest), BenchmarkError> {
	let (loan, digest) = prepared::<T>(scene)?;
	Pallet::<T>::check_offer(RawOrigin::Signed(scene.checker.clone()).into(), loan, digest)?;
	Ok((loan, digest))
}

pub(super) fn paid<T: Config>(scene: &Scene<T::AccountId>) -> Result<LoanId, BenchmarkError> {
	let (loan, digest) = offered::<T>(scene)?;
	Pallet::<T>::sign(RawOrigin::Signed(scene.signer.clone()).into(), loan, digest)?;
	for movement in [Movement::Reserve, Movement::Release, Movement::Disburse, Movement::Settle] {
		<Pallet<T> as LoanMove>::post(loan, &[movement], &[(PlanLineNo(0), LINE)])?;
	}
	Ok(loan)
}

/// The maker enters a repayment of the line.
pub(super) fn enter<T: Config>(
	scene: &Scene<T::AccountId>,
	loan: LoanId,
	reference: Digest,
) -> DispatchResult {
	let maker = RawOrigin::Signed(scene.maker.clone()).into();
	Pallet::<T>::book_repayment(maker, loan, LINE, reference, T::Calendar::today())
}

/// The last day of an offer is over.
pub(super) fn outlive<T: Config>(loan: LoanId, scene: &Scene<T::AccountId>) {
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
pub(super) fn numbered(number: u32) -> Digest {
	Digest::from(frame::hashing::blake2_256(&number.to_be_bytes()))
}

/// Other organisations' orders, so many: the record of a loan's holds is as long as it can be.
pub(super) fn fill<T: Config>(loan: LoanId, count: u32) {
	for number in 0..count {
		place::<T>(loan, OrgId(u32::MAX - number), numbered(number));
	}
}

/// An organisation's order that stands today.
pub(super) fn place<T: Config>(loan: LoanId, placed_by: OrgId, reference: Digest) -> HoldKey {
	place_until::<T>(loan, placed_by, reference, T::Calendar::today())
}

/// The day before this one: an order until then has run out.
pub(super) fn yesterday<T: Config>() -> Day {
	Day(T::Calendar::today().0 - 1)
}

/// An organisation's order that stands until this day.
pub(super) fn place_until<T: Config>(
	loan: LoanId,
	placed_by: OrgId,
	reference: Digest,
	until: Day,
) -> HoldKey {
	let today = T::Calendar::today();
	let key = HoldKey { kind: HoldKind::Judicial, placed_by, reference };
	let (officer, until) = (OfficerId(0), Some(until));
	let record = HoldRecord { key, officer, placed_on: today, until, lift_asked_by: None };
	Holds::<T>::mutate(loan, |holds| holds.place(record, today)).expect("there is room");
	key
}

/// Who lends it.
pub(super) fn bank_of<T: Config>(loan: LoanId) -> Result<OrgId, BenchmarkError> {
	Ok(Loans::<T>::get(loan).ok_or("the loan was signed")?.bank)
}

/// The loan's own record says which holds it has.
pub(super) fn note_holds<T: Config>(loan: LoanId) {
	let kinds = Holds::<T>::get(loan).kinds();
	Loans::<T>::mutate_extant(loan, |loan| loan.holds = kinds);
}

/// A party's hold of this kind, of which one of its officers asks that it be lifted.
pub(super) fn ask_to_lift<T: Config>(loan: LoanId, party: OrgId, kind: HoldKind, officer: &T::AccountId) {
	let (placed_on, nobody) = (T::Calendar::today(), OfficerId(0));
	let key = HoldKey { kind, placed_by: party, reference: Digest::repeat_byte(6) };
	let ask = Ask { org: party, officer: nobody, account: officer.clone(), asked_on: placed_on };
	let record = HoldRecord { key, officer: nobody, placed_on, until: None, lift_asked_by: Some(ask) };
	Holds::<T>::mutate(loan, |holds| holds.place(record, placed_on)).expect("there is room");
	WaitingFor::<T>::insert(party, (ContractStage::Lift(kind), Ordered::from(loan)), ());
}

/// A party's place is as dear to pass as can be: as many holds as there can be, of which the party asks to lift those
/// of these kinds, as many changes before as leave room for one more, and as many reviews that wait for it.
pub(super) fn burden<T: Config>(loan: LoanId, party: OrgId, asked: &[HoldKind], officer: &T::AccountId) {
	fill::<T>(loan, MAX_HOLDS - asked.len() as u32);
	asked.iter().for_each(|kind| ask_to_lift::<T>(loan, party, *kind, officer));
	note_holds::<T>(loan);
	let (from, to, on) = (OrgId(u32::MAX), OrgId(u32::MAX - 1), T::Calendar::today());
	let change = PartyChange { party: LoanParty::Bank, from, to, on };
	let before = alloc::vec![change; MAX_PARTY_CHANGES as usize - 1];
	PartyHistory::<T>::insert(loan, PartyChanges::truncate_from(before));
	T::BenchmarkHelper::await_reviews(loan, party);
}

/// Its bank began to pass the loan to another one, and then nobody signed.
pub(super) fn begin_transfer<T: Config>(loan: LoanId, from: OrgId) {
	let (to, signed_on) = (OrgId(u32::MAX), T::Calendar::today());
	let loans = TransferredLoans::truncate_from(alloc::vec![loan]);
	let transfer = Transfer { to, loans, signed_on, signed: Default::default() };
	Pallet::<T>::put_transfer(loan, from, from, transfer);
}

pub(super) fn court_order<T: Config>() -> Hold {
	Hold::Judicial { order: Digest::repeat_byte(3), until: T::Calendar::today() }
}
