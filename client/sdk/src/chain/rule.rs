use crate::error::{Error, Kind, Result};
use subxt::error::{DispatchError, ModuleError};
use subxt::metadata::Metadata;
use zhidai_api::Refusal;

/// As the runtime gives it at [`super::runtime::METADATA_VERSION`].
pub(super) const BUNDLED: &[u8] = include_bytes!("../../metadata.scale");

/// The metadata of the runtime that this client was built for: what is known without a node.
pub fn bundled_metadata() -> Result<Metadata> {
	Metadata::decode_from(BUNDLED).map_err(Error::unexpected)
}

/// A rule of the chain that refused, in the runtime's own words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
	/// `Payments.PayeeNotOnPlan`.
	pub name: String,
	/// The cause and, after a semicolon, the remedy.
	pub explanation: String,
	/// The line of the call's list that broke it, from 0, where the error says one.
	pub line: Option<u32>,
	/// The line of the spending plan, from 0, where the error says one.
	pub plan_line: Option<u32>,
}

impl Rule {
	/// The rule behind a module error: the pallet's index and the error's bytes.
	pub fn find(metadata: &Metadata, pallet: u8, error: &[u8]) -> Option<Self> {
		let (index, fields) = error.split_first()?;
		let pallet = metadata.pallet_by_error_index(pallet)?;
		let variant = pallet.error_variant_by_index(*index)?;
		let number = |name: &str| match fields {
			[low, high, ..] if variant.fields.first()?.name.as_deref() == Some(name) => {
				Some(u32::from(u16::from_le_bytes([*low, *high])))
			}
			_ => None,
		};
		Some(Self {
			name: format!("{}.{}", pallet.name(), variant.name),
			explanation: sentence(&variant.docs),
			line: number("line"),
			plan_line: number("plan_line"),
		})
	}

	/// The rule that a report names by its numbers; nothing where this runtime's metadata does not know it.
	pub fn reported(metadata: &Metadata, rule: zhidai_api::Rule) -> Option<Self> {
		match rule {
			zhidai_api::Rule::Module { pallet, error } => Self::find(metadata, pallet, &error),
			zhidai_api::Rule::Other { .. } => None,
		}
	}

	/// A rule by its name, as `explain` is asked for it.
	pub fn named(metadata: &Metadata, name: &str) -> Option<Self> {
		let (pallet, variant) = name.split_once('.')?;
		let pallet = metadata.pallets().find(|known| known.name().eq_ignore_ascii_case(pallet))?;
		let variant =
			pallet.error_variants()?.iter().find(|known| known.name.eq_ignore_ascii_case(variant))?;
		Some(Self {
			name: format!("{}.{}", pallet.name(), variant.name),
			explanation: sentence(&variant.docs),
			line: None,
			plan_line: None,
		})
	}

	/// Every rule of the runtime.
	pub fn all(metadata: &Metadata) -> Vec<Self> {
		let names = metadata.pallets().flat_map(|pallet| {
			let variants = pallet.error_variants().unwrap_or_default().iter();
			variants.map(move |variant| format!("{}.{}", pallet.name(), variant.name)).collect::<Vec<_>>()
		});
		names.filter_map(|name| Self::named(metadata, &name)).collect()
	}

	/// As a failure.
	pub fn into_error(self) -> Error {
		let error = Error::new(kind_of(&self.name), self.explanation).by_rule(self.name, self.line);
		Error { plan_line: self.plan_line, ..error }
	}
}

fn sentence(docs: &[String]) -> String {
	docs.iter().map(|line| line.trim()).collect::<Vec<_>>().join(" ").trim().trim_end_matches('.').to_owned()
}

/// Names that say who may not, beside the ending.
const WHO_MAY_NOT: &[&str] =
	&["NotAMember", "OfficerNotActive", "OrganisationNotActive", "DutyMissing", "RoleMissing"];

/// Which exit code a rule has, by the names of the chain's errors: `…Unknown` is what there is not, `…NotAllowed`
/// and those that name who may not are a missing right, and everything else is a rule. FRAME's own pallets have
/// names of their own.
pub fn kind_of(rule: &str) -> Kind {
	match rule {
		"System.CallFiltered" | "System.BadOrigin" | "System.Unauthorized" | "Council.NotMember" => {
			return Kind::NotAllowed
		}
		"Council.ProposalMissing" => return Kind::NotFound,
		_ => {}
	}
	let name = rule.rsplit('.').next().unwrap_or_default();
	let may_not = name.ends_with("NotAllowed") || WHO_MAY_NOT.contains(&name);
	match (name.ends_with("Unknown"), may_not) {
		(true, _) => Kind::NotFound,
		(_, true) => Kind::NotAllowed,
		_ => Kind::Refused,
	}
}

