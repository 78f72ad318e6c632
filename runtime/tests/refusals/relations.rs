//! Who is related to the borrower is not paid, whoever found it when; and who says so has to be concerned.

use super::*;

#[test]
fn a_related_payee_is_not_paid_even_if_the_relation_is_found_later() {
	with_loan(|scene| {
		let signed = approved("bank-a", scene.loan, &[line(1, 2, 100, Some(scene.contract))]);
		let related = Act::DeclareRelated { one: scene.firms.borrower, other: scene.firms.parts };
		agreed("msa.maker", "msa.checker", related);
		refused(
			"bank-a.release",
			release(scene.loan, signed, &[]),
			PaymentsError::PayeeRelatedToBorrower { line: 0 },
		);
		refused(
			"bank-a.maker",
			draft(scene.loan, &[line(2, 2, 100, Some(scene.contract))]),
			PaymentsError::PayeeRelatedToBorrower { line: 0 },
		);
		refused(
			"bank-b.maker",
			offer(request(scene.firms)),
			LoansError::PayeeRelatedToBorrower { plan_line: 2 },
		);
	});
}

/// Two officers of a remote bureau stopped payments at every bank between any two firms.
#[test]
fn a_regulator_of_elsewhere_stops_no_payment() {
	with_loan(|scene| {
		let (_, remote) = xinjiang(400);
		let (one, other) = (scene.firms.borrower, scene.firms.parts);
		let proposal = |act| RegistryCall::propose { act, request_id: new_request() };
		refused("xj.maker", proposal(Act::DeclareRelated { one, other }), RegistryError::RegionNotAllowed);
		let control = Act::SetControllerOf { org: other, controller: Some(one) };
		refused("xj.maker", proposal(control), RegistryError::RegionNotAllowed);
		// It records of a firm of its own, with whomever that is related.
		agreed("xj.maker", "xj.checker", Act::DeclareRelated { one: remote, other });
		let signed = approved("bank-a", scene.loan, &[line(1, 2, 100, Some(scene.contract))]);
		done("bank-a.release", release(scene.loan, signed, &[]));
	});
}

/// A bureau of elsewhere named a firm of its own as the controller of borrower and payee, and stopped every bank's
/// payments between them; nobody of their region could lift it.
#[test]
fn a_regulator_of_elsewhere_gives_two_firms_no_controller() {
	with_loan(|scene| {
		let (_, remote) = xinjiang(400);
		for org in [scene.firms.borrower, scene.firms.parts] {
			let act = Act::SetControllerOf { org, controller: Some(remote) };
			let proposal = RegistryCall::propose { act, request_id: new_request() };
			refused("xj.maker", proposal, RegistryError::RegionNotAllowed);
		}
		let signed = approved("bank-a", scene.loan, &[line(1, 2, 100, Some(scene.contract))]);
		done("bank-a.release", release(scene.loan, signed, &[]));
	});
}

/// A borrower named a puppet elsewhere, so that the regulator could not record who controls it.
#[test]
fn what_a_firm_says_of_its_controller_is_no_shield() {
	with_loan(|scene| {
		let (_, remote) = xinjiang(400);
		let (org, parts) = (scene.firms.borrower, scene.firms.parts);
		agreed("yj.admin-1", "yj.admin-2", Act::SetController { controller: Some(remote) });
		let signed = approved("bank-a", scene.loan, &[line(1, 2, 100, Some(scene.contract))]);
		agreed("msa.maker", "msa.checker", Act::SetControllerOf { org, controller: Some(parts) });
		let related = PaymentsError::PayeeRelatedToBorrower { line: 0 };
		refused("bank-a.release", release(scene.loan, signed, &[]), related);
		// Nor does it end what the regulator recorded.
		let act = Act::SetController { controller: None };
		let proposal = RegistryCall::propose { act, request_id: new_request() };
		refused("yj.admin-1", proposal, RegistryError::RelationNotAllowed);
	});
}

/// Whom a firm names is not asked: it lets go of it, though not on the day of a payment.
#[test]
fn who_is_named_as_controller_lets_go_of_who_named_it() {
	with_loan(|scene| {
		let (borrower, org) = (scene.firms.borrower, scene.firms.equipment);
		let disown = || RegistryCall::propose { act: Act::Disown { org }, request_id: new_request() };
		refused("yj.admin-1", disown(), RegistryError::RelationUnknown);
		agreed("hx.admin-1", "hx.admin-2", Act::SetController { controller: Some(borrower) });
		agreed("yj.admin-1", "yj.admin-2", Act::Disown { org });
		refused("yj.admin-1", disown(), RegistryError::AlreadyEnding);
		let related = PaymentsError::PayeeRelatedToBorrower { line: 0 };
		refused("bank-a.maker", draft(scene.loan, &[line(1, 0, 100, Some(scene.invoice))]), related);
	});
}

/// A regulator recorded two before their bank did, whose own record was refused then, and ended that on the day of the
/// payment.
#[test]
fn a_banks_own_record_stands_when_a_regulator_ends_its_own() {
	with_loan(|scene| {
		let (one, other) = (scene.firms.borrower, scene.firms.parts);
		let signed = approved("bank-a", scene.loan, &[line(1, 2, 100, Some(scene.contract))]);
		agreed("msa.maker", "msa.checker", Act::DeclareRelated { one, other });
		agreed("bank-a.maker", "bank-a.checker", Act::DeclareRelated { one, other });
		agreed("msa.maker", "msa.checker", Act::DeclareUnrelated { one, other, recorded_by: None });
		let related = PaymentsError::PayeeRelatedToBorrower { line: 0 };
		refused("bank-a.release", release(scene.loan, signed, &[]), related);
	});
}
