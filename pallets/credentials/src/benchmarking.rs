//! Every call at its worst case.

use crate::{
	catalogue, Act, ActId, AdverseId, AdverseKind, AdverseRecords, AdverseState, ByHolder, Call, Config,
	CredentialState, Credentials, Grant, LastType, Level, NextAct, NextAdverse, NextCredential, Pallet,
	Pending, Types, MAX_CREDENTIALS_OF_ONE, MAX_PER_FIRM, MAX_PER_NUMBER,
};
use frame::benchmarking::prelude::*;
use frame::deps::sp_io::hashing::blake2_256;
use zhidai_primitives::{
	traits::{dearest_request, Calendar},
	CredentialId, CredentialTypeId, Day, Digest, Duty, Ordered, OrgId, Region, RequestId, Role, Roles,
	ShortText,
};

/// What only the runtime can set up.
pub trait BenchmarkHelper<AccountId> {
	/// A new active organisation with these roles, registered in this region.
	fn organisation(roles: Roles, region: Region) -> OrgId;
	/// A new officer of the organisation with this duty: each time another natural person.
	fn officer(org: OrgId, duty: Duty) -> AccountId;
	/// Has the current day be this one, in a year that has a calendar, as long as one can be.
	fn set_today(day: Day);
}

/// 2026-12-28: working days are counted over two calendars.
const SERVED_ON: Day = Day(20_815);
/// A day on which the time to object is over: 2027-02-26.
const FINALISED_ON: Day = Day(20_875);

/// A bureau with a maker and a checker, and a firm of its region.
struct Desk<T: Config> {
	maker: T::AccountId,
	checker: T::AccountId,
	firm: OrgId,
	bureau: OrgId,
}

const TYPE: CredentialTypeId = CredentialTypeId(22);

impl<T: Config> Desk<T> {
	fn new() -> Self {
		T::BenchmarkHelper::set_today(FINALISED_ON);
		T::BenchmarkHelper::set_today(SERVED_ON);
		for (id, new) in catalogue() {
			Types::<T>::insert(id, new);
			LastType::<T>::mutate(|last| *last = id.max(*last));
		}
		let bureau = T::BenchmarkHelper::organisation(Roles::of(&[Role::MarketRegulator]), Region(330_200));
		let firm = T::BenchmarkHelper::organisation(Roles::of(&[Role::Enterprise]), Region(330_203));
		let maker = T::BenchmarkHelper::officer(bureau, Duty::Maker);
		let checker = T::BenchmarkHelper::officer(bureau, Duty::Checker);
		Self { maker, checker, firm, bureau }
	}

	fn by_maker(&self) -> OriginFor<T> {
		RawOrigin::Signed(self.maker.clone()).into()
	}

	fn by_checker(&self) -> OriginFor<T> {
		RawOrigin::Signed(self.checker.clone()).into()
	}

	/// Has the second person confirm the act that was proposed last.
	fn confirm(&self) -> Result<(), DispatchError> {
		let (act, digest) = self.waiting()?;
		Pallet::<T>::confirm(self.by_checker(), act, digest).map_err(|refused| refused.error)?;
		Ok(())
	}

	/// The act that was proposed last, and its digest.
	fn waiting(&self) -> Result<(ActId, Digest), DispatchError> {
		let act = ActId(NextAct::<T>::get().0.saturating_sub(1));
		let pending = Pending::<T>::get(self.bureau, Ordered::from(act.0)).ok_or("no act waits")?;
		Ok((act, pending.digest(Pallet::<T>::genesis(), self.bureau, act)))
	}

	/// Whether such an act waits.
	fn has_proposed(&self, is: impl Fn(&Act) -> bool) -> bool {
		Pending::<T>::iter_prefix_values(self.bureau).any(|pending| is(&pending.act))
	}

