//! The whole story (全流程) in memory: from the council's first decision to a closed loan.

mod common;

use codec::{DecodeAll, Encode};
use common::books::{drawn, traced};
use common::consortium::*;
use common::lending::*;
use common::paying::*;
use common::*;
use pallet_payments::{Outcome, SplitLine};
use polkadot_sdk::*;
use sp_core::Get;
use zhidai_api::{PendingWork, TraceEdge, TraceNode, TracePage, TraceRoot};
use zhidai_primitives::{
	AccountVersion, Digest as Hash, DraftLine, EvidenceKind, Fen, LoanId, LoanState, PaymentStatus,
	PlanLineNo, Quarter, Split, TierNumber, Uetr, Verdict,
};
use zhidai_runtime::inbox::{explain_tier, inbox};
use zhidai_runtime::trace::trace;
use zhidai_runtime::{Evidence, Loans, Payments, Runtime, RuntimeEvent, Supervision};

type MotionDuration =
	<Runtime as pallet_collective::Config<pallet_authorities::CouncilInstance>>::MotionDuration;
type SupervisionCall = pallet_supervision::Call<Runtime>;

#[test]
fn both_colleges_admit_a_bureau_and_one_alone_does_not() {
	chain(|| {
		let last_org = pallet_registry::LastOrg::<Runtime>::get;
		let before = last_org();
		let call = || bureau("余姚市市场监督管理局", "yy", NINGBO);

		// Both regulators want it, no bank does: three of four would do.
		let alone = motion(call());
		done("nfra.council", vote(alone, true));
		let undecided = pallet_authorities::Error::<Runtime>::MotionUndecided;
		refused("msa.council", close(alone), undecided);
		next_block();
		done("bank-a.council", vote(alone, false));
		done("bank-b.council", vote(alone, false));
		done("msa.council", close(alone));
		last_event(|event| {
			matches!(event, RuntimeEvent::Council(pallet_collective::Event::Disapproved { .. })).then_some(())
		});
		assert_eq!(last_org(), before);
		next_block();

		decided(call()).unwrap();
		assert_eq!(last_org().0, before.0 + 1);
		admitted("yy.maker", common::calls::call("Credentials.record"));
	});
}

/// Before a seat votes, its client decodes the call and computes the hash that the vote names.
#[test]
fn a_seat_reads_the_call_that_it_votes_on() {
	chain(|| {
		let call: zhidai_runtime::RuntimeCall = bureau("余姚市市场监督管理局", "yy", NINGBO).into();
		let (hash, index) = motion(call.clone());
		let page = zhidai_runtime::Authorities::motions(None, 10);
		let [view] = page.items.as_slice() else { panic!("one motion is open") };
		assert_eq!((view.proposal_hash, view.index), (hash, index));
		assert_eq!(sp_io::hashing::blake2_256(&view.proposal), hash.0);
		assert_eq!(codec::Decode::decode(&mut view.proposal.as_slice()), Ok(call));
	});
}

#[test]
fn abstaining_is_no_consent_when_the_time_is_over() {
	chain(|| {
		let before = pallet_registry::LastOrg::<Runtime>::get();
		let motion = motion(bureau("余姚市市场监督管理局", "yy", NINGBO));
		done("nfra.council", vote(motion, true));
		// A week without blocks.
		let end = zhidai_runtime::System::block_number() + <MotionDuration as Get<u32>>::get();
		zhidai_runtime::System::set_block_number(end);
		frame_system::BlockHash::<Runtime>::insert(end - 1, Hash::repeat_byte(1));
		done("msa.council", close(motion));
		last_event(|event| {
			matches!(event, RuntimeEvent::Council(pallet_collective::Event::Disapproved { .. })).then_some(())
		});
		assert_eq!(pallet_registry::LastOrg::<Runtime>::get(), before);
	});
}

/// What a payment that a trace must name says of itself.
fn status(uetr: Uetr) -> PaymentStatus {
	Payments::payment_view(uetr).expect("the payment").status
}

fn waits(name: &str, is: impl Fn(&PendingWork) -> bool) -> bool {
	// In the smallest pages: what waits is on one of them.
	let mut cursor = None;
	loop {
		let page = inbox(&account(name), cursor, 1);
		if page.items.iter().any(&is) {
			return true;
		}
		cursor = page.next;
		if cursor.is_none() {
			return false;
		}
	}
}

