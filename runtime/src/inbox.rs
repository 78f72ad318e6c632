//! Work that waits for an officer (待办), whose form is [`zhidai_api::PendingWork`], and the explanation of a firm's
//! tier. Nothing in a block calls this.
//!
//! Every pallet keeps lists of who must act next; here they are put one after the other, in pages.

mod entered;
mod heirs;

use crate::{
	AccountId, Authorities, Credentials, Evidence, Loans, Payments, Reference, Registry, Runtime, Schemes,
	Supervision,
};
use alloc::vec::Vec;
use pallet_credentials::{ActId, AdverseState};
use pallet_loans::ContractStage;
use pallet_payments::{DraftView, Work};
use pallet_reference::Content;
use pallet_registry::OfficerEntry;
use zhidai_api::{
	AdverseId, Digest, DraftNo, DraftWork, Duties, Duty, EntryId, EvidenceId, Fen, HoldKind, InboxCursor,
	InboxPage, LoanId, OfficerId, OrgId, Page, PendingWork, Place, Quarter, Role, Roles, SchemeId,
	TierExplanation, MAX_PAGE,
};
use zhidai_primitives::traits::{Checks, Directory, SchemeBook};

/// The lists, in the order in which they are shown; a list's number is its position.
const LISTS: [List; 38] = [
	List::Acts,
	List::Contracts(ContractStage::Check),
	List::Contracts(ContractStage::Sign),
	List::Drafts(Work::Mandate),
	List::Drafts(Work::Make),
	List::Drafts(Work::Approve),
	List::Drafts(Work::Release),
	List::Drafts(Work::Settle),
	List::Drafts(Work::Resolve),
	List::Verdicts,
	List::Receipts,
	List::Alerts,
	List::Contracts(ContractStage::Repayment),
	List::Contracts(ContractStage::Lift(HoldKind::Bank)),
	List::Contracts(ContractStage::Lift(HoldKind::AntiMoneyLaundering)),
	List::Contracts(ContractStage::Lift(HoldKind::Judicial)),
	List::Contracts(ContractStage::Lift(HoldKind::Regulator)),
	List::CredentialActs,
	List::Contracts(ContractStage::Close),
	List::Admissions,
	List::Reviews,
	List::Records,
	List::Entries(0),
	List::Entries(1),
	List::Motions,
	List::DecidedMotions,
	List::OwnRecovery,
	List::Recoveries,
	List::OpenRecords,
	List::Drafts(Work::ApproveSecond),
	List::Contracts(ContractStage::CheckSecond),
	List::Statements,
	List::Contracts(ContractStage::Regulator),
	List::Contracts(ContractStage::Transfer),
	List::Files,
	List::Mismatches,
	List::TakeOvers,
	// Reads through the bank's loans: the last.
	List::OpenReviews,
];

/// A list of who must act next.
#[derive(Clone, Copy)]
enum List {
	Acts,
	Contracts(ContractStage),
	Drafts(Work),
	Verdicts,
	Receipts,
	Alerts,
	CredentialActs,
	Admissions,
	Reviews,
	Records,
	/// Which of the lists of which the organisation can confirm some.
	Entries(usize),
	Motions,
	DecidedMotions,
	OwnRecovery,
	Recoveries,
	OpenRecords,
	Statements,
	/// Settlement files that a colleague entered.
	Files,
	/// Results that fit no payment, or not exactly.
	Mismatches,
	/// Loans in which the organisation succeeds a party.
	TakeOvers,
	OpenReviews,
}