/// What a failed dispatch says.
pub(super) fn dispatch_error(metadata: &Metadata, error: &DispatchError) -> Error {
	let module = |error: &ModuleError| {
		let [pallet, bytes @ ..] = error.bytes();
		Rule::find(metadata, pallet, &bytes).map(Rule::into_error)
	};
	match error {
		DispatchError::Module(error) => module(error),
		DispatchError::BadOrigin => {
			let error = Error::new(
				Kind::NotAllowed,
				"this origin may not make the call; it may be the council's alone",
			);
			Some(error.by_rule("System.BadOrigin", None))
		}
		_ => None,
	}
	.unwrap_or_else(|| Error::new(Kind::Refused, error.to_string()))
}

/// Which exit code a refusal at the door has, by its name; nothing for one that this program does not know.
pub fn kind_at_the_door(name: &str) -> Option<Kind> {
	match name {
		"Stranger" | "OfficerNotActive" | "OrganisationNotActive" | "CallOutsideRole" | "NobodysCall" => {
			Some(Kind::NotAllowed)
		}
		"NotMortal"
		| "TooManyWaiting"
		| "TooManyBytesWaiting"
		| "TooLong"
		| "BadSignature"
		| "NodeFull"
		| "Unreadable" => Some(Kind::Refused),
		_ => None,
	}
}

/// A refusal at the door, by its number.
pub(super) fn refusal(code: u8) -> Option<(Refusal, Error)> {
	let refusal = *Refusal::ALL.iter().find(|known| **known as u8 == code)?;
	let kind = kind_at_the_door(&format!("{refusal:?}")).unwrap_or(Kind::Refused);
	Some((refusal, Error::new(kind, refusal.explanation()).by_rule(format!("Pool.{refusal:?}"), None)))
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn every_refusal_at_the_door_has_its_words_and_its_exit_code() {
		for known in Refusal::ALL {
			let (found, error) = refusal(*known as u8).unwrap();
			assert_eq!((found, error.message.as_str()), (*known, known.explanation()));
			assert_eq!(error.rule, Some(format!("Pool.{known:?}")));
			assert_eq!(
				kind_at_the_door(&format!("{known:?}")),
				Some(error.kind),
				"{known:?} has no exit code"
			);
		}
		assert!(refusal(200).is_none());
	}

	#[test]
	fn a_line_of_the_plan_is_no_line_of_the_list() {
		let metadata = bundled_metadata().unwrap();
		let error_of = |pallet: &str, name: &str| {
			let known = metadata.pallet_by_name(pallet).unwrap();
			let variants = known.error_variants().unwrap();
			let variant = variants.iter().find(|variant| variant.name == name).unwrap();
			Rule::find(&metadata, known.error_index(), &[variant.index, 2, 0, 0]).unwrap()
		};
		let exceeded = error_of("Loans", "PlanLineExceeded");
		assert_eq!((exceeded.line, exceeded.plan_line), (None, Some(2)));
		let unknown = error_of("Payments", "PayeeNotOnPlan");
		assert_eq!((unknown.line, unknown.plan_line), (Some(2), None));
		let without = error_of("Loans", "LimitExceeded");
		assert_eq!((without.line, without.plan_line), (None, None));
	}

	#[test]
	fn exit_codes_follow_the_names() {
		for (rule, kind) in [
			("Registry.DutyMissing", Kind::NotAllowed),
			("Loans.SigningNotAllowed", Kind::NotAllowed),
			("Registry.OrganisationNotActive", Kind::NotAllowed),
			("Council.NotMember", Kind::NotAllowed),
			("Registry.ActUnknown", Kind::NotFound),
			("Council.ProposalMissing", Kind::NotFound),
			("Registry.SamePerson", Kind::Refused),
			("Payments.MandateMissing", Kind::Refused),
		] {
			assert_eq!(kind_of(rule), kind, "{rule}");
		}
	}
}