/// The first drawdown: the contract splits, to the fen.
fn draw_by_the_split(Ready { loan, invoice, report, contract, .. }: Ready) -> [Uetr; 3] {
	let amount = Fen(333_333_335);
	let split = Split::ByLeft { amount };
	let named = |(plan_line, evidence)| SplitLine {
		plan_line: PlanLineNo(plan_line),
		account: AccountVersion(0),
		evidence: Some(evidence),
	};
	let named: Vec<_> = (0..).zip([invoice, report, contract]).map(named).collect();
	let (batch_uetr, lines) = (uetr(1), named.try_into().unwrap());
	let expires_on = today().plus_days(30).unwrap();
	done("bank-a.maker", PaymentsCall::drawdown { loan, batch_uetr, split, lines, expires_on });
	let (draft, digest) = last_draft();
	assert!(waits(
		"yj.confirm",
		|work| matches!(work, PendingWork::DraftToMandate(waiting) if waiting.digest == digest)
	));
	assert!(!waits("bank-a.checker", |work| matches!(work, PendingWork::DraftToApprove(_))));
	done("yj.confirm", mandate(loan, (draft, digest)));
	assert!(waits(
		"bank-a.checker",
		|work| matches!(work, PendingWork::DraftToApprove(waiting) if waiting.digest == digest)
	));
	next_block();
	done("bank-a.checker", approve(loan, (draft, digest)));
	assert!(waits(
		"bank-a.release",
		|work| matches!(work, PendingWork::DraftToRelease(waiting) if waiting.sum_fen == amount)
	));
	next_block();
	assert_eq!(broken_at_release(loan, draft), vec![]);
	done("bank-a.release", release(loan, (draft, digest), &[]));
	next_block();
	let uetrs = [0, 1, 2].map(|line| Uetr::of_batch_line(uetr(1), line));
	let amounts = uetrs.map(|uetr| Payments::payment_view(uetr).unwrap().amount);
	assert_eq!(amounts, [Fen(200_000_001), Fen(33_333_334), Fen(100_000_000)]);
	assert_eq!(Fen::checked_sum(amounts), Some(amount));
	uetrs
}

fn settle_and_confirm([equipment, testing, parts]: [Uetr; 3]) {
	book("bank-a", booked(1, [equipment, testing, parts]));
	assert!(waits(
		"hx.confirm",
		|work| matches!(work, PendingWork::ReceiptToConfirm { uetr, .. } if *uetr == equipment)
	));
	next_block();
	done("hx.confirm", confirm(&[equipment]));
	done("jc.confirm", confirm(&[testing]));
	let (uetrs, witness) = (vec![parts].try_into().unwrap(), Hash::repeat_byte(9));
	let assisted = PaymentsCall::confirm_assisted { uetrs, witness };
	done("bank-a.maker", assisted.clone());
	done("bank-a.checker", assisted);
	next_block();
	assert_eq!([equipment, testing, parts].map(status), [PaymentStatus::Received; 3]);
}

