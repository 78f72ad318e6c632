//! What each call costs at its worst.

use crate::*;
use alloc::{vec, vec::Vec};
use frame::benchmarking::prelude::*;
use zhidai_primitives::{
	AdverseKind, BasisPoints, CleanRecord, CredentialTypeId, DrawRule, Fen, Limit, LimitKind, Name,
	Provenance, QualityCovenant, RateCap, Region, SchemeId, SchemeTerms, SpotCheckState, Tier, TierNumber,
};

/// The largest terms: eight tiers of 32 credentials each, sixteen names of the longest.
fn largest_terms() -> Result<SchemeTerms, BenchmarkError> {
	let name = Name::new(vec![b'x'; 96]).ok_or("name too long")?;
	let amount = Fen::from_yuan(500_000_000);
	let qualified_by = (0..32).map(CredentialTypeId).collect::<Vec<_>>();
	let tier = |number| -> Result<Tier, BenchmarkError> {
		Ok(Tier {
			number: TierNumber(number),
			limit: Limit { amount, kind: LimitKind::Cap },
			qualified_by: qualified_by.clone().try_into().map_err(|_| "too many credentials")?,
		})
	};
	let kinds = AdverseKind::ALL.to_vec();
	let tiers = (1..=8).map(tier).collect::<Result<Vec<_>, _>>()?;
	Ok(SchemeTerms {
		name: name.clone(),
		region: Region(330_200),
		provenance: Provenance::Official,
		tiers: tiers.try_into().map_err(|_| "too many tiers")?,
		rate_cap: RateCap::Lpr1YPlus(BasisPoints(50)),
		term_max_months: Some(12),
		clean_record: Some(CleanRecord { years: 3, kinds: kinds.try_into().map_err(|_| "too many kinds")? }),
		at_draw: DrawRule::Qualified,
		covenant: Some(QualityCovenant { share_bp: BasisPoints(3_000) }),
		freeze_from: Some(SpotCheckState::Served),
		demo: vec![name; 16].try_into().map_err(|_| "too many names")?,
	})
}

#[benchmarks]
mod benchmarks {
	use super::*;

	/// Worst: the largest terms. A next version reads one key more than a new programme and writes one less;
	/// the writes cost more, so this is a new programme.
	#[benchmark]
	fn publish() -> Result<(), BenchmarkError> {
		let origin = T::CouncilOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;
		let (scheme, terms) = (NextScheme::<T>::get(), largest_terms()?);

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, None, terms.clone());

		assert_eq!(Terms::<T>::get(scheme, FIRST_VERSION), Some(terms));
		Ok(())
	}

	/// The same for every programme.
	#[benchmark]
	fn retire() -> Result<(), BenchmarkError> {
		let origin = || T::CouncilOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless);
		let scheme: SchemeId = NextScheme::<T>::get();
		Pallet::<T>::publish(origin()?, None, largest_terms()?)?;
		let council = origin()?;

		#[extrinsic_call]
		_(council as T::RuntimeOrigin, scheme);

		assert!(!Current::<T>::contains_key(scheme));
		Ok(())
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::new_test_ext(), crate::mock::Test);
}
