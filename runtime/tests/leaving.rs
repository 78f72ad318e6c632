//! Who leaves, and who comes in its place, on the pallets together.

mod common;

use common::consortium::*;
use common::lending::*;
use common::paying::*;
use common::*;
use pallet_registry::{Act, LastOrg, Organisations};
use polkadot_sdk::*;
use sp_runtime::DispatchError;
use zhidai_primitives::{
	traits::{Directory, Obligations},
	Duty, OrgId, Role,
};
use zhidai_runtime::{AccountId, Payments, Registry, Runtime};

type LoansError = pallet_loans::Error<Runtime>;
type PaymentsError = pallet_payments::Error<Runtime>;

fn exit(org: OrgId) -> RegistryCall {
	RegistryCall::exit { org }
}

/// Its own admins propose that an organisation leaves.
fn leaving() -> RegistryCall {
	RegistryCall::propose { act: Act::Exit, request_id: new_request() }
}

/// The council admits an organisation without a seat, with an officer for every duty.
fn admitted_by_council(name: &str, short: &str, role: Role) -> OrgId {
	let with_duty = |who: &str, duty| officer(&format!("{short}.{who}"), &[duty]);
	let officers = vec![
		with_duty("admin-1", Duty::Admin),
		with_duty("admin-2", Duty::Admin),
		with_duty("maker", Duty::Maker),
		with_duty("checker", Duty::Checker),
		with_duty("release", Duty::Release),
		with_duty("attest", Duty::Attest),
	];
	let organisation = organisation(name, NINGBO, role);
	let officers = proven(pallet_registry::KeyFor::Admission(organisation.digest()), officers);
	decided(RegistryCall::admit_by_council { organisation, officers }).unwrap();
	LastOrg::<Runtime>::get()
}

fn err(error: impl Into<DispatchError>) -> sp_runtime::DispatchResult {
	Err(error.into())
}

#[test]
fn nobody_leaves_a_loan_that_is_open() {
	chain(|| {
		let firms = firms();
		let bank = admitted_by_council("宁波市第二银行", "bank-c", Role::Bank);
		let regulator = admitted_by_council("宁波市质量监督局", "zj", Role::MarketRegulator);
		let loan = signed_loan("bank-c", pallet_loans::OfferRequest { regulator, ..request(firms) });
		assert_eq!(decided(exit(bank)), err(LoansError::LoansOpenAsBank));
		assert_eq!(decided(exit(regulator)), err(LoansError::LoansOpenAsRegulator));
		assert_eq!(decided(exit(firms.borrower)), err(LoansError::LoansOpenAsBorrower));
		refused("yj.admin-1", leaving(), LoansError::LoansOpenAsBorrower);
		closed_early("bank-c", loan);
		next_block();
		for org in [bank, regulator] {
			assert_eq!(decided(exit(org)), Ok(()));
		}
		agreed("yj.admin-1", "yj.admin-2", Act::Exit);
	});
}

#[test]
fn no_payee_leaves_before_its_payments_are_confirmed() {
	chain(|| {
		let scene = ready("bank-a", firms(), [1, 2, 3]);
		let draft = approved("bank-a", scene.loan, &[line(1, 0, 100, Some(scene.invoice))]);
		done("bank-a.release", release(scene.loan, draft, &[]));
		next_block();
		// What the bank has not booked keeps nobody: the payee cannot answer it.
		assert_eq!(<Payments as Obligations>::ensure_free(scene.firms.equipment), Ok(()));
		book("bank-a", booked(1, [uetr(1)]));
		next_block();
		refused("hx.admin-1", leaving(), PaymentsError::PaymentsOpen);
		assert_eq!(decided(exit(scene.firms.equipment)), err(PaymentsError::PaymentsOpen));
		done("hx.confirm", confirm(&[uetr(1)]));
		next_block();
		agreed("hx.admin-1", "hx.admin-2", Act::Exit);
	});
}

