//! Every call at its worst case.

use crate::{
	catalogue, AdverseByOrg, AdverseId, AdverseKind, AdverseRecords, AdverseState, Call, Config,
	CredentialState, Credentials, LastType, NextAdverse, NextCredential, Pallet, Types, MAX_PER_FIRM,
};
use frame::benchmarking::prelude::*;
use frame::deps::sp_io::hashing::blake2_256;
use zhidai_primitives::{
	traits::Calendar, CredentialId, CredentialTypeId, Digest, Duty, OrgId, Region, Role, Roles, ShortText,
};

/// What only the runtime can set up.
pub trait BenchmarkHelper<AccountId> {
	/// A new active organisation with these roles, registered in this region.
	fn organisation(roles: Roles, region: Region) -> OrgId;
	/// A new officer of the organisation with this duty: each time another natural person.
	fn officer(org: OrgId, duty: Duty) -> AccountId;
}

/// A bureau with a maker and a checker, and a firm of its region.
struct Desk<T: Config> {
	maker: T::AccountId,
	checker: T::AccountId,
	firm: OrgId,
}

const TYPE: CredentialTypeId = CredentialTypeId(22);

impl<T: Config> Desk<T> {
	fn new() -> Self {
		for (id, new) in catalogue() {
			Types::<T>::insert(id, new);
			LastType::<T>::mutate(|last| *last = id.max(*last));
		}
		let bureau = T::BenchmarkHelper::organisation(Roles::of(&[Role::MarketRegulator]), Region(330_200));
		let firm = T::BenchmarkHelper::organisation(Roles::of(&[Role::Enterprise]), Region(330_203));
		let maker = T::BenchmarkHelper::officer(bureau, Duty::Maker);
		let checker = T::BenchmarkHelper::officer(bureau, Duty::Checker);
		Self { maker, checker, firm }
	}

	fn by_maker(&self) -> OriginFor<T> {
		RawOrigin::Signed(self.maker.clone()).into()
	}

	fn by_checker(&self) -> OriginFor<T> {
		RawOrigin::Signed(self.checker.clone()).into()
	}

	fn credential(&self, number: u32) -> Result<CredentialId, DispatchError> {
		let (id, today) = (NextCredential::<T>::get(), T::Calendar::today());
		let digest = Digest::from(blake2_256(&number.encode()));
		Pallet::<T>::record(self.by_maker(), self.firm, TYPE, digest, digest, today, Some(today))?;
		Ok(id)
	}

	fn entered(&self) -> Result<AdverseId, DispatchError> {
		let (id, today) = (NextAdverse::<T>::get(), T::Calendar::today());
		let kind = AdverseKind::FailedSpotCheck;
		Pallet::<T>::report_adverse(self.by_maker(), self.firm, kind, today, Digest::zero())?;
		Ok(id)
	}

	fn served(&self) -> Result<AdverseId, DispatchError> {
		let id = self.entered()?;
		Pallet::<T>::confirm_adverse(self.by_checker(), id, Digest::zero())?;
		Ok(id)
	}

	fn cleared(&self) -> Result<AdverseId, DispatchError> {
		let id = self.served()?;
		Pallet::<T>::reinspect(self.by_maker(), id, false)?;
		Ok(id)
	}
}

/// The longest reason.
fn reason() -> Result<ShortText, &'static str> {
	ShortText::new(alloc::vec![b'x'; 160]).ok_or("160 bytes of ASCII are a short text")
}

fn state_of<T: Config>(id: AdverseId) -> Option<AdverseState> {
	AdverseRecords::<T>::get(id).map(|record| record.state())
}

fn credential_state_of<T: Config>(id: CredentialId) -> Option<CredentialState> {
	Credentials::<T>::get(id).map(|credential| credential.state())
}

#[benchmarks]
mod benchmarks {
	use super::*;

	// The holder's list is full and all of it is read to find the one that is over.
	#[benchmark]
	fn record() -> Result<(), BenchmarkError> {
		let desk = Desk::<T>::new();
		let mut last = CredentialId(0);
		for number in 0..MAX_PER_FIRM {
			last = desk.credential(number)?;
		}
		Pallet::<T>::revoke(desk.by_maker(), last, reason()?)?;
		let (id, today, digest) = (NextCredential::<T>::get(), T::Calendar::today(), Digest::repeat_byte(9));

		#[extrinsic_call]
		_(RawOrigin::Signed(desk.maker), desk.firm, TYPE, digest, digest, today, Some(today));

		assert_eq!(credential_state_of::<T>(id), Some(CredentialState::Active));
		Ok(())
	}

