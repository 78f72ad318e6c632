//! Receiving accounts by bank, payee and version.

use crate::{
	types::act::Signatures, BankCode, Config, CurrentAccount, Error, Event, Pallet, PayeeAccount,
	PayeeAccounts,
};
use frame::prelude::*;
use zhidai_primitives::{traits::Calendar, AccountVersion, Digest, Name, OrgId, OrgStatus};

impl<T: Config> Pallet<T> {
	/// Records a verified receiving account as the bank's next version of this payee. The bank's own one
	/// before is retired, so that mandates and approvals that name it become void. No other bank sees a
	/// change, nor a version less.
	pub(crate) fn verify_payee_account(
		payee: OrgId,
		holder: Name,
		bank_code: BankCode,
		(account_hash, record_digest): (Digest, Digest),
		by: Signatures,
	) -> DispatchResult {
		let status = Self::status_of(payee).ok_or(Error::<T>::OrganisationUnknown)?;
		ensure!(status == OrgStatus::Active, Error::<T>::OrganisationNotActive);
		ensure!(bank_code.is_valid(), Error::<T>::BankCodeMalformed);
		let version = match CurrentAccount::<T>::get(by.org, payee) {
			None => AccountVersion(0),
			Some(last) => last.next().ok_or(Error::<T>::IdsExhausted)?,
		};
		let account = PayeeAccount {
			holder,
			bank_code,
			account_hash,
			record_digest,
			maker: by.proposer,
			checker: by.approver,
			verified_on: T::Calendar::today(),
		};
		PayeeAccounts::<T>::insert((by.org, payee, version), account);
		CurrentAccount::<T>::insert(by.org, payee, version);
		Self::deposit_event(Event::PayeeAccountVerified { payee, version, bank: by.org });
		Ok(())
	}
}
