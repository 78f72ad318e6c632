//! What waits for whom: each kind of work is shown to who must act, to nobody else, and no more once it is done.

mod common;

use common::consortium::*;
use common::lending::*;
use common::paying::*;
use common::*;
use pallet_credentials::{AdverseId, AdverseKind};
use pallet_reference::Event as ReferenceEvent;
use pallet_registry::{Act, KeyFor};
use zhidai_api::{InboxCursor, Page, PendingWork};
use zhidai_primitives::traits::Calendar;
use zhidai_primitives::{
	BasisPoints, Digest as Hash, Duty, EntryId, Fen, OrgId, Quarter, RateKind, Refusal, Region, Role,
	ShortText,
};
use zhidai_runtime::inbox::inbox;
use zhidai_runtime::{Reference, Runtime, RuntimeEvent, Supervision};

type SupervisionCall = pallet_supervision::Call<Runtime>;
type SupervisionError = pallet_supervision::Error<Runtime>;

const NOBODY: [&str; 0] = [];

/// Everybody whose inbox is looked into.
fn people() -> impl Iterator<Item = String> {
	let duties = [
		"admin-1", "admin-2", "admin-3", "maker", "checker", "release", "attest", "confirm", "council",
		"view",
	];
	let of_an_organisation =
		move |org: &'static str| duties.into_iter().map(move |duty| format!("{org}.{duty}"));
	["msa", "nfra", "bank-a", "bank-b", "xj", "yj", "hx", "fb"].into_iter().flat_map(of_an_organisation)
}

/// What waits for an officer, read in the smallest pages.
fn waiting(name: &str) -> Vec<PendingWork> {
	let page = |cursor: Option<InboxCursor>| Ok::<_, ()>(inbox(&account(name), cursor, 1));
	Page::every(page).unwrap()
}

/// For whom this waits, once each.
fn who_has(work: &PendingWork) -> Vec<String> {
	let times = |name: &String| waiting(name).iter().filter(|found| *found == work).count();
	let found: Vec<(String, usize)> =
		people().map(|name| (times(&name), name)).map(|(n, who)| (who, n)).collect();
	assert!(found.iter().all(|(_, times)| *times < 2), "listed twice: {work:?}");
	found.into_iter().filter(|(_, times)| *times == 1).map(|(who, _)| who).collect()
}

fn text(text: &str) -> ShortText {
	text.try_into().unwrap()
}

#[test]
fn a_review_waits_for_the_bank_and_the_loans_market_regulator() {
	chain(|| {
		let loan = ready("bank-a", firms(), [1, 2, 3]).loan;
		let quarter: Quarter = today().quarter();
		done("bank-a.admin-1", ReferenceCall::move_calendar { days: 90 });
		next_block();
		done("bank-a.maker", SupervisionCall::open_review { loan, quarter });
		let digest = Supervision::review(loan, quarter).unwrap().digest;
		let work = PendingWork::ReviewToSign { loan, quarter, digest };
		assert_eq!(who_has(&work), ["msa.checker", "bank-a.checker"]);
		done("bank-a.checker", SupervisionCall::sign_review { loan, quarter, digest });
		assert_eq!(who_has(&work), ["msa.checker"]);
		done("msa.checker", SupervisionCall::sign_review { loan, quarter, digest });
		assert_eq!(who_has(&work), NOBODY);
	});
}

/// An offer can be declined, and what waited for a review of it would wait for ever; and the quarters before a
/// contract would take the places of its own.
#[test]
fn no_review_waits_of_what_is_not_signed_or_was_not_yet() {
	chain(|| {
		let (loan, digest) = prepared("bank-a", request(firms()));
		let open_review = |year| {
			let quarter = Quarter { year, number: 4 };
			SupervisionCall::open_review { loan, quarter }
		};
		let last_year = today().quarter().year - 1;
		for maker in ["bank-a.maker", "msa.maker"] {
			refused(maker, open_review(last_year), SupervisionError::NotSigned);
		}
		done("bank-a.checker", LoansCall::check_offer { loan, digest });
		refused("bank-a.maker", open_review(last_year), SupervisionError::NotSigned);
		done("yj.confirm", LoansCall::sign { loan, digest });
		next_block();
		for year in [last_year, 1970] {
			refused("msa.maker", open_review(year), SupervisionError::QuarterBeforeSigning);
		}
		for org in [BANK_A, MARKET_BUREAU] {
			assert!(Supervision::reviews_to_sign(org, None, 10).items.is_empty());
		}
	});
}

