//! What must always hold.

use crate::pallet::{Config, Granted, Grants, Pallet};
use alloc::collections::BTreeMap;
use frame::deps::sp_runtime::TryRuntimeError;
use zhidai_primitives::Fen;

impl<T: Config> Pallet<T> {
	/// Checks that what is granted to a borrower under a programme is the sum of its loans' grants, and that
	/// nothing of zero is kept.
	pub fn check_invariants() -> Result<(), TryRuntimeError> {
		let mut sums = BTreeMap::new();
		for grant in Grants::<T>::iter_values() {
			let sum: &mut Fen = sums.entry((grant.scheme, grant.borrower)).or_default();
			*sum = sum.checked_add(grant.amount).ok_or(TryRuntimeError::Other("grants do not fit"))?;
		}
		sums.retain(|_, sum| !sum.is_zero());
		let stored: BTreeMap<_, _> =
			Granted::<T>::iter().map(|(scheme, borrower, sum)| ((scheme, borrower), sum)).collect();
		match stored == sums {
			true => Ok(()),
			false => Err(TryRuntimeError::Other("what is granted is not the sum of the grants")),
		}
	}
}