/// The second drawdown: the borrower applies with explicit lines, and not everything goes well.
fn draw_by_lines(Ready { loan, invoice, report, contract, .. }: Ready) -> [Uetr; 4] {
	let lines = [
		line(11, 0, 150_000_000, Some(invoice)),
		line(12, 1, 66_666_666, Some(report)),
		line(13, 2, 50_000_000, Some(contract)),
	];
	assert_eq!(broken(loan, &lines), vec![]);
	done("yj.confirm", draft(loan, &lines));
	let signed = last_draft();
	assert!(waits(
		"bank-a.maker",
		|work| matches!(work, PendingWork::DraftToMake(waiting) if waiting.digest == signed.1)
	));
	let (draft, digest) = signed;
	done("bank-a.maker", PaymentsCall::make { loan, draft, digest });
	done("bank-a.checker", approve(loan, signed));
	done("bank-a.release", release(loan, signed, &[]));
	next_block();
	let undrawn = Loans::ledger(loan).unwrap().undrawn();
	let reason = || "账号与户名不符".try_into().unwrap();
	let results = vec![
		result(uetr(11), Outcome::Settled),
		result(uetr(12), Outcome::Failed { reason: reason() }),
		result(uetr(13), Outcome::Settled),
	];
	book("bank-a", file(2, results));
	next_block();
	// What was never booked is undrawn again; what comes back stays drawn until it is paid again.
	let after_failure = undrawn.checked_add(Fen(66_666_666)).unwrap();
	assert_eq!(Loans::ledger(loan).unwrap().undrawn(), after_failure);
	book("bank-a", file(3, vec![result(uetr(13), Outcome::Returned { reason: reason() })]));
	next_block();
	assert_eq!(Loans::ledger(loan).unwrap().undrawn(), after_failure);

	done("hx.confirm", PaymentsCall::dispute { uetr: uetr(11), reason: "尚未到账".try_into().unwrap() });
	next_block();
	let alerts = Supervision::alerts_of(loan, None, 10).items;
	assert_eq!(alerts.len(), 1);
	// The bank sees the alert, and the dispute while it stands; other banks see neither.
	let alert = alerts[0].0 .0;
	assert!(waits(
		"bank-a.checker",
		|work| matches!(work, PendingWork::AlertToAnswer { alert: id, .. } if *id == alert)
	));
	assert!(waits(
		"msa.checker",
		|work| matches!(work, PendingWork::AlertToClose { alert: id, .. } if *id == alert)
	));
	assert!(waits("bank-a.maker", |work| matches!(work, PendingWork::DisputeToResolve(_))));
	let is_alert = |work: &PendingWork| {
		matches!(work, PendingWork::AlertToClose { .. } | PendingWork::AlertToAnswer { .. })
	};
	assert!(!waits("bank-b.checker", is_alert));
	done("hx.confirm", confirm(&[uetr(11)]));
	let (alert, outcome) = (alerts[0].0, "次日到账, 已确认".try_into().unwrap());
	// It is about the bank, which has no part in closing it.
	let close = SupervisionCall::close_alert { alert, further: 0, outcome };
	for own in ["bank-a.checker", "bank-a.attest"] {
		turned_away(own, close.clone(), zhidai_primitives::Refusal::CallOutsideRole);
	}
	done("msa.checker", close);
	next_block();

	let again =
		pallet_payments::PayAgainLine { returned: uetr(13), uetr: uetr(14), account: AccountVersion(0) };
	let (lines, expires_on) = (vec![again].try_into().unwrap(), today());
	done("bank-a.maker", PaymentsCall::pay_again { loan, lines, expires_on });
	let signed = last_draft();
	next_block();
	done("yj.confirm", mandate(loan, signed));
	done("bank-a.checker", approve(loan, signed));
	done("bank-a.release", release(loan, signed, &[]));
	next_block();
	book("bank-a", booked(4, [uetr(14)]));
	next_block();
	assert_eq!(Loans::ledger(loan).unwrap().undrawn(), after_failure);
	[11, 12, 13, 14].map(uetr)
}

/// 按季核查: bank and regulator count and sign that the covenant is met.
fn review(loan: LoanId, uetrs: Vec<Uetr>) {
	let quarter = today().quarter();
	let count = uetrs.len();
	done("bank-a.maker", SupervisionCall::count { loan, quarter, uetrs: uetrs.try_into().unwrap() });
	refused(
		"bank-a.maker",
		SupervisionCall::open_review { loan, quarter },
		pallet_supervision::Error::<Runtime>::QuarterNotOver,
	);
	next_block();
	done("bank-a.admin-1", ReferenceCall::move_calendar { days: 90 });
	next_block();
	assert_eq!(today().quarter(), Quarter { number: quarter.number + 1, ..quarter });
	done("bank-a.maker", SupervisionCall::open_review { loan, quarter });
	let digest = Supervision::review(loan, quarter).unwrap().digest;
	done("bank-a.checker", SupervisionCall::sign_review { loan, quarter, digest });
	assert!(Supervision::review(loan, quarter).unwrap().closed_on.is_none(), "one side closes nothing");
	next_block();
	done("msa.checker", SupervisionCall::sign_review { loan, quarter, digest });
	let review = Supervision::review(loan, quarter).unwrap();
	assert!(review.met && review.closed_on.is_some());
	assert_eq!(count, 5);
	assert_eq!(review.figures.spend.counted, review.figures.drawn);
	// Equipment and testing; parts are not quality-upgrading.
	assert_eq!(review.figures.spend.quality, Fen(200_000_001 + 33_333_334 + 150_000_000));
	assert_eq!(Supervision::open_alerts(None, 10).items, vec![]);
	next_block();
}