	/// A credential of the firm as if it had been recorded, each 16 of them by another bureau: one has no more places.
	fn listed(&self, number: u32, expires_on: Option<Day>) -> Result<CredentialId, DispatchError> {
		let recorded_by = OrgId(u32::MAX.saturating_sub(number / MAX_CREDENTIALS_OF_ONE));
		Pallet::<T>::add_credential(grant(self.firm, recorded_by, number, expires_on))
	}

	/// Has as many bureaus record this number for firms elsewhere as can; the last one's has expired, so that all are
	/// read to find the one that gives its place.
	fn share(&self, number: u32) -> Result<(), DispatchError> {
		for bureau in 1..=MAX_PER_NUMBER {
			let expires_on = (bureau == MAX_PER_NUMBER).then_some(Day(1));
			let holder = T::BenchmarkHelper::organisation(Roles::of(&[Role::Enterprise]), Region(330_102));
			let recorded_by = OrgId(u32::MAX.saturating_sub(bureau));
			Pallet::<T>::add_credential(grant(holder, recorded_by, number, expires_on))?;
		}
		Ok(())
	}

	fn propose_credential(&self, number: u32) -> Result<(), DispatchError> {
		let (today, digest) = (T::Calendar::today(), digest_of(number));
		Pallet::<T>::record(self.by_maker(), self.firm, TYPE, digest, digest, today, Some(today))
	}

	fn credential(&self, number: u32) -> Result<CredentialId, DispatchError> {
		let id = NextCredential::<T>::get();
		self.propose_credential(number)?;
		self.confirm()?;
		Ok(id)
	}

	fn suspended(&self) -> Result<CredentialId, DispatchError> {
		let id = self.credential(0)?;
		Pallet::<T>::suspend(self.by_maker(), id, reason()?)?;
		self.confirm()?;
		Ok(id)
	}

	fn served(&self) -> Result<AdverseId, DispatchError> {
		let (id, today) = (NextAdverse::<T>::get(), T::Calendar::today());
		let (kind, request_id) = (AdverseKind::FailedSpotCheck, request::<T>());
		Pallet::<T>::report_adverse(self.by_maker(), self.firm, kind, today, Digest::zero(), request_id)?;
		self.confirm()?;
		Ok(id)
	}

	/// A record that is final. The time to object is not waited for: that is the same in every step after it.
	fn upheld(&self) -> Result<AdverseId, DispatchError> {
		let id = self.served()?;
		let before = AdverseRecords::<T>::get(id).ok_or("no record")?;
		let after = before.clone().finalise().map_err(|_| "not open")?;
		Pallet::<T>::put_adverse(id, Some(&before), after);
		Ok(id)
	}
}

/// The digest of a credential's number.
fn digest_of(number: u32) -> Digest {
	Digest::from(blake2_256(&number.encode()))
}

/// What a bureau recorded on the first day of the scene.
fn grant(holder: OrgId, recorded_by: OrgId, number: u32, expires_on: Option<Day>) -> Grant {
	let (number_digest, document_digest, level) = (digest_of(number), digest_of(number), Level::City);
	let (type_id, granted_on) = (TYPE, Day(0));
	Grant { holder, type_id, number_digest, document_digest, granted_on, expires_on, recorded_by, level }
}

/// A new request, where others are over and have to be forgotten.
fn request<T: Config>() -> RequestId {
	let now = frame_system::Pallet::<T>::block_number().saturated_into();
	dearest_request::<T::Once>(now, |next| frame_system::Pallet::<T>::set_block_number(next.into()))
}

/// The longest reason.
fn reason() -> Result<ShortText, &'static str> {
	ShortText::new(alloc::vec![b'x'; 160]).ok_or("160 bytes of ASCII are a short text")
}

fn state_of<T: Config>(id: AdverseId) -> Option<AdverseState> {
	AdverseRecords::<T>::get(id).map(|record| record.state())
}

fn credential_state_of<T: Config>(id: CredentialId) -> Option<CredentialState> {
	Credentials::<T>::get(id).map(|credential| credential.state(T::Calendar::today()))
}

