//! Credentials, adverse records and the acts on them, with the rules of their lives. Nothing here knows
//! `Config`.

mod act;
mod adverse;
mod catalogue;
mod change;
mod credential;
mod failures;
mod standing;

pub use act::{Act, PendingAct};
pub use adverse::{kept_by, AdverseRecord, AdverseState, AdverseStep, Report, Reversal};
pub use catalogue::{catalogue, is_bureau, CredentialType, Element, Level};
pub use change::CredentialsChange;
pub use credential::{Credential, CredentialState, CredentialStep, Grant, Suspension, Usability};
pub use failures::Failures;
pub use standing::{Considered, Weighed};