/// Under another id it was somebody new, and nothing said that it had been there before.
#[test]
fn who_comes_back_under_another_id_is_the_successor() {
	chain(|| {
		let firms = firms();
		agreed("hx.admin-1", "hx.admin-2", Act::Exit);
		decided(exit(firms.equipment)).unwrap();
		let before = Organisations::<Runtime>::get(firms.equipment).unwrap();
		let mut again = organisation("宁波海曙装备股份有限公司", NINGBO, Role::Supplier);
		again.registration = before.registration;
		let act = Act::AdmitFirm { organisation: again, officers: Default::default() };
		agreed("bank-a.maker", "bank-a.checker", act);
		let heir = <Registry as Directory<AccountId>>::successor(firms.equipment);
		assert_eq!(heir, Some(LastOrg::<Runtime>::get()));
		assert_eq!(Organisations::<Runtime>::get(firms.equipment), Some(before), "the history stays");
	});
}

/// A bank is merged into another: its loans go on there, with their evidence, holds and bookings, and it leaves.
#[test]
fn a_merged_banks_loans_go_on_at_its_successor() {
	chain(|| {
		let firms = firms();
		let bank = admitted_by_council("宁波市第二银行", "bank-c", Role::Bank);
		let scene = ready("bank-c", firms, [1, 2, 3]);
		let loan = scene.loan;
		let hold = pallet_loans::Hold::Bank { reference: Default::default() };
		done("bank-c.checker", LoansCall::hold { loan, hold });
		refused("bank-a.maker", LoansCall::take_over { loan }, LoansError::SuccessorNotAllowed);
		decided(RegistryCall::succeed { org: bank, successor: BANK_A }).unwrap();
		decided(RegistryCall::suspend { org: bank }).unwrap();
		assert_eq!(decided(exit(bank)), err(LoansError::LoansOpenAsBank));
		done("bank-a.maker", LoansCall::take_over { loan });
		next_block();
		assert_eq!(decided(exit(bank)), Ok(()));
		let hold = hold.key(bank);
		done("bank-a.maker", LoansCall::lift_hold { loan, hold });
		done("bank-a.checker", LoansCall::lift_hold { loan, hold });
		// Verified before, by who is no more; the successor pays on it.
		let draft = approved("bank-a", loan, &[line(1, 0, 100, Some(scene.invoice))]);
		done("bank-a.release", release(loan, draft, &[]));
		book("bank-a", booked(1, [uetr(1)]));
		next_block();
		done("bank-a.attest", EvidenceCall::take_over { evidence: scene.report });
		next_block();
	});
}

#[test]
fn a_merged_borrowers_debt_is_its_successors() {
	chain(|| {
		let scene = ready("bank-a", firms(), [1, 2, 3]);
		let heir = admit_firm("宁波承继精工有限公司", Some("cj"), NINGBO, Role::Enterprise);
		record_credential("msa.maker", heir, 5);
		decided(RegistryCall::succeed { org: scene.firms.borrower, successor: heir }).unwrap();
		done("cj.confirm", LoansCall::take_over { loan: scene.loan });
		next_block();
		agreed("yj.admin-1", "yj.admin-2", Act::Exit);
		let lines = [line(1, 0, 100, Some(scene.invoice))];
		let draft = drafted("bank-a", scene.loan, &lines);
		done("cj.confirm", mandate(scene.loan, draft));
		done("bank-a.checker", approve(scene.loan, draft));
		done("bank-a.release", release(scene.loan, draft, &[]));
		next_block();
	});
}

#[test]
fn a_renamed_organisation_keeps_its_former_name_on_record() {
	chain(|| {
		let before = Organisations::<Runtime>::get(BANK_B).unwrap().name;
		let name: zhidai_primitives::Name = "宁波更名银行".try_into().unwrap();
		decided(RegistryCall::rename { org: BANK_B, name: name.clone() }).unwrap();
		let day = zhidai_primitives::Ordered::from(today().0);
		assert_eq!(pallet_registry::FormerNames::<Runtime>::get(BANK_B, day), Some(before));
		assert_eq!(Organisations::<Runtime>::get(BANK_B).unwrap().name, name);
	});
}
