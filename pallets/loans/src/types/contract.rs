//! The contract: what is offered, what it pins, how it lives. Knows no `Config`.

use crate::types::hold::HoldKinds;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame::prelude::{blake2_256, BoundedVec, ConstU32};
use scale_info::TypeInfo;
use zhidai_primitives::{
	signed, AccountVersion, BasisPoints, Day, Digest, EntryId, Fen, LoanId, LoanState, OfficerId, OrgId,
	PlanLine, RateKind, RulebookVersion, SchemeId, SchemeVersion, ShortText, SignedBy, SpotCheckState,
	TierNumber, MAX_PLAN_LINES,
};

/// The edition of the lending rules that this code holds, pinned by every contract; raise it when a rule changes.
pub const RULEBOOK: RulebookVersion = RulebookVersion(1);

/// The version that a contract's first terms have.
pub const FIRST_TERMS: u16 = 1;

/// The most offers of one bank that stand beside each other for one borrower.
pub const MAX_STANDING_OFFERS: u32 = 4;

/// A spending plan: the contract's split.
pub type Plan = BoundedVec<PlanLine, ConstU32<MAX_PLAN_LINES>>;

/// What the bank's maker prepares and what everyone signs.
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct OfferRequest {
	/// Who borrows.
	pub borrower: OrgId,
	/// The market regulator that will attest this loan's evidence.
	pub regulator: OrgId,
	/// The programme; its version in force is pinned.
	pub scheme: SchemeId,
	/// The contract's limit, in fen.
	pub amount: Fen,
	/// The rate per year.
	pub rate_bp: BasisPoints,
	/// The last day of the availability period (提款期).
	pub available_until: Day,
	/// The term in calendar months from the day of signing (G-30).
	pub term_months: u16,
	/// The borrower's own share of the project (自有资金比例).
	pub own_funds_bp: BasisPoints,
	/// The digest of the collateral or guarantee, where there is one.
	pub security: Option<Digest>,
	/// Why the bank goes beyond a guide limit (XJ-01).
	pub limit_override_reason: Option<ShortText>,
	/// The borrower's account to which its own receipts return (回款账户), by version.
	pub collection_account: Option<AccountVersion>,
	/// The digest of the signed agreement's text.
	pub agreement: Digest,
	/// The split.
	pub plan: Plan,
}

impl OfferRequest {
	/// What checker and borrower name: bound to the chain by its genesis hash, to the loan, to every field of
	/// the offer, and to all that the chain pins with it.
	pub fn digest(&self, genesis: Digest, loan: LoanId, pinned: &Pinned) -> Digest {
		Digest::from(blake2_256(&signed::offer(genesis, loan, self, pinned)))
	}
}

/// What a contract takes from elsewhere when it is prepared, and keeps whatever becomes of it there.
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo, Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pinned {
	/// The version of the programme.
	pub scheme_version: SchemeVersion,
	/// The edition of the rules.
	pub rulebook: RulebookVersion,
	/// The tier that the borrower had.
	pub tier: TierNumber,
	/// The reference of the rate on [`Self::prepared_on`], where the programme caps the rate.
	pub rate_reference: Option<RateReference>,
	/// The quality-upgrading covenant, where the programme has one.
	pub quality_share_bp: Option<BasisPoints>,
	/// The freeze clause: from which state of a failed spot check; nothing without the clause (NB-12).
	pub freeze_from: Option<SpotCheckState>,
	/// The day on which it was prepared; the rate's reference is that day's.
	pub prepared_on: Day,
	/// The last day on which it can be checked and signed: its availability's, or the last that an offer stands.
	pub expires_on: Day,
}

/// The reference that a rate was held against.
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo, Clone, Copy, Debug, PartialEq, Eq)]
pub struct RateReference {
	/// Which rate.
	pub kind: RateKind,
	/// What it was on that day.
	pub value: BasisPoints,
	/// Since when it held.
	pub effective_from: Day,
	/// The entry that says so: its record in `reference` says whether it was corrected since, and by which.
	pub entry: EntryId,
	/// The highest rate that the programme allows over it.
	pub cap: BasisPoints,
}

/// The terms of a contract. Written once per version and never changed.
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct Terms {
	/// The limit, in fen.
	pub amount: Fen,
	/// The rate per year.
	pub rate_bp: BasisPoints,
	/// The last day on which money can be drawn.
	pub available_until: Day,
	/// The term in calendar months from the day of signing.
	pub term_months: u16,
	/// The borrower's own share of the project.
	pub own_funds_bp: BasisPoints,
	/// The digest of the collateral or guarantee.
	pub security: Option<Digest>,
	/// Why the bank went beyond a guide limit.
	pub limit_override_reason: Option<ShortText>,
	/// The collection account, by version.
	pub collection_account: Option<AccountVersion>,
	/// The digest of the agreement's text.
	pub agreement: Digest,
	/// What checker and borrower named.
	pub digest: Digest,
	/// What it took from elsewhere.
	pub pinned: Pinned,
}