#[test]
fn a_quarter_that_is_over_waits_for_the_banks_maker_to_open_its_review() {
	chain(|| {
		let scene = ready("bank-a", firms(), [1, 2, 3]);
		let loan = scene.loan;
		let signed = approved("bank-a", loan, &[line(1, 0, 100, Some(scene.invoice))]);
		done("bank-a.release", release(loan, signed, &[]));
		next_block();
		book("bank-a", booked(1, [uetr(1)]));
		let quarter: Quarter = today().quarter();
		let uetrs = vec![uetr(1)].try_into().unwrap();
		done("bank-a.maker", SupervisionCall::count { loan, quarter, uetrs });
		let work = PendingWork::ReviewToOpen { loan, quarter };
		assert_eq!(who_has(&work), NOBODY, "the quarter is not over");
		done("bank-a.admin-1", ReferenceCall::move_calendar { days: 90 });
		next_block();
		assert_eq!(who_has(&work), ["bank-a.maker"]);
		done("bank-a.maker", SupervisionCall::open_review { loan, quarter });
		assert_eq!(who_has(&work), NOBODY, "it waits for who signs it");
		// What is taken back changes the figures: it is opened again.
		let outcome = pallet_payments::Outcome::Returned { reason: text("户名不符") };
		book("bank-a", file(2, vec![result(uetr(1), outcome)]));
		let uetrs = vec![uetr(1)].try_into().unwrap();
		done("bank-a.maker", SupervisionCall::take_back { loan, quarter, uetrs });
		assert_eq!(who_has(&work), ["bank-a.maker"]);
		done("bank-a.maker", SupervisionCall::open_review { loan, quarter });
		let digest = Supervision::review(loan, quarter).unwrap().digest;
		for checker in ["bank-a.checker", "msa.checker"] {
			assert_eq!(who_has(&work), NOBODY);
			done(checker, SupervisionCall::sign_review { loan, quarter, digest });
		}
		assert_eq!(who_has(&work), NOBODY);
	});
}

#[test]
fn an_alert_waits_for_the_banks_answer_and_then_for_the_regulators() {
	chain(|| {
		let scene = ready("bank-a", firms(), [1, 2, 3]);
		let signed = approved("bank-a", scene.loan, &[line(1, 0, 100, Some(scene.invoice))]);
		done("bank-a.release", release(scene.loan, signed, &[]));
		next_block();
		book("bank-a", booked(1, [uetr(1)]));
		done("hx.confirm", PaymentsCall::dispute { uetr: uetr(1), reason: text("尚未到账") });
		let id = Supervision::alerts_of(scene.loan, None, 10).items[0].0;
		let (alert, loan, raised_on, further) = (id.0, Some(scene.loan), today(), 0);
		let to_answer = PendingWork::AlertToAnswer { alert, loan, raised_on, further };
		let to_close = |answered| PendingWork::AlertToClose { alert, loan, raised_on, further, answered };
		let regulators = ["msa.checker", "msa.attest", "nfra.checker", "nfra.attest"];
		assert_eq!(who_has(&to_answer), ["bank-a.checker", "bank-a.attest"]);
		assert_eq!(who_has(&to_close(false)), regulators);

		let document = Some(Hash::repeat_byte(7));
		let answer =
			SupervisionCall::answer_alert { alert: id, further, text: text("次日到账"), document };
		turned_away("msa.checker", answer.clone(), Refusal::CallOutsideRole);
		refused("bank-b.checker", answer.clone(), SupervisionError::AnswerNotAllowed);
		done("bank-a.attest", answer.clone());
		refused("bank-a.attest", answer.clone(), SupervisionError::AlertAlreadyAnswered);
		assert_eq!(who_has(&to_answer), NOBODY);
		assert_eq!(who_has(&to_close(false)), NOBODY);
		assert_eq!(who_has(&to_close(true)), regulators);
		// It waits for nobody else of the bank; a colleague can say more all the same.
		done("bank-a.checker", answer);
		let answers = Supervision::alerts_of(scene.loan, None, 10).items[0].1.answers.clone();
		let officers: Vec<_> = answers.iter().map(|answer| answer.officer).collect();
		assert_eq!(officers, [officer_id("bank-a.attest"), officer_id("bank-a.checker")]);
		assert_eq!(who_has(&to_answer), NOBODY);
		done("msa.checker", SupervisionCall::close_alert { alert: id, further, outcome: text("已核实") });
		assert_eq!(who_has(&to_close(true)), NOBODY);
	});
}

