//! A currency that nobody has any of.

use core::marker::PhantomData;
use frame::prelude::{
	fungible, DepositConsequence, DispatchError, DispatchResult, Fortitude, Preservation, Provenance,
	TokenError, TypeInfo, WithdrawConsequence,
};

/// The currency of a chain without a token, for pallets that want one: every balance is 0 and stays 0.
///
/// `pallet-session` holds a deposit for keys; with `KeyDeposit` 0 this satisfies it, and no balances pallet is needed.
/// `Reason` is what the holds would be for: `NoToken<pallet_session::HoldReason>`.
pub struct NoToken<Reason>(PhantomData<Reason>);

/// What there is to have of it.
type Nothing = u64;

/// Refuses everything but nothing.
fn ensure_nothing(amount: Nothing) -> DispatchResult {
	match amount {
		0 => Ok(()),
		_ => Err(TokenError::Unsupported.into()),
	}
}

impl<AccountId, Reason> fungible::Inspect<AccountId> for NoToken<Reason> {
	type Balance = Nothing;

	fn total_issuance() -> Nothing {
		0
	}

	fn minimum_balance() -> Nothing {
		0
	}

	fn total_balance(_: &AccountId) -> Nothing {
		0
	}

	fn balance(_: &AccountId) -> Nothing {
		0
	}

	fn reducible_balance(_: &AccountId, _: Preservation, _: Fortitude) -> Nothing {
		0
	}

	fn can_deposit(_: &AccountId, amount: Nothing, _: Provenance) -> DepositConsequence {
		match amount {
			0 => DepositConsequence::Success,
			_ => DepositConsequence::UnknownAsset,
		}
	}

	fn can_withdraw(_: &AccountId, amount: Nothing) -> WithdrawConsequence<Nothing> {
		match amount {
			0 => WithdrawConsequence::Success,
			_ => WithdrawConsequence::UnknownAsset,
		}
	}
}

impl<AccountId, Reason> fungible::Unbalanced<AccountId> for NoToken<Reason> {
	fn handle_dust(_: fungible::Dust<AccountId, Self>) {}

	fn write_balance(_: &AccountId, amount: Nothing) -> Result<Option<Nothing>, DispatchError> {
		ensure_nothing(amount).map(|()| None)
	}

	fn set_total_issuance(_: Nothing) {}
}

impl<AccountId: Eq, Reason> fungible::Mutate<AccountId> for NoToken<Reason> {}

impl<AccountId, Reason: codec::Encode + TypeInfo + 'static> fungible::InspectHold<AccountId>
	for NoToken<Reason>
{
	type Reason = Reason;

	fn total_balance_on_hold(_: &AccountId) -> Nothing {
		0
	}

	fn balance_on_hold(_: &Reason, _: &AccountId) -> Nothing {
		0
	}
}

impl<AccountId, Reason: codec::Encode + TypeInfo + 'static> fungible::UnbalancedHold<AccountId>
	for NoToken<Reason>
{
	fn set_balance_on_hold(_: &Reason, _: &AccountId, amount: Nothing) -> DispatchResult {
		ensure_nothing(amount)
	}
}

impl<AccountId, Reason: codec::Encode + TypeInfo + 'static> fungible::MutateHold<AccountId>
	for NoToken<Reason>
{
}

#[cfg(test)]
mod tests {
	use super::*;
	use frame::prelude::Precision;
	use fungible::{Inspect, InspectHold, Mutate, MutateHold};

	type Token = NoToken<u8>;

	#[test]
	fn nothing_is_all_that_can_be_minted_moved_or_held() {
		assert_eq!(Token::mint_into(&1_u64, 0), Ok(0));
		assert_eq!(Token::transfer(&1_u64, &2, 0, Preservation::Expendable), Ok(0));
		assert_eq!(Token::hold(&0, &1_u64, 0), Ok(()));
		assert_eq!(Token::release_all(&0, &1_u64, Precision::BestEffort), Ok(0));

		assert!(Token::mint_into(&1_u64, 1).is_err());
		assert!(Token::transfer(&1_u64, &2, 1, Preservation::Expendable).is_err());
		assert!(Token::hold(&0, &1_u64, 1).is_err());
		assert!(Token::release(&0, &1_u64, 1, Precision::Exact).is_err());
		assert!(Token::burn_from(&1_u64, 1, Preservation::Expendable, Precision::Exact, Fortitude::Force)
			.is_err());
	}

	#[test]
	fn nobody_has_any() {
		assert_eq!(<Token as Inspect<u64>>::total_issuance(), 0);
		assert_eq!(Token::total_balance(&1_u64), 0);
		assert_eq!(Token::total_balance_on_hold(&1_u64), 0);
		assert_eq!(Token::can_deposit(&1_u64, 1, Provenance::Minted), DepositConsequence::UnknownAsset);
		assert_eq!(Token::can_withdraw(&1_u64, 1), WithdrawConsequence::UnknownAsset);
	}
}