/// What waits for the organisation of this account and can be done with the officer's duties: a page of at most so many
/// entries, from the cursor on.
pub fn inbox(account: &AccountId, cursor: Option<InboxCursor>, limit: u32) -> InboxPage {
	let officer = pallet_registry::Officers::<Runtime>::get(account).filter(|entry| entry.active);
	let Some(officer) = officer else { return Page::empty() };
	let limit = limit.clamp(1, MAX_PAGE);
	let begin = cursor.unwrap_or(InboxCursor { list: 0, after: None });
	let mut items = Vec::new();
	for (number, list) in (0_u8..).zip(LISTS).skip(usize::from(begin.list)) {
		if !list.is_for(officer.duties) {
			continue;
		}
		let room = limit.saturating_sub(u32::try_from(items.len()).unwrap_or(u32::MAX));
		let after = begin.after.filter(|_| number == begin.list);
		if room == 0 {
			return Page { items, next: Some(InboxCursor { list: number, after }) };
		}
		let page = list.page(&officer, after, room);
		items.extend(page.items);
		if let Some(last) = page.next {
			return Page { items, next: Some(InboxCursor { list: number, after: Some(last) }) };
		}
	}
	Page { items, next: None }
}

impl List {
	/// Whether an officer with these duties can do what the list is of.
	fn is_for(self, duties: Duties) -> bool {
		let any = |wanted: &[Duty]| wanted.iter().any(|duty| duties.has(*duty));
		match self {
			// Every act says itself who approves it.
			Self::Acts => true,
			Self::Contracts(ContractStage::Sign) | Self::Receipts | Self::Records => any(&[Duty::Confirm]),
			// Of the two who lift a hold one is a checker: whoever asked says who can be the other.
			Self::Contracts(ContractStage::Lift(_) | ContractStage::Regulator | ContractStage::Transfer) => {
				any(&[Duty::Maker, Duty::Checker])
			}
			Self::TakeOvers => any(&[Duty::Maker, Duty::Checker, Duty::Confirm]),
			Self::Contracts(_) | Self::CredentialActs | Self::Admissions => any(&[Duty::Checker]),
			Self::Reviews | Self::Entries(_) => any(&[Duty::Checker]),
			Self::Statements | Self::Files | Self::Mismatches => any(&[Duty::Checker]),
			Self::Motions | Self::DecidedMotions | Self::Recoveries => any(&[Duty::Council]),
			Self::OwnRecovery => any(&[Duty::Admin]),
			Self::Drafts(Work::Mandate | Work::Confirm) => any(&[Duty::Confirm]),
			Self::Drafts(Work::Make) | Self::OpenRecords | Self::OpenReviews => any(&[Duty::Maker]),
			Self::Drafts(Work::Approve | Work::ApproveSecond) => any(&[Duty::Checker]),
			Self::Drafts(Work::Release) => any(&[Duty::Release]),
			Self::Drafts(Work::Settle | Work::Resolve) => any(&[Duty::Maker, Duty::Checker]),
			Self::Verdicts => any(&[Duty::Attest]),
			Self::Alerts => any(&[Duty::Checker, Duty::Attest]),
		}
	}

	fn page(self, officer: &OfficerEntry, after: Option<Place>, limit: u32) -> Page<PendingWork, Place> {
		let org = officer.org;
		match self {
			Self::Acts => acts(officer, after, limit),
			Self::Contracts(stage) => contracts(officer, stage, after, limit),
			Self::Drafts(work) => drafts(officer, work, after, limit),
			Self::Verdicts => verdicts(org, after, limit),
			Self::Receipts => heirs::receipts(org, after, limit),
			Self::Alerts => alerts(org, after, limit),
			Self::CredentialActs => credential_acts(org, after, limit),
			Self::Admissions => admissions(org, after, limit),
			Self::Reviews => reviews(org, after, limit),
			Self::Records => records(org, after, limit),
			Self::Entries(list) => entries(org, list, after, limit),
			Self::Motions => motions(org, after, limit),
			Self::DecidedMotions => decided_motions(after, limit),
			Self::OwnRecovery => own_recovery(org),
			Self::Recoveries => recoveries(org, after, limit),
			Self::OpenRecords => open_records(org, after, limit),
			Self::Statements => entered::statements(officer, after, limit),
			Self::Files => entered::files(officer, after, limit),
			Self::Mismatches => entered::mismatches(officer, after, limit),
			Self::TakeOvers => heirs::take_overs(org, after, limit),
			Self::OpenReviews => open_reviews(org, after, limit),
		}
	}
}