#[test]
fn a_motion_waits_for_the_seats_that_have_not_voted() {
	chain(|| {
		let (hash, index) = motion(RegistryCall::suspend { org: BANK_B });
		let work = PendingWork::MotionToVote { motion: index, seat: 0, hash };
		assert_eq!(who_has(&work), ["nfra.council", "bank-a.council", "bank-b.council"]);
		done("bank-a.council", vote((hash, index), false));
		assert_eq!(who_has(&work), ["nfra.council", "bank-b.council"]);
		// Two of four are against it: it cannot pass any more.
		let to_close = PendingWork::MotionToClose { motion: index, hash };
		assert_eq!(who_has(&to_close), NOBODY);
		done("bank-b.council", vote((hash, index), false));
		assert_eq!(who_has(&work), NOBODY);
		assert_eq!(who_has(&to_close), ["msa.council", "nfra.council", "bank-a.council", "bank-b.council"]);
		done("nfra.council", close((hash, index)));
		assert_eq!(who_has(&to_close), NOBODY);
	});
}

/// The council admits a bureau that is neither a bank nor a regulator, with an officer for the council.
fn finance_bureau() -> RegistryCall {
	let organisation = organisation("宁波市财政局", NINGBO, Role::FinanceBureau);
	let with_duty = |who: &str, duty| officer(&format!("fb.{who}"), &[duty]);
	let officers = vec![
		with_duty("admin-1", Duty::Admin),
		with_duty("admin-2", Duty::Admin),
		with_duty("council", Duty::Council),
	];
	let officers = proven(KeyFor::Admission(organisation.digest()), officers);
	RegistryCall::admit_by_council { organisation, officers }
}

#[test]
fn what_somebody_proposed_waits_for_colleagues_and_not_for_the_proposer() {
	chain(|| {
		let newcomer = officer("bank-a.maker-2", &[Duty::Maker]);
		let (act, digest) = proposed("bank-a.admin-1", Act::AddOfficer(newcomer));
		let work = PendingWork::Act { act: act.0, digest };
		assert_eq!(who_has(&work), ["bank-a.admin-2", "bank-a.admin-3"]);
	});
}

#[test]
fn a_recovery_waits_for_the_organisations_admins_and_then_for_the_council() {
	chain(|| {
		decided(finance_bureau()).unwrap();
		let admins = proven(KeyFor::Organisation(BANK_B), vec![officer("bank-b.admin-4", &[Duty::Admin])]);
		let open = || RegistryCall::open_recovery { org: BANK_B, admins: admins.clone() };
		decided(open()).unwrap();
		let until = today().plus_days(pallet_registry::RECOVERY_NOTICE_DAYS).unwrap();
		let to_object = |until| PendingWork::RecoveryToObject { org: BANK_B, until };
		let to_complete = PendingWork::RecoveryToComplete { org: BANK_B };
		let own_admins = ["bank-b.admin-1", "bank-b.admin-2", "bank-b.admin-3"];
		assert_eq!(who_has(&to_object(until)), own_admins);
		done("bank-b.admin-1", RegistryCall::object_to_recovery {});
		assert_eq!(who_has(&to_object(until)), NOBODY);
		next_block();

		decided(open()).unwrap();
		let days = pallet_registry::RECOVERY_NOTICE_DAYS + 1;
		assert_eq!(who_has(&to_complete), NOBODY);
		done("bank-a.admin-1", ReferenceCall::move_calendar { days });
		next_block();
		// Until it is completed an admin can object all the same.
		assert_eq!(who_has(&to_object(until)), own_admins);
		assert_eq!(
			who_has(&to_complete),
			["msa.council", "nfra.council", "bank-a.council", "bank-b.council", "fb.council"],
			"whatever role it has"
		);
		done("fb.council", RegistryCall::complete_recovery { org: BANK_B });
		assert_eq!((who_has(&to_complete), who_has(&to_object(until))), (vec![], vec![]));
	});
}

#[test]
fn an_adverse_record_waits_for_its_firm_as_long_as_it_has_its_time_to_object() {
	chain(|| {
		let firms = firms();
		let report = |digest| CredentialsCall::report_adverse {
			org: firms.borrower,
			kind: AdverseKind::PenaltySafety,
			happened_on: today(),
			digest: Hash::repeat_byte(digest),
			request_id: new_request(),
		};
		let until = Some(Reference::working_days_after(today(), 15).unwrap());
		let work = |record| PendingWork::RecordToObject { record, org: firms.borrower, until };
		for (record, digest) in [(0, 8), (1, 9)] {
			done("msa.maker", report(digest));
			assert_eq!(who_has(&work(record)), NOBODY, "nothing is served yet");
			confirm_proposed("msa.maker");
			assert_eq!(who_has(&work(record)), ["yj.confirm"]);
		}
		done("yj.confirm", CredentialsCall::object { record: AdverseId(0) });
		assert_eq!((who_has(&work(0)), who_has(&work(1))), (vec![], vec!["yj.confirm".to_owned()]));
		done("bank-a.admin-1", ReferenceCall::move_calendar { days: 40 });
		next_block();
		assert_eq!(who_has(&work(1)), NOBODY);
	});
}

