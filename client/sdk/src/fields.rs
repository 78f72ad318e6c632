//! The fields of stored records that clients read by name. Each stands here once, with its type; a test holds all of
//! them against the runtime's metadata. A record without one of them is an error that names entry and field, and never
//! an empty value.
//!
//! Records that chain and program share as types are not read so: [`crate::chain::Reader::kept`].

use crate::error::{Error, Result};
use serde_json::Value as Json;
use zhidai_api::Fen;

/// A field of a record, or of the items of a list of records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field {
	/// Where it is kept: `Loans.Holds`.
	pub entry: &'static str,
	/// The names on the way to it.
	pub path: &'static [&'static str],
	/// The name of its type.
	pub kind: &'static str,
}

macro_rules! fields {
	($($(#[$doc:meta])* $name:ident = $entry:literal, $path:expr, $kind:literal;)*) => {
		$(
			$(#[$doc])*
			pub const $name: Field = Field { entry: $entry, path: &$path, kind: $kind };
		)*

		/// All of them.
		pub const ALL: &[Field] = &[$($name),*];
	};
}

fields! {
	/// What waits for its second person.
	ACT = "Registry.Acts", ["act"], "Act";
	/// Whose officer has a key.
	KEY_ORG = "Registry.Officers", ["org"], "OrgId";
	/// Which officer has a key.
	KEY_OFFICER = "Registry.Officers", ["officer"], "OfficerId";
	/// Whether a key is its officer's current one.
	KEY_ACTIVE = "Registry.Officers", ["active"], "bool";
	/// What the officer of a key may do.
	KEY_DUTIES = "Registry.Officers", ["duties"], "Duties";
	/// The last day on which the officer of a key may act.
	KEY_UNTIL = "Registry.Officers", ["valid_until"], "Option";
	/// Whether an organisation takes part.
	ORG_STATUS = "Registry.OrgStates", ["status"], "OrgStatus";
	/// The commitment to the natural person who is an officer.
	PERSON = "Registry.OfficerRecords", ["person"], "H256";
	/// The number of an officer's current key.
	KEY_NUMBER = "Registry.OfficerRecords", ["key_number"], "u16";
	/// The number under which an organisation is registered.
	REGISTRATION = "Registry.Organisations", ["registration"], "RegistrationId";
	/// The 15 digits that an organisation has or had beside a credit code.
	FORMER_NUMBER = "Registry.Organisations", ["former_number"], "Option";
	/// What an organisation is called.
	ORGANISATION_NAME = "Registry.Organisations", ["name"], "Text";
	/// Who stands for an organisation that another one succeeded.
	SUCCESSION_HEIR = "Registry.Successions", ["heir"], "OrgId";
	/// Whose an account is at a bank.
	HELD_HOLDER = "Registry.HeldAccounts", ["holder"], "OrgId";
	/// In which of its versions an account is its holder's.
	HELD_VERSION = "Registry.HeldAccounts", ["version"], "AccountVersion";
	/// How many loans name an account as the one to which receipts return.
	HELD_LOANS = "Registry.HeldAccounts", ["loans"], "u32";
	/// The index of a motion.
	MOTION_INDEX = "Council.Voting", ["index"], "u32";
	/// What an entry of the shared book says.
	ENTRY_CONTENT = "Reference.Entries", ["content"], "Content";
	/// What an entry of a bank's averages says.
	AVERAGE_CONTENT = "Reference.Averages", ["content"], "Content";
	/// What a programme is called.
	SCHEME_NAME = "Schemes.Terms", ["name"], "Text";
	/// Where a programme lends.
	SCHEME_REGION = "Schemes.Terms", ["region"], "Region";
	/// Of which type a credential is.
	CREDENTIAL_TYPE = "Credentials.Credentials", ["grant", "type_id"], "CredentialTypeId";
	/// The digest of a credential's number.
	CREDENTIAL_NUMBER = "Credentials.Credentials", ["grant", "number_digest"], "H256";
	/// Who lends.
	LOAN_BANK = "Loans.Loans", ["bank"], "OrgId";
	/// Who borrows.
	LOAN_BORROWER = "Loans.Loans", ["borrower"], "OrgId";
	/// Where a contract stands.
	LOAN_STATE = "Loans.Loans", ["state"], "LoanState";
	/// A loan's limit.
	LEDGER_LIMIT = "Loans.Ledgers", ["limit"], "Fen";
	/// What is drafted of a loan and not released.
	LEDGER_PENDING = "Loans.Ledgers", ["pending"], "Fen";
	/// What is released and not disbursed.
	LEDGER_RELEASED = "Loans.Ledgers", ["released"], "Fen";
	/// What is disbursed and not paid.
	LEDGER_TO_PAY = "Loans.Ledgers", ["to_pay"], "Fen";
	/// What is booked and not confirmed by the payee.
	LEDGER_SETTLED = "Loans.Ledgers", ["settled"], "Fen";
	/// What the payees confirmed.
	LEDGER_RECEIVED = "Loans.Ledgers", ["received"], "Fen";
	/// What came back and has led nowhere yet.
	LEDGER_ON_HAND = "Loans.Ledgers", ["on_hand"], "Fen";
	/// What came back and was prepaid.
	LEDGER_PREPAID = "Loans.Ledgers", ["prepaid"], "Fen";
	/// What came back and was credited to the borrower.
	LEDGER_CREDITED = "Loans.Ledgers", ["credited"], "Fen";
	/// Principal that was repaid.
	LEDGER_REPAID = "Loans.Ledgers", ["repaid_principal"], "Fen";
	/// Who is paid by a line of the plan.
	PLAN_LINE_PAYEE = "Loans.PlanLines", ["payee"], "OrgId";
	/// The most that may be paid on a line of the plan.
	PLAN_LINE_CAP = "Loans.PlanLines", ["cap"], "Fen";
	/// What is drafted on a line of the plan and not released.
	PLAN_USE_RESERVED = "Loans.PlanUses", ["reserved"], "Fen";
	/// What is released on a line of the plan, and whatever came of it.
	PLAN_USE_PAID = "Loans.PlanUses", ["paid"], "Fen";
	/// The version of a loan's terms in force.
	TERMS_VERSION = "Loans.Loans", ["terms_version"], "u16";
	/// What the chain pinned with an offer.
	PINNED = "Loans.LoanTerms", ["pinned"], "Pinned";
	/// Which hold it is.
	HOLD_KEY = "Loans.Holds", ["key"], "HoldKey";
	/// Of what kind a hold is.
	HOLD_KIND = "Loans.Holds", ["key", "kind"], "HoldKind";
	/// What a hold rests on.
	HOLD_REFERENCE = "Loans.Holds", ["key", "reference"], "H256";
	/// Who placed a hold.
	HOLD_PLACED_BY = "Loans.Holds", ["key", "placed_by"], "OrgId";
	/// The loan of evidence.
	EVIDENCE_LOAN = "Evidence.Evidence", ["loan"], "LoanId";
	/// What was stated of a document.
	CONTENT = "Evidence.Evidence", ["content"], "Content";
	/// What a document is.
	CONTENT_KIND = "Evidence.Evidence", ["content", "kind"], "EvidenceKind";
	/// A document's SHA-256.
	CONTENT_SHA256 = "Evidence.Evidence", ["content", "sha256"], "H256";
	/// A document's SM3.
	CONTENT_SM3 = "Evidence.Evidence", ["content", "sm3"], "H256";
	/// The salted digest of a document's fields.
	CONTENT_FIELDS_DIGEST = "Evidence.Evidence", ["content", "fields_digest"], "H256";
	/// A document's amount.
	CONTENT_AMOUNT = "Evidence.Evidence", ["content", "amount"], "Fen";
	/// A document's date.
	CONTENT_DATED_ON = "Evidence.Evidence", ["content", "dated_on"], "Day";
	/// Who sells.
	CONTENT_SELLER = "Evidence.Evidence", ["content", "seller"], "OrgId";
	/// Who buys.
	CONTENT_BUYER = "Evidence.Evidence", ["content", "buyer"], "OrgId";
	/// The current revision of evidence.
	REVISION = "Evidence.States", ["revision"], "u16";
	/// Where evidence stands.
	EVIDENCE_STATUS = "Evidence.States", ["status"], "EvidenceStatus";
	/// How far a claim has come.
	CLAIM_STATE = "Claims.Claims", ["state"], "ClaimState";
	/// The loan of a payment.
	PAYMENT_LOAN = "Payments.Payments", ["loan"], "LoanId";
	/// The draft of a payment.
	PAYMENT_DRAFT = "Payments.Payments", ["draft"], "DraftNo";
	/// How a payment failed.
	LINE_FAILED = "Payments.LineExtras", ["failed"], "Option";
	/// How a payment came back, part by part.
	LINE_RETURNS = "Payments.LineExtras", ["returns"], "ReturnRecord";
	/// A bank's mismatches that are open.
	OPEN_MISMATCHES = "Payments.OpenMismatches", ["open"], "OpenMismatch";
	/// What the bank's file says that was not booked.
	MISMATCH_RESULT = "Payments.Mismatches", ["result"], "SettlementResult";
	/// Why it was not booked.
	MISMATCH_REASON = "Payments.Mismatches", ["reason"], "MismatchReason";
	/// Where a draft stands.
	DRAFT_STATE = "Payments.Drafts", ["state"], "DraftState";
	/// What is signed of a draft.
	DRAFT_DIGEST = "Payments.Drafts", ["digest"], "H256";
	/// A draft's last day.
	DRAFT_EXPIRES_ON = "Payments.Drafts", ["expires_on"], "Day";
}

impl Field {
	fn wrong(&self, what: &str) -> Error {
		Error::unexpected(format!(
			"a record of {} {what} {}; is this program too old or too new?",
			self.entry,
			self.path.join(".")
		))
	}

	/// The field of this record.
	pub fn get<'a>(&self, record: &'a Json) -> Result<&'a Json> {
		let found = self.path.iter().try_fold(record, |value, name| value.get(*name));
		found.ok_or_else(|| self.wrong("has no"))
	}

	/// The field as text.
	pub fn text<'a>(&self, record: &'a Json) -> Result<&'a str> {
		self.get(record)?.as_str().ok_or_else(|| self.wrong("has another kind of"))
	}

	/// The field as a number that fits.
	pub fn number<T: TryFrom<u64>>(&self, record: &Json) -> Result<T> {
		let number = self.get(record)?.as_u64().and_then(|number| T::try_from(number).ok());
		number.ok_or_else(|| self.wrong("has another kind of"))
	}

	/// The field as money, as it is written for programs or for people.
	pub fn money(&self, record: &Json) -> Result<Fen> {
		let value = self.get(record)?;
		let shown = || value.as_str()?.strip_prefix('¥')?.parse::<Fen>().ok();
		value.as_u64().map(Fen).or_else(shown).ok_or_else(|| self.wrong("has another kind of"))
	}
}

