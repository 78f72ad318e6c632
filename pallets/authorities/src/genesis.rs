//! The first seats. A chain that begins wrong cannot be mended, so what is wrong panics here, and only here.

use crate::{college_rule, pallet::*, seat_account, types::count_colleges, CouncilInstance, Seat};
use alloc::vec::Vec;
use frame::prelude::*;
use polkadot_sdk::pallet_collective;
use zhidai_primitives::{traits::Directory, OrgStatus};

impl<T: Config> GenesisConfig<T> {
	/// Gives the organisations their seats. Without seats it does nothing; such a chain makes no block.
	pub(crate) fn install(&self) {
		if self.seats.is_empty() {
			return;
		}
		self.check_colleges();
		let accounts: Vec<_> = self.seats.iter().map(|seat| self.install_seat(seat)).collect();
		pallet_collective::Pallet::<T, CouncilInstance>::initialize_members(&accounts);
		SeatList::<T>::put(BoundedVec::try_from(accounts).expect("genesis: at most 21 validator seats"));
		SingleSeat::<T>::put(self.single_seat);
	}

	/// Panics where one college could finalise alone, or one organisation sits in both.
	fn check_colleges(&self) {
		if self.single_seat {
			assert!(
				self.seats.len() == 1,
				"genesis: `singleSeat` is for development chains with exactly one seat"
			);
			return;
		}
		let (regulators, banks) = count_colleges(&self.seats);
		if let Err(broken) = college_rule(regulators, banks) {
			panic!("genesis: {} ({regulators} regulators, {banks} banks)", broken.reason());
		}
		let sits_in_both = |seat: &Seat| {
			self.seats.iter().any(|other| other.org == seat.org && other.college != seat.college)
		};
		assert!(!self.seats.iter().any(sits_in_both), "genesis: an organisation cannot sit in both colleges");
	}

	/// Gives one seat.
	fn install_seat(&self, seat: &Seat) -> T::AccountId {
		let Seat { org, number, college } = seat;
		assert!(
			T::Directory::status(*org) == Some(OrgStatus::Active),
			"genesis: organisation {org}, which is to hold a seat, is no active member",
		);
		assert!(
			!college.opposed().iter().any(|role| T::Directory::has_role(*org, *role)),
			"genesis: organisation {org} is of those whom the college {college:?} checks, and cannot sit there",
		);
		assert!(
			T::Directory::keeps_admins_for_seat(*org),
			"genesis: organisation {org}, which is to hold a seat, needs three standing admins who are different persons",
		);
		let account = seat_account(*org, *number).expect("genesis: an account id is made of 32 bytes");
		assert!(
			!Seats::<T>::contains_key(&account),
			"genesis: seat {number} of organisation {org} is named twice"
		);
		Pallet::<T>::put_seat(&account, *seat);
		account
	}
}