#[test]
fn an_open_adverse_record_waits_for_its_bureaus_maker_once_the_firm_objected_or_had_its_time() {
	chain(|| {
		let org = firms().borrower;
		for digest in [8, 9] {
			let report = CredentialsCall::report_adverse {
				org,
				kind: AdverseKind::PenaltySafety,
				happened_on: today(),
				digest: Hash::repeat_byte(digest),
				request_id: new_request(),
			};
			done("msa.maker", report);
			confirm_proposed("msa.maker");
		}
		let work = |record, objected| PendingWork::RecordToFinalise { record, org, objected };
		assert_eq!((who_has(&work(0, false)), who_has(&work(1, false))), (vec![], vec![]));
		done("yj.confirm", CredentialsCall::object { record: AdverseId(0) });
		assert_eq!(who_has(&work(0, true)), ["msa.maker"]);
		done("bank-a.admin-1", ReferenceCall::move_calendar { days: 40 });
		next_block();
		assert_eq!(who_has(&work(1, false)), ["msa.maker"]);
		done("msa.maker", CredentialsCall::finalise { record: AdverseId(1) });
		assert_eq!(who_has(&work(1, false)), NOBODY, "it waits for the second person");
		confirm_proposed("msa.maker");
		done("msa.maker", CredentialsCall::annul { record: AdverseId(0) });
		confirm_proposed("msa.maker");
		assert_eq!((who_has(&work(0, true)), who_has(&work(1, false))), (vec![], vec![]));
	});
}

/// What a key signed that was stolen, or an officer who is gone, waits for nobody, and no inbox shows it.
#[test]
fn what_cannot_be_confirmed_any_more_waits_for_nobody() {
	chain(|| {
		let shown = |name: &str| {
			let work = waiting(name);
			let of_both = |work: &&PendingWork| {
				matches!(work, PendingWork::RateToConfirm { .. } | PendingWork::CredentialAct { .. })
			};
			work.iter().filter(of_both).count()
		};
		let org = firms().borrower;
		entered("bank-b.maker", RateKind::Lpr1Y);
		let report = CredentialsCall::report_adverse {
			org,
			kind: AdverseKind::PenaltySafety,
			happened_on: today(),
			digest: Hash::repeat_byte(8),
			request_id: new_request(),
		};
		done("msa.maker", report);
		assert_eq!((shown("nfra.checker"), shown("msa.checker")), (1, 2));
		agreed("bank-b.admin-1", "bank-b.admin-2", Act::RemoveOfficer(officer_id("bank-b.maker")));
		assert_eq!((shown("nfra.checker"), shown("msa.checker")), (0, 1));
		done("bank-a.admin-1", ReferenceCall::move_calendar { days: 31 });
		next_block();
		assert_eq!(shown("msa.checker"), 0);
	});
}

/// An officer enters a rate; its number and digest.
fn entered(name: &str, kind: RateKind) -> (EntryId, Hash) {
	let (value_bp, effective_from, source) = (BasisPoints(300), today(), Hash::repeat_byte(2));
	let (corrects, request_id) = (None, new_request());
	done(name, ReferenceCall::propose_rate { kind, value_bp, effective_from, source, corrects, request_id });
	last_event(|event| match event {
		RuntimeEvent::Reference(ReferenceEvent::RateProposed { entry, digest, .. }) => {
			Some((*entry, *digest))
		}
		_ => None,
	})
}

#[test]
fn a_rate_waits_for_the_other_college_and_an_average_for_its_bank() {
	chain(|| {
		let work = |(entry, digest), rate| PendingWork::RateToConfirm {
			entry,
			rate,
			value_bp: BasisPoints(300),
			effective_from: today(),
			corrects: None,
			digest,
		};
		for (maker, rate, confirmers) in [
			("bank-a.maker", RateKind::Lpr1Y, vec!["msa.checker", "nfra.checker"]),
			("msa.maker", RateKind::Lpr5Y, vec!["bank-a.checker", "bank-b.checker"]),
			("nfra.maker", RateKind::BankAverage(BANK_B), vec!["bank-b.checker"]),
		] {
			let (entry, digest) = entered(maker, rate);
			let work = work((entry, digest), rate);
			assert_eq!(who_has(&work), confirmers);
			done(confirmers[0], ReferenceCall::confirm_rate { entry, digest });
			assert_eq!(who_has(&work), NOBODY);
		}
	});
}

