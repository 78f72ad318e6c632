use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use zhidai_primitives::{SchemeId, SchemeTerms, SchemeVersion};

/// What becomes of a programme: the only two things that can. Whoever applies them in order knows every programme.
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub enum SchemeChange {
	/// A version is published, and in force.
	Published {
		/// The programme.
		scheme: SchemeId,
		/// The version.
		version: SchemeVersion,
		/// Its terms.
		terms: SchemeTerms,
	},
	/// The programme takes no new contracts.
	Retired {
		/// The programme.
		scheme: SchemeId,
	},
}