/// Whether the officer is another person than who did the first step: nobody does both.
fn can_follow(officer: &OfficerEntry, first: OfficerId) -> bool {
	<Registry as Directory<AccountId>>::ensure_different_persons(officer.officer, first).is_ok()
}

/// Fewer than a page: an organisation's acts are bounded.
fn acts(officer: &OfficerEntry, after: Option<Place>, limit: u32) -> Page<PendingWork, Place> {
	let mut acts: Vec<_> = Registry::acts_to_approve(officer.org)
		.into_iter()
		.filter(|(_, pending)| officer.duties.has(pending.act.demand().approver))
		.filter(|(_, pending)| can_follow(officer, pending.proposer))
		.filter(|(act, _)| after.is_none_or(|(last, ..)| act.0 > last))
		.collect();
	acts.sort_by_key(|(act, _)| act.0);
	let page = Page::collect(acts.into_iter(), limit, |(act, _)| (act.0, 0, 0));
	page.map(|(act_id, pending)| PendingWork::Act { act: act_id.0, digest: pending.act.digest(act_id) })
}

/// What a bureau confirms of the firms of its region.
fn admissions(bureau: OrgId, after: Option<Place>, limit: u32) -> Page<PendingWork, Place> {
	let after = after.map(|(act, ..)| zhidai_api::ActId(act));
	let Page { items, next } = Registry::admissions_to_confirm(bureau, after, limit);
	let items = items
		.into_iter()
		.map(|(act_id, pending)| PendingWork::Act { act: act_id.0, digest: pending.act.digest(act_id) })
		.collect();
	Page { items, next: next.map(|act| (act.0, 0, 0)) }
}

fn reviews(org: OrgId, after: Option<Place>, limit: u32) -> Page<PendingWork, Place> {
	// Year and number of a quarter, each where it fits.
	let quarter = |(_, year, number): Place| {
		let (year, number) = (u16::try_from(year).ok()?, u8::try_from(number).ok()?);
		Some(Quarter { year, number })
	};
	let after = after.and_then(|place| Some((LoanId(place.0), quarter(place)?)));
	let Page { items, next } = Supervision::reviews_to_sign(org, after, limit);
	let work = |(loan, quarter, digest)| PendingWork::ReviewToSign { loan, quarter, digest };
	let place = |(loan, quarter): (LoanId, Quarter)| (loan.0, quarter.year.into(), quarter.number.into());
	Page { items: items.into_iter().map(work).collect(), next: next.map(place) }
}

/// Adverse records, while their firm has its time to object.
fn records(org: OrgId, after: Option<Place>, limit: u32) -> Page<PendingWork, Place> {
	let Page { items, next } =
		Credentials::records_to_object(org, after.map(|(record, ..)| AdverseId(record)), limit);
	let work = |(record, until): (AdverseId, _)| PendingWork::RecordToObject { record: record.0, org, until };
	Page { items: items.into_iter().map(work).collect(), next: next.map(|record| (record.0, 0, 0)) }
}

/// Adverse records with which the bureau that entered them must go on.
fn open_records(bureau: OrgId, after: Option<Place>, limit: u32) -> Page<PendingWork, Place> {
	let after = after.map(|(record, ..)| AdverseId(record));
	let Page { items, next } = Credentials::records_to_finalise(bureau, after, limit);
	let work = |(record, org, state): (AdverseId, OrgId, AdverseState)| PendingWork::RecordToFinalise {
		record: record.0,
		org,
		objected: state == AdverseState::Objected,
	};
	Page { items: items.into_iter().map(work).collect(), next: next.map(|record| (record.0, 0, 0)) }
}

