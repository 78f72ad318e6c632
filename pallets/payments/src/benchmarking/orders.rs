//! Orders that everybody has signed.

use super::{today, Set};
use crate::{
	benchmarking::BenchmarkHelper, Config, Lines, Order, OrderSignature, OrderSignatures, OrderSignaturesOf,
	Pallet,
};
use zhidai_primitives::{
	order_digest,
	signed::{order_step, OrderStep},
};

/// An order of these payments, with every signature.
pub(super) fn ordered<T: Config>(set: &Set<T>, lines: Lines) -> (Order, OrderSignaturesOf<T>) {
	let order = Order { loan: set.loan, lines, expires_on: today::<T>(), allocations: Default::default() };
	let digest = order_digest(Pallet::<T>::genesis_hash(), order.loan, &order.lines, order.expires_on, &[]);
	let by = |account: &T::AccountId, step| OrderSignature {
		account: account.clone(),
		signature: T::BenchmarkHelper::sign(account, &order_step(step, digest)),
	};
	let signatures = OrderSignatures {
		mandate: by(&set.borrower, OrderStep::Mandate),
		make: by(&set.maker, OrderStep::Make),
		approve: by(&set.checker, OrderStep::Approve),
		release: by(&set.releaser, OrderStep::Release),
	};
	(order, signatures)
}
