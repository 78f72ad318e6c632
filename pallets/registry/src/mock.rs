//! A runtime with the registry alone: real accounts and signatures, the calendar and the seats from
//! thread-local state.

use crate::{self as pallet_registry, extensions::*, *};
use frame::deps::frame_support::dispatch::DispatchClass;
use frame::deps::sp_core::{ecdsa, ed25519, sr25519, Pair};
use frame::deps::sp_runtime::{traits::IdentifyAccount as _, AccountId32, MultiSignature, MultiSigner};
use frame::testing_prelude::*;
use std::{
	cell::RefCell,
	collections::{BTreeMap, BTreeSet},
};
use zhidai_primitives::{
	testing::{self, new_request, Listener, Neighbours},
	CreditCode, Digest, Duties, Duty, Fen, Name, OfficerId, OrgId, Region, Role, Roles,
};

construct_runtime!(
	pub enum Test {
		System: frame_system,
		Registry: pallet_registry,
	}
);

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = MockBlock<Test>;
	type AccountId = AccountId32;
	type Lookup = IdentityLookup<AccountId32>;
	type BlockWeights = TestBlockWeights;
}

/// What every transaction weighs beside its call and its extensions.
pub(crate) const BASE: u64 = 5_000_000;

parameter_types! {
	/// Limits that stop nothing, with a base weight that the tests can reckon with.
	pub TestBlockWeights: frame_system::limits::BlockWeights = frame_system::limits::BlockWeights::builder()
		.base_block(Weight::zero())
		.for_class(DispatchClass::all(), |class| {
			class.base_extrinsic = Weight::from_parts(BASE, 0);
			class.max_total = Some(Weight::MAX);
		})
		.build_or_panic();
}

std::thread_local! {
	/// Who holds a seat.
	static SEATS: RefCell<BTreeSet<OrgId>> = const { RefCell::new(BTreeSet::new()) };
	/// The number of every account that was made.
	static KEYS: RefCell<BTreeMap<AccountId32, u32>> = const { RefCell::new(BTreeMap::new()) };
}

/// What the journal has heard since the last question.
pub(crate) fn heard() -> Vec<Change<AccountId32, MultiSignature>> {
	let heard = testing::heard();
	testing::forget_heard();
	heard
}

/// Sets the first and the last id.
pub(crate) fn give_ids(first: u32, last: u32) {
	testing::with(|world| world.ids = Some((first, last)));
}

/// Gives an organisation a seat.
pub(crate) fn give_seat(org: OrgId) {
	SEATS.with(|seats| seats.borrow_mut().insert(org));
}

pub struct TestSeats;

impl Seats for TestSeats {
	fn holds_seat(org: OrgId) -> bool {
		SEATS.with(|seats| seats.borrow().contains(&org))
	}
}

/// System's calls are for regulators only; of ours, proposals are drafts and the council's are protective.
pub struct TestPolicy;

impl CallPolicy<RuntimeCall> for TestPolicy {
	fn allows(call: &RuntimeCall, roles: Roles, duties: Duties) -> bool {
		match call {
			RuntimeCall::System(_) => roles.meets(Roles::REGULATORS) && duties.has(Duty::Maker),
			RuntimeCall::Registry(_) => true,
		}
	}

	fn is_somebodys(call: &RuntimeCall) -> bool {
		!matches!(call, RuntimeCall::System(frame_system::Call::set_heap_pages { .. }))
	}

	fn priority(call: &RuntimeCall) -> CallPriority {
		match call {
			RuntimeCall::Registry(Call::propose { .. }) => CallPriority::Draft,
			RuntimeCall::Registry(Call::rotate_key { .. }) => CallPriority::Admin,
			RuntimeCall::Registry(Call::suspend { .. }) => CallPriority::Protective,
			_ => CallPriority::Other,
		}
	}

	fn longest(call: &RuntimeCall) -> u32 {
		match call {
			RuntimeCall::System(_) => LONGEST,
			RuntimeCall::Registry(_) => LONGEST / 2,
		}
	}

	/// Firms have the tenth of a bank, and share what three of them may use.
	fn allowance(roles: Roles) -> Allowance {
		let rate = Rate { capacity: CAPACITY, per_block: PER_BLOCK };
		let reserve = Rate { capacity: RESERVE, per_block: RESERVE };
		let bank =
			Allowance { ordinary: rate, reserve, together: None, waiting: 256, bytes_waiting: 16 * LONGEST };
		match roles.meets(Roles::ADMITTED_BY_COUNCIL) {
			true => bank,
			false => Allowance {
				ordinary: Rate { capacity: CAPACITY / 10, per_block: PER_BLOCK / 10 },
				together: Some(Together {
					ordinary: Rate { capacity: 3 * CAPACITY / 10, per_block: PER_BLOCK },
					rested: CAPACITY / 50,
					reserve,
				}),
				waiting: 32,
				bytes_waiting: 4 * LONGEST,
				..bank
			},
		}
	}
}

