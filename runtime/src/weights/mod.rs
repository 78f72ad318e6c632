//! Weights, measured by `scripts/weights`.

pub mod pallet_authorities;
pub mod pallet_credentials;
pub mod pallet_evidence;
pub mod pallet_loans;
pub mod pallet_payments;
pub mod pallet_reference;
pub mod pallet_registry;
pub mod pallet_schemes;
pub mod pallet_supervision;