/// The items of a list that an entry keeps: none where it keeps nothing, and an error where it is no list.
pub fn items(entry: &str, list: Option<Json>) -> Result<Vec<Json>> {
	match list {
		None => Ok(Vec::new()),
		Some(Json::Array(items)) => Ok(items),
		Some(_) => {
			Err(Error::unexpected(format!("{entry} keeps no list; is this program too old or too new?")))
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::error::Kind;
	use serde_json::json;

	#[test]
	fn what_is_not_there_is_named_and_never_empty() {
		let record =
			json!({ "content": { "amount": 7, "seller": null }, "revision": 70_000, "status": "Filed" });
		assert_eq!(CONTENT_AMOUNT.get(&record), Ok(&json!(7)));
		assert_eq!(CONTENT_SELLER.get(&record), Ok(&Json::Null), "nothing is a value");
		assert_eq!((CONTENT_AMOUNT.number(&record), EVIDENCE_STATUS.text(&record)), (Ok(7_u64), Ok("Filed")));
		for (error, expected) in [
			(CONTENT_BUYER.get(&record).unwrap_err(), "Evidence.Evidence has no content.buyer"),
			(EVIDENCE_LOAN.get(&record).unwrap_err(), "Evidence.Evidence has no loan"),
			(REVISION.number::<u16>(&record).unwrap_err(), "Evidence.States has another kind of revision"),
			(
				CONTENT_AMOUNT.text(&record).unwrap_err(),
				"Evidence.Evidence has another kind of content.amount",
			),
			(EVIDENCE_STATUS.get(&Json::Null).unwrap_err(), "Evidence.States has no status"),
			(items("Loans.Holds", Some(json!({}))).unwrap_err(), "Loans.Holds keeps no list"),
		] {
			assert!(error.kind == Kind::Unexpected && error.message.contains(expected), "{error}");
		}
		assert_eq!(items("Loans.Holds", Some(json!([1]))), Ok(vec![json!(1)]));
		assert_eq!(CONTENT_AMOUNT.money(&record), Ok(Fen(7)));
		let shown = |amount: &str| CONTENT_AMOUNT.money(&json!({ "content": { "amount": amount } }));
		assert_eq!(shown("¥1,000.07"), Ok(Fen(100_007)));
		assert!(
			shown("1,000.07").is_err() && shown("¥-1").is_err() && CONTENT_SELLER.money(&record).is_err()
		);
		assert_eq!(items("Loans.Holds", None), Ok(Vec::new()));
	}
}
