//! Receiving accounts by version.

use crate::{
	AccountStatus, BankCode, Config, CurrentAccount, Error, Event, Pallet, PayeeAccount, PayeeAccounts,
	Signatures,
};
use frame::prelude::*;
use zhidai_primitives::{traits::Calendar, AccountVersion, Digest, Name, OrgId, OrgStatus};

impl<T: Config> Pallet<T> {
	/// Records a verified receiving account as the payee's next version. The one before is retired, so that mandates and
	/// approvals that name it become void.
	pub(crate) fn verify_payee_account(
		payee: OrgId,
		holder: Name,
		bank_code: BankCode,
		(account_hash, sealed_digest): (Digest, Digest),
		by: Signatures,
	) -> DispatchResult {
		let status = Self::status_of(payee).ok_or(Error::<T>::OrganisationUnknown)?;
		ensure!(status == OrgStatus::Active, Error::<T>::OrganisationNotActive);
		ensure!(bank_code.is_valid(), Error::<T>::BankCodeMalformed);
		let version = Self::retire_account(payee)?;
		let account = PayeeAccount {
			holder,
			bank_code,
			account_hash,
			sealed_digest,
			status: AccountStatus::Verified,
			bank: by.org,
			maker: by.proposer,
			checker: by.approver,
			verified_on: T::Calendar::today(),
		};
		PayeeAccounts::<T>::insert(payee, version, account);
		CurrentAccount::<T>::insert(payee, version);
		Self::deposit_event(Event::PayeeAccountVerified { payee, version, bank: by.org });
		Ok(())
	}

	/// Retires the payee's current account; the version that comes next.
	fn retire_account(payee: OrgId) -> Result<AccountVersion, Error<T>> {
		let Some(current) = CurrentAccount::<T>::get(payee) else {
			return Ok(AccountVersion(0));
		};
		PayeeAccounts::<T>::mutate(payee, current, |account| {
			if let Some(account) = account {
				account.status = AccountStatus::Retired;
			}
		});
		current.next().ok_or(Error::<T>::IdsExhausted)
	}
}
