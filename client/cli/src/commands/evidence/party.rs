//! Who a document's sides are on the chain.

use serde_json::{json, Value as Json};
use zhidai_api::{NumberKey, RegistrationId};
use zhidai_sdk::chain::Reader;
use zhidai_sdk::documents::{DeclaredFields, Registered, Sides};
use zhidai_sdk::fields::{FORMER_NUMBER, REGISTRATION};
use zhidai_sdk::{Error, Kind, Result};

/// A document's sides: which organisations they are, and under which numbers the register has them.
pub(super) struct Parties {
	pub(super) seller: Json,
	pub(super) buyer: Json,
	pub(super) sides: Sides,
}

impl Parties {
	/// Those that a document names. Refuses where one is nobody's, or is not written as the register has it.
	pub(super) async fn of(reader: &Reader, fields: &DeclaredFields) -> Result<Self> {
		let (seller, of_seller) = found(reader, "seller", &fields.seller.code).await?;
		let (buyer, of_buyer) = found(reader, "buyer", &fields.buyer.code).await?;
		Ok(Self { seller, buyer, sides: Sides { seller: of_seller, buyer: of_buyer } })
	}
}

/// The organisation with a credit code or, without one, a registration number; and what the register has for it.
async fn found(reader: &Reader, side: &str, code: &RegistrationId) -> Result<(Json, Registered)> {
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
	let record = reader.record("Registry", "Organisations", std::slice::from_ref(&org)).await?;
	let registered = registered(&record.ok_or_else(missing)?)?;
	ensure_has(side, code, &org, &registered)?;
	Ok((org, registered))
}

/// The numbers in an organisation's record.
fn registered(record: &Json) -> Result<Registered> {
	let wrong = || Error::unexpected("a record of Registry.Organisations has another kind of number");
	let registration = REGISTRATION.get(record)?.as_object().and_then(|kind| kind.values().next());
	let registration = registration.and_then(number).ok_or_else(wrong)?;
	let former_number = match FORMER_NUMBER.get(record)? {
		Json::Null => None,
		former => match number(former) {
			Some(RegistrationId::BusinessRegistration(digits)) => Some(digits),
			_ => return Err(wrong()),
		},
	};
	Ok(Registered { registration, former_number })
}

/// A number as it is read: a code as text, 15 digits as their bytes.
fn number(value: &Json) -> Option<RegistrationId> {
	let text = value.as_str()?;
	match text.strip_prefix("0x") {
		Some(bytes) => String::from_utf8(hex::decode(bytes).ok()?).ok()?.parse().ok(),
		None => text.parse().ok(),
	}
}

/// Refuses a number that is the organisation's by its key alone. Whoever writes a paper could write another code of the
/// same organisation; and a code with a wrong last character may be one that was issued so, or a slip: only the
/// register tells.
fn ensure_has(side: &str, code: &RegistrationId, org: &Json, registered: &Registered) -> Result<()> {
	if registered.has(code) {
		return Ok(());
	}
	let numbers: Vec<_> = registered.numbers().map(|number| number.to_string()).collect();
	let slip = match code {
		RegistrationId::CreditCodeAsIssued(_) => " (its last character is wrong)",
		_ => "",
	};
	let message = format!(
		"the document says {side} {code}{slip}, and organisation {org}, whose organisation code that has, is registered \
		 under {}; have the document corrected. To say on the chain that it is not right: evidence attest --verdict \
		 not-consistent",
		numbers.join(" and ")
	);
	Err(Error::new(Kind::Verification, message))
}

#[cfg(test)]
mod tests {
	use super::*;

	/// As the reader gives it: 15 digits are bytes.
	fn record(registration: Json, former_number: Json) -> Json {
		json!({ "name": "甲", "registration": registration, "former_number": former_number })
	}

	fn digits() -> Json {
		json!(format!("0x{}", hex::encode("330206600123456")))
	}

	#[test]
	fn what_the_register_has_is_read_whatever_kind_of_number_it_is() {
		for (registration, former_number, expected) in [
			(json!({ "CreditCode": "91330200MA20002460" }), Json::Null, vec!["91330200MA20002460"]),
			(json!({ "CreditCodeAsIssued": "91350299M0009QAA68" }), Json::Null, vec!["91350299M0009QAA68"]),
			(json!({ "BusinessRegistration": digits() }), Json::Null, vec!["330206600123456"]),
			(
				json!({ "CreditCode": "91330200MA20002460" }),
				digits(),
				vec!["91330200MA20002460", "330206600123456"],
			),
		] {
			let registered = registered(&record(registration, former_number)).unwrap();
			let numbers: Vec<_> = registered.numbers().map(|number| number.to_string()).collect();
			assert_eq!(numbers, expected);
		}
		for (registration, former_number) in [
			(Json::Null, Json::Null),
			(json!({ "CreditCode": "91330200MA2000246" }), Json::Null),
			(json!({ "CreditCode": "91330200MA20002460" }), json!("91330200MA2000123Y")),
			(json!({ "CreditCode": "91330200MA20002460" }), json!("0x33")),
		] {
			assert!(registered(&record(registration, former_number)).is_err());
		}
		assert!(registered(&json!({ "registration": { "CreditCode": "91330200MA20002460" } })).is_err());
	}

	/// 91330203MA2000246B has the organisation code of 91330200MA20002460, and right check characters.
	#[test]
	fn a_code_is_whose_the_register_says_and_another_code_of_the_same_organisation_is_refused_by_name() {
		let check = |code: &str, registration: Json, former_number: Json| {
			let registered = registered(&record(registration, former_number)).unwrap();
			ensure_has("seller", &code.parse().unwrap(), &json!(7), &registered)
		};
		let own = || json!({ "CreditCode": "91330200MA20002460" });
		assert_eq!(check("91330200MA20002460", own(), Json::Null), Ok(()));
		assert_eq!(check("330206600123456", own(), digits()), Ok(()));
		assert_eq!(check("330206600123456", json!({ "BusinessRegistration": digits() }), Json::Null), Ok(()));
		let error = check("91330203MA2000246B", own(), digits()).unwrap_err();
		assert_eq!(error.kind, Kind::Verification);
		for part in
			["seller 91330203MA2000246B, and organisation 7", "91330200MA20002460 and 330206600123456"]
		{
			assert!(error.message.contains(part), "{error}");
		}
	}

	#[test]
	fn a_code_as_issued_is_whose_the_chain_says_and_a_slip_is_nobodys() {
		let check = |registration: Json| {
			let registered = registered(&record(registration, Json::Null)).unwrap();
			ensure_has("seller", &"91350299M0009QAA68".parse().unwrap(), &json!(7), &registered)
		};
		assert_eq!(check(json!({ "CreditCodeAsIssued": "91350299M0009QAA68" })), Ok(()));
		for other in [
			json!({ "CreditCodeAsIssued": "91350299M0009QAA67" }),
			json!({ "CreditCode": "91350299M0009QAA6B" }),
			json!({ "BusinessRegistration": digits() }),
		] {
			let error = check(other).unwrap_err();
			let expected = "seller 91350299M0009QAA68 (its last character is wrong), and organisation 7";
			assert!(error.message.contains(expected), "{error}");
		}
	}
}
