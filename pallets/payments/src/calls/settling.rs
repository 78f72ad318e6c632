use crate::{
	costs::Touched,
	store::Taken,
	types::{
		line::{LineState, LineStep, Movements},
		records::{
			DraftKey, Outcome, PaymentRef, ReturnRecord, SettlementRecord, SettlementResult,
			SettlementResults,
		},
	},
	BankFiles, Config, Error, Event, LineExtras, Pallet, Payments, Settlements,
};
use alloc::{
	collections::{BTreeMap, BTreeSet},
	vec,
	vec::Vec,
};
use frame::prelude::*;
use zhidai_primitives::{
	traits::{Calendar, EvidenceDesk, Finding, Findings, LoanInspect},
	Actor, Digest, LoanFacts, LoanId, Ordered, OrgId,
};

/// One result with the payment that it names, and where that stood.
struct Entry<'a> {
	payment: PaymentRef,
	result: &'a SettlementResult,
	before: LineState,
}

/// The results of a file by the draft that they are of.
type ByDraft<'a> = BTreeMap<DraftKey, Vec<(PaymentRef, &'a SettlementResult)>>;

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
	pub(crate) fn do_settle(
		origin: OriginFor<T>,
		file_digest: Digest,
		results: &SettlementResults,
	) -> DispatchResultWithPostInfo {
		let actor = Self::booking_officer(origin)?;
		Self::ensure_file(actor.org, file_digest, results)?;
		BankFiles::<T>::insert(actor.org, file_digest, T::Calendar::today());

		let mut booking = Booking { actor, file_digest, settled: 0, failed: 0, returned: 0, unknown: 0 };
		let mut drafts = ByDraft::new();
		for result in results {
			match Payments::<T>::get(result.uetr) {
				Some(payment) => drafts.entry(payment.key()).or_default().push((payment, result)),
				None => booking.unknown::<T>(result),
			}
		}
		let touched = Touched::by(results, drafts.keys());
		booking.drafts::<T>(drafts);
		let touched = if booking.unknown > 0 { touched.with_unknown() } else { touched };
		booking.tell::<T>();
		Ok(Some(Self::settled_weight(touched)).into())
	}

	/// A file that the bank did not hand in before, of results that can be.
	fn ensure_file(bank: OrgId, file_digest: Digest, results: &[SettlementResult]) -> DispatchResult {
		let today = T::Calendar::today();
		ensure!(!results.is_empty(), Error::<T>::EmptyFile);
		ensure!(!BankFiles::<T>::contains_key(bank, file_digest), Error::<T>::FileUsed);
		for (line, result) in (0_u16..).zip(results) {
			ensure!(result.booked_on <= today, Error::<T>::BookedInFuture { line });
			let printable = result.bank_reference.iter().all(|byte| (b' '..=b'~').contains(byte));
			ensure!(printable, Error::<T>::ReferenceMalformed { line });
		}
		Ok(())
	}
}

impl Booking {
	/// Books what is of drafts of this bank's loans.
	fn drafts<T: Config>(&mut self, drafts: ByDraft<'_>) {
		let mut lent: Option<(LoanId, Option<LoanFacts>)> = None;
		for (key, results) in drafts {
			// Drafts come in the order of their loans.
			if lent.as_ref().map(|(loan, _)| *loan) != Some(key.0) {
				let own = |facts: &LoanFacts| facts.bank == self.actor.org;
				lent = Some((key.0, T::Loans::facts(key.0).ok().filter(own)));
			}
			let facts = lent.as_ref().and_then(|(_, facts)| facts.as_ref());
			match facts.and_then(|facts| Pallet::<T>::take_draft(key, facts).ok()) {
				Some(taken) => self.draft::<T>(taken, results),
				None => results.iter().for_each(|(_, result)| self.unknown::<T>(result)),
			}
		}
	}

	/// Tells what came of the file. What fits no payment opens one alert for the whole file.
	fn tell<T: Config>(self) {
		let Self { actor, file_digest, settled, failed, returned, unknown } = self;
		let (bank, officer) = (actor.org, actor.officer);
		if unknown > 0 {
			T::Findings::raise(Finding::SettlementUnknown { bank, file: file_digest, results: unknown });
		}
		Pallet::<T>::deposit_event(Event::FileBooked {
			bank,
			file_digest,
			settled,
			failed,
			returned,
			unknown,
			officer,
		});
	}

