use crate::{AdverseId, AdverseRecord, Credential, CredentialType};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use zhidai_primitives::{CredentialId, CredentialTypeId};

/// A shared record as it stands after an act: what a journal hears.
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub enum CredentialsChange {
	/// A type of the catalogue.
	Type(CredentialTypeId, CredentialType),
	/// A credential.
	Credential(CredentialId, Credential),
	/// An adverse record.
	Adverse(AdverseId, AdverseRecord),
}