	#[benchmark]
	fn suspend() -> Result<(), BenchmarkError> {
		let desk = Desk::<T>::new();
		let id = desk.credential(0)?;

		#[extrinsic_call]
		_(RawOrigin::Signed(desk.maker), id, reason()?);

		assert_eq!(credential_state_of::<T>(id), Some(CredentialState::Suspended));
		Ok(())
	}

	#[benchmark]
	fn restore() -> Result<(), BenchmarkError> {
		let desk = Desk::<T>::new();
		let id = desk.credential(0)?;
		Pallet::<T>::suspend(desk.by_maker(), id, reason()?)?;

		#[extrinsic_call]
		_(RawOrigin::Signed(desk.maker), id);

		assert_eq!(credential_state_of::<T>(id), Some(CredentialState::Active));
		Ok(())
	}

	#[benchmark]
	fn revoke() -> Result<(), BenchmarkError> {
		let desk = Desk::<T>::new();
		let id = desk.credential(0)?;

		#[extrinsic_call]
		_(RawOrigin::Signed(desk.maker), id, reason()?);

		assert_eq!(credential_state_of::<T>(id), Some(CredentialState::Revoked));
		Ok(())
	}

	// By the bureau: whether it is the holder is checked first.
	#[benchmark]
	fn cancel() -> Result<(), BenchmarkError> {
		let desk = Desk::<T>::new();
		let id = desk.credential(0)?;
		Pallet::<T>::suspend(desk.by_maker(), id, reason()?)?;

		#[extrinsic_call]
		_(RawOrigin::Signed(desk.maker), id);

		assert_eq!(credential_state_of::<T>(id), Some(CredentialState::Cancelled));
		Ok(())
	}

	#[benchmark]
	fn report_adverse() -> Result<(), BenchmarkError> {
		let desk = Desk::<T>::new();
		let (id, kind) = (NextAdverse::<T>::get(), AdverseKind::FailedSpotCheck);

		#[extrinsic_call]
		_(RawOrigin::Signed(desk.maker), desk.firm, kind, T::Calendar::today(), Digest::zero());

		assert_eq!(state_of::<T>(id), Some(AdverseState::Entered));
		Ok(())
	}

	// The firm's list is full and all of it is read to find the one that was annulled.
	#[benchmark]
	fn confirm_adverse() -> Result<(), BenchmarkError> {
		let desk = Desk::<T>::new();
		for _ in 1..MAX_PER_FIRM {
			desk.served()?;
		}
		let annulled = desk.cleared()?;
		Pallet::<T>::annul(desk.by_checker(), annulled)?;
		let id = desk.entered()?;

		#[extrinsic_call]
		_(RawOrigin::Signed(desk.checker), id, Digest::zero());

		assert_eq!(AdverseByOrg::<T>::get(desk.firm).last(), Some(&id));
		assert!(!AdverseByOrg::<T>::get(desk.firm).contains(&annulled));
		Ok(())
	}

	#[benchmark]
	fn withdraw_adverse() -> Result<(), BenchmarkError> {
		let desk = Desk::<T>::new();
		let id = desk.entered()?;

		#[extrinsic_call]
		_(RawOrigin::Signed(desk.maker), id);

		assert_eq!(state_of::<T>(id), None);
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
	fn reinspect() -> Result<(), BenchmarkError> {
		let desk = Desk::<T>::new();
		let id = desk.served()?;

		#[extrinsic_call]
		_(RawOrigin::Signed(desk.maker), id, true);

		assert_eq!(state_of::<T>(id), Some(AdverseState::Reinspected));
		Ok(())
	}

	#[benchmark]
	fn finalise() -> Result<(), BenchmarkError> {
		let desk = Desk::<T>::new();
		let id = desk.served()?;

		#[extrinsic_call]
		_(RawOrigin::Signed(desk.checker), id);

		assert_eq!(state_of::<T>(id), Some(AdverseState::Final));
		Ok(())
	}

	#[benchmark]
	fn annul() -> Result<(), BenchmarkError> {
		let desk = Desk::<T>::new();
		let id = desk.cleared()?;

		#[extrinsic_call]
		_(RawOrigin::Signed(desk.checker), id);

		assert_eq!(state_of::<T>(id), Some(AdverseState::Annulled));
		Ok(())
	}

	#[benchmark]
	fn rectify() -> Result<(), BenchmarkError> {
		let desk = Desk::<T>::new();
		let id = desk.served()?;
		Pallet::<T>::finalise(desk.by_checker(), id)?;
		Pallet::<T>::reinspect(desk.by_maker(), id, false)?;

		#[extrinsic_call]
		_(RawOrigin::Signed(desk.checker), id);

		assert!(AdverseRecords::<T>::get(id).is_some_and(|one| one.is_rectified()));
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