/// A page of the bank's loans, and of these the quarters that are over and not reviewed: a page can be empty and not be
/// the last.
fn open_reviews(bank: OrgId, after: Option<Place>, limit: u32) -> Page<PendingWork, Place> {
	let Page { items, next } = Loans::loans_of_bank(bank, after.map(|(loan, ..)| LoanId(loan)), limit);
	let work = |loan| {
		let quarter = Supervision::review_to_open(loan)?;
		Some(PendingWork::ReviewToOpen { loan, quarter })
	};
	Page { items: items.into_iter().filter_map(work).collect(), next: next.map(|loan| (loan.0, 0, 0)) }
}

/// Rates and calendars that the other college entered.
fn entries(org: OrgId, list: usize, after: Option<Place>, limit: u32) -> Page<PendingWork, Place> {
	let Some(list) = Reference::confirms_as(org).get(list).copied() else { return Page::empty() };
	let after = after.map(|(entry, ..)| EntryId(entry));
	let Page { items, next } = Reference::entries_to_confirm(list, org, after, limit);
	let work = |(entry, open): (EntryId, pallet_reference::OpenEntry)| {
		let (digest, corrects) = (open.digest(entry), open.corrects.map(|correction| correction.entry));
		match open.content {
			Content::Rate(rate) => PendingWork::RateToConfirm {
				entry,
				rate: rate.kind,
				value_bp: rate.value_bp,
				effective_from: rate.effective_from,
				corrects,
				digest,
			},
			Content::Calendar(calendar) => {
				PendingWork::CalendarToConfirm { entry, year: calendar.year, corrects, digest }
			}
		}
	};
	Page { items: items.into_iter().map(work).collect(), next: next.map(|entry| (entry.0, 0, 0)) }
}

/// For each seat of the organisation, what it has not voted on.
fn motions(org: OrgId, after: Option<Place>, limit: u32) -> Page<PendingWork, Place> {
	let after = after.and_then(|(motion, seat, _)| Some((motion, u8::try_from(seat).ok()?)));
	let Page { items, next } = Authorities::motions_to_vote(org, after, limit);
	let work = |(motion, seat, hash)| PendingWork::MotionToVote { motion, seat, hash };
	let next = next.map(|(motion, seat)| (motion, seat.into(), 0));
	Page { items: items.into_iter().map(work).collect(), next }
}

/// Any officer for the council closes them.
fn decided_motions(after: Option<Place>, limit: u32) -> Page<PendingWork, Place> {
	let Page { items, next } = Authorities::motions_to_close(after.map(|(motion, ..)| motion), limit);
	let work = |(motion, hash)| PendingWork::MotionToClose { motion, hash };
	Page { items: items.into_iter().map(work).collect(), next: next.map(|motion| (motion, 0, 0)) }
}

fn own_recovery(org: OrgId) -> Page<PendingWork, Place> {
	let work = Registry::recovery(org)
		.map(|recovery| PendingWork::RecoveryToObject { org, until: recovery.objections_until });
	Page { items: work.into_iter().collect(), next: None }
}

/// What any organisation that can hold a seat completes, with an officer for the council.
fn recoveries(org: OrgId, after: Option<Place>, limit: u32) -> Page<PendingWork, Place> {
	let state = pallet_registry::OrgStates::<Runtime>::get(org);
	if !state.is_some_and(|state| state.roles.meets(Roles::ADMITTED_BY_COUNCIL)) {
		return Page::empty();
	}
	let Page { items, next } = Registry::recoveries_due(after.map(|(org, ..)| OrgId(org)), limit);
	let work = |org| PendingWork::RecoveryToComplete { org };
	Page { items: items.into_iter().map(work).collect(), next: next.map(|org| (org.0, 0, 0)) }
}

fn credential_acts(org: OrgId, after: Option<Place>, limit: u32) -> Page<PendingWork, Place> {
	let after = after.map(|(act, ..)| ActId(act));
	let Page { items, next } = Credentials::acts_to_confirm(org, after, limit);
	let work = |(act, digest, _): (ActId, Digest, _)| PendingWork::CredentialAct { act: act.0, digest };
	Page { items: items.into_iter().map(work).collect(), next: next.map(|act| (act.0, 0, 0)) }
}

