//! A signature by an officer who was removed since, or with a key that was replaced, moves no money: whoever signs next
//! asks for it anew.

mod common;

use common::consortium::*;
use common::lending::*;
use common::paying::*;
use common::*;
use pallet_loans::{OfferRequest, MAX_STANDING_OFFERS};
use pallet_registry::Act;
use polkadot_sdk::frame_support::traits::Get;
use polkadot_sdk::sp_runtime::DispatchError;
use zhidai_api::PendingWork;
use zhidai_primitives::{DraftNo, Duty, EvidenceKind, Fen, LoanId, LoanState};
use zhidai_runtime::inbox::inbox;
use zhidai_runtime::{Loans, Runtime, Supervision};

type EvidenceError = pallet_evidence::Error<Runtime>;
type LoansError = pallet_loans::Error<Runtime>;
type PaymentsError = pallet_payments::Error<Runtime>;

/// Both admins of an officer's organisation agree on an act.
#[track_caller]
fn admins_agree(name: &str, act: pallet_registry::ActOf<Runtime>) {
	let (org, _) = name.split_once('.').expect("an officer");
	agreed(&format!("{org}.admin-1"), &format!("{org}.admin-2"), act);
}

#[track_caller]
fn removed(name: &str) {
	admins_agree(name, Act::RemoveOfficer(officer_id(name)));
}

#[track_caller]
fn replaced(name: &str, new: &str) {
	let (officer_id, new_account, proof) = (officer_id(name), officer(new, &[]).account, no_proof());
	admins_agree(name, Act::ReplaceKey { officer: officer_id, new_account, proof });
}

#[track_caller]
fn added(name: &str, duty: Duty) {
	admins_agree(name, Act::AddOfficer(officer(name, &[duty])));
}

fn make(loan: LoanId, (draft, digest): (DraftNo, zhidai_primitives::Digest)) -> PaymentsCall {
	PaymentsCall::make { loan, draft, digest }
}

/// The contracts that an officer is asked to check or to sign.
fn contracts(name: &str) -> Vec<LoanId> {
	let work = inbox(&account(name), None, 100).items.into_iter();
	let contracts = work.filter_map(|work| match work {
		PendingWork::ContractToCheck { loan, .. } | PendingWork::ContractToSign { loan, .. } => Some(loan),
		_ => None,
	});
	contracts.collect()
}

#[test]
fn what_an_officer_signed_who_was_removed_releases_nothing() {
	let missing: [(&str, DispatchError); 3] = [
		("bank-a.maker", PaymentsError::MakerMissing.into()),
		("yj.confirm", PaymentsError::MandateMissing.into()),
		("bank-a.checker", PaymentsError::ApprovalMissing.into()),
	];
	for (name, rule) in missing {
		chain(|| {
			let scene = ready("bank-a", firms(), [1, 2, 3]);
			let signed = approved("bank-a", scene.loan, &[line(1, 2, 100, Some(scene.contract))]);
			removed(name);
			refused("bank-a.release", release(scene.loan, signed, &[]), rule);
			let broken = broken_at_release(scene.loan, signed.0);
			assert_eq!(
				broken.iter().map(|broken| broken.rule.stripped()).collect::<Vec<_>>(),
				[rule.stripped()]
			);
			next_block();
			// Another officer signs the same digest, and then a checker.
			let anew = format!("{name}-2");
			match name {
				"bank-a.maker" => {
					added(&anew, Duty::Maker);
					done(&anew, make(scene.loan, signed));
					done("bank-a.checker", approve(scene.loan, signed));
				}
				"yj.confirm" => {
					added(&anew, Duty::Confirm);
					done(&anew, mandate(scene.loan, signed));
					refused("bank-a.release", release(scene.loan, signed, &[]), PaymentsError::WrongState);
					done("bank-a.checker", approve(scene.loan, signed));
				}
				_ => {
					added(&anew, Duty::Checker);
					done(&anew, approve(scene.loan, signed));
				}
			}
			done("bank-a.release", release(scene.loan, signed, &[]));
		});
	}
}

