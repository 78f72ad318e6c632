//! What officers have signed beside the chain: orders, receipts.

use super::{reason, today, uetr, Set};
use crate::{
	benchmarking::BenchmarkHelper, Config, Lines, Order, OrderSignature, OrderSignatures, OrderSignaturesOf,
	Pallet,
};
use zhidai_primitives::{
	order_digest, receipt_digest,
	signed::{order_step, receipt_step, OrderStep},
	Receipt, ReceiptSaid,
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

/// That the first payment is denied, with the signature of who speaks for the payee.
pub(super) fn denied<T: Config>(
	signer: T::AccountId,
) -> (Receipt, OrderSignature<T::AccountId, T::Signature>) {
	let said = ReceiptSaid::Denied { reason: reason() };
	let receipt = Receipt { uetr: uetr(0), amount_fen: 100, said, expires_on: today::<T>(), after: 0 };
	let digest = receipt_digest(Pallet::<T>::genesis_hash(), &receipt);
	let signature = T::BenchmarkHelper::sign(&signer, &receipt_step(receipt.said.kind(), digest));
	(receipt, OrderSignature { account: signer, signature })
}