#[benchmarks]
mod benchmarks {
	use super::*;

	// As many as can share the number stand under it, and the last of them is over.
	#[benchmark]
	fn record() -> Result<(), BenchmarkError> {
		let desk = Desk::<T>::new();
		desk.share(9)?;
		let (today, digest) = (T::Calendar::today(), digest_of(9));

		#[extrinsic_call]
		_(RawOrigin::Signed(desk.maker.clone()), desk.firm, TYPE, digest, digest, today, Some(today));

		assert!(desk.has_proposed(|act| matches!(act, Act::Record(_))));
		Ok(())
	}

	#[benchmark]
	fn suspend() -> Result<(), BenchmarkError> {
		let desk = Desk::<T>::new();
		let id = desk.credential(0)?;

		#[extrinsic_call]
		_(RawOrigin::Signed(desk.maker.clone()), id, reason()?);

		assert!(desk.has_proposed(|act| matches!(act, Act::Suspend { .. })));
		assert_eq!(credential_state_of::<T>(id), Some(CredentialState::Suspended));
		Ok(())
	}

	#[benchmark]
	fn restore() -> Result<(), BenchmarkError> {
		let desk = Desk::<T>::new();
		let id = desk.suspended()?;

		#[extrinsic_call]
		_(RawOrigin::Signed(desk.maker.clone()), id);

		assert!(desk.has_proposed(|act| matches!(act, Act::Restore { .. })));
		Ok(())
	}

	#[benchmark]
	fn revoke() -> Result<(), BenchmarkError> {
		let desk = Desk::<T>::new();
		let id = desk.credential(0)?;

		#[extrinsic_call]
		_(RawOrigin::Signed(desk.maker.clone()), id, reason()?);

		assert!(desk.has_proposed(|act| matches!(act, Act::Revoke { .. })));
		assert_eq!(credential_state_of::<T>(id), Some(CredentialState::Suspended));
		Ok(())
	}

	// By the bureau: whether it is the holder is checked first.
	#[benchmark]
	fn cancel() -> Result<(), BenchmarkError> {
		let desk = Desk::<T>::new();
		let id = desk.credential(0)?;

		#[extrinsic_call]
		_(RawOrigin::Signed(desk.maker.clone()), id);

		assert!(desk.has_proposed(|act| matches!(act, Act::Cancel { .. })));
		Ok(())
	}

	#[benchmark]
	fn report_adverse() -> Result<(), BenchmarkError> {
		let desk = Desk::<T>::new();
		let (kind, today) = (AdverseKind::FailedSpotCheck, T::Calendar::today());
		let request_id = request::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(desk.maker.clone()), desk.firm, kind, today, Digest::zero(), request_id);

