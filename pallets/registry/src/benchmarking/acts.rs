//! Acts, and the places that are taken when they come.

use super::{
	officers::{first_officers, viewer},
	organisations::{freed_by_another, new_organisation},
	BenchmarkHelper,
};
use crate::{
	types::act::Signatures, Act, ActId, ActOf, Acts, BankCode, Config, KeyFor, LastAct, OpenActs,
	Pallet as Registry, PendingAct, ReceivingAccount, MAX_OPEN_ACTS_OF_ONE,
};
use frame::benchmarking::prelude::*;
use zhidai_primitives::{
	traits::{dearest_request, Calendar},
	Digest, Name, OfficerId, OrgId, RequestId, Roles, ShortText,
};

pub(super) fn admission<T: Config>(officers: u32) -> ActOf<T> {
	let organisation = new_organisation(2, Roles::ADMITTED_BY_MEMBERS);
	freed_by_another::<T>(&organisation);
	let officers = first_officers::<T>(officers, KeyFor::Admission(organisation.digest()));
	Act::AdmitFirm { organisation, officers }
}

/// The payee has the account at this bank already, in a version that is retired. All of its holder's name but the last
/// character is the payee's.
pub(super) fn record<T: Config>(bank: OrgId) -> ActOf<T> {
	let mut holder = [b'x'; 96];
	holder[95] = b'y';
	let account = ReceivingAccount {
		holder: Name::new(holder.to_vec()).expect("a printable text"),
		holder_reason: ShortText::new([b'x'; 160].to_vec()),
		bank_code: BankCode(*b"102332002018"),
		account_hash: Digest::repeat_byte(1),
		fingerprint: Digest::repeat_byte(3),
		record_digest: Digest::repeat_byte(2),
	};
	let by = Signatures { org: bank, proposer: OfficerId(1), approver: OfficerId(2) };
	Registry::<T>::verify_payee_account(bank, account.clone(), by).unwrap();
	Act::VerifyPayeeAccount { payee: bank, account }
}

/// Another key for an officer, for whom it has signed.
pub(super) fn new_key<T: Config>() -> ActOf<T> {
	let officer = viewer::<T>();
	let message = |account: &T::AccountId| Registry::<T>::key_message(KeyFor::Officer(officer), account);
	let (new_account, proof) = T::BenchmarkHelper::proof(message);
	Act::ReplaceKey { officer, new_account, proof }
}

/// A new request, where others are over and have to be forgotten.
fn request<T: Config>() -> RequestId {
	let now = frame_system::Pallet::<T>::block_number().saturated_into();
	dearest_request::<Registry<T>>(now, |next| frame_system::Pallet::<T>::set_block_number(next.into()))
}

/// Fills places of the organisation for acts: so many.
pub(super) fn fill_acts<T: Config>(proposer: &T::AccountId, places: u32) {
	for number in 0..places {
		let act = Act::RemoveOfficer(OfficerId(number));
		let actor = Registry::<T>::officer_of(proposer).expect("an officer");
		// Kept without a rehearsal: the organisation is full.
		let act_id = LastAct::<T>::get().next().unwrap();
		LastAct::<T>::put(act_id);
		// The others' are of four officers: one has not as many places.
		let is_own = number < MAX_OPEN_ACTS_OF_ONE - 1;
		let other = OfficerId(actor.officer.0 - 1 - number % 4);
		let (org, proposer) = (actor.org, if is_own { actor.officer } else { other });
		OpenActs::<T>::try_append(org, (act_id, proposer)).unwrap();
		let proposed_on = T::Calendar::today();
		Acts::<T>::insert(
			act_id,
			PendingAct { org, proposer, key_number: 0, proposed_on, act, firm_in: None },
		);
	}
}

/// The act, for the last free place that it can have, and a request for it.
pub(super) fn prepared<T: Config>(proposer: &T::AccountId, act: ActOf<T>) -> (ActOf<T>, RequestId) {
	fill_acts::<T>(proposer, act.places() - 1);
	(act, request::<T>())
}

/// Proposes an act into the last free place that it can have; its number and digest.
pub(super) fn proposed<T: Config>(proposer: &T::AccountId, act: ActOf<T>) -> (ActId, Digest) {
	let (act, request_id) = prepared::<T>(proposer, act);
	Registry::<T>::propose(RawOrigin::Signed(proposer.clone()).into(), act.clone(), request_id).unwrap();
	let act_id = LastAct::<T>::get();
	(act_id, act.digest(act_id))
}