fn contracts(
	officer: &OfficerEntry,
	stage: ContractStage,
	after: Option<Place>,
	limit: u32,
) -> Page<PendingWork, Place> {
	let (org, after) = (officer.org, after.map(|(loan, ..)| LoanId(loan)));
	let Page { items, next } = Loans::waiting_for(org, stage, after, limit);
	let work = |loan: LoanId| {
		let digest = Loans::terms(loan)?.digest;
		Some(match stage {
			// What can be signed no more is asked of nobody.
			ContractStage::Check | ContractStage::CheckSecond | ContractStage::Sign
				if !Loans::can_be_signed(loan) =>
			{
				return None
			}
			ContractStage::Check => PendingWork::ContractToCheck { loan, digest },
			ContractStage::CheckSecond => {
				let (record, amount) = (Loans::loan(loan)?, Loans::terms(loan)?.amount);
				let first = record.first_checker?.officer;
				let can = can_check_second(officer, first, record.borrower, Checks::Offers, amount);
				can.then_some(PendingWork::ContractToCheckSecond { loan, digest })?
			}
			ContractStage::Sign => PendingWork::ContractToSign { loan, digest },
			ContractStage::Repayment => {
				let count = Some(Loans::repayments_to_check(loan)).filter(|count| *count > 0)?;
				PendingWork::RepaymentsToCheck { loan, count }
			}
			// What was asked and counts no more is asked of nobody.
			ContractStage::Lift(kind) => {
				let mut holds = Loans::lifts_to_agree(org, officer.duties, loan, kind);
				let records = Loans::holds(loan);
				holds.retain(|hold| {
					let asked = records.iter().find(|record| record.key == *hold).and_then(Loans::lift_ask);
					asked.is_some_and(|ask| can_follow(officer, ask.officer))
				});
				(!holds.is_empty()).then_some(PendingWork::LiftToAgree { loan, holds })?
			}
			ContractStage::Close => {
				let closing = Loans::early_closing(loan);
				closing.filter(|closing| can_follow(officer, closing.ask.officer))?;
				PendingWork::ClosingToAgree { loan }
			}
			ContractStage::Regulator => regulator_to_agree(officer, loan)?,
			ContractStage::Transfer => transfer_to_sign(officer, loan)?,
		})
	};
	Page { items: items.into_iter().filter_map(work).collect(), next: next.map(|loan| (loan.0, 0, 0)) }
}

/// Whether the officer can be the second checker, whose limit covers it today: another person than the first, or the
/// first itself, which then checks alone.
fn can_check_second(
	officer: &OfficerEntry,
	first: OfficerId,
	borrower: OrgId,
	of_what: Checks,
	amount: Fen,
) -> bool {
	let covers = <Registry as Directory<AccountId>>::checks_alone;
	let may = officer.officer == first || can_follow(officer, first);
	may && covers(officer.officer, borrower, of_what, amount)
}

/// Another market regulator for which a colleague asks.
fn regulator_to_agree(officer: &OfficerEntry, loan: LoanId) -> Option<PendingWork> {
	let asked = Loans::regulator_change(loan).filter(|asked| asked.ask.org == officer.org)?;
	let may = Loans::may_agree_on_regulator(&asked, officer.duties) && can_follow(officer, asked.ask.officer);
	may.then_some(PendingWork::RegulatorToAgree { loan, regulator: asked.regulator })
}

/// Loans that pass from one bank to another, where it is the officer's turn to sign.
fn transfer_to_sign(officer: &OfficerEntry, first: LoanId) -> Option<PendingWork> {
	let (from, signed) = Loans::transfer_to_sign(officer.org, officer.duties, first)?;
	let is_another = signed.signatures().all(|(by, _)| can_follow(officer, by.officer));
	is_another.then(|| PendingWork::TransferToSign { loans: signed.loans.into_inner(), from, to: signed.to })
}