/// A bank's allowance: ten calls of 100 µs, one comes back with a block.
pub(crate) const CAPACITY: u64 = 1_000_000_000;
pub(crate) const PER_BLOCK: u64 = 100_000_000;
/// The reserve beside it.
pub(crate) const RESERVE: u64 = 200_000_000;
/// What a byte costs of it.
pub(crate) const PER_BYTE: u64 = 1_000;
/// The longest transaction: a call of the system; calls of the registry half of it.
pub(crate) const LONGEST: u32 = 500;
/// The most officers, small so that tests reach it: nine, and the places for a recovery.
pub(crate) const MOST_OFFICERS: u32 = 9 + MAX_RECOVERY_ADMINS;
/// The most firms that an organisation brings in on a day.
pub(crate) const MOST_ADMISSIONS: u32 = 80;

impl Config for Test {
	type CouncilOrigin = EnsureRoot<AccountId32>;
	type Calendar = Neighbours;
	type Seats = TestSeats;
	type Obligations = Neighbours;
	type Proof = MultiSignature;
	type Policy = TestPolicy;
	type MaxOfficers = ConstU32<MOST_OFFICERS>;
	type MaxAdmissionsPerDay = ConstU32<MOST_ADMISSIONS>;
	type IdSpace = Neighbours;
	type Journal = Listener;
	type AllowancePerByte = ConstU64<PER_BYTE>;
	type WeightInfo = ();
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = Signer;
}

/// Signs for benchmarks.
#[cfg(feature = "runtime-benchmarks")]
pub struct Signer;

#[cfg(feature = "runtime-benchmarks")]
impl benchmarking::BenchmarkHelper<AccountId32, MultiSignature> for Signer {
	fn proof(message: impl FnOnce(&AccountId32) -> Vec<u8>) -> (AccountId32, MultiSignature) {
		use std::sync::atomic::{AtomicU8, Ordering};
		static NEXT: AtomicU8 = AtomicU8::new(1);
		let seed = NEXT.fetch_add(1, Ordering::Relaxed).max(1);
		let (account, _) = sign(Kind::Ecdsa, seed, b"");
		sign(Kind::Ecdsa, seed, &message(&account))
	}

	fn fill_seats() {}

	fn pass_a_day() {}
}

/// The kinds of keys.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Kind {
	Sr25519,
	Ed25519,
	Ecdsa,
}

/// The account of a real key, and its signature.
pub(crate) fn sign(kind: Kind, seed: u8, message: &[u8]) -> (AccountId32, MultiSignature) {
	let seed = [seed; 32];
	let (signer, signature): (MultiSigner, MultiSignature) = match kind {
		Kind::Sr25519 => {
			let pair = sr25519::Pair::from_seed(&seed);
			(pair.public().into(), pair.sign(message).into())
		}
		Kind::Ed25519 => {
			let pair = ed25519::Pair::from_seed(&seed);
			(pair.public().into(), pair.sign(message).into())
		}
		Kind::Ecdsa => {
			let pair = ecdsa::Pair::from_seed(&seed);
			(pair.public().into(), pair.sign(message).into())
		}
	};
	(signer.into_account(), signature)
}

/// The n-th key.
fn key(n: u32) -> ed25519::Pair {
	let mut seed = [0xAC; 32];
	seed[..4].copy_from_slice(&n.to_le_bytes());
	ed25519::Pair::from_seed(&seed)
}

/// The n-th account.
pub(crate) fn account(n: u32) -> AccountId32 {
	let account: AccountId32 = key(n).public().0.into();
	KEYS.with(|keys| keys.borrow_mut().insert(account.clone(), n));
	account
}

/// The proof of a key that [`account`] has made; of another one, nothing that holds.
pub(crate) fn proof(account: &AccountId32, key_for: KeyFor, officer: &impl codec::Encode) -> MultiSignature {
	let n = KEYS.with(|keys| keys.borrow().get(account).copied()).unwrap_or(0);
	key(n).sign(&Registry::key_message(key_for, officer)).into()
}

/// The officers with the proofs of their keys.
pub(crate) fn proven(
	key_for: KeyFor,
	officers: impl IntoIterator<Item = TestOfficer>,
) -> FirstOfficers<AccountId32, MultiSignature> {
	let proven = |new: TestOfficer| {
		let proof = proof(&new.account, key_for, &new.entry());
		NewOfficer { proof, ..new }
	};
	officers.into_iter().map(proven).collect::<Vec<_>>().try_into().unwrap_or_else(|_| panic!("too many"))
}

