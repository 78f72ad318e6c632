//! The results of a bank's core system are booked: disbursed (放款), settled (入账), failed, returned (退汇). What does
//! not fit is queued.

use crate::{
	calls::mismatches::Fits,
	costs::Touched,
	store::Taken,
	types::{
		booking::Postings,
		line::{LineState, LineStep},
		mismatch::{Mismatch, MismatchList},
		records::{
			DraftKey, Lines, Outcome, PaymentRef, ReturnRecord, SettlementRecord, SettlementResult,
			SettlementResults,
		},
	},
	Config, Disbursements, DraftLines, Error, Event, LineExtras, Mismatches, OpenMismatches, Pallet,
	Payments, Settlements,
};
use alloc::{collections::BTreeMap, vec, vec::Vec};
use frame::{deps::frame_support::storage::with_storage_layer, prelude::*};
use zhidai_primitives::{
	traits::{Calendar, Directory, Finding, Findings, LoanInspect},
	Actor, Day, Digest, Fen, LoanFacts, LoanId, MismatchReason, OfficerId, Ordered, OrgId, SignedBy, Uetr,
};

/// One result with the payment that it names.
pub(crate) type Row<'a> = (PaymentRef, &'a SettlementResult);

/// One that is booked, and where its payment stood, with what had come back of it.
struct Entry<'a> {
	payment: PaymentRef,
	result: &'a SettlementResult,
	before: LineState,
	back: Fen,
}

/// The results of a file by the draft that they are of.
type ByDraft<'a> = BTreeMap<DraftKey, Vec<Row<'a>>>;

