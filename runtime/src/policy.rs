//! Which calls are for whom: the matrix of calls and roles that the door reads, and how urgent and how long
//! each can be.
//!
//! A match over every call without a wildcard, so that a new call does not compile before somebody has
//! decided who may send it. Coarse on purpose: the call itself looks closer, also where it comes out of a
//! batch or a motion.

use crate::{door, Runtime, RuntimeCall};
use codec::{Encode, MaxEncodedLen};
use frame_support::traits::{Contains, Get};
use pallet_registry::extensions::{Allowance, CallPolicy, CallPriority};
use polkadot_sdk::*;
use zhidai_primitives::{Duties, Duty, Role, Roles};

type AuthoritiesCall = pallet_authorities::Call<Runtime>;
type CredentialsCall = pallet_credentials::Call<Runtime>;
type EvidenceCall = pallet_evidence::Call<Runtime>;
type LoansCall = pallet_loans::Call<Runtime>;
type PaymentsCall = pallet_payments::Call<Runtime>;
type ReferenceCall = pallet_reference::Call<Runtime>;
type RegistryCall = pallet_registry::Call<Runtime>;
type SchemesCall = pallet_schemes::Call<Runtime>;
type SupervisionCall = pallet_supervision::Call<Runtime>;
type UtilityCall = pallet_utility::Call<Runtime>;

const BANK: Roles = Roles::of(&[Role::Bank]);
const BORROWER: Roles = Roles::of(&[Role::Enterprise]);
const PAYEE: Roles =
	Roles::of(&[Role::Supplier, Role::InspectionBody, Role::CertificationBody, Role::Enterprise]);
const PAYEE_OR_BANK: Roles =
	Roles::of(&[Role::Supplier, Role::InspectionBody, Role::CertificationBody, Role::Enterprise, Role::Bank]);
const BANK_OR_BORROWER: Roles = Roles::of(&[Role::Bank, Role::Enterprise]);
const BANK_OR_REGULATOR: Roles = Roles::of(&[Role::Bank, Role::MarketRegulator, Role::FinancialRegulator]);
const REGULATOR: Roles = Roles::of(&[Role::MarketRegulator, Role::FinancialRegulator]);
/// Who has a part in a loan.
const OF_A_LOAN: Roles = Roles::of(&[Role::Bank, Role::Enterprise, Role::MarketRegulator]);
const MARKET_REGULATOR: Roles = Roles::of(&[Role::MarketRegulator]);
const ATTESTING: Roles = Roles::of(&[Role::Bank, Role::MarketRegulator]);
const BUREAU: Roles =
	Roles::of(&[Role::MarketRegulator, Role::FinancialRegulator, Role::FinanceBureau, Role::TaxBureau]);
const HOLDING: Roles = Roles::of(&[Role::Bank, Role::MarketRegulator, Role::FinancialRegulator]);
/// Who can hold a seat: in which college it counts, the seat says and not the role.
const SEATED: Roles = Roles::ADMITTED_BY_COUNCIL;
const ANY: Roles = Roles::of(Role::ALL);

const ADMIN: Duties = Duties::of(&[Duty::Admin]);
const MAKER: Duties = Duties::of(&[Duty::Maker]);
const CHECKER: Duties = Duties::of(&[Duty::Checker]);
const RELEASE: Duties = Duties::of(&[Duty::Release]);
const ATTEST: Duties = Duties::of(&[Duty::Attest]);
const CONFIRM: Duties = Duties::of(&[Duty::Confirm]);
const COUNCIL: Duties = Duties::of(&[Duty::Council]);
/// Who approves what others propose, or rejects it.
const APPROVING: Duties = Duties::of(&[Duty::Admin, Duty::Checker]);
const MAKER_OR_CHECKER: Duties = Duties::of(&[Duty::Maker, Duty::Checker]);
const MAKER_OR_CONFIRM: Duties = Duties::of(&[Duty::Maker, Duty::Confirm]);
const CHECKER_OR_ATTEST: Duties = Duties::of(&[Duty::Checker, Duty::Attest]);
/// Who prepares or checks at a bank, or signs for a firm.
const PARTY: Duties = Duties::of(&[Duty::Maker, Duty::Checker, Duty::Confirm]);
/// And who releases.
const PARTY_OR_RELEASE: Duties = Duties::of(&[Duty::Maker, Duty::Checker, Duty::Release, Duty::Confirm]);
/// Who hands in at any member what a payee has signed.
const OF_A_MEMBER: Duties =
	Duties::of(&[Duty::Admin, Duty::Maker, Duty::Checker, Duty::Release, Duty::Attest, Duty::Confirm]);
