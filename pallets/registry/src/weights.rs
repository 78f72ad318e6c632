//! What calls and extensions cost.

use frame::prelude::Weight;

/// The weights of the registry, from its benchmarks.
pub trait WeightInfo {
	/// With this many officers.
	fn admit_by_council(officers: u32) -> Weight;
	/// An act that adds this many officers to another organisation.
	fn propose_admission(officers: u32) -> Weight;
	/// An act that looks at all officers of the own organisation.
	fn propose_roster() -> Weight;
	/// An act that gives an officer of the own organisation a key.
	fn propose_key() -> Weight;
	/// An act that records or ends a relation.
	fn propose_relation() -> Weight;
	/// An act that writes one record.
	fn propose_record() -> Weight;
	/// The act of leaving.
	fn propose_exit() -> Weight;
	/// An act that adds this many officers to another organisation.
	fn approve_admission(officers: u32) -> Weight;
	/// An act that looks at all officers of the own organisation.
	fn approve_roster() -> Weight;
	/// An act that gives an officer of the own organisation a key.
	fn approve_key() -> Weight;
	/// An act that records or ends a relation.
	fn approve_relation() -> Weight;
	/// An act that writes one record.
	fn approve_record() -> Weight;
	/// The act of leaving.
	fn approve_exit() -> Weight;
	/// An act that changes who controls an organisation.
	fn propose_control() -> Weight;
	/// An act that changes who controls an organisation.
	fn approve_control() -> Weight;
	/// The call.
	fn withdraw() -> Weight;
	/// The call.
	fn reject() -> Weight;
	/// The call.
	fn rotate_key() -> Weight;
	/// The call.
	fn suspend() -> Weight;
	/// The call.
	fn reinstate() -> Weight;
	/// The call.
	fn exit() -> Weight;
	/// Of one that stood for as many others as can be.
	fn succeed() -> Weight;
	/// The call.
	fn rename() -> Weight;
	/// With this many admins.
	fn open_recovery(admins: u32) -> Weight;
	/// The call.
	fn object_to_recovery() -> Weight;
	/// The call, with as many admins as there can be.
	fn complete_recovery() -> Weight;
	/// The extension [`crate::extensions::MortalEra`].
	fn mortal_era() -> Weight;
	/// The extension [`crate::extensions::AdmitMember`].
	fn admit_member() -> Weight;
	/// The extension [`crate::extensions::NonceWindow`].
	fn nonce_window() -> Weight;
}

const fn call(microseconds: u64) -> Weight {
	Weight::from_parts(microseconds.saturating_mul(1_000_000), 0)
}

/// Numbers for tests: not measured, and not nothing.
impl WeightInfo for () {
	fn admit_by_council(officers: u32) -> Weight {
		call(100).saturating_add(call(100).saturating_mul(officers.into()))
	}
	fn propose_admission(officers: u32) -> Weight {
		call(150).saturating_add(call(100).saturating_mul(officers.into()))
	}
	fn propose_roster() -> Weight {
		call(400)
	}
	fn propose_key() -> Weight {
		call(250)
	}
	fn propose_relation() -> Weight {
		call(150)
	}
	fn propose_record() -> Weight {
		call(120)
	}
	fn propose_exit() -> Weight {
		call(500)
	}
	fn approve_admission(officers: u32) -> Weight {
		call(180).saturating_add(call(100).saturating_mul(officers.into()))
	}
	fn approve_roster() -> Weight {
		call(420)
	}
	fn approve_key() -> Weight {
		call(200)
	}
	fn approve_relation() -> Weight {
		call(170)
	}
	fn approve_record() -> Weight {
		call(140)
	}
	fn approve_exit() -> Weight {
		call(520)
	}
	fn propose_control() -> Weight {
		call(400)
	}
	fn approve_control() -> Weight {
		call(420)
	}
	fn withdraw() -> Weight {
		call(80)
	}
	fn reject() -> Weight {
		call(90)
	}
	fn rotate_key() -> Weight {
		call(200)
	}
	fn suspend() -> Weight {
		call(50)
	}
	fn reinstate() -> Weight {
		call(50)
	}
	fn exit() -> Weight {
		call(300)
	}
	fn succeed() -> Weight {
		call(300)
	}
	fn rename() -> Weight {
		call(60)
	}
	fn open_recovery(admins: u32) -> Weight {
		call(50).saturating_add(call(100).saturating_mul(admins.into()))
	}
	fn object_to_recovery() -> Weight {
		call(50)
	}
	fn complete_recovery() -> Weight {
		call(500)
	}
	fn mortal_era() -> Weight {
		call(10)
	}
	fn admit_member() -> Weight {
		call(50)
	}
	fn nonce_window() -> Weight {
		call(20)
	}
}