/// A loan: who, under what, where it stands.
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct Loan {
	/// Who borrows.
	pub borrower: OrgId,
	/// Who lends.
	pub bank: OrgId,
	/// The market regulator that attests its evidence.
	pub regulator: OrgId,
	/// The programme.
	pub scheme: SchemeId,
	/// Where it stands.
	pub state: LoanState,
	/// The version of its terms in force.
	pub terms_version: u16,
	/// The holds that were placed and not lifted; a judicial one may have run out.
	pub holds: HoldKinds,
	/// The bank's officer who prepared it.
	pub maker: SignedBy,
	/// The bank's officer who checked it.
	pub checker: Option<SignedBy>,
	/// The bank's officer who checked it first, above whose limit it is, so that another checker offers it.
	pub first_checker: Option<SignedBy>,
	/// The borrower's officer who signed it.
	pub signer: Option<OfficerId>,
	/// The day of signing.
	pub signed_on: Option<Day>,
	/// The last day of the term.
	pub term_ends_on: Option<Day>,
}

/// The loan is not in the state that the act needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WrongState;

impl Loan {
	/// Prepared → offered.
	pub fn check(&mut self, checker: SignedBy) -> Result<(), WrongState> {
		self.ensure(&[LoanState::Prepared])?;
		self.state = LoanState::Offered;
		self.checker = Some(checker);
		Ok(())
	}

	/// Back to prepared: of a check above the checker's limit stays that the checker looked.
	pub fn await_second_check(&mut self) {
		self.first_checker = self.checker.take();
		self.state = LoanState::Prepared;
	}

	/// Offered → active. The term runs from the day of signing.
	pub fn sign(&mut self, signer: OfficerId, today: Day, term_ends_on: Day) -> Result<(), WrongState> {
		self.ensure(&[LoanState::Offered])?;
		self.state = LoanState::Active;
		self.signer = Some(signer);
		self.signed_on = Some(today);
		self.term_ends_on = Some(term_ends_on);
		Ok(())
	}

	/// Prepared or offered → withdrawn. A borrower can decline only what was offered to it.
	pub fn withdraw(&mut self, by_bank: bool) -> Result<(), WrongState> {
		let states: &[LoanState] =
			if by_bank { &[LoanState::Prepared, LoanState::Offered] } else { &[LoanState::Offered] };
		self.ensure(states)?;
		self.state = LoanState::Withdrawn;
		Ok(())
	}

	/// Prepared or offered → lapsed. That its last day is over is for who knows the day.
	pub fn lapse(&mut self) -> Result<(), WrongState> {
		self.ensure(&[LoanState::Prepared, LoanState::Offered])?;
		self.state = LoanState::Lapsed;
		Ok(())
	}

	/// Active → closed.
	pub fn close(&mut self) -> Result<(), WrongState> {
		self.ensure(&[LoanState::Active])?;
		self.state = LoanState::Closed;
		Ok(())
	}

	/// Refuses where the loan is in none of these states.
	pub fn ensure(&self, states: &[LoanState]) -> Result<(), WrongState> {
		states.contains(&self.state).then_some(()).ok_or(WrongState)
	}

	/// Whether it waits for its signatures: nobody has signed it for the borrower or taken it back, and that its last
	/// day is over was not booked.
	pub fn is_offer(&self) -> bool {
		matches!(self.state, LoanState::Prepared | LoanState::Offered)
	}

