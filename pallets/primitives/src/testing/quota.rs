//! A quota that answers late, around one that answers at once: callers that pass with it can wait.

use super::kept;
use crate::traits::{Quota, QuotaState};
use crate::{Fen, LoanId, OrgId, SchemeId};
use codec::{Decode, Encode};
use core::marker::PhantomData;
use polkadot_sdk::sp_runtime::DispatchError;
use std::collections::BTreeMap;

const KEY: &[u8] = b"testing/quota";

type Question = (SchemeId, OrgId, Fen, Fen);

#[derive(Encode, Decode, Clone, Debug, Default)]
struct Waiting {
	late: bool,
	questions: BTreeMap<LoanId, (Question, bool)>,
}

/// A quota whose answers come when the test lets them.
pub struct LateQuota<Inner>(PhantomData<Inner>);

fn read() -> Waiting {
	kept::read(KEY)
}

fn change<R>(change: impl FnOnce(&mut Waiting) -> R) -> R {
	kept::change(KEY, change)
}

impl<Inner: Quota> LateQuota<Inner> {
	/// From now on answers wait for [`Self::answer`].
	pub fn be_late() {
		change(|waiting| waiting.late = true);
	}

	/// Answers what a loan asked.
	pub fn answer(loan: LoanId) -> Result<QuotaState, DispatchError> {
		let question = read().questions.get(&loan).copied();
		let ((scheme, borrower, amount, cap), _) =
			question.ok_or(DispatchError::Other("nothing was asked"))?;
		let answer = Inner::want(loan, scheme, borrower, amount, cap)?;
		change(|waiting| match answer {
			QuotaState::Refused => {
				waiting.questions.insert(loan, ((scheme, borrower, amount, cap), true));
			}
			QuotaState::Granted | QuotaState::Wanted => {
				waiting.questions.remove(&loan);
			}
		});
		Ok(answer)
	}
}

impl<Inner: Quota> Quota for LateQuota<Inner> {
	fn may_fit(scheme: SchemeId, borrower: OrgId, amount: Fen, cap: Fen) -> bool {
		read().late || Inner::may_fit(scheme, borrower, amount, cap)
	}

	fn want(
		loan: LoanId,
		scheme: SchemeId,
		borrower: OrgId,
		amount: Fen,
		cap: Fen,
	) -> Result<QuotaState, DispatchError> {
		if !read().late {
			return Inner::want(loan, scheme, borrower, amount, cap);
		}
		change(|waiting| waiting.questions.insert(loan, ((scheme, borrower, amount, cap), false)));
		Ok(QuotaState::Wanted)
	}

	fn state(loan: LoanId) -> Option<QuotaState> {
		match read().questions.get(&loan).map(|(_, refused)| *refused) {
			Some(true) => Some(QuotaState::Refused),
			Some(false) => Some(QuotaState::Wanted),
			None => Inner::state(loan),
		}
	}

	fn close(loan: LoanId) {
		if read().questions.contains_key(&loan) {
			change(|waiting| waiting.questions.remove(&loan));
		}
		Inner::close(loan);
	}
}