#[test]
fn what_a_key_signed_that_was_replaced_approves_and_releases_nothing() {
	chain(|| {
		let scene = ready("bank-a", firms(), [1, 2, 3]);
		let first = approved("bank-a", scene.loan, &[line(1, 2, 100, Some(scene.contract))]);
		let second = drafted("bank-a", scene.loan, &[line(2, 2, 100, Some(scene.contract))]);
		done("yj.confirm", mandate(scene.loan, second));
		replaced("yj.confirm", "yj.confirm-2");
		refused("bank-a.release", release(scene.loan, first, &[]), PaymentsError::MandateMissing);
		refused("bank-a.checker", approve(scene.loan, second), PaymentsError::MandateMissing);
		next_block();
		for signed in [first, second] {
			done("yj.confirm-2", mandate(scene.loan, signed));
			done("bank-a.checker", approve(scene.loan, signed));
			done("bank-a.release", release(scene.loan, signed, &[]));
			next_block();
		}
	});
}

#[test]
fn an_offer_of_a_removed_officer_or_a_replaced_key_becomes_no_contract() {
	chain(|| {
		let firms = firms();
		let (loan, digest) = prepared("bank-a", request(firms));
		assert_eq!(contracts("bank-a.checker"), [loan]);
		removed("bank-a.maker");
		assert!(contracts("bank-a.checker").is_empty());
		let void = || LoansError::BankSignatureVoid;
		refused("bank-a.checker", LoansCall::check_offer { loan, digest }, void());
		done("bank-a.checker", LoansCall::withdraw { loan });

		let (loan, digest) = prepared("bank-b", request(firms));
		done("bank-b.checker", LoansCall::check_offer { loan, digest });
		assert_eq!(contracts("yj.confirm"), [loan]);
		replaced("bank-b.checker", "bank-b.checker-2");
		assert!(contracts("yj.confirm").is_empty());
		refused("yj.confirm", LoansCall::sign { loan, digest }, void());
		done("bank-b.maker", LoansCall::withdraw { loan });
		let (loan, digest) = prepared("bank-b", request(firms));
		done("bank-b.checker-2", LoansCall::check_offer { loan, digest });
		done("yj.confirm", LoansCall::sign { loan, digest });
	});
}

#[test]
fn a_verdict_of_a_removed_officer_or_a_replaced_key_is_no_half_of_a_claim() {
	for is_removed in [true, false] {
		chain(|| {
			let scene = ready("bank-a", firms(), [1, 2, 3]);
			let invoice =
				document(EvidenceKind::Invoice, scene.firms.equipment, scene.firms.borrower, Fen(1_000));
			let evidence = filed(scene.loan, invoice);
			done("bank-a.attest", consistent(evidence, &[21]));
			let anew = "bank-a.attest-2";
			match is_removed {
				true => {
					removed("bank-a.attest");
					added(anew, Duty::Attest);
				}
				false => replaced("bank-a.attest", anew),
			}
			done("msa.attest", consistent(evidence, &[21]));
			let signed = approved("bank-a", scene.loan, &[line(1, 0, 100, Some(evidence.0))]);
			let not_verified = || EvidenceError::NotVerified;
			refused("bank-a.release", release(scene.loan, signed, &[]), not_verified());
			let asked = inbox(&account(anew), None, 100).items;
			assert!(asked.iter().any(|work| matches!(work, PendingWork::VerdictToGive { .. })), "{asked:?}");
			done(anew, consistent(evidence, &[21]));
			done("bank-a.release", release(scene.loan, signed, &[]));
		});
	}
}

/// One bank's maker could fill a firm's inbox with offers, before its payments.
#[test]
fn a_bank_fills_no_firms_inbox_with_offers() {
	chain(|| {
		let firms = firms();
		let offer = |days| {
			let request =
				OfferRequest { available_until: today().plus_days(days).unwrap(), ..request(firms) };
			LoansCall::offer { request, request_id: new_request() }
		};
		let most = usize::try_from(MAX_STANDING_OFFERS).unwrap();
		for _ in 0..most {
			done("bank-a.maker", offer(1));
			let loan = pallet_loans::LastLoan::<Runtime>::get();
			let digest = Loans::terms(loan).unwrap().digest;
			done("bank-a.checker", LoansCall::check_offer { loan, digest });
			next_block();
		}
		refused("bank-a.maker", offer(1), LoansError::TooManyOffers);
		done("bank-b.maker", offer(1));
		assert_eq!(contracts("yj.confirm").len(), most);
		next_block();
		done("bank-a.admin-1", ReferenceCall::move_calendar { days: 3 });
		next_block();
		assert!(contracts("yj.confirm").is_empty(), "none can be signed any more");
		for _ in 0..most {
			done("bank-a.maker", offer(1));
			next_block();
		}
		refused("bank-a.maker", offer(1), LoansError::TooManyOffers);
	});
}

