use crate::mock::*;
use crate::{Error, Granted, Grants};
use frame::testing_prelude::*;
use proptest::prelude::*;
use zhidai_primitives::traits::{Quota, QuotaState};
use zhidai_primitives::{Fen, LoanId, OrgId, SchemeId};

const SCHEME: SchemeId = SchemeId(1);
const FIRM: OrgId = OrgId(5);

fn want(loan: u32, amount: u64, cap: u64) -> Result<QuotaState, DispatchError> {
	QuotaPallet::want(LoanId(loan), SCHEME, FIRM, Fen(amount), Fen(cap))
}

#[test]
fn g_27_the_limit_is_reached_to_the_fen_over_all_loans_and_not_passed() {
	run(|| {
		assert_eq!(want(1, 60, 100), Ok(QuotaState::Granted));
		assert_eq!(want(2, 41, 100), Ok(QuotaState::Refused));
		assert_eq!(QuotaPallet::state(LoanId(2)), None, "what is refused leaves nothing");
		assert_eq!(want(2, 40, 100), Ok(QuotaState::Granted));
		assert_eq!(want(3, 1, 100), Ok(QuotaState::Refused));
		assert_eq!(want(4, 1, 101), Ok(QuotaState::Granted), "another contract may stand higher");
	});
}

#[test]
fn every_programme_and_borrower_has_a_limit_of_its_own() {
	run(|| {
		assert_eq!(want(1, 100, 100), Ok(QuotaState::Granted));
		for (loan, scheme, firm) in [(2, SchemeId(2), FIRM), (3, SCHEME, OrgId(6))] {
			assert!(QuotaPallet::may_fit(scheme, firm, Fen(100), Fen(100)));
			let answer = QuotaPallet::want(LoanId(loan), scheme, firm, Fen(100), Fen(100));
			assert_eq!(answer, Ok(QuotaState::Granted));
		}
	});
}

#[test]
fn the_same_question_again_is_answered_as_before_and_counts_once() {
	run(|| {
		assert_eq!(want(1, 60, 100), Ok(QuotaState::Granted));
		assert_eq!(want(1, 60, 1), Ok(QuotaState::Granted));
		assert_eq!(Granted::<Test>::get(SCHEME, FIRM), Fen(60));
		assert_eq!(want(1, 61, 100), Err(Error::<Test>::AskedOtherwise.into()));
	});
}

#[test]
fn a_loan_that_is_over_frees_what_it_took() {
	run(|| {
		assert_eq!(want(1, 100, 100), Ok(QuotaState::Granted));
		assert!(!QuotaPallet::may_fit(SCHEME, FIRM, Fen(1), Fen(100)));
		QuotaPallet::close(LoanId(1));
		QuotaPallet::close(LoanId(1));
		assert_eq!((Grants::<Test>::iter().count(), Granted::<Test>::iter().count()), (0, 0));
		assert!(QuotaPallet::may_fit(SCHEME, FIRM, Fen(100), Fen(100)));
	});
}

#[test]
fn sums_that_do_not_fit_are_refused() {
	run(|| {
		assert_eq!(want(1, u64::MAX, u64::MAX), Ok(QuotaState::Granted));
		assert_eq!(want(2, 1, u64::MAX), Ok(QuotaState::Refused));
	});
}

proptest! {
	#[test]
	fn the_sum_never_passes_the_cap_and_nothing_is_refused_without_need(
		steps in prop::collection::vec((0..8_u32, 0..60_u64, any::<bool>()), 1..60),
	) {
		run(|| {
			let mut model = std::collections::BTreeMap::<u32, u64>::new();
			for (loan, amount, ends) in steps {
				if ends {
					QuotaPallet::close(LoanId(loan));
					model.remove(&loan);
				} else if !model.contains_key(&loan) {
					let fits = model.values().sum::<u64>() + amount <= 100;
					let expected = if fits { QuotaState::Granted } else { QuotaState::Refused };
					assert_eq!(want(loan, amount, 100), Ok(expected));
					if fits {
						model.insert(loan, amount);
					}
				}
				assert_eq!(Granted::<Test>::get(SCHEME, FIRM), Fen(model.values().sum()));
				assert_ok!(QuotaPallet::check_invariants());
			}
		});
	}
}