/// The trace, from the loan and from a payment, in pages of any size.
fn follow_the_money(ready: Ready, drawn_fen: Fen) {
	let Ready { firms, loan, invoice, .. } = ready;
	let (ledger, payments) = traced(loan, 1_000);
	assert_eq!(payments.len(), 7);
	assert_eq!((drawn(&payments), ledger.drawn_fen), (drawn_fen, drawn_fen), "to the fen");
	for page in [1, 2, 3] {
		assert_eq!(traced(loan, page).1, payments, "pages of {page}");
	}
	let whole = trace(TraceRoot::Loan(loan), None, 1_000).unwrap();
	assert_eq!(TracePage::decode_all(&mut &*whole.encode()).unwrap(), whole, "as clients read it");
	let json = serde_json::to_value(&whole).unwrap();
	assert_eq!(serde_json::from_value::<TracePage>(json).unwrap(), whole, "as the node's clients read it");
	let name_of = |org| {
		whole.nodes.iter().find_map(|node| match node {
			TraceNode::Organisation(found) if found.org == org => Some(found.name.to_string()),
			_ => None,
		})
	};
	assert_eq!(name_of(firms.parts).as_deref(), Some("余姚零件加工店"));
	for org in [firms.borrower, firms.equipment, firms.testing, MARKET_BUREAU, BANK_A] {
		assert!(name_of(org).is_some());
	}
	let pays = whole.edges.iter().filter_map(|edge| match edge {
		TraceEdge::Pays { from, to, amount_fen, .. } => Some((*from, *to, *amount_fen)),
		_ => None,
	});
	assert!(
		pays.clone().all(|(from, to, _)| from == BANK_A && to != firms.borrower),
		"nothing passes the borrower"
	);
	assert_eq!(pays.count(), 7);

	let one = trace(TraceRoot::Payment(uetr(11)), None, 1).unwrap();
	assert!(one.edges.contains(&TraceEdge::RestsOn { uetr: uetr(11), evidence: invoice }));
	let document = one.nodes.iter().find_map(|node| match node {
		TraceNode::Evidence(found) => Some((
			found.verified,
			found.bank_verdict.map(|given| given.verdict),
			found.regulator_verdict.map(|given| given.verdict),
			found.document,
		)),
		_ => None,
	});
	let positive = Some(Verdict::Consistent);
	assert_eq!(document, Some((true, positive, positive, EvidenceKind::Invoice)));
	let again = trace(TraceRoot::Payment(uetr(14)), None, 1).unwrap();
	assert!(again.edges.contains(&TraceEdge::PaysAgain { uetr: uetr(14), returned: uetr(13) }));
}