		assert!(desk.has_proposed(|act| matches!(act, Act::Report(_))));
		Ok(())
	}

	#[benchmark]
	fn reinspect() -> Result<(), BenchmarkError> {
		let desk = Desk::<T>::new();
		let id = desk.served()?;
		T::BenchmarkHelper::set_today(FINALISED_ON);

		#[extrinsic_call]
		_(RawOrigin::Signed(desk.maker.clone()), id);

		assert!(desk.has_proposed(|act| matches!(act, Act::Reinspect { .. })));
		Ok(())
	}

	#[benchmark]
	fn finalise() -> Result<(), BenchmarkError> {
		let desk = Desk::<T>::new();
		let id = desk.served()?;
		T::BenchmarkHelper::set_today(FINALISED_ON);

		#[extrinsic_call]
		_(RawOrigin::Signed(desk.maker.clone()), id);

		assert!(desk.has_proposed(|act| matches!(act, Act::Finalise { .. })));
		Ok(())
	}

	#[benchmark]
	fn annul() -> Result<(), BenchmarkError> {
		let desk = Desk::<T>::new();
		let id = desk.served()?;

		#[extrinsic_call]
		_(RawOrigin::Signed(desk.maker.clone()), id);

		assert!(desk.has_proposed(|act| matches!(act, Act::Annul { .. })));
		Ok(())
	}

	#[benchmark]
	fn rectify() -> Result<(), BenchmarkError> {
		let desk = Desk::<T>::new();
		let id = desk.upheld()?;

		#[extrinsic_call]
		_(RawOrigin::Signed(desk.maker.clone()), id);

		assert!(desk.has_proposed(|act| matches!(act, Act::Rectify { .. })));
		Ok(())
	}

	#[benchmark]
	fn reverse() -> Result<(), BenchmarkError> {
		let desk = Desk::<T>::new();
		let id = desk.upheld()?;

		#[extrinsic_call]
		_(RawOrigin::Signed(desk.maker.clone()), id, reason()?, Digest::zero());

		assert!(desk.has_proposed(|act| matches!(act, Act::Reverse { .. })));
		Ok(())
	}

	// A new credential: the holder's list is full and all of it is read to find the one that is over; and so is that of
	// those that share the number.
	#[benchmark]
	fn confirm() -> Result<(), BenchmarkError> {
		let desk = Desk::<T>::new();
		let is_over = |number: u32| (number + 1 == MAX_PER_FIRM).then_some(Day(1));
		for number in 0..MAX_PER_FIRM {
			desk.listed(number, is_over(number))?;
		}
		desk.share(MAX_PER_FIRM)?;
		desk.propose_credential(MAX_PER_FIRM)?;
		let (id, (act, digest)) = (NextCredential::<T>::get(), desk.waiting()?);

		#[extrinsic_call]
		_(RawOrigin::Signed(desk.checker), act, digest);

		assert_eq!(credential_state_of::<T>(id), Some(CredentialState::Active));
		assert_eq!(ByHolder::<T>::decode_len(desk.firm), usize::try_from(MAX_PER_FIRM).ok());
		Ok(())
	}

	// The longest list that is not read.
	#[benchmark]
	fn confirm_with_room() -> Result<(), BenchmarkError> {
		let desk = Desk::<T>::new();
		for number in 1..MAX_CREDENTIALS_OF_ONE {
			desk.listed(number, None)?;
		}
		desk.share(0)?;
		desk.propose_credential(0)?;
		let (id, (act, digest)) = (NextCredential::<T>::get(), desk.waiting()?);

		#[extrinsic_call]
		confirm(RawOrigin::Signed(desk.checker), act, digest);

		assert_eq!(credential_state_of::<T>(id), Some(CredentialState::Active));
		Ok(())
	}

	#[benchmark]
	fn withdraw() -> Result<(), BenchmarkError> {
		let desk = Desk::<T>::new();
		let id = desk.credential(0)?;
		Pallet::<T>::revoke(desk.by_maker(), id, reason()?)?;
		let (act, _) = desk.waiting()?;

		#[extrinsic_call]
		_(RawOrigin::Signed(desk.maker.clone()), act);

		assert!(!desk.has_proposed(|_| true));
		Ok(())
	}

	#[benchmark]
	fn object() -> Result<(), BenchmarkError> {
		let desk = Desk::<T>::new();
		let id = desk.served()?;
		let signer = T::BenchmarkHelper::officer(desk.firm, Duty::Confirm);

		#[extrinsic_call]
		_(RawOrigin::Signed(signer), id);

		assert_eq!(state_of::<T>(id), Some(AdverseState::Objected));
		Ok(())
	}

	#[benchmark]
	fn add_type() -> Result<(), BenchmarkError> {
		let origin = T::CouncilOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;
		let (_, new) = catalogue().next().ok_or("the catalogue is empty")?;

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, new.clone());

		assert_eq!(Types::<T>::get(LastType::<T>::get()), Some(new));
		Ok(())
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::new_test_ext(), crate::mock::Test);
}
