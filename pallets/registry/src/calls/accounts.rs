//! Receiving accounts by bank, payee and version, and whose each account is at its bank.
//!
//! An account that a bank verified for one organisation is no other's at that bank, under whatever branch and in
//! whatever version it is named: no two payees have one account, and the account to which a borrower's receipts return
//! (回款账户), which its contract names by a version of its own accounts, is no payee's. What the bank got wrong it
//! voids, by two persons and with a reason that stays; but not what an active loan names.

use crate::{
	types::act::Signatures, Config, CurrentAccount, Error, Event, HeldAccount, HeldAccounts, LastVersion,
	Pallet, PayeeAccount, PayeeAccounts, ReceivingAccount, Voided,
};
use frame::prelude::*;
use zhidai_primitives::{traits::Calendar, AccountVersion, OrgId, OrgStatus, ShortText};

impl<T: Config> Pallet<T> {
	/// Records a verified receiving account as the bank's next version of this payee. The bank's own one
	/// before is retired, so that mandates and approvals that name it become void. No other bank sees a
	/// change, nor a version less.
	pub(crate) fn verify_payee_account(
		payee: OrgId,
		account: ReceivingAccount,
		by: Signatures,
	) -> DispatchResult {
		let status = Self::status_of(payee).ok_or(Error::<T>::OrganisationUnknown)?;
		ensure!(status == OrgStatus::Active, Error::<T>::OrganisationNotActive);
		ensure!(account.bank_code.is_valid(), Error::<T>::BankCodeMalformed);
		Self::ensure_holder(payee, &account)?;
		let (bank, fingerprint) = (by.org, account.fingerprint);
		Self::ensure_account_free(bank, fingerprint, payee)?;
		let version = match CurrentAccount::<T>::get(bank, payee) {
			None => AccountVersion(0),
			Some(last) => last.version.next().ok_or(Error::<T>::IdsExhausted)?,
		};
		let held = HeldAccounts::<T>::get(bank, fingerprint)
			.map_or(HeldAccount::new(payee, version), |held| held.verified_again(version));
		HeldAccounts::<T>::insert(bank, fingerprint, held);
		CurrentAccount::<T>::insert(bank, payee, LastVersion { version, is_void: false });
		let holder_reason = account.holder_reason.clone();
		let (maker, checker, verified_on) = (by.proposer, by.approver, T::Calendar::today());
		let verified = PayeeAccount { account, maker, checker, verified_on, voided: None };
		PayeeAccounts::<T>::insert((bank, payee, version), verified);
		Self::deposit_event(Event::PayeeAccountVerified { payee, version, bank, holder_reason });
		Ok(())
	}

	/// The bank vouches for an account no more, and the account is nobody's there. Its record stays, with who said so
	/// and why.
	pub(crate) fn void_payee_account(
		payee: OrgId,
		version: AccountVersion,
		reason: ShortText,
		by: Signatures,
	) -> DispatchResult {
		let bank = by.org;
		let verified =
			PayeeAccounts::<T>::get((bank, payee, version)).ok_or(Error::<T>::PayeeAccountUnknown)?;
		ensure!(verified.voided.is_none(), Error::<T>::PayeeAccountVoid);
		let fingerprint = verified.account.fingerprint;
		// Of an account that stands in several versions the last one is named: none of them counts after that.
		let held = HeldAccounts::<T>::get(bank, fingerprint)
			.filter(|held| (held.holder, held.version) == (payee, version))
			.ok_or(Error::<T>::PayeeAccountNotCurrent)?;
		ensure!(held.loans == 0, Error::<T>::AccountCollects);
		HeldAccounts::<T>::remove(bank, fingerprint);
		if CurrentAccount::<T>::get(bank, payee).is_some_and(|last| last.version == version) {
			CurrentAccount::<T>::insert(bank, payee, LastVersion { version, is_void: true });
		}
		let (maker, checker, voided_on) = (by.proposer, by.approver, T::Calendar::today());
		let voided = Some(Voided { reason: reason.clone(), maker, checker, voided_on });
		PayeeAccounts::<T>::insert((bank, payee, version), PayeeAccount { voided, ..verified });
		Self::deposit_event(Event::PayeeAccountVoided { payee, version, bank, reason });
		Ok(())
	}
}