fn drafts(officer: &OfficerEntry, work: Work, after: Option<Place>, limit: u32) -> Page<PendingWork, Place> {
	let after = after.map(|(loan, draft, _)| (LoanId(loan), DraftNo(draft)));
	let Page { items, next } = Payments::waiting_drafts(officer.org, work, after, limit);
	let is_covered = |view: &DraftView| {
		let (first, loan) = (view.signatures.first_check?.officer, Loans::loan(view.loan)?);
		can_check_second(officer, first, loan.borrower, Checks::Drawdowns, view.sum).then_some(())
	};
	let found = |view: &DraftView| {
		let draft = waiting(view);
		Some(match work {
			Work::Mandate => PendingWork::DraftToMandate(draft),
			Work::Make => PendingWork::DraftToMake(draft),
			Work::Approve => PendingWork::DraftToApprove(draft),
			Work::ApproveSecond => {
				is_covered(view)?;
				PendingWork::DraftToApproveSecond(draft)
			}
			Work::Release => PendingWork::DraftToRelease(draft),
			Work::Settle => PendingWork::DraftToSettle(draft),
			Work::Resolve => PendingWork::DisputeToResolve(draft),
			// Listed payment by payment.
			Work::Confirm => return None,
		})
	};
	let next = next.map(|(loan, draft)| (loan.0, draft.0, 0));
	Page { items: items.iter().filter_map(found).collect(), next }
}

fn waiting(draft: &DraftView) -> DraftWork {
	DraftWork {
		loan: draft.loan,
		draft: draft.draft,
		digest: draft.digest,
		count: draft.count,
		sum_fen: draft.sum,
	}
}

fn verdicts(org: OrgId, after: Option<Place>, limit: u32) -> Page<PendingWork, Place> {
	let Page { items, next } = Evidence::inbox(org, after.map(|(evidence, ..)| EvidenceId(evidence)), limit);
	let work = |(evidence, revision)| {
		let (record, _) = Evidence::known(evidence).ok()?;
		let alike = Evidence::look_alikes(evidence).into_iter().map(|other| other.subject.evidence);
		let mut looks_like: Vec<EvidenceId> = alike.collect();
		looks_like.dedup();
		let (loan, digest) = (record.loan, record.digest);
		Some(PendingWork::VerdictToGive { evidence, revision, loan, digest, looks_like })
	};
	let next = next.map(|evidence| (evidence.0, 0, 0));
	Page { items: items.into_iter().filter_map(work).collect(), next }
}

fn alerts(org: OrgId, after: Option<Place>, limit: u32) -> Page<PendingWork, Place> {
	let after = after.map(|(alert, ..)| pallet_supervision::AlertId(alert));
	// A financial regulator looks at all of them.
	let sees_all = <Registry as Directory<AccountId>>::has_role(org, Role::FinancialRegulator);
	let Page { items, next } = match sees_all {
		true => Supervision::open_alerts(after, limit),
		false => Supervision::open_alerts_at(org, after, limit),
	};
	let work = |(alert, entry): (pallet_supervision::AlertId, pallet_supervision::Alert)| {
		let loan = pallet_supervision::loan_of(&entry.finding);
		let (alert, raised_on, further) = (alert.0, entry.raised_on, entry.further);
		let answered = entry.is_answered();
		match Supervision::may_close(org, &entry.finding) {
			Ok(true) => Some(PendingWork::AlertToClose { alert, loan, raised_on, further, answered }),
			_ if answered => None,
			_ => Some(PendingWork::AlertToAnswer { alert, loan, raised_on, further }),
		}
	};
	Page { items: items.into_iter().filter_map(work).collect(), next: next.map(|alert| (alert.0, 0, 0)) }
}

/// Why a firm has its tier under a programme's version in force; nothing where there is no such programme.
pub fn explain_tier(org: OrgId, scheme: SchemeId) -> Option<TierExplanation> {
	let (_, terms) = Schemes::current(scheme).ok()?;
	Some(Credentials::explain_tier(org, &terms).into())
}