/// Who hands in at a bank what others have signed.
const HANDING_IN: Duties = Duties::of(&[Duty::Maker, Duty::Checker, Duty::Release]);
const ACTING: Duties = Duties::of(&[Duty::Admin, Duty::Maker, Duty::Checker]);
const EVERY: Duties = Duties::of(Duty::ALL);

/// Who may send a call: with one of these roles, and one of these duties.
struct Who(Roles, Duties);

/// Nobody: not a transaction of its own, or only out of a motion of the council.
const NOBODY: Who = Who(Roles::NONE, Duties::NONE);

fn who(call: &RuntimeCall) -> Who {
	match call {
		// Remarks, code and storage: nobody's. The timestamp is an inherent.
		RuntimeCall::System(_) | RuntimeCall::Timestamp(_) => NOBODY,
		// Batches are looked into before.
		RuntimeCall::Utility(_) => NOBODY,
		RuntimeCall::Registry(call) => registry(call),
		RuntimeCall::Authorities(call) => authorities(call),
		RuntimeCall::Reference(call) => reference(call),
		RuntimeCall::Schemes(call) => schemes(call),
		RuntimeCall::Credentials(call) => credentials(call),
		RuntimeCall::Loans(call) => loans(call),
		RuntimeCall::Evidence(call) => evidence(call),
		RuntimeCall::Payments(call) => payments(call),
		RuntimeCall::Supervision(call) => supervision(call),
	}
}

fn registry(call: &RegistryCall) -> Who {
	match call {
		RegistryCall::propose { .. } | RegistryCall::approve { .. } | RegistryCall::withdraw { .. } => {
			Who(ANY, ACTING)
		}
		RegistryCall::reject { .. } => Who(ANY, APPROVING),
		RegistryCall::rotate_key { .. } => Who(ANY, EVERY),
		RegistryCall::object_to_recovery { .. } => Who(ANY, ADMIN),
		RegistryCall::complete_recovery { .. } => Who(SEATED, COUNCIL),
		RegistryCall::admit_by_council { .. }
		| RegistryCall::suspend { .. }
		| RegistryCall::reinstate { .. }
		| RegistryCall::exit { .. }
		| RegistryCall::succeed { .. }
		| RegistryCall::rename { .. }
		| RegistryCall::open_recovery { .. }
		| RegistryCall::__Ignore(..) => NOBODY,
	}
}

fn authorities(call: &AuthoritiesCall) -> Who {
	match call {
		AuthoritiesCall::propose { .. }
		| AuthoritiesCall::vote { .. }
		| AuthoritiesCall::close { .. }
		| AuthoritiesCall::withdraw { .. }
		| AuthoritiesCall::set_session_keys { .. } => Who(SEATED, COUNCIL),
		AuthoritiesCall::__Ignore(..) => NOBODY,
	}
}

fn reference(call: &ReferenceCall) -> Who {
	match call {
		ReferenceCall::propose_rate { .. } | ReferenceCall::propose_calendar { .. } => Who(SEATED, MAKER),
		ReferenceCall::withdraw { .. } => Who(SEATED, MAKER_OR_CHECKER),
		ReferenceCall::confirm_rate { .. } | ReferenceCall::confirm_calendar { .. } => Who(SEATED, CHECKER),
		ReferenceCall::move_calendar { .. } => Who(ANY, ADMIN),
		ReferenceCall::__Ignore(..) => NOBODY,
	}
}

fn schemes(call: &SchemesCall) -> Who {
	match call {
		SchemesCall::publish { .. } | SchemesCall::retire { .. } | SchemesCall::__Ignore(..) => NOBODY,
	}
}

fn credentials(call: &CredentialsCall) -> Who {
	match call {
		CredentialsCall::record { .. }
		| CredentialsCall::suspend { .. }
		| CredentialsCall::restore { .. }
		| CredentialsCall::revoke { .. } => Who(BUREAU, MAKER),
		CredentialsCall::cancel { .. } => Who(ANY, MAKER_OR_CONFIRM),
		CredentialsCall::report_adverse { .. }
		| CredentialsCall::reinspect { .. }
		| CredentialsCall::finalise { .. }
		| CredentialsCall::annul { .. }
		| CredentialsCall::rectify { .. }
		| CredentialsCall::reverse { .. } => Who(BUREAU, MAKER),
		CredentialsCall::withdraw { .. } => Who(BUREAU, MAKER_OR_CHECKER),
		CredentialsCall::confirm { .. } => Who(BUREAU, CHECKER),
		CredentialsCall::object { .. } => Who(ANY, CONFIRM),
		CredentialsCall::add_type { .. } | CredentialsCall::__Ignore(..) => NOBODY,
	}
}

