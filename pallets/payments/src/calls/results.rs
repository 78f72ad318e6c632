//! Settlement files are entered by one officer, before another books them (双人录入).

use crate::{
	types::{
		entered::{EnteredCount, EnteredFile},
		records::SettlementResults,
	},
	Config, EnteredCounts, EnteredFiles, EnteredQueue, Error, Event, Pallet, SettlementResult,
};
use frame::prelude::*;
use zhidai_primitives::{
	results_digest,
	traits::{Calendar, Directory},
	Actor, Day, Digest, Fen, OfficerId, Ordered, OrgId,
};

/// Past how many entries that wait no more each new one goes.
const PASSED_AT_ONCE: u32 = 2;

impl<T: Config> Pallet<T> {
	/// What an officer says of a file; of the same file it takes the place of what was said before.
	pub(crate) fn do_enter_results(
		origin: OriginFor<T>,
		file_digest: Digest,
		results: Digest,
		count: u16,
		sum: Fen,
	) -> DispatchResult {
		let actor = Self::booking_officer(origin)?;
		ensure!(count > 0, Error::<T>::EmptyFile);
		let (bank, entered_on) = (actor.org, T::Calendar::today());
		if let Some(standing) = EnteredFiles::<T>::get(bank, file_digest) {
			Self::forget_entered(bank, file_digest, standing.number);
		}
		let number = EnteredCounts::<T>::mutate(bank, |files| {
			for _ in 0..PASSED_AT_ONCE {
				Self::pass_oldest(bank, files, entered_on);
			}
			files.enter()
		});
		let by = T::Directory::signature(actor.officer);
		let entered = EnteredFile { results, count, sum, by, entered_on, number };
		EnteredQueue::<T>::insert(bank, Ordered::from(number), file_digest);
		EnteredFiles::<T>::insert(bank, file_digest, entered);
		let (sum_fen, officer) = (sum.0, actor.officer);
		Self::deposit_event(Event::ResultsEntered { bank, file_digest, results, count, sum_fen, officer });
		Ok(())
	}

	/// Takes what a colleague entered under this digest, where it is these results; who it was.
	pub(crate) fn take_entered(
		actor: Actor,
		file_digest: Digest,
		results: &SettlementResults,
	) -> Result<OfficerId, DispatchError> {
		let bank = actor.org;
		let entered = EnteredFiles::<T>::get(bank, file_digest).filter(Self::entry_counts);
		let entered = entered.ok_or(Error::<T>::ResultsNotEntered)?;
		T::Directory::ensure_different_persons(entered.by.officer, actor.officer)?;
		let sum = Fen::checked_sum(results.iter().map(SettlementResult::amount));
		let said = usize::from(entered.count) == results.len() && sum == Some(entered.sum);
		let same = said && results_digest(results) == entered.results;
		ensure!(same, Error::<T>::ResultsDiffer);
		Self::forget_entered(bank, file_digest, entered.number);
		Ok(entered.by.officer)
	}

	/// Whether a file can be booked on this word: it has not waited too long, and who gave it could give it today.
	pub(crate) fn entry_counts(entered: &EnteredFile) -> bool {
		!entered.is_over(T::Calendar::today()) && Self::could_book(entered.by)
	}

	/// Passes the oldest one where it was booked or has waited too long, and where there is no room. By its number: who
	/// asks for the first key of a list goes past all that were taken from it in the same block.
	fn pass_oldest(bank: OrgId, files: &mut EnteredCount, today: Day) {
		let Some(number) = files.oldest() else { return };
		if let Some(file_digest) = EnteredQueue::<T>::get(bank, Ordered::from(number)) {
			let oldest = EnteredFiles::<T>::get(bank, file_digest);
			if !files.is_full() && oldest.is_some_and(|oldest| !oldest.is_over(today)) {
				return;
			}
			Self::forget_entered(bank, file_digest, number);
		}
		files.pass();
	}

	fn forget_entered(bank: OrgId, file_digest: Digest, number: u32) {
		EnteredFiles::<T>::remove(bank, file_digest);
		EnteredQueue::<T>::remove(bank, Ordered::from(number));
	}
}