	/// Whether it was ever signed, so that it has a ledger.
	pub fn has_ledger(&self) -> bool {
		matches!(self.state, LoanState::Active | LoanState::Closed)
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	const STATES: [LoanState; 6] = [
		LoanState::Prepared,
		LoanState::Offered,
		LoanState::Active,
		LoanState::Closed,
		LoanState::Withdrawn,
		LoanState::Lapsed,
	];

	const BY: SignedBy = SignedBy { officer: OfficerId(100), key_number: 0 };

	fn loan(state: LoanState) -> Loan {
		Loan {
			borrower: OrgId(5),
			bank: OrgId(1),
			regulator: OrgId(3),
			scheme: SchemeId(1),
			state,
			terms_version: FIRST_TERMS,
			holds: HoldKinds::NONE,
			maker: BY,
			checker: None,
			first_checker: None,
			signer: None,
			signed_on: None,
			term_ends_on: None,
		}
	}

	#[test]
	fn what_is_above_the_checkers_limit_is_not_offered_yet() {
		let mut checked = loan(LoanState::Prepared);
		checked.check(BY).unwrap();
		checked.await_second_check();
		let Loan { state, checker, first_checker, .. } = checked;
		assert_eq!((state, checker, first_checker), (LoanState::Prepared, None, Some(BY)));
	}

	#[test]
	fn every_act_has_its_states_and_leaves_the_others_alone() {
		for state in STATES {
			let run = |act: &dyn Fn(&mut Loan) -> Result<(), WrongState>| {
				let mut loan = loan(state);
				let before = loan.clone();
				let done = act(&mut loan);
				assert!(done.is_ok() || loan == before);
				done.map(|()| loan.state).ok()
			};
			let (prepared, offered, active) =
				(state == LoanState::Prepared, state == LoanState::Offered, state == LoanState::Active);
			assert_eq!(run(&|loan| loan.check(BY)), prepared.then_some(LoanState::Offered));
			assert_eq!(
				run(&|loan| loan.sign(OfficerId(1), Day(1), Day(2))),
				offered.then_some(LoanState::Active)
			);
			assert_eq!(
				run(&|loan| loan.withdraw(true)),
				(prepared || offered).then_some(LoanState::Withdrawn)
			);
			assert_eq!(run(&|loan| loan.withdraw(false)), offered.then_some(LoanState::Withdrawn));
			assert_eq!(run(&Loan::lapse), (prepared || offered).then_some(LoanState::Lapsed));
			assert_eq!(run(&Loan::close), active.then_some(LoanState::Closed));
		}
	}

	fn pinned() -> Pinned {
		Pinned {
			scheme_version: SchemeVersion(1),
			rulebook: RULEBOOK,
			tier: TierNumber(1),
			rate_reference: Some(REFERENCE),
			quality_share_bp: Some(BasisPoints(3_000)),
			freeze_from: Some(SpotCheckState::Served),
			prepared_on: Day(1),
			expires_on: Day(90),
		}
	}

	const REFERENCE: RateReference = RateReference {
		kind: RateKind::Lpr1Y,
		value: BasisPoints(300),
		effective_from: Day(1),
		entry: EntryId(1),
		cap: BasisPoints(350),
	};

	const REQUEST_CHANGES: [fn(&mut OfferRequest); 13] = [
		|request| request.borrower = OrgId(77),
		|request| request.regulator = OrgId(77),
		|request| request.scheme = SchemeId(77),
		|request| request.amount = Fen(request.amount.0 + 1),
		|request| request.rate_bp = BasisPoints(request.rate_bp.0 + 1),
		|request| request.available_until = Day(request.available_until.0 + 1),
		|request| request.term_months += 1,
		|request| request.own_funds_bp = BasisPoints(request.own_funds_bp.0 + 1),
		|request| request.security = Some(Digest::repeat_byte(9)),
		|request| request.limit_override_reason = ShortText::try_from("why").ok(),
		|request| request.collection_account = Some(AccountVersion(9)),
		|request| request.agreement = Digest::repeat_byte(9),
		|request| request.plan[0].cap = Fen(request.plan[0].cap.0 + 1),
	];

	const PINNED_CHANGES: [fn(&mut Pinned); 13] = [
		|pinned| pinned.scheme_version = SchemeVersion(2),
		|pinned| pinned.rulebook = RulebookVersion(RULEBOOK.0 + 1),
		|pinned| pinned.tier = TierNumber(2),
		|pinned| pinned.rate_reference = None,
		|pinned| {
			pinned.rate_reference = Some(RateReference { kind: RateKind::BankAverage(OrgId(1)), ..REFERENCE })
		},
		|pinned| pinned.rate_reference = Some(RateReference { value: BasisPoints(301), ..REFERENCE }),
		|pinned| pinned.rate_reference = Some(RateReference { effective_from: Day(2), ..REFERENCE }),
		|pinned| pinned.rate_reference = Some(RateReference { entry: EntryId(2), ..REFERENCE }),
		|pinned| pinned.rate_reference = Some(RateReference { cap: BasisPoints(351), ..REFERENCE }),
		|pinned| pinned.quality_share_bp = None,
		|pinned| pinned.freeze_from = Some(SpotCheckState::Final),
		|pinned| pinned.prepared_on = Day(2),
		|pinned| pinned.expires_on = Day(91),
	];

	#[test]
	fn the_digest_changes_with_everything_it_binds() {
		let (chain, loan) = (Digest::zero(), LoanId(1));
		let (request, pins) = (crate::mock::request(), pinned());
		let mut digests = vec![
			request.digest(chain, loan, &pins),
			request.digest(Digest::repeat_byte(1), loan, &pins),
			request.digest(chain, LoanId(2), &pins),
		];
		for change in REQUEST_CHANGES {
			let mut other = request.clone();
			change(&mut other);
			digests.push(other.digest(chain, loan, &pins));
		}
		for change in PINNED_CHANGES {
			let mut other = pins;
			change(&mut other);
			digests.push(request.digest(chain, loan, &other));
		}
		let count = digests.len();
		digests.sort();
		digests.dedup();
		assert_eq!(digests.len(), count);
	}
}
