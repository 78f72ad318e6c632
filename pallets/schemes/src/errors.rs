//! Why calls are refused. Clients show the sentences as they are: the cause, then the remedy.

use crate::{Config, Error, Fault};
use frame::pallet_macros::pallet_section;

/// The section of the pallet that holds its errors.
#[pallet_section]
mod errors {
	/// Why a call was refused.
	#[pallet::error]
	pub enum Error<T> {
		/// There is no programme with this number; look it up in the list of programmes.
		SchemeUnknown,
		/// The programme has no such version; look its versions up.
		VersionUnknown,
		/// The programme was retired for good and takes no new contracts; publish it as a new programme.
		SchemeRetired,
		/// All numbers of programmes or versions are used up; the chain needs a new version of this pallet.
		CounterUsedUp,
		/// The region is not a code of GB/T 2260; give six digits, zeros for the whole (330200 Ningbo), or 0
		/// for the nation.
		RegionMalformed,
		/// The tiers are not numbered 1, 2, 3 … in order; put the best first and leave no gap.
		TierOutOfOrder {
			/// The number that should be here.
			tier: u8,
		},
		/// No credential gives this tier; name at least one.
		TierWithoutCredential {
			/// The tier.
			tier: u8,
		},
		/// The tier's limit is zero; give an amount, or leave the tier out.
		LimitZero {
			/// The tier.
			tier: u8,
		},
		/// The tier's limit is above that of the better tier before it; limits must not rise from tier to
		/// tier.
		LimitRises {
			/// The tier.
			tier: u8,
		},
		/// The covenant's share is zero or above 100 %; give basis points from 1 to 10000, or leave it out.
		CovenantOutOfRange,
		/// The longest term is zero months; give at least one, or leave it out where there is no such rule.
		TermZero,
		/// The look-back is of no year, of more than ten, or names no kind of record; give 1 to 10 years and
		/// the kinds that the text names, or leave it out where there is no such rule.
		CleanRecordOutOfRange,
	}
}

impl<T: Config> From<Fault> for Error<T> {
	fn from(fault: Fault) -> Self {
		match fault {
			Fault::RegionMalformed => Self::RegionMalformed,
			Fault::TierOutOfOrder { tier } => Self::TierOutOfOrder { tier },
			Fault::TierWithoutCredential { tier } => Self::TierWithoutCredential { tier },
			Fault::LimitZero { tier } => Self::LimitZero { tier },
			Fault::LimitRises { tier } => Self::LimitRises { tier },
			Fault::CovenantOutOfRange => Self::CovenantOutOfRange,
			Fault::TermZero => Self::TermZero,
			Fault::CleanRecordOutOfRange => Self::CleanRecordOutOfRange,
		}
	}
}