/// An offer stood for as long as money could be drawn of it, whatever became of the firm in the meantime.
#[test]
fn an_offer_that_nobody_signs_lapses_and_waits_for_nobody() {
	chain(|| {
		let firms = firms();
		let (checked, digest) = prepared("bank-a", request(firms));
		done("bank-a.checker", LoansCall::check_offer { loan: checked, digest });
		let (unchecked, other) = prepared("bank-b", request(firms));
		next_block();
		let days = <Runtime as pallet_loans::Config>::OfferLifeDays::get();
		done("bank-a.admin-1", ReferenceCall::move_calendar { days });
		next_block();
		assert_eq!((contracts("yj.confirm"), contracts("bank-b.checker")), (vec![checked], vec![unchecked]));
		refused("bank-b.maker", LoansCall::lapse { loan: unchecked }, LoansError::OfferStands);
		done("bank-a.admin-1", ReferenceCall::move_calendar { days: 1 });
		assert!(contracts("yj.confirm").is_empty() && contracts("bank-b.checker").is_empty());
		let over = || LoansError::OfferLapsed;
		refused("yj.confirm", LoansCall::sign { loan: checked, digest }, over());
		refused("bank-b.checker", LoansCall::check_offer { loan: unchecked, digest: other }, over());
		refused("bank-a.maker", LoansCall::lapse { loan: unchecked }, LoansError::PartyNotAllowed);
		done("bank-b.maker", LoansCall::lapse { loan: unchecked });
		// Nobody comes for the other one: the sweep does, at the end of the block.
		next_block();
		for loan in [checked, unchecked] {
			assert_eq!(Loans::loan(loan).unwrap().state, LoanState::Lapsed);
		}
		assert_eq!(pallet_loans::StandingOffers::<Runtime>::iter().count(), 0);
		assert_eq!(pallet_loans::WaitingFor::<Runtime>::iter().count(), 0);
		assert_eq!(pallet_loans::LapseQueue::<Runtime>::iter().count(), 0);
		refused("yj.confirm", LoansCall::sign { loan: checked, digest }, over());
	});
}

/// A stolen key signed a quarter's review, and the other side closed it for good after the key had gone.
#[test]
fn a_review_is_not_closed_by_a_removed_officer_or_a_replaced_key() {
	for is_removed in [true, false] {
		chain(|| {
			let loan = ready("bank-a", firms(), [1, 2, 3]).loan;
			let quarter = today().quarter();
			done("bank-a.admin-1", ReferenceCall::move_calendar { days: 90 });
			next_block();
			done("bank-a.maker", pallet_supervision::Call::<Runtime>::open_review { loan, quarter });
			let review = || Supervision::review(loan, quarter).unwrap();
			let digest = review().digest;
			let sign = || pallet_supervision::Call::<Runtime>::sign_review { loan, quarter, digest };
			done("bank-a.checker", sign());
			let anew = "bank-a.checker-2";
			match is_removed {
				true => {
					removed("bank-a.checker");
					added(anew, Duty::Checker);
				}
				false => replaced("bank-a.checker", anew),
			}
			let work = PendingWork::ReviewToSign { loan, quarter, digest };
			assert!(inbox(&account(anew), None, 100).items.contains(&work));
			done("msa.checker", sign());
			assert_eq!(review().closed_on, None);
			assert!(inbox(&account(anew), None, 100).items.contains(&work));
			done(anew, sign());
			assert_eq!(review().closed_on, Some(today()));
		});
	}
}