/// An act whose new keys have proved themselves for the organisation of who proposes it.
pub(crate) fn with_proofs(who: &AccountId32, act: TestAct) -> TestAct {
	let org = Officers::<Test>::get(who).map_or(OrgId(0), |entry| entry.org);
	match act {
		Act::AdmitFirm { organisation, officers } => {
			let officers = proven(KeyFor::Admission(organisation.digest()), officers);
			Act::AdmitFirm { organisation, officers }
		}
		Act::FirstOfficers { org, officers, name, roles, region } => {
			let officers = proven(KeyFor::Organisation(org), officers);
			Act::FirstOfficers { org, officers, name, roles, region }
		}
		Act::AddOfficer(new) => {
			let proof = proof(&new.account, KeyFor::Organisation(org), &new.entry());
			Act::AddOfficer(NewOfficer { proof, ..new })
		}
		Act::ReplaceKey { officer, new_account, .. } => {
			let proof = proof(&new_account, KeyFor::Officer(officer), &new_account);
			Act::ReplaceKey { officer, new_account, proof }
		}
		act => act,
	}
}

/// A proof of nothing, where none is looked at.
pub(crate) fn no_proof() -> MultiSignature {
	MultiSignature::Ed25519(ed25519::Signature::from_raw([0; 64]))
}

/// The n-th natural person.
pub(crate) fn person(n: u32) -> Digest {
	Digest::from_low_u64_be(n.into())
}

/// An officer whose account and person have this number.
pub(crate) fn officer(n: u32, duties: &[Duty]) -> TestOfficer {
	NewOfficer {
		account: account(n),
		person: person(n),
		duties: Duties::of(duties),
		checker_limit: None,
		valid_until: None,
		proof: no_proof(),
	}
}

/// The n-th credit code, with right check characters.
pub(crate) fn credit_code(n: u32) -> CreditCode {
	credit_code_of(n, Region(330_200))
}

/// The same, issued in this region.
pub(crate) fn credit_code_of(n: u32, region: Region) -> CreditCode {
	let body = format!("91{:06}MA2{n:05}", region.0);
	let alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
	alphabet
		.chars()
		.flat_map(|inner| alphabet.chars().map(move |outer| (inner, outer)))
		.find_map(|(inner, outer)| format!("{body}{inner}{outer}").parse().ok())
		.unwrap()
}

/// The n-th organisation, in Ningbo.
pub(crate) fn organisation(n: u32, roles: &[Role]) -> NewOrganisation {
	NewOrganisation {
		name: Name::try_from(format!("第{n}号").as_str()).unwrap(),
		registration: RegistrationId::CreditCode(credit_code(n)),
		former_number: None,
		region: Region(330_200),
		roles: Roles::of(roles),
	}
}

// The consortium of the tests: a market regulator, two banks, a firm that the first bank admitted. The
// officers' accounts and persons are organisation · 10 + 1 to 4: two admins, a maker, a checker.
pub(crate) const REGULATOR: OrgId = OrgId(1);
pub(crate) const BANK: OrgId = OrgId(2);
pub(crate) const OTHER_BANK: OrgId = OrgId(3);
pub(crate) const FIRM: OrgId = OrgId(4);

/// The two admins, maker and checker of an organisation.
pub(crate) fn staff(org: OrgId) -> [TestOfficer; 4] {
	let base = org.0 * 10;
	[
		officer(base + 1, &[Duty::Admin]),
		officer(base + 2, &[Duty::Admin]),
		officer(base + 3, &[Duty::Maker]),
		officer(base + 4, &[Duty::Checker]),
	]
}

pub(crate) fn admin(org: OrgId) -> AccountId32 {
	account(org.0 * 10 + 1)
}

pub(crate) fn second_admin(org: OrgId) -> AccountId32 {
	account(org.0 * 10 + 2)
}

pub(crate) fn maker(org: OrgId) -> AccountId32 {
	account(org.0 * 10 + 3)
}

pub(crate) fn checker(org: OrgId) -> AccountId32 {
	account(org.0 * 10 + 4)
}

/// Whose current key an account is.
pub(crate) fn officer_at(account: &AccountId32) -> OfficerId {
	Officers::<Test>::get(account).unwrap().officer
}

pub(crate) fn by(account: AccountId32) -> RuntimeOrigin {
	RuntimeOrigin::signed(account)
}

pub(crate) fn council() -> RuntimeOrigin {
	RuntimeOrigin::root()
}

pub(crate) type TestAct = Act<AccountId32, MultiSignature>;
pub(crate) type TestOfficer = NewOfficer<AccountId32, MultiSignature>;