#[test]
fn the_story() {
	chain(|| {
		let firms = firms();
		let explanation = explain_tier(firms.borrower, YONGZHIDAI).unwrap();
		assert_eq!((explanation.tier, explanation.by.len()), (Some(TierNumber(1)), 1));

		let (loan, digest) = prepared("bank-a", request(firms));
		assert!(waits("bank-a.checker", |work| *work == PendingWork::ContractToCheck { loan, digest }));
		next_block();
		done("bank-a.checker", LoansCall::check_offer { loan, digest });
		assert!(waits("yj.confirm", |work| *work == PendingWork::ContractToSign { loan, digest }));
		next_block();
		done("yj.confirm", LoansCall::sign { loan, digest });
		next_block();

		let invoice = document(EvidenceKind::Invoice, firms.equipment, firms.borrower, CAPS[0]);
		let asked = filed(loan, invoice);
		for name in ["bank-a.attest", "msa.attest"] {
			assert!(waits(
				name,
				|work| matches!(work, PendingWork::VerdictToGive { evidence, .. } if *evidence == asked.0)
			));
			done(name, consistent(asked, &[1]));
			next_block();
			assert!(!waits(name, |work| matches!(work, PendingWork::VerdictToGive { .. })));
		}
		assert_eq!(Evidence::known(asked.0).unwrap().1.status, pallet_evidence::Status::Verified);
		let report = document(EvidenceKind::InspectionReport, firms.testing, firms.borrower, CAPS[1]);
		let report = verified("bank-a", loan, report, &[2]);
		let contract = document(EvidenceKind::PurchaseContract, firms.parts, firms.borrower, CAPS[2]);
		let contract = verified("bank-a", loan, contract, &[3]);
		let ready = Ready { firms, loan, invoice: asked.0, report, contract };

		let first = draw_by_the_split(ready);
		settle_and_confirm(first);
		let second = draw_by_lines(ready);
		let expected = [
			PaymentStatus::Received,
			PaymentStatus::Failed,
			PaymentStatus::PaidAgain,
			PaymentStatus::Settled,
		];
		assert_eq!(second.map(status), expected);

		let drawn_fen = Fen(333_333_335 + 150_000_000 + 50_000_000);
		follow_the_money(ready, drawn_fen);
		let booked = first.into_iter().chain([uetr(11), uetr(14)]).collect();
		review(loan, booked);

		repay(loan, drawn_fen);
		follow_the_money(ready, drawn_fen);
	});
}

/// 还本, 结清: to the fen, not one more.
fn repay(loan: LoanId, drawn_fen: Fen) {
	let book = |mark: u8, amount| {
		let (bank_reference, booked_on) = (Hash::repeat_byte(mark), today());
		LoansCall::book_repayment { loan, amount, bank_reference, booked_on }
	};
	done("bank-a.maker", book(1, Fen(33_333_335)));
	assert!(waits("bank-a.checker", |work| *work == PendingWork::RepaymentsToCheck { loan, count: 1 }));
	done("bank-a.checker", book(1, Fen(33_333_335)));
	let rest = drawn_fen.checked_sub(Fen(33_333_335)).unwrap();
	let above = pallet_loans::Error::<Runtime>::RepaymentAbovePaid;
	refused("bank-a.checker", book(2, Fen(rest.0 + 1)), above);
	refused("bank-a.checker", LoansCall::close { loan }, pallet_loans::Error::<Runtime>::NotRepaidYet);
	done("bank-a.maker", book(2, rest));
	done("bank-a.checker", book(2, rest));
	next_block();
	// The borrower could still draw: one asks, another agrees.
	done("bank-a.maker", LoansCall::close { loan });
	assert_eq!(Loans::loan(loan).unwrap().state, LoanState::Active);
	assert!(waits("bank-a.checker", |work| *work == PendingWork::ClosingToAgree { loan }));
	done("bank-a.checker", LoansCall::close { loan });
	next_block();
	assert!(!waits("bank-a.checker", |work| *work == PendingWork::ClosingToAgree { loan }));
	assert_eq!(Loans::loan(loan).unwrap().state, LoanState::Closed);
}

#[test]
fn a_drawdown_of_500_payments_goes_its_whole_way_in_one_block_each() {
	chain(|| {
		let Ready { loan, invoice, .. } = ready("bank-a", firms(), [1, 2, 3]);
		let lines: Vec<DraftLine> = (0..500_u16)
			.map(|number| {
				let key = Uetr::of_batch_line(uetr(1), number);
				DraftLine { uetr: key, ..line(0, 0, 1_000_000 + u64::from(number), Some(invoice)) }
			})
			.collect();
		let uetrs: Vec<Uetr> = lines.iter().map(|line| line.uetr).collect();
		let sum = Fen::checked_sum(lines.iter().map(DraftLine::amount)).unwrap();
		let signed = approved("bank-a", loan, &lines);
		done("bank-a.release", release(loan, signed, &[]));
		next_block();
		book("bank-a", booked(1, uetrs.iter().copied()));
		next_block();
		for receipts in uetrs.chunks(100) {
			done("hx.confirm", confirm(receipts));
		}
		next_block();
		let (ledger, payments) = traced(loan, 64);
		assert_eq!((payments.len(), drawn(&payments), ledger.received_fen), (500, sum, sum));
	});
}