fn loans(call: &LoansCall) -> Who {
	match call {
		LoansCall::offer { .. } => Who(BANK, MAKER),
		LoansCall::check_offer { .. } => Who(BANK, CHECKER),
		LoansCall::book_repayment { .. }
		| LoansCall::correct_repayment { .. }
		| LoansCall::close { .. }
		| LoansCall::transfer { .. }
		| LoansCall::withdraw_transfer { .. } => Who(BANK, MAKER_OR_CHECKER),
		LoansCall::sign { .. } => Who(BORROWER, CONFIRM),
		LoansCall::withdraw { .. } | LoansCall::lapse { .. } => Who(BANK_OR_BORROWER, PARTY),
		LoansCall::hold { .. } => Who(HOLDING, CHECKER),
		LoansCall::lift_hold { .. } => Who(HOLDING, MAKER_OR_CHECKER),
		LoansCall::change_regulator { .. } => Who(MARKET_REGULATOR, MAKER_OR_CHECKER),
		LoansCall::take_over { .. } => Who(OF_A_LOAN, PARTY),
		LoansCall::__Ignore(..) => NOBODY,
	}
}

fn evidence(call: &EvidenceCall) -> Who {
	match call {
		EvidenceCall::file { .. } | EvidenceCall::revise { .. } | EvidenceCall::withdraw { .. } => {
			Who(BANK_OR_BORROWER, MAKER_OR_CONFIRM)
		}
		EvidenceCall::give_verdict { .. } | EvidenceCall::retract { .. } | EvidenceCall::take_over { .. } => {
			Who(ATTESTING, ATTEST)
		}
		EvidenceCall::__Ignore(..) => NOBODY,
	}
}

fn payments(call: &PaymentsCall) -> Who {
	match call {
		PaymentsCall::draft { .. }
		| PaymentsCall::draft_allocated { .. }
		| PaymentsCall::drawdown { .. }
		| PaymentsCall::pay_again { .. } => Who(BANK_OR_BORROWER, MAKER_OR_CONFIRM),
		PaymentsCall::mandate { .. } => Who(BORROWER, CONFIRM),
		PaymentsCall::make { .. } => Who(BANK, MAKER),
		PaymentsCall::approve { .. }
		| PaymentsCall::exclude { .. }
		| PaymentsCall::settle { .. }
		| PaymentsCall::close_mismatch { .. } => Who(BANK, CHECKER),
		PaymentsCall::reject { .. } => Who(BANK_OR_BORROWER, PARTY),
		PaymentsCall::lapse { .. } => Who(BANK_OR_BORROWER, PARTY_OR_RELEASE),
		PaymentsCall::release { .. } => Who(BANK, RELEASE),
		PaymentsCall::execute { .. } => Who(BANK, HANDING_IN),
		PaymentsCall::enter_results { .. }
		| PaymentsCall::confirm_assisted { .. }
		| PaymentsCall::adjust { .. }
		| PaymentsCall::allocate { .. } => Who(BANK, MAKER_OR_CHECKER),
		PaymentsCall::confirm { .. } | PaymentsCall::dispute { .. } => Who(PAYEE, CONFIRM),
		PaymentsCall::confirm_signed { .. } => Who(ANY, OF_A_MEMBER),
		PaymentsCall::take_back_receipt { .. } => Who(PAYEE_OR_BANK, PARTY),
		PaymentsCall::__Ignore(..) => NOBODY,
	}
}

fn supervision(call: &SupervisionCall) -> Who {
	match call {
		SupervisionCall::count { .. } | SupervisionCall::open_review { .. } => Who(BANK_OR_REGULATOR, MAKER),
		SupervisionCall::sign_review { .. } => Who(BANK_OR_REGULATOR, CHECKER),
		SupervisionCall::take_back { .. } => Who(BANK_OR_REGULATOR, MAKER),
		// Most alerts are about a bank: it answers them, and none closes its own.
		SupervisionCall::answer_alert { .. } => Who(BANK, CHECKER_OR_ATTEST),
		SupervisionCall::close_alert { .. } => Who(REGULATOR, CHECKER_OR_ATTEST),
		SupervisionCall::__Ignore(..) => NOBODY,
	}
}

