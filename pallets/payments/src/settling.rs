//! Settlement results (入账, 退汇) of the bank's core system.

use crate::{
	line::{LineStep, Movements},
	BankFiles, Config, Draft, DraftKey, Drafts, Error, Event, LineExtras, LineState, Outcome, Pallet,
	PaymentRef, Payments, ReturnRecord, SettlementResult, Settlements,
};
use alloc::{
	collections::{BTreeMap, BTreeSet},
	vec,
	vec::Vec,
};
use frame::prelude::*;
use zhidai_primitives::{
	traits::{Calendar, EvidenceDesk, Finding, Findings, LoanBook},
	Actor, Digest, LoanId, OrgId,
};

/// One result with the payment that it names, and where that stood.
struct Entry<'a> {
	payment: PaymentRef,
	result: &'a SettlementResult,
	before: LineState,
}

/// What is being booked, and how far it has come.
struct Booking {
	actor: Actor,
	file_digest: Digest,
	settled: u16,
	failed: u16,
	returned: u16,
	unknown: u16,
}

impl Outcome {
	const fn step(&self) -> LineStep {
		match self {
			Self::Settled => LineStep::Settle,
			Self::Failed { .. } => LineStep::Fail,
			Self::Returned { .. } => LineStep::Return,
		}
	}
}

impl<T: Config> Pallet<T> {
	/// Books a settlement file of a bank, once.
	pub(crate) fn book_file(
		actor: Actor,
		file_digest: Digest,
		results: &[SettlementResult],
	) -> DispatchResult {
		let today = T::Calendar::today();
		ensure!(!results.is_empty(), Error::<T>::EmptyFile);
		ensure!(!BankFiles::<T>::contains_key(actor.org, file_digest), Error::<T>::FileUsed);
		for (line, result) in (0_u16..).zip(results) {
			ensure!(result.booked_on <= today, Error::<T>::BookedInFuture { line });
			let printable = result.bank_reference.iter().all(|byte| (b' '..=b'~').contains(byte));
			ensure!(printable, Error::<T>::ReferenceMalformed { line });
		}
		BankFiles::<T>::insert(actor.org, file_digest, today);

		let mut booking = Booking { actor, file_digest, settled: 0, failed: 0, returned: 0, unknown: 0 };
		let mut drafts = BTreeMap::<DraftKey, Vec<(PaymentRef, &SettlementResult)>>::new();
		for result in results {
			match Payments::<T>::get(result.uetr) {
				Some(payment) => drafts.entry(payment.key()).or_default().push((payment, result)),
				None => booking.unknown::<T>(result),
			}
		}
		let mut lender: Option<(LoanId, Option<OrgId>)> = None;
		for (key, results) in drafts {
			// Drafts come in the order of their loans.
			if lender.map(|(loan, _)| loan) != Some(key.0) {
				lender = Some((key.0, T::Loans::facts(key.0).ok().map(|facts| facts.bank)));
			}
			let own = lender.and_then(|(_, bank)| bank) == Some(actor.org);
			match Drafts::<T>::get(key.0, key.1).filter(|_| own) {
				Some(draft) => booking.draft::<T>(key, draft, results),
				None => results.iter().for_each(|(_, result)| booking.unknown::<T>(result)),
			}
		}
		let Booking { settled, failed, returned, unknown, .. } = booking;
		let (bank, officer) = (actor.org, actor.officer);
		Self::deposit_event(Event::FileBooked {
			bank,
			file_digest,
			settled,
			failed,
			returned,
			unknown,
			officer,
		});
		Ok(())
	}
}