/// Proposes an act whose new keys have proved themselves.
pub(crate) fn propose(who: AccountId32, act: TestAct) -> DispatchResult {
	Registry::propose(by(who.clone()), with_proofs(&who, act), new_request())
}

/// Proposes an act; its id and digest.
pub(crate) fn proposed(one: AccountId32, act: TestAct) -> Result<(ActId, Digest), DispatchError> {
	let act = with_proofs(&one, act);
	Registry::propose(by(one), act.clone(), new_request())?;
	let act_id = LastAct::<Test>::get();
	Ok((act_id, act.digest(act_id)))
}

/// Approves an act.
pub(crate) fn approve(who: RuntimeOrigin, act_id: ActId, digest: Digest) -> DispatchResult {
	Registry::approve(who, act_id, digest).map(|_| ()).map_err(|refusal| refusal.error)
}

/// Proposes and approves an act.
pub(crate) fn done(one: AccountId32, other: AccountId32, act: TestAct) -> DispatchResult {
	let (act_id, digest) = proposed(one, act)?;
	approve(by(other), act_id, digest)
}

/// An act of an organisation's two admins.
pub(crate) fn by_admins(org: OrgId, act: TestAct) -> DispatchResult {
	done(admin(org), second_admin(org), act)
}

/// An act of an organisation's maker, and its checker or the bureau's.
pub(crate) fn by_staff(org: OrgId, act: TestAct) -> DispatchResult {
	let approver = match act.demand().by {
		Approver::Own => checker(org),
		Approver::Bureau => checker(REGULATOR),
	};
	done(maker(org), approver, act)
}

/// The council admits an organisation whose officers' keys have proved themselves.
pub(crate) fn admit(organisation: NewOrganisation, officers: &[TestOfficer]) -> DispatchResult {
	let officers = proven(KeyFor::Admission(organisation.digest()), officers.iter().cloned());
	Registry::admit_by_council(council(), organisation, officers)
}

/// A bank's act on a payee's account.
pub(crate) fn payee_account(payee: OrgId) -> TestAct {
	Act::VerifyPayeeAccount { payee, account: receiving_account(payee) }
}

/// The payee's own account, in its name.
pub(crate) fn receiving_account(payee: OrgId) -> ReceivingAccount {
	let name = Organisations::<Test>::get(payee).map(|organisation| organisation.name);
	ReceivingAccount {
		holder: name.unwrap_or_else(|| Name::try_from("无名").unwrap()),
		holder_reason: None,
		bank_code: BankCode(*b"102332002018"),
		account_hash: Digest::repeat_byte(1),
		fingerprint: Digest::from_low_u64_be(payee.0.into()),
		record_digest: Digest::repeat_byte(2),
	}
}

/// A firm with officers, as an act.
pub(crate) fn firm(n: u32, officers: &[TestOfficer]) -> TestAct {
	Act::AdmitFirm {
		organisation: organisation(n, &[Role::Enterprise, Role::Supplier]),
		officers: first(officers),
	}
}

/// The first officers of a firm that has none, as an act that corrects nothing.
pub(crate) fn first_officers(org: OrgId, officers: &[TestOfficer]) -> TestAct {
	Act::FirstOfficers { org, officers: first(officers), name: None, roles: None, region: None }
}

/// First officers, bounded, without proofs.
pub(crate) fn first(officers: &[TestOfficer]) -> FirstOfficers<AccountId32, MultiSignature> {
	officers.to_vec().try_into().unwrap_or_else(|_| panic!("too many"))
}

/// The state at genesis, with nobody.
pub(crate) fn empty() -> TestState {
	testing::reset();
	SEATS.with(|seats| seats.borrow_mut().clear());
	let mut state = TestState::new(frame_system::GenesisConfig::<Test>::default().build_storage().unwrap());
	state.execute_with(|| System::set_block_number(1));
	state
}

/// Runs a test with the consortium; whatever it did, everything that must hold holds afterwards.
pub(crate) fn with_consortium(test: impl FnOnce()) {
	empty().execute_with(|| {
		let seat = |org: OrgId, role| admit(organisation(org.0, &[role]), &staff(org)).unwrap();
		seat(REGULATOR, Role::MarketRegulator);
		seat(BANK, Role::Bank);
		seat(OTHER_BANK, Role::Bank);
		by_staff(BANK, firm(FIRM.0, &staff(FIRM))).unwrap();
		System::reset_events();
		heard();
		test();
		Registry::check_invariants().unwrap();
	});
}

/// Sets an officer's checker limit through the admins.
pub(crate) fn limit_checker(org: OrgId, limit: Option<Fen>) -> DispatchResult {
	let officer = officer_at(&checker(org));
	by_admins(org, Act::SetCheckerLimit { officer, limit })
}