/// Whether the council could decide what a call puts to its vote; true for every other call. Motions go
/// before everything else into a block, so the door looks into them: what is refused only inside has taken
/// its room already.
fn can_be_decided(call: &RuntimeCall) -> bool {
	let RuntimeCall::Authorities(AuthoritiesCall::propose { proposal, .. }) = call else { return true };
	let longest = <Runtime as pallet_authorities::Config>::MaxProposalLength::get();
	let is_short = || u32::try_from(proposal.encoded_size()).is_ok_and(|length| length <= longest);
	CouncilMayDecide::contains(proposal) && is_short()
}

fn registry_priority(call: &RegistryCall) -> CallPriority {
	match call {
		RegistryCall::object_to_recovery { .. } => CallPriority::Protective,
		RegistryCall::propose { act, .. } if act.demand().proposer != Duty::Admin => CallPriority::Other,
		// Whoever approves names an act by its number. Where it is no admin's, the part of the reserve bounds it
		// that is not the admins' alone; a batch that has no room there is charged as an ordinary call.
		RegistryCall::propose { .. }
		| RegistryCall::approve { .. }
		| RegistryCall::reject { .. }
		| RegistryCall::withdraw { .. }
		| RegistryCall::complete_recovery { .. }
		| RegistryCall::rotate_key { .. } => CallPriority::Admin,
		_ => CallPriority::Other,
	}
}

fn authorities_priority(call: &AuthoritiesCall) -> CallPriority {
	match call {
		AuthoritiesCall::set_session_keys { .. } => CallPriority::Admin,
		_ => CallPriority::Protective,
	}
}

/// What was proposed counts from its confirmation, so that both go before what would go on without them.
fn credentials_priority(call: &CredentialsCall) -> CallPriority {
	match call {
		CredentialsCall::suspend { .. }
		| CredentialsCall::revoke { .. }
		| CredentialsCall::report_adverse { .. }
		| CredentialsCall::finalise { .. }
		| CredentialsCall::confirm { .. } => CallPriority::Protective,
		_ => CallPriority::Other,
	}
}

fn loans_priority(call: &LoansCall) -> CallPriority {
	match call {
		LoansCall::hold { .. } => CallPriority::Protective,
		_ => CallPriority::Other,
	}
}

fn evidence_priority(call: &EvidenceCall) -> CallPriority {
	match call {
		EvidenceCall::give_verdict { .. } | EvidenceCall::retract { .. } => CallPriority::Protective,
		_ => CallPriority::Other,
	}
}

/// The steps of a payment in their order. What a checker does to a draft stands with the approval, so that it
/// does not go before the steps that it is about.
fn payments_priority(call: &PaymentsCall) -> CallPriority {
	match call {
		PaymentsCall::draft { .. }
		| PaymentsCall::draft_allocated { .. }
		| PaymentsCall::drawdown { .. }
		| PaymentsCall::pay_again { .. } => CallPriority::Draft,
		PaymentsCall::mandate { .. } => CallPriority::Mandate,
		PaymentsCall::make { .. } => CallPriority::Making,
		PaymentsCall::approve { .. } | PaymentsCall::reject { .. } | PaymentsCall::exclude { .. } => {
			CallPriority::Approval
		}
		PaymentsCall::release { .. } | PaymentsCall::execute { .. } => CallPriority::Release,
		PaymentsCall::enter_results { .. } => CallPriority::Entering,
		PaymentsCall::settle { .. } => CallPriority::Settlement,
		_ => CallPriority::Other,
	}
}

fn priority(call: &RuntimeCall) -> CallPriority {
	match call {
		RuntimeCall::Registry(call) => registry_priority(call),
		RuntimeCall::Authorities(call) => authorities_priority(call),
		RuntimeCall::Credentials(call) => credentials_priority(call),
		RuntimeCall::Loans(call) => loans_priority(call),
		RuntimeCall::Evidence(call) => evidence_priority(call),
		RuntimeCall::Payments(call) => payments_priority(call),
		RuntimeCall::System(_)
		| RuntimeCall::Timestamp(_)
		| RuntimeCall::Utility(_)
		| RuntimeCall::Reference(_)
		| RuntimeCall::Schemes(_)
		| RuntimeCall::Supervision(_) => CallPriority::Other,
	}
}

