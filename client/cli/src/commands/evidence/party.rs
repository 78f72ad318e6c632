//! Who a document's sides are on the chain.

use serde_json::{json, Value as Json};
use zhidai_api::{NumberKey, RegistrationId};
use zhidai_sdk::chain::Reader;
use zhidai_sdk::fields::REGISTRATION;
use zhidai_sdk::{Error, Kind, Result};

/// The organisation with a credit code or, without one, a registration number.
pub(super) async fn org_of(reader: &Reader, side: &str, code: &RegistrationId) -> Result<Json> {
	let text = code.as_str();
	let key = match code.key() {
		// The organisation code in a credit code (characters 9 to 17) tells whose it is.
		NumberKey::Subject(_) => json!({ "Subject": text.get(8..17) }),
		NumberKey::Business(_) => json!({ "Business": text }),
	};
	let missing = || {
		Error::new(
			Kind::NotFound,
			format!("the document's {side} {code} is not an organisation of the consortium"),
		)
	};
	let org = reader.record("Registry", "OrgByNumber", &[key]).await?.ok_or_else(missing)?;
	if let RegistrationId::CreditCodeAsIssued(_) = code {
		let key = std::slice::from_ref(&org);
		let record = reader.record("Registry", "Organisations", key).await?.ok_or_else(missing)?;
		ensure_issued_so(side, code, &org, REGISTRATION.get(&record)?)?;
	}
	Ok(org)
}

/// A code with a wrong last character is the organisation's only where the chain has the very same: the paper alone
/// cannot tell one that was issued so from a slip.
fn ensure_issued_so(side: &str, code: &RegistrationId, org: &Json, registration: &Json) -> Result<()> {
	match *registration == json!({ "CreditCodeAsIssued": code.as_str() }) {
		true => Ok(()),
		false => Err(Error::new(
			Kind::NotFound,
			format!(
				"the last character of the document's {side} {code} is wrong, and organisation {org} is not registered \
				 under this code; have the document corrected"
			),
		)),
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_code_as_issued_is_whose_the_chain_says_and_a_slip_is_nobodys() {
		let code: RegistrationId = "91350299M0009QAA68".parse().unwrap();
		let check = |registration: Json| ensure_issued_so("seller", &code, &json!(7), &registration);
		assert_eq!(check(json!({ "CreditCodeAsIssued": "91350299M0009QAA68" })), Ok(()));
		for other in [
			json!({ "CreditCodeAsIssued": "91350299M0009QAA67" }),
			json!({ "CreditCode": "91350299M0009QAA68" }),
			json!({ "BusinessRegistration": "330206600123456" }),
			Json::Null,
		] {
			let error = check(other).unwrap_err();
			assert!(
				error.message.contains("seller 91350299M0009QAA68 is wrong, and organisation 7"),
				"{error}"
			);
		}
	}
}