impl Booking {
	/// Books the results of one draft: those that do the same to the ledger together.
	fn draft<T: Config>(
		&mut self,
		key: DraftKey,
		mut draft: Draft,
		results: Vec<(PaymentRef, &SettlementResult)>,
	) {
		let mut groups: Vec<(Movements, Vec<Entry>)> = Vec::new();
		let mut seen = BTreeSet::new();
		for (payment, result) in results {
			let before = draft.line(payment.line);
			let movements = draft.step(payment.line, result.outcome.step());
			let (Some(before), Some(movements)) = (before, movements) else {
				self.unknown::<T>(result);
				continue;
			};
			let entry = Entry { payment, result, before };
			// A second result of one payment (booked, then returned) moves its money after the first.
			let first = seen.insert(entry.payment.line);
			match groups.iter_mut().find(|(same, _)| first && *same == movements) {
				Some((_, entries)) => entries.push(entry),
				None => groups.push((movements, vec![entry])),
			}
		}
		let settled_before = self.settled;
		let mut sum_fen = 0_u64;
		for (movements, entries) in groups {
			for entry in self.post::<T>(key, &mut draft, movements, entries) {
				self.record::<T>(key, &draft, &entry);
				if entry.result.outcome == Outcome::Settled {
					sum_fen = sum_fen.saturating_add(entry.payment.amount_fen);
				}
			}
		}
		let count = self.settled.saturating_sub(settled_before);
		let (digest, officer) = (draft.digest, self.actor.officer);
		let (loan, number) = key;
		Drafts::<T>::insert(loan, number, draft);
		if count > 0 {
			let event = Event::Settled { loan, draft: number, digest, count, sum_fen, officer };
			Pallet::<T>::deposit_event(event);
		}
	}

	/// Moves the money of these results; yields those that moved. Where the ledger refuses them together, each is tried
	/// alone, so that one does not stop the others.
	fn post<'a, T: Config>(
		&mut self,
		(loan, _): DraftKey,
		draft: &mut Draft,
		movements: Movements,
		entries: Vec<Entry<'a>>,
	) -> Vec<Entry<'a>> {
		let uses = entries.iter().map(|entry| (entry.payment.plan_line, entry.payment.amount()));
		if Pallet::<T>::post(loan, movements, uses).is_ok() {
			return entries;
		}
		let mut moved = Vec::new();
		for entry in entries {
			let use_ = core::iter::once((entry.payment.plan_line, entry.payment.amount()));
			if Pallet::<T>::post(loan, movements, use_).is_ok() {
				moved.push(entry);
			} else {
				draft.lines.set(entry.payment.line, entry.before);
				self.unknown::<T>(entry.result);
			}
		}
		moved
	}

	fn record<T: Config>(&mut self, key: DraftKey, draft: &Draft, Entry { payment, result, .. }: &Entry) {
		let uetr = result.uetr;
		let (loan, payee, amount_fen) = (payment.loan, payment.payee, payment.amount_fen);
		match &result.outcome {
			Outcome::Settled => {
				self.settled = self.settled.saturating_add(1);
				Settlements::<T>::insert(key, payment.line, crate::SettlementRecord::from(*result));
			}
			Outcome::Failed { reason } => {
				self.failed = self.failed.saturating_add(1);
				LineExtras::<T>::mutate(uetr, |extra| {
					extra.get_or_insert_default().failed = Some(reason.clone())
				});
				// Money that was to be paid again stays drawn, and with it what it uses of the document.
				if let Some(evidence) = payment.evidence.filter(|_| !draft.repays) {
					T::Evidence::free(evidence, payment.amount());
				}
				Pallet::<T>::deposit_event(Event::PaymentFailed { uetr, loan, payee, amount_fen });
			}
			Outcome::Returned { reason } => {
				self.returned = self.returned.saturating_add(1);
				let returned = ReturnRecord { reason: reason.clone(), booking: (*result).into() };
				LineExtras::<T>::mutate(uetr, |extra| {
					extra.get_or_insert_default().returned = Some(returned)
				});
				Pallet::<T>::deposit_event(Event::PaymentReturned { uetr, loan, payee, amount_fen });
			}
		}
	}

	fn unknown<T: Config>(&mut self, result: &SettlementResult) {
		self.unknown = self.unknown.saturating_add(1);
		let (bank, uetr, file_digest) = (self.actor.org, result.uetr, self.file_digest);
		T::Findings::raise(Finding::SettlementUnknown { bank, uetr });
		Pallet::<T>::deposit_event(Event::ResultUnknown { bank, file_digest, uetr });
	}
}