#[test]
fn a_calendar_waits_for_the_other_college() {
	chain(|| {
		let (holidays, workdays_on_weekends) = (Default::default(), Default::default());
		let (source, corrects, request_id) = (Hash::repeat_byte(1), None, new_request());
		let year = 2027;
		let calendar = ReferenceCall::propose_calendar {
			year,
			holidays,
			workdays_on_weekends,
			source,
			corrects,
			request_id,
		};
		done("msa.maker", calendar);
		let (entry, digest) = last_event(|event| match event {
			RuntimeEvent::Reference(ReferenceEvent::CalendarProposed { entry, digest, .. }) => {
				Some((*entry, *digest))
			}
			_ => None,
		});
		let work = PendingWork::CalendarToConfirm { entry, year, corrects: None, digest };
		assert_eq!(who_has(&work), ["bank-a.checker", "bank-b.checker"]);
		done("msa.maker", ReferenceCall::withdraw { entry });
		assert_eq!(who_has(&work), NOBODY);
	});
}

/// Bank A proposes a firm with officers of this region; what waits for its bureau.
fn admission(short: &str, region: Region) -> (PendingWork, pallet_registry::ActId) {
	let organisation = organisation("待登记有限公司", region, Role::Supplier);
	let admin = |number: u8| officer(&format!("{short}.admin-{number}"), &[Duty::Admin]);
	let officers = proven(KeyFor::Admission(organisation.digest()), vec![admin(1), admin(2)]);
	let (act_id, digest) = proposed("bank-a.maker", Act::AdmitFirm { organisation, officers });
	(PendingWork::Act { act: act_id.0, digest }, act_id)
}

#[test]
fn each_bureau_sees_the_firms_of_its_region() {
	chain(|| {
		decided(bureau("新疆维吾尔自治区市场监督管理局", "xj", XINJIANG)).unwrap();
		let has = |work: &PendingWork, name: &str| who_has(work).iter().any(|who| who == name);
		for (short, region, own, other) in [
			("here", NINGBO, "msa.checker", "xj.checker"),
			("there", Region(650_100), "xj.checker", "msa.checker"),
		] {
			let (work, act_id) = admission(short, region);
			assert!(has(&work, own) && !has(&work, other) && !has(&work, "bank-a.checker"), "{short}");
			assert!(!has(&work, &own.replace("checker", "maker")), "{short}");
			done(own, RegistryCall::reject { act_id, reason: text("材料不全") });
			assert_eq!(who_has(&work), NOBODY, "{short}");
		}
	});
}

/// A member without seat, office or firm sees nothing of all this.
#[test]
fn nothing_waits_for_who_has_no_part() {
	chain(|| {
		motion(RegistryCall::suspend { org: BANK_B });
		entered("bank-a.maker", RateKind::Lpr1Y);
		let outside: OrgId = admit_firm("宁波市外精工有限公司", Some("outside"), NINGBO, Role::Supplier);
		assert!(outside.0 > 0);
		for duty in ["admin-1", "admin-2", "maker", "checker", "confirm"] {
			assert_eq!(waiting(&format!("outside.{duty}")), []);
		}
	});
}

#[test]
fn an_entered_file_and_what_did_not_fit_wait_for_the_banks_checker() {
	chain(|| {
		let scene = ready("bank-a", firms(), [1, 2, 3]);
		let signed = approved("bank-a", scene.loan, &[line(1, 0, 100, Some(scene.invoice))]);
		done("bank-a.release", release(scene.loan, signed, &[]));
		next_block();
		let call = booked(1, [uetr(1), uetr(99)]);
		done("bank-a.maker", paying::entered(&call));
		let (file_digest, entered_on) = (Hash::repeat_byte(1), today());
		let to_book = PendingWork::FileToBook { file_digest, count: 2, sum_fen: Fen(101), entered_on };
		assert_eq!(who_has(&to_book), ["bank-a.checker"]);
		done("bank-a.checker", call);
		assert_eq!(who_has(&to_book), NOBODY);
		let (uetr, reason) = (uetr(99), zhidai_primitives::MismatchReason::UnknownKey);
		let to_close = PendingWork::MismatchToClose { mismatch: 0, uetr, reason, queued_on: today() };
		assert_eq!(who_has(&to_close), ["bank-a.checker"]);
		let link = pallet_payments::MismatchLink::Nothing;
		done("bank-a.checker", PaymentsCall::close_mismatch { mismatch: 0, link, reason: text("他行回单") });
		assert_eq!(who_has(&to_close), NOBODY);
	});
}