/// What is being booked, and how far it has come.
struct Booking<'a> {
	actor: Actor,
	/// The actor, with the number of the key.
	by: SignedBy,
	entered_by: OfficerId,
	file_digest: Digest,
	today: Day,
	/// The bank's open mismatches, stored again where the file changed them.
	list: MismatchList,
	/// Under which kind of booking and which reference each payment stands in this file.
	references: BTreeMap<(u8, &'a [u8]), Uetr>,
	settled: u16,
	failed: u16,
	returned: u16,
	disbursed: u16,
	already: u16,
	mismatched: u16,
	/// Of the mismatches those that were not open before.
	queued: u16,
	/// How many mismatches were closed because their very row is booked.
	closed: u16,
	/// How many results that say *settled* were not booked.
	apart: u32,
	/// How many documents beside their lines' own were given back.
	beside: u32,
	/// What fits no payment, or not exactly, and why. Queued when all is booked: what the file closes makes room.
	differing: Vec<(&'a SettlementResult, MismatchReason)>,
}

/// What a file does to one draft beside its lines.
#[derive(Default)]
struct Sums {
	count: u16,
	sum_fen: u64,
	disbursed: u16,
	disbursed_fen: u64,
	receipts: BTreeMap<OrgId, i32>,
	open: BTreeMap<OrgId, i32>,
}

impl Outcome {
	pub(crate) const fn step(&self) -> LineStep {
		match self {
			Self::Settled => LineStep::Settle,
			Self::Failed { .. } => LineStep::Fail,
			Self::Returned { .. } => LineStep::Return,
			Self::Disbursed => LineStep::Disburse,
		}
	}

	/// In which order results of one payment are booked, whatever order the file has.
	const fn rank(&self) -> u8 {
		match self {
			Self::Disbursed => 0,
			Self::Settled => 1,
			Self::Failed { .. } => 2,
			Self::Returned { .. } => 3,
		}
	}
}

impl<T: Config> Pallet<T> {
	/// Books a settlement file of a bank that a colleague has entered.
	pub(crate) fn do_settle(
		origin: OriginFor<T>,
		file_digest: Digest,
		results: &SettlementResults,
	) -> DispatchResultWithPostInfo {
		let actor = Self::checking_officer(origin)?;
		let entered_by = Self::take_entered(actor, file_digest, results)?;
		for (line, result) in (0_u16..).zip(results) {
			let printable = result.bank_reference.iter().all(|byte| (b' '..=b'~').contains(byte));
			ensure!(printable, Error::<T>::ReferenceMalformed { line });
		}
		let list = OpenMismatches::<T>::get(actor.org);
		let (by, today) = (T::Directory::signature(actor.officer), T::Calendar::today());
		let mut booking = Booking::new((actor, by), entered_by, file_digest, today, list);
		let mut drafts = ByDraft::new();
		for result in results {
			match Payments::<T>::get(result.uetr) {
				Some(_) if booking.has_used(result) => booking.differs(result, MismatchReason::ReferenceUsed),
				Some(payment) => drafts.entry(payment.key()).or_default().push((payment, result)),
				None => booking.differs(result, MismatchReason::UnknownKey),
			}
		}
		let touched = Touched::by(results, drafts.keys());
		booking.drafts::<T>(drafts);
		booking.queue::<T>()?;
		let weight = Self::settled_weight(touched.with_apart(booking.apart));
		let weight = weight.saturating_add(Self::closed_weight(booking.closed.into()));
		let weight = weight.saturating_add(Self::beside_weight(Self::failures(results), booking.beside));
		booking.tell::<T>();
		Ok(Some(weight).into())
	}

	/// Posts what these results do, of the whole payments first and then of what came back: all or none.
	fn post_results(loan: LoanId, [of_whole, of_part]: Postings, entries: &[Entry<'_>]) -> DispatchResult {
		let whole = |entry: &Entry<'_>| (entry.payment.plan_line, entry.payment.amount());
		let part = |entry: &Entry<'_>| (entry.payment.plan_line, entry.result.amount());
		with_storage_layer(|| {
			Self::post(loan, of_whole, entries.iter().map(whole))?;
			Self::post(loan, of_part, entries.iter().map(part))
		})
	}
}

impl<'a> Booking<'a> {
	fn new(
		(actor, by): (Actor, SignedBy),
		entered_by: OfficerId,
		file_digest: Digest,
		today: Day,
		list: MismatchList,
	) -> Self {
		Self {
			actor,
			by,
			entered_by,
			file_digest,
			today,
			list,
			references: BTreeMap::new(),
			settled: 0,
			failed: 0,
			returned: 0,
			disbursed: 0,
			already: 0,
			mismatched: 0,
			queued: 0,
			closed: 0,
			apart: 0,
			beside: 0,
			differing: Vec::new(),
		}
	}

	/// Whether another payment of this file has the same reference for the same kind of booking.
	fn has_used(&mut self, result: &'a SettlementResult) -> bool {
		let key = (result.outcome.rank(), result.bank_reference.as_slice());
		*self.references.entry(key).or_insert(result.uetr) != result.uetr
	}

	/// Books what is of drafts of this bank's loans.
	fn drafts<T: Config>(&mut self, drafts: ByDraft<'a>) {
		let mut lent: Option<(LoanId, Option<LoanFacts>)> = None;
		for (key, rows) in drafts {
			// Drafts come in the order of their loans.
			if lent.as_ref().map(|(loan, _)| *loan) != Some(key.0) {
				let own = |facts: &LoanFacts| Pallet::<T>::lends(self.actor.org, facts);
				lent = Some((key.0, T::Loans::facts(key.0).ok().filter(own)));
			}
			let facts = lent.as_ref().and_then(|(_, facts)| facts.as_ref());
			match facts.and_then(|facts| Pallet::<T>::take_draft(key, facts).ok()) {
				Some(taken) => self.draft::<T>(taken, rows),
				None => {
					rows.into_iter().for_each(|(_, result)| self.differs(result, MismatchReason::OtherBank));
				}
			}
		}
	}

	/// Books the results of one draft: those that do the same to the ledger together, and of one payment the second
	/// after the first.
	fn draft<T: Config>(&mut self, mut taken: Taken, mut rows: Vec<Row<'a>>) {
		let key = taken.key;
		rows.sort_by_key(|(payment, result)| (payment.line, result.outcome.rank()));
		let names_account = rows.iter().any(|(_, result)| result.account.is_some());
		let lines = names_account.then(|| DraftLines::<T>::get(key.0, Ordered::from(key.1)));
		let mut sums = Sums::default();
		while !rows.is_empty() {
			let mut last = None;
			let (now, later): (Vec<_>, Vec<_>) =
				rows.into_iter().partition(|(payment, _)| last.replace(payment.line) != Some(payment.line));
			self.round::<T>(&mut taken, lines.as_ref(), now, &mut sums);
			rows = later;
		}
		let Sums { count, sum_fen, disbursed, disbursed_fen, receipts, open } = sums;
		receipts.into_iter().for_each(|(payee, by)| Pallet::<T>::change_receipts(payee, key, by));
		open.into_iter().for_each(|(payee, by)| Pallet::<T>::change_open(payee, by));
		let ((loan, draft), digest, officer) = (key, taken.draft.digest, self.actor.officer);
		Pallet::<T>::put_draft(taken);
		if disbursed > 0 {
			let (count, sum_fen) = (disbursed, disbursed_fen);
			Pallet::<T>::deposit_event(Event::Disbursed { loan, draft, digest, count, sum_fen, officer });
		}
		if count > 0 {
			Pallet::<T>::deposit_event(Event::Settled { loan, draft, digest, count, sum_fen, officer });
		}
	}

	/// Books one result of each payment at the most.
	fn round<T: Config>(
		&mut self,
		taken: &mut Taken,
		lines: Option<&Lines>,
		rows: Vec<Row<'a>>,
		sums: &mut Sums,
	) {
		let mut groups: Vec<(Postings, Vec<Entry<'a>>)> = Vec::new();
		for row in rows {
			let before = match Pallet::<T>::judge(taken, lines, &row, self.today) {
				Ok(Fits::Books(before)) => before,
				Ok(Fits::Already) => {
					self.close_own::<T>(row.1);
					self.was_booked(row.1);
					continue;
				}
				Err(reason) => {
					self.differs(row.1, reason);
					continue;
				}
			};
			let (payment, result) = row;
			let (line, step, back) =
				(payment.line, result.outcome.step(), taken.draft.notes.back(payment.line));
			let Some(postings) = taken.draft.book(line, step, payment.amount(), result.amount()) else {
				self.differs(result, MismatchReason::WrongOrder);
				continue;
			};
			let entry = Entry { payment, result, before, back };
			match groups.iter_mut().find(|(same, _)| *same == postings) {
				Some((_, entries)) => entries.push(entry),
				None => groups.push((postings, vec![entry])),
			}
		}
		for (postings, entries) in groups {
			for entry in self.post::<T>(taken, postings, entries) {
				self.close_own::<T>(entry.result);
				self.fits_after_all(entry.result);
				self.record::<T>(taken, &entry);
				sums.add(&entry, taken.draft.line(entry.payment.line));
			}
		}
	}

	/// Moves the money of these results; yields those that moved. Where the ledger refuses them together, each is tried
	/// alone, so that one does not stop the others.
	fn post<T: Config>(
		&mut self,
		taken: &mut Taken,
		postings: Postings,
		entries: Vec<Entry<'a>>,
	) -> Vec<Entry<'a>> {
		let loan = taken.key.0;
		if Pallet::<T>::post_results(loan, postings, &entries).is_ok() {
			return entries;
		}
		let mut moved = Vec::new();
		for entry in entries {
			if Pallet::<T>::post_results(loan, postings, core::slice::from_ref(&entry)).is_ok() {
				moved.push(entry);
			} else {
				taken.draft.restore(entry.payment.line, entry.before, entry.back);
				self.differs(entry.result, MismatchReason::NotMoved);
			}
		}
		moved
	}

	fn record<T: Config>(&mut self, taken: &Taken, entry: &Entry<'_>) {
		let Entry { payment, result, .. } = entry;
		let (uetr, setback) = (result.uetr, result.setback(self.by));
		let (loan, payee, amount_fen) = (payment.loan, payment.payee, payment.amount_fen);
		if entry.settles() {
			self.settled = self.settled.saturating_add(1);
			let line = Ordered::from(u32::from(payment.line));
			Settlements::<T>::insert(taken.key, line, SettlementRecord::new(result, self.by));
		}
		match &result.outcome {
			Outcome::Settled => {}
			Outcome::Disbursed => {
				self.disbursed = self.disbursed.saturating_add(1);
				let line = Ordered::from(u32::from(payment.line));
				Disbursements::<T>::insert(taken.key, line, SettlementRecord::new(result, self.by));
			}
			Outcome::Failed { .. } => {
				self.failed = self.failed.saturating_add(1);
				LineExtras::<T>::mutate(uetr, |extra| extra.get_or_insert_default().failed = setback);
				// Money that is disbursed stays drawn, and with it what it uses of the documents.
				if entry.before == LineState::Released {
					let amount = payment.amount();
					self.beside =
						self.beside.saturating_add(Pallet::<T>::free_documents(payment, amount, amount));
				}
				Pallet::<T>::deposit_event(Event::PaymentFailed { uetr, loan, payee, amount_fen });
			}
			Outcome::Returned { .. } => {
				self.returned = self.returned.saturating_add(1);
				let amount_fen = result.amount_fen;
				LineExtras::<T>::mutate(uetr, |extra| {
					let before = if entry.before.is_on_its_way() { LineState::Settled } else { entry.before };
					let record = setback.map(|setback| ReturnRecord { setback, amount_fen, before });
					// That there is room was asked before.
					record.map(|record| extra.get_or_insert_default().returns.try_push(record))
				});
				Pallet::<T>::deposit_event(Event::PaymentReturned { uetr, loan, payee, amount_fen });
			}
		}
	}

	/// Exactly this was booked before.
	fn was_booked(&mut self, result: &SettlementResult) {
		self.already = self.already.saturating_add(1);
		self.set_apart(result);
	}

	fn set_apart(&mut self, result: &SettlementResult) {
		self.apart = self.apart.saturating_add((result.outcome == Outcome::Settled).into());
	}

	/// This result is not booked.
	fn differs(&mut self, result: &'a SettlementResult, reason: MismatchReason) {
		self.mismatched = self.mismatched.saturating_add(1);
		self.set_apart(result);
		self.differing.push((result, reason));
	}

	/// What was set apart before in this file, and is booked with it, was there twice and waits for nothing.
	fn fits_after_all(&mut self, result: &SettlementResult) {
		let before = self.differing.len();
		self.differing.retain(|(other, _)| *other != result);
		let twice: u16 = before.saturating_sub(self.differing.len()).saturated_into();
		self.mismatched = self.mismatched.saturating_sub(twice);
		self.already = self.already.saturating_add(twice);
	}

	/// Puts what is not booked into the queue. Exactly what waits there has its reason of now.
	fn queue<T: Config>(&mut self) -> DispatchResult {
		let bank = self.actor.org;
		for (result, reason) in core::mem::take(&mut self.differing) {
			let mismatch = match self.list.number(result) {
				Some(mismatch) if !Self::has_changed::<T>(bank, mismatch, reason) => continue,
				Some(mismatch) => mismatch,
				None => self.queue_new::<T>(result, reason)?,
			};
			let (file_digest, uetr) = (self.file_digest, result.uetr);
			Pallet::<T>::deposit_event(Event::ResultMismatched { bank, file_digest, mismatch, uetr, reason });
		}
		Ok(())
	}

	fn queue_new<T: Config>(
		&mut self,
		result: &SettlementResult,
		reason: MismatchReason,
	) -> Result<u32, Error<T>> {
		let mismatch = self.list.queue(result).ok_or(Error::<T>::TooManyMismatches)?;
		self.queued = self.queued.saturating_add(1);
		let (file_digest, queued_on) = (self.file_digest, self.today);
		let (entered_by, checked_by) = (self.entered_by, self.actor.officer);
		let record =
			Mismatch { result: result.clone(), reason, file_digest, queued_on, entered_by, checked_by };
		Mismatches::<T>::insert(self.actor.org, Ordered::from(mismatch), record);
		Ok(mismatch)
	}

	/// Keeps why a result that waits is not booked now; whether that is another reason than before.
	fn has_changed<T: Config>(bank: OrgId, mismatch: u32, reason: MismatchReason) -> bool {
		Mismatches::<T>::mutate(bank, Ordered::from(mismatch), |waiting| {
			let other = |waiting: &mut Mismatch| core::mem::replace(&mut waiting.reason, reason) != reason;
			waiting.as_mut().is_some_and(other)
		})
	}

	/// What waited in the queue for exactly this, is closed by it, booked now or before.
	fn close_own<T: Config>(&mut self, result: &SettlementResult) {
		let Some(mismatch) = self.list.take(result) else { return };
		self.closed = self.closed.saturating_add(1);
		let (bank, file_digest, uetr) = (self.actor.org, self.file_digest, result.uetr);
		Mismatches::<T>::remove(bank, Ordered::from(mismatch));
		Pallet::<T>::deposit_event(Event::MismatchBooked { bank, file_digest, mismatch, uetr });
	}

	/// Tells what came of the file. What does not fit opens one alert for the whole file.
	fn tell<T: Config>(self) {
		let Self { actor, entered_by, file_digest, settled, failed, returned, .. } = self;
		let (disbursed, already, mismatched) = (self.disbursed, self.already, self.mismatched);
		let (bank, officer, results) = (actor.org, actor.officer, self.queued);
		if self.queued > 0 || self.closed > 0 {
			OpenMismatches::<T>::insert(bank, self.list);
		}
		if results > 0 {
			T::Findings::raise(Finding::SettlementUnknown { bank, file: file_digest, results });
		}
		Pallet::<T>::deposit_event(Event::FileBooked {
			bank,
			file_digest,
			settled,
			failed,
			returned,
			disbursed,
			already,
			mismatched,
			entered_by,
			officer,
		});
	}
}

impl Entry<'_> {
	/// Whether the payment is settled by it, though it may have come back with the same result.
	fn settles(&self) -> bool {
		let comes_back = matches!(self.result.outcome, Outcome::Returned { .. });
		self.result.outcome == Outcome::Settled || comes_back && self.before.is_on_its_way()
	}
}

impl Sums {
	/// Where the payment stands after it tells whether its payee is asked still.
	fn add(&mut self, entry: &Entry<'_>, after: Option<LineState>) {
		let waits = |state: LineState| i32::from(state == LineState::Settled);
		let opens = |state: LineState| i32::from(state.is_unconfirmed());
		let change =
			|counts: &dyn Fn(LineState) -> i32| after.map_or(0, counts).saturating_sub(counts(entry.before));
		let receipts = self.receipts.entry(entry.payment.payee).or_default();
		*receipts = receipts.saturating_add(change(&waits));
		let open = self.open.entry(entry.payment.payee).or_default();
		*open = open.saturating_add(change(&opens));
		if entry.settles() {
			self.count = self.count.saturating_add(1);
			self.sum_fen = self.sum_fen.saturating_add(entry.payment.amount_fen);
		}
		if entry.result.outcome == Outcome::Disbursed {
			self.disbursed = self.disbursed.saturating_add(1);
			self.disbursed_fen = self.disbursed_fen.saturating_add(entry.payment.amount_fen);
		}
	}
}
