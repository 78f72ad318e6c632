//! Receiving accounts by version.

use crate::{
	AccountStatus, BankCode, Config, CurrentAccount, Error, Event, LastAccount, Pallet, PayeeAccount,
	PayeeAccounts, Signatures,
};
use frame::prelude::*;
use zhidai_primitives::{traits::Calendar, AccountVersion, Digest, Name, OrgId, OrgStatus};

impl<T: Config> Pallet<T> {
	/// Records a verified receiving account as the payee's next version. The bank's own one before is retired, so that
	/// mandates and approvals that name it become void; what other banks verified stays.
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
		Self::retire_account(payee, by.org);
		let version = Self::next_account_version(payee)?;
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
		CurrentAccount::<T>::insert(payee, by.org, version);
		Self::deposit_event(Event::PayeeAccountVerified { payee, version, bank: by.org });
		Ok(())
	}

	/// Retires the account that this bank had verified before.
	fn retire_account(payee: OrgId, bank: OrgId) {
		let Some(current) = CurrentAccount::<T>::get(payee, bank) else { return };
		PayeeAccounts::<T>::mutate(payee, current, |account| {
			if let Some(account) = account {
				account.status = AccountStatus::Retired;
			}
		});
	}

	/// Counts a new version of the payee's accounts.
	fn next_account_version(payee: OrgId) -> Result<AccountVersion, Error<T>> {
		let version = match LastAccount::<T>::get(payee) {
			None => AccountVersion(0),
			Some(last) => last.next().ok_or(Error::<T>::IdsExhausted)?,
		};
		LastAccount::<T>::insert(payee, version);
		Ok(version)
	}
}