	/// Books the results of one draft: those that do the same to the ledger together.
	fn draft<T: Config>(&mut self, mut taken: Taken, results: Vec<(PaymentRef, &SettlementResult)>) {
		let settled_before = self.settled;
		let (mut sum_fen, mut receipts) = (0_u64, BTreeMap::<OrgId, i32>::new());
		let mut open = BTreeMap::<OrgId, i32>::new();
		for (movements, entries) in self.grouped::<T>(&mut taken, results) {
			for entry in self.post::<T>(&mut taken, movements, entries) {
				self.record::<T>(&taken, &entry);
				let Entry { payment, result, before } = entry;
				let waits = receipts.entry(payment.payee).or_default();
				*waits = waits.saturating_sub((before == LineState::Settled).into());
				if result.outcome == Outcome::Settled {
					*waits = waits.saturating_add(1);
					sum_fen = sum_fen.saturating_add(payment.amount_fen);
				} else {
					// It failed or came back: nothing of it is the payee's any more.
					let count = open.entry(payment.payee).or_default();
					*count = count.saturating_sub(before.is_unconfirmed().into());
				}
			}
		}
		let key = taken.key;
		receipts.into_iter().for_each(|(payee, by)| Pallet::<T>::change_receipts(payee, key, by));
		open.into_iter().for_each(|(payee, by)| Pallet::<T>::change_open(payee, by));
		let count = self.settled.saturating_sub(settled_before);
		let (digest, officer) = (taken.draft.digest, self.actor.officer);
		Pallet::<T>::put_draft(taken);
		if count > 0 {
			let (loan, draft) = key;
			Pallet::<T>::deposit_event(Event::Settled { loan, draft, digest, count, sum_fen, officer });
		}
	}

	/// Takes each line a step further; what cannot go there is unknown. Results that do the same to the
	/// ledger come together.
	fn grouped<'a, T: Config>(
		&mut self,
		taken: &mut Taken,
		results: Vec<(PaymentRef, &'a SettlementResult)>,
	) -> Vec<(Movements, Vec<Entry<'a>>)> {
		let mut groups: Vec<(Movements, Vec<Entry>)> = Vec::new();
		let mut seen = BTreeSet::new();
		for (payment, result) in results {
			let before = taken.draft.line(payment.line);
			let movements = taken.draft.step(payment.line, result.outcome.step());
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
		groups
	}

	/// Moves the money of these results; yields those that moved. Where the ledger refuses them together, each is tried
	/// alone, so that one does not stop the others.
	fn post<'a, T: Config>(
		&mut self,
		taken: &mut Taken,
		movements: Movements,
		entries: Vec<Entry<'a>>,
	) -> Vec<Entry<'a>> {
		let loan = taken.key.0;
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
				taken.draft.lines.set(entry.payment.line, entry.before);
				self.unknown::<T>(entry.result);
			}
		}
		moved
	}

	fn record<T: Config>(&mut self, taken: &Taken, Entry { payment, result, .. }: &Entry) {
		let uetr = result.uetr;
		let (loan, payee, amount_fen) = (payment.loan, payment.payee, payment.amount_fen);
		match &result.outcome {
			Outcome::Settled => {
				self.settled = self.settled.saturating_add(1);
				Settlements::<T>::insert(
					taken.key,
					Ordered::from(u32::from(payment.line)),
					SettlementRecord::from(*result),
				);
			}
			Outcome::Failed { reason } => {
				self.failed = self.failed.saturating_add(1);
				LineExtras::<T>::mutate(uetr, |extra| {
					extra.get_or_insert_default().failed = Some(reason.clone())
				});
				// Money that was to be paid again stays drawn, and with it what it uses of the document.
				if let Some(evidence) = payment.evidence.filter(|_| !taken.draft.repays) {
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
		Pallet::<T>::deposit_event(Event::ResultUnknown { bank, file_digest, uetr });
	}
}
