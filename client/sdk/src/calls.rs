//! Every call of the chain that people make, as typed functions. [`ALL`] lists them with their arguments, so
//! that a test can hold them against the runtime's metadata. The id of the request, which calls that create
//! something take as their last argument, is not among them: it is made when the call is sent.
//!
//! Where an argument is a record of its own (an offer, an act, a programme's terms) it is JSON whose fields
//! are the chain's; see [`crate::encode`] for the forms.

use crate::chain::Call;
use serde_json::{json, Value as Json};
use zhidai_api::{
	Allocation, BankResult, BasisPoints, CredentialId, CredentialTypeId, Day, Digest, DocumentPart,
	DraftLine, DraftNo, EvidenceId, Fen, LoanId, OrgId, Quarter, SchemeId, Uetr,
};

macro_rules! calls {
	($(
		$(#[$pallet_doc:meta])*
		$module:ident = $pallet:literal {
			$($(#[$doc:meta])* $call:ident($($arg:ident: $kind:ty),* $(,)?);)*
		}
	)*) => {
		$(
			$(#[$pallet_doc])*
			pub mod $module {
				use super::*;
				$(
					$(#[$doc])*
					pub fn $call($($arg: $kind),*) -> Call {
						Call::new($pallet, stringify!($call), json!({ $(stringify!($arg): $arg),* }))
					}
				)*
			}
		)*

		/// Pallet, call and the names of its arguments, of every function here.
		pub const ALL: &[(&str, &str, &[&str])] = &[
			$($(($pallet, stringify!($call), &[$(stringify!($arg)),*]),)*)*
		];
	};
}

calls! {
	/// Organisations, officers, payee accounts.
	registry = "Registry" {
		/// The council admits a bank or bureau with its first officers; each key signs [`crate::proofs::message`].
		admit_by_council(organisation: Json, officers: Json);
		/// Proposes an act that another person of the organisation approves.
		propose(act: Json);
		/// Approves exactly this act.
		approve(act_id: u32, act_digest: Digest);
		/// Rejects an act, with the reason.
		reject(act_id: u32, reason: &str);
		/// Takes an act back.
		withdraw(act_id: u32);
		/// Replaces the own key; the new one signs [`crate::digests::rotation_message`].
		rotate_key(new_account: &str, proof: Json);
		/// The council suspends an organisation.
		suspend(org: OrgId);
		/// The council reinstates an organisation.
		reinstate(org: OrgId);
		/// The council lets an organisation leave.
		exit(org: OrgId);
		/// The council lets an organisation take the place of another one.
		succeed(org: OrgId, successor: OrgId);
		/// The council renames an organisation.
		rename(org: OrgId, name: &str);
		/// The council gives an organisation admins, unless one of its own objects.
		open_recovery(org: OrgId, admins: Json);
		/// The own organisation's recovery is off.
		object_to_recovery();
		/// Carries out a recovery whose notice is over.
		complete_recovery(org: OrgId);
	}
	/// Seats and the council.
	authorities = "Authorities" {
		/// Proposes a motion: [`Call::nested`].
		propose(seat_number: u8, proposal: Json);
		/// Votes for a seat.
		vote(seat_number: u8, proposal_hash: Digest, index: u32, approve: bool);
		/// Closes a motion that is decided, and carries it out.
		close(proposal_hash: Digest, index: u32);
		/// Takes the seat's own motion back.
		withdraw(seat_number: u8, proposal_hash: Digest, index: u32);
	}
	/// Rates and the calendar.
	reference = "Reference" {
		/// Enters a rate.
		propose_rate(kind: Json, value_bp: BasisPoints, effective_from: Day, source: Digest, corrects: Json);
		/// An organisation of the other college confirms it.
		confirm_rate(entry: u32, digest: Digest);
		/// Enters a year.
		propose_calendar(year: u16, holidays: Json, workdays_on_weekends: Json, source: Digest, corrects: Json);
		/// An organisation of the other college confirms it.
		confirm_calendar(entry: u32, digest: Digest);
		/// Takes an entry back.
		withdraw(entry: u32);
		/// Moves the date forward, on development and local chains.
		move_calendar(days: u32);
	}
	/// Lending programmes.
	schemes = "Schemes" {
		/// The council publishes a programme or its next version.
		publish(scheme: Option<SchemeId>, terms: Json);
		/// The council takes a programme out of use.
		retire(scheme: SchemeId);
	}
	/// Credentials and adverse records.
	credentials = "Credentials" {
		/// Proposes to record a credential.
		record(
			holder: OrgId,
			type_id: CredentialTypeId,
			number_digest: Digest,
			document_digest: Digest,
			granted_on: Day,
			expires_on: Option<Day>,
		);
		/// 暂停: at once for a few days, for good once it is confirmed.
		suspend(credential: CredentialId, reason: &str);
		/// Proposes to restore a suspended one.
		restore(credential: CredentialId);
		/// Proposes 撤销.
		revoke(credential: CredentialId, reason: &str);
		/// 注销: by the holder, or proposed by a bureau.
		cancel(credential: CredentialId);
		/// Proposes an adverse record.
		report_adverse(org: OrgId, kind: Json, happened_on: Day, digest: Digest);
		/// Proposes that a re-inspection (复检) failed.
		reinspect(record: u32);
		/// Proposes 终结.
		finalise(record: u32);
		/// Proposes that it counts as never.
		annul(record: u32);
		/// Proposes 整改.
		rectify(record: u32);
		/// Proposes that a decision sets a final record aside.
		reverse(record: u32, reason: &str, document: Digest);
		/// Another person of the organisation confirms what was proposed; from then it counts.
		confirm(act: u32, digest: Digest);
		/// Takes back what was proposed.
		withdraw(act: u32);
		/// 异议.
		object(record: u32);
	}
	/// Loan contracts.
	loans = "Loans" {
		/// 经办: prepares a contract.
		offer(request: Json);
		/// 复核: checks exactly this contract.
		check_offer(loan: LoanId, digest: Digest);
		/// 签约: the borrower signs exactly this contract.
		sign(loan: LoanId, digest: Digest);
		/// Takes an offer back, or declines it.
		withdraw(loan: LoanId);
		/// 还款.
		book_repayment(loan: LoanId, amount: Fen, bank_reference: Digest, booked_on: Day);
		/// 冲正: a repayment was booked wrongly; entered by one officer, and again by a checker.
		correct_repayment(loan: LoanId, bank_reference: Digest, reason: &str);
		/// 结清; while the borrower could still draw, asked by one officer and agreed by another.
		close(loan: LoanId);
		/// 止付.
		hold(loan: LoanId, hold: Json);
		/// Lifts one hold, named by kind, who placed it, and reference.
		lift_hold(loan: LoanId, hold: Json);
		/// 失效: books that an offer's last day is over.
		lapse(loan: LoanId);
		/// Another market regulator attests the loan's evidence: asked by one officer of a bureau and agreed by
		/// another.
		change_regulator(loan: LoanId, regulator: OrgId);
		/// 承继: takes the place of the party that the own organisation succeeds.
		take_over(loan: LoanId);
		/// 转让: passes loans to another bank; two persons of each send the same list.
		transfer(loans: &[LoanId], to: OrgId);
		/// 撤回转让: takes a transfer back, or declines it, by its first loan.
		withdraw_transfer(loan: LoanId, reason: &str);
	}
	/// Evidence and verdicts.
	evidence = "Evidence" {
		/// Files a document.
		file(loan: LoanId, content: Json);
		/// Files a corrected document in place of a revision.
		revise(evidence: EvidenceId, revision: u16, content: Json);
		/// 核验: the own side's verdict.
		give_verdict(
			evidence: EvidenceId,
			revision: u16,
			digest: Digest,
			verdict: Json,
			reference: Option<Digest>,
			fingerprints: &[Digest],
			tags: Json,
		);
		/// Takes evidence back.
		withdraw(evidence: EvidenceId);
		/// 撤回核验: takes the own side's positive verdict back.
		retract(evidence: EvidenceId, revision: u16, digest: Digest, reason: &str, paper: Digest);
		/// 承接: the present bank and market regulator of the loan attest it.
		take_over(evidence: EvidenceId);
	}
	/// Drawdowns and payments.
	payments = "Payments" {
		/// Drafts payments.
		draft(loan: LoanId, lines: &[DraftLine], expires_on: Day);
		/// Drafts payments of which some rest on more documents than their lines name.
		draft_allocated(loan: LoanId, lines: &[DraftLine], allocations: &[Allocation], expires_on: Day);
		/// Lets the contract divide a drawdown over plan lines, each with its account version and evidence.
		drawdown(loan: LoanId, batch_uetr: Uetr, split: Json, lines: Json, expires_on: Day);
		/// 支付委托: the borrower mandates exactly these payments.
		mandate(loan: LoanId, draft: DraftNo, digest: Digest);
		/// 经办: the bank's maker takes them up.
		make(loan: LoanId, draft: DraftNo, digest: Digest);
		/// 复核: the bank's checker approves exactly these payments.
		approve(loan: LoanId, draft: DraftNo, digest: Digest);
		/// Rejects them.
		reject(loan: LoanId, draft: DraftNo, digest: Digest, reason: &str);
		/// 授权: the bank may pay these lines, or all where none is named.
		release(loan: LoanId, draft: DraftNo, digest: Digest, lines: &[u16]);
		/// An order with every signature, at once: [`crate::orders`].
		execute(order: Json, signatures: Json);
		/// Leaves lines out for good.
		exclude(loan: LoanId, draft: DraftNo, digest: Digest, lines: &[u16]);
		/// Says which results a settlement file has, for another officer to book; by [`zhidai_api::results_digest`].
		enter_results(file_digest: Digest, results_digest: Digest, count: u16, sum: Fen);
		/// Books the bank's results, which a colleague has entered.
		settle(file_digest: Digest, results: &[BankResult]);
		/// Closes a result that was not booked with what it belongs to.
		close_mismatch(mismatch: u32, link: Json, reason: &str);
		/// 收款确认.
		confirm(uetrs: &[Uetr]);
		/// Confirmed through the bank, with the payee's statement: entered by one officer, and again by a checker.
		confirm_assisted(uetrs: &[Uetr], witness: Digest);
		/// The payee denies it.
		dispute(uetr: Uetr, reason: &str);
		/// What the payee's officer signed beside the chain, handed in by anybody: [`crate::receipts`].
		confirm_signed(receipt: Json, signature: Json);
		/// 撤回确认: who confirmed it takes it back.
		take_back_receipt(uetr: Uetr, reason: &str);
		/// Drafts payments anew that came back.
		pay_again(loan: LoanId, lines: Json, expires_on: Day);
		/// 分摊: parts of a payment rest on documents of its purchase that came later.
		allocate(uetr: Uetr, parts: &[DocumentPart]);
		/// 调账: where money on hand of a payment leads, or a counter-entry; entered by one officer, and again by a
		/// checker.
		adjust(uetr: Uetr, adjustment: Json);
		/// Books that a draft expired.
		lapse(loan: LoanId, draft: DraftNo);
	}
	/// Reviews and alerts.
	supervision = "Supervision" {
		/// Counts payments of a quarter.
		count(loan: LoanId, quarter: Quarter, uetrs: &[Uetr]);
		/// 退汇冲回: takes counted payments back that were returned.
		take_back(loan: LoanId, quarter: Quarter, uetrs: &[Uetr]);
		/// Opens the quarter's review.
		open_review(loan: LoanId, quarter: Quarter);
		/// Signs exactly this review.
		sign_review(loan: LoanId, quarter: Quarter, digest: Digest);
		/// The bank that an alert is about answers it, naming how many further findings it counted when looked at.
		answer_alert(alert: u32, further: u32, text: &str, document: Option<Digest>);
		/// Closes an alert with what was found, naming how many further findings it counted when looked at.
		close_alert(alert: u32, further: u32, outcome: &str);
	}
}

/// A motion of the council that makes a call.
pub fn motion(seat: u8, call: &Call) -> Call {
	authorities::propose(seat, call.nested())
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_call_carries_its_arguments_by_name() {
		let digest = Digest::repeat_byte(1);
		let call = payments::approve(LoanId(1), DraftNo(2), digest);
		assert_eq!(call.title(), "Payments.approve");
		assert_eq!(call.args, json!({ "loan": 1, "draft": 2, "digest": format!("0x{}", "01".repeat(32)) }));
		let motion = motion(0, &registry::suspend(OrgId(7)));
		assert_eq!(
			motion.args,
			json!({ "seat_number": 0, "proposal": { "Registry": { "suspend": { "org": 7 } } } })
		);
		assert!(ALL.contains(&("Payments", "lapse", &["loan", "draft"])));
	}
}