/// How long a transaction with this call can be. The few calls with long lists are named; everything else is short.
fn longest(call: &RuntimeCall) -> u32 {
	let with_envelope = |list: usize| u32::try_from(list).unwrap_or(u32::MAX).saturating_add(door::ENVELOPE);
	match call {
		RuntimeCall::Payments(PaymentsCall::settle { .. }) => {
			with_envelope(pallet_payments::SettlementResults::max_encoded_len())
		}
		RuntimeCall::Payments(PaymentsCall::draft { .. }) => {
			with_envelope(pallet_payments::Lines::max_encoded_len())
		}
		RuntimeCall::Payments(PaymentsCall::draft_allocated { .. }) => {
			let allocations = pallet_payments::Allocations::max_encoded_len();
			with_envelope(pallet_payments::Lines::max_encoded_len().saturating_add(allocations))
		}
		RuntimeCall::Payments(PaymentsCall::execute { .. }) => {
			let signatures = pallet_payments::OrderSignaturesOf::<Runtime>::max_encoded_len();
			with_envelope(pallet_payments::Order::max_encoded_len().saturating_add(signatures))
		}
		RuntimeCall::Payments(PaymentsCall::pay_again { .. }) => {
			with_envelope(pallet_payments::PayAgainLines::max_encoded_len())
		}
		RuntimeCall::Supervision(SupervisionCall::count { .. } | SupervisionCall::take_back { .. }) => {
			with_envelope(pallet_supervision::Uetrs::max_encoded_len())
		}
		RuntimeCall::Loans(LoansCall::offer { .. }) => {
			with_envelope(pallet_loans::OfferRequest::max_encoded_len()).max(door::SHORT)
		}
		RuntimeCall::Authorities(AuthoritiesCall::propose { .. }) => {
			let longest: u32 = <Runtime as pallet_authorities::Config>::MaxProposalLength::get();
			longest.saturating_add(door::ENVELOPE)
		}
		_ => door::SHORT,
	}
}

/// The calls of a batch, where it is one. It is all or nothing: a batch that goes on where one of its calls is refused
/// (`force_batch`), or stops there and keeps what came before (`batch`), is nobody's, because as a whole it would be
/// told as carried out.
fn batched(call: &RuntimeCall) -> Option<&[RuntimeCall]> {
	match call {
		RuntimeCall::Utility(UtilityCall::batch_all { calls }) => Some(calls),
		_ => None,
	}
}

/// The runtime's policy.
pub struct Policy;

impl CallPolicy<RuntimeCall> for Policy {
	fn allows(call: &RuntimeCall, roles: Roles, duties: Duties) -> bool {
		let allowed = |call: &RuntimeCall| {
			let Who(by_roles, by_duties) = who(call);
			roles.meets(by_roles) && duties.meets(by_duties) && can_be_decided(call)
		};
		match batched(call) {
			// A batch is admitted where each of its calls is; a batch in a batch is nobody's.
			Some(calls) => !calls.is_empty() && calls.iter().all(allowed),
			None => allowed(call),
		}
	}

	fn is_somebodys(call: &RuntimeCall) -> bool {
		Self::allows(call, ANY, EVERY)
	}

	fn priority(call: &RuntimeCall) -> CallPriority {
		match batched(call) {
			Some(calls) => calls.iter().map(priority).min().unwrap_or(CallPriority::Other),
			None => priority(call),
		}
	}

	fn longest(call: &RuntimeCall) -> u32 {
		match batched(call) {
			Some(calls) => calls.iter().map(longest).max().unwrap_or(0).max(door::BATCH),
			None => longest(call),
		}
	}

	fn allowance(roles: Roles) -> Allowance {
		door::allowance(roles)
	}
}

/// What the council may decide: who takes part, which programmes there are, which credentials the catalogue has.
pub struct CouncilMayDecide;

impl Contains<RuntimeCall> for CouncilMayDecide {
	fn contains(call: &RuntimeCall) -> bool {
		matches!(
			call,
			RuntimeCall::Registry(
				RegistryCall::admit_by_council { .. }
					| RegistryCall::suspend { .. }
					| RegistryCall::reinstate { .. }
					| RegistryCall::exit { .. }
					| RegistryCall::succeed { .. }
					| RegistryCall::rename { .. }
					| RegistryCall::open_recovery { .. }
			) | RuntimeCall::Schemes(SchemesCall::publish { .. } | SchemesCall::retire { .. })
				| RuntimeCall::Credentials(CredentialsCall::add_type { .. })
		) || can_have_any_length(call)
	}
}

/// Where motions are measured, the council also decides a call that can have any length and does nothing.
fn can_have_any_length(call: &RuntimeCall) -> bool {
	cfg!(feature = "runtime-benchmarks")
		&& matches!(call, RuntimeCall::System(frame_system::Call::remark { .. }))
}
